"""What is told beside the points of a change: what a part was before and after, and how it came or went."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from index_tables import WEEK, World, score
from riskbrief.definitions.config import Aggregator
from riskbrief.index.attribution import change
from riskbrief.index.attribution_wholes import gross_moves, whole_moves
from riskbrief.index.history import History
from riskbrief.index.moves import Change, Moved, leaves
from riskbrief.index.recipes import Recipe
from riskbrief.periods import Week

CIVILIANS, GROUPS, CONTESTED = "sec_attack_civilians", "sec_armed_group_activity", "inf_contested"
BEFORE = WEEK.shift(-1)


def told(world: World, *weeks: Week, without: str = "", **rules: Any) -> History:
    """The weeks scored; an event named `without` is no longer known in the last of them."""
    views = [world.view(week) for week in weeks]
    if without:
        gone = World(**(vars(world) | {k: rest(getattr(world, k), without) for k in ("events", "evidence")}))
        views[-1] = gone.view(weeks[-1])
    scored = score(world, last=weeks[-1], weeks=len(weeks), views=views, keep=True, change=rules)
    return History(scored.weeks, scored.framework, lambda week: views[weeks.index(week)])


def rest(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["event_id"] != name]


def moved(history: History, node: str, since: Week, week: Week) -> Change:
    found = change(history, "MLI", node, since=str(since), week=str(week))
    assert found is not None
    return found


def parts(found: Change, kind: str) -> dict[str, Moved]:
    return {part.name: part for part in found.parts if part.kind == kind}


def covered(*weeks: Week, n: int = 20) -> World:
    world = World()
    for week in weeks:
        world.filler("MLI", week, n=n, outlets=5)
    return world


def test_a_change_says_from_when_to_when_and_what_the_score_was() -> None:
    world = covered(BEFORE, WEEK)
    world.event("e", "MLI", WEEK.sunday, {CIVILIANS: [("o", "v")]}, toll=(7, 7, 7))
    history = told(world, BEFORE, WEEK)
    found = moved(history, CIVILIANS, BEFORE, WEEK)
    assert (found.since, found.week, found.before) == (str(BEFORE), str(WEEK), 0)
    assert found.after == found.points == history.score(0, CIVILIANS, 1) > 0


def test_an_event_that_only_aged_has_its_recency_before_and_after() -> None:
    world = covered(BEFORE, WEEK)
    world.event("e", "MLI", BEFORE.sunday, {CIVILIANS: [("o", "v")]}, toll=(7, 7, 7))
    event = parts(moved(told(world, BEFORE, WEEK), CIVILIANS, BEFORE, WEEK), "event")["e"]
    assert event.facts["how"] == "aged" and [p.name for p in event.parts] == ["recency"]
    assert event.parts[0].facts == {"before": 1.0, "after": pytest.approx(0.5**0.5)}


def test_an_event_of_which_more_is_known_is_revised() -> None:
    world = covered(BEFORE, WEEK)
    world.event("e", "MLI", BEFORE.sunday, {CIVILIANS: [("o", "v")]})
    views = [world.view(BEFORE)]
    world.support("e", CIVILIANS, "MLI", BEFORE.sunday, origin="p", source="w")
    views.append(world.view(WEEK))
    scored = score(world, weeks=2, views=views, keep=True)
    history = History(scored.weeks, scored.framework, lambda week: views[week == WEEK])
    event = parts(moved(history, CIVILIANS, BEFORE, WEEK), "event")["e"]
    facts = {p.name: (p.facts["before"], p.facts["after"]) for p in event.parts}
    assert event.facts["how"] == "revised" and set(facts) == {"support", "recency"}
    assert facts["support"] == (pytest.approx(0.85), pytest.approx(0.9775))


@pytest.mark.parametrize(
    ("age", "weeks", "without", "how"),
    [
        (77, 1, "e", "gone"),  # 84 days are six half-lives: it would still weigh, were it still known
        (78, 1, "", "past"),
        (70, 2, "e", "gone"),
        (71, 2, "", "past"),
    ],
)
def test_an_event_that_no_longer_weighs_is_past_beyond_six_half_lives_and_else_gone(
    age: int, weeks: int, without: str, how: str
) -> None:
    calendar = [WEEK.shift(n) for n in range(weeks + 1)]
    world = covered(*calendar)
    day = WEEK.sunday - timedelta(days=age)
    world.event("e", "MLI", day, {CIVILIANS: [("o", "v")]}, toll=(7, 7, 7), reported=day)
    found = moved(told(world, *calendar, without=without), CIVILIANS, WEEK, calendar[-1])
    assert parts(found, "event")["e"].facts == {"how": how}


def test_what_pressure_is_multiplied_with_for_the_volume_stands_before_and_after() -> None:
    calendar = [WEEK.shift(n) for n in range(-3, 1)]
    world = covered(*calendar[:3], n=16).filler("MLI", WEEK, n=8, outlets=5)
    world.event("e", "MLI", BEFORE.sunday, {CIVILIANS: [("o", "v")]}, toll=(7, 7, 7))
    history = told(world, *calendar, pressure={"volume_min_weeks": 2}, baseline_gap_weeks=1)
    volume = parts(moved(history, CIVILIANS, BEFORE, WEEK), "volume")["volume"]
    assert volume.facts == {"before": 1.0, "after": pytest.approx(2**0.5)} and volume.points > 0


def test_an_article_is_told_with_its_mention_and_its_outlet_and_fades_in_later_weeks() -> None:
    """The outlet that weighs most has weight 1, whatever its mention; one of half its reliability has less."""
    world = covered(BEFORE, WEEK)
    world.article("weak", "buzz", BEFORE.monday, "MLI", rating="D")
    world.mention("weak", GROUPS, "MLI", zone_weight=0.8)
    world.mention(f"filler-MLI-{BEFORE}-000", GROUPS, "MLI", zone_weight=0.5)
    world.mention(f"filler-MLI-{WEEK}-001", GROUPS, "MLI", zone_weight=0.8, alpha=0.5)
    articles = parts(moved(told(world, BEFORE, WEEK), GROUPS, BEFORE, WEEK), "article")
    assert articles[f"filler-MLI-{WEEK}-001"].facts == {"how": "new", "q": 0.4, "weight": 1.0}
    assert articles[f"filler-MLI-{BEFORE}-000"].facts == {"how": "faded", "q": 0.5, "weight": 1.0}
    weak = articles["weak"]
    assert weak.facts == {"how": "faded", "q": 0.8, "weight": pytest.approx(0.45 / 0.70)}
    assert weak.points < 0 < articles[f"filler-MLI-{WEEK}-001"].points


def test_disputes_come_and_go_and_the_events_of_each_week_are_counted() -> None:
    world = covered(BEFORE, WEEK)
    for name, week, contested in (("a", BEFORE, True), ("b", WEEK, True), ("c", WEEK, False), ("d", WEEK, False)):
        world.event(name, "MLI", week.monday, {CIVILIANS: [(name, "v")]}, contested=contested)
    found = moved(told(world, BEFORE, WEEK), CONTESTED, BEFORE, WEEK)
    disputes = parts(found, "dispute")
    assert {name: part.facts for name, part in disputes.items()} == {"a": {"how": "gone"}, "b": {"how": "new"}}
    assert disputes["a"].points < 0 < disputes["b"].points
    assert parts(found, "crowd")["events of the week"].facts == {"before": 1, "after": 3}


def test_parts_of_a_whole_stand_with_their_scores_before_and_after() -> None:
    recipe = Recipe(("a", "b"), np.array([0.5, 0.5]), Aggregator(p=1), np.zeros(2), ("guard",), np.array([0.4]))
    moves = whole_moves(recipe, np.array([40.0, 20, 10]), np.array([60.0, 20, 50]))
    facts = {m.name: (m.kind, m.facts["before"], m.facts["after"]) for m in moves}
    assert facts == {"a": ("node", 40, 60), "guard": ("discount", 10, 50)}


@pytest.mark.parametrize(("ends", "how"), [((20, np.nan), "left"), ((np.nan, 20), "appeared")])
def test_parts_that_come_or_go_are_named(ends: tuple[float, float], how: str) -> None:
    recipe = Recipe(("a", "b", "c"), np.full(3, 1 / 3), Aggregator(p=1), np.zeros(3))
    before, after = (np.array([50.0, end, end]) for end in ends)
    (only,) = gross_moves(recipe, before, after)
    assert (only.name, only.kind, only.facts) == ("b, c", "coverage", {"how": how, "parts": ["b", "c"]})
    assert only.points == pytest.approx(20 if how == "left" else -20)


def test_what_is_told_is_every_last_part_by_its_size() -> None:
    world = covered(BEFORE, WEEK)
    for name, dead in (("small", 1), ("large", 30), ("middle", 5)):
        world.event(name, "MLI", WEEK.sunday, {CIVILIANS: [(name, "v"), (f"{name} b", "w")]}, toll=(dead, dead, dead))
    found = moved(told(world, BEFORE, WEEK), CIVILIANS, BEFORE, WEEK)
    assert [p.name for p in found.parts] == ["large", "middle", "small"]
    assert sum(p.points for _, p in leaves(found.parts)) == pytest.approx(found.points)
