"""Proper scores of forecasts (method B.22): lower is better, and it never pays to say other than one believes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def brier(probability: npt.ArrayLike, outcome: npt.ArrayLike) -> float:
    """Mean of (probability - outcome)^2, 0 to 1, over cases with outcome 0 or 1; NaN without any (Brier 1950).

    >>> round(brier([0.8, 0.3, 0.1], [1, 0, 0]), 4), round(brier([1 / 3] * 3, [1, 0, 0]), 4)
    (0.0467, 0.2222)
    """
    squared = (np.asarray(probability, dtype=float) - np.asarray(outcome, dtype=float)) ** 2
    return float(squared.mean()) if squared.size else float("nan")


def skill(score: float, reference: float) -> float:
    """Share of the reference's score that a forecast saves: 1 perfect, 0 no better, below 0 worse.

    NaN when the reference makes no error, for then nothing can be saved.

    >>> round(skill(brier([0.8, 0.3, 0.1], [1, 0, 0]), brier([1 / 3] * 3, [1, 0, 0])), 2)
    0.79
    """
    return 1 - score / reference if reference > 0 else float("nan")


def crps(ensemble: npt.ArrayLike, outcome: float) -> float:
    """Continuous ranked probability score of an ensemble taken as it stands, in units of the outcome.

    mean |x - y| - sum sum |x_j - x_k| / (2 m^2) (Gneiting and Raftery 2007); of one member alone its absolute error.

    >>> round(crps([2, 4, 6], 5), 3), crps([4], 5)
    (0.778, 1.0)
    """
    members = np.asarray(ensemble, dtype=float)
    return _error(members, outcome) - _spread(members) / (2 * members.size**2)


def fair_crps(ensemble: npt.ArrayLike, outcome: float) -> float:
    """The same for an ensemble that is a sample of the forecast: sum over pairs / (2 m (m - 1)) (Ferro 2014).

    Two members at least. It can fall below 0.

    >>> round(fair_crps([2, 4, 6], 5), 3)
    0.333
    """
    members = np.asarray(ensemble, dtype=float)
    if members.size < 2:
        raise ValueError("a fair score needs two members or more")
    return _error(members, outcome) - _spread(members) / (2 * members.size * (members.size - 1))


def share_at_least(ensemble: npt.ArrayLike, bound: float) -> float:
    """Probability that an ensemble gives to `bound` or more.

    >>> share_at_least([2, 4, 6], 4)
    0.6666666666666666
    """
    return float(np.mean(np.asarray(ensemble, dtype=float) >= bound))


def _error(members: Floats, outcome: float) -> float:
    return float(np.abs(members - outcome).mean())


def _spread(members: Floats) -> float:
    """Sum of |x_j - x_k| over all ordered pairs, by sorting instead of comparing."""
    rank = np.arange(members.size)
    return float(2 * (np.sort(members) * (2 * rank - members.size + 1)).sum())
