"""Indices of the press: shares of articles scaled to a mean of 100 over base periods (EPU, GPR).

Sources: Baker, Bloom and Davis, Measuring Economic Policy Uncertainty, Quarterly Journal of Economics 131(4), 2016;
Caldara and Iacoviello, Measuring Geopolitical Risk, American Economic Review 112(4), 2022. A share that is NaN (a paper
that printed nothing) is missing, not zero.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from riskbrief.errors import UsageError
from riskbrief.index.framework import Flags, Floats

FLAT = 1e-12  # a spread this small beside the values is rounding


def share_of_articles(counted: Floats, articles: Floats) -> Floats:
    """Articles that count / all articles, 0-1, both of one shape, whichever; missing where there are none.

    >>> share_of_articles(np.array([2, 0, 0]), np.array([100, 50, 0])).tolist()
    [0.02, 0.0, nan]
    """
    counted, articles = _numbers(counted), _numbers(articles)
    if counted.shape != articles.shape:
        raise UsageError(f"press index: counts have the shape {counted.shape}, articles {articles.shape}")
    if not (np.isfinite(counted).all() and np.isfinite(articles).all() and (counted >= 0).all()):
        raise UsageError("press index: counts must be finite numbers from 0")
    if (counted > articles).any():
        raise UsageError("press index: more articles count than there are")
    return np.asarray(np.divide(counted, articles, out=np.full(counted.shape, np.nan), where=articles > 0))


def to_mean_100(series: Floats, base: Flags | None = None) -> Floats:
    """100 x series / its mean over the base periods [period], by default over all: the GPR index of pooled shares.

    >>> to_mean_100(np.array([0.01, 0.02, 0.06]), np.array([True, True, False])).round(4).tolist()
    [66.6667, 133.3333, 400.0]
    """
    series = _numbers(series)
    level = _over_base(series, base, "mean", np.nanmean)
    return np.asarray(100 * series / level)


def gpr_index(counted: Floats, articles: Floats, base: Flags | None = None) -> Floats:
    """Geopolitical Risk [period] from counts [period, paper], pooled over papers: 100 = mean share of the base periods.

    >>> gpr_index(np.array([[1, 1], [3, 1]]), np.array([[100, 100], [100, 100]])).round(4).tolist()
    [66.6667, 133.3333]
    """
    counted, articles = _by_paper(counted), _by_paper(articles)
    share_of_articles(counted, articles)  # what one paper cannot have printed must not hide in the sum of all
    return to_mean_100(share_of_articles(counted.sum(axis=1), articles.sum(axis=1)), base)


def epu_index(shares: Floats, base: Flags | None = None) -> Floats:
    """Economic Policy Uncertainty [period] from shares X [period, paper]; missing where no paper has a share.

    Y = X / s.d. of the paper's X over the base periods, Z = mean of Y over the papers there are, index = 100 x Z / mean
    of Z over the base periods. It does not hang on the divisor of the s.d. nor on a paper's own scale.

    >>> epu_index(np.array([[0.02, 0.025], [0.04, 0.025], [0.06, 0.10]])).round(4).tolist()
    [50.0, 81.6987, 168.3013]
    """
    shares = _by_paper(shares)
    spread = _over_base(shares, base, "standard deviation", np.nanstd)
    standardised = shares / spread
    known = ~np.isnan(standardised)
    total = np.where(known, standardised, 0.0).sum(axis=1)
    return to_mean_100(np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan), base)


def _over_base(series: Floats, base: Flags | None, what: str, measure: Callable[..., Floats]) -> Floats:
    """A measure over the base periods of each series, which must have a value there and a measure above 0."""
    if np.isinf(series).any() or (series < 0).any():
        raise UsageError("press index: a share must be a finite number from 0")
    chosen = series if base is None else series[_periods(base, len(series))]
    if not (~np.isnan(chosen)).any(axis=0).all():
        raise UsageError("press index: a series has no value in the base periods")
    found = np.asarray(measure(chosen, axis=0))
    if (found <= FLAT * np.nanmax(chosen, axis=0)).any():
        raise UsageError(f"press index: the {what} of a series over the base periods is 0, so it has no scale")
    return found


def _numbers(table: Floats) -> Floats:
    try:
        return np.asarray(table, dtype=float)
    except (TypeError, ValueError):
        raise UsageError("press index: a table must be of numbers, a row a period") from None


def _by_paper(table: Floats) -> Floats:
    numbers = _numbers(table)
    if numbers.ndim != 2:
        raise UsageError(f"press index: a table has rows and columns [period, paper], not the shape {numbers.shape}")
    return numbers


def _periods(base: Flags, n: int) -> Flags:
    """Base periods as one true or false each; numbers of periods would be read as such and mean something else."""
    chosen = np.asarray(base)
    if chosen.dtype != np.bool_ or chosen.shape != (n,):
        raise UsageError(f"press index: `base` must say True or False for each of the {n} periods")
    return chosen
