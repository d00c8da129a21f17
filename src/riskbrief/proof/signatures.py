"""Signatures of a PDF: whether each is intact and covers the file, and by which certificate it was made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riskbrief.proof.findings import Finding, shown
from riskbrief.proof.pdf import ask_child

CHILD = "riskbrief.proof.signatures_child"


@dataclass(frozen=True)
class Signature:
    """`signer` and `issuer` as the certificate names them; `certificate`: its SHA-256 in hexadecimal; `at`: the
    signer's own clock, ISO 8601, may be empty; `fault`: what is wrong, empty when it is intact and covers the file."""

    signer: str
    issuer: str
    certificate: str
    at: str
    fault: str

    def __str__(self) -> str:
        by = "by itself" if self.issuer == self.signer else f"by {shown(self.issuer)}"
        at = f" at {self.at} by the signer's clock" if self.at else ""
        whole = "; the signature is intact and covers the whole file"
        return f"signed by {shown(self.signer)}{at}{whole}; certificate {self.certificate}, issued {by}"


def read_signatures(name: str, content: bytes) -> list[Signature] | None:
    """Every signature, oldest first, read in a process of its own; None when the extra `sign` is not installed.

    Errors: EvidenceError when the PDF cannot be read.
    """
    told = json.loads(ask_child(CHILD, name, content))
    return None if told is None else [Signature(**one) for one in told]


def faulty(name: str, signatures: Sequence[Signature]) -> Iterator[Finding]:
    """What is wrong with the signatures of a PDF."""
    for one in signatures:
        if one.fault:
            yield Finding(f"{name} signature of {shown(one.signer)}", why=one.fault)


def unsigned(name: str, signatures: Sequence[Signature], certificate: str) -> Iterator[Finding]:
    """A finding unless the certificate with this SHA-256 made a signature of the PDF."""
    if certificate not in [one.certificate for one in signatures]:
        yield Finding(name, why=f"is not signed with the certificate {certificate}")
