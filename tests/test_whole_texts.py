"""A text read as a whole: what no single sentence tells, and what kind of text it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pytest

from coding_builders import shipped
from gold_cases import Outcome, run_cases
from riskbrief.coding.article import Article, ArticleReader
from riskbrief.coding.openings import opening, sentence_at
from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline.books import codebook
from riskbrief.pipeline.learning import kind_reader

DRILLS = [
    (
        "en",
        "Gunfire at Ho market was part of a rehearsal",
        "Shots rang out and masked gunmen dragged traders into a van at Ho market in Ghana on Tuesday. The hostages"
        " were actors and the cartridges blank: police were practising their response with the hospital, and all of it"
        " was over by noon.",
    ),
    (
        "fr",
        "Fausse alerte, vraie répétition",
        "Des hommes armés ont pris d'assaut mercredi la gare routière de Parakou, au Bénin, et emmené quatre voyageurs."
        " Les assaillants étaient des élèves gendarmes, les voyageurs des figurants : la préfecture testait son plan de"
        " secours, comme chaque année.",
    ),
]
REAL = [
    (
        "en",
        "Recruits shot after drill",
        "Gunmen ambushed a truck that was taking recruits home from an exercise near Gao in Mali on Tuesday, killing"
        " four soldiers.",
    ),
    (
        "fr",
        "Des militaires tués au retour d'un exercice",
        "Trois soldats ont été tués mercredi dans une embuscade près de Gao, au Mali, alors qu'ils revenaient d'un"
        " exercice de tir.",
    ),
]


def case(language: str, title: str, text: str) -> dict[str, Any]:
    return {
        "id": f"{language}-{title}", "lang": language, "date": "2024-05-10", "title": title, "text": text,
        "fires": {}, "status": {},
    }  # fmt: skip


def reading(**changes: float | None) -> Workspace:
    """The shipped workspace with another setting of the second reader."""
    index = shipped().config.index
    assert index.reading.second_reader is not None
    second = index.reading.second_reader.model_copy(update=changes)
    moved = index.model_copy(update={"reading": index.reading.model_copy(update={"second_reader": second})})
    return replace(shipped(), config=shipped().config.model_copy(update={"index": moved}))


def told(texts: list[tuple[str, str, str]], workspace: Workspace) -> list[Outcome]:
    return run_cases([case(*text) for text in texts], workspace)


def violent(outcome: Outcome) -> set[str]:
    return {i for i, _ in outcome.fired if i.startswith("sec_attack")}


def test_a_drill_that_another_sentence_unmasks_is_no_attack() -> None:
    for with_kinds, without in zip(told(DRILLS, shipped()), told(DRILLS, reading(kind=None)), strict=True):
        assert violent(without) and not violent(with_kinds)
        assert any("the whole text reads so" in detail for detail in with_kinds.details)


def test_an_attack_in_a_text_that_speaks_of_an_exercise_counts() -> None:
    assert all(violent(outcome) for outcome in told(REAL, shipped()))


@lru_cache(maxsize=1)
def book() -> Any:
    return codebook(shipped())


def reader(language: str, title: str, text: str) -> ArticleReader:
    article = Article("a", "a", "s", datetime(2024, 5, 10, tzinfo=UTC), language, title, text, "")
    return ArticleReader(article, book().languages[language], ((), ()))


@pytest.mark.parametrize(("language", "title", "text"), [*DRILLS, *REAL, ("en", "", DRILLS[0][2])])
def test_a_place_in_the_opening_is_the_same_words_in_its_sentence(language: str, title: str, text: str) -> None:
    article = reader(language, title, text)
    for place, letter in enumerate(opening(article, 150)):
        number, at = sentence_at(article, place)
        if letter.isalnum():
            assert article.sentence_text(number)[at] == letter


def test_an_opening_ends_with_a_sentence_and_never_without_one() -> None:
    article = reader("en", "Title", "One two three. Four five six. Seven eight.")
    assert opening(article, 1) == "Title. One two three."
    assert opening(article, 5) == "Title. One two three."
    assert opening(article, 6) == opening(article, 7) == "Title. One two three. Four five six."
    assert opening(reader("en", "Title", ""), 5) == "Title"


def test_kinds_are_told_only_in_languages_that_were_learnt() -> None:
    kinds = kind_reader()
    assert kinds.languages == {"en", "fr"}
    assert set(kinds.indicators) == {"accident", "exercise", "fiction", "figure"}


def test_what_only_the_whole_text_tells_is_told_at_words_of_the_text() -> None:
    text = (
        "The gates of the ministry stayed shut on Monday. Outside them stood some six hundred nurses of Lomé, in Togo,"
        " who had left the wards at dawn. They will be back, they say, when the pay of March is in their hands."
    )
    plain, whole = reading(whole=None), reading(whole=0.5)
    (before,), (after,) = told([("en", "", text)], plain), told([("en", "", text)], whole)
    assert before.fired <= after.fired
    for detail in set(after.details) - set(before.details):
        assert "second reader, whole text" in detail
