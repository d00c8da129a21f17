"""How often what a word of probability called did happen (method B.22)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from riskbrief.probability import ICD_203, Scale, band


@dataclass(frozen=True)
class Called:
    """What was called by one word: how many times, with which probability on average, which share of it happened."""

    word: str
    n: int
    mean_probability: float
    happened: float


def called(probability: npt.ArrayLike, outcome: npt.ArrayLike, scale: Scale = ICD_203) -> list[Called]:
    """Calibration by word, from the least likely, words never used left out (method B.22).

    >>> [(c.word, c.n, c.happened) for c in called([0.6, 0.7, 0.1], [1, 0, 0])]
    [('very unlikely', 1, 0.0), ('likely', 2, 0.5)]
    """
    given, came = np.asarray(probability, dtype=float), np.asarray(outcome, dtype=float)
    rows = np.array([band(p, scale) for p in given.tolist()], dtype=np.int64)
    return [
        Called(scale.words[r], int((rows == r).sum()), float(given[rows == r].mean()), float(came[rows == r].mean()))
        for r in np.unique(rows).tolist()
    ]
