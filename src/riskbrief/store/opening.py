"""The store's file: opened with its rules set, checked to be ours and of this version, brought up to date.

SQLite in WAL mode: readers go on while one writes, and a killed writer loses nothing it committed. Never put it on a
network file system: WAL does not work there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from riskbrief.errors import LockedError, Problem, RiskbriefError, StorageError, StoreError

APPLICATION = 0x5249534B  # "RISK" in the file's head
BUSY_SECONDS = 30.0

# Each step takes the store from one version to the next; the version is how many were taken.
STEPS: tuple[str, ...] = (
    """
    CREATE TABLE batch (
      batch_id INTEGER PRIMARY KEY, label TEXT NOT NULL, clock_ok INTEGER NOT NULL, first_seq INTEGER NOT NULL,
      n_rows INTEGER NOT NULL, rows_sha256 BLOB NOT NULL, previous BLOB NOT NULL, row_sha256 BLOB NOT NULL
    ) STRICT;
    CREATE TABLE revision (
      ingest_seq INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL, article_id TEXT NOT NULL, revision INTEGER NOT NULL,
      source TEXT NOT NULL, source_id TEXT NOT NULL, published_at TEXT NOT NULL, known_at TEXT NOT NULL,
      live INTEGER NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, retracts TEXT NOT NULL,
      flags TEXT NOT NULL, content_sha256 TEXT NOT NULL, deleted INTEGER NOT NULL, body BLOB NOT NULL,
      row_sha256 BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX revision_of_article ON revision (article_id, revision);
    CREATE INDEX revision_by_day ON revision (published_at);
    CREATE TABLE answer (
      batch_id INTEGER NOT NULL, source TEXT NOT NULL, state TEXT NOT NULL, articles INTEGER NOT NULL,
      newest TEXT NOT NULL, message TEXT NOT NULL, dropped TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
      row_sha256 BLOB NOT NULL, PRIMARY KEY (batch_id, source)
    ) STRICT;
    CREATE TABLE forgotten (
      article_id TEXT PRIMARY KEY, reason TEXT NOT NULL, label TEXT NOT NULL, row_sha256 BLOB NOT NULL
    ) STRICT;
    CREATE TABLE head (
      id INTEGER PRIMARY KEY CHECK (id = 1), batch_id INTEGER NOT NULL, n_forgotten INTEGER NOT NULL,
      row_sha256 BLOB NOT NULL
    ) STRICT;
    """,
)


@contextmanager
def opened(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """The store at `path`, of this program's version; made if it does not exist and `create` says so.

    What is written inside is committed when the block ends well, and undone otherwise.
    Errors: StoreError (9) for a file that is damaged, not a store, or of another version; LockedError (7) when another
    program writes too long; StorageError (8) for the disk or a permission.
    """
    with told(path):
        db = connect(path, create=create)
        try:
            upgrade(db, path, STEPS) if version(db) == 0 else _check_version(db, path)
            with db:
                yield db
        finally:
            db.close()


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """A connection with the store's rules, whatever version the file has. Errors: StoreError, sqlite3.Error."""
    if not path.exists():
        if not create:
            raise StoreError(Problem(str(path), 0, 0, "there is no store", "`riskbrief ingest` makes one."))
        path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level="IMMEDIATE")
    try:
        _check_kind(db, path)
        for rule in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF"):
            db.execute(f"PRAGMA {rule}").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _check_kind(db: sqlite3.Connection, path: Path) -> None:
    """An empty file becomes a store; one of another program is refused."""
    found = int(db.execute("PRAGMA application_id").fetchone()[0])
    empty = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if found == APPLICATION:
        return
    if found or not empty:
        raise StoreError(Problem(str(path), 0, 0, "is not a riskbrief store", "Move it away or name another file."))
    db.execute(f"PRAGMA application_id = {APPLICATION}")


def version(db: sqlite3.Connection) -> int:
    """How many steps the store has taken; 0 when it is empty."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _check_version(db: sqlite3.Connection, path: Path) -> None:
    found = version(db)
    if found > len(STEPS):
        text = f"is of version {found}; this program knows up to {len(STEPS)}"
        raise StoreError(Problem(str(path), 0, 0, text, "Use the newer program, or restore a backup."))
    if found < len(STEPS):
        text = f"is of version {found}; this program needs {len(STEPS)}"
        raise StoreError(Problem(str(path), 0, 0, text, "Run `riskbrief store migrate`; it makes a backup first."))


def upgrade(db: sqlite3.Connection, path: Path, steps: Sequence[str]) -> int:
    """Take the steps that are missing, all in one transaction: a crash leaves the old version or the new. How many."""
    found = version(db)
    if found > len(steps):
        _check_version(db, path)
    if found == len(steps):
        return 0
    with db:
        db.execute("BEGIN IMMEDIATE")
        found = version(db)  # another program may have been first
        for statement in (s for step in steps[found:] for s in step.split(";") if s.strip()):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(steps)}")
    return len(steps) - found


@contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's and the system's errors as those a user can mend."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:  # of a damaged schema sqlite3 cannot even tell the name
        raise _explained(error, path) from error
    except OSError as error:
        text = f"cannot be written: {error.strerror or error}"
        raise StorageError(Problem(str(path), 0, 0, text, "Free space or give this user permission there.")) from error


DISK = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")


def _explained(error: Exception, path: Path) -> RiskbriefError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LockedError(Problem(str(path), 0, 0, "another program is writing the store", "Wait for it to end."))
    if name.startswith(DISK):
        return StorageError(Problem(str(path), 0, 0, f"cannot be written: {error}", "Free space or permission there."))
    remedy = "Restore a backup (docs/operations.md), or move the file away: articles of files are read again."
    return StoreError(Problem(str(path), 0, 0, f"is damaged: {error}", remedy))
