"""deliver: send what stands published to those who have not got it."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.logs import log_option
from riskbrief.cli.main import say
from riskbrief.cli.options import emit
from riskbrief.errors import UsageError


@click.command("deliver")
@click.argument("report", required=False, default="")
@click.option("--issue", default="", help="This issue of REPORT instead of the newest.")
@click.option("--pending", is_flag=True, help="Also every set that the ledger says somebody still waits for.")
@click.option("--to", default="", help="Only to this recipient of config.yaml, also what its server refused for good.")
@click.option("--test", "address", default="", help="Send a short test message to this address, nothing else.")
@click.option("--output", type=click.Path(path_type=Path), help="Where sets are published instead of output/.")
@log_option
@click.pass_obj
def deliver_command(
    workspace: Path, report: str, issue: str, pending: bool, to: str, address: str, output: Path | None
) -> int:  # fmt: skip
    """Deliver the newest issue of REPORT, or of every report, to the folders and recipients of config.yaml.

    Prints a JSON line for each with its state. Nobody who got a set gets it again. Exit code 10 when somebody still
    waits: run it again with --pending. What a server refused for good (550) is told and not tried again, but with --to.
    """
    if address:
        return _test(workspace, address)
    from riskbrief.pipeline.delivering import deliver_published, row_of, undelivered
    from riskbrief.pipeline.watching import refresh_textfile

    done = deliver_published(workspace, report=report, issue=issue, output=output, pending=pending, to=to.strip())
    refresh_textfile(workspace)
    for one in done:
        emit(row_of(one))
    if not done:
        say("nobody is named under delivery in config.yaml, or nothing is published")
    return 10 if undelivered(done) else 0


def _test(workspace: Path, address: str) -> int:
    from riskbrief.definitions.posting import address as checked
    from riskbrief.pipeline.mailing import send_test
    from riskbrief.pipeline.opening import open_workspace

    try:
        recipient = checked(address)
    except ValueError as error:
        raise UsageError(f"--test: {error}") from error
    answer = send_test(open_workspace(workspace), recipient)
    emit({"to": recipient, "state": answer.state, "code": answer.code, "said": answer.said})
    return 0 if answer.state == "sent" else 10
