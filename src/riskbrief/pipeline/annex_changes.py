"""What changed in the configuration since the issue before: leaf by leaf, from the two published dumps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from riskbrief.briefing.annex_record import Edit

PARTS = ("config", "indicators", "cues", "concepts", "library", "reports", "phrases")
SCORES_HANG_ON = ("config", "indicators", "cues", "concepts")  # listed key by key, the rest counted
NAMES = ("id", "section", "name")  # what an entry of a list is called by
LISTED, LONGEST = 6, 60


def edits(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[tuple[Edit, ...], dict[str, int]]:
    """The first keys that differ of what scores hang on, and how many keys differ in each part of the configuration."""
    every = every_edit(was, now)
    listed = [edit for part in SCORES_HANG_ON for edit in every.get(part, ())]
    shown = (Edit(edit.key, cut(edit.was), cut(edit.now)) for edit in listed[:LISTED])
    return tuple(shown), {part: len(found) for part, found in every.items()}


def every_edit(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, list[Edit]]:
    """Every key that differs, by the part of the configuration; parts without one are left out."""
    found = {p: list(_differing(leaves(was.get(p, {}), ""), leaves(now.get(p, {}), ""))) for p in PARTS}
    return {part: edits for part, edits in found.items() if edits}


def _differing(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Edit]:
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key, ""), now.get(key, "")
        if old != new:
            yield Edit(key, old, new)


def leaves(value: Any, place: str) -> dict[str, str]:
    """Every value that is no mapping, by its dotted place; entries of a list by their name where they have one.

    >>> leaves({"a": [{"id": "x", "hi": 7}], "b": [1, 2]}, "")
    {'a.x.hi': '7', 'a.x.id': 'x', 'b': '[1, 2]'}
    """
    if isinstance(value, Mapping):
        parts = [(str(key), part) for key, part in sorted(value.items())]
    elif _named(value):
        parts = sorted((str(_name(entry)), entry) for entry in value)
    else:
        return {place: _text(value)}
    return {k: v for key, part in parts for k, v in leaves(part, f"{place}.{key}" if place else key).items()}


def _named(value: Any) -> bool:
    """Whether it is a list of entries of which each has a name of its own."""
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        return False
    names = [_name(entry) for entry in value]
    return all(isinstance(name, str) for name in names) and len(set(names)) == len(names)


def _name(entry: Any) -> Any:
    return next((entry[key] for key in NAMES if key in entry), None) if isinstance(entry, Mapping) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def cut(text: str) -> str:
    """A value short enough for a line."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
