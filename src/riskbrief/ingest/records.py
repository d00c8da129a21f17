"""What a reader hands on: articles as they stand in files, before anything is interpreted."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from riskbrief.errors import Problem
from riskbrief.ingest.answers import FetchState

REQUIRED = ("article_id", "source_id", "language", "published_at", "title", "text", "url")
OPTIONAL = ("retracts", "synthetic")
NOTES_OF_A_KIND = 5


@dataclass(frozen=True)
class Layout:
    """How a source lays out its files: our column -> theirs, the encoding, the language of rows that state none.

    `source` is its id in config.yaml; empty for files named on the command line.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    language: str = ""
    source: str = ""

    def theirs(self, column: str) -> str:
        """What the files call our column."""
        return self.columns.get(column, column)

    def required(self) -> list[str]:
        """Our columns every row must have; `language` only if the source does not state one."""
        return [c for c in REQUIRED if not (c == "language" and self.language)]

    @cached_property
    def ours(self) -> dict[str, str]:
        """Our columns by what the files call them."""
        return {self.theirs(c): c for c in (*REQUIRED, *OPTIONAL)}

    @cached_property
    def needed(self) -> frozenset[str]:
        """What the files call the columns that every row must have."""
        return frozenset(map(self.theirs, self.required()))


@dataclass(frozen=True)
class Record:
    """One article under our column names; `place` is file:line for notes, `flags` what reading already did to it."""

    place: str
    values: Mapping[str, object]
    flags: tuple[str, ...] = ()


@dataclass
class Reading:
    """Everything a reader found: records, rows dropped by reason, ignored columns, notes for the reader of a report.

    Of live sources also how the server answered (`not_modified`, `truncated` or empty), what to send it next time, and
    `gone`: ids of articles whose pages are no longer there.
    """

    records: list[Record] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    state: str = ""
    fetched: FetchState | None = None
    gone: list[str] = field(default_factory=list)

    def add(self, other: Reading) -> None:
        """Append what another file held."""
        self.records += other.records
        self.dropped.update(other.dropped)
        self.ignored.update(other.ignored)
        self.notes += other.notes

    def drop(self, reason: str, note: str) -> None:
        """Count a row that cannot be kept; the first few of a reason are named."""
        self.dropped[reason] += 1
        if self.dropped[reason] <= NOTES_OF_A_KIND:
            self.notes.append(note)

    def take(self, place: str, row: Mapping[str, object], layout: Layout, flags: tuple[str, ...] = ()) -> None:
        """Append a row under our names and count the columns nobody asked for."""
        values = {ours: row[their] for their, ours in layout.ours.items() if their in row}
        self.records.append(Record(place, values, flags))
        if len(values) < len(row):
            self.ignored.update(name for name in row if name not in layout.ours)


def missing_columns(
    path: str, line: int, present: Iterable[str], layout: Layout, *, at: Callable[[str], int] = lambda _name: 1
) -> list[Problem]:
    """One problem for each required column that is not there, with the closest name that is.

    `at` says where in the line a name stands: the problem points at the name that was probably meant.
    """
    found = list(present)
    if layout.needed.issubset(found):
        return []
    spare = [name for name in found if name not in layout.ours]
    problems = []
    for column in layout.required():
        if layout.theirs(column) not in found:
            close = _close(column, layout, spare)
            text = f"column {layout.theirs(column)!r} is missing"
            problems.append(Problem(path, line, at(close) if close else 1, text, _remedy(column, layout, close)))
    return problems


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "article"), counted(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


_OFTEN_CALLED = {
    "text": ("body", "content", "full_text", "texte"),
    "published_at": ("date", "published", "pubdate", "publication_date", "datetime"),
    "source_id": ("source", "outlet", "domain", "publisher"),
    "article_id": ("id", "guid", "uid"),
    "language": ("lang",),
    "title": ("headline", "titre"),
    "url": ("link", "href"),
}


def _close(column: str, layout: Layout, spare: list[str]) -> str:
    """The name among `spare` that was probably meant, or empty."""
    usual = [name for name in spare if name.strip().lower() in _OFTEN_CALLED[column]]
    return next(iter(usual or difflib.get_close_matches(layout.theirs(column), spare, n=1)), "")


def _remedy(column: str, layout: Layout, close: str) -> str:
    if not close:
        return "Add the column." + (" It may be empty." if column in {"language", "title", "url"} else "")
    mapping = f"columns: {{{column}: {close}}}"
    if layout.source:
        return f"Is it {close!r}? Map it in config.yaml, source {layout.source}: {mapping}."
    return (
        f"Is it {close!r}? Rename that column to {column}; or name the file as a source in config.yaml"
        f" with {mapping}, and leave out --articles."
    )
