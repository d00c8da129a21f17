"""F1 headline, F2 bottom line with the triggers, and what changed since the flash before (method A.13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskbrief.briefing.desk import Desk, of_events, of_run, of_score, said
from riskbrief.briefing.event_words import cited_articles, short_place, spans_of, toll, toll_sentence, what
from riskbrief.briefing.flash import lead_of, note_of, rise_of, rules_of
from riskbrief.briefing.flash_figures import claimed_people, toll_ends
from riskbrief.briefing.flash_state import Trigger
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.judged_words import LONGEST, own_words
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Evidence, Fact, Item, Section, Sentence


def flash_headline(desk: Desk) -> Sentence | None:
    """What was reported, where and when, without cause or blame; else how far the index rose."""
    country, event = desk.fact.region("country", desk.given.subject), lead_of(desk)
    if event is not None:
        key = "flash_headline" if event.place is not None else "flash_headline_country"
        facts = [what(desk, event), short_place(desk, event), country, desk.fact.day("day", event.day)]
        return desk.say(key, "reported", facts, evidence=of_events([event]))
    rise = rise_of(desk, desk.given.subject)
    if rise is not None and any(t.kind == "rise" for t in note_of(desk).triggers):
        facts = [country, desk.fact.points("points", rise)]
        return desk.say("flash_headline_rise", "measured", facts, evidence=of_score(desk.subject.row))
    return desk.say("flash_headline_call", "measured", [country], evidence=of_run("assessment"))


@SECTIONS.register("flash_bottom_line")
def flash_bottom_line(desk: Desk) -> Section:
    """Level and direction, what was reported, how many killed, so what."""
    event = lead_of(desk)
    lines = [_level(desk), *([_event(desk, event), _deaths(desk, event)] if event else [_no_event(desk)])]
    return desk.section("F2", "flash_bottom_line", {"lead": said(*lines, _so_what(desk, event))})


@SECTIONS.register("flash_triggers")
def flash_triggers(desk: Desk) -> Section:
    """Why the flash was sent."""
    return desk.section("F2a", "flash_triggers", {"triggers": tuple(_triggers(desk))})


def level_facts(desk: Desk) -> list[Fact]:
    """Level and score of the flash's country; `held` where an earlier level is still kept."""
    subject = desk.subject
    level, score = subject.level or 1, subject.score or 0.0
    facts = [desk.fact.region("country", subject.region_id), desk.fact.level("level", level)]
    facts += [desk.fact.level_number("number", level), desk.fact.score("score", score)]
    return facts + ([desk.fact.level("held", desk.fact.band(score))] if desk.fact.band(score) != level else [])


def _level(desk: Desk) -> Sentence | None:
    subject = desk.subject
    if not subject.assessed:
        facts = [desk.fact.region("country", subject.region_id)]
        facts.append(desk.fact.number("n", subject.row.n_articles if subject.row else 0))
        return desk.say("flash_level_none", "measured", facts, evidence=of_run("scores"))
    facts, before = level_facts(desk), subject.previous
    if before is None or before.score is None:
        return desk.say("flash_level_new", "measured", facts, evidence=of_score(subject.row))
    facts.append(desk.fact.number("was", before.score))
    return desk.say("flash_level", "measured", facts, evidence=of_score(subject.row, before))


def _event(desk: Desk, event: Happening) -> Sentence | None:
    facts = [what(desk, event), short_place(desk, event), desk.fact.day("day", event.day)]
    cited = cited_articles(desk, event)
    return desk.say("flash_event", "reported", facts, evidence=of_events([event]), cite=cited)


def _no_event(desk: Desk) -> Sentence | None:
    facts = [desk.fact.number("hours", rules_of(desk).fresh_hours)]
    return desk.say("flash_no_event", "measured", facts, evidence=of_run("events"))


def _deaths(desk: Desk, event: Happening) -> Sentence | None:
    """The toll with who gives it; where claims differ, the lowest and the highest of them."""
    ends = toll_ends(desk, event)
    if ends is None:
        return toll_sentence(desk, event) if toll(desk, event) is not None else None
    facts = [claimed_people(desk, "low", ends[0]), claimed_people(desk, "high", ends[1])]
    proof = (*of_events([event]), *spans_of(desk, ends))
    return desk.say("flash_deaths", "reported", facts, evidence=proof, cite=[c.article_id for c in ends])


def _so_what(desk: Desk, event: Happening | None) -> Sentence | None:
    pillar = event.pillar if event else "security"
    facts = [desk.fact.region("country", desk.given.subject)]
    proof = of_events([event]) if event else of_run("assessment")
    return desk.say(f"flash_so_what.{pillar}", "assessed", facts, evidence=proof)


def _triggers(desk: Desk) -> Iterator[Item]:
    found = note_of(desk).triggers
    shown = _shown(found)
    for trigger in shown:
        facts = trigger_facts(desk, trigger)
        yield from (Item((s,)) for s in said(_trigger(desk, trigger, facts)))
    rest = len(found) - len(shown)
    if rest > 0:
        more = desk.say("flash_trigger.more", "measured", [desk.fact.number("n", rest)], evidence=of_run("assessment"))
        yield from (Item((s,)) for s in said(more))


def _shown(found: Sequence[Trigger]) -> list[Trigger]:
    """The first trigger of each kind, no second one on the same event."""
    shown: list[Trigger] = []
    for trigger in found:
        if not any(t.kind == trigger.kind or t.event_id == trigger.event_id != "" for t in shown):
            shown.append(trigger)
    return shown


def _trigger(desk: Desk, trigger: Trigger, facts: list[Fact]) -> Sentence | None:
    proof = [*of_run("assessment"), *([Evidence("event", trigger.event_id)] if trigger.event_id else [])]
    if call := desk.judged.call(trigger.detail):
        proof.append(Evidence("library", f"judgement/{call.id}"))
    return desk.say(trigger_phrase(desk, trigger), "measured", facts, evidence=proof)


def trigger_phrase(desk: Desk, trigger: Trigger) -> str:
    """The key of the pattern that tells a trigger."""
    signed = trigger.kind == "call" and desk.judged.call(trigger.detail) is not None
    return "flash_trigger.call_signed" if signed else f"flash_trigger.{trigger.kind}"


def trigger_facts(desk: Desk, trigger: Trigger) -> list[Fact]:
    """What the words of a trigger are filled with."""
    if trigger.kind == "tripwire":
        names = {t.id: desk.words(t.name) for t in desk.given.config.index.tripwires}
        return [desk.fact.noun("cause", names.get(trigger.detail, trigger.detail), trigger.detail)]
    if trigger.kind == "event":
        event = next(e for e in desk.events if e.event_id == trigger.event_id)
        facts = [what(desk, event), desk.fact.number("kappa", event.kappa, 2)]
        return [*facts, desk.fact.number("severity", event.severity, 1)]
    if trigger.kind == "rise":
        return [desk.fact.points("points", rise_of(desk, desk.given.subject) or 0.0)]
    call = desk.judged.call(trigger.detail)
    if call is None:
        return [desk.fact.name("reason", trigger.detail)]
    return [desk.fact.name("author", call.author), own_words(desk, "reason", call.reason, LONGEST)]
