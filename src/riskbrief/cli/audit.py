"""audit: a sample for two readers, what their answers say, and labels to learn from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from riskbrief.cli.account import tell, tell_newest
from riskbrief.cli.main import say
from riskbrief.cli.options import answer, articles_option, as_of_option, existing, keep_found, keep_option, step

GROUPS = {
    "asserted": "mentions taken as asserted",
    "not_asserted": "mentions that are not",
    "second_only": "indicators that only the second reader sees",
    "silent": "sentences of articles without any mention",
    "beside": "sentences without a mention in other articles",
    "speaking": "sentences with a mention, asked as a whole",
}
folder_argument = click.argument("folder", type=click.Path(path_type=Path))


@click.group("audit")
def audit_command() -> None:
    """Measure how well articles are coded.

    A sample for two readers, and what their answers say.
    """


@audit_command.command("sample")
@articles_option
@as_of_option
@click.option("--size", type=click.IntRange(20, 20000), default=400, show_default=True, help="How many items.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Another seed, another sample.")
@click.option("--second/--no-second", default=True, show_default=True, help="Draw where the second reader differs.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for sample.csv, key.csv, guide.md.")
@click.pass_obj
def sample_command(
    workspace: Path, articles: Path | None, as_of: date | None, size: int, seed: int, second: bool, out: Path
) -> int:
    """Draw sentences for two readers.

    sample.csv asks without saying what the program thought; key.csv says it: keep it from the readers. guide.md tells
    how to answer. The same articles, size and seed give the same files. Without --as-of: the day of the newest article.
    """
    from riskbrief.pipeline.auditing import make_sample

    hear = tell if as_of else tell_newest
    made = make_sample(
        workspace, existing(articles), as_of=as_of, size=size, seed=seed, out=out, second=second, step=step, hear=hear
    )
    for name, said in GROUPS.items():
        if made.population.get(name):
            say(f"{made.drawn.get(name, 0):,} of {made.population[name]:,} {said}")
    for path in made.paths:
        click.echo(path)
    return 0


@audit_command.command("score")
@folder_argument
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@keep_option
@click.pass_obj
def score_command(workspace: Path, folder: Path, form: str, keep: bool) -> int:
    """Say what the answers in FOLDER show.

    Precision by status, indicator and language, recall, and Cohen's kappa, with intervals of 95 per cent. Reads
    sample.csv and copies of it named sample-*.csv; one reader is enough for all but kappa.
    """
    from riskbrief.audit.lines import text_lines
    from riskbrief.pipeline.auditing import read_back, score_audit

    audit = read_back(workspace, folder)
    tell_missing(audit)
    found = score_audit(audit)
    if keep:
        keep_found(workspace, "audit", found)
    return answer(found, text_lines(found), form)


@audit_command.command("labels")
@folder_argument
@click.option("--out", type=click.Path(path_type=Path), required=True, help="File to write.")
@click.pass_obj
def labels_command(workspace: Path, folder: Path, out: Path) -> int:
    """Write what the readers settled as labels for `learn`.

    Prints the path. A sentence on which the readers differ, or of which not every likely indicator was answered, is
    left out.
    """
    from riskbrief.pipeline.auditing import read_back, write_labels

    audit = read_back(workspace, folder)
    tell_missing(audit)
    lesson = write_labels(audit, out)
    say(f"{len(lesson.lines) - 1:,} sentences labelled")
    for reason, number in lesson.left_out.items():
        say(f"left out {number:,}: {reason}")
    click.echo(out)
    return 0


def tell_missing(audit: Any) -> None:
    """Say which cells of a reader who began are still empty."""
    for column, (number, first) in audit.missing.items():
        say(f"{column}: {number:,} of {len(audit.reads):,} items have no answer" + (f", first {first}" * bool(first)))
