"""What the steps of the index do beside the worked numbers of the method (those: test_worked_examples.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from index_parts import facets, framework, left_of, normalised, observed, weeks_of
from index_tables import BELIEF, INDICATORS, WEEK, World, node, score
from riskbrief.definitions.config import Aggregator, Change, Hysteresis, Pressure
from riskbrief.definitions.indicators import NormaliserChoice
from riskbrief.definitions.rules import AnomalyRules, CusumRules
from riskbrief.index.aggregate import AGGREGATORS, aggregate
from riskbrief.index.attention import attention_shares, outlet_factors, smooth, water_fill
from riskbrief.index.change import benjamini_hochberg, controlled_labels, labels
from riskbrief.index.draws import Draws, certain
from riskbrief.index.events import cap_factors, credibility, severities
from riskbrief.index.levels import levels
from riskbrief.index.normalise import NORMALISERS
from riskbrief.index.past import baseline_weeks, cusum, percentile, surprise
from riskbrief.index.pillars import spatial_lag

BOUNDS = (20, 40, 60, 80)


@pytest.mark.parametrize(
    ("origins", "refuted_by", "expected"),
    [
        ([("A", 1), ("A", 1), ("A", 1)], "", 0.98),
        ([("C", 0.5)], "", 0.35),
        ([("C", 1)], "B", 0.70 * (1 - 0.8 * 0.85)),
    ],
)
def test_credibility_grows_with_independent_origins_and_falls_with_refutation(
    origins: list[tuple[str, float]], refuted_by: str, expected: float
) -> None:
    found, chance = facets(*origins, refuted_by=refuted_by)
    assert credibility(found, chance, BELIEF)[0, 0] == pytest.approx(expected, abs=1e-9)


def test_a_toll_nobody_knows_adds_nothing_to_severity() -> None:
    unknown = replace(facets(("B", 1))[0], toll=np.full((1, 3), np.nan), deadly=np.array([False]))
    assert severities(unknown, np.ones((1, 1), dtype=np.int64), 7.0)[0, 0] == 1


def test_a_single_outlet_holds_all_attention_there_is() -> None:
    assert water_fill(np.array([7.0]), 0.30).tolist() == [7]


def test_outlets_of_one_owner_are_capped_together() -> None:
    factors = outlet_factors(np.array([6.0, 4, 3, 2, 1]), np.array([0, 0, 1, 2, 3]), 0.40)
    assert factors == pytest.approx([0.4, 0.4, 1, 1, 1])


def test_events_that_fit_under_the_cap_are_not_cut() -> None:
    assert left_of([1, 1], 50) == 2


def test_strong_wires_are_never_cut() -> None:
    plain = facets(("B", 1))[0]
    two = {"indicator": np.zeros(2, dtype=np.int64), "owner": np.zeros(2, dtype=np.int64), "starts": np.arange(2)}
    single = replace(plain, **two, n_origins=np.array([1, 1]), sole_r=np.array([0.85, 0.85]))
    assert cap_factors(single, np.array([9.0, 9.0]), Pressure()).tolist() == [1, 1]
    weak = replace(single, sole_r=np.array([0.84, 0.84]))
    assert cap_factors(weak, np.array([9.0, 9.0]), Pressure()).tolist() == [0.5, 0.5]


@pytest.mark.parametrize(("days", "kept"), [(84, 2**-6), (85, 0.0)])
def test_pressure_ends_after_six_half_lives(days: int, kept: float) -> None:
    world = World().filler("MLI", WEEK)
    day = WEEK.sunday - timedelta(days=days)
    world.event("e", "MLI", day, {"sec_attack_civilians": [("o1", "wire_one"), ("o2", "wire_two")]})
    value = observed(world, "sec_attack_civilians")
    assert value == pytest.approx(kept * 0.9775, abs=1e-4)


def test_a_week_of_the_usual_volume_is_not_corrected() -> None:
    world = weeks_of(20, 20)
    world.event("e", "MLI", WEEK.sunday, {"int_withdrawal": [("o1", "w1"), ("o2", "w2")]}, base=10 / 0.9775)
    assert observed(world, "int_withdrawal", weeks=15) == pytest.approx(10)


def test_smoothing_skips_missing_weeks() -> None:
    half_life = np.array([14.0])
    assert smooth(np.array([20.0]), np.array([np.nan]), half_life)[0] == 20
    assert smooth(np.array([np.nan]), np.array([10.0]), half_life)[0] == 10


def test_attention_scores_on_a_straight_line_and_spillover_passes_unchanged() -> None:
    assert normalised(5, type="attention", hi=20) == 25
    assert normalised(50, type="attention", hi=20) == 100
    assert normalised(33.3, type="computed", compute="spatial_lag", hi=1) == pytest.approx(33.3)
    assert normalised(20, type="computed", compute="contested_share", hi=50) == 40


def test_the_alternatives_compare_with_the_country_itself() -> None:
    past = [0, 0, 1, 1, 2, 2, 3]
    rank = NormaliserChoice(name="percentile", options={"min_weeks": 7})
    assert normalised(2, past=past, type="attention", normaliser=rank) == pytest.approx(71.43, abs=5e-3)
    curve = NormaliserChoice(name="logistic", options={"min_weeks": 7})
    assert normalised(4, past=past, type="attention", normaliser=curve) == pytest.approx(88.3, abs=0.05)
    short = NormaliserChoice(name="logistic")
    assert np.isnan(normalised(4, past=past, type="attention", normaliser=short))
    plain = NormaliserChoice(name="robust_z", options={"min_weeks": 7})
    assert normalised(4, past=past, type="attention", normaliser=plain) == pytest.approx(83.72, abs=5e-3)
    assert normalised(50, past=past, type="attention", normaliser=plain) == 100
    assert list(NORMALISERS) == ["anchored", "goalposts", "logistic", "percentile", "robust_z"]


def test_goalposts_are_fixed_ends_that_may_be_turned_round_and_read_on_a_logarithmic_scale() -> None:
    def scored(value: float, **options: float | bool) -> float:
        choice = NormaliserChoice(name="goalposts", options=options)
        return normalised(value, type="event", lo=20, hi=85, normaliser=choice)

    assert scored(61.6) == pytest.approx(64)
    assert scored(61.6, reverse=True) == pytest.approx(36)
    assert (scored(10), scored(90), scored(90, reverse=True)) == (0, 100, 0)
    assert scored(41.2310562, log_offset=0) == pytest.approx(50)
    assert np.isnan(scored(np.nan, log_offset=0))


def test_anomaly_needs_a_past_and_knows_a_short_one() -> None:
    u, scale = np.array([np.log1p(1.0)]), np.array([0.25])
    z, anomaly = surprise(u, np.zeros((52, 1)), scale, AnomalyRules())
    assert (z[0], anomaly[0]) == (pytest.approx(2.773, abs=1e-3), pytest.approx(94.1, abs=0.1))
    z, anomaly = surprise(
        np.array([2.0]), np.array([[0, 0, 1, 1, 2, 2, 3, np.nan]]).T, scale, AnomalyRules(min_weeks=7)
    )
    assert np.isnan(z[0])
    assert anomaly[0] == pytest.approx(71.43, abs=5e-3)
    assert np.isnan(surprise(u, np.zeros((7, 1)), scale, AnomalyRules())[1][0])
    assert np.isnan(percentile(np.array([1.0]), np.full((3, 1), np.nan))[0])


def test_the_baseline_is_the_last_assessed_weeks_that_end_before_the_gap() -> None:
    assessed = np.array([[True], [True], [False], [True], [True], [True], [True]])
    assert baseline_weeks(assessed, weeks=2, gap=3)[:, 0].tolist() == [False, True, False, True, False, False, False]


def test_spillover_is_the_mean_of_assessed_neighbours() -> None:
    scores = np.array([[np.nan], [80], [60], [20], [10], [20], [np.nan], [20]])
    border = np.array([[0, 1, 1, 1, 1, 1, 0, 1.0]])
    equal = spatial_lag(scores, border, np.array([7.0]), min_share=0.5)
    assert equal[0, 0] == pytest.approx(210 / 6)
    assert np.isnan(spatial_lag(scores[1:3], np.ones((1, 2)), np.array([5.0]), min_share=0.5)[0, 0])


@pytest.mark.parametrize(
    ("name", "p", "expected"),
    [
        ("power_mean", 1, 44.0),
        ("power_mean", 2, 52.915),
        ("arithmetic", 2, 44.0),
        ("quadratic", 1, 52.915),
        ("geometric", 2, 34.82),
        ("inverted_geometric", 2, 54.05),
        ("scaled_geometric", 2, 51.83),
        ("worst", 2, 80.0),
    ],
)
def test_aggregators_give_the_worked_numbers(name: str, p: float, expected: float) -> None:
    scores = np.array([80, 20, 20, 20.0])[None, :, None]
    weights = np.array([0.4, 0.25, 0.15, 0.2])[None, :, None]
    whole, importance = aggregate(Aggregator(name=name, p=p), scores, weights)
    assert whole[0, 0] == pytest.approx(expected, abs=0.01)
    if (name, p) == ("power_mean", 2):
        assert whole[0, 0] * importance[0, 0, 0] / importance.sum() == pytest.approx(48.38, abs=0.01)


@pytest.mark.parametrize("name", list(AGGREGATORS))
@pytest.mark.parametrize("value", [0.0, 37.0, 100.0])
def test_equal_parts_make_an_equal_whole(name: str, value: float) -> None:
    scores = np.full((1, 3, 1), value)
    weights = np.array([0.2, 0.3, 0.5])[None, :, None]
    assert aggregate(Aggregator(name=name), scores, weights)[0][0, 0] == pytest.approx(value)


@pytest.mark.parametrize("name", list(AGGREGATORS))
def test_a_part_that_rounding_lifts_above_100_counts_as_100(name: str) -> None:
    scores = np.full((1, 2, 1), 100 + 1e-12)
    assert aggregate(Aggregator(name=name), scores, np.full((1, 2, 1), 0.5))[0][0, 0] == pytest.approx(100)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([85, 10, 10, 10, 10], [5, 5, 4, 4, 3]),
        ([float("nan"), 45, float("nan"), 30, float("nan"), 30], [None, 3, None, 3, None, 2]),
    ],
)
def test_levels_rise_at_once_fall_slowly_and_freeze_when_missing(
    scores: list[float], expected: list[int | None]
) -> None:
    assert levels(scores, BOUNDS, Hysteresis()) == expected


@pytest.mark.parametrize(
    ("draws", "thin", "expected"),
    [
        ([-6, -7, -5, -8, -9, -4, -6, -7, 1, -6], False, "Improved"),
        ([6, 7, 5, 8, 9, 4, 6, 7, -1, 6], True, "Unclear"),
        ([6, 7, 5, 8, 9, 4, 6, -7, -1, 6], False, "Unclear"),
        ([4, 4, 4, 4, 4], True, "Unchanged"),
        ([float("nan")] * 3, False, None),
    ],
)
def test_a_change_is_named_only_when_it_is_large_and_sure(draws: list[float], thin: bool, expected: str | None) -> None:
    assert labels(np.array([draws], dtype=float), np.array([thin]), Change()).tolist() == [expected]


def test_false_discoveries_are_controlled() -> None:
    p = np.array([0.20, 0.003, 0.60, 0.012, 0.04])
    assert benjamini_hochberg(p, 0.10).tolist() == [False, True, False, True, True]
    assert benjamini_hochberg(np.array([]), 0.10).tolist() == []


def test_surprise_adds_up_to_one_alarm_and_starts_again() -> None:
    z = np.array([0.2, 1.0, 2.0, np.nan, 2.5, 1.0])
    sums, alarms = cusum(z, CusumRules())
    assert sums.tolist() == [0, 0.5, 2.0, 2.0, 4.0, 0.5]
    assert alarms.tolist() == [False, False, False, False, True, False]


def test_protective_news_takes_off_its_share_and_no_more() -> None:
    world = World().filler("MLI", WEEK)
    world.event("out", "MLI", WEEK.sunday, {"int_withdrawal": [("o", "w")]}, base=8)
    gross = node(score(world), "international")["score"]
    world.event("in", "MLI", WEEK.sunday, {"int_support": [("p", "w")]}, base=2)
    scored = score(world)
    support = node(scored, "int_support")["score"]
    assert node(scored, "international")["score"] == pytest.approx(gross * (1 - 0.4 * support / 100))
    only = World().filler("MLI", WEEK)
    only.event("in", "MLI", WEEK.sunday, {"int_support": [("p", "w")]}, base=2)
    assert node(score(only), "international")["score"] == 0


@pytest.mark.parametrize(("denominator", "articles"), [("country", 5), ("panel", 25), ("baseline", 20)])
def test_a_share_may_be_taken_of_the_panel_or_of_the_usual_number_of_articles(denominator: str, articles: int) -> None:
    world = weeks_of(20, 5).filler("BFA", WEEK, n=20, outlets=5)
    world.mention(f"filler-MLI-{WEEK}-000", "int_foreign_forces", "MLI")
    chosen = tuple(i.model_copy(update={"denominator": denominator}) for i in INDICATORS)
    share = 100 * 0.7 / (0.7 * articles + 20)
    smoothed = share * (1 - 2**-0.5)
    found = observed(world, "int_foreign_forces", weeks=15, panel=("MLI", "BFA"), indicators=chosen)
    assert found == pytest.approx(smoothed, abs=1e-6)


def test_an_indicator_must_stand_out_among_all_that_moved_and_still_ones_do_not_dilute() -> None:
    sure = np.r_[np.full(49, 6.0), -1.0]  # p = .04
    noisy, still = np.tile([8.0, -8.0], 25), np.zeros(50)

    def first(*others: np.ndarray) -> str | None:
        cells = np.array([[sure, *others]])
        return str(controlled_labels(cells, np.zeros(cells.shape[:2], dtype=bool), Change())[0, 0])

    assert first() == "Deteriorated"
    assert first(*[still] * 9) == "Deteriorated"
    assert first(*[noisy] * 9) == "Unclear"


def test_the_latest_weeks_are_not_their_own_baseline() -> None:
    world = World()
    for back in range(13, 0, -1):
        world.filler("MLI", WEEK.shift(-back), n=20 if back >= 6 else 60, outlets=5)
    world.filler("MLI", WEEK, n=40, outlets=5)
    world.event("e", "MLI", WEEK.sunday, {"int_withdrawal": [("o1", "w1"), ("o2", "w2")]}, base=10 / 0.9775)
    change = {"baseline_weeks": 8, "baseline_gap_weeks": 6}
    assert observed(world, "int_withdrawal", weeks=14, change=change) == pytest.approx(10 / 2**0.5, abs=1e-3)


def test_an_outlet_that_writes_most_has_no_more_than_its_capped_share() -> None:
    frame = replace(framework(World(ratings=dict.fromkeys("abcd", "A"))), reliability=np.ones(4))
    n, hits = np.array([20.0, 5, 5, 5]), np.array([[20.0, 0, 0, 0]])
    share = attention_shares(
        n, hits, np.arange(4), chance=certain(frame), prior=np.zeros(1), framework=frame
    )  # the rest, 15, is 70 %: the cap leaves 6.43
    assert share[0, 0] == pytest.approx(100 * (15 * 0.3 / 0.7) / (15 / 0.7 + 20))


def test_a_draw_shares_out_as_much_weight_as_there_are_outlets() -> None:
    frame = framework(World(ratings=dict.fromkeys("abcde", "B")))
    known = np.array([True, True, True, False, False])
    chance = Draws(frame, "key", 40).chance(0, known)
    assert chance.mass[known].sum(axis=0) == pytest.approx(np.full(41, 3.0))
    assert chance.mass[:, 0].tolist() == [1.0] * 5
    assert chance.mass[known][:, 1:].std() > 0.3
