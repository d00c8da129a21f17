"""A run with nothing new reads no article: what it knows is told by what it was known from."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from riskbrief.definitions.load import load_workspace
from riskbrief.ingest.collect import collect
from riskbrief.pipeline import coded_beside, stages
from riskbrief.pipeline.coded_rows import nested
from riskbrief.pipeline.coded_state import state_of
from riskbrief.pipeline.gathering import gather, store_path
from riskbrief.pipeline.harvesting import harvest
from riskbrief.pipeline.identity import file_digest
from riskbrief.pipeline.learning import second_reader_path
from riskbrief.pipeline.unchanged import FILE, point, recall, remember
from riskbrief.store import care
from riskbrief.store.appending import Answer, Batch, append
from riskbrief.store.opening import opened

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
    harvest(load_workspace(workspace), now=NOW)
    return workspace


def at(root: Path) -> str | None:
    return point(load_workspace(root), CUTOFF, None)


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
    assert point(loaded, CUTOFF, None) != point(loaded, CUTOFF + timedelta(days=7), None)
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


@pytest.mark.slow
def test_a_second_process_codes_as_the_first_and_one_of_another_state_codes_nothing() -> None:
    root = Path(__file__).parents[1]
    loaded = load_workspace(root)
    found = collect(loaded.config.sources, root, languages=["en", "fr"]).articles.head(3000)
    articles = found.assign(key=found["article_id"])
    mine: list[int] = []

    def read(part: pd.DataFrame) -> pa.Table:
        mine.append(len(part))
        return nested(stages.code_plainly(loaded, part.drop(columns="key")), part)

    second = stages.second_reader(loaded)
    state = state_of(loaded, second, file_digest(second_reader_path(root))).digest
    alone = read(articles).combine_chunks()
    for asked in (state, "another"):
        mine.clear()
        both = pa.concat_tables(coded_beside.coded_beside(articles, root, asked, read)).combine_chunks()
        assert both.equals(alone)
    assert sum(mine) == len(articles)
