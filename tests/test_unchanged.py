"""A run with nothing new reads no article: what it knows is told by what it was known from."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from riskbrief.definitions.load import load_workspace
from riskbrief.ingest.readers import READERS
from riskbrief.ingest.records import Layout, Reading
from riskbrief.periods import Week
from riskbrief.pipeline import run, stages
from riskbrief.pipeline.gathering import gather, store_path
from riskbrief.pipeline.harvesting import harvest
from riskbrief.pipeline.making import RunRequest
from riskbrief.pipeline.unchanged import FILE, file_digests, point, recall, remember
from riskbrief.registry import NoParams
from riskbrief.store import care
from riskbrief.store.appending import Answer, Batch, append
from riskbrief.store.opening import opened
from two_regions import articles, two_regions

NOW = datetime(2024, 9, 23, 5, 15, tzinfo=UTC)
CUTOFF = datetime(2024, 9, 23, tzinfo=UTC)


@pytest.fixture
def reading(workspace: Path) -> Path:
    """A workspace that reads two synthetic articles of a file, both on record."""
    config = (workspace / "config.yaml").read_text()
    config = config.replace("  - id: demo\n    reader: demo\n", "")
    (workspace / "config.yaml").write_text(
        config.replace("    path: articles\n    enabled: false", "    path: articles")
    )
    (workspace / "articles").mkdir(exist_ok=True)
    days = {"a": "2024-09-17", "b": "2024-09-24"}
    plain = {"source_id": "post", "language": "en", "title": "", "url": ""}
    lines = [plain | {"article_id": n, "published_at": f"{day}T08:00:00Z", "text": n} for n, day in days.items()]
    (workspace / "articles" / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    harvest(load_workspace(workspace), clock=lambda: NOW)
    return workspace


def at(root: Path) -> str | None:
    loaded = load_workspace(root)
    return point(loaded, CUTOFF, None, file_digests(loaded))


def kept(root: Path) -> None:
    loaded = load_workspace(root)
    remember(loaded, at(root), gather(loaded), CUTOFF, None, inputs="digest", stored=True)


def test_what_was_known_is_recalled_with_its_account_and_without_its_articles(reading: Path) -> None:
    kept(reading)
    taken, found = gather(load_workspace(reading)), recall(load_workspace(reading), at(reading))
    assert found is not None and found.articles.empty and found.inputs == "digest" and found.stored
    assert (found.kept, found.after(CUTOFF)) == (2, 1) == (taken.kept, taken.after(CUTOFF))
    for name in ("read", "dropped", "sources", "notes", "seq", "label", "mode", "reconstructed"):
        assert getattr(found, name) == getattr(taken, name), name


def add(root: Path, *rows: dict[str, object], answers: tuple[Answer, ...] = ()) -> None:
    with opened(store_path(load_workspace(root))) as db:
        append(db, Batch(rows, answers), now=NOW + timedelta(hours=1))


def further() -> dict[str, object]:
    return {
        "article_id": "c", "source": "folder", "source_id": "post", "language": "en", "title": "", "text": "c",
        "published_at": NOW - timedelta(days=3), "url": "", "retracts": "", "flags": "", "live": False,
        "content_sha256": "0" * 64,
    }  # fmt: skip


def forget(root: Path) -> None:
    with opened(store_path(load_workspace(root))) as db:
        care.forget(db, "a", reason="asked", now=NOW)


def prune(root: Path) -> None:
    with opened(store_path(load_workspace(root))) as db:
        care.prune(db, datetime(2024, 9, 20, tzinfo=UTC))


def write(root: Path, name: str, added: str) -> None:
    path = root / name
    path.write_text((path.read_text() if path.exists() else "") + added)


MOVES: dict[str, Callable[[Path], None]] = {
    "a line more in a file": lambda root: write(root, "articles/a.jsonl", "\n"),
    "another file": lambda root: write(root, "articles/b.jsonl", ""),
    "another setting": lambda root: write(root, "config.yaml", "# of no matter\n"),
    "an article on record": lambda root: add(root, further()),
    "another answer": lambda root: add(root, answers=(Answer("folder", "failed", message="gone"),)),
    "an article taken down": forget,
    "texts emptied": prune,
    "no store": lambda root: store_path(load_workspace(root)).unlink(),
}


@pytest.mark.parametrize("move", MOVES)
def test_whatever_moves_what_is_known_moves_the_point(reading: Path, move: str) -> None:
    before = at(reading)
    assert before == at(reading)
    MOVES[move](reading)
    assert at(reading) != before


def test_a_point_is_of_one_cut_off_and_a_file_that_cannot_be_read_has_none(reading: Path) -> None:
    loaded = load_workspace(reading)
    files = file_digests(loaded)
    assert point(loaded, CUTOFF, None, files) != point(loaded, CUTOFF + timedelta(days=7), None, files)
    (reading / "articles" / "a.jsonl").unlink()
    (reading / "articles").rmdir()
    assert at(reading) is None and recall(loaded, None) is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"rows": [], "proof": ""}', None])
def test_a_damaged_memory_is_as_good_as_none(reading: Path, damage: str | None) -> None:
    kept(reading)
    path = reading / FILE
    path.write_text(path.read_text().replace('"digest"', '"d1gest"') if damage is None else damage)
    assert recall(load_workspace(reading), at(reading)) is None
    kept(reading)
    assert recall(load_workspace(reading), at(reading)) is not None


def test_what_moved_while_a_run_read_is_not_kept(reading: Path) -> None:
    loaded, before = load_workspace(reading), at(reading)
    taken = gather(loaded)
    add(reading, further())
    remember(loaded, before, taken, CUTOFF, None, inputs="digest", stored=True)
    assert recall(loaded, before) is None and recall(loaded, at(reading)) is None


def line(name: str) -> str:
    plain = {"source_id": "post", "language": "en", "title": "", "url": "", "published_at": "2024-09-18T08:00:00Z"}
    return json.dumps(plain | {"article_id": name, "text": name}) + "\n"


def asked(**more: Any) -> RunRequest:
    return RunRequest("weekly", Week.parse("2024-W38"), **more)


def test_a_file_that_moves_on_while_sources_are_read_is_read_by_the_next_run(
    reading: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The writer comes when the round is on record, before the run looks at what it knows."""
    told = logging.getLogger("riskbrief.pipeline.harvesting")
    caplog.set_level(logging.INFO, told.name)

    def writer(record: logging.LogRecord) -> bool:
        if "on record" in record.getMessage():
            write(reading, "articles/a.jsonl", line("late"))
        return True

    told.addFilter(writer)
    try:
        _, at_end, read = run.known_before(load_workspace(reading), asked(fetch=True))
    finally:
        told.removeFilter(writer)
    assert at_end is None and read is not None and read.kept == 2
    _, at_end, read = run.known_before(load_workspace(reading), asked(fetch=True))
    assert at_end == at(reading) and read is not None and read.kept == 3


def test_what_a_source_of_files_said_when_it_failed_is_not_kept(reading: Path) -> None:
    loaded, taken = load_workspace(reading), gather(load_workspace(reading))
    failed = replace(taken, sources=[row | {"state": "failed"} for row in taken.sources])
    remember(loaded, at(reading), failed, CUTOFF, None, inputs="digest", stored=True)
    assert recall(loaded, at(reading)) is None


def test_a_reader_that_is_not_ours_may_read_anything_so_it_has_no_point(reading: Path) -> None:
    def read_elsewhere(path: Path, layout: Layout, params: NoParams) -> Reading:
        return Reading()

    config = (reading / "config.yaml").read_text()
    (reading / "config.yaml").write_text(config.replace("reader: jsonl", "reader: elsewhere"))
    assert at(reading) is None  # of no registry
    READERS.register("elsewhere")(read_elsewhere)
    try:
        assert at(reading) is None
    finally:
        del READERS._members["elsewhere"]
    (reading / "config.yaml").write_text(config)
    assert at(reading) is not None


def test_a_pipe_in_the_place_of_a_folder_is_not_waited_for(reading: Path) -> None:
    (reading / "articles" / "a.jsonl").unlink()
    (reading / "articles").rmdir()
    os.mkfifo(reading / "articles")
    assert at(reading) is None


def test_a_store_that_breaks_after_the_run_does_not_undo_it(reading: Path, caplog: pytest.LogCaptureFixture) -> None:
    loaded, before, taken = load_workspace(reading), at(reading), gather(load_workspace(reading))
    for path in store_path(loaded).parent.glob("store.db*"):
        path.write_bytes(b"no store" * 1000)
    remember(loaded, before, taken, CUTOFF, None, inputs="digest", stored=True)
    assert "cannot keep what was known" in caplog.text


def test_asked_to_read_everything_a_run_recalls_nothing(reading: Path) -> None:
    kept(reading)
    loaded = load_workspace(reading)
    assert run.known_before(loaded, asked())[0] is not None
    assert run.known_before(loaded, asked(cached=False))[0] is None


def test_a_run_that_asks_no_source_does_not_unsay_that_files_are_on_record(reading: Path) -> None:
    kept(reading)
    loaded = load_workspace(reading)
    remember(loaded, at(reading), gather(loaded), CUTOFF, None, inputs="digest", stored=False)
    found = recall(loaded, at(reading))
    assert found is not None and found.stored


@pytest.mark.slow
def test_with_nothing_new_a_country_whose_link_is_obstructed_fails_alone(workspace: Path) -> None:
    root, week = two_regions(workspace), Week.parse("2024-W38")
    articles(root, week)
    request = RunRequest("country", week, fetch=True)
    assert run.run_report(load_workspace(root), request, progress=stages.Progress()).exit_code == 0
    one, other = (root / "output" / "country" / f"{week}-{region}" for region in ("BFA", "MLI"))
    for link in (one, other):
        link.unlink()
    (one / "in the way").mkdir(parents=True)
    done = run.run_report(load_workspace(root), request, progress=stages.Progress())
    assert done.exit_code == 8 and done.paths == (other,) and other.is_dir()
