"""A framework table as a checked tree of nodes; every problem of the table at once, with its row and column."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from pydantic import ValidationError

from riskbrief.definitions.config import Aggregator, Missing
from riskbrief.definitions.indicators import NormaliserChoice
from riskbrief.errors import Problem
from riskbrief.registry import Registry

OF_ALL = ("node", "parent", "weight", "digits")
OPTIONS = ("log_offset", "reach", "min_weeks")
OF_INDICATORS = ("direction", "normaliser", "lo", "hi", "fences", *OPTIONS)
OF_WHOLES = ("aggregator", "p", "missing", "min_weight")
BETWEEN_ENDS = ("anchored", "goalposts")
DECIMALS = (-2, 12)  # what a score may be rounded to; beyond it a float has no such decimals
TOLERANCE = 0.001  # how far weights may be from a sum of 1, so that thirds can be written as .333


@dataclass
class Node:
    """A row of the framework. A whole has `children`, an indicator has none; `weight` as written, None when blank."""

    name: str
    parent: str
    weight: float | None
    digits: int | None
    reversed: bool
    lo: float | None
    hi: float | None
    fences: float | None
    normaliser: NormaliserChoice
    aggregate: Aggregator
    missing: Missing
    row: int
    children: list[Node] = field(default_factory=list)

    def down(self, level: int = 0) -> Iterator[tuple[Node, int]]:
        """The node and all below it, each with its level, parents first, in the order of the table."""
        yield self, level
        for child in self.children:
            yield from child.down(level + 1)

    @property
    def log_offset(self) -> float | None:
        """What is added before the logarithm, None on a plain scale."""
        return self.normaliser.options.get("log_offset")

    @property
    def weights(self) -> list[float]:
        """Weights of its children, equal where none is written."""
        return [1.0 if child.weight is None else child.weight for child in self.children]


class Rows:
    """The cells of a framework table, read with their problems."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.columns = [str(c) for c in table.columns]
        self.rows = [dict(zip(self.columns, row, strict=True)) for row in table.itertuples(index=False, name=None)]
        self.problems: list[Problem] = []

    def refuse(self, row: int, column: str, text: str, remedy: str = "") -> None:
        """A problem at a row (from 0) and a column."""
        place = self.columns.index(column) + 1 if column in self.columns else 1
        self.problems.append(Problem("framework", row + 1, place, text, remedy))

    def text(self, row: int, column: str) -> str:
        """A cell as text; blank when empty or missing."""
        value = self.rows[row].get(column)
        return "" if value is None or value is pd.NA or value != value else str(value).strip()

    def number(self, row: int, column: str) -> float | None:
        """A finite number, None for a blank; any other value is a problem."""
        text = self.text(row, column)
        try:
            value = float(text) if text else None
        except ValueError:
            value = math.inf
        if value is not None and not math.isfinite(value):
            self.refuse(row, column, f"{column} of {self.text(row, 'node')!r} must be a finite number, not {text!r}")
            return None
        return value

    def chosen(self, row: int, column: str, registry: Registry[Any], default: str) -> str:
        """A registered name; the default for a blank or an unknown one, which is a problem."""
        name = self.text(row, column) or default
        if name in registry:
            return name
        self.refuse(row, column, registry.unknown(name))
        return default

    def options(self, row: int, registry: Registry[Any], name: str, columns: Sequence[str]) -> dict[str, float]:
        """The options of a registered member that stand in the row; none when its model refuses them."""
        given = {c: v for c in columns if (v := self.number(row, c)) is not None}
        try:
            registry[name].params.model_validate(given)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                column = str(one["loc"][0])
                wrong = f"{name} takes no {column!r}"
                self.refuse(row, column, wrong if one["type"] == "extra_forbidden" else f"{column}: {one['msg']}")
            return {}
        return given


def bare_table_problems(columns: Sequence[str]) -> Iterator[Problem]:
    """Columns nobody reads, and columns that must be there and are not; one that is only mistyped is told once."""
    known = (*OF_ALL, *OF_INDICATORS, *OF_WHOLES)
    meant = mistyped(columns, known)
    for name in sorted(set(columns) - set(known)):
        hint = f"Did you mean {meant[name]!r}?" if name in meant else f"Known: {', '.join(known)}."
        yield Problem("framework", 0, 0, f"unknown column {name!r}", hint)
    for name in ("node", "parent"):
        if name not in columns and name not in meant.values():
            yield Problem("framework", 0, 0, f"the column {name!r} is missing", columns_there(columns))


def columns_there(columns: Sequence[str]) -> str:
    """What a table has instead of a column that it lacks."""
    return f"It has {', '.join(columns)}." if columns else "It has no columns."


def no_table(table: object, name: str) -> list[Problem]:
    """What makes something given for a table none that can be read: it is another thing, or a column stands twice."""
    if not isinstance(table, pd.DataFrame):
        remedy = "Give a pandas DataFrame."
        return [Problem(name, 0, 0, f"a table is needed, not one of type {type(table).__name__}", remedy)]
    columns = [str(c) for c in table.columns]
    twice = sorted({c for c in columns if columns.count(c) > 1})
    return [Problem(name, 0, 0, f"the column {c!r} stands twice", "Keep one.") for c in twice]


def mistyped(columns: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """Unknown columns to the absent one that each seems to stand for.

    >>> mistyped(["node", "parnt", "wieght", "note"], ["node", "parent", "weight"])
    {'parnt': 'parent', 'wieght': 'weight'}
    """
    absent = [name for name in known if name not in columns]
    close = {name: difflib.get_close_matches(name, absent, n=1) for name in columns if name not in known}
    return {name: found[0] for name, found in close.items() if found}
