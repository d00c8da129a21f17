"""Evidence as arrays: one facet is one event seen by one indicator, with the origins that affirm or refute it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskbrief.index.encoding import positions_near, ranks, runs
from riskbrief.index.framework import Flags, Floats, Framework, Ints
from riskbrief.index.plausible import outside, refuse
from riskbrief.index.views import WeekView, in_week

Number = TypeVar("Number", bound=np.generic)
PER_FACET = (
    "region", "indicator", "event_id", "age_days", "base", "toll", "deadly", "contested", "n_origins", "sole_r",
    "owner", "fresh",
)  # fmt: skip
PER_ROW = ("outlet", "alpha", "r", "affirms", "origin_id")


@dataclass(frozen=True)
class Facets:
    """Per facet: `region` to `fresh`; per evidence row: `outlet` to `affirms`; facet f owns rows starts[f] to the next.

    `toll`: [low, best, high] (missing high = best); `deadly`: the toll counts; `n_origins` affirm it; `sole_r`, `owner`
    of its best source; `fresh`: dated or first reported in this week. Sorted by region, indicator, event.
    """

    region: Ints
    indicator: Ints
    event_id: npt.NDArray[np.object_]
    age_days: Floats
    base: Floats
    toll: Floats
    deadly: Flags
    contested: Flags
    n_origins: Ints
    sole_r: Floats
    owner: Ints
    fresh: Flags
    starts: Ints
    outlet: Ints
    alpha: Floats
    r: Floats
    affirms: Flags
    origin_id: npt.NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def row_counts(self) -> Ints:
        """How many evidence rows each facet has."""
        return np.diff(np.append(self.starts, len(self.outlet)))

    @cached_property
    def of_row(self) -> Ints:
        """Which facet each evidence row belongs to."""
        return np.repeat(np.arange(len(self)), self.row_counts)

    def of_region(self, region: int) -> Facets:
        """The facets of one region."""
        first, last = np.searchsorted(self.region, [region, region + 1])
        begin, end = (int(self.starts[n]) if n < len(self) else len(self.outlet) for n in (first, last))
        parts = {name: getattr(self, name)[first:last] for name in PER_FACET}
        parts |= {name: getattr(self, name)[begin:end] for name in PER_ROW}
        return Facets(**parts, starts=self.starts[first:last] - begin)

    def feeding(self) -> tuple[Ints, Ints, npt.NDArray[np.object_]]:
        """Region, indicator and origin of every affirming row."""
        facet = self.of_row[self.affirms]
        return self.region[facet], self.indicator[facet], self.origin_id[self.affirms]


def read_facets(view: WeekView, framework: Framework) -> Facets:
    """Facets of event indicators that still weigh: none older than six half-lives (B.10).

    UsageError for a toll or a base severity below 0 or infinite, a reliability or a status weight outside 0-1.
    """
    found = _rows(view, framework)
    starts = runs(found.region, found.indicator, found.event)
    rows = view.evidence[["event_id", "origin_id", "r", "alpha", "severity_base", "stance"]].take(found.row)
    indicator, event_id = found.indicator[starts], rows["event_id"].take(starts)
    toll, contested, fresh = _event_facts(event_id, found.age[starts], view)
    alpha, r, base = (rows[name].to_numpy(float) for name in ("alpha", "r", "severity_base"))
    _refuse_impossible(event_id, toll, rows["event_id"], {"alpha": alpha, "r": r}, base)
    affirms = (rows["stance"] == "affirms").to_numpy(bool) & (alpha > 0)
    best = np.where(affirms, r, -1.0)
    return Facets(
        region=found.region[starts],
        indicator=indicator,
        event_id=event_id.to_numpy(object),
        age_days=found.age[starts].astype(float),
        base=reduced(np.maximum, base, starts),
        toll=toll,
        deadly=framework.is_fatal[indicator] & ~np.isnan(toll[:, 1]),
        contested=contested,
        n_origins=reduced(np.add, affirms.astype(np.int64), starts),
        sole_r=reduced(np.maximum, best, starts),
        owner=framework.owner[found.outlet[first_best(best, starts)]],
        fresh=fresh,
        starts=starts,
        outlet=found.outlet,
        alpha=alpha,
        r=r,
        affirms=affirms,
        origin_id=rows["origin_id"].to_numpy(object),
    )


@dataclass(frozen=True)
class _Rows:
    """Evidence rows that weigh, sorted by region, indicator, event; `row`: of view.evidence, `event`: a number."""

    row: Ints
    region: Ints
    indicator: Ints
    event: Ints
    outlet: Ints
    age: Ints


def _rows(view: WeekView, framework: Framework) -> _Rows:
    """Rows of evidence, sorted so that sums do not depend on the order they came in."""
    evidence = view.evidence
    days = (pd.Timestamp(view.week.sunday) - evidence["event_date"]).dt.days.to_numpy()
    horizons = framework.horizon_days
    row = np.flatnonzero(days <= horizons.max(initial=0.0))
    indicator = framework.codes(evidence["indicator_id"].take(row), "indicators")
    row, indicator = row[indicator >= 0], indicator[indicator >= 0]
    weighs = framework.is_event[indicator] & (np.maximum(days[row], 0) <= horizons[indicator])
    row, indicator = row[weighs], indicator[weighs]
    region = framework.codes(evidence["region_id"].take(row), "regions")
    row, indicator, region = row[region >= 0], indicator[region >= 0], region[region >= 0]
    event = ranks(evidence["event_id"].take(row))
    order = np.lexsort((event, indicator, region))
    order = order[_within(order, runs(region[order], indicator[order], event[order]), evidence, row)]
    row = row[order]
    outlet = framework.codes(evidence["source_id"].take(row), "outlets")
    found = _Rows(row, region[order], indicator[order], event[order], outlet, np.maximum(days[row], 0))
    return _one_voice_each(found, evidence, framework) if framework.definition.belief.independent == "owner" else found


def _one_voice_each(found: _Rows, evidence: pd.DataFrame, framework: Framework) -> _Rows:
    """The strongest row of each owner and stance in a facet: many texts of one house are one voice (B.7)."""
    rows = evidence[["r", "alpha", "stance"]].take(found.row)
    strength = rows["r"].to_numpy(float) * rows["alpha"].to_numpy(float)
    affirms = (rows["stance"] == "affirms").to_numpy(bool)
    kept = voices(np.repeat(*_sizes(found)), framework.owner[found.outlet], affirms, strength)
    return _Rows(*(getattr(found, f.name)[kept] for f in fields(found)))


def voices(facet: Ints, owner: Ints, affirms: Flags, strength: Floats) -> Ints:
    """The rows that speak where each owner has one voice in a facet for either stance: the strongest, first of equals.

    >>> voices(np.zeros(3, int), np.array([1, 1, 2]), np.ones(3, bool), np.array([0.7, 0.85, 0.2])).tolist()
    [1, 2]
    """
    order = np.lexsort((-strength, affirms, owner, facet))
    return np.sort(order[runs(facet[order], owner[order], affirms[order].astype(np.int64))])


def _sizes(found: _Rows) -> tuple[Ints, Ints]:
    """Number and length of each facet's run of rows."""
    starts = runs(found.region, found.indicator, found.event)
    return np.arange(len(starts)), np.diff(np.append(starts, len(found.row)))


def _within(order: Ints, starts: Ints, evidence: pd.DataFrame, row: Ints) -> Ints:
    """The order of rows that are sorted into runs, with those of one run sorted by origin, then stance."""
    sizes = np.diff(np.append(starts, len(order)))
    run = np.repeat(np.arange(len(starts)), sizes)
    shared = np.flatnonzero(np.repeat(sizes > 1, sizes))
    told = evidence[["origin_id", "stance"]].take(row[order[shared]])
    out = np.arange(len(order))
    out[shared] = shared[np.lexsort((ranks(told["stance"]), ranks(told["origin_id"]), run[shared]))]
    return out


def _event_facts(names: pd.Series, ages: Ints, view: WeekView) -> tuple[Floats, Flags, Flags]:
    """Toll [low, best, high], contested and fresh for each facet's event."""
    if view.events.empty or names.empty:
        return np.full((len(names), 3), np.nan), np.zeros(len(names), bool), np.zeros(len(names), bool)
    oldest = view.events["event_date"] >= pd.Timestamp(view.week.sunday) - pd.Timedelta(days=int(ages.max()))
    place = positions_near(names, view.events["event_id"], np.flatnonzero(oldest))
    known = place >= 0
    columns = ["event_date", "first_reported_at", "contested", "toll_low", "toll_best", "toll_high"]
    facts = view.events[columns].take(np.maximum(place, 0))
    best = facts["toll_best"].to_numpy(float)
    low, high = (
        np.where(np.isnan(t), best, t) for t in (facts["toll_low"].to_numpy(float), facts["toll_high"].to_numpy(float))
    )
    toll = np.where(known[:, None], np.column_stack([low, best, high]), np.nan)
    reported = in_week(facts["first_reported_at"], view.week).to_numpy()
    dated = facts["event_date"].between(pd.Timestamp(view.week.monday), pd.Timestamp(view.week.sunday)).to_numpy()
    return toll, known & facts["contested"].to_numpy(bool), known & (reported | dated)


def _refuse_impossible(
    facets: pd.Series, toll: Floats, rows: pd.Series, shares: Mapping[str, Floats], base: Floats
) -> None:
    """UsageError with every number that cannot be; `facets` and `rows` (of evidence) name their events."""
    tolls = zip(("toll_low", "toll_best", "toll_high"), toll.T, strict=True)
    refuse(
        *(outside("events", column, values, facets) for column, values in tolls),
        *(outside("evidence", column, values, rows, high=1) for column, values in shares.items()),
        outside("evidence", "severity_base", base, rows),
    )


def reduced(how: np.ufunc, values: npt.NDArray[Number], starts: Ints) -> npt.NDArray[Number]:
    return np.asarray(how.reduceat(values, starts)) if len(starts) else values[:0]


def first_best(best: Floats, starts: Ints) -> Ints:
    """Row of each facet's best source (the first of equals)."""
    if not len(starts):
        return starts
    highest = np.repeat(np.maximum.reduceat(best, starts), np.diff(np.append(starts, len(best))))
    rows = np.flatnonzero(best == highest)
    return np.asarray(rows[np.searchsorted(rows, starts)], dtype=np.int64)
