"""Why a sentence was read so: the words whose n-grams spoke most for the indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.folding import tokens

MOST = 3
Ints = npt.NDArray[np.int64]


class Shares(NamedTuple):
    """What each n-gram of a sentence adds to the score of each indicator, and its first and last word."""

    share: npt.NDArray[np.float32]
    first: Ints
    last: Ints

    def part(self, begin: int, end: int) -> Shares:
        """Some of the n-grams."""
        return Shares(self.share[begin:end], self.first[begin:end], self.last[begin:end])


def joined(parts: Sequence[Shares]) -> Shares:
    """Shares of several families of n-grams as one."""
    share, first, last = ([p[k] for p in parts] for k in range(3))
    return Shares(np.concatenate(share), np.concatenate(first), np.concatenate(last))


def spans(text: str, shares: Shares, indicator: int) -> list[tuple[int, int]]:
    """Places in the text of the words or pairs of words that spoke most for an indicator, the strongest first.

    Runs of characters count for the word they lie in. No word is named twice.
    """
    words = tokens(text)
    chosen: list[tuple[int, int]] = []
    taken: set[int] = set()
    for first, last in _ranked(shares, indicator, len(words)):
        if len(chosen) < MOST and taken.isdisjoint((first, last)):
            taken |= {first, last}
            chosen.append((words[first].start, words[last].end))
    return chosen


def _ranked(shares: Shares, indicator: int, count: int) -> list[tuple[int, int]]:
    """Words and pairs (first, last) that speak for the indicator, the strongest first."""
    share = shares.share[:, indicator]
    alone = shares.first == shares.last
    word = np.bincount(shares.first[alone], share[alone], minlength=count).tolist()
    found = [(strength, i, i) for i, strength in enumerate(word)]
    pairs = zip(share[~alone].tolist(), shares.first[~alone].tolist(), shares.last[~alone].tolist(), strict=True)
    found += [(own + max(word[a], 0.0) + max(word[b], 0.0), a, b) for own, a, b in pairs if own > 0]
    return [(a, b) for strength, a, b in sorted(found, key=lambda f: (-f[0], f[1], f[2])) if strength > 0]
