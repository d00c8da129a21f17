"""Which day a sentence speaks of (method B.1) and which years it names (method B.4, rule 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from riskbrief.coding.calendars import CalendarBook, spaced
from riskbrief.coding.numerals import value
from riskbrief.coding.tongue import Tongue
from riskbrief.folding import fold

_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_YEAR = re.compile(r"(?<![\w$€£.,-])(?:19|20)\d\d(?![\w%])(?![.,]\d)")
_YEAR_PAIR = re.compile(r"\b((?:19|20)\d\d)\s?[-/–]\s?((?:19|20)\d\d)\b")
_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")
_SOON = 70  # days ahead within which a date without a year is the coming one, not last year's
_SAID = 5  # rank from which a day dates the saying, not the event
SAID_WITHIN = 7  # days from what happened to what is said of it
DAY_REACH = 3  # sentences before one that counts its day from theirs ("the next day")
SAYING_REACH, SAYING_CHARACTERS = 6, 60  # words after a day, and about how many characters they fill
_folded = lru_cache(maxsize=8)(fold)  # day and years of a sentence are read one after the other


class _Found(NamedTuple):
    """A day at a place in the sentence; lower `rank` is trusted first."""

    rank: int
    at: int
    day: date


def event_day(sentence: str, tongue: Tongue, published: date) -> date | None:
    """The day the sentence speaks of, never after publication; None when it names none.

    A full date beats a weekday, a weekday beats "last week"; a day beside a word of saying ("the army said on Friday")
    comes last. A weekday or a date without year is the latest such day (a date soon to come is none: "the vote of 25
    February" two weeks before it); of "the night of Monday to Tuesday" the second.

    Without a calendar only a day such as 2024-03-05 is read.

    >>> event_day("A base was attacked on 2024-03-05.", Tongue(), date(2024, 3, 7))
    datetime.date(2024, 3, 5)
    """
    found = _first_day(sentence, tongue, published)
    return found.day if found else None


def _first_day(sentence: str, tongue: Tongue, published: date) -> _Found | None:
    text, calendar = spaced(_folded(sentence)), tongue.calendar
    found: list[_Found] = []
    if "-" in sentence:
        found += _iso_days(sentence, published)
    if _any_in(text, calendar.months):
        found += _dates(text, calendar, published)
    if _any_in(text, calendar.days):
        found += _weekdays(text, calendar, published)
    if _any_in(text, calendar.relative):
        found += _relative_days(text, calendar, published)
    if calendar.ago_clue.search(text):
        found += _counted_days(text, tongue, published)
    return min(found, default=None)


def spoken_day(sentence: str, earlier: Iterable[str], tongue: Tongue, published: date) -> date | None:
    """`event_day`, or the day that a sentence counts from one told in the `earlier` ones, the nearest first: "the next
    day", "three days later"; None when there is neither, or it would be later than publication. A sentence that only
    dates what is said ("claimed it on Saturday") speaks of the day told before, at most a week earlier."""
    if found := _first_day(sentence, tongue, published):
        days_told = (_first_day(before, tongue, published) for before in earlier if found.rank >= _SAID)
        near = (t.day for t in days_told if t and t.rank < _SAID and 0 <= (found.day - t.day).days <= SAID_WITHIN)
        return next(near, found.day)
    days = days_on(sentence, tongue)
    for before in earlier if days else ():
        if told := event_day(before, tongue, published):
            return told + timedelta(days=days) if days <= (published - told).days else None
        days += days_on(before, tongue)
    return None


def days_on(sentence: str, tongue: Tongue) -> int:
    """How many days after the day told before a sentence speaks ("the next day", "three days later"); 0 when it does
    not say so, or only of the saying ("le lendemain, le ministère a annoncé")."""
    text, calendar = spaced(_folded(sentence)), tongue.calendar
    for match in calendar.next_day.finditer(text):
        if not _of_saying(text, match, calendar):
            return calendar.days_on[match.group()]
    for match in calendar.later.finditer(text):
        if count := _count(match, tongue):
            return 0 if _of_saying(text, match, calendar) else count * calendar.units[match["unit"]]
    return 0


def _of_saying(text: str, match: re.Match[str], calendar: CalendarBook) -> bool:
    """Whether a word of saying stands before or soon after a day."""
    clause = text[match.end() : match.end() + SAYING_CHARACTERS].removeprefix(",").split(",")[0]
    after = re.findall(r"[a-zA-Z0-9]+", clause)[:SAYING_REACH]
    return _rank(text, match, calendar) > 1 or not calendar.saying.isdisjoint(after)


def explicit_years(sentence: str, calendar: CalendarBook) -> set[int]:
    """The calendar years the sentence names (1900-2099); a number of people, money or distance is none.

    >>> sorted(explicit_years("Since the 2012 coup, 12 people have fled; it was quiet in 2021.", CalendarBook()))
    [2012, 2021]
    """
    folded = _folded(sentence)
    if not _FOUR_DIGITS.search(folded):
        return set()
    years = {int(year) for pair in _YEAR_PAIR.findall(folded) for year in pair}
    for match in _YEAR.finditer(folded):
        if not calendar.counted.match(folded, match.end()) and not calendar.year_names.search(folded[: match.start()]):
            years.add(int(match.group()))
    return years


def past_years(sentence: str, calendar: CalendarBook, published: date) -> frozenset[int]:
    """The years before publication that a sentence names; of "the 2010-2011 crisis" none while it lasts."""
    named = explicit_years(sentence, calendar)
    if len(named) > 1:
        spans = ((int(first), int(last)) for first, last in _YEAR_PAIR.findall(_folded(sentence)))
        named -= {first for first, last in spans if last >= published.year}
    return frozenset(year for year in named if year < published.year)


def _any_in(text: str, clues: Iterable[str]) -> bool:
    """Whether a text holds any of some words: spares most sentences the slow search for a pattern."""
    for clue in clues:  # noqa: SIM110 (a generator takes twice as long)
        if clue in text:
            return True
    return False


def _iso_days(sentence: str, published: date) -> Iterator[_Found]:
    for match in _ISO.finditer(sentence):
        day = _date(int(match["year"]), int(match["month"]), int(match["day"]))
        if day and day <= published:
            yield _Found(0, match.start(), day)


def _dates(text: str, calendar: CalendarBook, published: date) -> Iterator[_Found]:
    """'17 September (2024)', 'September 17(, 2024)', 'le 1er mars', 'mardi 5 mars'."""
    for pattern in calendar.dates:
        for match in pattern.finditer(text):
            month = calendar.months[match["month"]] + 1
            resolved = _resolved(match, month, published)
            if resolved and (match["year"] or not calendar.future.search(text)):
                yield _Found(_rank(text, match, calendar), match.start(), resolved)


def _resolved(match: re.Match[str], month: int, published: date) -> date | None:
    """The date of a match: in its year, or in the latest year that is not after publication; None when to come."""
    if match["year"]:
        day = _date(int(match["year"]), month, int(match["day"]))
        return day if day and day <= published else None
    candidates = (_date(year, month, int(match["day"])) for year in range(published.year + 1, published.year - 9, -1))
    days = [day for day in candidates if day]
    if any(timedelta(0) < day - published <= timedelta(days=_SOON) for day in days):
        return None
    return next((day for day in days if day <= published), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekdays(text: str, calendar: CalendarBook, published: date) -> Iterator[_Found]:
    for match in calendar.weekday.finditer(text):
        back = (published.weekday() - calendar.days[match["name"]]) % 7
        if back == 0 and _said_last(text, match, calendar):
            back = 7
        yield _Found(_rank(text, match, calendar) + 2, match.start(), published - timedelta(days=back))


def _said_last(text: str, match: re.Match[str], calendar: CalendarBook) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    return before.endswith(calendar.last_before) or after.startswith(calendar.last_after)


def _rank(text: str, match: re.Match[str], calendar: CalendarBook) -> int:
    """1, or `_SAID` for a day that dates the saying, not the event ('said on Friday', 'a indiqué jeudi')."""
    before = re.findall(r"[a-zA-Z0-9]+|[.,;:()]", text[: match.start()])[-4:]
    near = [word for word in before if word not in calendar.beside_day][-1:]
    return _SAID if near and near[0] in calendar.saying else 1


def _relative_days(text: str, calendar: CalendarBook, published: date) -> Iterator[_Found]:
    for match in calendar.phrase.finditer(text):
        days = calendar.relative[match.group()]
        yield _Found(_rank(text, match, calendar) + 2 + (days > 2), match.start(), published - timedelta(days=days))


def _counted_days(text: str, tongue: Tongue, published: date) -> Iterator[_Found]:
    """'Three days ago', 'il y a deux semaines'."""
    for pattern in tongue.calendar.ago:
        for match in pattern.finditer(text):
            days = _count(match, tongue) * tongue.calendar.units[match["unit"]]
            if 0 < days < 200 * 365:
                yield _Found(4, match.start(), published - timedelta(days=days))


def _count(match: re.Match[str], tongue: Tongue) -> int:
    """The number that the last words of `count` make; 0 when they make none."""
    words = match["count"].split()
    counts = (value(words[i:], tongue.numbers) for i in range(len(words)))
    return next((int(c) for c in counts if c), 0)
