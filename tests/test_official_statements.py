"""The box of claims beside measures holds what officials said of the situation, whoever printed it, and no more."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from briefing_builders import rich_case, workspace
from riskbrief.briefing.compose import compose
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.coding.statements import statements_in
from riskbrief.document import Box
from riskbrief.tables import STATEMENTS

WORDS = workspace().library.statements
AIRPORT = "The airport was closed."


def found(text: str, language: str = "en") -> list[str]:
    """The statements in an article of this text."""
    row = {"article_id": "x", "region_id": "MLI", "language": language, "text": text}
    told = statements_in(pd.DataFrame([row]), WORDS)
    assert [text[s:e] for s, e in zip(told["start"], told["end"], strict=True)] == list(told["quote"])
    return list(told["quote"])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The chief of staff spoke of a complex attempt at infiltration that had been contained."),
        ("en", "State television said the situation was under control."),
        ("en", "Life is back to normal, the Ministry of Defence announced."),
        ("fr", "Le chef d'état-major a évoqué une tentative d'infiltration complexe qui avait été contenue."),
        ("fr", "La télévision d’État a affirmé que la situation était sous contrôle."),
        ("fr", "Selon le gouvernement, l'assaut a été REPOUSSÉ."),
    ],
)
def test_a_sentence_in_which_an_office_calls_the_situation_mastered_is_a_statement(language: str, said: str) -> None:
    assert found(f"{AIRPORT} {said} {AIRPORT}", language) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "Residents said calm had returned to the market.",  # no office
        "The army patrolled a calm town.",  # nobody says it
        "The army said three soldiers were killed.",  # nothing about the situation
        "The army said little. Shops reopened and the town was calm, a trader told us.",  # not in one sentence
        "Normality returned, abnormally, as gendarmes left.",  # parts of words
        "",
    ],
)
def test_what_is_no_statement_of_officials_on_the_situation_is_none(text: str) -> None:
    assert found(text) == []


def test_a_text_in_a_language_without_words_holds_none_and_a_missing_text_neither() -> None:
    assert found("The army said the town was calm.", "ha") == []
    row = {"article_id": "x", "region_id": "MLI", "language": "en", "text": None}
    assert statements_in(pd.DataFrame([row]), WORDS).empty


def told(*rows: tuple[str, str, str]) -> BriefingInputs:
    """Articles a1 (wire_one) and a2 (radio_two) tell of violence in Mali; rows: article, country, statement."""
    made = [
        {"article_id": a, "region_id": r, "field": "text", "start": 0, "end": len(q), "quote": q} for a, r, q in rows
    ]
    given = rich_case().inputs()
    return replace(given, statements=given.statements if not made else _table(made))


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    return STATEMENTS.build(rows)


def box(given: BriefingInputs) -> list[str]:
    part = next(s for s in compose(given).sections if s.id == "W5").parts.get("claims")
    return [s.text for s in part.sentences] if isinstance(part, Box) else []


def test_the_best_rated_statement_stands_beside_the_measure_of_its_country() -> None:
    given = told(("a2", "MLI", "The army said it was calm."), ("a1", "MLI", "The army said all was under control."))
    lines = box(given)
    assert lines[0] == "Officials, in wire_one, 17 Sept: “The army said all was under control”."
    assert lines[1].startswith("Security pressure in Mali went from ") and len(lines) == 2


def test_without_a_statement_or_without_violence_there_is_no_box() -> None:
    """a3, of a state outlet, tells of a sweep: what such an outlet writes is no statement by itself."""
    assert box(told()) == []
    assert box(told(("a5", "MLI", "The army said the port was calm."))) == []
