"""Explaining a number: its parts add up to it, and an event's product is its pressure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from index_tables import INDICATORS, PILLARS, WEEK, World, node, raid, score
from riskbrief.definitions.indicators import NormaliserChoice
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
    assert (facts["days"], facts["n_origins"], facts["contested"]) == (5.0, 2, False), "from Tuesday to Sunday"


def test_attention_names_its_articles_and_what_earlier_weeks_leave(traced: tuple[Material, Scored]) -> None:
    found = {p.name: p for p in parts_of(traced, "sec_armed_group_activity")}
    assert set(found) == {"one", "two", "earlier weeks"}
    assert found["two"].points == pytest.approx(2 * found["one"].points), "title 1.0 against rest .5"
    assert found["earlier weeks"].points > found["two"].points > 0


def test_attention_tells_the_share_of_the_week_and_the_smoothed_one(traced: tuple[Material, Scored]) -> None:
    steps, parts = trace(traced[0], "MLI", "inf_verification")
    assert [name for name, _ in steps] == ["share this week in %", "smoothed share in %", "score"]
    assert steps[0][1] > steps[1][1] > 0, "no word of it the week before"
    assert {p.kind for p in parts} <= {"article", "past", "prior"} and "article" in {p.kind for p in parts}
    assert all(set(p.facts) == {"q", "weight"} for p in parts if p.kind == "article")


def test_the_parts_of_a_whole_come_by_their_size() -> None:
    """Without the floors, that give a whole to its largest part alone."""
    world = busy()
    pillars = {name: pillar | {"floor": 0} for name, pillar in PILLARS.items()}
    found = material(world, score(world, weeks=2, panel=PANEL, keep=True, change={"pillars": pillars}))
    sizes = [abs(p.points) for p in trace(found, "MLI", "security")[1]]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) > 1


def test_spillover_names_its_neighbours_and_a_dispute_its_events(traced: tuple[Material, Scored]) -> None:
    assert [p.name for p in parts_of(traced, "sec_neighbour_pressure")] == ["BFA"]
    (pressing,) = parts_of(traced, "sec_neighbour_pressure")
    assert pressing.facts == {"score": pytest.approx(node(traced[1], "security", region="BFA")["score"])}
    assert [p.name for p in parts_of(traced, "inf_contested")] == ["rumour"]


def test_a_missing_score_has_no_parts(traced: tuple[Material, Scored]) -> None:
    assert trace(traced[0], "SEN", "index") == ([], [])


# --- steps from the raw value to the score


def explained(world: World, name: str, *, weeks: int = 1, **how: Any) -> tuple[dict[str, float], list[Part], float]:
    """The steps of one indicator of Mali, its parts, and the value it was scored from."""
    scored = score(world, weeks=weeks, panel=PANEL, keep=True, **how)
    found = material(world, scored)
    steps, parts = trace(found, "MLI", name)
    return dict(steps), parts, found.history.value(0, scored.framework.indicator_ids.index(name), weeks - 1)


def attacks(n: int, *, outlet: str = "wire_one", indicator: str = "sec_attack_capital") -> World:
    """So many deadly events of one day, each told by two outlets or, of the paper, by it alone."""
    world = World().filler("MLI", WEEK)
    world.ratings["paper"] = "C"
    for k in range(n):
        told = [(f"{k}-a", outlet), *([(f"{k}-b", "wire_two")] if outlet != "paper" else [])]
        world.event(f"attack {k}", "MLI", WEEK.sunday, {indicator: told}, toll=(7, 7, 7))
    return world


ABOVE = "of it above the anchor, which adds nothing"


def test_what_lies_above_the_anchor_is_told_and_adds_nothing() -> None:
    """One attack weighs 4 x .9775 = 3.91, two 7.82: .82 more than the 7 that score 100."""
    steps, _, value = explained(attacks(2), "sec_attack_capital")
    assert value == pytest.approx(7.82) and steps["value after volume"] == value
    assert steps[ABOVE] == pytest.approx(0.82)
    assert steps["score"] == 100
    below, _, _ = explained(attacks(1), "sec_attack_capital")
    assert ABOVE not in below and below["score"] < 100


def test_nothing_lies_above_an_anchor_where_the_score_has_none() -> None:
    """Ranks in a country's past know no anchor; spillover is a mean of scores, whatever `hi` its file leaves it."""
    rank = NormaliserChoice(name="percentile", options={"min_weeks": 2})
    ranked = tuple(i.model_copy(update={"normaliser": rank}) if i.type == "event" else i for i in INDICATORS)
    world = attacks(2).filler("MLI", WEEK.shift(-1)).filler("MLI", WEEK.shift(-2))
    rules = {"baseline_gap_weeks": 0, "baseline_weeks": 8}
    steps, _, value = explained(world, "sec_attack_capital", weeks=3, indicators=ranked, change=rules)
    assert value > 7 and steps["score"] > 50 and ABOVE not in steps
    low = tuple(i.model_copy(update={"hi": 5.0}) if i.compute == "spatial_lag" else i for i in INDICATORS)
    spilled, (part,), value = explained(busy(), "sec_neighbour_pressure", indicators=low)
    assert spilled == {"value": value, "score": pytest.approx(value)} and value > 5
    assert part.name == "BFA"


def test_article_volume_is_a_step_only_where_it_changes_the_value() -> None:
    """Half as many articles again as usual divide a pressure by the root of 1.5 (B.11)."""
    world, now = World(), 13
    for back in range(now):
        world.filler("MLI", WEEK.shift(-back), n=30 if back == 0 else 20)
    world.event("march", "MLI", WEEK.sunday, {"gov_public_discontent": [("m", "wire_one")]})
    rules = {"baseline_gap_weeks": 0}
    steps, _, value = explained(world, "gov_public_discontent", weeks=now, change=rules)
    assert steps["factor of article volume"] == pytest.approx(1.5**-0.5)
    assert value == pytest.approx(steps["pressure"] * 1.5**-0.5)
    usual, _, value = explained(world, "gov_public_discontent")
    assert "factor of article volume" not in usual and value == usual["pressure"]


LOSSES = {"hedging": "lost to hedged wording", "refutation": "lost to refutation", "cap": "lost to the outlet cap"}


def test_the_outlet_cap_is_a_step_only_where_it_cuts() -> None:
    """Five events of the paper alone fall to their largest: each keeps a fifth of what it weighed."""
    steps, parts, value = explained(attacks(5, outlet="paper"), "sec_attack_capital")
    each = 4 * 0.7
    assert value == pytest.approx(each) and steps[LOSSES["cap"]] == pytest.approx(-4 * each)
    assert steps["pressure if nothing were hedged, refuted or capped"] == pytest.approx(5 * each)
    assert [(p.facts["cap"], p.facts["pressure"]) for p in parts] == [(pytest.approx(0.2), pytest.approx(each / 5))] * 5
    assert all(p.facts["lost"] == {"hedging": 0, "refutation": 0, "cap": pytest.approx(0.8 * each)} for p in parts)
    alone, (part,), _ = explained(attacks(1, outlet="paper"), "sec_attack_capital")
    assert set(alone) == {"pressure", "value after volume", "score"} and part.facts["cap"] == 1


def test_what_an_event_lost_to_a_hedge_or_a_refutation_is_taken_off_what_it_would_weigh() -> None:
    """4 x .70 outright; hedged by half 4 x .35; refuted by a B outlet as well, .68 of that goes (B.7)."""
    world = attacks(1, outlet="paper")
    world.evidence[0]["alpha"] = 0.5
    hedged, _, _ = explained(world, "sec_attack_capital")
    assert hedged[LOSSES["hedging"]] == pytest.approx(-1.4) and LOSSES["refutation"] not in hedged
    refuting = {"origin": "no", "source": "wire_two", "stance": "refutes"}
    world.support("attack 0", "sec_attack_capital", "MLI", WEEK.sunday, **refuting)
    steps, (part,), value = explained(world, "sec_attack_capital")
    assert list(steps) == [
        "pressure if nothing were hedged, refuted or capped", LOSSES["hedging"], LOSSES["refutation"], "pressure",
        "value after volume", "score",
    ]  # fmt: skip
    assert list(steps.values())[:5] == pytest.approx([2.8, -1.4, -1.4 * 0.68, 1.4 * 0.32, value])
    assert part.facts["lost"] == {"hedging": pytest.approx(1.4), "refutation": pytest.approx(1.4 * 0.68), "cap": 0}


def test_a_carried_score_is_one_part_that_says_from_which_week() -> None:
    before = WEEK.shift(-1)
    world = World().filler("MLI", before).filler("MLI", WEEK).filler("BFA", before).filler("NER", before)
    world.event("e", "BFA", before.sunday, {"sec_civilian_harm_ops": [("o", "w")]}, base=7)
    scored = score(world, weeks=2, panel=PANEL, keep=True)
    carried = node(scored, "sec_neighbour_pressure")["score"]
    steps, parts = trace(material(world, scored), "MLI", "sec_neighbour_pressure")
    assert steps == [("score", carried)] and carried > 0
    assert parts == [Part(f"carried from {before}", "past", carried)]
