"""C4 what the score is made of: the five largest contributions with their change over four weeks (method A.14)."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from riskbrief.briefing.board import Trend
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.profile import Share, Shares, extent, month_of
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Cell, DataTable, Section

ROWS = 5
MOVED = 0.05  # points under which a change prints as none


@SECTIONS.register("profile_drivers")
def profile_drivers(desk: Desk) -> Section:
    """The score in points by indicator; the last rows carry the others and the sum."""
    if extent(desk) != "full":
        return desk.left_out("C4", "profile_drivers")
    silent = "" if desk.subject.score else desk.book.text("profile_drivers_zero")
    return desk.section("C4", "profile_drivers", {"drivers": _table(desk)}, no_data=silent)


def _table(desk: Desk) -> DataTable | None:
    shares = Shares(desk).all
    if not shares:
        return None
    top = [s for s in shares[:ROWS] if _prints(s.points)] or [*shares[:1]]
    rest = [s for s in shares if s not in top]
    rows = [_row(desk, share) for share in top]
    if any(_prints(s.points) or _prints(s.change or 0.0) for s in rest):
        rows.append(_summed(desk, rest, desk.book.text("other_indicators")))
    header = ("driver", "pillar", "indicator_score", "points", "change_month")
    return DataTable(
        id="profile_drivers",
        title=desk.book.text("profile_drivers_title"),
        subtitle=desk.book.text("profile_drivers_subtitle"),
        header=desk.book.columns(header),
        align="llrrr",
        rows=(*rows, _summed(desk, shares, desk.book.text("profile_sum"))),
        note=_floor(desk),
    )


def _prints(points: float) -> bool:
    """Whether points print as more than 0.0: where a floor binds, the others give none and have no row."""
    return abs(points) >= MOVED


def _floor(desk: Desk) -> str:
    """What set the score, where a floor did."""
    row = desk.subject.row
    if row is None or not row.setter:
        return ""
    return desk.book.write("profile_drivers_floor", [desk.fact.noun("driver", desk.node_name(row.setter), row.setter)])


def _row(desk: Desk, share: Share) -> tuple[Cell, ...]:
    node = share.node.removeprefix("discount:")
    score = desk.scores.score(desk.given.subject, node)
    number = desk.book.printer.number
    return (
        Cell(desk.node_name(share.node), share.node),
        Cell(_pillar(desk, node)),
        Cell("–" if score is None else number(score), score, muted=score is None),
        Cell(number(share.points, 1), share.points, bar=share.points),
        _change(desk, share.change),
    )


def _pillar(desk: Desk, node: str) -> str:
    return desk.node_name(desk.given.pillar_of.get(node, node))


def _summed(desk: Desk, shares: Sequence[Share], name: str) -> tuple[Cell, ...]:
    points = fsum(s.points for s in shares)
    changes = [s.change for s in shares if s.change is not None]
    change = fsum(changes) if changes else None
    return (
        Cell(name),
        Cell(""),
        Cell(""),
        Cell(desk.book.printer.number(points, 1), round(points, 3)),
        _change(desk, change),
    )


def _change(desk: Desk, change: float | None) -> Cell:
    if change is None:
        return Cell("–", None, muted=True)
    month = month_of(desk, "index")
    moved: Trend = "unclear" if month.thin or (month.dark and change < 0) else "up" if change > 0 else "down"
    trend: Trend = "flat" if abs(change) < MOVED else moved
    return Cell(desk.book.printer.signed(change), round(change, 3), trend=trend)
