"""Is a change real? (method B.19): paired draws of two weeks, labels, false-discovery control."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from riskbrief.definitions.config import Change
from riskbrief.index.draws import over_draws
from riskbrief.index.framework import Flags, Floats

Labels = npt.NDArray[np.object_]
DETERIORATED, IMPROVED, UNCHANGED, UNCLEAR = "Deteriorated", "Improved", "Unchanged", "Unclear"


def labels(difference: Floats, thin: Flags, rules: Change) -> Labels:
    """Label of differences [..., draw] in points of risk; `thin` [...]: either week thinly covered; None if missing.

    >>> d = np.array([[6, 7, 5, 8, 9, 4, 6, 7, -1, 6.0]])
    >>> labels(d, np.array([False]), Change()).tolist()
    ['Deteriorated']
    """
    (middle,) = over_draws(difference, 0.5)
    sure = np.maximum((difference > 0).mean(axis=-1) * (middle > 0), (difference < 0).mean(axis=-1) * (middle < 0))
    return _named(middle, (sure >= rules.probability - 1e-9) & ~thin, rules)


def controlled_labels(difference: Floats, thin: Flags, rules: Change) -> Labels:
    """Labels of many indicators at once: a change must pass Benjamini-Hochberg over all that moved at all.

    `difference` [region, indicator, draw]. p = 2 min(share of draws <= 0, share >= 0).
    """
    below, above = (difference <= 0).mean(axis=-1), (difference >= 0).mean(axis=-1)
    p = np.minimum(1, 2 * np.minimum(below, above))
    (middle,) = over_draws(difference, 0.5)
    tested = ~np.isnan(middle) & (difference != 0).any(axis=-1)
    significant = np.zeros(p.shape, dtype=bool)
    significant[tested] = benjamini_hochberg(p[tested], rules.false_discovery)
    return _named(middle, significant & ~thin, rules)


def benjamini_hochberg(p: Floats, q: float) -> Flags:
    """Which hypotheses are rejected at false-discovery rate q.

    >>> benjamini_hochberg(np.array([.003, .012, .04, .20, .60]), .10).tolist()
    [True, True, True, False, False]
    """
    order = np.argsort(p, kind="stable")
    passed = np.flatnonzero(p[order] <= q * np.arange(1, len(p) + 1) / max(len(p), 1))
    out = np.zeros(len(p), dtype=bool)
    out[order[: passed[-1] + 1 if len(passed) else 0]] = True
    return out


def _named(middle: Floats, sure: Flags, rules: Change) -> Labels:
    out = np.full(middle.shape, None, dtype=object)
    out[np.abs(middle) < rules.delta] = UNCHANGED
    out[np.abs(middle) >= rules.delta] = UNCLEAR
    out[(middle >= rules.delta) & sure] = DETERIORATED
    out[(middle <= -rules.delta) & sure] = IMPROVED
    return out
