"""A linear separator for every indicator at once, by dual coordinate ascent on the squared hinge loss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.secondreader.features import Grams, families

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


class Rows(NamedTuple):
    """Sparse rows: the n-grams of sentence `i` are `entries[start[i]:start[i + 1]]`, once each."""

    start: Ints
    entries: Ints
    size: int  # number of n-grams

    def pick(self, rows: Ints) -> Rows:
        """Some of the rows."""
        length = np.diff(self.start)[rows]
        start = np.concatenate(([0], np.cumsum(length)))
        place = np.arange(start[-1]) - np.repeat(start[:-1] - self.start[rows], length)
        return Rows(start, self.entries[place], self.size)


class Table(NamedTuple):
    """The n-grams of labelled sentences: rows over `keys`; `family` says which family of n-grams each key is of."""

    rows: Rows
    keys: npt.NDArray[np.uint32]
    family: Ints


def tabulate(texts: Sequence[str], least: int) -> Table:
    """Rows of the n-grams that occur in at least `least` sentences."""
    parts = families(texts)
    pairs = np.concatenate([_pairs(grams, number) for number, grams in enumerate(parts)])
    pairs = np.unique(pairs)
    code, home = pairs & np.uint64((1 << 33) - 1), (pairs >> np.uint64(33)).astype(np.int64)
    names, place, count = np.unique(code, return_inverse=True, return_counts=True)
    kept = count >= least
    number = np.cumsum(kept) - 1
    inside = kept[place]
    start = np.concatenate(([0], np.cumsum(np.bincount(home[inside], minlength=len(texts)))))
    rows = Rows(start, number[place[inside]], int(kept.sum()))
    names = names[kept]
    return Table(rows, (names & np.uint64(0xFFFFFFFF)).astype(np.uint32), (names >> np.uint64(32)).astype(np.int64))


def _pairs(grams: Grams, family: int) -> npt.NDArray[np.uint64]:
    code = grams.key.astype(np.uint64) | np.uint64(family << 32)
    return code | (grams.sentence.astype(np.uint64) << np.uint64(33))


def rarity(rows: Rows, power: float) -> Floats:
    """How telling each n-gram is: the rarer, the more."""
    count = np.bincount(rows.entries, minlength=rows.size)
    return np.asarray((np.log((1 + len(rows.start) - 1) / (1 + count)) + 1) ** power)


def weigh(rows: Rows, family: Ints, rare: Floats) -> Floats:
    """The value of each entry: its rarity, with both families of a sentence scaled to length one."""
    value = rare[rows.entries]
    home = np.repeat(np.arange(len(rows.start) - 1), np.diff(rows.start)) * 2 + family[rows.entries]
    length = np.sqrt(np.bincount(home, value**2, minlength=2 * (len(rows.start) - 1)))
    return np.asarray(value / length[home])


def separate(rows: Rows, value: Floats, truth: Flags, cost: Floats, rounds: int, seed: int) -> tuple[Floats, Floats]:
    """Weights (n-grams by indicators) and offsets. `cost` is the price of an error for each sentence and indicator."""
    count, width = truth.shape
    sign = np.where(truth, 1.0, -1.0)
    slack = 0.5 / cost
    weight, offset, dual = np.zeros((rows.size, width)), np.zeros(width), np.zeros((count, width))
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
