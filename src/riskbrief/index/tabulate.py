"""Scored weeks as the declared tables: observations, scores, contributions, with a reason for what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from riskbrief.index.darkness import STATE_NAMES
from riskbrief.index.framework import COVERAGE_NAMES, Floats, Framework, Ints
from riskbrief.index.reasons import reasons
from riskbrief.index.rescore import Rescored
from riskbrief.index.scoring import WeekScores, pressing
from riskbrief.tables import CONTRIBUTIONS, OBSERVATIONS, SCORES

Values = Any  # an array of whatever a column holds
DECIMALS = 9  # so that the last bit of a machine's arithmetic never reaches a file


def observation_table(weeks: Sequence[WeekScores], framework: Framework) -> pd.DataFrame:
    """OBSERVATIONS of the panel, all weeks."""
    columns = _grid([str(w.measured.week) for w in weeks], framework, framework.indicator_ids, "indicator_id")
    n = len(framework.indicator_ids)
    columns["value"] = _flat([w.values for w in weeks], framework)
    firm = [np.where(np.isnan(w.measured.firm), w.values, w.measured.firm) for w in weeks]
    columns["firm_value"] = _flat(firm, framework)
    states = np.concatenate([w.measured.press.state[: framework.panel_size] for w in weeks])
    columns["press"] = np.array(STATE_NAMES, dtype=object)[np.repeat(states, n)]
    columns["n_mentions"] = _flat([w.measured.reporting.n_mentions for w in weeks], framework)
    return OBSERVATIONS.shape(pd.DataFrame(columns | _circumstances(weeks, framework, n)))


def score_table(weeks: Sequence[WeekScores], anomaly: Floats, again: Rescored, framework: Framework) -> pd.DataFrame:
    """SCORES of the panel, all weeks; levels are those of the weeks scored `again`."""
    nodes = ("index", *framework.pillars, *framework.indicator_ids)
    columns = _grid([str(w.measured.week) for w in weeks], framework, nodes, "node")
    kinds = ["index"] + ["pillar"] * len(framework.pillars) + ["indicator"] * len(framework.indicator_ids)
    n_cells = len(weeks) * framework.panel_size
    score = np.array([w.score for w in weeks])
    previous = np.concatenate([np.full((1, *score.shape[1:]), np.nan), score[:-1]])
    only_index = np.full((3, *score.shape), np.nan)
    only_index[:, :, :, 0] = again.level, again.raw_level, again.firm
    columns |= {
        "level": np.tile(np.array(kinds, dtype=object), n_cells),
        "score": _flat(list(score), framework),
        "low": _flat([w.low for w in weeks], framework),
        "high": _flat([w.high for w in weeks], framework),
        "risk_level": _flat(list(only_index[0]), framework),
        "raw_level": _flat(list(only_index[1]), framework),
        "firm_score": _flat(list(only_index[2]), framework),
        "change": _flat(list(score - previous), framework),
        "change_label": _flat([w.label for w in weeks], framework),
        "reason": _flat([reasons(w, weeks[:t], framework) for t, w in enumerate(weeks)], framework),
        "n_origins": _flat([_origins(w, framework) for w in weeks], framework),
        "anomaly": _flat(list(anomaly), framework),
    }
    return SCORES.shape(pd.DataFrame(columns | _circumstances(weeks, framework, len(nodes))))


def contribution_table(weeks: Sequence[WeekScores], framework: Framework) -> pd.DataFrame:
    """CONTRIBUTIONS of the panel: parts that moved a score; a protective one as `discount:<indicator>`; of spillover
    every neighbour that was assessed, unless the score was carried forward."""
    found = [
        _parts(week, node, region, part, points, framework)
        for week in weeks
        for node, region, part, points in (*_of_wholes(week, framework), *_of_spillover(week, framework))
    ]
    if not found:
        return CONTRIBUTIONS.empty()
    return CONTRIBUTIONS.shape(pd.DataFrame({name: np.concatenate([f[name] for f in found]) for name in found[0]}))


Found = tuple[str, Ints, Values, Floats]  # node, then of each part its region, name and points


def _of_wholes(week: WeekScores, framework: Framework) -> Iterator[Found]:
    """What moved the index and each pillar."""
    children = np.array(
        [f"discount:{i.id}" if i.direction == "protective" else i.id for i in framework.indicators], dtype=object
    )
    for node, whole in zip(("index", *framework.pillars), week.wholes, strict=True):
        names = np.array(framework.pillars, dtype=object) if node == "index" else children
        region, part = np.nonzero(np.nan_to_num(whole.parts[: framework.panel_size]))
        yield node, region, names[part], whole.parts[region, part]


def _of_spillover(week: WeekScores, framework: Framework) -> Iterator[Found]:
    """What each assessed neighbour gives of a country's spillover (B.13)."""
    names = np.array([f"neighbour:{region}" for region in framework.regions], dtype=object)
    for position in framework.computed("spatial_lag"):
        sent = pressing(week, position, framework)
        border = framework.neighbours[: framework.panel_size] * ~np.isnan(sent)
        own = week.nodes.indicators[: framework.panel_size, position, 0]
        told = ~np.isnan(own) & (week.carried[: framework.panel_size, position] == 0)
        region, part = np.nonzero(border * told[:, None])
        shares = border / np.maximum(border.sum(axis=1, keepdims=True), 1e-12)
        yield framework.indicator_ids[position], region, names[part], shares[region, part] * sent[part]


def _parts(
    week: WeekScores, node: str, region: Ints, part: Values, points: Floats, framework: Framework
) -> dict[str, Values]:
    return {
        "region_id": np.array(framework.regions, dtype=object)[region],
        "week": np.full(len(part), str(week.measured.week), dtype=object),
        "node": np.full(len(part), node, dtype=object),
        "part": part,
        "points": np.round(points, DECIMALS) + 0.0,
    }


def _grid(weeks: list[str], framework: Framework, nodes: Sequence[str], name: str) -> dict[str, Values]:
    n_regions, n_nodes = framework.panel_size, len(nodes)
    regions = np.array(framework.regions[:n_regions], dtype=object)
    return {
        "week": np.repeat(np.array(weeks, dtype=object), n_regions * n_nodes),
        "region_id": np.tile(np.repeat(regions, n_nodes), len(weeks)),
        name: np.tile(np.array(nodes, dtype=object), len(weeks) * n_regions),
    }


def _flat(by_week: Sequence[Values], framework: Framework) -> Values:
    """Arrays [region, node] of all weeks as one column of the panel, rounded."""
    out = np.concatenate([a[: framework.panel_size].reshape(-1) for a in by_week])
    return np.round(out, DECIMALS) + 0.0 if out.dtype == np.float64 else out


def _circumstances(weeks: Sequence[WeekScores], framework: Framework, n_nodes: int) -> dict[str, Values]:
    """Coverage and counts of each country-week, repeated for its nodes."""
    per_week = [(w.measured.coverage, w.measured.reporting.n_articles, w.measured.reporting.n_sources) for w in weeks]
    spread = [np.repeat(np.concatenate([p[k][: framework.panel_size] for p in per_week]), n_nodes) for k in range(3)]
    names = np.array(COVERAGE_NAMES, dtype=object)[spread[0]]
    return {"coverage": names, "n_articles": spread[1], "n_sources": spread[2]}


def _origins(week: WeekScores, framework: Framework) -> Ints:
    """Independent productions that feed each node: [region, node] with nodes index, pillars, indicators."""
    region, indicator, origin = week.measured.feeding()
    n_pillars = len(framework.pillars)
    shape = len(framework.regions), 1 + n_pillars + len(framework.indicators)
    scored = np.array([i.direction != "context" for i in framework.indicators], dtype=bool)[indicator]
    span = origin.max(initial=0) + 1
    cells = np.zeros(0, dtype=np.int64)
    for node, counts in (
        (1 + n_pillars + indicator, np.ones(len(scored), dtype=bool)),
        (1 + framework.pillar_index[indicator], scored),
        (np.zeros_like(indicator), scored),
    ):
        once = np.unique(((region * shape[1] + node) * span + origin)[counts]) // span
        cells = np.append(cells, once)
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
