"""What to say of a wrong name or value: plain words and the closest valid name."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Any

from riskbrief.definitions.base import PATTERNS


def closest(name: str, known: Collection[str]) -> str:
    """A remedy: the closest of the known names, else the known names.

    >>> closest("wieght", ["weight", "name"])
    "Did you mean 'weight'?"
    """
    by_lower = {k.lower(): k for k in known}
    close = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.6)
    if close:
        return f"Did you mean {by_lower[close[0]]!r}?"
    if not known:
        return "None is known here."
    shown = sorted(known)
    more = f" and {len(shown) - 20} more" if len(shown) > 20 else ""
    return f"Known: {', '.join(shown[:20])}{more}."


def shown(text: str) -> str:
    """A value as written, shortened for a message."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def constraint(kind: str, context: Mapping[str, Any], value: object) -> str:
    """Why a value of the right type is refused, in plain words."""
    given = f", not {value}" if isinstance(value, int | float) else ""
    if kind in _BOUNDS:
        word, key = _BOUNDS[kind]
        return f"must be {word} {_number(context[key])}{given}"
    if kind in ("too_short", "too_long"):
        word, key = ("at least", "min_length") if kind == "too_short" else ("at most", "max_length")
        return f"must have {word} {context[key]} entries, not {context['actual_length']}"
    if kind == "string_pattern_mismatch":
        rule = PATTERNS.get(str(context["pattern"]), f"must match {context['pattern']}")
        return f"{shown(str(value))} {rule}"
    if kind == "value_error":
        return f"{shown(str(value))} {context['error']}" if isinstance(value, str) else str(context["error"])
    return f"{shown(str(value))} is not allowed here"


_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than_equal": ("at most", "le"),
    "less_than": ("less than", "lt"),
}


def _number(value: float) -> str:
    return f"{value:g}"
