"""What a forecast has to beat (method B.22): simple forecasts from a series' own past, each as an ensemble of values.

Every forecaster takes the past of one series, oldest first (NaN = missing), and gives members of equal weight. None
knows anything but the past. Units are those of the series; the three for counts ask for counts.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from riskbrief.skill.scores import Floats

Forecaster = Callable[[Floats, int], Floats]  # past, steps ahead -> members
MEMBERS = 100
MIDDLES = (np.arange(MEMBERS) + 0.5) / MEMBERS  # probabilities whose quantiles stand for a distribution


def persistence(past: Floats, ahead: int) -> Floats:
    """The last value, with the errors that the same forecast made `ahead` steps on in the past.

    >>> persistence(np.array([1.0, 3, 2]), 1).tolist()
    [4.0, 1.0]
    """
    errors = past[ahead:] - past[:-ahead]
    return _around(last(past), errors)


def smoothed(past: Floats, ahead: int, *, alpha: float) -> Floats:
    """Simple exponential smoothing, with the errors it made `ahead` steps on."""
    states = ses(past, alpha=alpha)
    return _around(last(states), past[ahead:] - states[:-ahead])


def recent(past: Floats, ahead: int, *, steps: int) -> Floats:
    """Conflictology: the next value is one of the last `steps` (twelve months), all as likely.

    >>> recent(np.array([9.0, 1, 2, 3]), 1, steps=3).tolist()
    [1.0, 2.0, 3.0]
    """
    given = past[-steps:]
    return given[~np.isnan(given)]


def sparse(past: Floats, ahead: int, *, alpha: float, beta: float, steps: int) -> Floats:
    """Teunter, Syntetos and Babai: zero, or with probability p one of the last `steps` sizes scaled to mean z; nothing
    without a past value."""
    if np.isnan(past).all():
        return np.zeros(0)
    p, z = tsb(past, alpha=alpha, beta=beta)
    sizes = past[past > 0][-steps:]
    n = round(MEMBERS * p) if len(sizes) else 0
    some = np.quantile(sizes, (np.arange(n) + 0.5) / n) * (z / sizes.mean()) if n else np.zeros(0)
    return np.concatenate([np.zeros(MEMBERS - n), some])


def poisson(past: Floats, ahead: int, *, alpha: float) -> Floats:
    """Poisson with the smoothed count as its mean.

    >>> poisson(np.array([2.0, 2.0]), 1, alpha=0.3).mean().round(1)
    np.float64(2.0)
    """
    return counts(last(ses(past, alpha=alpha)), 0.0)


def negative_binomial(past: Floats, ahead: int, *, alpha: float) -> Floats:
    """The same mean with the variance of past errors; Poisson where they vary less than that, or where no error is
    known because the past holds a single value.

    >>> one = np.array([np.nan, np.nan, 4.0])
    >>> bool((negative_binomial(one, 1, alpha=0.3) == poisson(one, 1, alpha=0.3)).all())
    True
    """
    states = ses(past, alpha=alpha)
    errors = past[1:] - states[:-1]
    known = errors[~np.isnan(errors)]
    return counts(last(states), float(np.mean(known**2)) if len(known) else 0.0)


def ses(values: Floats, *, alpha: float) -> Floats:
    """The smoothed level after each value, starting with the first; a missing value leaves it as it is.

    >>> ses(np.array([50.0, 60, 50]), alpha=0.3).round(2).tolist()
    [50.0, 53.0, 52.1]
    """
    out = np.empty(len(values))
    level = float("nan")
    for n, value in enumerate(values.tolist()):
        if value == value:
            level = value if level != level else alpha * value + (1 - alpha) * level
        out[n] = level
    return out


def tsb(values: Floats, *, alpha: float, beta: float, start: tuple[float, float] | None = None) -> tuple[float, float]:
    """Probability p that something happens and its size z, after the last value; the forecast is p x z.

    p moves by `beta` at every step, z by `alpha` only when something happened. Without `start`: as the first value is.

    >>> p, z = tsb(np.array([0.0]), alpha=0.2, beta=0.1, start=(0.5, 4.0))
    >>> round(p, 3), round(p * z, 2)
    (0.45, 1.8)
    >>> p, z = tsb(np.array([0.0, 6.0]), alpha=0.2, beta=0.1, start=(0.5, 4.0))
    >>> round(p, 3), round(z, 1), round(p * z, 3)
    (0.505, 4.4, 2.222)
    """
    known = values[~np.isnan(values)]
    some = known[known > 0]
    p, z = start or (float(known[0] > 0) if len(known) else 0.0, float(some[0]) if len(some) else 0.0)
    for value in known.tolist():
        p += beta * ((value > 0) - p)
        z += alpha * (value - z) if value > 0 else 0.0
    return p, z


def counts(mean: float, variance: float) -> Floats:
    """Quantiles of the Poisson of a mean or, where the variance is larger, of the negative binomial.

    A missing mean has none.
    """
    if not mean > 0:
        return np.zeros(0 if np.isnan(mean) else MEMBERS)
    k = np.arange(int(mean + 15 * np.sqrt(max(mean, variance)) + 30), dtype=float)
    if variance <= mean * (1 + 1e-9):
        logs, steps = -mean, np.log(mean / (k + 1))
    else:
        size = mean**2 / (variance - mean)
        logs, steps = size * np.log(size / (size + mean)), np.log((k + size) / (k + 1) * mean / (size + mean))
    chance = np.exp(logs + np.concatenate([[0.0], np.cumsum(steps[:-1])]))
    return np.searchsorted(np.cumsum(chance), MIDDLES).astype(float)


def last(past: Floats) -> float:
    """The last value that is known, NaN without any."""
    known = past[~np.isnan(past)]
    return float(known[-1]) if len(known) else float("nan")


def _around(centre: float, errors: Floats) -> Floats:
    """The centre with known errors; alone without any."""
    known = errors[~np.isnan(errors)]
    return np.asarray(centre + known) if len(known) else np.array([centre])
