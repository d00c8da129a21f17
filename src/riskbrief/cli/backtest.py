"""backtest: how far the index follows what happened, and what its forecasts are worth."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.account import tell
from riskbrief.cli.options import answer, articles_option, existing, keep_found, keep_option, step


@click.command("backtest")
@click.option(
    "--outcomes", type=click.Path(path_type=Path),
    help="CSV file of deaths by country and month: `month` and a column a country, or region_id,month,best.",
)  # fmt: skip
@articles_option
@click.option(
    "--since", default="", metavar="MONTH", help="First month, such as 2012-01; that of the files if left out."
)
@click.option("--until", default="", metavar="MONTH", help="Last month; that of the files when left out.")
@click.option("--ignore-coverage", is_flag=True, help="Score every country-week, however little was written about it.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@keep_option
@click.pass_obj
def backtest_command(
    workspace: Path, outcomes: Path | None, articles: Path | None, since: str, until: str, ignore_coverage: bool,
    form: str, keep: bool,
) -> int:  # fmt: skip
    """Set the index against what happened.

    Scores every past week from what was known at its end and prints how far the security pillar moves with deaths by
    country and month (beside a bare keyword count), whether forecasts beat simple ones, placebos that must change
    nothing, and the method without each of its parts. Without `--outcomes`: forecasts of the index and placebos alone.
    Takes minutes; index.backtest in config.yaml says what is asked.
    """
    from riskbrief.pipeline.backtest_text import text_lines
    from riskbrief.pipeline.backtesting import Asked, backtest

    asked = Asked(existing(outcomes), existing(articles), ignore_coverage, since, until)
    found = backtest(workspace, asked, step=step, hear=tell)
    if keep:
        keep_found(workspace, "backtest", found)
    return answer(found, text_lines(found), form)
