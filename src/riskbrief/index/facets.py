"""Evidence as arrays: one facet is one event seen by one indicator, with the origins that affirm or refute it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskbrief.index.framework import Flags, Floats, Framework, Ints
from riskbrief.index.views import WeekView, in_week

Number = TypeVar("Number", bound=np.generic)


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

    def of_region(self, region: int) -> Facets:
        """The facets of one region."""
        first, last = np.searchsorted(self.region, [region, region + 1])
        ends = np.append(self.starts, len(self.outlet))
        rows = slice(ends[first], ends[last])
        parts = {f.name: getattr(self, f.name) for f in fields(self)}
        per_row = {"outlet", "alpha", "r", "affirms", "origin_id"}
        chosen = {name: v[rows] if name in per_row else v[first:last] for name, v in parts.items()}
        return Facets(**(chosen | {"starts": chosen["starts"] - ends[first]}))

    def feeding(self) -> pd.DataFrame:
        """(region, indicator, origin) of every affirming row."""
        facet = np.repeat(np.arange(len(self)), np.diff(np.append(self.starts, len(self.outlet))))[self.affirms]
        rows = {
            "region": self.region[facet],
            "indicator": self.indicator[facet],
            "origin_id": self.origin_id[self.affirms],
        }
        return pd.DataFrame(rows)


def read_facets(view: WeekView, framework: Framework) -> Facets:
    """Facets of event indicators that still weigh: none older than six half-lives (B.10)."""
    rows = _rows(view, framework)
    key = rows[["region", "indicator", "event_id"]].to_numpy(dtype=object)
    begins = np.ones(len(rows), dtype=bool)
    begins[1:] = (key[1:] != key[:-1]).any(axis=1)
    starts = np.flatnonzero(begins)
    first = rows[begins]
    indicator = first["indicator"].to_numpy(np.int64)
    toll, contested, fresh = _event_facts(first, view)
    affirms = (rows["stance"] == "affirms").to_numpy(bool) & (rows["alpha"].to_numpy(float) > 0)
    r, outlet = rows["r"].to_numpy(float), rows["outlet"].to_numpy(np.int64)
    best = np.where(affirms, r, -1.0)
    return Facets(
        region=first["region"].to_numpy(np.int64),
        indicator=indicator,
        event_id=first["event_id"].to_numpy(object),
        age_days=first["age"].to_numpy(float),
        base=_reduce(np.maximum, rows["severity_base"].to_numpy(float), starts),
        toll=toll,
        deadly=framework.is_fatal[indicator] & ~np.isnan(toll[:, 1]),
        contested=contested,
        n_origins=_reduce(np.add, affirms.astype(np.int64), starts),
        sole_r=_reduce(np.maximum, best, starts),
        owner=framework.owner[outlet[_first_best(best, starts)]],
        fresh=fresh,
        starts=starts,
        outlet=outlet,
        alpha=rows["alpha"].to_numpy(float),
        r=r,
        affirms=affirms,
        origin_id=rows["origin_id"].to_numpy(object),
    )


def _rows(view: WeekView, framework: Framework) -> pd.DataFrame:
    """Evidence rows that weigh, sorted so that sums do not depend on the order they came in."""
    rows = view.evidence
    age = (pd.Timestamp(view.week.sunday) - rows["event_date"]).dt.days.to_numpy()
    oldest = framework.definition.pressure.horizon_half_lives * framework.half_life_days.max(initial=0.0)
    rows = rows[age <= oldest].assign(age=np.maximum(age[age <= oldest], 0))
    rows = rows.assign(
        region=framework.codes(rows["region_id"], "regions"),
        indicator=framework.codes(rows["indicator_id"], "indicators"),
        outlet=framework.codes(rows["source_id"], "outlets"),
    )
    indicator = rows["indicator"].to_numpy()
    horizon = framework.definition.pressure.horizon_half_lives * framework.half_life_days[indicator]
    keep = (rows["region"] >= 0) & (indicator >= 0) & framework.is_event[indicator] & (rows["age"] <= horizon)
    return rows[keep].sort_values(["region", "indicator", "event_id", "origin_id", "stance"], kind="stable")


def _event_facts(first: pd.DataFrame, view: WeekView) -> tuple[Floats, Flags, Flags]:
    """Toll [low, best, high], contested and fresh for each facet's event."""
    events = view.events
    if events.empty or first.empty:
        return np.full((len(first), 3), np.nan), np.zeros(len(first), bool), np.zeros(len(first), bool)
    place = pd.Index(events["event_id"]).get_indexer(first["event_id"])
    known = place >= 0
    columns = ["event_date", "first_reported_at", "contested", "toll_low", "toll_best", "toll_high"]
    facts = events[columns].iloc[np.maximum(place, 0)]
    best = facts["toll_best"].to_numpy(float)
    low, high = (
        np.where(np.isnan(t), best, t) for t in (facts["toll_low"].to_numpy(float), facts["toll_high"].to_numpy(float))
    )
    toll = np.where(known[:, None], np.column_stack([low, best, high]), np.nan)
    reported = in_week(facts["first_reported_at"], view.week).to_numpy()
    dated = facts["event_date"].between(pd.Timestamp(view.week.monday), pd.Timestamp(view.week.sunday)).to_numpy()
    return toll, known & facts["contested"].to_numpy(bool), known & (reported | dated)


def _reduce(how: np.ufunc, values: npt.NDArray[Number], starts: Ints) -> npt.NDArray[Number]:
    return np.asarray(how.reduceat(values, starts)) if len(starts) else values[:0]


def _first_best(best: Floats, starts: Ints) -> Ints:
    """Row of each facet's best source (the first of equals)."""
    ends = np.append(starts, len(best))[1:]
    return np.array([a + int(np.argmax(best[a:b])) for a, b in zip(starts, ends, strict=True)], dtype=np.int64)
