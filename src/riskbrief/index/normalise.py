"""From a value to 0-100 (method B.14): a registered normaliser, chosen per indicator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from riskbrief.definitions.config import IndexDefinition
from riskbrief.definitions.indicators import Indicator
from riskbrief.index.framework import Floats
from riskbrief.index.past import percentile, robust_z
from riskbrief.registry import Params, Registry


@dataclass(frozen=True)
class Scale:
    """What a normaliser may know beside the values. `past`: [week, region], NaN where a week does not count;
    `logarithmic`: pressure is read on a log scale; `min_scale`: smallest spread of the past."""

    logarithmic: bool
    lo: float
    hi: float
    past: Floats
    min_scale: float


Normaliser = Callable[[Floats, Scale, Params], Floats]
NORMALISERS: Registry[Normaliser] = Registry("normalisers")


class PastParams(Params):
    """Fewest weeks of the country's past; with fewer the score is missing."""

    min_weeks: int = Field(8, ge=2)


@NORMALISERS.register("anchored")
def anchored(values: Floats, scale: Scale, params: Params) -> Floats:
    """Between fixed anchors: `lo` scores 0, `hi` scores 100 (the default; comparable across countries)."""
    if scale.logarithmic:
        low, high = np.log1p(scale.lo), np.log1p(scale.hi)
        return np.asarray(100 * np.clip((np.log1p(values) - low) / (high - low), 0, 1))
    return np.asarray(100 * np.clip((values - scale.lo) / (scale.hi - scale.lo), 0, 1))


@NORMALISERS.register("percentile", PastParams)
def percentile_rank(values: Floats, scale: Scale, params: Params) -> Floats:
    """Rank in the country's own past, ties half: 100 x (less + .5 equal) / n."""
    assert isinstance(params, PastParams)
    return _by_region(values, scale, params.min_weeks, percentile)


@NORMALISERS.register("logistic", PastParams)
def logistic(values: Floats, scale: Scale, params: Params) -> Floats:
    """Robust z against the country's own past through the logistic curve; 50 = usual."""
    assert isinstance(params, PastParams)

    def curve(u: Floats, past: Floats) -> Floats:
        return np.asarray(100 / (1 + np.exp(-robust_z(u, past, np.full(u.shape, scale.min_scale)))))

    return _by_region(values, scale, params.min_weeks, curve)


def _by_region(values: Floats, scale: Scale, min_weeks: int, rank: Callable[[Floats, Floats], Floats]) -> Floats:
    u, past = (np.log1p(values), np.log1p(scale.past)) if scale.logarithmic else (values, scale.past)
    if not len(past):
        return np.full(values.shape, np.nan)
    known = ((~np.isnan(past)).sum(axis=0) >= min_weeks)[:, None] & ~np.isnan(u)
    return np.where(known, rank(u, past[:, :, None]), np.nan)


def normalise(values: Floats, indicator: Indicator, *, past: Floats, definition: IndexDefinition) -> Floats:
    """Scores 0-100 of one indicator: [region, draw] from values [region, draw]; missing stays missing.

    Spillover is a mean of scores already and passes unchanged (B.13).
    """
    if indicator.compute == "spatial_lag":
        return np.clip(values, 0, 100)
    event = indicator.type == "event"
    rules = definition.anomaly
    scale = Scale(
        logarithmic=event,
        lo=indicator.lo,
        hi=indicator.hi,
        past=past,
        min_scale=rules.min_scale_event if event else rules.min_scale_attention,
    )
    member = NORMALISERS[indicator.normaliser.name]
    return member.function(values, scale, member.params.model_validate(indicator.normaliser.options))
