"""Events of one article told apart by its own words: another scene begins, another thing is acted on (method B.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace

import pytest

from resolving import GAO_REGION, START
from riskbrief.coding.act_objects import object_of, objects
from riskbrief.coding.assemble import connected
from riskbrief.coding.clusters import Atlas, cells
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.coding.said import Said
from riskbrief.coding.scene_numbers import begins_another, scene_numbers
from riskbrief.coding.sightings import Article, Facet, Sighting
from riskbrief.coding.tolls_fusion import Range

ATLAS = Atlas(lambda name: load_gazetteer().entry(name), 50.0, frozenset({"restriction"}))
OTHERS = [
    "In a separate incident in the state, four traders were killed.", "Separately, gunmen killed four traders.",
    "Another attack the same night killed four traders.", "A second raid left four traders dead.",
    "Elsewhere in the same state, four traders were killed.",
    "Dans un autre incident, quatre éleveurs ont été tués.", "Une seconde attaque a fait quatre morts.",
    "Lors d'une autre embuscade, quatre soldats ont péri.", "Ailleurs dans la région, quatre éleveurs ont été tués.",
]  # fmt: skip
SAME = [
    "It was the second attack in a week.", "The attack was followed by another raid.", "The second vehicle hit a mine.",
    "A second attack in a week is more than the town can bear.", "Four others were killed there.",
    "C'est la seconde attaque en une semaine.", "L'attaque a fait quatre morts.", "Un autre soldat a été tué.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", OTHERS)
def test_an_article_says_that_another_scene_begins(sentence: str) -> None:
    assert begins_another(sentence)


@pytest.mark.parametrize("sentence", SAME)
def test_who_counts_attacks_or_goes_on_begins_none(sentence: str) -> None:
    assert not begins_another(sentence)


def test_a_scene_goes_on_until_another_begins_and_the_title_is_of_the_first() -> None:
    texts = ["Ten killed", "Six died.", "Separately, four died.", "Separately, four died.", "They were traders."]
    starts = [0, 0, 10, 10, 40]
    said = [
        Said(s, s + 9, title=not n, dated=False, quoted=False, words=t)
        for n, (s, t) in enumerate(zip(starts, texts, strict=True))
    ]
    assert scene_numbers(said) == [0, 0, 1, 1, 1]


def told(
    number: int,
    *,
    day: int = 1,
    scene: int = 0,
    done_to: Sequence[str] = (),
    article: int = 1,
    family: str = "violence",
) -> Sighting:
    text = Article(
        f"a{article}", f"a{article}", "wire", START, START + timedelta(hours=1), "en", "Toll in the north", ""
    )
    facet = Facet(number, "forces", "affirmed", 1.0, 1.0, capital=False)
    place = GAO_REGION if family == "violence" else ""
    words = frozenset({"toll", "north"})
    return Sighting(number, text, family, "MLI", place, day, False, (facet,), words, True, scene, frozenset(done_to))


def events(*found: Sighting, dead: Sequence[int] = ()) -> int:
    """How many events sightings are."""
    tolls = {(n, "killed"): Range(d, d, d, "exact") for n, d in enumerate(dead)}
    every = cells(found, tolls, ATLAS)
    return sum(len(list(component.cells)) > 0 for component in connected(every, ATLAS, 0.60))


def test_scenes_of_one_article_stay_apart_whatever_they_share() -> None:
    assert events(told(0), told(1, scene=1)) == 2
    assert events(told(0), told(1, scene=1), dead=(4, 4)) == 2
    assert events(told(0), told(1)) == 1


def test_scenes_of_two_articles_are_compared_as_ever() -> None:
    assert events(told(0, article=1), told(1, scene=1, article=2)) == 1


def test_acts_of_one_article_on_two_days_are_apart_when_they_are_done_to_other_things() -> None:
    def act(number: int, day: int, *done_to: str) -> Sighting:
        return told(number, day=day, done_to=done_to, family="restriction")

    assert events(act(0, 1, "radio"), act(1, 3, "newspaper")) == 2
    assert events(act(0, 1, "radio"), act(1, 3, "radio", "station")) == 1
    assert events(act(0, 1, "radio"), act(1, 3)) == 1


@pytest.mark.parametrize(("text", "at", "term", "wanted"), [
    ("It closed a paper.", 3, "closed > newspaper", {"newspaper"}),
    ("Closed: a paper.", 0, "closed ... paper", {"paper"}),
    ("The closure of the paper", 4, "closure > newspaper", None),
    ("La fermeture du journal", 3, "fermeture > journal", None),
    ("Cette suspension", 6, "suspension > radio", None), ("It closed a paper.", 3, "curfew", set()),
    ("It closed a paper.", 3, "second reader 0.9: 'a > paper'", set()),
])  # fmt: skip
def test_what_an_act_is_done_to_and_acts_told_of_before(text: str, at: int, term: str, wanted: set[str] | None) -> None:
    row = SimpleNamespace(field="text", start=at, term=term)
    said = Said(0, len(text), title=False, dated=False, quoted=False, words=text)
    assert object_of(row, said) == wanted
    assert objects([object_of(row, said), frozenset({"radio"})]) == (
        frozenset() if wanted is None else wanted | {"radio"}
    )
