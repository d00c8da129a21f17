"""Why a score is missing, or what set it, as one short text per node (method B.16, B.17)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from riskbrief.definitions.config import CoverageClass
from riskbrief.index.framework import NONE, Framework
from riskbrief.index.missing import needs
from riskbrief.index.scoring import WeekScores

Texts = npt.NDArray[np.object_]
NO_INTERVAL = "no interval: too few outlets"
HUSHED = "press silent: the fall may only mean that less was written"
FEWER = "less is known than the week before: the fall may only mean that an indicator is missing"


def reasons(week: WeekScores, past: Sequence[WeekScores], framework: Framework) -> Texts:
    """[region, node] with nodes index, pillars, indicators; None where nothing needs saying."""
    out = np.full(week.score.shape, None, dtype=object)
    for region in range(framework.panel_size):
        if week.measured.coverage[region] == NONE:
            out[region] = _uncovered(week, region, framework)
            continue
        out[region, 0] = _index(week, region, framework)
        for pillar in range(len(framework.pillars)):
            out[region, 1 + pillar] = _pillar(week, past, region, pillar, framework)
        for position in map(int, np.flatnonzero(_speaking(week, region, framework))):
            out[region, 1 + len(framework.pillars) + position] = _indicator(week, past, region, position, framework)
        for node in map(int, np.flatnonzero(week.hushed[region])):
            out[region, node] = _also(out[region, node], HUSHED)
        for node in map(int, np.flatnonzero(week.fewer[region])):
            out[region, node] = _also(out[region, node], FEWER)
        if week.measured.reporting.n_sources[region] < framework.definition.uncertainty.min_outlets:
            out[region] = [_also(text, NO_INTERVAL) for text in out[region]]
    return out


def _also(text: str | None, more: str) -> str:
    return f"{text}; {more}" if text else more


def counted(n: int, noun: str) -> str:
    """A number with its noun: 1 article, 2 articles."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _uncovered(week: WeekScores, region: int, framework: Framework) -> str:
    needed: CoverageClass = framework.definition.coverage.thin
    reporting = week.measured.reporting
    articles, outlets = int(reporting.n_articles[region]), int(reporting.n_sources[region])
    seen = f"{counted(articles, 'article')} from {counted(outlets, 'outlet')}" if articles else "no articles"
    return f"not assessed: {seen} (needs {needed.articles} from {needed.sources})"


def _index(week: WeekScores, region: int, framework: Framework) -> str | None:
    whole = week.wholes[0]
    if np.isnan(week.score[region, 0]):
        missing = [p for n, p in enumerate(framework.pillars) if np.isnan(week.score[region, 1 + n])]
        return f"not assessed: {', '.join(missing)} missing"
    pillar = int(whole.setter[region])
    if pillar < 0:
        return None
    below = int(week.wholes[1 + pillar].setter[region])
    return f"set by {framework.indicator_ids[below] if below >= 0 else framework.pillars[pillar]}"


def _pillar(week: WeekScores, past: Sequence[WeekScores], region: int, pillar: int, framework: Framework) -> str | None:
    whole = week.wholes[1 + pillar]
    if np.isnan(week.score[region, 1 + pillar]):
        policy = framework.definition.pillars[framework.pillars[pillar]].missing  # type: ignore[index]
        needed = needs(policy, framework.definition.composite.min_weight)
        return f"not assessed: {whole.share[region]:.0%} of its weight is known (needs {needed})"
    said = []
    if whole.setter[region] >= 0:
        said.append(f"set by {framework.indicator_ids[whole.setter[region]]}")
    for position in map(int, np.flatnonzero((framework.pillar_index == pillar) & (week.carried[region] > 0))):
        said.append(f"{framework.indicator_ids[position]} {_carried(week, past, region, position)}")
    return "; ".join(said) or None


def _speaking(week: WeekScores, region: int, framework: Framework) -> npt.NDArray[np.bool_]:
    first = 1 + len(framework.pillars)
    return np.asarray(np.isnan(week.score[region, first:]) | week.crowded[region, first:] | (week.carried[region] > 0))


def _indicator(week: WeekScores, past: Sequence[WeekScores], region: int, position: int, framework: Framework) -> str:
    if week.carried[region, position]:
        return _carried(week, past, region, position)
    if not np.isnan(week.score[region, 1 + len(framework.pillars) + position]):
        return "crowded out: the fall may only reflect heavy coverage of other topics"
    if framework.indicators[position].compute == "spatial_lag":
        share = framework.definition.coverage.min_neighbour_share
        return f"missing: fewer than {share:.0%} of the neighbours are assessed"
    return f"missing: too little history for the normaliser {framework.indicators[position].normaliser.name}"


def _carried(week: WeekScores, past: Sequence[WeekScores], region: int, position: int) -> str:
    return f"carried from {past[-int(week.carried[region, position])].measured.week}"
