"""What the store knew at a point of its record, and what moved between two points."""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from riskbrief.errors import Problem, StoreError
from riskbrief.store.appending import COMPARED, instant
from riskbrief.store.digests import COLUMNS, NOTHING, row_digest, select
from riskbrief.tables import ARTICLES

AT_ONCE = 4096  # texts unpacked together
LIVE, REPLAY, RECONSTRUCTED = "live", "replay", "reconstructed"


@dataclass(frozen=True)
class Cut:
    """A point of the record: everything up to `seq`, whose batch `batch` has the label `label` (empty before any).

    `mode`: live (all there is), replay (what was known at an earlier instant), reconstructed (an instant before the
    record begins: what was published by then, as known today).
    """

    seq: int
    label: str
    mode: str
    batch: int = 0


@dataclass(frozen=True)
class Known:
    """ARTICLES as known at a cut, and how many are left out by reason (deleted, forgotten, pruned).

    `source_of`: the source in config.yaml of each article; `live`: articles known since their ingest, not since their
    publication; `forgotten`: ids that were taken down.
    """

    articles: pd.DataFrame
    left_out: Counter[str]
    source_of: Mapping[str, str]
    live: frozenset[str]
    forgotten: frozenset[str]


def cut_at(db: sqlite3.Connection, moment: datetime | None) -> Cut:
    """The point of the record that was known at `moment`; the newest if none is given."""
    check_rows(db, "batch", "forgotten", "head")
    query = "SELECT first_seq + n_rows - 1, label, batch_id FROM batch"
    newest = db.execute(f"{query} ORDER BY batch_id DESC LIMIT 1").fetchone() or (0, "", 0)
    if moment is None or newest[1] <= instant(moment):
        return Cut(newest[0], newest[1], LIVE, newest[2])
    found = db.execute(f"{query} WHERE label <= ? ORDER BY batch_id DESC LIMIT 1", (instant(moment),)).fetchone()
    at, mode = (found, REPLAY) if found else (newest, RECONSTRUCTED)
    return Cut(at[0], at[1], mode, at[2])


def reaches(db: sqlite3.Connection, seq: int, label: str) -> bool:
    """Whether the record has a point with this sequence number and label: another store's does not count."""
    query = "SELECT 1 FROM batch WHERE first_seq + n_rows - 1 = ? AND label = ?"
    return db.execute(query, (seq, label)).fetchone() is not None


def fingerprint(db: sqlite3.Connection, cut: Cut) -> list[str | int]:
    """What two points have in common when the store gives the same articles at both: sequence, digest of the last batch
    with rows (over all before it), what was taken down, and the first article in order of days that has its text, which
    moves on whenever texts are emptied."""
    query = "SELECT row_sha256 FROM batch WHERE batch_id <= ? AND n_rows > 0 ORDER BY batch_id DESC LIMIT 1"
    last = db.execute(query, (cut.batch,)).fetchone() or (NOTHING,)
    down = db.execute("SELECT row_sha256 FROM forgotten ORDER BY article_id").fetchall()
    first = "SELECT ingest_seq FROM revision WHERE length(body) > 0 ORDER BY published_at, ingest_seq LIMIT 1"
    (whole,) = db.execute(first).fetchone() or (0,)
    return [cut.seq, last[0].hex(), whole, *(digest.hex() for (digest,) in down)]


def check_rows(db: sqlite3.Connection, *tables: str) -> None:
    """Refuse small tables with a row that is not what was written. Errors: StoreError (9)."""
    for table in tables:
        for *values, digest in db.execute(select(table)):
            if row_digest(values) != digest:
                text = f"a stored row of {table!r} was changed on the disk ({values[0]!r})"
                raise StoreError(Problem("store", 0, 0, text, "Run `riskbrief store verify`, then restore a backup."))


def known(db: sqlite3.Connection, cut: Cut, *, since: datetime | None = None, lag_hours: float = 0.0) -> Known:
    """The newest revision of every article at the cut, published from `since` on.

    An article that a live source brought within `lag_hours` after its publication counts as known from its publication,
    later ones from that much before they were known: what arrives on Monday morning belongs to the week before.
    Errors: StoreError (9) for a row that is not what was written.
    """
    forgotten = {name for (name,) in db.execute("SELECT article_id FROM forgotten")}
    left_out: Counter[str] = Counter()
    rows = []
    for row in _revisions(db, cut, since):
        if row[BODY]:
            rows.append(row)
        else:
            left_out["forgotten" if row[NAME] in forgotten else "deleted" if row[DELETED] else "pruned"] += 1
    frame = pd.DataFrame(rows, columns=[*COLUMNS["revision"]])
    live = frame["live"].to_numpy(bool)
    published, first = (pd.to_datetime(frame[c], utc=True, format="ISO8601") for c in ("published_at", "known_at"))
    arrived = np.maximum(published, first - pd.Timedelta(hours=lag_hours))
    texts = _texts(frame["body"].tolist())
    frame = frame.drop(columns="body")
    rows.clear()
    known_at = pd.Series(np.where(live, arrived, published), index=frame.index)
    articles = frame.assign(published_at=published, known_at=known_at, text=texts, origin_id=frame["article_id"])
    return Known(
        ARTICLES.shape(articles),
        left_out,
        dict(zip(frame["article_id"], frame["source"], strict=True)),
        frozenset(frame["article_id"][live]),
        frozenset(forgotten),
    )


def _texts(bodies: list[bytes]) -> pd.Series[str]:
    """The texts, some thousands at a time, so that they are not held twice."""
    parts = [pd.Series([], dtype="string")]
    for start in range(0, len(bodies), AT_ONCE):
        some = bodies[start : start + AT_ONCE]
        parts.append(pd.Series([zlib.decompress(b).decode("utf-8", "surrogatepass") for b in some], dtype="string"))
    return pd.concat(parts, ignore_index=True)


NAME, DELETED, BODY = (COLUMNS["revision"].index(c) for c in ("article_id", "deleted", "body"))


def _revisions(db: sqlite3.Connection, cut: Cut, since: datetime | None) -> Iterator[list[Any]]:
    """Rows of the newest revision up to the cut, each as it was written."""
    columns = COLUMNS["revision"]
    query = f"""SELECT {", ".join(columns)}, row_sha256 FROM revision r WHERE ingest_seq <= ? AND published_at >= ?
      AND revision = (SELECT max(revision) FROM revision m WHERE m.article_id = r.article_id AND m.ingest_seq <= ?)"""
    for *values, digest in db.execute(query, (cut.seq, instant(since) if since else "", cut.seq)):
        if row_digest(values) != digest:
            where = f"article {values[2]!r}, sequence {values[0]}"
            remedy = "Run `riskbrief store verify`, then restore a backup."
            raise StoreError(Problem("store", 0, 0, f"a stored row was changed on the disk ({where})", remedy))
        yield values


@dataclass(frozen=True)
class Moved:
    """An article that became known, was changed or was deleted after a cut, though published before an instant; `known`
    is the label of the batch that told of it."""

    article_id: str
    source_id: str
    published_at: str
    kind: str  # late, changed, deleted
    ingest_seq: int
    known: str = ""


def moved(
    db: sqlite3.Connection, before: Cut, now: Cut, *, published_before: datetime, arrived_before: datetime
) -> Iterator[Moved]:
    """What became known between two cuts of articles published before an instant, in order of arrival.

    One entry for each article that stood otherwise at the two cuts: `late` was not there, `deleted` is there no more,
    `changed` has other words, another day, outlet, address or retraction. What only came and went in between is none,
    nor is what was taken down, or what came to a live source too late for the present issue (from `arrived_before` on).
    """
    same = " AND ".join(f"was.{column} = new.{column}" for column in COMPARED)
    query = f"""WITH touched AS (SELECT article_id, max(ingest_seq) AS seq FROM revision
        WHERE ingest_seq > :before AND ingest_seq <= :now AND (published_at < :day OR revision > 1) GROUP BY article_id)
      SELECT new.article_id, new.source_id, new.published_at, new.ingest_seq, label, new.deleted,
        coalesce(was.deleted, 1), {same}
      FROM touched JOIN revision new ON new.ingest_seq = touched.seq JOIN batch ON batch.batch_id = new.batch_id
      LEFT JOIN revision was ON was.article_id = new.article_id AND was.revision = (SELECT max(revision) FROM revision m
        WHERE m.article_id = new.article_id AND m.ingest_seq <= :before)
      WHERE min(new.published_at, coalesce(was.published_at, new.published_at)) < :day
        AND (new.live = 0 OR new.known_at < :arrived) AND new.article_id NOT IN (SELECT article_id FROM forgotten)
      ORDER BY new.ingest_seq"""
    days = {"day": instant(published_before), "arrived": instant(arrived_before)}
    given = {"before": before.seq, "now": now.seq, **days}
    for name, outlet, published, seq, label, gone, away, same_words in db.execute(query, given):
        kind = "late" if away and not gone else "deleted" if gone and not away else "changed"
        if not (away and gone) and not (kind == "changed" and same_words):
            yield Moved(name, outlet, published, kind, seq, label)
