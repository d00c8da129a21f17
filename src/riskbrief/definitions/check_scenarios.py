"""What scenarios.yaml means: countries, nodes, outlets and articles that must exist; names that stand once."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.definitions.documents import Document
from riskbrief.definitions.known import Steps, repeated, unknown
from riskbrief.definitions.scenarios import Expected, Scenario, Scenarios
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import Problem

INDICATORS = ("may", "threat", "contested", "origins", "fires")
COUNTRIES = ("tolls", "status")
PLACED = {"not": False, "kappa": False, "kappa_max": False, "direction": True, "below": True}  # True: any node


def scenario_problems(document: Document, workspace: Workspace) -> Iterator[Problem]:
    """Every problem of the file: of form, or else of meaning in this workspace."""
    yield from document.problems
    gold = document.made
    if not isinstance(gold, Scenarios):
        return
    assessed = workspace.config.assessed
    yield from unknown(document, ("region",), gold.region, assessed, "region of a panel")
    for slot in ("{country}", "{number}"):
        if slot not in gold.filler.text:
            yield document.problem(("filler", "text"), f"the filler lacks {slot}", "Without it its texts are copies.")
    yield from repeated(document, ((("scenarios", i, "id"), s.id) for i, s in enumerate(gold.scenarios)), "scenario")
    places = ((("scenarios", i, "articles", k, "id"), a.id) for i, s in enumerate(gold.scenarios)
              for k, a in enumerate(s.articles))  # fmt: skip
    yield from repeated(document, places, "article")
    for i, scenario in enumerate(gold.scenarios):
        at: Steps = ("scenarios", i)
        if scenario.region is not None:
            yield from unknown(document, (*at, "region"), scenario.region, assessed, "region of a panel")
        yield from _articles(document, at, scenario, gold)
        yield from _names(document, (*at, "expect"), scenario.expect, workspace)


def _articles(document: Document, at: Steps, scenario: Scenario, gold: Scenarios) -> Iterator[Problem]:
    own = [article.id for article in scenario.articles]
    for k, article in enumerate(scenario.articles):
        here: Steps = (*at, "articles", k)
        yield from unknown(document, (*here, "src"), article.src, gold.sources, "outlet of `sources`")
        if article.retracts:
            yield from unknown(document, (*here, "retracts"), article.retracts, own, "article of this scenario")
    if scenario.repeat is not None:
        yield from unknown(document, (*at, "repeat", "id"), scenario.repeat.id, own, "article of this scenario")


def _names(document: Document, at: Steps, expect: Expected, workspace: Workspace) -> Iterator[Problem]:
    assessed, indicators = workspace.config.assessed, [i.id for i in workspace.indicators]
    nodes = ["index", "level", *workspace.config.index.pillars, *indicators]
    for key in INDICATORS:
        for where, name in _each(getattr(expect, key)):
            yield from unknown(document, (*at, key, *where), name, indicators, "indicator")
    for key in COUNTRIES:
        for where, name in _each(getattr(expect, key)):
            yield from unknown(document, (*at, key, *where), name, assessed, "region of a panel")
    for indicator, countries in expect.fires.items():
        for region in countries:
            steps = (*at, "fires", indicator, region, "[key]")
            yield from unknown(document, steps, region, assessed, "region of a panel")
    for key, any_node in PLACED.items():
        for where, text in _each(getattr(expect, "not_" if key == "not" else key)):
            name, _, region = text.partition("@")
            known, what = (nodes, "node") if any_node else (indicators, "indicator")
            yield from unknown(document, (*at, key, *where), name, known, what)
            if region:
                yield from unknown(document, (*at, key, *where), region, assessed, "region of a panel")


def _each(names: list[str] | dict[str, object]) -> Iterator[tuple[Steps, str]]:
    """Names of a list or keys of a mapping, each with its place."""
    if isinstance(names, dict):
        yield from (((name, "[key]"), name) for name in names)
    else:
        yield from (((place,), name) for place, name in enumerate(names))
