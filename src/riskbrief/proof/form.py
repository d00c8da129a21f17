"""The form of a PDF: whether it is tagged, its language, the alternatives of its figures, its dates and identifier."""

from __future__ import annotations

import json
from dataclasses import dataclass

from riskbrief.proof.pdf import ask_child

CHILD = "riskbrief.proof.form_child"


@dataclass(frozen=True)
class Form:
    """`dates`: of creation and change as the PDF writes them; `identifier`: hexadecimal; figures are counted once for
    each page they stand on."""

    tagged: bool
    language: str
    figures: int
    without_alternative: int
    dates: tuple[str, ...]
    identifier: str


def read_form(name: str, content: bytes) -> Form:
    """The form of one PDF, read in a process of its own. Errors: EvidenceError when it cannot be read."""
    told = json.loads(ask_child(CHILD, name, content))
    return Form(**told | {"dates": tuple(told["dates"])})
