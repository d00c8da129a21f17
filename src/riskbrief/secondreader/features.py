"""Sentences as n-grams: words, neighbouring words, and runs of five characters within a word.

A whole batch is folded into one row of small symbols (a-z, one for a year, one for any other number, one for a space),
and every n-gram of it is a window of that row. A window has a 32-bit key that depends on its symbols alone, so reading
needs no strings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.folding import fold

Keys = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
Symbols = npt.NDArray[np.uint64]

LENGTH = 5  # characters of a run; five symbols of five bits are one number
SPACE, NUMBER, EDGE, YEAR = 1, 2, 29, 30
_YEAR = re.compile(rb"\b(?:19|20)[0-9]{2}\b")
_BASE = np.uint64(0x9E3779B97F4A7C15)
_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)


def _alphabet() -> bytes:
    table = bytearray([SPACE]) * 256
    for code in range(ord("a"), ord("z") + 1):
        table[code] = code - ord("a") + 3
    for code in range(ord("0"), ord("9") + 1):
        table[code] = NUMBER
    table[ord("\n")], table[ord("=")] = EDGE, YEAR
    return bytes(table)


_ALPHABET = _alphabet()


class Grams(NamedTuple):
    """N-grams of a batch: which sentence, which key, and which of its words: `first` to `last`, and, when an n-gram
    lies in two places, also `other` to `end` (else the same)."""

    sentence: Ints
    key: Keys
    first: Ints
    last: Ints
    other: Ints
    end: Ints


def symbols(texts: Sequence[str]) -> Symbols:
    """The batch as symbols: an edge around each sentence, one space between words, one symbol for a run of digits."""
    folded = "\n".join(" ".join(fold(text).split()) for text in texts).replace("=", " ")
    joined = _YEAR.sub(b"=", f"\n {folded} \n".replace("\n", " \n ").encode("ascii", "replace"))
    row = np.frombuffer(joined.translate(_ALPHABET), np.uint8)
    again = (row[1:] == row[:-1]) & (row[1:] <= NUMBER)
    spare = np.concatenate(([False], again))
    return row[~spare].astype(np.uint64)


class Batch:
    """The symbols of a batch with the places and keys of its words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.row = symbols(texts)
        self.inner = (self.row != SPACE) & (self.row != EDGE)
        before = np.concatenate(([False], self.inner[:-1]))
        self.starts = np.flatnonzero(self.inner & ~before)
        self.ends = np.flatnonzero(before & ~self.inner)
        self.sentence = np.cumsum(self.row == EDGE) - 1  # of each symbol
        self.home = self.sentence[self.starts]  # of each word
        first = np.searchsorted(self.home, np.arange(len(texts) + 2))
        self.lengths = np.diff(first)[: len(texts)]  # words of each sentence
        self.place = np.arange(len(self.home)) - first[self.home]  # of each word in its sentence
        self.word = np.cumsum(self.inner & ~before) - 1  # of each symbol, the word it lies in or follows
        self.single = self._word_keys()

    def _word_keys(self) -> Symbols:
        """A number for each word: its symbols as digits of a large base."""
        powers = np.cumprod(np.full(len(self.row), _BASE))
        sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(self.row * powers)))
        shift = np.cumprod(np.full(len(self.row), np.uint64(pow(int(_BASE), -1, 1 << 64))))
        return np.asarray((sums[self.ends] - sums[self.starts]) * shift[self.starts])

    def words(self) -> Grams:
        """Single words and pairs of neighbours; the first and last word of a sentence also pair with its edge."""
        single, home, number = self.single, self.home, np.arange(len(self.single))
        opens = np.flatnonzero(np.diff(home, prepend=-1))
        closes = np.flatnonzero(np.diff(home, append=-1))
        inside = np.flatnonzero(home[1:] == home[:-1])
        key = [
            single,
            pair(single[inside], single[inside + 1]),
            pair(np.uint64(SPACE), single[opens]),
            pair(single[closes], np.uint64(NUMBER)),
        ]
        first = np.concatenate([number, inside, opens, closes])
        last = np.concatenate([number, inside + 1, opens, closes])
        return self.grams(short(np.concatenate(key)), first, last)

    def runs(self) -> Grams:
        """Runs of characters that begin and end within a word or on the space beside it."""
        size = max(len(self.row) - LENGTH + 1, 0)
        code = np.zeros(size, np.uint64)
        whole = np.ones(size, bool)
        for step in range(LENGTH):
            part = slice(step, step + size)
            code |= self.row[part] << np.uint64(5 * step)
            if 0 < step < LENGTH - 1:
                whole &= self.inner[part]
        at = np.flatnonzero(whole)
        word = self.word[at + 1]
        return self.grams(short(code[at]), word, word)

    def grams(self, key: Keys, first: Ints, last: Ints, other: Ints | None = None, end: Ints | None = None) -> Grams:
        """N-grams on words of the batch."""
        begin, close = self.place[first], self.place[last]
        if other is None or end is None:
            return Grams(self.home[first], key, begin, close, begin, close)
        return Grams(self.home[first], key, begin, close, self.place[other], self.place[end])


def pair(left: Symbols | np.uint64, right: Symbols | np.uint64) -> Symbols:
    """Numbers of pairs, in order."""
    return np.asarray((left * _PAIR) ^ (right + (left >> np.uint64(7))), np.uint64)


def short(long: Symbols) -> Keys:
    """64 bits stirred down to 32."""
    stirred = (long ^ (long >> np.uint64(32))) * _SPREAD
    stirred = (stirred ^ (stirred >> np.uint64(29))) * _BASE
    return (stirred >> np.uint64(32)).astype(np.uint32)
