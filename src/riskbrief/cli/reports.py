"""run, explain: publish a report and ask why a number is what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from riskbrief.cli.account import tell
from riskbrief.cli.logs import log_option
from riskbrief.cli.options import answer, articles_option, as_of_option, cache_option, existing, step
from riskbrief.cli.rounds import plan, plan_everything, run_everything, run_one
from riskbrief.errors import UsageError


@click.command("run")
@click.argument("report", required=False, default="")
@click.option("--all", "everything", is_flag=True, help="Every report that is due, one after the other.")
@click.option("--week", default="", help="ISO week such as 2024-W38.")
@as_of_option
@click.option("--regions", default="", help="Only these countries: comma-separated ISO alpha-3 codes.")
@click.option("--language", default="", help="Only this language.")
@click.option("--output", type=click.Path(path_type=Path), help="Publish here instead of output/.")
@articles_option
@cache_option
@click.option("--call", default="", help="Why an analyst calls for a flash brief on --regions; printed in it.")
@click.option("--again", is_flag=True, help="Make an issue again that was withdrawn.")
@click.option("--dry-run", is_flag=True, help="Say what would be made from what; ask no server, write nothing.")
@log_option
@click.pass_obj
def run_command(
    workspace: Path, report: str, everything: bool, week: str, as_of: date | None, regions: str, language: str,
    output: Path | None, articles: Path | None, cached: bool, call: str, again: bool, dry_run: bool,
) -> int:  # fmt: skip
    """Publish one issue of REPORT.

    Prints the path of the published directory last. A report of kind `country` publishes one set for each country of
    --regions, or of its panel, and prints a path for each; one that fails does not stop the others. A report of kind
    `flash` reads the seven days up to --as-of (today), publishes one set for each country in which a trigger fires and
    says of the others why none did.
    """
    if everything:
        if report or week or as_of or regions or language or output or articles or call:
            raise UsageError("--all stands alone: it makes every report that is due, on what is known now.")
        return plan_everything(workspace) if dry_run else run_everything(workspace)
    if not report:
        raise UsageError("Name a report, such as weekly, or say --all.")
    asked = {
        "week": week, "as_of": as_of, "regions": tuple(filter(None, regions.split(","))), "language": language,
        "output": output, "articles": existing(articles), "cached": cached, "call": call.strip(), "again": again,
    }  # fmt: skip
    return plan(workspace, report, asked) if dry_run else run_one(workspace, report, asked)


@click.command("explain")
@click.argument("region")
@click.argument("indicator")
@click.option("--week", default="", help="ISO week such as 2024-W38; the last complete one when left out.")
@click.option("--since", default="", help="An earlier ISO week: split the change since then, exactly.")
@as_of_option
@articles_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def explain_command(
    workspace: Path, region: str, indicator: str, week: str, since: str, as_of: date | None,
    articles: Path | None, form: str,
) -> int:  # fmt: skip
    """Show how a number came about, down to its articles.

    INDICATOR is an indicator, a pillar or `index`. With --since also what made it change: pillars, indicators, events
    and articles, with what caps, floors, discounts, article volume and missing parts did; the parts sum to the change.
    """
    from riskbrief.pipeline.explaining import explain_number
    from riskbrief.pipeline.explaining_text import text_lines

    story = explain_number(
        workspace, region, indicator, week=week, since=since, as_of=as_of,
        articles=existing(articles), step=step, hear=tell,
    )  # fmt: skip
    return answer(story, text_lines(story), form)
