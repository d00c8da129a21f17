"""ingest: ask the sources and put on record what they bring."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.logs import log_option
from riskbrief.cli.main import say
from riskbrief.cli.options import emit


@click.command("ingest")
@click.option("--source", "sources", multiple=True, help="Only this source; may be given several times.")
@log_option
@click.pass_obj
def ingest_command(workspace: Path, sources: tuple[str, ...]) -> int:
    """Ask the enabled sources and record what is new in the store; prints a JSON line per source.

    Exit code 4 when a source did not answer as it should, 6 when none did.
    """
    from riskbrief.pipeline.harvesting import ingest
    from riskbrief.pipeline.watching import refresh_textfile

    done = ingest(workspace, only=sources)
    refresh_textfile(workspace)
    rows = done.rows()
    for row in rows:
        emit(row)
    for note in done.taken.notes:
        say(note)
    if not rows:
        say("no source is enabled in config.yaml")
    wrong = [row for row in rows if row["state"] not in {"ok", "empty", "not_modified"}]
    return 6 if rows and done.taken.all_failed else 4 if wrong else 0
