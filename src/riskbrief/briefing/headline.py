"""The headline and standfirst: the week's finding in at most twelve words, no cause, no blame."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.briefing.desk import Desk, of_events, of_run, of_score, said
from riskbrief.briefing.event_words import cited_articles, short_place, toll, toll_sentence, what
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.leading import countries, highest, tied_weight
from riskbrief.briefing.standings import Standing
from riskbrief.briefing.volume import nothing_collected
from riskbrief.briefing.words import count_words
from riskbrief.document import Fact, Sentence

HEADLINE_WORDS = 12


def headline(desk: Desk) -> Sentence | None:
    """The first finding that fits into twelve words."""
    return next((s for s in _candidates(desk) if s is not None and count_words(s.text) <= HEADLINE_WORDS), None)


def standfirst(desk: Desk) -> tuple[Sentence, ...]:
    """The leading event's toll, then how much of the panel could be assessed."""
    event = leading_event(desk)
    event_line = None
    if event is not None:
        facts = [what(desk, event), short_place(desk, event), desk.fact.long_day("day", event.day)]
        proof = of_events([event])
        key = "standfirst_event_tied" if tied_weight(_leading(desk)) else "standfirst_event"
        event_line = desk.say(key, "reported", facts, evidence=proof, cite=cited_articles(desk, event))
    toll_line = toll_sentence(desk, event) if event is not None and toll(desk, event) is not None else None
    return said(event_line, toll_line, _coverage(desk))


def leading_event(desk: Desk) -> Happening | None:
    """The weightiest event of the issue's week with two origins or more, else with one reliable outlet."""
    return next(iter(_leading(desk)), None)


def _leading(desk: Desk) -> list[Happening]:
    """The events the leading one is chosen from, by weight."""
    week = [e for e in desk.confirmed if e.this_week]
    return [e for e in week if e.n_origins >= 2] or week


def _candidates(desk: Desk) -> Iterator[Sentence | None]:
    event = leading_event(desk)
    if event is not None:
        standing = next(s for s in desk.standings if s.region_id == event.region_id)
        yield from _event_headlines(desk, event, standing)
    if desk.assessed:
        yield from _standing_headlines(desk, desk.assessed[0])
    else:
        key = "headline_uncollected" if nothing_collected(desk) else "headline_none"
        yield desk.say(key, "measured", [desk.fact.number("n", 0)], evidence=of_run("scores"))


def _event_headlines(desk: Desk, event: Happening, standing: Standing) -> Iterator[Sentence | None]:
    facts: list[Fact] = [what(desk, event), short_place(desk, event), desk.fact.region("country", event.region_id)]
    proof = (*of_events([event]), *of_score(standing.row))
    if standing.level is not None:
        facts += [desk.fact.level("level", standing.level), desk.fact.level_number("number", standing.level)]
        keys = ["headline_event_level", "headline_event_level_short", "headline_event"]
    else:
        keys = ["headline_event_thin", "headline_event_thin_short", "headline_event"]
    if event.place is None:  # the country stands for the place and is named once
        keys[:1] = ["headline_event_country"] if standing.level is not None else []
    for key in keys:
        yield desk.say(key, "reported", facts, evidence=proof)


def _standing_headlines(desk: Desk, top: Standing) -> Iterator[Sentence | None]:
    assert top.level is not None
    level = [desk.fact.level("level", top.level), desk.fact.level_number("number", top.level)]
    key = {"Deteriorated": "headline_up", "Improved": "headline_down"}.get(top.label, "headline_same")
    tied = highest(desk)
    if key == "headline_same" and len(tied) > 1:
        facts = [countries(desk, "country", [s.region_id for s in tied]), *level]
        yield desk.say("headline_tied", "measured", facts, evidence=of_score(*(s.row for s in tied)))
        key = "headline_stands"
    yield desk.say(key, "measured", [desk.fact.region("country", top.region_id), *level], evidence=of_score(top.row))


def _coverage(desk: Desk) -> Sentence | None:
    facts = [
        desk.fact.number("assessed", len(desk.assessed)),
        desk.fact.number("countries", len(desk.standings)),
    ]
    key = "standfirst_coverage" if desk.assessed else "standfirst_none"
    key = "standfirst_uncollected" if nothing_collected(desk) else key
    return desk.say(key, "measured", facts, evidence=of_run("scores"))
