"""`riskbrief calibrate`: upper anchors by the panel's own values, proposed and never written."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import Called
from index_tables import INDICATORS, PILLAR_OF, REGIONS, World, definition
from riskbrief.definitions.indicators import NormaliserChoice
from riskbrief.index.calibrate import Proposal, covered, proposals
from riskbrief.index.framework import FULL, NONE, Framework, build_framework
from riskbrief.index.rescore import Observed
from riskbrief.pipeline.calibrating import anchor_places

PANEL = ("MLI", "BFA")
RAIDS = "sec_attack_security_forces"
DAYS = ("2024-02-20", "2024-02-27", "2024-03-05")


def frame(**changes: Any) -> Framework:
    return build_framework(
        definition(**changes), INDICATORS, pillar_of=PILLAR_OF, regions=REGIONS, panel=PANEL,
        outlets=World().outlets(), seen_outlets=[],
    )  # fmt: skip


def past(framework: Framework, weeks: int = 52) -> Observed:
    """Every country covered in every week; every value 1."""
    shape = (weeks, len(framework.regions))
    values = np.ones((*shape, len(framework.indicators)))
    names, lit = tuple(f"w{t}" for t in range(weeks)), np.zeros(shape, dtype=bool)
    return Observed(names, values, np.full(shape, FULL, dtype=np.int64), values, lit)


def proposed(given: Observed, framework: Framework, indicator: str = RAIDS, weeks: int = 52) -> Proposal:
    return next(p for p in proposals(given, framework, weeks) if p.indicator_id == indicator)


def test_values_of_all_countries_are_pooled_and_those_above_the_anchor_counted() -> None:
    framework = frame()
    given, position = past(framework), framework.indicator_ids.index(RAIDS)
    given.values[:, :2, position] = np.arange(104).reshape(52, 2)
    found = proposed(given, framework)
    assert found.proposed == pytest.approx(np.quantile(np.arange(104), 0.975))  # 100.425: not that of one country
    assert (found.lo, found.hi, found.above) == (0, 63, 40)  # 64 to 103; 63 itself is not above
    assert (found.weeks, found.country_weeks, found.missing, found.reason) == (52, 104, 0, "")


def test_the_percentile_is_the_one_of_the_yaml() -> None:
    framework = frame(calibration={"percentile": 0.5})
    given, position = past(framework), framework.indicator_ids.index(RAIDS)
    given.values[:, :2, position] = np.arange(104).reshape(52, 2)
    assert proposed(given, framework).proposed == 51.5


def test_weeks_without_coverage_and_neighbours_outside_the_panel_are_left_out() -> None:
    framework = frame()
    assert len(framework.regions) > 2
    given = past(framework, 53)
    given.values[:, 2:] = 1e6
    given.values[7, 0], given.coverage[7, 0] = 1e6, NONE
    found = proposed(given, framework, weeks=53)
    assert (found.proposed, found.above, found.country_weeks, found.missing) == (1, 0, 105, 0)
    seen = covered(given, framework, 53)
    assert (seen.country_weeks, seen.assessed, seen.left_out, seen.weeks) == (106, 105, 1, 53)


def test_a_missing_value_is_counted_and_is_no_zero() -> None:
    framework = frame(calibration={"percentile": 0.25})
    given = past(framework)
    given.values[:40, 1] = np.nan
    found = proposed(given, framework)
    assert (found.proposed, found.country_weeks, found.missing) == (1, 64, 40)


@pytest.mark.parametrize("lost", ["coverage", "value"])
def test_fewer_than_52_weeks_give_no_proposal(lost: str) -> None:
    framework = frame()
    given = past(framework)
    assert proposed(given, framework).proposed == 1
    if lost == "coverage":
        given.coverage[3] = NONE
    else:
        given.values[3] = np.nan
    found = proposed(given, framework)
    assert math.isnan(found.proposed) and (found.reason, found.weeks) == ("few_weeks", 51)


def test_only_the_weeks_asked_for_count() -> None:
    framework = frame()
    given = past(framework, 60)
    given.values[:8] = 1e6
    assert proposed(given, framework).proposed == 1
    assert proposed(given, framework, weeks=60).proposed == 1e6


def test_no_anchor_is_proposed_where_none_is_used_or_no_scale_would_be_left() -> None:
    ranked = INDICATORS[0].model_copy(update={"normaliser": NormaliserChoice(name="percentile")})
    framework = replace(frame(), indicators=(ranked, *INDICATORS[1:]))
    given = past(framework)
    given.values[:, :, 2] = 0
    reasons = {p.indicator_id: p.reason for p in proposals(given, framework, 52)}
    assert reasons.pop(ranked.id) == reasons.pop("sec_neighbour_pressure") == "no_anchor"
    assert reasons.pop(INDICATORS[2].id) == "not_above_lo"
    assert set(reasons.values()) == {""}


def test_each_anchor_is_found_where_it_stands(workspace: Path) -> None:
    path = workspace / "indicators" / "security.yaml"
    text = path.read_text(encoding="utf-8").replace("defaults: {", "defaults: {hi: 12, ", 1)
    head, rest = text.split("  - id: sec_attack_capital", 1)
    path.write_text(head.replace("    hi: 63\n", "") + "  - id: sec_attack_capital" + rest, encoding="utf-8")
    other = workspace / "indicators" / "governance.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("    hi: 7\n", "", 1), encoding="utf-8")
    places = anchor_places(workspace)
    lines = {f"indicators/{p.name}": p.read_text(encoding="utf-8").splitlines() for p in (path, other)}

    def at(indicator: str) -> tuple[str, str]:
        place = places[indicator]
        return place["written"], lines[place["path"]][place["line"] - 1].strip()

    assert at("sec_attack_capital") == ("indicator", "hi: 7")
    assert at(RAIDS)[0] == "defaults" and at(RAIDS)[1].startswith("defaults: {hi: 12")
    assert at("gov_coup_instability") == ("nowhere", "- id: gov_coup_instability")


@pytest.fixture
def corpus(article_file: Callable[..., Path]) -> Path:
    """Three weeks in Mali by six outlets, a raid in the second."""
    rows = []
    for week, day in enumerate(DAYS):
        for k in range(12):
            text = f"The market of Bamako, Mali, sold {100 * week + k} sacks of rice on {day}; rain was near, {k}."
            rows.append({"source_id": f"paper_{k % 6}", "published_at": day, "title": f"Mali {week} {k}", "text": text})
    raid = "Gunmen attacked an army post near Gao in Mali on Tuesday, killing 24 soldiers, the Malian army said."
    rows.append({"source_id": "paper_1", "published_at": "2024-02-28", "title": "Raid near Gao, Mali", "text": raid})
    return article_file(rows)


def ask(riskbrief: Callable[..., Called], workspace: Path, corpus: Path, *more: object) -> Called:
    done = riskbrief("-C", workspace, "calibrate", "--as-of", "2024-03-10", "--articles", corpus, *more)
    assert done.code == 0, done.err
    return done


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_proposals_come_with_their_places_and_no_file_changes(
    riskbrief: Callable[..., Called], workspace: Path, corpus: Path
) -> None:
    config = workspace / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("least_weeks: 52", "least_weeks: 3"), encoding="utf-8")
    before = files(workspace)
    done = ask(riskbrief, workspace, corpus, "--format", "json")
    found: dict[str, Any] = json.loads(done.out)
    assert (found["format"], found["week"], found["weeks"]) == (1, "2024-W10", 3)
    assert found["covered"] == {
        "country_weeks": 3 * len(found["panel"]), "assessed": 3, "left_out": 3 * (len(found["panel"]) - 1), "weeks": 3,
    }  # fmt: skip
    raids = next(row for row in found["indicators"] if row["indicator_id"] == RAIDS)
    scored = riskbrief("-C", workspace, "score", "--no-cache", "--as-of", "2024-03-10", "--articles", corpus).rows
    assert any(row["node"] == RAIDS and row["region_id"] == "MLI" and row["score"] for row in scored)
    assert raids["proposed"] > 0 and raids["anchor"]["path"] == "indicators/security.yaml"
    assert sum(row["country_weeks"] for row in found["levels"]) == found["covered"]["country_weeks"]
    told = ask(riskbrief, workspace, corpus).out
    assert f"indicators/security.yaml:{raids['anchor']['line']}\n" in told
    assert "Nothing was written." in told and "not assessed" in told
    assert ask(riskbrief, workspace, corpus).out == told
    assert files(workspace) == before


def test_other_outlet_ratings_give_other_values(
    riskbrief: Callable[..., Called], workspace: Path, corpus: Path, tmp_path: Path
) -> None:
    config = workspace / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("least_weeks: 52", "least_weeks: 3"), encoding="utf-8")
    rated = tmp_path / "rated.yaml"
    rated.write_text("outlets:\n  paper_1: {reliability: A, class: wire, name: One}\n", encoding="utf-8")

    def raids(*more: object) -> float:
        rows = json.loads(ask(riskbrief, workspace, corpus, "--format", "json", *more).out)["indicators"]
        return float(next(row for row in rows if row["indicator_id"] == RAIDS)["proposed"])

    assert raids("--outlets", rated) > 1.1 * raids()


def test_too_short_a_past_is_told(riskbrief: Callable[..., Called], workspace: Path, corpus: Path) -> None:
    told = ask(riskbrief, workspace, corpus).out
    assert "3 weeks with an assessed country" in told and "Nothing is proposed.\n" in told
    assert "values of fewer than 52 weeks (index.calibration.least_weeks)" in told


def test_a_file_that_is_not_there_is_refused(riskbrief: Callable[..., Called], workspace: Path, tmp_path: Path) -> None:
    done = riskbrief("-C", workspace, "calibrate", "--outlets", tmp_path / "none.yaml")
    assert done.code == 2 and "there is no such file" in done.err
