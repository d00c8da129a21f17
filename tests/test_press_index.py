"""Indices of the press against their published algebra, and the shipped EPU example."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import run_page
from riskbrief.errors import UsageError
from riskbrief.index import epu_index, gpr_index, share_of_articles
from riskbrief.index.press_index import to_mean_100

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "epu"
PAPERS = np.array([[0.02, 0.025], [0.04, 0.025], [0.06, 0.10]])


def test_two_papers_give_the_worked_index() -> None:
    assert epu_index(PAPERS) == pytest.approx([50.0, 81.6987, 168.3013], abs=5e-5)


def test_the_base_periods_set_spread_and_level() -> None:
    longer = np.vstack([PAPERS, [[0.08, 0.05]]])
    base = np.array([True, True, True, False])
    assert epu_index(longer, base)[:3] == pytest.approx([50.0, 81.6987, 168.3013], abs=5e-5)
    assert epu_index(longer, base)[3] == pytest.approx(100 * (4 + 2 / 3**0.5) / (2 * 1.57735), abs=1e-3)


@given(st.floats(0.01, 100), st.floats(0.01, 100))
def test_the_scale_of_a_paper_does_not_matter_and_the_mean_is_100(first: float, second: float) -> None:
    scaled = epu_index(PAPERS * np.array([first, second]))
    assert scaled == pytest.approx(epu_index(PAPERS))
    assert scaled.mean() == pytest.approx(100)


def test_a_paper_that_printed_nothing_is_missing_not_zero() -> None:
    shares = PAPERS.copy()
    shares[1, 1] = np.nan
    first = PAPERS[:, 0] / PAPERS[:, 0].std()
    second = shares[:, 1] / np.nanstd(shares[:, 1])
    expected = np.array([(first[0] + second[0]) / 2, first[1], (first[2] + second[2]) / 2])
    assert epu_index(shares) == pytest.approx(100 * expected / expected.mean())
    closed = np.vstack([PAPERS, [[np.nan, np.nan]]])
    assert np.isnan(epu_index(closed)[3])
    assert share_of_articles(np.array([0, 0]), np.array([10, 0])).tolist() == [0.0, pytest.approx(np.nan, nan_ok=True)]


def test_geopolitical_risk_pools_papers_and_has_mean_100_over_its_base() -> None:
    counted, articles = np.array([[1, 3], [2, 0], [9, 9]]), np.array([[100, 300], [100, 0], [100, 200]])
    base = np.array([True, True, False])
    assert gpr_index(counted, articles, base) == pytest.approx([100 * s / 0.015 for s in (0.01, 0.02, 0.06)])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: epu_index(np.array([[0.1, 0.1], [0.1, 0.2], [0.1, 0.3]])), "standard deviation of a series"),
        (lambda: epu_index(np.array([[np.nan, 0.1], [np.nan, 0.2]])), "no value in the base"),
        (lambda: epu_index(np.array([[np.inf], [0.2]])), "finite number"),
        (lambda: to_mean_100(np.zeros(3)), "mean of a series"),
        (lambda: share_of_articles(np.array([3]), np.array([2])), "more articles count"),
        (lambda: share_of_articles(np.array([-1]), np.array([2])), "from 0"),
        (lambda: share_of_articles(np.array([1]), np.array([np.inf])), "finite"),
        (lambda: share_of_articles(np.ones(2), np.ones(3)), r"the shape \(2,\), articles \(3,\)"),
        (lambda: share_of_articles(np.ones((2, 2)), np.ones(2)), r"the shape \(2, 2\), articles \(2,\)"),
        (lambda: share_of_articles(np.array(["one"]), np.array([2])), "must be of numbers"),
        (lambda: epu_index(np.array([0.1, 0.2])), r"\[period, paper\], not the shape \(2,\)"),
        (lambda: gpr_index(np.ones(2), np.ones((2, 1))), r"\[period, paper\], not the shape \(2,\)"),
    ],
)
def test_a_series_without_a_scale_and_impossible_counts_are_refused(wrong: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        wrong()  # type: ignore[operator]


@pytest.mark.parametrize(("first", "said"), [([20, 1], "more articles count"), ([-1, 3], "from 0")])
def test_what_one_paper_cannot_have_printed_does_not_hide_in_the_pooled_sum(first: list[int], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        gpr_index(np.array([first, [1, 1]]), np.array([[10, 100], [10, 100]]))


@pytest.mark.parametrize("base", [[0, 1], [True], [True, True, True], [np.nan, True], ["2001", "2002"]])
def test_base_periods_are_true_or_false_for_each_period(base: list[object]) -> None:
    """Numbers of periods would otherwise pass as flags: of 0 and 1 the second alone."""
    for wrong in (lambda: epu_index(PAPERS[:2], base), lambda: gpr_index(np.ones((2, 2)), np.full((2, 2), 9), base)):
        with pytest.raises(UsageError, match="True or False for each of the 2 periods"):
            wrong()  # type: ignore[no-untyped-call]


def test_the_shipped_example_gives_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    made = run_page(EXAMPLE / "README.md", monkeypatch)["index"]
    expected = pd.read_csv(EXAMPLE / "expected.csv", index_col="month")["epu"]
    assert made.to_dict() == pytest.approx(expected.to_dict(), abs=5e-5)
    assert set(pd.read_csv(EXAMPLE / "articles.csv")["source"]) == {"synthetic"}
