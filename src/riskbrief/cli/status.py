"""status: what stands, what was tried last, what is due."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.options import answer


@click.command("status")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def status_command(workspace: Path, form: str) -> int:
    """Tell the last issue, the last attempt and success and what is next due of each report, and the state of sources
    and deliveries.
    """
    from riskbrief.pipeline.status import status, status_lines

    found = status(workspace)
    return answer(found, status_lines(found), form)
