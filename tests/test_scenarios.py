"""The eighteen gold scenarios of the method, end to end. They are examples, never special cases in the code."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conftest import ROOT
from riskbrief.definitions.check_scenarios import scenario_problems
from riskbrief.definitions.documents import read_document
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.scenarios import Scenario, ScenarioArticle, Scenarios
from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline import scenarios
from riskbrief.pipeline.scenario_checks import Trial, failures, trials
from riskbrief.pipeline.stages import Progress
from scenario_run import GOLD, SCENARIOS, run, scenario_articles


@pytest.fixture(scope="module")
def shipped() -> Workspace:
    return load_workspace(ROOT)


@pytest.fixture(scope="module")
def runs(shipped: Workspace) -> dict[str, Trial]:
    """Each scenario, with what came of it and of the filler alone."""
    return {trial.scenario.id: trial for trial in trials(shipped, GOLD, Progress())}


def with_articles(scenario: Scenario, articles: Sequence[ScenarioArticle]) -> Scenario:
    return scenario.model_copy(update={"articles": list(articles)})


def expecting(trial: Trial, **changes: Any) -> Trial:
    """The same outcome under other expectations."""
    expect = {"fires": {}, **changes}
    scenario = Scenario.model_validate(
        trial.scenario.model_dump(by_alias=True)
        | {"expect": {"may": sorted({i for i, _ in trial.made.fired}), **expect}}
    )
    return Trial(trial.gold, scenario, trial.made, trial.empty)


def without_accents(text: str) -> str:
    """The text as typed on a keyboard without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def test_all_eighteen_scenarios_hold(runs: dict[str, Trial]) -> None:
    assert len(runs) == 18
    assert {name: lines for name, trial in runs.items() if (lines := failures(trial))} == {}


WRONG = [
    ({"fires": {"sec_attack_capital": {"MLI": {"events": 2}}}}, "sec_attack_capital@MLI: expected 2 events, got 1"),
    ({"fires": {"gov_coup_instability": {"MLI": {}}}}, "gov_coup_instability@MLI: expected at least one, got none"),
    ({"may": []}, "sec_attack_capital@MLI: expected nothing that counts, got 1"),
    ({"not": ["sec_attack_capital@MLI"]}, "sec_attack_capital@MLI: expected nothing that counts, got it in MLI"),
    ({"threat": ["sec_attack_capital"]}, "sec_attack_capital: expected a hypothetical mention, got none"),
    ({"contested": ["sec_attack_capital"]}, "sec_attack_capital: expected a contested event, got none"),
    ({"toll": {"best": 25, "contested": True}}, "toll@MLI best: expected 25, got 24"),
    ({"tolls": {"BFA": {"best": 24}}}, "toll@BFA: expected one event with a toll, got none"),
    ({"toll_before_retraction": {"as_of": "2024-03-04", "best": 24}}, "toll@MLI on 2024-03-04: expected one event"),
    ({"origins": {"sec_attack_security_forces": 4}}, "sec_attack_security_forces: expected 4 origins, got 2"),
    ({"kappa": {"sec_attack_capital@MLI": 0.5}}, "belief in sec_attack_capital@MLI: expected 0.5, got 0.850"),
    ({"kappa_max": {"sec_attack_capital": 0.5}}, "belief in sec_attack_capital: expected above 0 and at most 0.5, got"),
    ({"status": {"MLI": "not_assessed"}}, "index@MLI: expected not assessed, got 53.9"),
    ({"direction": {"security": "flat"}}, "security@MLI: expected flat, got 0 -> 59.9"),
    ({"direction": {"index": "not_up"}}, "index@MLI: expected not up, got 0 -> 53.9"),
    ({"direction": {"level": "down"}}, "level@MLI: expected down, got 1 -> 3"),
    ({"direction": {"governance": "up"}}, "governance@MLI: expected up, got 0 -> 0"),
    ({"below": {"index": 50}}, "index@MLI: expected below 50, got 53.9"),
]


@pytest.mark.parametrize(("expect", "line"), WRONG, ids=[f"{next(iter(e))}-{n}" for n, (e, _) in enumerate(WRONG)])
def test_each_expectation_that_does_not_hold_is_told(runs: dict[str, Trial], expect: dict[str, Any], line: str) -> None:
    assert any(found.startswith(line) for found in failures(expecting(runs["S01"], **expect)))


def test_the_filler_alone_scores_nothing(runs: dict[str, Trial]) -> None:
    filler = runs["S01"].empty
    assert filler.fired == {}
    assert filler.score("MLI", "index") == 0


def test_the_golden_number_of_the_method_comes_out(runs: dict[str, Trial]) -> None:
    """B.27: security 59.9, composite 53.9, level 3, within a tenth."""
    raid = runs["S01"].made
    found = {node: raid.score("MLI", node) for node in ("sec_attack_security_forces", "sec_attack_capital")}
    assert found == pytest.approx({"sec_attack_security_forces": 40.1, "sec_attack_capital": 74.9}, abs=0.1)
    assert raid.score("MLI", "security") == pytest.approx(59.9, abs=0.1)
    assert raid.score("MLI", "index") == pytest.approx(53.9, abs=0.1)
    assert raid.level("MLI") == 3


def test_stripping_all_accents_changes_nothing(shipped: Workspace, runs: dict[str, Trial], tmp_path: Path) -> None:
    plain = [
        a.model_copy(update={"title": without_accents(a.title), "body": without_accents(a.body)})
        for a in SCENARIOS["S02"].articles
    ]
    assert plain != SCENARIOS["S02"].articles
    bare = run(shipped, scenario_articles(with_articles(SCENARIOS["S02"], plain), shipped), tmp_path)
    accented = runs["S02"].made
    assert bare.fired == accented.fired
    numbers = ["event_id", "toll_low", "toll_best", "toll_high", "credibility"]
    pd.testing.assert_frame_equal(bare.resolved.events[numbers], accented.resolved.events[numbers])


def test_a_withdrawn_claim_leaves_no_trace_in_the_score(
    shipped: Workspace, runs: dict[str, Trial], tmp_path: Path
) -> None:
    others = [a for a in SCENARIOS["S12"].articles if a.id != "S12a"]
    never = run(shipped, scenario_articles(with_articles(SCENARIOS["S12"], others), shipped), tmp_path)
    assert runs["S12"].made.score("MLI", "security") == pytest.approx(never.score("MLI", "security"), abs=0.05)


MISTAKES = [
    ("fires: {gov_peacebuilding", "fires: {gov_peacebuildin", "unknown indicator 'gov_peacebuildin'"),
    ("{governance: not_up}", "{govrnance: not_up}", "unknown node 'govrnance'"),
    ("{governance: not_up}", "{governance: sideways}", "'governance' cannot be 'sideways'"),
    ("retracts: S12a", "retracts: S12x", "unknown article of this scenario 'S12x'"),
    ("security@SEN", "security@FRA", "unknown region of a panel 'FRA'"),
    ("src: wire_one", "src: wire_on", "unknown outlet of `sources` 'wire_on'"),
    ("id: S02\n", "id: S01\n", "scenario 'S01' stands twice"),
    ("id: S02a", "id: S01a", "article 'S01a' stands twice"),
    ("in {country}", "here", "the filler lacks {country}"),
    ("    toll: {low: 20", "    tol: {low: 20", "unknown key 'tol'"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES, ids=[said for _, _, said in MISTAKES])
def test_a_mistake_in_the_file_is_told_with_its_line(
    shipped: Workspace, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    text = (ROOT / "scenarios.yaml").read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "scenarios.yaml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    problems = list(scenario_problems(read_document(path, "scenarios.yaml", Scenarios), shipped))
    assert any(p.text.startswith(said) and p.line for p in problems), problems
    assert list(scenario_problems(read_document(ROOT / "scenarios.yaml", "scenarios.yaml", Scenarios), shipped)) == []


def believed(workspace: Workspace, articles: Sequence[dict[str, Any]], folder: Path, *, owner: str = "") -> list[float]:
    """Beliefs in attacks on security forces of invented articles by two B outlets, of one owner if it is named."""
    outlets = {name: {"rel": "B", "cls": "wire", "owner": owner} for name in ("wire_one", "wire_two")}
    head = GOLD.model_dump(by_alias=True, exclude={"scenarios"})
    plain = {"lang": "en", "date": "2024-03-05"}
    scenario = {
        "id": "T", "title": "", "filler": False, "articles": [plain | a for a in articles], "expect": {"fires": {}},
    }  # fmt: skip
    gold = Scenarios.model_validate(head | {"sources": outlets, "scenarios": [scenario]})
    made = scenarios.run(workspace, gold, scenarios.own_articles(gold.scenarios[0]), folder)
    return sorted(made.beliefs("sec_attack_security_forces", "MLI").values())


RAID = {"id": "one", "src": "wire_one", "body": "Gunmen attacked a gendarmerie post in Mopti in Mali on Tuesday."}
AGAIN = {
    "id": "two", "src": "wire_two",
    "body": "Near the river at Mopti in Mali, gunmen attacked gendarmes at their post on Tuesday, drivers said.",
}  # fmt: skip
ELSEWHERE = {"id": "two", "src": "wire_two", "body": "Gunmen attacked an army base in Kayes in Mali on Monday."}


def test_what_a_scenario_asks_of_belief_is_the_belief_the_index_has(shipped: Workspace, tmp_path: Path) -> None:
    """B.7: two owners corroborate each other, one owner has one voice, two events have a belief each."""
    assert believed(shipped, [RAID, AGAIN], tmp_path) == pytest.approx([0.9775])
    assert believed(shipped, [RAID, AGAIN], tmp_path, owner="one house") == pytest.approx([0.85])
    assert believed(shipped, [RAID, ELSEWHERE], tmp_path) == pytest.approx([0.85, 0.85])
