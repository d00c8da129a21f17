"""The eighteen gold scenarios of the method, end to end. They are examples, never special cases in the code."""

from __future__ import annotations

import copy
import warnings
from pathlib import Path

import pandas as pd
import pytest

from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from scenario_checks import failures, without_accents
from scenario_run import SCENARIOS, Run, run, scenario_articles

AT_LEAST = 14


@pytest.fixture(scope="module")
def shipped() -> Workspace:
    return load_workspace(Path(__file__).parents[1])


@pytest.fixture(scope="module")
def runs(shipped: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Run, Run]]:
    """Each scenario, and the same week with the filler alone."""
    folder = tmp_path_factory.mktemp("scenarios")
    return {
        name: (
            run(shipped, scenario_articles(scenario, shipped), folder),
            run(shipped, scenario_articles(scenario, shipped, only_filler=True), folder),
        )
        for name, scenario in SCENARIOS.items()
    }


def test_at_least_fourteen_of_eighteen_scenarios_hold_and_the_others_are_listed(
    runs: dict[str, tuple[Run, Run]],
) -> None:
    failing = {name: lines for name, pair in runs.items() if (lines := failures(SCENARIOS[name], *pair))}
    for name, lines in failing.items():
        warnings.warn(f"scenario {name} fails: " + "; ".join(lines), stacklevel=1)
    assert len(runs) == 18
    assert len(runs) - len(failing) >= AT_LEAST, failing


def test_the_filler_alone_scores_nothing(runs: dict[str, tuple[Run, Run]]) -> None:
    filler = runs["S01"][1]
    assert filler.fired == {}
    assert filler.score("MLI", "index") == 0


def test_the_golden_number_of_the_method_comes_out(runs: dict[str, tuple[Run, Run]]) -> None:
    """B.27: security 59.9, composite 53.9, level 3, within a tenth."""
    raid = runs["S01"][0]
    found = {node: raid.score("MLI", node) for node in ("sec_attack_security_forces", "sec_attack_capital")}
    assert found == pytest.approx({"sec_attack_security_forces": 40.1, "sec_attack_capital": 74.9}, abs=0.1)
    assert raid.score("MLI", "security") == pytest.approx(59.9, abs=0.1)
    assert raid.score("MLI", "index") == pytest.approx(53.9, abs=0.1)
    assert raid.level("MLI") == 3


def test_stripping_all_accents_changes_nothing(
    shipped: Workspace, runs: dict[str, tuple[Run, Run]], tmp_path: Path
) -> None:
    plain = copy.deepcopy(SCENARIOS["S02"])
    article = next(a for a in plain["articles"] if a["id"] == "S02b")
    article |= {"title": without_accents(article["title"]), "body": without_accents(article["body"])}
    bare = run(shipped, scenario_articles(plain, shipped), tmp_path)
    with_accents = runs["S02"][0]
    assert bare.fired == with_accents.fired
    numbers = ["event_id", "toll_low", "toll_best", "toll_high", "credibility"]
    pd.testing.assert_frame_equal(bare.resolved.events[numbers], with_accents.resolved.events[numbers])


def test_a_withdrawn_claim_leaves_no_trace_in_the_score(
    shipped: Workspace, runs: dict[str, tuple[Run, Run]], tmp_path: Path
) -> None:
    without = copy.deepcopy(SCENARIOS["S12"])
    without["articles"] = [a for a in without["articles"] if a["id"] != "S12a"]
    never = run(shipped, scenario_articles(without, shipped), tmp_path)
    assert runs["S12"][0].score("MLI", "security") == pytest.approx(never.score("MLI", "security"), abs=0.05)
