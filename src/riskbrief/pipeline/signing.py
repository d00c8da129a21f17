"""`riskbrief sign`: a signed copy of a published PDF beside it; the published bytes stay as they are."""

from __future__ import annotations

import hashlib
import os
import ssl
from pathlib import Path

from riskbrief.errors import ConfigurationError, EvidenceError, Problem, UsageError
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.publish import replace_file
from riskbrief.pipeline.standing import SUMS, damage
from riskbrief.pipeline.storage import storage_error, unreadable
from riskbrief.pipeline.verifying_set import EDITION
from riskbrief.proof.pdf import read_pdf

VARIABLE = "RISKBRIEF_SIGN_PASSPHRASE"


def sign(target: Path, key: Path, passphrase_file: Path | None) -> list[Path]:
    """Sign a briefing's PDF, or each PDF of a published folder; the paths of the signed copies.

    The passphrase of `key`, a PKCS#12 file, stands in a file or in the environment; it is neither kept nor told.
    Errors: UsageError (2) when there is nothing to sign or pyHanko is not installed, ConfigurationError (3) when the
    key cannot be used, StorageError (8), EvidenceError (11) for a damaged folder or a PDF that is no briefing of ours.
    """
    try:
        from riskbrief.signing.keys import opened
    except ImportError:
        remedy = "Install it with pip install 'riskbrief[sign]', or tools/setup.sh sign in a checkout."
        raise UsageError(Problem("", 0, 0, "signing needs pyHanko, which is not installed", remedy)) from None
    pdfs = _pdfs(target)
    signer = opened(str(key), _bytes(key), _passphrase(passphrase_file), moment=utc_now())
    return [_sign(path, signer) for path in pdfs]


def fingerprint(certificate: Path) -> str:
    """SHA-256 of a certificate in PEM or DER, hexadecimal. Errors: ConfigurationError (3), StorageError (8)."""
    content = _bytes(certificate)
    try:
        der = ssl.PEM_cert_to_DER_cert(content.decode("ascii")) if content.startswith(b"-----") else content
    except ValueError:
        raise ConfigurationError(Problem(str(certificate), 0, 0, "is no certificate in PEM or DER")) from None
    return hashlib.sha256(der).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(error, path) from error


def _passphrase(path: Path | None) -> str:
    return _bytes(path).decode("utf-8", "replace").rstrip("\r\n") if path else os.environ.get(VARIABLE, "")


def _pdfs(target: Path) -> list[Path]:
    """The PDF, or those of the folder. Errors: UsageError (2), EvidenceError (11)."""
    if not target.is_dir():
        if not target.is_file():
            raise UsageError(Problem(str(target), 0, 0, "there is no such file or folder", "Name a PDF or its folder."))
        return [target]
    if not (target / SUMS).exists():
        raise UsageError(Problem(str(target), 0, 0, "is no published folder", "Name one such as output/weekly/latest."))
    if found := damage(target):
        raise EvidenceError(*(Problem(str(target), 0, 0, text, "Nothing was signed.") for text in found))
    return sorted(target.glob("*.pdf"))


def _sign(path: Path, signer: object) -> Path:
    from riskbrief.signing.pdf import signed

    content = _bytes(path)
    pdf = read_pdf(path.name, content)
    if pdf.signed or not any(EDITION.fullmatch(name) for name in pdf.files):
        text = "is signed already" if pdf.signed else "is no briefing: it carries no briefing.json"
        raise EvidenceError(Problem(str(path), 0, 0, text, "Nothing was signed."))
    copy = place(path)
    try:
        copy.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise storage_error(error, copy) from error
    replace_file(copy, signed(content, signer, moment=utc_now()))
    return copy


def place(pdf: Path) -> Path:
    """Where the signed copy goes: beside the PDF, but for a published set, whose folder must stay as its sums have it:
    into `output/<report>/signed-<issue>/`."""
    name, folder = f"{pdf.stem}.signed.pdf", pdf.parent
    if not (folder / SUMS).exists():
        return folder / name
    run = folder.resolve()
    if run.parents[1].name == ".runs":
        return run.parents[2] / f"signed-{run.parent.name}" / name
    return folder.with_name(f"signed-{folder.name}") / name
