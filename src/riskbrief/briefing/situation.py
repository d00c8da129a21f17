"""W5 current situation: the weightiest events with who says what, the week's trend, and claims beside measures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from riskbrief.briefing.desk import EVENTS_NUMBERED, Desk, of_events, of_run, of_score, said
from riskbrief.briefing.event_table import event_card, event_table, timeline
from riskbrief.briefing.event_words import toll_text
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.ledger import excerpt
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.volume import gap_limit, hushed, panel_volume, uncovered_countries
from riskbrief.document import Block, Box, Section, Sentence

TABLE_ROWS, CARDS, UNCONFIRMED_ROWS = EVENTS_NUMBERED, 3, 2
QUOTED = 30  # words of a statement
GAPS_NAMED = 4


@SECTIONS.register("situation")
def situation(desk: Desk) -> Section:
    """Events of the week first, then weighty earlier ones; single weak sources apart; two official claims at most."""
    shown = desk.confirmed[:TABLE_ROWS]
    week = [e for e in desk.events if e.this_week]
    unconfirmed = [e for e in week if e.unconfirmed][:UNCONFIRMED_ROWS]
    parts: dict[str, Block | None] = {
        "lead": said(_count(desk), *_volume(desk)),
        "events": event_table(desk, shown, table_id="events"),
        "cards": tuple(event_card(desk, e) for e in shown[:CARDS] if e.this_week),
        "timeline": timeline(desk, [e for e in week if not e.unconfirmed]),
        "trends": said(_deaths(desk), _security_trend(desk)),
        "claims": _claims_box(desk),
        "unconfirmed": event_table(desk, unconfirmed, table_id="unconfirmed"),
    }
    return desk.section("W5", "situation", parts)


def _count(desk: Desk) -> Sentence | None:
    week = [e for e in desk.events if e.this_week]
    confirmed = [e for e in week if not e.unconfirmed]
    facts = [
        desk.fact.number("n", len(week)),
        desk.fact.number("confirmed", len(confirmed)),
        desk.fact.number("countries", len({e.region_id for e in week})),
    ]
    if not week:
        return desk.say("situation_none", "measured", facts, evidence=of_run("events"))
    return desk.say("situation_count", "measured", facts, evidence=of_events(week))


def _volume(desk: Desk) -> Iterator[Sentence | None]:
    """V of everything read, and the countries that were written about far less than usual."""
    found, proof = panel_volume(desk), of_run("articles")
    facts = [desk.fact.number("articles", found.articles)]
    if found.ratio is None:
        yield desk.say("situation_volume_new", "measured", facts, evidence=proof)
    else:
        gap = found.ratio < gap_limit(desk)
        facts += [desk.fact.percent("share", found.ratio), desk.fact.percent("limit", gap_limit(desk))]
        key = "situation_volume_gap" if gap else "situation_volume"
        yield desk.say(key, "measured", facts, evidence=proof)
    uncovered = uncovered_countries(desk)
    if uncovered:
        facts = [
            desk.fact.countries("countries", uncovered[:GAPS_NAMED]),
            desk.fact.number("n", len(uncovered)),
            desk.fact.percent("limit", gap_limit(desk)),
        ]
        yield desk.say("situation_gaps", "measured", facts, evidence=proof)


def _deaths(desk: Desk) -> Sentence | None:
    """Reported deaths of the week as a range beside the weekly mean of best estimates of the three weeks before."""
    monday = desk.given.week.monday
    fatal = [e for e in desk.events if (e.toll[1] or 0) > 0]
    now = [e for e in fatal if e.day >= monday]
    before = [e for e in fatal if e.day < monday and e.day >= monday - timedelta(days=21)]
    if not now:
        return None
    low, best, high = (sum(bounds) for bounds in zip(*map(toll_bounds, now), strict=True))
    facts = [
        toll_text(desk, low, best, high, key="deaths"),
        desk.fact.number("count", high),
        desk.fact.number("mean", sum(e.toll[1] or 0 for e in before) / 3),
        desk.fact.number("weeks", 3),
        desk.fact.number("events", len(now)),
    ]
    return desk.say("situation_deaths", "measured", facts, evidence=of_events([*now, *before]))


def toll_bounds(event: Happening) -> tuple[float, float, float]:
    """Reported deaths as lower bound, best figure and upper bound; a bound nobody gave is the best figure."""
    low, best, high = event.toll
    middle = best or 0.0
    return (middle if low is None else low), middle, max(middle, high or middle)


def _security_trend(desk: Desk) -> Sentence | None:
    for s in desk.assessed:
        now = desk.scores.at(s.region_id, "security")
        then = desk.scores.at(s.region_id, "security", weeks_back=4)
        if now and then and now.score is not None and then.score is not None:
            facts = [
                desk.fact.region("country", s.region_id),
                desk.fact.number("was", then.score),
                desk.fact.number("now", now.score),
                desk.fact.number("weeks", 4),
            ]
            thin = now.coverage != "full" or then.coverage != "full"  # a thin week tells of no change (B.19)
            key = "situation_security_thin" if thin else "situation_security"
            key = "situation_security_dark" if hushed(desk, s.region_id, now.score - then.score) else key
            return desk.say(key, "measured", facts, evidence=of_score(now, then))
    return None


def _claims_box(desk: Desk) -> Box | None:
    """Up to two official statements beside the measured trend of their country; no box where nobody made one."""
    sentences: list[Sentence] = []
    for row in _official(desk):
        pair = said(_claim(desk, row), _measure(desk, row.region_id))
        if len(pair) == 2:
            sentences.extend(pair)
        if len(sentences) == 4:
            break
    return Box(desk.book.text("claims_title"), tuple(sentences)) if sentences else None


def _official(desk: Desk) -> list[Any]:
    """The best-rated statement on each assessed country of which the week's news tells of violence, in board order."""
    told, mentions = desk.given.statements, desk.given.mentions
    security = [i for i in desk.indicators if desk.given.pillar_of.get(i) == "security"]
    own = mentions[mentions["counts"] & mentions["indicator_id"].isin(security)]
    violent = set(zip(own["article_id"], own["region_id"], strict=True))
    rows = [row for row in told.itertuples(index=False) if (row.article_id, row.region_id) in violent]
    rows.sort(key=lambda row: (-_rating(desk, row), row.article_id))
    first = {row.region_id: row for row in reversed(rows)}
    return [first[s.region_id] for s in desk.assessed if s.region_id in first]


def _rating(desk: Desk, row: Any) -> float:
    outlet = desk.ledger.outlet_of(row.article_id)
    return outlet.r if outlet else 0.0


def _claim(desk: Desk, row: Any) -> Sentence | None:
    outlet, day = desk.ledger.outlet_of(row.article_id), desk.ledger.day_of(row.article_id)
    if outlet is None or day is None:
        return None
    facts = [
        desk.fact.name("outlet", outlet.name, outlet.source_id),
        desk.fact.name("quote", excerpt(row.quote.rstrip("."), QUOTED)),
        desk.fact.day("day", day),
    ]
    proof = [desk.span(row)]
    return desk.say("official_claim", "reported", facts, evidence=proof, cite=[row.article_id])


def _measure(desk: Desk, region: str) -> Sentence | None:
    now, before = desk.scores.at(region, "security"), desk.scores.at(region, "security", weeks_back=1)
    if now is None or before is None or now.score is None or before.score is None or not now.label:
        return None
    facts = [
        desk.fact.region("country", region),
        desk.fact.number("was", before.score),
        desk.fact.number("now", now.score),
        desk.fact.phrase("call", f"change.{now.label}"),
    ]
    return desk.say("measured_trend", "measured", facts, evidence=of_score(now, before))
