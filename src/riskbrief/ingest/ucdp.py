"""UCDP GED and Candidate event files as outcomes: deaths by country and month."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from riskbrief.errors import Problem, UsageError
from riskbrief.ingest.formats import FIELD_BYTES

NEEDED = ("country", "date_end", "best", "low", "high")
HELP = "Give a GED or Candidate event file as UCDP publishes it (CSV with a header)."
Month = tuple[int, int, int]  # best, low, high
_DAY = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))-\d{2}")


@dataclass(frozen=True)
class Deaths:
    """Deaths (best, low, high) by country as UCDP names it and month YYYY-MM; months without an event are left out.

    `first`, `last`: months of the first and last event of the file, between which a month without an event is 0.
    """

    by_month: Mapping[tuple[str, str], Month]
    first: str
    last: str

    @property
    def countries(self) -> list[str]:
        return sorted({country for country, _ in self.by_month})


def read_ged(text: str, name: str) -> Deaths:
    """Deaths of an event file; an event counts in the month in which it ended.

    An event listed twice counts once. Errors: UsageError with every wrong row, or when the file is cut short.
    """
    problems: list[Problem] = []
    deaths: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    seen: set[str] = set()
    if text and not text.endswith("\n"):
        problems.append(Problem(name, text.count("\n") + 1, 0, "the last line is not whole", "Fetch the file again."))
    for line, row in _rows(text, name, problems):
        event = row.get("id") or str(line)
        month, counts = _DAY.match(row["date_end"].strip()), _counts(row)
        if not month or counts is None:
            problems.append(Problem(name, line, 0, "no date_end YYYY-MM-DD, or deaths that are no count", HELP))
        elif event not in seen:
            seen.add(event)
            cell = deaths[row["country"].strip(), month[1]]
            cell[:] = (a + b for a, b in zip(cell, counts, strict=True))
    if not deaths and not problems:
        problems.append(Problem(name, 1, 0, "holds no event", HELP))
    if problems:
        raise UsageError(*problems[:20])
    months = [month for _, month in deaths]
    return Deaths({k: (v[0], v[1], v[2]) for k, v in sorted(deaths.items())}, min(months), max(months))


def _rows(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    csv.field_size_limit(FIELD_BYTES)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = [column for column in NEEDED if column not in (reader.fieldnames or [])]
    if missing:
        problems.append(Problem(name, 1, 0, f"lacks the columns {', '.join(missing)}", HELP))
        return
    try:
        for row in reader:
            if None in row or None in row.values():
                problems.append(Problem(name, reader.line_num, 0, "another number of fields than the header", HELP))
            else:
                yield reader.line_num, row
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, 0, f"not CSV ({error})", HELP))


def _counts(row: Mapping[str, str]) -> Month | None:
    try:
        best, low, high = (int(float(row[column])) for column in ("best", "low", "high"))
    except (ValueError, OverflowError):
        return None
    return (best, low, high) if min(best, low, high) >= 0 else None
