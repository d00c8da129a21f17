"""The attention series of one region and indicator, worked out again from other hits (method B.12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from riskbrief.index.attention import raw_share, share_slopes, smooth
from riskbrief.index.firm_shares import firm_raw_shares, firm_shares
from riskbrief.index.framework import NONE, Flags, Floats, Framework
from riskbrief.index.measure import Measured, denominators
from riskbrief.index.past import quantile


@dataclass(frozen=True)
class Line:
    """A share is linear in hits and in the usual share: y = 100 (sum w h + m p0) / (sum w n + m). `per_hit` [week,
    outlet] and `per_prior` [week] are its slopes; missing in a week without articles."""

    per_hit: Floats
    per_prior: Floats


class Shares:
    """Series of a weighed history; what does not hang on hits is worked out once for a region and denominator."""

    def __init__(self, weeks: Sequence[Measured], framework: Framework) -> None:
        self._weeks, self._framework = weeks, framework
        self._counted = [denominators(w.reporting, weeks[:t], w.window, framework) for t, w in enumerate(weeks)]
        self._lines: dict[tuple[int, str], Line] = {}

    def smoothed(self, region: int, position: int, hits: Floats) -> Floats:
        """Smoothed share and firm share in % [2, week] from hits [week, outlet]; in a week without coverage those of
        the week before."""
        indicator = self._framework.indicators[position]
        line, articles = self._line(region, indicator.denominator), self._articles(region)
        usual = self._usual(region, raw_share(articles, hits[:, None], self._framework))
        firm_usual = self._usual(region, firm_raw_shares(articles, hits[:, None], self._framework))
        counted = np.array([counts[indicator.denominator][region] for counts in self._counted])
        fresh = np.stack(
            [
                (line.per_hit * hits).sum(axis=1) + line.per_prior * usual,
                firm_shares(counted, hits[:, None], prior=firm_usual[:, None], framework=self._framework)[:, 0],
            ]
        )
        half_life = np.full(2, indicator.half_life_days)
        out, now = np.full(fresh.shape, np.nan), np.full(2, np.nan)
        for t, week in enumerate(self._weeks):
            if week.coverage[region] > NONE:
                now = smooth(fresh[:, t], now, half_life)
            out[:, t] = now
        return out

    def _usual(self, region: int, raw: Floats) -> Floats:
        """p0 [week] 0-1: the median of raw shares [week, 1] over each week's baseline, 0 without one."""
        window = self._window(region)
        median = quantile(np.where(window.T, raw, np.nan), 0.5)
        known = window.sum(axis=1) >= self._framework.definition.pressure.volume_min_weeks
        return np.nan_to_num(np.where(known, median, 0.0))

    def _articles(self, region: int) -> Floats:
        return np.array([w.reporting.articles[region] for w in self._weeks])

    def _window(self, region: int) -> Flags:
        """Which weeks [week, earlier week] each week is compared with."""
        out = np.zeros((len(self._weeks), len(self._weeks)), dtype=bool)
        for t, week in enumerate(self._weeks):
            out[t, :t] = week.window[:t, region]
        return out

    def _line(self, region: int, name: str) -> Line:
        if (region, name) not in self._lines:
            slopes = [share_slopes(counts[name][region], self._framework) for counts in self._counted]
            self._lines[region, name] = Line(np.array([s[:-1] for s in slopes]), np.array([s[-1] for s in slopes]))
        return self._lines[region, name]
