"""Dated notes above a time axis, in as many rows as they need not to touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matplotlib.axes import Axes

from riskbrief.charts.axis import day_number
from riskbrief.charts.fitting import fitted, width
from riskbrief.charts.style import INK, MUTED, Sheet

NOTE_PT, NOTE_ROW_MM = 6.6, 3.2
GAP_MM, INDENT_MM = 1.5, 0.7
PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.3}  # so that the lines of notes above pass behind


@dataclass(frozen=True)
class Note:
    """A note in its row (0 is lowest); it starts at its day, or ends there if there is more room before it."""

    day: date
    text: str
    row: int
    starts: bool


def stacked(
    notes: Sequence[tuple[date, str]], span: tuple[date, date], *, width_mm: float, beyond_mm: float = 0.0
) -> list[Note]:
    """Notes inside the span in order of day, each in the lowest row where it is clear of those before it.

    `beyond_mm` is free beside the chart, behind its last day.
    """
    days = max((span[1] - span[0]).days, 1)
    ends: list[float] = []
    placed = []
    for day, text in sorted(n for n in notes if span[0] <= n[0] <= span[1]):
        x = (day - span[0]).days / days * width_mm
        words = fitted(text, max(x, width_mm + beyond_mm - x) - INDENT_MM, NOTE_PT)
        long = width(words, NOTE_PT) + INDENT_MM
        starts = x + long <= width_mm + beyond_mm
        left = x if starts else x - long
        row = next((r for r, end in enumerate(ends) if end + GAP_MM <= left), len(ends))
        ends[row : row + 1] = [left + long]
        placed.append(Note(day, words, row, starts))
    return placed


def draw_notes(page: Sheet, axes: Axes, notes: Sequence[Note]) -> None:
    """A fine line from the note down through the chart, whose score axis ends at 100."""
    points_per_mm = 100 / (axes.get_position().height * page.height)
    for note in notes:
        x, y = day_number(note.day), 100 + (1.4 + NOTE_ROW_MM * note.row) * points_per_mm
        axes.plot([x, x], [0, y], color=MUTED, linewidth=0.5, zorder=2, clip_on=False)
        side = "left" if note.starts else "right"
        axes.annotate(
            note.text, (x, y), xytext=(2 if note.starts else -2, 0), textcoords="offset points", fontsize=NOTE_PT,
            color=INK, ha=side, va="center", annotation_clip=False, zorder=3, bbox=PAPER,
        )  # fmt: skip
