"""C8 what the country takes from its neighbours' security and gives to theirs (method A.14, B.13)."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.briefing.board import map_regions
from riskbrief.briefing.bottom_line import standing_level
from riskbrief.briefing.desk import Desk, of_score, said
from riskbrief.briefing.profile import extent
from riskbrief.briefing.profile_places import shows_provinces
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.spillover import lag_indicator, neighbours
from riskbrief.document import Block, Cell, DataTable, FigureSpec, Section, Sentence
from riskbrief.figures import Flow, FlowsFigure

ROWS = 7
HEIGHT_MM = {"full": 38, "thin": 54}


@SECTIONS.register("profile_neighbours")
def profile_neighbours(desk: Desk) -> Section:
    """Pressure in and out by neighbour, and a map of both."""
    if extent(desk) == "none":
        return desk.left_out("C8", "profile_neighbours")
    rows = _rows(desk)
    parts: dict[str, Block | None] = {
        "lead": said(_taken(desk, rows), _given(desk, rows)),
        "neighbours": _table(desk, rows),
        "flows": None if shows_provinces(desk) else _map(desk, rows),  # two pages have room for one of the two
    }
    return desk.section("C8", "profile_neighbours", parts if rows else {})


Row = tuple[str, float | None, float | None]  # neighbour, points in, points out


def _rows(desk: Desk) -> list[Row]:
    """Each land neighbour inside the panel, the strongest pressure first; None where a side was not assessed."""
    subject = desk.given.subject
    found = [(n, flow(desk, n, subject), flow(desk, subject, n)) for n in neighbours(desk, subject)]
    return sorted(found, key=lambda row: (-(row[1] or 0.0), -(row[2] or 0.0), row[0]))


def flow(desk: Desk, source: str, target: str) -> float | None:
    """Points of the source's security in the target's neighbour pressure; None where either was not assessed."""
    score = desk.scores.score(source, "security")
    if desk.scores.score(target, lag_indicator(desk)) is None:
        return None
    around = [n for n in neighbours(desk, target) if desk.scores.score(n, "security") is not None]
    return None if score is None or source not in around else score / len(around)


def _taken(desk: Desk, rows: list[Row]) -> Sentence | None:
    """The country's own neighbour pressure and who gives most of it."""
    row = desk.scores.at(desk.given.subject, lag_indicator(desk))
    if row is None or row.score is None or not rows or not rows[0][1]:
        return None
    facts = [
        desk.fact.region("country", desk.given.subject),
        desk.fact.number("pressure", row.score),
        desk.fact.region("neighbour", rows[0][0]),
    ]
    return desk.say("profile_taken", "measured", facts, evidence=of_score(row))


def _given(desk: Desk, rows: list[Row]) -> Sentence | None:
    """Which neighbour takes most of its pressure from this country."""
    given = [(points, region) for region, _, points in rows if points]
    if not given:
        return None
    points, region = max(given)
    proof = of_score(desk.scores.at(desk.given.subject, "security"), desk.scores.at(region, lag_indicator(desk)))
    facts = [
        desk.fact.region("country", desk.given.subject),
        desk.fact.region("neighbour", region),
        desk.fact.number("points", points, 1, unit="points"),
    ]
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
    standing = next(s for s in desk.standings if s.region_id == region)
    level, word = standing.level, standing_level(desk, standing)
    chip = Cell(word, level, level, hollow=standing.thin, muted=level is None)
    return (Cell(standing.name, region), chip, *(_points(desk, points) for points in (taken, given)))


def _points(desk: Desk, points: float | None) -> Cell:
    if points is None:
        return Cell("–", None, muted=True)
    return Cell(desk.book.printer.number(points, 1), round(points, 3))


def _map(desk: Desk, rows: list[Row]) -> FigureSpec | None:
    flows = tuple(_flows(desk, rows))
    known = [f for f in flows if f.value is not None]
    if not known:
        return None
    top = max(known, key=lambda f: (f.value or 0.0, f.source, f.target))
    facts = [
        desk.fact.region("source", top.source),
        desk.fact.region("target", top.target),
        desk.fact.number("value", top.value or 0.0, 1),
    ]
    return FigureSpec(
        id="flows",
        title=desk.book.write("flows_title", facts),
        subtitle=desk.book.text("flows_subtitle"),
        alt=desk.book.write("flows_alt", facts),
        source=desk.book.write("source_articles", [desk.fact.number("n", len(desk.given.articles))]),
        figure=FlowsFigure(map_regions(desk), flows),
        width_mm=84,
        height_mm=HEIGHT_MM[extent(desk)],
    )


def _flows(desk: Desk, rows: list[Row]) -> Iterator[Flow]:
    """In and out; a neighbour without a score is drawn once, as a dashed arrow in."""
    subject = desk.given.subject
    for region, taken, given in rows:
        yield Flow(region, subject, None if taken is None else round(taken, 3))
        if given is not None:
            yield Flow(subject, region, round(given, 3))
