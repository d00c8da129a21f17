"""A whole history scored again from its observations: what a change of weights, anchors, floors or levels does.

Observations are what the articles say (pressure, shares); they do not hang on weights or anchors. So an edit of those
needs no article, no event and no mention, only this (OECD/JRC handbook, step 7: change one choice, score again).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from riskbrief.index.darkness import DARK, STATE_NAMES
from riskbrief.index.framework import COVERAGE_NAMES, NONE, Flags, Floats, Framework, Ints
from riskbrief.index.levels import level_table
from riskbrief.index.normalise import WITHOUT_ANCHORS, normalise
from riskbrief.index.past import baseline_weeks, masked
from riskbrief.index.pillars import Whole, index_whole, pillar_whole, spatial_lag
from riskbrief.index.regional import RegionLevels, region_levels
from riskbrief.index.scoring import WeekScores, without_spillover

Cube = Floats  # [week, region, indicator]


@dataclass(frozen=True)
class Observed:
    """Consecutive weeks of raw values [week, region, indicator] (OBSERVATIONS.value, NaN = missing) and coverage class
    [week, region] (0 none, 1 thin, 2 full), in the order of the framework; `firm`: the values that levels are read from
    (OBSERVATIONS.firm_value); `dark` [week, region]: whether the press was silent (OBSERVATIONS.press)."""

    weeks: tuple[str, ...]
    values: Cube
    coverage: Ints
    firm: Cube
    dark: Flags


@dataclass(frozen=True)
class Rescored:
    """Scores [week, region, node] with nodes index, pillars, indicators; `carried`: weeks old, 0 = own; `wholes` [week
    x region, ...]: index then pillars with their parts; `level`, `raw_level` [week, region] 1-5, NaN = not assessed;
    `firm` [week, region]: the index that `level` is read from; `regional`: the levels of the region."""

    score: Floats
    carried: Ints
    wholes: tuple[Whole, ...]
    level: Floats
    raw_level: Floats
    firm: Floats
    regional: RegionLevels


def observed_weeks(weeks: Sequence[WeekScores]) -> Observed:
    """The observations of scored weeks, with those of neighbours outside the panel."""
    return Observed(
        tuple(str(w.measured.week) for w in weeks),
        np.array([w.values for w in weeks]),
        np.array([w.measured.coverage for w in weeks]),
        np.array([w.measured.firm for w in weeks]),
        np.array([w.measured.press.state for w in weeks]) == DARK,
    )


def observed(observations: pd.DataFrame, framework: Framework) -> Observed:
    """The observations of the table; what the table does not hold is missing and its week not covered.

    Weeks are those of the table in order; rows of regions or indicators that the framework does not know are left out.
    """
    names = pd.unique(observations["week"])
    weeks = tuple(sorted(map(str, names)))
    position = (
        pd.Index(weeks).get_indexer(observations["week"]),
        framework.codes(observations["region_id"], "regions"),
        framework.codes(observations["indicator_id"], "indicators"),
    )
    kept = (position[1] >= 0) & (position[2] >= 0)
    at = tuple(p[kept] for p in position)
    values, firm = np.full((2, len(weeks), len(framework.regions), len(framework.indicators)), np.nan)
    values[at] = observations["value"].to_numpy(float)[kept]
    firm[at] = observations["firm_value"].to_numpy(float)[kept]
    coverage = np.full(values.shape[:2], NONE, dtype=np.int64)
    classes = pd.Index(COVERAGE_NAMES).get_indexer(observations["coverage"])
    coverage[at[:2]] = classes[kept]
    dark = np.zeros(coverage.shape, dtype=bool)
    dark[at[:2]] = (observations["press"] == STATE_NAMES[DARK])[kept]
    return Observed(weeks, values, coverage, firm, dark)


def rescore(given: Observed, framework: Framework) -> Rescored:
    """Point scores of every week under a framework; the same as scoring the articles again where observations stand.

    No intervals: draws need outlets and events. Missing stays missing, carried as method B.17 has it.
    """
    return combine(normalised(given, framework), given, framework)


def combine(normal: Normal, given: Observed, framework: Framework) -> Rescored:
    """The same from scores of indicators that stand already; those given stay as they are."""
    coverage = given.coverage
    assessed = coverage > NONE
    scores, carried, wholes = _aggregated(normal.scores, assessed, framework)
    stacked = np.stack([w.score[:, 0].reshape(assessed.shape) for w in wholes], axis=2)
    firm = stacked[:, :, 0]
    if normal.firm is not normal.scores:
        firm = _aggregated(normal.firm, assessed, framework)[2][0].score[:, 0].reshape(assessed.shape)
    bounds = [band.from_score for band in framework.definition.levels[1:]]
    level, raw = level_table(stacked[:, :, 0], bounds, framework.definition.hysteresis, firm=firm, dark=given.dark)
    regional = region_levels(firm, coverage, given.dark, framework)
    return Rescored(np.concatenate([stacked, scores], axis=2), carried, wholes, level, raw, firm, regional)


def _aggregated(normal: Cube, assessed: Flags, framework: Framework) -> tuple[Cube, Ints, tuple[Whole, ...]]:
    """Scores of indicators with spillover and what is carried, how old that is, and the wholes."""
    scores = normal.copy()
    for position in framework.computed("spatial_lag"):
        scores[:, :, position] = _spillover(scores, position, assessed, framework)
    carried = _carry(scores, assessed, framework.definition.coverage.carry_weeks)
    return scores, carried, _wholes(scores, framework)


class Normal(NamedTuple):
    """Scores of indicators but spillover [week, region, indicator], and those that levels are read from."""

    scores: Cube
    firm: Cube


def normalised(given: Observed, framework: Framework) -> Normal:
    """Scores 0-100 of every indicator but spillover."""
    count = given.values.shape[2]
    apart = [n for n in range(count) if not np.array_equal(given.values[..., n], given.firm[..., n], equal_nan=True)]
    columns = np.concatenate([given.values, given.firm[..., apart]], axis=2)
    scored = _normalised(columns, [*range(count), *apart], given.coverage, framework)
    scores = scored[..., :count]
    if not apart:
        return Normal(scores, scores)
    firm = scores.copy()
    firm[..., apart] = scored[..., count:]
    return Normal(scores, firm)


def _normalised(values: Cube, members: Sequence[int], coverage: Ints, framework: Framework) -> Cube:
    """Scores of values [week, region, column], a column of the indicator at each place of `members`; all weeks at once
    where no past is asked for."""
    out = np.full(values.shape, np.nan)
    asking: dict[tuple[object, ...], list[int]] = {}
    for column, member in enumerate(members):
        indicator = framework.indicators[member]
        choice = indicator.normaliser
        if choice.name == "anchored":
            flat = values[:, :, column].reshape(-1, 1)
            no_past = np.zeros((0, len(flat)))
            scored = normalise(flat, indicator, past=no_past, definition=framework.definition)
            out[:, :, column] = scored.reshape(values.shape[:2])
        else:
            kind = (indicator.type == "event", indicator.compute == "spatial_lag")
            alike = (choice.name, *sorted(choice.options.items()), *kind)
            anchors = () if choice.name in WITHOUT_ANCHORS else (indicator.lo, indicator.hi)
            asking.setdefault((*alike, *anchors), []).append(column)
    for t, window in enumerate(_windows(coverage, framework) if asking else ()):
        for columns in asking.values():
            out[t][:, columns] = _against_past(values[: t + 1][:, :, columns], window, members[columns[0]], framework)
    return out


def _against_past(values: Cube, window: Flags, member: int, framework: Framework) -> Floats:
    """Scores [region, indicator] of the last week; the indicators differ in nothing that their normaliser asks for."""
    past = masked(values, window).reshape(len(values), -1)
    indicator, now = framework.indicators[member], values[-1].reshape(-1, 1)
    return normalise(now, indicator, past=past, definition=framework.definition).reshape(values.shape[1:])


def _windows(coverage: Ints, framework: Framework) -> list[Flags]:
    """For each week the weeks it is compared with: [week, region]."""
    rules = framework.definition
    gap = max(rules.baseline_gap_weeks, 1)
    assessed = coverage > NONE
    return [baseline_weeks(assessed[: t + 1], weeks=rules.baseline_weeks, gap=gap) for t in range(len(coverage))]


def _spillover(scores: Cube, position: int, assessed: Flags, framework: Framework) -> Floats:
    """What presses on each country from its neighbours, week by week (B.13): [week, region]."""
    flat = scores.reshape(-1, scores.shape[2], 1)
    even = np.ones((scores.shape[2], 1))
    own = without_spillover(flat, position, framework=framework, factor=even).reshape(assessed.shape)
    least = framework.definition.coverage.min_neighbour_share
    lag = [
        spatial_lag(week[:, None], framework.neighbours, framework.n_neighbours, min_share=least)[:, 0] for week in own
    ]
    return np.where(assessed, np.clip(np.array(lag), 0, 100), np.nan)


def _carry(scores: Cube, assessed: Flags, most: int) -> Ints:
    """Fill missing scores of assessed weeks with the last own score, at most `most` weeks old; how old they are."""
    own, carried = scores.copy(), np.zeros(scores.shape, dtype=np.int64)
    for age in range(1, min(most, len(scores) - 1) + 1):
        earlier = own[:-age]
        now, ages = scores[age:], carried[age:]
        usable = assessed[age:, :, None] & np.isnan(now) & ~np.isnan(earlier)
        now[usable] = earlier[usable]
        ages[usable] = age
    return carried


def _wholes(scores: Cube, framework: Framework) -> tuple[Whole, ...]:
    """Index, then pillars, of every week and region in one go: axis 0 is week x region."""
    flat = scores.reshape(int(np.prod(scores.shape[:2])), scores.shape[2], 1)
    even = np.ones((scores.shape[2], 1))
    pillars = [pillar_whole(flat, p, framework=framework, factor=even) for p in range(len(framework.pillars))]
    stacked = np.stack([p.score for p in pillars], axis=1)
    return index_whole(stacked, framework=framework, factor=np.ones((len(pillars), 1))), *pillars
