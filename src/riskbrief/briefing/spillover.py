"""W11 spillover and neighbours: pressure that countries take from the security of those around them."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.briefing.board import TRENDS, map_regions
from riskbrief.briefing.desk import Desk, of_run, of_score, said
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.standings import Standing
from riskbrief.document import Cell, DataTable, FigureSpec, Section, Sentence
from riskbrief.figures import Flow, FlowsFigure
from riskbrief.registry import Params

ROWS, FLOWS, QUIET_LEVEL = 5, 14, 2


class SpilloverOptions(Params):
    """`crossings`: the indicator that tells of border crossings."""

    crossings: str = ""


@SECTIONS.register("spillover", SpilloverOptions)
def spillover(desk: Desk) -> Section:
    """Who stands under most neighbour pressure, where it comes from, and which calmer country it reaches."""
    ranked = _ranked(desk)
    most, calm = _most(desk, ranked), _calm(desk, ranked)
    if calm is not None and _names_first(calm, ranked):
        most = None  # the same country and figure, with more said of it
    parts = {
        "lead": said(most, calm, _crossings(desk)),
        "flows": _flows(desk, ranked),
        "neighbours": _table(desk, ranked),
    }
    return desk.section("W11", "spillover", parts)


def lag_indicator(desk: Desk) -> str:
    """The computed indicator that holds neighbour pressure, empty when the set has none."""
    return next((i.id for i in desk.given.indicators if i.compute == "spatial_lag"), "")


def _ranked(desk: Desk) -> list[tuple[Standing, ScoreRow]]:
    node = lag_indicator(desk)
    rows = [(s, desk.scores.at(s.region_id, node)) for s in desk.standings]
    found = [(s, r) for s, r in rows if r is not None and r.score is not None]
    return sorted(found, key=lambda p: (-(p[1].score or 0), p[0].region_id))


def neighbours(desk: Desk, region: str) -> list[str]:
    """Land neighbours inside the panel."""
    model = desk.given.config.regions.get(region)
    return [n for n in (model.neighbours if model else []) if n in desk.given.panel.regions]


def _most(desk: Desk, ranked: list[tuple[Standing, ScoreRow]]) -> Sentence | None:
    if not ranked or not ranked[0][1].score:
        return None
    standing, row = ranked[0]
    facts = [
        desk.fact.region("country", standing.region_id),
        desk.fact.number("score", row.score or 0, unit="pressure"),
    ]
    return desk.say("spillover_most", "measured", facts, evidence=of_score(row))


def _calm(desk: Desk, ranked: list[tuple[Standing, ScoreRow]]) -> Sentence | None:
    calm = [(s, r) for s, r in ranked if s.level is not None and s.level <= QUIET_LEVEL and (r.score or 0) >= 20]
    if not calm:
        return None
    standing, row = calm[0]
    source = _strongest(desk, standing.region_id)
    if source is None or standing.level is None:
        return None
    facts = [
        desk.fact.region("country", standing.region_id),
        desk.fact.number("pressure", row.score or 0),
        desk.fact.region("neighbour", source[0]),
    ]
    key = "spillover_calm_most" if standing is ranked[0][0] else "spillover_calm"
    return desk.say(key, "measured", facts, evidence=of_score(row, standing.row))


def _names_first(sentence: Sentence, ranked: list[tuple[Standing, ScoreRow]]) -> bool:
    return any(f.key == "country" and f.value == ranked[0][0].region_id for f in sentence.facts)


def _crossings(desk: Desk) -> Sentence | None:
    node = desk.options("spillover", SpilloverOptions).crossings
    rows = [r for s in desk.assessed if node and (r := desk.scores.at(s.region_id, node)) and r.score]
    if not node:
        return None
    if not rows:
        return desk.say("spillover_no_crossing", "measured", [desk.fact.number("n", 0)], evidence=of_run("scores"))
    top = max(rows, key=lambda r: (r.score or 0, r.region_id))
    facts = [
        desk.fact.noun("indicator", desk.node_name(node), node),
        desk.fact.region("country", top.region_id),
        desk.fact.number("score", top.score or 0, unit="indicator score"),
    ]
    return desk.say("spillover_crossing", "measured", facts, evidence=of_score(top))


def _strongest(desk: Desk, region: str) -> tuple[str, float] | None:
    scored = [(n, s) for n in neighbours(desk, region) if (s := desk.scores.score(n, "security")) is not None]
    return max(scored, key=lambda p: (p[1], p[0]), default=None)


def _flows(desk: Desk, ranked: list[tuple[Standing, ScoreRow]]) -> FigureSpec | None:
    flows = sorted(
        _all_flows(desk, ranked[:ROWS]), key=lambda f: (f.value is not None, -(f.value or 0), f.source, f.target)
    )
    known = [f for f in flows if f.value is not None][:FLOWS]
    if not known:
        return None
    missing = [f for f in flows if f.value is None]
    top = known[0]
    facts = [
        desk.fact.region("source", top.source),
        desk.fact.region("target", top.target),
        desk.fact.number("value", top.value or 0),
    ]
    return FigureSpec(
        id="flows",
        title=desk.book.write("flows_title", facts),
        subtitle=desk.book.text("flows_subtitle"),
        alt=desk.book.write("flows_alt", facts),
        source=desk.book.write("source_articles", [desk.fact.number("n", len(desk.given.articles))]),
        figure=FlowsFigure(map_regions(desk), (*known, *missing)),
        width_mm=84,
        height_mm=42,
    )


def _all_flows(desk: Desk, ranked: list[tuple[Standing, ScoreRow]]) -> Iterator[Flow]:
    for standing, _ in ranked:
        around = neighbours(desk, standing.region_id)
        scores = {n: desk.scores.score(n, "security") for n in around}
        weight = 1 / max(1, sum(s is not None for s in scores.values()))
        for source, score in scores.items():
            yield Flow(source, standing.region_id, None if score is None else round(weight * score, 3))


def _table(desk: Desk, ranked: list[tuple[Standing, ScoreRow]]) -> DataTable | None:
    rows = tuple(_row(desk, s, r) for s, r in ranked[:ROWS] if r.score)
    if not rows:
        return None
    header = ("country", "pressure", "difference", "strongest", "weight")
    return DataTable(
        id="neighbours",
        title=desk.book.text("neighbours_title"),
        subtitle=desk.book.text("neighbours_subtitle"),
        header=desk.book.columns(header),
        align="lrrlr",
        rows=rows,
        note=desk.book.text("neighbours_note"),
    )


def _row(desk: Desk, standing: Standing, row: ScoreRow) -> tuple[Cell, ...]:
    around = neighbours(desk, standing.region_id)
    known = sum(desk.scores.score(n, "security") is not None for n in around)
    strongest = _strongest(desk, standing.region_id)
    printer = desk.book.printer
    return (
        Cell(standing.name, standing.region_id),
        Cell(printer.number(row.score or 0), row.score, bar=row.score),
        Cell("–" if row.change is None else printer.signed(row.change), row.change, trend=TRENDS.get(row.label, "")),
        Cell(
            "–" if strongest is None else desk.fact.regions.get(strongest[0], strongest[0]), strongest and strongest[0]
        ),
        Cell(f"{known} / {len(around)}", known),
    )
