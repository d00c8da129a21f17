"""One score on the five level bands."""

from __future__ import annotations

from matplotlib.axes import Axes

from riskbrief.charts.fitting import fitted, width
from riskbrief.charts.style import INK, LEVEL_INK, LEVEL_STEP, LEVELS, MUTED, NAVY, Sheet, bare, level_of, plain
from riskbrief.figures import GaugeFigure

BAND_TOP, BAND_BOTTOM = 0.58, 0.27
SIDE_MM, NAME_PT, NAME_GAP_MM = 2.0, 7.0, 1.5


def draw_gauge(page: Sheet, figure: GaugeFigure, language: str) -> None:
    """Score with interval above its bands, last week's score hollow, the panel's maximum marked below."""
    axes = bare(page.axes(SIDE_MM, 0.5, SIDE_MM, 0.5))
    axes.set_xlim(0, 100)
    axes.set_ylim(0, 1)
    present = level_of(figure.score) if figure.score is not None else 0
    _bands(axes, figure, present)
    if figure.score is not None:
        _interval(axes, figure)
        _score(axes, figure.score)
    if figure.maximum is not None:
        axes.plot([figure.maximum], [BAND_BOTTOM - 0.05], "^", markersize=4, color=MUTED, clip_on=False)
        side = "right" if figure.maximum > 60 else "left"
        free = (figure.maximum if side == "right" else 100 - figure.maximum) / 100 * (page.width - 2 * SIDE_MM)
        score = f" {figure.maximum:.0f}"
        text = (fitted(figure.maximum_name, free - NAME_GAP_MM - width(score, NAME_PT), NAME_PT) + score).strip()
        shift = -1.6 if side == "right" else 1.6
        axes.text(figure.maximum + shift, BAND_BOTTOM - 0.15, text, fontsize=NAME_PT, color=MUTED, ha=side, va="center")


def _bands(axes: Axes, figure: GaugeFigure, present: int) -> None:
    for index, colour in enumerate(LEVELS):
        left, here = index * LEVEL_STEP, index + 1 == present
        axes.barh(
            (BAND_TOP + BAND_BOTTOM) / 2,
            LEVEL_STEP - 0.5,
            left=left + 0.25,
            height=BAND_TOP - BAND_BOTTOM,
            color=colour,
        )
        name = plain(figure.level_names[index]) if index < len(figure.level_names) else ""
        axes.text(
            left + LEVEL_STEP / 2, (BAND_TOP + BAND_BOTTOM) / 2 - 0.015, f"{index + 1} {name}".strip(), ha="center",
            va="center_baseline", fontsize=7, color=LEVEL_INK[index], weight="semibold" if here else "normal",
        )  # fmt: skip


def _interval(axes: Axes, figure: GaugeFigure) -> None:
    if figure.low is not None and figure.high is not None:
        y = BAND_TOP + 0.13
        axes.plot([figure.low, figure.high], [y, y], color=INK, linewidth=1.3, solid_capstyle="butt")
        for end in (figure.low, figure.high):
            axes.plot([end, end], [y - 0.05, y + 0.05], color=INK, linewidth=0.9)
    if figure.previous is not None:
        axes.plot([figure.previous], [BAND_TOP + 0.13], "o", markersize=4.4, mfc="white", mec=MUTED, mew=0.9, zorder=3)


def _score(axes: Axes, score: float) -> None:
    axes.plot([score], [BAND_TOP + 0.13], "o", markersize=5.6, mfc=NAVY, mec="white", mew=0.7, zorder=4)
    axes.text(
        score, BAND_TOP + 0.19, f"{score:.0f}", fontsize=9.5, weight="semibold", color=INK, ha="center", va="bottom"
    )
