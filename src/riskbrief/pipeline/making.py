"""What a run makes: articles coded and scored once, then the files of each of its sets."""

from __future__ import annotations

import dataclasses
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from riskbrief.briefing.annex_record import NO_RECORD, Before, Record
from riskbrief.briefing.gate import Verdict
from riskbrief.briefing.inputs import Correction
from riskbrief.briefing.release import Checked
from riskbrief.coding.resolve import Resolved
from riskbrief.definitions.reports import Report
from riskbrief.definitions.starter import find_template_dirs
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import RefusedError
from riskbrief.index.engine import Scored
from riskbrief.ingest.collect import Intake
from riskbrief.periods import Week
from riskbrief.pipeline import annex, identity, stages
from riskbrief.pipeline import files as written
from riskbrief.pipeline.events import told
from riskbrief.pipeline.flashes import FlashIssue
from riskbrief.pipeline.forecasts_past import Earlier
from riskbrief.pipeline.gathering import Late, store_path
from riskbrief.pipeline.gating import gate_of
from riskbrief.pipeline.issue import Issue, issue_name
from riskbrief.pipeline.lateness import late_of, late_record
from riskbrief.pipeline.learning import reader_files
from riskbrief.pipeline.manifest import manifest
from riskbrief.pipeline.publish import sums
from riskbrief.pipeline.releasing import checklist, checklist_problems
from riskbrief.pipeline.revisions import with_moves
from riskbrief.pipeline.scope import Scope
from riskbrief.pipeline.standing import SUMS, Slot
from riskbrief.pipeline.vintages import Vintages
from riskbrief.pipeline.withdrawals import corrections
from riskbrief.render.pdf import get_ready

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
    call: str = ""  # why an analyst calls for a flash
    again: bool = False  # whether a withdrawn issue may be made again
    keep: bool = False  # whether an issue that stands, or was withdrawn, is left as it is
    moment: datetime | None = None  # what was known then; all that is known when left out
    fetch: bool = False  # whether live sources are asked first

    @property
    def scheduled(self) -> bool:
        """Whether it is the whole report on what is known now, put where readers look: what a schedule makes."""
        return self.fetch and self.output is None and self.articles is None and not (self.regions or self.language)

    @property
    def success(self) -> bool:
        """Whether an issue it leaves standing is the one a schedule had to make: none that was asked for again."""
        return self.scheduled and not self.again

    @property
    def command(self) -> str:
        """How to ask for the same issue; a file of articles is told by its digest, not its path."""
        file = "FILE" if self.articles else ""
        asked = {"--regions": ",".join(self.regions), "--language": self.language, "--articles": file}
        options = [f"{name} {value}" for name, value in asked.items() if value]
        return " ".join(["riskbrief run", self.report, f"--week {self.week}", *options])


@dataclass
class Clock:
    """Seconds per stage, for the manifest."""

    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.monotonic)

    def lap(self, stage: str) -> None:
        now = time.monotonic()
        self.seconds[stage] = round(now - self._last, 3)
        told(log, f"stage.{stage}", f"{stage} done", seconds=self.seconds[stage])
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
    folder: Path | None = None  # output/<report>, where earlier issues stand
    vintages: Vintages = field(default_factory=Vintages)  # filled when the weeks are scored
    checklists: dict[str, list[Checked]] = field(default_factory=dict)  # by issue, once it is made
    recalled: str = ""  # `inputs` as an earlier run kept it

    @property
    def report(self) -> Report:
        return self.workspace.reports[self.request.report]

    @cached_property
    def scored(self) -> tuple[stages.Basis, Scored, Resolved]:
        """Articles coded and every week scored, when the first set asks for them."""
        week, lap = self.request.week, self.clock.lap
        material = stages.prepare(
            self.workspace, self.taken, cutoff=week.cutoff, cached=self.request.cached, progress=self.progress
        )
        lap("coding")
        if self.report.kind != "flash":  # of which most runs make none
            get_ready()
        scored, resolved = stages.score(
            self.workspace, material, last=week, weeks=self.report.history_weeks, panel=self.scope.regions,
            progress=self.progress, watch=self.vintages.add,
        )  # fmt: skip
        lap("index")
        return material.basis(), scored, resolved

    @property
    def is_scored(self) -> bool:
        """Whether some set asked for the scores."""
        return "scored" in self.__dict__

    @cached_property
    def verdict(self) -> Verdict:
        """Of the quality gate on this run."""
        return self.issue("").verdict

    def slot(self, output: Path, subject: str) -> Slot:
        """Where the set stands, named by everything that can change its bytes."""
        slot = Slot(output, self.report.id, issue_name(self.request.week, subject), "", subject)
        return replace(slot, run_id=self._identity(slot, [subject] if subject else []))

    def flash_slot(self, output: Path, flash: FlashIssue) -> Slot:
        """Where a flash stands; `latest` leads to the newest of all countries."""
        note = json.dumps(dataclasses.asdict(flash.note), sort_keys=True)
        slot = Slot(output, self.report.id, flash.name, "")
        return replace(slot, run_id=self._identity(slot, [flash.told.region_id, flash.name, note]))

    def corrections(self, slot: Slot) -> tuple[Correction, ...]:
        """The withdrawn issues that the issue of the slot lists."""
        return corrections(slot, everywhere=self.report.kind == "regional")

    def issue(self, subject: str, flash: FlashIssue | None = None, corrected: tuple[Correction, ...] = ()) -> Issue:
        """The issue on the panel, on a country, or the flash."""
        material, scored, resolved = self.scored
        return Issue(
            self.workspace, self.report, self.scope, self.request.week, material, scored, resolved, self.earlier,
            subject, self.vintages, flash=flash, corrections=corrected, record=self.record,
        )  # fmt: skip

    def contents(self, slot: Slot, flash: FlashIssue | None = None) -> dict[str, bytes]:
        """Every file of the set, by name. Errors: RefusedError (5) when the release checklist forbids it."""
        lap, subject = self.clock.lap, flash.told.region_id if flash else slot.subject
        issue = self.issue(subject, flash, self.corrections(slot))
        contents, briefings = issue.made(lap)
        checks = self.checklists[slot.issue] = checklist(issue, contents, briefings)
        lap("checklist")
        if problems := list(checklist_problems(checks)):
            raise RefusedError.of(problems)
        told = manifest(issue, self.clock.seconds, contents, run_id=slot.run_id, inputs=self.inputs, checklist=checks)
        contents["manifest.json"] = written.json_bytes(told)
        return contents | {SUMS: sums(contents)}

    @cached_property
    def record(self) -> Record:
        """What the annex tells of this run beside its tables; empty in a report without an annex."""
        if not annex.has_annex(self.report):
            return NO_RECORD
        workspace, week = self.workspace, self.request.week
        before, why = self._before
        measures = annex.measured(workspace.root, week)
        return Record(
            command=self.request.command,
            code=identity.code_digest(),
            inputs=self.inputs,
            configuration=workspace.digest,
            versions=identity.versions(),
            before=before,
            **measures | {"why": measures["why"] | why},
        )

    @property
    def _before(self) -> tuple[Before | None, dict[str, str]]:
        """The issue before with what moved since, and why that is not known where it is not."""
        workspace, week = self.workspace, self.request.week
        now = written.configuration(workspace, workspace.judgements.known_by(week.sunday))
        found = annex.before(self.folder, week, now) if self.folder else None
        if found is None or self.folder is None:
            return None, {}
        lag = timedelta(hours=workspace.config.store.lag_hours)
        link, store = self.folder / found.issue, store_path(workspace)
        found, why = with_moves(found, link, self.taken, store, cutoff=week.cutoff, lag=lag)
        return found, {"revisions": why} if why else {}

    @cached_property
    def inputs(self) -> str:
        """Digest of the articles known by the cut-off."""
        articles = self.taken.articles
        return self.recalled or identity.input_digest(articles[stages.known_by(articles, self.request.week.cutoff)])

    @cached_property
    def _shared_identity(self) -> tuple[str, ...]:
        week, root = self.request.week, self.workspace.root
        return (
            self.workspace.digest,
            identity.code_digest(),
            identity.versions_digest(),
            identity.template_digest(find_template_dirs(root)),
            *map(identity.file_digest, reader_files(root)),
            self.inputs,
            identity.intake_digest(states(self.taken), self.taken.dropped),
            identity.judgement_digest(self.workspace.judgements.known_by(week.sunday)),
            self.earlier.digest,
            identity.json_digest(annex.record_json(self.record)),
            week.cutoff.isoformat(),
            self.request.report,
            ",".join(self.scope.regions),
            ",".join(self.scope.languages),
            *self._too_late,
        )

    @cached_property
    def late(self) -> Late:
        """Articles of the week that came too late for it."""
        return late_of(self.taken, self.request.week, lag_hours=self.workspace.config.store.lag_hours)

    @property
    def _too_late(self) -> list[str]:
        """What the issue says of them, if it does."""
        limit = gate_of(self.workspace, self.report).late.degrade_above
        return [identity.json_digest(late_record(self.late))] if self.late.share > limit else []

    def _identity(self, slot: Slot, own: Sequence[str]) -> str:
        """Over what the sets of the run share, over what is the set's own, and over what it corrects."""
        found = [dataclasses.asdict(one) for one in self.corrections(slot)]
        return identity.run_id(*self._shared_identity, *own, *([json.dumps(found)] if found else []))


def states(taken: Intake) -> dict[str, str]:
    """How each source answered."""
    return {str(row["source"]): str(row["state"]) for row in taken.sources}
