"""Scoring a history again from its observations gives what scoring its articles gives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index_tables import INDICATORS, PILLAR_OF, REGIONS, WEEK, World, definition, score
from riskbrief.definitions.indicators import NormaliserChoice
from riskbrief.index.framework import Framework, build_framework
from riskbrief.index.rescore import Observed, observed, rescore

PANEL = ("MLI", "BFA", "NER", "SEN")
WEEKS = 14
EVENTS = [i.id for i in INDICATORS if i.type == "event"]
ATTENTION = [i.id for i in INDICATORS if i.type == "attention"]
CHANGES: list[dict[str, Any]] = [
    {},
    {"composite": {"floor": 0.0, "aggregate": {"name": "power_mean", "p": 1}}},
    {"coverage": {"carry_weeks": 0, "min_neighbour_share": 0.9}},
    {"hysteresis": {"up": 0, "down": 0, "weeks_down": 1}},
]


def history(seed: int) -> World:
    """Fourteen weeks with silent weeks, raids, mentions and neighbours."""
    rng, world = np.random.default_rng(seed), World()
    for back in range(WEEKS):
        week = WEEK.shift(-back)
        for region in PANEL:
            if rng.random() < 0.75:
                world.filler(region, week, n=int(rng.integers(4, 18)), outlets=int(rng.integers(2, 7)))
        if rng.random() < 0.6:
            day = week.monday + timedelta(days=int(rng.integers(0, 7)))
            region, toll = str(rng.choice(PANEL)), float(rng.integers(0, 60))
            support = {str(rng.choice(EVENTS)): [(f"o{back}", "wire"), (f"p{back}", "paper")]}
            world.event(f"e{back}", region, day, support, toll=(toll, toll, toll + 5), reported=day)
    for k, article in enumerate([str(a["article_id"]) for a in world.articles][:: int(rng.integers(3, 9))]):
        world.mention(article, ATTENTION[k % len(ATTENTION)], article.split("-")[1])
    return world


def frame(world: World, indicators: tuple[Any, ...] = INDICATORS, **changes: Any) -> Framework:
    return build_framework(
        definition(**changes), indicators, pillar_of=PILLAR_OF, regions=REGIONS, panel=PANEL,
        outlets=world.outlets(), seen_outlets=[],
    )  # fmt: skip


def table(scores: pd.DataFrame, column: str, framework: Framework) -> np.ndarray[Any, Any]:
    """A column of the scores as [week, region, node]."""
    nodes = ["index", *framework.pillars, *framework.indicator_ids]
    wide = scores.pivot(index="week", columns=["region_id", "node"], values=column)
    return np.array([[wide[(region, n)] for n in nodes] for region in PANEL]).transpose(2, 0, 1)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), change=st.sampled_from(CHANGES))
def test_observations_scored_again_equal_articles_scored_again(seed: int, change: dict[str, Any]) -> None:
    world = history(seed)
    once = score(world, weeks=WEEKS, panel=PANEL)
    again = score(world, weeks=WEEKS, panel=PANEL, change=change)
    framework = frame(world, **change)
    found = rescore(once.observed, framework)
    np.testing.assert_allclose(found.score, table(again.scores, "score", framework), atol=1e-8)
    np.testing.assert_allclose(found.level, table(again.scores, "risk_level", framework)[:, :, 0])
    np.testing.assert_allclose(found.raw_level, table(again.scores, "raw_level", framework)[:, :, 0])


@pytest.mark.parametrize("name", ["percentile", "logistic"])
def test_normalisers_that_look_at_the_past_see_the_same_past(name: str) -> None:
    world = history(7)
    choice = NormaliserChoice.model_validate({"name": name, "options": {"min_weeks": 2}})
    chosen = tuple(i.model_copy(update={"normaliser": choice}) for i in INDICATORS)
    again = score(world, weeks=WEEKS, panel=PANEL, indicators=chosen)
    framework = frame(world, chosen)
    found = rescore(again.observed, framework)
    np.testing.assert_allclose(found.score, table(again.scores, "score", framework), atol=1e-8)
    assert np.isfinite(found.score).any()


def test_carried_scores_are_counted_in_weeks() -> None:
    """A country whose week is silent is not assessed; its next week carries nothing, as its own scores are there."""
    framework = frame(history(1))
    values = np.full((3, len(framework.regions), len(framework.indicators)), 5.0)
    values[1, 0, 3] = np.nan
    weeks, lit = ("2024-W08", "2024-W09", "2024-W10"), np.zeros(values.shape[:2], dtype=bool)
    found = rescore(Observed(weeks, values, np.full(values.shape[:2], 2), values, dark=lit), framework)
    assert found.carried[1, 0, 3] == 1
    assert found.score[1, 0, 5 + 3] == found.score[0, 0, 5 + 3]


def test_a_published_table_of_observations_is_enough() -> None:
    world = history(3)
    once = score(world, weeks=WEEKS, panel=PANEL)
    shuffled = once.observations.sample(frac=1, random_state=1)
    read = observed(shuffled, once.framework)
    np.testing.assert_allclose(read.values[:, : len(PANEL)], once.observed.values[:, : len(PANEL)], atol=1e-8)
    assert read.weeks == once.observed.weeks
    np.testing.assert_array_equal(read.coverage[:, : len(PANEL)], once.observed.coverage[:, : len(PANEL)])


def test_a_missing_row_is_missing_and_never_zero() -> None:
    world = history(3)
    once = score(world, weeks=WEEKS, panel=PANEL)
    rows = once.observations
    gone = rows[~((rows["region_id"] == "MLI") & (rows["week"] == str(WEEK)))]
    read = observed(gone, once.framework)
    assert np.isnan(read.values[-1, 0]).all()
    assert np.isnan(rescore(read, once.framework).score[-1, 0]).all()
