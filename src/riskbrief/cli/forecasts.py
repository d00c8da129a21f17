"""forecasts: the probabilities a report gave out and what became of them."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.options import emit, show


@click.command("forecasts")
@click.argument("report")
@click.option("--output", type=click.Path(path_type=Path), help="Where it was published, if not output/.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def forecasts_command(workspace: Path, report: str, output: Path | None, form: str) -> int:
    """Print every probability that issues of REPORT gave out, and what happened.

    Outcomes are those of the newest issue; a probability not yet due is open.
    """
    from riskbrief.pipeline.forecasts_told import text_lines, told_forecasts

    rows = told_forecasts(workspace, report, output)
    if form == "json":
        for row in rows:
            emit(row)
    else:
        for line in text_lines(rows):
            show(line)
    return 0
