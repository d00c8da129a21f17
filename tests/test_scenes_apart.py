"""Events of one article told apart by its own words: another scene begins, another thing is acted on (method B.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from coding_builders import shipped, shipped_book
from gold_cases import run_cases
from resolving import ANSONGO, DJENNE, GAO_REGION, START, Desk
from riskbrief.coding.act_objects import object_of, objects
from riskbrief.coding.assemble import connected
from riskbrief.coding.clusters import Atlas, cells
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.coding.said import Said
from riskbrief.coding.scene_numbers import Told, begins_another, scene_numbers
from riskbrief.coding.sightings import Article, Facet, Sighting
from riskbrief.coding.tolls_fusion import Range

ATLAS = Atlas(lambda name: load_gazetteer().entry(name), 50.0, frozenset({"restriction"}))
BOOKS = shipped_book().tongues
OTHERS = [
    ("en", "In a separate incident in the state, four traders were killed."),
    ("en", "Separately, gunmen killed four traders."),
    ("en", "Another attack the same night killed four traders."),
    ("en", "A second raid left four traders dead."),
    ("en", "Elsewhere in the same state, four traders were killed."),
    ("en", "In a separate incident this month, four traders were killed."),
    ("fr", "Dans un autre incident cette semaine, quatre éleveurs ont été tués."),
    ("fr", "Dans un autre incident, quatre éleveurs ont été tués."),
    ("fr", "Une seconde attaque a fait quatre morts."),
    ("fr", "Lors d'une autre embuscade, quatre soldats ont péri."),
    ("fr", "Ailleurs dans la région, quatre éleveurs ont été tués."),
]
SAME = [
    ("en", "It was the second attack in a week."), ("en", "The attack was followed by another raid."),
    ("en", "The second vehicle hit a mine."), ("en", "In a raid on Monday, four traders were killed."),
    ("en", "A second attack in a week is more than the town can bear."),
    ("en", "Four others were killed there."), ("fr", "C'est la seconde attaque en une semaine."),
    ("fr", "L'attaque a fait quatre morts."), ("fr", "Un autre soldat a été tué."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence"), OTHERS)
def test_an_article_says_that_another_scene_begins(language: str, sentence: str) -> None:
    assert begins_another(sentence, BOOKS[language].scenes)


@pytest.mark.parametrize(("language", "sentence"), SAME)
def test_who_counts_attacks_or_goes_on_begins_none(language: str, sentence: str) -> None:
    assert not begins_another(sentence, BOOKS[language].scenes)


def test_a_scene_goes_on_until_another_begins_and_the_title_is_of_the_first() -> None:
    texts = ["Ten killed", "Six died.", "Separately, four died.", "Separately, four died.", "They were traders."]
    starts = [0, 0, 10, 10, 40]
    rows = [Told(said(s, t, title=not n)) for n, (s, t) in enumerate(zip(starts, texts, strict=True))]
    assert scene_numbers(rows, BOOKS["en"].scenes) == [0, 0, 1, 1, 1]


def numbered(language: str, *told: tuple[str, str], title: str = "") -> list[int]:
    """The scenes of sentences, each with the place it names; `title`: the place of a title before them."""
    rows = [Told(said(0, "Dead in the north", title=True), title, 1)] if title else []
    rows += [Told(said(10 * n, text), place, 1) for n, (text, place) in enumerate(told)]
    return scene_numbers(rows, BOOKS[language].scenes)


def said(start: int, text: str, *, title: bool = False) -> Said:
    return Said(start, start + 9, title=title, dated=False, quoted=False, words=text)


SEPARATE = {"en": "In a separate attack, four died.", "fr": "Dans une autre attaque, quatre sont morts."}


@pytest.mark.parametrize(("language", "another"), SEPARATE.items(), ids=SEPARATE)
def test_a_place_told_of_again_goes_back_to_its_scene_and_what_follows_stays_there(language: str, another: str) -> None:
    told = [("Ten died.", "gao"), (another, "ber"), ("They traded.", ""), ("The ten lay there.", "gao"), ("So.", "")]
    assert numbered(language, *told) == [0, 1, 1, 0, 0]
    assert numbered(language, ("Ten died.", "gao"), (another, "gao"), ("The dead lay there.", "gao")) == [0, 1, 1]
    assert numbered(language, ("Ten died.", "gao"), (another, ""), ("The ten lay there.", "gao")) == [0, 1, 0]


@pytest.mark.parametrize(("language", "another"), SEPARATE.items(), ids=SEPARATE)
def test_another_day_of_a_place_goes_back_to_no_scene(language: str, another: str) -> None:
    days = ((0, "gao", 1, "Ten died."), (10, "ber", 1, another), (20, "gao", 2, "Two died."))
    assert scene_numbers(
        [Told(said(at, text), place, day) for at, place, day, text in days], BOOKS[language].scenes
    ) == [0, 1, 1]


@pytest.mark.parametrize(("language", "another"), SEPARATE.items(), ids=SEPARATE)
def test_a_title_is_of_the_scene_that_alone_tells_of_its_place(language: str, another: str) -> None:
    assert numbered(language, ("Two died.", "gao"), (another, "ber"), title="ber") == [1, 0, 1]
    assert numbered(language, ("Two died.", "ber"), (another, "ber"), title="ber") == [0, 0, 1]


@pytest.mark.parametrize(("language", "another"), SEPARATE.items(), ids=SEPARATE)
def test_a_sentence_that_lists_the_places_of_attacks_tells_ahead_of_each(language: str, another: str) -> None:
    lead = said(0, "Raids hit both.")
    rows = [Told(lead, "gao"), Told(lead, "ber"), Told(said(10, "Ten died."), "gao"), Told(said(20, another), "ber")]
    assert scene_numbers(rows, BOOKS[language].scenes) == [0, 1, 0, 1]


FIRST = {"en": "Ten villagers were killed in Ansongo. ", "fr": "Dix villageois ont été tués à Ansongo. "}


@pytest.mark.parametrize("language", SEPARATE)
def test_an_article_that_returns_to_its_first_scene_tells_of_two_events(language: str) -> None:
    text = f"{FIRST[language]}{SEPARATE[language]} {FIRST[language]}"
    second, third = len(FIRST[language]), text.rindex(FIRST[language])
    desk = Desk().article("a", "wire", text=text, title="")
    desk.articles[-1]["language"] = language
    desk.says(place=ANSONGO, toll=(10, 10, 10, "exact"))
    desk.says(place=DJENNE, at=second, toll=(4, 4, 4, "exact")).says(place=ANSONGO, at=third)
    assert sorted(desk.at().events["toll_best"]) == [4, 10]


@pytest.mark.parametrize("language", SEPARATE)
def test_a_denial_is_of_the_scene_in_which_it_stands(language: str) -> None:
    text = f"{FIRST[language]}{SEPARATE[language]} {FIRST[language]}"
    second, third = len(FIRST[language]), text.rindex(FIRST[language])
    desk = Desk().article("a", "wire", text=text, title="")
    desk.articles[-1]["language"] = language
    desk.says(place=ANSONGO).says(place=DJENNE, at=second)
    rows = desk.says(status="denied", place=None, at=third).at().mentions
    assert rows["event_id"].tolist()[1] == rows["event_id"].tolist()[2] != rows["event_id"].tolist()[0]


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


@pytest.mark.parametrize(("language", "text", "at", "term", "wanted"), [
    ("en", "It closed a paper.", 3, "closed > newspaper", {"newspaper"}),
    ("en", "Closed: a paper.", 0, "closed ... paper", {"paper"}),
    ("en", "The closure of the paper", 4, "closure > newspaper", None),
    ("fr", "La fermeture du journal", 3, "fermeture > journal", None),
    ("fr", "L'interdiction du journal", 2, "interdiction > journal", None),
    ("fr", "Cette suspension", 6, "suspension > radio", None), ("en", "It closed a paper.", 3, "curfew", set()),
    ("en", "It closed a paper.", 3, "second reader 0.9: 'a > paper'", set()),
])  # fmt: skip
def test_what_an_act_is_done_to_and_acts_told_of_before(
    language: str, text: str, at: int, term: str, wanted: set[str] | None
) -> None:
    row = SimpleNamespace(field="text", start=at, term=term)
    said = Said(0, len(text), title=False, dated=False, quoted=False, words=text)
    assert object_of(row, said, BOOKS[language].scenes) == wanted
    assert objects([object_of(row, said, BOOKS[language].scenes), frozenset({"radio"})]) == (
        frozenset() if wanted is None else wanted | {"radio"}
    )


@pytest.mark.parametrize(("language", "text", "killed"), [
    ("en", "On Sunday nine villagers were killed near Gao, Mali. The next day four soldiers died in an ambush there.",
     {9, 4}),
    ("fr", "Neuf villageois ont été tués dimanche près de Gao, au Mali. Le lendemain, quatre soldats y ont péri dans"
     " une embuscade.", {9, 4}),
    ("en", "On Sunday nine villagers were killed near Gao, Mali. On Monday four villagers were killed there.", {9}),
    ("en", "Nine villagers were killed near Gao, Mali, on Sunday. The next day, the toll rose to 12.", {12}),
])  # fmt: skip
def test_others_hit_on_another_day_are_an_event_of_their_own(language: str, text: str, killed: set[int]) -> None:
    """Fewer dead of the same kind may be the same event: they take nothing from its toll."""
    case = {"id": "made", "lang": language, "date": date(2025, 3, 4), "text": text}
    [outcome] = run_cases([case], shipped())
    assert {best for _, best, _ in outcome.tolls["killed"]} == killed
