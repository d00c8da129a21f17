"""Whether the indicators of a pillar belong together: pairs that are one, and those that run against their pillar."""

from __future__ import annotations

import numpy as np
import pytest

from conftest import ROOT
from riskbrief.definitions.load import load_workspace
from riskbrief.periods import Week
from riskbrief.pipeline.backtest_coherence import coherence, coherence_lines
from riskbrief.pipeline.backtest_history import Past
from riskbrief.skill.coherence import cronbach_alpha, rank_correlations

SECURITY = ("sec_attack_security_forces", "sec_attack_civilians", "sec_cross_border")


def past(**series: list[float]) -> Past:
    """One country in as many weeks; indicators that are not named have no score."""
    workspace = load_workspace(ROOT)
    nodes = ("index", *workspace.config.index.pillars, *(i.id for i in workspace.indicators))
    weeks = len(next(iter(series.values())))
    score = np.full((weeks, 1, len(nodes)), np.nan)
    for name, values in series.items():
        score[:, 0, nodes.index(name)] = values
    return Past(tuple(Week.parse("2024-W10").shift(n) for n in range(weeks)), ("MLI",), nodes, score)


def test_twins_are_candidates_for_one_and_an_indicator_against_its_pillar_is_named() -> None:
    forces, civilians, borders = SECURITY
    told = past(
        **{forces: [1, 2, 3, 4, 5], civilians: [2, 4, 5, 7, 30], borders: [5, 4, 3, 2, 1], "security": [1, 3, 4, 6, 7]}
    )
    security = coherence(load_workspace(ROOT), told, ["MLI"])[0]
    assert [forces, civilians] in security["merge_candidates"] and [borders] == security["direction_review"]
    lines = list(coherence_lines([security]))
    assert f"    above 0.92, candidates for one: {forces} and {civilians}" in lines
    assert f"    runs against its pillar, review its direction: {borders}" in lines


def test_a_pillar_of_which_nothing_varies_says_so() -> None:
    governance = coherence(load_workspace(ROOT), past(security=[1, 2]), ["MLI"])[1]
    assert governance["alpha"] is None and governance["merge_candidates"] == []
    assert list(coherence_lines([governance])) == [
        f"  governance      {len(governance['indicators'])} indicators of risk: alpha none, no pair varies"
    ]


def test_alpha_is_one_for_parts_that_are_the_same_and_none_for_one_part() -> None:
    same = np.tile(np.arange(5.0), (3, 1))
    assert cronbach_alpha(same) == pytest.approx(1)
    assert np.isnan(cronbach_alpha(same[:1])) and np.isnan(cronbach_alpha(np.ones((2, 4))))


def test_a_pair_is_compared_where_both_are_known() -> None:
    parts = np.array([[1.0, 2, 3, np.nan], [1.0, 3, 2, 9], [np.nan, np.nan, np.nan, 4]])
    found = rank_correlations(parts)
    assert found[0, 1] == pytest.approx(0.5) and np.isnan(found[0, 2])
