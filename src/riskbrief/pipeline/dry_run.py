"""What a run would make, from what, and whether that stands already; nothing is asked, coded or written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.collect import Intake
from riskbrief.ingest.readers import is_live
from riskbrief.pipeline import stages
from riskbrief.pipeline.commands import asked_for
from riskbrief.pipeline.emptied import check_texts
from riskbrief.pipeline.gating import gate_of
from riskbrief.pipeline.making import Clock, Making, RunRequest
from riskbrief.pipeline.run import availability, making_of
from riskbrief.pipeline.standing import Slot, damage
from riskbrief.pipeline.storage import check_output
from riskbrief.pipeline.withdrawals import refusal

STANDS, NEW, OTHER, BROKEN, WITHDRAWN = (
    "stands already", "would be made", "would be made in place of another set", "would be made anew: it is damaged",
    "was withdrawn and would not be made without --again",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """One run that is not made. `issues`: each set's link and what would become of it."""

    report: str
    week: str
    issues: tuple[tuple[Path, str], ...]
    read: tuple[str, ...]  # what it would be made from, in lines
    degraded: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """For a terminal."""
        if not self.issues:
            yield f"{self.report}: a set for each country in which a trigger fires; that is not known before reading"
        for link, state in self.issues:
            yield f"{self.report} {link.name}: {state} ({link})"
        yield from (f"  {line}" for line in self.read)
        yield from (f"  degraded: {reason}" for reason in self.degraded)


def plan_run(root: Path, report: str, **asked: Any) -> Plan:
    """What `publish_report` would do, on what is known now: live sources are not asked, so they may still add to it.

    Errors: those of the run before it codes: UsageError (2), ConfigurationError (3), UnavailableError (6),
    StorageError (8), StoreError (9).
    """
    workspace, request = asked_for(root, report, **asked)
    output = request.output or workspace.root / "output"
    check_output(output, report)
    taken = stages.intake(workspace, request.articles, moment=request.moment, closes=False)
    if not request.fetch:
        check_texts(workspace, taken, request.week.cutoff, history=workspace.reports[report].history_weeks)
    degraded = availability(taken, request, gate_of(workspace, workspace.reports[report]))
    making, subjects = making_of(workspace, request, taken, clock=Clock(), progress=stages.Progress(_silent))
    flash = workspace.reports[report].kind == "flash"
    issues = () if flash else tuple(_issue(making, output, subject) for subject in subjects)
    return Plan(report, str(request.week), issues, tuple(_read(workspace, request, taken)), degraded)


@contextlib.contextmanager
def _silent(_label: str, _total: int) -> Iterator[Any]:
    yield lambda: None


def _issue(making: Making, output: Path, subject: str) -> tuple[Path, str]:
    slot = making.slot(output, subject)
    return slot.link, _state(slot, again=making.request.again)


def _state(slot: Slot, *, again: bool) -> str:
    if refusal(slot, again=again) is not None:
        return WITHDRAWN
    if slot.target.is_dir():
        return BROKEN if damage(slot.target) else STANDS
    return OTHER if slot.link.exists() else NEW


def _read(workspace: Workspace, request: RunRequest, taken: Intake) -> Iterator[str]:
    articles, cutoff = taken.articles, request.week.cutoff
    visible = articles[stages.known_by(articles, cutoff)]
    newest = f", newest {visible['published_at'].max():%Y-%m-%d}" if len(visible) else ""
    yield f"from {len(visible):,} of {len(articles):,} articles, known before {cutoff:%Y-%m-%d %H:%M} UTC{newest}"
    for row in taken.sources:
        yield f"source {row['source']}: {row['state']}, {row['articles']} articles, newest {row['newest'] or 'none'}"
    live = [s.id for s in workspace.config.sources if s.enabled and is_live(s.reader)]
    if live and request.fetch and request.articles is None:
        yield f"would first ask {', '.join(live)}; what they bring is not known yet"
    if request.scheduled:
        delivery = workspace.config.delivery
        people = sum(request.report in r.reports for r in delivery.recipients)
        folders = sum(request.report in f.reports for f in delivery.folders)
        yield f"would go to {people} recipients by mail and {folders} folders, those who have it left out"
