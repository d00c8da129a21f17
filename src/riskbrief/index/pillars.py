"""Indicators to pillars to the index (method B.13, B.15-B.17), for the point estimate and all draws at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskbrief.definitions.config import Composite
from riskbrief.index.aggregate import aggregate
from riskbrief.index.framework import Flags, Floats, Framework, Ints
from riskbrief.index.missing import enough, known_share, renormalised


@dataclass(frozen=True)
class Whole:
    """A pillar or the index: `score` [region, draw]; `parts` [region, child] points that sum to the score;
    `setter` [region]: child whose floor set the score, -1 if none; `share` [region]: weight that was assessed."""

    score: Floats
    parts: Floats
    setter: Ints
    share: Floats


def pillar_whole(scores: Floats, pillar: int, *, framework: Framework, factor: Floats) -> Whole:
    """One pillar from indicator scores [region, indicator, draw]; `factor` [indicator, draw] disturbs the weights.

    P = max(aggregate, floor x highest critical) x (1 - rho x protective mean / 100); missing by the pillar's policy.
    """
    rules = framework.definition.pillars[framework.pillars[pillar]]  # type: ignore[index]
    members = framework.of(pillar, "aggravating")
    weight = framework.weight[members]
    assessed = ~np.isnan(scores[:, members, 0])
    weights = renormalised(weight, assessed, factor[members])
    gross, importance = aggregate(rules.aggregate, scores[:, members], weights)
    floor = _floor(scores[:, members], assessed & framework.is_critical[members], rules.floor)
    gross, parts, setter = _with_floor(gross, importance, floor)
    discounts = _discounts(scores, pillar, framework, factor, rules.rho)
    missing = ~enough(rules.missing, assessed, weight, min_weight=framework.definition.composite.min_weight)
    out = np.zeros((len(scores), len(framework.indicators)))
    out[:, members] = parts
    out -= gross[:, :1] * discounts[:, :, 0]
    score = np.where(missing[:, None], np.nan, gross * (1 - discounts.sum(axis=1)))
    named = np.append(members, -1)[setter]
    share = known_share(assessed, weight)
    return Whole(score, np.where(missing[:, None], np.nan, out), np.where(missing, -1, named), share)


def index_whole(pillars: Floats, *, framework: Framework, factor: Floats) -> Whole:
    """The index from pillars [region, pillar, draw]; missing without the required pillars or with too few."""
    rules = framework.definition.composite
    weight = np.array([p.weight for p in framework.definition.pillars.values()])
    assessed = ~np.isnan(pillars[:, :, 0])
    value, importance = aggregate(rules.aggregate, pillars, renormalised(weight, assessed, factor))
    of_floor = np.array([p in rules.floor_pillars for p in framework.pillars])
    value, parts, setter = _with_floor(value, importance, _floor(pillars, assessed & of_floor, rules.floor))
    missing = ~_assessable(assessed, weight, rules, framework)
    score = np.where(missing[:, None], np.nan, value)
    share = known_share(assessed, weight)
    return Whole(score, np.where(missing[:, None], np.nan, parts), np.where(missing, -1, setter), share)


def spatial_lag(scores: Floats, weights: Floats, total: Floats, *, min_share: float) -> Floats:
    """Weighted mean of neighbours' scores [region, draw]; missing when less than `min_share` of weight is assessed.

    `weights` [region, neighbour]; `total` [region] includes neighbours that are never assessed.
    """
    assessed = (~np.isnan(scores[:, 0])).astype(float)
    known = weights @ assessed
    mean = np.einsum("ab,bd->ad", weights, np.nan_to_num(scores)) / np.maximum(known, 1e-12)[:, None]
    enough = (known > 0) & (known >= min_share * total - 1e-9)
    return np.asarray(np.where(enough[:, None], mean, np.nan))


def _floor(scores: Floats, counts: Flags, share: float) -> Floats:
    """share x score of the parts that may set the whole alone, else 0: [region, part, draw]."""
    return np.where(counts[:, :, None], share * np.nan_to_num(scores), 0.0)


def _with_floor(value: Floats, importance: Floats, floor: Floats) -> tuple[Floats, Floats, Ints]:
    """The whole with its floor, points of each part (all to the part whose floor binds), and that part or -1."""
    if not floor.shape[1]:
        return value, importance[:, :, 0], np.full(len(value), -1)
    top = floor[:, :, 0].argmax(axis=1)
    binds = floor[:, :, 0].max(axis=1) > value[:, 0] + 1e-12
    total = importance[:, :, 0].sum(axis=1, keepdims=True)
    shares = np.where(total > 0, importance[:, :, 0] / np.where(total > 0, total, 1.0), 0.0)
    lifted = np.maximum(value, floor.max(axis=1))
    alone = np.eye(floor.shape[1])[top]
    points = lifted[:, :1] * np.where(binds[:, None], alone, shares)
    return lifted, points, np.where(binds, top, -1)


def _discounts(scores: Floats, pillar: int, framework: Framework, factor: Floats, rho: float) -> Floats:
    """Share of the gross score that each protective indicator takes off (B.15); a missing one takes nothing."""
    out = np.zeros(scores.shape)
    members = framework.of(pillar, "protective")
    if len(members):
        disturbed = framework.weight[members][:, None] * factor[members]
        weights = disturbed / np.maximum(disturbed.sum(axis=0), 1e-12)
        out[:, members] = rho * weights[None] * np.nan_to_num(scores[:, members]) / 100
    return out


def _assessable(assessed: Flags, weight: Floats, rules: Composite, framework: Framework) -> Flags:
    """Regions whose index may be told: the required pillars, enough pillars, enough of their weight."""
    required = np.array([p in rules.required_pillars for p in framework.pillars])
    counted = assessed[:, required].all(axis=1) & (assessed.sum(axis=1) >= rules.min_pillars)
    return np.asarray(counted & enough(rules.missing, assessed, weight, min_weight=rules.min_weight))
