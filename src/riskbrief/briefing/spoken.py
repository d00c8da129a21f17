"""What a chart shows, as the values behind it: what a reader who can't see it hears after its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from riskbrief.briefing.printing import Printer
from riskbrief.document import FigureSpec, Section
from riskbrief.figures import (
    Bar,
    BarsFigure,
    FlowsFigure,
    GaugeFigure,
    Line,
    MultiplesFigure,
    ShareFigure,
    TimelineFigure,
    TrendFigure,
)


def with_values(section: Section, printer: Printer) -> Section:
    """The section with each figure's values behind its alt text; maps and tables of levels name theirs already."""
    return replace(section, parts={name: _told(part, printer) for name, part in section.parts.items()})


def _told(part: Any, printer: Printer) -> Any:
    if not isinstance(part, FigureSpec) or type(part.figure) not in VALUES:
        return part
    values = "; ".join(VALUES[type(part.figure)](part.figure, printer))
    return replace(part, alt=f"{part.alt} {values}.") if values else part


def _bars(figure: BarsFigure, printer: Printer) -> Iterator[str]:
    return (f"{bar.label} {_parts(bar, printer, signed=figure.stacked)}" for bar in figure.bars)


def _parts(bar: Bar, printer: Printer, *, signed: bool) -> str:
    """A bar's value, and its parts where it has several; parts that print as nothing are left out."""
    points = [(s.name, s.points if signed else abs(s.points)) for s in bar.segments if s.name]
    named = [f"{name} {printer.number(value)}" for name, value in points if abs(value) >= LEAST]
    inside = ", ".join(named) if len(named) > 1 or not bar.value else ""
    return f"{bar.value} ({inside})" if bar.value and inside else bar.value or inside


def _trend(figure: TrendFigure, printer: Printer) -> Iterator[str]:
    return (told for line in figure.lines if (told := _newest(line, printer)))


def _newest(line: Line, printer: Printer) -> str:
    """A line's first and last known score."""
    known = [p.score for p in line.points if p.score is not None]
    return f"{line.name} {printer.number(known[0])} → {printer.number(known[-1])}" if known else ""


def _multiples(figure: MultiplesFigure, printer: Printer) -> Iterator[str]:
    for title, lines in figure.panels:
        told = ", ".join(text for line in lines if (text := _newest(line, printer)))
        yield f"{title}: {told}" if told else title


def _timeline(figure: TimelineFigure, printer: Printer) -> Iterator[str]:
    counts = Counter(o.row for o in figure.occurrences)
    return (f"{row} {printer.number(counts[row])}" for row in figure.rows)


def _flows(figure: FlowsFigure, printer: Printer) -> Iterator[str]:
    names = {region.region_id: region.name for region in figure.regions}
    for flow in figure.flows:
        value = "–" if flow.value is None else printer.number(flow.value, 1)
        yield f"{names.get(flow.source, flow.source)} → {names.get(flow.target, flow.target)} {value}"


def _share(figure: ShareFigure, printer: Printer) -> Iterator[str]:
    return (f"{name} {printer.number(100 * share)} %" for name, share in figure.parts)


def _gauge(figure: GaugeFigure, printer: Printer) -> Iterator[str]:
    if figure.low is not None and figure.high is not None:
        yield f"{printer.number(figure.low)}–{printer.number(figure.high)}"
    if figure.maximum is not None and figure.maximum_name:
        yield f"{figure.maximum_name} {printer.number(figure.maximum)}"


LEAST = 0.5  # of a part, that prints as a whole number
VALUES: dict[type, Callable[[Any, Printer], Iterator[str]]] = {
    BarsFigure: _bars,
    TrendFigure: _trend,
    MultiplesFigure: _multiples,
    TimelineFigure: _timeline,
    FlowsFigure: _flows,
    ShareFigure: _share,
    GaugeFigure: _gauge,
}
