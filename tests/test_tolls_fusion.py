"""Tolls of several reports: whose figure stands, and which mentions a claim belongs to. All reports are made up."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolving import GAO, Desk, only_event, toll
from riskbrief.coding.claims import official
from riskbrief.coding.toll_revisions import replaced
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
    assert replaced([Range(6, 6, 6, EXACT), Range(5, 5, 5, EXACT, official=True)]) == [False, False]
    assert replaced([Range(6, 6, 6, EXACT), Range(5, 5, 5, EXACT, revises=True)]) == [True, False]


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


bounds = st.integers(0, 4)
ranges = st.tuples(bounds, bounds, st.one_of(st.none(), bounds), st.booleans(), st.booleans())


def range_of(told: tuple[int, int, int | None, bool, bool]) -> Range:
    low, more, still_more, revises, is_official = told
    high = None if still_more is None else low + more + still_more
    return Range(low, low + more, high, EXACT, revises=revises, official=is_official)


@given(st.lists(ranges, min_size=1, max_size=9))
def test_a_flood_of_tolls_is_read_as_comparing_every_two_of_them_would(told: list) -> None:  # type: ignore[type-arg]
    """Which are replaced, and whether two cannot both be true."""
    tolls = [range_of(one) for one in told]
    assert replaced(tolls) == [
        any(later.revises or (later.official and later.best > toll.best) for later in tolls[n + 1 :])
        for n, toll in enumerate(tolls)
    ]
    belief = Belief(reliability={}, toll_precision={"exact": 1.0})
    found = fuse([Reported(toll, 0.85) for toll in tolls], belief)
    disjoint = any(not a.overlaps(b) for a, b in combinations(tolls, 2))
    wide = len(tolls) > 1 and found.high >= 3 * found.low and found.high - found.low >= 10
    assert found.contested == (disjoint or wide)
