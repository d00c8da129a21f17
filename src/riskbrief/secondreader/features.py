"""Sentences as n-grams: words, neighbouring words, and runs of four or five characters within a word.

A whole batch is folded into one row of small symbols (a-z, one for any number, one for a space), and every n-gram of it
is a window of that row. A window has a 32-bit key that depends on its symbols alone, so reading needs no strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.folding import fold

Keys = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
Symbols = npt.NDArray[np.uint64]

LENGTHS = (4, 5)  # characters of a run; five symbols of five bits are one number
SPACE, NUMBER, EDGE = 1, 2, 29
WORDS, RUNS = 0, 1  # the two families of n-grams, each weighed on its own
_BASE = np.uint64(0x9E3779B97F4A7C15)
_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)


def _alphabet() -> bytes:
    table = bytearray([SPACE]) * 256
    for code in range(ord("a"), ord("z") + 1):
        table[code] = code - ord("a") + 3
    for code in range(ord("0"), ord("9") + 1):
        table[code] = NUMBER
    table[ord("\n")] = EDGE
    return bytes(table)


_ALPHABET = _alphabet()


class Grams(NamedTuple):
    """N-grams of a batch, in reading order within a family: which sentence, which key, which of its words."""

    sentence: Ints
    key: Keys
    first: Ints
    last: Ints


def symbols(texts: Sequence[str]) -> Symbols:
    """The batch as symbols: an edge around each sentence, one space between words, one symbol for a run of digits."""
    folded = "\n".join(" ".join(fold(text).split()) for text in texts)
    joined = f"\n {folded} \n".replace("\n", " \n ").encode("ascii", "replace").translate(_ALPHABET)
    row = np.frombuffer(joined, np.uint8)
    again = (row[1:] == row[:-1]) & (row[1:] <= NUMBER)
    spare = np.concatenate(([False], again))
    return row[~spare].astype(np.uint64)


class Batch:
    """The symbols of a batch with the places of its words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.row = symbols(texts)
        self.inner = (self.row != SPACE) & (self.row != EDGE)
        before = np.concatenate(([False], self.inner[:-1]))
        self.starts = np.flatnonzero(self.inner & ~before)
        self.ends = np.flatnonzero(before & ~self.inner)
        self.sentence = np.cumsum(self.row == EDGE) - 1  # of each symbol
        self.home = self.sentence[self.starts]  # of each word
        first = np.searchsorted(self.home, np.arange(len(texts) + 2))
        self.place = np.arange(len(self.home)) - first[self.home]  # of each word in its sentence
        self.word = np.cumsum(self.inner & ~before) - 1  # of each symbol, the word it lies in or follows

    def words(self) -> Grams:
        """Single words and pairs of neighbours; the first and last word of a sentence also pair with its edge."""
        single = self._word_keys()
        home, number = self.home, np.arange(len(single))
        left, right = np.uint64(SPACE), np.uint64(NUMBER)
        opens = np.flatnonzero(np.diff(home, prepend=-1))
        closes = np.flatnonzero(np.diff(home, append=-1))
        inside = np.flatnonzero(home[1:] == home[:-1])
        key = [
            single,
            _pair(single[inside], single[inside + 1]),
            _pair(left, single[opens]),
            _pair(single[closes], right),
        ]
        first = np.concatenate([number, inside, opens, closes])
        last = np.concatenate([number, inside + 1, opens, closes])
        order = np.argsort(home[first], kind="stable")
        first, last = first[order], last[order]
        return Grams(home[first], _short(np.concatenate(key)[order]), self.place[first], self.place[last])

    def _word_keys(self) -> Symbols:
        """A number for each word: its symbols as digits of a large base."""
        powers = np.cumprod(np.full(len(self.row), _BASE))
        sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(self.row * powers)))
        shift = np.cumprod(np.full(len(self.row), np.uint64(pow(int(_BASE), -1, 1 << 64))))
        return np.asarray((sums[self.ends] - sums[self.starts]) * shift[self.starts])

    def runs(self) -> Grams:
        """Runs of characters that begin and end within a word or on the space beside it."""
        found = [self._runs_of(length) for length in LENGTHS]
        home = np.concatenate([f.sentence for f in found])
        order = np.argsort(home, kind="stable")
        return Grams(*(np.concatenate([getattr(f, name) for f in found])[order] for name in Grams._fields))

    def _runs_of(self, length: int) -> Grams:
        size = max(len(self.row) - length + 1, 0)
        code = np.zeros(size, np.uint64)
        whole = np.ones(size, bool)
        for step in range(length):
            part = slice(step, step + size)
            code |= self.row[part] << np.uint64(5 * step)
            if 0 < step < length - 1:
                whole &= self.inner[part]
        at = np.flatnonzero(whole)
        word = self.place[self.word[at + 1]]
        return Grams(self.sentence[at], _short(code[at]), word, word)


def _pair(left: Symbols | np.uint64, right: Symbols | np.uint64) -> Symbols:
    return np.asarray((left * _PAIR) ^ (right + (left >> np.uint64(7))), np.uint64)


def _short(long: Symbols) -> Keys:
    """64 bits stirred down to 32."""
    stirred = (long ^ (long >> np.uint64(32))) * _SPREAD
    stirred = (stirred ^ (stirred >> np.uint64(29))) * _BASE
    return (stirred >> np.uint64(32)).astype(np.uint32)


def families(texts: Sequence[str]) -> tuple[Grams, Grams]:
    """N-grams of sentences: those of words, those of characters."""
    with np.errstate(over="ignore"):
        batch = Batch(texts)
        return batch.words(), batch.runs()
