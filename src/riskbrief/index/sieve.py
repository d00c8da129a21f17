"""Facets with some of their evidence left out."""

from __future__ import annotations

import numpy as np

from riskbrief.index.facets import Facets, first_best, reduced, voices
from riskbrief.index.framework import Flags, Floats, Framework


def recent(facets: Facets, framework: Framework) -> Facets:
    """The facets that are not older than the horizon of their indicator (B.10)."""
    fresh = facets.age_days <= framework.horizon_days[facets.indicator]
    return facets if fresh.all() else kept(facets, fresh[facets.of_row], framework)


def by_voice(facets: Facets, framework: Framework) -> Facets:
    """The facets with the rows that speak under `belief.independent` (B.7)."""
    if framework.definition.belief.independent == "origin":
        return facets
    rows = np.zeros(len(facets.outlet), dtype=bool)
    rows[voices(facets.of_row, framework.owner[facets.outlet], facets.affirms, facets.alpha * facets.r)] = True
    return kept(facets, rows, framework)


def kept(
    facets: Facets, rows: Flags, framework: Framework, *, alpha: Floats | None = None, base: Floats | None = None
) -> Facets:
    """The facets with only some of their evidence rows; one that nothing affirms any more is gone.

    `alpha` [row] and `base` [facet], when given, take the place of what the facets say.
    """
    facet = facets.of_row
    standing = np.bincount(facet, rows & facets.affirms, len(facets)) > 0
    rows = rows & standing[facet]
    of = facet[rows]
    starts = np.searchsorted(of, np.flatnonzero(standing))
    outlet, r, affirms = facets.outlet[rows], facets.r[rows], facets.affirms[rows]
    best = np.where(affirms, r, -1.0)
    return Facets(
        region=facets.region[standing],
        indicator=facets.indicator[standing],
        event_id=facets.event_id[standing],
        age_days=facets.age_days[standing],
        base=(facets.base if base is None else base)[standing],
        toll=facets.toll[standing],
        deadly=facets.deadly[standing],
        contested=facets.contested[standing],
        n_origins=np.bincount(of, affirms, len(facets)).astype(np.int64)[standing],
        sole_r=reduced(np.maximum, best, starts),
        owner=framework.owner[outlet[first_best(best, starts)]],
        fresh=facets.fresh[standing],
        starts=starts.astype(np.int64),
        outlet=outlet,
        alpha=(facets.alpha if alpha is None else alpha)[rows],
        r=r,
        affirms=affirms,
        origin_id=facets.origin_id[rows],
    )
