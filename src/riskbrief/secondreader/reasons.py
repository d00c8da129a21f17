"""Why a sentence was read so: the words whose n-grams spoke most for the indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.folding import tokens

MOST = 3
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


class Shares(NamedTuple):
    """The n-grams of a sentence: their rows in the weights, by how much these count, and their first and last word."""

    row: Ints
    factor: npt.NDArray[np.float32]
    first: Ints
    last: Ints

    def part(self, begin: int, end: int) -> Shares:
        """Some of the n-grams."""
        here = slice(begin, end)
        return Shares(self.row[here], self.factor[here], self.first[here], self.last[here])


def joined(parts: Sequence[Shares]) -> Shares:
    """Shares of several kinds of n-grams as one."""
    row, factor, first, last = zip(*parts, strict=True)
    return Shares(np.concatenate(row), np.concatenate(factor), np.concatenate(first), np.concatenate(last))


def spans(text: str, shares: Shares, weight: Floats) -> list[tuple[int, int]]:
    """Places in the text of the words or phrases that spoke most, the strongest first; `weight`: of each n-gram.

    Runs of characters count for the word they lie in. No word is named twice.
    """
    words = tokens(text)
    chosen: list[tuple[int, int]] = []
    taken: set[int] = set()
    for first, last in _ranked(shares, weight * shares.factor, len(words)):
        inside = range(first, last + 1)
        if len(chosen) < MOST and taken.isdisjoint(inside):
            taken.update(inside)
            chosen.append((words[first].start, words[last].end))
    return chosen


def _ranked(shares: Shares, added: Floats, count: int) -> list[tuple[int, int]]:
    """Words and phrases (first, last) that speak for it, the strongest first; `added`: what each n-gram adds.

    To what a phrase says as a whole comes what its words say for it.
    """
    size = max(count, 1)
    where, number = np.unique(shares.first * size + shares.last, return_inverse=True)
    own = np.bincount(number, added, len(where))
    first, last = where // size, where % size
    alone = first == last
    word = np.zeros(size + 1)
    word[first[alone] + 1] = np.maximum(own[alone], 0.0)
    before = np.cumsum(word)
    strong = own + np.where(alone, 0.0, before[last + 1] - before[first])
    order = np.lexsort((last, first, -strong))
    order = order[own[order] > 0]
    return list(zip(first[order].tolist(), last[order].tolist(), strict=True))
