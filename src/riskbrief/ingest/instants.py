"""Dates of articles: ISO 8601 to an instant in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pandas as pd

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_LEAP = re.compile(r"(\d:\d\d):60(?!\d)")


def read_instant(value: object) -> tuple[datetime | None, bool]:
    """The instant in UTC and whether it was naive (no zone given: taken as UTC). None: absent.

    ValueError: present, but not ISO 8601 or outside 1900-2200.

    >>> read_instant("2024-09-17T06:30:00+02:00")
    (datetime.datetime(2024, 9, 17, 4, 30, tzinfo=datetime.timezone.utc), False)
    >>> read_instant("2024-09-17")[1], read_instant(" ")
    (True, (None, False))
    """
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None, False
    moment = _moment(value)
    if moment is None:
        return None, False
    naive = moment.tzinfo is None
    try:
        moment = moment.replace(tzinfo=UTC) if naive else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error
    if not EARLIEST <= moment < LATEST:
        raise ValueError("out of range")
    return moment, naive


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if not isinstance(value, str):
        raise ValueError("not a date")
    text = without_leap(value.strip())
    return datetime.fromisoformat(text) if text else None


def without_leap(text: str) -> str:
    """A leap second as the second before it, which every calendar here has: the article stays in its day and week.

    >>> without_leap("2016-12-31T23:59:60Z")
    '2016-12-31T23:59:59Z'
    """
    return _LEAP.sub(r"\1:59", text)
