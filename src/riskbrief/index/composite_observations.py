"""A table of observations read against the nodes of a framework; every problem at once, with its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from riskbrief.errors import Problem
from riskbrief.index.composite_table import Node, columns_there, mistyped, no_table
from riskbrief.index.framework import Floats

COLUMNS = ("unit", "indicator", "value")


def read_values(table: pd.DataFrame, nodes: Mapping[str, Node]) -> tuple[list[str], dict[str, Floats], list[Problem]]:
    """The units, sorted; values [unit] of each indicator, NaN where nothing was observed; every problem.

    Without any node, which is a problem of the framework, no row is said to be in the wrong place.
    """
    if unread := no_table(table, "observations") or list(_absent(list(map(str, table.columns)))):
        return [], {}, unread
    rows = _Rows(table)
    problems = [*rows.odd(), *(rows.unplaced(nodes) if nodes else ())]
    units = sorted(set(rows.unit))
    wide = rows.table.drop_duplicates(["unit", "indicator"]).pivot(index="unit", columns="indicator", values="value")
    found = {name: wide[name].reindex(units).to_numpy(float) for name in wide if name in nodes}
    nothing = np.full(len(units), np.nan)
    return units, {n: found.get(n, nothing) for n, node in nodes.items() if not node.children}, problems


def _absent(columns: Sequence[str]) -> Iterator[Problem]:
    """Columns that must be there and are not, each with the one that seems to be meant for it."""
    meant = {right: wrong for wrong, right in mistyped(columns, COLUMNS).items()}
    for name in COLUMNS:
        if name not in columns:
            hint = f"Is {meant[name]!r} meant for it?" if name in meant else columns_there(columns)
            yield Problem("observations", 0, 0, f"the column {name!r} is missing", hint)


def _numbers(column: pd.Series) -> pd.Series:
    """Real numbers, NaN for anything else: a date or a duration would pass for the count of its ticks."""
    kind = column.dtype.kind
    if kind in "cmM":
        return pd.Series(np.nan, index=column.index)
    return pd.to_numeric(column, errors="coerce").astype(float)


class _Rows:
    """The rows of a table with text for unit and indicator, and what is wrong with them."""

    def __init__(self, table: pd.DataFrame) -> None:
        given = table.reset_index(drop=True)
        texts = {c: ["" if v is None or v is pd.NA or v != v else str(v) for v in given[c]] for c in COLUMNS[:2]}
        value = _numbers(given["value"])
        self.table = pd.DataFrame({**texts, "value": value})
        self.unit: list[str] = texts["unit"]
        self._unread = given["value"].notna() & value.isna()
        self._place = {c: list(table.columns).index(c) + 1 for c in COLUMNS}

    def odd(self) -> Iterator[Problem]:
        """Rows that name nothing, stand twice, or hold no finite number."""
        for column in COLUMNS[:2]:
            for row in self._where(self.table[column] == ""):
                yield self._problem(row, column, f"a row without {column}", "Name it.")
        for row in self._where(self.table.duplicated(["unit", "indicator"])):
            yield self._problem(row, "indicator", f"{self._named(row)} stands twice", "Keep one.")
        for wrong, said in ((self._unread, "is not a number"), (np.isinf(self.table["value"]), "is infinite")):
            for row in self._where(wrong):
                yield self._problem(row, "value", f"{self._named(row)} {said}", "Leave it empty when it is missing.")

    def unplaced(self, nodes: Mapping[str, Node]) -> Iterator[Problem]:
        """Indicators that the framework does not have, and values below 0 where a logarithm is taken."""
        for name, some in self.table[self.table["indicator"] != ""].groupby("indicator"):
            first, node = int(some.index[0]), nodes.get(str(name))
            if node is None:
                text = f"the framework has no indicator {name!r} ({len(some)} rows)"
                yield self._problem(first, "indicator", text, "Add it, or take its rows out.")
            elif node.children:
                text = f"{name!r} is a whole of the framework, not an indicator ({len(some)} rows)"
                yield self._problem(first, "indicator", text)
            elif node.log_offset is not None:
                for row in map(int, some.index[some["value"] < 0]):
                    yield self._problem(row, "value", f"{self._named(row)} is below 0, and its scale is logarithmic")

    def _where(self, wrong: pd.Series) -> list[int]:
        return [int(row) for row in np.flatnonzero(wrong)]

    def _named(self, row: int) -> str:
        return f"{self.table['indicator'][row]!r} of {self.unit[row]!r}"

    def _problem(self, row: int, column: str, text: str, remedy: str = "") -> Problem:
        return Problem("observations", row + 1, self._place[column], text, remedy)
