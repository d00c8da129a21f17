"""Why a number is what it is: the parts of one node's score, with points that add up to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from riskbrief.index.attention import outlet_factors
from riskbrief.index.draws import Draws
from riskbrief.index.events import feel
from riskbrief.index.facets import read_facets
from riskbrief.index.framework import Floats, Framework
from riskbrief.index.scoring import without_spillover
from riskbrief.index.views import Reporting, WeekView, active_events, read_week

Facts = Mapping[str, object]


@dataclass(frozen=True)
class Part:
    """One part of a score: kind (`event`, `article`, `past`, `prior`, `region`, `node`), points, facts."""

    name: str
    kind: str
    points: float
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Material:
    """What a trace reads: the week as it was known, the framework, and the published observations and scores."""

    view: WeekView
    framework: Framework
    observations: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame

    def score_of(self, region: str, node: str) -> pd.Series:
        """The published row of a node in the week."""
        rows = self.scores[(self.scores["week"] == str(self.view.week)) & (self.scores["region_id"] == region)]
        return rows[rows["node"] == node].iloc[0]


def trace(material: Material, region: str, node: str) -> tuple[list[tuple[str, float]], list[Part]]:
    """Steps from raw value to score as (name, number), and parts whose points sum to the score; none when missing."""
    row = material.score_of(region, node)
    score = float(row["score"])
    if np.isnan(score):
        return [], []
    if node not in material.framework.indicator_ids:
        return _whole(material, region, node)
    if str(row["reason"]).startswith("carried from"):
        return [("score", score)], [Part(str(row["reason"]), "past", score)]
    position = material.framework.indicator_ids.index(node)
    indicator = material.framework.indicators[position]
    kinds = {"event": _event, "attention": _attention, "computed": _computed}
    steps, parts = kinds[indicator.type](material, region, position)
    return [*steps, ("score", score)], _scaled(parts, score)


def _scaled(parts: list[Part], score: float) -> list[Part]:
    """Parts with their points scaled so that they sum to the score (a log scale and caps bend the sum)."""
    total = sum(p.points for p in parts)
    scaled = [Part(p.name, p.kind, p.points * score / total, p.facts) for p in parts if p.points and total]
    return sorted(scaled, key=lambda p: (-p.points, p.name))


def _whole(material: Material, region: str, node: str) -> tuple[list[tuple[str, float]], list[Part]]:
    """A pillar or the index from its contributions."""
    rows = material.contributions
    rows = rows[(rows["region_id"] == region) & (rows["week"] == str(material.view.week)) & (rows["node"] == node)]
    parts = []
    for part, points in zip(rows["part"], rows["points"], strict=True):
        child = material.score_of(region, str(part).removeprefix("discount:"))
        parts.append(Part(str(part), "node", float(points), {"score": float(child["score"])}))
    score = float(material.score_of(region, node)["score"])
    return [("score", score)], sorted(parts, key=lambda p: (-abs(p.points), p.name))


def _event(material: Material, region: str, position: int) -> tuple[list[tuple[str, float]], list[Part]]:
    """Each event with severity x credibility x cap x recency (B.10)."""
    framework = material.framework
    place = framework.regions.index(region)
    facets = read_facets(material.view, framework).of_region(place)
    draws = Draws(framework, "", 0)
    nobody = np.zeros(len(framework.outlets), dtype=bool)
    chance = draws.chance(place, nobody)
    pressure, felt = feel(facets, place, chance=chance, draws=draws, framework=framework)
    parts = []
    for f in np.flatnonzero(facets.indicator == position):
        facts = {
            "severity": felt.severity[f],
            "credibility": felt.kappa[f],
            "cap": felt.cap[f],
            "recency": felt.recency[f],
            "days": facets.age_days[f],
            "pressure": felt.weight[f],
            "n_origins": int(facets.n_origins[f]),
            "contested": bool(facets.contested[f]),
        }
        parts.append(Part(str(facets.event_id[f]), "event", float(felt.weight[f]), facts))
    value = _value(material, region, position)
    steps = [("pressure", float(pressure[position, 0])), ("value after volume", value)]
    return steps, parts


def _attention(material: Material, region: str, position: int) -> tuple[list[tuple[str, float]], list[Part]]:
    """This week's articles, the usual share they are shrunk to, and the weeks before (B.12)."""
    framework, indicator = material.framework, material.framework.indicators[position]
    place = framework.regions.index(region)
    reporting = read_week(material.view, framework)
    rate = 1 - 2.0 ** (-7 / indicator.half_life_days)
    value, before = _value(material, region, position), _value_before(material, region, position)
    rate = 1.0 if np.isnan(before) else rate
    now = (value - (1 - rate) * np.nan_to_num(before)) / rate
    hits, weights = reporting.hits[place, position], _outlet_weights(reporting, place, framework)
    counted = float((hits * weights).sum())
    total = float((reporting.articles[place] * weights).sum())
    shrinkage = framework.definition.pressure.shrinkage_articles
    scale = 100 * rate / (total + shrinkage) if indicator.denominator == "country" else rate * now / max(counted, 1e-12)
    parts = [Part("earlier weeks", "past", (1 - rate) * float(np.nan_to_num(before)))]
    for article, q, weight in _articles(reporting, weights, place, position):
        parts.append(Part(article, "article", scale * weight * q, {"q": q, "weight": weight}))
    rest = value - sum(p.points for p in parts)
    parts.append(Part("usual share", "prior", rest if rest > 1e-6 else 0.0))
    return [("share this week in %", now), ("smoothed share in %", value)], parts


def _outlet_weights(reporting: Reporting, place: int, framework: Framework) -> Floats:
    """Reliability x cap factor of every outlet (B.9); 0 for outlets without an article."""
    n = reporting.articles[place]
    present = np.flatnonzero(n > 0)
    out = np.zeros(len(n))
    weights = framework.reliability[present] * n[present]
    factors = outlet_factors(weights, framework.owner[present], framework.definition.pressure.outlet_cap)
    out[present] = framework.reliability[present] * factors
    return out


def _articles(reporting: Reporting, weights: Floats, place: int, position: int) -> list[tuple[str, float, float]]:
    """(article, q, outlet weight) of this week's unique articles that mention the indicator."""
    rows = reporting.strongest
    rows = rows[(rows["region"] == place) & (rows["indicator"] == position)]
    found = zip(rows["article_id"], rows["q"], weights[rows["outlet"].to_numpy()], strict=True)
    return [(str(article), float(q), float(weight)) for article, q, weight in found]


def _computed(material: Material, region: str, position: int) -> tuple[list[tuple[str, float]], list[Part]]:
    if material.framework.indicators[position].compute == "spatial_lag":
        parts = _neighbours(material, region, position)
    else:
        parts = _contested(material, region)
    return [("value", _value(material, region, position))], parts


def _neighbours(material: Material, region: str, position: int) -> list[Part]:
    """Each neighbour's pillar without its own spillover (B.13)."""
    framework = material.framework
    scores = np.full((len(framework.regions), len(framework.indicators), 1), np.nan)
    rows = material.scores
    week = rows[(rows["week"] == str(material.view.week)) & (rows["level"] == "indicator")]
    scores[framework.codes(week["region_id"], "regions"), framework.codes(week["node"], "indicators"), 0] = week[
        "score"
    ]
    own = without_spillover(scores, position, framework=framework, factor=np.ones((len(framework.indicators), 1)))
    border = framework.neighbours[framework.regions.index(region)]
    return [
        Part(framework.regions[j], "region", float(own[j, 0]), {"score": float(own[j, 0])})
        for j in np.flatnonzero(border)
        if not np.isnan(own[j, 0])
    ]


def _contested(material: Material, region: str) -> list[Part]:
    """The contested events of the week, each an equal part (B.7)."""
    active = active_events(material.view)
    chosen = active[active["contested"] & (active["region_id"] == region)]
    return [Part(str(e), "event", 1.0, {"contested": True}) for e in chosen["event_id"]]


def _value(material: Material, region: str, position: int) -> float:
    rows = _history(material, region, position)
    return float(rows[rows["week"] == str(material.view.week)]["value"].iloc[0])


def _value_before(material: Material, region: str, position: int) -> float:
    """The last valid value before the week; NaN without one."""
    rows = _history(material, region, position)
    rows = rows[(rows["week"] < str(material.view.week)) & rows["value"].notna()].sort_values("week")
    return float(rows["value"].iloc[-1]) if len(rows) else float("nan")


def _history(material: Material, region: str, position: int) -> pd.DataFrame:
    rows = material.observations
    return rows[(rows["region_id"] == region) & (rows["indicator_id"] == material.framework.indicator_ids[position])]
