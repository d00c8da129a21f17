"""Why a number is what it is: the parts of one node's score, with points that add up to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from riskbrief.index.attribution import recipe_of, scores_of
from riskbrief.index.attribution_events import FACTORS, Weighed, weighed
from riskbrief.index.attribution_shares import attended, disputes
from riskbrief.index.history import History
from riskbrief.index.recipes import Worth, neighbour_recipe

Facts = Mapping[str, object]
Steps = list[tuple[str, float]]


@dataclass(frozen=True)
class Part:
    """One part of a score: kind (`event`, `article`, `past`, `prior`, `region`, `node`, `other`), points, facts."""

    name: str
    kind: str
    points: float
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Material:
    """What a trace reads: scored weeks of which the last is explained, and the published scores and contributions."""

    history: History
    scores: pd.DataFrame
    contributions: pd.DataFrame

    @property
    def week(self) -> str:
        return str(self.history.weeks[-1].measured.week)

    @property
    def last(self) -> int:
        return len(self.history.weeks) - 1

    def score_of(self, region: str, node: str) -> pd.Series:
        """The published row of a node in the week."""
        rows = self.scores[(self.scores["week"] == self.week) & (self.scores["region_id"] == region)]
        return rows[rows["node"] == node].iloc[0]


def trace(material: Material, region: str, node: str) -> tuple[Steps, list[Part]]:
    """Steps from raw value to score as (name, number), and parts whose points sum to the score; none when missing."""
    row, framework = material.score_of(region, node), material.history.framework
    score = float(row["score"])
    if np.isnan(score):
        return [], []
    if node not in framework.indicator_ids:
        return _whole(material, region, node)
    if str(row["reason"]).startswith("carried from"):
        return [("score", score)], [Part(str(row["reason"]), "past", score)]
    place, position = framework.regions.index(region), framework.indicator_ids.index(node)
    kinds, chosen = {"event": _event, "attention": _attention, "computed": _computed}, framework.indicators[position]
    steps, parts = kinds[chosen.type](material, place, position)
    above = material.history.value(place, position, material.last) - chosen.hi
    if chosen.normaliser.name == "anchored" and chosen.compute != "spatial_lag" and above > 0:
        steps.append(("of it above the anchor, which adds nothing", above))
    return [*steps, ("score", score)], _scaled(parts, score)


def worth(material: Material, region: str, node: str) -> tuple[Worth, dict[str, float]] | None:
    """A pillar or the index taken apart, with points taken off by each protective indicator; None when missing."""
    history, place = material.history, material.history.framework.regions.index(region)
    if np.isnan(history.score(place, node, material.last)):
        return None
    recipe = recipe_of(history.framework, node)
    scores = scores_of(history, recipe, place, material.last)
    taken = recipe.worth(scores[: len(recipe.parts)], scores[len(recipe.parts) :])
    return taken, dict(zip(recipe.protective, map(float, taken.discounts), strict=True))


def _scaled(parts: list[Part], score: float) -> list[Part]:
    """Parts in proportion to what they add to the value, scaled to sum to the score.

    The scale from value to score bends (logarithm, anchors), so a single event has no score of its own; each gets the
    share of the score that it has in the value. A score without a value (50 = usual of a relative normaliser) is its
    own part.
    """
    total = sum(p.points for p in parts)
    if not total:
        return [Part("usual level", "other", score)] if score else []
    scaled = [Part(p.name, p.kind, p.points * score / total, p.facts) for p in parts if p.points]
    return sorted(scaled, key=lambda p: (-p.points, p.name))


def _whole(material: Material, region: str, node: str) -> tuple[Steps, list[Part]]:
    """A pillar or the index: what floor and discounts did to the aggregate, and its published contributions."""
    rows = material.contributions
    rows = rows[(rows["region_id"] == region) & (rows["week"] == material.week) & (rows["node"] == node)]
    parts = []
    for part, points in zip(rows["part"], rows["points"], strict=True):
        child = material.score_of(region, str(part).removeprefix("discount:"))
        parts.append(Part(str(part), "node", float(points), {"score": float(child["score"])}))
    found = worth(material, region, node)
    assert found is not None, "a published score was not missing when it was scored"
    taken, discounts = found
    steps = [("aggregate of its parts", taken.blend)]
    if taken.setter >= 0:
        setter = recipe_of(material.history.framework, node).parts[taken.setter]
        steps.append((f"lifted by the floor of {setter}", taken.lift))
    steps += [(f"discount by {name}", -points) for name, points in discounts.items() if points]
    score = float(material.score_of(region, node)["score"])
    return [*steps, ("score", score)], sorted(parts, key=lambda p: (-abs(p.points), p.name))


def _event(material: Material, region: int, position: int) -> tuple[Steps, list[Part]]:
    """Each event with severity x credibility x cap x recency (B.10), and what it lost to hedges, refutation and cap."""
    history, t = material.history, material.last
    found = weighed(history, region, position, t)
    lost = found.without()
    parts = [_event_part(found, lost, n) for n in range(len(found.event_id))]
    pressure = float(found.pressure.sum())
    named = {"hedging": "lost to hedged wording", "refutation": "lost to refutation", "cap": "lost to the outlet cap"}
    losses = [(named[k], -float(v.sum())) for k, v in lost.items() if float(v.sum()) > 0]
    outright = [("pressure if nothing were hedged, refuted or capped", pressure - sum(v for _, v in losses))]
    steps = [*(outright if losses else []), *losses, ("pressure", pressure)]
    factor = history.volume_factor(region, t)
    if factor != 1:
        steps.append(("factor of article volume", factor))
    return [*steps, ("value after volume", history.value(region, position, t))], parts


def _event_part(found: Weighed, lost: Mapping[str, np.ndarray], n: int) -> Part:
    factor = dict(zip(FACTORS, map(float, found.factors[n]), strict=True))
    facts = {
        "severity": factor["severity"],
        "credibility": factor["support"] * factor["refutation"],
        "cap": factor["cap"],
        "recency": factor["recency"],
        "days": float(found.age_days[n]),
        "pressure": float(found.pressure[n]),
        "lost": {k: float(v[n]) for k, v in lost.items()},
        "n_origins": found.n_origins[n],
        "contested": bool(found.contested[n]),
    }
    return Part(found.event_id[n], "event", float(found.pressure[n]), facts)


def _attention(material: Material, region: int, position: int) -> tuple[Steps, list[Part]]:
    """This week's articles, the usual share they are shrunk to, and the weeks before (B.12)."""
    found = attended(material.history, region, position, material.last)
    parts = [Part("earlier weeks", "past", found.earlier), Part("usual share", "prior", found.rate * found.usual)]
    parts += [
        Part(article, "article", found.rate * points, {"q": q, "weight": weight})
        for article, q, weight, points in found.articles
    ]
    value = material.history.value(region, position, material.last)
    return [("share this week in %", found.now), ("smoothed share in %", value)], parts


def _computed(material: Material, region: int, position: int) -> tuple[Steps, list[Part]]:
    """Each neighbour that presses (B.13), or each contested event, an equal part (B.7)."""
    history = material.history
    if history.framework.indicators[position].compute == "spatial_lag":
        pressing, border = history.pressing(position, material.last), neighbour_recipe(history.framework, region).weight
        known = np.flatnonzero((border > 0) & ~np.isnan(pressing))
        names = history.framework.regions
        parts = [Part(names[j], "region", float(pressing[j]), {"score": float(pressing[j])}) for j in known]
    else:
        contested, _ = disputes(history, region, material.last)
        parts = [Part(name, "event", 1.0, {"contested": True}) for name in contested]
    return [("value", history.value(region, position, material.last))], parts
