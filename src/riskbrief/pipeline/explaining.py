"""`riskbrief explain`: one number step by step, down to its articles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from riskbrief.coding.resolve import Resolved
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.attribution import recipe_of
from riskbrief.index.engine import Scored
from riskbrief.index.history import History
from riskbrief.index.trace import Material, Part, trace, worth
from riskbrief.index.views import WeekView
from riskbrief.periods import Week
from riskbrief.pipeline import stages
from riskbrief.pipeline.commands import Step, own_toll
from riskbrief.pipeline.emptied import check_texts
from riskbrief.pipeline.explaining_change import change_row
from riskbrief.pipeline.opening import chosen_week, earlier_week, known, moment_of, open_workspace

SHOWN = (
    "score",
    "firm_score",
    "low",
    "high",
    "change",
    "change_label",
    "coverage",
    "reason",
    "n_articles",
    "n_origins",
)


def explain_number(
    root: Path, region: str, indicator: str, *, week: str, as_of: date | None, articles: Path | None, step: Step,
    hear: stages.Hear = stages.unheard, since: str = "",
) -> dict[str, Any]:  # fmt: skip
    """What made the score of an indicator, a pillar or the index: steps, contributions that add up to it, articles.

    `since`: an earlier ISO week; then `change` says what made the difference, exactly.
    """
    workspace = open_workspace(root)
    panel = workspace.config.assessed
    pillars = list(workspace.config.index.pillars)
    known(region, panel, "region")
    known(indicator, ["index", *pillars, *(i.id for i in workspace.indicators)], "indicator")
    last = chosen_week(week, as_of)
    first = earlier_week(since, last)
    progress = stages.Progress(step)
    taken = stages.intake(workspace, articles, moment=moment_of(as_of))
    hear(taken, last.cutoff)
    if week or as_of:
        check_texts(workspace, taken, first.cutoff, history=1)
    material = stages.prepare(workspace, taken, cutoff=last.cutoff, cached=True, progress=progress)
    scored, resolved = stages.score(
        workspace, material, last=last, weeks=last - first + 1, panel=panel, progress=progress, intervals=1, keep=True
    )
    traced = _material(material, scored)
    steps, parts = trace(traced, region, indicator)
    row = traced.score_of(region, indicator)
    return {
        "region_id": region,
        "week": str(last),
        "node": indicator,
        "level": row["level"],
        "name": _names(workspace, indicator),
        **{key: row[key] for key in SHOWN},
        "press": _press(scored, region),
        "risk_level": None if pd.isna(row["risk_level"]) else int(row["risk_level"]),
        "steps": [{"step": name, "value": round(value, 6)} for name, value in steps],
        "mechanics": _mechanics(traced, region, indicator),
        "contributions": [_contribution(part, resolved, material.articles) for part in parts],
        **_change(traced, region, indicator, since, material),
        "articles": _articles(workspace, material, resolved, region=region, node=indicator, week=last),
    }


def _press(scored: Scored, region: str) -> dict[str, Any]:
    """How much was written about the country against its own usual week: state, articles seen and expected."""
    now = scored.assessment.press[region]
    return {"state": now.state, "seen": now.seen, "expected": now.usual}


def _material(material: stages.Material, scored: Scored) -> Material:
    def view_of(week: Week) -> WeekView:
        return stages.week_view(week, material.articles, material.resolver.at(week.cutoff))

    return Material(History(scored.weeks, scored.framework, view_of), scored.scores, scored.contributions)


def _mechanics(traced: Material, region: str, node: str) -> dict[str, Any] | None:
    """What the floor and discounts did to a pillar or the index; None for an indicator and where it is missing."""
    if node in traced.history.framework.indicator_ids:
        return None
    found = worth(traced, region, node)
    if found is None:
        return None
    taken, discounts = found
    setter = recipe_of(traced.history.framework, node).parts[taken.setter] if taken.setter >= 0 else None
    named = [{"node": name, "points": -points} for name, points in discounts.items() if points]
    return {"aggregate": taken.blend, "floor_lift": taken.lift, "set_by": setter, "discounts": named}


def _change(traced: Material, region: str, node: str, since: str, material: stages.Material) -> dict[str, Any]:
    if not since:
        return {}
    titles = dict(zip(material.articles["article_id"], material.articles["title"], strict=True))
    events: dict[str, str] = {}
    for week in (since, traced.week):
        seen = material.resolver.at(Week.parse(week).cutoff).events
        events |= {
            e: f"{day:%Y-%m-%d} {t}"
            for e, day, t in zip(seen["event_id"], seen["event_date"], seen["title"], strict=True)
        }

    def title(kind: str, name: str) -> str:
        return str((titles if kind == "article" else events).get(name, name))

    return {"change_since": change_row(traced.history, region, node, since=since, week=traced.week, title=title)}


def _names(workspace: Workspace, node: str) -> dict[str, str]:
    for indicator in workspace.indicators:
        if indicator.id == node:
            return dict(indicator.name)
    pillars = {str(k): p.name for k, p in workspace.config.index.pillars.items()}
    return dict(pillars.get(node, workspace.config.index.name))


def _contribution(part: Part, resolved: Resolved, articles: pd.DataFrame) -> dict[str, Any]:
    """A part as JSON; an event with its title, day, place, toll and sources."""
    facts: dict[str, Any] = {
        k: round(float(v), 6) if isinstance(v, float) else v
        for k, v in part.facts.items()  # numpy floats are floats
    }
    row: dict[str, Any] = {"node": part.name, "kind": part.kind, "points": round(part.points, 6), **facts}
    if part.kind == "event":
        row |= _event(part.name, resolved)
    if part.kind == "article":
        row["title"] = articles.loc[articles["article_id"] == part.name, "title"].iloc[0]
    return row


def _event(event_id: str, resolved: Resolved) -> dict[str, Any]:
    event = resolved.events[resolved.events["event_id"] == event_id].iloc[0]
    rows = resolved.evidence[resolved.evidence["event_id"] == event_id]
    sources = rows[["origin_id", "source_id", "r", "alpha", "stance"]].drop_duplicates()
    return {
        "title": event["title"],
        "event_date": event["event_date"].date().isoformat(),
        "place_id": event["place_id"],
        "toll": {bound: event[f"toll_{bound}"] for bound in ("low", "best", "high")},
        "sources": sources.to_dict("records"),
    }


def _articles(
    workspace: Workspace, material: stages.Material, resolved: Resolved, *, region: str, node: str, week: Week
) -> list[dict[str, Any]]:
    """Articles whose mentions count for the node: of this week, or of an event that still weighs."""
    members = {i.id for i in workspace.indicators if node in ("index", i.id, workspace.pillar_of[i.id])}
    mentions = resolved.mentions[resolved.mentions["counts"] & (resolved.mentions["region_id"] == region)]
    mentions = mentions[mentions["indicator_id"].isin(members)]
    events = {i.id: i.half_life_days for i in workspace.indicators if i.type == "event"}
    half_life = mentions["indicator_id"].map(events).astype(float).fillna(0.0)  # also where nothing is mentioned
    horizon = half_life * workspace.config.index.pressure.horizon_half_lives
    age = (pd.Timestamp(week.sunday) - mentions["event_date"]).dt.days
    recent = mentions["published_at"] >= pd.Timestamp(week.start)
    mentions = mentions[(mentions["event_id"].notna() & (age <= horizon)) | recent]
    by_id = material.articles.set_index("article_id")
    tolls = {row["event_id"]: _fused_toll(row) for row in resolved.events.to_dict("records")}
    found = [
        _article(str(name), rows, by_id.loc[name], tolls) for name, rows in mentions.groupby("article_id", sort=True)
    ]
    return sorted(found, key=lambda a: (a["published_at"], a["article_id"]))


Tolls = Mapping[str, dict[str, Any] | None]


def _fused_toll(event: dict[str, Any]) -> dict[str, Any] | None:
    toll = own_toll(event)
    return None if toll is None else toll | {"origins": int(event["n_origins"])}


def _article(article_id: str, mentions: pd.DataFrame, article: Any, tolls: Tolls) -> dict[str, Any]:
    """An article with its mentions; `toll` is what the sentence says, `event_toll` what its event's reports come to."""
    columns = ["indicator_id", "status", "event_id", "field", "start", "end", "quote"]
    return {
        "article_id": article_id,
        "origin_id": article["origin_id"],
        "source_id": article["source_id"],
        "published_at": article["published_at"],
        "title": article["title"],
        "url": article["url"],
        "mentions": [
            {k: row[k] for k in columns} | {"toll": own_toll(row), "event_toll": tolls.get(row["event_id"])}
            for row in mentions.to_dict("records")
        ],
    }
