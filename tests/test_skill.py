"""Proper scores, rank correlations, block resamples, simple forecasts and the gate, against slow and plain versions."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskbrief.skill import baselines, rolling, validity
from riskbrief.skill.blocks import Estimate, bounds, difference, estimate, resamples
from riskbrief.skill.gate import BASE_RATES, NO_CASE, NO_LOSS, TOO_FEW, judge
from riskbrief.skill.models import Correction, Fit
from riskbrief.skill.scores import Floats, Ints, crps
from riskbrief.skill.words import called

NAN = float("nan")
numbers = st.lists(st.integers(-3, 3).map(float) | st.just(NAN), min_size=2, max_size=12)


def draw(length: int) -> Ints:
    return resamples(length, block=3, draws=200, generator=np.random.default_rng(1))


@given(numbers)
def test_ranks_are_those_of_pandas_with_ties_and_missing_values(values: list[float]) -> None:
    expected = pd.Series(values).rank().to_numpy() - 1
    assert np.array_equal(validity.ranks(np.array(values)), expected, equal_nan=True)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.0, 1.0])), min_size=2, max_size=12))
def test_the_area_under_the_curve_is_the_share_of_pairs_in_the_right_order(cases: list[tuple[int, float]]) -> None:
    x, event = np.array([[float(a) for a, _ in cases]]), np.array([[e for _, e in cases]])
    pairs = [(a > b) + (a == b) / 2 for a, e in cases if e for b, f in cases if not f]
    found = float(validity.auc(x, event))
    assert found == pytest.approx(float(np.mean(pairs))) if pairs else np.isnan(found)


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=9), st.floats(-9, 9))
def test_the_score_of_an_ensemble_is_the_double_sum(members: list[float], outcome: float) -> None:
    m = len(members)
    spread = sum(abs(a - b) for a in members for b in members) / (2 * m * m)
    assert crps(members, outcome) == pytest.approx(sum(abs(a - outcome) for a in members) / m - spread, abs=1e-9)


def test_differences_between_countries_prove_nothing_within_them() -> None:
    x, y = np.array([[1.0, 2, 1, 2], [11, 12, 11, 12]]), np.array([[2.0, 1, 2, 1], [12, 11, 12, 11]])
    assert float(validity.pooled(x, y)) > 0.3
    assert float(validity.within(x, y)) == pytest.approx(-1)


def test_by_country_is_the_mean_of_own_correlations_weighted_by_what_outcomes_rank() -> None:
    """By hand: 1 and -.7746, the second of weight .6; missing months, a country whose outcome never varies and one
    far above the others change nothing; a score that never varies counts 0."""
    x, y = np.array([[1.0, 2, 3, 4], [4, 3, 2, 1]]), np.array([[1.0, 2, 3, 4], [0, 0, 0, 5]])
    mean = (1 - 0.6 * np.sqrt(0.6)) / 1.6
    assert float(validity.by_country(x, y)) == pytest.approx(mean)
    quiet = np.vstack([x, [1.0, 9, 1, 9]]), np.vstack([y, [7.0, 7, 7, 7]])
    gaps = [np.insert(np.add(side, [[0], [50], [0]]), 1, NAN, axis=1) for side in quiet]
    assert float(validity.by_country(*gaps)) == pytest.approx(mean)
    assert float(validity.by_country(x * [[1], [0]], y)) == pytest.approx(1 / 1.6)
    assert np.isnan(validity.by_country(x[:1], quiet[1][2:]))


def test_only_by_country_gives_nothing_where_the_order_of_months_is_random() -> None:
    """Countries with one to eight months above 0 of 60, in score and outcome, drawn apart from each other."""
    draw_ = np.random.default_rng(5)
    quiet = np.array([[1.0] * k + [0] * (60 - k) for k in range(1, 9)])
    found = [[float(m(draw_.permuted(quiet, axis=1), draw_.permuted(quiet, axis=1)))
              for m in (validity.within, validity.by_country)] for _ in range(60)]  # fmt: skip
    within, by_country = np.mean(found, axis=0)
    assert within > 0.5
    assert abs(by_country) < 0.03


def test_a_score_that_only_repeats_the_last_outcome_has_no_lead_value() -> None:
    outcome = np.random.default_rng(3).poisson(3, (4, 60)).astype(float)
    now, then = outcome[:, :-1], outcome[:, 1:]
    assert np.isnan(validity.partial(now, then, now))
    assert float(validity.partial(then, then, now)) == pytest.approx(1)
    noisy = now + np.random.default_rng(4).normal(0, 1, now.shape)
    assert abs(float(validity.partial(noisy, then, now))) < 0.2


def test_missing_months_are_left_out_of_a_correlation() -> None:
    x, y = np.array([[1.0, 2, 3, 4]]), np.array([[1.0, 3, 2, 4]])
    gaps = np.insert(x, 2, NAN, axis=1), np.insert(y, 2, 99.0, axis=1)
    assert float(validity.within(*gaps)) == float(validity.within(x, y))
    assert np.isnan(validity.within(np.full((1, 4), 2.0), y))


def test_resamples_are_whole_runs_and_the_same_for_the_same_question() -> None:
    rows = resamples(12, block=4, draws=50, generator=np.random.default_rng(1))
    runs = rows.reshape(50, 3, 4)
    assert (np.diff(runs, axis=2) == 1).all()
    assert np.array_equal(rows, resamples(12, block=4, draws=50, generator=np.random.default_rng(1)))
    few = estimate(validity.within, draw(5), *np.ones((2, 1, 5)), share=0.9)
    assert np.isnan(few.low) and np.isnan(few.high)


def test_an_interval_is_not_told_when_most_resamples_have_no_figure() -> None:
    assert np.isnan(bounds(np.array([1.0, NAN, NAN]), 0.9)).all()
    assert bounds(np.array([1.0, 1.0, NAN]), 0.9) == (1.0, 1.0)


def test_a_difference_is_taken_on_the_same_resamples() -> None:
    x, y = np.random.default_rng(2).normal(size=(2, 3, 40))
    found = difference(validity.within, draw(40), x, x, y, share=0.9)
    assert found == Estimate(0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "forecaster",
    [
        baselines.persistence,
        partial(baselines.smoothed, alpha=0.3),
        partial(baselines.recent, steps=12),
        partial(baselines.sparse, alpha=0.2, beta=0.1, steps=12),
        partial(baselines.poisson, alpha=0.3),
        partial(baselines.negative_binomial, alpha=0.3),
    ],
)
def test_no_forecast_sees_what_lies_ahead(forecaster: baselines.Forecaster) -> None:
    series = np.random.default_rng(5).poisson(2, (1, 30)).astype(float)
    later = series.copy()
    later[0, 20:] = 99.0
    seen = [rolling.from_past(forecaster, s, 1)(0, 19) for s in (series, later)]
    assert np.array_equal(*seen)


COUNTS: tuple[baselines.Forecaster, ...] = (
    partial(baselines.sparse, alpha=0.2, beta=0.1, steps=12),
    partial(baselines.poisson, alpha=0.3),
    partial(baselines.negative_binomial, alpha=0.3),
)


@pytest.mark.parametrize("forecaster", COUNTS)
@pytest.mark.parametrize("gaps", [0, 1, 5])
def test_one_known_count_is_what_is_forecast_and_none_gives_no_forecast(
    forecaster: baselines.Forecaster, gaps: int
) -> None:
    past = np.array([NAN] * gaps + [7.0])
    assert forecaster(past, 1).mean() == pytest.approx(7.0, abs=0.05)
    assert len(forecaster(past[:-1], 1)) == 0


def test_the_model_fits_only_to_outcomes_that_are_known() -> None:
    generator = np.random.default_rng(6)
    series, feature = generator.normal(size=(2, 3, 60))
    later = series.copy()
    later[:, 41:] = 99.0
    models = [Correction(s[:, 4:], np.zeros_like(s), feature[None], 4) for s in (series, later)]
    first, second = (model.members(1, 40) for model in models)
    assert len(first) and np.array_equal(first, second)


class Counted(Correction):
    """The model, telling at how many cells of its table each fit looked."""

    def fit(self, origin: int) -> Fit:
        looked.append(self.target[:, :origin].size)
        return super().fit(origin)


looked: list[int] = []


def rolled_model(countries: int) -> dict[str, Floats]:
    """The model over made-up series, 40 origins; `looked` starts anew."""
    looked.clear()
    series, feature = np.random.default_rng(8).normal(size=(2, countries, 60))
    model = Counted(series[:, 1:], np.zeros_like(series), feature[None], 1)
    return rolling.rolled(
        {"model": model.members}, series, ahead=1, first=19, limits=(-9.0, 9.0),
        measures={"crps": lambda members, now, outcome: crps(members, outcome)},
    )["crps"]  # fmt: skip


def test_twice_the_countries_are_twice_the_work_of_fitting() -> None:
    """Each origin is fitted to once, whatever the number of countries."""
    few = rolled_model(3)["model"]
    assert len(looked) == 40 and not np.isnan(few[:, 19:]).any()
    work = sum(looked)
    rolled_model(6)
    assert len(looked) == 40 and sum(looked) == 2 * work


def losses(level: float, months: int = 60) -> Floats:
    return level + np.random.default_rng(7).normal(0, 0.05, (3, months))


def test_only_a_sure_gain_over_the_best_simple_forecast_passes_the_gate() -> None:
    simple = {"persistence": losses(1.5), "smoothing": losses(1.0)}
    better = judge(losses(0.5), simple, draw, least=26, share=0.9)
    assert better.passed and better.best == "smoothing" and better.skill.value == pytest.approx(0.5, abs=0.05)
    equal = judge(losses(1.0), simple, draw, least=26, share=0.9)
    assert not equal.passed and equal.said == BASE_RATES
    unsure = judge(losses(1.0) + np.where(np.arange(60) < 6, -2, 0.15), simple, draw, least=26, share=0.9)
    assert unsure.skill.value > 0 > unsure.skill.low and not unsure.passed
    worse = judge(losses(1.2), simple, draw, least=26, share=0.9)
    assert not worse.passed and worse.skill.high < 0


def test_too_few_forecasts_or_none_never_pass() -> None:
    simple = {"persistence": losses(1.0, 25)}
    assert not judge(losses(0.5, 25), simple, draw, least=26, share=0.9).passed
    nothing = judge(np.full((3, 25), NAN), simple, draw, least=2, share=0.9)
    assert not nothing.passed and nothing.cases == 0 and np.isnan(nothing.skill.value)
    few = judge(losses(0.5, 5), {"persistence": losses(1.0, 5)}, draw, least=2, share=0.9)
    faultless = judge(losses(0.5), {"persistence": np.zeros((3, 60))}, draw, least=2, share=0.9)
    told = judge(losses(0.5), {"persistence": losses(1.0)}, draw, least=2, share=0.9)
    assert [v.untold for v in (nothing, few, faultless, told)] == [NO_CASE, TOO_FEW, NO_LOSS, ""]


def test_forecasts_are_compared_on_the_cases_that_all_of_them_have() -> None:
    model, simple = losses(1.0), losses(1.0)
    simple[:, :30] = NAN
    model[:, :30] = 0.0  # easy cases that the simple forecast does not have
    found = judge(model, {"persistence": simple}, draw, least=26, share=0.9)
    assert found.origins == 30 and found.losses["model"] == pytest.approx(1.0, abs=0.02)


def test_every_probability_is_counted_under_one_word() -> None:
    chance = np.linspace(0, 1, 101)
    rows = called(chance, (chance > 0.5).astype(float))
    assert sum(row.n for row in rows) == 101
    assert [row.happened for row in rows if row.word in ("unlikely", "likely")] == [0.0, 1.0]
