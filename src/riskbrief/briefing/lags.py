"""How long a report stood alone: hours from the first report to a second independent origin (method B.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.happenings import Happening
from riskbrief.document import Fact, FigureSpec
from riskbrief.figures import Bar, BarsFigure, Segment

NEVER = float("inf")
BINS = (("6h", 6.0), ("24h", 24.0), ("72h", 72.0), ("168h", 168.0), ("later", NEVER))  # name, hours included
DAY_BINS = 2  # bins that lie within the first day


def well_rated(desk: Desk) -> Fact:
    """The lowest rating with which a second origin verifies an event (B.7)."""
    belief = desk.given.config.index.belief
    letters = [str(letter) for letter, r in belief.reliability.items() if r >= belief.verified_from]
    return desk.fact.name("letter", max(letters, default="A"))


def hours_to_second_origin(event: Happening) -> float:
    """Hours until a second independent origin, rated well enough, carried it; infinite when none has."""
    return (event.verified - event.first_reported) / timedelta(hours=1) if event.verified else NEVER


def lag_figure(desk: Desk, events: Sequence[Happening]) -> FigureSpec | None:
    """A bar a span of hours with the events whose second origin came in it; those without one stand last."""
    if not events:
        return None
    counts = [0] * len(BINS)
    for event in events:
        hours = hours_to_second_origin(event)
        counts[next(n for n, (_, most) in enumerate(BINS) if hours <= most)] += 1
    facts = [desk.fact.number("n", len(events)), desk.fact.number("within", sum(counts[:DAY_BINS])), well_rated(desk)]
    return FigureSpec(
        id="lags",
        title=desk.book.write("lags_title", facts),
        subtitle=desk.book.write("lags_subtitle", facts),
        alt=desk.book.write("lags_alt", facts),
        source=desk.book.write("timeline_source", facts),
        figure=BarsFigure(tuple(map(_bar, _names(desk), counts)), desk.book.text("unit_events")),
        width_mm=84,
        height_mm=10,
    )


def _names(desk: Desk) -> list[str]:
    return [desk.book.text(f"lag.{name}") for name, _ in BINS]


def _bar(label: str, count: int) -> Bar:
    return Bar(label, (Segment("", float(count)),), str(count))
