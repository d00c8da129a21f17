"""What two places of an issue say of one thing agrees, or each says what it counts."""

from __future__ import annotations

import pytest

from briefing_builders import Case, rich_case, workspace
from riskbrief.briefing.compose import compose
from riskbrief.briefing.words import sentences_of
from riskbrief.document import DataTable, FigureSpec, Section
from riskbrief.figures import BarsFigure


def section(case: Case, section_id: str, language: str = "en") -> Section:
    return next(s for s in compose(case.inputs(language)).sections if s.id == section_id)


def prose(found: Section) -> str:
    return " ".join(s.text for s in sentences_of(found))


def test_events_with_two_origins_and_those_whose_second_is_well_rated_are_told_apart() -> None:
    """e1 has a well-rated second origin, e3 here has a second one that verifies nothing."""
    case = rich_case()
    next(e for e in case.events if e["event_id"] == "e3").update(n_origins=2, verified_at=None)
    found = section(case, "W10")
    told = "2 of 3 events had at least 2 independent origins, 1 a second one rated C or better."
    assert told in prose(found)
    lags = found.parts["lags"]
    assert isinstance(lags, FigureSpec) and isinstance(lags.figure, BarsFigure)
    assert lags.title == "1 of 3 events had a well-rated second origin within a day"
    assert "rated C or better" in lags.subtitle
    assert [bar.value for bar in lags.figure.bars] == ["1", "0", "0", "0", "2"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_table_of_changes_says_that_its_differences_are_of_unrounded_scores(language: str) -> None:
    table = section(rich_case(), "W3", language).parts["changes"]
    assert isinstance(table, DataTable)
    assert {"en": "±: of unrounded scores", "fr": "± : de scores non arrondis"}[language] in table.note


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_sentence_rests_a_decision_on_an_issue_that_is_not_for_operational_use(language: str) -> None:
    """The handling line of every report says: not for operational use."""
    phrases = workspace().phrases[language]
    for pillar in ("security", "governance", "international"):
        told = phrases[f"flash_so_what.{pillar}"]
        assert {"en": "before deciding", "fr": "avant de décider"}[language] in told
        assert {"en": "rest on this", "fr": "en dépendent"}[language] not in told
    assert {"en": "decisions", "fr": "décident"}[language] not in phrases["so_what_security"]


@pytest.mark.parametrize(
    ("language", "key", "kept"),
    [("en", "Score alone: ", "score alone Elevated, kept at High"), ("fr", "Score seul : ", "maintenu à Très élevé")],
)
def test_a_kept_level_is_explained_beside_the_board_and_only_where_one_stands(
    language: str, key: str, kept: str
) -> None:
    board = section(rich_case(), "W2", language).parts["board"]
    assert isinstance(board, DataTable) and key not in board.note
    case = rich_case()
    for row in case.scores:
        if row["region_id"] == "SEN" and row["score"] == 31.5:
            row["score"], row["risk_level"], row["raw_level"] = 57.0, 4, 3
    board = section(case, "W2", language).parts["board"]
    assert isinstance(board, DataTable) and key in board.note
    assert any(kept in cell.small for row in board.rows for cell in row)
