"""Has a country's normal itself shifted? Bayesian online change-point detection (method B.20; Adams and MacKay 2007).

The run length is the number of weeks since the last change. Values are read as normal with unknown mean and spread
(Normal-Gamma prior of mean 0 and spread 1, which suits surprises z); a change is equally likely every week.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p, pi

import numpy as np

from riskbrief.definitions.rules import ChangePointRules
from riskbrief.index.framework import Flags, Floats

PRIOR = (0.0, 1.0, 1.0, 1.0)  # mean, weight of the mean in weeks, shape and rate of the precision


def run_lengths(values: Floats, hazard: float) -> list[Floats]:
    """Probability of each run length 0, 1, 2, ... after each value; a missing value leaves them as they were.

    That of length 0 is always the hazard, whatever happens, so it says nothing: read the first few together.

    >>> [p.round(3).tolist() for p in run_lengths(np.array([0.1, 5.0]), 1 / 26)]
    [[0.038, 0.962], [0.038, 0.101, 0.861]]
    """
    belief, states = np.ones(1), np.array([PRIOR])
    out = []
    for value in values.tolist():
        if value == value:
            likely = belief * [_density(value, *state) for state in states.tolist()]
            total = max(float(likely.sum()), 1e-300)
            belief = np.concatenate([[hazard], (1 - hazard) * likely / total])
            states = np.concatenate([[PRIOR], _learned(value, states)])
        out.append(belief)
    return out


def recent_change(values: Floats, rules: ChangePointRules) -> Floats:
    """Probability [week] that the run is at most `recent_weeks` long; missing before `min_weeks` known values.

    >>> quiet, shifted = [0.1, -0.4, 0.3, 0.2, -0.2, 0.4, -0.1, 0.0, 0.2, -0.3], [5.2, 4.7]
    >>> recent_change(np.array(quiet + shifted), ChangePointRules())[-3:].round(2).tolist()
    [0.07, 1.0, 0.99]
    """
    known = np.cumsum(~np.isnan(values))
    recent = np.array([p[: rules.recent_weeks + 1].sum() for p in run_lengths(values, 1 / rules.expected_weeks)])
    return np.asarray(np.where(known >= rules.min_weeks, recent, np.nan))


def rises(z: Floats, rules: ChangePointRules) -> Flags:
    """Weeks [week, ...] in which a shift upwards is more likely than not; a missing week raises nothing."""
    flat = z.reshape(len(z), int(np.prod(z.shape[1:])))
    out = np.zeros(flat.shape, dtype=bool)
    for column in range(flat.shape[1]):
        values = flat[:, column]
        sure = np.nan_to_num(recent_change(values, rules)) >= rules.probability
        out[:, column] = sure & ~np.isnan(values) & _higher(values, rules.recent_weeks)
    return out.reshape(z.shape)


def _higher(values: Floats, recent_weeks: int) -> Flags:
    """Whether the mean of the last few known values lies above that of all before them."""
    out = np.zeros(len(values), dtype=bool)
    for week in range(len(values)):
        known = values[: week + 1][~np.isnan(values[: week + 1])]
        before, last = known[: -recent_weeks - 1], known[-recent_weeks - 1 :]
        out[week] = len(before) > 0 and last.mean() > before.mean()
    return out


def _density(x: float, mean: float, weight: float, shape: float, rate: float) -> float:
    """Predictive density of the next value: Student t."""
    freedom, square = 2 * shape, rate * (weight + 1) / (shape * weight)
    constant = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * log(freedom * pi * square)
    return exp(constant - (freedom + 1) / 2 * log1p((x - mean) ** 2 / (freedom * square)))


def _learned(x: float, states: Floats) -> Floats:
    """What every run has learned after one more value: [run, (mean, weight, shape, rate)]."""
    mean, weight, shape, rate = states.T
    updated = (weight * mean + x) / (weight + 1)
    return np.column_stack([updated, weight + 1, shape + 0.5, rate + weight * (x - mean) ** 2 / (2 * (weight + 1))])
