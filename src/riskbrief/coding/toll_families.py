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

ACTS = {"kill": KILLED, "murder": KILLED, "die": KILLED, "wound": WOUNDED, "abduct": KIDNAPPED}
"Word family to the kind of toll its verbs make."
CLASSES = {"armed_group": ARMED_GROUP, "force_person": SECURITY_FORCES, "civilian": CIVILIANS}
"Word family to the class of victims its nouns name."


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
    single = {v.phrase[0]: v.kind for v in acting if len(v.phrase) == 1 and v.phrase[0] not in base.active}
    return replace(
        base,
        active=single | base.active,
        weak=base.weak | {verb for verb, kind in single.items() if kind != WOUNDED},
        active_objects=_with(base.active_objects, {v.phrase: v.kind for v in acting if len(v.phrase) > 1}),
        split=_with(base.split, {v.phrase: v.kind for v in acting if len(v.phrase) > 1}),
        passive=_with(base.passive, suffering),
        state=_with(base.state, suffering),
        weak_states=base.weak_states | (suffering.keys() - base.state.labels.keys()),
        weak_passives=base.weak_passives | (suffering.keys() - base.passive.labels.keys()),
        deaths=_with(base.deaths, dying),
        victims={w: c for w, c in _nouns(vocabulary) if w not in base.never} | base.victims,
    )


def _with(base: Phrases, more: Mapping[Phrase, str]) -> Phrases:
    return Phrases({**more, **base.labels})


def _verbs(vocabulary: Mapping[str, Sequence[Written]]) -> Iterator[_Verb]:
    for family, kind in ACTS.items():
        for word in vocabulary.get(family, ()):
            if (word.forms - {"noun", "word"}) and (phrase := _folded(word.text)):
                yield _Verb(phrase, kind, frozenset(word.forms), word.middle)


def _nouns(vocabulary: Mapping[str, Sequence[Written]]) -> Iterable[tuple[str, str]]:
    """Single words that name persons, the class of the first family in `CLASSES` winning."""
    found: dict[str, str] = {}
    for family, victims in CLASSES.items():
        for word in vocabulary.get(family, ()):
            phrase = _folded(word.text)
            if "noun" in word.forms and len(phrase) == 1:
                found.setdefault(phrase[0], victims)
    return found.items()


def _folded(text: str) -> Phrase:
    return tuple(token.text for token in tokens(text))
