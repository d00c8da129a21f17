"""Tolls of several reports: whose figure stands, and which mentions a claim belongs to. All reports are made up."""

from __future__ import annotations

import pytest

from resolving import GAO, Desk, only_event, toll
from riskbrief.coding.claims import official
from riskbrief.coding.tolls_fusion import Range, Reported, fuse
from riskbrief.definitions.config import Belief

EXACT = "exact"


def two_reports(second: str, *, first: int, then: int) -> list[object]:
    """The toll after one report and, a day later, another outlet's sentence with another figure."""
    desk = Desk().article("a", "wire").says(place=GAO, toll=(first, first, first, EXACT))
    desk.article("b", "paper", 1, title="Post attacked", text=second)
    return toll(only_event(desk.says(place=GAO, day=0, toll=(then, then, then, EXACT)).at()))


def test_an_office_that_later_counts_more_dead_speaks_for_the_best_and_the_earlier_count_bounds_it() -> None:
    assert two_reports("The defence ministry confirmed that two soldiers died.", first=1, then=2) == [1, 2, 2]
    assert two_reports("Two soldiers died in the attack.", first=1, then=2) == [1, 1, 2]


def test_an_office_that_later_counts_fewer_dead_is_only_another_claim() -> None:
    assert two_reports("The army confirmed that five soldiers died.", first=6, then=5) == [5, 6, 6]
    assert not Range(5, 5, 5, EXACT, official=True).replaces(Range(6, 6, 6, EXACT))
    assert Range(5, 5, 5, EXACT, revises=True).replaces(Range(6, 6, 6, EXACT))


def test_an_office_is_known_by_its_name_and_a_word_of_telling_in_one_sentence() -> None:
    assert official("L'état-major reconnaît douze morts dans ses rangs.")
    assert official("Seven soldiers died, the general staff said.")
    assert not official("Seven soldiers of the army died near the river.")
    assert not official("A hospital source spoke of seven dead.")


def test_what_is_negated_beside_a_toll_does_not_take_it_from_the_event() -> None:
    desk = Desk().article("a", "wire").says(place=GAO, at=0)
    desk.says(status="negated", place=GAO, at=30, toll=(14, 14, 14, EXACT))
    assert toll(only_event(desk.at())) == [14, 14, 14]


@pytest.mark.parametrize(
    ("beside", "low"),
    [
        pytest.param(Range(3, 3, 9, "approximate"), 77, id="several"),
        pytest.param(Range(12, 12, 99, "approximate"), 12, id="dozens"),
        pytest.param(Range(24, 30, 36, "approximate"), 24, id="about 30"),
    ],
)
def test_a_word_that_the_figures_exceed_sets_no_lower_bound(beside: Range, low: float) -> None:
    belief = Belief(reliability={}, toll_precision={"exact": 1.0})
    two, alone = [Reported(Range(77, 77, 77, "exact"), 0.85), Reported(beside, 0.70)], [Reported(beside, 0.70)]
    assert (fuse(two, belief).low, fuse(alone, belief).low) == (low, beside.low)
