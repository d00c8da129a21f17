"""C8 what the country takes from its neighbours' security and gives to theirs (method A.14, B.13)."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.briefing.bottom_line import standing_level
from riskbrief.briefing.desk import Desk, of_score, said
from riskbrief.briefing.leading import countries, leaders, tenths
from riskbrief.briefing.profile import extent
from riskbrief.briefing.profile_places import shows_provinces
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.spillover import flows_figure, lag_indicator, neighbours, pressure, strongest
from riskbrief.document import Block, Cell, DataTable, FigureSpec, Section, Sentence
from riskbrief.figures import Flow

ROWS = 7
HEIGHT_MM = {"full": 38, "thin": 54}


@SECTIONS.register("profile_neighbours")
def profile_neighbours(desk: Desk) -> Section:
    """Pressure in and out by neighbour, and a map of both."""
    if extent(desk) == "none":
        return desk.left_out("C8", "profile_neighbours")
    rows = _rows(desk)
    if not rows:
        return desk.section("C8", "profile_neighbours", {})
    if all(taken is None and given is None for _, taken, given in rows):
        return desk.section("C8", "profile_neighbours", {}, no_data=desk.book.text("profile_neighbours_unassessed"))
    parts: dict[str, Block | None] = {
        "lead": said(_taken(desk, rows), _given(desk, rows)),
        "neighbours": _table(desk, rows),
        "flows": None if shows_provinces(desk) else _map(desk, rows),  # two pages have room for one of the two
    }
    return desk.section("C8", "profile_neighbours", parts)


Row = tuple[str, float | None, float | None]  # neighbour, points in, points out


def _rows(desk: Desk) -> list[Row]:
    """Each land neighbour the index knows, the strongest pressure first; None where a side was not assessed."""
    subject = desk.given.subject
    taken = pressure(desk, subject)
    found = [(n, taken.get(n), pressure(desk, n).get(subject)) for n in neighbours(desk, subject)]
    return sorted(found, key=lambda row: (-(row[1] or 0.0), -(row[2] or 0.0), row[0]))


def _taken(desk: Desk, rows: list[Row]) -> Sentence | None:
    """The country's own neighbour pressure and who gives most of it, or why there is none."""
    row = desk.scores.at(desk.given.subject, lag_indicator(desk))
    facts = [desk.fact.region("country", desk.given.subject)]
    if row is None or row.score is None:
        known = sum(desk.scores.score(n, "security") is not None for n, _, _ in rows)
        facts += [desk.fact.number("known", known), desk.fact.number("n", len(rows))]
        return desk.say("profile_taken_unknown", "measured", facts, evidence=of_score(desk.subject.row))
    facts.append(desk.fact.number("pressure", row.score, 1))
    if all(taken is None for _, taken, _ in rows):
        return desk.say("profile_taken_carried", "measured", facts, evidence=of_score(row))
    sources = strongest(desk, desk.given.subject)
    if not sources:
        return desk.say("profile_taken_nothing", "measured", facts, evidence=of_score(row))
    facts.append(countries(desk, "neighbour", sources))
    return desk.say("profile_taken", "measured", facts, evidence=of_score(row))


def _given(desk: Desk, rows: list[Row]) -> Sentence | None:
    """Which neighbour or neighbours take most of their pressure from this country."""
    given = [(region, points) for region, _, points in rows if points]
    top = leaders(given, lambda pair: pair[1], tenths(desk))
    if not top:
        return None
    pressed = [desk.scores.at(region, lag_indicator(desk)) for region, _ in top]
    facts = [
        desk.fact.region("country", desk.given.subject),
        countries(desk, "neighbour", [region for region, _ in top]),
        desk.fact.number("points", top[0][1], 1, unit="points"),
        desk.fact.number("n", len(top)),
    ]
    proof = of_score(desk.scores.at(desk.given.subject, "security"), *pressed)
    return desk.say("profile_given", "measured", facts, evidence=proof)


def _table(desk: Desk, rows: list[Row]) -> DataTable:
    header = ("neighbour", "level", "taken", "given")
    return DataTable(
        id="profile_neighbours",
        title=desk.book.text("profile_neighbours_title"),
        subtitle=desk.book.text("profile_neighbours_subtitle"),
        header=desk.book.columns(header),
        align="llrr",
        rows=tuple(_row(desk, row) for row in rows[:ROWS]),
    )


def _row(desk: Desk, row: Row) -> tuple[Cell, ...]:
    region, taken, given = row
    name = desk.fact.regions.get(region, region)
    return (Cell(name, region), _level(desk, region), *(_points(desk, points) for points in (taken, given)))


def _level(desk: Desk, region: str) -> Cell:
    """The level of a neighbour; one outside the panel has none."""
    standing = next((s for s in desk.standings if s.region_id == region), None)
    if standing is None:
        return Cell(desk.book.text("outside_panel"), None, muted=True)
    level = standing.level
    return Cell(standing_level(desk, standing), level, level, hollow=standing.thin, muted=level is None)


def _points(desk: Desk, points: float | None) -> Cell:
    if points is None:
        return Cell("–", None, muted=True)
    return Cell(desk.book.printer.number(points, 1), round(points, 3))


def _map(desk: Desk, rows: list[Row]) -> FigureSpec | None:
    return flows_figure(desk, tuple(_flows(desk, rows)), height_mm=HEIGHT_MM[extent(desk)])


def _flows(desk: Desk, rows: list[Row]) -> Iterator[Flow]:
    """In and out; a neighbour without a score is drawn once, as a dashed arrow in."""
    subject = desk.given.subject
    for region, taken, given in rows:
        yield Flow(region, subject, None if taken is None else round(taken, 3))
        if given is not None:
            yield Flow(subject, region, round(given, 3))
