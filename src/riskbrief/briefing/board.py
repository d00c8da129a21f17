"""W2 regional board: one row a country, the map, and the regional mean with its maximum."""

from __future__ import annotations

from typing import Literal

from riskbrief.briefing.annex_methods import STAR, all_moved, starred
from riskbrief.briefing.bottom_line import regional_level_facts, standing_level
from riskbrief.briefing.desk import Desk, of_region, of_run, of_score, said
from riskbrief.briefing.event_words import short_place, what
from riskbrief.briefing.leading import countries, highest
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.standings import PILLARS, Standing
from riskbrief.briefing.volume import dark_countries, nothing_collected, week_source
from riskbrief.document import Block, Cell, DataTable, FigureSpec, Section, Sentence
from riskbrief.figures import MapFigure, MapRegion, Marker
from riskbrief.periods import Week

NAMED = 4  # silent countries that are named
Trend = Literal["up", "down", "flat", "unclear", ""]
TRENDS: dict[str, Trend] = {"Deteriorated": "up", "Improved": "down", "Unchanged": "flat", "Unclear": "unclear"}


@SECTIONS.register("board")
def board(desk: Desk) -> Section:
    """Every country of the panel by score; those not assessed last, with when they last were."""
    parts: dict[str, Block | None] = {
        "board": board_table(desk),
        "map": _map(desk),
        "regional": said(_mean(desk), _maximum(desk), _firm(desk), all_moved(desk), _dark(desk), _silent(desk)),
    }
    return desk.section("W2", "board", parts)


def board_table(desk: Desk) -> DataTable:
    """The board: level, score with interval, change, mark, four pillars, confidence, coverage."""
    header = ["country", "level", "score", "change", *PILLARS, "confidence", "coverage"]
    return DataTable(
        id="board",
        title=desk.book.text("board_title"),
        subtitle=desk.book.text("board_subtitle"),
        header=desk.book.columns(header),
        align="llllrrrrll",
        rows=tuple(_row(desk, standing) for standing in desk.standings),
        note=" ".join(desk.book.text(key) for key in _notes(desk)),
    )


def _notes(desk: Desk) -> list[str]:
    """What the marks of the table mean, of those that stand in it."""
    last = [s.row if s.assessed else s.last for s in desk.standings]
    held = any(r.level and r.score is not None and desk.fact.band(r.score) != r.level for r in last if r)
    return ["board_key", *["board_held"] * held, *["board_star"] * bool(starred(desk))]


def _row(desk: Desk, s: Standing) -> tuple[Cell, ...]:
    return (
        Cell(s.name + (STAR if s.region_id in starred(desk) else ""), s.region_id, small=_mark(desk, s)),
        _level_cell(desk, s),
        _score_cell(desk, s),
        _change_cell(desk, s),
        *(_pillar_cell(desk, s.pillars[p]) for p in PILLARS),
        _confidence_cell(desk, s),
        _coverage_cell(desk, s),
    )


def _mark(desk: Desk, s: Standing) -> str:
    kinds = [k for k in ("alert", "opportunity") if any(a.kind == k for a in s.alerts)]
    return " · ".join(desk.book.text(f"mark.{k}") for k in kinds)


def _level_cell(desk: Desk, s: Standing) -> Cell:
    if not s.assessed:
        return Cell(desk.book.text("label.not_assessed"), None, muted=True, small=_last(desk, s))
    assert s.score is not None and s.level is not None
    band = desk.fact.band(s.score)
    small = ""
    if band != s.level:
        small = desk.book.write("raw_level", [desk.fact.level("level", band)])
    return Cell(standing_level(desk, s), s.level, level=s.level, hollow=s.thin, small=small)


def _last(desk: Desk, s: Standing) -> str:
    """When it last was, with the level of that week; both levels where an earlier, other one was still held."""
    if s.last is None or s.last.score is None or s.last.level is None:
        return desk.book.text("never_assessed")
    band = desk.fact.band(s.last.score)
    facts = [
        desk.fact.level("level", s.last.level),
        desk.fact.level("band", band),
        desk.fact.score("score", s.last.score),
        desk.fact.short_date("day", Week.parse(s.last.week).sunday),
    ]
    return desk.book.write("last_assessed" if band == s.last.level else "last_assessed_held", facts)


def _score_cell(desk: Desk, s: Standing) -> Cell:
    if s.row is None or s.score is None:
        return Cell("–", None, muted=True)
    text = ("≈ " if s.thin else "") + desk.fact.score_text(s.score)
    if s.row.low is None or s.row.high is None:
        return Cell(text, s.score, small=desk.book.text("no_interval"))
    facts = [desk.fact.number("low", s.row.low), desk.fact.number("high", s.row.high)]
    return Cell(text, s.score, small=desk.book.write("interval", facts))


def _change_cell(desk: Desk, s: Standing) -> Cell:
    if not s.assessed:
        return Cell("–", None, muted=True)
    if s.label not in TRENDS:
        return Cell(desk.book.text("change.none"), None, muted=True)
    points = "" if s.row is None or s.row.change is None else desk.book.printer.signed(s.row.change)
    return Cell(desk.book.text(f"change.{s.label}"), s.label, trend=TRENDS[s.label], small=points)


def _pillar_cell(desk: Desk, score: float | None) -> Cell:
    if score is None:
        return Cell("–", None, muted=True)
    return Cell(desk.book.printer.number(score), score, bar=score)


def _confidence_cell(desk: Desk, s: Standing) -> Cell:
    if not s.assessed or s.confidence is None:
        return Cell("–", None, muted=True)
    return Cell(desk.book.text(f"confidence.{s.confidence.label}"), s.confidence.label)


def _coverage_cell(desk: Desk, s: Standing) -> Cell:
    articles, outlets = (s.row.n_articles, s.row.n_sources) if s.row else (0, 0)
    text = f"{desk.book.printer.number(articles)} / {desk.book.printer.number(outlets)}"
    marks = [desk.book.text(f"coverage.{s.coverage}")] if s.coverage != "full" else []
    if s.region_id in dark_countries(desk):
        marks.append(desk.book.text("coverage.dark"))
    small = ", ".join(marks)
    return Cell(text, articles, muted=not s.assessed, small=small)


def map_regions(desk: Desk) -> tuple[MapRegion, ...]:
    """Every country of the panel as the map colours it."""
    return tuple(
        MapRegion(
            s.region_id,
            s.name,
            s.level,
            "" if s.score is None else desk.fact.score_text(s.score),
            s.thin,
        )
        for s in desk.standings
    )


def _map(desk: Desk) -> FigureSpec:
    level_counts = [sum(s.level == level for s in desk.assessed) for level in (4, 5)]
    facts = [
        desk.fact.number("high", sum(level_counts)),
        desk.fact.number("assessed", len(desk.assessed)),
        desk.fact.number("countries", len(desk.standings)),
        desk.fact.long_day("day", desk.given.week.sunday),
        desk.fact.level("level", 4),
    ]
    key = "map_title" if sum(level_counts) else "map_title_low"
    if desk.assessed:
        facts += [countries(desk, "top", [s.region_id for s in highest(desk)])]
    figure = MapFigure(map_regions(desk), _markers(desk), desk.fact.levels)
    return FigureSpec(
        id="map",
        title=desk.book.write(key if desk.assessed else "map_title_none", facts),
        subtitle=desk.book.write("map_subtitle", facts),
        alt=desk.book.write("map_alt", facts) + " " + _ranking(desk),
        source=f"{week_source(desk)}. {desk.book.text('flash_map_source')}",
        figure=figure,
        width_mm=86,
        height_mm=54,
    )


def _ranking(desk: Desk) -> str:
    return "; ".join(f"{s.name} {standing_level(desk, s)}" for s in desk.standings) + "."


def _markers(desk: Desk) -> tuple[Marker, ...]:
    shown = [e for e in desk.confirmed if e.event_id in desk.numbers and e.place is not None]
    top = max((e.weight for e in shown), default=0.0) or 1.0
    return tuple(
        Marker(
            desk.numbers[e.event_id],
            e.place.lat,
            e.place.lon,
            round(max(0.1, min(1.0, e.weight / top)), 3),
            f"{what(desk, e).text}, {short_place(desk, e).text}",
        )
        for e in shown
        if e.place is not None
    )


def _mean(desk: Desk) -> Sentence | None:
    now, level = desk.regional, desk.regional_level
    if now is None or now.score is None or level is None:
        facts = [desk.fact.percent("share", now.full_share if now else 0.0)]
        return desk.say("board_thin", "measured", facts, evidence=of_run("scores"))
    facts, held = regional_level_facts(desk, level, now.score)
    facts.append(desk.fact.number("n", now.assessed))
    return desk.say(f"board_mean{held}", "measured", facts, evidence=of_region(now.week))


def _maximum(desk: Desk) -> Sentence | None:
    if not desk.assessed:
        return None
    top = highest(desk)
    assert top[0].score is not None
    facts = [countries(desk, "country", [s.region_id for s in top]), desk.fact.score("score", top[0].score)]
    return desk.say("board_maximum", "measured", facts, evidence=of_score(*(s.row for s in top)))


def _firm(desk: Desk) -> Sentence | None:
    """The countries whose score reaches another level than its firm part, from which the level is read."""
    rows = [(s.region_id, s.row) for s in desk.assessed if s.row is not None and s.row.firm is not None]
    torn = [name for name, row in rows if desk.fact.band(row.firm or 0.0) != desk.fact.band(row.score or 0.0)]
    if not torn:
        return None
    return desk.say("board_firm", "measured", [desk.fact.countries("countries", torn)], evidence=of_run("scores"))


def _dark(desk: Desk) -> Sentence | None:
    """The countries whose press fell silent: what falls there is no improvement (B.17); or that nothing was collected,
    so that nobody can tell."""
    if nothing_collected(desk):
        return desk.say("board_uncollected", "measured", [desk.fact.number("n", 0)], evidence=of_run("articles"))
    dark = dark_countries(desk)
    if not dark:
        return None
    facts = [desk.fact.number("n", len(dark)), desk.fact.countries("countries", dark[:NAMED])]
    key = "board_dark" if len(dark) <= NAMED else "board_dark_many"
    return desk.say(key, "measured", facts, evidence=of_run("articles"))


def _silent(desk: Desk) -> Sentence | None:
    silent = [s for s in desk.standings if not s.assessed]
    if not silent:
        return None
    facts = [
        desk.fact.number("n", len(silent)),
        desk.fact.countries("countries", [s.region_id for s in sorted(silent, key=lambda s: _size(desk, s))[:4]]),
    ]
    key = "board_silent" if len(silent) <= 4 else "board_silent_many"
    key = key if desk.assessed else "board_silent_all"
    return desk.say(key, "measured", facts, evidence=of_run("scores"))


def _size(desk: Desk, standing: Standing) -> tuple[float, str]:
    """Sorts by population, largest first, so that every language names the same countries."""
    return -desk.given.config.regions[standing.region_id].population, standing.region_id
