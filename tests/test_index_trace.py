"""Explaining a number: its parts add up to it, and an event's product is its pressure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from index_tables import INDICATORS, WEEK, World, node, raid, score
from riskbrief.index.engine import Scored
from riskbrief.index.history import History
from riskbrief.index.trace import Material, Part, trace

PANEL = ("MLI", "BFA", "NER", "SEN")
NODES = ["index", "security", "governance", "international", "information", *(i.id for i in INDICATORS)]


def busy() -> World:
    """Two weeks with events, attention, protective and contested news in two countries."""
    world = raid().filler("MLI", WEEK.shift(-1))
    for region in ("BFA", "NER"):
        world.filler(region, WEEK, n=20, outlets=6)
    world.ratings["buzz"] = "E"
    rumours = {"sec_attack_civilians": [("x", "buzz")], "gov_coup_instability": [("y", "buzz")]}
    world.event("rumour", "MLI", WEEK.monday, rumours, contested=True)
    world.event("raid in the north", "BFA", WEEK.monday, {"sec_attack_civilians": [("z", "wire_one")]}, toll=(9, 9, 9))
    world.event("aid", "MLI", WEEK.monday, {"int_support": [("one", "wire_one")]})
    world.event("exit", "MLI", WEEK.sunday - timedelta(days=30), {"int_withdrawal": [("o", "wire_two")]}, base=2)
    for k in range(4):
        world.mention(f"filler-MLI-{WEEK.shift(-1)}-{k:03d}", "sec_armed_group_activity", "MLI")
        world.mention(f"filler-MLI-{WEEK}-{k:03d}", "inf_verification", "MLI", zone_weight=0.8)
    return world


def material(world: World, scored: Scored) -> Material:
    return Material(History(scored.weeks, scored.framework, world.view), scored.scores, scored.contributions)


@pytest.fixture(scope="module")
def traced() -> tuple[Material, Scored]:
    world = busy()
    scored = score(world, weeks=2, panel=PANEL, keep=True)
    return material(world, scored), scored


@pytest.mark.parametrize("name", NODES)
@pytest.mark.parametrize("region", ["MLI", "BFA"])
def test_the_parts_of_every_node_add_up_to_its_score(traced: tuple[Material, Scored], region: str, name: str) -> None:
    source, scored = traced
    _, parts = trace(source, region, name)
    assert sum(p.points for p in parts) == pytest.approx(node(scored, name, region=region)["score"], abs=1e-6)


def parts_of(traced: tuple[Material, Scored], name: str) -> list[Part]:
    return trace(traced[0], "MLI", name)[1]


def test_an_event_is_severity_times_credibility_times_cap_times_recency(traced: tuple[Material, Scored]) -> None:
    (raided,) = parts_of(traced, "sec_attack_security_forces")
    facts = raided.facts
    assert raided.name == "raid"
    assert facts["severity"] == pytest.approx(5.644, abs=5e-4)
    assert (facts["credibility"], facts["recency"]) == (pytest.approx(0.9775), pytest.approx(0.7807, abs=1e-4))
    assert facts["pressure"] == pytest.approx(4.307, abs=1e-3)


def test_attention_names_its_articles_and_what_earlier_weeks_leave(traced: tuple[Material, Scored]) -> None:
    found = {p.name: p for p in parts_of(traced, "sec_armed_group_activity")}
    assert set(found) == {"one", "two", "earlier weeks"}
    assert found["two"].points == pytest.approx(2 * found["one"].points), "title 1.0 against rest .5"
    assert found["earlier weeks"].points > found["two"].points > 0


def test_spillover_names_its_neighbours_and_a_dispute_its_events(traced: tuple[Material, Scored]) -> None:
    assert [p.name for p in parts_of(traced, "sec_neighbour_pressure")] == ["BFA"]
    assert [p.name for p in parts_of(traced, "inf_contested")] == ["rumour"]


def test_a_missing_score_has_no_parts(traced: tuple[Material, Scored]) -> None:
    assert trace(traced[0], "SEN", "index") == ([], [])
