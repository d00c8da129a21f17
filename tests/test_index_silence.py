"""Silence is no good news: it closes no alert and makes no signpost "not observed" (method A.7, B.17, B.20)."""

from __future__ import annotations

from typing import Any

import pytest

from index_tables import WEEK, World, raid, score
from riskbrief.index.alert_history import alerts_then
from riskbrief.index.engine import Scored

USUAL, DARK = 16, 5
BEFORE = 3  # usual weeks
SHORT = {"pressure": {"volume_min_weeks": 2}, "baseline_gap_weeks": 1}  # by so few of them silence is told
CAPITAL = {"id": "capital", "name": {"en": "x"}, "indicator": "sec_attack_capital", "min_kappa": 0.85}
COUP = "gov_coup_instability"
SIGNS = (COUP, "gov_public_discontent", "int_withdrawal", "sec_attack_capital")
PROBLEM = [{"id": "p", "name": {"en": "x"}, "signposts": [{"indicator": i, "channel": "act"} for i in SIGNS]}]
RAID = "tripwire:capital"


def told(after: list[int], world: World) -> World:
    """Usual weeks before the week of the world, and one with so many articles for each number after it."""
    for back in range(BEFORE, 0, -1):
        world.filler("MLI", WEEK.shift(-back), n=USUAL)
    for ahead, n in enumerate(after, 1):
        world.filler("MLI", WEEK.shift(ahead), n=n, outlets=3 if n == DARK else 8)
    return world


def run(world: World, ahead: int, *, lapse: int = 8, **more: Any) -> Scored:
    """All weeks up to so many after that of the world."""
    change = (
        SHORT
        | {"alerts": {"lapse_after_weeks": lapse}}
        | {"tripwires": [CAPITAL], "warning_problems": PROBLEM, "cusum": {"pillars": []}}
    )
    return score(world, last=WEEK.shift(ahead), weeks=BEFORE + 1 + ahead, change=change, **more)


def two(name: str) -> list[tuple[str, str]]:
    return [(name, "wire_one"), (f"{name}-b", "wire_two")]


@pytest.mark.parametrize(
    ("after", "stands"),
    [
        ([USUAL, USUAL, DARK], "11 0 0"),
        pytest.param([DARK, DARK, USUAL, USUAL], "11 s s 0", marks=pytest.mark.slow),
        ([USUAL, DARK, DARK, USUAL], "11 s s 0"),
    ],
)
def test_an_alert_closes_after_two_weeks_in_which_the_press_spoke(after: list[int], stands: str) -> None:
    """By week from that of the raid: 1 stands, s stands for want of a press that speaks, 0 is closed."""
    scored = run(told(after, raid()), len(after), keep=True)
    expected = stands.replace(" ", "")
    then = alerts_then(scored.weeks, scored.framework, last=len(expected))
    found = [[a for a in alerts if a.cause == RAID] for alerts in then]
    assert "".join("s" if a and a[0].silent_weeks else str(len(a)) for a in found) == expected
    assert {a.since for alerts in found for a in alerts} == {str(WEEK)}
    now, before = expected[-1], expected[-2]
    assert [a.cause for a in scored.assessment.closed] == ([RAID] if now == "0" != before else [])


@pytest.mark.parametrize(
    ("after", "stands", "over"),
    [
        ([0, 0, 0], "1 1 s 0", (RAID, 3, True)),  # nothing read at all
        ([USUAL, DARK, DARK, DARK], "1 1 s s 0", (RAID, 3, True)),
        pytest.param([DARK, DARK, USUAL, USUAL], "1 1 s s 0", (RAID, 2, False), marks=pytest.mark.slow),
    ],
)
def test_after_so_many_silent_weeks_an_alert_lapses_which_is_not_closed(
    after: list[int], stands: str, over: tuple[str, int, bool]
) -> None:
    """The third silent week since the raid ends it; where the press spoke for two weeks it is closed."""
    scored = run(told(after, raid()), len(after), keep=True, lapse=3)
    then = alerts_then(scored.weeks, scored.framework, last=len(after) + 1)
    found = [[a for a in alerts if a.cause == RAID] for alerts in then]
    assert [("s" if a[0].silent_weeks else "1") if a else "0" for a in found] == stands.split()
    assert [(a.cause, a.silent_weeks, a.lapsed) for a in scored.assessment.closed if a.cause == RAID] == [over]


def test_an_alert_that_lapses_sooner_than_it_would_close_says_for_how_many_weeks_nothing_was_heard() -> None:
    (over,) = run(told([0], raid()), 1, lapse=1).assessment.closed
    assert (over.cause, over.silent_weeks, over.lapsed) == (RAID, 1, True)


def test_a_cause_after_an_alert_lapsed_opens_a_new_one() -> None:
    world = told([0, 0, 0, USUAL], raid())
    world.event("next", "MLI", WEEK.shift(4).monday, {"sec_attack_capital": two("a")})
    (alert,) = run(world, 4, lapse=3).assessment.alerts
    assert (alert.cause, alert.since, alert.silent_weeks) == (RAID, str(WEEK.shift(4)), 0)


@pytest.mark.parametrize(("n", "since"), [(DARK, 0), pytest.param(USUAL, 3, marks=pytest.mark.slow)])
def test_a_second_cause_after_silence_opens_no_new_alert(n: int, since: int) -> None:
    world = told([n, n, USUAL], raid())
    world.event("next", "MLI", WEEK.shift(3).monday, {"sec_attack_capital": two("a")})
    (alert,) = run(world, 3).assessment.alerts
    assert (alert.cause, alert.since, alert.silent_weeks) == (RAID, str(WEEK.shift(since)), 0)


def test_an_opportunity_closes_in_silence() -> None:
    world = told([DARK, DARK], World().filler("MLI", WEEK, n=USUAL))
    world.event("aid", "MLI", WEEK.sunday, {"int_support": two("a")}, base=5)
    scored = run(world, 2, keep=True, intervals=4)
    then = alerts_then(scored.weeks, scored.framework, last=3)
    assert [[a.cause for a in alerts] for alerts in then] == [["protective:int_support"]] * 2 + [[]]


@pytest.mark.parametrize(
    ("n", "unseen", "status"),
    [pytest.param(USUAL, "not_observed", "watch", marks=pytest.mark.slow), (DARK, "no_data", "blind")],
)
def test_what_a_silent_press_does_not_tell_of_cannot_be_observed(n: int, unseen: str, status: str) -> None:
    world = told([n], World().filler("MLI", WEEK, n=USUAL))
    world.event("coup", "MLI", WEEK.shift(1).monday, {COUP: two("a")})
    assessment = run(world, 1).assessment
    assert [s.state for s in assessment.signposts] == ["present", unseen, unseen, unseen]
    assert [(p.status, p.share) for p in assessment.problems] == [(status, 0.25)]


def test_a_strong_signpost_stays_so_in_a_silent_week() -> None:
    """Present in two of the last three weeks, whether or not the press spoke in the third."""
    world = told([USUAL, DARK], World().filler("MLI", WEEK, n=USUAL))
    for ahead in (0, 1):
        world.event(f"coup-{ahead}", "MLI", WEEK.shift(ahead).monday, {COUP: two(f"a{ahead}")})
    assert [s.state for s in run(world, 2).assessment.signposts] == ["strong"] + ["no_data"] * 3
