"""From a score to a level 1-5 that does not flicker (method B.21)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riskbrief.definitions.config import Hysteresis
from riskbrief.index.framework import Floats


def band(score: float, bounds: Sequence[float]) -> int:
    """Raw level of a score: 1 plus the bounds it reaches; `bounds` are the lowest scores of levels 2, 3, ..."""
    return 1 + sum(score >= bound for bound in bounds)


def levels(scores: Sequence[float], bounds: Sequence[float], rules: Hysteresis) -> list[int | None]:
    """Level of each week: up when a bound is passed by `up`, down one when `down` below for `weeks_down` weeks.

    Missing weeks are None and freeze the count; the first assessed week takes its raw band.

    >>> levels([57, 61, 63, 59, 57, 55, 54], (20, 40, 60, 80), Hysteresis())
    [3, 3, 4, 4, 4, 4, 3]
    """
    out: list[int | None] = []
    level, low_weeks = 0, 0
    for score in scores:
        if np.isnan(score):
            out.append(None)
            continue
        level, low_weeks = _step(score, level, low_weeks, bounds, rules) if level else (band(score, bounds), 0)
        out.append(level)
    return out


def _step(score: float, level: int, low_weeks: int, bounds: Sequence[float], rules: Hysteresis) -> tuple[int, int]:
    reached = 1 + sum(score >= bound + rules.up for bound in bounds)
    if reached > level:
        return reached, 0
    if level == 1 or score >= bounds[level - 2] - rules.down:
        return level, 0
    return (level, low_weeks + 1) if low_weeks + 1 < rules.weeks_down else (level - 1, 0)


def level_table(
    scores: Floats, bounds: Sequence[float], rules: Hysteresis, *, firm: Floats | None = None
) -> tuple[Floats, Floats]:
    """Level after hysteresis and raw level of [week, region]; NaN where the score is missing.

    The level is read from the `firm` scores where given (`index.firm`), the raw one from the scores.
    """
    read = scores if firm is None else firm
    steady = np.array([[lv or np.nan for lv in levels(list(s), bounds, rules)] for s in read.T], dtype=float).T
    raw = np.where(np.isnan(scores), np.nan, 1 + sum((scores >= b).astype(float) for b in bounds))
    return steady.reshape(scores.shape), raw
