"""One report, from articles to its published sets: one for the panel, or one for each country."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from riskbrief.definitions.gate import Gate
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import RiskbriefError, StorageError
from riskbrief.ingest.collect import Intake
from riskbrief.ingest.readers import is_live
from riskbrief.periods import Week
from riskbrief.pipeline import stages
from riskbrief.pipeline.attempts import Noting
from riskbrief.pipeline.emptied import check_texts
from riskbrief.pipeline.flash_run import Flashes, publish_flashes
from riskbrief.pipeline.forecasts_past import earlier_forecasts, no_earlier
from riskbrief.pipeline.gating import gate_of, source_shortfall
from riskbrief.pipeline.harvesting import harvest
from riskbrief.pipeline.keeping import kept_issues
from riskbrief.pipeline.making import Clock, Making, RunRequest
from riskbrief.pipeline.refused import with_manifest
from riskbrief.pipeline.rereading import reread
from riskbrief.pipeline.scope import scope_of
from riskbrief.pipeline.sets import Sets, joined, publish_one, publish_sets
from riskbrief.pipeline.sets_manifest import keep_sets_manifest
from riskbrief.pipeline.standing import Slot, damage
from riskbrief.pipeline.storage import check_output, locked
from riskbrief.pipeline.unchanged import Recalled, file_digests, point, read_whole, recall, remember
from riskbrief.pipeline.withdrawals import refusal, told_manifest


@dataclass(frozen=True)
class Outcome:
    """Where the sets stand, in the order they were made, with which exit code and why."""

    paths: tuple[Path, ...]
    exit_code: int
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # of a flash: why countries got none


def run_report(
    workspace: Workspace, request: RunRequest, *, progress: stages.Progress, hear: stages.Hear = stages.unheard,
    note: Noting | None = None,
) -> Outcome:  # fmt: skip
    """Publish one issue of a report; a run whose set stands published and whole does nothing again.

    A report of kind `country` makes one set for each country named, all of the panel if none is. One that fails is told
    and does not stop the others (exit 4, for the disk or a permission 8); when none succeeds, its error is raised. What
    became of each stands in `output/<report>/<week>.manifest.json`. One of kind `flash` makes a set for each country in
    which a trigger fires and something is new, perhaps none; `notes` say why.

    The lock of the report is taken before any source is asked: whoever comes second has neither asked nor written.

    Errors: UsageError (2), UnavailableError (6) when no article could be read, LockedError (7), StorageError (8),
    StoreError (9) for a record that is not what was written: a run on what is known now reads a share of it again.
    """
    output = request.output or workspace.root / "output"
    check_output(output, request.report)
    with locked(output, request.report):
        return _run(workspace, request, output, progress=progress, hear=hear, note=note or Noting())


def _run(
    workspace: Workspace, request: RunRequest, output: Path, *, progress: stages.Progress, hear: stages.Hear,
    note: Noting,
) -> Outcome:  # fmt: skip
    """The same while the lock of the report is held; what is known of it on the way is noted."""
    report = workspace.reports[request.report]
    if request.keep and (kept := kept_issues(workspace, request, output)) is not None:
        return _outcome(kept.sets, (), kept.notes)
    if request.fetch and request.articles is None:
        reread(workspace)
    clock = Clock(note.seconds)
    known, at, read = known_before(workspace, request)
    if known and (done := _standing(workspace, request, known, clock=clock, progress=progress)):
        note.read(known)
        hear(known, request.week.cutoff)
        return done
    taken = stages.intake(workspace, request.articles, moment=request.moment, read=read, texts=not request.cached)
    del read  # its texts are held once
    clock.lap("ingest")
    note.read(taken)
    hear(taken, request.week.cutoff)
    if not request.fetch:
        check_texts(workspace, taken, request.week.cutoff, history=report.history_weeks)
    degraded = availability(taken, request, gate_of(workspace, report))
    making, subjects = making_of(workspace, request, taken, clock=clock, progress=progress)
    if report.kind == "flash":
        return _flash(making, publish_flashes(making, output, subjects), degraded)
    sets = publish_sets(making, output, subjects)
    outcome = _told(making, sets, degraded, output)
    remember(
        workspace, at, taken, request.week.cutoff, request.moment, inputs=making.inputs, stored=request.fetch,
        late=making.late,
    )  # fmt: skip
    if not sets.paths:
        raise _refused(making, sets)
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


def known_before(workspace: Workspace, request: RunRequest) -> tuple[Recalled | None, str | None, Intake | None]:
    """What an earlier run knew, when nothing is new since; the point it is kept by; and what was read of sources, when
    that is all of them and none is live.

    Sources are asked and put on record when the run is on what is known now; files that are on record are not read.
    Errors: UnavailableError (6) when no source gave an answer that can be used.
    """
    if request.articles is not None:
        return None, None, None
    asked, files = (workspace, request.week.cutoff, request.moment), file_digests(workspace)
    at = point(*asked, files)
    before = recall(workspace, at) if request.cached else None
    if not request.fetch:
        return before, at, None
    live = [s.id for s in workspace.config.sources if s.enabled and is_live(s.reader)]
    if before and before.stored and not live:
        return before, at, None
    others = [s.id for s in workspace.config.sources if s.enabled and s.id not in live]
    brought = harvest(workspace, only=live if before and before.stored else ())
    done = brought.taken
    if done.all_failed and not (before and before.stored and others):
        raise stages.no_answer(done)
    steady = file_digests(workspace) == files and read_whole(workspace, done) and not brought.overtaken
    at = point(*asked, files) if steady else None  # what moved meanwhile is read again by the next run
    return recall(workspace, at) if request.cached else None, at, None if live else done


def _standing(
    workspace: Workspace, request: RunRequest, known: Recalled, *, clock: Clock, progress: stages.Progress
) -> Outcome | None:
    """The outcome of a run on what was known before, when its sets stand whole; None when one must be made, or when
    the links of one cannot be swung, which a full run tells set by set."""
    report = workspace.reports[request.report]
    output = request.output or workspace.root / "output"
    if report.kind == "flash" or not (known.kept or known.sources):
        return None
    making, subjects = making_of(workspace, request, known, clock=clock, progress=progress)
    making.recalled = known.inputs
    slots = {subject: making.slot(output, subject) for subject in subjects}
    if any(_missing(slot, again=request.again) for slot in slots.values()):
        return None
    try:
        paths = {subject: publish_one(making, slot, standing=True) for subject, slot in slots.items()}
    except StorageError:
        return None
    degraded = availability(known, request, gate_of(workspace, report))
    return _told(making, Sets(slots, paths), degraded, output)


def _missing(slot: Slot, *, again: bool) -> bool:
    return refusal(slot, again=again) is not None or not slot.target.is_dir() or bool(damage(slot.target))


def _told(making: Making, sets: Sets, degraded: tuple[str, ...], output: Path) -> Outcome:
    outcome = _outcome(sets, degraded)
    if making.report.kind == "country":
        outcome = _recorded(sets, outcome, output / making.report.id, making.request.week)
    return outcome


def _refused(making: Making, sets: Sets) -> RiskbriefError:
    return with_manifest(joined(sets.errors), making, next(iter(sets.slots.values())))


def _flash(making: Making, done: Flashes, degraded: tuple[str, ...]) -> Outcome:
    """No flash at all is an outcome like any other; only when every one that was due failed is an error raised."""
    if done.sets.errors and not done.sets.paths:
        raise _refused(making, done.sets)
    return replace(_outcome(done.sets, degraded), notes=tuple(done.notes))


def _outcome(sets: Sets, degraded: tuple[str, ...], notes: tuple[str, ...] = ()) -> Outcome:
    """Degraded by what the sources lack, and by what the manifest of a set says it lacks."""
    told = (told_manifest(path).get("reasons", ()) for subject, path in sets.paths.items() if subject in sets.slots)
    lacking = tuple(dict.fromkeys([*degraded, *(str(reason) for reasons in told for reason in reasons)]))
    return Outcome(
        tuple(sets.paths.values()), sets.exit_code or (4 if lacking else 0), (*lacking, *sets.reasons), notes
    )


def _recorded(sets: Sets, outcome: Outcome, folder: Path, week: Week) -> Outcome:
    """The outcome once the manifest of the report tells it; exit 8 when that cannot be written."""
    try:
        keep_sets_manifest(folder, week, sets, exit_code=outcome.exit_code, reasons=outcome.reasons)
    except StorageError as error:
        return replace(outcome, exit_code=error.exit_code, reasons=(*outcome.reasons, str(error)))
    return outcome


def availability(taken: Intake, request: RunRequest, gate: Gate) -> tuple[str, ...]:
    """Why the run is degraded by its sources, if it is; every source failing is told by `stages.intake`."""
    if taken.kept == 0 and (request.articles is not None or not taken.sources):
        raise stages.no_article(taken, request.articles)
    return source_shortfall(taken.sources, gate)
