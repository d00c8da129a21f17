"""How printed text is set: typographic apostrophes, and the no-break spaces of French; what is quoted keeps its own."""

from __future__ import annotations

import re

NARROW, WIDE = "\u202f", "\u00a0"
_QUOTED = r"“[^”]*”|«[^»]*»"
_STRAIGHT = re.compile(rf"{_QUOTED}|(?<=[^\W_])'(?=[^\W_]|[«“])|(?<=[^\W_]s)'(?= [^\W_])")
_CLOSE = re.compile(rf"{_QUOTED}|(?<=[^\s;:?!.,])[;:?!](?=\s|$)")
_MONTHS = re.compile(
    r"(?<=[\dr]) (?=(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)(?:ier|il|let|embre|obre)?\b)"
)


class Written(str):
    """Text that stands as somebody else wrote it: only its spaces are set."""

    __slots__ = ()


class Untouched(str):
    """What is no text for readers, such as an address."""

    __slots__ = ()


def typeset(text: str, language: str) -> str:
    """The text as it is printed.

    >>> typeset("The week's main report: “Mali's army”", "en")
    "The week’s main report: “Mali's army”"
    >>> typeset("L'armée: « l'attaque »", "fr")
    "L’armée\\xa0: «\\u202fl'attaque\\u202f»"
    """
    if isinstance(text, Untouched):
        return text
    if not isinstance(text, Written):
        text = _STRAIGHT.sub(lambda found: "’" if found[0] == "'" else found[0], text) if "'" in text else text
        text = _CLOSE.sub(_apart, text) if language == "fr" else text
    return _french(text) if language == "fr" else text


def _apart(found: re.Match[str]) -> str:
    return f" {found[0]}" if len(found[0]) == 1 else found[0]


def _french(text: str) -> str:
    text = _MONTHS.sub(WIDE, text)
    text = re.sub(r"[ \u00a0]([;!?%])", rf"{NARROW}\1", text)
    text = re.sub(r"[ \u202f](:(?!\S))", rf"{WIDE}\1", text)
    text = re.sub(r"«[ \u00a0]?", f"«{NARROW}", text)
    return re.sub(r"[ \u00a0]?»", f"{NARROW}»", text)
