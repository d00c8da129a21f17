"""One report, from articles to its published sets: one for the panel, or one for each country."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import StorageError
from riskbrief.ingest.collect import Intake
from riskbrief.periods import Week
from riskbrief.pipeline import stages
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.flash_run import Flashes, publish_flashes
from riskbrief.pipeline.forecasts_past import earlier_forecasts, no_earlier
from riskbrief.pipeline.harvesting import harvest
from riskbrief.pipeline.making import Clock, Making, RunRequest, reasons
from riskbrief.pipeline.scope import scope_of
from riskbrief.pipeline.sets import Sets, joined, publish_sets
from riskbrief.pipeline.sets_manifest import keep_sets_manifest
from riskbrief.pipeline.storage import check_output, locked


@dataclass(frozen=True)
class Outcome:
    """Where the sets stand, in the order they were made, with which exit code and why."""

    paths: tuple[Path, ...]
    exit_code: int
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # of a flash: why countries got none


def run_report(
    workspace: Workspace, request: RunRequest, *, progress: stages.Progress, hear: stages.Hear = stages.unheard
) -> Outcome:
    """Publish one issue of a report; a run whose set stands published and whole does nothing again.

    A report of kind `country` makes one set for each country named, all of the panel if none is. One that fails is told
    and does not stop the others (exit 4, for the disk or a permission 8); when none succeeds, its error is raised. What
    became of each stands in `output/<report>/<week>.manifest.json`. One of kind `flash` makes a set for each country in
    which a trigger fires and something is new, perhaps none; `notes` say why.

    Errors: UsageError (2), UnavailableError (6) when no article could be read, LockedError (7), StorageError (8).
    """
    report = workspace.reports[request.report]
    output = request.output or workspace.root / "output"
    check_output(output, report.id)
    clock = Clock()
    _harvested(workspace, request)
    taken = stages.intake(workspace, request.articles, moment=request.moment)
    clock.lap("ingest")
    hear(taken, request.week.cutoff)
    degraded = availability(taken, request)
    with locked(output, report.id):
        making, subjects = making_of(workspace, request, taken, clock=clock, progress=progress)
        if report.kind == "flash":
            return _flash(publish_flashes(making, output, subjects), degraded)
        sets = publish_sets(making, output, subjects)
        outcome = _outcome(sets, degraded)
        if report.kind == "country":
            outcome = _recorded(sets, outcome, output / report.id, request.week)
    if not sets.paths:
        raise joined(sets.errors)
    return outcome


def making_of(
    workspace: Workspace, request: RunRequest, taken: Intake, *, clock: Clock, progress: stages.Progress
) -> tuple[Making, list[str]]:
    """What a run makes, and the country of each of its sets; one set without a country for the panel."""
    report = workspace.reports[request.report]
    folder = (request.output or workspace.root / "output") / report.id
    panel = stages.panel_regions(workspace, report.panel)
    apart = report.kind in {"country", "flash"}
    scope = scope_of(report, panel, regions=() if apart else request.regions, language=request.language)
    subjects = [r for r in panel if not request.regions or r in request.regions] if apart else [""]
    earlier = no_earlier() if apart else earlier_forecasts(folder, request.week)
    return Making(workspace, request, taken, scope, earlier, clock, progress, folder), subjects


def _harvested(workspace: Workspace, request: RunRequest) -> None:
    """Live sources asked and put on record, when the run is on what is known now.

    Errors: UnavailableError (6) when none of them gave an answer that can be used.
    """
    if request.fetch and request.articles is None:
        done = harvest(workspace, now=utc_now()).taken
        if done.all_failed:
            raise stages.no_answer(done)


def _flash(done: Flashes, degraded: tuple[str, ...]) -> Outcome:
    """No flash at all is an outcome like any other; only when every one that was due failed is an error raised."""
    if done.sets.errors and not done.sets.paths:
        raise joined(done.sets.errors)
    return replace(_outcome(done.sets, degraded), notes=tuple(done.notes))


def _outcome(sets: Sets, degraded: tuple[str, ...]) -> Outcome:
    return Outcome(tuple(sets.paths.values()), sets.exit_code or (4 if degraded else 0), (*degraded, *sets.reasons))


def _recorded(sets: Sets, outcome: Outcome, folder: Path, week: Week) -> Outcome:
    """The outcome once the manifest of the report tells it; exit 8 when that cannot be written."""
    try:
        keep_sets_manifest(folder, week, sets, exit_code=outcome.exit_code, reasons=outcome.reasons)
    except StorageError as error:
        return replace(outcome, exit_code=error.exit_code, reasons=(*outcome.reasons, str(error)))
    return outcome


def availability(taken: Intake, request: RunRequest) -> tuple[str, ...]:
    """Why the run is degraded, if it is; every source failing is told by `stages.intake`."""
    if len(taken.articles) == 0 and (request.articles is not None or not taken.sources):
        raise stages.no_article(taken, request.articles)
    return reasons(taken)
