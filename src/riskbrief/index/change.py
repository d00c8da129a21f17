"""Is a change real? (method B.19): paired draws of two weeks, labels, false-discovery control."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from riskbrief.definitions.config import Change
from riskbrief.index.draws import of_ordered
from riskbrief.index.framework import Flags, Floats, Ints

Labels = npt.NDArray[np.object_]
DETERIORATED, IMPROVED, UNCHANGED, UNCLEAR = "Deteriorated", "Improved", "Unchanged", "Unclear"


def labels(difference: Floats, thin: Flags, rules: Change) -> Labels:
    """Label of differences [..., draw] in points of risk; `thin` [...]: either week thinly covered; None if missing.

    >>> d = np.array([[6, 7, 5, 8, 9, 4, 6, 7, -1, 6.0]])
    >>> labels(d, np.array([False]), Change()).tolist()
    ['Deteriorated']
    """
    middle, below, above = _spread(difference)
    sure = np.maximum(above * (middle > 0), below * (middle < 0)) / difference.shape[-1]
    return _named(middle, (sure >= rules.probability - 1e-9) & ~thin, rules)


def controlled_labels(difference: Floats, thin: Flags, rules: Change) -> Labels:
    """Labels of many indicators at once: a change must pass Benjamini-Hochberg over all that moved at all.

    `difference` [region, indicator, draw]. p = 2 min(share of draws <= 0, share >= 0).
    """
    middle, below, above = _spread(difference)
    n = difference.shape[-1]
    p = np.minimum(1, 2 * np.minimum((n - above) / n, (n - below) / n))
    tested = ~np.isnan(middle) & (below + above > 0)
    significant = np.zeros(p.shape, dtype=bool)
    significant[tested] = benjamini_hochberg(p[tested], rules.false_discovery)
    return _named(middle, significant & ~thin, rules)


def _spread(difference: Floats) -> tuple[Floats, Ints, Ints]:
    """Median of differences [..., draw], NaN if any is missing, and how many draws are below and above 0."""
    middle = np.full(difference.shape[:-1], np.nan)
    below, above = (np.zeros(middle.shape, dtype=np.int64) for _ in range(2))
    known = ~np.isnan(difference[..., 0])
    ordered = difference[known]
    ordered.sort(axis=-1)
    (middle[known],) = of_ordered(ordered, 0.5)
    below[known], above[known] = (ordered < 0).sum(axis=-1), (ordered > 0).sum(axis=-1)
    return middle, below, above


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
