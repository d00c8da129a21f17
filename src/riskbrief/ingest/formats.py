"""One file to records: JSON Lines, CSV, Parquet."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from riskbrief.errors import Problem, UnavailableError
from riskbrief.ingest.encodings import MAX_BYTES, read_lines, read_text
from riskbrief.ingest.records import Layout, Reading, missing_columns

FIELD_BYTES = 64 * 1024 * 1024
DELIMITERS = ",;\t|"


def jsonl_file(path: Path, name: str, layout: Layout) -> Reading:
    """Articles of a JSON Lines file. A line that is no JSON object is dropped, counted (`broken_line`) and named.

    Errors: UnavailableError with every missing column at its first line, or when no line at all is an article.
    """
    lines, flag, told = read_lines(path, layout.encoding)
    reading = Reading(notes=[f"{name}{told}"] if told else [])
    broken: list[Problem] = []
    missing: dict[str, Problem] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row = _json_row(line, str(path), number, broken)
        if row is None:
            reading.drop("broken_line", f"{name}:{number}:{broken[-1].column}: {broken[-1].text}; the line was dropped")
            continue
        for problem in missing_columns(str(path), number, row, layout, at=partial(_key_at, line)):
            missing.setdefault(problem.text, problem)
        reading.take(f"{name}:{number}", row, layout, _flags(flag))
    if missing or (broken and not reading.records):
        raise UnavailableError.of([*missing.values(), *broken[:5]])
    return reading


def _key_at(line: str, key: str) -> int:
    """The column, from 1, where a key stands in a JSON line; 1 when it is spelled with escapes."""
    found = re.search(rf'"{re.escape(key)}"\s*:', line)
    return found.start() + 1 if found else 1


def _json_row(line: str, path: str, number: int, broken: list[Problem]) -> Mapping[str, object] | None:
    remedy = "Write one JSON object a line."
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        broken.append(Problem(path, number, error.colno, f"not JSON ({error.msg})", remedy))
        return None
    except (ValueError, RecursionError):
        broken.append(Problem(path, number, 1, "JSON too deep or a number too long", remedy))
        return None
    if not isinstance(row, dict):
        broken.append(Problem(path, number, 1, f"a JSON {type(row).__name__} where an article should stand", remedy))
        return None
    return row


def csv_file(path: Path, name: str, layout: Layout, *, delimiter: str = "") -> Reading:
    """Articles of a CSV file with a header line; delimiter , ; tab or | is recognised from the header.

    A row with more or fewer fields than the header is dropped, counted (`broken_row`) and named.
    """
    text, flag, told = read_text(path, layout.encoding)
    reading = Reading(notes=[f"{name}{told}"] if told else [])
    if not text.strip():
        return reading
    csv.field_size_limit(FIELD_BYTES)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True)
    numbered = _numbered(rows, name, reading)
    header = [cell.strip() for cell in next(numbered, (1, []))[1]]
    problems = _header_problems(str(path), header, text, layout)
    if problems:
        raise UnavailableError.of(problems)
    for number, cells in numbered:
        surplus = cells[len(header) :]
        if len(cells) < len(header) or any(cell.strip() for cell in surplus):
            reading.drop("broken_row", f"{name}:{number}: {len(cells)} fields, the header has {len(header)}; dropped")
            continue
        reading.take(f"{name}:{number}", dict(zip(header, cells, strict=False)), layout, _flags(flag))
    return reading


def _header_problems(path: str, header: list[str], text: str, layout: Layout) -> list[Problem]:
    """Missing and repeated columns, each at its place in the header line."""
    start = len(text) - len(text.lstrip("\r\n"))
    number, line = text.count("\n", 0, start) + 1, text[start:].split("\n", 1)[0]

    def at(name: str, which: int = 0) -> int:
        found = [m.start() + 1 for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", line)]
        return found[which] if which < len(found) else 1

    problems = missing_columns(path, number, header, layout, at=at)
    twice = sorted({c for c in header if c and header.count(c) > 1})
    return problems + [
        Problem(path, number, at(c, 1), f"column {c!r} appears twice", "Keep one of them.") for c in twice
    ]


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(DELIMITERS, key=header.count) if any(d in header for d in DELIMITERS) else ","


def _numbered(rows: Iterator[list[str]], name: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line they start on; blank rows are skipped, unreadable ones dropped and counted."""
    while True:
        number = rows.line_num + 1  # type: ignore[attr-defined]
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            last = rows.line_num  # type: ignore[attr-defined]
            span = f", lines {number} to {last}" if last > number else ""
            reading.drop("broken_row", f"{name}:{number}: not CSV ({error}{_open_quote(error)}{span}); dropped")
            continue
        if any(cell.strip() for cell in cells):
            yield number, cells


def _open_quote(error: csv.Error) -> str:
    return ": a quotation mark is never closed" if "unexpected end of data" in str(error) else ""


def parquet_file(path: Path, name: str, layout: Layout) -> Reading:
    """Articles of a Parquet file; timestamps without a zone are UTC, as everywhere."""
    import pyarrow.lib
    import pyarrow.parquet

    reading = Reading()
    try:
        file = pyarrow.parquet.ParquetFile(path)
        if sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups)) > MAX_BYTES:
            raise UnavailableError(Problem(str(path), 0, 0, f"larger than {MAX_BYTES:,} bytes", "Split the file."))
        problems = missing_columns(str(path), 0, file.schema_arrow.names, layout)
        if problems:
            raise UnavailableError.of(problems)
        number = 0
        for batch in file.iter_batches(batch_size=2000):
            for row in batch.to_pylist():
                number += 1
                reading.take(f"{name} row {number}", row, layout)
    except (pyarrow.lib.ArrowException, OSError) as error:
        said = f"not a readable Parquet file ({str(error).splitlines()[0]})"
        problem = Problem(str(path), 0, 0, said, "Write it again, or give JSON Lines or CSV.")
        raise UnavailableError(problem) from error
    return reading


def _flags(flag: str) -> tuple[str, ...]:
    return (flag,) if flag else ()
