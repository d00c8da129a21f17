"""run, explain: publish a report and ask why a number is what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from riskbrief.cli.account import tell
from riskbrief.cli.main import say
from riskbrief.cli.options import answer, articles_option, as_of_option, cache_option, existing, step


@click.command("run")
@click.argument("report")
@click.option("--week", default="", help="ISO week such as 2024-W38.")
@as_of_option
@click.option("--regions", default="", help="Only these countries: comma-separated ISO alpha-3 codes.")
@click.option("--language", default="", help="Only this language.")
@click.option("--output", type=click.Path(path_type=Path), help="Publish here instead of output/.")
@articles_option
@cache_option
@click.pass_obj
def run_command(
    workspace: Path, report: str, week: str, as_of: date | None, regions: str, language: str,
    output: Path | None, articles: Path | None, cached: bool,
) -> int:  # fmt: skip
    """Publish one issue of REPORT.

    Prints the path of the published directory last. A report of kind `country` publishes one set for each country of
    --regions, or of its panel, and prints a path for each; one that fails does not stop the others.
    """
    from riskbrief.pipeline.commands import publish_report

    wanted = tuple(filter(None, regions.split(",")))
    outcome = publish_report(
        workspace, report, week=week, as_of=as_of, regions=wanted, language=language,
        output=output, articles=existing(articles), cached=cached, step=step, hear=tell,
    )  # fmt: skip
    for reason in outcome.reasons:
        say(f"degraded: {reason}")
    for path in outcome.paths:
        click.echo(path)
    return outcome.exit_code


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
