"""Numbers that cannot be: refused with their place, so that none becomes a silent hole in a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from riskbrief.errors import Problem, UsageError
from riskbrief.index.framework import Floats

TOLD = 5  # rows of one column that are told one by one


def refuse(*problems: Iterable[Problem]) -> None:
    """UsageError with every problem; nothing happens without any."""
    found = [problem for some in problems for problem in some]
    if found:
        raise UsageError.of(found)


def outside(table: str, column: str, values: Floats, ids: pd.Series, *, high: float = np.inf) -> Iterator[Problem]:
    """Values [row] that are infinite, below 0 or above `high`; missing ones are no problem. `ids` name the rows.

    >>> [str(p) for p in outside("events", "toll_best", np.array([3, -1, np.nan]), pd.Series(["a", "b", "c"]))]
    ["events: toll_best of 'b' is -1. It must be a number from 0 on."]
    """
    span = "a number from 0 on" if np.isinf(high) else f"a number from 0 to {high:g}"
    for row in np.flatnonzero((values < 0) | (values > high) | np.isinf(values))[:TOLD].tolist():
        yield Problem(table, 0, 0, f"{column} of {str(ids.iloc[row])!r} is {values[row]:g}", f"It must be {span}.")
