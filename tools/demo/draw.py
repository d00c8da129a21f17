"""Reproducible draws and the small template language of the word banks: `<a|b>` alternatives and `{slot}` values."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeVar

T = TypeVar("T")
ALTERNATIVES = re.compile(r"<([^<>]*)>")
GUARD = re.compile(r"(\d{4}-\d\d-\d\d)> ")
SLOT = re.compile(r"\{(\w+)\}")


class Draw:
    """A stream of draws fixed by a key; only `random()`, whose sequence Python guarantees, is used."""

    def __init__(self, key: str) -> None:
        self._stream = random.Random(key)

    def share(self) -> float:
        return self._stream.random()

    def below(self, n: int) -> int:
        return int(self._stream.random() * n)

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def sample(self, items: Sequence[T], n: int) -> list[T]:
        pool = list(items)
        return [pool.pop(self.below(len(pool))) for _ in range(min(n, len(pool)))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        point = self.share() * sum(weights.values())
        for item, weight in weights.items():
            point -= weight
            if point < 0:
                return item
        return next(reversed(weights))


def fill(template: str, draw: Draw, *, slots: Mapping[str, str]) -> str:
    """The template with one alternative of each kind drawn and its slots filled; an unknown slot is an error.

    >>> fill("<A|A> man in {place}", Draw("x"), slots={"place": "Gao"})
    'A man in Gao'
    """
    text = template
    while ALTERNATIVES.search(text):
        text = ALTERNATIVES.sub(lambda m: draw.pick(m.group(1).split("|")), text, count=1)
    return " ".join(SLOT.sub(lambda m: slots[m.group(1)], text).split())


def lines_for(clauses: Sequence[str], day: date, *, slots: Collection[str]) -> list[str]:
    """The clauses whose slots are known and whose guard `2024-01-01> `, if any, is not later than the day."""
    found = []
    for clause in clauses:
        guard = GUARD.match(clause)
        told = clause[guard.end() :] if guard else clause
        if (guard is None or date.fromisoformat(guard[1]) <= day) and set(SLOT.findall(told)) <= set(slots):
            found.append(told)
    return found


CONTRACTIONS = (
    (r"\bde le (?=\w)", "du "), (r"\bDe le (?=\w)", "Du "), (r"\bà le (?=\w)", "au "), (r"\bde les (?=\w)", "des "),
    (r"\bà les (?=\w)", "aux "), (r"\bde des (?=\w)", "de "), (r"\bde (?=[aeiouéèêàâîôûAEIOUÉÈÊ])", "d'"),
)  # fmt: skip


def elided(text: str) -> str:
    """French contractions and elisions where a slot met a preposition.

    >>> elided("le report de élections et de le vote")
    "le report d'élections et du vote"
    """
    for pattern, plain in CONTRACTIONS:
        text = re.sub(pattern, plain, text)
    return text


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
