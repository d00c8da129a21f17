"""One report, from articles to a published set."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from pathlib import Path

from riskbrief.definitions.starter import find_template_dirs
from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.collect import Intake
from riskbrief.periods import Week
from riskbrief.pipeline import files as written
from riskbrief.pipeline import identity, stages
from riskbrief.pipeline.forecasts_past import Earlier, earlier_forecasts
from riskbrief.pipeline.issue import Issue
from riskbrief.pipeline.learning import second_reader_path
from riskbrief.pipeline.manifest import manifest
from riskbrief.pipeline.publish import lead, publish, sums
from riskbrief.pipeline.scope import Scope, scope_of
from riskbrief.pipeline.standing import SUMS, Slot, stands
from riskbrief.pipeline.storage import check_output, locked

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunRequest:
    """What was asked for; every name in it is known."""

    report: str
    week: Week
    regions: tuple[str, ...] = ()
    language: str = ""
    output: Path | None = None
    articles: Path | None = None
    cached: bool = True  # whether coding may remember what it read before


@dataclass
class Clock:
    """Seconds per stage, for the manifest."""

    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.monotonic)

    def lap(self, stage: str) -> None:
        now = time.monotonic()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now


@dataclass(frozen=True)
class Outcome:
    """Where the set stands, with which exit code and why."""

    path: Path
    exit_code: int
    reasons: tuple[str, ...] = ()


def run_report(
    workspace: Workspace, request: RunRequest, *, progress: stages.Progress, hear: stages.Hear = stages.unheard
) -> Outcome:
    """Publish one issue of a report; a run whose set stands published and whole does nothing again.

    Errors: UsageError (2), UnavailableError (6) when no article could be read, LockedError (7), StorageError (8).
    """
    report = workspace.reports[request.report]
    output = request.output or workspace.root / "output"
    check_output(output, report.id)
    clock = Clock()
    taken = stages.intake(workspace, request.articles)
    clock.lap("ingest")
    hear(taken, request.week.cutoff)
    reasons = _availability(taken, request)
    panel = stages.panel_regions(workspace, report.panel)
    scope = scope_of(report, panel, regions=request.regions, language=request.language)
    with locked(output, report.id):
        earlier = earlier_forecasts(output / report.id, request.week)
        slot = Slot(output, report.id, str(request.week), _identity(workspace, request, taken, scope, earlier))
        if stands(slot):
            path = lead(slot, partial=scope.partial)
        else:
            contents = _contents(workspace, request, taken, scope, earlier, slot.run_id, clock, progress)
            path = publish(contents, slot, partial=scope.partial)
    _tell(scope, slot, path)
    return Outcome(path, 4 if reasons else 0, reasons)


def _contents(
    workspace: Workspace, request: RunRequest, taken: Intake, scope: Scope, earlier: Earlier, run_id: str, clock: Clock,
    progress: stages.Progress,
) -> dict[str, bytes]:  # fmt: skip
    """Every file of the set, by name."""
    report, week = workspace.reports[request.report], request.week
    material = stages.prepare(workspace, taken, cutoff=week.cutoff, cached=request.cached, progress=progress)
    clock.lap("coding")
    scored, resolved = stages.score(
        workspace, material, last=week, weeks=report.history_weeks, panel=scope.regions, progress=progress
    )
    clock.lap("index")
    issue = Issue(workspace, report, scope, week, material, scored, resolved, earlier)
    contents = issue.files(clock.lap)
    contents["manifest.json"] = written.json_bytes(manifest(issue, clock.seconds, contents, _reasons(taken), run_id))
    return contents | {SUMS: sums(contents)}


def _tell(scope: Scope, slot: Slot, path: Path) -> None:
    """Say of a partial set what it is and where the links lead."""
    if not scope.partial:
        return
    what = f"partial: only {', '.join(scope.regions)} in {', '.join(scope.languages)}"
    if path == slot.target:
        log.warning("%s; published beside the complete %s, which stays as it is.", what, slot.link)
    else:
        log.warning("%s; %s leads to it until the whole report is published; latest does not.", what, slot.link)


def _availability(taken: Intake, request: RunRequest) -> tuple[str, ...]:
    """Why the run is degraded, if it is; every source failing is told by `stages.intake`."""
    if len(taken.articles) == 0 and (request.articles is not None or not taken.sources):
        raise stages.no_article(taken, request.articles)
    return _reasons(taken)


def _states(taken: Intake) -> dict[str, str]:
    return {str(row["source"]): str(row["state"]) for row in taken.sources}


def _reasons(taken: Intake) -> tuple[str, ...]:
    return tuple(f"source {source} is {state}" for source, state in _states(taken).items() if state != "ok")


def _identity(workspace: Workspace, request: RunRequest, taken: Intake, scope: Scope, earlier: Earlier) -> str:
    articles, week = taken.articles, request.week
    visible = articles[(articles["published_at"] < week.cutoff) & (articles["known_at"] < week.cutoff)]
    return identity.run_id(
        workspace.digest,
        identity.code_digest(),
        identity.template_digest(find_template_dirs(workspace.root)),
        identity.file_digest(second_reader_path(workspace.root)),
        identity.input_digest(visible),
        identity.intake_digest(_states(taken), taken.dropped),
        identity.judgement_digest(workspace.judgements.known_by(week.sunday)),
        earlier.digest,
        str(week),
        request.report,
        ",".join(scope.regions),
        ",".join(scope.languages),
    )
