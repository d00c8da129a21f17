"""Weeks that were read once, weighed again: other half-lives, caps or volume exponents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from riskbrief.index.darkness import DARK
from riskbrief.index.draws import Draws
from riskbrief.index.framework import Floats, Framework
from riskbrief.index.measure import Measured, Read, clipped_volume, weigh
from riskbrief.index.rescore import Observed
from riskbrief.index.sieve import recent


def weighed(told: Sequence[Read], framework: Framework) -> tuple[Measured, ...]:
    """The point observations of consecutive weeks, read under half-lives at least as long as those of `framework`."""
    draws = Draws(framework, "", 0)
    weeks: list[Measured] = []
    for week in told:
        fresh = replace(week, facets=recent(week.facets, framework))
        weeks.append(weigh(fresh, weeks, framework=framework, draws=draws, drawn=False))
    return tuple(weeks)


def observations(weeks: Sequence[Measured], framework: Framework, exponent: float | None = None) -> Observed:
    """What weighed weeks hold, with events under another volume exponent if one is given (B.11)."""
    values, firm = np.array([w.values[..., 0] for w in weeks]), np.array([w.firm for w in weeks])
    if exponent is not None:
        scale = volumes(weeks, framework) ** (framework.definition.pressure.volume_exponent - exponent)
        for part in (values, firm):
            part[:, :, framework.is_event] *= scale[:, :, None]
    coverage, press = (np.array(part) for part in zip(*((w.coverage, w.press.state) for w in weeks), strict=True))
    return Observed(tuple(str(w.week) for w in weeks), values, coverage, firm, press == DARK)


def volumes(weeks: Sequence[Measured], framework: Framework) -> Floats:
    """Volume [week, region] as it enters a pressure."""
    return clipped_volume(np.array([w.volume for w in weeks]), framework)
