"""The store: nothing is overwritten, what was known when can be asked again, and damage never goes unnoticed."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riskbrief.errors import LockedError, RiskbriefError, StoreError, UsageError
from riskbrief.store import opening
from riskbrief.store.appending import Added, Answer, Batch, append, last_answer
from riskbrief.store.care import back_up, faults, forget, prunable, prune
from riskbrief.store.knowing import LIVE, RECONSTRUCTED, REPLAY, Cut, Known, Moved, cut_at, known, moved
from riskbrief.store.opening import opened

START = datetime(2026, 3, 2, 5, 15, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)
NEVER = START + timedelta(days=999)


def row(name: str, text: str = "Weavers showed cloth.", *, at: datetime = START - HOUR, live: bool = True,
        source: str = "feed", **more: object) -> dict[str, object]:  # fmt: skip
    plain: dict[str, object] = {
        "article_id": name, "source": source, "source_id": "wire_one", "published_at": at, "language": "en",
        "title": f"About {name}", "text": text, "url": f"https://example.org/{name}", "retracts": "", "flags": "",
        "live": live, "content_sha256": hashlib.sha256(f"en\n{name}\n{text}".encode()).hexdigest(),
    }  # fmt: skip
    return plain | more


def add(path: Path, *rows: dict[str, object], now: datetime = START, gone: tuple[str, ...] = ()) -> Added:
    with opened(path, create=True) as db:
        return append(db, Batch(rows, [Answer("feed", "ok", len(rows))], gone), now=now)


def articles(path: Path, moment: datetime | None = None, **how: object) -> Known:
    with opened(path) as db:
        return known(db, cut_at(db, moment), **how)  # type: ignore[arg-type]


def texts(found: Known) -> dict[str, str]:
    return dict(zip(found.articles["article_id"], found.articles["text"], strict=True))


def moves(db: sqlite3.Connection, before: Cut, *, arrived_before: datetime = NEVER) -> list[Moved]:
    """What moved since a cut of articles published before START; the issue then knew what came within two days."""
    lag = START + 48 * HOUR
    return list(
        moved(db, before, cut_at(db, None), published_before=START, arrived_before=arrived_before, arrived_then=lag)
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "store.db"


def test_every_article_of_a_large_batch_has_its_own_text(path: Path) -> None:
    """Texts are packed some hundred at a time, on another processor."""
    many = {f"n{number:04}": f"Weavers showed cloth number {number}." for number in range(700)}
    assert add(path, *(row(name, text) for name, text in many.items())).of("feed") == {"new": 700}
    assert texts(articles(path)) == many
    with opened(path) as db:
        assert faults(db) == []


def test_an_article_is_new_once_then_a_duplicate_and_changed_when_its_text_is_another(path: Path) -> None:
    assert add(path, row("a"), row("b")).of("feed") == {"new": 2}
    assert add(path, row("a"), row("b")).of("feed") == {"duplicate": 2}
    assert add(path, row("a", "Corrected."), row("b")).of("feed") == {"changed": 1, "duplicate": 1}
    assert texts(articles(path)) == {"a": "Corrected.", "b": "Weavers showed cloth."}


def test_a_batch_that_brings_nothing_new_adds_nothing(path: Path) -> None:
    first = add(path, row("a"))
    again = add(path, row("a"), now=START + HOUR)
    assert again.last_seq == first.last_seq
    with opened(path) as db:
        assert db.execute("SELECT count(*) FROM batch").fetchone() == (1,)


def test_an_earlier_instant_knows_what_was_known_then(path: Path) -> None:
    add(path, row("a"), row("b"))
    add(path, row("a", "Corrected."), row("c"), now=START + 24 * HOUR, gone=("b",))
    then, now = articles(path, START + HOUR), articles(path)
    assert texts(then) == {"a": "Weavers showed cloth.", "b": "Weavers showed cloth."}
    assert texts(now) == {"a": "Corrected.", "c": "Weavers showed cloth."}
    assert now.left_out == {"deleted": 1}


def test_the_cut_says_whether_it_is_the_newest_an_earlier_one_or_before_the_record(path: Path) -> None:
    add(path, row("a"))
    add(path, row("b"), now=START + 24 * HOUR)
    with opened(path) as db:
        modes = [cut_at(db, m).mode for m in (None, START + 48 * HOUR, START + HOUR, START - HOUR)]
    assert modes == [LIVE, LIVE, REPLAY, RECONSTRUCTED]


def test_a_deleted_article_that_comes_back_is_known_again(path: Path) -> None:
    add(path, row("a"))
    add(path, gone=("a", "never seen"), now=START + HOUR)
    assert texts(articles(path)) == {}
    assert add(path, row("a"), now=START + 2 * HOUR).of("feed") == {"changed": 1}
    assert set(texts(articles(path))) == {"a"}


def test_a_live_article_counts_from_its_ingest_less_the_lag_and_an_imported_one_from_its_publication(
    path: Path,
) -> None:
    sunday = START - 10 * HOUR
    add(path, row("live", at=sunday), row("late", at=START - 200 * HOUR), row("file", at=sunday, live=False))
    found = articles(path, lag_hours=48)
    at = dict(zip(found.articles["article_id"], found.articles["known_at"], strict=True))
    assert (at["live"], at["file"], at["late"]) == (sunday, sunday, START - 48 * HOUR)
    assert found.live == {"live", "late"} and found.source_of == dict.fromkeys(("live", "late", "file"), "feed")


def test_a_corrected_article_keeps_the_instant_it_was_first_known(path: Path) -> None:
    add(path, row("a"))
    add(path, row("a", "Corrected."), now=START + 100 * HOUR)
    assert list(articles(path).articles["known_at"]) == [START]


def test_only_articles_since_a_day_are_read_when_asked(path: Path) -> None:
    add(path, row("old", at=START - 9000 * HOUR), row("new"))
    assert set(texts(articles(path, since=START - 24 * HOUR))) == {"new"}


def test_a_clock_that_steps_back_changes_no_past_result_and_is_told(path: Path) -> None:
    add(path, row("a"))
    add(path, row("b"), now=START - 72 * HOUR)
    add(path, row("c"), now=START + HOUR)
    assert set(texts(articles(path, START))) == {"a", "b"}  # the label of the second batch is that of the first
    with opened(path) as db:
        assert db.execute("SELECT clock_ok FROM batch ORDER BY batch_id").fetchall() == [(1,), (0,), (1,)]


def test_what_moved_between_two_issues_is_late_changed_or_deleted(path: Path) -> None:
    week = START - 5 * HOUR
    add(path, row("a", at=week), row("b", at=week), row("same", at=week))
    later = START + 160 * HOUR
    add(path, row("a", "Corrected.", at=week), row("late", at=week), row("next", at=later), now=later, gone=("b",))
    with opened(path) as db:
        found = moves(db, cut_at(db, START))
    assert sorted((m.article_id, m.kind) for m in found) == [("a", "changed"), ("b", "deleted"), ("late", "late")]
    assert all(isinstance(m, Moved) and m.source_id == "wire_one" for m in found)


def test_an_article_that_is_again_as_it_was_did_not_move_and_one_dated_anew_did(path: Path) -> None:
    week, later = START - 5 * HOUR, START + 160 * HOUR
    add(path, row("back", at=week), row("redated", at=week), row("away", at=week))
    add(path, now=START + HOUR, gone=("away",))
    cut = START + HOUR
    add(path, now=later, gone=("back",))
    add(path, row("back", at=week), row("redated", at=START - HOUR), row("away", at=week), now=later + HOUR)
    with opened(path) as db:
        found = moves(db, cut_at(db, cut))
    assert {m.article_id: (m.kind, m.known[:13]) for m in found} == {
        "redated": ("changed", f"{later + HOUR:%Y-%m-%dT%H}"), "away": ("late", f"{later + HOUR:%Y-%m-%dT%H}"),
    }  # fmt: skip


def test_what_was_taken_down_or_came_too_late_for_the_issue_did_not_move(path: Path) -> None:
    """A live article counts from its arrival, one of a file from its publication."""
    week, later = START - 5 * HOUR, START + 160 * HOUR
    add(path, row("a", at=week), row("b", at=week))
    came = [row("in time", at=week), row("down", at=week)]
    add(path, row("b", "Corrected.", at=week), *came, now=later)
    add(path, row("too late", at=week), row("filed", at=week, live=False), now=later + HOUR)
    with opened(path) as db:
        forget(db, "down", reason="court order", now=later + HOUR)
        found = moves(db, cut_at(db, START), arrived_before=later + HOUR)
    assert {m.article_id: m.kind for m in found} == {"b": "changed", "in time": "late", "filed": "late"}


def test_a_source_is_remembered_as_it_answered_last(path: Path) -> None:
    with opened(path, create=True) as db:
        append(db, Batch([], [Answer("feed", "ok", 3, "2026-03-01", etag='"abc"', modified="Sun")]), now=START)
    with opened(path) as db:
        append(db, Batch([], [Answer("feed", "unreachable", message="no route")]), now=START + HOUR)
    with opened(path) as db:
        last = last_answer(db, "feed")
        assert last is not None and (last.state, last.message) == ("unreachable", "no route")
        assert last_answer(db, "other") is None


def test_a_taken_down_article_is_gone_from_the_file_and_never_taken_up_again(path: Path) -> None:
    secret = "Zanzibar marmalade"
    add(path, row("a", secret), row("b"))
    add(path, row("a", f"{secret}, corrected"), now=START + HOUR)
    with opened(path) as db:
        assert forget(db, "a", reason="court order", now=START + 2 * HOUR) == 2
    assert add(path, row("a", secret), now=START + 3 * HOUR).of("feed") == {"forgotten": 1}
    found = articles(path, START)
    assert set(texts(found)) == {"b"} and found.left_out == {"forgotten": 1}
    with opened(path) as db:
        assert faults(db) == []
        assert db.execute("SELECT reason FROM forgotten").fetchall() == [("court order",)]
    assert b"About a" not in path.read_bytes()
    with opened(path) as db, pytest.raises(UsageError, match="no article 'x'"):
        forget(db, "x", reason="r", now=START)


def test_pruning_empties_old_texts_and_says_how_many(path: Path) -> None:
    add(path, row("old", at=START - 9000 * HOUR), row("new"))
    with opened(path) as db:
        assert prunable(db, START - 24 * HOUR) == prune(db, START - 24 * HOUR) == 1
    found = articles(path)
    assert set(texts(found)) == {"new"} and found.left_out == {"pruned": 1}
    with opened(path) as db:
        assert faults(db) == [] and prunable(db, START - 24 * HOUR) == 0


def filled(path: Path) -> Path:
    """A store with every kind of row."""
    rng = random.Random(7)
    for batch in range(4):
        rows = [row(f"{batch}-{k}", " ".join(f"word{rng.random():.6f}" for _ in range(60))) for k in range(12)]
        add(path, *rows, row("often", f"version {batch}"), now=START + batch * HOUR)
    with opened(path) as db:
        forget(db, "0-0", reason="court order", now=START)
    return path


def rows_of(path: Path) -> object:
    """Every row as stored, or what reading it raises."""
    with closing(sqlite3.connect(path)) as db:
        db.text_factory = bytes
        try:
            return [db.execute(f"SELECT * FROM {t} NOT INDEXED").fetchall()
                    for t in ("batch", "revision", "answer", "forgotten", "head")]  # fmt: skip
        except (sqlite3.Error, UnicodeDecodeError) as error:
            return repr(error)


def told(path: Path) -> list[str]:
    """What verification says, an error included."""
    try:
        with opened(path) as db:
            return faults(db)
    except RiskbriefError as error:
        return [str(error)]


def test_every_flipped_bit_that_changes_a_row_is_reported(path: Path, tmp_path: Path) -> None:
    whole, rng = filled(path), random.Random(11)
    before, content = rows_of(whole), whole.read_bytes()
    changed = 0
    for n in range(200):
        damaged = bytearray(content)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        copy = tmp_path / f"{n}.db"
        copy.write_bytes(bytes(damaged))
        if rows_of(copy) != before:
            changed += 1
            assert told(copy), f"flip {n} changed a row unnoticed"
    assert changed > 60


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM revision WHERE ingest_seq = 5",
        "DELETE FROM batch WHERE batch_id = 4",
        "DELETE FROM batch WHERE batch_id = 4; DELETE FROM revision WHERE batch_id = 4",
        "DELETE FROM head",
        "DELETE FROM forgotten",
        "UPDATE revision SET title = 'Other' WHERE ingest_seq = 3",
        "UPDATE revision SET published_at = '2020-01-01T00:00:00.000000Z' WHERE ingest_seq = 3",
        "UPDATE answer SET state = 'ok, really' WHERE batch_id = 1",
    ],
)
def test_a_row_gone_or_altered_is_reported(path: Path, statement: str) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(statement)
    assert told(path)


def test_reading_a_row_that_was_altered_is_refused(path: Path) -> None:
    add(path, row("a"))
    with closing(sqlite3.connect(path)) as db:
        db.executescript("UPDATE revision SET title = 'Other'")
    with pytest.raises(StoreError, match="changed on the disk"):
        articles(path)


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be read as one" * 20, b"SQLite f"])
def test_what_is_no_store_is_refused(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError), opened(path):
        pass


def test_the_file_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a riskbrief store"), opened(path):
        pass
    assert path.read_bytes() == before


def test_a_truncated_store_is_refused(path: Path) -> None:
    content = filled(path).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert told(path)


def test_a_store_of_a_newer_program_is_refused(path: Path) -> None:
    add(path, row("a"))
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {len(opening.STEPS) + 1}")
    with pytest.raises(StoreError, match="Use the newer program"), opened(path):
        pass


def test_a_missing_store_is_told_with_what_makes_one(path: Path) -> None:
    with pytest.raises(StoreError, match="riskbrief ingest"), opened(path):
        pass


def test_a_step_of_migration_that_fails_leaves_the_version_before(path: Path) -> None:
    add(path, row("a"))
    steps = (*opening.STEPS, "CREATE TABLE extra (x INTEGER) STRICT; CREATE TABLE extra (x INTEGER) STRICT")
    with closing(opening.connect(path, create=False)) as db:
        with pytest.raises(sqlite3.Error):
            opening.upgrade(db, path, steps)
        assert opening.version(db) == len(opening.STEPS)
        steps = (*opening.STEPS, "CREATE TABLE extra (x INTEGER) STRICT")
        assert opening.upgrade(db, path, steps) == 1 and opening.version(db) == len(steps)


def test_a_failure_inside_undoes_the_whole_batch(path: Path) -> None:
    add(path, row("a"))
    with pytest.raises(ValueError, match="stop"), opened(path) as db:
        append(db, Batch([row("b")]), now=START + HOUR)
        raise ValueError("stop")
    assert set(texts(articles(path))) == {"a"} and told(path) == []


def test_a_backup_taken_while_another_writes_is_whole(path: Path, tmp_path: Path) -> None:
    filled(path)
    target = tmp_path / "backups" / "store.db"
    with opened(path) as writing:
        append(writing, Batch([row("unfinished")]), now=START + 50 * HOUR)
        with opening.told(path), closing(opening.connect(path, create=False)) as reading:
            back_up(reading, target)
    assert told(target) == [] and "unfinished" not in texts(articles(target))
    with opened(path) as db, pytest.raises(UsageError, match="exists already"):
        back_up(db, target)


def test_two_writers_at_once_the_second_is_told_that_the_store_is_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(path, row("a"))
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    with opened(path) as first:
        append(first, Batch([row("b")]), now=START + HOUR)
        with pytest.raises(LockedError), opened(path) as second:
            append(second, Batch([row("c")]), now=START + HOUR)
    assert set(texts(articles(path))) == {"a", "b"}


@pytest.fixture
def copied(path: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copy(filled(path), tmp_path / "copy.db")
    yield tmp_path / "copy.db"


def test_a_copy_of_the_closed_file_alone_is_the_whole_store(copied: Path) -> None:
    assert told(copied) == [] and len(texts(articles(copied))) == 48


def test_two_writers_one_after_the_other_never_take_the_same_numbers(path: Path) -> None:
    """The second begins while the first has not ended; it waits, then reads what the first wrote."""
    add(path, row("a"))
    done = []

    def late() -> None:
        done.append(add(path, row("c"), now=START + HOUR).last_seq)

    with opened(path) as first:
        append(first, Batch([row("b")]), now=START + HOUR)
        waiting = threading.Thread(target=late)
        waiting.start()
        waiting.join(0.2)
        assert not done
    waiting.join(30)
    assert done == [3] and set(texts(articles(path))) == {"a", "b", "c"} and told(path) == []


def test_an_article_without_a_date_grows_no_younger(path: Path) -> None:
    add(path, row("a", at=START, flags="date_first_seen"))
    again = row("a", at=START + 200 * HOUR, flags="date_first_seen")
    assert add(path, again, now=START + 200 * HOUR).of("feed") == {"duplicate": 1}
    changed = row("a", "Corrected.", at=START + 300 * HOUR, flags="date_first_seen")
    assert add(path, changed, now=START + 300 * HOUR).of("feed") == {"changed": 1}
    assert list(articles(path).articles["published_at"]) == [START]


def test_what_a_feed_carries_of_an_unread_page_replaces_no_whole_text(path: Path) -> None:
    add(path, row("a", "The whole article."))
    assert add(path, row("a", "Its summary.", flags="page_unread"), now=START + HOUR).of("feed") == {"duplicate": 1}
    assert add(path, row("b", "A summary.", flags="page_unread"), now=START + HOUR).of("feed") == {"new": 1}
    assert add(path, row("b", "The whole of b."), now=START + 2 * HOUR).of("feed") == {"changed": 1}
    assert texts(articles(path)) == {"a": "The whole article.", "b": "The whole of b."}


def test_a_clock_that_ran_ahead_once_makes_later_articles_no_later(path: Path) -> None:
    add(path, row("a"), now=START + 9000 * HOUR)
    add(path, row("b"), now=START + HOUR)
    found = articles(path).articles.set_index("article_id")["known_at"]
    assert found["b"] == START + HOUR


@pytest.mark.parametrize(
    "statement", ["UPDATE batch SET n_rows = 0 WHERE batch_id = 1", "UPDATE forgotten SET article_id = 'x'"]
)
def test_reading_refuses_a_record_whose_small_tables_were_altered(path: Path, statement: str) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(statement)
    with pytest.raises(StoreError, match="was changed on the disk"):
        articles(path)
