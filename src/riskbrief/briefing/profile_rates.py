"""C10 beside the dates: how often the country's index rose, fell or held in its own past; no forecast (method B.22)."""

from __future__ import annotations

from collections.abc import Mapping

from riskbrief.briefing.desk import Desk, of_score
from riskbrief.briefing.likelihood import (
    AHEAD,
    HISTORY_WEEKS,
    OUTCOMES,
    BaseRates,
    country_rates,
    whole_percentages,
)
from riskbrief.briefing.outlook import no_rates
from riskbrief.briefing.profile import extent
from riskbrief.document import Fact, FigureSpec, Sentence
from riskbrief.figures import Bar, BarsFigure, Segment

WEEKS = {"full": (AHEAD,), "thin": (1, AHEAD, 12)}  # a thin profile has fewer blocks to show
DATES = 2  # that leave room for a chart below them
WIDTH_MM = {"full": 66, "thin": 84}  # and no columns for its sections


def rates_block(desk: Desk, dates: int) -> FigureSpec | Sentence | None:
    """Bars of the country's base rates over the next weeks, a sentence beside more than two `dates` of a full profile,
    else why there are none; no word in a profile that is not assessed."""
    if extent(desk) == "none":
        return None
    rates = {weeks: found for weeks in WEEKS[extent(desk)] if (found := _rates(desk, weeks)) is not None}
    if AHEAD not in rates:
        return no_rates(desk)
    if dates > DATES and extent(desk) == "full":
        return desk.say("rates_line", "measured", _facts(desk, rates[AHEAD]), evidence=of_score(desk.subject.row))
    return _figure(desk, rates)


def _rates(desk: Desk, weeks: int) -> BaseRates | None:
    delta = desk.given.config.index.change.delta
    return country_rates(desk.scores, desk.given.subject, weeks_ahead=weeks, delta=delta)


def _facts(desk: Desk, rates: BaseRates) -> list[Fact]:
    return [
        desk.fact.region("country", desk.given.subject),
        desk.fact.percent("percent", rates.shares["worsens"]),
        desk.fact.percent("better", rates.shares["improves"]),
        desk.fact.number("weeks", AHEAD),
        desk.fact.number("past", HISTORY_WEEKS),
        desk.fact.number("points", desk.given.config.index.change.delta),
        desk.fact.number("n", rates.n),
    ]


def _figure(desk: Desk, rates: Mapping[int, BaseRates]) -> FigureSpec:
    facts = _facts(desk, rates[AHEAD])
    return FigureSpec(
        id="rates",
        title=desk.book.write("rates_title", facts),
        subtitle=desk.book.write("rates_subtitle", facts),
        alt=desk.book.write("rates_alt", facts),
        source=desk.book.write("rates_source", facts),
        figure=BarsFigure(tuple(_bar(desk, weeks, found) for weeks, found in rates.items()), "%"),
        width_mm=WIDTH_MM[extent(desk)],
        height_mm=10,
    )


def _bar(desk: Desk, weeks: int, rates: BaseRates) -> Bar:
    facts = [desk.fact.number("weeks", weeks), desk.fact.number("n", rates.n)]
    shown = whole_percentages(rates.shares)
    parts = tuple(Segment(desk.book.text(f"outcome.{name}"), float(shown[name])) for name in OUTCOMES)
    return Bar(desk.book.write("rates_bar", facts), parts, "")
