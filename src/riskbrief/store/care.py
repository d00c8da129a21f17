"""Care of the store: verify, back up, prune, forget."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from riskbrief.errors import Problem, UsageError
from riskbrief.store.appending import begin, instant, set_head
from riskbrief.store.digests import COLUMNS, NOTHING, chain_digest, insert, row_digest, select, with_digest

MOST_TOLD = 20


def faults(db: sqlite3.Connection) -> list[str]:
    """Everything in the store that is not as it was written, the first twenty of a kind; empty when it is whole.

    Every row against its own digest, every batch against its rows and the batch before it, the end against the head,
    and SQLite's own check. Source: SQLite reports a flipped bit in a row to nobody.
    """
    found: list[str] = []
    if not db.in_transaction:
        db.execute("BEGIN")  # one state for all checks, whoever writes meanwhile
    for check in (_structure, _rows, _chain, _end):
        try:
            found += _first(check(db))
        except (sqlite3.Error, UnicodeDecodeError) as error:
            found.append(f"the file cannot be read on: {error}")
    return found


def _first(told: Iterator[str]) -> list[str]:
    every = list(told)
    more = [f"... and {len(every) - MOST_TOLD} more of this kind"] if len(every) > MOST_TOLD else []
    return every[:MOST_TOLD] + more


def _structure(db: sqlite3.Connection) -> Iterator[str]:
    for (line,) in db.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"structure: {line}"


def _rows(db: sqlite3.Connection) -> Iterator[str]:
    for table in COLUMNS:
        yield from _altered(db, table)


def _altered(db: sqlite3.Connection, table: str, where: str = "", given: tuple[int, ...] = ()) -> Iterator[str]:
    db.text_factory = bytes  # a flipped bit may leave no valid text
    try:
        for *values, digest in db.execute(f"{select(table)} {where}", given):
            plain = [v.decode("utf-8", "replace") if isinstance(v, bytes) and _is_text(table, n) else v
                     for n, v in enumerate(values)]  # fmt: skip
            if row_digest(plain) != digest:
                yield f"{table}: the row {_key(table, plain)} is not what was written"
    finally:
        db.text_factory = str


def share_faults(db: sqlite3.Connection, after: int, upto: int) -> list[str]:
    """What of the revisions with sequence numbers `after` (excluded) to `upto` is not as it was written: rows against
    their digests, and none missing."""
    where = "WHERE ingest_seq > ? AND ingest_seq <= ?"
    try:
        found = _first(_altered(db, "revision", where, (after, upto)))
        (count,) = db.execute(f"SELECT count(*) FROM revision {where}", (after, upto)).fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return [f"the file cannot be read on: {error}"]
    return found + ([f"revision: {upto - after - count} rows are missing"] if count != upto - after else [])


def _is_text(table: str, column: int) -> bool:
    return COLUMNS[table][column] not in {"body", "rows_sha256", "previous"}


def _key(table: str, values: list[object]) -> str:
    shown = values[:3] if table == "revision" else values[:2]
    return ", ".join(repr(v) for v in shown)


def _chain(db: sqlite3.Connection) -> Iterator[str]:
    previous, next_seq, number = NOTHING, 1, 1
    query = "SELECT batch_id, first_seq, n_rows, rows_sha256, previous, row_sha256 FROM batch ORDER BY batch_id"
    for batch_id, first, n_rows, digest, before, own in db.execute(query).fetchall():
        facts = db.execute(
            "SELECT ingest_seq, article_id, revision, content_sha256 FROM revision WHERE batch_id = ? AND ingest_seq "
            "BETWEEN ? AND ? ORDER BY ingest_seq",
            (batch_id, first, first + n_rows - 1),
        ).fetchall()
        if batch_id != number or first != next_seq or before != previous:
            yield f"batch {batch_id}: does not follow the batch before it"
        if len(facts) != n_rows or chain_digest(facts) != digest:
            yield f"batch {batch_id}: {len(facts)} of {n_rows} rows are there, or they are others than it brought"
        previous, next_seq, number = own, first + n_rows, batch_id + 1
    (stray,) = db.execute("SELECT count(*) FROM revision WHERE ingest_seq >= ?", (next_seq,)).fetchone()
    if stray:
        yield f"{stray} rows belong to no batch"


def _end(db: sqlite3.Connection) -> Iterator[str]:
    head = db.execute("SELECT batch_id, n_forgotten FROM head").fetchall()
    (last,) = db.execute("SELECT coalesce(max(batch_id), 0) FROM batch").fetchone()
    (forgotten,) = db.execute("SELECT count(*) FROM forgotten").fetchone()
    if not head and (last or forgotten):
        yield "the head is missing"
    elif head and head[0] != (last, forgotten):
        was, gone = head[0]
        yield f"the record ends at batch {last} with {forgotten} taken down; it was written to batch {was} with {gone}"


def back_up(db: sqlite3.Connection, target: Path) -> None:
    """A consistent copy of the store at a new path, while others may write. Errors: UsageError if it exists."""
    if target.exists():
        raise UsageError(Problem(str(target), 0, 0, "exists already", "Name a new file; a backup overwrites nothing."))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as copy:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    part.rename(target)


def forget(db: sqlite3.Connection, article_id: str, *, reason: str, now: datetime) -> int:
    """Take an article down: every revision loses its text, title and address; a tombstone says why. How many revisions.

    Its id, outlet, day and digest stay, so that past issues can still say what they rested on.
    Errors: UsageError for an article that the store does not hold.
    """
    begin(db)
    columns = COLUMNS["revision"]
    found = db.execute(f"SELECT {', '.join(columns)} FROM revision WHERE article_id = ?", (article_id,)).fetchall()
    if not found:
        raise UsageError(Problem("store", 0, 0, f"no article {article_id!r}", "Its id stands in articles.csv."))
    emptied = {"title": "", "url": "", "body": b"", "flags": "forgotten"}
    for row in found:
        values = [emptied.get(name, value) for name, value in zip(columns, row, strict=True)]
        db.execute("DELETE FROM revision WHERE ingest_seq = ?", (row[0],))
        db.execute(insert("revision"), with_digest(values))
    db.execute("DELETE FROM forgotten WHERE article_id = ?", (article_id,))
    db.execute(insert("forgotten"), with_digest((article_id, reason, instant(now))))
    (last,) = db.execute("SELECT coalesce(max(batch_id), 0) FROM batch").fetchone()
    set_head(db, last)
    return len(found)


def settled(db: sqlite3.Connection) -> bool:
    """Whether what was written has reached the file and nothing older stays in the log beside it (`-wal`), which holds
    pages as they were; False while another program reads an earlier state."""
    busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def prunable(db: sqlite3.Connection, before: datetime) -> int:
    """How many articles' texts are older than a day and not emptied yet."""
    query = "SELECT count(*) FROM revision WHERE published_at < ? AND length(body) > 0"
    return int(db.execute(query, (instant(before),)).fetchone()[0])


def prune(db: sqlite3.Connection, before: datetime) -> int:
    """Empty the texts of articles published before a day; ids, digests, days and outlets stay. How many."""
    begin(db)
    columns = COLUMNS["revision"]
    query = "SELECT ingest_seq FROM revision WHERE published_at < ? AND length(body) > 0"
    found = db.execute(query, (instant(before),)).fetchall()  # the numbers alone: texts of years do not fit in memory
    whole = f"SELECT {', '.join(columns)} FROM revision WHERE ingest_seq = ?"
    for number in found:
        row = db.execute(whole, number).fetchone()
        values = [{"body": b"", "flags": "pruned"}.get(name, value) for name, value in zip(columns, row, strict=True)]
        db.execute("DELETE FROM revision WHERE ingest_seq = ?", (row[0],))
        db.execute(insert("revision"), with_digest(values))
    return len(found)
