"""The darkness meter (method B.11): is less written than usual, so that a fall may be silence and not peace?

Expected is the median of the own past weeks; how far counts stray from it, their robust spread. What is seen is dark
where it is at most a share of that and so few would hardly come by chance. Missing is not zero: weeks before the first
article and weeks in which nothing at all was read are no history, and a short or sparse one leaves the state unknown.
Source: the expected-count and lower-tail rule of outbreak detection (Farrington et al. 1996, JRSS A 159) turned round.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log, log1p

import numpy as np

from riskbrief.definitions.rules import DarknessRules
from riskbrief.index.framework import Flags, Floats, Ints
from riskbrief.index.past import centre_and_scale, masked

UNKNOWN, DARK, CALM, ACTIVE = range(4)
STATE_NAMES = ("unknown", "dark", "calm", "active")
ROUNDING = 1e-9  # a chance this little above the limit is within it


@dataclass(frozen=True)
class Meter:
    """Of each country or each outlet in a week: articles seen, articles expected (NaN while unknown), state code."""

    seen: Floats
    expected: Floats
    state: Ints

    @property
    def dark(self) -> Flags:
        return np.asarray(self.state == DARK)


def meter(counts: Floats, window: Flags, rules: DarknessRules, *, min_weeks: int) -> Meter:
    """The last of `counts` [week, x] against the weeks of `window` [week, x], of which `min_weeks` are needed.

    >>> counts = np.array([[20.0]] * 12 + [[9.0]])
    >>> dark = meter(counts, np.arange(13)[:, None] < 12, DarknessRules(), min_weeks=8)
    >>> float(dark.expected[0]), STATE_NAMES[dark.state[0]]
    (20.0, 'dark')
    """
    past, seen = masked(counts, window), counts[-1]
    usual, spread = centre_and_scale(past)
    known = (window.sum(axis=0) >= min_weeks) & (np.nan_to_num(usual) > 0)
    cells = zip(seen.tolist(), usual.tolist(), spread.tolist(), known.tolist(), strict=True)
    state = [state_of(n, mean, off, rules) if ok else UNKNOWN for n, mean, off, ok in cells]
    return Meter(seen, np.where(known, usual, np.nan), np.array(state, dtype=np.int64))


def state_of(seen: float, expected: float, spread: float, rules: DarknessRules) -> int:
    """State of one count; unknown where even no article at all would be within chance.

    >>> [STATE_NAMES[state_of(n, 20, 0, DarknessRules())] for n in (9, 10, 20, 40)]
    ['dark', 'calm', 'calm', 'active']
    >>> STATE_NAMES[state_of(0, 3, 0, DarknessRules())]
    'unknown'
    """
    n, variance = round(seen), max(expected, spread**2)
    if seen <= rules.dark_share * expected:
        if lower_tail(n, expected, variance) <= rules.chance + ROUNDING:
            return DARK
        return CALM if lower_tail(0, expected, variance) <= rules.chance + ROUNDING else UNKNOWN
    many = seen >= rules.active_share * expected
    return ACTIVE if many and 1 - lower_tail(n - 1, expected, variance) <= rules.chance + ROUNDING else CALM


def lower_tail(n: int, mean: float, variance: float) -> float:
    """Chance 0-1 of at most `n` articles: negative binomial, Poisson where the variance is not above the mean.

    >>> round(lower_tail(9, 20, 20), 4), round(lower_tail(9, 20, 60), 4)
    (0.005, 0.0648)
    """
    return min(1.0, sum(exp(_log_chance(k, mean, variance)) for k in range(n + 1)))


def _log_chance(k: int, mean: float, variance: float) -> float:
    if variance <= mean * (1 + ROUNDING):
        return k * log(mean) - mean - lgamma(k + 1)
    size = mean**2 / (variance - mean)
    shape = lgamma(k + size) - lgamma(size) - lgamma(k + 1)
    return shape + size * log(mean / variance) + k * log1p(-mean / variance)
