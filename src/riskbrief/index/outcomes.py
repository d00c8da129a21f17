"""What a run says of the last week: score, rank and level of each country, and of the region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskbrief.index.framework import Floats, Framework
from riskbrief.index.rescore import Observed, Rescored, rescore


@dataclass(frozen=True)
class Outcome:
    """Of the panel [region]: score 0-100, rank (1 = highest), level 1-5 after hysteresis and raw, the firm
    index that the level is read from; of the region the population-weighted mean and its level. NaN = not assessed, of
    the region's level also: too few people live under full coverage."""

    score: Floats
    rank: Floats
    level: Floats
    raw_level: Floats
    firm: Floats
    mean: float
    mean_level: float

    def flat(self) -> Floats:
        """Scores, ranks, levels, then mean and its level, as one row."""
        return np.concatenate([self.score, self.rank, self.level, [self.mean, self.mean_level]])


def outcome(found: Rescored, framework: Framework) -> Outcome:
    """The last week of a history scored again."""
    size = framework.panel_size
    score = found.score[-1, :size, 0]
    assessed = ~np.isnan(score)
    higher = (score[:, None] < score[None, :]).sum(axis=1) + 1.0
    population = framework.population[:size][assessed]
    mean = float(score[assessed] @ population / population.sum()) if assessed.any() else float("nan")
    return Outcome(
        score=score,
        rank=np.where(assessed, higher, np.nan),
        level=found.level[-1, :size],
        raw_level=found.raw_level[-1, :size],
        firm=found.firm[-1, :size],
        mean=mean,
        mean_level=float(found.regional.level[-1]),
    )


def outcome_of(given: Observed, framework: Framework) -> Outcome:
    """The last week of observations under a framework."""
    return outcome(rescore(given, framework), framework)


@dataclass(frozen=True)
class Spread:
    """How the level of one country spreads over runs: `changed`: share of the runs that assess it in which the level is
    another one (NaN if none does); `shares`: by level; `unassessed`: share of all runs without a level."""

    changed: float
    shares: dict[int, float]
    unassessed: float


def spread(levels: Floats, now: float) -> Spread:
    """Levels [run] of a country against its level now.

    >>> spread(np.array([3.0, 3.0, 4.0, 2.0]), 3.0)
    Spread(changed=0.5, shares={2: 0.25, 3: 0.5, 4: 0.25}, unassessed=0.0)
    """
    given = levels[~np.isnan(levels)]
    shares = {int(k): float((given == k).mean()) for k in np.unique(given)}
    changed = float((given != now).mean()) if len(given) else float("nan")
    return Spread(changed, shares, float(np.isnan(levels).mean()) if len(levels) else float("nan"))
