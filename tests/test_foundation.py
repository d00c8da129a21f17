"""Promises of the foundation: weeks, folding, problems, tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskbrief.errors import ConfigurationError, Problem
from riskbrief.folding import fold, tokens
from riskbrief.periods import Week, last_complete_week, weeks_ending
from riskbrief.tables import OUTLETS


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_every_day_lies_in_exactly_the_week_that_claims_it(day: date) -> None:
    week = Week.of(day)
    assert week.monday <= day <= week.sunday
    assert Week.parse(str(week)) == week
    assert week.shift(1).monday == week.cutoff.date()


def test_2026_has_a_week_53_and_2025_has_none() -> None:
    assert str(Week.of(date(2026, 12, 31))) == "2026-W53"
    with pytest.raises(ValueError):
        Week.parse("2025-W53")


def test_a_week_is_complete_on_its_sunday() -> None:
    assert str(last_complete_week(date(2024, 9, 22))) == "2024-W38"
    assert str(last_complete_week(date(2024, 9, 18))) == "2024-W37"
    assert [str(w) for w in weeks_ending(Week(2025, 1), 2)] == ["2024-W52", "2025-W01"]


@given(st.text(max_size=60))
def test_token_offsets_point_at_the_text_that_folds_to_the_token(text: str) -> None:
    for token in tokens(text):
        assert token.text in fold(text[token.start : token.end])


def test_accents_case_and_quotes_do_not_matter() -> None:
    assert fold("N’a Été ŒUVRE") == "n'a ete oeuvre"


def test_an_error_lists_every_problem_once_in_reading_order() -> None:
    two, one = Problem("b.yaml", 2, 1, "x"), Problem("a.yaml", 9, 1, "y", "do z")
    assert ConfigurationError.of([two, one, two]).problems == (one, two)
    assert str(one) == "a.yaml:9:1: y. do z"


def test_a_table_refuses_a_repeated_key() -> None:
    row = {
        "source_id": "a",
        "reliability": "B",
        "r": 0.85,
        "source_class": "wire",
        "owner": "",
        "country": "",
    }
    with pytest.raises(AssertionError, match="repeated"):
        OUTLETS.build([row, row])
