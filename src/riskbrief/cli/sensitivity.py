"""sensitivity: how firm the levels of a week are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from riskbrief.cli.account import tell
from riskbrief.cli.options import answer, articles_option, as_of_option, existing, keep_found, keep_option, step
from riskbrief.errors import UsageError


@click.command("sensitivity")
@click.argument("report", default="")
@click.option("--week", default="", help="ISO week such as 2024-W38; the last complete one when left out.")
@as_of_option
@articles_option
@click.option("--samples", type=click.IntRange(0), help="Rows of the sample; 0: single changes alone.  [default: YAML]")
@click.option("--regions", default="", help="Tell of these countries only: comma-separated ISO alpha-3 codes.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@keep_option
@click.pass_obj
def sensitivity_command(
    workspace: Path, report: str, week: str, as_of: date | None, articles: Path | None, samples: int | None,
    regions: str, form: str, keep: bool,
) -> int:  # fmt: skip
    """Show what moves the levels of a week.

    Runs the index with many choices changed at once (what share of the spread each explains) and with each assumption,
    weight, anchor, rating, outlet, term and event changed alone (which of them moves a country's level). REPORT names
    the countries and the length of history; without it every assessed country. Takes minutes: index.sensitivity in
    config.yaml says what is varied, and `--samples 0` leaves out the runs.
    """
    from riskbrief.pipeline.sensitivity import sensitivity
    from riskbrief.pipeline.sensitivity_text import text_lines

    if keep and samples == 0:
        raise UsageError("--keep: without runs there are no Sobol indices to print. Leave out --samples 0.")
    wanted = tuple(filter(None, regions.split(",")))
    found, levels = sensitivity(
        workspace, report, week=week, as_of=as_of, articles=existing(articles), samples=samples, regions=wanted,
        step=step, hear=tell,
    )  # fmt: skip
    if keep:
        keep_found(workspace, "sensitivity", found)
    return answer(found, text_lines(found, levels), form)
