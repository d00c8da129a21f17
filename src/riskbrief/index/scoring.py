"""One week scored: indicators, spillover, pillars, index, intervals and change labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from riskbrief.index.change import IMPROVED, UNCLEAR, Labels, controlled_labels, labels
from riskbrief.index.darkness import DARK
from riskbrief.index.draws import Draws, interval
from riskbrief.index.framework import FULL, Flags, Floats, Framework, Ints
from riskbrief.index.measure import Measured
from riskbrief.index.normalise import normalise
from riskbrief.index.past import earliest, masked
from riskbrief.index.pillars import Whole, index_whole, pillar_whole, spatial_lag


@dataclass(frozen=True)
class Nodes:
    """All scores of a week with their draws: `scores` [region, node, draw]; nodes: index, pillars, indicators."""

    scores: Floats
    n_pillars: int

    @property
    def index(self) -> Floats:
        """[region, draw]."""
        return self.scores[:, 0]

    @property
    def indicators(self) -> Floats:
        """[region, indicator, draw]."""
        return self.scores[:, 1 + self.n_pillars :]

    @property
    def drawn(self) -> bool:
        return bool(self.scores.shape[-1] > 1)

    def point(self) -> Nodes:
        """The point estimates without draws."""
        return Nodes(self.scores[..., :1].copy(), self.n_pillars)


@dataclass(frozen=True)
class WeekScores:
    """A scored week. Node axis everywhere: index, pillars, indicators. `carried` [region, indicator]: how many weeks
    old a carried score is, 0 = this week's own; `crowded`, `hushed`, `fewer`: falls not called an improvement, as other
    topics filled the week, the press was silent in it or the one before, or an indicator known then is missing now;
    `wholes`: index then pillars with their parts."""

    measured: Measured
    values: Floats
    score: Floats
    low: Floats
    high: Floats
    label: Labels
    crowded: Flags
    hushed: Flags
    fewer: Flags
    carried: Ints
    wholes: tuple[Whole, ...]
    nodes: Nodes


def score_week(measured: Measured, past: Sequence[WeekScores], *, framework: Framework, draws: Draws) -> WeekScores:
    """Scores of a week from its observations and the weeks before."""
    values, first = measured.values[..., 0].copy(), earliest(measured.window)
    history = np.array([*(w.values for w in past[first:]), values])
    nodes = _normalised(measured, masked(history, measured.window[first:]), framework)
    scores, carried = nodes.indicators, np.zeros(values.shape, dtype=np.int64)
    factor = draws.indicator_factor[:, : scores.shape[2]]
    for position in framework.computed("spatial_lag"):
        own = without_spillover(scores, position, framework=framework, factor=factor)
        least = framework.definition.coverage.min_neighbour_share
        lag = spatial_lag(own, framework.neighbours, framework.n_neighbours, min_share=least)
        lag = np.where(measured.assessed[:, None], lag, np.nan)
        values[:, position], scores[:, position] = lag[:, 0], np.clip(lag, 0, 100)
    _carry(scores, carried, measured.assessed, past, framework.definition.coverage.carry_weeks)
    wholes = _aggregated(nodes, framework, draws)
    low, high = interval(nodes.scores, framework.definition.uncertainty)
    alone = measured.reporting.n_sources < framework.definition.uncertainty.min_outlets
    low[alone], high[alone] = np.nan, np.nan
    label, crowded, hushed, fewer = _labels(nodes, measured, past, framework)
    score = nodes.scores[..., 0].copy()
    return WeekScores(measured, values, score, low, high, label, crowded, hushed, fewer, carried, wholes, nodes)


def forget_draws(week: WeekScores) -> WeekScores:
    """The week without its draws, which only the next week's change needs."""
    measured = replace(
        week.measured,
        reporting=replace(week.measured.reporting, hits=np.zeros((0, 0, 0))),
        values=week.measured.values[..., :1].copy(),
        smoothed=week.measured.smoothed[..., :1].copy(),
    )
    wholes = tuple(replace(w, score=w.score[:, :1].copy()) for w in week.wholes)
    return replace(week, nodes=week.nodes.point(), measured=measured, wholes=wholes)


def _normalised(measured: Measured, past: Floats, framework: Framework) -> Nodes:
    """Scores of indicators but spillover, against baseline weeks, with room for those of the wholes."""
    values, n_pillars = measured.values, len(framework.pillars)
    nodes = Nodes(np.empty((len(values), 1 + n_pillars + values.shape[1], values.shape[2])), n_pillars)
    for n, indicator in enumerate(framework.indicators):
        scores = normalise(values[:, n], indicator, past=past[:, :, n], definition=framework.definition)
        nodes.indicators[:, n] = scores
    return nodes


def without_spillover(scores: Floats, position: int, *, framework: Framework, factor: Floats) -> Floats:
    """The pillar that spills over, without spillover itself, so that no feedback can arise (B.13)."""
    without = scores.copy()
    without[:, framework.computed("spatial_lag")] = np.nan
    pillar = int(framework.pillar_index[position])
    return pillar_whole(without, pillar, framework=framework, factor=factor).score


def pressing(week: WeekScores, indicator: int, framework: Framework) -> Floats:
    """What each region sends to its neighbours [region]: its pillar without spillover, nothing carried (B.13)."""
    own = np.where(week.carried > 0, np.nan, week.nodes.indicators[..., 0])[..., None]
    even = np.ones((own.shape[1], 1))
    return without_spillover(own, indicator, framework=framework, factor=even)[:, 0]


def _carry(scores: Floats, carried: Ints, assessed: Flags, past: Sequence[WeekScores], most: int) -> None:
    """Fill what is missing in an assessed week with the last valid score, at most `most` weeks old (B.17)."""
    for age in range(1, min(most, len(past)) + 1):
        earlier = past[-age]
        own = earlier.nodes.indicators[..., :1]
        usable = assessed[:, None] & np.isnan(scores[..., 0]) & ~np.isnan(own[..., 0]) & (earlier.carried == 0)
        scores[usable] = np.broadcast_to(own, scores.shape)[usable]
        carried[usable] = age


def _aggregated(nodes: Nodes, framework: Framework, draws: Draws) -> tuple[Whole, ...]:
    """Index, then pillars, of the scores of indicators; the nodes hold their scores too from now on."""
    scores, width = nodes.indicators, nodes.scores.shape[2]
    factor = draws.indicator_factor[:, :width]
    pillars = [pillar_whole(scores, p, framework=framework, factor=factor) for p in range(len(framework.pillars))]
    stacked = np.stack([p.score for p in pillars], axis=1)
    index = index_whole(stacked, framework=framework, factor=draws.pillar_factor[:, :width])
    nodes.scores[:, 0], nodes.scores[:, 1 : 1 + len(pillars)] = index.score, stacked
    return index, *pillars


def _labels(
    nodes: Nodes, measured: Measured, past: Sequence[WeekScores], framework: Framework
) -> tuple[Labels, Flags, Flags, Flags]:
    """Change labels of all nodes; falls of attention in a crowded week are not called an improvement (B.12), nor is
    anything beside a week in which the press was silent, nor a whole of which less is known than the week before."""
    shape = nodes.scores.shape[:2]
    missing, crowded = np.full(shape, None, dtype=object), np.zeros(shape, dtype=bool)
    if not past or not (nodes.drawn and past[-1].nodes.drawn):
        return missing, crowded, crowded, crowded
    rules = framework.definition.change
    difference = nodes.scores[..., 1:] - past[-1].nodes.scores[..., 1:]
    n_wholes = 1 + len(framework.pillars)
    direction = np.array([{"protective": -1.0, "context": np.nan}.get(i.direction, 1.0) for i in framework.indicators])
    thin = (measured.coverage < FULL) | (past[-1].measured.coverage < FULL)
    everywhere = np.broadcast_to(thin[:, None], shape)
    wholes = labels(difference[:, :n_wholes], everywhere[:, :n_wholes], rules)
    turned = n_wholes + np.flatnonzero(direction != 1)
    difference[:, turned] *= direction[turned - n_wholes, None]
    parts = controlled_labels(difference[:, n_wholes:], everywhere[:, n_wholes:], rules)
    out = np.concatenate([wholes, parts], axis=1)
    busy = np.nan_to_num(measured.volume) > rules.crowded_volume
    crowded[:, n_wholes:] = busy[:, None] & framework.is_attention & (direction > 0) & (parts == IMPROVED)
    out[crowded] = UNCLEAR
    silent = (measured.press.state == DARK) | (past[-1].measured.press.state == DARK)
    hushed = silent[:, None] & (out == IMPROVED)
    fewer = _lost(nodes, past[-1], framework) & (out == IMPROVED)
    out[hushed | fewer] = UNCLEAR
    return out, crowded, hushed, fewer


def _lost(nodes: Nodes, before: WeekScores, framework: Framework) -> Flags:
    """Which wholes lack an indicator of risk that they had the week before: [region, node]."""
    aggravating = np.array([i.direction == "aggravating" for i in framework.indicators])
    gone = aggravating & np.isnan(nodes.indicators[..., 0]) & ~np.isnan(before.nodes.indicators[..., 0])
    out = np.zeros(nodes.scores.shape[:2], dtype=bool)
    for pillar in range(len(framework.pillars)):
        out[:, 1 + pillar] = gone[:, framework.pillar_index == pillar].any(axis=1)
    out[:, 0] = out[:, 1:].any(axis=1)
    return out
