"""Variance-based sensitivity (method B.23; OECD/JRC handbook, step 7): where the spread of a result comes from.

The first-order index of a factor is the share of a result's variance that its own choice explains; the total index adds
every interaction with other factors. Both from one set of runs: N x (factors + 2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskbrief.index.draws import generator
from riskbrief.index.framework import Flags, Floats, Ints
from riskbrief.index.past import quantile

CONSTANT = 1e-12  # of the squared size of a result: less variance is rounding


@dataclass(frozen=True)
class Indices:
    """Shares of variance [factor, result] with the bounds of their intervals; NaN for a result that does not vary.

    First-order indices of independent factors add up to at most 1; estimates may stray below 0 or above 1 by their
    error. `rows` [result]: how many rows were used, those in which any run gave nothing left out.
    """

    first: Floats
    first_low: Floats
    first_high: Floats
    total: Floats
    total_low: Floats
    total_high: Floats
    rows: Ints


def saltelli(rows: int, factors: int, *key: str) -> Floats:
    """Points between 0 and 1 [block, row, factor]: block 0 is sample A, 1 is B, 2 + i is A with factor i from B.

    Every column is stratified (one point in each of `rows` equal parts), so few rows suffice. Same key, same points.

    >>> points = saltelli(4, 2, "key")
    >>> points.shape, bool((points[2, :, 0] == points[1, :, 0]).all()), bool((points[2, :, 1] == points[0, :, 1]).all())
    ((4, 4, 2), True, True)
    """
    rng = generator("saltelli", *key)
    strata = np.stack([rng.permutation(rows) for _ in range(2 * factors)], axis=1)
    points = (strata + rng.random(strata.shape)) / rows
    a, b = points[:, :factors], points[:, factors:]
    return np.stack([a, b, *(np.where(np.arange(factors) == i, b, a) for i in range(factors))])


def sobol(results: Floats, *key: str, resamples: int, interval: float) -> Indices:
    """Indices from results [block, row, result] of the runs of `saltelli`, with bootstrap intervals over the rows.

    S = mean[f(B) (f(AB) - f(A))] / Var with f centred (Saltelli et al. 2010); T = mean[(f(A) - f(AB))^2] / (2 Var)
    (Jansen 1999). f = x1 + 2 x2 of uniform factors gives .2 and .8:

    >>> points = saltelli(4096, 2, "example")
    >>> found = sobol(points[..., :1] + 2 * points[..., 1:], "example", resamples=50, interval=0.9)
    >>> first, total = found.first[:, 0], found.total[:, 0]
    >>> near = [np.allclose(first, [0.2, 0.8], atol=0.06), np.allclose(total, [0.2, 0.8], atol=0.03)]
    >>> near
    [True, True]
    """
    used = np.asarray(~np.isnan(results).any(axis=0))
    centre = _mean(results.mean(axis=0), used)
    f = np.where(used, results - centre, 0.0)
    a, b, mixed = f[0], f[1], f[2:]
    terms = np.stack(
        [used.astype(float), (a + b) / 2, (a * a + b * b) / 2, *(b * (mixed - a)), *((a - mixed) ** 2 / 2)]
    )
    point = _shares(np.ones((1, len(a))), terms, centre)[:, 0]
    counts = generator("bootstrap", *key).multinomial(len(a), np.full(len(a), 1 / len(a)), size=resamples)
    drawn = _shares(counts.astype(float), terms, centre)
    tail = (1 - interval) / 2
    low, high = (np.array([quantile(kind, q) for kind in drawn]) for q in (tail, 1 - tail))
    return Indices(point[0], low[0], high[0], point[1], low[1], high[1], used.sum(axis=0).astype(np.int64))


def _mean(values: Floats, used: Flags) -> Floats:
    return np.asarray(np.where(used, values, 0.0).sum(axis=0) / np.maximum(used.sum(axis=0), 1))


def _shares(weights: Floats, terms: Floats, centre: Floats) -> Floats:
    """First-order and total indices [2, resample, factor, result] for weights of the rows [resample, row]."""
    sums = np.tensordot(weights, terms, axes=(1, 1))
    mean = sums[:, 1:] / np.maximum(sums[:, :1], 1e-12)
    variance = mean[:, 1] - mean[:, 0] ** 2
    varies = variance > CONSTANT * (1 + centre**2)
    shares = np.where(varies[:, None], mean[:, 2:] / np.where(varies, variance, 1.0)[:, None], np.nan)
    return np.asarray(np.stack(np.split(shares, 2, axis=1)))
