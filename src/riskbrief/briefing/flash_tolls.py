"""F4 who says how many were killed, and since when (method A.13): one row for each figure and claimant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from riskbrief.briefing.claimants import by_claimant, figure
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.event_words import claim_figure, claims_of
from riskbrief.briefing.flash import lead_of
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.ledger import quotable
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Cell, DataTable, Section

ROWS = 4


@dataclass(frozen=True)
class ToldToll:
    """A figure as one claimant gives it: when first, by which outlet, and how many outlets carry it by now."""

    claim: Any
    first: datetime
    outlets: int


@SECTIONS.register("flash_tolls")
def flash_tolls(desk: Desk) -> Section:
    """The table of tolls by claimant with time; its no-data text where nobody gave a figure."""
    event = lead_of(desk)
    rows = told_tolls(desk, event) if event else []
    return desk.section("F4", "flash_tolls", {"tolls": _table(desk, rows) if rows else None})


def told_tolls(desk: Desk, event: Happening, *, most: int = ROWS) -> list[ToldToll]:
    """Figures by claimant in the order of first report; different figures before repeated ones, `most` of them."""
    groups = by_claimant(claims_of(desk, event))
    made = [ToldToll(g[0], min(c.published_at for c in g), len({c.source_id for c in g})) for g in groups]
    firsts = {figure(t.claim): t for t in reversed(made)}
    chosen = sorted(made, key=lambda t: (firsts[figure(t.claim)] is not t, -t.outlets))[:most]
    return sorted(chosen, key=lambda t: (t.first, t.claim.article_id))


def _table(desk: Desk, rows: Sequence[ToldToll]) -> DataTable:
    return DataTable(
        id="flash_tolls",
        title="",
        subtitle="",
        header=desk.book.columns(("claimant", "toll", "first_told", "outlets_now", "source_code")),
        align="lllrc",
        rows=tuple(_row(desk, row) for row in rows),
    )


def _row(desk: Desk, row: ToldToll) -> tuple[Cell, ...]:
    claim, outlet = row.claim, desk.ledger.outlet(row.claim.source_id)
    told = claim_figure(desk, claim)
    who = desk.fact.name("claimant", quotable(claim.claimant))
    return (
        Cell(
            desk.book.write("flash_claimant", [who]) if claim.claimant else outlet.name,
            claim.claimant or claim.source_id,
            notes=desk.ledger.cite([claim.article_id], [desk.span(claim)]),
        ),
        Cell(desk.book.write("flash_figure", [told, desk.fact.number("count", claim.best)]), told.value),
        Cell(desk.book.printer.moment(row.first), row.first.isoformat()),
        Cell(desk.book.printer.number(row.outlets), row.outlets),
        Cell(outlet.letter, outlet.letter),
    )
