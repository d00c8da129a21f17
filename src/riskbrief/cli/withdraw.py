"""withdraw: take back a published issue."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.main import say


@click.command("withdraw")
@click.argument("issue")
@click.option(
    "--reason", required=True, help="Why, in at most 300 characters; printed in the notice and the next issue."
)
@click.option("--report", default="", help="The report, where issues of several have the same name.")
@click.option("--output", type=click.Path(path_type=Path), help="Where it was published, if not in output/.")
@click.pass_obj
def withdraw_command(workspace: Path, issue: str, reason: str, report: str, output: Path | None) -> int:
    """Withdraw a published ISSUE such as 2024-W38.

    A notice of one page takes its place, with the reason, the day and the SHA-256 of every file withdrawn; these stay
    on record. `latest` leads to the newest issue that stands, the next issue lists the withdrawal, and `run` makes a
    withdrawn issue anew only with --again. Prints the path of the notice.
    """
    from riskbrief.pipeline.withdrawing import withdraw

    done = withdraw(workspace, issue, reason=reason, report=report, output=output)
    say(done.told)
    click.echo(done.path)
    return 0
