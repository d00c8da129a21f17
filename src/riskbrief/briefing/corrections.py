"""Corrections to past issues: those that were withdrawn, when and why (method A.10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from riskbrief.briefing.desk import Desk, of_run
from riskbrief.briefing.inputs import Correction
from riskbrief.briefing.ledger import quotable
from riskbrief.document import Box, Fact, Sentence

REASON_CHARACTERS = 160


def correction_sentences(desk: Desk) -> Iterator[Sentence]:
    """One sentence for each withdrawn issue; one on an earlier version of this very issue says so."""
    for one in desk.given.corrections:
        own = one.report == desk.given.report.id and one.issue == desk.given.meta.issue
        key = "correction_own" if own else "correction"
        sentence = desk.say(key, "measured", correction_facts(desk, one), evidence=of_run("withdrawals"))
        if sentence is not None:
            yield sentence


def corrections_box(desk: Desk) -> Box | None:
    """The corrections to past issues under a title of their own; None where there is none."""
    told = tuple(correction_sentences(desk))
    return Box(desk.book.text("corrections_title"), told, "warning") if told else None


def correction_facts(desk: Desk, one: Correction) -> list[Fact]:
    """Issue, day and reason as written by the person who withdrew it."""
    return [
        desk.fact.name("issue", f"{one.report} {one.issue}"),
        desk.fact.short_date("day", date.fromisoformat(one.on)),
        desk.fact.name("reason", quotable(one.reason, longest=REASON_CHARACTERS)),
    ]
