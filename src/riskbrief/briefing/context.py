"""W6 broader context: dated library lines, then what the last year of scores adds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from riskbrief.briefing.desk import Desk, of_score, said
from riskbrief.briefing.event_words import short_place, what
from riskbrief.briefing.happenings import happenings
from riskbrief.briefing.leading import highest_rows
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.series import regional_line, score_line
from riskbrief.definitions.reports import ContextLine
from riskbrief.document import Evidence, Fact, FigureSpec, Item, Section, Sentence
from riskbrief.figures import Line, TrendFigure
from riskbrief.periods import Week

WEEKS, NEEDED_WEEKS, LINES, COUNTRIES, NOTES = 52, 12, 4, 3, 3


@SECTIONS.register("context")
def context(desk: Desk) -> Section:
    """Four lines of history that were known by the issue's week, the 52-week chart, what the year adds."""
    parts = {
        "context": tuple(i for line in _chosen(desk) if (i := _item(desk, line)) is not None),
        "trend": _trend(desk),
        "adds": said(*_adds(desk)),
    }
    return desk.section("W6", "context", parts)


def _chosen(desk: Desk) -> list[ContextLine]:
    """Lines in force at the cut-off: highest-ranked countries first, then the region, by date."""
    day = desk.given.week.sunday
    order = {region: n for n, region in enumerate(_ranked_regions(desk))}
    lines = [
        line
        for line in desk.given.library.context
        if line.date <= day.isoformat()[: len(line.date)]
        and line.review_by >= day.isoformat()
        and (line.region == "REGION" or line.region in order)
    ]
    ranked = sorted(lines, key=lambda x: (order.get(x.region, 1.5), x.date))
    return sorted(ranked[:LINES], key=lambda x: x.date)


def _ranked_regions(desk: Desk) -> list[str]:
    """Assessed countries by score, then those with events by weight, then those once assessed, then the rest."""
    once = [s.region_id for s in desk.standings if s.last is not None]
    ranked = [s.region_id for s in desk.assessed] + [e.region_id for e in desk.confirmed] + once
    return list(dict.fromkeys([*ranked, *(s.region_id for s in desk.standings)]))


def _item(desk: Desk, line: ContextLine) -> Item | None:
    facts = [
        desk.fact.name("text", desk.words(line.text)),
        desk.fact.name("source", desk.source_name(line.source), line.source),
    ]
    proof = [Evidence("library", f"context/{line.region}/{line.date}")]
    sentence = desk.say("context_line", "fixed", facts, evidence=proof)
    return None if sentence is None else Item((sentence,), lead=_dated(desk, line.date))


def _dated(desk: Desk, text: str) -> str:
    return desk.book.printer.long_day(date.fromisoformat(text)) if len(text) == 10 else text


def _trend(desk: Desk) -> FigureSpec | None:
    lines = _lines(desk)
    with_scores = max((sum(p.score is not None for p in line.points) for line in lines), default=0)
    if with_scores < NEEDED_WEEKS:
        return None
    top = desk.assessed[0] if desk.assessed else None
    facts = [
        desk.fact.number("weeks", WEEKS),
        desk.fact.name("country", top.name if top else desk.given.meta.region_name),
        *range_facts(desk, top.region_id if top else ""),
    ]
    titled = top is not None and len(facts) > 2
    return FigureSpec(
        id="trend",
        title=desk.book.write("trend_title" if titled else "trend_title_plain", facts),
        subtitle=desk.book.write("trend_subtitle", facts),
        alt=desk.book.write("trend_alt" if titled else "trend_title_plain", facts),
        source=desk.book.write("source_articles", [desk.fact.number("n", len(desk.given.articles))]),
        figure=TrendFigure(tuple(lines), year_notes(desk, [s.region_id for s in desk.standings]), (), desk.fact.levels),
        width_mm=86,
        height_mm=50,
    )


def _lines(desk: Desk) -> list[Line]:
    shown = [s for s in desk.standings if desk.scores.series(s.region_id, "index", weeks=WEEKS)][:COUNTRIES]
    countries = [score_line(desk, s.region_id, "index", weeks=WEEKS, name=s.name) for s in shown]
    return [regional_line(desk, weeks=WEEKS), *countries]


def year_notes(desk: Desk, shown: Collection[str]) -> tuple[tuple[date, str], ...]:
    """The weightiest confirmed events of a year in these countries, by severity and credibility, one in four weeks."""
    chosen: list[tuple[date, str]] = []
    events = [e for e in happenings(desk.given, days=7 * WEEKS) if not e.unconfirmed and e.region_id in shown]
    for event in sorted(events, key=lambda e: (-round(e.severity * e.kappa, 6), e.day, e.event_id)):
        if all(abs((event.day - day).days) > 28 for day, _ in chosen):
            chosen.append((event.day, f"{short_place(desk, event).text}: {what(desk, event).text}"))
        if len(chosen) == NOTES:
            break
    return tuple(sorted(chosen))


def range_facts(desk: Desk, region: str) -> list[Fact]:
    """The country's lowest and highest score of the year and the last week of the highest; empty without a score."""
    rows = [r for r in desk.scores.series(region, "index", weeks=WEEKS) if r.score is not None]
    if not rows:
        return []
    low, peaks = min(rows, key=lambda r: r.score or 0), highest_rows(desk, rows)
    return [
        desk.fact.number("low", low.score or 0),
        desk.fact.number("high", peaks[-1].score or 0),
        desk.fact.number("peaks", len(peaks)),
        desk.fact.long_day("high_day", Week.parse(peaks[-1].week).sunday),
    ]


def _adds(desk: Desk) -> list[Sentence | None]:
    sentences: list[Sentence | None] = []
    for s in desk.assessed[:2]:
        rows = [r for r in desk.scores.series(s.region_id, "index", weeks=WEEKS) if r.score is not None]
        if len(rows) < NEEDED_WEEKS:
            continue
        facts = [
            desk.fact.region("country", s.region_id),
            desk.fact.number("n", len(rows)),
            *range_facts(desk, s.region_id),
        ]
        sentences.append(desk.say("context_adds", "measured", facts, evidence=of_score(rows[-1])))
    if not sentences:
        sentences.append(desk.fixed("context_short"))
    return sentences
