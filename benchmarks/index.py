"""Speed of the index: drawing intervals, scoring again after an edit, and how cost grows with regions and weeks.

Run: python benchmarks/index.py [--regions 30] [--weeks 104] [--indicators 60] [--articles 20000] [--draws 500]

Bars (one core, OMP_NUM_THREADS=1): all draws of 30 regions x 104 weeks x 60 indicators in under 10 s and 1 GB, at least
50 times as fast as resampling outlets in a pandas loop; a weight change over 1,000,000 coded articles scored again from
the cached table of observations in under 0.5 s; cost linear in regions and weeks.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from riskbrief.definitions.config import IndexDefinition, Region
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.load import load_workspace
from riskbrief.index.engine import Scored, WeekView, score_weeks
from riskbrief.index.framework import Framework
from riskbrief.index.rescore import observed, rescore
from riskbrief.periods import Week, weeks_ending
from riskbrief.tables import EVENTS, EVIDENCE, FOCUS, MENTIONS, OBSERVATIONS, OUTLETS

ROOT = Path(__file__).parents[1]
LAST = Week.parse("2024-W38")
N_OUTLETS = 40
LOOPED_DRAWS = 2  # draws of the naive loop that are timed


@dataclass(frozen=True)
class Setting:
    """A made-up panel of any size over the shipped definition."""

    definition: IndexDefinition
    indicators: tuple[Indicator, ...]
    pillar_of: dict[str, str]
    regions: dict[str, Region]


def setting(n_regions: int, n_indicators: int, draws: int) -> Setting:
    """The shipped indicators copied under new names up to the number; countries in a ring of neighbours."""
    workspace = load_workspace(ROOT)
    shipped = [i for i in workspace.indicators if i.type != "computed"]
    chosen, pillar_of = [], {}
    for k in range(n_indicators):
        like = shipped[k % len(shipped)]
        copy = like.model_copy(update={"id": f"{like.id}_{k}"})
        chosen.append(copy)
        pillar_of[copy.id] = workspace.pillar_of[like.id]
    names = [f"{chr(65 + k // 26)}{chr(65 + k % 26)}X" for k in range(n_regions)]
    regions = {
        r: Region(name={"en": r}, population=1e6, neighbours=[names[k - 1], names[(k + 1) % n_regions]])
        for k, r in enumerate(names)
    }
    uncertainty = workspace.config.index.uncertainty.model_copy(update={"draws": draws})
    slim = {"uncertainty": uncertainty, "tripwires": [], "warning_problems": []}
    return Setting(workspace.config.index.model_copy(update=slim), tuple(chosen), pillar_of, regions)


def tables(given: Setting, n: int, weeks: int, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """n articles of 40 outlets over the weeks, three mentions each; every mention of an event indicator is an event."""
    panel = list(given.regions)
    ids = [f"a{k:06d}" for k in range(n)]
    day = np.sort(rng.integers(0, weeks * 7, n))
    start = pd.Timestamp(LAST.shift(1 - weeks).start)
    published = start + pd.to_timedelta(day, unit="D") + pd.Timedelta(hours=9)
    source = np.array([f"outlet_{k:02d}" for k in rng.integers(0, N_OUTLETS, n)])
    region = np.array(panel)[rng.integers(0, len(panel), n)]
    articles = pd.DataFrame({"article_id": ids, "origin_id": ids, "source_id": source, "published_at": published})
    focus = FOCUS.shape(pd.DataFrame({"article_id": ids, "region_id": region, "share": 1.0, "about": True}))
    mentioning = rng.integers(0, n, n * 10 // 3)
    indicator = np.array([i.id for i in given.indicators])
    chosen = indicator[rng.integers(0, len(indicator), len(mentioning))]
    mentions = pd.DataFrame(
        {
            "article_id": np.array(ids)[mentioning], "origin_id": np.array(ids)[mentioning],
            "source_id": source[mentioning], "published_at": published[mentioning], "indicator_id": chosen,
            "region_id": region[mentioning], "status": "affirmed", "reason": "", "counts": True, "field": "text",
            "start": range(len(mentioning)), "end": range(1, len(mentioning) + 1), "quote": "x", "sentence": 1,
            "zone_weight": 0.8, "alpha": 1.0, "event_date": published[mentioning].tz_localize(None).normalize(),
            "capital": False, "severity_base": 1.0, "term": "x",
        }
    )  # fmt: skip
    events, evidence = _events(mentions, given, rng)
    outlets = pd.DataFrame({"source_id": sorted(set(source)), "reliability": "C", "r": 0.7, "source_class": "wire"})
    return {
        "articles": articles, "focus": focus, "mentions": MENTIONS.shape(mentions), "events": events,
        "evidence": evidence, "outlets": OUTLETS.shape(outlets.assign(owner="", country="")),
    }  # fmt: skip


def _events(mentions: pd.DataFrame, given: Setting, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    kinds = {i.id for i in given.indicators if i.type == "event"}
    rows = mentions[mentions["indicator_id"].isin(kinds)].reset_index(drop=True)
    event = "e-" + rows["article_id"].str[1:] + "-" + rows["indicator_id"]
    evidence = rows.assign(event_id=event, r=0.7, stance="affirms").drop_duplicates(["event_id", "origin_id"])
    best = rng.integers(0, 30, len(evidence)).astype(float)
    events = evidence.assign(
        family=evidence["indicator_id"], title="x", toll_low=best // 2, toll_best=best, toll_high=best * 2,
        n_articles=1, n_origins=1, n_outlets=1, reliability="C", credibility=3, contested=False,
        first_reported_at=evidence["published_at"],
    )  # fmt: skip
    return EVENTS.shape(events), EVIDENCE.shape(evidence)


def views(data: dict[str, pd.DataFrame], weeks: int) -> Iterator[WeekView]:
    """One view a week, as known at its end, made when it is asked for."""
    for week in weeks_ending(LAST, weeks):
        cutoff = pd.Timestamp(week.cutoff)
        before = {k: data[k][data[k]["published_at"] < cutoff] for k in ("articles", "mentions")}
        events = data["events"][data["events"]["first_reported_at"] < cutoff]
        evidence = data["evidence"][data["evidence"]["event_date"] < cutoff.tz_localize(None)]
        yield WeekView(week, before["articles"], data["focus"], before["mentions"], events, evidence)


def scored(given: Setting, data: dict[str, pd.DataFrame], seen: Iterable[WeekView], drawn: int) -> Scored:
    return score_weeks(
        seen,
        seen=list(data["outlets"]["source_id"]),
        definition=given.definition,
        indicators=given.indicators,
        pillar_of=given.pillar_of,
        regions=given.regions,
        panel=list(given.regions),
        outlets=data["outlets"],
        intervals_for={str(w) for w in weeks_ending(LAST, drawn)} if drawn else set(),
        seed_key="benchmark",
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds of one call, and what it gave."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def drawing(options: argparse.Namespace) -> Scored:
    """All weeks with all draws, against the point estimates alone and a loop that resamples outlets in pandas."""
    given = setting(options.regions, options.indicators, options.draws)
    data = tables(given, options.articles, options.weeks, np.random.default_rng(7))
    point, _ = timed(lambda: scored(given, data, views(data, options.weeks), 0))
    full, result = timed(lambda: scored(given, data, views(data, options.weeks), options.weeks))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    loop, _ = timed(lambda: [naive_draw(given, data, np.random.default_rng(k)) for k in range(LOOPED_DRAWS)])
    plain = options.draws * loop / LOOPED_DRAWS
    size = f"{options.regions} regions x {options.weeks} weeks x {options.indicators} indicators"
    print(f"{size}, {options.articles} articles, {len(data['evidence'])} evidence rows")
    print(f"reading and point estimates       {point:8.2f} s")
    print(f"with {options.draws} draws of every week     {full:8.2f} s (under 10); draws alone {full - point:.2f} s")
    ratio = f"{plain / (full - point):.0f} times the draws (at least 50), {plain / full:.0f} times all of it"
    print(f"pandas loop that resamples outlets {plain:7.0f} s: {ratio}")
    print(f"peak memory                       {memory:8.0f} MB (under 1000)")
    return result


def naive_draw(given: Setting, data: dict[str, pd.DataFrame], rng: np.random.Generator) -> pd.DataFrame:
    """One draw the plain way: outlets drawn with replacement, their rows joined, grouped and summed again.

    It stops at shares and pressures; scores, pillars and the index of each draw would come on top.
    """
    drawn = pd.DataFrame({"source_id": rng.choice(data["outlets"]["source_id"], len(data["outlets"]))})
    rows = data["mentions"].merge(drawn, on="source_id")
    week = rows["published_at"].dt.strftime("%G-W%V")
    shares = rows.assign(week=week).groupby(["week", "region_id", "indicator_id"])["zone_weight"].sum()
    evidence = data["evidence"].merge(drawn, on="source_id")
    evidence["doubt"] = np.log1p(-evidence["r"] * evidence["alpha"])
    events = evidence.groupby(["region_id", "indicator_id", "event_id"]).agg(
        doubt=("doubt", "sum"), day=("event_date", "first")
    )
    return pd.concat({"share": shares, "pressure": naive_pressure(given, events.reset_index())}, axis=1).unstack()


def naive_pressure(given: Setting, events: pd.DataFrame) -> pd.Series:
    """What every event still weighs in each of the weeks after it, summed."""
    half_life = events["indicator_id"].map({i.id: i.half_life_days for i in given.indicators})
    sums = {}
    for week in weeks_ending(LAST, int(np.ceil((pd.Timestamp(LAST.sunday) - events["day"].min()).days / 7))):
        age = (pd.Timestamp(week.sunday) - events["day"]).dt.days
        alive = (age >= 0) & (age <= given.definition.pressure.horizon_half_lives * half_life)
        felt = (1 - np.exp(events["doubt"])) * 0.5 ** (age / half_life)
        now = events[alive].assign(felt=felt[alive])
        sums[str(week)] = now.groupby(["region_id", "indicator_id"])["felt"].sum()
    return pd.concat(sums, names=["week"])


def rescoring(options: argparse.Namespace, framework: Framework) -> None:
    """A weight and an anchor changed over a million coded articles, from the cached table of observations."""
    rng = np.random.default_rng(11)
    cells = [list(v) for v in ([str(w) for w in weeks_ending(LAST, options.weeks)], framework.regions)]
    coded = pd.DataFrame(
        {
            "week": np.array(cells[0], dtype=object)[rng.integers(0, options.weeks, 1_000_000)],
            "region_id": np.array(cells[1], dtype=object)[rng.integers(0, len(framework.regions), 1_000_000)],
            "indicator_id": np.array(framework.indicator_ids)[rng.integers(0, len(framework.indicators), 1_000_000)],
            "weight": rng.random(1_000_000),
        }
    )
    plain, sums = timed(lambda: coded.groupby(["week", "region_id", "indicator_id"])["weight"].sum().reset_index())
    table = OBSERVATIONS.shape(
        sums.rename(columns={"weight": "value"}).assign(
            n_mentions=1, n_articles=20, n_sources=5, coverage="full", press="calm"
        )
    )
    again, _ = timed(lambda: rescore(observed(table, framework), framework))
    held = observed(table, framework)
    inside, _ = timed(lambda: rescore(held, framework))
    print(f"1,000,000 coded articles, {len(table)} observations: scored again in {again:.3f} s (under 0.5),")
    print(f"  {inside:.3f} s with the table in memory; grouping the articles anew takes {plain:.2f} s alone")


def growth(options: argparse.Namespace) -> None:
    """Cost of four times the regions and of four times the weeks, each with four times the articles.

    Events weigh for up to half a year, so that the first 26 weeks have fewer to weigh than any later ones.
    """

    def cost(regions: int, weeks: int) -> float:
        given = setting(regions, 30, 100)
        data = tables(given, 20 * regions * weeks // 4, weeks, np.random.default_rng(3))
        made = list(views(data, weeks))
        return timed(lambda: scored(given, data, made, weeks))[0]

    base, wide, long, longest = cost(10, 26), cost(40, 26), cost(10, 104), cost(10, 416)
    print(f"four times the regions: {wide / base:.2f} x the time (linear: 4)")
    print(f"four times the weeks: 26 to 104 {long / base:.2f} x, 104 to 416 {longest / long:.2f} x (linear: 4)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("regions", 30), ("weeks", 104), ("indicators", 60), ("articles", 20_000), ("draws", 500)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    result = drawing(options)
    rescoring(options, result.framework)
    growth(options)


if __name__ == "__main__":
    main()
