"""A linear separator for every indicator at once, by dual coordinate ascent on the squared hinge loss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.secondreader.classes import KINDS, Lexicon, parse
from riskbrief.secondreader.curve import Flags, Floats, Ints
from riskbrief.secondreader.features import Grams

SHARE = (1.0, 1.0, 0.6, 0.6)  # what each kind of n-gram has to say in a sentence
_BITS = 34  # of a number that holds the key and the kind


class Rows(NamedTuple):
    """Sparse rows: the n-grams of sentence `i` are `entries[start[i]:start[i + 1]]`, once each."""

    start: Ints
    entries: Ints
    size: int  # number of n-grams

    def pick(self, rows: Ints) -> Rows:
        """Some of the rows."""
        start = np.concatenate(([0], np.cumsum(np.diff(self.start)[rows])))
        return Rows(start, self.entries[self.places(rows)], self.size)

    def places(self, rows: Ints) -> Ints:
        """Where the entries of some of the rows stand."""
        length = np.diff(self.start)[rows]
        before = np.cumsum(length) - length
        return np.arange(length.sum()) - np.repeat(before - self.start[rows], length)


class Table(NamedTuple):
    """The n-grams of labelled sentences: rows over `keys`, of which kind each key is, how many words a sentence has."""

    rows: Rows
    keys: npt.NDArray[np.uint32]
    kind: Ints
    lengths: Ints


def tabulate(texts: Sequence[str], known: Lexicon) -> Table:
    """Rows of the n-grams of sentences."""
    parsed = parse(texts, known)
    pairs = np.unique(np.concatenate([_pairs(grams, number) for number, grams in enumerate(parsed.kinds)]))
    home = (pairs >> np.uint64(_BITS)).astype(np.int64)
    names, place = np.unique(pairs & np.uint64((1 << _BITS) - 1), return_inverse=True)
    start = np.concatenate(([0], np.cumsum(np.bincount(home, minlength=len(texts)))))
    keys, kind = (names & np.uint64(0xFFFFFFFF)).astype(np.uint32), (names >> np.uint64(32)).astype(np.int64)
    return Table(Rows(start, place, len(names)), keys, kind, parsed.lengths)


def _pairs(grams: Grams, kind: int) -> npt.NDArray[np.uint64]:
    code = grams.key.astype(np.uint64) | np.uint64(kind << 32)
    return code | (grams.sentence.astype(np.uint64) << np.uint64(_BITS))


def rarity(rows: Rows, power: float) -> Floats:
    """How telling each n-gram is: the rarer, the more."""
    count = np.bincount(rows.entries, minlength=rows.size)
    return np.asarray((np.log((1 + len(rows.start) - 1) / (1 + count)) + 1) ** power)


def weigh(rows: Rows, kind: Ints, rare: Floats) -> Floats:
    """The value of each entry: its rarity, with every kind of n-gram of a sentence scaled to its share."""
    value, of = rare[rows.entries], kind[rows.entries]
    home = np.repeat(np.arange(len(rows.start) - 1), np.diff(rows.start)) * len(KINDS) + of
    length = np.sqrt(np.bincount(home, value**2, minlength=len(KINDS) * (len(rows.start) - 1)))
    return np.asarray(np.array(SHARE)[of] * value / np.maximum(length[home], 1e-9))


def separate(rows: Rows, value: Floats, truth: Flags, cost: Floats, rounds: int, seed: int) -> tuple[Floats, Floats]:
    """Weights (n-grams by indicators) and offsets. `cost` is the price of an error for each sentence and indicator."""
    count, width = truth.shape
    sign = np.where(truth, 1.0, -1.0)
    slack = 0.5 / cost
    weight, offset, dual = np.zeros((rows.size, width), np.float32), np.zeros(width), np.zeros((count, width))
    square = np.add.reduceat(np.append(value**2, 0.0), rows.start[:-1]) + 1.0
    chance = np.random.default_rng(seed)
    for _ in range(rounds):
        for i in chance.permutation(count):
            entry = slice(rows.start[i], rows.start[i + 1])
            index, part = rows.entries[entry], value[entry]
            margin = sign[i] * (part @ weight[index] + offset) - 1.0 + dual[i] * slack[i]
            fresh = np.maximum(dual[i] - margin / (square[i] + slack[i]), 0.0)
            step = (fresh - dual[i]) * sign[i]
            dual[i] = fresh
            weight[index] += part[:, None] * step
            offset += step
    return weight, offset


def decide(rows: Rows, value: Floats, weight: Floats, offset: Floats) -> Floats:
    """Scores of sentences (rows) for every indicator."""
    scores = np.empty((len(rows.start) - 1, weight.shape[1]))
    for i in range(len(scores)):
        entry = slice(rows.start[i], rows.start[i + 1])
        scores[i] = value[entry] @ weight[rows.entries[entry]] + offset
    return scores
