"""Flags: a ship or a marcher may bear that of a country of which nothing is told (method B.5)."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.coding.place_scan import Span
from riskbrief.coding.place_words import FLAG_LINKS, FLAGS
from riskbrief.folding import fold


def without_flags(spans: Sequence[Span]) -> list[Span]:
    """Names without those of countries whose flag somebody bears, where another place is named."""
    return [span for span in spans if not (span.candidates[0].country and _on_a_flag(span))] or list(spans)


def _on_a_flag(span: Span) -> bool:
    """Whether a country's name or people stand beside a flag: "Liberian-flagged", "Malian flags", "pavillon libérien",
    "le drapeau du Niger"; in "Niger flags an attack" the country speaks."""
    before, after = span.before.text, span.after.text
    named = fold(span.name) == fold(span.candidates[0].entry.name)
    if after in FLAGS and (not named or span.mark == "-"):
        return True
    return before in FLAGS or (before in FLAG_LINKS and span.earlier.text in FLAGS)
