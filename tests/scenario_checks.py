"""What a gold scenario expects, checked against a run: one line for each expectation that does not hold."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from scenario_run import Run, regions_of

NOT_CHECKED = {"note", "text_rule", "may", "invariance"}  # remarks; `may` is used by `fires`; the last has its own test
NOTICEABLE = 3.0  # points under which a score counts as flat

Expect = Mapping[str, Any]


def failures(scenario: Mapping[str, Any], run: Run, empty: Run) -> list[str]:
    """Every expectation of the scenario that does not hold; an expectation nobody checks is itself a failure."""
    expect = scenario["expect"]
    unknown = [f"nobody checks {key!r}" for key in expect if key not in CHECKS and key not in NOT_CHECKED]
    return unknown + [line for key, check in CHECKS.items() if key in expect for line in check(scenario, run, empty)]


def _fires(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    expect = scenario["expect"]
    wanted = {(i, r): what for i, countries in expect["fires"].items() for r, what in countries.items()}
    for (indicator, region), what in wanted.items():
        count = run.fired.get((indicator, region), 0)
        if not count or ("events" in what and count != what["events"]):
            yield f"{indicator}@{region} should fire ({what}), found {count}"
    for indicator, region in run.fired:
        if (indicator, region) not in wanted and indicator not in expect.get("may", []):
            yield f"{indicator}@{region} fired and should not"


def _not(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    for name in scenario["expect"]["not"]:
        indicator, _, region = name.partition("@")
        if any(i == indicator and region in ("", r) for i, r in run.fired):
            yield f"{name} must not fire"


def _threat(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    mentions = run.resolved.mentions
    threats = mentions[(mentions["status"] == "hypothetical") & ~mentions["counts"]]
    yield from (f"{i} is no threat" for i in scenario["expect"]["threat"] if i not in set(threats["indicator_id"]))


def _contested(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    events, mentions = run.resolved.events, run.resolved.mentions
    disputed = set(events.loc[events["contested"], "event_id"])
    found = set(mentions.loc[mentions["event_id"].isin(disputed), "indicator_id"])
    yield from (f"{i} is not contested" for i in scenario["expect"]["contested"] if i not in found)


def _toll(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    yield from _compare(scenario["expect"]["toll"], _events(run.resolved.events, "MLI BFA"), "toll")


def _tolls(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    for region, wanted in scenario["expect"]["tolls"].items():
        yield from _compare(wanted, _events(run.resolved.events, region), f"toll@{region}")


def _toll_before(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    wanted = dict(scenario["expect"]["toll_before_retraction"])
    yield from _compare(wanted, _events(run.at(wanted.pop("as_of")).events, "MLI"), "toll before the retraction")


def _events(events: pd.DataFrame, regions: str) -> pd.DataFrame:
    return events[events["region_id"].isin(regions.split()) & events["toll_best"].notna()]


def _compare(wanted: Mapping[str, Any], events: pd.DataFrame, what: str) -> Iterator[str]:
    if len(events) != 1:
        yield f"{what}: {len(events)} events with a toll"
        return
    event = events.iloc[0]
    for key, value in wanted.items():
        column = key if key in {"claimed_max", "contested"} else f"toll_{key}"
        if event[column] != value:
            yield f"{what}: {key} is {event[column]}, not {value}"


def _origins(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    evidence = run.resolved.evidence
    for indicator, count in scenario["expect"]["origins"].items():
        found = evidence.loc[evidence["indicator_id"] == indicator, "origin_id"].nunique()
        if found != count:
            yield f"{indicator} has {found} origins, not {count}"


def kappa(run: Run, indicator: str, region: str = "") -> float:
    """Belief in an indicator's event (method B.7)."""
    belief, rows = run.workspace.config.index.belief, run.resolved.evidence
    rows = rows[(rows["indicator_id"] == indicator) & ((rows["region_id"] == region) | (region == ""))]
    affirms, refutes = rows[rows["stance"] == "affirms"], rows[rows["stance"] == "refutes"]
    believed = min(belief.cap, 1 - math.prod(1 - affirms["alpha"] * affirms["r"]))
    return believed * math.prod(1 - belief.refutation * refutes["r"])


def _kappa(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    for name, value in scenario["expect"]["kappa"].items():
        found = kappa(run, *name.split("@"))
        if abs(found - value) > 0.005:
            yield f"kappa of {name} is {found:.3f}, not {value}"


def _kappa_max(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    for name, limit in scenario["expect"]["kappa_max"].items():
        if not 0 < kappa(run, name) <= limit:
            yield f"kappa of {name} is {kappa(run, name):.3f}, above {limit}"


def _status(scenario: Mapping[str, Any], run: Run, _: Run) -> Iterator[str]:
    for region in scenario["expect"]["status"]:
        if not math.isnan(run.score(region, "index")):
            yield f"{region} is assessed"


def _direction(scenario: Mapping[str, Any], run: Run, empty: Run) -> Iterator[str]:
    home = next((r for r in regions_of(scenario) if r in str(scenario["expect"]["fires"])), "MLI")
    for name, wanted in scenario["expect"]["direction"].items():
        node, _, region = name.partition("@")
        region = region or home
        if node == "level":
            if run.level(region) < empty.level(region) + 1:
                yield f"level of {region} is {run.level(region)}"
        elif node != "watch":
            score, before = run.score(region, node), empty.score(region, node)
            if not _moves(str(wanted), score, before):
                yield f"{node}@{region} should be {wanted!r}: {before:.1f} -> {score:.1f}"


def _moves(wanted: str, score: float, before: float) -> bool:
    if wanted.startswith("NaN"):
        return math.isnan(score)
    if limit := re.match(r"< (\d+)", wanted):
        return score < float(limit[1])
    if wanted.startswith("up") or wanted.startswith("contested share"):
        return score > before
    if wanted.startswith("down"):
        return score <= before
    return abs(score - before) < NOTICEABLE


CHECKS: dict[str, Callable[[Mapping[str, Any], Run, Run], Iterator[str]]] = {
    "fires": _fires,
    "not": _not,
    "threat": _threat,
    "contested": _contested,
    "toll": _toll,
    "tolls": _tolls,
    "toll_before_retraction": _toll_before,
    "origins": _origins,
    "kappa": _kappa,
    "kappa_max": _kappa_max,
    "status": _status,
    "direction": _direction,
}


def without_accents(text: str) -> str:
    """The text as typed on a keyboard without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
