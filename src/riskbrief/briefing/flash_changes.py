"""What a flash tells, as a state; and what changed since the flash before (method A.13)."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from riskbrief.briefing.desk import Desk, of_events, of_run, of_score, said
from riskbrief.briefing.event_words import claim_figure, claims_of, toll_text, what
from riskbrief.briefing.flash import Case, lead_of, note_of, rules_of
from riskbrief.briefing.flash_figures import people
from riskbrief.briefing.flash_lines import trigger_facts, trigger_phrase
from riskbrief.briefing.flash_state import Told, Trigger
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Fact, Item, Section, Sentence

SHOWN = 4
Bounds = tuple[float | None, float | None, float | None]  # low, best, high


def told_of(desk: Desk, case: Case, issue: str) -> Told:
    """What a flash on this case tells."""
    lead, standing = case.lead, next((s for s in desk.standings if s.region_id == case.region_id), None)
    name, place, day = _key(lead) if lead else ("", "", "")
    return Told(
        issue=issue,
        region_id=case.region_id,
        as_of=desk.given.week.sunday.isoformat(),
        triggers=tuple(_name(t) for t in case.triggers),
        what=name,
        place=place,
        day=day,
        toll=lead.toll if lead else (None, None, None),
        claimed_max=lead.claimed_max if lead else None,
        code=lead.code if lead else "",
        contested=bool(lead and lead.contested),
        level=standing.level if standing else None,
    )


def _key(event: Happening) -> tuple[str, str, str]:
    """What, where and when: another of these is another event."""
    place = event.place.place_id if event.place else ""
    return f"{event.facets[0]}/{event.status}", place, event.day.isoformat()


def _name(trigger: Trigger) -> str:
    return f"{trigger.kind}:{trigger.detail}" if trigger.detail else trigger.kind


@SECTIONS.register("flash_changes")
def flash_changes(desk: Desk) -> Section:
    """What is new since the flash that this one updates; no section in a first flash."""
    earlier = note_of(desk).earlier
    if earlier is None:
        return desk.left_out("F2b", "flash_changes")
    found = said(*_changes(desk, earlier))[:SHOWN]
    facts = [desk.fact.name("issue", earlier.issue)]
    lead = desk.say("flash_changed_since", "measured", facts, evidence=of_run("assessment")) if found else None
    return desk.section("F2b", "flash_changes", {"lead": said(lead), "changes": tuple(Item((s,)) for s in found)})


def _changes(desk: Desk, earlier: Told) -> Iterator[Sentence | None]:
    event = lead_of(desk)
    if event is not None:
        yield from _event_changes(desk, event, earlier)
    elif earlier.what:
        hours = [desk.fact.number("hours", rules_of(desk).fresh_hours)]
        yield desk.say("flash_changed.no_event", "measured", hours, evidence=of_run("events"))
    if desk.subject.level != earlier.level:
        yield _level_change(desk, earlier.level, desk.subject.level)
    for trigger in note_of(desk).triggers:
        if _name(trigger) not in earlier.triggers:
            facts = trigger_facts(desk, trigger)
            why = desk.book.write(trigger_phrase(desk, trigger), facts).rstrip(".")
            fact = Fact("trigger", _name(trigger), why)
            yield desk.say("flash_changed.trigger", "measured", [fact], evidence=of_run("assessment"))


def _level_change(desk: Desk, was: int | None, now: int | None) -> Sentence | None:
    """Another level, or that the country came to be assessed or is so no longer."""
    facts = [desk.fact.level(key, level) for key, level in (("was", was), ("now", now)) if level is not None]
    key = "assessed" if was is None else "not_assessed" if now is None else "level"
    proof = of_score(desk.subject.row) or of_run("scores")
    return desk.say(f"flash_changed.{key}", "measured", facts, evidence=proof)


def _event_changes(desk: Desk, event: Happening, earlier: Told) -> Iterator[Sentence | None]:
    proof = of_events([event])
    if _key(event) != (earlier.what, earlier.place, earlier.day):
        facts = [what(desk, event), desk.fact.day("day", event.day)]
        yield desk.say("flash_changed.event", "reported", facts, evidence=proof)
        return  # what was told of another event is no measure of this one
    yield from _toll_changes(desk, event, earlier)
    if event.code != earlier.code:
        facts = [desk.fact.name("was", earlier.code or "–"), desk.fact.name("now", event.code)]
        yield desk.say("flash_changed.code", "reported", facts, evidence=proof)
    if event.contested != earlier.contested:
        key = "flash_changed.contested" if event.contested else "flash_changed.settled"
        yield desk.say(key, "reported", [desk.fact.number("n", event.n_origins)], evidence=proof)


def _toll_changes(desk: Desk, event: Happening, earlier: Told) -> Iterator[Sentence | None]:
    """Another toll used, another largest claim, or a figure that stands no longer."""
    proof, top = of_events([event]), event.claimed_max
    if event.toll != earlier.toll and event.toll[1] is not None:
        facts = [_toll(desk, "was", earlier.toll), _toll(desk, "now", event.toll)]
        yield desk.say("flash_changed.toll", "reported", facts, evidence=proof)
    if top != earlier.claimed_max and top is not None:
        yield desk.say("flash_changed.claim", "reported", [_largest(desk, event, top)], evidence=proof)
    gone = _withdrawn(event, earlier)
    if gone is not None:
        yield desk.say("flash_changed.withdrawn", "reported", [_toll(desk, "was", gone)], evidence=proof)


def _withdrawn(event: Happening, earlier: Told) -> Bounds | None:
    if earlier.toll[1] is not None and event.toll[1] is None:
        return earlier.toll
    most = earlier.claimed_max
    return (most, most, most) if most is not None and event.claimed_max is None else None


def _largest(desk: Desk, event: Happening, top: float) -> Fact:
    rows = [c for c in claims_of(desk, event) if top in (c.best, c.high)]
    return people(desk, "now", claim_figure(desk, rows[0]), top) if rows else _toll(desk, "now", (top, top, None))


def _toll(desk: Desk, key: str, toll: Bounds) -> Fact:
    low, best, high = (None if b is None or isnan(b) else float(b) for b in toll)
    if best is None:
        return Fact(key, None, desk.book.text("no_figure"))
    return people(desk, key, toll_text(desk, low, best, high), best)
