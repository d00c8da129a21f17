"""Event pressure (method B.7-B.10): credibility, severity, caps and recency, for the point estimate and all draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskbrief.definitions.config import Belief, Pressure
from riskbrief.index.draws import Chance, Draws
from riskbrief.index.facets import Facets
from riskbrief.index.framework import Floats, Framework, Ints


@dataclass(frozen=True)
class Felt:
    """Point values of one region's facets: each adds `weight` = severity x kappa x cap x recency to the pressure."""

    kappa: Floats
    severity: Floats
    cap: Floats
    recency: Floats
    weight: Floats


def feel(facets: Facets, region: int, *, chance: Chance, draws: Draws, framework: Framework) -> tuple[Floats, Felt]:
    """Pressure [indicator, draw] = sum of severity x kappa x cap x 2^(-days / half-life) over its events (B.10)."""
    definition = framework.definition
    n_draws = chance.mass.shape[1]
    pressure = np.zeros((len(framework.indicators), n_draws))
    if not len(facets):
        empty = np.zeros(0)
        return pressure, Felt(empty, empty, empty, empty, empty)
    kappa = credibility(facets, chance, definition.belief)
    choices = _toll_choices(facets, region, draws, n_draws)
    severity = severities(facets, choices, definition.pressure.toll_points_max)
    recency = 2.0 ** (-facets.age_days / framework.half_life_days[facets.indicator])
    felt = severity * kappa * recency[:, None]
    cap = cap_factors(facets, felt[:, 0], definition.pressure)
    np.add.at(pressure, facets.indicator, felt * cap[:, None])
    return pressure, Felt(kappa[:, 0].copy(), severity[:, 0].copy(), cap, recency, felt[:, 0] * cap)


def credibility(facets: Facets, chance: Chance, belief: Belief) -> Floats:
    """kappa = min(cap, 1 - prod (1 - alpha r)^g) over affirming origins, x prod (1 - .8 r)^g over refuting (B.7)."""
    r = chance.reliability(facets.outlet, facets.r)
    factor = np.where(facets.affirms, facets.alpha, belief.refutation)
    doubt = np.log1p(-np.minimum(factor[:, None] * r, 1 - 1e-12)) * chance.mass[facets.outlet]
    affirms = facets.affirms[:, None]
    support = np.add.reduceat(np.where(affirms, doubt, 0.0), facets.starts, axis=0)
    against = np.add.reduceat(np.where(affirms, 0.0, doubt), facets.starts, axis=0)
    return np.asarray(np.minimum(belief.cap, -np.expm1(support)) * np.exp(against))


def severities(facets: Facets, choices: Ints, most: float) -> Floats:
    """base + min(7, log2(1 + dead)) per facet and draw; facets without a toll that counts keep their base (B.8)."""
    points = np.minimum(most, np.log2(1 + facets.toll))
    chosen = np.take_along_axis(points, choices, axis=1)
    return facets.base[:, None] + np.where(facets.deadly[:, None], chosen, 0.0)


def cap_factors(facets: Facets, weight: Floats, rules: Pressure) -> Floats:
    """By how much single-origin events of one not fully trusted outlet or owner are scaled down (B.9).

    Its exclusive weight w falls to min(w, c / (1 - c) x the rest), never below its largest event.
    """
    capped = (facets.n_origins == 1) & (facets.sole_r < rules.uncapped_reliability) & (weight > 0)
    factors = np.ones(len(facets))
    if rules.outlet_cap >= 1 or not capped.any():
        return factors
    cells, cell = np.unique(
        facets.indicator[capped] * (facets.owner.max() + 1) + facets.owner[capped], return_inverse=True
    )
    own = np.bincount(cell, weight[capped], len(cells))
    largest = np.zeros(len(cells))
    np.maximum.at(largest, cell, weight[capped])
    total = np.bincount(facets.indicator, weight)
    indicator = cells // (facets.owner.max() + 1)
    allowed = rules.outlet_cap / (1 - rules.outlet_cap) * (total[indicator] - own)
    factors[capped] = (np.maximum(np.minimum(own, allowed), largest) / own)[cell]
    return factors


def _toll_choices(facets: Facets, region: int, draws: Draws, n_draws: int) -> Ints:
    choices = np.ones((len(facets), n_draws), dtype=np.int64)
    if n_draws > 1:
        for row in np.flatnonzero(facets.deadly & (facets.toll[:, 0] != facets.toll[:, 2])):
            choices[row] = draws.toll_choice(region, facets.event_id[row])
    return choices
