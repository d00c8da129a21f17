"""Text without accents but with its capitals, for names that only their capitals tell from a word."""

from __future__ import annotations

from riskbrief.letters import fold_char


def unaccented(text: str) -> str:
    """The text without accents, its capitals as they are.

    >>> unaccented("L'État, ŒUVRE")
    "L'Etat, OEUVRE"
    """
    if text.isascii():
        return text
    return "".join(_plain_char(c) for c in text)


def _plain_char(char: str) -> str:
    plain = fold_char(char)
    return plain.upper() if char != char.lower() else plain
