"""One report, from articles to its published sets: one for the panel, or one for each country."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import RiskbriefError
from riskbrief.ingest.collect import Intake
from riskbrief.pipeline import stages
from riskbrief.pipeline.forecasts_past import earlier_forecasts, no_earlier
from riskbrief.pipeline.making import Clock, Making, RunRequest, reasons
from riskbrief.pipeline.publish import lead, publish
from riskbrief.pipeline.scope import Scope, scope_of
from riskbrief.pipeline.standing import Slot, stands
from riskbrief.pipeline.storage import check_output, locked

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """Where the sets stand, in the order they were made, with which exit code and why."""

    paths: tuple[Path, ...]
    exit_code: int
    reasons: tuple[str, ...] = ()


def run_report(
    workspace: Workspace, request: RunRequest, *, progress: stages.Progress, hear: stages.Hear = stages.unheard
) -> Outcome:
    """Publish one issue of a report; a run whose set stands published and whole does nothing again.

    A report of kind `country` makes one set for each country named, all of the panel if none is. One that fails is told
    and does not stop the others (exit 4); when none succeeds, its error is raised.

    Errors: UsageError (2), UnavailableError (6) when no article could be read, LockedError (7), StorageError (8).
    """
    report = workspace.reports[request.report]
    output = request.output or workspace.root / "output"
    check_output(output, report.id)
    clock = Clock()
    taken = stages.intake(workspace, request.articles)
    clock.lap("ingest")
    hear(taken, request.week.cutoff)
    degraded = _availability(taken, request)
    panel = stages.panel_regions(workspace, report.panel)
    apart = report.kind == "country"
    scope = scope_of(report, panel, regions=() if apart else request.regions, language=request.language)
    subjects = [r for r in panel if not request.regions or r in request.regions] if apart else [""]
    with locked(output, report.id):
        earlier = no_earlier() if apart else earlier_forecasts(output / report.id, request.week)
        making = Making(workspace, request, taken, scope, earlier, clock, progress)
        paths, failed = _publish_all(making, output, subjects)
    why = (*degraded, *failed)
    return Outcome(paths, 4 if why else 0, why)


def _publish_all(making: Making, output: Path, subjects: list[str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The published sets, and what is wrong with those that could not be made."""
    paths: list[Path] = []
    errors: dict[str, RiskbriefError] = {}
    for subject in subjects:
        try:
            paths.append(_publish_one(making, making.slot(output, subject)))
        except RiskbriefError as error:
            errors[subject] = error
    if not paths:
        raise _joined(list(errors.values()))
    return tuple(paths), tuple(f"{subject}: {problem}" for subject, e in errors.items() for problem in e.problems)


def _publish_one(making: Making, slot: Slot) -> Path:
    partial = making.scope.partial
    path = lead(slot, partial=partial) if stands(slot) else publish(making.contents(slot), slot, partial=partial)
    _tell(making.scope, slot, path)
    return path


def _joined(errors: list[RiskbriefError]) -> RiskbriefError:
    """One error with every problem, of the kind of the first."""
    return errors[0] if len(errors) == 1 else type(errors[0]).of(p for e in errors for p in e.problems)


def _tell(scope: Scope, slot: Slot, path: Path) -> None:
    """Say of a partial set what it is and where the links lead."""
    if not scope.partial:
        return
    regions = [slot.subject] if slot.subject else scope.regions
    what = f"partial: only {', '.join(regions)} in {', '.join(scope.languages)}"
    if path == slot.target:
        log.warning("%s; published beside the complete %s, which stays as it is.", what, slot.link)
    else:
        log.warning("%s; %s leads to it until the whole report is published; latest does not.", what, slot.link)


def _availability(taken: Intake, request: RunRequest) -> tuple[str, ...]:
    """Why the run is degraded, if it is; every source failing is told by `stages.intake`."""
    if len(taken.articles) == 0 and (request.articles is not None or not taken.sources):
        raise stages.no_article(taken, request.articles)
    return reasons(taken)
