"""A published table against the one that follows: every cell, missing rows and rows too many."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from riskbrief.proof.findings import Finding, capped, shown

# The columns that name a row; of other files the row is named by its number.
KEYS = {
    "scores.csv": ("region_id", "week", "node"),
    "observations.csv": ("region_id", "week", "indicator_id"),
    "forecasts.csv": ("region_id", "target", "horizon_weeks", "basis"),
    "resolved.csv": ("issue", "region_id", "target", "horizon_weeks", "basis"),
    "events.csv": ("event_id",),
    "event_history.csv": ("event_id", "since"),
    "evidence.csv": ("event_id", "indicator_id", "origin_id", "stance", "since"),
    "mentions.csv": ("article_id", "indicator_id", "region_id", "field", "start", "end"),
    "mentions_then.csv": ("article_id", "indicator_id", "region_id", "field", "start", "end"),
    "claims.csv": ("article_id", "kind", "field", "start", "end", "group"),
    "focus.csv": ("article_id", "region_id"),
    "statements.csv": ("article_id", "region_id"),
    "articles.csv": ("article_id",),
}
Row = dict[str, str]


def differences(name: str, printed: bytes, follows: bytes, source: str) -> Iterator[Finding]:
    """Every cell of `printed` that is not what `follows` has there; nothing when the files are alike."""
    if printed == follows:
        return
    try:
        mine, theirs = _rows(name, printed), _rows(name, follows)
    except (UnicodeDecodeError, csv.Error, TypeError, KeyError) as error:
        yield Finding(name, why=f"is no table that can be read ({error})")
        return
    found = list(_cells(name, mine, theirs, source))
    yield from capped(found, name) if found else [Finding(name, why="is not written as riskbrief writes this table")]


def _rows(name: str, content: bytes) -> dict[tuple[str, ...], Row]:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    keys: Sequence[str] = KEYS.get(name, ())
    named = {tuple(row[k] for k in keys) if keys else (f"row {n}",): row for n, row in enumerate(rows, 1)}
    if len(named) < len(rows):
        raise KeyError("a row stands twice")
    return named


def _cells(
    name: str, mine: dict[tuple[str, ...], Row], theirs: dict[tuple[str, ...], Row], source: str
) -> Iterator[Finding]:
    for key, row in theirs.items():
        place = f"{name} {' '.join(filter(None, key))}"
        if key not in mine:
            yield Finding(place, printed="no such row", follows="a row", source=source)
            continue
        for column, text in row.items():
            if mine[key].get(column) != text:
                told = mine[key].get(column)
                yield Finding(f"{place} {column}", shown(told), shown(text), source)
    for key in mine.keys() - theirs.keys():
        yield Finding(f"{name} {' '.join(filter(None, key))}", printed="a row", follows="no such row", source=source)
