"""C3 the chart of 52 weeks: the index with its interval and the four pillars (method A.14)."""

from __future__ import annotations

from riskbrief.briefing.context import NEEDED_WEEKS, range_facts, year_notes
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.profile import YEAR, extent
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.series import n_points, score_line
from riskbrief.briefing.standings import PILLARS
from riskbrief.document import FigureSpec, Section
from riskbrief.figures import Line, TrendFigure

HEIGHT_MM = {"full": 54, "thin": 76}  # a thin profile has fewer blocks to show


@SECTIONS.register("profile_trend")
def profile_trend(desk: Desk) -> Section:
    """The country's year: index and pillars week by week, with its weightiest events."""
    if extent(desk) == "none":
        return desk.left_out("C3", "profile_trend")
    return desk.section("C3", "profile_trend", {"trend": _figure(desk)})


def _figure(desk: Desk) -> FigureSpec | None:
    region, lines = desk.given.subject, _lines(desk)
    if n_points(lines[:1]) < NEEDED_WEEKS:
        return None
    facts = [
        desk.fact.region("country", region),
        desk.fact.number("weeks", YEAR),
        desk.fact.number("n", sum(r.n_articles for r in desk.scores.series(region, "index", weeks=YEAR))),
        *range_facts(desk, region),
    ]
    return FigureSpec(
        id="trend",
        title=desk.book.write("trend_title", facts),
        subtitle=desk.book.text("profile_trend_subtitle"),
        alt=desk.book.write("trend_alt", facts),
        source=desk.book.write("profile_trend_source", facts),
        figure=TrendFigure(lines, year_notes(desk, [region]), (), desk.fact.levels),
        width_mm=178,
        height_mm=HEIGHT_MM[extent(desk)],
    )


def _lines(desk: Desk) -> tuple[Line, ...]:
    region = desk.given.subject
    index = score_line(desk, region, "index", weeks=YEAR, name=desk.node_name("index"), emphasis="index")
    return (index, *(score_line(desk, region, p, weeks=YEAR, name=desk.node_name(p)) for p in PILLARS))
