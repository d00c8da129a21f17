"""The region as a whole: the population-weighted mean of its assessed countries, and its level (method B.16, B.21).

The level follows the rules of a country's: it is read from the mean of the firm scores, so that no single doubtful
owner moves it, does not flicker, and never falls because countries fell silent or, for four weeks, are not assessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from riskbrief.assessment import RegionalScore
from riskbrief.index.draws import interval
from riskbrief.index.framework import FULL, Flags, Floats, Framework, Ints
from riskbrief.index.levels import levels
from riskbrief.index.scoring import WeekScores

ROUNDING = 1e-9  # points by which a mean must be higher to be another


@dataclass(frozen=True)
class RegionLevels:
    """Of each week [week]: the mean of the firm scores, the same with every silent country at no less than when it was
    last heard, and the level 1-5 read from both. NaN: no country assessed, or too few people under full coverage."""

    firm: Floats
    held: Floats
    level: Floats


def regional_score(week: WeekScores, framework: Framework) -> RegionalScore:
    """Mean, interval and maximum over the panel, without a level; score None when no country is assessed."""
    size = framework.panel_size
    population = framework.population[:size]
    index = week.nodes.index[:size]
    assessed = ~np.isnan(index[:, 0])
    covered = float(_fully_covered(week.measured.coverage[:size], population))
    if not assessed.any():
        return RegionalScore(str(week.measured.week), None, None, None, None, "", covered, 0)
    weights = population[assessed] / population[assessed].sum()
    mean = np.einsum("r,rd->d", weights, index[assessed])
    low, high = (_known(float(x)) for x in interval(mean, framework.definition.uncertainty))
    top = int(np.nanargmax(index[:, 0]))
    return RegionalScore(
        week=str(week.measured.week),
        score=round(float(mean[0]), 9),
        low=low,
        high=high,
        maximum=round(float(index[top, 0]), 9),
        maximum_region=framework.regions[top],
        full_share=round(covered, 9),
        assessed=int(assessed.sum()),
    )


def with_levels(weeks: Sequence[RegionalScore], found: RegionLevels) -> tuple[RegionalScore, ...]:
    """The same weeks with their levels and what these are read from."""
    told = zip(weeks, found.firm, found.held, found.level, strict=True)
    return tuple(
        replace(week, firm=_known(firm), held=_known(held), risk_level=None if np.isnan(level) else int(level))
        for week, firm, held, level in told
    )


def region_levels(firm: Floats, coverage: Ints, dark: Flags, framework: Framework) -> RegionLevels:
    """Levels of the region from the firm scores, the coverage and the silence of its countries [week, region].

    A week in which too few people live under full coverage has no level and leaves that of the weeks beside it alone.
    """
    size, rules = framework.panel_size, framework.definition
    people = framework.population[:size]
    firm, dark = firm[:, :size], dark[:, :size]
    mean = _mean(firm, people)
    held = _mean(_as_last_heard(firm, dark, rules.coverage.carry_weeks), people)
    shown = _fully_covered(coverage[:, :size], people) >= rules.coverage.regional_full_share
    bounds = [b.from_score for b in rules.levels[1:]]
    hushed = list(held > mean + ROUNDING)
    level = levels(list(np.where(shown, mean, np.nan)), bounds, rules.hysteresis, hushed, list(held))
    return RegionLevels(mean, held, np.array([n or np.nan for n in level], dtype=float))


def _as_last_heard(firm: Floats, dark: Flags, most: int) -> Floats:
    """Scores with those of silent countries at no less than in the last assessed week that was not dark: of assessed
    ones while they are dark, of those not assessed any more, dark or not, for at most `most` weeks (B.17)."""
    week, assessed = np.arange(len(firm))[:, None], ~np.isnan(firm)
    spoke, last = (np.maximum.accumulate(np.where(f, week, -1), axis=0) for f in (assessed & ~dark, assessed))
    heard = np.where(spoke >= 0, np.take_along_axis(firm, np.maximum(spoke, 0), axis=0), np.nan)
    silent = np.where(assessed, dark, week - last <= most)
    return np.where(silent, np.fmax(firm, heard), firm)


def _mean(scores: Floats, people: Floats) -> Floats:
    """Population-weighted mean [week] of what is known of [week, region]."""
    known = ~np.isnan(scores)
    total = known @ people
    return np.where(total > 0, np.nan_to_num(scores) @ people / np.where(total > 0, total, 1), np.nan)


def _fully_covered(coverage: Ints, people: Floats) -> Floats:
    """Share of the population, 0-1, in countries under full coverage."""
    return np.asarray((coverage == FULL) @ people / people.sum())


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 9)
