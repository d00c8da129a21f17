"""Records to the articles table: values cleaned, dates and languages read, duplicates dropped and counted."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from riskbrief.ingest.instants import read_instant
from riskbrief.ingest.language import detect_language, normalise_language
from riskbrief.ingest.records import Layout, Reading, Record
from riskbrief.tables import ARTICLES

MAX_CHARACTERS = 1_000_000
UNNAMED_OUTLET = "unknown"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = dict[str, object]


def article_rows(reading: Reading, *, layout: Layout, languages: Sequence[str]) -> list[Row]:
    """Rows of the articles table, except `ingest_seq`; what cannot be kept is dropped in `reading` with its reason.

    Reasons: no_id, no_date, bad_date, no_text, bad_value.
    """
    rows = []
    for record in reading.records:
        try:
            row = _row(record, reading, layout, languages)
        except TypeError as error:
            reading.drop("bad_value", f"{record.place}: {error}; dropped")
            continue
        if row is not None:
            rows.append(row)
    return rows


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
    }


def _text(value: object, column: str, flags: set[str]) -> str:
    """The value as text without characters no document can carry, cut at MAX_CHARACTERS; both are flagged."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if not isinstance(value, str | int | float):
        raise TypeError(f"{column} holds a {type(value).__name__}, not a text")
    text = value if isinstance(value, str) else str(value)
    clean = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))
    if clean != text:
        flags.add("mended_text")
    if len(clean) > MAX_CHARACTERS:
        flags.add("cut_text")
        clean = clean[:MAX_CHARACTERS]
    return clean


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


def articles_table(rows: list[Row]) -> tuple[pd.DataFrame, Counter[str], list[str]]:
    """The articles table in order of arrival, what was dropped as duplicate, and notes.

    Same id and content: `duplicate`. Same id, other content: the version published first stays, the others are
    counted as `duplicate_id`; which one stays does not depend on the order of arrival.
    """
    dropped: Counter[str] = Counter()
    notes: list[str] = []
    kept: dict[object, Row] = {}
    for row in sorted(rows, key=_version_order):
        first = kept.setdefault(row["article_id"], row)
        if first is row:
            continue
        reason = "duplicate" if first["content_sha256"] == row["content_sha256"] else "duplicate_id"
        dropped[reason] += 1
        if reason == "duplicate_id" and dropped[reason] <= 5:
            notes.append(f"article_id {row['article_id']} stands for different articles; the first published was kept")
    arrived = [row for row in rows if kept[row["article_id"]] is row]
    return ARTICLES.build([row | {"ingest_seq": i} for i, row in enumerate(arrived, start=1)]), dropped, notes


def _version_order(row: Row) -> tuple[object, ...]:
    return (row["article_id"], row["published_at"], row["content_sha256"], row["source_id"], row["url"])
