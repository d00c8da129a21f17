"""Records to the articles table: values cleaned, dates and languages read, duplicates dropped and counted."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from riskbrief.errors import one_line
from riskbrief.ingest.instants import read_instant
from riskbrief.ingest.language import detect_language, normalise_language
from riskbrief.ingest.records import NOTES_OF_A_KIND, Layout, Reading, Record
from riskbrief.tables import ARTICLES

MAX_CHARACTERS = 200_000
UNNAMED_OUTLET = "unknown"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROLS = bytes(n for n in range(128) if _CONTROL.match(chr(n)))
_TAGS = "p|a|b|i|em|strong|br|div|span|h[1-6]|ul|ol|li|img|table|td|tr"
_MARKUP = re.compile(rf"</?(?:{_TAGS})\b[^<>]{{0,500}}>", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = dict[str, object]


@dataclass(frozen=True)
class Settled:
    """The articles table, what was dropped as duplicate, notes, and where each article that stayed was read."""

    articles: pd.DataFrame
    dropped: Counter[str]
    notes: list[str]
    places: dict[str, str]
    sources: dict[str, str]


@dataclass(frozen=True)
class Seen:
    """When live articles became known, and how far ahead one may be dated."""

    at: datetime
    ahead: timedelta


def article_rows(reading: Reading, *, layout: Layout, languages: Sequence[str], seen: Seen | None = None) -> list[Row]:
    """Rows of the articles table, without `ingest_seq`, with their `place` and `source`.

    `seen`: of live sources; other articles are known from their publication. What cannot be kept is dropped in
    `reading` with its reason: no_id, no_date, bad_date, no_text, bad_value, future_date.
    """
    rows = []
    for record in reading.records:
        try:
            row = _row(record, reading, layout, languages)
        except TypeError as error:
            reading.drop("bad_value", f"{record.place}: {error}; dropped")
            continue
        if row is not None and not (seen and _ahead(row, reading, seen)):
            rows.append(row | ({"known_at": seen.at} if seen else {}))
    return rows


def _ahead(row: Row, reading: Reading, seen: Seen) -> bool:
    """Whether an article is dated too far ahead; then it is dropped."""
    published = row["published_at"]
    assert isinstance(published, datetime)
    ahead = published > seen.at + seen.ahead
    if ahead:
        reading.drop("future_date", f"{row['place']}: dated {published:%Y-%m-%d}, which is yet to come; dropped")
    return ahead


def _row(record: Record, reading: Reading, layout: Layout, languages: Sequence[str]) -> Row | None:
    flags = set(record.flags)
    values = {c: _text(record.values.get(c), c, flags) for c in ("article_id", "source_id", "title", "text", "url")}
    published = _published(record, reading, flags)
    if published is None:
        return None
    if not values["article_id"].strip():
        reading.drop("no_id", f"{record.place}: no article_id; dropped")
        return None
    if not (values["title"].strip() or values["text"].strip()):
        reading.drop("no_text", f"{record.place}: neither title nor text; dropped")
        return None
    language = _language(record, values, layout, languages, flags)
    if _text(record.values.get("synthetic"), "synthetic", flags).strip().lower() in {"true", "1", "yes"}:
        flags.add("synthetic")
    if _MARKUP.search(values["title"]) or _MARKUP.search(values["text"]):
        flags.add("markup")
    content = "\n".join([language, values["title"], values["text"]])
    return {
        **values,
        "article_id": values["article_id"].strip(),
        "source_id": values["source_id"].strip() or UNNAMED_OUTLET,
        "published_at": published,
        "known_at": published,
        "language": language,
        "retracts": _text(record.values.get("retracts"), "retracts", flags).strip(),
        "flags": ";".join(sorted(flags)),
        "content_sha256": hashlib.sha256(content.encode()).hexdigest(),
        "origin_id": values["article_id"].strip(),
        "place": record.place,
        "source": layout.source,
    }


def _text(value: object, column: str, flags: set[str]) -> str:
    """The value as text without characters no document can carry, cut at MAX_CHARACTERS; both are flagged."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if not isinstance(value, str | int | float):
        raise TypeError(f"{column} holds a {type(value).__name__}, not a text")
    text = value if isinstance(value, str) else str(value)
    clean = _clean(text)
    if clean != text or "\ufffd" in clean:
        flags.add("mended_text")
    if len(clean) > MAX_CHARACTERS:
        flags.add("cut_text")
        clean = clean[:MAX_CHARACTERS]
    return clean


def _clean(text: str) -> str:
    """The text without surrogates and control characters; most texts hold none, which their bytes tell quickest."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))
    return text if len(data.translate(None, _CONTROLS)) == len(data) else _CONTROL.sub(" ", text)


def _published(record: Record, reading: Reading, flags: set[str]) -> datetime | None:
    value = record.values.get("published_at")
    try:
        published, naive = read_instant(value)
    except ValueError:
        reading.drop("bad_date", f"{record.place}: published_at {str(value)[:40]!r} is not an ISO 8601 date; dropped")
        return None
    if published is None:
        reading.drop("no_date", f"{record.place}: no publication date; dropped")
        return None
    if naive:
        flags.add("naive_date")
    return published


def _language(record: Record, values: dict[str, str], layout: Layout, languages: Sequence[str], flags: set[str]) -> str:
    stated = normalise_language(_text(record.values.get("language"), "language", flags))
    if stated or layout.language:
        return stated or normalise_language(layout.language)
    flags.add("detected_language")
    return detect_language(f"{values['title']} {values['text']}", languages)


def articles_table(rows: list[Row]) -> Settled:
    """One article per id, whatever the order of the rows.

    Same id and content: `duplicate`. Same id, other content: one version stays, the others are `duplicate_id`.
    It is the one published first; of several with one time the longest; of those the one with the smallest digest.
    """
    kept: dict[object, Row] = {}
    for row in sorted(rows, key=_version_order):
        kept.setdefault(row["article_id"], row)
    dropped: Counter[str] = Counter()
    notes: list[str] = []
    for row in rows:
        stays = kept[row["article_id"]]
        if stays is row:
            continue
        reason, why = _why_dropped(row, stays)
        dropped[reason] += 1
        if dropped[reason] <= NOTES_OF_A_KIND:
            notes.append(f"{row['place']}: {why}; dropped")
    arrived = [row for row in rows if kept[row["article_id"]] is row]
    table = ARTICLES.build([row | {"ingest_seq": i} for i, row in enumerate(arrived, start=1)])
    places, sources = ({str(row["article_id"]): str(row[c]) for row in arrived} for c in ("place", "source"))
    return Settled(table, dropped, notes, places, sources)


def _version_order(row: Row) -> tuple[object, ...]:
    first = (row["article_id"], row["published_at"], -_length(row), row["content_sha256"])
    return (*first, *(row[c] for c in ("source_id", "url", "retracts", "flags")))


def _length(row: Row) -> int:
    return len(str(row["title"])) + len(str(row["text"]))


def _why_dropped(row: Row, stays: Row) -> tuple[str, str]:
    if row["content_sha256"] == stays["content_sha256"]:
        return "duplicate", f"the same article as {stays['place']}"
    if row["published_at"] != stays["published_at"]:
        why = "which was published first"
    elif _length(row) != _length(stays):
        why = "which has the same time and is longer"
    else:
        why = "which has the same time and length and the smaller digest"
    named = one_line(str(row["article_id"]))
    return "duplicate_id", f"article_id {named} stands for another article ({stays['place']}), {why}"
