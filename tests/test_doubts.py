"""The table of doubtful reports says what is doubtful in each; what is only called for is told as a call."""

from __future__ import annotations

import pytest

from briefing_builders import Case, rich_case
from riskbrief.briefing.compose import compose
from riskbrief.briefing.words import sentences_of
from riskbrief.document import DataTable


def statuses(case: Case, language: str = "en") -> dict[str, str]:
    """What the table says of each report, by event."""
    section = next(s for s in compose(case.inputs(language)).sections if s.id == "W10")
    table = section.parts["claims"]
    assert isinstance(table, DataTable)
    return {str(row[0].value): row[3].text for row in table.rows}


def test_an_event_whose_toll_alone_is_contested_is_not_called_unproven() -> None:
    assert statuses(rich_case())["e1"] == "only the toll is contested"
    assert statuses(rich_case(), "fr")["e1"] == "seul le bilan est contesté"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("denied", "denied by some; tolls differ"),
        ("negated", "contradicted in some reports; tolls differ"),
        ("retracted", "a report of it taken back; tolls differ"),
    ],
)
def test_what_speaks_against_the_event_itself_is_named(status: str, told: str) -> None:
    case = rich_case()
    source = {"event_id": "e1", "source": "radio_two", "day": "2024-09-18"}
    case.mention("a2", "sec_attack_capital", "MLI", status=status, counts=False, **source)
    assert statuses(case)["e1"] == told


def test_unproven_is_only_what_one_origin_or_doubtful_sources_tell() -> None:
    case = rich_case()
    events = {row["event_id"]: row for row in case.events}
    events["e1"] |= {"contested": False}
    events["e2"] |= {"credibility": 4}
    assert statuses(case) == {"e2": "one origin only, unproven"}
    events["e2"] |= {"n_origins": 2}
    assert statuses(case) == {"e2": "doubtful sources, unproven"}


def test_a_contested_event_without_denial_and_without_two_tolls_has_contradictory_accounts() -> None:
    case = rich_case()
    case.claims = []
    assert statuses(case)["e1"] == "accounts contradict each other"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_was_only_called_for_is_never_told_as_done(language: str) -> None:
    case = rich_case()
    case.article("c1", "2024-09-18", source="wire_one")
    case.article("c2", "2024-09-18", source="radio_two")
    done = {"en": ("reprisals or incitement", "leave"), "fr": ("représailles communautaires ou incitation", "départ")}
    called = {"en": "calls for communal reprisals", "fr": "appels à des représailles communautaires"}[language]
    feared = {"en": "(announced or feared)", "fr": "(annoncé ou redouté)"}[language]
    for name, indicator in (("r1", "gov_communal_backlash"), ("r2", "int_withdrawal")):
        case.event(name, "MLI", "2024-09-18", [indicator], ["c1", "c2"], status="hypothetical")
    made = compose(case.inputs(language)).sections
    texts = [s.text for section in made for s in sentences_of(section)]
    tables = [part for section in made for part in section.parts.values() if isinstance(part, DataTable)]
    texts += [cell.text for table in tables for row in table.rows for cell in row]
    assert any(called in text.lower() for text in texts) and any(feared in text for text in texts)
    assert not any(done[language][0] in text.lower() for text in texts)
