"""F3 what is known, not known and disputed, each with its code (method A.13); what is not known always stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from math import ceil
from typing import Any

from riskbrief.briefing.desk import Desk, of_events, of_run, said
from riskbrief.briefing.event_words import cited_articles, claims_of, short_place, what
from riskbrief.briefing.flash import lead_of, note_of, since, well_sourced
from riskbrief.briefing.flash_figures import claimed_people, toll_ends
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.responsibility import laid_to, responsibility
from riskbrief.briefing.sections import SECTIONS
from riskbrief.definitions.outlets import OFFICE
from riskbrief.document import Block, Fact, Item, Section, Sentence

BULLETS = {"known": 3, "not_known": 3, "disputed": 2}  # five at most (A.13), fewer so that a page holds 350 words
UPDATED = {"known": 1, "not_known": 2, "disputed": 1}  # in an update, whose changes take their place
OTHERS = 2  # further events of the country that are told
OFFICIAL = ("state", "official")
AUTHORITY = re.compile(rf"(?i)\b{OFFICE}\b")


@SECTIONS.register("flash_known")
def flash_known(desk: Desk) -> Section:
    """Three columns; where the country is thinly covered or has no event, what is not known stands first."""
    event = lead_of(desk)
    most = UPDATED if note_of(desk).earlier else BULLETS
    told = {"known": _known(desk, event), "not_known": _not_known(desk, event), "disputed": _disputed(desk, event)}
    shown = {name: tuple(items)[: most[name]] for name, items in told.items()}
    columns: dict[str, Block | None] = {**shown, "known": (*shown["known"], *_claimed(desk, event))}
    little = event is None or desk.subject.coverage != "full"
    order = ("not_known", "known", "disputed") if little else tuple(columns)
    return desk.section("F3", "flash_known", {name: columns[name] for name in order})


def _item(sentence: Sentence | None, code: str) -> Iterator[Item]:
    yield from (Item((s,), lead=code) for s in said(sentence))


def _known(desk: Desk, event: Happening | None) -> Iterator[Item]:
    if event is None:
        none = desk.say("flash_known_none", "measured", [desk.fact.number("n", 0)], evidence=of_run("events"))
        yield from _item(none, "–")
        return
    proof = of_events([event])
    facts = [desk.fact.number("outlets", event.n_outlets), desk.fact.number("origins", event.n_origins)]
    key = "flash_known_event"
    if event.verified is not None:
        hours = max(1, ceil((event.verified - event.first_reported) / timedelta(hours=1)))
        key, facts = "flash_known_verified", [*facts, desk.fact.number("hours", hours)]
    yield from _item(desk.say(key, "reported", facts, evidence=proof), event.code)
    also = [desk.fact.noun("facet", desk.node_name(f), f).text for f in event.facets[1:2]]
    if also:
        told = desk.say("flash_known_also", "reported", [desk.fact.listed("facets", also)], evidence=proof)
        yield from _item(told, event.code)
    for other in _others(desk, event):
        facts = [what(desk, other), short_place(desk, other), desk.fact.day("day", other.day)]
        cited = cited_articles(desk, other)[:1]
        said_too = desk.say("flash_known_other", "reported", facts, evidence=of_events([other]), cite=cited)
        yield from _item(said_too, other.code)


def _claimed(desk: Desk, event: Happening | None) -> Iterator[Item]:
    """Who claims the event or is accused of it: what is known is that they say so."""
    sentences = () if event is None else responsibility(desk, event)
    if event is not None and sentences:
        yield Item(sentences, lead=event.code)


def _others(desk: Desk, event: Happening) -> list[Happening]:
    """Further fresh events of the country that are well sourced, the weightiest first."""
    own = [e for e in desk.events if e.region_id == event.region_id and e.event_id != event.event_id]
    fresh = [e for e in own if e.first_reported >= max(since(desk), event.first_reported)]
    return sorted((e for e in fresh if well_sourced(desk, e)), key=lambda e: (-e.weight, e.event_id))[:OTHERS]


def _not_known(desk: Desk, event: Happening | None) -> Iterator[Item]:
    if event is None:
        cause = desk.say("flash_unknown_cause", "measured", [desk.fact.number("n", 0)], evidence=of_run("events"))
        yield from _item(cause, "–")
    yield Item(_who_did_it(desk, event), lead="–")
    if event is not None:
        for key in _open_questions(desk, event):
            facts = [desk.fact.number("n", event.n_outlets)]
            yield from _item(desk.say(key, "reported", facts, evidence=of_events([event])), event.code)


def _who_did_it(desk: Desk, event: Happening | None) -> tuple[Sentence, ...]:
    """What is open of who did it: only why, where somebody claims the event or is accused of it."""
    who = desk.fixed("flash_unknown_who")
    if event is None or not _violent(desk, event):
        return (who,)
    if laid_to(desk, event):
        return (desk.fixed("flash_unknown_why"),)
    facts = [desk.fact.number("n", event.n_outlets)]
    return who, *said(desk.say("flash_unknown_claim", "reported", facts, evidence=of_events([event])))


def _open_questions(desk: Desk, event: Happening) -> Iterator[str]:
    claims = claims_of(desk, event)
    if claims or _violent(desk, event):
        yield from _casualty_questions(desk, event, claims)
    if event.place is None:
        yield "flash_unknown_place"
    if event.n_origins < 2:
        yield "flash_unknown_second"


def _violent(desk: Desk, event: Happening) -> bool:
    """Whether it is of a kind in which people are killed: an attack, not a coup or an internet shutdown as such."""
    return any(desk.indicators[f].severity.fatalities for f in event.facets if f in desk.indicators)


def _casualty_questions(desk: Desk, event: Happening, claims: list[Any]) -> Iterator[str]:
    if not claims:
        yield "flash_unknown_toll"
    elif not any(_from_authorities(desk, claim) for claim in claims):
        yield "flash_unknown_official"
    if event.wounded is None:
        yield "flash_unknown_wounded"


def _from_authorities(desk: Desk, claim: Any) -> bool:
    """Whether an office of the state gives the figure, in its own outlet or cited by another."""
    own = desk.ledger.outlet(claim.source_id).source_class in OFFICIAL
    return own or bool(AUTHORITY.search(claim.claimant))


def _disputed(desk: Desk, event: Happening | None) -> Iterator[Item]:
    found = [] if event is None else list(_disputes(desk, event))
    if event is None or not found:
        none = [desk.fact.number("n", 0)]
        yield from _item(desk.say("flash_disputed_none", "measured", none, evidence=of_run("events")), "–")
        return
    for key, facts in found:
        yield from _item(desk.say(key, "reported", facts, evidence=of_events([event])), event.code)


def _disputes(desk: Desk, event: Happening) -> Iterator[tuple[str, list[Fact]]]:
    ends = toll_ends(desk, event)
    if ends is not None:
        facts = [claimed_people(desk, "low", ends[0]), claimed_people(desk, "high", ends[1])]
        yield "flash_disputed_toll", facts
    if event.contested:
        yield "flash_disputed_event", [desk.fact.number("n", event.n_origins)]
    if event.status == "hedged":
        yield "flash_disputed_hedged", [desk.fact.number("n", event.n_outlets)]
