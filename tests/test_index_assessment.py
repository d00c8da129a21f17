"""What the index says beside the scores: why a level is set, changes, alerts, warning board, confidence, region."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from index_tables import REGIONS, WEEK, World, node, raid, score
from riskbrief.index.confidence import corroborated_share
from riskbrief.index.engine import Scored

CAPITAL = {
    "id": "capital",
    "name": {"en": "x"},
    "indicator": "sec_attack_capital",
    "min_kappa": 0.85,
    "min_severity": 4,
}
FIFTY = {"id": "fifty", "name": {"en": "x"}, "indicator": "sec_attack_security_forces", "min_toll": 50}
NEXT = WEEK.shift(1)


def problem(*signposts: tuple[str, str]) -> dict[str, Any]:
    rows = [{"indicator": i, "channel": c} for i, c in signposts]
    return {"warning_problems": [{"id": "p", "name": {"en": "x"}, "signposts": rows}]}


def alerts(scored: Scored) -> list[tuple[str, str, str, str]]:
    return [(a.kind, a.cause, a.event_id, a.since) for a in scored.assessment.alerts]


def test_a_binding_floor_is_named_and_takes_the_whole_contribution() -> None:
    scored = score(raid())
    for name in ("security", "index"):
        assert node(scored, name)["reason"] == "set by sec_attack_capital"
    rows = scored.contributions.set_index(["node", "part"])["points"]
    assert rows.to_dict() == {
        ("index", "security"): pytest.approx(53.9, abs=0.1),
        ("security", "sec_attack_capital"): pytest.approx(59.9, abs=0.1),
    }


def test_the_worked_week_is_level_3_with_an_interval_and_counts_its_origins() -> None:
    row = node(score(raid(), intervals=1), "index")
    assert (row["risk_level"], row["raw_level"], row["coverage"]) == (3, 3, "full")
    assert row["low"] < row["score"] < row["high"]
    assert (row["n_articles"], row["n_origins"], row["n_sources"]) == (42, 2, 10)


def test_without_asking_there_is_no_interval() -> None:
    assert score(raid()).scores["low"].isna().all()


def test_a_raid_after_a_quiet_week_deteriorates_and_its_absence_is_unchanged() -> None:
    world = raid().filler("MLI", WEEK.shift(-1))
    scored = score(world, weeks=2, intervals=2)
    assert node(scored, "index")["change_label"] == "Deteriorated"
    assert node(scored, "sec_attack_capital")["change_label"] == "Deteriorated"
    assert node(scored, "information")["change_label"] == "Unchanged"
    assert node(scored, "index")["change"] == pytest.approx(node(scored, "index")["score"])
    assert pd.isna(node(scored, "index", week=WEEK.shift(-1))["change_label"])
    assert pd.isna(node(scored, "int_foreign_forces")["change_label"]), "context has no better or worse"


def test_a_large_change_in_a_thin_week_is_unclear() -> None:
    world = raid().filler("MLI", WEEK.shift(-1), n=8, outlets=4)
    assert node(score(world, weeks=2, intervals=2), "index")["change_label"] == "Unclear"


def test_a_rise_of_a_protective_indicator_is_an_improvement_and_an_opportunity() -> None:
    world = World().filler("MLI", WEEK.shift(-1)).filler("MLI", WEEK)
    world.event("aid", "MLI", WEEK.sunday, {"int_support": [("o", "wire_one"), ("p", "wire_two")]}, base=5)
    scored = score(world, weeks=2, intervals=2)
    assert node(scored, "int_support")["change_label"] == "Improved"
    assert alerts(scored) == [("opportunity", "protective:int_support", "", str(WEEK))]


@pytest.mark.parametrize(("articles", "label"), [(30, "Improved"), (90, "Unclear")])
def test_a_fall_of_attention_in_a_crowded_week_is_not_called_an_improvement(articles: int, label: str) -> None:
    world = World()
    for back in range(14, 0, -1):
        world.filler("MLI", WEEK.shift(-back), n=30)
    for k in range(6):
        world.mention(f"filler-MLI-{WEEK.shift(-1)}-{k:03d}", "inf_misinformation", "MLI")
    world.filler("MLI", WEEK, n=articles)
    row = node(score(world, weeks=15, intervals=2), "inf_misinformation")
    assert row["change"] <= -5
    assert row["change_label"] == label
    assert str(row["reason"]).startswith("crowded out") == (label == "Unclear")


def test_a_tripwire_opens_an_alert_that_closes_after_two_weeks_and_moves_no_score() -> None:
    world = raid()
    for ahead in (1, 2, 3):
        world.filler("MLI", WEEK.shift(ahead))
    wires = {"tripwires": [CAPITAL, FIFTY]}
    expected = [("alert", "tripwire:capital", "raid", str(WEEK))]
    assert alerts(score(world, change=wires)) == expected
    assert alerts(score(world, last=NEXT, weeks=2, change=wires)) == expected
    assert alerts(score(world, last=WEEK.shift(2), weeks=3, change=wires)) == []
    with_wires, without = score(world, change=wires), score(world)
    pd.testing.assert_frame_equal(with_wires.scores, without.scores)


def test_an_alert_is_closed_in_the_one_week_after_it_ends() -> None:
    world = raid()
    for ahead in (1, 2, 3):
        world.filler("MLI", WEEK.shift(ahead))
    runs = [score(world, last=WEEK.shift(n), weeks=n + 1, change={"tripwires": [CAPITAL]}) for n in range(4)]
    closed = [[(a.region_id, a.cause, a.event_id, a.since) for a in run.assessment.closed] for run in runs]
    assert closed == [[], [], [("MLI", "tripwire:capital", "raid", str(WEEK))], []]


def test_the_volume_of_a_country_is_the_one_its_score_was_corrected_by() -> None:
    world = World()
    for back in range(20, 0, -1):
        world.filler("MLI", WEEK.shift(-back), n=40)
    world.filler("MLI", WEEK, n=10)
    assert score(world, weeks=21).assessment.volume == {"MLI": pytest.approx(0.25)}


def test_a_tripwire_fires_when_an_older_event_is_confirmed_later() -> None:
    world = World().filler("MLI", WEEK).filler("MLI", NEXT)
    world.ratings["buzz"] = "E"
    world.event("raid", "MLI", WEEK.sunday, {"sec_attack_capital": [("o", "buzz")]}, toll=(30, 30, 30))
    first = world.view(WEEK)
    world.support("raid", "sec_attack_capital", "MLI", WEEK.sunday, origin="p", source="wire_one")
    scored = score(world, last=NEXT, weeks=2, views=[first, world.view(NEXT)], change={"tripwires": [CAPITAL]})
    assert alerts(scored) == [("alert", "tripwire:capital", "raid", str(NEXT))]


def test_a_tripwire_fires_even_where_coverage_is_too_thin_for_a_score() -> None:
    world = World()
    world.event("raid", "MLI", WEEK.sunday, {"sec_attack_capital": [("o", "wire_one")]}, toll=(30, 30, 30))
    scored = score(world, change={"tripwires": [CAPITAL]})
    assert alerts(scored) == [("alert", "tripwire:capital", "raid", str(WEEK))]
    assert pd.isna(node(scored, "index")["score"])


def test_two_deteriorated_pillars_are_an_alert() -> None:
    world = raid().filler("MLI", WEEK.shift(-1))
    coup = {"gov_coup_instability": [("one", "wire_one"), ("two", "wire_two")]}
    world.event("coup", "MLI", WEEK.sunday, coup, base=7)
    assert ("alert", "pillars", "", str(WEEK)) in alerts(score(world, weeks=2, intervals=2))


@pytest.mark.parametrize(
    ("origins", "threats", "state"),
    [(0, 0, "not_observed"), (0, 1, "emerging"), (1, 0, "emerging"), (2, 0, "present")],
)
def test_a_signpost_emerges_with_a_threat_or_one_origin_and_is_present_with_two(
    origins: int, threats: int, state: str
) -> None:
    world = World().filler("MLI", WEEK)
    if origins:
        support = [(f"o{k}", f"wire_{k}") for k in range(origins)]
        world.event("e", "MLI", WEEK.monday + timedelta(days=2), {"gov_coup_instability": support})
    for k in range(threats):
        article = f"filler-MLI-{WEEK}-{k:03d}"
        world.mention(article, "gov_coup_instability", "MLI", status="hypothetical", counts=False, alpha=0.0)
    scored = score(world, change=problem(("gov_coup_instability", "act"), ("gov_coup_instability", "threat")))
    act, threat = scored.assessment.signposts
    assert act.state == state
    assert threat.state == ("emerging" if threats else "not_observed")
    assert bool(act.first_seen) == (state != "not_observed")
    if threats:
        assert threat.first_seen == WEEK.monday.isoformat()
        assert node(scored, "gov_coup_instability")["score"] == 0, "a threat never moves a score"


def test_a_signpost_present_in_two_weeks_is_strong_and_the_problem_status_follows_its_share() -> None:
    world = World().filler("MLI", WEEK).filler("MLI", NEXT)
    for week in (WEEK, NEXT):
        name = f"coup-{week}"
        world.event(name, "MLI", week.monday, {"gov_coup_instability": [(name, "wire_0"), (f"{name}b", "wire_1")]})
    four = [
        (i, "act") for i in ("gov_coup_instability", "gov_public_discontent", "int_withdrawal", "sec_attack_capital")
    ]
    scored = score(world, last=NEXT, weeks=2, change=problem(*four))
    assert [s.state for s in scored.assessment.signposts] == ["strong"] + ["not_observed"] * 3
    assert [(p.status, p.share) for p in scored.assessment.problems] == [("watch", 0.25)]
    one = score(world, last=NEXT, weeks=2, change=problem(four[0]))
    assert one.assessment.problems[0].status == "critical"
    assert ("alert", "warning:p", "", str(WEEK)) in alerts(one)


def test_a_problem_in_a_country_without_coverage_is_blind() -> None:
    scored = score(World(), change=problem(("gov_coup_instability", "act")))
    assert scored.assessment.problems[0].status == "blind"
    assert scored.assessment.signposts[0].state == "no_data"


def test_confidence_adds_points_and_is_capped_by_thin_coverage() -> None:
    full = score(raid(), intervals=1).assessment.confidence["MLI"]
    assert full.points == sum(points for _, points, _ in full.items)
    assert {name: points for name, points, _ in full.items}["origins"] == 2
    assert full.label in {"moderate", "high"} and full.caps == ()
    world = raid()
    world.articles = world.articles[:8] + world.articles[40:]
    thin = score(world, intervals=1).assessment.confidence["MLI"]
    assert (thin.label, thin.caps) == ("low", ("thin coverage",))
    none = score(World()).assessment.confidence["MLI"]
    assert (none.label, none.points, none.caps) == ("low", 0, ("not assessed",))


def test_nothing_is_corroborated_in_a_week_without_events_and_a_share_of_weight_is_in_one_with_some() -> None:
    def corroboration(world: World) -> tuple[float, int]:
        scored = score(world, intervals=1, keep=True)
        items = {name: points for name, points, _ in scored.assessment.confidence["MLI"].items}
        return corroborated_share(scored.weeks[-1], 0), items["corroboration"]

    assert corroboration(World().filler("MLI", WEEK)) == (0.0, 0)
    world = World().filler("MLI", WEEK)
    world.event("two", "MLI", WEEK.sunday, {"gov_public_discontent": [("a", "wire"), ("b", "other wire")]})
    assert corroboration(world) == (1.0, 2)
    world.event("one", "MLI", WEEK.sunday, {"gov_coup_instability": [("c", "wire")]}, base=3.0)
    share, _ = corroboration(world)
    assert share == pytest.approx(0.9775 / (0.9775 + 3 * 0.85))


def test_a_contested_key_event_caps_confidence() -> None:
    world = raid()
    world.events[0]["contested"] = True
    assert score(world, intervals=1).assessment.confidence["MLI"].caps == ("contested key event",)


def test_the_region_is_the_population_weighted_mean_of_assessed_countries() -> None:
    world = raid().filler("BFA", WEEK, n=8, outlets=4)
    scored = score(world, panel=("MLI", "BFA", "NER"), intervals=1)
    regional = scored.assessment.regional[-1]
    mali, burkina = (node(scored, "index", region=r)["score"] for r in ("MLI", "BFA"))
    assert regional.score == pytest.approx((mali + burkina) / 2)
    assert (regional.assessed, regional.maximum_region, regional.maximum) == (2, "MLI", pytest.approx(mali))
    population = {r: REGIONS[r].population for r in ("MLI", "BFA", "NER")}
    assert regional.full_share == pytest.approx(population["MLI"] / sum(population.values()))
    assert regional.low is not None and regional.high is not None and regional.low < regional.score < regional.high
