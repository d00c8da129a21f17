"""ISO weeks in UTC, and what "as of" means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_WEEK = re.compile(r"^(\d{4})-W(\d{2})$")


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week: Monday 00:00 (included) to the next Monday 00:00 (excluded), UTC.

    With `early_days` (0-6) the seven days end that many days before the Sunday: what a flash brief looks back on. All
    weeks of one run end on the same weekday, so they are compared like with like.

    >>> str(Week.of(date(2027, 1, 1)))
    '2026-W53'
    """

    year: int
    number: int
    early_days: int = 0

    @classmethod
    def of(cls, day: date, *, early_days: int = 0) -> Week:
        """The week that holds the day."""
        year, number, _ = (day + timedelta(days=early_days)).isocalendar()
        return cls(year, number, early_days)

    @classmethod
    def ending(cls, day: date) -> Week:
        """The seven days that end with `day`, under the name of its ISO week.

        >>> week = Week.ending(date(2024, 9, 18))
        >>> str(week), week.monday.isoformat(), week.sunday.isoformat()
        ('2024-W38', '2024-09-12', '2024-09-18')
        """
        return cls.of(day, early_days=7 - day.isoweekday())

    @classmethod
    def parse(cls, text: str) -> Week:
        """`2024-W38` to a week; ValueError names what is wrong."""
        match = _WEEK.match(text)
        if not match:
            raise ValueError(f"{text!r} is not an ISO week like 2024-W38")
        year, number = int(match[1]), int(match[2])
        date.fromisocalendar(year, number, 1)
        return cls(year, number)

    @property
    def monday(self) -> date:
        """First day: the Monday, or the weekday after that on which the seven days end."""
        return date.fromisocalendar(self.year, self.number, 1) - timedelta(days=self.early_days)

    @property
    def sunday(self) -> date:
        """Last day: the Sunday, or the day on which the seven days end."""
        return self.monday + timedelta(days=6)

    @property
    def start(self) -> datetime:
        """First instant of the week."""
        return datetime.combine(self.monday, time(), UTC)

    @property
    def cutoff(self) -> datetime:
        """First instant after the week: what is published before it is visible."""
        return self.start + timedelta(days=7)

    def shift(self, weeks: int) -> Week:
        """The week that many weeks later (earlier if negative)."""
        return Week.of(self.monday + timedelta(weeks=weeks), early_days=self.early_days)

    def back(self, instants: pd.Series[pd.Timestamp]) -> pd.Series[int]:
        """How many weeks before this one each instant lies: 0 within it, below 0 after it."""
        before: pd.Series[int] = (self.cutoff - instants - timedelta(microseconds=1)) // timedelta(days=7)
        return before

    def __sub__(self, other: Week) -> int:
        return (self.monday - other.monday).days // 7

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"


def last_complete_week(as_of: date) -> Week:
    """The last week that has ended by the end of `as_of` (a Sunday closes its own week).

    >>> str(last_complete_week(date(2024, 9, 22))), str(last_complete_week(date(2024, 9, 21)))
    ('2024-W38', '2024-W37')
    """
    week = Week.of(as_of)
    return week if as_of == week.sunday else week.shift(-1)


def end_of_day(day: date) -> datetime:
    """The cut-off of an as-of date: the first instant that is not visible any more."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def weeks_ending(last: Week, count: int) -> list[Week]:
    """`count` weeks in order, the last one being `last`."""
    return [last.shift(i - count + 1) for i in range(count)]
