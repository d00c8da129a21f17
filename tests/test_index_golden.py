"""The worked week of method B.27, and what it promises beside the number."""

from __future__ import annotations

import pytest

from index_tables import PILLARS, node, raid, score
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


@pytest.mark.parametrize(
    ("policy", "expected", "said"),
    [
        ({"name": "renormalise"}, 59.9, "set by sec_attack_capital"),
        ({"name": "renormalise", "min_weight": 0.96}, None, "not assessed: 95% of its weight is known (needs 96%)"),
        ({"name": "require_all"}, None, "not assessed: 95% of its weight is known (needs all of it)"),
        ({"name": "mean_of_assessed"}, 59.9, "set by sec_attack_capital"),
    ],
)
def test_a_pillar_with_a_missing_part_is_assessed_as_its_policy_says(
    policy: dict[str, object], expected: float | None, said: str
) -> None:
    """No neighbour is assessed, so the pressure of neighbours, 5 % of the pillar, is missing."""
    security = PILLARS["security"] | {"missing": policy}
    found = node(score(raid(), change={"pillars": PILLARS | {"security": security}}), "security")
    assert found["reason"] == said
    assert pytest.approx(found["score"], abs=0.1, nan_ok=True) == (float("nan") if expected is None else expected)
