"""One sentence as the scene of event frames: the word families in it and the small words between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from riskbrief.coding.numerals import Numbers, number_end
from riskbrief.coding.sentences import Sentence

LONGEST_SMALL = 3  # words of a sequence of small words
NUMBER = "number"  # a family that no list holds: a number that counts nothing named
Sequences = frozenset[tuple[str, ...]]


class Part(NamedTuple):
    """Words `start` to `end` of a sentence that belong to a family, and the forms they can be."""

    start: int
    end: int
    forms: frozenset[str]
    middle: bool
    text: str

    @property
    def order(self) -> tuple[int, int, str, tuple[str, ...], bool]:
        """Reading order, the same in every run."""
        return (self.start, self.end, self.text, _sorted(self.forms), self.middle)

    def touches(self, other: Part) -> bool:
        return self.start < other.end and other.start < self.end


ORDER = attrgetter("order")


@lru_cache(maxsize=4096)
def _sorted(forms: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(forms))


def _in_order(parts: Set[Part]) -> list[Part]:
    """Parts in reading order; most often there is one, which needs no key."""
    return sorted(parts, key=ORDER) if len(parts) > 1 else list(parts)


@lru_cache(maxsize=256)
def _by_first(small: Sequences) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Sequences of up to three words by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(small):
        if 0 < len(words) <= LONGEST_SMALL:
            found.setdefault(words[0], []).append(words)
    return found


class SmallWords(NamedTuple):
    """grammar.<language>.yaml as folded word sequences."""

    passive: Sequences = frozenset()
    perfect: Sequences = frozenset()
    by: Sequences = frozenset()
    target: Sequences = frozenset()
    during: Sequences = frozenset()
    to: Sequences = frozenset()
    realised: Sequences = frozenset()
    barriers: Sequences = frozenset()
    future: Sequences = frozenset()
    speech: Sequences = frozenset()
    coordinators: Sequences = frozenset()
    articles: Sequences = frozenset()
    anonymous: Sequences = frozenset()
    against: Sequences = frozenset()
    clauses: Sequences = frozenset()
    no_subject: Sequences = frozenset()
    persons: Sequences = frozenset()
    answered: Sequences = frozenset()
    owners: Sequences = frozenset()
    they: Sequences = frozenset()
    own_side: Sequences = frozenset()
    freeing: Sequences = frozenset()
    bare_plurals: Sequences = frozenset()
    amid: Sequences = frozenset()


@dataclass(frozen=True)
class Scene:
    """A sentence with the families found in it."""

    sentence: Sentence
    parts: Mapping[str, Sequence[Part]]
    small: SmallWords
    counting: Numbers
    actors: frozenset[str]  # families that can do an act
    objects: frozenset[str]  # families that can suffer one
    clausal: frozenset[str] = frozenset()  # families whose verbs part a sentence into clauses

    @cached_property
    def doers(self) -> list[Part]:
        """Everybody who can act, in order."""
        return _in_order({part for name in self.actors.intersection(self.parts) for part in self.parts[name]})

    @cached_property
    def sufferers(self) -> list[Part]:
        """Everything an act can be done to, in order."""
        named = self.objects.intersection(self.parts)
        return _in_order({part for name in named for part in self.parts[name] if "noun" in part.forms})

    @cached_property
    def named(self) -> list[Part]:
        """Those of them that are more than a number or "others"."""
        return [part for part in self.sufferers if not self.anonymous(part)]

    def anonymous(self, part: Part) -> bool:
        """Whether a part only counts ("five", "others")."""
        return self.sentence.words[part.start : part.end] in self.small.anonymous or part in self.numbers

    def is_one(self, part: Part, families: frozenset[str]) -> bool:
        """Whether a part belongs to one of the families."""
        there = families.intersection(self.parts)
        return any(p[:2] == part[:2] for name in there for p in self.parts[name])

    @cached_property
    def acts(self) -> list[Part]:
        clauses = (parts for name, parts in self.parts.items() if name in self.clausal)
        return _in_order({p for parts in clauses for p in parts if _verbal(p)})

    @cached_property
    def blows(self) -> list[Part]:
        """Words that may be nouns of acts: "the raid", "l'embuscade"."""
        clauses = (parts for name, parts in self.parts.items() if name in self.clausal)
        return _in_order({p for parts in clauses for p in parts if "noun" in p.forms})

    @cached_property
    def numbers(self) -> list[Part]:
        """Numbers that stand for people without naming them: "killing 12", "12 were killed"."""
        words, found, here = self.sentence.words, [], 0
        starts = self.counting.starts
        while here < len(words):
            if words[here] not in starts and not words[here][0].isdigit():
                here += 1  # as `number_end` would find, which is asked of few words
                continue
            end = number_end(words, here, self.counting)
            if end > here and self._bare(end):
                found.append(Part(here, end, frozenset({"word"}), False, " ".join(words[here:end])))
            here = max(end, here + 1)
        return found

    def _bare(self, end: int) -> bool:
        """Whether a number that ends here counts nothing that is named."""
        if end >= len(self.sentence.words) or end in self.sentence.breaks:
            return True
        small = self.small
        return any(starts_with(self, end, s) for s in (small.barriers, small.passive, small.coordinators))

    def of(self, families: frozenset[str]) -> list[Part]:
        """Parts of some families, each once, in order."""
        if (known := self._known.get(families)) is None:
            found = {part for name in families.intersection(self.parts) for part in self.parts[name]}
            known = _in_order(found.union(self.numbers) if NUMBER in families else found)
            self._known[families] = known
        return known

    @cached_property
    def _known(self) -> dict[frozenset[str], list[Part]]:
        """What `of` has answered already: frames ask for the same families again and again."""
        return {}

    def begins(self, small: Sequences) -> set[int]:
        """Positions at which small words begin."""
        return self._spots(small)[0]

    def ends(self, small: Sequences) -> set[int]:
        """Positions before which small words end."""
        return self._spots(small)[1]

    def _spots(self, small: Sequences) -> tuple[set[int], set[int]]:
        """Both at once for the whole sentence: acts and objects ask for the same words again and again."""
        if (known := self._small_spots.get(small)) is None:
            begins, ends, words, first = set(), set(), self.sentence.words, _by_first(small)
            for at, word in enumerate(words):
                for sequence in first.get(word, ()):
                    if words[at : at + len(sequence)] == sequence:
                        begins.add(at)
                        ends.add(at + len(sequence))
            known = self._small_spots[small] = (begins, ends)
        return known

    @cached_property
    def _small_spots(self) -> dict[Sequences, tuple[set[int], set[int]]]:
        return {}


def led(scene: Scene, act: Part, small: Sequences, reach: int = 3) -> bool:
    """Whether one of the small words stands up to `reach` words before the act, in the same stretch."""
    ends = scene.ends(small)
    return bool(ends) and any(position in ends for position in _back(scene, act.start, reach))


def _back(scene: Scene, start: int, reach: int) -> Iterator[int]:
    """Positions before `start`, nearest first, up to punctuation."""
    for position in range(start, max(start - reach, 0), -1):
        if position in scene.sentence.breaks and position != start:
            yield position
            return
        yield position


def starts_with(scene: Scene, start: int, small: Sequences) -> bool:
    """Whether small words begin at a position."""
    return start in scene.begins(small)


def follows(scene: Scene, part: Part, small: Sequences) -> bool:
    """Whether a small word stands up to four words before a part, in the same stretch."""
    return led(scene, part, small, 4)


def speaks(scene: Scene, part: Part) -> bool:
    """Whether somebody is only named as a source ("residents said", "said residents")."""
    speech = scene.small.speech
    return any(starts_with(scene, p, speech) for p in (part.end, part.end + 1)) or led(scene, part, speech, 2)


def _verbal(part: Part) -> bool:
    return bool(part.forms & {"finite", "participle", "gerund", "infinitive", "conditional", "future"})
