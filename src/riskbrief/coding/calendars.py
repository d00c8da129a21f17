"""A language's calendar.yaml compiled: patterns of days, dates, "three days ago", and words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from riskbrief.definitions.languages import Calendar
from riskbrief.folding import fold

NEVER = re.compile(r"(?!)")
COUNT_BEFORE, COUNT_AFTER = 40, 30  # characters of a number before "days ago", after "il y a"
_YEAR = r"(?P<year>(?:19|20)\d\d)"


@dataclass(frozen=True)
class CalendarBook:
    """Names with what they stand for, and the patterns that find them in folded words with one space between."""

    days: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    relative: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    weekday: re.Pattern[str] = NEVER
    dates: tuple[re.Pattern[str], ...] = ()
    phrase: re.Pattern[str] = NEVER
    ago_clue: re.Pattern[str] = NEVER
    ago: tuple[re.Pattern[str], ...] = ()
    days_on: Mapping[str, int] = field(default_factory=dict)
    next_day: re.Pattern[str] = NEVER
    later: re.Pattern[str] = NEVER
    future: re.Pattern[str] = NEVER
    counted: re.Pattern[str] = NEVER
    year_names: re.Pattern[str] = NEVER
    last_before: tuple[str, ...] = ()
    last_after: tuple[str, ...] = ()
    saying: frozenset[str] = frozenset()
    beside_day: frozenset[str] = frozenset()
    time_words: frozenset[str] = frozenset()
    dated_things: frozenset[str] = frozenset()
    around_month: frozenset[str] = frozenset()
    in_month: frozenset[str] = frozenset()


NO_CALENDAR = CalendarBook()


def compile_calendar(calendar: Calendar | None) -> CalendarBook:
    """The patterns of a calendar; without one no day is ever found but "2024-03-05"."""
    if calendar is None:
        return NO_CALENDAR
    days, months = _numbered(calendar.days), _numbered(calendar.months)
    relative = {flat(phrase): back for phrase, back in calendar.relative.items()}
    units = {flat(unit): days for unit, days in calendar.units.items()}
    days_on = {flat(phrase): on for phrase, on in calendar.days_on.items()}
    return CalendarBook(
        days,
        months,
        relative,
        units,
        weekday=_weekday(days, calendar.day_links),
        dates=_dates(calendar, months),
        phrase=_words(relative),
        ago_clue=_ago_clue(calendar, units),
        ago=_ago(calendar, units),
        days_on=days_on,
        next_day=_words(days_on),
        later=_later(calendar, units),
        future=_words(_flat(calendar.future)),
        counted=re.compile(rf"\s+(?:{_either(_flat(calendar.counted))})\b") if calendar.counted else NEVER,
        year_names=re.compile(rf"\b(?:{_either(_flat(calendar.year_names))})\s+$") if calendar.year_names else NEVER,
        last_before=tuple(f"{flat(word)} " for word in calendar.last_before),
        last_after=tuple(f" {flat(word)}" for word in calendar.last_after),
        saying=_set(calendar.saying),
        beside_day=_set(calendar.beside_day) | {word for day in days for word in day.split()},
        time_words=_set(calendar.time_words),
        dated_things=_set(calendar.dated_things),
        around_month=_set(calendar.around_month),
        in_month=_set(calendar.in_month),
    )


def flat(text: str) -> str:
    """Folded words with one space between; a full stop, comma and bracket stay."""
    return spaced(fold(text))


def spaced(folded: str) -> str:
    """The same of a text that is folded."""
    for mark in "'\"’-":
        folded = folded.replace(mark, " ")
    return " ".join(folded.split())


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {flat(name): number for number, line in enumerate(names) for name in line.split("|")}


def _flat(words: Iterable[str]) -> list[str]:
    return [flat(word) for word in words]


def _set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in words for word in flat(text).split())


def _either(words: Iterable[str]) -> str:
    """Alternatives of a pattern, longest first; `word*` is a beginning. The words are folded already."""
    texts = sorted(set(words), key=lambda t: (-len(t), t))
    return "|".join(re.escape(text.removesuffix("*")) + (r"\w*" if text.endswith("*") else "") for text in texts)


def _words(words: Iterable[str]) -> re.Pattern[str]:
    either = _either(words)
    return re.compile(rf"\b(?:{either})\b") if either else NEVER


def _weekday(days: Iterable[str], links: Sequence[str]) -> re.Pattern[str]:
    """A day, or the second of "Monday to Tuesday"."""
    names = _either(days)
    first = rf"(?:(?:{names}) (?:{_either(_flat(links))}) )?" if links else ""
    return re.compile(rf"\b{first}(?P<name>{names})s?\b")


def _dates(calendar: Calendar, months: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """'17 September (2024)', '1er mars', '5 de março de 2024'; where the month may go first 'September 17, 2024'."""
    month = rf"(?P<month>{_either(months)})"
    suffix = rf"(?:{_either(_flat(calendar.day_suffixes))})?" if calendar.day_suffixes else ""
    day = rf"(?P<day>[0-3]?\d){suffix}"
    of = rf"(?:(?:{_either(_flat(calendar.before_month))}) )?" if calendar.before_month else ""
    link = rf"(?: (?:{_either(_flat(calendar.before_year))}))?" if calendar.before_year else ""
    year = rf"(?:,?{link} {_YEAR})?\b"
    found = [re.compile(rf"\b{day} {of}{month}\b{year}")]
    if calendar.month_first:
        other = rf"(?! (?:{_either(_flat(calendar.not_after_day))}))" if calendar.not_after_day else ""
        found.append(re.compile(rf"\b{month} {day}\b{other}{year}"))
    return tuple(found)


def _ago(calendar: Calendar, units: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """'Three days ago' (the word stands after) and 'il y a trois jours' (before)."""
    unit, found = rf"(?P<unit>{_either(units)})", []
    if calendar.ago_after and units:
        ago = _either(_flat(calendar.ago_after))
        found.append(re.compile(rf"\b(?P<count>[a-zA-Z0-9 ]{{1,{COUNT_BEFORE}}}?) {unit} (?:{ago})\b"))
    if calendar.ago_before and units:
        ago = _either(_flat(calendar.ago_before))
        found.append(re.compile(rf"\b(?:{ago}) (?P<count>[a-zA-Z0-9 ]{{1,{COUNT_AFTER}}}?) {unit}\b"))
    return tuple(found)


def _later(calendar: Calendar, units: Iterable[str]) -> re.Pattern[str]:
    """'Three days later', 'trois jours plus tard'."""
    if not calendar.later or not units:
        return NEVER
    later = _either(_flat(calendar.later))
    return re.compile(rf"\b(?P<count>[a-zA-Z0-9]+(?: [a-zA-Z0-9]+)?) (?P<unit>{_either(units)}) (?:{later})\b")


def _ago_clue(calendar: Calendar, units: Iterable[str]) -> re.Pattern[str]:
    """What must stand in a text before the slow patterns are tried."""
    clues = [rf"(?:{_either(_flat(calendar.ago_before))}) "] if calendar.ago_before else []
    if calendar.ago_after:
        clues.append(rf"(?:{_either(units)}) (?:{_either(_flat(calendar.ago_after))})")
    return re.compile("|".join(clues)) if clues else NEVER
