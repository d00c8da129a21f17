"""W16 confidence, assumptions, gaps: how far each score can be trusted and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.assessment import Confidence
from riskbrief.briefing.bottom_line import cap_text
from riskbrief.briefing.desk import Desk, of_events, of_run, said
from riskbrief.briefing.heat import heat
from riskbrief.briefing.judged import CAP
from riskbrief.briefing.judged_ledger import ledger_table
from riskbrief.briefing.outlook import assumption_item, touched
from riskbrief.briefing.scorecard import scorecard_parts
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.standings import Standing
from riskbrief.briefing.volume import dark_countries, nothing_collected
from riskbrief.briefing.waterfall import waterfall
from riskbrief.document import Cell, DataTable, Item, Section, Sentence

GAPS, ASSUMPTIONS, ROWS, FEWEST_ROWS = 3, 2, 6, 3


@SECTIONS.register("confidence")
def confidence(desk: Desk) -> Section:
    """Confidence per country with its points, assumptions, gaps, the record of probabilities, all judgements."""
    known = touched(desk, [s.region_id for s in desk.assessed])
    assumptions = known[ASSUMPTIONS : 2 * ASSUMPTIONS]  # the outlook prints the first ones
    parts = {
        "confidence": _table(desk),
        "assumptions": tuple(i for a in assumptions if (i := assumption_item(desk, a)) is not None),
        "heat": heat(desk),
        "waterfall": waterfall(desk),
        "gaps": tuple(Item((s,)) for s in said(*_gaps(desk)))[:GAPS],
        **scorecard_parts(desk),
        "judgements": ledger_table(desk),
    }
    return desk.section("W16", "confidence", parts)


def _table(desk: Desk) -> DataTable | None:
    rated = [(s, s.confidence) for s in desk.assessed if s.confidence is not None]
    if not rated:
        return None
    most = max(FEWEST_ROWS, ROWS - len(list(desk.judged.every())))  # the list of judgements takes the place of rows
    shown = rated[:most] + [(s, c) for s, c in rated[most:] if c.caps and c.caps[-1].startswith(CAP)]
    items = [name for name, _, _ in rated[0][1].items]
    return DataTable(
        id="confidence",
        title=desk.book.text("confidence_title"),
        subtitle=desk.book.text("confidence_subtitle"),
        header=(
            desk.book.text("column.country"),
            desk.book.text("column.confidence"),
            desk.book.text("column.points"),
            *(_item_name(desk, name) for name in items),
        ),
        align="llr" + "c" * len(items),
        rows=tuple(_row(desk, s, c, items) for s, c in shown),
        note=desk.book.text("confidence_note"),
    )


def _item_name(desk: Desk, name: str) -> str:
    return desk.book.text(f"item.{name}") if f"item.{name}" in desk.book else name


def _row(desk: Desk, s: Standing, c: Confidence, items: list[str]) -> tuple[Cell, ...]:
    points = {name: (got, most) for name, got, most in c.items}
    most = sum(m for _, _, m in c.items)
    caps = [cap_text(desk, cap) for cap in c.caps]
    return (
        Cell(s.name, s.region_id),
        Cell(desk.book.text(f"confidence.{c.label}"), c.label, small="; ".join(caps)),
        Cell(f"{c.points} / {most}", c.points),
        *(Cell(f"{points[i][0]} / {points[i][1]}" if i in points else "–", points.get(i, (0, 0))[0]) for i in items),
    )


def _gaps(desk: Desk) -> Iterator[Sentence | None]:
    if nothing_collected(desk):
        yield desk.say("gap_uncollected", "measured", [desk.fact.number("n", 0)], evidence=of_run("articles"))
    silent = [s for s in desk.standings if not s.assessed]
    if silent:
        facts = [desk.fact.number("n", len(silent)), desk.fact.number("countries", len(desk.standings))]
        yield desk.say("gap_silent", "measured", facts, evidence=of_run("scores"))
    thin = [s for s in desk.assessed if s.coverage != "full"]
    if thin:
        facts = [desk.fact.number("n", len(thin))]
        yield desk.say("gap_thin", "measured", facts, evidence=of_run("scores"))
    dark = dark_countries(desk)
    if dark:
        facts = [desk.fact.countries("countries", dark), desk.fact.number("n", len(dark))]
        yield desk.say("gap_dark", "measured", facts, evidence=of_run("articles"))
    week = [e for e in desk.events if e.this_week]
    single = [e for e in week if e.n_origins < 2]
    if single:
        facts = [desk.fact.number("single", len(single)), desk.fact.number("n", len(week))]
        yield desk.say("gap_single", "measured", facts, evidence=of_events(single))
    unrated = (desk.given.outlets["source_class"] == "unrated").sum()
    if unrated:
        facts = [desk.fact.number("n", int(unrated)), desk.fact.number("outlets", len(desk.given.outlets))]
        yield desk.say("gap_unrated", "measured", facts, evidence=of_run("outlets"))
    if not (silent or thin or dark or single or unrated):
        yield desk.say("gap_none", "measured", [desk.fact.number("n", 0)], evidence=of_run("scores"))
