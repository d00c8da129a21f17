"""From scores to probabilities, the threshold, and how well the reader did on sentences it had not seen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from riskbrief.secondreader.fit import Flags, Floats


class Curve(NamedTuple):
    """Probability is the logistic of `slope * score + level`, for all indicators alike.

    One curve and one threshold: fitted for each indicator apart they follow a writer's habits and read others worse.
    """

    slope: float
    level: float
    threshold: float

    def probability(self, score: Floats) -> Floats:
        """Probabilities of scores."""
        return np.asarray(1 / (1 + np.exp(-(self.slope * score + self.level))))


class Measure(NamedTuple):
    """Precision, recall and their harmonic mean, with the number of sentences that assert the indicator."""

    precision: float
    recall: float
    f1: float
    asserted: int


class Figures(NamedTuple):
    """Over all decisions together, the mean of the indicators' F1, and each indicator."""

    micro: Measure
    macro_f1: float
    by_indicator: dict[str, Measure]


def calibrate(score: Floats, truth: Flags, steps: int = 50) -> Curve:
    """The curve that fits scores of unseen sentences (Newton's method), and the threshold with the best F1."""
    flat, real = score.ravel(), truth.ravel().astype(float)
    design = np.stack([flat, np.ones_like(flat)])
    fitted = np.array([1.0, 0.0])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-(fitted @ design)))
        bend = (design * (chance * (1 - chance))) @ design.T + 1e-6 * np.eye(2)
        fitted = fitted - np.linalg.solve(bend, design @ (chance - real))
    curve = Curve(float(fitted[0]), float(fitted[1]), 0.5)
    return curve._replace(threshold=_best(curve.probability(flat), truth.ravel()))


def _best(chance: Floats, truth: Flags) -> float:
    """The threshold with the best F1, rounded to a hundredth."""
    ladder = np.arange(1, 100) / 100
    return float(max(ladder, key=lambda t: (_measure(chance >= t, truth).f1, -t)))


def _measure(said: Flags, truth: Flags) -> Measure:
    right, claimed, real = int((said & truth).sum()), int(said.sum()), int(truth.sum())
    return Measure(right / max(claimed, 1), right / max(real, 1), 2 * right / max(claimed + real, 1), real)


def figures(said: Flags, truth: Flags, indicators: tuple[str, ...]) -> Figures:
    """All measures of a set of decisions."""
    each = {name: _measure(said[:, k], truth[:, k]) for k, name in enumerate(indicators)}
    return Figures(_measure(said, truth), float(np.mean([m.f1 for m in each.values()])), each)
