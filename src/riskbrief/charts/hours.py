"""The first hours of an event: every report as a tick on one axis of time, milestones on lines of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from matplotlib.axes import Axes

from riskbrief.charts.fitting import fitted, width
from riskbrief.charts.style import FAINT, GREY, INK, LEVELS, MUTED, NAVY, Sheet, plain
from riskbrief.figures import HoursFigure, Moment

LABEL_PT, TICK_PT = 7.0, 6.8
STEPS_HOURS = (1, 2, 3, 6, 12)
MOST_TICKS = 9
SIDE_MM = 4.5
GAP_MM = 1.8  # between a milestone's dot and its words


def draw_hours(page: Sheet, figure: HoursFigure, language: str) -> None:
    """Milestones from top to bottom in order of time; below them all reports, copies in grey."""
    named = sorted((m for m in figure.moments if m.text), key=lambda m: m.at)
    axes = page.axes(SIDE_MM, 5, SIDE_MM, 1)
    axes.set_xlim(-0.4, figure.hours + 0.4)
    axes.set_ylim(len(named) + 0.6, -0.6)
    _reports(axes, figure, row=len(named))
    mm_per_hour = (page.width - 2 * SIDE_MM) / (figure.hours + 0.8)
    for row, moment in enumerate(named):
        _milestone(axes, _hour(figure, moment), row, moment, last=len(named), mm_per_hour=mm_per_hour)
    _time_axis(axes, figure)


def _hour(figure: HoursFigure, moment: Moment) -> float:
    return (moment.at - figure.start) / timedelta(hours=1)


def _reports(axes: Axes, figure: HoursFigure, *, row: int) -> None:
    for origin, colour in ((False, GREY), (True, NAVY)):
        at = [_hour(figure, m) for m in figure.moments if m.origin is origin]
        axes.plot(at, [row] * len(at), "|", markersize=7.5, mec=colour, mew=1.1, zorder=3)


def _milestone(axes: Axes, hour: float, row: int, moment: Moment, *, last: int, mm_per_hour: float) -> None:
    """A dot with its words on the side that has more room, and a thin line down to its report."""
    axes.plot([hour, hour], [row, last], color=FAINT, linewidth=0.8, zorder=0)
    axes.plot([hour], [row], "o", markersize=4.6, mfc=LEVELS[3], mec="white", mew=0.5, zorder=4)
    lower, upper = axes.get_xlim()
    right, left = (upper - hour) * mm_per_hour - GAP_MM, (hour - lower) * mm_per_hour - GAP_MM
    text = plain(f"{moment.at:%H:%M} {moment.text}")
    side = 1 if width(text, LABEL_PT) <= right or right >= left else -1
    axes.annotate(
        fitted(text, right if side > 0 else left, LABEL_PT), (hour, row), xytext=(side * 5, 0),
        textcoords="offset points", fontsize=LABEL_PT, color=INK, ha="left" if side > 0 else "right",
        va="center_baseline", zorder=5, bbox={"facecolor": "#FFFFFFE6", "edgecolor": "none", "pad": 0.4},
    )  # fmt: skip


def _time_axis(axes: Axes, figure: HoursFigure) -> None:
    """Whole hours of the clock, as many as can be read."""
    step = next((s for s in STEPS_HOURS if figure.hours / s <= MOST_TICKS), STEPS_HOURS[-1])
    ticks = _clock(figure.start, figure.hours, step)
    axes.set_xticks([(t - figure.start) / timedelta(hours=1) for t in ticks], [f"{t:%H:%M}" for t in ticks])
    axes.tick_params(axis="x", labelsize=TICK_PT, labelcolor=MUTED)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _clock(start: datetime, hours: int, step: int) -> Sequence[datetime]:
    """Hours of the clock that are multiples of the step, within the span."""
    whole = start.replace(minute=0, second=0, microsecond=0)
    first = whole + timedelta(hours=-whole.hour % step)
    found = [first + timedelta(hours=h) for h in range(0, hours + 1, step)]
    return [moment for moment in found if start <= moment <= start + timedelta(hours=hours)]
