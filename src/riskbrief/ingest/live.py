"""What live readers share: options, names of outlets, dates, whole articles as records."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from riskbrief.ingest.instants import without_leap
from riskbrief.ingest.records import Layout, Reading, Record
from riskbrief.registry import Params

EARLIEST_YEAR = 1971  # an article dated 1 January 1970 carries the zero of a clock, not a date
LONGEST_OFFSET = 14 * 60  # minutes from UTC
UPDATED, NAIVE = "date_updated", "naive_date"
_ZONE = re.compile(r"\d:\d\d(?:\.\d+)?\s*[+-](\d\d):?(\d\d)\s*$")
_EARLY = re.compile(r"(?<![+\-:.\d])0\d{3}(?!\d)")  # the year 0025


class LiveParams(Params):
    """Options that every live reader has. `outlet`: the outlet its articles are of (a key of `outlets`)."""

    live: ClassVar[bool] = True
    outlet: str = ""


class BadDateError(ValueError):
    """A date that cannot be: no article is dated by it."""


def address(link: str, base: str = "") -> str:
    """The http(s) address of a link on a page at `base`, without its fragment; empty when it is none.

    >>> address("/a?b=1#top", "https://a.example/feed"), address("javascript:alert(1)")
    ('https://a.example/a?b=1', '')
    """
    try:
        whole = urljoin(base, link.strip()).split("#")[0]
        parts = urlsplit(whole)
        return whole if parts.scheme in {"http", "https"} and parts.hostname and whole.isprintable() else ""
    except ValueError:
        return ""


def outlet_of(url: str) -> str:
    """The outlet id that a web address stands for.

    >>> outlet_of("https://www.daily-news.example/2024/09/attack.html")
    'daily_news_example'
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "_", host).strip("_")


def add_article(
    reading: Reading, layout: Layout, place: str, flags: tuple[str, ...] = (), **values: str | datetime
) -> None:
    """Append one article; columns that are not given are empty."""
    empty: dict[str, str | datetime] = dict.fromkeys(("title", "text", "url"), "")
    empty |= {"language": layout.language, "source_id": layout.source}
    reading.records.append(Record(place, empty | values, flags))


def read_date(text: str) -> tuple[datetime | None, bool]:
    """The instant of an RFC 822 or ISO 8601 date and whether it names no zone; None when it is no such date.

    Errors: BadDateError for a day before 1971, or a zone that no place on earth has.

    >>> read_date("Tue, 17 Sep 2024 06:30:00 +0200")[0].isoformat()
    '2024-09-17T06:30:00+02:00'
    >>> read_date("2024-09-17"), read_date("yesterday")
    ((datetime.datetime(2024, 9, 17, 0, 0), True), (None, False))
    """
    text = without_leap(text)
    zone = _ZONE.search(text)
    if _EARLY.search(text) or (zone and int(zone[1]) * 60 + int(zone[2]) > LONGEST_OFFSET):
        raise BadDateError(text)
    try:
        moment = _iso(text.strip()) or _rfc(text)
    except (ValueError, OverflowError, TypeError, IndexError) as error:
        raise BadDateError(text) from error
    if moment is None:
        return None, False
    if moment.year < EARLIEST_YEAR:
        raise BadDateError(text)
    return moment, moment.tzinfo is None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc(text: str) -> datetime | None:
    parts = parsedate_tz(text)
    if parts is None or not re.search(r"\d{1,2}:\d\d", text):
        return None
    zone = parts[9]
    named = re.search(r"([+-]\d{4}|[A-Z]{1,4})\s*(\(.*\))?\s*$", text.strip())
    if zone is None or not named:
        return datetime(*parts[:6])
    return datetime(*parts[:6], tzinfo=timezone(timedelta(seconds=zone)))
