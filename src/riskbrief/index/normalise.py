"""From a value to 0-100 (method B.14): a registered normaliser, chosen per indicator.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5, normalisation: min-max, ranking,
standardisation (here with median and MAD for mean and s.d.), distance to a reference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from riskbrief.definitions.config import IndexDefinition
from riskbrief.definitions.indicators import Indicator
from riskbrief.errors import UsageError
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
WITHOUT_ANCHORS = frozenset({"percentile", "logistic", "robust_z"})  # those that read a past and never `lo` or `hi`


class PastParams(Params):
    """Fewest weeks of the country's past; with fewer the score is missing."""

    min_weeks: int = Field(8, ge=2)


class RobustParams(PastParams):
    """`reach`: the robust z that scores 100; its negative scores 0."""

    reach: float = Field(3.0, gt=0)


class GoalpostParams(Params):
    """`reverse`: more is better, `lo` scores 100, `hi` 0; `log_offset`: added before the logarithm, none = no log."""

    reverse: bool = False
    log_offset: float | None = Field(None, ge=0)


@NORMALISERS.register("anchored")
def anchored(values: Floats, scale: Scale, params: Params) -> Floats:
    """Between fixed anchors: `lo` scores 0, `hi` scores 100 (the default; comparable across countries).

    >>> scale = Scale(logarithmic=True, lo=0, hi=63, past=np.zeros((0, 1)), min_scale=1)
    >>> anchored(np.array([0, 7.0, 63]), scale, Params()).tolist()
    [0.0, 50.0, 100.0]
    """
    if scale.logarithmic:
        low, high = np.log1p(scale.lo), np.log1p(scale.hi)
        return np.asarray(100 * np.clip((np.log1p(values) - low) / (high - low), 0, 1))
    return np.asarray(100 * np.clip((values - scale.lo) / (scale.hi - scale.lo), 0, 1))


@NORMALISERS.register("goalposts", GoalpostParams)
def between_goalposts(values: Floats, scale: Scale, params: Params) -> Floats:
    """Between fixed ends `lo` and `hi`, turned round where more is better; a logarithm only if asked for."""
    assert isinstance(params, GoalpostParams)
    return goalposts(values, scale.lo, scale.hi, reverse=params.reverse, log_offset=params.log_offset)


@NORMALISERS.register("percentile", PastParams)
def percentile_rank(values: Floats, scale: Scale, params: Params) -> Floats:
    """Rank in the country's own past, ties half: 100 x (less + .5 equal) / n.

    >>> scale = Scale(logarithmic=False, lo=0, hi=1, past=np.array([[0, 0, 1, 1, 2, 2, 3.0]]).T, min_scale=1)
    >>> percentile_rank(np.array([[2.0]]), scale, PastParams(min_weeks=7)).round(2).tolist()
    [[71.43]]
    """
    assert isinstance(params, PastParams)
    return _by_region(values, scale, params.min_weeks, percentile)


@NORMALISERS.register("logistic", PastParams)
def logistic(values: Floats, scale: Scale, params: Params) -> Floats:
    """Robust z against the country's own past through the logistic curve; 50 = usual.

    >>> scale = Scale(logarithmic=False, lo=0, hi=1, past=np.array([[0, 0, 1, 1, 2, 2, 3.0]]).T, min_scale=0.25)
    >>> logistic(np.array([[1.0]]), scale, PastParams(min_weeks=7)).round(1).tolist()
    [[50.0]]
    """
    assert isinstance(params, PastParams)

    def curve(u: Floats, past: Floats) -> Floats:
        return np.asarray(100 / (1 + np.exp(-robust_z(u, past, np.full(u.shape, scale.min_scale)))))

    return _by_region(values, scale, params.min_weeks, curve)


@NORMALISERS.register("robust_z", RobustParams)
def rescaled_z(values: Floats, scale: Scale, params: Params) -> Floats:
    """Robust z against the country's own past on a straight line: 50 = usual, `reach` or more = 100.

    >>> past, scale = np.array([[0, 0, 1, 1, 2, 2, 3.0]]).T, {"logarithmic": False, "lo": 0, "hi": 1, "min_scale": 0.25}
    >>> rescaled_z(np.array([[4.0]]), Scale(past=past, **scale), RobustParams(min_weeks=7)).round(2).tolist()
    [[83.72]]
    """
    assert isinstance(params, RobustParams)

    def line(u: Floats, past: Floats) -> Floats:
        z = robust_z(u, past, np.full(u.shape, scale.min_scale))
        return np.clip(50 + 50 * z / params.reach, 0, 100)

    return _by_region(values, scale, params.min_weeks, line)


def goalposts(
    values: Floats, lo: float, hi: float, *, reverse: bool = False, log_offset: float | None = None
) -> Floats:
    """100 (f(x) - f(lo)) / (f(hi) - f(lo)) of any shape, clamped to 0-100; missing stays missing.

    f(x) = x, or ln(x + log_offset); `reverse` gives 100 minus it. Values are clamped to lo-hi before the logarithm, so
    lo + log_offset must be above 0. Source: handbook step 5 (min-max with fixed ends); UNDP, Human Development Report,
    technical note 1: a life expectancy of 84.0 between 20 and 85 is .985, an income of 66,933 between 100 and 75,000
    on a logarithmic scale .983.

    >>> goalposts(np.array([84.0, np.nan]), 20, 85).round(1).tolist()
    [98.5, nan]
    >>> goalposts(np.array([66_933.0]), 100, 75_000, log_offset=0).round(1).tolist()
    [98.3]
    """
    if lo + (log_offset or 0) <= 0 and log_offset is not None:
        raise UsageError(f"goalposts: no logarithm of lo + log_offset = {lo + log_offset:g}; it must be above 0")
    ends = np.array([lo, hi], dtype=float)
    held = np.clip(values, lo, hi)
    if log_offset is not None:
        ends, held = np.log(ends + log_offset), np.log(held + log_offset)
    score = np.clip(100 * (held - ends[0]) / (ends[1] - ends[0]), 0, 100)
    return np.asarray(100 - score if reverse else score)


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
