"""From parts to a whole (method B.16): registered aggregators with the weight each part had in the result."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pydantic import Field

from riskbrief.definitions.config import Aggregator
from riskbrief.index.framework import Floats
from riskbrief.registry import Params, Registry

AggregateFunction = Callable[[Floats, Floats, Params], tuple[Floats, Floats]]
AGGREGATORS: Registry[AggregateFunction] = Registry("aggregators")


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
    """(sum w s^p)^(1/p): 80, 20, 20, 20 with weights .4, .25, .15, .2 and p = 2 give 52.9."""
    assert isinstance(params, PowerParams)
    importance = weights * (scores / 100) ** params.p
    return 100 * importance.sum(axis=1) ** (1 / params.p), importance


@AGGREGATORS.register("geometric")
def geometric(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """exp(sum w ln s): one quiet part pulls the whole down; for sensitivity runs only."""
    with np.errstate(divide="ignore"):
        logs = np.where(weights > 0, weights * np.log(np.where(weights > 0, scores, 1.0)), 0.0)
    return np.exp(logs.sum(axis=1)), weights * scores


@AGGREGATORS.register("inverted_geometric")
def inverted_geometric(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """100 - exp(sum w ln(100 - s)): one bad part pulls the whole up."""
    with np.errstate(divide="ignore"):
        lost = np.where(weights > 0, -weights * np.log1p(-scores / 100), 0.0)
    importance = np.where(np.isinf(lost), 1e6, lost)
    return 100 * -np.expm1(-lost.sum(axis=1)), importance


@AGGREGATORS.register("worst")
def worst(scores: Floats, weights: Floats, params: Params) -> tuple[Floats, Floats]:
    """The highest part alone."""
    counted = np.where(weights > 0, scores, -1.0)
    top = counted.max(axis=1, keepdims=True)
    return np.maximum(top[:, 0], 0.0), (counted == top).astype(float)
