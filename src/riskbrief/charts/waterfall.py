"""What moved a score from one week to the next: a bar a step, rising red, falling blue and hatched."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from matplotlib.axes import Axes

from riskbrief.charts.axis import SCORES, level_bands
from riskbrief.charts.bars import AXIS_MM, BAR_MM, LABEL_GAP_MM, LABEL_PT, PROTECTIVE
from riskbrief.charts.fitting import in_lines, width
from riskbrief.charts.style import INK, LEVELS, MUTED, NAVY, Sheet
from riskbrief.figures import Segment, WaterfallFigure

NAMES_SHARE, TWO_LINES_MM = 0.46, 6.6  # of the sheet, that names may take; height of a row where one has two lines
HEIGHT = 0.62  # of a row, that its bar takes
ROOM, INSIDE = 82, 92  # the score from which a step's value stands left of it, and a whole score's inside its bar
RISING, WHOLE = {"color": LEVELS[3]}, {"color": NAVY}


def draw_waterfall(page: Sheet, figure: WaterfallFigure, language: str) -> None:
    """First and last bar stand on zero, each between where the one above ended; the sheet grows with the steps."""
    bars = [figure.start, *figure.steps, figure.end]
    names = [in_lines(bar.name, page.width * NAMES_SHARE, LABEL_PT) for bar in bars]
    page.grow(AXIS_MM - 3 + (BAR_MM if max(map(len, names)) == 1 else TWO_LINES_MM) * len(bars))
    left = max(width(line, LABEL_PT) for lines in names for line in lines) + LABEL_GAP_MM
    axes = page.axes(left, AXIS_MM - 3, 2, 0.5)
    level_bands(axes, "horizontal")
    axes.set_xlim(0, 100)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    reached = 0.0
    for row, bar in enumerate(bars):
        whole = row in {0, len(bars) - 1}
        points = f"{bar.points:.0f}" if whole else _signed(bar.points, language)
        reached = _bar(axes, row, bar, 0.0 if whole else reached, points, whole=whole)
        if row < len(bars) - 1:
            axes.plot([reached, reached], [row, row + 1], color=MUTED, linewidth=0.6, zorder=2)
    axes.set_yticks(range(len(bars)), ["\n".join(n) for n in names], fontsize=LABEL_PT, color=INK, linespacing=1)
    axes.set_xticks(SCORES, [str(score) for score in SCORES], fontsize=6.8)
    axes.spines["left"].set_visible(False)


def _bar(axes: Axes, row: int, bar: Segment, start: float, points: str, *, whole: bool) -> float:
    """One bar with its points beside it; where it ends on the axis."""
    end = start + bar.points
    look: dict[str, Any] = WHOLE if whole else RISING if bar.points >= 0 else PROTECTIVE
    axes.barh(row, bar.points, left=start, height=HEIGHT, edgecolor="white", linewidth=0.5, zorder=3, **look)
    right = max(start, end) < (INSIDE if whole else ROOM)
    axes.annotate(
        points,
        (max(start, end) if right or whole else min(start, end), row), xytext=(3 if right else -3, 0),
        textcoords="offset points", fontsize=LABEL_PT, weight="semibold", ha="left" if right else "right",
        va="center_baseline", zorder=4, color="#FFFFFF" if whole and not right else INK,
    )  # fmt: skip
    return end


def _signed(points: float, language: str) -> str:
    """
    >>> _signed(3.2, "en"), _signed(-3.2, "fr")
    ('+3.2', '−3,2')
    """
    return str(format_decimal(points, "+0.0;\u22120.0", locale=language))
