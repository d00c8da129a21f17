"""Forecasts from rolling origins: at each time only what lies before it is known, then the outcome is let in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from riskbrief.skill.baselines import Forecaster
from riskbrief.skill.scores import Floats, brier, share_at_least

Source = Callable[[int, int], Floats]  # country, origin -> members
Bound = Callable[[float], float]  # value now -> what an outcome must reach
Measure = Callable[[Floats, float, float], float]  # members, value now, outcome -> loss or probability


def from_past(forecaster: Forecaster, series: Floats, ahead: int) -> Source:
    """The forecaster as a source of members: it sees each series [country, time] up to the origin and no further."""

    def members(country: int, origin: int) -> Floats:
        return forecaster(series[country, : origin + 1], ahead)

    return members


def on_counts(forecaster: Forecaster) -> Forecaster:
    """A forecaster of counts for a series of ln(1 + count)."""

    def members(past: Floats, ahead: int) -> Floats:
        given = np.asarray(np.round(np.expm1(past)), dtype=np.float64)
        return np.asarray(np.log1p(forecaster(given, ahead)))

    return members


def rolled(
    sources: Mapping[str, Source], series: Floats, *, ahead: int, first: int, limits: tuple[float, float],
    measures: Mapping[str, Measure],
) -> dict[str, dict[str, Floats]]:  # fmt: skip
    """What each measure says of each source: by measure, then source, [country, origin].

    Origins run from `first` to the last with an outcome; columns before stay NaN, as do cases whose value now or whose
    outcome is missing and those a source has no forecast for. Members are cut to `limits`. All countries are asked at
    one origin before the next, so that a source can fit once an origin.
    """
    shape = (len(series), max(series.shape[1] - ahead, 0))
    out = {m: {s: np.full(shape, np.nan) for s in sources} for m in measures}
    for origin in range(first, shape[1]):
        for country in range(shape[0]):
            now, outcome = float(series[country, origin]), float(series[country, origin + ahead])
            if np.isnan(now) or np.isnan(outcome):
                continue
            for name, source in sources.items():
                members = np.clip(source(country, origin), *limits)
                for kind, measure in measures.items():
                    out[kind][name][country, origin] = measure(members, now, outcome) if len(members) else np.nan
    return out


def chance(bound: Bound, members: Floats, now: float, outcome: float) -> float:
    """The members' probability that the outcome reaches the bound."""
    return share_at_least(members, bound(now))


def squared(bound: Bound, members: Floats, now: float, outcome: float) -> float:
    """Brier score of that probability."""
    return brier(chance(bound, members, now, outcome), outcome >= bound(now))


def reached(bound: Bound, series: Floats, ahead: int) -> Floats:
    """[country, origin]: 1 where the outcome reached the bound, 0 where it did not.

    >>> reached(rise(5), np.array([[40.0, 46.0, 47.0]]), 1).tolist()
    [[1.0, 0.0]]
    """
    now, outcome = series[:, :-ahead], series[:, ahead:]
    found = (outcome >= np.vectorize(bound, otypes=[float])(now)).astype(float)
    return np.where(np.isnan(now) | np.isnan(outcome), np.nan, found)


def rise(points: float) -> Bound:
    """The bound that lies so many points above the value now.

    >>> rise(5)(40.0)
    45.0
    """
    return partial(_higher, points)


def _higher(points: float, now: float) -> float:
    return now + points
