"""sources: where articles come from, and whether one answers."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.main import say
from riskbrief.cli.options import answer, emit, show

form_option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group("sources")
def sources_command() -> None:
    """Where articles come from: list the sources, test one, make outcomes from UCDP's files."""


@sources_command.command("list")
@form_option
@click.pass_obj
def list_command(workspace: Path, form: str) -> int:
    """List every source: reader, address, whether it is switched on, outlet and its rating, last state if known."""
    from riskbrief.pipeline.sources import source_rows

    for row in source_rows(workspace):
        if form == "json":
            emit(row)
            continue
        on, outlet = "on" if row["enabled"] else "off", row["outlet"] or "-"
        rating, state = row["reliability"] or "-", row["state"] or "-"
        click.echo(f"{row['id']:<22} {row['reader']:<10} {on:<4} {outlet:<22} {rating:<2} {state:<12} {row['address']}")
    return 0


@sources_command.command("test")
@click.argument("source")
@form_option
@click.pass_obj
def test_command(workspace: Path, source: str, form: str) -> int:
    """Ask SOURCE once, also when it is switched off, and show what came; nothing is written.

    State, bytes, number and newest date of articles, what was dropped and why, the newest titles. Exit code 6 when it
    gave no article.
    """
    from riskbrief.pipeline.sources import try_source

    trial = try_source(workspace, source)
    answer(trial.as_json(), trial.lines(), form)
    return 0 if trial.good else 6


@sources_command.command("outcomes")
@click.argument("place")
@click.pass_obj
def outcomes_command(workspace: Path, place: str) -> int:
    """Print deaths by country and month from a UCDP GED or Candidate file, for `backtest --outcomes`.

    PLACE is a CSV file or the address of one (also zipped). Months between the first and the last event of the file are
    0 where a country it names has no event.
    """
    from riskbrief.pipeline.outcomes_made import outcome_lines

    lines, unknown = outcome_lines(workspace, place)
    for line in lines:
        show(line)
    if unknown:
        say(f"left out, as no country is known by the name: {', '.join(unknown)}")
    return 0
