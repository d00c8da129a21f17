"""sign: a signed copy of a published PDF."""

from __future__ import annotations

from pathlib import Path

import click

from riskbrief.cli.options import existing


@click.command("sign")
@click.argument("target", metavar="PDF_OR_DIR", type=click.Path(path_type=Path))
@click.option(
    "--key", type=click.Path(path_type=Path), required=True, help="PKCS#12 file (.p12, .pfx) with key and certificate."
)
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    help="File with the passphrase of the key, instead of the environment variable RISKBRIEF_SIGN_PASSPHRASE.",
)
def sign_command(target: Path, key: Path, passphrase_file: Path | None) -> int:
    """Sign a briefing's PDF, or each PDF of a published folder.

    Writes NAME.signed.pdf beside a PDF; for a published folder, which stays as it is, into signed-ISSUE beside it, and
    prints the paths. The copy begins with the bytes of the PDF and ends with the signature. Needs the extra `sign`.
    """
    from riskbrief.pipeline.signing import sign

    existing(key), existing(passphrase_file)
    for path in sign(target, key, passphrase_file):
        click.echo(path)
    return 0
