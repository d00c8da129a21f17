"""Axes shared by charts: the five level bands, the fixed 0-100 scale, days in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from babel.dates import format_date
from matplotlib.axes import Axes

from riskbrief.charts.style import LEVEL_STEP, LEVELS, MUTED, plain

BAND_OPACITY = 0.34
LOCALES = {"en": "en_GB"}  # days as the sentences print them
SCORES = (0, 20, 40, 60, 80, 100)


def level_bands(axes: Axes, direction: str = "vertical") -> None:
    """Colour the five levels behind a score axis, which runs up (`vertical`) or rightwards (`horizontal`)."""
    span = axes.axhspan if direction == "vertical" else axes.axvspan
    for index, colour in enumerate(LEVELS):
        span(index * LEVEL_STEP, (index + 1) * LEVEL_STEP, color=colour, alpha=BAND_OPACITY, linewidth=0, zorder=0)


def level_words(axes: Axes, names: Sequence[str], x: float, size: float = 6.4) -> None:
    """Number and word of each level beside its band; `x` in axis shares."""
    for index, name in enumerate(names):
        axes.text(
            x, index * LEVEL_STEP + LEVEL_STEP / 2, f"{index + 1} {plain(name)}", transform=axes.get_yaxis_transform(),
            fontsize=size, color=MUTED, ha="left", va="center",
        )  # fmt: skip


def score_axis(axes: Axes, size: float = 7) -> None:
    """The vertical axis of a score: always 0-100, marked at the level limits."""
    axes.set_ylim(0, 100)
    axes.set_yticks(SCORES, [str(s) for s in SCORES], fontsize=size)
    axes.spines["left"].set_visible(False)


def day_number(day: date) -> float:
    """Position of a day on a time axis."""
    return float(day.toordinal())


def short_day(day: date, language: str) -> str:
    """Day and month, such as 22 Sep or 22 sept."""
    return str(format_date(day, "d MMM", locale=LOCALES.get(language, language)))


def weekday(day: date, language: str) -> str:
    """Weekday and day, such as Mon 16 or lun. 16."""
    return str(format_date(day, "EEE d", locale=language))


def time_axis(axes: Axes, first: date, last: date, language: str, *, ticks: int, size: float = 7) -> None:
    """Time from `first` to `last` with about `ticks` months named (year shown where it starts)."""
    axes.set_xlim(day_number(first) - 3, day_number(last) + 3)
    marks = _months(first, last, ticks) or [first, last]
    names = [format_date(d, "MMM y" if d.month == 1 else "MMM", locale=language) for d in marks]
    axes.set_xticks([day_number(d) for d in marks], names, fontsize=size)


def _months(first: date, last: date, ticks: int) -> list[date]:
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13)]
    inside = [d for d in months if first <= d <= last - timedelta(days=3)]
    step = max(1, -(-len(inside) // max(ticks, 1)))
    return inside[::step]
