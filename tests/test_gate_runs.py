"""Runs that the quality gate or the release checklist stops: nothing is published, nothing old changes, all is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import Called
from riskbrief.briefing.release import ITEMS
from riskbrief.definitions.load import load_workspace
from riskbrief.periods import Week
from riskbrief.pipeline.attempts import attempts
from riskbrief.pipeline.gauges import exposition, gauges
from riskbrief.pipeline.schemas import schema

Riskbrief = Callable[..., Called]
WEEK = Week.parse("2024-W10")
TEXT = "Weavers in Mali showed cloth number {} at a fair in Bamako, and stall {} sold out of thread by noon."


def news(now: int) -> str:
    """Three weeks of 20 articles a week, the last with `now`, as lines of a file."""
    rows = [
        {"article_id": f"{back}-{k}", "source_id": f"outlet_{k % 6}", "language": "en", "title": "", "url": "",
         "published_at": f"{WEEK.monday - timedelta(weeks=back, days=-6)}T{k:02}:00:00",
         "text": TEXT.format(f"{back}{k}{k}", f"{k}{back}{k}")}
        for back in range(3) for k in range(20 if back else now)
    ]  # fmt: skip
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def root(short_report: Path) -> Path:
    """A workspace with one source, a file of news, to which two weeks tell what is usual."""
    config = short_report / "config.yaml"
    head, rest = config.read_text(encoding="utf-8").split("\nsources:\n")
    rest = rest.replace("usual_weeks: 8", "usual_weeks: 2")
    source = "  - {id: press, reader: jsonl, path: press.jsonl}\n"
    config.write_text(f"{head}\nsources:\n{source}\n{rest[rest.index('fetch:') :]}", encoding="utf-8")
    (short_report / "press.jsonl").write_text(news(20))
    return short_report


def everything(folder: Path) -> dict[str, object]:
    """Every file and link below a folder as it is."""
    paths = [p for p in folder.rglob("*") if p.name != ".lock"]
    return {str(p): p.readlink() if p.is_symlink() else p.read_bytes() for p in paths if p.is_symlink() or p.is_file()}


def last_manifest(root: Path) -> dict[str, Any]:
    """The manifest of the attempt made last, with every key and a status that the schema knows."""
    told: dict[str, Any] = json.loads((root / ".riskbrief" / attempts(root)[-1].manifest).read_text())
    known = schema("manifest")
    assert set(known["required"]) <= set(told) and told["status"] in known["properties"]["status"]["enum"]
    return told


def test_a_degraded_issue_says_what_it_lacks_and_a_refused_run_leaves_it_as_it_is(
    riskbrief: Riskbrief, root: Path
) -> None:
    asked = ("-C", root, "run", "weekly", "--week", str(WEEK))
    (root / "press.jsonl").write_text(news(9))
    degraded = riskbrief(*asked)
    reason = "9 unique articles in the week, 45% of the 20 of a usual one (degraded below 0.5, that is 50%)"
    assert degraded.code == 4 and f"degraded: {reason}" in degraded.err
    issue = root / "output" / "weekly" / str(WEEK)
    made = json.loads((issue / "manifest.json").read_text())
    assert made["reasons"] == [reason] and made["quality"]["verdict"] == "degraded"
    assert [c["id"] for c in made["checklist"]] == list(ITEMS)
    assert {c["outcome"] for c in made["checklist"]} == {"pass", "not_applicable", "by_person"}
    for name in ("briefing.html", "mail.txt", "mail.html"):
        page = " ".join((issue / name).read_text().split())
        assert "This issue is degraded. 9 unique articles were read of the week" in page
    assert riskbrief(*asked).code == 4, "a degraded issue that stands is told again"
    assert f"lacks: {reason}" in riskbrief("-C", root, "status").out
    before = everything(root / "output")

    (root / "press.jsonl").write_text(news(1))
    refused = riskbrief(*asked)
    assert refused.code == 5 and refused.out == "" and everything(root / "output") == before
    assert "articles: 1 unique articles in the week, 5% of the 20 of a usual one (refused below 0.1" in refused.err
    assert "change `gate.articles.refuse_below` in config.yaml or reports/weekly.yaml" in refused.err
    told, attempt = last_manifest(root), attempts(root)[-1]
    assert (told["status"], told["exit_code"], told["quality"]["verdict"]) == ("refused", 5, "refused")
    assert (attempt.status, attempt.week) == ("refused", str(WEEK)) and list(attempt.reasons) == told["reasons"]
    assert "exit code 5\n    quality gate: articles" in riskbrief("-C", root, "status").out
    text = exposition(gauges(root, load_workspace(root).config))
    assert 'riskbrief_gate_verdict{report="weekly"} 2' in text
    assert 'riskbrief_gate_value{report="weekly",check="articles"} 0.45' in text


@pytest.mark.slow
def test_a_failed_item_of_the_checklist_stops_the_issue_and_is_in_the_manifest_of_the_attempt(
    riskbrief: Riskbrief, root: Path
) -> None:
    page = root / "templates" / "base.html.j2"
    page.write_text(page.read_text().replace('lang="{{ meta.language }}"', 'lang="de"', 1))
    called = riskbrief("-C", root, "run", "weekly", "--week", str(WEEK))
    assert called.code == 5 and not (root / "output" / "weekly" / "latest").is_symlink()
    assert "release checklist: pdf_accessible: not so: PDF has tags, alt text, language set (en: its" in called.err
    failed = [c["id"] for c in last_manifest(root)["checklist"] if c["outcome"] == "fail"]
    assert failed == ["pdf_accessible"]
