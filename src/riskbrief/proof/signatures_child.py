"""The process that checks signatures: `python -I -m riskbrief.proof.signatures_child`, one PDF in, one line out.

Needs the extra `sign` (pyHanko). Nothing is fetched; whether anybody vouches for a certificate is not asked.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from riskbrief.proof.child import main


def signatures(content: bytes) -> bytes:
    """Its answer: null without pyHanko, else a list with a mapping for each signature, as `Signature` has it."""
    try:
        import pyhanko.sign.validation  # noqa: F401
    except ImportError:
        return b"null"
    return json.dumps(_read(content)).encode()


def _read(content: bytes) -> list[dict[str, Any]]:
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    found = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return [_told(one, newest=one is found[-1]) for one in found]


def _told(one: Any, *, newest: bool) -> dict[str, str]:
    told = dict.fromkeys(("signer", "issuer", "certificate", "at"), "")
    try:
        at, certificate = one.self_reported_timestamp, one.signer_cert
        told |= {"signer": certificate.subject.human_friendly, "issuer": certificate.issuer.human_friendly}
        told |= {"certificate": certificate.sha256.hex(), "at": at.isoformat() if at else ""}
        return told | {"fault": _fault(one, newest=newest)}
    except Exception as error:
        return told | {"fault": f"cannot be checked: {' '.join(str(error).split())[:200]}"}


def _fault(one: Any, *, newest: bool) -> str:
    """What is wrong with a signature; empty if nothing is. Only the newest one can cover the whole file."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    status = validate_pdf_signature(one, ValidationContext(trust_roots=[], allow_fetching=False), skip_diff=True)
    if not status.intact:
        return "is not of this content: the file was changed after it was signed"
    if not status.valid:
        return "was not made with the key of its certificate"
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return "" if whole or not newest else "does not cover the whole file: something was added after it"


if __name__ == "__main__":
    sys.exit(main(signatures))
