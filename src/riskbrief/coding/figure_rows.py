"""Which claims of an article are figures that somebody gives for victims told of elsewhere in it."""

from __future__ import annotations

import re
from typing import Any

from riskbrief.coding.claims import revises, source_next
from riskbrief.coding.sightings import Article

_WORD = re.compile(r"\b\w")


def gives_figure(row: Any, article: Article) -> bool:
    """Whether a claimant gives the figure of a claim ("the rebels put it at 47", "parle de 28"); not an update."""
    if not row.claimant:
        return False
    said, text = article.sentence(row.field, row.start), article.tongue.text
    if revises(said.words):
        return False  # a toll that moved is of whoever gave the former
    start, end = row.start - said.start, row.end - said.start
    before = said.words[:start]
    if any(p.search(before) for p in (text.figure_spoken, text.figure_said, text.figure_they, text.figure_is)):
        return True
    if source_next(said.words[end:], text):
        return True
    ends = (start + m.start() for m in _WORD.finditer(said.words[start:end]))
    return any(text.figure_given.search(said.words[:last]) for last in ends)
