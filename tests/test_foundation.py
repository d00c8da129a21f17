"""Promises of the foundation: weeks, folding, problems, tables."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskbrief.columns import Growing
from riskbrief.errors import ConfigurationError, Problem
from riskbrief.folding import fold, tokens
from riskbrief.periods import Week, last_complete_week, weeks_ending
from riskbrief.tables import EVENTS, OUTLETS


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


def test_rows_that_come_little_by_little_are_had_as_if_built_alone() -> None:
    def event(name: str, day: int, **more: object) -> dict[str, object]:
        texts = {c: "x" for c, column in EVENTS.columns.items() if column.kind == "text" and not column.missing}
        counts = dict.fromkeys(("n_articles", "n_origins", "n_outlets", "credibility"), 1)
        own = {"event_id": name, "event_date": date(2024, 9, day), "contested": False, "capital": False}
        return texts | counts | own | {"first_reported_at": datetime(2024, 9, day, 8, tzinfo=UTC)} | more

    told = [event("b", 3), event("a", 3, toll_best=4.0), event("c", 1, place_id="p"), event("b", 2, n_articles=2)]
    growing = Growing(EVENTS)
    first = growing.add(told[:2])
    pd.testing.assert_frame_equal(growing.of(first), EVENTS.build(told[:2]))
    later = growing.add(told[2:])
    pd.testing.assert_frame_equal(growing.of([first[1], *later]), EVENTS.build(told[1:]))
    pd.testing.assert_frame_equal(growing.of([]), EVENTS.empty())
    with pytest.raises(AssertionError, match="event_id"):
        growing.of([first[0], later[1]])


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
