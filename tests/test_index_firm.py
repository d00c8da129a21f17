"""No single owner rated below B moves a level: what levels are read from (method A.4, B.21)."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_parts import framework
from index_tables import INDICATORS, WEEK, World, node, raid, score
from riskbrief.index.events import point
from riskbrief.index.facets import Facets, read_facets
from riskbrief.index.firm import firm_pressure
from riskbrief.index.framework import Framework
from riskbrief.index.rescore import observed, rescore
from riskbrief.index.sieve import kept

CIVILIANS, FORCES = "sec_attack_civilians", "sec_attack_security_forces"
GUARD = {"hysteresis": {"sole_reliability": 0.85}}
Told = list[tuple[str, str]]  # (outlet, stance) of one event; the outlet's first letter is its rating


def world_of(*events: Told, indicator: str = CIVILIANS) -> World:
    """One event of this week for each list, without a toll; owners are the outlets."""
    world = World()
    for k, told in enumerate(events):
        world.event(f"e{k}", "MLI", WEEK.sunday, {})
        for outlet, stance in told:
            world.ratings[outlet] = outlet[0]
            world.support(f"e{k}", indicator, "MLI", WEEK.sunday, origin=f"{k}{outlet}", source=outlet, stance=stance)
    return world


def read(world: World, sole: float = 0.85) -> tuple[Facets, Framework]:
    frame = framework(world, hysteresis={"sole_reliability": sole})
    return read_facets(world.view(WEEK), frame), frame


def firm(*events: Told) -> float:
    """Firm pressure of attacks on civilians in Mali."""
    found, frame = read(world_of(*events))
    return float(firm_pressure(found, frame)[0, frame.indicator_ids.index(CIVILIANS)])


def plain(found: Facets, frame: Framework, rows: np.ndarray | None = None) -> np.ndarray:
    """Pressure [region, indicator] of the rows that are kept."""
    left = kept(found, np.ones(len(found.outlet), dtype=bool) if rows is None else rows, frame)
    out = np.zeros((len(frame.regions), len(frame.indicators)))
    np.add.at(out, (left.region, left.indicator), point(left, frame).weight)
    return out


def test_the_word_of_one_fair_owner_alone_is_not_firm() -> None:
    assert firm([("C1", "affirms")]) == 0
    assert firm([("C1", "affirms")], [("C1", "affirms")]) == 0


def test_the_word_of_one_good_owner_is() -> None:
    assert firm([("B1", "affirms")]) == pytest.approx(0.85)


def test_two_fair_owners_of_one_event_are_believed_as_one() -> None:
    assert firm([("C1", "affirms"), ("C2", "affirms")]) == pytest.approx(0.70)


def test_of_two_fair_owners_with_an_event_each_one_is_left() -> None:
    assert firm([("C1", "affirms")], [("D1", "affirms")]) == pytest.approx(0.45)


def test_a_lone_doubtful_denial_takes_nothing_and_a_second_one_does() -> None:
    told: Told = [("B1", "affirms"), ("B2", "affirms")]
    both = 1 - 0.15**2
    assert firm([*told, ("C1", "refutes")]) == pytest.approx(both)
    assert firm([*told, ("C1", "refutes"), ("D1", "refutes")]) == pytest.approx(both * (1 - 0.8 * 0.45))
    assert firm([*told, ("B3", "refutes")]) == pytest.approx(both * (1 - 0.8 * 0.85))


def test_without_the_rule_the_firm_pressure_is_the_pressure() -> None:
    found, frame = read(world_of([("C1", "affirms"), ("E1", "refutes")], [("F1", "affirms")]), sole=0)
    assert firm_pressure(found, frame) == pytest.approx(plain(found, frame))


EVENT = st.lists(
    st.tuples(st.sampled_from(["B1", "C1", "C2", "D1", "E1", "F1"]), st.sampled_from(["affirms", "refutes"])),
    min_size=1, max_size=5, unique=True,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENT, min_size=1, max_size=6))
def test_it_is_the_least_that_is_left_without_any_one_doubtful_owner(events: list[Told]) -> None:
    found, frame = read(world_of(*events))
    doubtful, owner = found.r < 0.85, frame.owner[found.outlet]
    heard = np.ones(len(owner), dtype=bool)
    for facet in range(len(found)):
        denials = np.flatnonzero(doubtful & ~found.affirms & (found.of_row == facet))
        if len(denials):
            worst = min(denials, key=lambda row: (-found.r[row], owner[row]))
            heard &= ~((found.of_row == facet) & ~found.affirms & doubtful & (owner == owner[worst]))
    left = [plain(found, frame, heard)]
    left += [plain(found, frame, heard & ~(doubtful & found.affirms & (owner == o))) for o in np.unique(owner)]
    assert firm_pressure(found, frame) == pytest.approx(np.min(left, axis=0))


def hostile(world: World, indicator: str, dead: int) -> World:
    """An outlet rated C tells alone of ten events of this indicator."""
    for k in range(10):
        name = world.article(f"h{k}", "hostile", WEEK.sunday, "MLI", rating="C")
        world.event(name, "MLI", WEEK.sunday, {indicator: [(name, "hostile")]}, toll=(dead, dead, dead))
    return world


def two_weeks(now: World) -> World:
    """A usual week of other news before."""
    return now.filler("MLI", WEEK.shift(-1))


@pytest.mark.parametrize("indicator", [i.id for i in INDICATORS if i.type == "event" and i.direction == "aggravating"])
def test_whatever_one_fair_owner_tells_alone_the_level_is_that_of_the_others(indicator: str) -> None:
    worlds = two_weeks(raid()), hostile(two_weeks(raid()), indicator, 500)
    true, false = (score(w, weeks=2, change=GUARD) for w in worlds)
    here = false.observations["indicator_id"] == indicator
    told = false.observations[here & (false.observations["week"] == str(WEEK))].iloc[0]
    assert told["value"] > told["firm_value"]
    rows = [node(scored, "index") for scored in (true, false)]
    assert rows[0]["risk_level"] == rows[1]["risk_level"]
    assert rows[1]["firm_score"] == pytest.approx(rows[0]["firm_score"])


def test_levels_from_the_table_are_those_of_the_run() -> None:
    world = hostile(two_weeks(raid()), FORCES, 400)
    scored = score(world, weeks=2, change=GUARD, panel=("MLI", "BFA", "NER"))
    again = rescore(observed(scored.observations, scored.framework), scored.framework)
    rows = [node(scored, "index", week=WEEK.shift(k)) for k in (-1, 0)]
    assert [r["risk_level"] for r in rows] == again.level[:, 0].tolist()
    assert [r["firm_score"] for r in rows] == pytest.approx(again.firm[:, 0].tolist())


def test_an_owner_with_two_outlets_is_one() -> None:
    world = world_of([("C1", "affirms"), ("C2", "affirms")])
    world.owners = {"C1": "house", "C2": "house"}
    found, frame = read(world)
    assert firm_pressure(found, frame).sum() == 0


def test_an_old_event_weighs_less_in_both() -> None:
    world = World(ratings={"B1": "B"})
    world.event("old", "MLI", WEEK.monday - timedelta(days=13), {CIVILIANS: [("o", "B1")]})
    found, frame = read(world)
    assert firm_pressure(found, frame).sum() == pytest.approx(0.85 * 2 ** (-19 / 14))
