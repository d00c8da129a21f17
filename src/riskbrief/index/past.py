"""A country against its own past (method B.14, B.20): baseline weeks, robust z, percentile, anomaly, CUSUM."""

from __future__ import annotations

import numpy as np

from riskbrief.definitions.rules import AnomalyRules, CusumRules
from riskbrief.index.framework import Flags, Floats

NORMAL_MAD, NORMAL_IQR = 1.4826, 0.7413  # make MAD and IQR of a normal distribution its standard deviation


def baseline_weeks(assessed: Flags, *, weeks: int, gap: int) -> Flags:
    """Which earlier weeks a country is compared with: its last `weeks` assessed ones that end `gap` weeks before now.

    `assessed`: [week, region], the current week last. Returns a mask of the same shape.
    """
    usable = assessed.copy()
    usable[max(len(assessed) - gap, 0) :] = False
    newer = np.cumsum(usable[::-1], axis=0)[::-1]
    return usable & (newer <= weeks)


def earliest(window: Flags) -> int:
    """The first week that is a baseline week anywhere; the current one, the last, where none is.

    >>> earliest(np.array([[False, False], [False, True], [True, False], [False, False]]))
    1
    """
    inside = window.any(axis=1)
    return int(inside.argmax()) if inside.any() else len(window) - 1


def masked(values: Floats, mask: Flags) -> Floats:
    """Values [week, region, ...] with NaN where the week does not count."""
    return np.where(mask.reshape(mask.shape + (1,) * (values.ndim - mask.ndim)), values, np.nan)


def quantile(past: Floats, q: float) -> Floats:
    """Quantile over the first axis, linear between ranks, ignoring NaN; NaN where nothing is left."""
    return _quantiles(past, q)[0]


def _quantiles(past: Floats, *shares: float) -> list[Floats]:
    flat = past.reshape(len(past), -1)
    ordered, columns = np.sort(flat, axis=0), np.arange(flat.shape[1])
    last = np.maximum((~np.isnan(flat)).sum(axis=0) - 1, 0)
    found = []
    for q in shares:
        place = q * last
        below = place.astype(np.int64)
        low, high = ordered[below, columns], ordered[np.minimum(below + 1, last), columns]
        found.append((low + (high - low) * (place - below)).reshape(past.shape[1:]))
    return found


def robust_z(u: Floats, past: Floats, min_scale: Floats) -> Floats:
    """(u - median) / s with s = max(1.4826 MAD, .7413 IQR, min_scale): [...] against [week, ...].

    >>> past = np.array([0, 0, 1, 1, 2, 2, 3.0])
    >>> round(float(robust_z(np.array(4.0), past, np.array(0.25))), 3)
    2.023
    """
    middle, scale = centre_and_scale(past)
    return np.asarray((u - middle) / np.maximum(scale, min_scale))


def centre_and_scale(past: Floats) -> tuple[Floats, Floats]:
    """Median and robust spread, the greater of 1.4826 MAD and .7413 IQR, over the first axis; NaN without any past."""
    low, middle, high = _quantiles(past, 0.25, 0.5, 0.75)
    mad = quantile(np.abs(past - middle), 0.5)
    return middle, np.maximum(NORMAL_MAD * mad, NORMAL_IQR * (high - low))


def percentile(u: Floats, past: Floats) -> Floats:
    """100 x (less + .5 equal) / n over the first axis of `past`.

    >>> round(float(percentile(np.array(2.0), np.array([0, 0, 1, 1, 2, 2, 3.0]))), 2)
    71.43
    """
    count = (~np.isnan(past)).sum(axis=0)
    rank = (past < u).sum(axis=0) + 0.5 * (past == u).sum(axis=0)
    return np.asarray(np.where(count > 0, 100 * rank / np.maximum(count, 1), np.nan))


def surprise(u: Floats, past: Floats, min_scale: Floats, rules: AnomalyRules) -> tuple[Floats, Floats]:
    """z (missing below `full_weeks` of past) and anomaly 0-100 (50 = usual; missing below `min_weeks`)."""
    count = (~np.isnan(past)).sum(axis=0)
    z = np.clip(robust_z(u, past, np.broadcast_to(min_scale, u.shape)), -rules.z_clip, rules.z_clip)
    z = np.where(count >= rules.full_weeks, z, np.nan)
    short = np.where(np.isnan(u), np.nan, percentile(u, past))
    anomaly = np.where(count >= rules.full_weeks, 100 / (1 + np.exp(-z)), short)
    return z, np.asarray(np.where(count >= rules.min_weeks, anomaly, np.nan))


def cusum(z: Floats, rules: CusumRules) -> tuple[Floats, Flags]:
    """Cumulated surprise and alarms over weeks [week, ...]; a missing week leaves the sum as it is.

    >>> sums, alarms = cusum(np.array([0.2, 1.0, 2.0, 2.5]), CusumRules())
    >>> sums.tolist(), alarms.tolist()
    ([0.0, 0.5, 2.0, 4.0], [False, False, False, True])
    """
    sums, alarms = np.zeros_like(z), np.zeros(z.shape, dtype=bool)
    running = np.zeros(z.shape[1:])
    for week, now in enumerate(z):
        running = np.where(np.isnan(now), running, np.maximum(0, running + np.nan_to_num(now) - rules.allowance))
        alarms[week] = (running >= rules.alarm) & ~np.isnan(now)
        sums[week] = running
        running = np.where(alarms[week], 0.0, running)
    return sums, alarms
