"""Training the second reader from labelled sentences: one call, the same bytes each time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.errors import ConfigurationError, Problem
from riskbrief.folding import tokens
from riskbrief.secondreader.fit import Flags, Floats, Ints, Rows, Table, decide, rarity, separate, tabulate, weigh
from riskbrief.secondreader.labels import Labelled, gather
from riskbrief.secondreader.measure import Curve, Figures, calibrate, figures
from riskbrief.secondreader.model import slots
from riskbrief.secondreader.weights import Weights, write_weights


@dataclass(frozen=True)
class Recipe:
    """How to train. The values were chosen on writers left out of training."""

    cost: float = 0.5  # price of an error on a sentence that does not assert the indicator
    counting: float = 6.0  # how many times dearer is one that does
    power: float = 1.5  # how much rare n-grams outweigh common ones
    rounds: int = 6
    kept: int = 120_000  # n-grams
    folds: int = 5
    run: int = 5  # sentences that share so many words in a row are held out together
    seed: int = 1


class Trained(NamedTuple):
    """What a training gave: its size and what it does on sentences it had not seen."""

    sentences: int
    grams: int
    size: int
    held_out: Figures


def train(
    labels: Sequence[Path], out: Path, known: Collection[str] | None = None, recipe: Recipe | None = None
) -> Trained:
    """Train on files of labels, write the weights to `out`. `known` are the ids of the indicators that exist.

    Give the file that comes with riskbrief first and an analyst's after it: the later label of a sentence is right.
    """
    recipe = recipe or Recipe()
    lines = gather(labels, known)
    indicators = tuple(sorted({i for line in lines for i in line.counting}))
    if len(lines) < 2 * recipe.folds or not indicators:
        raise ConfigurationError(Problem(str(labels[-1]), 0, 0, "too few labelled sentences", "add sentences"))
    truth = np.array([[i in line.counting for i in indicators] for line in lines])
    table = tabulate([line.text for line in lines], 1)
    curve, found = _held_out(table, truth, folds(lines, recipe), indicators, recipe)
    small = shrink(table, truth, recipe)
    weights = _weights(small, truth, recipe, curve)._replace(
        indicators=indicators, languages=tuple(sorted({line.language for line in lines}))
    )
    return Trained(len(lines), len(small.keys), write_weights(weights, out), found)


def folds(lines: Sequence[Labelled], recipe: Recipe) -> Ints:
    """Which sentences are held out together: those of one writer, or, with few writers, those nearly the same."""
    writers = sorted({line.writer for line in lines})
    if len(writers) >= 3:
        return np.array([writers.index(line.writer) for line in lines])
    first: dict[tuple[str, ...], int] = {}
    group = list(range(len(lines)))
    for i, line in enumerate(lines):
        for piece in _pieces(line.text, recipe.run):
            group[_root(group, i)] = _root(group, first.setdefault(piece, i))
    roots = [_root(group, i) for i in range(len(lines))]
    rank = {root: number for number, root in enumerate(sorted(set(roots)))}
    return np.array([rank[root] % recipe.folds for root in roots])


def _root(group: list[int], i: int) -> int:
    while group[i] != i:
        group[i] = group[group[i]]
        i = group[i]
    return i


def _pieces(text: str, length: int) -> Iterator[tuple[str, ...]]:
    """Every run of words, numbers being alike."""
    words = ["0" if t.text.isdigit() else t.text for t in tokens(text)]
    for begin in range(max(1, len(words) - length + 1)):
        yield tuple(words[begin : begin + length])


def _fit(rows: Rows, family: Ints, truth: Flags, recipe: Recipe) -> tuple[Floats, Floats, Floats]:
    """Weights, offsets, and the rarity they go with."""
    rare = rarity(rows, recipe.power)
    cost = np.where(truth, recipe.cost * recipe.counting, recipe.cost)
    weight, offset = separate(rows, weigh(rows, family, rare), truth, cost, recipe.rounds, recipe.seed)
    return weight, offset, rare


def _held_out(
    table: Table, truth: Flags, fold: Ints, indicators: tuple[str, ...], recipe: Recipe
) -> tuple[Curve, Figures]:
    """The curve from scores to probabilities, and the figures, both from sentences that the reader had not seen."""
    score = np.zeros(truth.shape)
    for number in np.unique(fold):
        seen, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        weight, offset, rare = _fit(table.rows.pick(seen), table.family, truth[seen], recipe)
        rows = table.rows.pick(held)
        rare = np.where(np.bincount(table.rows.pick(seen).entries, minlength=rows.size) > 0, rare, 0.0)
        score[held] = decide(rows, weigh(rows, table.family, rare), weight, offset)
    curve = calibrate(score, truth)
    return curve, figures(curve.probability(score) >= curve.threshold, truth, indicators)


def shrink(table: Table, truth: Flags, recipe: Recipe) -> Table:
    """The table with the n-grams that matter most only, no two in one place of the look-up table."""
    weight, _, rare = _fit(table.rows, table.family, truth, recipe)
    weight_of = np.abs(weight).max(axis=1) * rare
    order = np.lexsort((table.keys, -weight_of))
    _, first = np.unique(slots(table.keys[order]), return_index=True)
    chosen = np.sort(order[np.sort(first)[: recipe.kept]])
    chosen = chosen[np.argsort(table.keys[chosen], kind="stable")]
    number = np.full(table.rows.size, -1)
    number[chosen] = np.arange(len(chosen))
    return Table(_renumbered(table.rows, number, len(chosen)), table.keys[chosen], table.family[chosen])


def _renumbered(rows: Rows, number: Ints, size: int) -> Rows:
    fresh = number[rows.entries]
    kept = fresh >= 0
    before = np.concatenate(([0], np.cumsum(kept)))
    return Rows(before[rows.start], fresh[kept], size)


def _weights(table: Table, truth: Flags, recipe: Recipe, curve: Curve) -> Weights:
    """The trained numbers, rounded to eight bits an entry."""
    weight, offset, rare = _fit(table.rows, table.family, truth, recipe)
    scale = np.maximum(np.abs(weight).max(axis=0), 1e-9) / 127
    small: npt.NDArray[np.int8] = np.rint(weight / scale).astype(np.int8)
    return Weights(
        (), (), table.keys, rare.astype(np.float32), small, scale.astype(np.float32), offset.astype(np.float32),
        np.array([curve.slope, curve.level], np.float32), np.full(truth.shape[1], curve.threshold, np.float32),
    )  # fmt: skip
