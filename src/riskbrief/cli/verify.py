"""verify: whether a briefing follows from the evidence it carries."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.main import say
from riskbrief.cli.options import articles_option, existing, show

FOLLOWS, DOES_NOT = 0, 11


@click.command("verify")
@click.argument("target", metavar="PDF_OR_DIR", type=click.Path(path_type=Path))
@articles_option
@click.option(
    "--signed-by",
    type=click.Path(path_type=Path),
    help="Certificate (PEM or DER) with which each PDF must be signed; without, a signature need only be intact.",
)
@click.pass_obj
def verify_command(workspace: Path, target: Path, articles: Path | None, signed_by: Path | None) -> int:
    """Prove a briefing from the evidence it carries.

    PDF_OR_DIR is a briefing's PDF or a published folder. Scores and sentences are worked out again from the attached
    mentions, events and configuration, and compared with what is printed. Exit 0 when every number and quotation
    follows; else 11, and a line for each that does not. Article texts, where --articles or the workspace has them, are
    compared too. A signature must be intact and cover the whole file; whose it is, is told (docs/verify.md).
    """
    from riskbrief.pipeline.signing import fingerprint
    from riskbrief.pipeline.verifying import verify

    certificate = fingerprint(signed_by) if existing(signed_by) and signed_by else ""
    proof = verify(target, workspace, existing(articles), certificate)
    for note in proof.notes:
        say(f"note: {note}")
    for finding in proof.findings:
        show(finding)
    if proof.findings:
        say(f"{len(proof.findings):,} {'thing does' if len(proof.findings) == 1 else 'things do'} not follow")
        return DOES_NOT
    click.echo("everything follows: " + ", ".join(f"{n:,} {what}" for what, n in proof.counts.items()))
    return FOLLOWS
