"""What the index says exactly at a limit: how firm a level is, confidence, the board's shares, the ends of a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from index_parts import framework
from index_tables import WEEK, World, definition, node, raid, score
from riskbrief.assessment import Confidence
from riskbrief.definitions.rules import ConfidenceRules
from riskbrief.index.confidence import confidence, corroborated_share
from riskbrief.index.flips import Change, Standing, standings
from riskbrief.index.outcomes import Outcome
from riskbrief.index.scoring import WeekScores
from riskbrief.index.views import active_events, in_week
from riskbrief.index.warning import EMERGING, NO_DATA, NOT_OBSERVED, PRESENT, problem_states

COUP = "gov_coup_instability"
SIGNS = (COUP, "gov_public_discontent", "int_withdrawal", "sec_attack_capital")

# --- how firm a level is


def said(firm: float, level: int, raw: int | None = None) -> Outcome:
    """One country; its score is far from the firm one, which the level is read from."""
    one, lvl = np.array([firm]), np.array([float(level)])
    raws = np.array([float(level if raw is None else raw)])
    return Outcome(one + 9, np.ones(1), lvl, raws, one, firm, float(level))


def verdict(firm: float, level: int, *others: float) -> Standing:
    """A country and what is told of it when changes give other firm scores."""
    changes = [Change("weight", f"{other:g}", "", said(other, level)) for other in others]
    return standings(["MLI"], said(firm, level), changes, definition())[0]


@pytest.mark.parametrize(
    ("level", "firm", "rises_at", "falls_below", "gap"),
    [
        (1, 0, 22, None, 22),
        (1, 10, 22, None, 12),
        (2, 20, 42, 16, 4),
        (3, 50, 62, 36, 12),
        (3, 40, 62, 36, 4),  # the way down is the shorter one
        (3, 35, 62, 36, -1),  # one week below: it falls only if it stays there
        (4, 81, 82, 56, 1),
        (5, 90, None, 76, 14),
    ],
)
def test_the_gap_of_a_level_is_the_way_to_the_nearer_of_its_bounds(
    level: int, firm: float, rises_at: float | None, falls_below: float | None, gap: float
) -> None:
    found = verdict(firm, level)
    assert (found.rises_at, found.falls_below, found.gap) == (rises_at, falls_below, pytest.approx(gap))
    assert found.score == pytest.approx(firm + 9)


@pytest.mark.parametrize(
    ("others", "nearest"),
    [
        ((55, 44), "55"),  # 7 points are left, and 8
        ((55, 41), "41"),  # 7 points are left, and 5
        ((49, 50), None),  # neither way is any shorter
        ((), None),
        ((float("nan"), 51), "51"),
    ],
)
def test_the_nearest_miss_is_the_change_after_which_least_is_left(others: Sequence[float], nearest: str | None) -> None:
    found = verdict(49, 3, *others) if not others else verdict(50, 3, *others)
    assert (found.nearest.name if found.nearest else None) == nearest
    assert (found.flips, found.tried) == ((), len(others))


def test_only_changes_that_move_the_raw_band_are_counted_as_such() -> None:
    changes = [Change("weight", str(raw), "", said(50, 3, raw)) for raw in (3, 4, 4, 2, 3)]
    assert standings(["MLI"], said(50, 3), changes, definition())[0].raw == 3


# --- confidence


@cache
def trusted() -> tuple[WeekScores, Any]:
    scored = score(raid(), intervals=1, keep=True)
    return scored.weeks[-1], scored.framework


def trust(week: WeekScores, frame: Any, **rules: Any) -> Confidence:
    changed = frame.definition.model_copy(update={"confidence": ConfidenceRules(**rules)})
    return confidence(week, 0, replace(frame, definition=changed))


def points(item: str, week: WeekScores, frame: Any, **rules: Any) -> int:
    return {name: got for name, got, _ in trust(week, frame, **rules).items}[item]


def test_a_label_begins_at_its_points() -> None:
    week, frame = trusted()
    full = trust(week, frame).points
    assert full > 1 and trust(week, frame).caps == ()
    labels = [
        trust(week, frame, high=high, moderate=moderate).label
        for high, moderate in ((full, 1), (full + 1, full), (full + 2, full + 1))
    ]
    assert labels == ["high", "moderate", "low"]


def test_an_item_has_a_point_at_each_of_its_bounds() -> None:
    """42 articles by eight C-rated outlets (.70) and two B-rated ones (.85): a mean reliability of .73."""
    week, frame = trusted()
    width, share = float(week.high[0, 0] - week.low[0, 0]), corroborated_share(week, 0)
    assert 0 < share < 1 and width > 0
    for item, at, harder in (
        ("origins", (42, 42), (42, 43)),
        ("reliability", (0.729, 0.7299), (0.729, 0.731)),
        ("corroboration", (share, share), (share, 1)),
        ("interval", (width, width), (width, width - 0.01)),
    ):
        name = {"corroboration": "corroborated", "interval": "width"}.get(item, item)
        assert [points(item, week, frame, **{name: bounds}) for bounds in (at, harder)] == [2, 1], item
        hardest = (width - 0.02, width - 0.03) if item == "interval" else (harder[1], harder[1])
        assert points(item, week, frame, **{name: hardest}) == 0, item


def test_what_is_capped_is_no_more_confident_than_its_lowest_cap() -> None:
    week, frame = trusted()
    open_, gone = {"high": 0, "moderate": 0}, week.score.copy()
    gone[0, 4] = np.nan
    unheard = replace(week, score=gone)
    assert [trust(week, frame, **open_, min_origins=n).label for n in (42, 43)] == ["high", "low"]
    assert (trust(unheard, frame, **open_).label, trust(unheard, frame, **open_).caps) == (
        "moderate",
        ("missing pillar",),
    )
    both = trust(unheard, frame, **open_, min_origins=43)
    assert (both.label, both.caps) == ("low", ("missing pillar", "few origins"))


@pytest.mark.parametrize(("age", "caps", "label"), [(2, (), "high"), (3, ("carried values",), "low")])
def test_a_score_carried_for_more_than_two_weeks_caps_confidence(age: int, caps: tuple[str, ...], label: str) -> None:
    week, frame = trusted()
    carried = week.carried.copy()
    carried[0, 3] = age
    found = trust(replace(week, carried=carried), frame, high=0, moderate=0)
    assert (found.label, found.caps) == (label, caps)


def test_a_contested_key_event_leaves_low_confidence() -> None:
    world = raid()
    world.events[0]["contested"] = True
    found = score(world, intervals=1, change={"confidence": {"high": 0, "moderate": 0}})
    assert found.assessment.confidence["MLI"].label == "low"


@pytest.mark.parametrize(
    ("bounds", "carried", "expected"),
    [((0.5, 2), 0, 1), ((0.25, 0.5), 0, 1), ((0.51, 2), 0, 0), ((0.1, 0.49), 0, 0), ((0.5, 2), 1, 0)],
)
def test_coverage_counts_as_normal_from_bound_to_bound_unless_something_is_carried(
    bounds: tuple[float, float], carried: int, expected: int
) -> None:
    week, frame = half_the_usual()
    rules = frame.definition.coverage.model_copy(update={"normal_volume": bounds})
    changed = replace(frame, definition=frame.definition.model_copy(update={"coverage": rules}))
    some = week.carried.copy()
    some[0, 0] = carried
    assert points("coverage", replace(week, carried=some), changed) == expected


def half_the_usual() -> tuple[WeekScores, Any]:
    """The week in which ten articles were written where twenty are usual."""
    week, frame = trusted()
    every = week.measured.press.every
    flow = replace(every, seen=np.full_like(every.seen, 10), expected=np.full_like(every.expected, 20))
    press = replace(week.measured.press, every=flow)
    return replace(week, measured=replace(week.measured, press=press)), frame


# --- the warning board


def board(*states: int) -> tuple[str, float]:
    """Status and share of a problem whose four signposts have these states in Mali."""
    signposts = [{"indicator": name, "channel": "act"} for name in SIGNS]
    frame = framework(warning_problems=[{"id": "p", "name": {"en": "x"}, "signposts": signposts}])
    codes = np.full((2, len(frame.regions), len(frame.indicators)), NOT_OBSERVED)
    for name, state in zip(SIGNS, states, strict=True):
        codes[0, 0, frame.indicator_ids.index(name)] = state
    found = problem_states(codes, frame)[0]
    return found.status, found.share


@pytest.mark.parametrize(
    ("present", "unknown", "status"),
    [
        (0, 0, "normal"),
        (1, 0, "watch"),
        (2, 0, "warning"),
        (3, 0, "critical"),
        (0, 2, "normal"),
        (2, 2, "warning"),  # as many unknown as known is not yet blind
        (1, 3, "blind"),
    ],
)
def test_a_problem_has_a_status_from_the_share_at_which_it_begins(present: int, unknown: int, status: str) -> None:
    rest = [EMERGING] * (len(SIGNS) - present - unknown)  # emerging is not present
    assert board(*[PRESENT] * present, *[NO_DATA] * unknown, *rest) == (status, present / 4)


def signposts(world: World, indicator: str = COUP, *, weeks: int = 1) -> dict[str, tuple[str, str]]:
    """State and first day of one signpost in Mali, as act and as threat, after so many weeks."""
    rows = [{"indicator": indicator, "channel": channel} for channel in ("act", "threat")]
    change = {"warning_problems": [{"id": "p", "name": {"en": "x"}, "signposts": rows}]}
    found = score(world, weeks=weeks, change=change).assessment.signposts
    return {s.channel: (s.state, s.first_seen) for s in found}


def threaten(world: World, *articles: str) -> World:
    for article in articles:
        world.mention(article, COUP, "MLI", status="hypothetical", counts=False, alpha=0.0)
    return world


@pytest.mark.parametrize(
    ("origins", "state"), [(("a",), "emerging"), (("a", "a"), "emerging"), (("a", "b"), "present")]
)
def test_a_threat_is_present_when_two_origins_tell_of_it(origins: tuple[str, ...], state: str) -> None:
    world = World().filler("MLI", WEEK)
    names = [world.article(f"t{n}", f"paper {n}", WEEK.monday, "MLI", origin=o) for n, o in enumerate(origins)]
    assert signposts(threaten(world, *names))["threat"][0] == state


@pytest.mark.parametrize(("articles", "state"), [(1, "emerging"), (2, "emerging"), (3, "present")])
def test_attention_without_a_past_is_present_from_three_articles(articles: int, state: str) -> None:
    world = World().filler("MLI", WEEK)
    for n in range(articles):
        world.mention(f"filler-MLI-{WEEK}-{n:03d}", "sec_displacement", "MLI")
    assert signposts(world, "sec_displacement")["act"][0] == state


@pytest.mark.parametrize(("back", "state"), [(1, "strong"), (2, "strong"), (3, "present")])
def test_present_in_two_of_three_weeks_is_strong(back: int, state: str) -> None:
    world = World()
    for week in (WEEK.shift(-n) for n in range(4)):
        world.filler("MLI", week, n=6, outlets=3)
    for week in (WEEK.shift(-back), WEEK):
        world.event(str(week), "MLI", week.monday, {COUP: [(f"{week} a", "wire_0"), (f"{week} b", "wire_1")]})
    assert signposts(world, weeks=4)["act"][0] == state


def at(world: World, name: str, instant: pd.Timestamp) -> str:
    world.article(name, f"of {name}", instant.date(), "MLI")
    world.articles[-1]["published_at"] = instant
    return name


def test_a_signpost_is_first_seen_on_a_monday_from_its_first_instant() -> None:
    world = World().filler("MLI", WEEK)
    monday = at(world, "at midnight", pd.Timestamp(WEEK.start))
    threaten(world, monday, at(world, "later", pd.Timestamp(WEEK.start) + pd.Timedelta(days=2)))
    assert signposts(world)["threat"] == ("present", WEEK.monday.isoformat())


def test_a_signpost_is_seen_since_the_first_week_of_its_unbroken_run() -> None:
    world = World()
    for week in (WEEK.shift(-n) for n in range(4)):
        world.filler("MLI", week, n=6, outlets=3)
    day = pd.Timestamp(WEEK.start) + pd.Timedelta(days=1)
    for weeks in (3, 1, 0):  # a week without it lies between
        threaten(world, at(world, f"{weeks} weeks ago", day - pd.Timedelta(weeks=weeks)))
    assert signposts(world, weeks=4)["threat"] == ("emerging", "2024-02-27")


def test_the_first_instant_after_a_week_is_not_of_it() -> None:
    """In the first week an event stands without a mention: it is seen since that Monday, not since the next."""
    before = WEEK.shift(-1)
    world = World().filler("MLI", before).filler("MLI", WEEK)
    world.event("coup", "MLI", before.monday, {COUP: [("o", "wire_0")]})
    world.event("again", "MLI", WEEK.monday, {COUP: [("p", "wire_0")]})
    world.mention(at(world, "at midnight", pd.Timestamp(WEEK.start)), COUP, "MLI")
    assert signposts(world, weeks=2)["act"] == ("emerging", before.monday.isoformat())


# --- the ends of a week


def test_a_week_holds_its_first_instant_and_not_that_of_the_next() -> None:
    start, cutoff, tick = pd.Timestamp(WEEK.start), pd.Timestamp(WEEK.cutoff), pd.Timedelta(1, "us")
    instants = pd.Series([start - tick, start, cutoff - tick, cutoff])
    assert in_week(instants, WEEK).tolist() == [False, True, True, False]


def test_an_event_is_of_the_week_if_dated_reported_or_written_about_in_it() -> None:
    sunday_before, monday, sunday = WEEK.monday - timedelta(days=1), WEEK.monday, WEEK.sunday
    world, long_ago = World().filler("MLI", WEEK), WEEK.shift(-9).monday
    for name, day, reported in (
        ("before", sunday_before, sunday_before),
        ("first day", monday, long_ago),
        ("last day", sunday, long_ago),
        ("reported", sunday_before, monday),
        ("told again", sunday_before, sunday_before),
        ("to come", sunday + timedelta(days=1), long_ago),
    ):
        world.event(name, "MLI", day, {}, reported=reported)
    world.mention(f"filler-MLI-{WEEK}-000", COUP, "MLI", event_id="told again")
    view = world.view(WEEK)
    assert sorted(active_events(view)["event_id"]) == ["first day", "last day", "reported", "told again"]


@pytest.mark.parametrize(
    ("articles", "outlets", "coverage"),
    [(15, 5, "full"), (14, 5, "thin"), (15, 4, "thin"), (5, 3, "thin"), (4, 3, "none"), (5, 2, "none")],
)
def test_coverage_begins_at_its_numbers_of_articles_and_outlets(articles: int, outlets: int, coverage: str) -> None:
    world = World().filler("MLI", WEEK, n=articles, outlets=outlets)
    assert node(score(world), "index")["coverage"] == coverage


# --- what an assessed week lacks


def test_a_missing_score_is_carried_for_four_weeks_from_the_week_it_is_of_and_no_longer() -> None:
    """Nobody writes of the neighbours after the first week, in which they were quiet: spillover 0, then its memory."""
    calendar = [WEEK.shift(n) for n in range(6)]
    world = World().filler("BFA", WEEK, n=6, outlets=3).filler("NER", WEEK, n=6, outlets=3)
    for week in calendar:
        world.filler("MLI", week, n=6, outlets=3)
    found = score(world, last=calendar[-1], weeks=6)
    rows = [node(found, "sec_neighbour_pressure", week=week) for week in calendar]
    assert [row["score"] for row in rows[:5]] == [0] * 5 and np.isnan(rows[5]["score"])
    assert [row["reason"] for row in rows[1:5]] == [f"carried from {WEEK}"] * 4
    assert str(rows[5]["reason"]).startswith("missing: fewer than 50%")


@pytest.mark.parametrize(("outlets", "drawn"), [(2, False), (3, True)])
def test_an_interval_needs_three_outlets(outlets: int, drawn: bool) -> None:
    world = World().filler("MLI", WEEK, n=6, outlets=outlets)
    world.mention(f"filler-MLI-{WEEK}-000", "sec_displacement", "MLI")
    row = node(score(world, intervals=1, change={"coverage": {"thin": {"articles": 5, "sources": 2}}}), "index")
    assert bool(np.isfinite(row["low"])) == drawn
    assert str(row["reason"]).endswith("no interval: too few outlets") != drawn
