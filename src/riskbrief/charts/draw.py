"""The door of this room: a figure specification in, SVG text out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from riskbrief.charts.bars import draw_bars, draw_share
from riskbrief.charts.flows import draw_flows
from riskbrief.charts.gauge import draw_gauge
from riskbrief.charts.heat import draw_heat
from riskbrief.charts.hours import draw_hours
from riskbrief.charts.lines import draw_multiples, draw_trend
from riskbrief.charts.maps import draw_map
from riskbrief.charts.style import Sheet, sheet
from riskbrief.charts.timeline import draw_timeline
from riskbrief.charts.waterfall import draw_waterfall
from riskbrief.document import FigureSpec
from riskbrief.figures import (
    BarsFigure,
    FlowsFigure,
    GaugeFigure,
    HeatFigure,
    HoursFigure,
    MapFigure,
    MultiplesFigure,
    ShareFigure,
    TimelineFigure,
    TrendFigure,
    WaterfallFigure,
)
from riskbrief.typography import typeset

DRAWERS: dict[type, Callable[[Sheet, Any, str], None]] = {
    MapFigure: draw_map,
    GaugeFigure: draw_gauge,
    TrendFigure: draw_trend,
    MultiplesFigure: draw_multiples,
    BarsFigure: draw_bars,
    TimelineFigure: draw_timeline,
    HoursFigure: draw_hours,
    FlowsFigure: draw_flows,
    WaterfallFigure: draw_waterfall,
    HeatFigure: draw_heat,
    ShareFigure: draw_share,
}


def draw(spec: FigureSpec, *, language: str) -> str:
    """SVG of a figure, byte for byte the same for the same specification.

    `language` names months and days; every other word stands in the specification.
    """
    with sheet(spec.width_mm, spec.height_mm) as page:
        DRAWERS[type(spec.figure)](page, _typeset(spec.figure, language), language)
        return page.svg(typeset(spec.alt, language))


def _typeset(part: Any, language: str) -> Any:
    """The same figure with every text in it as it is printed."""
    if isinstance(part, str):
        return typeset(part, language)
    if isinstance(part, tuple):
        return tuple(_typeset(each, language) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: _typeset(getattr(part, f.name), language) for f in fields(part)})
    return part
