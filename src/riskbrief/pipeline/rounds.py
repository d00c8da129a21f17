"""Several runs in one go: everything that is due (`run --all`), or one report over past weeks (`backfill`)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from riskbrief.definitions.reports import Report
from riskbrief.errors import Problem, RiskbriefError, UsageError
from riskbrief.periods import Week, last_complete_week
from riskbrief.pipeline.opening import known, open_workspace, yesterday
from riskbrief.pipeline.run import Outcome

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
    """Every report that is due, one after the other; one that fails does not stop the others."""
    for report in due_reports(root):
        yield _made(publish, report, "")


def due_reports(root: Path) -> Iterator[str]:
    """Reports that are due, each looked at when its turn comes; flashes last.

    A report is due when its newest issue is `every_weeks` or more behind the last complete week; a flash always is.
    """
    workspace = open_workspace(root)
    last = last_complete_week(yesterday())
    for report in sorted(workspace.reports.values(), key=lambda r: (r.kind == "flash", r.id)):
        regions = workspace.config.panels[report.panel].regions if report.kind == "country" else []
        if is_due(root / "output" / report.id, report, last, regions=regions):
            yield report.id


def is_due(folder: Path, report: Report, last: Week, *, regions: Sequence[str] = ()) -> bool:
    """Whether a report is to be made in this round; one on countries while any of `regions` lacks its issue."""
    if report.kind == "flash":
        return True
    links = [folder / f"latest-{region}" for region in regions] or [folder / "latest"]
    weeks = [_week_of(link) for link in links]
    return any(week is None or Week.parse(week).shift(report.every_weeks) <= last for week in weeks)


def _week_of(link: Path) -> str | None:
    try:
        return str(json.loads((link / "manifest.json").read_text(encoding="utf-8"))["week"])
    except (OSError, ValueError, KeyError):
        return None


def backfill(root: Path, report: str, *, first: str, last: str, publish: Publish) -> Iterator[Made]:
    """A report for each week from `first` to `last`, from what was known then as far as the record goes back.

    Errors: UsageError (2) for an unknown report, a flash, or weeks that are none or in the wrong order.
    """
    workspace = open_workspace(root)
    known(report, sorted(workspace.reports), "report")
    if workspace.reports[report].kind == "flash":
        raise UsageError(Problem("backfill", 0, 0, f"{report} is a flash brief", "It is made with `run --as-of DAY`."))
    weeks = _weeks(first, last)
    for week in weeks:
        yield _made(publish, report, str(week), as_of=week.sunday + timedelta(days=1))


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


def _made(publish: Publish, report: str, week: str, *, as_of: date | None = None) -> Made:
    """One run of the round; a bug in it is logged and stops no other run."""
    try:
        return Made(report, week, publish(report, week=week, as_of=as_of))
    except RiskbriefError as error:
        return Made(report, week, None, error)
    except Exception:
        log.exception("%s %s: a bug in riskbrief", report, week)
        return Made(report, week, None)
