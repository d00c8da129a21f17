"""Annex M5: how wide the intervals are, and which choice of the index the regional mean hangs on most."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from riskbrief.briefing.annex_record import SobolRun
from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.facts import OUTSIDE
from riskbrief.briefing.leading import countries, leaders, listing
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.standings import Standing
from riskbrief.document import Fact, FigureSpec, Section, Sentence
from riskbrief.figures import Bar, BarsFigure, Segment


@SECTIONS.register("annex_uncertainty")
def annex_uncertainty(desk: Desk) -> Section:
    """Interval of each assessed country; Sobol bars of the last kept run, or why there are none."""
    parts = {
        "lead": said(*_widths(desk)),
        "sobol": _figure(desk),
        "runs": said(_runs(desk)),
    }
    return desk.section("M5", "annex_uncertainty", parts)


def _ranged(desk: Desk) -> list[tuple[Standing, float, float]]:
    rows = [(s, s.row) for s in desk.assessed if s.row is not None]
    return [(s, r.low, r.high) for s, r in rows if r.low is not None and r.high is not None]


def _widths(desk: Desk) -> Iterator[Sentence | None]:
    widths = [(s, high - low) for s, low, high in _ranged(desk)]
    without = len(desk.assessed) - len(widths)
    if not widths:
        yield desk.fixed("annex_not_run.intervals")
        return
    number = desk.book.printer.number
    widest = leaders(widths, lambda pair: pair[1], number)
    facts = [
        desk.fact.number("n", len(widths)),
        desk.fact.number("median", median(w for _, w in widths), 1),
        desk.fact.number("widest", widest[0][1]),
        countries(desk, "countries", [s.region_id for s, _ in widest]),
        desk.fact.percent("share", desk.given.config.index.uncertainty.interval),
        desk.fact.number("draws", desk.given.config.index.uncertainty.draws),
    ]
    yield desk.say("annex_widths", "measured", facts, evidence=of_run("scores"))
    every = [f"{s.name} {number(width, 1)}" for s, width in widths]
    listed = Fact("every", ", ".join(every), "; ".join(every), OUTSIDE, "name")
    yield desk.say("annex_every_width", "measured", [listed], evidence=of_run("scores"))
    if without:
        facts = [desk.fact.number("n", without)]
        yield desk.say("annex_no_interval", "measured", facts, evidence=of_run("scores"))


def _figure(desk: Desk) -> FigureSpec | None:
    run = desk.given.record.sobol
    if run is None or not run.factors:
        return None
    top = leaders(run.factors, lambda f: f.total, lambda v: desk.book.printer.number(100 * v))
    names = [factor_name(desk, f.name) for f in top]
    facts = [
        listing(desk, "factor", names, [f.name for f in top]),
        desk.fact.percent("percent", top[0].total),
        desk.fact.number("n", run.runs),
        desk.fact.name("week", run.week),
        desk.fact.name("version", run.index_version),
    ]
    return FigureSpec(
        id="sobol",
        title=desk.book.write("annex_sobol_title", facts),
        subtitle=desk.book.text("annex_sobol_subtitle"),
        alt=desk.book.write("annex_sobol_alt", facts),
        source=desk.book.write("annex_sobol_source", facts),
        figure=BarsFigure(_bars(desk, run), desk.book.text("annex_sobol_unit")),
        width_mm=84,
        height_mm=10,
    )


def _bars(desk: Desk, run: SobolRun) -> tuple[Bar, ...]:
    """A factor's own share of the spread, then what it adds together with others, in per cent."""
    names = [desk.book.text(f"annex_sobol_{part}") for part in ("own", "joint")]
    bars = []
    for factor in run.factors:
        own = max(factor.first, 0.0)
        parts = (own, max(factor.total - own, 0.0))
        segments = tuple(Segment(n, round(100 * v, 3)) for n, v in zip(names, parts, strict=True) if round(100 * v, 1))
        bars.append(Bar(factor_name(desk, factor.name), segments, desk.book.printer.number(100 * factor.total)))
    return tuple(bars)


def factor_name(desk: Desk, name: str) -> str:
    """A choice of the index in words."""
    key = f"annex_factor.{name}"
    return desk.book.text(key) if key in desk.book else name


def _runs(desk: Desk) -> Sentence | None:
    """How often levels changed in the kept runs, or why there are none."""
    run = desk.given.record.sobol
    if run is None:
        return not_run(desk, "sensitivity")
    panel = [s.region_id for s in desk.assessed if s.region_id in run.moved]
    if not panel:
        return None
    top = leaders(panel, lambda r: run.moved[r], lambda v: desk.book.printer.number(100 * v))
    facts = [
        countries(desk, "countries", top),
        desk.fact.percent("percent", run.moved[top[0]]),
        desk.fact.number("n", run.runs),
        desk.fact.name("week", run.week),
    ]
    return desk.say("annex_runs", "measured", facts, evidence=of_run("sensitivity"))


def not_run(desk: Desk, name: str) -> Sentence:
    """That a measure was not run this week, and why."""
    why = desk.given.record.why.get(name, "not_kept")
    return desk.fixed(f"annex_not_run.{name}_{why}")
