"""Whether the index moves with what happened (method B.24): rank correlations and the area under the curve.

All read panels [..., country, time]; a case is left out where one of its values is missing (NaN). A result is NaN where
one side does not vary.
"""

from __future__ import annotations

import numpy as np

from riskbrief.skill.scores import Flags, Floats


def pooled(x: Floats, y: Floats) -> Floats:
    """Spearman's rank correlation over all countries and times at once.

    It measures above all which countries are worse than others.

    >>> float(pooled(np.array([[1.0, 2, 3, 4]]), np.array([[1.0, 3, 2, 4]])).round(9))
    0.8
    """
    x, y = _both(x, y)
    return correlation(ranks(_flat(x)), ranks(_flat(y)))


def within(x: Floats, y: Floats) -> Floats:
    """Rank correlation of what is above or below a country's own mean: differences between countries are taken out.

    Not all of them: a quiet time counts as minus the country's mean, so where most times are 0 on both sides the means
    rank against each other (`by_country` has no such fault).

    Below, country 2 is always higher on both sides, which does not help: both countries move against the outcome.

    >>> x, y = np.array([[1.0, 2, 3], [11, 12, 13]]), np.array([[3.0, 2, 1], [13, 12, 11]])
    >>> float(pooled(x, y).round(2)), float(within(x, y).round(2))
    (0.54, -1.0)
    """
    x, y = _both(x, y)
    return correlation(ranks(_flat(centred(x))), ranks(_flat(centred(y))))


def by_country(x: Floats, y: Floats) -> Floats:
    """Mean of each country's own rank correlation, weighted by how far its outcome y ranks the times: 1 less the share
    of the variance of ranks that ties take (Kendall).

    Unlike `within`, no country is set against another. A country whose outcome does not vary has none to give and is
    left out; an x that does not vary where the outcome does tells nothing and counts 0.

    Below, country 1 gives 1; country 2 gives -.77 and weighs .6, as three of its four outcomes are the same:

    >>> x, y = np.array([[1.0, 2, 3, 4], [4, 3, 2, 1]]), np.array([[1.0, 2, 3, 4], [0, 0, 0, 5]])
    >>> float(by_country(x, y).round(3)), float(by_country(x[:1], y[:1]))
    (0.335, 1.0)
    """
    x, y = _both(x, y)
    rank = ranks(y)
    times = (~np.isnan(y)).sum(axis=-1)
    weight = np.nansum(centred(rank) ** 2, axis=-1) * 12 / np.maximum(times**3 - times, 1)
    own = np.nan_to_num(correlation(ranks(x), rank))
    total = weight.sum(axis=-1)
    return np.asarray(np.where(total > 1e-12, (weight * own).sum(axis=-1) / np.maximum(total, 1e-12), np.nan))


def partial(x: Floats, outcome: Floats, given: Floats) -> Floats:
    """Within-country rank correlation of x with an outcome, both cleared of what a third series says of them.

    (r_xo - r_xg r_og) / sqrt((1 - r_xg^2)(1 - r_og^2)). With `given` the outcome's last value: the lead value over
    persistence. Three correlations of .4 leave (.4 - .16) / (1 - .16) = .29:

    >>> x, g, o = np.array([[2.0, 4, 3, 1]]), np.array([[1.0, 4, 2, 3]]), np.array([[3.0, 4, 1, 2]])
    >>> [float(within(*pair).round(2)) for pair in ((x, o), (x, g), (o, g))], float(partial(x, o, g).round(2))
    ([0.4, 0.4, 0.4], 0.29)
    """
    missing = np.isnan(x) | np.isnan(outcome) | np.isnan(given)
    x, outcome, given = (np.where(missing, np.nan, side) for side in (x, outcome, given))
    xo, xg, og = within(x, outcome), within(x, given), within(outcome, given)
    left = (1 - xg**2) * (1 - og**2)
    return np.asarray(np.where(left > 1e-12, (xo - xg * og) / np.sqrt(np.maximum(left, 1e-12)), np.nan))


def auc(x: Floats, event: Floats) -> Floats:
    """Share of pairs of one country in which the time before an event (1) has a higher x than one before none (0).

    .5 is chance; ties count half (Mann and Whitney).

    >>> float(auc(np.array([[1.0, 2, 3, 4]]), np.array([[0.0, 0, 1, 0]])).round(3))
    0.667
    """
    x, event = _both(x, event)
    yes, no = (event == 1).sum(axis=-1), (event == 0).sum(axis=-1)
    above = np.where(event == 1, ranks(x), 0.0).sum(axis=-1) - yes * (yes - 1) / 2
    pairs = (yes * no).sum(axis=-1)
    return np.asarray(np.where(pairs > 0, above.sum(axis=-1) / np.maximum(pairs, 1), np.nan))


def escalations(outcome: Floats, quantile: float) -> Floats:
    """[country, time - 1]: 1 where the next outcome reaches the country's own quantile and lies above the present one.

    >>> escalations(np.array([[0.0, 5, 9, 9, 1]]), 0.75).tolist()
    [[0.0, 1.0, 0.0, 0.0]]
    """
    known = np.where(np.isnan(outcome).all(axis=-1, keepdims=True), 0.0, outcome)  # a blank country stays blank below
    high = np.nanquantile(known, quantile, axis=-1, keepdims=True) if outcome.size else outcome
    now, then = outcome[..., :-1], outcome[..., 1:]
    found = ((then >= high) & (then > now)).astype(float)
    return np.where(np.isnan(now) | np.isnan(then), np.nan, found)


def ranks(values: Floats) -> Floats:
    """Ranks from 0 along the last axis, ties their mean, missing stays missing.

    >>> ranks(np.array([3.0, 1.0, np.nan, 3.0])).tolist()
    [1.5, 0.0, nan, 1.5]
    """
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    place = np.broadcast_to(np.arange(values.shape[-1]), values.shape)
    first = np.ones(values.shape, dtype=bool)
    first[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    last = np.ones(values.shape, dtype=bool)
    last[..., :-1] = first[..., 1:]
    start = np.maximum.accumulate(np.where(first, place, 0), axis=-1)
    end = np.minimum.accumulate(np.where(last, place, place.shape[-1])[..., ::-1], axis=-1)[..., ::-1]
    out = np.empty(values.shape)
    np.put_along_axis(out, order, (start + end) / 2, axis=-1)
    return np.where(np.isnan(values), np.nan, out)


def correlation(x: Floats, y: Floats) -> Floats:
    """Pearson's correlation along the last axis over the cases where neither is missing."""
    x, y = _both(x, y)
    x, y = centred(x), centred(y)
    together, alone = np.nansum(x * y, axis=-1), np.sqrt(np.nansum(x**2, axis=-1) * np.nansum(y**2, axis=-1))
    return np.asarray(np.where(alone > 1e-12, together / np.maximum(alone, 1e-12), np.nan))


def centred(values: Floats) -> Floats:
    """Values less their mean along the last axis, missing left out."""
    known = ~np.isnan(values)
    mean = np.nansum(values, axis=-1, keepdims=True) / np.maximum(known.sum(axis=-1, keepdims=True), 1)
    return np.asarray(values - mean)


def _both(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    missing: Flags = np.isnan(x) | np.isnan(y)
    return np.where(missing, np.nan, x), np.where(missing, np.nan, y)


def _flat(panel: Floats) -> Floats:
    return panel.reshape(*panel.shape[:-2], -1)
