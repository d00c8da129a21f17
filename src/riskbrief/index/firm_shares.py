"""Shares of attention that no single doubtful voice carries: what levels are read from (method A.4, B.9, B.12, B.21).

An owner speaks doubtfully in an outlet whose reliability is below `hysteresis.sole_reliability`. Of every indicator of
a country the owner is left out whose doubtful articles raise its share most, and the one whose doubtful articles lower
it most. So one such owner, however much it writes, of whatever, puts no share above or below what all others tell.
"""

from __future__ import annotations

import numpy as np

from riskbrief.index.attention import outlet_weights
from riskbrief.index.framework import Floats, Framework

NOTHING = 1e-12  # a weight of articles this small is none


def firm_raw_shares(n: Floats, hits: Floats, framework: Framework) -> Floats:
    """Unshrunk firm share 0-1 [region, indicator], the stuff of baselines; missing without articles that are left.

    `n` [region, outlet] articles, `hits` [region, indicator, outlet].
    """
    weights = np.broadcast_to(framework.reliability, n.shape)
    return _without_extremes(n * weights, hits * weights[:, None], framework, prior=np.full(hits.shape[:2], np.nan))


def firm_shares(n: Floats, hits: Floats, *, prior: Floats, framework: Framework) -> Floats:
    """Firm share y in % [region, indicator]: as `attention.attention_shares` has it, from what is left.

    `prior` [region, indicator] 0-1: the usual firm share, which is all there is where nothing is left.
    """
    weights = np.array([outlet_weights(row, framework) for row in n]).reshape(n.shape)
    m = framework.definition.pressure.shrinkage_articles
    return 100 * _without_extremes(n * weights, hits * weights[:, None], framework, prior=prior, shrinkage=m)


def _without_extremes(n: Floats, hits: Floats, framework: Framework, *, prior: Floats, shrinkage: float = 0) -> Floats:
    """(hits + m p0) / (n + m) [region, indicator] from weighed numbers, without the two owners."""
    doubtful = np.flatnonzero(framework.reliability < framework.definition.hysteresis.sole_reliability)
    owners, of = np.unique(framework.owner[doubtful], return_inverse=True)
    belongs = np.eye(len(owners))[of]
    written, said = n[:, doubtful] @ belongs, hits[:, :, doubtful] @ belongs
    top = hits.sum(axis=2) + (shrinkage * prior if shrinkage else 0)
    whole = np.broadcast_to(n.sum(axis=1)[:, None] + shrinkage, top.shape)
    if len(owners):
        rest = _ratio(top[..., None] - said, whole[..., None] - written[:, None], _ratio(top, whole, prior)[..., None])
        full = _ratio(top, whole, prior)
        for chosen, moves in (
            (rest.argmin(axis=2), rest.min(axis=2) < full),
            (rest.argmax(axis=2), rest.max(axis=2) > full),
        ):
            top = top - np.where(moves, np.take_along_axis(said, chosen[..., None], axis=2)[..., 0], 0)
            whole = whole - np.where(moves, np.take_along_axis(written, chosen, axis=1), 0)
    return _ratio(np.maximum(top, 0), whole, prior)


def _ratio(top: Floats, whole: Floats, otherwise: Floats) -> Floats:
    some = whole > NOTHING
    return np.where(some, top / np.where(some, whole, 1), otherwise)
