"""Folding text so that accents, case, quotes and ligatures do not matter, with offsets back to the text as read."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_SPECIAL = {
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "ß": "ss",
    "ø": "o",
    "Ø": "o",
    "ł": "l",
    "đ": "d",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
}
TOKEN = re.compile(r"[a-z0-9]+")


class Token(NamedTuple):
    """A folded word with its place in the text as read: `raw[start:end]`."""

    text: str
    start: int
    end: int


def fold_char(char: str) -> str:
    """One character folded; combining marks fold to nothing."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return plain.casefold()


def fold(text: str) -> str:
    """Folded text; its length may differ from the text's (use `fold_with_offsets` to map back).

    >>> fold("L’ATTAQUE de la cœur de Ségou")
    "l'attaque de la coeur de segou"
    """
    if text.isascii():
        return text.lower()
    return "".join(map(fold_char, text))


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Folded text and, for each folded character plus one past the end, its offset in `text`."""
    if text.isascii():
        return text.lower(), list(range(len(text) + 1))
    parts: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        folded = fold_char(char)
        parts.append(folded)
        offsets.extend([index] * len(folded))
    offsets.append(len(text))
    return "".join(parts), offsets


def tokens(text: str) -> list[Token]:
    """Folded tokens `[a-z0-9]+` with offsets into `text`.

    >>> [t.text for t in tokens("L'attaque, Guinée-Bissau")]
    ['l', 'attaque', 'guinee', 'bissau']
    """
    folded, offsets = fold_with_offsets(text)
    return [Token(m.group(), offsets[m.start()], offsets[m.end() - 1] + 1) for m in TOKEN.finditer(folded)]
