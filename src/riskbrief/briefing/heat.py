"""The levels of a quarter: every country of the panel by week, thin weeks as outlines, weeks without a level empty."""

from __future__ import annotations

from riskbrief.briefing.desk import Desk
from riskbrief.document import FigureSpec
from riskbrief.figures import HeatCell, HeatFigure

WEEKS, FEWEST = 13, 4  # columns; weeks of history under which there is no table yet


def heat(desk: Desk) -> FigureSpec | None:
    """None before the fourth week in which a country was assessed."""
    rows = tuple((s.name, _cells(desk, s.region_id)) for s in desk.standings)
    known = {cell.day for _, cells in rows for cell in cells if cell.level is not None}
    if len(known) < FEWEST:
        return None
    first = min(known)
    rows = tuple((name, tuple(c for c in cells if c.day >= first)) for name, cells in rows)
    ends = [(cells[0].level, cells[-1].level) for _, cells in rows]
    pairs = [(then, now) for then, now in ends if then is not None and now is not None]
    facts = [
        desk.fact.number("weeks", len(rows[0][1]) - 1),
        desk.fact.number("higher", sum(now > then for then, now in pairs)),
        desk.fact.number("lower", sum(now < then for then, now in pairs)),
        desk.fact.number("same", sum(now == then for then, now in pairs)),
        desk.fact.number("n", len(desk.given.articles)),
    ]
    return FigureSpec(
        id="heat",
        title=desk.book.write("heat_title", facts),
        subtitle=desk.book.text("heat_subtitle"),
        alt=f"{desk.book.write('heat_alt', facts)} {_told(desk, rows)}.",
        source=desk.book.write("source_articles", facts),
        figure=HeatFigure(rows, desk.fact.levels),
        width_mm=84,
        height_mm=10,
    )


def _cells(desk: Desk, region: str) -> tuple[HeatCell, ...]:
    """One cell for each week of the quarter, also where the score table has no row."""
    weeks = [desk.given.week.shift(back) for back in range(1 - WEEKS, 1)]
    rows = {row.week: row for row in desk.scores.series(region, "index", weeks=WEEKS)}
    found = [(week.sunday, rows.get(str(week))) for week in weeks]
    return tuple(
        HeatCell(day, row.level, row.coverage) if row is not None and row.score is not None else HeatCell(day, None)
        for day, row in found
    )


def _told(desk: Desk, rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]) -> str:
    """Each country's first and last level, and in how many weeks it had none."""
    texts = []
    for name, cells in rows:
        missing = sum(cell.level is None for cell in cells)
        facts = [
            desk.fact.name("country", name),
            desk.fact.name("was", _level(cells[0])),
            desk.fact.name("now", _level(cells[-1])),
            desk.fact.number("missing", missing),
        ]
        texts.append(desk.book.write("heat_row_missing" if missing else "heat_row", facts))
    return "; ".join(texts)


def _level(cell: HeatCell) -> str:
    return "–" if cell.level is None else str(cell.level)
