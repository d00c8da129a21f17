"""What one week's articles say, in numbers: unique articles by outlet, attention hits, threats, coverage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from riskbrief.definitions.config import Coverage
from riskbrief.index.encoding import numbered, positions, positions_near, ranks, runs
from riskbrief.index.framework import FULL, NONE, THIN, Flags, Floats, Framework, Ints
from riskbrief.index.plausible import outside, refuse
from riskbrief.periods import Week


@dataclass(frozen=True)
class WeekView:
    """Everything known at a week's cut-off: `articles` has article_id, origin_id, source_id, published_at; the other
    tables are those of riskbrief.tables, as resolved at that instant."""

    week: Week
    articles: pd.DataFrame
    focus: pd.DataFrame
    mentions: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame


@dataclass(frozen=True)
class Reporting:
    """One week in numbers. Axes: region, indicator, outlet.

    `articles`: unique articles about the region; `panel_articles`: about any region; `hits`: sum of the strongest
    mention of each unique article (attention only); `n_mentions`: mentions that count; `n_hits`: unique articles with
    one; `threats`: origins with a hypothetical mention; `strongest`: the rows that `hits` sums, with q and article;
    `universe`: outlets that ever wrote about the region.
    """

    articles: Floats
    panel_articles: Floats
    hits: Floats
    n_mentions: Ints
    n_hits: Ints
    threats: Ints
    strongest: pd.DataFrame
    universe: Flags

    def coverage(self, rules: Coverage) -> Ints:
        """Coverage class of each region: 0 none, 1 thin, 2 full (A.12)."""
        n, sources = self.n_articles, self.n_sources
        full = (n >= rules.full.articles) & (sources >= rules.full.sources)
        thin = (n >= rules.thin.articles) & (sources >= rules.thin.sources)
        return np.where(full, FULL, np.where(thin, THIN, NONE)).astype(np.int64)

    @cached_property
    def wrote(self) -> Flags:
        """Which outlets wrote about any region [outlet]."""
        return np.asarray(self.articles.any(axis=0))

    @property
    def n_articles(self) -> Ints:
        return np.asarray(self.articles.sum(axis=1), dtype=np.int64)

    @property
    def n_sources(self) -> Ints:
        return np.asarray((self.articles > 0).sum(axis=1), dtype=np.int64)


@dataclass(frozen=True)
class Unique:
    """Articles that count in the week, a row for each region they are about; `article`: row of view.articles."""

    article: Ints
    region: Ints
    outlet: Ints


@dataclass(frozen=True)
class Said:
    """The week's mentions in a scored region; `row`: row of view.mentions, `origin`: a number for it."""

    row: Ints
    region: Ints
    indicator: Ints
    origin: Ints
    counts: Flags
    hypothetical: Flags


def read_week(view: WeekView, framework: Framework) -> Reporting:
    """The week's reporting: only the earliest visible article of an origin counts, in its own week (B.3, B.12)."""
    unique, universe = _unique_articles(view, framework)
    said = _said(view, framework)
    n_regions, n_indicators, n_outlets = map(len, (framework.regions, framework.indicators, framework.outlets))
    strongest = _strongest(said, unique, view, framework)
    region, indicator, outlet = (strongest[k].to_numpy() for k in ("region", "indicator", "outlet"))
    _, once = np.unique(unique.article, return_index=True)
    cells, q = (n_regions, n_indicators), strongest["q"].to_numpy(float)
    return Reporting(
        articles=_sums((n_regions, n_outlets), unique.region, unique.outlet),
        panel_articles=np.bincount(unique.outlet[once], minlength=n_outlets).astype(float),
        hits=_sums((*cells, n_outlets), region, indicator, outlet, weight=q),
        n_mentions=_whole(_sums(cells, said.region[said.counts], said.indicator[said.counts])),
        n_hits=_origins(said, said.counts, cells),
        threats=_origins(said, said.hypothetical, cells),
        strongest=strongest,
        universe=universe,
    )


def active_events(view: WeekView) -> pd.DataFrame:
    """Events dated, first reported or written about in the week (B.7): event_id, region_id, contested."""
    events = view.events[["event_id", "region_id", "event_date", "first_reported_at", "contested"]]
    spoken = view.mentions["event_id"][in_week(view.mentions["published_at"], view.week)].dropna().drop_duplicates()
    dated = events["event_date"].between(pd.Timestamp(view.week.monday), pd.Timestamp(view.week.sunday))
    active = np.array(dated | in_week(events["first_reported_at"], view.week), dtype=bool)
    place = positions_near(spoken, events["event_id"], np.flatnonzero(active))
    active[place[place >= 0]] = True
    return events.take(np.flatnonzero(active))


def in_week(instants: pd.Series, week: Week) -> pd.Series:
    """Which instants lie in the week [Monday 00:00, next Monday 00:00) UTC."""
    return (instants >= pd.Timestamp(week.start)) & (instants < pd.Timestamp(week.cutoff))


def of_its_week(view: WeekView) -> WeekView:
    """The view with the mentions of its own week alone: all that scoring reads of any week but the last."""
    inside = in_week(view.mentions["published_at"], view.week).to_numpy(bool)
    return replace(view, mentions=view.mentions.take(np.flatnonzero(inside)))


def _unique_articles(view: WeekView, framework: Framework) -> tuple[Unique, Flags]:
    """The week's representatives of origins, one row per region they are about; and who ever wrote about it."""
    articles = view.articles
    about = view.focus["about"].to_numpy(bool)
    region = framework.codes(view.focus["region_id"], "regions")
    position = positions(view.focus["article_id"], articles["article_id"])
    kept = np.flatnonzero(about & (region >= 0) & (position >= 0))
    region, position = region[kept], position[kept]
    outlet = framework.codes(articles["source_id"], "outlets")[position]
    universe = np.zeros((len(framework.regions), len(framework.outlets)), dtype=bool)
    universe[region, outlet] = True
    chosen = _representatives(articles, view.week)[position]
    return Unique(position[chosen], region[chosen], outlet[chosen]), universe


def _representatives(articles: pd.DataFrame, week: Week) -> Flags:
    """Which articles are the earliest visible one of their origin and lie in the week."""
    inside = in_week(articles["published_at"], week).to_numpy(bool)
    rivals = np.flatnonzero(articles["origin_id"].isin(articles["origin_id"].take(np.flatnonzero(inside))))
    told = articles[["published_at", "article_id", "origin_id"]].take(rivals)
    origin = numbered(told["origin_id"])
    order = np.lexsort((ranks(told["article_id"]), pd.DatetimeIndex(told["published_at"]).asi8))
    _, first = np.unique(origin[order], return_index=True)
    out = np.zeros(len(articles), dtype=bool)
    out[rivals[order[first]]] = True
    return np.asarray(out & inside)


def _said(view: WeekView, framework: Framework) -> Said:
    """The week's mentions with positions instead of ids."""
    row = np.flatnonzero(in_week(view.mentions["published_at"], view.week))
    week = view.mentions[["region_id", "indicator_id", "origin_id", "counts", "status"]].take(row)
    region = framework.codes(week["region_id"], "regions")
    indicator = framework.codes(week["indicator_id"], "indicators")
    kept = np.flatnonzero((region >= 0) & (indicator >= 0))
    origin = numbered(week["origin_id"])[kept]
    counts, hypothetical = week["counts"].to_numpy(bool), (week["status"] == "hypothetical").to_numpy(bool)
    return Said(row[kept], region[kept], indicator[kept], origin, counts[kept], hypothetical[kept])


def _strongest(said: Said, unique: Unique, view: WeekView, framework: Framework) -> pd.DataFrame:
    """Attention mentions of unique articles: q = the largest zone x status weight per article and indicator (B.2)."""
    chosen = np.flatnonzero(said.counts & framework.is_attention[said.indicator])
    rows = view.mentions[["article_id", "origin_id", "zone_weight", "alpha"]].take(said.row[chosen])
    distinct, place = np.unique(unique.article, return_inverse=True)
    outlet_of = np.full((len(distinct) + 1, len(framework.regions)), -1, dtype=np.int64)  # the last: of no article
    outlet_of[place, unique.region] = unique.outlet
    article = positions(rows["article_id"], view.articles["article_id"].take(distinct))
    keys = said.region[chosen], said.indicator[chosen], outlet_of[article, said.region[chosen]]
    zone, alpha = rows["zone_weight"].to_numpy(float), rows["alpha"].to_numpy(float)
    shares = {"zone_weight": zone, "alpha": alpha}
    refuse(*(outside("mentions", name, part, rows["article_id"], high=1) for name, part in shares.items()))
    q = zone * alpha
    rank = ranks(rows["article_id"])
    order = np.lexsort((rank, *reversed(keys)))
    order = order[keys[2][order] >= 0]
    sorted_keys = [key[order] for key in keys]
    starts = runs(*sorted_keys, rank[order])
    named = {name: key[starts] for name, key in zip(("region", "indicator", "outlet"), sorted_keys, strict=True)}
    ids = rows[["article_id", "origin_id"]].take(order[starts]).reset_index(drop=True)
    strongest = np.maximum.reduceat(q[order], starts) if len(starts) else np.zeros(0)
    return pd.DataFrame({**named, "article_id": ids["article_id"], "origin_id": ids["origin_id"], "q": strongest})


def _sums(shape: tuple[int, ...], *axes: Ints, weight: Floats | None = None) -> Floats:
    """Sums of weights (1 if none) over rows by cell."""
    cell = np.ravel_multi_index(axes, shape)
    return np.bincount(cell, weight, int(np.prod(shape))).astype(float).reshape(shape)


def _origins(said: Said, chosen: Flags, shape: tuple[int, int]) -> Ints:
    """Origins [region, indicator] among the mentions chosen."""
    span = said.origin.max(initial=0) + 1
    cell = np.ravel_multi_index((said.region[chosen], said.indicator[chosen]), shape)
    once = np.unique(cell * span + said.origin[chosen]) // span
    return np.bincount(once, minlength=shape[0] * shape[1]).reshape(shape)


def _whole(values: Floats) -> Ints:
    return np.asarray(np.rint(values), dtype=np.int64)
