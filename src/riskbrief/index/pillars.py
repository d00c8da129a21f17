"""Indicators to pillars to the index (method B.13, B.15-B.17), for the point estimate and all draws at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

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
    if scores.shape[2] == 1:
        return _pillar(scores, pillar, framework, factor)
    members = framework.of(pillar, "aggravating")
    known = ~np.isnan(scores[:, members, 0])
    blocks = _alike(known)
    if not blocks:
        return _pillar(scores, pillar, framework, factor)
    joined = _joined([_pillar(scores[rows], pillar, framework, factor) for rows in blocks], np.concatenate(blocks))
    return replace(joined, share=known_share(known, framework.weight[members]))  # a block's last bit may differ


def _alike(known: Flags) -> list[Ints]:
    """Rows of `known` [row, part] in blocks of equal ones, which share all weights; those like no other go together.

    No block is of one row if there are others: numpy adds up the parts of a single one in another order.
    """
    same: dict[bytes, list[int]] = {}
    for n, row in enumerate(known):
        same.setdefault(row.tobytes(), []).append(n)
    blocks = [rows for rows in same.values() if len(rows) > 1]
    single = [rows[0] for rows in same.values() if len(rows) == 1]
    if len(single) == 1 and blocks:
        blocks[-1] += single
    elif single:
        blocks.append(single)
    return [np.array(rows, dtype=np.int64) for rows in blocks]


def _joined(blocks: Sequence[Whole], rows: Ints) -> Whole:
    """Blocks in one, each row in its place."""
    place = np.argsort(rows)
    return Whole(*(np.concatenate([getattr(b, f.name) for b in blocks])[place] for f in fields(Whole)))


def _pillar(scores: Floats, pillar: int, framework: Framework, factor: Floats) -> Whole:
    """The pillar of any regions; weights are shared where all know the same indicators."""
    rules = framework.definition.pillars[framework.pillars[pillar]]  # type: ignore[index]
    members = framework.of(pillar, "aggravating")
    weight, own = framework.weight[members], scores[:, members]
    assessed = ~np.isnan(scores[:, members, 0])
    alike = scores.shape[2] > 1 and (assessed == assessed[:1]).all()
    weights = renormalised(weight, assessed[:1] if alike else assessed, factor[members])
    gross, importance = aggregate(rules.aggregate, own, weights)
    gross, parts, setter = _with_floor(gross, importance, own, assessed & framework.is_critical[members], rules.floor)
    each, discount = _discounts(scores, pillar, framework, factor, rules.rho)
    missing = ~enough(rules.missing, assessed, weight, min_weight=framework.definition.composite.min_weight)
    out = np.zeros((len(scores), len(framework.indicators)))
    out[:, members] = parts
    out -= gross[:, :1] * each
    score = np.where(missing[:, None], np.nan, gross * (1 - discount))
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
    value, parts, setter = _with_floor(value, importance, pillars, assessed & of_floor, rules.floor)
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


def _with_floor(
    value: Floats, importance: Floats, scores: Floats, counts: Flags, share: float
) -> tuple[Floats, Floats, Ints]:
    """The whole with its floor, points of each part (all to the part whose floor binds), and that part or -1.

    The floor: `share` x the highest score of the parts that may set the whole alone, `counts` [region, part].
    """
    total = importance[:, :, 0].sum(axis=1, keepdims=True)
    shares = np.where(total > 0, importance[:, :, 0] / np.where(total > 0, total, 1.0), 0.0)
    able = np.flatnonzero(counts.any(axis=0))
    if not len(able):
        lifted = np.maximum(value, 0.0)
        return lifted, lifted[:, :1] * shares, np.full(len(value), -1)
    floor = np.where(counts[:, able, None], share * np.nan_to_num(scores[:, able]), 0.0)
    top = able[floor[:, :, 0].argmax(axis=1)]
    binds = floor[:, :, 0].max(axis=1) > value[:, 0] + 1e-12
    lifted = np.maximum(value, floor.max(axis=1))
    points = lifted[:, :1] * np.where(binds[:, None], np.eye(counts.shape[1])[top], shares)
    return lifted, points, np.where(binds, top, -1)


def _discounts(scores: Floats, pillar: int, framework: Framework, factor: Floats, rho: float) -> tuple[Floats, Floats]:
    """Share of the gross score that each protective indicator takes off in the point estimate [region, indicator], and
    that all of them do [region, draw] (B.15); a missing one takes nothing."""
    each = np.zeros(scores.shape[:2])
    members = framework.of(pillar, "protective")
    if not len(members):
        return each, np.zeros((len(scores), 1))
    disturbed = framework.weight[members][:, None] * factor[members]
    weights = disturbed / np.maximum(disturbed.sum(axis=0), 1e-12)
    taken = rho * weights[None] * np.nan_to_num(scores[:, members]) / 100
    each[:, members] = taken[:, :, 0]
    return each, each.sum(axis=1, keepdims=True) if scores.shape[2] == 1 else taken.sum(axis=1)


def _assessable(assessed: Flags, weight: Floats, rules: Composite, framework: Framework) -> Flags:
    """Regions whose index may be told: the required pillars, enough pillars, enough of their weight."""
    required = np.array([p in rules.required_pillars for p in framework.pillars])
    counted = assessed[:, required].all(axis=1) & (assessed.sum(axis=1) >= rules.min_pillars)
    return np.asarray(counted & enough(rules.missing, assessed, weight, min_weight=rules.min_weight))
