"""Whether the parts of a whole belong together (method B.25): rank correlations among them, and Cronbach's alpha.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 4, multivariate analysis; Cronbach (1951),
Coefficient alpha and the internal structure of tests, Psychometrika 16.
"""

from __future__ import annotations

import numpy as np

from riskbrief.skill.scores import Floats
from riskbrief.skill.validity import correlation, ranks


def rank_correlations(parts: Floats) -> Floats:
    """Spearman's rank correlation of every pair of parts [part, part] over the cases of `parts` [part, case].

    A pair is compared where both are known (not NaN); NaN where one of them does not vary there.

    >>> rank_correlations(np.array([[1.0, 2, 3], [9.0, 5, 1], [4.0, 4, 4]])).tolist()[0]
    [1.0, -1.0, nan]
    """
    n = len(parts)
    out = np.full((n, n), np.nan)
    for one in range(n):
        for other in range(one, n):
            both = ~np.isnan(parts[one]) & ~np.isnan(parts[other])
            out[one, other] = out[other, one] = _alike(parts[one, both], parts[other, both])
    return out


def _alike(x: Floats, y: Floats) -> float:
    return float(correlation(ranks(x), ranks(y))) if len(x) > 1 else float("nan")


def cronbach_alpha(parts: Floats) -> float:
    """n / (n - 1) x (1 - sum of the variances / variance of the sum) over the cases in which all parts are known.

    NaN with fewer than two parts or cases, or where their sum does not vary. It is told, never aimed at.

    >>> round(cronbach_alpha(np.array([[1.0, 2, 3, 4], [2.0, 2, 4, 4], [1.0, 3, 3, 5]])), 3)
    0.933
    """
    whole = parts[:, ~np.isnan(parts).any(axis=0)]
    n = len(whole)
    if n < 2 or whole.shape[1] < 2 or not (spread := float(whole.sum(axis=0).var(ddof=1))):
        return float("nan")
    return n / (n - 1) * (1 - float(whole.var(axis=1, ddof=1).sum()) / spread)
