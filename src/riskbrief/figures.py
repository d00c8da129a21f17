"""Figures as data, one type a kind: `briefing` fills them, `charts` draws them. Scores are 0-100, None = gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Coverage = Literal["full", "thin", "none"]


@dataclass(frozen=True)
class Point:
    """One week of a line: `day` is its Sunday. Thin weeks are drawn hollow; none or None is a gap."""

    day: date
    score: float | None
    low: float | None = None
    high: float | None = None
    coverage: Coverage = "full"


@dataclass(frozen=True)
class Line:
    """A named line of weekly points in order; `emphasis` draws it strong, others stay grey."""

    name: str
    points: tuple[Point, ...]
    emphasis: bool = False


@dataclass(frozen=True)
class MapRegion:
    """A country on the map; `level` None prints it grey as not assessed."""

    region_id: str
    name: str
    level: int | None
    score: str = ""
    thin: bool = False


@dataclass(frozen=True)
class Marker:
    """A numbered event on the map; `size` 0-1 scales its circle. Number 0 is a dot with its `text` beside it."""

    number: int
    lat: float
    lon: float
    size: float = 0.5
    text: str = ""


@dataclass(frozen=True)
class MapFigure:
    """Choropleth of levels with event markers."""

    regions: tuple[MapRegion, ...]
    markers: tuple[Marker, ...] = ()
    level_names: tuple[str, ...] = ()  # five words


@dataclass(frozen=True)
class GaugeFigure:
    """One score on the five level bands, with interval, last week's score and the panel's maximum."""

    score: float | None
    low: float | None
    high: float | None
    previous: float | None = None
    maximum: float | None = None
    maximum_name: str = ""
    level_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrendFigure:
    """Weekly lines on the level bands, 0-100; `notes` are dated events, `breaks` method breaks (dashed)."""

    lines: tuple[Line, ...]
    notes: tuple[tuple[date, str], ...] = ()
    breaks: tuple[date, ...] = ()
    level_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class MultiplesFigure:
    """Small panels side by side, one title each, all on one 0-100 axis and one time axis."""

    panels: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True)
class Segment:
    """A part of a bar in points; negative parts are drawn leftwards and hatched (protective)."""

    name: str
    points: float


@dataclass(frozen=True)
class Bar:
    """A labelled bar of segments."""

    label: str
    segments: tuple[Segment, ...]
    value: str = ""  # printed at its end


@dataclass(frozen=True)
class BarsFigure:
    """Horizontal stacked bars that may diverge around zero; `unit` names the axis."""

    bars: tuple[Bar, ...]
    unit: str
    stacked: bool = True


@dataclass(frozen=True)
class Occurrence:
    """An event on a day strip; `size` 0-1, `number` as in the event table (0 = unnumbered)."""

    day: date
    row: str
    number: int
    size: float
    kind: Literal["violence", "governance", "international", "information"] = "violence"
    text: str = ""


@dataclass(frozen=True)
class TimelineFigure:
    """Events by row (country) and day."""

    first: date
    last: date
    rows: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True)
class Moment:
    """A report; `origin` is False for a copy of an earlier one, with a `text` it is a milestone on its own line."""

    at: datetime
    origin: bool = True
    text: str = ""


@dataclass(frozen=True)
class HoursFigure:
    """Reports of the first `hours` hours from `start` (UTC) on one axis of time."""

    start: datetime
    hours: int
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Flow:
    """Pressure from one country on another: weight share times score, 0-100; None = neighbour not assessed."""

    source: str
    target: str
    value: float | None


@dataclass(frozen=True)
class FlowsFigure:
    """Spillover map: arrows between countries; dashed where the neighbour is not assessed."""

    regions: tuple[MapRegion, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True)
class WaterfallFigure:
    """From one score to the next by signed steps; `steps` add up to `end` less `start`, 0-100."""

    start: Segment
    steps: tuple[Segment, ...]
    end: Segment


@dataclass(frozen=True)
class HeatCell:
    """A country's level 1-5 in the week that ends on `day`; None = not assessed, an empty cell. Thin is hollow."""

    day: date
    level: int | None
    coverage: Coverage = "full"


@dataclass(frozen=True)
class HeatFigure:
    """Levels by country and week, oldest week first; every row has the same weeks."""

    rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]
    level_names: tuple[str, ...] = ()  # five words


@dataclass(frozen=True)
class ShareFigure:
    """One bar cut into shares that add to 1."""

    parts: tuple[tuple[str, float], ...]


Figure = (
    MapFigure
    | GaugeFigure
    | TrendFigure
    | MultiplesFigure
    | BarsFigure
    | TimelineFigure
    | HoursFigure
    | FlowsFigure
    | WaterfallFigure
    | HeatFigure
    | ShareFigure
)
