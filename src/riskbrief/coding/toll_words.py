"""What a language says around numbers of victims: the shape of its word lists (method B.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

KILLED, WOUNDED, KIDNAPPED = "killed", "wounded", "kidnapped"
VOID = "void"
"The label of a phrase that looks like a toll and is none ('tombés dans une embuscade')."
CIVILIANS, SECURITY_FORCES, ARMED_GROUP, UNSPECIFIED = "civilians", "security_forces", "armed_group", "unspecified"
LOWER, MORE, APPROXIMATE, UPPER, LESS = "lower", "more", "approximate", "upper", "less"

Phrase = tuple[str, ...]
_TAKING = frozenset(
    {"took", "taking", "loaded", "loading", "marched", "marching", "emporte", "emportent", "emportant", "embarque",
     "embarquent", "embarquant", "left", "leaving", "went", "rode", "disappeared", "vanished", "withdrew", "fled",
     "escaped", "repartis", "reparti", "partis", "parti", "disparu", "enfuis", "retires", "replies"}
)  # fmt: skip

LEADING = frozenset(
    {"march", "marched", "marching", "herd", "herded", "herding", "lead", "led", "leading", "drove", "driving", "drag",
     "dragged", "dragging", "haul", "hauled", "hauling", "bundled", "bundling", "conduit", "conduisant", "entraine",
     "entrainant", "traine", "trainant", "emmene", "emmenant"}
)  # fmt: skip
"Verbs that tell of an abduction where an armed actor leads somebody into the bush."


class Phrases:
    """Phrases of folded words with a label each; found by their first word, longest first."""

    def __init__(self, labels: Mapping[Phrase, str]) -> None:
        self.labels = dict(labels)
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in sorted(labels, key=lambda p: (-len(p), p)):
            self._by_first.setdefault(phrase[0], []).append(phrase)

    def __getitem__(self, phrase: Phrase) -> str:
        return self.labels[phrase]

    def __contains__(self, phrase: Phrase) -> bool:
        return phrase in self.labels

    def at(self, texts: Sequence[str], index: int) -> Phrase:
        """The longest phrase that begins at `texts[index]`; empty when none does."""
        if not 0 <= index < len(texts):
            return ()
        for phrase in self._by_first.get(texts[index], ()):
            if len(phrase) == 1 or tuple(texts[index : index + len(phrase)]) == phrase:
                return phrase
        return ()

    @property
    def first_words(self) -> Iterable[str]:
        """The words phrases begin with."""
        return self._by_first


def words(text: str) -> frozenset[str]:
    """Words between spaces."""
    return frozenset(text.split())


def sequences(text: str) -> frozenset[Phrase]:
    """Phrases between semicolons, as a set."""
    return frozenset(tuple(phrase.split()) for phrase in text.split(";"))


def phrases(text: str) -> Phrases:
    """Phrases between semicolons, without a label."""
    return Phrases({tuple(phrase.split()): "" for phrase in text.split(";")})


def labelled(**groups: str) -> Phrases:
    """Phrases between semicolons, labelled by the name of their group."""
    return Phrases({tuple(phrase.split()): label for label, text in groups.items() for phrase in text.split(";")})


def by_word(**groups: str) -> dict[str, str]:
    """Words between spaces, labelled by the name of their group; a later group wins."""
    return {word: label for label, text in groups.items() for word in text.split()}


@dataclass(frozen=True)
class TollWords:
    """One language's words, folded."""

    qualifiers: Phrases
    "before a number -> lower, more, approximate, upper, less"
    or_more: Phrases
    "after a number: a lower bound"
    ranges: tuple[tuple[str, str], ...]
    "opening (may be empty) and joining word of 'between 20 and 30'"
    vague: dict[Phrase, tuple[int, int, int]]
    "several, dozens ... -> low, best, high"
    rounded: dict[str, int]
    "dozen, trentaine -> about that many"
    of_the: Phrases
    "between 'one' and '12' of 'one of the 12 killed'"
    nobody: Phrases
    "zero"
    articles: frozenset[str]
    "count as one before a victim"
    numerals: frozenset[str]
    "words a number may begin with"
    active: dict[str, str]
    "verb with the number as its object -> kind"
    active_objects: Phrases
    "right before the number -> kind ('the death of 7')"
    state: Phrases
    "right after the noun phrase -> kind ('12 dead', '12 soldats tués')"
    passive: Phrases
    "further on, after an auxiliary -> kind ('were killed')"
    deaths: Phrases
    "further on, by itself -> kind ('died')"
    auxiliaries: frozenset[str]
    "make a participle passive"
    active_auxiliaries: frozenset[str]
    "make a participle active ('ont tué')"
    tolls: Phrases
    "nouns that announce a number of victims -> kind"
    rises: frozenset[str]
    "words between such a noun and its number ('rises to', 'passe à')"
    including: Phrases
    "before a share of the number before"
    of_them: Phrases
    "after a share of the number before"
    determiners: frozenset[str]
    "open the object of a verb"
    victims: dict[str, str]
    "noun -> class of victims"
    joins: frozenset[str]
    "inside a noun phrase ('members of the security forces')"
    own_names: frozenset[str]
    "names of forces, after which militiamen and fighters are theirs ('VDP militiamen')"
    not_persons: frozenset[str]
    "a number of these is no toll"
    stops: frozenset[str]
    "verbs and conjunctions that end the reach of a number"
    breaks: frozenset[str]
    "prepositions that end a noun phrase"
    months: frozenset[str]
    weak: frozenset[str]
    "words of `active` that count only persons ('seized', 'lost')"
    split: Phrases
    "verb, then after its object the rest ('took 11 traders hostage') -> kind"
    release: frozenset[str]
    "hostages who are free again are no toll"
    collectives: frozenset[str]
    "'a family of seven' counts seven"
    whose: frozenset[str]
    "determiners that open one more victim ('and the driver', 'et son chauffeur')"
    plurals: tuple[str, ...]
    "endings of a noun that is not one person"
    instead: Phrases
    "before a number that no longer holds ('not two', 'contre 24')"
    accompany: Phrases
    "joins victims like 'and' ('along with')"
    weak_passives: frozenset[Phrase]
    "phrases of `passive` that count only persons ('were burnt')"
    speech: frozenset[str]
    "who stands before these says something, and is no victim of it"
    never: frozenset[str]
    "first words of family verbs that mean other things too often ('emporter', 'round up')"
    singular_verbs: frozenset[str]
    "auxiliaries one victim takes"
    plural_verbs: frozenset[str]
    "auxiliaries several victims take"
    relatives: frozenset[str]
    "open a clause about the victims ('who would not walk')"
    masses: frozenset[str]
    "singular nouns of many people ('the army')"
    care: frozenset[str]
    "who is taken there is not abducted ('taken to hospital')"
    among: Phrases
    "before the dead one by one ('among the dead are a nurse and her son') -> kind"
    accidents: frozenset[str]
    "a sentence with one of these that tells of no attack states no toll of violence"
    reduced: frozenset[Phrase]
    "participles that, right before a preposition, say what befell victims ('nine pupils seized from a dormitory')"
    moved: frozenset[str]
    "participles of being taken somewhere: abducted when an armed actor does it ('taken by', 'led into the bush by')"
    armed: frozenset[str]
    "words that make anybody an armed actor ('unidentified men', 'masked')"
    wilds: frozenset[str]
    "where captives are taken ('marched into the forest')"
    body: frozenset[str]
    "parts of the body: who is hit there is wounded"
    in_all: Phrases
    "after a number that sums up ('19 in all')"
    weak_states: frozenset[Phrase] = frozenset()
    "phrases of `state` that count only persons"
    weak_objects: frozenset[Phrase] = frozenset()
    "phrases of `active_objects` that count only persons"

    def is_armed(self, word: str) -> bool:
        """Whether a word names an armed group, or makes anybody an armed actor."""
        return word in self.armed or self.victims.get(word) == ARMED_GROUP

    @cached_property
    def openers(self) -> frozenset[str]:
        """Every word a number of victims may begin with, but for `whose`."""
        tables = (self.qualifiers, self.nobody, Phrases(dict.fromkeys(self.vague, "")))
        firsts = {first for table in tables for first in table.first_words}
        return frozenset(firsts | {opening for opening, _ in self.ranges} | self.articles | self.numerals) - {""}

    @cached_property
    def no_nouns(self) -> frozenset[str]:
        """Words that name nobody."""
        small = self.breaks | self.stops | self.auxiliaries | self.active_auxiliaries
        return small | self.not_persons | self.speech

    @cached_property
    def vague_phrases(self) -> Phrases:
        """The keys of `vague`, for look-up."""
        return Phrases(dict.fromkeys(self.vague, ""))

    @cached_property
    def splits(self) -> Mapping[str, tuple[tuple[Phrase, str], ...]]:
        """First word of a verb in two parts -> the other parts it may have, with their kinds."""
        found: dict[str, list[tuple[Phrase, str]]] = {}
        for phrase, kind in self.split.labels.items():
            found.setdefault(phrase[0], []).append((phrase[1:], kind))
        return {first: tuple(rest) for first, rest in found.items()}

    @cached_property
    def cues(self) -> frozenset[str]:
        """Words without one of which a clause states no toll: each verb, and of each phrase its longest plain word."""
        tables = (self.state, self.passive, self.deaths, self.active_objects, self.tolls, self.split, self.among)
        small = self.breaks | self.whose | self.determiners | self.auxiliaries
        telling = {max(p, key=lambda w: (w not in small, len(w))) for table in tables for p in table.labels}
        return frozenset(telling | set(self.active) | self.moved | _TAKING | LEADING)
