"""Weekly scores as lines and contributions as bars, for charts."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.drivers import Part
from riskbrief.briefing.leading import leaders, listing, tenths
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.volume import week_source
from riskbrief.document import FigureSpec
from riskbrief.figures import Bar, BarsFigure, Line, Point, Segment
from riskbrief.periods import Week


def score_line(desk: Desk, region: str, node: str, *, weeks: int, name: str, emphasis: str = "") -> Line:
    """A node's last weeks; `emphasis` is the region or node drawn strong."""
    rows = desk.scores.series(region, node, weeks=weeks)
    return Line(name, tuple(point(row) for row in rows), emphasis in {region, node} and emphasis != "")


def point(row: ScoreRow) -> Point:
    """A score row as a point on its Sunday."""
    return Point(Week.parse(row.week).sunday, row.score, row.low, row.high, row.coverage)


def regional_line(desk: Desk, *, weeks: int) -> Line:
    """The regional mean; weeks with too little coverage are gaps."""
    history = desk.given.assessment.regional[-weeks:]
    points = tuple(
        Point(Week.parse(r.week).sunday, r.score, r.low, r.high, "full" if r.score is not None else "none")
        for r in history
    )
    return Line(desk.given.meta.region_name, points, True)


def n_points(lines: Sequence[Line]) -> int:
    """Points that carry a score."""
    return sum(p.score is not None for line in lines for p in line.points)


BAR_NAMES, LEAST_POINTS = 5, 0.5


def contribution_figure(
    desk: Desk, rows: Sequence[tuple[str, Sequence[Part], str]], *, figure_id: str, words: str
) -> FigureSpec | None:
    """Stacked contributions by country, titled after the first; `words` opens the keys of subtitle and alt text."""
    bars = stacked(desk, rows)
    if not bars:
        return None
    parts = leaders(bars[0].segments, lambda segment: segment.points, tenths(desk))
    names = [desk.fact.noun("driver", segment.name).text for segment in parts]
    facts = [
        desk.fact.name("country", bars[0].label),
        listing(desk, "driver", names, names),
    ]
    return FigureSpec(
        id=figure_id,
        title=desk.book.write(f"{figure_id}_title", facts),
        subtitle=desk.book.text(f"{words}_subtitle"),
        alt=desk.book.write(f"{words}_alt", facts),
        source=week_source(desk),
        figure=BarsFigure(bars, desk.book.text("unit_points")),
        width_mm=84,
        height_mm=10,
    )


def stacked(desk: Desk, rows: Sequence[tuple[str, Sequence[Part], str]]) -> tuple[Bar, ...]:
    """One bar a row (label, parts, value) over at most five named parts, others folded; none where all are under 0.5.

    Names are the parts that weigh most over all rows, so that one legend serves every bar.
    """
    weight: dict[str, float] = {}
    for _, parts, _ in rows:
        for part, points in parts:
            weight[part] = weight.get(part, 0.0) + abs(points)
    rows = [row for row in rows if any(abs(points) >= LEAST_POINTS for _, points in row[1])]
    named = sorted(weight, key=lambda part: (-weight[part], part))[:BAR_NAMES]
    return tuple(Bar(label, _segments(desk, dict(parts), named), value) for label, parts, value in rows)


def _segments(desk: Desk, parts: dict[str, float], named: Sequence[str]) -> tuple[Segment, ...]:
    own = sorted(((n, parts[n]) for n in named if n in parts), key=lambda p: (-p[1], p[0]))
    segments = [Segment(desk.node_name(name), round(points, 3)) for name, points in own if round(points, 1)]
    rest = round(sum(points for name, points in parts.items() if name not in named), 3)
    return (*segments, Segment(desk.book.text("other_indicators"), rest)) if round(rest, 1) else tuple(segments)
