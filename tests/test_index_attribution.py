"""A change between two weeks splits exactly: into parts, events and articles, and nothing to what did not move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from math import fsum
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_tables import INDICATORS, PILLARS, WEEK, World, raid, score
from riskbrief.definitions.config import Aggregator
from riskbrief.index.aggregate import AGGREGATORS
from riskbrief.index.attribution import change, recipe_of, scores_of
from riskbrief.index.attribution_events import FACTORS, weighed
from riskbrief.index.attribution_shares import attended
from riskbrief.index.attribution_wholes import whole_moves
from riskbrief.index.history import History
from riskbrief.index.moves import Change, Moved, leaves, waterfall
from riskbrief.index.recipes import Recipe
from riskbrief.index.splitting import split_aggregate, split_highest, split_product, split_turns, whole

EXACT = 1e-9
BEFORE, THEN = WEEK.shift(-1), WEEK.shift(1)
PANEL = ("MLI", "BFA", "NER", "SEN")
WAYS = [Aggregator(name=name) for name in AGGREGATORS] + [Aggregator(p=p) for p in (0.5, 1.0, 8.0, 50.0)]
grade = st.one_of(st.sampled_from([0.0, 20.0, 100.0]), st.floats(0, 100).map(lambda s: round(s, 9)))
maybe = st.one_of(grade, st.just(float("nan")))
weight = st.floats(0.01, 1)


@st.composite
def vectors(draw: Callable[..., Any], scores: Any = grade) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores before and after, some of them unmoved, and weights that sum to 1."""
    rows = draw(st.lists(st.tuples(scores, scores, st.booleans(), weight), min_size=1, max_size=6))
    before = np.array([r[0] for r in rows])
    after = np.array([r[0] if r[2] else r[1] for r in rows])
    weights = np.array([r[3] for r in rows])
    return before, after, weights / weights.sum()


def ids(way: Aggregator) -> str:
    return f"{way.name}:{way.p:g}"


@pytest.mark.parametrize("way", WAYS, ids=ids)
@given(vectors())
def test_an_aggregate_splits_exactly_to_what_moved_in_the_direction_it_moved(way: Aggregator, given_: Any) -> None:
    before, after, weights = given_
    start, end = whole(way, np.array([before, after]), weights)
    points, _ = split_aggregate(way, before, after, weights)
    assert fsum(points) == pytest.approx(end - start, abs=EXACT)
    assert (points[before == after] == 0).all()
    assert (points * (after - before) >= -1e-12).all()
    back, _ = split_aggregate(way, after, before, weights)
    assert back == pytest.approx(-points, abs=1e-6)


@pytest.mark.parametrize("way", WAYS, ids=ids)
def test_the_slope_of_a_part_that_did_not_move_is_what_a_small_move_of_it_would_do(way: Aggregator) -> None:
    before, weights = np.array([60.0, 30.0, 10.0]), np.array([0.2, 0.5, 0.3])
    after, nudge = np.array([60.0, 36.0, 10.0]), np.array([1e-4, 0.0, 0.0])
    _, slope = split_aggregate(way, before, after, weights)
    rises = whole(way, np.array([before + nudge, after + nudge]), weights) - whole(
        way, np.array([before, after]), weights
    )
    if way.name != "worst":
        assert min(rises) - 1e-7 <= slope[0] * 1e-4 <= max(rises) + 1e-7
        assert slope[1] * 6 == pytest.approx(np.diff(whole(way, np.array([before, after]), weights))[0], abs=EXACT)


def test_while_two_parts_take_turns_in_the_lead_each_has_what_it_moved_while_it_led() -> None:
    points, slope = split_highest(np.array([50.0, 20.0, 0.0]), np.array([30.0, 60.0, 29.0]))
    assert points.tolist() == pytest.approx([-10.0, 20.0, 0.0])
    assert slope.tolist() == pytest.approx([0.5, 0.5, 0.0])


def test_parts_that_lead_as_one_share_the_lead_and_the_one_that_breaks_away_has_it_alone() -> None:
    points, slope = split_highest(np.array([50.0, 50.0, 0.0]), np.array([70.0, 70.0, 90.0]))
    # the third meets both where 50 + 20 t = 90 t, at t = 5 / 7
    assert points.tolist() == pytest.approx([50 / 7, 50 / 7, 90 * 2 / 7])
    assert slope.tolist() == pytest.approx([2.5 / 7, 2.5 / 7, 2 / 7])
    apart, _ = split_highest(np.array([50.0, 50.0]), np.array([50.0, 70.0]))
    assert apart.tolist() == [0.0, 20.0]
    down, led = split_highest(np.array([50.0, 50.0]), np.array([20.0, 50.0]))
    assert (down.tolist(), led.tolist()) == ([0.0, 0.0], [0.0, 1.0])


@given(vectors(), st.lists(st.sampled_from([0.0, 2e-13, -3e-13, 5e-13]), min_size=12, max_size=12))
def test_the_shares_of_the_lead_add_up_to_the_whole_way_however_near_the_leaders_are(
    given_: Any, off: list[float]
) -> None:
    """Also of parts that overtake each other by less than counts as a difference."""
    before, after, _ = given_
    n = len(before)
    close = np.array(off[:n]) + before.max(), np.array(off[6 : 6 + n]) + after.max()
    for start, end in ((before, after), close):
        points, led = split_highest(start, end)
        assert led.sum() == pytest.approx(1.0) and (led >= 0).all()
        assert points.sum() == pytest.approx(end.max() - start.max(), abs=EXACT)
        assert split_highest(end, start).points == pytest.approx(-points, abs=1e-7), "the same read backwards"


def test_two_parts_that_end_alike_are_not_told_apart_by_rounding() -> None:
    """The third falls a ten-millionth less than the fourth and never leads; nor does it when time runs backwards."""
    before, after = np.array([0.0, 0.0, 100.0, 100.0]), np.array([0.0, 0.0, 0.0, 1.19e-7])
    assert split_highest(before, after).slope.tolist() == [0.0, 0.0, 0.0, 1.0]
    assert split_highest(after, before).slope.tolist() == [0.0, 0.0, 0.0, 1.0]


ADDING = [way for way in WAYS if way.name != "worst"]


@pytest.mark.parametrize("way", ADDING, ids=ids)
def test_parts_that_cancel_each_other_out_get_what_parts_that_nearly_do_get(way: Aggregator) -> None:
    """The whole stays, but each part has moved it, by its slope times its move."""
    before, after, half = np.array([60.0, 80.0]), np.array([80.0, 60.0]), np.array([0.5, 0.5])
    points, slope = split_aggregate(way, before, after, half)
    nearly, steep = split_aggregate(way, before, after + np.array([0.0, 1e-4]), half)
    assert points.sum() == pytest.approx(0, abs=EXACT) and points[0] > 1
    assert points == pytest.approx(nearly, abs=2e-4) and slope == pytest.approx(steep, abs=1e-4)
    assert points == pytest.approx(slope * (after - before))


def test_a_quadratic_mean_of_parts_that_trade_places_gives_each_its_slope_at_the_mean_of_squares() -> None:
    """h = 100 q^.5, q = .5: slope 70.71; each part moves q by .5 x (.64 - .36) = .14, so 9.90 points."""
    points, _ = split_aggregate(Aggregator(p=2), np.array([60.0, 80.0]), np.array([80.0, 60.0]), np.array([0.5, 0.5]))
    assert points.tolist() == pytest.approx([9.8995, -9.8995], abs=1e-4)


def test_parts_in_turn_share_what_they_do_together() -> None:
    points, _ = split_turns(lambda rows: rows.prod(axis=1), np.array([2.0, 3.0]), np.array([4.0, 5.0]))
    assert points.tolist() == [8.0, 6.0]  # 20 - 6: 2 x mean of 3 and 5, 2 x mean of 2 and 4


@given(
    st.lists(
        st.tuples(*(st.one_of(st.just(1.0), st.just(0.0), st.floats(0.01, 9)) for _ in range(6))),
        min_size=1,
        max_size=4,
    )
)
def test_a_product_splits_exactly_to_the_factors_that_moved(rows: list[tuple[float, ...]]) -> None:
    cells = np.array(rows)
    before, after = cells[:, :3], cells[:, 3:]
    points = split_product(before, after)
    assert points.sum(axis=1) == pytest.approx(after.prod(axis=1) - before.prod(axis=1), abs=EXACT)
    assert (points[before == after] == 0).all()
    assert split_product(after, before) == pytest.approx(-points, abs=EXACT)


@st.composite
def recipes(draw: Callable[..., Any]) -> tuple[Recipe, np.ndarray, np.ndarray]:
    """A whole with floors and discounts, and two sets of scores in which parts may be missing."""
    before, after, weights = draw(vectors(maybe))
    n, floor = len(before), draw(st.sampled_from([0.0, 0.8, 0.9]))
    critical = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    guards = draw(st.lists(st.tuples(maybe, maybe), max_size=2))
    takes = np.full(len(guards), 0.4 / max(len(guards), 1))
    names = tuple("abcdef"[:n]), tuple("yz"[: len(guards)])
    recipe = Recipe(names[0], weights, draw(st.sampled_from(WAYS)), np.where(critical, floor, 0.0), names[1], takes)
    ends = (np.append(s, [g[k] for g in guards]) for k, s in enumerate((before, after)))
    return recipe, *ends


def worth_of(recipe: Recipe, scores: np.ndarray) -> float:
    n = len(recipe.parts)
    return recipe.worth(scores[:n], scores[n:]).score


@settings(max_examples=300)
@given(recipes())
def test_a_whole_splits_exactly_through_aggregate_floor_discounts_and_coverage(drawn: Any) -> None:
    recipe, before, after = drawn
    moves = whole_moves(recipe, before, after)
    assert fsum(m.points for m in moves) == pytest.approx(worth_of(recipe, after) - worth_of(recipe, before), abs=EXACT)
    for part in moves:
        k = (*recipe.parts, *recipe.protective).index(part.name) if part.kind != "coverage" else -1
        rise = after[k] - before[k]
        if part.kind in ("node", "floor"):
            assert part.points * rise >= -1e-12 and (rise != 0 or part.points == 0)
        if part.kind == "discount":
            assert not part.points * np.nan_to_num(rise) > 1e-12


@given(vectors(), st.data())
def test_a_part_that_goes_missing_while_nothing_moves_is_a_matter_of_coverage_alone(drawn: Any, data: Any) -> None:
    before, _, weights = drawn
    after = before.copy()
    after[data.draw(st.integers(0, len(before) - 1))] = np.nan
    recipe = Recipe(tuple("abcdef"[: len(before)]), weights, Aggregator(), np.full(len(before), 0.8))
    for start, end, how in ((before, after, "left"), (after, before, "appeared")):
        moves = [m for m in whole_moves(recipe, start, end) if m.points]
        assert {(m.kind, m.facts["how"]) for m in moves} <= {("coverage", how)}


def test_a_floor_that_begins_to_bind_takes_over_where_it_meets_the_aggregate() -> None:
    recipe = Recipe(("quiet", "raid"), np.array([0.9, 0.1]), Aggregator(p=1), np.array([0.0, 0.8]))
    moves = {(m.kind, m.name): m.points for m in whole_moves(recipe, np.array([20.0, 0.0]), np.array([20.0, 80.0]))}
    # .9 x 20 + .1 s = .8 s at s = 25.714: the aggregate rises 18 to 20.571, then the floor to 64
    assert moves == {
        ("node", "raid"): pytest.approx(2.5714, abs=1e-4),
        ("floor", "raid"): pytest.approx(43.4286, abs=1e-4),
    }


def test_while_a_floor_binds_parts_below_it_move_nothing() -> None:
    recipe = Recipe(("quiet", "raid"), np.array([0.9, 0.1]), Aggregator(), np.array([0.0, 0.8]))
    moves = whole_moves(recipe, np.array([0.0, 75.0]), np.array([30.0, 70.0]))
    assert [(m.kind, m.name, m.points) for m in moves] == [("floor", "raid", pytest.approx(-4.0))]


# ---- real runs ----


def three_weeks(**change_: Any) -> tuple[History, World]:
    """Events, attention, protective and contested news in three weeks and countries, with a hedge and a refutation."""
    world = raid().filler("MLI", BEFORE).filler("MLI", THEN, n=25)
    for region in ("BFA", "NER"):
        world.filler(region, WEEK, n=20, outlets=6).filler(region, THEN, n=24, outlets=6)
    world.ratings |= {"buzz": "E", "paper": "C"}
    world.event("rumour", "MLI", WEEK.monday, {"gov_coup_instability": [("y", "buzz")]}, contested=True)
    world.support("rumour", "gov_coup_instability", "MLI", WEEK.monday, origin="d", source="wire_two", stance="refutes")
    for k in range(4):
        world.event(f"post {k}", "MLI", WEEK.monday, {"sec_attack_civilians": [(f"p{k}", "paper")]}, base=1.0 + k)
    world.support("post 0", "sec_attack_civilians", "MLI", WEEK.monday, origin="d", source="wire_two", stance="refutes")
    world.event("north", "BFA", WEEK.monday, {"sec_attack_civilians": [("z", "wire_one")]}, toll=(9, 9, 9))
    world.event("south", "BFA", THEN.monday, {"sec_attack_civilians": [("z2", "wire_one")]}, toll=(3, 4, 9))
    world.event("aid", "MLI", WEEK.monday, {"int_support": [("one", "wire_one")]})
    world.event("exit", "MLI", WEEK.sunday - timedelta(days=30), {"int_withdrawal": [("o", "wire_two")]}, base=2)
    world.event("old", "MLI", BEFORE.sunday - timedelta(days=84), {"gov_public_discontent": [("o3", "wire_two")]})
    world.support("exit", "int_withdrawal", "MLI", WEEK.monday, origin="h", source="paper", alpha=0.5)
    for week, n in ((BEFORE, 4), (THEN, 9)):
        for k in range(n):
            world.mention(f"filler-MLI-{week}-{k:03d}", "sec_armed_group_activity", "MLI")
            world.mention(f"filler-MLI-{week}-{k:03d}", "inf_verification", "MLI", zone_weight=0.8)
    scored = score(world, last=THEN, weeks=3, panel=PANEL, keep=True, change=change_)
    return History(scored.weeks, scored.framework, world.view), world


@pytest.fixture(scope="module")
def history() -> History:
    return three_weeks()[0]


def found(history: History, node: str, since: Any = BEFORE, week: Any = WEEK, region: str = "MLI") -> Change:
    out = change(history, region, node, since=str(since), week=str(week))
    assert out is not None
    return out


def every_change(history: History) -> list[Change]:
    spans = [(BEFORE, WEEK), (WEEK, THEN), (BEFORE, THEN)]
    every = [
        change(history, region, node, since=str(a), week=str(b))
        for region in ("MLI", "BFA")
        for node in history.nodes
        for a, b in spans
    ]
    return [c for c in every if c is not None]


def assert_exact(changes: list[Change]) -> None:
    for moved in changes:
        assert fsum(p.points for p in moved.parts) == pytest.approx(moved.points, abs=EXACT)
        assert fsum(p.points for _, p in leaves(moved.parts)) == pytest.approx(moved.points, abs=EXACT)
        assert_nested(moved.parts)


def assert_nested(parts: tuple[Moved, ...]) -> None:
    for part in parts:
        assert not part.parts or fsum(p.points for p in part.parts) == pytest.approx(part.points, abs=EXACT), part
        assert_nested(part.parts)


def test_every_change_of_every_node_splits_exactly_at_every_depth(history: History) -> None:
    changes = every_change(history)
    assert len(changes) > 80 and sum(c.points != 0 for c in changes) > 40
    assert_exact(changes)


@pytest.mark.parametrize("way", WAYS, ids=ids)
def test_every_change_splits_exactly_under_every_aggregator(way: Aggregator) -> None:
    pillars = {name: {**plain, "aggregate": way} for name, plain in PILLARS.items()}
    history, _ = three_weeks(pillars=pillars, composite={"aggregate": way, "min_pillars": 1})
    assert_exact(every_change(history))


def test_what_a_recipe_makes_of_the_parts_is_what_the_index_scored(history: History) -> None:
    for t in range(3):
        for region in range(2):
            for node in ("index", *history.framework.pillars):
                published = history.score(region, node, t)
                recipe = recipe_of(history.framework, node)
                made = worth_of(recipe, scores_of(history, recipe, region, t))
                assert np.isnan(published) or made == pytest.approx(published, abs=EXACT)


def test_the_worked_week_is_an_aggregate_lifted_by_its_floor() -> None:
    scored = score(raid(), keep=True)
    alone = History(scored.weeks, scored.framework, raid().view)
    recipe = recipe_of(alone.framework, "security")
    worth = recipe.worth(scores_of(alone, recipe, 0, 0))
    assert worth.blend == pytest.approx(31.2 / 0.95**0.5, abs=0.05)  # spillover (weight .05) is missing
    assert (worth.gross, worth.score) == (pytest.approx(59.9, abs=0.05), pytest.approx(59.9, abs=0.05))
    assert recipe.parts[worth.setter] == "sec_attack_capital"


def test_a_raid_is_new_then_only_older(history: History) -> None:
    (new,) = [p for p in found(history, "sec_attack_capital").parts if p.kind == "event"]
    assert (new.name, new.facts["how"], new.parts) == ("raid", "new", ())
    (old,) = [p for p in found(history, "sec_attack_capital", WEEK, THEN).parts if p.kind == "event"]
    assert old.facts["how"] == "aged" and [p.name for p in old.parts] == ["recency"] and old.points < 0


def test_an_event_past_the_horizon_takes_with_it_what_it_had(history: History) -> None:
    (past,) = found(history, "gov_public_discontent").parts
    assert (past.name, past.facts["how"]) == ("old", "past") and past.points < 0


def test_a_refutation_that_comes_later_is_told_as_such() -> None:
    world = raid().filler("MLI", THEN)
    late = {"origin": "no", "source": "wire_two", "stance": "refutes"}
    views = [world.view(WEEK)]
    world.support("raid", "sec_attack_capital", "MLI", WEEK.monday, **late)
    scored = score(world, last=THEN, weeks=2, views=[*views, world.view(THEN)], keep=True)
    moved = found(History(scored.weeks, scored.framework, world.view), "sec_attack_capital", WEEK, THEN)
    (event,) = moved.parts
    assert event.facts["how"] == "revised"
    assert {p.name for p in event.parts} == {"recency", "refutation"} and all(p.points < 0 for p in event.parts)
    assert event.parts[0].facts["before"] == 1 or event.parts[1].facts["before"] == 1


def test_a_weight_is_its_factors_and_what_it_lost_adds_back_up(history: History) -> None:
    framework, felt = history.framework, history.weeks[1].measured.felt[0]
    facets = history.weeks[1].measured.facets.of_region(0)
    for indicator in set(map(int, facets.indicator)):
        events = weighed(history, 0, indicator, 1)
        own = facets.indicator == indicator
        assert events.pressure == pytest.approx(felt.weight[own])
        kappa = events.factors[:, 1] * events.factors[:, 2]
        assert kappa == pytest.approx(felt.kappa[own])
        outright = events.factors[:, FACTORS.index("severity")] * events.outright * felt.recency[own]
        assert events.pressure + sum(events.without().values()) == pytest.approx(outright)
    lost = {
        name: weighed(history, 0, framework.indicator_ids.index(node), 1).without()[name].sum()
        for name, node in (
            ("cap", "sec_attack_civilians"), ("refutation", "gov_coup_instability"), ("hedging", "int_withdrawal"),
        )
    }  # fmt: skip
    assert all(points > 0.01 for points in lost.values()), lost


def test_a_smoothed_share_is_its_articles_the_usual_share_and_earlier_weeks(history: History) -> None:
    for t in range(3):
        for indicator in np.flatnonzero(history.framework.is_attention):
            parts = attended(history, 0, int(indicator), t)
            value = history.value(0, int(indicator), t)
            assert parts.rate * parts.now + parts.earlier == pytest.approx(value, abs=EXACT)


def test_attention_names_new_articles_and_those_that_fade(history: History) -> None:
    parts = found(history, "sec_armed_group_activity").parts
    how = {p.name: (p.facts.get("how"), p.points > 0) for p in parts if p.kind == "article"}
    assert how["two"] == ("new", True) and how[f"filler-MLI-{BEFORE}-000"] == ("faded", False)


def test_spillover_names_its_neighbours_and_a_dispute_its_event(history: History) -> None:
    (moved,) = [p for p in found(history, "sec_neighbour_pressure", WEEK, THEN).parts if p.kind == "region"]
    assert (moved.name, moved.facts["after"] - moved.facts["before"]) == ("BFA", pytest.approx(2 * moved.points))  # type: ignore[operator]
    assert [p.name for p in found(history, "inf_contested").parts if p.kind == "dispute"] == ["rumour"]


def test_more_articles_than_usual_are_told_as_volume() -> None:
    world, weeks = World(), 14
    for k in range(weeks):
        world.filler("MLI", WEEK.shift(k - weeks + 1), n=60 if k == weeks - 1 else 20)
    world.event("march", "MLI", WEEK.monday - timedelta(days=7), {"gov_public_discontent": [("m", "wire_one")]})
    scored = score(world, weeks=weeks, keep=True, change={"baseline_gap_weeks": 0})
    parts = found(History(scored.weeks, scored.framework, world.view), "gov_public_discontent").parts
    volume = {p.kind: p for p in parts}["volume"]
    assert volume.points < 0 and volume.facts == {"before": 1.0, "after": pytest.approx(2**-0.5)}
    assert_exact([found(History(scored.weeks, scored.framework, world.view), node) for node in ("index", "governance")])


@pytest.mark.parametrize("normaliser", ["percentile", "logistic"])
def test_a_normaliser_that_looks_back_has_a_part_for_the_past_it_looks_at(normaliser: str) -> None:
    world = World()
    for k in range(12):
        world.filler("MLI", WEEK.shift(k - 11), n=20)
        for n in range(k % 5):
            world.event(f"e{k}{n}", "MLI", WEEK.shift(k - 11).monday, {"gov_public_discontent": [(f"o{k}{n}", "wire")]})
    relative = tuple(replace_normaliser(i, normaliser) if i.id == "gov_public_discontent" else i for i in INDICATORS)
    rules = {"baseline_gap_weeks": 0, "baseline_weeks": 8}
    scored = score(world, weeks=12, keep=True, indicators=relative, change=rules)
    moved = found(History(scored.weeks, scored.framework, world.view), "gov_public_discontent", WEEK.shift(-1))
    assert_exact([moved])
    assert any(p.kind == "event" for p in moved.parts)
    assert normaliser == "percentile" or any(p.kind == "baseline" for p in moved.parts)


def replace_normaliser(indicator: Any, name: str) -> Any:
    return indicator.model_copy(update={"normaliser": indicator.normaliser.model_copy(update={"name": name})})


def test_a_carried_score_moved_when_it_was_its_own_and_not_since() -> None:
    world = raid().filler("MLI", THEN)
    world.filler("BFA", BEFORE).filler("MLI", BEFORE).filler("BFA", WEEK)
    world.event("north", "BFA", WEEK.monday, {"sec_attack_civilians": [("z", "wire_one")]}, toll=(9, 9, 9))
    world.filler("NER", BEFORE).filler("NER", WEEK)
    scored = score(world, last=THEN, weeks=3, panel=PANEL, keep=True)
    history = History(scored.weeks, scored.framework, world.view)
    assert scored.weeks[2].carried[0, history.framework.indicator_ids.index("sec_neighbour_pressure")] == 1
    still = found(history, "sec_neighbour_pressure", WEEK, THEN)
    assert (still.points, still.parts) == (0, ())
    moved = found(history, "sec_neighbour_pressure", BEFORE, THEN)
    assert [p.name for p in moved.parts if p.kind == "region"] == ["BFA"]
    assert_exact([moved, found(history, "security", BEFORE, THEN)])


def test_a_week_that_was_not_assessed_has_no_change_to_split(history: History) -> None:
    assert change(history, "SEN", "index", since=str(BEFORE), week=str(WEEK)) is None


def test_a_waterfall_runs_from_the_score_before_to_the_score_after(history: History) -> None:
    for most in (1, 3, 50):
        moved = found(history, "security")
        bars = waterfall(moved, most)
        assert bars[0].start == moved.before and bars[-1].end == pytest.approx(moved.after, abs=EXACT)
        assert all(a.end == b.start for a, b in pairwise(bars)) and len(bars) <= most + 1
    assert waterfall(replace(found(history, "security"), parts=())) == []
