"""A run of a flash report: which countries have a trigger, whose flash is new, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.flash import Case, case_of
from riskbrief.briefing.flash_changes import told_of
from riskbrief.briefing.flash_state import FlashNote, Told
from riskbrief.briefing.happenings import Happening
from riskbrief.definitions.reports import FlashRules
from riskbrief.pipeline.flashes import FlashIssue, Sent, next_name, sent_flashes
from riskbrief.pipeline.making import Making
from riskbrief.pipeline.refused import pass_gate
from riskbrief.pipeline.sets import Sets, publish_one, told_error
from riskbrief.pipeline.standing import stands


@dataclass
class Flashes:
    """What became of each country: the sets by country, and a line on each that got no new flash."""

    sets: Sets = field(default_factory=Sets)
    notes: list[str] = field(default_factory=list)


def publish_flashes(making: Making, output: Path, regions: Sequence[str]) -> Flashes:
    """Publish a flash for each country in which a trigger fires and something is new; say of the others why not.

    One that fails does not stop the others. The lock of the report must be held.
    """
    done, language = Flashes(), making.scope.languages[0]
    desk = Desk(making.issue("").inputs(language, making.scored[1].assessment))
    pass_gate(making)
    for region in regions:
        case = case_of(desk, region, call=making.request.call)
        why = why_none(case, making.report.flash) if making.report.flash else ""
        if why:
            done.notes.append(f"{region}: no flash: {why}")
        else:
            _publish(making, output, case, told_of(desk, case, ""), done)
    return done


def _publish(making: Making, output: Path, case: Case, told: Told, done: Flashes) -> None:
    sent = sent_flashes(output / making.report.id, case.region_id, making.request.week)
    stopped = next((s for s in sent if s.withdrawn), None)
    if stopped and not making.request.again:
        text = f"{stopped.told.issue} was withdrawn and would hold until {stopped.expires:%d %B %H:%M} UTC"
        done.notes.append(f"{case.region_id}: no flash: {text} ({stopped.withdrawn}). Use --again to send one")
        return
    sent = [s for s in sent if not s.withdrawn]
    same = sent[-1] if sent and told.same_as(sent[-1].told) else None
    if same and same.whole and (making.scope.partial or not same.partial):
        done.sets.paths[case.region_id] = same.folder
        done.notes.append(f"{case.region_id}: nothing new since {same.told.issue}, which stands as it is")
        return
    _make(making, output, case, told, [s for s in sent if s is not same], same, done)


def _make(
    making: Making, output: Path, case: Case, told: Told, before: Sequence[Sent], same: Sent | None, done: Flashes
) -> None:
    """A new flash, or the same one anew under its own name where it is damaged or was partial."""
    name = same.told.issue if same else next_name(output / making.report.id, making.request.week)
    note = FlashNote(case.triggers, case.lead.event_id if case.lead else "", before[-1].told if before else None)
    flash = FlashIssue(name, note, Told.of_data(told.as_data() | {"issue": name}))
    slot = done.sets.slots[case.region_id] = making.flash_slot(output, flash)
    try:
        done.sets.paths[case.region_id] = publish_one(making, slot, standing=stands(slot), flash=flash)
    except Exception as error:
        done.sets.errors[case.region_id] = told_error(error, slot)


def why_none(case: Case, rules: FlashRules) -> str:
    """Why the country gets no flash, empty when it gets one."""
    if not case.refused:
        return ""
    if case.refused == "one_weak_origin":
        weak = f"at most one origin, with a reliability below {rules.min_reliability:g}, or doubtful reports"
        return f"{weak}{_found(case)}"
    return "; ".join(_short(case, rules))


def _short(case: Case, rules: FlashRules) -> Iterator[str]:
    needed = f"no tripwire and no event of credibility {rules.min_kappa:g} and severity {rules.min_severity:g}"
    yield f"{needed} in {rules.fresh_hours} hours{_found(case)}"
    if case.rise is None:
        yield f"index not comparable over seven days ({rules.min_rise:g} points needed)"
    else:
        yield f"index {case.rise:+.1f} in seven days ({rules.min_rise:g} needed)"


def _found(case: Case) -> str:
    return f" (gravest: {_event(case.strongest)})" if case.strongest else " (none reported)"


def _event(event: Happening) -> str:
    return f"{event.facets[0]} on {event.day}, {event.kappa:.2f} and {event.severity:.1f}"
