"""One report, from articles to a published set."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from riskbrief.definitions.starter import find_template_dirs
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import UnavailableError
from riskbrief.periods import Week
from riskbrief.pipeline import files as written
from riskbrief.pipeline import identity, stages
from riskbrief.pipeline.issue import Issue
from riskbrief.pipeline.manifest import manifest
from riskbrief.pipeline.publish import locked, publish, published, sums


@dataclass(frozen=True)
class RunRequest:
    """What was asked for; every name in it is known."""

    report: str
    week: Week
    regions: tuple[str, ...] = ()
    language: str = ""
    output: Path | None = None
    articles: Path | None = None


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


def run_report(workspace: Workspace, request: RunRequest, *, progress: stages.Progress) -> Outcome:
    """Publish one issue of a report; a run that was published before does nothing again.

    Errors: UnavailableError (6) when no article could be read, LockedError (7), StorageError (8).
    """
    report = workspace.reports[request.report]
    output = request.output or workspace.root / "output"
    week = request.week
    clock = Clock()
    taken = stages.intake(workspace, request.articles)
    clock.lap("ingest")
    reasons = _availability(taken, request)
    with locked(output, report.id):
        run_id = _identity(workspace, request, taken.articles, week)
        done = published(output, report.id, str(week), run_id)
        if done is not None:
            return Outcome(done, 4 if reasons else 0, reasons)
        material = stages.prepare(workspace, taken, cutoff=week.cutoff, progress=progress)
        clock.lap("coding")
        panel = stages.panel_regions(workspace, report.panel, request.regions)
        scored, resolved = stages.score(
            workspace, material, last=week, weeks=report.history_weeks, panel=panel, progress=progress
        )
        clock.lap("index")
        issue = Issue(workspace, report, request.language, week, material, scored, resolved, tuple(panel))
        contents = issue.files(clock.lap)
        contents["manifest.json"] = written.json_bytes(
            manifest(issue.meta(issue.language), material, clock.seconds, contents, reasons, run_id)
        )
        contents["SHA256SUMS"] = sums(contents)
        newest = _is_newest(output / report.id, str(week))
        path = publish(contents, output, report=report.id, issue=str(week), run_id=run_id, newest=newest)
    return Outcome(path, 4 if reasons else 0, reasons)


def _availability(taken: Any, request: RunRequest) -> tuple[str, ...]:
    states = {row["source"]: row["state"] for row in taken.sources}
    failed = [s for s, state in states.items() if state == "failed"]
    if len(taken.articles) == 0 and (request.articles is not None or len(failed) == len(states)):
        messages = [f"{row['source']}: {row['message'] or 'holds no article'}" for row in taken.sources]
        raise UnavailableError(
            "no article could be read. " + "; ".join(messages or ["no source is enabled in config.yaml"])
        )
    return tuple(f"source {s} is {states[s]}" for s in states if states[s] != "ok")


def _identity(workspace: Workspace, request: RunRequest, articles: pd.DataFrame, week: Week) -> str:
    visible = articles[(articles["published_at"] < week.cutoff) & (articles["known_at"] < week.cutoff)]
    return identity.run_id(
        workspace.digest,
        identity.code_digest(),
        identity.template_digest(find_template_dirs(workspace.root)),
        identity.input_digest(visible),
        str(week),
        request.report,
        ",".join(request.regions),
        request.language,
    )


def _is_newest(folder: Path, issue: str) -> bool:
    latest = folder / "latest"
    return not latest.is_symlink() or str(latest.readlink()) <= issue
