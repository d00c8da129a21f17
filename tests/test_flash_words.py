"""What a flash says of tolls, of what changed and of what is not known, on small invented cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from briefing_builders import Case, moment, workspace
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.flash import case_of, lead_of
from riskbrief.briefing.flash_changes import flash_changes
from riskbrief.briefing.flash_known import flash_known
from riskbrief.briefing.flash_lines import flash_bottom_line, flash_triggers
from riskbrief.briefing.flash_state import FlashNote, Told, Trigger
from riskbrief.definitions.judgements import Judgements
from riskbrief.document import Section

Claims = list[tuple[tuple[float, float, float | None], str, str]]  # figure, precision, claimant
DOZENS, DIZAINES = ((12.0, 12.0, 99.0), "approximate", ""), ((10.0, 10.0, 99.0), "approximate", "")
TWENTY, UP_TO = ((20.0, 20.0, None), "lower", "a medic"), ((1.0, 50.0, 100.0), "upper", "a rebel")
ATTACK = "sec_attack_security_forces"


def desk_of(
    *claims: Any, indicator: str = ATTACK, earlier: Told | None = None, language: str = "en",
    score: float | None = 62.0, **event: Any,
) -> Desk:  # fmt: skip
    """A flash on one event in Mali, reported by two outlets that make the claims in turn."""
    case = Case()
    articles = [
        case.article(f"a{n}", "2024-09-17", source=("wire_one", "radio_two")[n % 2]) for n in range(max(2, len(claims)))
    ]
    case.event("e1", "MLI", "2024-09-17", [indicator], articles[:2], **event)
    for article, (figure, precision, claimant) in zip(articles, claims, strict=False):
        case.claim(article, "e1", figure, claimant)
        case.claims[-1]["precision"] = precision
    case.score("MLI", "index", [50.0, score])
    given = case.inputs(language)
    return Desk(replace(given, report=workspace().reports["flash"], subject="MLI", flash=FlashNote((), "e1", earlier)))


def told(desk: Desk, **other: Any) -> Told:
    """What an earlier flash on the same told, but for what `other` names."""
    lead = lead_of(desk)
    assert lead is not None
    event = {"what": f"{lead.facets[0]}/{lead.status}", "place": "", "day": lead.day.isoformat(), "toll": lead.toll}
    event |= {"claimed_max": lead.claimed_max, "code": lead.code, "contested": lead.contested}
    same = {"issue": "f1", "region_id": "MLI", "as_of": "", "triggers": (), "level": desk.subject.level}
    return Told(**(same | event | other))


def texts(section: Section, part: str) -> list[str]:
    block: Any = section.parts.get(part) or ()
    return [s.text for element in block for s in getattr(element, "sentences", (element,))]


def changes(*claims: Any, was: dict[str, Any], **more: Any) -> tuple[list[str], list[str]]:
    """The heading and the lines of what changed since a flash that told `was` instead."""
    earlier = told(desk_of(*claims, **more), **was)
    section = flash_changes(desk_of(*claims, earlier=earlier, **more))
    return texts(section, "lead"), texts(section, "changes")


@pytest.mark.parametrize("claims", [(DOZENS, DIZAINES), (DOZENS, ((24.0, 24.0, 24.0), "exact", ""))])
def test_vague_figures_that_can_be_the_same_are_no_dispute(claims: Claims) -> None:
    desk = desk_of(*claims, toll=(12.0, 12.0, 99.0))
    assert texts(flash_known(desk), "disputed") == ["Nothing in what was read."]
    assert not any("lowest count" in t for t in texts(flash_bottom_line(desk), "lead"))


def test_each_end_of_the_tolls_is_printed_as_it_was_claimed() -> None:
    exact = ((150.0, 150.0, 150.0), "exact", "")
    for claims, low, high in (
        ((TWENTY, exact), "at least 20 people", "150 people"),
        ((UP_TO, exact), "up to 100 people", "150 people"),
        ((DOZENS, exact), "dozens of people", "150 people"),
    ):
        desk = desk_of(*claims, toll=(20.0, 20.0, 150.0))
        assert f"Reported killed: {low} by the lowest count, {high} by the highest." in texts(
            flash_bottom_line(desk), "lead"
        )
        assert texts(flash_known(desk), "disputed") == [f"The toll: {low} or {high} reported killed."]
    french = texts(flash_known(desk_of(UP_TO, exact, toll=(20.0, 20.0, 150.0), language="fr")), "disputed")
    assert french == ["Le nombre de morts signalés : jusqu'à 100 personnes ou 150 personnes."]


def test_two_events_are_not_compared_with_each_other() -> None:
    other = {"day": "2024-09-10", "toll": (3.0, 3.0, 3.0), "claimed_max": 3.0, "code": "B3", "contested": True}
    _, lines = changes(TWENTY, was=other, toll=(20.0, 20.0, 20.0))
    assert len(lines) == 1 and lines[0].startswith("Now about: ")


def test_a_level_that_comes_or_goes_and_a_withdrawn_toll_are_told() -> None:
    heading = ["Update of f1; new since then:"]
    assert changes(was={"level": None}) == (heading, ["Now assessed: High."])
    assert changes(was={"level": 4}, score=None) == (heading, ["No longer assessed; was High."])
    gone = {"toll": (20.0, 20.0, 20.0), "claimed_max": 20.0}
    assert changes(was=gone) == (heading, ["Figure withdrawn: 20 people killed."])


def test_an_event_that_fell_away_is_told() -> None:
    desk = desk_of()
    bare = Desk(replace(desk.given, flash=FlashNote((), "", told(desk))))
    assert texts(flash_changes(bare), "changes") == ["No reliable event of the last 72 hours is left to tell."]


def test_no_heading_stands_over_nothing() -> None:
    assert changes(was={}) == ([], [])


def test_casualties_are_asked_of_violence_only() -> None:
    asked = {"How many died; no figure was read.", "How many were wounded."}
    assert asked <= set(texts(flash_known(desk_of()), "not_known"))
    for calm in ("gov_coup_instability", "inf_media_restriction"):
        assert not asked & set(texts(flash_known(desk_of(indicator=calm)), "not_known"))


@pytest.mark.parametrize(
    ("claimant", "missing"), [("the defence ministry", False), ("L'armée", False), ("a medic", True)]
)
def test_a_toll_of_the_authorities_is_known_whoever_carries_it(claimant: str, missing: bool) -> None:
    desk = desk_of(((20.0, 20.0, 20.0), "exact", claimant), toll=(20.0, 20.0, 20.0))
    assert ("A toll from the authorities." in texts(flash_known(desk), "not_known")) is missing


def test_the_second_origin_came_within_whole_hours_rounded_up() -> None:
    desk = desk_of(verified_at=moment("2024-09-17", 10).replace(minute=24))
    assert any("; well-rated second within 2 hours" in t for t in texts(flash_known(desk), "known"))


CALL = {
    "id": "mli_call", "region": "MLI", "author": "C. Ndiaye", "date": "2024-09-20", "expires": "2024-09-22",
    "reason": {"en": "Shots were heard near the barracks", "fr": "Des tirs ont été entendus"},
}  # fmt: skip


@pytest.mark.parametrize(("language", "said"), [
    ("en", "Called by C. Ndiaye: Shots were heard near the barracks."),
    ("fr", "Demandé par C. Ndiaye : Des tirs ont été entendus."),
])  # fmt: skip
def test_a_call_of_the_ledger_is_a_trigger_while_it_holds_and_the_flash_names_who_called_and_why(
    language: str, said: str
) -> None:
    def case(**other: Any) -> tuple[Desk, tuple[Trigger, ...]]:
        desk = desk_of(language=language, toll=(3.0, 3.0, 3.0))
        ledger = Judgements.model_validate({"call_flash": [CALL | other]})
        desk = Desk(replace(desk.given, judgements=ledger))
        return desk, tuple(t for t in case_of(desk, "MLI").triggers if t.kind == "call")

    assert case(expires="2024-09-21")[1] == case(date="2024-09-23")[1] == case(region="BFA")[1] == ()
    desk, triggers = case()
    assert triggers == (Trigger("call", "judgement:mli_call"),)
    called = Desk(replace(desk.given, flash=FlashNote(triggers, "e1")))
    assert texts(flash_triggers(called), "triggers") == [said]
