"""A day that is over: what `--as-of` says of it stays, byte for byte, whatever comes and wherever the store goes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Called
from fault_server import FaultServer
from riskbrief.definitions.outlets import Source
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import LockedError, StoreError
from riskbrief.periods import end_of_day
from riskbrief.pipeline.gathering import Gathered, gather, knowledge, store_path
from riskbrief.pipeline.harvesting import asked, harvest, recorded
from riskbrief.pipeline.unchanged import point
from riskbrief.store import opening
from riskbrief.store.care import back_up, faults, forget
from riskbrief.store.closing import close
from riskbrief.store.knowing import cut_at
from riskbrief.store.opening import opened
from test_live_sources import item, rss
from test_store import HOUR, START, add, articles, path, row, texts
from test_vanishing import MONDAY, reading, server

__all__ = ["path", "server"]
Riskbrief = Callable[..., Called]
DAY = timedelta(days=1)
SUNDAY = date(2024, 9, 22)
NIGHT = datetime(2024, 9, 22, 23, 58, tzinfo=UTC)  # twelve minutes before the round that begins now has ended
RAID = "Gunmen attacked a market in Gao in Mali on Saturday and killed {} civilians."


def told(workspace: Workspace, day: date) -> bytes:
    """All that an issue as of a day is made of: the articles with their texts and instants, and how sources stood."""
    found: Gathered = gather(workspace, moment=end_of_day(day))
    account = (found.read, found.dropped, found.sources, found.notes, knowledge(found))
    return found.articles.to_csv().encode() + repr(account).encode()


def batches(store: Path) -> list[tuple[str, int]]:
    """Label and number of articles of every batch; the store is whole."""
    with opened(store) as db:
        assert faults(db) == []
        return [(label[:16], n) for label, n in db.execute("SELECT label, n_rows FROM batch ORDER BY batch_id")]


@pytest.fixture
def feed(server: FaultServer, tmp_path: Path) -> Callable[..., Workspace]:
    """A workspace of one feed that now holds the items named."""

    def holding(*names: str) -> Workspace:
        body = rss(*(item(name, date="Sat, 21 Sep 2024 08:00:00 GMT") for name in names))
        return reading(tmp_path, Source(id="feed", reader="rss", url=server.page("/feed", body)))

    return holding


# When what a round brings is known


def test_what_a_round_over_midnight_brings_is_known_on_the_day_it_was_committed(feed: Callable[..., Workspace]) -> None:
    harvest(feed("early"), clock=lambda: NIGHT - 9 * HOUR)
    workspace = feed("early", "night")
    round_of_the_night = asked(workspace, now=NIGHT)
    recorded(workspace, round_of_the_night, clock=lambda: NIGHT + timedelta(minutes=12))
    assert batches(store_path(workspace)) == [("2024-09-22T14:58", 1), ("2024-09-23T00:10", 1)]
    ids = [set(gather(workspace, moment=end_of_day(SUNDAY + n * DAY)).articles["article_id"]) for n in (0, 1)]
    assert ids == [{"tag:early"}, {"tag:early", "tag:night"}]
    known_at = gather(replace_lag(workspace)).articles.set_index("article_id")["known_at"]
    assert known_at["tag:night"] == NIGHT + timedelta(minutes=12)


def replace_lag(workspace: Workspace) -> Workspace:
    """The same without hours in which what is late still counts."""
    store = workspace.config.store.model_copy(update={"lag_hours": 0.0})
    return replace(workspace, config=workspace.config.model_copy(update={"store": store}))


def test_an_issue_made_while_a_round_runs_over_midnight_is_the_same_afterwards(feed: Callable[..., Workspace]) -> None:
    harvest(feed("early"), clock=lambda: NIGHT - 9 * HOUR)
    workspace = feed("early", "night")
    round_of_the_night = asked(workspace, now=NIGHT)
    before = told(workspace, SUNDAY)
    recorded(workspace, round_of_the_night, clock=lambda: NIGHT + timedelta(minutes=12))
    assert told(workspace, SUNDAY) == before


def test_a_clock_set_back_behind_an_issue_brings_nothing_into_it(feed: Callable[..., Workspace]) -> None:
    """The issue as of Sunday is made on Monday; then the clock says Saturday, and a round brings another article."""
    harvest(feed("early"), clock=lambda: NIGHT - 40 * HOUR)
    workspace = feed("early", "strayed")
    before = told(workspace, SUNDAY)
    harvest(workspace, clock=lambda: NIGHT - 24 * HOUR)
    assert told(workspace, SUNDAY) == before and b"strayed" not in before
    assert b"strayed" in told(workspace, SUNDAY + DAY)
    assert batches(store_path(workspace))[:3] == [
        ("2024-09-21T07:58", 1),
        ("2024-09-23T00:00", 0),
        ("2024-09-23T00:00", 1),
    ]


# Closing


def test_a_past_instant_is_closed_once_and_only_if_the_record_does_not_go_beyond_it(path: Path) -> None:
    add(path, row("a"))
    with opened(path) as db:
        assert close(db, START + HOUR, now=START + 2 * HOUR)
        assert not close(db, START + HOUR, now=START + 3 * HOUR) and not close(db, START - HOUR, now=START + HOUR)
    add(path, row("b"), now=START + HOUR)
    assert [n for _, n in batches(path)] == [1, 0, 1]
    assert set(texts(articles(path, START + HOUR))) == {"a"}


def test_a_day_that_is_not_over_stays_open(path: Path) -> None:
    """What comes later on it is known on it."""
    add(path, row("a"))
    with opened(path) as db:
        assert not close(db, START + 19 * HOUR, now=START + 19 * HOUR)
    add(path, row("b"), now=START + 6 * HOUR)
    assert set(texts(articles(path, START + 19 * HOUR))) == {"a", "b"} and len(batches(path)) == 2


def test_a_record_that_has_not_begun_is_not_begun_by_asking(path: Path) -> None:
    with opened(path, create=True) as db:
        assert not close(db, START, now=START + HOUR)
    assert batches(path) == []


def test_whoever_writes_when_a_past_day_is_asked_for_ends_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its batch may have taken a label of that day and not be seen yet."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    add(path, row("a"))
    with opened(path) as writer, opened(path) as reader:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            close(reader, START + HOUR, now=START + 2 * HOUR)
        writer.rollback()
        assert close(reader, START + HOUR, now=START + 2 * HOUR)
    with pytest.raises(LockedError), opened(path) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with opened(path) as reader:
            close(reader, START + 3 * HOUR, now=START + 4 * HOUR)


def test_who_may_only_read_the_store_is_told_a_past_day_that_stays_open(path: Path) -> None:
    """Permissions do not bind every user that tests run as, so the connection is one that may not write."""
    add(path, row("a"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level="IMMEDIATE")) as db:
        assert not close(db, START + HOUR, now=START + 2 * HOUR)
        assert cut_at(db, START + HOUR, now=START + 2 * HOUR).seq == 1
    assert len(batches(path)) == 1


def test_a_run_that_finds_nothing_new_closes_its_day_too(feed: Callable[..., Workspace]) -> None:
    """Two days of one week may have one issue; the second is then told without anything being read."""
    workspace = feed("early")
    harvest(workspace, clock=lambda: NIGHT - 40 * HOUR)
    before = [point(workspace, end_of_day(SUNDAY), end_of_day(SUNDAY + n * DAY), {}) for n in (0, 1)]
    assert before[0] == before[1]
    harvest(feed("early", "strayed"), clock=lambda: NIGHT)
    assert [point(workspace, end_of_day(SUNDAY), end_of_day(SUNDAY + n * DAY), {}) for n in (0, 1)] == before


def test_nothing_is_closed_upon_a_batch_that_was_altered(path: Path) -> None:
    add(path, row("a"))
    with opened(path) as db:
        db.execute("UPDATE batch SET clock_ok = 0")
    with pytest.raises(StoreError, match="batch"), opened(path) as db:
        close(db, START + HOUR, now=START + 2 * HOUR)
    with opened(path) as db:
        assert db.execute("SELECT count(*) FROM batch").fetchone() == (1,)


# Backups and migrations


def story(store: Path) -> None:
    """Articles that come, are corrected, go, come back with the clock set back, and are taken down."""
    at = MONDAY - 30 * HOUR
    fair = [row(f"n{k}", f"Weavers in Mali showed cloth number {k}.", at=at) for k in range(9)]
    add(store, *fair, row("raid", RAID.format(3), at=at), row("court", at=at), row("gone", at=at), now=MONDAY)
    add(store, row("raid", RAID.format(9), at=at), now=MONDAY + DAY, gone=("gone", "n1"))
    add(store, row("late", RAID.format(5), at=at), fair[1], now=MONDAY - 2 * DAY)
    with opened(store) as db:
        forget(db, "court", reason="court order", now=MONDAY + 2 * DAY)


def issues(workspace: Workspace) -> list[bytes]:
    """What is told as of each day of the story: before the correction, with it, and after it."""
    return [told(workspace, (MONDAY + n * DAY).date()) for n in range(3)]


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    workspace = reading(tmp_path, Source(id="feed", reader="rss", url="https://example.org/feed"))
    story(store_path(workspace))
    return workspace


def test_the_days_of_the_story_differ(desk: Workspace) -> None:
    """Else the tests below compare nothing."""
    before, corrected, after = issues(desk)
    assert (b"killed 3" in before, b"killed 9" in before, b"killed 5" in before) == (True, False, False)
    assert corrected == after and b"killed 9" in corrected and b"killed 5" in corrected


def put_back(copy: Path, store: Path) -> None:
    """A restore as docs/operations.md tells it: the store and what lies beside it away, the backup in its place."""
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        store.with_name(name).unlink(missing_ok=True)
    shutil.copy(copy, store)


def test_a_restored_backup_tells_every_past_day_as_the_store_did(desk: Workspace, tmp_path: Path) -> None:
    """Also days that were first asked about after the backup was taken, and after more has come to the store."""
    store, copy = store_path(desk), tmp_path / "copy.db"
    with opened(store) as db:
        back_up(db, copy)
    before = issues(desk)
    add(store, row("after", at=MONDAY - 30 * HOUR), now=MONDAY + 9 * DAY)
    assert issues(desk) == before
    put_back(copy, store)
    assert issues(desk) == before and len(batches(store)) == 5  # two days closed again


def test_a_migrated_store_tells_every_past_day_as_the_older_version_did(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels stay as they were recorded."""
    store = store_path(desk)
    before, labels = issues(desk), batches(store)
    newer = (*opening.STEPS, "ALTER TABLE batch ADD COLUMN note TEXT")
    with closing(opening.connect(store, create=False)) as db:
        assert opening.upgrade(db, store, newer) == 1
    monkeypatch.setattr(opening, "STEPS", newer)
    assert issues(desk) == before and batches(store) == labels


@pytest.mark.slow
def test_scores_and_mentions_of_a_past_day_are_the_same_from_the_store_its_backup_and_its_migration(
    riskbrief: Riskbrief, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scores come with what each indicator and pillar adds, which is all that observations are read from."""
    config = workspace / "config.yaml"
    config.write_text(config.read_text().replace("  - id: demo\n    reader: demo\n", ""))
    store, copy = workspace / ".riskbrief" / "store.db", tmp_path / "copy.db"
    story(store)

    def numbers() -> tuple[str, ...]:
        asked = ("--as-of", f"{MONDAY:%Y-%m-%d}", "--no-cache")
        done = [riskbrief("-C", workspace, *command, *asked) for command in (("score", "--weeks", "2"), ("code",))]
        assert [d.code for d in done] == [0, 0], done[0].err + done[1].err
        return tuple(d.out for d in done)

    assert riskbrief("-C", workspace, "store", "backup", copy).code == 0
    before = numbers()
    add(store, row("after", RAID.format(40), at=MONDAY - 30 * HOUR), now=MONDAY + 9 * DAY)
    assert numbers() == before and "killed 3" in before[1]
    newer = (*opening.STEPS, "ALTER TABLE batch ADD COLUMN note TEXT")
    with monkeypatch.context() as patched:
        patched.setattr(opening, "STEPS", newer)
        patched.setattr("riskbrief.pipeline.storing.STEPS", newer)
        assert riskbrief("-C", workspace, "store", "migrate").rows[0]["steps"] == 1 and numbers() == before
    put_back(copy, store)
    assert numbers() == before
