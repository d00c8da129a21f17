"""What single outlets carry alone: their share of all event weight before and after the cap (method B.9)."""

from __future__ import annotations

import numpy as np

from riskbrief.index.framework import Framework
from riskbrief.index.measure import Measured


def lone_shares(measured: Measured, framework: Framework) -> dict[str, tuple[float, float]]:
    """By outlet that alone carries an event: its share 0-1 of the panel's event weight without and with the cap.

    Only outlets with a share; none where nothing weighs.
    """
    facets, outlets = measured.facets, len(framework.outlets)
    weight, cap = (np.concatenate([getattr(f, n) for f in measured.felt] or [[]]) for n in ("weight", "cap"))
    inside = facets.region < framework.panel_size
    alone = np.flatnonzero(facets.affirms & ((facets.n_origins == 1) & inside)[facets.of_row])
    facet, outlet = facets.of_row[alone], facets.outlet[alone]
    shares = []
    for weights in (weight / cap, weight):
        total = float(weights[inside].sum())
        own = np.bincount(outlet, weights[facet], outlets)
        shares.append(own / total if total > 0 else np.zeros(outlets))
    names = framework.outlets
    return {names[o]: (float(shares[0][o]), float(shares[1][o])) for o in range(outlets) if shares[0][o] > 0}
