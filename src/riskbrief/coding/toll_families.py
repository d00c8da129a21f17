"""Word families of the lexicons (kill, wound, abduct, civilians ...) as words around numbers of victims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from riskbrief.coding.toll_english import ENGLISH
from riskbrief.coding.toll_french import FRENCH
from riskbrief.coding.toll_words import (
    ARMED_GROUP,
    CIVILIANS,
    KIDNAPPED,
    KILLED,
    SECURITY_FORCES,
    WOUNDED,
    Phrase,
    Phrases,
    TollWords,
)
from riskbrief.definitions.inflect import Written
from riskbrief.folding import tokens

ACTS = {
    "kill": KILLED, "murder": KILLED, "die": KILLED, "fall_victim": KILLED, "wound": WOUNDED, "maul": WOUNDED,
    "abduct": KIDNAPPED, "carry_off": KIDNAPPED,
}  # fmt: skip
"Word family to the kind of toll its verbs make."
SUFFERED = frozenset({"fall_victim"})
"Families whose plain words say by themselves what befell somebody ('never came home')."
CLASSES = {"armed_group": ARMED_GROUP, "force_person": SECURITY_FORCES, "civilian": CIVILIANS, "bystander": CIVILIANS}
"Word family to the class of victims its nouns name."
_OF = {"fr": ("de", "d", "des"), "en": ("of",)}


class _Verb(NamedTuple):
    phrase: Phrase
    kind: str
    forms: frozenset[str]
    middle: bool


def toll_words(language: str, vocabulary: Mapping[str, Sequence[Written]] | None = None) -> TollWords:
    """The words of a language, with its word families; numbers of any language but French read as English or digits.

    A verb that only a family has counts only with a noun of persons: one seizes pupils, but motorcycles too.
    """
    base = FRENCH if language == "fr" else ENGLISH
    if not vocabulary:
        return base
    verbs = [v for v in _verbs(vocabulary) if v.phrase[0] not in base.never]
    acting = [v for v in verbs if not v.middle and v.forms & {"finite", "gerund", "infinitive"}]
    suffering = {v.phrase: v.kind for v in verbs if not v.middle and "participle" in v.forms}
    dying = {v.phrase: v.kind for v in verbs if v.middle}
    objects = {v.phrase: v.kind for v in verbs if not v.middle and len(v.phrase) > 1}
    named = dict(_named(vocabulary, language))
    single = {v.phrase[0]: v.kind for v in acting if len(v.phrase) == 1 and v.phrase[0] not in base.active}
    return replace(
        base,
        active=single | base.active,
        weak=base.weak | {verb for verb, kind in single.items() if kind != WOUNDED},
        active_objects=_with(base.active_objects, objects | named),
        weak_objects=frozenset(objects.keys() - base.active_objects.labels.keys()),
        split=_with(base.split, objects),
        passive=_with(base.passive, suffering),
        state=_with(base.state, suffering),
        weak_states=base.weak_states | (suffering.keys() - base.state.labels.keys()),
        weak_passives=base.weak_passives | (suffering.keys() - base.passive.labels.keys()),
        deaths=_with(base.deaths, dying),
        own_names=frozenset(_forces_by_name(vocabulary)),
        victims={w: c for w, c in _nouns(vocabulary) if w not in base.never} | base.victims,
    )


def _with(base: Phrases, more: Mapping[Phrase, str]) -> Phrases:
    return Phrases({**more, **base.labels})


def _named(vocabulary: Mapping[str, Sequence[Written]], language: str) -> Iterator[tuple[Phrase, str]]:
    """The nouns of the acts before their victims: 'slaughter of', 'exécution sommaire de'."""
    for family, kind in ACTS.items():
        for word in vocabulary.get(family, ()):
            if "noun" in word.forms and (phrase := _folded(word.text)):
                yield from (((*phrase, of), kind) for of in _OF.get(language, _OF["en"]))


def _verbs(vocabulary: Mapping[str, Sequence[Written]]) -> Iterator[_Verb]:
    for family, kind in ACTS.items():
        for word in vocabulary.get(family, ()):
            plain = not word.forms - {"noun", "word"}
            if plain and family not in SUFFERED:
                continue
            if phrase := _folded(word.text):
                yield _Verb(phrase, kind, frozenset(word.forms), word.middle or plain)


def _nouns(vocabulary: Mapping[str, Sequence[Written]]) -> Iterable[tuple[str, str]]:
    """Single words that name persons, the class of the first family in `CLASSES` winning."""
    found: dict[str, str] = {}
    for family, victims in CLASSES.items():
        for word in vocabulary.get(family, ()):
            phrase = _folded(word.text)
            if "noun" in word.forms and len(phrase) == 1:
                found.setdefault(phrase[0], victims)
    return found.items()


def _forces_by_name(vocabulary: Mapping[str, Sequence[Written]]) -> Iterator[str]:
    """Forces that go by their initials ("VDP")."""
    return (_folded(word.text)[0] for word in vocabulary.get("force_person", ()) if word.text.isupper())


def _folded(text: str) -> Phrase:
    return tuple(token.text for token in tokens(text))
