"""Base rates stand in the outlook of every report with how many cases they rest on, and are never called a forecast."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from briefing_builders import Case, rich_case, workspace
from riskbrief.briefing.compose import SECTIONS
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.likelihood import country_rates
from riskbrief.briefing.profile_rates import rates_block
from riskbrief.document import FigureSpec, Section, Sentence
from riskbrief.figures import BarsFigure


def short_case() -> Case:
    """Mali assessed in fifteen weeks only: eleven of them have a score four weeks later."""
    case = rich_case()
    case.scores = [row for row in case.scores if row["region_id"] == "MLI"]
    weeks = sorted({row["week"] for row in case.scores})[-15:]
    case.scores = [row for row in case.scores if row["week"] in weeks]
    return case


def calendar(case: Case, *, thin: bool = False) -> Section:
    """C10 of Mali."""
    for row in case.scores if thin else ():
        row["coverage"] = "thin"
    given = case.inputs()
    desk = Desk(replace(given, report=workspace().reports["country"], subject="MLI"))
    return SECTIONS["profile_calendar"].function(desk)


def bars(section: Section) -> dict[str, list[float]]:
    spec = section.parts["rates"]
    assert isinstance(spec, FigureSpec) and isinstance(spec.figure, BarsFigure)
    assert "Base rate, no forecast" in spec.subtitle
    return {bar.label: [s.points for s in bar.segments] for bar in spec.figure.bars}


def test_a_full_profile_shows_how_often_the_index_held_rose_and_fell_in_four_weeks_with_the_cases() -> None:
    case = rich_case()
    drawn = bars(calendar(case))
    desk = Desk(case.inputs())
    rates = country_rates(desk.scores, "MLI", weeks_ahead=4, delta=5.0)
    assert rates is not None and list(drawn) == [f"4 weeks, n = {rates.n}"] == ["4 weeks, n = 56"]
    (shares,) = drawn.values()
    assert shares == pytest.approx([100 * rates.shares[o] for o in ("continues", "worsens", "improves")], abs=1)
    assert sum(shares) == 100


def test_a_thin_profile_has_room_for_one_four_and_twelve_weeks() -> None:
    assert list(bars(calendar(rich_case(), thin=True))) == ["1 week, n = 59", "4 weeks, n = 56", "12 weeks, n = 48"]


def test_beside_many_dates_a_full_profile_says_it_in_a_sentence() -> None:
    desk = Desk(replace(rich_case().inputs(), report=workspace().reports["country"], subject="MLI"))
    assert isinstance(rates_block(desk, 2), FigureSpec)
    said = rates_block(desk, 3)
    assert isinstance(said, Sentence) and said.text.endswith("a base rate, no forecast.")
    assert "of 56 past cases" in said.text


def test_a_history_too_short_for_a_base_rate_is_told_in_the_profile_and_in_the_weekly() -> None:
    text = (
        "No base rate is shown: under 12 weeks of the last two years have a score 4 weeks later too; "
        "no forecast is made."
    )
    profile: Any = calendar(short_case()).parts["rates"]
    weekly: Any = SECTIONS["outlook"].function(Desk(short_case().inputs())).parts
    assert profile.text == weekly["no_rates"].text == text and "probabilities" not in weekly
