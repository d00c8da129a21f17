"""What national acts are done to: a radio closed on Monday and a paper on Wednesday are two acts (method B.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from riskbrief.coding.said import Said
from riskbrief.coding.scene_book import SceneBook, flat_text
from riskbrief.folding import fold

SHORTEST = 4
NEAR = 20
"Characters before an act in which its determiner stands."
_OBJECT = re.compile(r"(?:>|\.\.\.)([^>]*)$")


def object_of(row: Any, said: Said, scenes: SceneBook) -> frozenset[str] | None:
    """The words for what a mention's act is done to; empty where its term names nothing; None where it speaks of an act
    told of before, or stands in the title."""
    before = said.words[: max(row.start - said.start, 0)]
    if row.field == "title" or scenes.told_of.search(flat_text(before[-NEAR:])):
        return None
    match = None if row.term.startswith("second reader") else _OBJECT.search(row.term)
    return frozenset(w for w in re.findall(r"[a-z]+", fold(match[1])) if len(w) >= SHORTEST) if match else frozenset()


def objects(of_each: Iterable[frozenset[str] | None]) -> frozenset[str]:
    """All that the mentions of one sighting name; nothing where one of them speaks of an act told of before."""
    every = list(of_each)
    return frozenset() if None in every else frozenset(w for words in every for w in words or ())
