"""Events as table rows, cards and a day strip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from riskbrief.briefing.annex_claims import in_ledger
from riskbrief.briefing.desk import Desk, of_events
from riskbrief.briefing.event_words import (
    cited_articles,
    claim_sentences,
    largest_claim,
    short_place,
    toll,
    toll_sentence,
    what,
    where,
)
from riskbrief.briefing.facts import capital
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.ledger import quotable
from riskbrief.briefing.responsibility import CLAIMED, group_fact, laid_to, responsibility
from riskbrief.document import Card, Cell, DataTable, FigureSpec
from riskbrief.figures import Occurrence, TimelineFigure

Kind = Literal["violence", "governance", "international", "information"]
KINDS: dict[str, Kind] = {
    "security": "violence",
    "governance": "governance",
    "international": "international",
    "information": "information",
}
STRIP_DAYS, CARD_CLAIMS, TITLE_SHOWN = 7, 3, 52


def event_table(desk: Desk, events: Sequence[Happening], *, table_id: str) -> DataTable | None:
    """One row an event: number, day, what, where, reported deaths, code, outlets and origins."""
    if not events:
        return None
    header = ("number", "day", "what", "place", "toll", "code", "origins")
    return DataTable(
        id=table_id,
        title=desk.book.text(f"{table_id}_title"),
        subtitle=desk.book.text(f"{table_id}_subtitle"),
        header=desk.book.columns(header),
        align="rlllllr",
        rows=tuple(_row(desk, event) for event in events),
        note=desk.book.text(f"{table_id}_note"),
    )


def _row(desk: Desk, event: Happening) -> tuple[Cell, ...]:
    number = desk.numbers.get(event.event_id, 0)
    day = desk.book.printer.day(event.day)
    return (
        Cell(str(number) if number else "–", number),
        Cell(day, event.day.isoformat(), small="" if event.this_week else desk.book.text("earlier")),
        Cell(
            capital(what(desk, event).text),
            event.facets[0],
            small="; ".join(filter(None, (_title(desk, event), _claimed(desk, event)))),
            notes=desk.ledger.cite(cited_articles(desk, event), of_events([event])),
        ),
        Cell(where(desk, event).text, event.region_id, small=_thin(desk, event)),
        _toll_cell(desk, event),
        Cell(event.code, event.code),
        Cell(f"{event.n_outlets} / {event.n_origins}", event.n_origins),
    )


def _toll_cell(desk: Desk, event: Happening) -> Cell:
    """The best estimate with its range beneath."""
    figure, (low, best, high) = toll(desk, event), event.toll
    marks = [desk.book.text("contested_mark")] if event.contested else []
    if figure is None or best is None:
        return Cell(desk.book.text("no_figure"), None, muted=True, small=", ".join(marks))
    if high is None or low == high:
        return Cell(figure.text, best, small=", ".join(marks))
    bounds = [desk.fact.number("low", best if low is None else low), desk.fact.number("high", high)]
    small = ", ".join([desk.book.write("interval", bounds), *marks])
    return Cell(desk.book.printer.number(best), best, small=small)


def _title(desk: Desk, event: Happening) -> str:
    """The article's own words in quotation marks with its outlet, where it has a title."""
    title, outlet = desk.ledger.title_of(event.article_id), desk.ledger.outlet_of(event.article_id)
    if not title or outlet is None:
        return ""
    return desk.book.write(
        "quoted_title",
        [desk.fact.name("title", quotable(title, longest=TITLE_SHOWN)), desk.fact.name("outlet", outlet.name)],
    )


def _claimed(desk: Desk, event: Happening) -> str:
    """The groups that claim it."""
    names = [group_fact(desk, one).text for one in laid_to(desk, event) if one.kind == CLAIMED]
    return desk.book.write("laid.mark", [desk.fact.listed("groups", names)]) if names else ""


def _thin(desk: Desk, event: Happening) -> str:
    coverage = next((s.coverage for s in desk.standings if s.region_id == event.region_id), "none")
    return desk.book.text(f"country_coverage.{coverage}") if coverage != "full" else ""


def event_card(desk: Desk, event: Happening) -> Card:
    """What, where, how sure, and who says how many."""
    name = what(desk, event)
    title = [
        desk.fact.number("number", desk.numbers.get(event.event_id, 0)),
        desk.fact.name("what", capital(name.text)),
        where(desk, event),
    ]
    largest = largest_claim(desk, event)
    claims = claim_sentences(desk, event)[: CARD_CLAIMS - (largest is not None)]
    sentences = (toll_sentence(desk, event), *claims, largest, *responsibility(desk, event))
    return Card(
        title=desk.book.write("card_title", title),
        meta=tuple((desk.book.text(key), text) for key, text in _meta(desk, event) if text),
        sentences=tuple(s for s in sentences if s is not None),
        code=event.code,
        level=_country_level(desk, event),
    )


def _meta(desk: Desk, event: Happening) -> list[tuple[str, str]]:
    counts = [desk.fact.number("outlets", event.n_outlets), desk.fact.number("origins", event.n_origins)]
    others = [desk.node_name(f) for f in event.facets[1:3]]
    return [
        ("card.day", desk.book.printer.long_day(event.day)),
        ("card.sources", desk.book.write("outlets_origins", counts)),
        ("card.second_origin", _verification(desk, event)),
        ("card.contested", desk.book.text("contested") if event.contested else ""),
        ("card.wounded", "" if not event.wounded else desk.book.printer.number(event.wounded)),
        ("card.kidnapped", "" if not event.kidnapped else desk.book.printer.number(event.kidnapped)),
        ("card.also", "; ".join(others)),
        ("card.claims", desk.book.text("annex_pointer") if in_ledger(desk, event) else ""),
    ]


def _verification(desk: Desk, event: Happening) -> str:
    if event.verified is None:
        return desk.book.text("not_verified")
    hours = (event.verified - event.first_reported) / timedelta(hours=1)
    return desk.book.write("verified_after", [desk.fact.number("hours", round(hours))])


def _country_level(desk: Desk, event: Happening) -> int | None:
    return next((s.level for s in desk.standings if s.region_id == event.region_id), None)


def timeline(desk: Desk, events: Sequence[Happening]) -> FigureSpec | None:
    """The week's events by country and day."""
    first = desk.given.week.monday
    shown = [e for e in events if e.day >= first]
    if not shown:
        return None
    rows = tuple(s.name for s in desk.standings if any(e.region_id == s.region_id for e in shown))
    top = max(e.weight for e in shown) or 1.0
    marks = tuple(
        Occurrence(
            day=e.day,
            row=desk.fact.regions.get(e.region_id, e.region_id),
            number=desk.numbers.get(e.event_id, 0),
            size=round(max(0.1, e.weight / top), 3),
            kind=KINDS.get(e.pillar, "violence"),
            text=what(desk, e).text + (f", {short_place(desk, e).text}" if e.place else ""),
        )
        for e in shown
    )
    facts = [desk.fact.number("n", len(shown)), desk.fact.number("countries", len(rows))]
    return FigureSpec(
        id="timeline",
        title=desk.book.write("timeline_title", facts),
        subtitle=desk.book.text("timeline_subtitle"),
        alt=desk.book.write("timeline_alt", facts),
        source=desk.book.write("timeline_source", facts),
        figure=TimelineFigure(first, first + timedelta(days=STRIP_DAYS - 1), rows, marks),
        height_mm=6.0 + 5.2 * len(rows),
    )
