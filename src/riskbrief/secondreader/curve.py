"""From scores to probabilities: what speaks for and against an indicator, weighed on sentences held out of training."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

SIGNS = 6
_SHORT, _LONG = 4, 60  # words; nothing is made of a sentence being shorter or longer
_LIVE = -0.5  # a score from which an indicator is a candidate: its score says less, and it begins to rival others
_RIDGE = 0.1


def signs(score: Floats, said: Floats, lengths: Ints) -> Floats:
    """What a probability rests on, for each sentence and indicator: its score, and that of a candidate once more; a
    constant; how far the sentence only denies, fears, plans or recalls (`said` below nought); the strongest other
    candidate; the sentence's length."""
    first = score.argmax(axis=1)[:, None]
    rest = score.copy()
    np.put_along_axis(rest, first, -np.inf, axis=1)
    rival = np.broadcast_to(score.max(axis=1, keepdims=True), score.shape).copy()
    np.put_along_axis(rival, first, rest.max(axis=1, keepdims=True), axis=1)
    each = (
        np.ones(len(score)),
        np.minimum(said, 0.0),
        np.log(np.clip(lengths, _SHORT, _LONG)),
    )
    level, unsaid, length = (np.broadcast_to(a[:, None], score.shape) for a in each)
    return np.stack([score, np.maximum(score, _LIVE), level, unsaid, np.maximum(rival, _LIVE), length])


class Curve(NamedTuple):
    """Probability is the logistic of the weighted signs, for all indicators alike; from `threshold` on it is a yes.

    One curve and one threshold: fitted for each indicator apart they follow a writer's habits and read others worse.
    """

    weight: Floats
    threshold: float

    def probability(self, score: Floats, said: Floats, lengths: Ints) -> Floats:
        """Probabilities of scores (sentences by indicators)."""
        parts = zip(self.weight, signs(score, said, lengths), strict=True)
        return logistic(sum((weight * sign for weight, sign in parts), np.zeros(1, score.dtype)))


def logistic(value: Floats) -> Floats:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-value)))


def calibrate(score: Floats, said: Floats, lengths: Ints, truth: Flags, steps: int = 30) -> Curve:
    """The curve that fits scores of unseen sentences (Newton's method), and the threshold with the best F1."""
    design = signs(score, said, lengths).reshape(SIGNS, -1)
    real = truth.ravel().astype(float)
    fitted = np.eye(SIGNS)[0]
    for _ in range(steps):
        chance = logistic(fitted @ design)
        bend = (design * (chance * (1 - chance))) @ design.T + _RIDGE * np.eye(SIGNS)
        fitted = fitted - np.linalg.solve(bend, design @ (chance - real) + _RIDGE * fitted)
    return Curve(fitted, _best(logistic(fitted @ design), truth.ravel()))


def _best(chance: Floats, truth: Flags) -> float:
    """The threshold with the best F1, in hundredths."""
    step = np.clip((chance * 100).astype(int), 0, 99)
    right = np.cumsum(np.bincount(step[truth], minlength=100)[::-1])[::-1]
    claimed = np.cumsum(np.bincount(step, minlength=100)[::-1])[::-1]
    found = 2 * right[1:] / (claimed[1:] + truth.sum())
    return float(int(found.argmax()) + 1) / 100
