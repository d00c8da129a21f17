"""The darkness meter: a press that falls silent is never peace (method B.11, B.17; reliability C2)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_tables import WEEK, World, node, score
from riskbrief.definitions.config import Hysteresis
from riskbrief.definitions.rules import DarknessRules
from riskbrief.index.darkness import STATE_NAMES, lower_tail, meter, state_of
from riskbrief.index.engine import Scored
from riskbrief.index.levels import levels
from riskbrief.index.views import WeekView
from riskbrief.periods import Week

BOUNDS = (20, 40, 60, 80)
RULES = DarknessRules()
WEEKS, FIRST_BLOODY = 15, 4
OUTLETS = [f"outlet_{k}" for k in range(16)]
SILENT = frozenset(OUTLETS[:10])


def state(*counts: float, weeks: int = 8) -> str:
    """State of the last count after the others."""
    told = np.array(counts, dtype=float)[:, None]
    window = np.arange(len(counts))[:, None] < len(counts) - 1
    return STATE_NAMES[meter(told, window, RULES, min_weeks=weeks).state[0]]


def test_the_tail_is_the_textbook_sum() -> None:
    """Poisson by hand: e^-3 (1 + 3 + 4.5); negative binomial with mean 2 and variance 4 (size 2, half): 1/4 + 1/4."""
    assert lower_tail(2, 3, 3) == pytest.approx(8.5 * np.exp(-3))
    assert lower_tail(1, 2, 4) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([20.0] * 12 + [0], "dark"),
        ([20.0] * 12 + [9], "dark"),
        ([20.0] * 12 + [11], "calm"),
        ([20.0] * 12 + [21], "calm"),
        ([20.0] * 12 + [45], "active"),
        ([20.0] * 7 + [0], "unknown"),
        ([0.0] * 12 + [0], "unknown"),
        ([1.0] * 12 + [0], "unknown"),
        ([5.0, 60.0] * 6 + [9], "unknown"),
    ],
)
def test_states_follow_the_own_past_and_too_little_past_says_nothing(counts: list[float], expected: str) -> None:
    """A short or sparse past is unknown, never calm, and what strays anyway is not soon called silent."""
    assert state(*counts) == expected


@given(st.floats(0, 300), st.floats(0.5, 300), st.floats(0, 60))
def test_fewer_articles_are_never_brighter(seen: float, expected: float, spread: float) -> None:
    """If a count is dark, every smaller one is."""
    if STATE_NAMES[state_of(seen, expected, spread, RULES)] == "dark":
        assert STATE_NAMES[state_of(seen / 2, expected, spread, RULES)] == "dark"


@given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), min_size=2, max_size=30))
def test_a_dark_week_lowers_no_level(weeks: list[tuple[float, bool]]) -> None:
    """Whatever the scores, the level of a dark week is at least that of the week before."""
    found = levels([s for s, _ in weeks], BOUNDS, Hysteresis(), [dark for _, dark in weeks])
    for before, now, (_, dark) in zip(found, found[1:], weeks[1:], strict=False):
        assert not dark or (now or 0) >= (before or 0)


@cache
def full_views() -> tuple[World, tuple[WeekView, ...]]:
    """A country at its usual volume, bloody for some weeks; every attack of the last week told by two outlets."""
    world = World()
    calendar = [WEEK.shift(k - WEEKS + 1) for k in range(WEEKS)]
    for t, week in enumerate(calendar):
        world.filler("MLI", week, n=96, outlets=16)
        for k in range(3 if t >= FIRST_BLOODY else 0):
            tellers = [OUTLETS[(t + k) % 10], OUTLETS[(t + k + 3) % 10]]
            told = [(f"o-{week}-{k}-{n}", outlet) for n, outlet in enumerate(tellers)]
            world.event(f"e-{week}-{k}", "MLI", week.monday, {"sec_attack_civilians": told}, toll=(6, 6, 6))
    return world, tuple(world.view(week) for week in calendar)


def without(view: WeekView, gone: frozenset[str], since: Week) -> WeekView:
    """The week as it reads when these outlets have brought nothing from a week on."""
    late = view.articles["published_at"] >= pd.Timestamp(since.start)
    told = view.evidence["event_date"] >= pd.Timestamp(since.monday)
    evidence = view.evidence[~(told & view.evidence["source_id"].isin(gone))]
    return replace(
        view,
        articles=view.articles[~(late & view.articles["source_id"].isin(gone))].reset_index(drop=True),
        evidence=evidence.reset_index(drop=True),
        events=view.events[view.events["event_id"].isin(evidence["event_id"])].reset_index(drop=True),
    )


def scored(gone: frozenset[str], dark_weeks: int = 1) -> Scored:
    world, views = full_views()
    kept = [*views[:-dark_weeks], *(without(v, gone, WEEK.shift(1 - dark_weeks)) for v in views[-dark_weeks:])]
    return score(world, weeks=WEEKS, views=kept, intervals=2)


@cache
def told_by_all() -> Scored:
    return scored(frozenset())


def label(row: dict[str, object]) -> str:
    return "" if pd.isna(row["change_label"]) else str(row["change_label"])


def law(gone: frozenset[str], dark_weeks: int) -> None:
    """No lower level and no "Improved", unless the week is called dark, thin or missing, or the outlets silent."""
    all_told, fewer = node(told_by_all(), "index"), scored(gone, dark_weeks)
    now, press = node(fewer, "index"), fewer.assessment.press["MLI"]
    silent = {name for name, told in fewer.assessment.outlets.items() if told.state == "dark"}
    labelled = press.state == "dark" or now["coverage"] != "full" or np.isnan(now["score"]) or silent & gone
    assert press.state != "dark" or label(now) != "Improved"
    assert labelled or (now["risk_level"] >= all_told["risk_level"] and label(now) != "Improved")


@settings(max_examples=3, deadline=None)
@given(st.sets(st.sampled_from(OUTLETS), min_size=1), st.integers(1, 3))
def test_losing_outlets_never_looks_like_peace(gone: set[str], dark_weeks: int) -> None:
    """Whichever outlets fall silent, risk is never lower without a label that says why."""
    law(frozenset(gone), dark_weeks)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(st.sets(st.sampled_from(OUTLETS), min_size=1), st.integers(1, 3))
def test_losing_outlets_never_looks_like_peace_in_many_cases(gone: set[str], dark_weeks: int) -> None:
    """The same law over many subsets."""
    law(frozenset(gone), dark_weeks)


def test_the_level_stays_while_the_press_is_silent() -> None:
    """Ten of sixteen outlets stop for six weeks: score and raw level fall, the published level does not."""
    before, now = node(told_by_all(), "index"), node(scored(SILENT, 6), "index")
    assert now["coverage"] == "full" and now["score"] < before["score"] - 10 and now["raw_level"] < 3
    assert now["risk_level"] == 3


def test_a_fall_beside_a_silent_week_is_unclear_and_says_why() -> None:
    """The change is no improvement, the reason is printed, and the outlets that stopped are named."""
    gone = scored(SILENT, 3)
    now = node(gone, "index")
    assert now["change"] < -5 and label(now) == "Unclear" and "press silent" in now["reason"]
    assert gone.assessment.press["MLI"].state == "dark"
    assert {gone.assessment.outlets[name].state for name in SILENT} == {"dark"}
    assert gone.assessment.outlets["outlet_15"].state == "calm"
