"""One week measured: pressure, attention shares and contested share of every region, before any scoring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from riskbrief.index.attention import DENOMINATORS, attention_shares, raw_share, smooth
from riskbrief.index.draws import Draws
from riskbrief.index.encoding import numbered
from riskbrief.index.events import Felt, in_draws, point
from riskbrief.index.facets import Facets, read_facets
from riskbrief.index.firm import firm_pressure
from riskbrief.index.firm_shares import firm_raw_shares, firm_shares
from riskbrief.index.framework import NONE, Flags, Floats, Framework, Ints
from riskbrief.index.past import baseline_weeks, masked, quantile
from riskbrief.index.press import Press, press
from riskbrief.index.views import Reporting, WeekView, active_events, read_week
from riskbrief.periods import Week


@dataclass(frozen=True)
class Measured:
    """Observations of a week. `values` [region, indicator, draw] (computed spillover still missing); `smoothed`: the
    state that smoothing carries on; `raw`: unshrunk shares 0-1; `press`: articles against the baseline;
    `firm` [region, indicator]: the point values without what one doubtful owner carries alone, for levels (B.21), with
    `firm_raw` and `firm_smoothed` as for the values;
    `window` [week, region]: the weeks up to this one that are its baseline."""

    week: Week
    reporting: Reporting
    coverage: Ints
    window: Flags
    press: Press
    raw: Floats
    smoothed: Floats
    values: Floats
    firm: Floats
    firm_raw: Floats
    firm_smoothed: Floats
    facets: Facets
    felt: tuple[Felt, ...]

    @property
    def volume(self) -> Floats:
        """V [region]: articles against a usual week, from outlets seen long enough; NaN without a baseline (B.11)."""
        return self.press.volume

    @cached_property
    def assessed(self) -> Flags:
        """Which regions have any coverage; every later week asks it again."""
        return np.asarray(self.coverage > NONE)

    def feeding(self) -> tuple[Ints, Ints, Ints]:
        """Region, indicator and a number for the origin of every independent production that feeds a value."""
        mentioned, (region, indicator, origin) = self.reporting.strongest, self.facets.feeding()
        names = np.concatenate([mentioned["origin_id"].to_numpy(object), origin])
        return (
            np.concatenate([mentioned["region"].to_numpy(np.int64), region]),
            np.concatenate([mentioned["indicator"].to_numpy(np.int64), indicator]),
            numbered(pd.Series(names, dtype=object)),
        )


@dataclass(frozen=True)
class Read:
    """What a week's view says before anything is weighed: no cap, half-life or reliability of outlets has a part in it,
    but that facets older than the horizon are left out. `contested` [region] in %."""

    week: Week
    reporting: Reporting
    facets: Facets
    contested: Floats


def read(view: WeekView, framework: Framework) -> Read:
    """The week's view as arrays."""
    return Read(view.week, read_week(view, framework), read_facets(view, framework), contested_share(view, framework))


def measure(view: WeekView, past: Sequence[Measured], *, framework: Framework, draws: Draws, drawn: bool) -> Measured:
    """The week's observations; `past` are the weeks before in order, `drawn` asks for all draws, not only the point."""
    return weigh(read(view, framework), past, framework=framework, draws=draws, drawn=drawn)


def weigh(told: Read, past: Sequence[Measured], *, framework: Framework, draws: Draws, drawn: bool) -> Measured:
    """The observations of a week that was read; the same arguments."""
    definition = framework.definition
    reporting, facets = told.reporting, told.facets
    coverage = reporting.coverage(definition.coverage)
    reporting.universe[facets.region[facets.of_row], facets.outlet] = True
    window = baseline(past, coverage > NONE, framework)
    flow = press(reporting, [m.reporting for m in past], window, framework)
    raw = raw_share(reporting.articles, reporting.hits, framework)
    firm_raw = firm_raw_shares(reporting.articles, reporting.hits, framework)
    smoothed = _smoothed(reporting, past, window, coverage, framework, draws)
    firm_smoothed = _firm_smoothed(reporting, past, window, coverage, framework)
    values, felt = _felt(facets, reporting, coverage, framework, draws, drawn)
    event, attention = framework.is_event, framework.is_attention
    divisor = clipped_volume(flow.volume, framework)[:, None] ** definition.pressure.volume_exponent
    values /= divisor[:, :, None]
    np.copyto(values, np.nan, where=~event[:, None])
    np.copyto(values, smoothed[..., : values.shape[2]], where=attention[:, None])
    values[:, framework.computed("contested_share")] = told.contested[:, None, None]
    values[coverage == NONE] = np.nan
    firm = values[..., 0].copy()
    known = ~np.isnan(firm)
    np.copyto(firm, firm_pressure(facets, framework) / divisor, where=known & event)
    np.copyto(firm, firm_smoothed, where=known & attention)
    return Measured(
        told.week, reporting, coverage, window, flow, raw, smoothed, values, firm, firm_raw, firm_smoothed, facets, felt
    )


def baseline(past: Sequence[Measured], assessed: Flags, framework: Framework) -> Flags:
    """Mask [week, region] over past weeks and this one: the weeks this one is compared with (B.14)."""
    definition = framework.definition
    history = np.array([*(m.assessed for m in past), assessed])
    return baseline_weeks(history, weeks=definition.baseline_weeks, gap=max(definition.baseline_gap_weeks, 1))


def clipped_volume(volume: Floats, framework: Framework) -> Floats:
    """Volume as it enters a pressure: within its bounds, 1 where there is no baseline (B.11)."""
    return np.asarray(np.nan_to_num(np.clip(volume, *framework.definition.pressure.volume_clip), nan=1.0))


def contested_share(view: WeekView, framework: Framework) -> Floats:
    """100 C / (N + 4): C contested of the region's N events of the week (B.7)."""
    active = active_events(view)
    region = framework.codes(active["region_id"], "regions")
    counted = np.bincount(region[region >= 0], minlength=len(framework.regions))
    disputed = active["contested"].to_numpy(dtype=float)[region >= 0]
    contested = np.bincount(region[region >= 0], disputed, minlength=len(framework.regions))
    return np.asarray(100 * contested / (counted + framework.definition.pressure.contest_shrinkage))


def _felt(
    facets: Facets, reporting: Reporting, coverage: Ints, framework: Framework, draws: Draws, drawn: bool
) -> tuple[Floats, tuple[Felt, ...]]:
    """Pressure [region, indicator, draw] and the facets' point values by region."""
    shape = (len(framework.regions), len(framework.indicators))
    pressure: Floats = np.empty((*shape, draws.size + 1 if drawn else 1))
    every = point(facets, framework)
    cell = facets.region * shape[1] + facets.indicator
    sums = np.bincount(cell, every.weight, shape[0] * shape[1]).reshape(shape)
    ends = np.searchsorted(facets.region, np.arange(shape[0] + 1))
    felt = tuple(every.part(first, last) for first, last in pairwise(ends))
    moved = drawn & (coverage > NONE) & (np.diff(ends) > 0)
    pressure[~moved] = sums[~moved, :, None]
    for region in map(int, np.flatnonzero(moved)):
        pressure[region] = in_draws(
            facets.of_region(region), region, felt[region], sums[region],
            chance=draws.chance(region, reporting.universe[region]), draws=draws, framework=framework,
        )  # fmt: skip
    return pressure, felt


def _smoothed(
    now: Reporting, past: Sequence[Measured], window: Flags, coverage: Ints, framework: Framework, draws: Draws
) -> Floats:
    """Smoothed attention shares [region, indicator, draw]; regions without coverage keep last week's state."""
    shape = (len(framework.regions), len(framework.indicators), draws.size + 1)
    before = past[-1].smoothed if past else np.full(shape, np.nan)
    priors = usual_shares([m.raw for m in past], window, framework)
    counted = denominators(now, past, window, framework)
    out = before.copy()
    shared = {name: np.flatnonzero(framework.shares_of(name)) for name in counted}
    for region in map(int, np.flatnonzero(coverage > NONE)):
        chance = draws.chance(region, now.universe[region])
        for name, chosen in shared.items():
            fresh = attention_shares(
                counted[name][region], now.hits[region][chosen], np.arange(len(framework.outlets)),
                chance=chance, prior=priors[region, chosen], framework=framework,
            )  # fmt: skip
            out[region, chosen] = smooth(fresh, before[region, chosen], framework.half_life_days[chosen, None])
    return out


def _firm_smoothed(
    now: Reporting, past: Sequence[Measured], window: Flags, coverage: Ints, framework: Framework
) -> Floats:
    """Smoothed firm shares [region, indicator]; the same rules."""
    before = past[-1].firm_smoothed if past else np.full((len(framework.regions), len(framework.indicators)), np.nan)
    priors = usual_shares([m.firm_raw for m in past], window, framework)
    out, told = before.copy(), np.flatnonzero(coverage > NONE)
    for name, counted in denominators(now, past, window, framework).items():
        chosen = np.flatnonzero(framework.shares_of(name))
        cells = np.ix_(told, chosen)
        fresh = firm_shares(counted[told], now.hits[cells], prior=priors[cells], framework=framework)
        out[cells] = smooth(fresh, before[cells], framework.half_life_days[chosen])
    return out


def usual_shares(raw: Sequence[Floats], window: Flags, framework: Framework) -> Floats:
    """p0 [region, indicator] 0-1: the country's median share over its baseline, 0 without one (B.12).

    `raw`: unshrunk shares of the weeks before.
    """
    shape = (len(framework.regions), len(framework.indicators))
    inside = np.flatnonzero(window[:-1].any(axis=1)).tolist()
    if not inside:
        return np.zeros(shape)
    median = quantile(masked(np.array([raw[t] for t in inside]), window[inside]), 0.5)
    known = window.sum(axis=0) >= framework.definition.pressure.volume_min_weeks
    return np.nan_to_num(np.where(known[:, None], median, 0.0))


def denominators(now: Reporting, past: Sequence[Measured], window: Flags, framework: Framework) -> dict[str, Floats]:
    """Articles by outlet [region, outlet] that a share is taken of, by the name of the denominator (B.12)."""
    used = {i.denominator for i in framework.indicators if i.type == "attention"}
    out = {"country": now.articles, "panel": np.broadcast_to(now.panel_articles, now.articles.shape)}
    if "baseline" in used:
        history = np.array([*(m.reporting.articles for m in past), now.articles])
        out["baseline"] = np.maximum(now.articles, np.nan_to_num(quantile(masked(history, window), 0.5)))
    return {name: out[name] for name in DENOMINATORS if name in used}
