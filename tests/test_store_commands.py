"""`riskbrief store ...` from the command line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Called
from riskbrief.store import opening
from test_store import START, add, articles, row, texts

Riskbrief = Callable[..., Called]


@pytest.fixture
def store(workspace: Path) -> Path:
    path = workspace / ".riskbrief" / "store.db"
    add(path, row("a", at=START - timedelta(days=4000)), row("b"))
    return path


def test_a_whole_store_verifies_and_a_changed_row_is_exit_9(riskbrief: Riskbrief, workspace: Path, store: Path) -> None:
    good = riskbrief("-C", workspace, "store", "verify")
    assert good.code == 0 and good.rows[0]["whole"] is True and good.rows[0]["revisions"] == 2
    with closing(sqlite3.connect(store)) as db:
        db.executescript("UPDATE revision SET title = 'Other' WHERE article_id = 'b'")
    bad = riskbrief("-C", workspace, "store", "verify")
    assert bad.code == 9 and "'b'" in bad.err and "Restore a backup" in bad.err and bad.out == ""


def test_without_a_store_the_command_says_what_makes_one(riskbrief: Riskbrief, workspace: Path) -> None:
    called = riskbrief("-C", workspace, "store", "verify")
    assert called.code == 9 and "riskbrief ingest" in called.err


def test_a_backup_is_a_whole_store_and_overwrites_nothing(
    riskbrief: Riskbrief, workspace: Path, store: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    assert riskbrief("-C", workspace, "store", "backup", target).rows[0]["backup"] == str(target)
    assert set(texts(articles(target))) == {"a", "b"}
    assert riskbrief("-C", workspace, "store", "backup", target).code == 2
    beside = Path(riskbrief("-C", workspace, "store", "backup").rows[0]["backup"])
    assert beside.parent == store.parent and set(texts(articles(beside))) == {"a", "b"}


def test_pruning_tells_first_then_does_just_that(riskbrief: Riskbrief, workspace: Path, store: Path) -> None:
    told = riskbrief("-C", workspace, "store", "prune", "--dry-run").rows[0]
    assert told["texts"] == 1 and set(texts(articles(store))) == {"a", "b"}
    assert riskbrief("-C", workspace, "store", "prune").rows[0]["texts"] == 1
    assert set(texts(articles(store))) == {"b"}


def test_what_reports_still_read_is_never_pruned(riskbrief: Riskbrief, workspace: Path, store: Path) -> None:
    called = riskbrief("-C", workspace, "store", "prune", "--older-than", "100")
    assert called.code == 2 and "Keep at least" in called.err
    assert set(texts(articles(store))) == {"a", "b"}


def test_a_store_of_an_older_version_is_refused_until_it_is_migrated_with_a_backup(
    riskbrief: Riskbrief, workspace: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = (*opening.STEPS, "CREATE TABLE extra (x INTEGER) STRICT")
    monkeypatch.setattr(opening, "STEPS", steps)
    monkeypatch.setattr("riskbrief.pipeline.storing.STEPS", steps)
    refused = riskbrief("-C", workspace, "store", "verify")
    assert refused.code == 9 and "riskbrief store migrate" in refused.err
    done = riskbrief("-C", workspace, "store", "migrate").rows[0]
    assert (done["from"], done["to"], done["steps"]) == (1, 2, 1) and Path(done["backup"]).is_file()
    assert riskbrief("-C", workspace, "store", "verify").code == 0
    assert riskbrief("-C", workspace, "store", "migrate").rows[0]["steps"] == 0


def test_an_article_taken_down_is_gone_and_its_reason_stays(riskbrief: Riskbrief, workspace: Path, store: Path) -> None:
    done = riskbrief("-C", workspace, "store", "forget", "b", "--reason", "court order of 3 March")
    assert done.code == 0 and done.rows[0]["revisions"] == 1
    assert set(texts(articles(store, datetime.now(UTC)))) == {"a"}
    assert riskbrief("-C", workspace, "store", "verify").code == 0
    assert riskbrief("-C", workspace, "store", "forget", "b", "--reason", " ").code == 2
    unknown = riskbrief("-C", workspace, "store", "forget", "nobody", "--reason", "x")
    assert unknown.code == 2 and "articles.csv" in unknown.err
