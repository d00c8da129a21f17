"""What a declared table is: columns with kind, unit and meaning; built, shaped and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
        return pd.DataFrame({n: pd.Series(dtype=_DTYPES[c.kind]) for n, c in self.columns.items()})

    def build(self, rows: list[dict[str, object]]) -> pd.DataFrame:
        """Rows as dictionaries to a checked, sorted table; absent keys become missing."""
        if not rows:
            return self.empty()
        columns = {name: _array(column.kind, [row.get(name) for row in rows]) for name, column in self.columns.items()}
        for name, column in self.columns.items():
            assert column.missing or not pd.isna(columns[name]).any(), f"{self.name}.{name}: missing value"
        plain = {name: _plain(columns[name]) for name in {*self.order, *self.key}}
        ranks = list(zip(*(plain[name] for name in self.order or self.key), strict=True))
        order = np.array(sorted(range(len(rows)), key=ranks.__getitem__))
        frame = pd.DataFrame({name: values[order] for name, values in columns.items()})
        if len(set(zip(*(plain[name] for name in self.key), strict=True))) < len(rows):
            self._check_key(frame)
        return frame

    def shape(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with declared columns only, right dtypes, sorted, checked."""
        out = pd.DataFrame({n: self._cast(frame, n) for n in self.columns}, index=frame.index)
        out = out.sort_values(list(self.order or self.key), kind="stable").reset_index(drop=True)
        return self.check(out)

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Raises AssertionError naming table and column when a promise of the declaration is broken."""
        assert list(frame.columns) == list(self.columns), f"{self.name}: columns {list(frame.columns)}"
        for name, column in self.columns.items():
            assert str(frame[name].dtype) == _DTYPES[column.kind], f"{self.name}.{name}: {frame[name].dtype}"
            assert column.missing or not frame[name].isna().any(), f"{self.name}.{name}: missing value"
        self._check_key(frame)
        return frame

    def _check_key(self, frame: pd.DataFrame) -> None:
        if self.key:
            twice = frame.duplicated(list(self.key))
            assert not twice.any(), f"{self.name}: key {self.key} repeated: {frame[twice].head(3).to_dict('records')}"

    def _cast(self, frame: pd.DataFrame, name: str) -> pd.Series:
        values = frame[name] if name in frame else pd.Series([None] * len(frame), index=frame.index)
        if self.columns[name].kind in (INSTANT, DAY):
            return pd.to_datetime(values, utc=self.columns[name].kind == INSTANT).astype(
                _DTYPES[self.columns[name].kind]
            )
        return values.astype(_DTYPES[self.columns[name].kind])


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
