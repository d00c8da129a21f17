"""Event pressure (method B.7-B.10): credibility, severity, caps and recency, for the point estimate and all draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskbrief.definitions.config import Belief, Pressure
from riskbrief.index.draws import BEST, Chance, Draws, certain
from riskbrief.index.facets import Facets
from riskbrief.index.framework import Floats, Framework, Ints
from riskbrief.index.projection import believed, project, status_weights


@dataclass(frozen=True)
class Felt:
    """Point values of facets: each adds `weight` = severity x kappa x cap x recency to the pressure."""

    kappa: Floats
    severity: Floats
    cap: Floats
    recency: Floats
    weight: Floats

    def part(self, first: int, last: int) -> Felt:
        """The values of some facets in a row."""
        parts = (self.kappa, self.severity, self.cap, self.recency, self.weight)
        return Felt(*(values[first:last] for values in parts))


def in_draws(
    facets: Facets, region: int, felt: Felt, sums: Floats, *, chance: Chance, draws: Draws, framework: Framework
) -> Floats:
    """Pressure [indicator, draw] of one region from its facets, with its point values `sums` in column 0."""
    pressure = project(facets, region, felt.recency * felt.cap, chance=chance, draws=draws, framework=framework)
    pressure[:, 0] = sums
    return pressure


def point(facets: Facets, framework: Framework) -> Felt:
    """What each facet adds in the point estimate; facets of any number of regions."""
    definition = framework.definition
    if not len(facets):
        return Felt(*(np.zeros(0) for _ in range(5)))
    kappa = credibility(facets, certain(framework), definition.belief)[:, 0]
    best = np.full((len(facets), 1), BEST, dtype=np.int64)
    severity = severities(facets, best, definition.pressure.toll_points_max)[:, 0]
    recency = 2.0 ** (-facets.age_days / framework.half_life_days[facets.indicator])
    weight = severity * kappa * recency
    cap = cap_factors(facets, weight, definition.pressure)
    return Felt(kappa, severity, cap, recency, weight * cap)


def credibility(facets: Facets, chance: Chance, belief: Belief) -> Floats:
    """kappa = min(cap, 1 - prod (1 - alpha r)^g) over affirming origins, x prod (1 - .8 r)^g over refuting (B.7)."""
    doubt = chance.log_doubt(facets.outlet, facets.r, status_weights(facets, belief)) * chance.mass[facets.outlet]
    affirms = facets.affirms[:, None]
    support = np.add.reduceat(np.where(affirms, doubt, 0.0), facets.starts, axis=0)
    against = np.add.reduceat(np.where(affirms, 0.0, doubt), facets.starts, axis=0)
    return believed(support, against, belief)


def severities(facets: Facets, choices: Ints, most: float) -> Floats:
    """base + min(7, log2(1 + dead)) per facet and draw; facets without a toll that counts keep their base (B.8)."""
    points = np.minimum(most, np.log2(1 + facets.toll))
    chosen = np.take_along_axis(points, choices, axis=1)
    return facets.base[:, None] + np.where(facets.deadly[:, None], chosen, 0.0)


def cap_factors(facets: Facets, weight: Floats, rules: Pressure) -> Floats:
    """By how much single-origin events of one not fully trusted outlet or owner are scaled down (B.9).

    Its exclusive weight w in an indicator of a region falls to min(w, c / (1 - c) x the rest), never below its
    largest event.
    """
    capped = (facets.n_origins == 1) & (facets.sole_r < rules.uncapped_reliability) & (weight > 0)
    factors = np.ones(len(facets))
    if rules.outlet_cap >= 1 or not capped.any():
        return factors
    group = facets.region * (facets.indicator.max() + 1) + facets.indicator
    n_owners = facets.owner.max() + 1
    cells, cell = np.unique(group[capped] * n_owners + facets.owner[capped], return_inverse=True)
    own = np.bincount(cell, weight[capped], len(cells))
    largest = np.zeros(len(cells))
    np.maximum.at(largest, cell, weight[capped])
    rest = np.bincount(group, weight)[cells // n_owners] - own
    allowed = rules.outlet_cap / (1 - rules.outlet_cap) * rest
    factors[capped] = (np.maximum(np.minimum(own, allowed), largest) / own)[cell]
    return factors
