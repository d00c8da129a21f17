"""From parts to a whole (method B.16): registered aggregators with the weight each part had in the result.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 6, weighting and aggregation: additive and
geometric aggregation, and how far a good part may make up for a bad one. Sources of single forms stand with them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pydantic import Field

from riskbrief.definitions.config import Aggregator
from riskbrief.index.framework import Floats
from riskbrief.registry import Params, Registry

AggregateFunction = Callable[[Floats, Floats, Params], tuple[Floats, Floats]]
AGGREGATORS: Registry[AggregateFunction] = Registry("aggregators")
SCALED = 0.9  # INFORM maps 0-100 to 10-1 before the geometric mean, so that the worst part is not zero


class PowerParams(Params):
    """Exponent: 1 arithmetic, 2 quadratic; the larger, the more the worst part counts."""

    p: float = Field(2.0, gt=0, le=50)


def aggregate(choice: Aggregator, scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The whole 0-100 and the importance (>= 0) of each part, over axis 1 of [region, part, draw].

    Weights sum to 1 over axis 1; a part of weight 0 has no influence. A contribution is whole x importance / sum.
    """
    member = AGGREGATORS[choice.name]
    options = {"p": choice.p} if "p" in member.params.model_fields else {}
    return member.function(np.where(weights > 0, scores, 0.0), weights, member.params.model_validate(options))


@AGGREGATORS.register("power_mean", PowerParams)
def power_mean(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """(sum w s^p)^(1/p).

    >>> pillars, weights = np.array([80, 20, 20, 20.0])[None, :, None], np.array([0.4, 0.25, 0.15, 0.2])[None, :, None]
    >>> round(float(power_mean(pillars, weights, PowerParams(p=2))[0][0, 0]), 1)
    52.9
    """
    assert isinstance(params, PowerParams)
    importance = weights * (scores / 100) ** params.p
    return 100 * importance.sum(axis=1) ** (1 / params.p), importance


@AGGREGATORS.register("arithmetic")
def arithmetic(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """The weighted mean: a good part makes up for a bad one in full (power mean with p = 1).

    >>> pillars, weights = np.array([80, 20, 20, 20.0])[None, :, None], np.array([0.4, 0.25, 0.15, 0.2])[None, :, None]
    >>> round(float(arithmetic(pillars, weights, Params())[0][0, 0]), 3)
    44.0
    """
    return power_mean(scores, weights, PowerParams(p=1.0))


@AGGREGATORS.register("quadratic")
def quadratic(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """The weighted root mean square: a bad part counts more than a good one (power mean with p = 2).

    >>> pillars, weights = np.array([80, 20, 20, 20.0])[None, :, None], np.array([0.4, 0.25, 0.15, 0.2])[None, :, None]
    >>> round(float(quadratic(pillars, weights, Params())[0][0, 0]), 3)
    52.915
    """
    return power_mean(scores, weights, PowerParams(p=2.0))


@AGGREGATORS.register("geometric")
def geometric(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """exp(sum w ln s): one quiet part pulls the whole down (INFORM's risk, the Human Development Index).

    >>> thirds = np.full((1, 3, 1), 1 / 3)
    >>> round(float(geometric(np.array([79, 68, 71.0])[None, :, None], thirds, Params())[0][0, 0]), 3)
    72.521
    """
    with np.errstate(divide="ignore"):
        logs = np.where(weights > 0, weights * np.log(np.where(weights > 0, scores, 1.0)), 0.0)
    return np.exp(logs.sum(axis=1)), weights * scores


@AGGREGATORS.register("inverted_geometric")
def inverted_geometric(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """100 - exp(sum w ln(100 - s)): one bad part pulls the whole up.

    >>> halves = np.full((1, 2, 1), 0.5)
    >>> round(float(inverted_geometric(np.array([[[36.0], [0.0]]]), halves, Params())[0][0, 0]), 3)
    20.0
    """
    return _inverted(scores, weights, 1.0)


@AGGREGATORS.register("scaled_geometric")
def scaled_geometric(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """(10 - exp(sum w ln t)) / 9 x 100, t = 10 - .09 s: one bad part pulls the whole up, a part at 100 does not set it.

    INFORM's dimension (10 - GEOMEAN((10 - c) / 10 x 9 + 1)) / 9 x 10 of c = s / 10, times 10. Source: Marin-Ferrer,
    Vernaccini and Poljansek, Index for Risk Management INFORM, Concept and Methodology (JRC, 2017).

    >>> halves = np.full((1, 2, 1), 0.5)
    >>> [round(float(scaled_geometric(np.array([[[a], [b]]]), halves, Params())[0][0, 0]), 3)
    ...  for a, b in ((80.0, 20.0), (95.0, 30.0), (0.0, 100.0), (62.0, 74.0))]
    [57.87, 74.962, 75.975, 68.42]
    """
    return _inverted(scores, weights, SCALED)


def _inverted(scores: Floats, weights: Floats, reach: float) -> tuple[Floats, Floats]:
    """100 / reach x (1 - exp(sum w ln(1 - reach x s / 100))); importance: what each part takes off."""
    taken = reach * np.minimum(scores / 100, 1.0)  # a whole of parts at 100 may be 100 + 1e-14
    with np.errstate(divide="ignore"):
        lost = np.where(weights > 0, -weights * np.log1p(-taken), 0.0)
    importance = np.where(np.isinf(lost), 1e6, lost)
    return 100 / reach * -np.expm1(-lost.sum(axis=1)), importance


@AGGREGATORS.register("worst")
def worst(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """The highest part alone; 0 of no parts.

    >>> worst(np.array([[[36.0], [80.0]]]), np.full((1, 2, 1), 0.5), Params())[0].tolist()
    [[80.0]]
    """
    counted = np.where(weights > 0, scores, -1.0)
    top = counted.max(axis=1, keepdims=True, initial=-1.0)
    return np.maximum(top[:, 0], 0.0), (counted == top).astype(float)
