"""W11 spillover and neighbours: pressure that countries take from the security of those around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from riskbrief.briefing.board import TRENDS, map_regions
from riskbrief.briefing.desk import Desk, of_run, of_score, said
from riskbrief.briefing.leading import countries, leaders, listing, tenths, whole
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.standings import Standing
from riskbrief.briefing.volume import week_source
from riskbrief.document import Cell, DataTable, FigureSpec, Section, Sentence
from riskbrief.figures import Flow, FlowsFigure
from riskbrief.registry import Params

ROWS, FLOWS, QUIET_LEVEL = 5, 14, 2
NEIGHBOUR = "neighbour:"  # before a country among the parts of a pressure
Ranked = tuple[Standing, ScoreRow]


class SpilloverOptions(Params):
    """`crossings`: the indicator that tells of border crossings."""

    crossings: str = ""


@SECTIONS.register("spillover", SpilloverOptions)
def spillover(desk: Desk) -> Section:
    """Who stands under most neighbour pressure, where it comes from, and which calmer country it reaches."""
    ranked = _ranked(desk)
    most, calm = _most(desk, ranked), _calm(desk, ranked)
    if calm is not None and _calm_leads(desk, calm, ranked):
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


def _ranked(desk: Desk) -> list[Ranked]:
    node = lag_indicator(desk)
    rows = [(s, desk.scores.at(s.region_id, node)) for s in desk.standings]
    found = [(s, r) for s, r in rows if r is not None and r.score is not None]
    return sorted(found, key=lambda p: (-(p[1].score or 0), p[0].region_id))


def neighbours(desk: Desk, region: str) -> list[str]:
    """Land neighbours inside the panel, and those outside it whose security the index reads."""
    model = desk.given.config.regions.get(region)
    within = [n for n in (model.neighbours if model else []) if n in desk.given.panel.regions]
    return [*within, *(n for n in pressure(desk, region) if n not in within)]


def pressure(desk: Desk, region: str) -> Mapping[str, float]:
    """Points that each assessed neighbour gives of the country's pressure, as the index added them up: from its
    security without its own spillover (B.13). Empty where pressure was not assessed or carried forward."""
    parts = desk.drivers.of(region, lag_indicator(desk))
    return {part.removeprefix(NEIGHBOUR): points for part, points in parts}


def strongest(desk: Desk, region: str) -> list[str]:
    """The neighbours that give most of a country's pressure; none where nobody gives any."""
    given = [(n, points) for n, points in pressure(desk, region).items() if points]
    return [n for n, _ in leaders(given, lambda pair: pair[1], tenths(desk))]


def _most(desk: Desk, ranked: list[Ranked]) -> Sentence | None:
    top = [(s, r) for s, r in leaders(ranked, _score, whole(desk)) if r.score]
    if not top:
        return None
    facts = [
        countries(desk, "country", [s.region_id for s, _ in top]),
        desk.fact.number("score", _score(top[0]), unit="pressure"),
    ]
    return desk.say("spillover_most", "measured", facts, evidence=of_score(*(r for _, r in top)))


def _calm(desk: Desk, ranked: list[Ranked]) -> Sentence | None:
    calm = [(s, r) for s, r in ranked if s.level is not None and s.level <= QUIET_LEVEL and (r.score or 0) >= 20]
    if not calm:
        return None
    standing, row = calm[0]
    sources = strongest(desk, standing.region_id)
    if not sources:
        return None
    facts = [
        desk.fact.region("country", standing.region_id),
        desk.fact.number("pressure", row.score or 0),
        countries(desk, "neighbour", sources),
    ]
    key = "spillover_calm_most" if _alone(desk, standing.region_id, ranked) else "spillover_calm"
    return desk.say(key, "measured", facts, evidence=of_score(row, standing.row))


def _score(pair: Ranked) -> float:
    return pair[1].score or 0.0


def _alone(desk: Desk, region: str, ranked: list[Ranked]) -> bool:
    """Whether nobody else stands under as much pressure."""
    return [s.region_id for s, _ in leaders(ranked, _score, whole(desk))] == [region]


def _calm_leads(desk: Desk, calm: Sentence, ranked: list[Ranked]) -> bool:
    return any(f.key == "country" and _alone(desk, str(f.value), ranked) for f in calm.facts)


def _crossings(desk: Desk) -> Sentence | None:
    node = desk.options("spillover", SpilloverOptions).crossings
    rows = [r for s in desk.assessed if node and (r := desk.scores.at(s.region_id, node)) and r.score]
    if not node:
        return None
    if not rows:
        return desk.say("spillover_no_crossing", "measured", [desk.fact.number("n", 0)], evidence=of_run("scores"))
    top = leaders(rows, lambda r: r.score or 0.0, whole(desk))
    facts = [
        desk.fact.noun("indicator", desk.node_name(node), node),
        countries(desk, "country", [r.region_id for r in top]),
        desk.fact.number("score", top[0].score or 0, unit="indicator score"),
    ]
    return desk.say("spillover_crossing", "measured", facts, evidence=of_score(*top))


def _flows(desk: Desk, ranked: list[Ranked]) -> FigureSpec | None:
    flows = sorted(
        _all_flows(desk, ranked[:ROWS]), key=lambda f: (f.value is not None, -(f.value or 0), f.source, f.target)
    )
    known = [f for f in flows if f.value is not None][:FLOWS]
    missing = [f for f in flows if f.value is None]
    return flows_figure(desk, (*known, *missing), height_mm=42)


def flows_figure(desk: Desk, flows: Sequence[Flow], *, height_mm: float) -> FigureSpec | None:
    """The map of pressure, titled after its strongest arrow or arrows; None without a known one."""
    drawn = map_regions(desk)
    inside = {region.region_id for region in drawn}
    flows = [f for f in flows if {f.source, f.target} <= inside]
    known = [f for f in flows if f.value]
    if not known:
        return None
    top = leaders(known, lambda f: f.value or 0.0, tenths(desk))
    facts = [
        desk.fact.number("n", len(top)),
        listing(desk, "flows", [_flow_text(desk, f) for f in top], [f"{f.source}-{f.target}" for f in top]),
        desk.fact.number("value", top[0].value or 0.0, 1),
    ]
    return FigureSpec(
        id="flows",
        title=desk.book.write("flows_title", facts),
        subtitle=desk.book.text("flows_subtitle"),
        alt=desk.book.write("flows_alt", facts),
        source=f"{week_source(desk)}. {desk.book.text('flash_map_source')}",
        figure=FlowsFigure(drawn, tuple(flows)),
        width_mm=84,
        height_mm=height_mm,
    )


def _flow_text(desk: Desk, flow: Flow) -> str:
    return desk.book.write("flow", [desk.fact.region("source", flow.source), desk.fact.region("target", flow.target)])


def _all_flows(desk: Desk, ranked: list[Ranked]) -> Iterator[Flow]:
    """What each neighbour gives; a neighbour without a score has no value."""
    for standing, _ in ranked:
        given = pressure(desk, standing.region_id)
        for source in neighbours(desk, standing.region_id):
            yield Flow(source, standing.region_id, round(given[source], 3) if source in given else None)


def _table(desk: Desk, ranked: list[Ranked]) -> DataTable | None:
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
    around, known = neighbours(desk, standing.region_id), pressure(desk, standing.region_id)
    sources = strongest(desk, standing.region_id)
    named = countries(desk, "neighbour", sources)
    printer = desk.book.printer
    return (
        Cell(standing.name, standing.region_id),
        Cell(printer.number(row.score or 0), row.score, bar=row.score),
        Cell("–" if row.change is None else printer.signed(row.change), row.change, trend=TRENDS.get(row.label, "")),
        Cell(named.text if sources else "–", named.value if sources else None),
        Cell(f"{len(known)} / {len(around)}", len(known)),
    )
