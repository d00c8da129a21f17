"""The worked week of method B.27, and what it promises beside the number."""

from __future__ import annotations

import pytest

from index_tables import node, raid, score
from riskbrief.index.engine import Scored


@pytest.fixture(scope="module")
def scored() -> Scored:
    return score(raid(), intervals=1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sec_attack_security_forces", 40.1),
        ("sec_attack_capital", 74.9),
        ("sec_armed_group_activity", 8.6),
        ("sec_military_escalation", 4.3),
        ("sec_daily_life_disruption", 4.3),
        ("security", 59.9),
        ("index", 53.9),
    ],
)
def test_the_worked_week_scores_what_the_method_says(scored: Scored, name: str, expected: float) -> None:
    assert node(scored, name)["score"] == pytest.approx(expected, abs=0.1)
