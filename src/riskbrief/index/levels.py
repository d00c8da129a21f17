"""From a score to a level 1-5 that does not flicker (method B.21)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riskbrief.definitions.config import Hysteresis
from riskbrief.index.framework import Flags, Floats


def band(score: float, bounds: Sequence[float]) -> int:
    """Raw level of a score: 1 plus the bounds it reaches; `bounds` are the lowest scores of levels 2, 3, ..."""
    return 1 + sum(score >= bound for bound in bounds)


def levels(
    scores: Sequence[float],
    bounds: Sequence[float],
    rules: Hysteresis,
    dark: Sequence[bool] = (),
    held: Sequence[float] = (),
) -> list[int | None]:
    """Level of each week: up when a bound is passed by `up`, down one when `down` below for `weeks_down` weeks.

    Missing weeks are None and freeze the count; the first assessed week takes its raw band. `dark`: weeks in which the
    press was silent (`index.darkness`): they raise a level but lower none, and do not count as low weeks, unless the
    `held` scores, what they would be had nobody fallen silent, are as low.

    >>> levels([57, 61, 63, 59, 57, 55, 54], (20, 40, 60, 80), Hysteresis())
    [3, 3, 4, 4, 4, 4, 3]
    >>> levels([63, 50, 50, 50], (20, 40, 60, 80), Hysteresis(), [False, True, True, False])
    [4, 4, 4, 4]
    >>> levels([63, 50, 50], (20, 40, 60, 80), Hysteresis(), [False, True, True], [63, 54, 54])
    [4, 4, 3]
    """
    out: list[int | None] = []
    level, low_weeks = 0, 0
    for week, score in enumerate(scores):
        if np.isnan(score):
            out.append(None)
            continue
        step = _step(score, level, low_weeks, bounds, rules) if level else (band(score, bounds), 0)
        if len(dark) and dark[week] and _falls(step, level, low_weeks):
            heard = _step(held[week], level, low_weeks, bounds, rules) if len(held) else (level, low_weeks)
            step = step if _falls(heard, level, low_weeks) else (level, low_weeks)
        level, low_weeks = step
        out.append(level)
    return out


def _falls(step: tuple[int, int], level: int, low_weeks: int) -> bool:
    return step[0] < level or step[1] > low_weeks


def _step(score: float, level: int, low_weeks: int, bounds: Sequence[float], rules: Hysteresis) -> tuple[int, int]:
    reached = 1 + sum(score >= bound + rules.up for bound in bounds)
    if reached > level:
        return reached, 0
    if level == 1 or score >= bounds[level - 2] - rules.down:
        return level, 0
    return (level, low_weeks + 1) if low_weeks + 1 < rules.weeks_down else (level - 1, 0)


def level_table(
    scores: Floats, bounds: Sequence[float], rules: Hysteresis, *, firm: Floats | None = None, dark: Flags | None = None
) -> tuple[Floats, Floats]:
    """Level after hysteresis and raw level of [week, region]; NaN where the score is missing.

    The level is read from the `firm` scores where given (`index.firm`), the raw one from the scores; `dark` as in
    `levels`.
    """
    read = scores if firm is None else firm
    silent = np.zeros(read.shape, dtype=bool) if dark is None else dark
    rows = [levels(list(s), bounds, rules, list(d)) for s, d in zip(read.T, silent.T, strict=True)]
    steady = np.array([[level or np.nan for level in row] for row in rows], dtype=float).T
    raw = np.where(np.isnan(scores), np.nan, 1 + sum((scores >= b).astype(float) for b in bounds))
    return steady.reshape(scores.shape), raw
