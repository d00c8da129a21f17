"""Shares, recall and agreement with their intervals (95 per cent), from weighted answers."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

Z = 1.959964  # of a 95 per cent interval
DRAWS, SEED = 4000, 1


class Share(NamedTuple):
    """A share with its interval; `n` answers bear on it. Without any the values are None."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class Part(NamedTuple):
    """Answers of like kind: of `total` units, `found` in all; `caught` by whom recall is asked about."""

    caught: bool
    total: float
    found: float
    effective: float  # as many answers of equal weight


NOTHING = Share(None, None, None, 0)


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's interval of a share seen in `n` answers.

    >>> [round(x, 3) for x in wilson(0.8, 125)]
    [0.721, 0.861]
    """
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def effective(weights: Sequence[float]) -> float:
    """Kish's number: as many answers of equal weight would tell as much."""
    squares = sum(w * w for w in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def share(values: Iterable[tuple[float, float]]) -> Share:
    """The weighted mean of (value, weight), values from 0 to 1."""
    rows = list(values)
    if not rows:
        return NOTHING
    weights = [w for _, w in rows]
    mean = min(1.0, sum(v * w for v, w in rows) / sum(weights))
    return Share(mean, *wilson(mean, effective(weights)), len(rows))


def recall(parts: Sequence[Part], n: int) -> Share:
    """Of all assertions, the share that was caught; the interval lets every part's rate vary as its answers allow.

    A rate is drawn from its Jeffreys posterior, so that a part in which nothing was found still leaves doubt.
    """
    caught = sum(p.found for p in parts if p.caught)
    every = sum(p.found for p in parts)
    if not every:
        return NOTHING
    chance = np.random.Generator(np.random.PCG64(SEED))
    drawn = np.array([_rates(chance, p) for p in parts])
    total = drawn.sum(axis=0)
    shares = drawn[[p.caught for p in parts]].sum(axis=0) / np.maximum(total, 1e-12)
    low, high = np.quantile(shares, [0.025, 0.975])
    value = caught / every
    return Share(value, min(float(low), value), max(float(high), value), n)


def _rates(chance: np.random.Generator, part: Part) -> np.ndarray:
    """Draws of how many assertions a part holds; a sentence may hold more than one."""
    many = max(1.0, part.found / part.total) if part.total else 1.0
    rate = part.found / part.total / many if part.total else 0.0
    hits = rate * part.effective
    return np.asarray(chance.beta(hits + 0.5, part.effective - hits + 0.5, DRAWS) * part.total * many)


def kappa(pairs: Iterable[tuple[Hashable, Hashable, float]]) -> Share:
    """Cohen's kappa of (one, other, weight): agreement beyond chance. Its interval is Wilson's of the agreement.

    >>> kappa([(1, 1, 1.0)] * 20 + [(1, 0, 1.0)] * 5 + [(0, 1, 1.0)] * 10 + [(0, 0, 1.0)] * 15).value
    0.4
    """
    rows = list(pairs)
    total = sum(w for *_, w in rows)
    if not total:
        return NOTHING
    agreed = sum(w for a, b, w in rows if a == b) / total
    expected = sum(_part(rows, 0, name) * _part(rows, 1, name) for name in {a for a, *_ in rows}) / total**2
    if expected >= 1 - 1e-12:
        return Share(None, None, None, len(rows))
    low, high = (_beyond(x, expected) for x in wilson(agreed, effective([w for *_, w in rows])))
    return Share(round(_beyond(agreed, expected), 12), low, high, len(rows))


def _part(rows: Sequence[tuple[Hashable, Hashable, float]], side: int, name: Hashable) -> float:
    return sum(row[2] for row in rows if row[side] == name)


def _beyond(agreed: float, expected: float) -> float:
    return (agreed - expected) / (1 - expected)
