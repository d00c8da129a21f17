"""What happens exactly at a limit: of a level, a change's size and certainty, false discovery, a floor, no weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from index_parts import framework
from index_tables import INDICATORS, PILLAR_OF, PILLARS, REGIONS, WEEK, World, definition
from riskbrief.definitions.config import Aggregator, Change, Hysteresis
from riskbrief.index.change import benjamini_hochberg, controlled_labels, labels
from riskbrief.index.draws import over_draws
from riskbrief.index.engine import Scored, score_weeks
from riskbrief.index.levels import band, level_table, levels
from riskbrief.index.pillars import Whole, index_whole, pillar_whole
from riskbrief.index.press import press
from riskbrief.periods import Week

BOUNDS = (20, 40, 60, 80)
RULES = Hysteresis()
SURE = 10


@pytest.mark.parametrize(("score", "level"), [(19.99, 1), (20, 2), (59.99, 3), (60, 4), (80, 5), (100, 5), (0, 1)])
def test_a_score_at_a_bound_has_the_higher_level(score: float, level: int) -> None:
    raw = level_table(np.array([[score]]), BOUNDS, RULES)[1]
    assert band(score, BOUNDS) == level == raw[0, 0]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((50, 61.99), [3, 3]),  # up at two points above the bound, and not before
        ((50, 62), [3, 4]),
        ((50, 82), [3, 5]),
        ((62, 56, 56, 56), [4, 4, 4, 4]),  # four points below is still inside the dead band
        ((62, 55.99, 55.99), [4, 4, 3]),  # two weeks below it, not one
        ((62, 55, 57, 55, 55), [4, 4, 4, 4, 3]),  # a week inside starts the count again
        ((62, 55, 66, 55, 55), [4, 4, 4, 4, 3]),
        ((62, 10, 10, 10, 10, 10, 10), [4, 4, 3, 3, 2, 2, 1]),  # one level at a time, two weeks for each
        ((10, 45, 15, 15), [1, 3, 3, 2]),  # having just risen, two weeks are needed again
        ((45, 15, 65, 55, 55), [3, 3, 4, 4, 3]),  # a rise forgets the weeks counted before
        ((10, 0, 0, 0), [1, 1, 1, 1]),
    ],
)
def test_levels_move_only_beyond_the_dead_band(scores: Sequence[float], expected: list[int]) -> None:
    assert levels(scores, BOUNDS, RULES) == expected


def test_levels_of_many_regions_are_those_of_each_and_missing_weeks_have_none() -> None:
    nan = float("nan")
    scores = np.array([[50, nan, 10], [62, 30, nan], [nan, 41, 12]])
    steady, raw = level_table(scores, BOUNDS, RULES)
    np.testing.assert_array_equal(steady, [[3, nan, 1], [4, 2, nan], [nan, 2, 1]])
    np.testing.assert_array_equal(raw, [[3, nan, 1], [4, 2, nan], [nan, 3, 1]])
    assert steady.dtype == raw.dtype == float


def named(draws: Sequence[float], *, thin: bool = False) -> str | None:
    label: str | None = labels(np.array([list(draws)], dtype=float), np.array([thin]), Change())[0]
    return label


@pytest.mark.parametrize("sign", [1, -1])
def test_a_change_of_exactly_five_points_in_exactly_nine_of_ten_draws_is_named(sign: int) -> None:
    called = "Deteriorated" if sign > 0 else "Improved"
    opposite = -sign
    assert named([5 * sign] * 9 + [opposite]) == called
    assert named([5 * sign] * 9 + [0]) == called
    assert named([5 * sign] * 8 + [opposite] * 2) == "Unclear"
    assert named([5 * sign] * 8 + [0] * 2) == "Unclear"  # a draw that does not move is none that moves that way
    assert named([4.99 * sign] * SURE) == "Unchanged"
    assert named([5 * sign] * SURE, thin=True) == "Unclear"
    assert named([0.5 * sign] * 2 + [6 * sign] * 8) == called  # a small move is a move


def test_certainty_is_counted_country_by_country() -> None:
    draws = np.array([[6.0] * SURE, [-6.0] * SURE, [6.0] * 5 + [-7.0] * 5, [np.nan] * SURE])
    found = labels(draws, np.zeros(4, dtype=bool), Change()).tolist()
    assert found == ["Deteriorated", "Improved", "Unchanged", None]


def test_an_indicator_is_tested_on_the_draws_that_move_neither_way_too() -> None:
    """p = 2 min(share <= 0, share >= 0): of twenty draws one still one leaves p = .10, two leave .20."""
    rules = Change(false_discovery=0.10)
    draws = [np.array([[[8.0] * (20 - still) + [0.0] * still]]) for still in (0, 1, 2)]
    found = [controlled_labels(d, np.zeros((1, 1), dtype=bool), rules)[0, 0] for d in draws]
    assert found == ["Deteriorated", "Deteriorated", "Unclear"]
    mirrored = [controlled_labels(-d, np.zeros((1, 1), dtype=bool), rules)[0, 0] for d in draws]
    assert mirrored == ["Improved", "Improved", "Unclear"]


@pytest.mark.parametrize(
    ("p", "rejected"),
    [
        ([0.05, 0.10], [True, True]),  # the limit itself passes
        ([0.11], [False]),
        ([0.10], [True]),
        ([0.06, 0.10], [True, True]),  # one above its own limit passes with a later one that is not
        ([0.06, 0.11], [False, False]),
        ([], []),
    ],
)
def test_false_discovery_limits_are_reached_when_met(p: list[float], rejected: list[bool]) -> None:
    assert benjamini_hochberg(np.array(p), 0.10).tolist() == rejected


def test_quantiles_of_draws_are_linear_between_ranks_and_missing_where_a_draw_is() -> None:
    draws = np.array([[4.0, 1, 3, 2], [1.0, np.nan, 2, 3]])
    low, middle, high = over_draws(draws, 0.05, 0.5, 0.95)
    np.testing.assert_allclose([low[0], middle[0], high[0]], np.quantile(draws[0], [0.05, 0.5, 0.95]))
    assert np.isnan([low[1], middle[1], high[1]]).all()


# --- floors


def pillars_of(*scores: float, floor: float = 0.9, **rules: Any) -> Whole:
    """The index from security, governance, international and information, of equal weight, by the arithmetic mean."""
    even = {name: {**plain, "weight": 0.25} for name, plain in PILLARS.items()}
    composite = {"aggregate": Aggregator(name="arithmetic"), "floor": floor, **rules}
    frame = framework(pillars=even, composite=composite)
    return index_whole(np.array(scores)[None, :, None], framework=frame, factor=np.ones((4, 1)))


def test_a_floor_sets_the_whole_only_where_it_lies_above_the_aggregate() -> None:
    """Half a point above is enough, equal is not: then every part keeps its points."""
    above = pillars_of(70, 60, 60, 60, floor=0.9)  # the mean is 62.5, the floor 63
    assert (above.score[0, 0], above.setter[0], above.parts[0].tolist()) == (63, 0, [63, 0, 0, 0])
    equal = pillars_of(60, 50, 50, 40, floor=50 / 60)
    assert (equal.score[0, 0], equal.setter[0]) == (pytest.approx(50), -1)
    assert equal.parts[0].tolist() == pytest.approx([15, 12.5, 12.5, 10])
    below = pillars_of(60, 60, 60, 50, floor=0.9)
    assert (below.score[0, 0], below.setter[0]) == (pytest.approx(57.5), -1)


def test_the_highest_pillar_that_may_set_the_index_does_and_no_other() -> None:
    governance, other = pillars_of(20, 80, 0, 0), pillars_of(20, 20, 90, 90)
    assert (governance.score[0, 0], governance.setter[0]) == (pytest.approx(72), 1)
    assert (other.score[0, 0], other.setter[0]) == (pytest.approx(55), -1), (
        "international and information have no floor"
    )


def test_a_whole_that_is_missing_has_no_points_and_nothing_that_set_it() -> None:
    nan = float("nan")
    unknown = pillars_of(nan, 80, 10, 10)  # governance alone would set it, but security is required
    assert np.isnan(unknown.score).all() and np.isnan(unknown.parts).all()
    assert unknown.setter.tolist() == [-1]
    assert unknown.share.tolist() == [0.75]


def test_a_critical_indicator_sets_its_pillar_unless_too_little_of_it_is_known() -> None:
    """Of 90 and 0 with weights .12 and .18 the quadratic mean is 56.9, the floor 72; known are .30 of 1."""

    def security(min_weight: float, highest: str = "sec_attack_capital") -> tuple[Whole, str]:
        told = {highest: 90.0, "sec_attack_civilians": 0.0}
        frame = framework(composite={"min_weight": min_weight})
        scores = np.array([told.get(i, np.nan) for i in frame.indicator_ids])[None, :, None]
        whole = pillar_whole(scores, 0, framework=frame, factor=np.ones((scores.size, 1)))
        setter = int(whole.setter[0])
        return whole, frame.indicator_ids[setter] if setter >= 0 else ""

    known, setter = security(0.3)
    assert (known.score[0, 0], setter) == (pytest.approx(72), "sec_attack_capital")
    assert known.parts.sum() == known.parts[0, 1] == pytest.approx(72)
    other, setter = security(0.2, "sec_civilian_harm_ops")
    assert (other.score[0, 0], setter) == (pytest.approx(90 * (10 / 28) ** 0.5), ""), "it is not critical"
    unknown, setter = security(0.31)
    assert np.isnan(unknown.score).all() and np.isnan(unknown.parts).all() and setter == ""
    assert unknown.share == known.share == pytest.approx(0.3)


# --- weeks


def test_scoring_needs_at_least_one_week_and_no_gap_between_weeks() -> None:
    world = World().filler("MLI", WEEK)
    with pytest.raises(AssertionError, match="at least one week"):
        engine_run([], world)
    with pytest.raises(AssertionError, match="consecutive"):
        engine_run([WEEK.shift(-2), WEEK], world)
    assert len(engine_run([WEEK.shift(-1), WEEK], world).assessment.regional) == 2


def engine_run(weeks: list[Week], world: World) -> Scored:
    return score_weeks(
        iter([world.view(w) for w in weeks]), seen=[], definition=definition(), indicators=INDICATORS,
        pillar_of=PILLAR_OF, regions=REGIONS, panel=["MLI"], outlets=world.outlets(), intervals_for=set(), seed_key="x",
    )  # fmt: skip


def volume(now: Sequence[float], past: Sequence[Sequence[float]]) -> float:
    """V of the first country, whose outlets wrote so many articles in each week."""
    outlets = len(now)
    frame = replace(framework(), home=np.full(outlets, -1))

    def week(counts: Sequence[float]) -> Any:
        articles = np.zeros((len(frame.regions), outlets))
        articles[0] = counts
        return SimpleNamespace(articles=articles, wrote=articles.any(axis=0))

    window = np.ones((len(past) + 1, len(frame.regions)), dtype=bool)
    window[-1] = False
    return float(press(week(now), [week(counts) for counts in past], window, frame).volume[0])


def test_a_week_like_all_others_has_a_volume_of_one_also_when_outlets_write_now_and_then() -> None:
    past = [[20.0 if o % 12 == w % 12 else 0.0 for o in range(60)] for w in range(24)]
    assert volume(past[0], past) == pytest.approx(1)


def test_an_outlet_counts_in_the_volume_with_at_most_five_of_its_usual_weeks() -> None:
    usual = [[2.0, 10.0, 8.0]] * 20
    assert volume([10_000, 10, 8], usual) == pytest.approx((10 + 10 + 8) / 20)
    assert volume([8, 10, 8], usual) == pytest.approx(26 / 20)  # a busy week counts in full
