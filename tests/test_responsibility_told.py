"""What a briefing prints of who claims an event, on small invented cases and on the demonstration (A.11, A.12 W5)."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefing_builders import ROOT, Case, workspace
from riskbrief.briefing.annex_claims import annex_claims
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.event_table import event_card, event_table
from riskbrief.briefing.flash_known import flash_known
from riskbrief.briefing.flash_state import FlashNote
from riskbrief.briefing.release_tables import events_qualified
from riskbrief.document import Cell, DataTable
from riskbrief.pipeline.commands import publish_report

ATTACK = "sec_attack_security_forces"
JNIM, IS, ARMY = ("claimed", "JNIM", "JNIM"), ("claimed", "IS Sahel", "ISGS"), ("attributed", "ISWAP", "the army")


def desk_of(
    *laid: tuple[str, str, str], indicator: str = ATTACK, language: str = "en", retracted: bool = False
) -> Desk:
    """A flash on one event in Mali, of which each of two outlets says in turn who did it."""
    case = Case()
    articles = [case.article(f"a{n}", "2024-09-17", source=("wire_one", "radio_two")[n % 2]) for n in range(6)]
    case.event("e1", "MLI", "2024-09-17", [indicator], articles[:2])
    for article, (kind, group, who) in zip(articles, laid, strict=False):
        case.claim(article, "e1", (1.0, 1.0, 1.0), who)
        nothing = {"low": None, "best": None, "high": None, "victims": "", "precision": ""}
        case.claims[-1] |= nothing | {"kind": kind, "group": group, "quote": f"{kind} {group}", "retracted": retracted}
        case.claims[-1]["end"] = case.claims[-1]["start"] + len(f"{kind} {group}")
    case.score("MLI", "index", [50.0, 62.0])
    given = case.inputs(language)
    return Desk(replace(given, report=workspace().reports["flash"], subject="MLI", flash=FlashNote((), "e1", None)))


def told(desk: Desk, part: str) -> list[str]:
    block: Any = flash_known(desk).parts[part]
    return [s.text for item in block for s in item.sentences]


def test_a_flash_names_who_claims_it_and_asks_only_why() -> None:
    desk = desk_of(JNIM, JNIM)
    assert "Claimed by JNIM, according to 2 outlets (wire_one)." in told(desk, "known")
    assert told(desk, "not_known")[0] == "Why it was done."


def test_an_attribution_names_who_accuses() -> None:
    assert "Attributed to ISWAP by “the army”, according to 1 outlet (wire_one)." in told(desk_of(ARMY), "known")
    unnamed = desk_of(("attributed", "ISWAP", ""))
    assert "Attributed to ISWAP, according to 1 outlet (wire_one)." in told(unnamed, "known")


def test_rival_claims_are_all_named() -> None:
    assert [line.split(",")[0] for line in told(desk_of(JNIM, IS, ARMY), "known")[-3:]] == [
        "Claimed by IS Sahel", "Claimed by JNIM", "Attributed to ISWAP by “the army”",
    ]  # fmt: skip


def test_a_group_is_told_in_the_language() -> None:
    lines = told(desk_of(("claimed", "Islamic State", "EI"), language="fr"), "known")
    assert "Revendication : État islamique, selon 1 média (wire_one)." in lines


@pytest.mark.parametrize("desk", [desk_of(), desk_of(JNIM, retracted=True)], ids=["nobody", "taken back"])
def test_without_a_claim_a_flash_says_that_none_was_reported(desk: Desk) -> None:
    assert told(desk, "not_known")[:2] == ["Who did it and why.", "No claim of responsibility was reported."]
    assert not any("laimed by" in line for line in told(desk, "known"))


def test_of_an_event_that_is_no_attack_no_claim_is_missed() -> None:
    assert "No claim of responsibility was reported." not in told(
        desk_of(indicator="gov_coup_instability"), "not_known"
    )


def test_a_card_and_a_row_of_the_event_table_say_who_claims_it() -> None:
    desk = desk_of(JNIM)
    assert "Claimed by JNIM, according to 1 outlet (wire_one)." in [
        s.text for s in event_card(desk, desk.events[0]).sentences
    ]
    table = event_table(desk, desk.events, table_id="events")
    assert table is not None and table.rows[0][2].small.endswith("claimed by JNIM")


def test_the_ledger_lists_each_group_with_the_words_of_the_claim() -> None:
    table = annex_claims(desk_of(JNIM, JNIM, ARMY)).parts["responsibility"]
    assert isinstance(table, DataTable)
    assert [[cell.text for cell in row[1:]] for row in table.rows] == [
        ["JNIM", "claims it", "“JNIM”", "wire_one", "2", "“claimed JNIM”"],
        ["ISWAP", "attributed to it", "“the army”", "wire_one", "1", "“attributed ISWAP”"],
    ]
    assert all(isinstance(cell, Cell) and cell.notes for cell in (row[4] for row in table.rows))


def test_the_quotation_behind_a_claim_is_its_own_span() -> None:
    block: Any = flash_known(desk_of(JNIM)).parts["known"]
    (proof,) = [e for e in block[-1].sentences[0].evidence if e.kind == "article"]
    assert (proof.ref, proof.quote) == ("a0", "claimed JNIM")


def test_a_claim_of_responsibility_is_no_claim_behind_a_toll() -> None:
    given = desk_of(JNIM).given
    tolled = replace(given, events=given.events.assign(toll_best=4.0))
    assert any("a toll that nobody claims" in fault for fault in events_qualified(tolled).faults)


@pytest.fixture(scope="module")
def flash(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flash of the demonstration on Mali of the day after the attack in Bamako."""
    folder = tmp_path_factory.mktemp("flash")
    publish_report(
        ROOT, "flash", week="", as_of=date(2024, 9, 18), regions=("MLI",), language="", output=folder, articles=None,
        cached=False, call="", again=False, step=lambda *_: nullcontext(lambda: None),
    )  # fmt: skip
    return folder / "flash" / "latest"


@pytest.mark.parametrize(("language", "names", "asks"), [
    ("", "Claimed by JNIM, according to", "Who did it"), (".fr", "Revendication : JNIM, selon", "Les auteurs"),
])  # fmt: skip
def test_the_demonstrations_flash_names_who_claims_the_attack(
    flash: Path, language: str, names: str, asks: str
) -> None:
    briefing = json.loads((flash / f"briefing{language}.json").read_text(encoding="utf-8"))
    known = next(s for s in briefing["sections"] if s["id"] == "F3")["parts"]
    lines = {part: [s["text"] for item in items for s in item["sentences"]] for part, items in known.items()}
    assert any(line.startswith(names) for line in lines["known"])
    assert not any(line.startswith(asks) for line in lines["not_known"])
    (note,) = {
        n for item in known["known"] for s in item["sentences"] if s["text"].startswith(names) for n in s["notes"]
    }
    quoted = next(c["quote"] for c in briefing["citations"] if c["number"] == note)
    assert "JNIM" in quoted and ("claimed" in quoted.lower() or "revendi" in quoted)
