"""Intervals from a block bootstrap: whole runs of months are drawn, so that the memory from month to month stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from riskbrief.skill.scores import Floats, Ints

Statistic = Callable[..., Floats]  # arrays [..., country, time] to [...]


@dataclass(frozen=True)
class Estimate:
    """A value with its interval; NaN where it cannot be told."""

    value: float
    low: float
    high: float

    @property
    def beyond_zero(self) -> bool:
        """Whether the whole interval lies above 0."""
        return bool(self.low > 0)


def resamples(length: int, *, block: int, draws: int, generator: np.random.Generator) -> Ints:
    """Positions [draw, length] of each resample, made of runs of `block` neighbours (moving blocks, Kuensch 1989).

    The panel is drawn as one: all countries share the months of a resample. With fewer than two blocks there is nothing
    to draw from: no resample.

    >>> resamples(6, block=3, draws=2, generator=np.random.default_rng(1)).shape
    (2, 6)
    """
    if length < 2 * block:
        return np.zeros((0, length), dtype=np.int64)
    starts = generator.integers(0, length - block + 1, (draws, -(-length // block)))
    return np.asarray((starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :length], dtype=np.int64)


def drawn(statistic: Statistic, rows: Ints, *panels: Floats) -> Floats:
    """The statistic of every resample [draw] of panels [country, time]."""
    if not len(rows):
        return np.zeros(0)
    return np.asarray(statistic(*(np.moveaxis(panel[:, rows], 1, 0) for panel in panels)))


def estimate(statistic: Statistic, rows: Ints, *panels: Floats, share: float) -> Estimate:
    """The statistic with the interval that holds `share` of its resamples."""
    return Estimate(float(statistic(*panels)), *bounds(drawn(statistic, rows, *panels), share))


def difference(statistic: Statistic, rows: Ints, ours: Floats, other: Floats, *rest: Floats, share: float) -> Estimate:
    """statistic(ours, *rest) less statistic(other, *rest), both on the same resamples."""
    gap = drawn(statistic, rows, ours, *rest) - drawn(statistic, rows, other, *rest)
    return Estimate(float(statistic(ours, *rest) - statistic(other, *rest)), *bounds(gap, share))


def bounds(values: Floats, share: float) -> tuple[float, float]:
    """Bounds that hold the middle `share` of the values; NaN when half of them or more are missing.

    >>> bounds(np.arange(101.0), 0.50)
    (25.0, 75.0)
    """
    known = values[~np.isnan(values)]
    if not len(known) or 2 * len(known) <= len(values):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)
