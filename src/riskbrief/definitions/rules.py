"""Thresholds and trials beside the scores: anomaly, alarms, warnings, alerts, confidence, sensitivity, backtest."""

from __future__ import annotations

from pydantic import Field

from riskbrief.definitions.base import Day, Definition, Lists, Positive, RegionId, Share
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


class ChangePointRules(Definition):
    """A shift of a pillar's normal (B.20): how many weeks a normal lasts, how recent a shift must be to be called, and
    from which probability; off while no pillar is named."""

    pillars: list[PillarId] = []
    expected_weeks: float = Field(26.0, gt=1)
    recent_weeks: int = Field(3, ge=1)
    probability: Share = 0.50
    min_weeks: int = Field(8, ge=2)


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
    """How many pillars must have deteriorated, and after how many weeks without cause an Alert closes (B.20), or lapses
    for want of any word."""

    pillars_deteriorated: int = Field(2, ge=1)
    close_after_weeks: int = Field(2, ge=1)
    lapse_after_weeks: int = Field(8, ge=1)


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


class DarknessRules(Definition):
    """When a press is dark or active: its articles as a share of those of a usual week, and at most how probable so few
    or so many would be by chance."""

    dark_share: Share = 0.5
    active_share: float = Field(1.5, ge=1)
    chance: Share = 0.01


class Sensitivity(Definition):
    """What the global sensitivity runs vary and the flip list changes one by one (B.23)."""

    samples: int = Field(256, ge=8, le=16384)
    resamples: int = Field(300, ge=50, le=5000)
    starred_share: Share = 0.20
    powers: list[Positive] = Field([1, 2, 3], min_length=1)
    aggregators: list[str] = ["inverted_geometric"]
    floors: list[Share] = Field([0, 0.8, 0.9], min_length=1)
    volume_exponents: list[Share] = Field([0, 0.5, 1], min_length=1)
    half_life_factors: list[Positive] = Field([0.5, 1, 2], min_length=1)
    normalisers: list[str] = Field(["anchored", "percentile", "logistic"], min_length=1)
    weight_spread: Share = 0.25
    equal_weights_share: Share = 0.25
    reliability_shifts: list[float] = Field([-0.10, 0, 0.10], min_length=1)
    outlet_caps: list[Share] = Field([0.2, 0.3, 1], min_length=1)
    copy_containments: list[Share] = Field([0.5, 0.6, 0.8], min_length=1)
    weight_factors: list[Positive] = [0.75, 1.25]
    anchor_factors: list[Positive] = [0.8, 1.25]
    threshold_points: list[float] = [-2, 2]


class Calibration(Definition):
    """Where `riskbrief calibrate` would put the upper anchor: a percentile of the panel's values, pooled, of at least
    `least_weeks` assessed weeks (B.14)."""

    percentile: float = Field(0.975, gt=0, lt=1)
    least_weeks: int = Field(52, ge=1, le=520)


class Tournament(Definition):
    """Weeks full of sport, in which the words of violence mean something else."""

    name: str
    first: Day
    last: Day


class Replay(Definition):
    """A past attack or crisis: what the index would have said in the weeks around it, and what it is to have said.

    `up`: nodes (index, a pillar or an indicator) higher in its week than in the week before; `above_zero`: nodes that
    score above 0 in its week; `alert`: its week carries an Alert (B.24).
    """

    name: str
    region: RegionId
    day: Day
    weeks: int = Field(4, ge=1, le=26)
    alert: bool = True
    up: list[str] = []
    above_zero: list[str] = []


class Backtest(Definition):
    """What `riskbrief backtest` sets the index against, and how sure it must be (B.22, B.24)."""

    keywords: Lists = {}
    ranked_months: int = Field(12, ge=2)
    escalation: Share = 0.90
    deaths: int = Field(25, ge=1)
    block_months: int = Field(6, ge=1)
    draws: int = Field(1000, ge=100, le=20000)
    interval: Share = 0.90
    least_forecasts: int = Field(26, ge=2)
    training_months: int = Field(24, ge=6)
    training_weeks: int = Field(104, ge=26)
    recent_months: int = Field(12, ge=1)
    smoothing: Share = 0.3
    smoothing_of_sizes: Share = 0.2
    smoothing_of_occurrence: Share = 0.1
    most_moved: Positive = 1.0
    tournaments: list[Tournament] = []
    replays: list[Replay] = []
