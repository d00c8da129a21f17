"""The index's own forecasts: a simple forecast, corrected by a regression on the past alone, anew at every origin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from riskbrief.skill.scores import Floats

LEAST_OWN = 24  # a country's own errors spread its forecast from so many on, all countries' errors before


class Fit(NamedTuple):
    """Coefficients [feature] (NaN with too few cases), and errors of the cases they rest on: a country's, and all."""

    coefficients: Floats
    own: list[Floats]
    every: Floats


@dataclass(frozen=True)
class Correction:
    """A forecast = centre + sum of coefficients x features, with the errors it made before.

    `target` [country, time]: the value `ahead` steps after each time; `centre` [country, time]: a simple forecast of it
    made at that time; `features` [feature, country, time]: what was known then, such as how far a score stands from
    what is usual. Coefficients are least squares over all countries, without an intercept: where the features say
    nothing, the simple forecast remains.
    """

    target: Floats
    centre: Floats
    features: Floats
    ahead: int
    _fits: dict[int, Fit] = field(default_factory=dict)  # the latest alone: asked by origin, then country

    def members(self, country: int, origin: int) -> Floats:
        """The forecast made at a time, spread by errors on what was known by then; empty if none can be made.

        Only cases whose outcome lies at or before the origin are fitted to.
        """
        if origin not in self._fits:
            fitted = self.fit(origin)
            self._fits.clear()
            self._fits[origin] = fitted
        coefficients, own, every = self._fits[origin]
        middle = self.centre[country, origin] + self.features[:, country, origin] @ coefficients
        pool = own[country] if len(own[country]) >= LEAST_OWN else every
        return np.asarray(middle + pool) if np.isfinite(middle) else np.zeros(0)

    def fit(self, origin: int) -> Fit:
        """Least squares over the cases of all countries that are known at a time: the work of one origin."""
        known = max(origin - self.ahead + 1, 0)
        missed = self.target[:, :known] - self.centre[:, :known]
        rows = np.moveaxis(self.features[:, :, :known], 0, -1)
        usable = ~np.isnan(missed) & ~np.isnan(rows).any(axis=-1)
        coefficients, errors = np.full(len(self.features), np.nan), np.full(missed.shape, np.nan)
        if usable.sum() > 10 * len(self.features):
            coefficients = np.linalg.lstsq(rows[usable], missed[usable], rcond=None)[0]
            errors[usable] = missed[usable] - rows[usable] @ coefficients
        return Fit(coefficients, [row[~np.isnan(row)] for row in errors], errors[~np.isnan(errors)])


def trailing_mean(values: Floats, steps: int) -> Floats:
    """Mean of the last `steps` values up to each, missing ones left out: [country, time].

    >>> trailing_mean(np.array([[1.0, 3, np.nan, 5]]), 2).tolist()
    [[1.0, 2.0, 3.0, 5.0]]
    """
    known = np.cumsum(~np.isnan(values), axis=1)
    total = np.cumsum(np.nan_to_num(values), axis=1)
    before = np.zeros_like(total)
    count = np.zeros_like(known)
    before[:, steps:], count[:, steps:] = total[:, :-steps], known[:, :-steps]
    n = known - count
    return np.where(n > 0, (total - before) / np.maximum(n, 1), np.nan)
