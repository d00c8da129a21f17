"""`riskbrief diff`: what differs between two published sets, read off their files, the biggest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from conftest import Called

Riskbrief = Callable[..., Called]
CONFIG = {"config": {"index": {"version": "0.5.0", "hysteresis": {"up": 2.0}}}, "phrases": {"en": {"a": "x" * 80}}}
SCORES = {("MLI", "index"): "61.5,4", ("MLI", "security"): "70,", ("MLI", "attack"): "66,", ("TGO", "index"): ",",
          ("TGO", "security"): ",", ("BEN", "index"): "0,1", ("SEN", "index"): "20,2"}  # fmt: skip
FOLDER = {"source": "folder", "state": "ok", "articles": 2, "newest": "2026-03-01", "message": "", "dropped": {}}


def publish(
    root: Path, run: str, *, issue: str = "2026-W09", report: str = "weekly",
    scores: Mapping[tuple[str, str], str] = {},
    config: Mapping[str, Any] = CONFIG, articles: tuple[str, ...] = ("a", "b"), sources: tuple[Any, ...] = (FOLDER,),
    status: str = "published",
) -> Path:  # fmt: skip
    """A small set as a run leaves it; `scores` replace or add to `SCORES`, as score,level."""
    folder = root / "output" / report / ".runs" / issue / run
    folder.mkdir(parents=True)
    week = issue[:8]
    told = {"report": report, "issue": issue, "run": run, "week": week, "status": status, "sources": sources}
    (folder / "manifest.json").write_text(json.dumps(told | {"withdrawn": {"run": "0ld"}}))
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "articles.csv").write_text("article_id\n" + "".join(f"{a}\n" for a in articles))
    kinds = {"index": "index", "security": "pillar"}
    lines = [f"{r},{week},{n},{kinds.get(n, 'indicator')},{told}" for (r, n), told in {**SCORES, **scores}.items()]
    lines.append("MLI,2025-W01,index,index,1,1")  # an earlier week is no part of it
    (folder / "scores.csv").write_text("region_id,week,node,level,score,risk_level\n" + "\n".join(lines) + "\n")
    link = root / "output" / report / issue
    link.unlink(missing_ok=True)
    link.symlink_to(folder)
    return folder


def asked(riskbrief: Riskbrief, root: Path, *arguments: object) -> tuple[int, dict[str, Any]]:
    called = riskbrief("-C", root, "diff", *arguments, "--format", "json", "--exit-code")
    assert called.code in {0, 1}, called.err
    return called.code, called.rows[0]


def test_countries_come_by_size_of_the_move_and_missing_is_not_zero(riskbrief: Riskbrief, tmp_path: Path) -> None:
    publish(tmp_path, "aa", issue="2026-W08")
    publish(tmp_path, "bb", scores={
        ("MLI", "index"): "40,3", ("MLI", "security"): "30,", ("MLI", "attack"): "60,",
        ("TGO", "index"): "0,1", ("TGO", "security"): "0,", ("SEN", "index"): "25,2", ("NER", "index"): ",",
    })  # fmt: skip
    code, found = asked(riskbrief, tmp_path, "2026-W08", "2026-W09")
    rows = found["countries"]
    assert code == 1 and [r["region_id"] for r in rows] == ["TGO", "MLI", "SEN"]
    assert (rows[0]["score"], rows[0]["change"]) == ({"a": None, "b": 0.0}, None)
    assert [d["node"] for d in rows[0]["drivers"]] == ["security"]
    assert (rows[1]["change"], rows[1]["level"]) == (-21.5, {"a": 4, "b": 3})
    assert [(d["node"], d["change"]) for d in rows[1]["drivers"]] == [("security", -40.0), ("attack", -6.0)]


def test_sets_that_say_the_same_do_not_differ(riskbrief: Riskbrief, tmp_path: Path) -> None:
    publish(tmp_path, "aa")
    publish(tmp_path, "bb")
    code, found = asked(riskbrief, tmp_path, "2026-W09/aa", "2026-W09/bb")
    assert code == 0 and found["same"] and not found["countries"]
    text = riskbrief("-C", tmp_path, "diff", "2026-W09/aa", "2026-W09")
    assert text.code == 0 and "nothing differs" in text.out and "weekly 2026-W09 (bb)" in text.out


def test_articles_sources_version_and_configuration_are_told_each(riskbrief: Riskbrief, tmp_path: Path) -> None:
    publish(tmp_path, "aa")
    other = json.loads(json.dumps(CONFIG))
    other["config"]["index"] |= {"version": "0.6.0", "hysteresis": {"up": 3.0}}
    other["phrases"]["en"]["a"] = "x" * 79 + "y"
    feed = FOLDER | {"source": "feed", "state": "unreachable"}
    folder = publish(tmp_path, "bb", config=other, articles=("b", "c", "d"), sources=(feed,))
    _, found = asked(riskbrief, tmp_path, "2026-W09/aa", folder)
    assert found["index_version"] == {"a": "0.5.0", "b": "0.6.0"}
    assert found["articles"] == {"a": 2, "b": 3, "only_a": 1, "only_b": 2}
    assert [(s["source"], s["a"] is None, s["b"] is None) for s in found["sources"]] == [
        ("feed", True, False), ("folder", False, True),
    ]  # fmt: skip
    assert {(r["key"], r["a"][-3:], r["b"][-3:]) for r in found["configuration"]} == {
        ("index.version", "5.0", "6.0"), ("index.hysteresis.up", "2.0", "3.0"), ("en.a", "xxx", "xxy"),
    }  # fmt: skip
    text = riskbrief("-C", tmp_path, "diff", "2026-W09/aa", folder).out
    for line in ("index version 0.5.0 -> 0.6.0", "articles 2 -> 3; 1 only in the first, 2 only in the second",
                 "source feed: not there -> unreachable, 2 articles, newest 2026-03-01",
                 "config index.hysteresis.up: 2.0 -> 3.0",
                 "phrases en.a: differs far inside (--format json)"):  # fmt: skip
        assert line in text.splitlines()


def test_an_issue_of_two_reports_needs_the_report(riskbrief: Riskbrief, tmp_path: Path) -> None:
    for report in ("weekly", "monthly"):
        publish(tmp_path, "aa", report=report)
    called = riskbrief("-C", tmp_path, "diff", "2026-W09", "2026-W09")
    assert called.code == 2 and "--report" in called.err
    assert asked(riskbrief, tmp_path, "2026-W09", "2026-W09", "--report", "weekly")[0] == 0


def test_what_is_no_published_set_is_told(riskbrief: Riskbrief, tmp_path: Path) -> None:
    publish(tmp_path, "aa")
    publish(tmp_path, "bb", issue="2026-W10", status="withdrawn")
    publish(tmp_path, "cc", issue="2026-W11")
    (tmp_path / "output" / "weekly" / "2026-W11" / "scores.csv").write_text("week\n2026-W11\n")
    said = {"2026-W10": "2026-W10/0ld", "2026-W11": "cannot be read", "2026-W12": "no issue or set 2026-W12"}
    for issue, words in said.items():
        called = riskbrief("-C", tmp_path, "diff", "2026-W09", issue)
        assert called.code == 2 and words in called.err
