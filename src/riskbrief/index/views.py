"""What one week's articles say, in numbers: unique articles by outlet, attention hits, threats, coverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskbrief.definitions.config import Coverage
from riskbrief.index.framework import FULL, NONE, THIN, Flags, Floats, Framework, Ints
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

    @property
    def n_articles(self) -> Ints:
        return np.asarray(self.articles.sum(axis=1), dtype=np.int64)

    @property
    def n_sources(self) -> Ints:
        return np.asarray((self.articles > 0).sum(axis=1), dtype=np.int64)


def read_week(view: WeekView, framework: Framework) -> Reporting:
    """The week's reporting: only the earliest visible article of an origin counts, in its own week (B.3, B.12)."""
    unique, universe = _unique_articles(view, framework)
    mentions = _mentions(view, framework)
    shape = (len(framework.regions), len(framework.indicators), len(framework.outlets))
    strongest = _strongest(mentions, unique, framework)
    counts = mentions[mentions["counts"]]
    threats = mentions[mentions["status"] == "hypothetical"]
    return Reporting(
        articles=_count(unique, ["region", "outlet"], (shape[0], shape[2])),
        panel_articles=_count(unique.drop_duplicates("article_id"), ["outlet"], shape[2:]),
        hits=_count(strongest, ["region", "indicator", "outlet"], shape, weight="q"),
        n_mentions=_whole(_count(counts, ["region", "indicator"], shape[:2])),
        n_hits=_whole(_distinct(counts, "origin_id", shape[:2])),
        threats=_whole(_distinct(threats, "origin_id", shape[:2])),
        strongest=strongest,
        universe=universe,
    )


def active_events(view: WeekView) -> pd.DataFrame:
    """Events dated, first reported or written about in the week (B.7): event_id, region_id, contested."""
    events = view.events[["event_id", "region_id", "event_date", "first_reported_at", "contested"]]
    spoken = view.mentions["event_id"][in_week(view.mentions["published_at"], view.week)].dropna().unique()
    dated = events["event_date"].between(pd.Timestamp(view.week.monday), pd.Timestamp(view.week.sunday))
    active = dated | in_week(events["first_reported_at"], view.week) | events["event_id"].isin(spoken)
    return events[active]


def in_week(instants: pd.Series, week: Week) -> pd.Series:
    """Which instants lie in the week [Monday 00:00, next Monday 00:00) UTC."""
    return (instants >= pd.Timestamp(week.start)) & (instants < pd.Timestamp(week.cutoff))


def _unique_articles(view: WeekView, framework: Framework) -> tuple[pd.DataFrame, Flags]:
    """The week's representatives of origins, one row per region they are about; and who ever wrote about it."""
    articles = view.articles.sort_values(["published_at", "article_id"], kind="stable")
    articles = articles.assign(outlet=framework.codes(articles["source_id"], "outlets"))
    about = view.focus[["article_id", "region_id"]][view.focus["about"]]
    about = about.assign(region=framework.codes(about["region_id"], "regions"))
    about = about[about["region"] >= 0]
    position = pd.Index(articles["article_id"]).get_indexer(about["article_id"])
    about = about[position >= 0][["article_id", "region"]]
    row = articles.iloc[position[position >= 0]]
    about = about.assign(outlet=row["outlet"].to_numpy(), origin_id=row["origin_id"].to_numpy())
    universe = np.zeros((len(framework.regions), len(framework.outlets)), dtype=bool)
    universe[about["region"], about["outlet"]] = True
    first = ~articles.duplicated("origin_id") & in_week(articles["published_at"], view.week)
    chosen = first.to_numpy()[position[position >= 0]]
    return about[chosen].sort_values(["region", "article_id"], kind="stable"), universe


def _mentions(view: WeekView, framework: Framework) -> pd.DataFrame:
    """The week's mentions in a scored region, with positions instead of ids."""
    columns = ["article_id", "origin_id", "status", "counts", "zone_weight", "alpha", "region_id", "indicator_id"]
    week = view.mentions[columns][in_week(view.mentions["published_at"], view.week)]
    out = week.assign(
        region=framework.codes(week["region_id"], "regions"),
        indicator=framework.codes(week["indicator_id"], "indicators"),
    )
    return out[(out["region"] >= 0) & (out["indicator"] >= 0)]


def _strongest(mentions: pd.DataFrame, unique: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Attention mentions of unique articles: q = the largest zone x status weight per article and indicator (B.2)."""
    counts = mentions[mentions["counts"] & framework.is_attention[mentions["indicator"]]]
    counts = counts.assign(q=counts["zone_weight"] * counts["alpha"])
    joined = counts.merge(unique[["article_id", "region", "outlet"]], on=["article_id", "region"])
    keys = ["region", "indicator", "outlet", "article_id", "origin_id"]
    return joined.groupby(keys, sort=True)["q"].max().reset_index()


def _count(rows: pd.DataFrame, axes: list[str], shape: tuple[int, ...], weight: str | None = None) -> Floats:
    out = np.zeros(shape)
    np.add.at(out, tuple(rows[a].to_numpy(dtype=np.int64) for a in axes), rows[weight].to_numpy() if weight else 1.0)
    return out


def _distinct(rows: pd.DataFrame, what: str, shape: tuple[int, ...]) -> Floats:
    return _count(rows.drop_duplicates(["region", "indicator", what]), ["region", "indicator"], shape)


def _whole(values: Floats) -> Ints:
    return np.asarray(np.rint(values), dtype=np.int64)
