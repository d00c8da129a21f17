"""Thresholds beside the scores: anomaly, alarms, warning board, alerts, confidence. None moves a score."""

from __future__ import annotations

from pydantic import Field

from riskbrief.definitions.base import Definition, Positive, Share
from riskbrief.definitions.indicators import PillarId


class AnomalyRules(Definition):
    """Against the country's own past (B.14): from `full_weeks` a robust z, from `min_weeks` a percentile, else none.

    `min_scale_*` is the smallest spread: of ln(1 + pressure) for events, of % for shares, of points for scores.
    """

    full_weeks: int = Field(26, ge=2)
    min_weeks: int = Field(8, ge=2)
    z_clip: Positive = 6.0
    min_scale_event: Positive = 0.25
    min_scale_attention: Positive = 0.5
    min_scale_score: Positive = 5.0


class CusumRules(Definition):
    """Cumulated surprise (B.20): alarm when the sum of z - allowance reaches `alarm`, then it starts again."""

    allowance: Positive = 0.5
    alarm: Positive = 4.0
    pillars: list[PillarId] = ["security", "governance"]


class WarningRules(Definition):
    """When a signpost is present or strong, and from which share of signposts a problem has which status (A.7)."""

    present_origins: int = Field(2, ge=1)
    present_anomaly: float = Field(85.0, ge=0, le=100)
    present_articles: int = Field(3, ge=1)
    strong_weeks: int = Field(2, ge=1)
    strong_window_weeks: int = Field(3, ge=1)
    watch: Share = 0.25
    warning: Share = 0.50
    critical: Share = 0.75
    blind: Share = 0.50


class AlertRules(Definition):
    """How many pillars must have deteriorated, and after how many weeks without cause an Alert closes (B.20)."""

    pillars_deteriorated: int = Field(2, ge=1)
    close_after_weeks: int = Field(2, ge=1)


class ConfidenceRules(Definition):
    """Bounds for one and two points of each item, and the points of the labels (A.3)."""

    origins: tuple[int, int] = (4, 8)
    reliability: tuple[Share, Share] = (0.55, 0.75)
    corroborated: tuple[Share, Share] = (0.30, 0.60)
    width: tuple[float, float] = (24.0, 12.0)
    moderate: int = 4
    high: int = 7
    min_origins: int = 3
    max_carried_weeks: int = 2
