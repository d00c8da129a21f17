"""Where the upper anchors would stand by the panel's own values (method B.14). Only proposes: a person accepts.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5, normalisation; a percentile for the
maximum, so that a few extreme values do not stretch the scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from riskbrief.definitions.indicators import Indicator
from riskbrief.index.framework import NONE, Flags, Floats, Framework
from riskbrief.index.normalise import NORMALISERS, PastParams
from riskbrief.index.past import masked, quantile
from riskbrief.index.rescore import Observed

Reason = Literal["", "no_anchor", "few_weeks", "not_above_lo"]


@dataclass(frozen=True)
class Covered:
    """Country-weeks of the panel: asked for, assessed, left out because nothing was covered; `weeks`: with at least one
    assessed country."""

    country_weeks: int
    assessed: int
    left_out: int
    weeks: int


@dataclass(frozen=True)
class Proposal:
    """The anchors of one indicator now, and the upper one proposed, in units of its value (x of events, y in % of
    shares); NaN with a `reason` when none is. `weeks`, `country_weeks`: with a value; `missing`: assessed country-weeks
    without one; `above`: values above the present `hi`."""

    indicator_id: str
    lo: float
    hi: float
    proposed: float
    reason: Reason
    weeks: int
    country_weeks: int
    missing: int
    above: int


def covered(given: Observed, framework: Framework, weeks: int) -> Covered:
    """What the last `weeks` weeks hold of the panel; neighbours outside it are not counted."""
    known = _assessed(given, framework, weeks)
    return Covered(known.size, int(known.sum()), int((~known).sum()), int(known.any(axis=1).sum()))


def proposals(given: Observed, framework: Framework, weeks: int) -> list[Proposal]:
    """For each indicator the percentile of the values of the panel in the last `weeks` weeks, pooled.

    Country-weeks without coverage and missing values are left out, never 0. `index.calibration` says which percentile,
    and from how many weeks with a value.
    """
    known = _assessed(given, framework, weeks)
    values = masked(given.values[-weeks:, : framework.panel_size], known)
    return [_proposal(one, values[:, :, n], known, framework) for n, one in enumerate(framework.indicators)]


def upper_anchor(values: Floats, percentile: float) -> float:
    """The percentile (0-1) of values of any shape, linear between ranks; NaN are left out, NaN without any value.

    >>> upper_anchor(np.array([*range(41), np.nan]), 0.975)
    39.0
    """
    return float(quantile(values.reshape(-1, 1), percentile)[0])


def _assessed(given: Observed, framework: Framework, weeks: int) -> Flags:
    """Which country-weeks of the panel count: [week, region]."""
    return given.coverage[-weeks:, : framework.panel_size] > NONE


def _proposal(one: Indicator, values: Floats, known: Flags, framework: Framework) -> Proposal:
    rules = framework.definition.calibration
    given = ~np.isnan(values)
    weeks = int(given.any(axis=1).sum())
    found = upper_anchor(values, rules.percentile)
    reason = _reason(one, weeks, rules.least_weeks, found)
    return Proposal(
        indicator_id=one.id,
        lo=one.lo,
        hi=one.hi,
        proposed=float("nan") if reason else found,
        reason=reason,
        weeks=weeks,
        country_weeks=int(given.sum()),
        missing=int((known & ~given).sum()),
        above=int((values > one.hi).sum()),
    )


def _reason(one: Indicator, weeks: int, least: int, found: float) -> Reason:
    """Why nothing is proposed: scores that no `hi` moves, too short a past, or a scale without width."""
    if one.compute == "spatial_lag" or issubclass(NORMALISERS[one.normaliser.name].params, PastParams):
        return "no_anchor"
    if weeks < least:
        return "few_weeks"
    return "" if found > one.lo else "not_above_lo"
