"""Stacked and diverging bars, and one bar cut into shares."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from riskbrief.charts.fitting import fitted, width
from riskbrief.charts.keys import KEY_LETTERS, KEY_PT, KEY_ROW_MM, SAMPLE_MM, key_rows
from riskbrief.charts.style import BLUE, FAINT, INK, LEVELS, SERIES, Sheet, bare, plain, shorten
from riskbrief.figures import Bar, BarsFigure, ShareFigure

LABEL_PT = 7.6
AXIS_MM, BAR_MM, SHARE_MM = 9.0, 4.4, 5.6
NAMES_SHARE, LABEL_GAP_MM = 0.42, 3.0  # of the sheet, that labels may take; between a label and its bar
INSIDE = 0.07  # of a bar, that a part must take to hold its number
PROTECTIVE = {"color": BLUE, "hatch": "/////"}
Looks = dict[str, dict[str, Any]]
SHARE_COLOURS = ("#12355B", "#41658C", "#7C9ABA", "#B7C8DA", "#D3DEE9", "#E9E3D3")
SHARE_INK = ("#FFFFFF", "#FFFFFF", INK, INK, INK, INK)


def draw_bars(page: Sheet, figure: BarsFigure, language: str) -> None:
    """Horizontal bars; parts below zero run leftwards, blue and hatched, because they protect.

    The sheet grows where key and bars need more height than asked for.
    """
    names = _segment_names(figure)
    key_mm = KEY_ROW_MM * len(key_rows(names, page.width)) + 0.5 if len(names) > 1 else 0.5
    page.grow(key_mm + AXIS_MM + BAR_MM * max(len(figure.bars), 1))
    labels = [fitted(bar.label, page.width * NAMES_SHARE - LABEL_GAP_MM, LABEL_PT) for bar in figure.bars]
    left = max((width(label, LABEL_PT) for label in labels), default=10) + LABEL_GAP_MM
    axes = page.axes(left, AXIS_MM, 9, key_mm)
    looks = {name: _look(index) for index, name in enumerate(names)}
    for row, bar in enumerate(figure.bars):
        _bar(axes, row, bar, looks)
    axes.set_ylim(max(len(labels), 1) - 0.45, -0.55)
    axes.set_yticks(range(len(labels)), labels, fontsize=LABEL_PT, color=INK)
    _zero_axis(axes, figure)
    if len(names) > 1:
        _key(page, names, looks, figure)


def _look(index: int) -> dict[str, Any]:
    """Colour of the n-th part; from the seventh on the same colours dotted."""
    return {"color": SERIES[index % len(SERIES)], "hatch": "...." if index >= len(SERIES) else None}


def _segment_names(figure: BarsFigure) -> list[str]:
    return list(dict.fromkeys(s.name for bar in figure.bars for s in bar.segments if s.name))


def _bar(axes: Axes, row: int, bar: Bar, looks: Looks) -> None:
    """The parts end to end with the bar's value behind them, or without one with each part's points inside it."""
    ends = {True: 0.0, False: 0.0}
    whole = sum(abs(s.points) for s in bar.segments)
    for segment in bar.segments:
        falls = segment.points < 0
        look = PROTECTIVE if falls else looks.get(segment.name, _look(0))
        axes.barh(
            row, segment.points, left=ends[falls], height=0.62, edgecolor="white", linewidth=0.5, zorder=2,
            **look,
        )  # fmt: skip
        if not bar.value and abs(segment.points) >= INSIDE * whole > 0:
            _inside(axes, row, ends[falls] + segment.points / 2, segment.points, look)
        ends[falls] += segment.points
    if bar.value:
        axes.annotate(
            plain(bar.value), (ends[False], row), xytext=(3, 0), textcoords="offset points", va="center_baseline",
            fontsize=LABEL_PT, weight="semibold",
        )  # fmt: skip


def _inside(axes: Axes, row: int, middle: float, points: float, look: dict[str, Any]) -> None:
    """A part's points in its middle."""
    ink = INK if look["color"] in LEVELS[:3] else "#FFFFFF"
    axes.annotate(  # digits have no descenders: a little up is the middle
        f"{abs(points):.0f}", (middle, row), xytext=(0, 0.8), textcoords="offset points", fontsize=KEY_PT, color=ink,
        weight="semibold", ha="center", va="center_baseline", zorder=3,
    )  # fmt: skip


def _zero_axis(axes: Axes, figure: BarsFigure) -> None:
    above = [sum(s.points for s in b.segments if s.points > 0) for b in figure.bars]
    below = [sum(s.points for s in b.segments if s.points < 0) for b in figure.bars]
    high, low = max([*above, 1.0]), min([*below, 0.0])
    axes.set_xlim(low * 1.08, high * 1.08)
    axes.axvline(0, color=INK, linewidth=0.8, zorder=3)
    axes.grid(axis="x", color=FAINT, linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=6, integer=True)
    if not figure.stacked:  # two measures back to back, both counted from zero
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    axes.tick_params(axis="x", labelsize=6.8)
    axes.set_xlabel(plain(figure.unit), fontsize=7, loc="left", labelpad=1.5)


def _key(page: Sheet, names: list[str], looks: Looks, figure: BarsFigure) -> None:
    protective = {s.name for bar in figure.bars for s in bar.segments if s.points < 0}
    draw_key(page, [(name, PROTECTIVE if name in protective else looks[name]) for name in names], top=0)


def draw_key(page: Sheet, entries: list[tuple[str, dict[str, Any]]], *, top: float) -> None:
    """Swatches with names, row by row, `top` millimetres below the upper edge."""
    paper: dict[str, Any] = {"transform": page.millimetres}
    for number, row in enumerate(key_rows([name for name, _ in entries], page.width)):
        x, y = 0.5, page.height - top - 2.2 - KEY_ROW_MM * number
        for name, look in (entries[index] for index in row):
            swatch = Rectangle((x, y - 1.1), 3, 2.2, facecolor=look["color"], hatch=look.get("hatch"), **paper)
            swatch.set(edgecolor="white", linewidth=0.3)
            page.figure.add_artist(swatch)
            text = shorten(name, KEY_LETTERS)
            page.figure.text(x + 4, y, text, fontsize=KEY_PT, color=INK, va="center_baseline", **paper)
            x += SAMPLE_MM + width(text, KEY_PT)


def draw_share(page: Sheet, figure: ShareFigure, language: str) -> None:
    """One bar; each part with its percentage inside where it fits, and a key of all names under it."""
    rows = key_rows([name for name, _ in figure.parts], page.width)
    page.grow(SHARE_MM + 1 + KEY_ROW_MM * len(rows))
    axes = bare(page.axes(0, 0, 0, 0))
    axes.set(xlim=(0, page.width), ylim=(0, page.height))
    left, middle = 0.0, page.height - SHARE_MM / 2
    for index, (_, share) in enumerate(figure.parts):
        wide, shade = share * page.width, min(index, len(SHARE_COLOURS) - 1)
        axes.barh(
            middle, wide, left=left, height=SHARE_MM, edgecolor="white", linewidth=0.7, color=SHARE_COLOURS[shade]
        )
        text = f"{int(100 * share + 0.5)}\u00a0%"
        if wide > width(text, KEY_PT) + 1:
            axes.text(
                left + wide / 2, middle, text, fontsize=KEY_PT + 0.5,
                color=SHARE_INK[shade], weight="semibold", ha="center", va="center_baseline",
            )  # fmt: skip
        left += wide
    shades = [{"color": SHARE_COLOURS[min(i, len(SHARE_COLOURS) - 1)]} for i in range(len(figure.parts))]
    draw_key(page, list(zip((name for name, _ in figure.parts), shades, strict=True)), top=SHARE_MM + 0.6)
