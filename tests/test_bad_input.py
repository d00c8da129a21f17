"""Bad input gives one clear message with place and remedy, the contract's exit code, and damages nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Called

Riskbrief = Callable[..., Called]
Write = Callable[..., Path]


def fillers(region: str = "Mali", count: int = 6) -> list[dict[str, object]]:
    """Articles without any event, from three outlets."""
    text = "The harvest market in {0} opened on time and traders sold millet, lot number {1} being the largest."
    return [
        {"text": text.format(region, f"{i}{i}{i} {i * 7}"), "source_id": f"paper_{i % 3}", "published_at": "2024-03-06"}
        for i in range(count)
    ]


BROKEN_YAML = {
    "unknown key": ("config.yaml", "schema_version: 1", "schema_version: 1\nwieght: 2", "wieght"),
    "duplicate key": ("config.yaml", "schema_version: 1", "schema_version: 1\nschema_version: 1", "schema_version"),
    "not a mapping": ("reports/weekly.yaml", None, "- a\n- b\n", "weekly.yaml"),
    "unclosed list": ("indicators/security.yaml", None, "schema_version: 1\nindicators: [\n", "security.yaml"),
    "a tag": ("config.yaml", "schema_version: 1", "schema_version: !!python/object:os.system 1", "config.yaml"),
}


@pytest.fixture
def weekly(riskbrief: Riskbrief, short_report: Path, tmp_path: Path) -> Callable[[Path], Called]:
    """Publish 2024-W10 from an article file into `tmp_path/out`."""

    def publish(articles: Path) -> Called:
        output = tmp_path / "out"
        return riskbrief(
            "-C", short_report, "run", "weekly", "--articles", articles, "--week", "2024-W10", "--output", output
        )

    return publish


@pytest.mark.parametrize("name", BROKEN_YAML)
def test_broken_yaml_is_named_with_file_and_line(riskbrief: Riskbrief, workspace: Path, name: str) -> None:
    file, old, new, word = BROKEN_YAML[name]
    path = workspace / file
    path.write_text(new if old is None else path.read_text().replace(old, new, 1))
    called = riskbrief("-C", workspace, "check")
    assert called.code == 3
    assert word in called.out and f"{file}:" in called.out
    assert "Traceback" not in called.err
    run = riskbrief("-C", workspace, "run", "weekly", "--as-of", "2024-09-22")
    assert run.code == 3 and f"{file}:" in run.err and run.out == ""


def test_all_problems_come_at_once(riskbrief: Riskbrief, workspace: Path) -> None:
    for file in ("indicators/security.yaml", "indicators/governance.yaml", "config.yaml"):
        path = workspace / file
        path.write_text(path.read_text() + "\nsurplus_key: 1\n")
    called = riskbrief("-C", workspace, "check", "--format", "json")
    assert called.code == 3
    places = {row["path"] for row in called.rows}
    assert len(places) == 3 and all(row["line"] for row in called.rows)


def test_a_missing_column_names_file_line_and_column(riskbrief: Riskbrief, workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_text("article_id,source_id,language,published_at,title,body,url\na,b,en,2024-03-05,t,x,\n")
    called = riskbrief("-C", workspace, "code", "--articles", path)
    assert called.code != 0 and "articles.csv:1" in called.err and "'text'" in called.err
    assert "Traceback" not in called.err


def test_a_broken_json_line_names_its_line(riskbrief: Riskbrief, workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"article_id": "a"}) + "\n{not json\n")
    called = riskbrief("-C", workspace, "code", "--articles", path)
    assert called.code != 0 and "articles.jsonl:" in called.err and "Traceback" not in called.err


def test_an_article_without_a_date_is_dropped_and_counted(
    weekly: Callable[[Path], Called], article_file: Write
) -> None:
    rows = [*fillers(), {"text": "Undated text about Mali.", "published_at": ""}, {"text": "x", "published_at": "soon"}]
    called = weekly(article_file(rows))
    assert called.code == 0, called.err
    manifest = json.loads((Path(called.out.splitlines()[-1]) / "manifest.json").read_text())
    ingest = manifest["stages"]["ingest"]
    assert ingest["in"] == ingest["out"] + sum(ingest["dropped"].values()) == len(rows)
    assert sum(ingest["dropped"].values()) == 2


def test_no_article_at_all_exits_6_for_run_and_prints_nulls_for_score(
    riskbrief: Riskbrief, workspace: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "articles.jsonl"
    empty.write_text("")
    run = riskbrief("-C", workspace, "run", "weekly", "--articles", empty, "--week", "2024-W10")
    assert run.code == 6 and run.out == ""
    score = riskbrief("-C", workspace, "score", "--articles", empty, "--as-of", "2024-03-10")
    assert score.code == 0 and score.rows
    assert {row["score"] for row in score.rows} == {None}
    assert {row["coverage"] for row in score.rows} == {"none"}
    assert all(row["reason"] for row in score.rows)


def test_an_empty_folder_exits_6(riskbrief: Riskbrief, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    called = riskbrief("-C", workspace, "run", "weekly", "--articles", tmp_path / "empty", "--week", "2024-W10")
    assert called.code == 6 and "empty" in called.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "weekley"],
        ["run", "weekly", "--week", "2024-38"],
        ["run", "weekly", "--week", "2025-W53"],
        ["run", "weekly", "--as-of", "22.9.2024"],
        ["run", "weekly", "--regions", "MLI,XXX"],
        ["run", "weekly", "--language", "de"],
        ["code", "--articles", "/nowhere/articles.jsonl"],
        ["explain", "MLI", "sec_attack_capitol", "--as-of", "2024-09-22"],
        ["scores"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_exits_2_and_says_what_to_write_instead(
    riskbrief: Riskbrief, workspace: Path, arguments: list[str]
) -> None:
    called = riskbrief("-C", workspace, *arguments)
    assert called.code == 2 and called.out == ""
    assert called.err.strip() and "Traceback" not in called.err


def test_a_failed_run_leaves_the_published_briefing_as_it_was(
    weekly: Callable[[Path], Called], workspace: Path, article_file: Write
) -> None:
    good = weekly(article_file(fillers()))
    assert good.code == 0, good.err
    issue = Path(good.out.splitlines()[-1])
    before = {p.name: p.read_bytes() for p in issue.iterdir()}
    (workspace / "templates" / "sections" / "board.html.j2").write_text("{% for %}")
    broken = weekly(article_file(fillers(count=9)))
    assert broken.code == 3 and "board.html.j2:1" in broken.err
    assert {p.name: p.read_bytes() for p in issue.iterdir()} == before
