"""Seconds to score two years of a synthetic panel with all intervals, and the ratio to drawing in a Python loop.

Run: python benchmarks/index.py [articles] [weeks]
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.engine import Scored, WeekView, score_weeks
from riskbrief.periods import Week, weeks_ending
from riskbrief.tables import EVENTS, EVIDENCE, FOCUS, MENTIONS, OUTLETS

ROOT = Path(__file__).parents[1]
LAST = Week.parse("2024-W38")
DRAWN_WEEKS = 53


def tables(workspace: Workspace, n: int, weeks: int, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """n articles of 40 outlets over the weeks, three mentions each, an event for each third article."""
    panel = next(iter(workspace.config.panels.values())).regions
    ids = [f"a{k:06d}" for k in range(n)]
    day = np.sort(rng.integers(0, weeks * 7, n))
    start = pd.Timestamp(LAST.shift(1 - weeks).start)
    published = start + pd.to_timedelta(day, unit="D") + pd.Timedelta(hours=9)
    source = np.array([f"outlet_{k:02d}" for k in rng.integers(0, 40, n)])
    region = np.array(panel)[np.minimum(rng.geometric(0.15, n) - 1, len(panel) - 1)]
    articles = pd.DataFrame({"article_id": ids, "origin_id": ids, "source_id": source, "published_at": published})
    focus = FOCUS.shape(pd.DataFrame({"article_id": ids, "region_id": region, "share": 1.0, "about": True}))
    mentioning = rng.integers(0, n, n * 10 // 3)
    indicator = np.array([i.id for i in workspace.indicators if i.type != "computed"])
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
    events, evidence = _events(mentions, workspace, rng)
    outlets = pd.DataFrame({"source_id": sorted(set(source)), "reliability": "C", "r": 0.7, "source_class": "wire"})
    return {
        "articles": articles, "focus": focus, "mentions": MENTIONS.shape(mentions), "events": events,
        "evidence": evidence, "outlets": OUTLETS.shape(outlets.assign(owner="", country="")),
    }  # fmt: skip


def _events(
    mentions: pd.DataFrame, workspace: Workspace, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    kinds = {i.id for i in workspace.indicators if i.type == "event"}
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


def views(data: dict[str, pd.DataFrame], weeks: int) -> list[WeekView]:
    """One view a week, as known at its end."""
    out = []
    for week in weeks_ending(LAST, weeks):
        cutoff = pd.Timestamp(week.cutoff)
        before = {k: data[k][data[k]["published_at"] < cutoff] for k in ("articles", "mentions")}
        events = data["events"][data["events"]["first_reported_at"] < cutoff]
        evidence = data["evidence"][data["evidence"]["event_date"] < cutoff.tz_localize(None)]
        out.append(WeekView(week, before["articles"], data["focus"], before["mentions"], events, evidence))
    return out


def scored(workspace: Workspace, data: dict[str, pd.DataFrame], seen: list[WeekView], drawn: int) -> Scored:
    return score_weeks(
        seen,
        definition=workspace.config.index,
        indicators=workspace.indicators,
        pillar_of=workspace.pillar_of,
        regions=workspace.config.regions,
        panel=next(iter(workspace.config.panels.values())).regions,
        outlets=data["outlets"],
        intervals_for={str(v.week) for v in seen[len(seen) - drawn :]},
        seed_key=workspace.digest,
    )


def main() -> None:
    n, weeks = (int(a) for a in (sys.argv[1:] + ["3000", "116"][len(sys.argv) - 1 :])[:2])
    workspace = load_workspace(ROOT)
    data = tables(workspace, n, weeks, np.random.default_rng(7))
    seen = views(data, weeks)
    marks = [time.perf_counter()]
    result = scored(workspace, data, seen, DRAWN_WEEKS)
    marks.append(time.perf_counter())
    scored(workspace, data, seen, 0)
    marks.append(time.perf_counter())
    full, point = marks[1] - marks[0], marks[2] - marks[1]
    draws = workspace.config.index.uncertainty.draws
    plain = point + draws * point * DRAWN_WEEKS / weeks
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{n} articles, {len(data['mentions'])} mentions, {len(data['evidence'])} evidence rows, {weeks} weeks")
    print(f"score rows: {len(result.scores)}, assessed: {int(result.scores['score'].notna().sum())}")
    print(f"with {draws} draws for {DRAWN_WEEKS} weeks: {full:.2f} s; point estimates alone: {point:.2f} s")
    print(f"one pass a draw would take {plain:.0f} s: {plain / full:.0f} times as long; peak memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
