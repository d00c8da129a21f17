"""CSV as spreadsheets save it: rows by column name, each cell with the place where it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from riskbrief.errors import ConfigurationError, Problem
from riskbrief.ingest.encodings import read_text
from riskbrief.ingest.formats import DELIMITERS
from riskbrief.render.tables import FORMULA_STARTS


@dataclass(frozen=True)
class Line:
    """A row; `at` says where its cells begin."""

    path: Path
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]

    def problem(self, column: str, text: str, remedy: str) -> Problem:
        """What is wrong in a cell, with its place."""
        return Problem(str(self.path), self.number, self.columns.get(column, 1), text, remedy)

    def at(self, column: str) -> str:
        """file:line:column of a cell."""
        return f"{self.path.name}:{self.number}:{self.columns.get(column, 1)}"


def read_lines(path: Path, needed: tuple[str, ...]) -> list[Line]:
    """The rows of a file; delimiter , ; tab or | is recognised from the header, blank rows are skipped.

    An apostrophe that keeps a spreadsheet from running a cell is taken off again.
    Errors: ConfigurationError (3) for missing columns and rows that are not CSV, UnavailableError (6) when unreadable.
    """
    text, _, _ = read_text(path, "")
    top = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=top.count)
    header = [name.strip() for name in next(csv.reader([top], delimiter=delimiter), [])]
    missing = [name for name in needed if name not in header]
    if missing:
        told = f"columns missing: {', '.join(missing)}"
        raise ConfigurationError(Problem(str(path), 1, 1, told, "Keep the header line as `riskbrief audit` wrote it."))
    return list(_lines(path, text, header, delimiter))


def _lines(path: Path, text: str, header: list[str], delimiter: str) -> Iterator[Line]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    written = text.split("\n")
    while True:
        number = rows.line_num + 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            remedy = "Close its quotation marks, or save it again from the spreadsheet."
            raise ConfigurationError(Problem(str(path), number, 1, f"not CSV ({error})", remedy)) from error
        if cells is None:
            return
        if number == 1 or not any(cell.strip() for cell in cells):
            continue
        starts = dict(zip(header, _starts(written[number - 1], delimiter), strict=False))
        yield Line(path, number, dict(zip(header, map(_plain, cells), strict=False)), starts)


def _starts(line: str, delimiter: str) -> Iterator[int]:
    """The columns, from 1, where the cells of a line begin."""
    quoted = False
    yield 1
    for place, character in enumerate(line, 1):
        if character == '"':
            quoted = not quoted
        elif character == delimiter and not quoted:
            yield place + 1


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell
