"""Training the second reader from labelled sentences: one call, the same bytes each time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from riskbrief.errors import ConfigurationError, Problem
from riskbrief.folding import tokens
from riskbrief.secondreader.classes import Lexicon, lexicon
from riskbrief.secondreader.curve import Curve, Flags, Floats, Ints, calibrate
from riskbrief.secondreader.fit import SHARE, Rows, Table, decide, rarity, separate, tabulate, weigh
from riskbrief.secondreader.labels import Labelled, gather
from riskbrief.secondreader.measure import Figures, figures
from riskbrief.secondreader.model import slots
from riskbrief.secondreader.weights import Weights, write_weights


@dataclass(frozen=True)
class Recipe:
    """How to train. The values were chosen on writers left out of training."""

    cost: float = 1.0  # price of an error on a sentence that does not assert the indicator
    counting: float = 6.0  # how many times dearer is one that does
    spoken: float = 0.2  # how many times dearer is one that speaks of it and does not assert it
    said: float = 0.3  # the same as `counting`, where the question is whether what is spoken of is asserted
    power: float = 1.5  # how much rare n-grams outweigh common ones
    rounds: int = 6
    kept: int = 140_000  # n-grams
    least: int = 2  # of 127; smaller weights are nought
    folds: int = 5
    run: int = 5  # sentences that share so many words in a row are held out together
    seed: int = 1


class Truth(NamedTuple):
    """What sentences assert, and what they speak of, by indicator; whether they assert or speak of any."""

    counting: Flags
    spoken: Flags
    asserts: Flags
    speaks: Flags

    def pick(self, rows: Ints) -> Truth:
        """Some of the sentences."""
        return Truth(*(part[rows] for part in self))


class Trained(NamedTuple):
    """What a training gave: its size and what it does on sentences it had not seen."""

    sentences: int
    grams: int
    size: int
    held_out: Figures


def train(
    labels: Sequence[Path],
    out: Path,
    known: Collection[str] | None = None,
    recipe: Recipe | None = None,
    families: Mapping[str, Iterable[str]] | None = None,
) -> Trained:
    """Train on files of labels, write the weights to `out`. `known` are the ids of the indicators that exist,
    `families` phrases of like meaning, of all languages together.

    Give the file that comes with riskbrief first and an analyst's after it: the later label of a sentence is right.
    """
    recipe = recipe or Recipe()
    lines = gather(labels, known)
    indicators = tuple(sorted({i for line in lines for i in line.counting}))
    if len(lines) < 2 * recipe.folds or not indicators:
        raise ConfigurationError(Problem(str(labels[-1]), 0, 0, "too few labelled sentences", "add sentences"))
    truth, phrases = _truth(lines, indicators), lexicon(families or {})
    table = tabulate([line.text for line in lines], phrases)
    curve, found = _held_out(table, truth, folds(lines, recipe), indicators, recipe)
    small = shrink(table, truth, recipe)
    weights = _weights(small, truth, recipe, curve, phrases)._replace(
        indicators=indicators, languages=tuple(sorted({line.language for line in lines}))
    )
    return Trained(len(lines), len(small.keys), write_weights(weights, out), found)


def _truth(lines: Sequence[Labelled], indicators: Sequence[str]) -> Truth:
    counting = np.array([[i in line.counting for i in indicators] for line in lines])
    spoken = np.array([[i in line.mentioned for i in indicators] for line in lines])
    asserts = np.array([bool(line.counting) for line in lines])
    return Truth(counting, spoken, asserts, np.array([bool(line.mentioned) for line in lines]))


def folds(lines: Sequence[Labelled], recipe: Recipe) -> Ints:
    """Which sentences are held out together: all of a writer, or, with few writers, those nearly the same."""
    writers = sorted({line.writer for line in lines})
    if len(writers) >= 3:
        fold = {writer: number % recipe.folds for number, writer in enumerate(writers)}
        return np.array([fold[line.writer] for line in lines])
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


class Fitted(NamedTuple):
    """Weights and offsets, the last column for whether what is spoken of is asserted; the rarity they go with."""

    weight: Floats
    offset: Floats
    rare: Floats


def _fit(rows: Rows, kind: Ints, truth: Truth, recipe: Recipe) -> Fitted:
    rare = rarity(rows, recipe.power)
    value = weigh(rows, kind, rare)
    cost = np.where(truth.counting, recipe.counting, np.where(truth.spoken, recipe.spoken, 1.0)) * recipe.cost
    weight, offset = separate(rows, value, truth.counting, cost, recipe.rounds, recipe.seed)
    some = np.flatnonzero(truth.speaks)
    part = rows.pick(some)
    asserts = truth.asserts[some, None]
    cost = np.where(asserts, recipe.said, 1.0) * recipe.cost
    said, level = separate(part, value[rows.places(some)], asserts, cost, recipe.rounds, recipe.seed)
    return Fitted(np.hstack([weight, said]), np.append(offset, level), rare)


def _held_out(
    table: Table, truth: Truth, fold: Ints, indicators: tuple[str, ...], recipe: Recipe
) -> tuple[Curve, Figures]:
    """The curve from scores to probabilities, and the figures, both from sentences that the reader had not seen."""
    score = np.zeros((len(fold), len(indicators) + 1))
    for number in np.unique(fold):
        seen, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        past, rows = table.rows.pick(seen), table.rows.pick(held)
        weight, offset, rare = _fit(past, table.kind, truth.pick(seen), recipe)
        rare = np.where(np.bincount(past.entries, minlength=rows.size) > 0, rare, 0.0)
        score[held] = decide(rows, weigh(rows, table.kind, rare), weight, offset)
    parts = score[:, :-1], score[:, -1], table.lengths
    curve = calibrate(*parts, truth.counting)
    return curve, figures(curve.probability(*parts) >= curve.threshold, truth.counting, indicators)


def shrink(table: Table, truth: Truth, recipe: Recipe) -> Table:
    """The table with the n-grams that matter most only, no two in one place of the look-up table.

    Those matter that weigh much for an indicator and occur in more than one sentence.
    """
    weight, _, rare = _fit(table.rows, table.kind, truth, recipe)
    count = np.bincount(table.rows.entries, minlength=table.rows.size)
    weight_of = np.abs(weight[:, :-1]).max(axis=1) * rare * np.array(SHARE)[table.kind] * np.sqrt(count)
    order = np.lexsort((table.keys, -weight_of))
    _, first = np.unique(slots(table.keys[order]), return_index=True)
    chosen = np.sort(order[np.sort(first)[: recipe.kept]])
    chosen = chosen[np.argsort(table.keys[chosen], kind="stable")]
    number = np.full(table.rows.size, -1)
    number[chosen] = np.arange(len(chosen))
    return Table(_renumbered(table.rows, number, len(chosen)), table.keys[chosen], table.kind[chosen], table.lengths)


def _renumbered(rows: Rows, number: Ints, size: int) -> Rows:
    fresh = number[rows.entries]
    kept = fresh >= 0
    before = np.concatenate(([0], np.cumsum(kept)))
    return Rows(before[rows.start], fresh[kept], size)


def _weights(table: Table, truth: Truth, recipe: Recipe, curve: Curve, phrases: Lexicon) -> Weights:
    """The trained numbers, rounded to eight bits an entry."""
    weight, offset, rare = _fit(table.rows, table.kind, truth, recipe)
    scale = np.maximum(np.abs(weight).max(axis=0), 1e-9) / 127
    small = np.rint(weight / scale)
    small[np.abs(small) < recipe.least] = 0
    return Weights(
        (), (), table.keys, rare.astype(np.float32), small.astype(np.int8), scale.astype(np.float32),
        offset.astype(np.float32), np.array(SHARE, np.float32), phrases.phrases, phrases.families,
        curve.weight.astype(np.float32), np.full(truth.counting.shape[1], curve.threshold, np.float32),
    )  # fmt: skip
