"""Where the annex has its numbers from: kept measures, the issue before, other methods, outlets that stand alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Called
from index_tables import WEEK as INDEX_WEEK
from index_tables import World, raid, score
from riskbrief.briefing.annex_record import Record
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.reports import Report
from riskbrief.periods import Week
from riskbrief.pipeline import annex
from riskbrief.pipeline.annex_changes import edits
from riskbrief.pipeline.kept import LATER, NOT_KEPT, UNREADABLE, keep
from riskbrief.pipeline.making import RunRequest
from riskbrief.pipeline.publish import sums

WEEK = Week.parse("2024-W38")
ROOT = Path(__file__).parents[1]
BAR = {"factor": "weights", "first": 0.3, "total": 0.4}
COUNTRY = {"region_id": "MLI", "runs": {"all": {"level_changes": 0.31, "starred": True}}}
SENSITIVITY: dict[str, Any] = {
    "week": "2024-W37", "index_version": "0.5.0", "countries": [COUNTRY],
    "runs": {"samples": 256, "factors": ["a"] * 9, "designs": ["all"]},
    "region": {"runs": {"all": {"indices": {"score": [BAR]}}}},
}  # fmt: skip


def test_what_was_kept_is_read_back_and_what_was_not_says_so(tmp_path: Path) -> None:
    assert annex.measured(tmp_path, WEEK) == {"why": dict.fromkeys(("sensitivity", "backtest", "audit"), NOT_KEPT)}
    keep(tmp_path, "sensitivity", SENSITIVITY)
    found = annex.measured(tmp_path, WEEK)
    assert found["why"].keys() == {"backtest", "audit"}
    assert (found["sobol"].runs, found["sobol"].starred, found["sobol"].moved) == (256 * 11, ("MLI",), {"MLI": 0.31})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", UNREADABLE),
        ("[]", UNREADABLE),
        ("{}", UNREADABLE),
        (json.dumps(SENSITIVITY | {"week": "2024-W39"}), LATER),
    ],
)
def test_a_measure_that_does_not_fit_is_left_out_and_says_why(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "measured").mkdir()
    (tmp_path / "measured" / "sensitivity.json").write_text(content)
    found = annex.measured(tmp_path, WEEK)
    assert "sobol" not in found and found["why"]["sensitivity"] == why


def test_a_record_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    keep(tmp_path, "sensitivity", SENSITIVITY)
    issue(tmp_path / "weekly", "2024-W37", {"index": {"version": "0.4.0"}})
    before = annex.before(tmp_path / "weekly", WEEK, configuration("0.5.0"))
    record = Record(command="riskbrief run weekly", before=before, **annex.measured(tmp_path, WEEK))
    assert annex.record_of(json.loads(json.dumps(annex.record_json(record)))) == record


def configuration(version: str) -> dict[str, Any]:
    return {"config": {"index": {"version": version}}, "digest": "d" * 64}


def issue(folder: Path, name: str, config: dict[str, Any]) -> Path:
    """A published set with a configuration and a score."""
    place = folder / ".runs" / name / "abc"
    place.mkdir(parents=True)
    header = "region_id,week,node,score,risk_level"
    rows = [header, f"MLI,{name},index,41.25,3", f"MLI,{name},security,50,", f"NER,{name},index,,"]
    files = {
        "config.json": json.dumps({"config": config, "digest": "d" * 64}).encode(),
        "scores.csv": "\n".join(rows).encode(),
    }
    for file, content in (files | {"SHA256SUMS": sums(files)}).items():
        (place / file).write_bytes(content)
    (folder / name).symlink_to(place.relative_to(folder))
    return place


def test_the_issue_before_is_the_newest_whole_one_of_an_earlier_week(tmp_path: Path) -> None:
    for name in ("2024-W35", "2024-W36", "2024-W38"):
        issue(tmp_path, name, {"index": {"version": "0.4.0", "pillars": {"security": {}}}})
    (issue(tmp_path, "2024-W37", {}) / "scores.csv").write_text("damaged")
    found = annex.before(tmp_path, WEEK, configuration("0.5.0"))
    assert found is not None and found.issue == "2024-W36" and found.scores == {"MLI": (41.25, 3)}
    assert found.pillars == {"MLI": {"security": 50.0}}
    assert [(e.key, e.was, e.now) for e in found.edits] == [("index.version", "0.4.0", "0.5.0")]
    assert annex.before(tmp_path, Week.parse("2024-W35"), configuration("0.5.0")) is None


def test_a_list_of_named_entries_is_compared_by_name_whatever_their_order() -> None:
    was = {"indicators": [{"id": "a", "hi": 7}, {"id": "b", "hi": 9}], "phrases": {"en": {"x": "old"}}}
    now = {"indicators": [{"id": "b", "hi": 9}, {"id": "a", "hi": 8}], "phrases": {"en": {"x": "new"}}}
    listed, counted = edits(was, now)
    assert [(e.key, e.was, e.now) for e in listed] == [("a.hi", "7", "8")]
    assert counted == {"indicators": 1, "phrases": 1}


def test_other_methods_are_worked_out_for_every_country_of_a_report_with_an_annex() -> None:
    reports = load_workspace(ROOT).reports
    scored = score(raid())
    runs = annex.methods(scored, reports["weekly"])
    assert {"equal weights", "arithmetic mean"} < {run.name for run in runs}
    assert all(run.levels.keys() == {"MLI"} for run in runs)
    body = [s for s in reports["weekly"].sections if not s.section.startswith("annex_")]
    bare: Report = reports["weekly"].model_copy(update={"sections": body})
    assert annex.methods(scored, bare) == () and not annex.has_annex(bare)


def test_weight_that_rests_on_one_outlet_alone_is_its_share_before_and_after_the_cap() -> None:
    """Nine lone events of an outlet rated D beside one event of two others; the cap cuts the nine and not the one."""
    world, day = World(ratings={"tabloid": "D", "a": "B", "b": "B"}).filler("MLI", INDEX_WEEK), INDEX_WEEK.monday
    for n in range(9):
        world.event(f"e{n}", "MLI", day, {"sec_attack_civilians": [(f"o{n}", "tabloid")]})
    world.event("shared", "MLI", day, {"sec_attack_civilians": [("x", "a"), ("y", "b")]})
    alone = score(world).assessment.alone
    assert alone.keys() == {"tabloid"}
    shared, lone = 0.9775, 9 * 0.45
    assert alone["tabloid"][0] == pytest.approx(lone / (lone + shared), abs=1e-3)
    # Under a cap of .30 what it carries alone falls to its largest event or 3/7 of the rest, whichever is more.
    left = max(0.45, 0.3 / 0.7 * shared)
    assert alone["tabloid"][1] == pytest.approx(left / (left + shared), abs=1e-3)


def test_the_command_names_what_was_asked_and_no_path() -> None:
    asked = RunRequest("weekly", WEEK, ("MLI", "BFA"), "fr", Path("/tmp/out"), Path("/home/somebody/articles.jsonl"))
    assert asked.command == "riskbrief run weekly --week 2024-W38 --regions MLI,BFA --language fr --articles FILE"


def test_runs_that_tell_nothing_are_not_kept(riskbrief: Callable[..., Called], workspace: Path) -> None:
    called = riskbrief("-C", workspace, "sensitivity", "--keep", "--samples", 0)
    assert called.code == 2 and "--keep" in called.err and not (workspace / "measured").exists()
