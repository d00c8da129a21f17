"""When a flash brief is due (method A.13): the triggers of a country, and the event that the brief is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.flash_state import FlashNote, Trigger
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.judged import CAP
from riskbrief.definitions.reports import FlashRules
from riskbrief.errors import Problem, UsageError

Refusal = Literal["", "no_trigger", "one_weak_origin"]
DOUBTFUL = 4  # from this credibility on an event is doubtful, improbable or cannot be judged


@dataclass(frozen=True)
class Case:
    """A country at the as-of: its triggers, its leading event if it has one that may be told, and why it has no flash.

    `strongest` is the gravest fresh event, told or not; `rise` in points over seven days, None without two scores.
    """

    region_id: str
    triggers: tuple[Trigger, ...]
    lead: Happening | None
    strongest: Happening | None
    rise: float | None
    refused: Refusal


def rules_of(desk: Desk) -> FlashRules:
    """The `flash` block of the report. Errors: UsageError in a report of another kind."""
    rules = desk.given.report.flash
    if rules is None:
        raise UsageError(Problem(f"reports/{desk.given.report.id}.yaml", 0, 0, "has no block `flash:`", "Add it."))
    return rules


def note_of(desk: Desk) -> FlashNote:
    """What the flash in hand is about. Errors: UsageError where the briefing is no flash."""
    if desk.given.flash is None:
        raise UsageError(Problem("", 0, 0, "this briefing is no flash", "Run a report of kind flash."))
    return desk.given.flash


def lead_of(desk: Desk) -> Happening | None:
    """The event that the flash in hand is about, None when it has none."""
    return next((e for e in desk.events if e.event_id and e.event_id == note_of(desk).event_id), None)


def case_of(desk: Desk, region: str, *, call: str = "") -> Case:
    """What speaks for a flash on the country, and whether one may be sent; `call`: a reason given with the run, beside
    the calls of judgements.yaml."""
    fresh = [e for e in desk.events if e.region_id == region and _fresh(desk, e)]
    told = [e for e in fresh if well_sourced(desk, e)]
    found = tuple(_triggers(desk, region, told, call))
    meant = {t.event_id for t in found if t.event_id}
    lead = next((e for e in _gravest(told) if e.event_id in meant), next(iter(_gravest(told)), None))
    held = lead is None and (bool(fresh) or not _backed(desk, region))
    weak = held if found else bool(_event_triggers(desk, region, fresh))
    refused: Refusal = "one_weak_origin" if weak else "" if found else "no_trigger"
    return Case(region, found, lead, next(iter(_gravest(fresh)), None), rise_of(desk, region), refused)


def rise_of(desk: Desk, region: str) -> float | None:
    """Points the country's index rose in seven days; None without a score of its own on both days."""
    now, before = (desk.scores.at(region, "index", weeks_back=back) for back in (0, 1))
    if now is None or before is None or now.score is None or before.score is None or now.coverage == "none":
        return None
    return now.score - before.score


def well_sourced(desk: Desk, event: Happening) -> bool:
    """Two origins or a reliable one, not doubtful and more than a call or a fear: what may carry a flash."""
    ratings = {str(letter): r for letter, r in desk.given.config.index.belief.reliability.items()}
    enough = event.n_origins >= 2 or ratings.get(event.reliability, 0.0) >= rules_of(desk).min_reliability
    return enough and event.credibility < DOUBTFUL and event.status != "hypothetical"


def _fresh(desk: Desk, event: Happening) -> bool:
    """Whether it was first reported or confirmed by a second origin within the hours that count."""
    told = max(event.first_reported, event.verified or event.first_reported)
    return told >= since(desk)


def since(desk: Desk) -> datetime:
    """The first instant that counts as fresh."""
    return desk.given.week.cutoff - timedelta(hours=rules_of(desk).fresh_hours)


def _gravest(events: list[Happening]) -> list[Happening]:
    return sorted(events, key=lambda e: (-e.severity * e.kappa, e.day, e.event_id))


def _triggers(desk: Desk, region: str, told: list[Happening], call: str) -> Iterator[Trigger]:
    yield from _event_triggers(desk, region, told)
    rise = rise_of(desk, region)
    if rise is not None and rise >= rules_of(desk).min_rise:
        yield Trigger("rise")
    yield from (Trigger("call", CAP + one.id) for one in desk.judged.calls(region))
    if call:
        yield Trigger("call", call)


def _event_triggers(desk: Desk, region: str, events: list[Happening]) -> list[Trigger]:
    """New tripwires, each with its gravest event, then the events that are sure and grave enough."""
    rules, found = rules_of(desk), []
    trips = [(t.tripwire, t.event_id) for t in desk.given.assessment.tripped if t.region_id == region]
    for wire in desk.given.config.index.tripwires:
        meant = [e for e in _gravest(events) if (wire.id, e.event_id) in trips]
        found += [Trigger("tripwire", wire.id, e.event_id) for e in meant[:1]]
    sure = [e for e in _gravest(events) if e.kappa >= rules.min_kappa and e.severity >= rules.min_severity]
    return found + [Trigger("event", e.facets[0], e.event_id) for e in sure]


def _backed(desk: Desk, region: str) -> bool:
    """Whether fresh articles about the country come from two origins, or from one reliable outlet."""
    focus, articles = desk.given.focus, desk.given.articles
    about = focus.loc[(focus["region_id"] == region) & focus["about"], "article_id"]
    fresh = articles[articles["article_id"].isin(about) & (articles["published_at"] >= since(desk))]
    best = max((desk.ledger.outlet(s).r for s in fresh["source_id"]), default=0.0)
    return fresh["origin_id"].nunique() >= 2 or best >= rules_of(desk).min_reliability
