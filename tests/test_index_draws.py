"""Draws belong to names: every event, outlet and weight has its own, the same in any week and any order (B.18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from index_parts import framework
from index_tables import BELIEF, WEEK, World
from riskbrief.index.again import weighed
from riskbrief.index.draws import BEST, Draws
from riskbrief.index.events import credibility, in_draws, point, severities
from riskbrief.index.facets import Facets, read_facets
from riskbrief.index.framework import Flags, Floats, Framework
from riskbrief.index.measure import Measured, measure, read
from riskbrief.index.scoring import WeekScores, forget_draws, score_week

SIZE = 300
HARM, COUP, MARCH = "sec_attack_civilians", "gov_coup_instability", "gov_public_discontent"
PLENTY = World(ratings={"wire": "B", "paper": "C", "radio": "C", "buzz": "E"})


def draws_of(frame: Framework, *, key: str = "key", size: int = SIZE) -> Draws:
    return Draws(frame, key, size)


# --- tolls


def test_each_event_draws_its_own_tolls_low_best_and_high_equally_often() -> None:
    draws = draws_of(framework())
    north, south = draws.toll_choices(0, ["north"])[0], draws.toll_choices(0, ["south"])[0]
    assert north[0] == south[0] == BEST, "the point estimate is the best toll"
    for taken in (north, south):
        assert len(taken) == SIZE + 1
        assert (np.bincount(taken[1:], minlength=4)[:3] > SIZE / 5).all() and set(taken) == {0, 1, 2}
    together = float((north == south)[1:].mean())
    assert 0.2 < together < 0.5, "two events take the same of three in a third of the draws, by chance"


def test_an_event_draws_the_same_tolls_whenever_and_in_whatever_order_it_is_asked_for() -> None:
    names = ["north", "south", "east"]
    first, later = draws_of(framework()), draws_of(framework())
    once = {name: first.toll_choices(0, [name])[0] for name in names}
    for name in reversed(names):
        np.testing.assert_array_equal(later.toll_choices(0, [name])[0], once[name])
        np.testing.assert_array_equal(first.toll_choices(0, [name])[0], once[name])


def test_tolls_are_other_ones_for_another_country_and_another_seed() -> None:
    frame = framework()
    plain = draws_of(frame).toll_choices(0, ["raid"])[0]
    assert (draws_of(frame).toll_choices(1, ["raid"])[0] != plain).any()
    assert (draws_of(frame, key="other").toll_choices(0, ["raid"])[0] != plain).any()


# --- outlets and weights


def test_weights_and_reliability_are_drawn_evenly_around_what_is_set_each_by_its_own_name() -> None:
    frame = framework(PLENTY)
    draws = draws_of(frame)
    shift = draws.chance(0, np.ones(len(frame.outlets), dtype=bool)).shift
    for drawn, centre, spread in (
        (draws.indicator_factor, 1.0, 0.25), (draws.pillar_factor, 1.0, 0.25), (shift, 0.0, 0.10),
    ):  # fmt: skip
        assert (drawn[:, 0] == centre).all()
        off = drawn[:, 1:] - centre
        assert (np.abs(off) <= spread).all()
        assert (off.max(axis=1) > 0.9 * spread).all() and (off.min(axis=1) < -0.9 * spread).all()
        assert len(np.unique(drawn[:, 1])) == len(drawn)


def test_outlets_weigh_one_on_average_in_every_draw_among_those_that_count_for_the_country() -> None:
    frame = framework(PLENTY)
    some = np.array([True, True, False, True])
    mass = draws_of(frame).chance(0, some).mass
    assert (mass[:, 0] == 1).all()
    assert mass[some].mean(axis=0) == pytest.approx(1.0)
    assert mass[some, 1:].var() == pytest.approx(2 / 4, abs=0.05), "(n - 1) / (n + 1) of Dirichlet(1, 1, 1) x 3"


def test_an_outlet_that_joins_leaves_the_draws_of_the_others_in_proportion() -> None:
    frame = framework(PLENTY)
    draws = draws_of(frame)
    few, many = (draws.chance(0, np.arange(4) < n).mass for n in (2, 4))
    assert few[0] / few[1] == pytest.approx(many[0] / many[1])
    assert not np.allclose(few[0, 1:], many[0, 1:])
    other = draws.chance(1, np.ones(4, dtype=bool)).mass
    assert not np.allclose(other[:, 1:], many[:, 1:]), "another country draws its outlets anew"


# --- pressure in all draws


def full() -> World:
    """Events with one or more origins, with sure or uncertain tolls, hedged, refuted, or refuted alone."""
    world = World(ratings=dict(PLENTY.ratings))
    affirmed = {"sure": ["wire"], "open": ["paper"], "two": ["wire", "paper"], "three": ["wire", "radio", "buzz"]}
    for k, (name, outlets) in enumerate(affirmed.items()):
        told = {i: [(f"{name}-{s}", s) for s in outlets] for i in (HARM, COUP)}
        toll = (3.0, 9.0, 40.0) if name in ("open", "three") else (5.0, 5.0, 5.0)
        world.event(name, "MLI", WEEK.monday - timedelta(days=9 * k), told, toll=toll, base=1.0 + k)
    world.support("two", HARM, "MLI", WEEK.monday, origin="no", source="radio", stance="refutes")
    world.event("perhaps", "MLI", WEEK.monday, {})
    world.support("perhaps", HARM, "MLI", WEEK.monday, origin="h", source="radio", alpha=0.5)
    world.event("denied only", "MLI", WEEK.monday, {}, toll=(1, 2, 3))
    world.support("denied only", HARM, "MLI", WEEK.monday, origin="d", source="wire", stance="refutes")
    world.event("march", "MLI", WEEK.monday, {MARCH: [("m", "radio")]})
    world.event("quiet coup", "MLI", WEEK.monday, {COUP: [("q", "paper")]}, base=3.0)
    return world


def slowly(facets: Facets, draws: Draws, universe: Flags, frame: Framework) -> Floats:
    """Pressure [indicator, draw] as the sum over events, one at a time (B.10)."""
    felt, chance = point(facets, frame), draws.chance(0, universe)
    takes = np.array([draws.toll_choices(0, [name])[0] for name in facets.event_id], dtype=np.int64)
    severity = severities(facets, takes, frame.definition.pressure.toll_points_max)
    each = severity * credibility(facets, chance, BELIEF) * (felt.cap * felt.recency)[:, None]
    out = np.zeros((len(frame.indicators), draws.size + 1))
    for row, indicator in zip(each, facets.indicator, strict=True):
        out[indicator] += row
    return out


@pytest.mark.parametrize("chosen", [None, ["sure", "quiet coup"], ["open", "three"], ["two", "denied only"], ["march"]])
def test_in_every_draw_the_pressure_is_the_sum_of_what_each_event_adds_in_it(chosen: list[str] | None) -> None:
    world = full()
    if chosen:
        world.evidence = [row for row in world.evidence if row["event_id"] in chosen]
    frame = framework(world)
    facets, draws, universe = read_facets(world.view(WEEK), frame), draws_of(frame), np.ones(4, dtype=bool)
    felt = point(facets, frame)
    sums = np.bincount(facets.indicator, felt.weight, len(frame.indicators))
    chance = draws.chance(0, universe)
    fast = in_draws(facets, 0, felt, sums, chance=chance, draws=draws, framework=frame)
    np.testing.assert_allclose(fast, slowly(facets, draws, universe, frame), atol=1e-9)
    told = fast[:, 0] > 0
    assert set(np.flatnonzero(told)) <= {frame.indicator_ids.index(i) for i in (HARM, COUP, MARCH)}
    assert (fast[told].std(axis=1) > 0).all() and (fast[~told] == 0).all()


# --- whose draws count, and when they are let go


def measured(world: World, **how: Any) -> tuple[Measured, Framework, Draws]:
    frame = framework(world)
    draws = draws_of(frame)
    return measure(world.view(WEEK), [], framework=frame, draws=draws, drawn=True, **how), frame, draws


def test_an_outlet_with_evidence_only_counts_among_those_of_the_country() -> None:
    """What an outlet that wrote of another country testifies here weighs like a voice of this one."""
    world = World().filler("MLI", WEEK, outlets=3).filler("BFA", WEEK, outlets=6)
    world.article("x", "wire", WEEK.monday, "BFA", rating="B")
    world.event("raid", "MLI", WEEK.monday, {HARM: [("x", "wire")]})
    week, frame, draws = measured(world)
    counted = {
        region: {frame.outlets[o] for o in np.flatnonzero(week.reporting.universe[frame.regions.index(region)])}
        for region in ("MLI", "BFA", "NER")
    }
    mali, neighbour = {f"outlet_{k}" for k in range(3)}, {f"outlet_{k}" for k in range(6)}
    assert counted == {"MLI": {*mali, "wire"}, "BFA": {*neighbour, "wire"}, "NER": set()}
    universe = week.reporting.universe[0]
    assert draws.chance(0, universe).mass[universe].mean(axis=0) == pytest.approx(1.0)
    again = weighed([read(world.view(WEEK), frame)], frame)[0]
    np.testing.assert_array_equal(again.reporting.universe, week.reporting.universe)


def scored_week() -> WeekScores:
    world = full().filler("MLI", WEEK)
    world.mention(str(world.articles[0]["article_id"]), "sec_armed_group_activity", "MLI")
    week, frame, draws = measured(world)
    return score_week(week, [], framework=frame, draws=draws)


def test_a_week_that_is_past_keeps_its_point_estimates_and_no_draws() -> None:
    """A history of many years must not hold every draw of every week."""
    week = scored_week()
    left = forget_draws(week)
    assert week.nodes.drawn and not left.nodes.drawn
    for before, after in (
        (week.nodes.scores, left.nodes.scores),
        (week.measured.values, left.measured.values),
        (week.measured.smoothed, left.measured.smoothed),
        *((a.score[:, None], b.score[:, None]) for a, b in zip(week.wholes, left.wholes, strict=True)),
    ):
        assert (before.shape[-1], after.shape[-1]) == (SIZE + 1, 1)
        assert after.base is None or after.base.size == after.size, "a view would keep all draws in memory"
        np.testing.assert_array_equal(after, before[..., :1])
    assert left.measured.reporting.hits.size == 0 < week.measured.reporting.hits.size
    same = replace(left, nodes=week.nodes, measured=week.measured, wholes=week.wholes)
    assert same == week, "all else stays"
