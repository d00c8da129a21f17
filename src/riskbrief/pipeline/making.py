"""What a run makes: articles coded and scored once, then the files of each of its sets."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from riskbrief.coding.resolve import Resolved
from riskbrief.definitions.reports import Report
from riskbrief.definitions.starter import find_template_dirs
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.engine import Scored
from riskbrief.ingest.collect import Intake
from riskbrief.periods import Week
from riskbrief.pipeline import files as written
from riskbrief.pipeline import identity, stages
from riskbrief.pipeline.forecasts_past import Earlier
from riskbrief.pipeline.issue import Issue, issue_name
from riskbrief.pipeline.learning import second_reader_path
from riskbrief.pipeline.manifest import manifest
from riskbrief.pipeline.publish import sums
from riskbrief.pipeline.scope import Scope
from riskbrief.pipeline.standing import SUMS, Slot


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


@dataclass
class Making:
    """One run of a report; `subject` is the country of a set, empty for a report on the whole panel."""

    workspace: Workspace
    request: RunRequest
    taken: Intake
    scope: Scope
    earlier: Earlier
    clock: Clock
    progress: stages.Progress

    @property
    def report(self) -> Report:
        return self.workspace.reports[self.request.report]

    @cached_property
    def scored(self) -> tuple[stages.Material, Scored, Resolved]:
        """Articles coded and every week scored, when the first set asks for them."""
        week, lap = self.request.week, self.clock.lap
        material = stages.prepare(
            self.workspace, self.taken, cutoff=week.cutoff, cached=self.request.cached, progress=self.progress
        )
        lap("coding")
        scored, resolved = stages.score(
            self.workspace, material, last=week, weeks=self.report.history_weeks, panel=self.scope.regions,
            progress=self.progress,
        )  # fmt: skip
        lap("index")
        return material, scored, resolved

    def slot(self, output: Path, subject: str) -> Slot:
        """Where the set stands, named by everything that can change its bytes."""
        name = issue_name(self.request.week, subject)
        return Slot(output, self.report.id, name, self._identity(subject), subject)

    def contents(self, slot: Slot) -> dict[str, bytes]:
        """Every file of the set, by name."""
        material, scored, resolved = self.scored
        week, lap = self.request.week, self.clock.lap
        issue = Issue(
            self.workspace, self.report, self.scope, week, material, scored, resolved, self.earlier, slot.subject
        )
        contents = issue.files(lap)
        told = manifest(issue, self.clock.seconds, contents, reasons(self.taken), slot.run_id)
        contents["manifest.json"] = written.json_bytes(told)
        return contents | {SUMS: sums(contents)}

    @cached_property
    def _shared_identity(self) -> tuple[str, ...]:
        articles, week, root = self.taken.articles, self.request.week, self.workspace.root
        visible = articles[(articles["published_at"] < week.cutoff) & (articles["known_at"] < week.cutoff)]
        return (
            self.workspace.digest,
            identity.code_digest(),
            identity.template_digest(find_template_dirs(root)),
            identity.file_digest(second_reader_path(root)),
            identity.input_digest(visible),
            identity.intake_digest(states(self.taken), self.taken.dropped),
            identity.judgement_digest(self.workspace.judgements.known_by(week.sunday)),
            self.earlier.digest,
            str(week),
            self.request.report,
            ",".join(self.scope.regions),
            ",".join(self.scope.languages),
        )

    def _identity(self, subject: str) -> str:
        return identity.run_id(*self._shared_identity, *([subject] if subject else []))


def states(taken: Intake) -> dict[str, str]:
    """How each source answered."""
    return {str(row["source"]): str(row["state"]) for row in taken.sources}


def reasons(taken: Intake) -> tuple[str, ...]:
    """Why the run is degraded, if a source did not answer fully."""
    return tuple(f"source {source} is {state}" for source, state in states(taken).items() if state != "ok")
