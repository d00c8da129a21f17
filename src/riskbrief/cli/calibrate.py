"""calibrate: where upper anchors would stand by the panel's own values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from riskbrief.cli.account import tell
from riskbrief.cli.options import answer, articles_option, as_of_option, existing, outlets_option, step


@click.command("calibrate")
@articles_option
@as_of_option
@click.option("--weeks", type=click.IntRange(1, 520), help="How many weeks, ending last.  [default: YAML]")
@outlets_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def calibrate_command(
    workspace: Path, articles: Path | None, as_of: date | None, weeks: int | None, outlets: Path | None, form: str
) -> int:
    """Propose upper anchors from past values.

    For each indicator a high percentile of its values in the assessed countries, pooled over the weeks, beside the
    anchors now and the file and line where they stand. Weeks without coverage are left out and counted; with too few
    nothing is proposed. Also how the index spreads over the levels now. Reads every article and writes no file: you
    accept a proposal by editing `hi`. index.calibration in config.yaml sets percentile and least weeks.
    """
    from riskbrief.pipeline.calibrating import calibrate
    from riskbrief.pipeline.calibrating_text import text_lines

    found = calibrate(
        workspace, as_of=as_of, weeks=weeks, articles=existing(articles), outlets=existing(outlets), step=step,
        hear=tell,
    )  # fmt: skip
    return answer(found, text_lines(found), form)
