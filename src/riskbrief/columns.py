"""What a declared table is: columns with kind, unit and meaning; built, shaped and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

TEXT, NUMBER, COUNT, FLAG, INSTANT, DAY = "text", "number", "count", "flag", "instant", "day"
_DTYPES = {
    TEXT: "string",
    NUMBER: "float64",
    COUNT: "int64",
    FLAG: "bool",
    INSTANT: "datetime64[us, UTC]",
    DAY: "datetime64[us]",
}


@dataclass(frozen=True)
class Column:
    """One column: kind, unit or range, meaning, and whether it may be missing (NA/NaN/NaT)."""

    kind: str
    meaning: str
    unit: str = ""
    missing: bool = False


@dataclass(frozen=True)
class Table:
    """A declared table: `key` columns are unique together, rows are sorted by `order`."""

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    order: tuple[str, ...] = ()

    def empty(self) -> pd.DataFrame:
        """A table with no rows and the right dtypes."""
        return self._blank.copy()

    @cached_property
    def _blank(self) -> pd.DataFrame:
        return pd.DataFrame({n: pd.Series(dtype=_DTYPES[c.kind]) for n, c in self.columns.items()})

    def build(self, rows: list[dict[str, object]]) -> pd.DataFrame:
        """Rows as dictionaries to a checked, sorted table; absent keys become missing."""
        if not rows:
            return self.empty()
        columns = self.arrays(rows)
        order = sorted_by(self.ranks(columns))
        frame = pd.DataFrame({name: values[order] for name, values in columns.items()})
        if len(set(_tuples(columns, self.key))) < len(rows):
            self.check_key(frame)
        return frame

    def arrays(self, rows: Sequence[Mapping[str, object]]) -> dict[str, Any]:
        """Rows as an array for each column, in their order; keys are not compared."""
        columns = {name: _array(column.kind, [row.get(name) for row in rows]) for name, column in self.columns.items()}
        for name, column in self.columns.items():
            assert column.missing or not pd.isna(columns[name]).any(), f"{self.name}.{name}: missing value"
        return columns

    def ranks(self, columns: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What each row is sorted by."""
        return _tuples(columns, self.order or self.key)

    def shape(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with declared columns only, right dtypes, sorted, checked."""
        out = pd.DataFrame({n: self._cast(frame, n) for n in self.columns}, index=frame.index)
        if len(out) > 1:
            out = out.sort_values(list(self.order or self.key), kind="stable")
        return self.check(out.reset_index(drop=True))

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Raises AssertionError naming table and column when a promise of the declaration is broken."""
        assert list(frame.columns) == list(self.columns), f"{self.name}: columns {list(frame.columns)}"
        for name, column in self.columns.items():
            assert str(frame[name].dtype) == _DTYPES[column.kind], f"{self.name}.{name}: {frame[name].dtype}"
            assert column.missing or not frame[name].isna().any(), f"{self.name}.{name}: missing value"
        self.check_key(frame)
        return frame

    def check_key(self, frame: pd.DataFrame) -> None:
        """Raises AssertionError when two rows have one key."""
        if self.key and len(frame) > 1:
            twice = frame.duplicated(list(self.key))
            assert not twice.any(), f"{self.name}: key {self.key} repeated: {frame[twice].head(3).to_dict('records')}"

    def _cast(self, frame: pd.DataFrame, name: str) -> pd.Series:
        values = frame[name] if name in frame else pd.Series([None] * len(frame), index=frame.index)
        kind = self.columns[name].kind
        if str(values.dtype) == _DTYPES[kind]:
            return values
        if kind in (INSTANT, DAY):
            values = pd.to_datetime(values, utc=kind == INSTANT)
        return values.astype(_DTYPES[kind])


class Growing:
    """Rows of a table that come little by little: each is put into columns once, and any that have different keys are
    had as the table that `Table.build` makes of them alone."""

    def __init__(self, table: Table) -> None:
        self._table, self._rows = table, table.empty()  # in the order of the table
        self._ranks: list[tuple[Any, ...]] = []
        self._numbers = np.empty(0, np.int64)  # of each row, by arrival
        self._new: list[Mapping[str, object]] = []

    def add(self, rows: Sequence[Mapping[str, object]]) -> range:
        """The numbers by which further rows are had."""
        first = len(self._numbers) + len(self._new)
        self._new += rows
        return range(first, first + len(rows))

    def of(self, numbers: Iterable[int]) -> pd.DataFrame:
        """The table of some rows."""
        self._settle()
        wanted = np.zeros(len(self._numbers), dtype=bool)
        wanted[np.fromiter(numbers, np.int64)] = True
        chosen = self._rows.take(np.flatnonzero(wanted[self._numbers])).reset_index(drop=True)
        self._table.check_key(chosen)
        return chosen

    def _settle(self) -> None:
        """Put what came since the last time in its place."""
        if not self._new:
            return
        columns = self._table.arrays(self._new)
        ranks, fresh = self._ranks + self._table.ranks(columns), pd.DataFrame(columns)
        order = sorted_by(ranks)
        every = pd.concat([self._rows, fresh], ignore_index=True) if len(self._rows) else fresh
        self._rows = every.take(order).reset_index(drop=True)
        self._numbers = np.concatenate([self._numbers, np.arange(len(self._numbers), len(ranks))])[order]
        self._ranks = [ranks[n] for n in order.tolist()]
        self._new = []


def sorted_by(ranks: Sequence[tuple[Any, ...]]) -> np.ndarray:
    """Positions in ascending order of rank, equal ones as they come."""
    return np.array(sorted(range(len(ranks)), key=ranks.__getitem__), dtype=np.int64)


def _tuples(columns: Mapping[str, Any], names: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(_plain(columns[name]) for name in names), strict=True))


def _array(kind: str, values: list[object]) -> Any:
    """Values as an array of their kind's dtype."""
    if kind in (INSTANT, DAY):
        return pd.to_datetime(pd.Series(values, dtype="object"), utc=kind == INSTANT).astype(_DTYPES[kind]).array
    if kind == TEXT:
        return pd.array(values, dtype=_DTYPES[TEXT])
    return np.array([np.nan if v is None else v for v in values] if kind == NUMBER else values, dtype=_DTYPES[kind])


def _plain(values: Any) -> list[Any]:
    """An array as a list of values that sort quickly; instants as whole numbers."""
    return list(values.asi8) if hasattr(values, "asi8") else values.tolist()
