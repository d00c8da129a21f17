"""What the index says of countries beside their scores: regional mean, alerts, warning board, confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class RegionalScore:
    """Population-weighted mean of the assessed countries of one week; scores 0-100, None = too little coverage.

    `firm`: the mean of the firm scores, from which the level is read (method B.21); `held`: the same with every silent
    country at no less than when it was last heard; above `firm` where silence alone makes the mean lower.
    """

    week: str
    score: float | None
    low: float | None
    high: float | None
    maximum: float | None
    maximum_region: str
    full_share: float  # share of panel population whose country-week is `full`, 0-1
    assessed: int  # countries with an index score
    risk_level: int | None = None  # 1-5, None where too few people live under full coverage
    firm: float | None = None
    held: float | None = None

    @property
    def hushed(self) -> bool:
        """Whether the mean is lower than it would be had nobody fallen silent."""
        return self.firm is not None and self.held is not None and self.held > self.firm


@dataclass(frozen=True)
class Alert:
    """Why a country carries an Alert or an Opportunity; neither moves the score (method B.20). `silent_weeks`:
    weeks since its cause in which the press of the country was silent, when it stands for that alone; `lapsed`: it is
    over for want of any word, which is no improvement."""

    region_id: str
    kind: Literal["alert", "opportunity"]
    cause: str  # tripwire:<id>, cusum:<pillar>, shift:<pillar>, pillars, warning:<problem> or protective:<indicator>
    event_id: str = ""
    since: str = ""  # ISO week of its first appearance
    silent_weeks: int = 0
    lapsed: bool = False


@dataclass(frozen=True)
class Tripped:
    """An event that meets a tripwire in the last week, whether or not it did before."""

    region_id: str
    tripwire: str
    event_id: str


@dataclass(frozen=True)
class SignpostState:
    """State of one signpost in one country (method A.7). `first_seen` is an ISO date or empty."""

    problem_id: str
    region_id: str
    indicator_id: str
    channel: Literal["act", "threat"]
    state: Literal["no_data", "not_observed", "emerging", "present", "strong"]
    first_seen: str = ""


@dataclass(frozen=True)
class ProblemState:
    """Status of a warning problem in a country; `share` of its signposts present or strong, 0-1."""

    problem_id: str
    region_id: str
    status: Literal["normal", "watch", "warning", "critical", "blind"]
    share: float


@dataclass(frozen=True)
class Confidence:
    """Confidence in a country's index score (method A.3): `items` are (item, points, maximum)."""

    region_id: str
    label: Literal["high", "moderate", "low"]
    points: int
    items: tuple[tuple[str, int, int], ...]
    caps: tuple[str, ...] = ()


@dataclass(frozen=True)
class PressState:
    """How much a country's press, or an outlet, published in the week: unique articles, those of a usual week (None and
    `unknown` with too little past), and of a country the same of its own outlets."""

    state: str
    seen: float
    usual: float | None
    own_seen: float = 0.0
    own_usual: float | None = None


@dataclass(frozen=True)
class Assessment:
    """Everything above for one issue; `regional` holds every week of history in order, the issue's week last.

    `closed`: alerts and opportunities that stood last week and stand no more; `volume`: V of each country (method
    B.11), without those whose usual week is not known yet; `alone`: of each outlet that alone carries events its share
    0-1 of all event weight, without and with the cap of B.9; `press`, `outlets`: of each country, each outlet.
    """

    regional: tuple[RegionalScore, ...]
    alerts: tuple[Alert, ...]
    signposts: tuple[SignpostState, ...]
    problems: tuple[ProblemState, ...]
    confidence: Mapping[str, Confidence]
    closed: tuple[Alert, ...] = ()
    volume: Mapping[str, float] = field(default_factory=dict)
    tripped: tuple[Tripped, ...] = ()
    alone: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    press: Mapping[str, PressState] = field(default_factory=dict)
    outlets: Mapping[str, PressState] = field(default_factory=dict)
