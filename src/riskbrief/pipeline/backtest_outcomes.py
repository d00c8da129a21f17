"""What happened, read from a CSV file: deaths by country and month, one column a country or one row a country-month."""

from __future__ import annotations

import csv
import difflib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from riskbrief.coding.gazetteer import load_gazetteer, padded
from riskbrief.definitions.config import Region
from riskbrief.errors import Problem, UsageError
from riskbrief.folding import canonical
from riskbrief.skill.scores import Floats

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
LONG = ("region_id", "month", "best", "low", "high")
HELP = "The file has `month` and one column a country, or `region_id,month,best` (and `low,high`)."


@dataclass(frozen=True)
class Outcomes:
    """`best` [region, month], NaN where the file says nothing; months without a gap; `left_out`: countries of the file
    that the workspace does not have."""

    file: str
    regions: tuple[str, ...]
    months: tuple[str, ...]
    best: Floats
    left_out: tuple[str, ...]


def read_outcomes(path: Path, regions: Mapping[str, Region]) -> Outcomes:
    """The outcomes of a CSV file (UTF-8), wide or long. Columns of the wide one are ISO alpha-3 codes or names.

    Errors: UsageError with every problem and its line: unknown columns, months or numbers that are none, cells twice.
    """
    head, rows = _rows(path)
    problems: list[Problem] = []
    cells = _long(path, head, rows, regions, problems) if "region_id" in head else _wide(path, head, rows, problems)
    found: dict[tuple[str, str], float] = {}
    for line, column, region, month, text in cells:
        value = _value(path, line, column, text, problems)
        if not MONTH.fullmatch(month):
            problems.append(Problem(str(path), line, 1, f"{month!r} is no month", "Write months as 2021-03."))
        elif (region, month) in found:
            problems.append(Problem(str(path), line, column, f"{region} {month} stands twice", "Keep one of them."))
        found[region, month] = value
    if not found and not problems:
        problems.append(Problem(str(path), 1, 1, "names no country", HELP))
    if problems:
        raise UsageError(*sorted(set(problems)))
    return _table(path, found, regions)


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(Problem(str(path), 0, 0, f"cannot be read as CSV: {error}", HELP)) from error
    head = [name.strip() for name in rows[0]] if rows else []
    if "month" not in head or len(rows) < 2:
        text = "has no column `month`" if rows and "month" not in head else "holds no row"
        raise UsageError(Problem(str(path), 1, 1, text, HELP))
    return head, rows[1:]


Cell = tuple[int, int, str, str, str]  # line, column, region, month, value as written


def _wide(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]], problems: list[Problem]) -> Iterator[Cell]:
    regions = {n: country_of(name) for n, name in enumerate(head) if name != "month"}
    for n, region in regions.items():
        if not region:
            close = difflib.get_close_matches(head[n], _names(), n=1, cutoff=0.7)
            hint = f"Did you mean {close[0]!r}?" if close else HELP
            problems.append(Problem(str(path), 1, n + 1, f"column {head[n]!r} is no country", hint))
    when = head.index("month")
    for line, row in _lines(path, head, rows, problems):
        for n, region in regions.items():
            if region:
                yield line, n + 1, region, row[when].strip(), row[n]


def _long(
    path: Path, head: Sequence[str], rows: Sequence[Sequence[str]], regions: Mapping[str, Region],
    problems: list[Problem],
) -> Iterator[Cell]:  # fmt: skip
    for n, name in enumerate(head):
        if name not in LONG:
            problems.append(Problem(str(path), 1, n + 1, f"unknown column {name!r}", f"Known: {', '.join(LONG)}."))
    if "best" not in head:
        problems.append(Problem(str(path), 1, 1, "has no column `best`", HELP))
        return
    place, when, best = (head.index(name) for name in ("region_id", "month", "best"))
    for line, row in _lines(path, head, rows, problems):
        region = row[place].strip()
        if region not in regions and not _is_code(region):
            remedy = "Use ISO alpha-3 codes, such as MLI."
            problems.append(Problem(str(path), line, place + 1, f"{region!r} is no country", remedy))
        yield line, best + 1, region, row[when].strip(), row[best]


def _lines(
    path: Path, head: Sequence[str], rows: Sequence[Sequence[str]], problems: list[Problem]
) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows with as many cells as the head, with their lines; empty ones are passed over."""
    for line, row in enumerate(rows, 2):
        if len(row) == len(head):
            yield line, row
        elif row:
            text = f"has {len(row)} cells where the head has {len(head)}"
            problems.append(Problem(str(path), line, 1, text, "Add or take away commas."))


def _value(path: Path, line: int, column: int, text: str, problems: list[Problem]) -> float:
    """The number of a cell, NaN when it is empty."""
    if not text.strip():
        return float("nan")
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if math.isfinite(value) and value >= 0:
        return value
    problems.append(Problem(str(path), line, column, f"{text!r} is no count", "Write 0 or more, or nothing."))
    return float("nan")


def _table(path: Path, found: Mapping[tuple[str, str], float], regions: Mapping[str, Region]) -> Outcomes:
    months = months_between(min(m for _, m in found), max(m for _, m in found)) if found else ()
    told = sorted({region for region, _ in found})
    ours = [region for region in told if region in regions]
    nan = float("nan")
    best = np.array([[found.get((r, m), nan) for m in months] for r in ours]).reshape(len(ours), len(months))
    return Outcomes(path.name, tuple(ours), months, best, tuple(r for r in told if r not in regions))


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last.

    >>> months_between("2011-11", "2012-02")
    ('2011-11', '2011-12', '2012-01', '2012-02')
    """
    start, end = (12 * int(m[:4]) + int(m[5:]) - 1 for m in (first, last))
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, end + 1))


def country_of(name: str) -> str:
    """ISO alpha-3 code of a country by code or name in any language of the gazetteer; empty when it is none.

    >>> country_of("Ivory Coast"), country_of("NER"), country_of("Guinée-Bissau"), country_of("Atlantis")
    ('CIV', 'NER', 'GNB', '')
    """
    if _is_code(name):
        return name
    gazetteer, data = load_gazetteer(), padded(canonical(name))
    found = {
        end - start: candidate.region
        for number, start, end in gazetteer.hits(data)
        for candidate in gazetteer.name(gazetteer.meanings[number]).candidates
        if candidate.country and end == len(data) and data[:start].strip() in (b"", b"the")
    }
    return found[max(found)] if found else ""


def _is_code(name: str) -> bool:
    try:
        load_gazetteer().entry(f"iso:{name}")
    except KeyError:
        return False
    return True


def _names() -> list[str]:
    """Names of all countries of the gazetteer."""
    lines = load_gazetteer().lines
    return [line.split("\t", 2)[1] for line in lines if line.startswith("iso:")]
