"""Attention (method B.9, B.12): the share of a country's articles, capped by outlet, shrunk and smoothed over weeks."""

from __future__ import annotations

import numpy as np

from riskbrief.index.draws import Chance, certain
from riskbrief.index.framework import Floats, Framework, Ints

DENOMINATORS = ("country", "panel", "baseline")
LEAST = 1e-9  # reliability with which an outlet of none takes part in the cap


def water_fill(weights: Floats, cap: float) -> Floats:
    """Weights cut so that none holds more than `cap` of their sum; with too few for that, all are made equal.

    >>> water_fill(np.array([10.0, 3, 2, 1]), 0.40).round(9).tolist()
    [4.0, 3.0, 2.0, 1.0]
    """
    count = len(weights)
    share = max(cap, 1 / count)
    ordered = np.sort(weights)[::-1]
    for k in range(count):
        if 1 - k * share <= 1e-12:
            break
        ceiling = share * ordered[k:].sum() / (1 - k * share)
        if ordered[k] <= ceiling + 1e-12:
            return np.asarray(np.minimum(weights, ceiling))
    return np.full(count, ordered[-1])


def outlet_factors(weights: Floats, owner: Ints, cap: float) -> Floats:
    """By how much each outlet is scaled so that no ownership group holds more than `cap` of the weight (B.9)."""
    groups, group = np.unique(owner, return_inverse=True)
    total = np.bincount(group, weights, len(groups)).astype(float)
    return np.asarray((water_fill(total, cap) / total)[group])


def outlet_weights(n: Floats, framework: Framework) -> Floats:
    """w [outlet] = reliability x cap factor from articles by outlet (B.9); 0 where an outlet wrote nothing."""
    out, present = np.zeros(len(n)), n > 0
    if present.any():
        r, owner = framework.reliability[present], framework.owner[present]
        out[present] = r * outlet_factors(
            np.maximum(r, LEAST) * n[present], owner, framework.definition.pressure.outlet_cap
        )
    return out


def attention_shares(
    n: Floats, hits: Floats, outlets: Ints, *, chance: Chance, prior: Floats, framework: Framework
) -> Floats:
    """Share y in % [indicator, draw] = 100 (sum w h + m p0) / (sum w n + m) over the outlets given.

    `n` [outlet] articles in the denominator, `hits` [indicator, outlet], `prior` p0 [indicator] 0-1; w = reliability
    x cap factor. No articles at all: missing.
    """
    rules = framework.definition.pressure
    present = n > 0
    n, hits, outlets = n[present], hits[:, present], outlets[present]
    if not len(n):
        return np.full((len(hits), chance.mass.shape[1]), np.nan)
    r = framework.reliability[outlets]
    factors = outlet_factors(np.maximum(r, LEAST) * n, framework.owner[outlets], rules.outlet_cap)
    weights = chance.weights(framework.reliability)[outlets] * factors[:, None]
    m = rules.shrinkage_articles
    share: Floats = hits @ weights
    share += m * prior[:, None]
    share *= 100
    share /= np.maximum(n @ weights + m, 1e-12)
    return share


def share_slopes(n: Floats, framework: Framework) -> Floats:
    """What a hit of each outlet adds to a share in %, then what the whole usual share does: y is linear in both.

    `n` [outlet] articles in the denominator; missing without any.
    """
    outlets = len(n)
    one, prior = np.vstack([np.eye(outlets), np.zeros((1, outlets))]), np.append(np.zeros(outlets), 1.0)
    chance = certain(framework)
    return attention_shares(n, one, np.arange(outlets), chance=chance, prior=prior, framework=framework)[:, 0]


def raw_share(n: Floats, hits: Floats, framework: Framework) -> Floats:
    """Unshrunk share 0-1 [region, indicator] of a week, the stuff of baselines; missing without articles."""
    weights = framework.reliability
    with np.errstate(invalid="ignore"):
        return np.asarray(np.einsum("rio,o->ri", hits, weights) / (n @ weights)[:, None])


def smooth(now: Floats, before: Floats, half_life_days: Floats) -> Floats:
    """Smoothed share: l x now + (1 - l) x before with l = 1 - 2^(-7 / half-life); a missing past leaves `now`.

    >>> smooth(np.array([20.0]), np.array([10.0]), np.array([14.0])).round(2).tolist()
    [12.93]
    """
    rate = 1 - 2.0 ** (-7 / half_life_days)
    mixed = rate * now + (1 - rate) * before
    if not np.isnan(mixed).any():
        return np.asarray(mixed)
    return np.asarray(np.where(np.isnan(now), before, np.where(np.isnan(before), now, mixed)))
