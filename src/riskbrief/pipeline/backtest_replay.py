"""Replays of known attacks: what the index would have said in the weeks around, as of the end of each (method B.24)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from riskbrief.definitions.rules import Replay
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.alert_history import alerts_then
from riskbrief.periods import Week
from riskbrief.pipeline import stages
from riskbrief.pipeline.stages import Material, Progress

Row = dict[str, Any]


def replays(workspace: Workspace, material: Material, weeks: Sequence[Week], progress: Progress) -> list[Row]:
    """Every replay of config.yaml whose week is one of the judged `weeks`; of the others why there is none."""
    return [_replay(replay, workspace, material, weeks, progress) for replay in workspace.config.index.backtest.replays]


def _replay(replay: Replay, workspace: Workspace, material: Material, weeks: Sequence[Week], progress: Progress) -> Row:
    day = date.fromisoformat(str(replay.day))
    week = Week.of(day)
    asked = [str(week.shift(-replay.weeks)), str(week.shift(replay.weeks))]
    head: Row = {"name": replay.name, "region_id": replay.region, "day": day.isoformat(), "week": str(week)}
    head["asked"] = asked
    why = _uncovered(replay, week, workspace, material, weeks)
    if why:
        return head | {"covered": False, "why": why, "weeks": [], "expected": []}
    last = min(week.shift(replay.weeks), weeks[-1], _week_of_newest(material))
    count = last - max(week.shift(-replay.weeks), _week_of_oldest(material)) + 1
    rows = _weeks(replay, workspace, material, last, count, progress)
    told = {"covered": True, "why": "", "weeks": rows, "expected": _expected(replay, rows, str(week))}
    return head | told


def _uncovered(replay: Replay, week: Week, workspace: Workspace, material: Material, weeks: Sequence[Week]) -> str:
    """Why the articles cannot tell of it; empty when they can."""
    if replay.region not in workspace.config.assessed:
        return f"{replay.region} is in no panel, so it is not scored"
    if not weeks[0] <= week <= weeks[-1]:
        return f"{week} is not among the judged weeks {weeks[0]} to {weeks[-1]}"
    published = material.articles["published_at"]
    of_week = material.articles.loc[(published >= week.start) & (published < week.cutoff), "article_id"]
    focus = material.coded.focus
    if not (focus["region_id"].eq(replay.region) & focus["article_id"].isin(of_week)).any():
        return f"none of the {len(of_week):,} articles of {week} names {replay.region}"
    return ""


def _week_of_oldest(material: Material) -> Week:
    return Week.of(material.articles["published_at"].min().date())


def _week_of_newest(material: Material) -> Week:
    return Week.of(material.articles["published_at"].max().date())


def _weeks(
    replay: Replay, workspace: Workspace, material: Material, last: Week, count: int, progress: Progress
) -> list[Row]:
    """One row a week: the scores of the country, what is expected to move, and the causes of its alerts."""
    scored, _ = stages.score(
        workspace, material, last=last, weeks=count, panel=workspace.config.assessed, progress=progress, keep=True
    )
    own = scored.scores[scored.scores["region_id"] == replay.region]
    then = alerts_then(scored.weeks, scored.framework, last=count)
    rows = []
    for n, alerts in enumerate(then):
        week = str(last.shift(n + 1 - count))
        causes = [a.cause for a in alerts if a.region_id == replay.region and a.kind == "alert"]
        rows.append(_row(own[own["week"] == week].set_index("node"), _nodes(replay, workspace), week, causes))
    return rows


def _nodes(replay: Replay, workspace: Workspace) -> list[str]:
    return list(dict.fromkeys(["index", *workspace.config.index.pillars, *replay.up, *replay.above_zero]))


def _row(scores: pd.DataFrame, nodes: Sequence[str], week: str, causes: Sequence[str]) -> Row:
    index = scores.loc["index"]
    return {
        "week": week,
        "articles": int(index["n_articles"]),
        "coverage": str(index["coverage"]),
        "low": float(index["low"]),
        "high": float(index["high"]),
        "risk_level": None if pd.isna(index["risk_level"]) else int(index["risk_level"]),
        "scores": {node: float(scores.at[node, "score"]) for node in nodes},
        "alert": list(causes),
    }


def _expected(replay: Replay, rows: Sequence[Row], week: str) -> list[Row]:
    """Each expectation of its week and whether it came true; None where a score that it needs is missing."""
    place = next(n for n, row in enumerate(rows) if row["week"] == week)
    now, before = rows[place]["scores"], rows[place - 1]["scores"] if place else {}
    found: list[Row] = [{"what": "an Alert", "met": bool(rows[place]["alert"])}] if replay.alert else []
    for node in replay.up:
        found.append({"what": f"{node} up on the week before", "met": _above(now[node], before.get(node))})
    return found + [{"what": f"{node} above 0", "met": _above(now[node], 0.0)} for node in replay.above_zero]


def _above(score: float, bound: float | None) -> bool | None:
    return None if bound is None or score != score or bound != bound else score > bound
