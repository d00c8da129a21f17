"""A share of the store read again by every scheduled round: in so many rounds all of it, whatever runs need of it."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Called
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import RiskbriefError, StoreError
from riskbrief.periods import Week
from riskbrief.pipeline import rereading, run, stages
from riskbrief.pipeline.making import RunRequest
from riskbrief.pipeline.rereading import FILE, ROUNDS, next_share, reread
from riskbrief.store.appending import last_answer
from riskbrief.store.care import share_faults
from riskbrief.store.knowing import cut_at
from riskbrief.store.opening import opened
from test_store import START, add, filled, row

ROOT = Path(__file__).parents[1]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace whose store has 52 revisions, of which a round reads five again."""
    monkeypatch.setattr(rereading, "LEAST", 5)
    filled(tmp_path / ".riskbrief" / "store.db")
    return replace(load_workspace(ROOT), root=tmp_path)


def damage(root: Path, statement: str) -> None:
    with closing(sqlite3.connect(root / ".riskbrief" / "store.db")) as db:
        db.executescript(statement)


def read_to(root: Path) -> int:
    return int(json.loads((root / FILE).read_bytes())["read_to"])


@given(last=st.integers(1, 200_000), start=st.integers(-1, 200_001))
def test_in_as_many_rounds_as_promised_every_row_was_read_wherever_they_begin(last: int, start: int) -> None:
    """One more where they begin in the middle of a share."""
    at, left = start, [(0, last)]
    for _ in range(ROUNDS + 1):
        after, at = next_share(at, last)
        assert 0 <= after < at <= last
        left = [part for a, b in left for part in ((a, min(b, after)), (max(a, at), b)) if part[0] < part[1]]
    assert left == []


def test_rounds_go_on_where_the_last_one_ended_and_begin_anew_at_the_end(small: Workspace) -> None:
    seen = []
    for _ in range(12):
        reread(small)
        seen.append(read_to(small.root))
    assert seen == [*range(5, 51, 5), 52, 5]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"read_to": null}', '{"read_to": 999}', '{"read_to": -3}', '{"read_to": 1e999}']
)
def test_a_file_that_does_not_say_how_far_it_went_makes_it_begin_anew(small: Workspace, content: str) -> None:
    (small.root / FILE).write_text(content)
    reread(small)
    assert read_to(small.root) == 5


def test_a_flip_in_a_row_that_no_run_reads_is_told_by_the_round_that_comes_to_it_and_by_every_one_after(
    small: Workspace,
) -> None:
    """The third of four versions of an article: superseded, so that nothing else reads it."""
    damage(small.root, "UPDATE revision SET body = x'00' WHERE article_id = 'often' AND revision = 3")
    for _ in range(7):
        reread(small)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"'often'.*is not what was written") as refused:
            reread(small)
        assert refused.value.exit_code == 9 and "restore a backup" in str(refused.value)


def test_rows_that_are_missing_are_told(small: Workspace) -> None:
    damage(small.root, "DELETE FROM revision WHERE ingest_seq IN (2, 4)")
    with pytest.raises(StoreError, match="2 rows are missing"):
        reread(small)


def test_a_bit_flipped_anywhere_in_a_revision_is_told_by_the_share_it_lies_in(tmp_path: Path) -> None:
    content, rng = filled(tmp_path / "store.db").read_bytes(), random.Random(5)
    with closing(sqlite3.connect(tmp_path / "store.db")) as db:
        whole = db.execute("SELECT * FROM revision NOT INDEXED ORDER BY 1").fetchall()
    changed = 0
    for n in range(60):
        flipped = bytearray(content)
        flipped[rng.randrange(4096, len(flipped))] ^= 1 << rng.randrange(8)
        copy = tmp_path / f"{n}.db"
        copy.write_bytes(bytes(flipped))
        if _revisions(copy) != whole:
            changed += 1
            assert _told(copy), f"flip {n} changed a revision unnoticed"
    assert changed > 15


def _revisions(path: Path) -> object:
    with closing(sqlite3.connect(path)) as db:
        try:
            return db.execute("SELECT * FROM revision NOT INDEXED ORDER BY 1").fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            return repr(error)


def _told(path: Path) -> list[str]:
    try:
        with opened(path) as db:
            return [fault for after in range(0, 52, 13) for fault in share_faults(db, after, after + 13)]
    except RiskbriefError as error:
        return [str(error)]


def test_a_run_on_what_is_known_now_refuses_a_damaged_share_before_it_asks_anybody(small: Workspace) -> None:
    damage(small.root, "UPDATE revision SET title = 'Other' WHERE article_id = 'often' AND revision = 1")
    (small.root / FILE).write_text('{"read_to": 10}')
    request = RunRequest("weekly", Week.parse("2026-W09"), fetch=True)
    with pytest.raises(StoreError, match="'often'"):
        run.run_report(small, request, progress=stages.Progress())
    assert [path.name for path in (small.root / "output" / "weekly").iterdir()] == [".lock"]  # nothing was begun


def test_ingest_reads_a_share_again_too(riskbrief: Callable[..., Called], workspace: Path) -> None:
    store = workspace / ".riskbrief" / "store.db"
    add(store, row("a"))
    add(store, row("a", "Corrected."), now=START + timedelta(hours=1))
    assert riskbrief("-C", workspace, "ingest").code == 0 and read_to(workspace) == 2
    damage(workspace, "UPDATE revision SET title = 'Other' WHERE revision = 1")
    refused = riskbrief("-C", workspace, "ingest")
    assert refused.code == 9 and "riskbrief store verify" in refused.err


def test_how_a_source_answered_is_not_believed_when_the_row_was_altered(small: Workspace) -> None:
    damage(small.root, "UPDATE answer SET state = 'stale' WHERE batch_id = (SELECT max(batch_id) FROM answer)")
    with opened(small.root / ".riskbrief" / "store.db") as db:
        assert cut_at(db, None).seq == 52
        with pytest.raises(StoreError, match="'answer' was changed on the disk"):
            last_answer(db, "feed")
