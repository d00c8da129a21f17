"""Words of probability (method A.2): which word a probability takes, and how often what a word called did happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Scale:
    """Words in order, each with the lowest and highest probability it stands for; ends may leave gaps."""

    name: str
    words: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


ICD_203 = Scale(
    "ICD 203",
    ("almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain"),
    (0.0, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95),
    (0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 1.0),
)
PHIA = Scale(
    "PHIA",
    ("remote chance", "highly unlikely", "unlikely", "realistic possibility", "likely", "highly likely",
     "almost certain"),
    (0.0, 0.10, 0.25, 0.40, 0.55, 0.80, 0.95),
    (0.05, 0.20, 0.35, 0.50, 0.75, 0.90, 1.0),
)  # fmt: skip
SCALES: Mapping[str, Scale] = {"icd203": ICD_203, "phia": PHIA}


def row(p: float, scale: Scale = ICD_203) -> int:
    """Row 0-6 of a probability 0-1: lower bounds belong to a word; in a gap the nearest edge, a tie toward one half.

    >>> [row(p) for p in (0.005, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95, 0.999)]
    [0, 1, 2, 3, 4, 5, 6, 6]
    >>> [row(p, PHIA) for p in (0.06, 0.09, 0.075, 0.775)]
    [0, 1, 1, 4]
    """
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is no probability")
    begun = sum(p >= low for low in scale.low) - 1
    if begun == len(scale.words) - 1 or p <= scale.high[begun]:
        return begun
    below, above = round(p - scale.high[begun], 9), round(scale.low[begun + 1] - p, 9)
    return begun + (above < below or (above == below and p < 0.5))


def word(p: float, scale: Scale = ICD_203) -> str:
    """The word of a probability.

    >>> word(0.62), word(0.45, PHIA)
    ('likely', 'realistic possibility')
    """
    return scale.words[row(p, scale)]


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
    rows = np.array([row(p, scale) for p in given.tolist()], dtype=np.int64)
    return [
        Called(scale.words[r], int((rows == r).sum()), float(given[rows == r].mean()), float(came[rows == r].mean()))
        for r in np.unique(rows).tolist()
    ]
