"""Folded words, numbers and marks of a text, and the numbers among them that may count people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from riskbrief.folding import fold_with_offsets

EXACT, RANGE = "exact", "range"

_TOKEN = re.compile(
    r"(?P<odd>\d+[.,]\d{1,2}(?![\d])|\d+(?:st|nd|rd|th|er|e|eme|ieme|h\d*|km|am|pm|s)\b|[a-z]+\d\w*|\d+[a-z]\w*)"
    r"|(?P<number>\d{1,3}(?:[ ,.]\d{3})+(?!\d)|\d+)|(?P<word>[a-z]+)"
    r"|(?P<stop>[.!?;:](?=\s|$))|(?P<mark>(?!(?<=[a-z])-(?=[a-z]))[^\sa-z0-9'\".])"
)


class Piece(NamedTuple):
    """A word, number or mark at `text[start:end]`; `kind` number, word, odd, stop or mark; `capital`: first letter."""

    text: str
    kind: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True)
class Quantity:
    """A number of something: pieces `[first, last)`; `article`: an 'a' or 'one' that counts only before a victim;
    `implied`: 'the driver', 'his wife', that count only beside other victims."""

    first: int
    last: int
    low: int
    best: int
    high: int | None
    precision: str
    article: bool = False
    implied: bool = False


def pieces_of(text: str) -> list[Piece]:
    """Folded words, numbers and marks of a text, with offsets into it."""
    folded, offsets = fold_with_offsets(text)
    found = []
    for match in _TOKEN.finditer(folded):
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        found.append(Piece(match.group(), str(match.lastgroup), start, end, text[start].isupper()))
    return found
