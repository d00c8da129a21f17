"""The shipped gold scenarios by name, and their articles beside the filler of every country they are about."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT
from riskbrief.definitions.documents import scenario_document
from riskbrief.definitions.scenarios import Scenario, Scenarios
from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline import scenarios
from riskbrief.pipeline.scenarios import Article, Run, filler, own_articles


def _shipped() -> Scenarios:
    document = scenario_document(ROOT)
    assert document is not None and isinstance(document.made, Scenarios)
    return document.made


GOLD = _shipped()
SCENARIOS = {scenario.id: scenario for scenario in GOLD.scenarios}
WEEK = GOLD.week


def run(workspace: Workspace, articles: list[Article], folder: Path) -> Run:
    """The articles read, coded, resolved and scored as of the scenarios' Sunday."""
    return scenarios.run(workspace, GOLD, articles, folder)


def scenario_articles(scenario: Scenario, workspace: Workspace) -> list[Article]:
    """The articles of a scenario and its filler."""
    return own_articles(scenario) + filler(GOLD, GOLD.regions(scenario) if scenario.filler else [], workspace)
