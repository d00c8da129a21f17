"""config.yaml: the index, the regions, and what else a run needs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from riskbrief.definitions.base import Definition, Identifier, LanguageCode, Positive, RegionId, Share, Words
from riskbrief.definitions.fetching import FetchRules
from riskbrief.definitions.gate import Gate
from riskbrief.definitions.indicators import PillarId
from riskbrief.definitions.keeping import StoreRules
from riskbrief.definitions.monitoring import Monitoring
from riskbrief.definitions.outlets import Letter, Outlet, Source
from riskbrief.definitions.posting import Delivery
from riskbrief.definitions.reading import Reading
from riskbrief.definitions.rules import (
    AlertRules,
    AnomalyRules,
    Backtest,
    Calibration,
    ChangePointRules,
    ConfidenceRules,
    CusumRules,
    DarknessRules,
    Sensitivity,
    WarningRules,
)
from riskbrief.definitions.watched import Tripwire, WarningProblem


class Aggregator(Definition):
    """A registered aggregator by name; `p` is of power_mean alone."""

    name: str = "power_mean"
    p: float = Field(2.0, gt=0, le=50)


class Missing(Definition):
    """A registered missing-data policy by name (B.17); `min_weight` is of renormalise alone, by default the
    composite's."""

    name: str = "renormalise"
    min_weight: Share | None = None


class Pillar(Definition):
    """Weight in the composite; `floor`: share of a critical indicator's score that alone sets the pillar;
    `rho`: largest discount that protective indicators can give."""

    name: Words
    weight: Share
    aggregate: Aggregator = Aggregator()
    floor: Share = 0.0
    rho: Share = 0.0
    missing: Missing = Missing()


class Composite(Definition):
    """How pillars become the index (B.16, B.17)."""

    aggregate: Aggregator = Aggregator()
    floor: Share = 0.90
    floor_pillars: list[PillarId] = ["security", "governance"]
    required_pillars: list[PillarId] = ["security"]
    min_pillars: int = Field(3, ge=1, le=4)
    min_weight: Share = 0.60
    missing: Missing = Missing()


class LevelBand(Definition):
    """A level: words and the score from which it starts."""

    name: Words
    from_score: float = Field(ge=0, le=100)


class Hysteresis(Definition):
    """Dead band between levels (B.21), in points and weeks; whose word alone moves none (A.4)."""

    up: float = Field(2.0, ge=0)
    down: float = Field(4.0, ge=0)
    weeks_down: int = Field(2, ge=1)
    sole_reliability: Share = 0.0


class CoverageClass(Definition):
    """Fewest unique articles and outlets of a class."""

    articles: int = Field(ge=0)
    sources: int = Field(ge=0)


class Coverage(Definition):
    """Coverage classes of a country-week; below `thin` it is `none`: not assessed."""

    full: CoverageClass = CoverageClass(articles=15, sources=5)
    thin: CoverageClass = CoverageClass(articles=5, sources=3)
    carry_weeks: int = Field(4, ge=0, le=8)
    about_share: Share = 0.25
    min_neighbour_share: Share = 0.50
    regional_full_share: Share = 0.60
    normal_volume: tuple[float, float] = (0.7, 1.5)


class Pressure(Definition):
    """Recency, volume and outlet caps (B.9-B.12)."""

    outlet_cap: Share = 0.30
    uncapped_reliability: Share = 0.85
    volume_exponent: Share = 0.5
    volume_clip: tuple[float, float] = (0.5, 2.0)
    volume_min_weeks: int = 8
    volume_surge: float = Field(5.0, ge=1)
    shrinkage_articles: float = Field(20.0, ge=0)
    horizon_half_lives: float = Field(6.0, gt=0)
    contest_shrinkage: float = 4.0
    toll_points_max: float = Field(7.0, ge=0)


class Belief(Definition):
    """From reliability to credibility (A.4, B.7)."""

    reliability: dict[Letter, Share]
    cap: Share = 0.98
    refutation: Share = 0.80
    independent: Literal["origin", "owner"] = "origin"
    toll_precision: dict[Literal["exact", "lower", "range", "approximate", "upper"], Share]
    toll_bounds_from: Share = 0.45
    toll_vague_ratio: float = Field(5.0, ge=1)
    verified_from: Share = 0.70


class Change(Definition):
    """When a difference is called a change (B.19)."""

    delta: float = Field(5.0, gt=0)
    probability: Share = 0.90
    false_discovery: Share = 0.10
    crowded_volume: float = Field(1.5, gt=0)


class Uncertainty(Definition):
    """Bayesian bootstrap of B.18."""

    draws: int = Field(500, ge=50, le=5000)
    weight_spread: Share = 0.25
    reliability_spread: Share = 0.10
    reliability_bounds: tuple[Share, Share] = (0.05, 0.98)
    interval: Share = 0.90
    min_outlets: int = 3


class IndexDefinition(Definition):
    """The composite indicator: everything that moves a score stands here or in indicators/."""

    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    name: Words
    pillars: dict[PillarId, Pillar]
    composite: Composite = Composite()
    levels: list[LevelBand] = Field(min_length=5, max_length=5)
    hysteresis: Hysteresis = Hysteresis()
    coverage: Coverage = Coverage()
    darkness: DarknessRules = DarknessRules()
    reading: Reading
    pressure: Pressure = Pressure()
    belief: Belief
    change: Change = Change()
    uncertainty: Uncertainty = Uncertainty()
    baseline_weeks: int = Field(52, ge=8)
    baseline_gap_weeks: int = Field(4, ge=0)
    anomaly: AnomalyRules = AnomalyRules()
    cusum: CusumRules = CusumRules()
    change_point: ChangePointRules = ChangePointRules()
    warning: WarningRules = WarningRules()
    alerts: AlertRules = AlertRules()
    confidence: ConfidenceRules = ConfidenceRules()
    sensitivity: Sensitivity = Sensitivity()
    backtest: Backtest = Backtest()
    calibration: Calibration = Calibration()
    tripwires: list[Tripwire] = []
    warning_problems: list[WarningProblem] = []


class Region(Definition):
    """A country: names, population (weights the regional mean) and land neighbours."""

    name: Words
    population: Positive
    neighbours: list[RegionId] = []
    capital: Words = {}


class Panel(Definition):
    """The countries a report covers."""

    name: Words
    regions: list[RegionId]


class Config(Definition):
    """The one settings file."""

    schema_version: Literal[1]
    index: IndexDefinition
    regions: dict[RegionId, Region]
    panels: dict[Identifier, Panel]
    sources: list[Source]
    fetch: FetchRules = FetchRules()
    store: StoreRules = StoreRules()
    outlets: dict[str, Outlet]
    languages: list[LanguageCode] = ["en", "fr"]
    coding_languages: list[LanguageCode] = []
    gate: Gate = Gate()
    delivery: Delivery = Delivery()
    monitoring: Monitoring = Monitoring()

    @property
    def coded(self) -> tuple[str, ...]:
        """Languages that articles are read and coded in: those of briefings unless others are named."""
        return tuple(self.coding_languages or self.languages)

    @property
    def assessed(self) -> list[str]:
        """Every region of every panel, sorted; the other regions only press on them."""
        return sorted({region for panel in self.panels.values() for region in panel.regions})
