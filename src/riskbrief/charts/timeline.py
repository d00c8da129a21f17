"""Events of a week by country and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from matplotlib.axes import Axes

from riskbrief.charts.axis import weekday
from riskbrief.charts.fitting import fitted, in_lines, width
from riskbrief.charts.style import FAINT, INK, LEVELS, NAVY, Sheet
from riskbrief.figures import Occurrence, TimelineFigure

ROW_PT, NUMBER_PT = 7.4, 6.4
CAPTION_PT, LEAST_MM, CAPTION_GAP_MM = 6.8, 14.0, 4.0  # of a caption; its least room; beside markers
NAMES_MM = 34.0
MARKER_MM = 4.4  # from one marker of a day to the next
SHAPES = {"violence": "o", "governance": "s", "international": "D", "information": "^"}
COLOURS = {"violence": LEVELS[3], "governance": NAVY, "international": "#2B6CA3", "information": "#7A5C86"}


def draw_timeline(page: Sheet, figure: TimelineFigure, language: str) -> None:
    """A strip a country; the shape tells the kind, the size the severity, the number points into the event table."""
    rows = [fitted(row, NAMES_MM, ROW_PT) for row in figure.rows]
    left = max((width(row, ROW_PT) for row in rows), default=8) + 3
    axes = page.axes(left, 5, 2, 1)
    days = (figure.last - figure.first).days + 1
    axes.set_xlim(-0.5, days - 0.5)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    for row in range(len(rows)):
        axes.axhline(row, color=FAINT, linewidth=0.8, zorder=0)
    for day in range(days - 1):
        axes.axvline(day + 0.5, color=FAINT, linewidth=0.5, zorder=0)
    _place(axes, figure, days=days, day_mm=(page.width - left - 2) / days)
    axes.set_yticks(range(len(rows)), rows, fontsize=ROW_PT, color=INK)
    names = [weekday(figure.first + timedelta(days=d), language) for d in range(days)]
    axes.set_xticks(range(days), names, fontsize=6.8)
    axes.spines["left"].set_visible(False)


def _place(axes: Axes, figure: TimelineFigure, *, days: int, day_mm: float) -> None:
    cells: dict[tuple[int, int], list[Occurrence]] = defaultdict(list)
    for occurrence in figure.occurrences:
        day = (occurrence.day - figure.first).days
        if occurrence.row in figure.rows and figure.first <= occurrence.day <= figure.last:
            cells[day, figure.rows.index(occurrence.row)].append(occurrence)
    for (day, row), together in sorted(cells.items()):
        _cell(axes, day, row, together, step=MARKER_MM / day_mm)
        if len(together) == 1 and together[0].text:
            ends = [d * day_mm - MARKER_MM * len(cells[d, r]) / 2 for d, r in cells if r == row and d > day]
            free = min(ends, default=(days - 0.5) * day_mm) - day * day_mm
            _caption(axes, day, row, together[0].text, free_mm=free - CAPTION_GAP_MM)


def _cell(axes: Axes, day: int, row: int, together: Sequence[Occurrence], *, step: float) -> None:
    """Events of one day and country side by side, the largest first."""
    ordered = sorted(together, key=lambda o: (-o.size, o.number))
    step = min(step, 0.9 / len(ordered))
    for index, occurrence in enumerate(ordered):
        x = day + (index - (len(ordered) - 1) / 2) * step
        size = 8.6 + 3.4 * min(max(occurrence.size, 0), 1) if occurrence.number else 4.6
        axes.plot(
            [x], [row], SHAPES[occurrence.kind], markersize=size, mfc=COLOURS[occurrence.kind], mec="white", mew=0.6,
            zorder=3,
        )  # fmt: skip
        if occurrence.number:
            lower = -1.2 if occurrence.kind == "information" else 0
            axes.annotate(
                str(occurrence.number), (x, row), xytext=(0, lower), textcoords="offset points", fontsize=NUMBER_PT,
                color="white", weight="semibold", ha="center", va="center_baseline", zorder=4,
            )  # fmt: skip


def _caption(axes: Axes, day: int, row: int, text: str, *, free_mm: float) -> None:
    """What a lone event was, in the free days behind it; with less than a few words' room the number must do."""
    lines = in_lines(text, free_mm, CAPTION_PT, most=1 if width(text, CAPTION_PT) <= free_mm else 2)
    if free_mm >= LEAST_MM:
        axes.annotate(
            "\n".join(lines), (day, row), xytext=(9, 0), textcoords="offset points", fontsize=CAPTION_PT,
            color=INK, ha="left", va="center_baseline" if len(lines) == 1 else "center", zorder=2, linespacing=0.86,
            bbox={"facecolor": "#FFFFFFE6", "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip
