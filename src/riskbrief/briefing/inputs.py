"""Everything a briefing is written from, handed over by the pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from riskbrief.definitions.config import Config, Panel
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.reports import Library, Report
from riskbrief.document import Meta
from riskbrief.periods import Week


@dataclass(frozen=True)
class Place:
    """A gazetteer place, for maps and cards."""

    place_id: str
    name: str
    region_id: str
    lat: float
    lon: float
    admin1: str = ""


@dataclass(frozen=True)
class RegionalScore:
    """Population-weighted mean of assessed countries for one week; NaN-free or None."""

    week: str
    score: float | None
    low: float | None
    high: float | None
    maximum: float | None
    maximum_region: str
    full_share: float  # share of panel population whose country-week is `full`
    assessed: int


@dataclass(frozen=True)
class Alert:
    """Why a country carries an Alert or an Opportunity."""

    region_id: str
    kind: str  # alert or opportunity
    cause: str  # tripwire id, cusum, pillars, warning:<problem>, protective:<indicator>
    event_id: str = ""
    since: str = ""  # ISO week


@dataclass(frozen=True)
class SignpostState:
    """State of a signpost in a country: no_data, not_observed, emerging, present, strong."""

    problem_id: str
    region_id: str
    indicator_id: str
    channel: str
    state: str
    first_seen: str = ""


@dataclass(frozen=True)
class ProblemState:
    """Status of a warning problem in a country: normal, watch, warning, critical, blind."""

    problem_id: str
    region_id: str
    status: str
    share: float


@dataclass(frozen=True)
class Confidence:
    """Confidence points of A.3: `items` are (item, points, maximum)."""

    region_id: str
    label: str  # high, moderate, low
    points: int
    items: tuple[tuple[str, int, int], ...]
    caps: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunLog:
    """What the run read and dropped."""

    read: int
    unique: int
    dropped: Mapping[str, int]
    sources: Sequence[Mapping[str, object]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class BriefingInputs:
    """Tables are those of riskbrief.tables; `scores`, `observations`, `contributions` hold all weeks of history,
    `mentions`, `events`, `evidence`, `claims`, `focus` are as resolved at the cut-off of `week`."""

    week: Week
    report: Report
    panel: Panel
    config: Config
    indicators: tuple[Indicator, ...]
    pillar_of: Mapping[str, str]
    library: Library
    phrases: Mapping[str, str]
    language: str
    meta: Meta
    articles: pd.DataFrame
    outlets: pd.DataFrame
    mentions: pd.DataFrame
    focus: pd.DataFrame
    claims: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame
    observations: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    regional: Sequence[RegionalScore]
    alerts: Sequence[Alert]
    signposts: Sequence[SignpostState]
    problems: Sequence[ProblemState]
    confidence: Mapping[str, Confidence]
    places: Mapping[str, Place]
    log: RunLog
