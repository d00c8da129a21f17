"""Weekly scores as lines: one trend with its band, or small panels side by side (method A.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from matplotlib.axes import Axes

from riskbrief.charts.axis import day_number, level_bands, level_words, score_axis, short_day, time_axis
from riskbrief.charts.fitting import fitted, in_lines, width
from riskbrief.charts.keys import KEY_LETTERS, KEY_PT, KEY_ROW_MM, SAMPLE_MM, key_rows
from riskbrief.charts.notes import NOTE_ROW_MM, draw_notes, stacked
from riskbrief.charts.style import INK, MUTED, NAVY, SERIES, Sheet, bare, plain, shorten
from riskbrief.figures import Line, MultiplesFigure, Point, TrendFigure

LEFT_MM, NAMES_MM, MONTH_MM = 6.5, 17.0, 12.5  # room for scores, level names and the name of a month
LINE_MM = 4.0  # of a line in the key
PANEL_GAP_MM, PANEL_TITLE_MM, PANEL_LINE_MM = 5.0, 6.0, 3.2
TITLE_PT, VALUE_MM, KEY_FOOT_MM = 8.0, 4.0, 2.3  # of a panel: its title, room for its score; the key from the foot
MAX_COLUMNS = 4
ENDS: tuple[Literal["left", "right"], ...] = ("left", "right")  # how the two dates under a panel are aligned
LineStyle = str | tuple[int, tuple[float, ...]]
STYLES: tuple[LineStyle, ...] = (
    "solid", (0, (4, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)), (0, (2.5, 1)), (0, (8, 2))
)  # fmt: skip


def draw_trend(page: Sheet, figure: TrendFigure, language: str) -> None:
    """Lines on level bands, with interval, hollow thin weeks, gaps where nothing is known, events and method breaks."""
    days = [p.day for line in figure.lines for p in line.points] or [d for d, _ in figure.notes] or [date(2000, 1, 2)]
    right = NAMES_MM if figure.level_names else 3.0
    span = (min(days), max(days))
    notes = stacked(figure.notes, span, width_mm=page.width - LEFT_MM - right, beyond_mm=right - 1)
    key = key_rows([line.name for line in _in_order(figure.lines)], page.width)
    key_mm = KEY_ROW_MM * len(key) if len(figure.lines) > 1 else 0.0
    axes = page.axes(LEFT_MM, 5.5, right, 1.5 + key_mm + NOTE_ROW_MM * (1 + max((n.row for n in notes), default=-1)))
    level_bands(axes)
    level_words(axes, figure.level_names, 1.012)
    _draw_lines(axes, figure.lines)
    for day in figure.breaks:
        axes.axvline(day_number(day), color=MUTED, linewidth=0.8, dashes=(3, 2), zorder=2)
    score_axis(axes)
    time_axis(axes, *span, language, ticks=int((page.width - LEFT_MM - right) / MONTH_MM))
    draw_notes(page, axes, notes)
    if key_mm:
        _key(page, [shorten(line.name, KEY_LETTERS) for line in _in_order(figure.lines)], key, top=2.2)


def _draw_lines(axes: Axes, lines: Sequence[Line], *, scale: float = 1.0) -> None:
    strong = [_strongest(lines)] if lines else []
    others = [line for line in lines if line not in strong]
    for index, line in enumerate(others):
        _weeks(
            axes,
            line.points,
            colour=SERIES[1 + index % 5],
            width=0.9 * scale,
            style=STYLES[1 + index % 5],
            size=2.0 * scale,
        )
    for line in strong:
        _interval(axes, line.points)
        _weeks(axes, line.points, colour=INK, width=1.7 * scale, style=STYLES[0], size=3.2 * scale)
        _last(axes, line.points)


def _interval(axes: Axes, points: Sequence[Point]) -> None:
    for run in _runs(points):
        banded = [(day_number(p.day), p.low, p.high) for p in run if p.low is not None and p.high is not None]
        days, lows, highs = ([row[i] for row in banded] for i in range(3))
        axes.fill_between(days, lows, highs, color=NAVY, alpha=0.2, linewidth=0, zorder=3)


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    """Stretches of neighbouring known weeks: a gap is never bridged."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.score is None or point.coverage == "none":
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _known(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    pairs = [(day_number(p.day), p.score) for p in points if p.score is not None]
    return [day for day, _ in pairs], [score for _, score in pairs]


def _weeks(axes: Axes, points: Sequence[Point], *, colour: str, width: float, style: LineStyle, size: float) -> None:
    for run in _runs(points):
        axes.plot(*_known(run), color=colour, linewidth=width, linestyle=style, zorder=4)
        if len(run) == 1:
            axes.plot(*_known(run), "o", markersize=size * 0.7, color=colour, zorder=4)
    thin = [p for p in points if p.coverage == "thin"]
    axes.plot(*_known(thin), "o", markersize=size, mfc="white", mec=colour, mew=0.7, linestyle="none", zorder=5)


def _last(axes: Axes, points: Sequence[Point]) -> None:
    """A dot on the newest week, if it is known."""
    newest = points[-1:] if points and points[-1].coverage != "none" else ()
    face = "white" if any(p.coverage == "thin" for p in newest) else INK
    axes.plot(*_known(newest), "o", markersize=4.4, mfc=face, mec=INK, mew=0.9, zorder=6)


def _key(page: Sheet, names: Sequence[str], rows: Sequence[Sequence[int]], *, top: float, left: float = 0.5) -> None:
    """Samples with names, the first of the strong line; `top` millimetres below the upper edge."""
    axes = bare(page.axes(0, 0, 0, 0))
    axes.set(xlim=(0, page.width), ylim=(0, page.height))
    for number, row in enumerate(rows):
        x, y = left, page.height - top - KEY_ROW_MM * number
        for index in row:
            colour, style = (
                (INK, STYLES[0]) if index == 0 else (SERIES[1 + (index - 1) % 5], STYLES[1 + (index - 1) % 5])
            )
            axes.plot([x, x + LINE_MM], [y, y], color=colour, linewidth=1.0 if index else 1.7, linestyle=style)
            axes.text(x + LINE_MM + 1, y, names[index], fontsize=KEY_PT, color=INK, va="center_baseline")
            x += SAMPLE_MM + width(names[index], KEY_PT)


def _in_order(lines: Sequence[Line]) -> list[Line]:
    strong = _strongest(lines) if lines else None
    return [line for line in lines if line is strong] + [line for line in lines if line is not strong]


def _strongest(lines: Sequence[Line]) -> Line:
    return next((line for line in lines if line.emphasis), lines[0])


def draw_multiples(page: Sheet, figure: MultiplesFigure, language: str) -> None:
    """Panels on one score axis and one time axis, so that heights compare."""
    columns = min(MAX_COLUMNS, max(len(figure.panels), 1))
    rows = -(-max(len(figure.panels), 1) // columns)
    alone = columns == 1 or len(figure.panels[0][1]) == 1  # no room for a key, or no need
    days = [p.day for _, lines in figure.panels for line in lines for p in line.points] or [date(2000, 1, 2)]
    wide = (page.width - LEFT_MM - 2 - PANEL_GAP_MM * (columns - 1)) / columns
    titles = [in_lines(title, wide - VALUE_MM, TITLE_PT) for title, _ in figure.panels]
    title_mm = PANEL_TITLE_MM + PANEL_LINE_MM * (max((len(lines) for lines in titles), default=1) - 1)
    height = (page.height - 5 - title_mm * rows) / rows
    for index, (_, lines) in enumerate(figure.panels):
        row, column = divmod(index, columns)
        left, top = LEFT_MM + column * (wide + PANEL_GAP_MM), title_mm + row * (height + title_mm)
        axes = page.axes(left, page.height - top - height, page.width - left - wide, top)
        _panel(axes, "\n".join(titles[index]), lines)
        axes.set_xlim(day_number(min(days)) - 3, day_number(max(days)) + 3)
        if column:
            axes.set_yticklabels([])
        _ends(axes, (min(days), max(days)) if row == rows - 1 and (alone or not column) else (), language)
    if not alone:
        _panel_key(page, figure, left=LEFT_MM + wide + PANEL_GAP_MM)


def _panel_key(page: Sheet, figure: MultiplesFigure, *, left: float) -> None:
    """Which line is which, in the row of the dates, which stand under the first panel only."""
    names = [plain(line.name) for line in _in_order(figure.panels[0][1])]
    room = page.width - left - SAMPLE_MM * len(names)
    if sum(width(name, KEY_PT) for name in names) > room:
        names = [fitted(name, room / len(names), KEY_PT) for name in names]
    _key(page, names, [range(len(names))], top=page.height - KEY_FOOT_MM, left=left)


def _panel(axes: Axes, title: str, lines: Sequence[Line]) -> None:
    level_bands(axes)
    _draw_lines(axes, lines, scale=0.8)
    newest = _strongest(lines).points[-1:] if lines else ()
    for score in (p.score for p in newest if p.score is not None):
        axes.text(1, 1.03, f"{score:.0f}", transform=axes.transAxes, ha="right", weight="semibold")
    axes.set_title(title, fontsize=TITLE_PT, weight="semibold", loc="left", pad=2.5, linespacing=1.05)
    score_axis(axes, 6.4)


def _ends(axes: Axes, days: Sequence[date], language: str) -> None:
    axes.set_xticks([day_number(d) for d in days], [short_day(d, language) for d in days], fontsize=6.4)
    for label, side in zip(axes.get_xticklabels(), ENDS, strict=False):
        label.set_horizontalalignment(side)
