"""Confidence in a country's index score (method A.3): points by item, label, caps."""

from __future__ import annotations

from typing import Literal

import numpy as np

from riskbrief.assessment import Confidence
from riskbrief.index.framework import FULL, Framework
from riskbrief.index.scoring import WeekScores


def confidence(week: WeekScores, region: int, framework: Framework) -> Confidence:
    """Points 0-9 and the label; a country that is not assessed has low confidence and says so."""
    name = framework.regions[region]
    if np.isnan(week.score[region, 0]):
        return Confidence(name, "low", 0, (), ("not assessed",))
    items = _items(week, region, framework)
    points = sum(got for _, got, _ in items)
    caps = _caps(week, region, framework)
    rules = framework.definition.confidence
    label = 2 if points >= rules.high else 1 if points >= rules.moderate else 0
    label = min([label, *caps.values()])
    names: tuple[Literal["low"], Literal["moderate"], Literal["high"]] = ("low", "moderate", "high")
    return Confidence(name, names[label], points, items, tuple(caps))


def _items(week: WeekScores, region: int, framework: Framework) -> tuple[tuple[str, int, int], ...]:
    rules, reporting = framework.definition.confidence, week.measured.reporting
    used = reporting.articles[region] > 0
    reliability = float(framework.reliability[used].mean()) if used.any() else 0.0
    width = float(week.high[region, 0] - week.low[region, 0])
    return (
        ("origins", _grade(int(reporting.n_articles[region]), rules.origins), 2),
        ("reliability", _grade(reliability, rules.reliability), 2),
        ("corroboration", _grade(corroborated_share(week, region), rules.corroborated), 2),
        ("interval", 0 if np.isnan(width) else _grade(-width, (-rules.width[0], -rules.width[1])), 2),
        ("coverage", int(_normal(week, region, framework)), 1),
    )


def _grade(value: float, bounds: tuple[float, float]) -> int:
    """2 from the upper bound, 1 from the lower, else 0."""
    return sum(value >= bound for bound in bounds)


def corroborated_share(week: WeekScores, region: int) -> float:
    """Share of the country's event weight that two or more origins affirm, 0-1; 0 without events."""
    facets, weight = week.measured.facets.of_region(region), week.measured.felt[region].weight
    total = weight.sum()
    return float(weight[facets.n_origins >= 2].sum() / total) if total > 0 else 0.0


def _normal(week: WeekScores, region: int, framework: Framework) -> bool:
    low, high = framework.definition.coverage.normal_volume
    return bool(low <= week.measured.volume[region] <= high and not week.carried[region].any())


def _caps(week: WeekScores, region: int, framework: Framework) -> dict[str, int]:
    """What caps the label: reason -> highest label allowed (0 low, 1 moderate)."""
    rules = framework.definition.confidence
    caps = {
        "missing pillar": (1, bool(np.isnan(week.score[region, 1 : 1 + len(framework.pillars)]).any())),
        "few origins": (0, int(week.measured.reporting.n_articles[region]) < rules.min_origins),
        "thin coverage": (0, int(week.measured.coverage[region]) < FULL),
        "carried values": (0, int(week.carried[region].max(initial=0)) > rules.max_carried_weeks),
        "contested key event": (0, _key_event_contested(week, region)),
    }
    return {reason: most for reason, (most, holds) in caps.items() if holds}


def _key_event_contested(week: WeekScores, region: int) -> bool:
    """Whether the event that weighs most is contested."""
    facets, weight = week.measured.facets.of_region(region), week.measured.felt[region].weight
    return bool(len(weight) and weight.max() > 0 and facets.contested[int(np.argmax(weight))])
