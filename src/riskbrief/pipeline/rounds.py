"""Several runs in one go: everything that is due (`run --all`), or one report over past weeks (`backfill`)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from riskbrief.definitions.reports import Report
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import Problem, RiskbriefError, UsageError
from riskbrief.periods import Week, last_complete_week
from riskbrief.pipeline.opening import known, open_workspace, yesterday
from riskbrief.pipeline.run import Outcome
from riskbrief.pipeline.withdrawals import WEEK_LETTERS, newest_withdrawn, withdrawal_told

# What the whole round leaves with: the gravest of its runs, in this order (contract's exit codes).
GRAVEST = (1, 9, 8, 3, 2, 7, 6, 5, 11, 10, 4, 0)
log = logging.getLogger(__name__)
Publish = Callable[..., Outcome]


@dataclass(frozen=True)
class Made:
    """One run of a round: its outcome, or the error it ended in."""

    report: str
    week: str
    outcome: Outcome | None
    error: RiskbriefError | None = None

    @property
    def exit_code(self) -> int:
        if self.outcome is not None:
            return self.outcome.exit_code
        return self.error.exit_code if self.error else 1

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not all well, each after the report."""
        said = self.outcome.reasons if self.outcome is not None else self.error.problems if self.error else ()
        return tuple(f"{self.report}: {one}" for one in said)


def gravest(codes: Sequence[int]) -> int:
    """The exit code of a round; 0 when nothing was to be done.

    >>> gravest([0, 4, 10]), gravest([4, 5]), gravest([])
    (10, 5, 0)
    """
    return min(codes, key=GRAVEST.index, default=0)


def run_due(root: Path, publish: Publish) -> Iterator[Made]:
    """Every report that is due, one after the other; one that fails does not stop the others. Of one that would be due,
    had its newest issue not been withdrawn, that is told: it is settled until the next is due."""
    for report in due_reports(root):
        yield _made(publish, report, "")
    workspace = open_workspace(root)
    last = last_complete_week(yesterday())
    for one in workspace.reports.values():
        notes = tuple(_settled(root / "output" / one.id, one, last, _regions(workspace, one)))
        if notes:
            yield Made(one.id, str(last), Outcome((), 0, notes=notes))


def due_reports(root: Path) -> Iterator[str]:
    """Reports that are due, each looked at when its turn comes; flashes last.

    A report is due when its newest issue is `every_weeks` or more behind the last complete week, one
    that was withdrawn included; a flash always is.
    """
    workspace = open_workspace(root)
    last = last_complete_week(yesterday())
    for report in sorted(workspace.reports.values(), key=lambda r: (r.kind == "flash", r.id)):
        if is_due(root / "output" / report.id, report, last, regions=_regions(workspace, report)):
            yield report.id


def _regions(workspace: Workspace, report: Report) -> Sequence[str]:
    """The countries of a report that has an issue for each."""
    return workspace.config.panels[report.panel].regions if report.kind == "country" else []


def is_due(folder: Path, report: Report, last: Week, *, regions: Sequence[str] = ()) -> bool:
    """Whether a report is to be made in this round; one on countries while any of `regions` lacks its issue."""
    if report.kind == "flash":
        return True
    return any(
        _behind(folder, line, report, last) and not _held(folder, line, report, last) for line in regions or [""]
    )


def _behind(folder: Path, line: str, report: Report, last: Week) -> bool:
    """Whether what readers see of a line of issues is older than it should be."""
    week = _week_of(folder / (f"latest-{line}" if line else "latest"))
    return week is None or Week.parse(week).shift(report.every_weeks) <= last


def _held(folder: Path, line: str, report: Report, last: Week) -> str:
    """The withdrawn issue that stands for the one that would be due; empty when there is none."""
    name = newest_withdrawn(folder, line)
    return name if name and Week.parse(name[:WEEK_LETTERS]).shift(report.every_weeks) > last else ""


def _settled(folder: Path, report: Report, last: Week, regions: Sequence[str]) -> Iterator[str]:
    """That an issue was withdrawn for which nothing else is made, and how to make it all the same."""
    for line in () if report.kind == "flash" else regions or [""]:
        name = _held(folder, line, report, last)
        if name:
            only = f" --regions {line}" if line else ""
            how = f"to make it all the same: riskbrief run {report.id} --week {name[:WEEK_LETTERS]}{only} --again"
            yield f"{withdrawal_told(folder / name)}; it is settled ({how})"


def _week_of(link: Path) -> str | None:
    try:
        return str(json.loads((link / "manifest.json").read_text(encoding="utf-8"))["week"])
    except (OSError, ValueError, KeyError):
        return None


def backfill(root: Path, report: str, *, first: str, last: str, publish: Publish) -> Iterator[Made]:
    """A report for each week from `first` to `last`, from what was known then as far as the record goes back. An issue
    that stands, or was withdrawn, is left as it is.

    Errors: UsageError (2) for an unknown report, a flash, or weeks that are none or in the wrong order.
    """
    workspace = open_workspace(root)
    known(report, sorted(workspace.reports), "report")
    if workspace.reports[report].kind == "flash":
        raise UsageError(Problem("backfill", 0, 0, f"{report} is a flash brief", "It is made with `run --as-of DAY`."))
    weeks = _weeks(first, last)
    for week in weeks:
        yield _made(publish, report, str(week), as_of=week.sunday + timedelta(days=1), keep=True)


def _weeks(first: str, last: str) -> list[Week]:
    try:
        start, end = Week.parse(first), Week.parse(last)
    except ValueError as error:
        raise UsageError(Problem("backfill", 0, 0, str(error), "Weeks are ISO weeks such as 2024-W38.")) from error
    complete = last_complete_week(yesterday())
    if not start <= end <= complete:
        text = f"{first} to {last} are no weeks up to the last complete one, {complete}"
        raise UsageError(Problem("backfill", 0, 0, text, "Name the earlier one first."))
    return [start.shift(k) for k in range(end - start + 1)]


def _made(publish: Publish, report: str, week: str, *, as_of: date | None = None, keep: bool = False) -> Made:
    """One run of the round; a bug in it is logged and stops no other run."""
    try:
        return Made(report, week, publish(report, week=week, as_of=as_of, keep=keep))
    except RiskbriefError as error:
        return Made(report, week, None, error)
    except Exception:
        log.exception("%s %s: a bug in riskbrief", report, week)
        return Made(report, week, None)
