"""learn: the second reader, trained again with an analyst's labels."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.main import say
from riskbrief.cli.options import answer


@click.command("learn")
@click.argument("labels", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of models/second_reader.npz.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def learn_command(workspace: Path, labels: tuple[Path, ...], out: Path | None, form: str) -> int:
    """Train the second reader with your labels.

    On the labelled sentences that come with riskbrief and on LABELS after them; where both label a sentence, yours are
    right. Writes models/second_reader.npz of the workspace, which is read from then on, and prints how it does on
    sentences held out of training.
    """
    from riskbrief.pipeline.learning import learn

    say("training, about two minutes ...")
    learnt = learn(workspace, labels, out)
    say(f"wrote {learnt.path}")
    return answer(learnt.as_json(), learnt.lines(), form)
