"""`run --dry-run`: which issue would be made from what, whether it stands, and not one file touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import Called
from riskbrief.definitions.load import load_workspace
from riskbrief.pipeline.harvesting import harvest

Riskbrief = Callable[..., Called]
WEEK = "2024-W38"


@pytest.fixture
def desk(workspace: Path, short_report: Path) -> Path:
    """A workspace with a short weekly, a flash, a country report and a few articles of one week."""
    rows = [{"article_id": f"a{k}", "source_id": f"outlet_{k}", "language": "en", "title": "", "url": "",
             "published_at": f"2024-09-{17 + k}T08:00:00Z", "text": f"Weavers in Mali showed cloth {k} at a fair."}
            for k in range(8)]  # fmt: skip
    (workspace / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return workspace


def state(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Every file and link with its size, instant of change and where it leads."""
    paths = [p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir()]
    return {str(p.relative_to(folder)): (p.lstat().st_size, p.lstat().st_mtime_ns, str(p.resolve())) for p in paths}


def plan(riskbrief: Riskbrief, desk: Path, *more: object, code: int = 0) -> Called:
    before = state(desk)
    articles = ("--articles", desk / "articles.jsonl")
    called = riskbrief("-C", desk, "run", *more, *articles, "--dry-run")
    assert called.code == code and state(desk) == before, called.err
    return called


def test_a_new_issue_one_in_place_of_another_set_and_a_withdrawn_one_are_told_apart(
    riskbrief: Riskbrief, desk: Path
) -> None:
    asked = ("weekly", "--week", WEEK)
    first = plan(riskbrief, desk, *asked).out.splitlines()
    assert first[0].startswith(f"weekly {WEEK}: would be made (")
    assert first[1] == "  from 6 of 8 articles, known before 2024-09-23 00:00 UTC, newest 2024-09-22"
    standing = desk / "output" / "weekly" / ".runs" / WEEK / ("0" * 12)
    standing.mkdir(parents=True)
    (desk / "output" / "weekly" / WEEK).symlink_to(standing)
    told = {"issue": WEEK, "status": "published", "withdrawn": {"run": "1" * 12, "on": "2024-09-24", "reason": "wrong"}}
    (standing / "manifest.json").write_text(json.dumps(told))
    assert f"weekly {WEEK}: would be made in place of another set (" in plan(riskbrief, desk, *asked).out
    (standing / "manifest.json").write_text(json.dumps(told | {"status": "withdrawn"}))
    assert "would not be made without --again" in plan(riskbrief, desk, *asked).out
    assert "would be made in place" in plan(riskbrief, desk, *asked, "--again").out


def test_a_report_on_countries_is_planned_for_each_and_a_flash_says_what_it_hangs_on(
    riskbrief: Riskbrief, desk: Path
) -> None:
    called = plan(riskbrief, desk, "country", "--week", WEEK, "--regions", "MLI,NER")
    issues = [line.split(":")[0] for line in called.out.splitlines()[:2]]
    assert issues == [f"country {WEEK}-MLI", f"country {WEEK}-NER"]
    called = plan(riskbrief, desk, "flash", "--as-of", "2024-09-20")
    assert "each country in which a trigger fires" in called.out and not (desk / "output").exists()


def test_a_plan_for_a_day_that_is_over_writes_nothing_to_the_store(riskbrief: Riskbrief, desk: Path) -> None:
    config = desk / "config.yaml"
    files = "  - {id: one, reader: jsonl, path: articles.jsonl}\n"
    config.write_text(config.read_text().replace("  - id: demo\n    reader: demo\n", files))
    harvest(load_workspace(desk), clock=lambda: datetime(2024, 9, 23, 5, 15, tzinfo=UTC))
    before = state(desk)
    called = riskbrief("-C", desk, "run", "weekly", "--as-of", "2024-09-23", "--dry-run")
    assert called.code == 0 and state(desk) == before, called.err


def test_what_would_stop_the_run_stops_the_plan(riskbrief: Riskbrief, desk: Path) -> None:
    (desk / "articles.jsonl").write_text("")
    assert plan(riskbrief, desk, "weekly", "--week", WEEK, code=6).out == ""
    plan(riskbrief, desk, "wekly", code=2)


def test_everything_that_is_due_is_planned_with_whom_it_would_ask_and_reach(riskbrief: Riskbrief, desk: Path) -> None:
    (desk / "reports" / "country.yaml").unlink()
    config = desk / "config.yaml"
    sources = (
        "  - {id: one, reader: jsonl, path: articles.jsonl}\n"
        "  - {id: live, reader: rss, url: https://news.example.org/feed, options: {outlet: reuters}}\n"
    )
    text = config.read_text().replace("  - id: demo\n    reader: demo\n", sources)
    config.write_text(text.replace("\ndelivery:\n", "\ndelivery:\n  folders: [{path: share, reports: [weekly]}]\n"))
    before = state(desk)
    called = riskbrief("-C", desk, "run", "--all", "--dry-run")
    assert called.code == 0, called.err
    assert "would first ask live" in called.out and "0 recipients by mail and 1 folders" in called.out
    assert "source one: ok, 8 articles" in called.out and "flash: " in called.out
    assert state(desk) == before
