"""Sentences as n-grams: words, neighbouring words, and runs of five characters within a word.

A whole batch is folded into one row of small symbols (a-z, one for a year, one for any other number, one for a space),
and every n-gram of it is a window of that row. A window has a 32-bit key that depends on its symbols alone, so reading
needs no strings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.folding import fold

Keys = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
Symbols = npt.NDArray[np.uint64]

LENGTH = 5  # characters of a run; five symbols of five bits are one number
SPACE, NUMBER, EDGE, YEAR = 1, 2, 29, 30
_YEAR = re.compile(rb"[12](?<!\w.)(?:(?<=1)9|(?<=2)0)[0-9]{2}\b")  # the search runs from one 1 or 2 to the next
_BASE = np.uint64(0x9E3779B97F4A7C15)
_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)


def _alphabet() -> bytes:
    table = bytearray([SPACE]) * 256
    for code in range(ord("a"), ord("z") + 1):
        table[code] = code - ord("a") + 3
    for code in range(ord("0"), ord("9") + 1):
        table[code] = NUMBER
    table[ord("\x1e")], table[ord("=")] = EDGE, YEAR
    return bytes(table)


_ALPHABET = _alphabet()


class Grams(NamedTuple):
    """N-grams of a batch, each with its key and the words of the batch it lies on: `one` to `two` and, when it lies in
    two places, also `three` to `four` (else the same); `home`: the sentence of each word, `place`: where it stands in
    it. Of few n-grams more than the key is asked."""

    key: Keys
    one: Ints
    two: Ints
    three: Ints
    four: Ints
    home: Ints
    place: Ints

    @property
    def sentence(self) -> Ints:
        return self.home[self.one]

    @property
    def first(self) -> Ints:
        """The first word, as it stands in its sentence; so `last`."""
        return self.place[self.one]

    @property
    def last(self) -> Ints:
        return self.place[self.two]

    @property
    def other(self) -> Ints:
        """The first word of the second place; `end` is its last."""
        return self.place[self.three]

    @property
    def end(self) -> Ints:
        return self.place[self.four]

    def part(self, at: Ints) -> Grams:
        """Some of the n-grams."""
        one, two, three, four = (words[at] for words in self[1:5])
        return Grams(self.key[at], one, two, three, four, self.home, self.place)


def symbols(texts: Sequence[str]) -> npt.NDArray[np.uint8]:
    """The batch as symbols: an edge around each sentence, one space between words, one symbol for a run of digits."""
    folded = " \x1e ".join([text.replace("\x1e", " ") for text in map(fold, texts)]).replace("=", " ")
    joined = _YEAR.sub(b"=", f" \x1e {folded} \x1e ".encode("ascii", "replace"))
    row = np.frombuffer(joined.translate(_ALPHABET), np.uint8)
    again = (row[1:] == row[:-1]) & (row[1:] <= NUMBER)
    spare = np.concatenate(([False], again))
    return row[~spare]


class Batch:
    """The symbols of a batch with the places and keys of its words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.row = symbols(texts)
        inner = (self.row != SPACE) & (self.row != EDGE)
        before = np.concatenate(([False], inner[:-1]))
        self.starts = np.flatnonzero(inner & ~before)
        self.ends = np.flatnonzero(before & ~inner)
        first = np.searchsorted(self.starts, np.flatnonzero(self.row == EDGE))  # word of each sentence
        self.lengths = np.diff(first)[: len(texts)]  # words of each sentence
        self.home = np.repeat(np.arange(len(first) - 1), np.diff(first))  # sentence of each word
        self.place = np.arange(len(self.home)) - first[self.home]  # of each word in its sentence
        self.single = self._word_keys()

    def _word_keys(self) -> Symbols:
        """A number for each word: its symbols as digits of a large base."""
        powers, shift = _powers(1 << (len(self.row) - 1).bit_length())
        sums = np.zeros(len(self.row) + 1, np.uint64)
        np.cumsum(self.row * powers[: len(self.row)], out=sums[1:])
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
        row, code = self.row.astype(np.uint32), np.zeros(size, np.uint32)
        for step in range(LENGTH):
            code |= row[step : step + size] << np.uint32(5 * step)
        count = np.maximum(self.ends - self.starts - LENGTH + 3, 0)  # the first begins on the space before the word
        word = np.repeat(np.arange(len(count)), count)
        at = np.arange(len(word)) + np.repeat(self.starts - 1 - np.cumsum(count) + count, count)
        return self.grams(short(code[at].astype(np.uint64)), word, word)

    def grams(self, key: Keys, first: Ints, last: Ints, other: Ints | None = None, end: Ints | None = None) -> Grams:
        """N-grams on words of the batch."""
        three, four = (first, last) if other is None or end is None else (other, end)
        return Grams(key, first, last, three, four, self.home, self.place)


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[Symbols, Symbols]:
    """The first powers of the base, and of its inverse."""
    with np.errstate(over="ignore"):
        inverse = np.uint64(pow(int(_BASE), -1, 1 << 64))
        return np.asarray(np.cumprod(np.full(size, _BASE))), np.asarray(np.cumprod(np.full(size, inverse)))


def pair(left: Symbols | np.uint64, right: Symbols | np.uint64) -> Symbols:
    """Numbers of pairs, in order."""
    return np.asarray((left * _PAIR) ^ (right + (left >> np.uint64(7))), np.uint64)


def short(long: Symbols) -> Keys:
    """64 bits stirred down to 32."""
    stirred = (long ^ (long >> np.uint64(32))) * _SPREAD
    stirred = (stirred ^ (stirred >> np.uint64(29))) * _BASE
    return (stirred >> np.uint64(32)).astype(np.uint32)
