"""Every worked number of the method, by the function that the project itself uses; one test a section, in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

import index_parts as step
from conftest import ROOT
from index_parts import near
from index_tables import BELIEF, WEEK, World, node, raid, score
from riskbrief.coding.clusters import similarity
from riskbrief.definitions.config import Change, Hysteresis, Pressure
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.rules import AnomalyRules, ChangePointRules, CusumRules
from riskbrief.index.attention import smooth, water_fill
from riskbrief.index.change import benjamini_hochberg, labels
from riskbrief.index.changepoint import recent_change, run_lengths
from riskbrief.index.events import credibility, severities
from riskbrief.index.levels import levels
from riskbrief.index.past import cusum, percentile, robust_z, surprise
from riskbrief.index.pillars import spatial_lag
from riskbrief.index.recipes import pillar_recipe
from riskbrief.index.sobol import saltelli, sobol
from riskbrief.ingest.origins import Likeness, sketch_of
from riskbrief.probability import band, word
from riskbrief.skill.baselines import ses, tsb
from riskbrief.skill.scores import brier, crps, fair_crps, skill

PAST = np.array([0, 0, 1, 1, 2, 2, 3.0])


def test_b3_27_of_30_windows_in_common_are_ninety_percent() -> None:
    words = [f"w{i}" for i in range(47)]
    long, short = (sketch_of("", " ".join(part), short_tokens=30) for part in (words[:44], words[13:]))
    assert (long.size, short.size, shared := len(long.shingles & short.shingles)) == (40, 30, 27)
    assert [Likeness(asked, 0.9, 7).holds(short, long, shared) for asked in (0.900, 0.901)] == [True, False]


def test_b6_the_best_toll_is_a_weighted_lower_median() -> None:
    assert step.fused((25, "range", 0.85), (24, "lower", 0.85)) == 24
    assert step.fused((30, "approximate", 0.70), (32, "exact", 0.70)) == 32
    assert step.fused((60, "exact", 0.20), (6, "exact", 0.85)) == 6
    assert step.fused((8, "exact", 0.70), (9, "exact", 0.70)) == 8  # the lower of two that weigh the same


def test_b7_independent_origins_corroborate_and_disputes_are_shrunk() -> None:
    heard = [("C", 1), ("B", 1)], [("E", 1)], [("E", 0.5)], [("B", 1), ("B", 1)]
    assert [step.kappa(*origins) for origins in heard] == pytest.approx([0.955, 0.20, 0.10, 0.9775])
    world = World().filler("MLI", WEEK)
    world.event("e", "MLI", WEEK.monday, {"sec_attack_civilians": [("o", "w")]}, contested=True)
    assert step.observed(world, "inf_contested") == pytest.approx(20)
    assert node(score(world), "inf_contested")["score"] == pytest.approx(40)


def test_b8_severity_and_the_likeness_of_two_reports() -> None:
    tolls = np.array([0, 7, 24, 127, 100_000.0])
    deadly = replace(step.facets(("B", 1))[0], toll=tolls[:, None], base=np.ones(5), deadly=np.ones(5, dtype=bool))
    felt = severities(deadly, np.zeros((5, 1), dtype=np.int64), Pressure().toll_points_max)[:, 0]
    assert felt == pytest.approx([1, 4, 5.644, 8, 8], abs=5e-4)
    assert [similarity(1, 1, 0.5, 1, 0.3), similarity(0.5, 2, 0, 0, 0.1)] == [near(0.753, 3), near(0.257, 3)]


def test_b9_no_outlet_dominates_attention_or_events() -> None:
    assert water_fill(np.array([10, 3, 2, 1.0]), 0.40) == pytest.approx([4, 3, 2, 1])
    for weights, expected in (([5, 5], [5, 5]), ([8, 2], [2, 2]), ([3, 3, 2, 2], [3, 3, 2, 2])):
        assert water_fill(np.array(weights, dtype=float), 0.30) == pytest.approx(expected)
    assert [step.left_of([2] * 5, 7), step.left_of([2] * 5, 0), step.left_of([1], 50)] == pytest.approx([3, 2, 1])


def test_b10_pressure_halves_every_half_life() -> None:
    assert step.recencies([7, 14, 28, 91]) == [near(0.7071, 4), near(0.5), near(0.25)]  # none after six half-lives
    assert step.recencies([91], horizon_half_lives=7)[0] > 0
    assert sum(step.recencies(list(range(0, 700, 7)), horizon_half_lives=50)) == near(3.414, 3)
    world = World(ratings={"b": "B", "c": "C"}).filler("MLI", WEEK)
    for ago, toll, origins in ((0, 7, [("o", "b"), ("p", "c")]), (14, 1, [("q", "c")])):
        day = WEEK.sunday - timedelta(days=ago)
        world.event(f"e{ago}", "MLI", day, {"sec_attack_civilians": origins}, toll=(toll, toll, toll))
    assert step.observed(world, "sec_attack_civilians") == near(4.52)


@pytest.mark.parametrize(("articles", "expected"), [(40, 7.071), (5, 14.142)])
def test_b11_ten_in_a_week_of_twice_and_a_quarter_of_the_usual_articles(articles: int, expected: float) -> None:
    world = step.weeks_of(20, articles)
    world.event("e", "MLI", WEEK.sunday, {"int_withdrawal": [("o", "v"), ("p", "w")]}, base=10 / 0.9775)
    assert step.observed(world, "int_withdrawal", weeks=15) == near(expected, 3)


def test_b12_attention_is_a_shrunk_share_smoothed_over_weeks() -> None:
    cases = (4, 30, 0.05), (0, 41, 0), (1, 1, 0)  # hits, articles, usual share
    assert [step.share_of(*case) for case in cases] == [near(10), 0, near(4.762, 3)]
    assert smooth(np.array([1, 20.0]), np.array([0, 10.0]), np.full(2, 14.0)).tolist() == [near(0.2929, 4), near(12.93)]


def test_b13_spillover_is_the_mean_of_the_neighbours_by_border() -> None:
    scores, km = np.array([80, 60, 20, 10, 20, 10.0])[:, None], np.array([[1325, 838, 599, 1062, 2236, 489.0]])
    lags = [spatial_lag(scores, w, w.sum(axis=1), min_share=0.5)[0, 0] for w in (np.ones((1, 6)), km)]
    assert lags == [near(33.33), near(34.89)]


def test_b14_levels_by_anchors_and_anomalies_by_the_own_past() -> None:
    anchored = [step.normalised(x, hi=63) for x in (0, 1, 3, 7, 15, 31, 63, 200)]
    assert anchored == pytest.approx([0, 16.667, 33.333, 50, 66.667, 83.333, 100, 100], abs=5e-4)
    assert robust_z(np.array(4.0), PAST, np.array(0.25)) == near(2.023, 3)
    assert percentile(np.array(2.0), PAST) == near(71.43)
    least, short = np.array([0.25]), AnomalyRules(full_weeks=7, min_weeks=7)
    assert surprise(np.array([4.0]), PAST[:, None], least, short)[1] == [near(88.3, 1)]
    assert surprise(np.log1p([1.0]), np.zeros((52, 1)), least, AnomalyRules())[0] == [near(2.773, 3)]


def test_b15_protective_news_takes_forty_percent_of_half() -> None:
    assert step.pillar_from("international", {"int_withdrawal": 60, "int_support": 50}) == near(48)


def test_b16_four_ways_to_one_number_and_what_each_pillar_adds() -> None:
    ways = ("power_mean", 1), ("power_mean", 2), ("geometric", 2), ("inverted_geometric", 2)
    found = [step.index_from(*way) for way in ways]
    assert [whole for whole, _ in found] == [near(44), near(52.915, 3), near(34.82), near(54.05)]
    for whole, points in found:
        assert sum(points) == pytest.approx(whole)
    assert found[1][1][0] == near(48.38)


def test_b17_weights_are_shared_out_among_what_is_assessed() -> None:
    known = ("sec_attack_security_forces", "sec_attack_capital", "sec_attack_civilians", "sec_armed_group_activity")
    first = dict.fromkeys(known, 0.0) | {known[0]: 100.0}  # .18 of .18 + .12 + .18 + .10
    assert step.pillar_from("security", first, floor=0, aggregate={"name": "power_mean", "p": 1}) == near(31.03)


def test_b18_a_bootstrap_draw_weighs_each_outlet() -> None:
    found, chance = step.facets(("C", 1), ("B", 1))
    mass = np.where(np.arange(len(chance.mass))[:, None] == found.outlet[0], 0.5, 1.5)
    assert credibility(found, replace(chance, mass=mass), BELIEF)[0, 0] == near(0.9682, 4)


def test_b19_a_change_of_six_points_in_nine_draws_of_ten_and_three_of_five_discoveries() -> None:
    draws = np.array([[6, 7, 5, 8, 9, 4, 6, 7, -1, 6.0]])
    rules = Change(), Change(probability=0.901), Change(delta=6), Change(delta=6.01)
    said = [labels(draws, np.array([False]), r)[0] for r in rules]
    assert said == ["Deteriorated", "Unclear", "Deteriorated", "Unchanged"]
    found = benjamini_hochberg(np.array([0.003, 0.012, 0.04, 0.20, 0.60]), 0.10)
    assert found.tolist() == [True, True, True, False, False]


def test_b20_an_alarm_at_four_and_a_shift_seen_in_short_runs_never_in_runs_of_none() -> None:
    sums, alarms = cusum(np.array([0.2, 1.0, 2.0, 2.5]), CusumRules())
    assert (sums.tolist(), alarms.tolist()) == ([0, 0.5, 2.0, 4.0], [False, False, False, True])
    rng = np.random.default_rng(0)
    shifted = np.r_[rng.normal(0, 1, 40), rng.normal(5, 1, 6)]
    assert [runs[0] for runs in run_lengths(shifted, 1 / 26)] == pytest.approx([1 / 26] * 46, abs=1e-9)
    recent = recent_change(shifted, ChangePointRules())  # the shift begins at 40
    assert recent[38] < 0.2 and recent[40] > 0.8


def test_b21_levels_do_not_flap() -> None:
    courses = ([57, 61, 63, 59, 57, 55, 54], [3, 3, 4, 4, 4, 4, 3]), ([10, 85], [1, 5]), ([61, 59] * 3, [4] * 6)
    for scores, expected in courses:
        assert levels(scores, (20, 40, 60, 80), Hysteresis()) == expected


def test_b22_naive_forecasts_and_proper_scores() -> None:
    assert ses(np.array([50, 60, 50.0]), alpha=0.3).tolist() == [50, near(53), near(52.1)]
    for past, expected in (([0.0], 1.8), ([0.0, 6.0], 2.222)):
        p, z = tsb(np.array(past), alpha=0.2, beta=0.1, start=(0.5, 4.0))
        assert p * z == near(expected, 3)
    ours, even = brier([0.8, 0.3, 0.1], [1, 0, 0]), brier([1 / 3] * 3, [1, 0, 0])
    assert (ours, even, skill(ours, even)) == (near(0.0467, 4), near(0.2222, 4), near(0.79))
    assert (crps([2, 4, 6], 5), fair_crps([2, 4, 6], 5), crps([4], 5)) == (near(0.778, 3), near(0.333, 3), 1)


def test_b23_shares_of_variance_of_x_plus_two_x() -> None:
    points = saltelli(4096, 2, "worked")
    found = sobol(points[..., :1] + 2 * points[..., 1:], "worked", resamples=50, interval=0.9)
    assert found.first[:, 0] == pytest.approx([0.2, 0.8], abs=0.06)
    assert found.total[:, 0] == pytest.approx([0.2, 0.8], abs=0.03)


def test_a2_words_of_probability_in_scores_and_in_print() -> None:
    words = {0.005: "almost no chance", 0.05: "very unlikely", 0.2: "unlikely", 0.45: "roughly even chance",
             0.55: "likely", 0.8: "very likely", 0.95: "almost certain", 0.999: "almost certain"}  # fmt: skip
    printed = load_workspace(ROOT).phrases["en"]
    assert {p: word(p) for p in words} == {p: printed[f"likelihood.{band(p)}"] for p in words} == words


def test_b27_the_worked_week_from_decay_to_level() -> None:
    assert step.recencies([5]) == [near(0.7807, 4)]
    world = raid().filler("BFA", WEEK).filler("NER", WEEK)  # quiet neighbours: nothing spills over
    scored = score(world, panel=("MLI", "BFA", "NER"), keep=True)
    attacks = {"sec_attack_security_forces": 40.1, "sec_attack_capital": 74.9}
    told = {"sec_armed_group_activity": 8.6, "sec_military_escalation": 4.3, "sec_daily_life_disruption": 4.3}
    for name, expected in {**attacks, **told, "security": 59.9, "index": 53.9}.items():
        assert node(scored, name)["score"] == near(expected, 1)
    recipe = pillar_recipe(scored.framework, 0)
    assert recipe.worth(np.array([node(scored, name)["score"] for name in recipe.parts])).blend == near(31.2, 1)
    assert node(scored, "index")["risk_level"] == 3
