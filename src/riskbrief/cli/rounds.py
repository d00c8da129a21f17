"""Runs made and planned: one report, every report that is due, past weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from riskbrief.cli.account import tell
from riskbrief.cli.logs import log_option
from riskbrief.cli.main import say
from riskbrief.cli.options import show, step


def tell_outcome(outcome: Any) -> None:
    """Notes and reasons on standard error, paths on standard output."""
    for note in outcome.notes:
        say(note)
    for reason in outcome.reasons:
        say(f"degraded: {reason}")
    for path in outcome.paths:
        click.echo(path)


WHOLE: dict[str, Any] = {
    "week": "", "as_of": None, "regions": (), "language": "", "output": None, "articles": None,
}  # fmt: skip


def run_one(workspace: Path, report: str, asked: Mapping[str, Any]) -> int:
    """One report; watched if it is what a schedule would make."""
    from riskbrief.pipeline.commands import publish_report
    from riskbrief.pipeline.watching import watched

    scheduled = not any(asked[key] for key in (*WHOLE, "again"))
    with watched(workspace, report, pinged=scheduled) as watch:
        outcome = publish_report(workspace, report, **asked, step=step, hear=tell)
        watch.exit_code, watch.reasons = outcome.exit_code, outcome.reasons
    tell_outcome(outcome)
    return int(outcome.exit_code)


def plan(workspace: Path, report: str, asked: Mapping[str, Any]) -> int:
    """What that would make, and nothing made."""
    from riskbrief.pipeline.dry_run import plan_run

    for line in plan_run(workspace, report, **asked).lines():
        show(line)
    return 0


def plan_everything(workspace: Path) -> int:
    """The same of every report that is due."""
    from riskbrief.pipeline.rounds import due_reports

    due = list(due_reports(workspace))
    for report in due:
        plan(workspace, report, WHOLE)
    if not due:
        say("nothing is due")
    return 0


def _publish(workspace: Path) -> Any:
    from riskbrief.pipeline.commands import publish_report

    def publish(report: str, *, week: str, as_of: Any = None, keep: bool = False) -> Any:
        asked = {**WHOLE, "week": week, "as_of": as_of, "keep": keep}
        return publish_report(workspace, report, **asked, step=step, hear=tell)

    return publish


def run_everything(workspace: Path) -> int:
    """Every report that is due; the gravest exit code."""
    from riskbrief.pipeline.rounds import run_due

    return _round(workspace, run_due(workspace, _publish(workspace)), pinged=True)


def _round(workspace: Path, made: Iterable[Any], *, pinged: bool) -> int:
    from riskbrief.pipeline.rounds import gravest
    from riskbrief.pipeline.watching import watched

    codes = []
    with watched(workspace, "", pinged=pinged) as watch:
        for one in made:
            codes.append(one.exit_code)
            watch.exit_code = gravest(codes)
            watch.reasons += one.reasons
            _tell(one)
    if not codes:
        say("nothing is due")
    return gravest(codes)


def _tell(one: Any) -> None:
    if one.outcome is not None:
        tell_outcome(one.outcome)
        return
    for problem in one.error.problems if one.error else ("a bug in riskbrief; the lines above tell where",):
        say(f"error: {one.report}{' ' + one.week if one.week else ''}: {problem}")


@click.command("backfill")
@click.argument("report")
@click.option("--from", "first", required=True, help="First ISO week such as 2024-W30.")
@click.option("--to", "last", required=True, help="Last ISO week.")
@log_option
@click.pass_obj
def backfill_command(workspace: Path, report: str, first: str, last: str) -> int:
    """Publish REPORT for past weeks, oldest first, and deliver nothing.

    Issues that stand are left alone. A week that fails does not stop the others; the exit code is the gravest.
    """
    from riskbrief.pipeline.rounds import backfill

    made = backfill(workspace, report, first=first, last=last, publish=_publish(workspace))
    return _round(workspace, made, pinged=False)
