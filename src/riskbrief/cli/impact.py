"""impact: what an edit of the configuration moves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from riskbrief.cli.account import tell
from riskbrief.cli.main import say
from riskbrief.cli.options import answer, articles_option, as_of_option, existing, step


@click.command("impact")
@click.option(
    "--baseline", type=click.Path(path_type=Path), required=True, metavar="DIR",
    help="Workspace as it was before the edit (config.yaml, indicators/, ...).",
)  # fmt: skip
@click.option(
    "--weeks", type=click.IntRange(1, 520), default=52, show_default=True, help="How many weeks, ending last."
)
@articles_option
@as_of_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def impact_command(
    workspace: Path, baseline: Path, weeks: int, articles: Path | None, as_of: date | None, form: str
) -> int:
    """Show what an edit of the configuration moves.

    Scores the same articles by the workspace and by the one at DIR, and prints which scores, levels and ranks of the
    last weeks differ and which mentions are gained and lost. First runs the gold scenarios of scenarios.yaml; when one
    breaks, nothing is compared and the exit code is 3.
    """
    from riskbrief.pipeline.impact import impact
    from riskbrief.pipeline.impact_text import text_lines

    found = impact(
        workspace, _folder(baseline), weeks=weeks, articles=existing(articles), as_of=as_of, step=step, warn=say,
        hear=tell,
    )  # fmt: skip
    return answer(found, text_lines(found), form)


def _folder(path: Path) -> Path:
    existing(path)
    if not path.is_dir():
        raise click.UsageError(f"--baseline: {path} is not a folder. Name the folder that holds config.yaml.")
    return path
