"""Facets with some of their evidence left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from riskbrief.index.facets import PER_FACET, PER_ROW, Facets, first_best, reduced, voices
from riskbrief.index.framework import Flags, Floats, Framework, Ints


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
    alpha, base = facets.alpha if alpha is None else alpha, facets.base if base is None else base
    left, every = np.flatnonzero(rows), np.arange(len(facets))
    return picked(replace(facets, alpha=alpha, base=base), every, left, facets.of_row[left], framework)


def picked(
    facets: Facets, which: Ints, row: Ints, of: Ints, framework: Framework, *, region: Ints | None = None
) -> Facets:
    """The facets `which`, any of them more than once, with the evidence rows `row`; `of`: whose each row is, a place in
    `which`. One that nothing affirms is left out. `region` [which], when given, takes the place of theirs."""
    standing = np.bincount(of, facets.affirms[row], len(which)) > 0
    alive = standing[of]
    row, of, which = row[alive], of[alive], which[standing]
    sizes = np.bincount(of, minlength=len(standing))[standing]
    starts = np.cumsum(sizes) - sizes
    parts = {name: getattr(facets, name).take(which, axis=0) for name in PER_FACET}
    parts |= {name: getattr(facets, name)[row] for name in PER_ROW}
    if region is not None:
        parts["region"] = region[standing]
    best = np.where(parts["affirms"], parts["r"], -1.0)
    parts["n_origins"] = reduced(np.add, parts["affirms"].astype(np.int64), starts)
    parts["sole_r"] = reduced(np.maximum, best, starts)
    parts["owner"] = framework.owner[parts["outlet"][first_best(best, starts)]]
    return Facets(**parts, starts=starts)
