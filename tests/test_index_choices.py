"""What the framework is changed to, one choice at a time, and what is read from a run: by hand-made numbers."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from index_parts import framework
from riskbrief.definitions.config import Aggregator
from riskbrief.definitions.rules import ChangePointRules
from riskbrief.index.changepoint import rises
from riskbrief.index.choices import compared, label, rules_changed, spoken
from riskbrief.index.outcomes import outcome, spread
from riskbrief.index.variants import equally_weighted, paced, reweighted, weight_names


def test_every_kind_of_choice_is_tried_on_every_thing_it_can_change() -> None:
    frame = framework()
    found = list(rules_changed(frame))
    kinds = ("assumption", "weight", "anchor", "threshold")
    names = {kind: [c.name for c in found if c.kind == kind] for kind in kinds}
    assert sum(map(len, names.values())) == len(found)
    bounds = [band.from_score for band in frame.definition.levels]
    assert names["threshold"] == [f"level_{n}={bounds[n - 1] + d:g}" for n in (2, 3, 4, 5) for d in (-2, 2)]
    assert names["weight"] == [f"{name} x {f:g}" for name in weight_names(frame) for f in (0.75, 1.25)]
    scaled = [i.id for i in frame.indicators if i.compute != "spatial_lag" and i.direction != "context"]
    assert names["anchor"] == [f"{name} x {f:g}" for name in scaled for f in (0.8, 1.25)]
    assert {"normaliser=percentile", "normaliser=logistic", "aggregation=inverted_geometric"} <= {*names["assumption"]}


def test_the_methods_compared_are_named_in_order_and_the_mean_is_a_power_mean_of_one() -> None:
    ways = dict(compared(framework()))
    assert list(ways)[:2] == ["equal weights", "arithmetic mean"]
    assert ways["arithmetic mean"].definition.composite.aggregate == Aggregator(name="power_mean", p=1)
    assert (label(Aggregator(p=2)), spoken(Aggregator(p=2))) == ("power_mean:2", "power mean with exponent 2")
    other = Aggregator(name="inverted_geometric")
    assert (label(other), spoken(other)) == ("inverted_geometric", "inverted geometric mean")


def test_a_variant_changes_the_one_thing_it_names() -> None:
    frame = framework()
    first = next(i.id for i in frame.indicators if i.id in weight_names(frame))
    more = {i.id: i.weight for i in reweighted(frame, first, 3).indicators}
    assert more == {i.id: i.weight * (3 if i.id == first else 1) for i in frame.indicators}
    slow = paced(frame, 2).indicators
    assert [i.half_life_days for i in slow] == [2 * i.half_life_days for i in frame.indicators]
    even = equally_weighted(frame)
    assert {p.weight for p in even.definition.pillars.values()} == {1.0}
    assert [i.weight for i in even.indicators] == (frame.weight > 0).astype(float).tolist()


def test_what_weighs_nothing_has_no_weight_to_change() -> None:
    frame = framework()
    name = next(i.id for i in frame.indicators if i.id in weight_names(frame))
    assert name not in weight_names(reweighted(frame, name, 0))


def rescored(score: list[float], regional: list[float]) -> Any:
    """Two weeks of countries, of which the last counts; the level is the score by twenties."""
    now = np.array([[[0.0]] * len(score), [[s] for s in score]])
    level = now[:, :, 0] // 20 + 1
    return SimpleNamespace(
        score=now, level=level, raw_level=level, firm=now[:, :, 0], regional=SimpleNamespace(level=np.array(regional))
    )


def test_countries_share_a_rank_and_the_mean_goes_by_people_of_those_assessed() -> None:
    """Scores 50, 80, none, 50 of 1, 2, 9 and 1 people: ranks 2, 1, none, 2; mean (50 + 160 + 50) / 4 = 65."""
    frame = replace(framework(), panel_size=4, population=np.array([1.0, 2.0, 9.0, 1.0]))
    found = outcome(rescored([50, 80, np.nan, 50], [2, 4]), frame)
    assert found.rank.tolist() == pytest.approx([2, 1, np.nan, 2], nan_ok=True)
    assert (found.mean, found.mean_level) == (65, 4)
    nobody = outcome(rescored([np.nan] * 4, [2, np.nan]), frame)
    assert np.isnan([*nobody.rank, nobody.mean, nobody.mean_level]).all()


def test_a_spread_counts_runs_that_give_a_level_and_says_how_many_do_not() -> None:
    found = spread(np.array([3, 3, 3, 4, np.nan]), 3)
    assert (found.changed, found.shares, found.unassessed) == (0.25, {3: 0.75, 4: 0.25}, pytest.approx(0.2))
    assert np.isnan(spread(np.array([np.nan]), 3).changed) and spread(np.array([np.nan]), 3).unassessed == 1
    assert np.isnan(spread(np.array([]), 3).unassessed)


QUIET = [0.1, -0.4, 0.3, 0.2, -0.2, 0.4, -0.1, 0.0, 0.2, -0.3]


def test_only_a_shift_upwards_raises_and_a_missing_week_raises_nothing() -> None:
    z = np.array([[*QUIET, 5.2, np.nan, 4.7], [*QUIET, -5.2, np.nan, -4.7], [*QUIET, 0.1, 0.0, -0.1]]).T
    found = rises(z, ChangePointRules())
    assert found.shape == z.shape and found.dtype == bool
    assert found[-3:].T.tolist() == [[True, False, True], [False] * 3, [False] * 3]
    assert not found[:10].any()
