"""code, score, try: numbers from articles, without publishing anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from riskbrief.cli.account import tell, tell_newest
from riskbrief.cli.options import (
    Day,
    answer,
    articles_option,
    as_of_option,
    cache_option,
    emit,
    existing,
    outlets_option,
    step,
)


@click.command("code")
@articles_option
@as_of_option
@outlets_option
@cache_option
@click.pass_obj
def code_command(workspace: Path, articles: Path | None, as_of: date | None, outlets: Path | None, cached: bool) -> int:
    """Print the mentions in articles.

    JSON Lines, one mention a line, with its status and why. `toll` is that of the mention's event, fused over the
    independent origins that report it; the quote may give another. Without --as-of: the day of the newest article.
    """
    from riskbrief.pipeline.commands import code_lines

    hear = tell if as_of else tell_newest
    for row in code_lines(
        workspace, existing(articles), as_of=as_of, outlets=existing(outlets), cached=cached, step=step, hear=hear
    ):
        emit(row)
    return 0


@click.command("score")
@articles_option
@as_of_option
@click.option("--weeks", type=click.IntRange(1, 520), default=1, show_default=True, help="How many weeks, ending last.")
@outlets_option
@cache_option
@click.option("--format", "form", type=click.Choice(["json"]), default="json", show_default=True)
@click.pass_obj
def score_command(
    workspace: Path, articles: Path | None, as_of: date | None, weeks: int, outlets: Path | None, cached: bool,
    form: str,
) -> int:  # fmt: skip
    """Print the scores of the last complete weeks.

    JSON Lines, one node a line: indicators, pillars and the index of every country.
    """
    from riskbrief.pipeline.commands import score_lines

    for row in score_lines(
        workspace, existing(articles), as_of=as_of, weeks=weeks, outlets=existing(outlets), cached=cached,
        step=step, hear=tell,
    ):  # fmt: skip
        emit(row)
    return 0


@click.command("try")
@click.option("--text", required=True, help="The text to try.")
@click.option("--title", default="", help="Its title, if it has one.")
@click.option("--language", default="", help="en, fr, ...; detected when left out.")
@click.option("--date", "day", type=Day(), help="Publication day; today when left out.")
@click.option("--place", default="", help="Country the article is about, as ISO alpha-3.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def try_command(workspace: Path, text: str, title: str, language: str, day: date | None, place: str, form: str) -> int:
    """Show what the indicators make of one text.

    Every match, its status and why, and what nearly matched with the one thing that is missing, nearest first.
    """
    from riskbrief.pipeline.trying import try_text

    trial = try_text(workspace, text, title=title, language=language, day=day, place=place)
    return answer(trial.as_json(), trial.lines(), form)
