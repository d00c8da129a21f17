"""C10 scheduled dates of 90 days, and C11 what the view rests on and what would change it (method A.14, A.8, B.21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from riskbrief.briefing.desk import Desk, of_score, said
from riskbrief.briefing.outlook import assumption_item, scheduled, touched, where_scheduled
from riskbrief.briefing.profile import extent
from riskbrief.briefing.profile_rates import rates_block
from riskbrief.briefing.sections import SECTIONS
from riskbrief.definitions.reports import Assumption, CalendarEntry
from riskbrief.document import Evidence, Item, Section, Sentence

AHEAD, DATES, ASSUMPTIONS = timedelta(days=90), 6, 3


@SECTIONS.register("profile_calendar")
def profile_calendar(desk: Desk) -> Section:
    """Dates of the country and of the whole region, beside what followed weeks like this in the country's past."""
    entries = scheduled(desk, [desk.given.subject], AHEAD)[:DATES]
    dates = tuple(i for e in entries if (i := _date(desk, e)) is not None)
    rates = rates_block(desk, len(dates))
    none = desk.fixed("no_data.profile_calendar") if rates and not dates else None
    return desk.section("C10", "profile_calendar", {"dates": dates or none, "rates": rates})


def _date(desk: Desk, entry: CalendarEntry) -> Item | None:
    """A date with what is scheduled, for whom, and by which source."""
    facts = [
        desk.fact.name("text", desk.words(entry.text)),
        where_scheduled(desk, entry),
        desk.fact.name("source", desk.source_name(entry.source), entry.source),
    ]
    proof = [Evidence("library", f"calendar/{entry.date}")]
    sentence = desk.say("profile_date" if entry.source else "profile_date_alone", "fixed", facts, evidence=proof)
    day = desk.book.printer.short_date(date.fromisoformat(entry.date))
    return None if sentence is None else Item((sentence,), day)


@SECTIONS.register("profile_assumptions")
def profile_assumptions(desk: Desk) -> Section:
    """Assumptions with the indicator that watches each, and the scores at which the level changes."""
    if extent(desk) == "none":
        return desk.left_out("C11", "profile_assumptions")
    changes = said(*_changes(desk))
    own = touched(desk, [desk.given.subject])[:ASSUMPTIONS]
    parts = {
        "assumptions": tuple(item for a in own if (item := _watched(desk, a)) is not None),
        "changes": (Item(changes, desk.book.text("profile_change_lead")),) if changes else None,
    }
    return desk.section("C11", "profile_assumptions", parts)


def _watched(desk: Desk, assumption: Assumption) -> Item | None:
    """The assumption, then where the indicator that watches it stands in the country."""
    item = assumption_item(desk, assumption)
    row = desk.scores.at(desk.given.subject, assumption.indicator)
    if item is None or row is None or row.score is None:
        return item
    facts = [
        desk.fact.noun("indicator", desk.node_name(row.node), row.node),
        desk.fact.number("score", row.score, unit="indicator score"),
    ]
    watch = desk.say("profile_watched", "measured", facts, evidence=of_score(row))
    return replace(item, sentences=(*item.sentences, *said(watch)))


def _changes(desk: Desk) -> Iterator[Sentence | None]:
    """From which score the level rises, and under which it falls; both with the index's own dead band."""
    index, level = desk.given.config.index, desk.subject.level
    if level is None:
        return
    if level < len(index.levels):
        up = index.levels[level].from_score + index.hysteresis.up
        facts = [desk.fact.number("bound", up), desk.fact.level("level", level + 1)]
        yield desk.say("profile_change_up", "assessed", facts, evidence=of_score(desk.subject.row))
    if level > 1:
        down = index.levels[level - 1].from_score - index.hysteresis.down
        facts = [
            desk.fact.number("bound", down),
            desk.fact.level("level", level - 1),
            desk.fact.number("weeks", index.hysteresis.weeks_down),
        ]
        yield desk.say("profile_change_down", "assessed", facts, evidence=of_score(desk.subject.row))
