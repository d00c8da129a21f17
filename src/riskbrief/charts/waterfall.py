"""What moved a score from one week to the next: a bar a step, rising red, falling blue and hatched."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from matplotlib.axes import Axes

from riskbrief.charts.axis import SCORES, level_bands
from riskbrief.charts.bars import AXIS_MM, BAR_MM, LABEL_PT, PROTECTIVE
from riskbrief.charts.labels import text_width
from riskbrief.charts.style import INK, LEVELS, MUTED, NAVY, Sheet, shorten
from riskbrief.figures import Segment, WaterfallFigure

NAME_LETTERS, NAMES_SHARE = 34, 0.46  # of a step's name; of the sheet, that names may take
HEIGHT = 0.62  # of a row, that its bar takes
ROOM, INSIDE = 82, 92  # the score from which a step's value stands left of it, and a whole score's inside its bar
RISING, WHOLE = {"color": LEVELS[3]}, {"color": NAVY}


def draw_waterfall(page: Sheet, figure: WaterfallFigure, language: str) -> None:
    """First and last bar stand on zero, each between where the one above ended; the sheet grows with the steps."""
    bars = [figure.start, *figure.steps, figure.end]
    page.grow(AXIS_MM - 3 + BAR_MM * len(bars))
    most = int(page.width * NAMES_SHARE / text_width("x", LABEL_PT))
    names = [shorten(bar.name, min(NAME_LETTERS, most)) for bar in bars]
    axes = page.axes(max(text_width(name, LABEL_PT) for name in names) + 3, AXIS_MM - 3, 2, 0.5)
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
    axes.set_yticks(range(len(bars)), names, fontsize=LABEL_PT, color=INK)
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
