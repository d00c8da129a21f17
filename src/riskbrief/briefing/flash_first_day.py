"""F5 where it happened, and who reported what in the first twenty-four hours (method A.13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pandas as pd

from riskbrief.briefing.board import map_regions
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.event_words import claims_of, short_place, what
from riskbrief.briefing.flash import lead_of
from riskbrief.briefing.flash_figures import one_figure
from riskbrief.briefing.flash_known import OFFICIAL
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Block, FigureSpec, Section
from riskbrief.figures import HoursFigure, MapFigure, Marker, Moment

HOURS = 24
HEIGHT_MM, MAP_MM = 32, 56


@SECTIONS.register("flash_first_day")
def flash_first_day(desk: Desk) -> Section:
    """The map with one dot and the strip of hours; nothing where the flash has no event."""
    event = lead_of(desk)
    parts: dict[str, Block | None] = {} if event is None else {"map": _map(desk, event), "hours": _hours(desk, event)}
    return desk.section("F5", "flash_first_day", parts)


def _map(desk: Desk, event: Happening) -> FigureSpec | None:
    if event.place is None:
        return None
    place = short_place(desk, event)
    own = tuple(r for r in map_regions(desk) if r.region_id == event.region_id)
    marker = Marker(0, event.place.lat, event.place.lon, 0.5, place.text)
    facts = [place, desk.fact.region("country", event.region_id)]
    return FigureSpec(
        id="place",
        title="",
        subtitle="",
        alt=desk.book.write("flash_map_alt", facts),
        source=desk.book.text("flash_map_source"),
        figure=MapFigure(own, (marker,)),
        width_mm=MAP_MM,
        height_mm=HEIGHT_MM,
    )


def _hours(desk: Desk, event: Happening) -> FigureSpec:
    reports = _reports(desk, event)
    named = _milestones(desk, event, reports)
    moments = [
        Moment(row.published_at.to_pydatetime(), bool(row.origin), named.get(row.article_id, ""))
        for row in reports.itertuples(index=False)
    ]
    facts = [
        desk.fact.number("n", len(moments)),
        desk.fact.number("origins", int(reports["origin"].sum())),
        desk.fact.number("hours", HOURS),
        desk.fact.name("start", desk.book.printer.moment(event.first_reported)),
        what(desk, event),
    ]
    wide = event.place is None
    return FigureSpec(
        id="hours",
        title=desk.book.write("flash_hours_title", facts),
        subtitle=desk.book.text("flash_hours_subtitle"),
        alt=desk.book.write("flash_hours_alt", facts) + " " + "; ".join(_told(moments)) + ".",
        source="",
        figure=HoursFigure(event.first_reported, HOURS, tuple(moments)),
        width_mm=178 if wide else 116,
        height_mm=HEIGHT_MM - 4,
    )


def _told(moments: list[Moment]) -> Iterator[str]:
    return (f"{m.at:%H:%M} {m.text}" for m in moments if m.text)


def _reports(desk: Desk, event: Happening) -> pd.DataFrame:
    """Articles that carry the event within the hours after its first report, oldest first; `origin`: no copy."""
    mentions, articles = desk.given.mentions, desk.given.articles
    own = mentions.loc[(mentions["event_id"] == event.event_id) & mentions["counts"], "article_id"]
    end = event.first_reported + timedelta(hours=HOURS)
    found = articles[articles["article_id"].isin(own) & _between(articles, event.first_reported, end)]
    found = found.sort_values(["published_at", "article_id"], kind="stable")
    return found.assign(origin=~found["origin_id"].duplicated())


def _between(articles: pd.DataFrame, start: datetime, end: datetime) -> pd.Series:
    return (articles["published_at"] >= start) & (articles["published_at"] <= end)


def _milestones(desk: Desk, event: Happening, reports: pd.DataFrame) -> dict[str, str]:
    """What an article was the first to bring, by article."""
    found: dict[str, list[str]] = {}
    for key, article in _firsts(desk, event, reports):
        found.setdefault(article, []).append(desk.book.text(f"flash_first.{key}"))
    return {article: _milestone(desk, article, firsts) for article, firsts in found.items()}


def _milestone(desk: Desk, article: str, firsts: list[str]) -> str:
    outlet = desk.ledger.outlet_of(article)
    facts = [desk.fact.name("firsts", ", ".join(firsts)), desk.fact.name("outlet", outlet.name if outlet else "")]
    return desk.book.write("flash_milestone", facts)


def _firsts(desk: Desk, event: Happening, reports: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Names of milestones and the article that brought them."""
    if len(reports):
        yield "report", str(reports["article_id"].iloc[0])
    second = reports[reports["origin"]]["article_id"].iloc[1:2]
    classes = {row.article_id: desk.ledger.outlet(row.source_id).source_class for row in reports.itertuples()}
    official = [a for a, source_class in classes.items() if source_class in OFFICIAL][:1]
    claims = sorted(claims_of(desk, event), key=lambda c: (c.published_at, c.article_id))
    figures = [c for c in claims if c.article_id in classes]
    most = max((c.low for c in figures), default=0.0)
    higher = [c for c in figures if not one_figure(figures[0], c) and c.low > figures[0].low and c.low == most]
    yield from (("second", str(a)) for a in second)
    yield from (("official", str(a)) for a in official)
    yield from (("toll", str(c.article_id)) for c in figures[:1])
    yield from (("higher", str(c.article_id)) for c in higher[:1])
