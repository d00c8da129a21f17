"""What a gold scenario expects against what came of it: one line for each expectation that does not hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from riskbrief.definitions.documents import Document
from riskbrief.definitions.scenarios import Expected, ExpectedToll, Scenario, Scenarios
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import Problem
from riskbrief.pipeline.scenarios import Article, Run, filler, own_articles, run
from riskbrief.pipeline.stages import Progress

NEAR = 0.005  # beliefs are written with two decimals
REMEDY = "Mend the edit; if the change is meant, write here what is now expected."


@dataclass(frozen=True)
class Trial:
    """A scenario, what came of it, and what came of the same week with the filler alone."""

    gold: Scenarios
    scenario: Scenario
    made: Run
    empty: Run

    @property
    def home(self) -> str:
        return self.gold.home(self.scenario)

    @property
    def expect(self) -> Expected:
        return self.scenario.expect

    def place(self, name: str) -> tuple[str, str]:
        """`NODE@COUNTRY` as node and country; the scenario's own country when none is named."""
        node, _, region = name.partition("@")
        return node, region or self.home


def trials(workspace: Workspace, gold: Scenarios, progress: Progress) -> Iterator[Trial]:
    """Every scenario in turn; weeks of filler alone are run once for the same countries."""
    empty: dict[tuple[str, ...], Run] = {}
    with TemporaryDirectory() as folder, progress.step("gold scenarios", len(gold.scenarios)) as tick:
        for scenario in gold.scenarios:
            regions = gold.regions(scenario) if scenario.filler else []
            quiet: list[Article] = filler(gold, regions, workspace)
            made = run(workspace, gold, own_articles(scenario) + quiet, Path(folder))
            if tuple(regions) not in empty:
                empty[tuple(regions)] = run(workspace, gold, quiet, Path(folder))
            tick()
            yield Trial(gold, scenario, made, empty[tuple(regions)])


def broken(workspace: Workspace, document: Document, progress: Progress) -> list[Problem]:
    """A problem at each scenario that does not hold, with what was expected and what came."""
    found = []
    for place, trial in enumerate(trials(workspace, document.made, progress)):
        if lines := failures(trial):
            text = f"scenario {trial.scenario.id} ({trial.scenario.title}) breaks: {'; '.join(lines)}"
            found.append(document.problem(("scenarios", place), text, REMEDY))
    return found


def failures(trial: Trial) -> list[str]:
    """Every expectation that does not hold."""
    return [line for check in CHECKS for line in check(trial)]


def _fires(trial: Trial) -> Iterator[str]:
    fired = trial.made.fired
    wanted = {(i, r): what.events for i, countries in trial.expect.fires.items() for r, what in countries.items()}
    for (indicator, region), events in wanted.items():
        count = fired.get((indicator, region), 0)
        if count != (events or max(count, 1)):
            yield _line(f"{indicator}@{region}", _events(events), count or "none")
    for indicator, region in fired:
        if (indicator, region) not in wanted and indicator not in trial.expect.may:
            yield _line(f"{indicator}@{region}", "nothing that counts", fired[indicator, region])


def _not(trial: Trial) -> Iterator[str]:
    for name in trial.expect.not_:
        indicator, _, region = name.partition("@")
        where = [r for i, r in trial.made.fired if i == indicator and region in ("", r)]
        if where:
            yield _line(name, "nothing that counts", f"it in {', '.join(sorted(where))}")


def _threat(trial: Trial) -> Iterator[str]:
    mentions = trial.made.resolved.mentions
    threats = set(mentions.loc[(mentions["status"] == "hypothetical") & ~mentions["counts"], "indicator_id"])
    yield from (_line(i, "a hypothetical mention", "none") for i in trial.expect.threat if i not in threats)


def _contested(trial: Trial) -> Iterator[str]:
    events, mentions = trial.made.resolved.events, trial.made.resolved.mentions
    disputed = set(events.loc[events["contested"], "event_id"])
    found = set(mentions.loc[mentions["event_id"].isin(disputed), "indicator_id"])
    yield from (_line(i, "a contested event", "none") for i in trial.expect.contested if i not in found)


def _tolls(trial: Trial) -> Iterator[str]:
    events = trial.made.resolved.events
    wanted = dict(trial.expect.tolls)
    if trial.expect.toll is not None:
        wanted[trial.home] = trial.expect.toll
    for region, toll in wanted.items():
        yield from _toll(toll, events, region, f"toll@{region}")
    if (earlier := trial.expect.toll_before_retraction) is not None:
        day = pd.Timestamp(earlier.as_of).date()
        yield from _toll(earlier, trial.made.at(day).events, trial.home, f"toll@{trial.home} on {earlier.as_of}")


def _toll(wanted: ExpectedToll, events: pd.DataFrame, region: str, what: str) -> Iterator[str]:
    told = events[(events["region_id"] == region) & events["toll_best"].notna()]
    if len(told) != 1:
        yield _line(what, "one event with a toll", len(told) or "none")
        return
    for key in ("low", "best", "high", "claimed_max", "contested"):
        found = told.iloc[0][key if key in told else f"toll_{key}"]
        if key in wanted.model_fields_set and not _same(getattr(wanted, key), found):
            yield _line(f"{what} {key}", _shown(getattr(wanted, key)), _shown(found))


def _same(wanted: object, found: object) -> bool:
    return bool(pd.isna(found)) if wanted is None else bool(found == wanted)


def _origins(trial: Trial) -> Iterator[str]:
    evidence = trial.made.resolved.evidence
    for indicator, count in trial.expect.origins.items():
        found = evidence.loc[evidence["indicator_id"] == indicator, "origin_id"].nunique()
        if found != count:
            yield _line(indicator, f"{count} origins", found)


def _belief(trial: Trial) -> Iterator[str]:
    for name, value in trial.expect.kappa.items():
        found = _believed(trial, name)
        if abs(found - value) > NEAR:
            yield _line(f"belief in {name}", f"{value:g}", f"{found:.3f}")
    for name, limit in trial.expect.kappa_max.items():
        found = _believed(trial, name)
        if not 0 < found <= limit:
            yield _line(f"belief in {name}", f"above 0 and at most {limit:g}", f"{found:.3f}")


def _believed(trial: Trial, name: str) -> float:
    """Belief in the most believed event of `INDICATOR` or `INDICATOR@COUNTRY`; 0 without one."""
    return max(trial.made.beliefs(*name.split("@")).values(), default=0.0)


def _status(trial: Trial) -> Iterator[str]:
    for region in trial.expect.status:
        score = trial.made.score(region, "index")
        if not math.isnan(score):
            yield _line(f"index@{region}", "not assessed", _shown(score))


def _direction(trial: Trial) -> Iterator[str]:
    for name, wanted in trial.expect.direction.items():
        node, region = trial.place(name)
        before, after = (_value(r, node, region) for r in (trial.empty, trial.made))
        if not _moved(wanted, before, after, trial.gold.flat_within):
            yield _line(f"{node}@{region}", wanted.replace("_", " "), f"{_shown(before)} -> {_shown(after)}")


def _value(made: Run, node: str, region: str) -> float:
    return made.level(region) if node == "level" else made.score(region, node)


def _moved(wanted: str, before: float, after: float, flat_within: float) -> bool:
    """Whether a score moved as expected; a missing one did not.

    >>> _moved("up", 0.0, 0.4, 3.0), _moved("flat", 0.0, 0.4, 3.0), _moved("not_up", 2.0, float("nan"), 3.0)
    (True, True, False)
    """
    moved = after - before
    return {"up": moved > 0, "down": moved < 0, "flat": abs(moved) < flat_within, "not_up": moved <= 0}[wanted]


def _below(trial: Trial) -> Iterator[str]:
    for name, limit in trial.expect.below.items():
        node, region = trial.place(name)
        score = _value(trial.made, node, region)
        if not score < limit:
            yield _line(f"{node}@{region}", f"below {limit:g}", _shown(score))


def _line(what: str, expected: object, got: object) -> str:
    return f"{what}: expected {expected}, got {got}"


def _events(count: int | None) -> str:
    return "at least one" if count is None else "one event" if count == 1 else f"{count} events"


def _shown(value: Any) -> str:
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "yes" if value else "no"
    if value is None or pd.isna(value):
        return "missing"
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


CHECKS: tuple[Callable[[Trial], Iterator[str]], ...] = (
    _fires, _not, _threat, _contested, _tolls, _origins, _belief, _status, _direction, _below,
)  # fmt: skip
