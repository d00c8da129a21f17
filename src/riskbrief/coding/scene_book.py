"""A language's words for several scenes in one text compiled: which begin another one, which tell of more dead, which
only count over a period, who came free (methods B.6, B.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from riskbrief.coding.calendars import NEVER
from riskbrief.coding.toll_ordinals import ORDINALS
from riskbrief.definitions.languages import Calendar, LanguageWords, TextWords
from riskbrief.folding import fold

Parts = Mapping[str, str]
_NTH = rf"(?P<one>{'|'.join(ORDINALS)}|\d+(?=(?:st|nd|rd|th|e|eme|ieme)\b)(?:[a-z]+))"
_NAMED = re.compile(r"\b(ACT|LAND|MONTH|SPAN|NUMBER|YEAR)\b|(\*)")
_GAP = r"(?:(?! and | et |[.;:!?]).){0,70}?(?: and| et)?[ ,]"


@dataclass(frozen=True)
class SceneBook:
    """Patterns over text as `flat_text` makes it, but `placed`, which is over text as read."""

    another: re.Pattern[str] = NEVER
    apart: re.Pattern[str] = NEVER
    told_of: re.Pattern[str] = NEVER
    elsewhere: re.Pattern[str] = NEVER
    period: re.Pattern[str] = NEVER
    day_or_period: re.Pattern[str] = NEVER
    worst: re.Pattern[str] = NEVER
    more: re.Pattern[str] = NEVER
    likewise: re.Pattern[str] = NEVER
    dies_late: re.Pattern[str] = NEVER
    of_wounds: re.Pattern[str] = NEVER
    whole: re.Pattern[str] = NEVER
    other_source: re.Pattern[str] = NEVER
    nth: re.Pattern[str] = NEVER
    elliptic: re.Pattern[str] = NEVER
    goes_on: re.Pattern[str] = NEVER
    other_fate: re.Pattern[str] = NEVER
    placed: re.Pattern[str] = NEVER
    opens_one: re.Pattern[str] = NEVER
    opens_the: re.Pattern[str] = NEVER
    opens_kin: re.Pattern[str] = NEVER
    told_again: re.Pattern[str] = NEVER
    described: re.Pattern[str] = NEVER
    anybody: frozenset[str] = frozenset()
    some_free: re.Pattern[str] = NEVER
    not_free: re.Pattern[str] = NEVER


NO_SCENES = SceneBook()


def flat_text(text: str) -> str:
    """Folded, apostrophes as spaces.

    >>> flat_text("L’attaque d'Ménaka")
    'l attaque d menaka'
    """
    return fold(text).replace("'", " ").replace("’", " ")


def compile_scenes(words: LanguageWords) -> SceneBook:
    """The patterns of a language; those of which it has no words are never met."""
    text = words.text
    if text is None:
        return NO_SCENES
    parts = _parts(text, words)
    made = _of_scenes(text, parts) | _of_more(text, parts) | _of_persons(text, parts) | _of_captives(text, parts)
    return SceneBook(**{f.name: made[f.name] for f in fields(SceneBook)})  # type: ignore[arg-type]


def _parts(text: TextWords, words: LanguageWords) -> dict[str, str]:
    """What stands for the names in capitals."""
    calendar, numbers = words.calendar, words.numbers
    known = [*numbers.values, *numbers.vague, *numbers.one] if numbers else []
    return {
        "ACT": _either(text.scene_acts, {}),
        "LAND": _either(text.scene_lands, {}),
        "MONTH": _either([name for month in _months(calendar) for name in month.split("|")], {}),
        "SPAN": _either(calendar.units if calendar else (), {}),
        "NUMBER": _either(known, {}) + r"|\d+",
        "YEAR": r"\d{4}",
    }


def _months(calendar: Calendar | None) -> Sequence[str]:
    return calendar.months if calendar else ()


def _of_scenes(text: TextWords, parts: Parts) -> dict[str, re.Pattern[str]]:
    first = rf"^\W*(?:(?:{_either(text.scene_joins, parts) or '(?!)'}),? )?"
    counted = _either(text.periods, parts) or "(?!)"
    return {
        "another": _made(text.scene_begins, rf"{first}(?:{{}})\b(?! (?:{counted})\b)", parts),
        "apart": _made(text.scene_apart, rf"{first}(?:{{}})\b", parts),
        "told_of": _made(text.acts_told_of, r"\b(?:{})\s*$", parts),
        "elsewhere": _made(text.other_scenes, r"\b(?:{})\b", parts),
        "period": _made(text.periods, r"\b(?:{})\b", parts),
        "day_or_period": _made(text.days_or_periods, r"\b(?:{})\b", parts),
        "worst": _made(text.worst, r"\b(?:{})\b[^.;:!?]*", parts),
        "placed": _placed(text.scene_at),
    }


def _placed(words: Sequence[str]) -> re.Pattern[str]:
    """A name behind a word of place: "in Ménaka", "près d'Ansongo"; not the "in" of "INGO"."""
    led = "|".join(re.escape(word) + (r"\s*" if word.endswith("'") else r"\s+") for word in words)
    return re.compile(rf"\b(?i:{led})[A-ZÀ-ÖØ-Þ]\w+") if words else NEVER


def _of_more(text: TextWords, parts: Parts) -> dict[str, re.Pattern[str]]:
    at_once = _either(text.mortally, parts) or "(?!)"
    hurt = rf"(?:^|(?!(?:{at_once})\b)\w+\W+)(?:{_either(text.more_hurt, parts)})|" if text.more_hurt else ""
    partitive = _either([w.split("'")[0] for phrase in text.some_of for w in phrase.split()[:1]], parts) or "(?!)"
    ones = _either([*text.one_more, *text.the_one], parts) or "(?!)"
    joins = _either(text.scene_joins, parts) or "(?!)"
    return {
        "more": _made(text.more_dead, rf"\b(?:{hurt}{{}})\b", parts),
        "likewise": _made(text.likewise_dead, r"\b(?:{})\b", parts),
        "dies_late": _made(text.dies_late, r"\b(?:{})\b", parts),
        "of_wounds": _made(text.of_wounds, r"\b(?:{})\b", parts),
        "whole": _made(text.toll_whole, r"\b(?:{})\b", parts),
        "other_source": _made(text.other_source, r"\b(?:{})\b", parts),
        "nth": re.compile(rf"^(?:{ones}) {_NTH}\b(?! (?:{partitive})\b)"),
        "elliptic": _made(text.one_more, rf"[,;] (?:(?:{joins}) )?(?:{{}}) {_NTH}(?P<rest>[^,;.:]*)", parts),
        "goes_on": _made(text.goes_on_at, r"^(?:$| (?:{})\b)", parts),
        "other_fate": _made(text.other_fates, r"\b(?:{})\b", parts),
    }


def _of_persons(text: TextWords, parts: Parts) -> dict[str, re.Pattern[str] | frozenset[str]]:
    return {
        "opens_one": _made(text.one_more, r"^(?:{})\b", parts),
        "opens_the": _made(text.the_one, r"^(?:{}) ", parts),
        "opens_kin": _made(text.kin, r"^(?:{})\b", parts),
        "told_again": _made(text.told_again, r"\b(?:{})\b", parts),
        "described": _made(text.described, r"\b(?:{})\b", parts),
        "anybody": frozenset(map(flat_text, text.anybody)),
    }


def _of_captives(text: TextWords, parts: Parts) -> dict[str, re.Pattern[str]]:
    freed = _either(text.set_free, parts) or "(?!)"
    away = rf"(?:{_either(text.escaped, parts) or '(?!)'}|{freed})"
    them, some = _either(text.some_of_them, parts) or "(?!)", _either(text.some_of, parts) or "(?!)"
    other = _either(text.others_free, parts) or "(?!)"
    whole = (
        rf"(?<=[a-z0-9]) (?:(?:(?:{them})|(?:{some}) (?P<who>\w+(?: \w+)?))\b(?P<gap>{_GAP}){away}"
        rf"|(?P<other>{other})\b(?P<then>{_GAP})(?:{freed}))\b"
    )
    return {
        "some_free": re.compile(whole),
        "not_free": _made(text.not_free, r"\b(?:{})\b", parts),
    }


def _made(words: Sequence[str], pattern: str, parts: Parts) -> re.Pattern[str]:
    """The pattern with the phrases for its {}; never met when there are none."""
    either = _either(words, parts)
    return re.compile(pattern.replace("{}", either, 1)) if either else NEVER


def _either(phrases: Iterable[str], parts: Parts) -> str:
    """Alternatives over flat text, longest first: `word*` is a beginning, `*` a word, a name in capitals its own."""
    return "|".join(_one(phrase, parts) for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)))


def _one(phrase: str, parts: Parts) -> str:
    made: list[str] = []
    for piece in filter(None, _NAMED.split(phrase)):
        if piece == "*":
            made.append(r"\w+" if not made or made[-1].endswith(" ") else r"\w*")
        elif piece in parts:
            made.append(rf"(?:{parts[piece] or '(?!)'})")
        else:
            made.append(re.escape(flat_text(piece)).replace(r"\ ", " "))
    return "".join(made).strip()
