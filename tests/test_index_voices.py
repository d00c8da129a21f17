"""Who counts as a voice of its own on an event: every origin, or (belief.independent: owner) every house (B.7)."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from index_parts import framework, near
from index_tables import BELIEF, WEEK, World, score
from riskbrief.index.draws import certain
from riskbrief.index.events import credibility
from riskbrief.index.facets import Facets, read_facets
from riskbrief.index.framework import Framework

HARM, CAPITAL = "sec_attack_civilians", "sec_attack_capital"
BY_OWNER = BELIEF.model_copy(update={"independent": "owner"})
RATINGS = {"daily": "D", "radio": "B", "weekly": "C", "rival": "C", "alone": "C", "other alone": "C"}
OWNERS = {"daily": "the house", "radio": "the house", "weekly": "the house", "rival": "another house"}


def told(*rows: tuple[str, str], **more: Any) -> World:
    """One event, told (origin, outlet) by so many texts; each affirms it without a hedge."""
    world = World(ratings=dict(RATINGS), owners=dict(OWNERS))
    world.event("e", "MLI", WEEK.monday, {})
    for origin, outlet in rows:
        say(world, origin, outlet, **more)
    return world


def say(world: World, origin: str, outlet: str, *, event: str = "e", indicator: str = HARM, **more: Any) -> None:
    region = next(e["region_id"] for e in world.events if e["event_id"] == event)
    world.support(event, indicator, region, WEEK.monday, origin=origin, source=outlet, **more)


def by_owner(world: World) -> tuple[Facets, Framework]:
    frame = framework(world, belief=BY_OWNER)
    return read_facets(world.view(WEEK), frame), frame


def heard(world: World) -> list[str]:
    """The origins that speak, in the order of the facets."""
    return list(by_owner(world)[0].origin_id)


def believed(world: World) -> float:
    """Belief in the one event of a world."""
    found, frame = by_owner(world)
    return float(credibility(found, certain(frame), BY_OWNER)[0, 0])


def test_unless_asked_every_text_of_a_house_is_a_voice_of_its_own() -> None:
    world = told(("a", "weekly"), ("b", "weekly"), ("c", "weekly"))
    frame = framework(world)
    plain = read_facets(world.view(WEEK), frame)
    assert frame.definition.belief.independent == "origin"
    assert (list(plain.origin_id), plain.n_origins.tolist()) == (["a", "b", "c"], [3])
    assert credibility(plain, certain(frame), BELIEF)[0, 0] == near(1 - 0.3**3, 4)


def test_many_texts_of_one_house_are_one_voice_and_count_as_one_origin() -> None:
    world = told(*((f"o{k}", "weekly") for k in range(20)))
    found, _ = by_owner(world)
    assert (len(found.origin_id), found.n_origins.tolist()) == (1, [1])
    assert believed(world) == near(0.70, 4)


@pytest.mark.parametrize(
    ("radio", "weekly", "strongest", "belief"),
    [
        (1.0, 1.0, "radio's", 0.85),  # the most reliable, where all affirm outright
        (0.9, 1.0, "radio's", 0.765),  # .9 x .85 is still more than .70
        (0.5, 1.0, "weekly's", 0.70),  # .5 x .85 is less, and .45 less still
        (0.55, 0.6, "radio's", 0.4675),  # against .45 x 1 and .70 x .6
    ],
)
def test_the_strongest_text_of_a_house_speaks_for_it(
    radio: float, weekly: float, strongest: str, belief: float
) -> None:
    """Strength is status weight x reliability, whatever the order of names and rows."""
    for order in permutations([("daily", 1.0), ("radio", radio), ("weekly", weekly)]):
        world = told()
        for outlet, alpha in order:
            say(world, f"{outlet}'s", outlet, alpha=alpha)
        assert heard(world) == [strongest]
        assert believed(world) == near(belief, 4)


def test_of_texts_as_strong_as_each_other_the_first_origin_by_name_speaks() -> None:
    for order in permutations(["a", "b", "c"]):
        assert heard(told(*((origin, "weekly") for origin in order))) == ["a"]


def test_other_houses_and_outlets_without_an_owner_keep_their_own_voices() -> None:
    world = told(
        ("a", "weekly"), ("b", "weekly"), ("c", "rival"), ("d", "alone"), ("e", "other alone"), ("f", "alone"),
    )  # fmt: skip
    assert heard(world) == ["a", "c", "d", "e"], "an outlet without an owner is a house of its own"
    assert believed(world) == near(min(0.98, 1 - 0.3**4), 4)


def test_a_refutation_is_a_voice_beside_the_affirmation_of_the_same_house() -> None:
    """kappa = .70 x (1 - .8 x .85): two refutations of the house are one, that of its most reliable outlet."""
    world = told(("a", "weekly"), ("b", "weekly"))
    say(world, "no", "daily", stance="refutes")
    say(world, "no no", "radio", stance="refutes")
    assert heard(world) == ["a", "no no"]
    assert believed(world) == near(0.70 * (1 - 0.8 * 0.85), 4)
    say(world, "not so", "rival", stance="refutes")
    assert heard(world) == ["a", "no no", "not so"]
    assert believed(world) == near(0.70 * (1 - 0.8 * 0.85) * (1 - 0.8 * 0.70), 4)


def test_a_house_has_a_voice_on_every_event_indicator_and_country() -> None:
    """A text that is the weaker one about one event is not silenced about another; facets stay in their order."""
    world = told(("z", "radio"), ("y", "daily"))
    for name, region in (("f", "MLI"), ("g", "BFA")):
        world.event(name, region, WEEK.monday, {})
        say(world, "y", "daily", event=name)
        say(world, "x", "daily", event=name)
    say(world, "y", "daily", indicator=CAPITAL)
    found, frame = by_owner(world)
    facet = found.of_row
    rows = zip(found.region[facet], found.indicator[facet], found.event_id[facet], found.origin_id, strict=True)
    named = [(frame.regions[r], frame.indicator_ids[i], event, origin) for r, i, event, origin in rows]
    assert named == [
        ("MLI", CAPITAL, "e", "y"), ("MLI", HARM, "e", "z"), ("MLI", HARM, "f", "x"), ("BFA", HARM, "g", "x"),
    ]  # fmt: skip


def test_what_a_week_without_evidence_says_does_not_hang_on_who_is_a_voice() -> None:
    assert len(by_owner(World())[0]) == 0


def test_a_flood_from_one_house_scores_as_its_one_text_and_a_second_house_counts() -> None:
    """Score and interval are the same whatever the number of its texts: no draw makes them many sources."""

    def pressure(*rows: tuple[str, str]) -> tuple[float, float, float]:
        world = told(*rows).filler("MLI", WEEK)
        scored = score(world, change={"belief": BY_OWNER}, intervals=1)
        row = scored.scores[scored.scores["node"] == HARM].iloc[0]
        return float(row["score"]), float(row["low"]), float(row["high"])

    one = pressure(("a", "weekly"))
    assert pressure(*((f"a{k}", "weekly") for k in range(30))) == one
    assert pressure(("a", "weekly"), ("b", "daily"))[0] == one[0]
    assert pressure(("a", "weekly"), ("b", "rival"))[0] > one[0] + 1


def test_the_order_of_evidence_does_not_matter() -> None:
    world = told(("a", "weekly"), ("b", "radio"), ("c", "rival"))
    say(world, "d", "daily", stance="refutes")
    view, frame = world.view(WEEK), framework(world, belief=BY_OWNER)
    once = read_facets(view, frame)
    for seed in range(6):
        shuffled = replace(view, evidence=view.evidence.sample(frac=1, random_state=seed))
        again = read_facets(shuffled, frame)
        assert list(again.origin_id) == list(once.origin_id)
        np.testing.assert_array_equal(again.r, once.r)
