"""Levels by country and week: colour and number in each cell, an outline where coverage was thin, a dot where none."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from riskbrief.charts.axis import short_day
from riskbrief.charts.bars import draw_key
from riskbrief.charts.fitting import fitted, width
from riskbrief.charts.keys import KEY_ROW_MM, key_rows
from riskbrief.charts.style import FAINT, INK, LEVEL_INK, LEVELS, MUTED, Sheet
from riskbrief.figures import HeatFigure

ROW_PT, CELL_PT, DAY_PT = 7.2, 6.4, 6.6
ROW_MM, FOOT_MM, NAMES_MM = 3.5, 4.6, 30.0  # of a row, under the rows, for names
DAY_MM = 11.0  # room for one date under the columns
FRAME = 0.86  # of a cell, that its square takes
OUTLINES = ("#B5A66B", "#C08F2B", *LEVELS[2:])  # a pale level's outline is darker than its fill


def draw_heat(page: Sheet, figure: HeatFigure, language: str) -> None:
    """A row a country, a column a week; the sheet grows to the height that rows and key need."""
    names = [f"{n} {name}" for n, name in enumerate(figure.level_names, start=1)]
    key_mm = KEY_ROW_MM * len(key_rows(names, page.width)) if names else 0.0
    page.grow(ROW_MM * max(len(figure.rows), 1) + FOOT_MM + key_mm)
    rows = [fitted(name, NAMES_MM, ROW_PT) for name, _ in figure.rows]
    left = max((width(row, ROW_PT) for row in rows), default=8) + 2
    axes = page.axes(left, FOOT_MM, 4, key_mm)
    weeks = [cell.day for cell in figure.rows[0][1]] if figure.rows else []
    axes.set_xlim(-0.5, max(len(weeks), 1) - 0.5)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    _squares(axes, figure)
    axes.set_yticks(range(len(rows)), rows, fontsize=ROW_PT, color=INK)
    step = max(1, -(-len(weeks) // max(int((page.width - left - 4) / DAY_MM), 1)))
    shown = range(len(weeks) - 1, -1, -step)  # the newest week is always named
    axes.set_xticks(shown, [short_day(weeks[n], language) for n in shown], fontsize=DAY_PT, color=MUTED)
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    if names:
        draw_key(page, list(zip(names, ({"color": colour} for colour in LEVELS), strict=True)), top=0)


def _squares(axes: Axes, figure: HeatFigure) -> None:
    """A filled square with its number; an outline where thin, a faint dot where nothing is known."""
    alike: dict[tuple[int, bool], list[Outline]] = {}
    for row, (_, cells) in enumerate(figure.rows):
        for column, cell in enumerate(cells):
            if cell.level is None:
                continue
            thin = cell.coverage != "full"
            alike.setdefault((cell.level, thin), []).append(_square(column, row))
            ink = INK if thin else LEVEL_INK[cell.level - 1]
            axes.text(
                column, row, str(cell.level), fontsize=CELL_PT, color=ink, ha="center", va="center_baseline", zorder=3
            )
    for (level, thin), squares in alike.items():
        axes.add_artist(PathPatch(Outline.make_compound_path(*squares), zorder=2, **_look(level, thin=thin)))
    unknown = [(x, y) for y, (_, cells) in enumerate(figure.rows) for x, c in enumerate(cells) if c.level is None]
    if unknown:
        axes.plot(*zip(*unknown, strict=True), ".", markersize=1.6, color=MUTED, zorder=1)


def _square(column: int, row: int) -> Outline:
    half = FRAME / 2
    left, right, low, high = column - half, column + half, row - half, row + half
    return Outline([(left, low), (right, low), (right, high), (left, high), (left, low)], closed=True)


def _look(level: int, *, thin: bool) -> dict[str, Any]:
    if thin:
        return {"facecolor": "white", "edgecolor": OUTLINES[level - 1], "linestyle": (0, (2, 1)), "linewidth": 0.7}
    return {"facecolor": LEVELS[level - 1], "edgecolor": FAINT, "linestyle": "solid", "linewidth": 0.3}
