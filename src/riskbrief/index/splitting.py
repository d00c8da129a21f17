"""How a change of a whole splits into its parts: exactly, nothing to a part that did not move (method B.16).

Every rule here sums to the change of the whole and reads the same backwards in time. A split also tells the slope,
points per unit of a part's own change, so that what moved inside a part can be told even when it cancelled out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from riskbrief.definitions.config import Aggregator
from riskbrief.index.aggregate import SCALED, aggregate
from riskbrief.index.framework import Floats

BINDS = 1e-12  # scores nearer than this are the same; a floor binds when it lies above the aggregate by more
STILL = 1e-10  # a move smaller than this is told by its derivative, not by a quotient of rounding errors


class Split(NamedTuple):
    """Points [part] that sum to the change of the whole, and points per unit of each part's own change [part]."""

    points: Floats
    slope: Floats


class Generator(NamedTuple):
    """A whole as h(sum w g(s)): g, its slope, and the slope of h at the sum."""

    g: Callable[[Floats], Floats]
    g_slope: Callable[[Floats], Floats]
    h_slope: Callable[[float], float]


def _power(p: float) -> Generator:
    return Generator(
        g=lambda s: (s / 100) ** p,
        g_slope=lambda s: p * (s / 100) ** (p - 1) / 100,
        h_slope=lambda q: float(100 / p * np.power(q, 1 / p - 1)),
    )


def _geometric(_: Aggregator) -> Generator:
    return Generator(np.log, lambda s: 1 / s, lambda q: float(np.exp(q)))


def _inverted(reach: float) -> Generator:
    return Generator(
        g=lambda s: -np.log1p(-reach * s / 100),
        g_slope=lambda s: reach / (100 - reach * s),
        h_slope=lambda q: float(100 / reach * np.exp(-q)),
    )


GENERATORS: dict[str, Callable[[Aggregator], Generator]] = {
    "power_mean": lambda choice: _power(choice.p),
    "arithmetic": lambda _: _power(1.0),
    "quadratic": lambda _: _power(2.0),
    "geometric": _geometric,
    "inverted_geometric": lambda _: _inverted(1.0),
    "scaled_geometric": lambda _: _inverted(SCALED),
}


def split_aggregate(choice: Aggregator, before: Floats, after: Floats, weights: Floats) -> Split:
    """The change of an aggregate [part]; weights sum to 1. Secant rule where the aggregate adds up through a generator,
    the highest along the way for `worst`, else each part changed in turn. Source: Ang (2004), Shapley.

    >>> two = np.array([0.5, 0.5])
    >>> split_aggregate(Aggregator(p=2), np.array([60.0, 20]), np.array([60.0, 40]), two).points.round(3).tolist()
    [0.0, 6.269]
    """
    weights = np.where(weights > 0, weights, 0.0)
    if choice.name == "worst":
        return split_highest(np.where(weights > 0, before, -1.0), np.where(weights > 0, after, -1.0))
    if choice.name in GENERATORS:
        found = _secant(choice, GENERATORS[choice.name](choice), before, after, weights)
        if found is not None:
            return found
    return split_turns(lambda rows: whole(choice, rows, weights), before, after)


def whole(choice: Aggregator, rows: Floats, weights: Floats) -> Floats:
    """The aggregate of each row [row, part]."""
    value, _ = aggregate(choice, rows[:, :, None], np.broadcast_to(weights[:, None], (*rows.shape, 1)))
    return np.asarray(value[:, 0])


def _secant(choice: Aggregator, way: Generator, before: Floats, after: Floats, weights: Floats) -> Split | None:
    """Points = slope x w (g(s1) - g(s0)), slope = change of the whole / change of the sum; None where g is infinite."""
    used = weights > 0
    with np.errstate(all="ignore"):
        g = np.where(used, way.g(np.array([before, after])), 0.0)
        if not np.isfinite(g).all():
            return None
        moves = weights * (g[1] - g[0])
        near = used & (np.abs(after - before) <= STILL)
        if abs(moves.sum()) > 1e-9 * np.abs(moves).sum():
            start, end = whole(choice, np.array([before, after]), weights)
            steep = (end - start) / moves.sum()
        else:
            steep = _finite(way.h_slope(float(weights @ g.mean(axis=0))))
        quotient = steep * np.where(near, weights * way.g_slope(before), moves / np.where(near, 1.0, after - before))
    return Split(steep * moves, np.where(used & np.isfinite(quotient), quotient, 0.0))


def _finite(value: float) -> float:
    return value if np.isfinite(value) else 0.0


def split_highest(before: Floats, after: Floats) -> Split:
    """The change of the highest part, on the straight way from before to after: a part's move counts while it leads;
    parts that move as one share it.

    >>> split_highest(np.array([50.0, 20]), np.array([30.0, 60])).points.round(3).tolist()
    [-10.0, 20.0]
    """
    led, top, now = np.zeros(len(before)), int(before.argmax()), 0.0
    while now < 1:
        behind, ahead = np.maximum(before[top] - before, 0.0), after - after[top]
        meets = np.where(ahead > 0, behind / np.where(ahead > 0, behind + ahead, 1.0), np.inf)
        then = min(max(float(meets.min()), now), 1.0)
        alike = (np.abs(before - before[top]) < BINDS) & (np.abs(ahead) < BINDS)
        led[alike] += (then - now) / alike.sum()
        top, now = int(meets.argmin()), then
    return Split((after - before) * led, led)


def split_turns(value: Callable[[Floats], Floats], before: Floats, after: Floats) -> Split:
    """Each part that moved is changed in turn, in every rotation of their order and its reverse: the mean effect.

    Up to three parts this is the Shapley value. `value` takes rows [row, part].
    """
    moved = np.flatnonzero(before != after)
    points = np.zeros(len(before))
    for start in range(len(moved)):
        for order in (np.roll(moved, -start), np.roll(moved, -start)[::-1]):
            rows = np.tile(before, (len(moved) + 1, 1))
            for turn, part in enumerate(order):
                rows[turn + 1 :, part] = after[part]
            points[order] += np.diff(value(rows))
    points /= max(2 * len(moved), 1)
    return Split(points, np.where(before != after, points / np.where(before != after, after - before, 1.0), 0.0))


def split_product(before: Floats, after: Floats) -> Floats:
    """The change of products [row] by factor [row, factor]: logarithmic-mean split (LMDI; Ang 2004) with its limits at
    0 (Ang and Liu 2007): where a product appears or vanishes, all to the factors that were or became 0.

    >>> split_product(np.array([[4.0, 0.5]]), np.array([[8.0, 0.25]])).round(3).tolist()
    [[1.386, -1.386]]
    """
    ends = np.array([before.prod(axis=-1), after.prod(axis=-1)])
    with np.errstate(all="ignore"):
        logs = np.log(after / before)
        total = logs.sum(axis=-1)
        mean = np.where(np.abs(total) > 1e-6, (ends[1] - ends[0]) / total, ends.mean(axis=0))
        usual = np.where(logs == 0, 0.0, mean[..., None] * logs)
    zero = ((before == 0) != (after == 0)).astype(float)
    share = zero / np.maximum(zero.sum(axis=-1, keepdims=True), 1.0)
    vanishing = (ends == 0).any(axis=0)[..., None]
    return np.asarray(np.where(vanishing, share * (ends[1] - ends[0])[..., None], usual))
