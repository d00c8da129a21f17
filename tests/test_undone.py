"""What undoes a measure is read by two rules at once; the second reader's doubt does not void one of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coding_builders import shipped
from gold_cases import run_cases
from riskbrief.definitions.workspace import Workspace

LIFTED = {
    "en": "Leaders of the bloc on Saturday lifted the financial and travel sanctions they had imposed on Burkina Faso.",
    "fr": "Les dirigeants ouest-africains ont levé dimanche l'embargo commercial sur la Guinée.",
}
AID = "The European Union unblocked aid of 40 million euros for Burkina Faso on Saturday."


def doubting() -> Workspace:
    """The shipped workspace with a second reader that doubts whatever rules find."""
    index = shipped().config.index
    reading = index.reading.model_copy(
        update={"second_reader": index.reading.second_reader.model_copy(update={"doubt": 1.0})}
    )
    config = shipped().config.model_copy(update={"index": index.model_copy(update={"reading": reading})})
    return replace(shipped(), config=config)


def told(text: str, language: str) -> tuple[set[str], dict[str, frozenset[str]]]:
    case = {"id": language, "lang": language, "date": "2024-05-10", "title": "", "text": text}
    (outcome,) = run_cases([case | {"fires": {}, "status": {}}], doubting())
    return {indicator for indicator, _ in outcome.fired}, dict(outcome.statuses)


@pytest.mark.parametrize("language", LIFTED)
def test_doubt_does_not_void_what_lifts_a_measure(language: str) -> None:
    fired, statuses = told(LIFTED[language], language)
    assert fired == {"int_support"}
    assert statuses["int_sanctions_aid_cut"] == {"reversed"}


def test_doubt_voids_what_one_rule_alone_found() -> None:
    fired, statuses = told(AID, "en")
    assert fired == set() and statuses["int_support"] == {"excluded"}
