"""Pressure that no single doubtful voice carries: what levels are read from (method A.4, B.7, B.21).

An owner speaks doubtfully in an evidence row whose reliability is below `hysteresis.sole_reliability`. Of every
indicator of a country the owner whose doubtful reports add most is left out, and of every event the one whose doubtful
denial takes most. So one such owner, whatever it writes, lifts no level above what all others tell, and takes none
from what they do.
"""

from __future__ import annotations

import numpy as np

from riskbrief.index.events import point
from riskbrief.index.facets import Facets
from riskbrief.index.framework import Flags, Floats, Framework, Ints
from riskbrief.index.sieve import kept, picked


def firm_pressure(facets: Facets, framework: Framework) -> Floats:
    """Pressure [region, indicator] before volume: the least that is left without any one owner's doubtful reports.

    The same as the full pressure where no row is doubtful, and with a `sole_reliability` of 0.
    """
    shape = (len(framework.regions), len(framework.indicators))
    denied = _lone_denials(facets, framework)
    facets = kept(facets, ~denied, framework) if denied.any() else facets
    cell = facets.region * shape[1] + facets.indicator
    pressure = np.bincount(cell, point(facets, framework).weight, shape[0] * shape[1]).astype(float)
    said = _doubtful(facets, framework) & facets.affirms
    if said.any():
        _without_each(pressure, facets, said, framework)
    return np.asarray(pressure.reshape(shape))


def _doubtful(facets: Facets, framework: Framework) -> Flags:
    return np.asarray(facets.r < framework.definition.hysteresis.sole_reliability)


def _lone_denials(facets: Facets, framework: Framework) -> Flags:
    """Rows by which, in each event, the owner denies whose doubtful denial weighs most."""
    denied = np.flatnonzero(_doubtful(facets, framework) & ~facets.affirms)
    out = np.zeros(len(facets.outlet), dtype=bool)
    if len(denied):
        facet, owner = facets.of_row, framework.owner[facets.outlet]
        order = denied[np.lexsort((owner[denied], -facets.r[denied], facet[denied]))]
        _, first = np.unique(facet[order], return_index=True)
        weightiest = np.full(len(facets), -1)
        weightiest[facet[order][first]] = owner[order][first]
        out[denied] = owner[denied] == weightiest[facet[denied]]
    return out


def _without_each(pressure: Floats, facets: Facets, said: Flags, framework: Framework) -> None:
    """Lower each cell of the pressure to what is left without one owner's rows `said`, if that is less."""
    n_indicators, n_owners = len(framework.indicators), int(framework.owner.max()) + 1
    owner = framework.owner[facets.outlet]
    cell = facets.region * n_indicators + facets.indicator
    pairs = np.unique(cell[facets.of_row[said]] * n_owners + owner[said])
    gone, of_pair = pairs % n_owners, pairs // n_owners
    first, last = np.searchsorted(cell, of_pair), np.searchsorted(cell, of_pair, side="right")
    chosen, run = _spans(first, last - first)
    row, of = _spans(facets.starts[chosen], facets.row_counts[chosen])
    stays = np.flatnonzero(~(said[row] & (owner[row] == gone[run[of]])))
    left = picked(facets, chosen, row[stays], of[stays], framework, region=run)
    felt = np.bincount(left.region, point(left, framework).weight, len(pairs))
    np.minimum.at(pressure, of_pair, felt)


def _spans(first: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Positions of spans given by start and size, and which span each belongs to.

    >>> [part.tolist() for part in _spans(np.array([4, 0]), np.array([2, 3]))]
    [[4, 5, 0, 1, 2], [0, 0, 1, 1, 1]]
    """
    span = np.repeat(np.arange(len(sizes)), sizes)
    begins = np.cumsum(sizes) - sizes
    return first[span] + np.arange(len(span)) - begins[span], span
