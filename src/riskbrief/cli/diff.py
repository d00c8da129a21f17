"""diff: what differs between two published issues."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.options import answer


@click.command("diff")
@click.argument("issue_a")
@click.argument("issue_b")
@click.option("--report", default="", help="Of this report; needed when several have the issue.")
@click.option("--output", type=click.Path(path_type=Path), help="Where sets are published instead of output/.")
@click.option("--exit-code", "told", is_flag=True, help="Leave with 1 when something differs.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def diff_command(
    workspace: Path, issue_a: str, issue_b: str, report: str, output: Path | None, told: bool, form: str
) -> int:
    """Show what differs from ISSUE_A to ISSUE_B.

    Scores and levels of each country with the pillars and indicators that moved, biggest first; articles, sources, keys
    of the configuration, version of the index. An issue is 2024-W38, one of its sets 2024-W38/0123456789ab, or a
    folder. Only published files are read.
    """
    from riskbrief.pipeline.diff import diff, diff_lines

    found = diff(workspace, issue_a, issue_b, report=report, output=output)
    answer(found, diff_lines(found), form)
    return int(told and not found["same"])
