"""What moved the country that moved most: its score of last week, indicator by indicator, to this week's."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.drivers import Drivers, Part
from riskbrief.briefing.leading import leaders, nouns, tenths
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.standings import Standing
from riskbrief.briefing.volume import week_source
from riskbrief.document import Fact, FigureSpec
from riskbrief.figures import Segment, WaterfallFigure
from riskbrief.periods import Week

STEPS, LEAST = 5, 0.05  # named steps at most; points under which a step prints as none
CALLED = ("Deteriorated", "Improved")  # a change beyond the noise (B.19)


def waterfall(desk: Desk) -> FigureSpec | None:
    """Of the largest change that is called one; None in a week without."""
    called = [(s, s.previous, s.row) for s in desk.assessed if s.label in CALLED]
    pairs = [(s, then, now) for s, then, now in called if then and now and then.score is not None]
    if not pairs:
        return None
    s, then, now = max(pairs, key=lambda p: (abs(_between(p[1], p[2])), p[0].region_id))
    if setter := now.setter or then.setter:
        kind = "floor" if now.setter else "floor_gone"
        step = Segment(desk.book.write(f"waterfall_{kind}", [_driver(desk, [setter])]), _between(then, now))
        return _figure(desk, s, (then, now), [step], kind=f"_{kind}", facts=[_driver(desk, [setter])])
    moved = _moves(desk, s.region_id)
    sign = 1 if _between(then, now) >= 0 else -1
    first = leaders([m for m in moved if sign * m[1] > 0], lambda m: sign * m[1], tenths(desk))
    facts = [_driver(desk, [node for node, _ in first]), desk.fact.points("points", first[0][1] if first else 0.0)]
    return _figure(desk, s, (then, now), _steps(desk, moved), kind="", facts=facts) if first else None


def _between(then: ScoreRow, now: ScoreRow) -> float:
    return (now.score or 0.0) - (then.score or 0.0)


def _driver(desk: Desk, nodes: Sequence[str]) -> Fact:
    return nouns(desk, "driver", nodes)


def _moves(desk: Desk, region: str) -> list[Part]:
    """Indicators by the points they moved the score, those that raised it most first."""
    then = dict(Drivers(desk.given.contributions, desk.given.week.shift(-1)).leaves(region))
    now = dict(desk.drivers.leaves(region))
    moved = [(node, now.get(node, 0.0) - then.get(node, 0.0)) for node in {**now, **then}]
    return sorted((m for m in moved if abs(m[1]) >= LEAST), key=lambda m: (-m[1], m[0]))


def _steps(desk: Desk, moved: Sequence[Part]) -> list[Segment]:
    """The largest steps, in the order given."""
    largest = {node for node, _ in sorted(moved, key=lambda m: (-abs(m[1]), m[0]))[:STEPS]}
    return [Segment(desk.node_name(node), round(points, 3)) for node, points in moved if node in largest]


def _figure(
    desk: Desk, s: Standing, ends: tuple[ScoreRow, ScoreRow], steps: list[Segment], *, kind: str, facts: list[Fact]
) -> FigureSpec:
    """What no named step explains stands in the last, so that the steps lead from one score to the other."""
    change = _between(*ends)
    rest = round(change - fsum(step.points for step in steps), 3)
    if abs(rest) >= LEAST:
        steps = [*steps, Segment(desk.book.text("other_indicators"), rest)]
    facts = [
        *facts,
        desk.fact.region("country", s.region_id),
        desk.fact.points("change", change),
        desk.fact.phrase("label", f"change.{s.label}"),
    ]
    told = "; ".join(f"{step.name} {desk.book.printer.signed(step.points)}" for step in steps)
    return FigureSpec(
        id="waterfall",
        title=desk.book.write(f"waterfall_title{kind}", facts),
        subtitle=desk.book.text("waterfall_subtitle"),
        alt=f"{desk.book.write('waterfall_alt', facts)} {told}.",
        source=week_source(desk),
        figure=WaterfallFigure(_end(desk, ends[0]), tuple(steps), _end(desk, ends[1])),
        width_mm=84,
        height_mm=10,
    )


def _end(desk: Desk, row: ScoreRow) -> Segment:
    day = desk.fact.day("day", Week.parse(row.week).sunday)
    return Segment(desk.book.write("waterfall_week", [day]), round(row.score or 0.0, 3))
