"""The claims ledger of the annex: claimant by claimant, wherever the tolls of an event differ, and who claims an event
or is accused of it (method A.6, A.11, B.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.event_words import claim_figure, short_place, tolls_differ
from riskbrief.briefing.flash_tolls import ToldToll, told_tolls
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.ledger import excerpt, quotable
from riskbrief.briefing.responsibility import Laid, group_fact, laid_to
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Cell, DataTable, Fact, Section

A_CLAIMS, ROWS = 10, 30  # rows of one event and of all
LAID_HEADER = ("event", "group", "kind", "claimant", "outlet", "outlets", "wording")
HEADER = ("event", "claimant", "claimed", "first_told", "outlet", "outlets", "wording")


@SECTIONS.register("annex_claims")
def annex_claims(desk: Desk) -> Section:
    """One row for each figure and claimant, in the order of first report; one for each group that claims an event."""
    told = [(e, t) for e in disputed(desk) for t in told_tolls(desk, e, most=A_CLAIMS)]
    tolls = _table(desk, told[:ROWS], len(told)) if told else None
    return desk.section("MC", "annex_claims", {"claims": tolls, "responsibility": _responsibility(desk)})


def _responsibility(desk: Desk) -> DataTable | None:
    """Groups that claim events of the week or are accused of them; those of the event table first."""
    last = len(desk.numbers) + 1
    week = sorted((e for e in desk.events if e.this_week), key=lambda e: desk.numbers.get(e.event_id, last))
    rows = [_laid_row(desk, event, one) for event in week for one in laid_to(desk, event)][:ROWS]
    if not rows:
        return None
    return DataTable(
        id="annex_laid",
        title=desk.book.text("annex_laid_title"),
        subtitle="",
        header=tuple(desk.book.text(f"annex_column.{name}") for name in LAID_HEADER),
        align="lllllrl",
        rows=tuple(rows),
        note=desk.book.text("annex_laid_note"),
    )


def _laid_row(desk: Desk, event: Happening, one: Laid) -> tuple[Cell, ...]:
    claim, outlet = one.claim, desk.ledger.outlet(one.claim.source_id)
    notes = desk.ledger.cite([claim.article_id], [desk.span(claim)])
    return (
        _event(desk, event),
        Cell(group_fact(desk, one).text, one.group),
        Cell(desk.book.text(f"laid.kind_{one.kind}"), one.kind),
        Cell(_quoted(desk, quotable(claim.claimant)) or "–", claim.claimant),
        Cell(outlet.name, claim.source_id, small=f"({outlet.letter})", notes=notes),
        Cell(desk.book.printer.number(one.outlets), one.outlets),
        _wording(desk, claim),
    )


def disputed(desk: Desk) -> Iterator[Happening]:
    """Events of the week whose tolls differ, those of the event table first."""
    week = [e for e in desk.events if e.this_week and tolls_differ(desk, e)]
    last = len(desk.numbers) + 1
    yield from sorted(week, key=lambda e: desk.numbers.get(e.event_id, last))


def in_ledger(desk: Desk, event: Happening) -> bool:
    """Whether the claims ledger of this issue tells of the event."""
    printed = any(choice.section == "annex_claims" for choice in desk.given.report.sections)
    return printed and tolls_differ(desk, event)


def _table(desk: Desk, told: list[tuple[Happening, ToldToll]], total: int) -> DataTable:
    more = [desk.fact.number("n", total - len(told))]
    return DataTable(
        id="annex_claims",
        title=desk.book.text("annex_claims_title"),
        subtitle="",
        header=tuple(desk.book.text(f"annex_column.{name}") for name in HEADER),
        align="lllllrl",
        rows=tuple(_row(desk, event, toll) for event, toll in told),
        note=desk.book.write("annex_claims_more", more) if total > len(told) else desk.book.text("annex_claims_note"),
    )


def _row(desk: Desk, event: Happening, toll: ToldToll) -> tuple[Cell, ...]:
    claim, outlet = toll.claim, desk.ledger.outlet(toll.claim.source_id)
    notes = desk.ledger.cite([claim.article_id], [desk.span(claim)])
    return (
        _event(desk, event),
        Cell(_quoted(desk, quotable(claim.claimant)) or desk.book.text("annex_own_words"), claim.claimant),
        Cell(desk.book.write("flash_figure", _persons(desk, claim)), float(claim.best)),
        Cell(desk.book.printer.moment(toll.first), toll.first.isoformat()),
        Cell(outlet.name, claim.source_id, small=f"({outlet.letter})", notes=notes),
        Cell(desk.book.printer.number(toll.outlets), toll.outlets),
        _wording(desk, claim),
    )


def _event(desk: Desk, event: Happening) -> Cell:
    """Its place, with its number where the event table has it."""
    number, place = desk.numbers.get(event.event_id), short_place(desk, event).text
    return Cell(f"{number}. {place}" if number else place, event.event_id)


def _wording(desk: Desk, claim: Any) -> Cell:
    """The words of a claim, with where they stand."""
    most = desk.given.report.quote_words
    span = f"{claim.article_id}/{claim.field}/{claim.start}-{claim.end}"
    return Cell(_quoted(desk, excerpt(claim.quote, most) if most else "") or "–", span)


def _persons(desk: Desk, claim: Any) -> list[Fact]:
    """A figure and how many people it stands for, as the pattern asks."""
    return [replace(claim_figure(desk, claim), key="toll"), desk.fact.number("count", claim.best)]


def _quoted(desk: Desk, text: str) -> str:
    """Outside text in the language's quotation marks; empty when there is none."""
    return desk.book.write("flash_claimant", [desk.fact.name("claimant", text)]) if text else ""
