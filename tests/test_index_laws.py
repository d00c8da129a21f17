"""Laws the index keeps for any input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index_tables import INDICATORS, WEEK, World, node, raid, score
from riskbrief.index.engine import Scored, WeekView

EVENT_IDS = [i.id for i in INDICATORS if i.type == "event"]
ATTENTION_IDS = [i.id for i in INDICATORS if i.type == "attention"]
PANEL = ("MLI", "BFA", "NER", "SEN")
QUICK = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def worlds(draw: Callable[..., Any]) -> World:
    """Two weeks of filler in some countries, with random events and mentions."""
    world = World()
    for week in (WEEK.shift(-1), WEEK):
        for region in PANEL[: draw(st.integers(1, 4))]:
            world.filler(region, week, n=draw(st.integers(3, 16)), outlets=draw(st.integers(1, 6)))
    for k in range(draw(st.integers(0, 6))):
        region = draw(st.sampled_from(PANEL))
        day = WEEK.sunday - timedelta(days=draw(st.integers(0, 40)))
        low = draw(st.integers(0, 40))
        outlets = draw(st.lists(st.sampled_from(["wire", "paper", "radio", "buzz"]), min_size=1, unique=True))
        support = [(f"o{k}-{s}", s) for s in outlets]
        world.event(
            f"event-{k}", region, day, {draw(st.sampled_from(EVENT_IDS)): support},
            toll=(low, low + draw(st.integers(0, 9)), low + 20), contested=draw(st.booleans()),
            base=draw(st.sampled_from([1.0, 3.0, 7.0])),
        )  # fmt: skip
    fillers = [a["article_id"] for a in world.articles]
    for article in draw(st.lists(st.sampled_from(fillers), max_size=12)):
        zone = draw(st.sampled_from([0.5, 0.8, 1.0]))
        region = article.split("-")[1]
        world.mention(article, draw(st.sampled_from(ATTENTION_IDS)), region, zone_weight=zone)
    return world


def both(world: World, **how: Any) -> Scored:
    return score(world, weeks=2, panel=PANEL, **how)


@QUICK
@given(worlds())
def test_scores_and_intervals_stay_within_0_and_100_and_hold_the_estimate(world: World) -> None:
    scores = both(world, intervals=2).scores
    for column in ("score", "low", "high"):
        assert scores[column].dropna().between(0, 100).all()
    known = scores.dropna(subset=["low"])
    assert (known["low"] <= known["score"]).all() and (known["score"] <= known["high"]).all()
    assessed = scores[scores["score"].notna() & (scores["n_sources"] >= 3)]
    assert assessed["low"].notna().all(), "every score of an assessed country has an interval"


@QUICK
@given(worlds())
def test_contributions_add_up_to_the_score(world: World) -> None:
    scored = both(world)
    points = scored.contributions.groupby(["region_id", "week", "node"])["points"].sum()
    wholes = scored.scores[scored.scores["level"] != "indicator"].set_index(["region_id", "week", "node"])
    for key, value in wholes["score"].dropna().items():
        assert points.get(key, 0.0) == pytest.approx(value, abs=1e-6), key


@QUICK
@given(worlds(), st.sampled_from(EVENT_IDS), st.sampled_from(["MLI", "SEN"]))
def test_one_more_aggravating_event_never_lowers_a_country_and_moves_no_other_but_by_spillover(
    world: World, indicator: str, region: str
) -> None:
    before = both(world)
    world.event("more", region, WEEK.sunday, {indicator: [("m1", "wire"), ("m2", "other wire")]}, toll=(9, 9, 9))
    after = both(world)
    protective = indicator == "int_support"
    for name in ("security", "governance", "international", "index"):
        old, new = (node(s, name, region=region)["score"] for s in (before, after))
        assert pd.isna(old) or (new <= old + 1e-9 if protective else new >= old - 1e-9)
    others = [s.scores[s.scores["region_id"] != region] for s in (before, after)]
    spilled = {"sec_neighbour_pressure", "security", "index"}
    same = [o[~o["node"].isin(spilled)].reset_index(drop=True) for o in others]
    pd.testing.assert_frame_equal(*same)


@QUICK
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(world: World, chance: Any) -> None:
    plain = both(world, intervals=1)
    views = [world.view(w) for w in (WEEK.shift(-1), WEEK)]
    seed = chance.randrange(1000)
    shuffled = both(world, intervals=1, views=[_shuffled(v, seed) for v in views])
    _assert_same(plain, shuffled)


def _shuffled(view: WeekView, seed: int) -> WeekView:
    names = ("articles", "focus", "mentions", "events", "evidence")
    return replace(view, **{n: getattr(view, n).sample(frac=1, random_state=seed) for n in names})


def _assert_same(one: Scored, other: Scored) -> None:
    for name in ("observations", "scores", "contributions"):
        frames = [getattr(s, name) for s in (one, other)]
        assert frames[0].to_csv() == frames[1].to_csv(), name
    assert one.assessment == other.assessment


@QUICK
@given(worlds())
def test_the_same_input_gives_the_same_bytes(world: World) -> None:
    _assert_same(both(world, intervals=2), both(world, intervals=2))


@QUICK
@given(worlds(), st.sampled_from(EVENT_IDS))
def test_later_articles_outlets_and_events_never_change_an_earlier_week(world: World, indicator: str) -> None:
    earlier = both(world, intervals=2)
    later = WEEK.shift(1)
    world.filler("MLI", later, n=30, outlets=12)
    world.article("late", "a new outlet", later.monday, "MLI", "BFA")
    late = {indicator: [("late", "a new outlet")]}
    world.event("late", "MLI", WEEK.sunday, late, toll=(50, 50, 50), reported=later.monday)
    longer = score(world, last=later, weeks=3, panel=PANEL, intervals=3)
    weeks = set(earlier.scores["week"])
    kept = longer.scores[longer.scores["week"].isin(weeks)].reset_index(drop=True)
    assert earlier.scores.to_csv() == kept.to_csv()


@QUICK
@given(worlds(), st.integers(1, 6))
def test_copies_of_one_origin_move_no_score(world: World, copies: int) -> None:
    plain = both(world, intervals=1)
    original = world.articles[0]
    region = original["article_id"].split("-")[1]
    for k in range(copies):
        day = WEEK.monday + timedelta(days=3)
        name = world.article(f"zcopy-{k}", original["source_id"], day, region, origin=original["article_id"])
        world.mention(name, "sec_armed_group_activity", region, counts=False)
    copied = both(world, intervals=1)
    columns = ["region_id", "week", "node", "score", "low", "high", "coverage", "n_articles", "n_sources"]
    assert plain.scores[columns].to_csv() == copied.scores[columns].to_csv()


@pytest.mark.parametrize("articles", [0, 1, 4])
def test_too_few_articles_are_not_assessed_and_never_zero(articles: int) -> None:
    scored = score(World().filler("MLI", WEEK, n=articles, outlets=1), intervals=1)
    assert scored.scores["score"].isna().all() and scored.scores["risk_level"].isna().all()
    assert scored.observations["value"].isna().all()
    seen = {0: "no articles", 1: "1 article from 1 outlet", 4: "4 articles from 1 outlet"}[articles]
    assert set(scored.scores["reason"]) == {f"not assessed: {seen} (needs 5 from 3)"}
    assert scored.assessment.regional[-1].score is None


@pytest.mark.parametrize(
    ("articles", "outlets", "coverage"),
    [(15, 5, "full"), (14, 5, "thin"), (15, 4, "thin"), (5, 3, "thin"), (4, 4, "none"), (40, 2, "none")],
)
def test_coverage_needs_enough_articles_and_enough_outlets(articles: int, outlets: int, coverage: str) -> None:
    scored = score(World().filler("MLI", WEEK, n=articles, outlets=outlets))
    assert node(scored, "index")["coverage"] == coverage
    assert (node(scored, "index")["n_articles"], node(scored, "index")["n_sources"]) == (articles, outlets)


def test_a_covered_week_without_events_is_a_true_zero() -> None:
    row = node(score(World().filler("MLI", WEEK)), "sec_attack_civilians")
    assert row["score"] == 0 and pd.isna(row["reason"])


def test_an_index_without_its_required_pillar_is_missing_and_says_so() -> None:
    few = tuple(i for i in INDICATORS if not i.id.startswith("sec_"))
    row = node(score(raid(), indicators=few), "index")
    assert pd.isna(row["score"]) and row["reason"] == "not assessed: security missing"


def test_weights_are_shared_out_when_a_part_is_missing() -> None:
    world = World().filler("MLI", WEEK)
    world.event("e", "MLI", WEEK.sunday, {"sec_civilian_harm_ops": [("o", "w")]}, base=7)
    scored = score(world)  # no neighbour is assessed: spillover is missing
    harm = node(scored, "sec_civilian_harm_ops")["score"]
    assert node(scored, "security")["score"] == pytest.approx((0.10 / 0.95 * harm**2) ** 0.5)
    lag = node(scored, "sec_neighbour_pressure")
    assert pd.isna(lag["score"]) and lag["reason"] == "missing: fewer than 50% of the neighbours are assessed"


def test_spillover_reads_neighbours_without_their_own_spillover_and_is_carried_when_they_fall_silent() -> None:
    world, before = World(), WEEK.shift(-1)
    for week in (before, WEEK):
        world.filler("MLI", week)
    for region in ("BFA", "NER"):
        world.filler(region, before)
        world.event(f"e-{region}", region, before.sunday, {"sec_civilian_harm_ops": [(region, "w")]}, base=7)
    scored = score(world, weeks=2, panel=PANEL)
    own = (0.10 / 0.95 * node(scored, "sec_civilian_harm_ops", region="BFA", week=before)["score"] ** 2) ** 0.5
    fresh, carried = (node(scored, "sec_neighbour_pressure", week=w) for w in (before, WEEK))
    assert fresh["score"] == pytest.approx(own)
    assert carried["score"] == fresh["score"] and carried["reason"] == f"carried from {before}"
    parts = scored.contributions[scored.contributions["node"] == "sec_neighbour_pressure"]
    given = parts[(parts["region_id"] == "MLI") & (parts["week"] == str(before))].set_index("part")["points"]
    assert given.to_dict() == pytest.approx({"neighbour:BFA": own / 2, "neighbour:NER": own / 2}, abs=1e-6)
    assert parts[(parts["region_id"] == "MLI") & (parts["week"] == str(WEEK))].empty  # carried: of an earlier week
    assert node(scored, "security")["reason"] == f"sec_neighbour_pressure carried from {before}"


def test_a_value_is_carried_four_weeks_and_no_longer() -> None:
    world, first = World(), WEEK.shift(-5)
    for back in range(6):
        world.filler("MLI", WEEK.shift(-back), n=6, outlets=3)
    for region in ("BFA", "NER"):
        world.filler(region, first, n=6, outlets=3)
    scored = score(world, weeks=6, panel=PANEL)
    said = [node(scored, "sec_neighbour_pressure", week=first.shift(k))["reason"] for k in range(6)]
    assert pd.isna(said[0])
    assert said[1:5] == [f"carried from {first}"] * 4
    assert str(said[5]).startswith("missing")


def test_narrowing_the_panel_changes_no_countrys_score() -> None:
    world = raid()
    for region in ("BFA", "NER"):
        world.filler(region, WEEK)
    world.event("e", "BFA", WEEK.sunday, {"sec_attack_civilians": [("o", "w")]}, toll=(20, 20, 20))
    alone, together = (score(world, panel=p, intervals=1) for p in (("MLI",), PANEL))
    assert node(together, "sec_neighbour_pressure")["score"] > 0
    for name in ("index", "sec_neighbour_pressure"):
        one, many = (node(s, name) for s in (alone, together))
        assert {k: one[k] for k in ("score", "low", "high")} == {k: many[k] for k in ("score", "low", "high")}


def test_a_late_copy_does_not_count_in_its_own_week() -> None:
    world = World().filler("MLI", WEEK.shift(-1)).filler("MLI", WEEK, n=5, outlets=3)
    world.article("late copy", "outlet_9", WEEK.monday, "MLI", origin=f"filler-MLI-{WEEK.shift(-1)}-000")
    assert node(score(world, weeks=2), "index")["n_articles"] == 5


def test_two_outlets_are_too_few_for_an_interval_and_it_says_so() -> None:
    loose = {"coverage": {"thin": {"articles": 5, "sources": 2}}}
    row = node(score(World().filler("MLI", WEEK, n=9, outlets=2), intervals=1, change=loose), "index")
    assert row["score"] == 0 and pd.isna(row["low"]) and row["reason"] == "no interval: too few outlets"
