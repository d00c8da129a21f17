"""init, check, schema, doctor: the care of a workspace."""

from __future__ import annotations

import json
from pathlib import Path

import click

from riskbrief.cli.main import say


@click.command("init")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--diff", "compare", is_flag=True, help="Show how DIRECTORY differs from the starter kit; write nothing.")
def init_command(directory: Path, compare: bool) -> int:
    """Make a new workspace from the starter kit; never overwrites.

    After an upgrade of riskbrief, --diff shows as a unified diff what the new starter kit has otherwise: lines of the
    workspace behind `-`, those of the kit behind `+`.
    """
    from riskbrief.definitions.starter import copy_starter, starter_diff, starter_names

    if compare:
        for line in starter_diff(directory):
            click.echo(line, nl=False)
        return 0
    written = copy_starter(directory)
    for path in written:
        click.echo(path)
    kept = len(starter_names()) - len(written)
    say(f"wrote {_files(len(written))} into {directory}" + (f", kept {kept} that stood there" if kept else ""))
    return 0


def _files(number: int) -> str:
    return f"{number} file" + ("" if number == 1 else "s")


@click.command("check")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def check_command(workspace: Path, form: str) -> int:
    """Print every problem of a workspace.

    Reads every YAML file and template and runs the examples in indicator files; exit code 3 when something is wrong.
    Notes say which indicators a language that articles are read in has no words for; they are no problems.
    """
    from riskbrief.pipeline.checking import check_everything, language_notes

    problems = check_everything(workspace)
    for problem in problems:
        row = {"path": problem.path, "line": problem.line, "column": problem.column, "text": problem.text}
        click.echo(json.dumps(row | {"remedy": problem.remedy}, ensure_ascii=False) if form == "json" else problem)
    if not problems:
        click.echo("no problems", err=True)
        for note in language_notes(workspace):
            click.echo(f"note: {note}", err=True)
    return 3 if problems else 0


@click.command("schema")
@click.argument(
    "kind",
    type=click.Choice(
        ["config", "indicators", "report", "library", "judgements", "scenarios", "lexicon", "manifest", "briefing"]
    ),
)
def schema_command(kind: str) -> int:
    """Print the JSON Schema of a file kind."""
    from riskbrief.pipeline.schemas import schema

    click.echo(json.dumps(schema(kind), indent=2, ensure_ascii=False))
    return 0


@click.command("doctor")
@click.pass_obj
def doctor_command(workspace: Path) -> int:
    """Say what is missing on this machine."""
    from riskbrief.pipeline.doctor import examine

    findings = examine(workspace)
    for finding in findings:
        mark = "ok     " if finding.fine else "missing"
        click.echo(f"{mark}  {finding.name}: {finding.detail}")
    return 0 if all(f.fine for f in findings) else 3
