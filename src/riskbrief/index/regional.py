"""The region as a whole: the population-weighted mean of its assessed countries (method B.16, W1)."""

from __future__ import annotations

import numpy as np

from riskbrief.assessment import RegionalScore
from riskbrief.index.draws import interval
from riskbrief.index.framework import FULL, Framework
from riskbrief.index.levels import band
from riskbrief.index.scoring import WeekScores


def regional_score(week: WeekScores, framework: Framework) -> RegionalScore:
    """Mean, interval and maximum over the panel; score None when no country is assessed."""
    size = framework.panel_size
    population = framework.population[:size]
    index = week.nodes.index[:size]
    assessed = ~np.isnan(index[:, 0])
    covered = population[week.measured.coverage[:size] == FULL].sum() / population.sum()
    if not assessed.any():
        return RegionalScore(str(week.measured.week), None, None, None, None, "", float(covered), 0)
    weights = population[assessed] / population[assessed].sum()
    mean = np.einsum("r,rd->d", weights, index[assessed])
    low, high = (None if np.isnan(x) else round(float(x), 9) for x in interval(mean, framework.definition.uncertainty))
    top = int(np.nanargmax(index[:, 0]))
    bounds = [b.from_score for b in framework.definition.levels[1:]]
    return RegionalScore(
        week=str(week.measured.week),
        score=round(float(mean[0]), 9),
        low=low,
        high=high,
        maximum=round(float(index[top, 0]), 9),
        maximum_region=framework.regions[top],
        full_share=round(float(covered), 9),
        assessed=int(assessed.sum()),
        risk_level=band(float(mean[0]), bounds),
    )
