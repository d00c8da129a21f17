"""Pressure in all draws at once (method B.18): many events share what a draw does to them, so that is worked out once.

A draw moves an event's credibility only through its outlets, reliability and status, and most events have one source:
so credibility is drawn per distinct source and status, the weights of events are summed onto those first, and one small
matrix product gives the pressure. Events with several sources or an uncertain toll are drawn one by one.
"""

from __future__ import annotations

import numpy as np

from riskbrief.definitions.config import Belief
from riskbrief.index.draws import Chance, Draws
from riskbrief.index.facets import Facets
from riskbrief.index.framework import Floats, Framework, Ints


def believed(support: Floats, against: Floats, belief: Belief) -> Floats:
    """kappa = min(cap, 1 - exp support) x exp against, from sums of log doubt (B.7).

    >>> from riskbrief.definitions.config import Belief
    >>> belief = Belief(reliability={}, toll_precision={})
    >>> float(believed(np.log([(1 - .70) * (1 - .85)]), np.zeros(1), belief)[0].round(3))
    0.955
    """
    return np.asarray(np.minimum(belief.cap, -np.expm1(support)) * np.exp(against))


def status_weights(facets: Facets, belief: Belief) -> Floats:
    """By what each evidence row's reliability is multiplied: the weight of its status, or that of a refutation."""
    return np.where(facets.affirms, facets.alpha, belief.refutation)


def project(
    facets: Facets, region: int, scale: Floats, *, chance: Chance, draws: Draws, framework: Framework
) -> Floats:
    """Pressure [indicator, draw]; `scale` [facet]: recency x cap factor, which no draw moves."""
    belief, most = framework.definition.belief, framework.definition.pressure.toll_points_max
    source = chance.doubts.places(facets.outlet, facets.r, status_weights(facets, belief))
    alone, first = np.minimum(belief.cap, chance.doubts.support), source[facets.starts]
    counts = facets.row_counts
    uncertain, single = facets.deadly & (facets.toll[:, 0] != facets.toll[:, 2]), counts == 1
    heard = ~single | facets.affirms[facets.starts]  # a refutation alone leaves nothing to believe
    plain, rest = heard & single & ~uncertain, np.flatnonzero(heard & (~single | uncertain))
    steady = facets.base + np.where(facets.deadly, np.minimum(most, np.log2(1 + facets.toll[:, 1])), 0.0)
    cell, shape = facets.indicator[plain] * len(alone) + first[plain], (len(framework.indicators), len(alone))
    weights = np.bincount(cell, (steady * scale)[plain], shape[0] * shape[1]).reshape(shape)
    pressure: Floats = np.asarray(weights @ alone, dtype=float)
    if len(rest):
        kappa = alone[first[rest]]
        several = ~single[rest]
        kappa[several] = _joint(facets, rest[several], counts, source, chance, belief)
        steadily = ~uncertain[rest]
        kappa[steadily] *= steady[rest[steadily], None]
        if not steadily.all():
            kappa[~steadily] *= _drawn_severity(facets, rest[~steadily], region, draws, most)
        kappa *= scale[rest, None]
        _add_sorted(pressure, facets.indicator[rest], kappa)
    return np.asarray(pressure)


def _joint(facets: Facets, chosen: Ints, counts: Ints, source: Ints, chance: Chance, belief: Belief) -> Floats:
    """kappa [facet, draw] of facets with several sources."""
    if not len(chosen):
        return np.zeros((0, chance.mass.shape[1]))
    own = np.zeros(len(facets), dtype=bool)
    own[chosen] = True
    rows = np.repeat(own, counts)
    starts = np.concatenate([[0], np.cumsum(counts[chosen])[:-1]])
    doubt, affirms = chance.doubts.doubt[source[rows]], facets.affirms[rows][:, None]
    support = np.add.reduceat(np.where(affirms, doubt, 0.0), starts, axis=0)
    return believed(support, np.add.reduceat(np.where(affirms, 0.0, doubt), starts, axis=0), belief)


def _drawn_severity(facets: Facets, chosen: Ints, region: int, draws: Draws, most: float) -> Floats:
    """base + min(most, log2(1 + dead)) with the toll that each draw takes (B.8)."""
    points = facets.base[chosen, None] + np.minimum(most, np.log2(1 + facets.toll[chosen]))
    takes = draws.toll_choices(region, facets.event_id[chosen].tolist())
    return np.asarray(points.reshape(-1)[takes + 3 * np.arange(len(chosen))[:, None]])


def _add_sorted(pressure: Floats, indicator: Ints, felt: Floats) -> None:
    """Sums of rows by indicator; the rows come sorted by it."""
    starts = np.flatnonzero(np.concatenate([[True], indicator[1:] != indicator[:-1]]))
    pressure[indicator[starts]] += np.add.reduceat(felt, starts, axis=0)
