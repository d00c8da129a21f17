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

from riskbrief.errors import LockedError, Problem
from riskbrief.store.appending import COMPARED, instant
from riskbrief.store.digests import COLUMNS, NOTHING, checked, select
from riskbrief.tables import ARTICLES, REVISED

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
    publication; `forgotten`: ids that were taken down; `pruned`: publication of the newest article whose text was
    emptied for its age (as `appending.instant`; empty without any).
    """

    articles: pd.DataFrame
    left_out: Counter[str]
    source_of: Mapping[str, str]
    live: frozenset[str]
    forgotten: frozenset[str]
    pruned: str = ""


_BROUGHT = "(n_rows > 0 OR batch_id IN (SELECT batch_id FROM answer))"  # something: others only close an instant


def cut_at(db: sqlite3.Connection, moment: datetime | None, *, now: datetime | None = None) -> Cut:
    """The point of the record that was known at `moment`; the newest if none is given.

    `now`: once the moment is over the record alone says what was known then, also when it has not moved on since.
    """
    check_rows(db, "batch", "forgotten", "head")
    query = f"SELECT first_seq + n_rows - 1, label, batch_id FROM batch WHERE {_BROUGHT}"
    newest = db.execute(f"{query} ORDER BY batch_id DESC LIMIT 1").fetchone() or (0, "", 0)
    if moment is None or newest[1] <= instant(moment):
        over = newest[2] and moment and now and moment < now
        return Cut(newest[0], newest[1], REPLAY if over else LIVE, newest[2])
    found = db.execute(f"{query} AND label <= ? ORDER BY batch_id DESC LIMIT 1", (instant(moment),)).fetchone()
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
        for row in db.execute(select(table)):
            checked(table, row)


def known(
    db: sqlite3.Connection, cut: Cut, *, since: datetime | None = None, lag_hours: float = 0.0, texts: bool = True
) -> Known:
    """The newest revision of every article at the cut, published from `since` on; `texts`: with its text, which else is
    missing and is had by its sequence number (`texts_of`).

    An article that a live source brought within `lag_hours` after its publication counts as known from its publication,
    later ones from that much before they were known: what arrives on Monday morning belongs to the week before.
    Errors: StoreError (9) for a row that is not what was written.
    """
    forgotten = {name for (name,) in db.execute("SELECT article_id FROM forgotten")}
    left_out: Counter[str] = Counter()
    rows, pruned = [], ""
    for row in _revisions(db, cut, since):
        if row[BODY]:
            rows.append(row if texts else [*row[:BODY], b""])
        else:
            why = "forgotten" if row[NAME] in forgotten else "deleted" if row[DELETED] else "pruned"
            left_out[why] += 1
            pruned = max(pruned, row[PUBLISHED]) if why == "pruned" else pruned
    frame = pd.DataFrame(rows, columns=[*COLUMNS["revision"]])
    live = frame["live"].to_numpy(bool)
    published, first = (pd.to_datetime(frame[c], utc=True, format="ISO8601") for c in ("published_at", "known_at"))
    arrived = np.maximum(published, first - pd.Timedelta(hours=lag_hours))
    said = _texts(frame["body"].tolist()) if texts else pd.NA
    frame = frame.drop(columns="body")
    rows.clear()
    known_at = pd.Series(np.where(live, arrived, published), index=frame.index)
    articles = frame.assign(published_at=published, known_at=known_at, text=said, origin_id=frame["article_id"])
    return Known(
        ARTICLES.shape(articles),
        left_out,
        dict(zip(frame["article_id"].tolist(), frame["source"].tolist(), strict=True)),
        frozenset(frame["article_id"][live].tolist()),
        frozenset(forgotten),
        pruned,
    )


def texts_of(db: sqlite3.Connection, wanted: Mapping[int, str]) -> list[str]:
    """The texts of revisions by sequence number, given with the digest of the content, in their order.

    Errors: LockedError (7) when one is there no more: it was emptied or taken down since it was told, or the store is
    another, such as a backup that was put in its place.
    """
    numbers = list(wanted)
    bodies: dict[int, bytes] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        those = f"WHERE ingest_seq IN ({', '.join('?' * len(some))})"
        rows = db.execute(f"SELECT ingest_seq, content_sha256, body FROM revision {those}", some)
        bodies |= {seq: body for seq, digest, body in rows if digest == wanted[seq]}
    gone = next((n for n in numbers if not bodies.get(n)), None)
    if gone is not None:
        text = f"the text of sequence {gone} was emptied or replaced while a run read the store"
        raise LockedError(Problem("store", 0, 0, text, "Run again."))
    return [_text(bodies[n]) for n in numbers]


def _text(body: bytes) -> str:
    return zlib.decompress(body).decode("utf-8", "surrogatepass")


def _texts(bodies: list[bytes]) -> pd.Series[str]:
    """The texts, some thousands at a time, so that they are not held twice."""
    parts = [pd.Series([], dtype="string")]
    for start in range(0, len(bodies), AT_ONCE):
        some = bodies[start : start + AT_ONCE]
        parts.append(pd.Series([_text(b) for b in some], dtype="string"))
    return pd.concat(parts, ignore_index=True)


NAME, REVISION, PUBLISHED, KNOWN_AT, FLAGS, DELETED, BODY = (
    COLUMNS["revision"].index(c)
    for c in ("article_id", "revision", "published_at", "known_at", "flags", "deleted", "body")
)


def _revisions(db: sqlite3.Connection, cut: Cut, since: datetime | None) -> Iterator[list[Any]]:
    """Rows of the newest revision up to the cut, each as it was written but for two values: `known_at` is when the
    article was first known, which decides what weeks see it, and a flag says since when its words are (`REVISED`)."""
    rows = f"SELECT {', '.join(COLUMNS['revision'])}, row_sha256 FROM revision r WHERE"
    query = f"""{rows} ingest_seq <= ? AND published_at >= ?
      AND revision = (SELECT max(revision) FROM revision m WHERE m.article_id = r.article_id AND m.ingest_seq <= ?)"""
    for row in db.execute(query, (cut.seq, instant(since) if since else "", cut.seq)):
        values = checked("revision", row)
        if values[REVISION] > 1:
            first = db.execute(f"{rows} article_id = ? AND revision = 1", (values[NAME],)).fetchone()
            seen = checked("revision", first or (*values, NOTHING))[KNOWN_AT]
            since_then = f"{REVISED}:{values[KNOWN_AT][:19]}Z" if seen != values[KNOWN_AT] else ""
            values[FLAGS] = ";".join(filter(None, (values[FLAGS], since_then)))
            values[KNOWN_AT] = min(seen, values[KNOWN_AT])
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
    db: sqlite3.Connection, before: Cut, now: Cut, *, published_before: datetime, arrived_before: datetime,
    arrived_then: datetime,
) -> Iterator[Moved]:  # fmt: skip
    """What became known between two cuts of articles published before an instant, in order of arrival.

    One entry for each article that stood otherwise at the two cuts: `late` was not there, `deleted` is there no more,
    `changed` has other words, another day, outlet, address or retraction. What only came and went in between is none,
    nor is what was taken down, or what came to a live source too late for the present issue (from `arrived_before` on).
    What came too late for the issue before (from `arrived_then` on) was not there, though it was on record.
    """
    same = " AND ".join(f"was.{column} = new.{column}" for column in COMPARED)
    query = f"""WITH touched AS (
        SELECT DISTINCT article_id FROM revision
        WHERE ingest_seq > :before AND ingest_seq <= :now AND (published_at < :day OR revision > 1)
        UNION SELECT article_id FROM revision
        WHERE ingest_seq BETWEEN (SELECT min(first_seq) FROM batch WHERE label >= :then) AND :before
          AND revision = 1 AND live = 1 AND known_at >= :then AND published_at < :day)
      SELECT new.article_id, new.source_id, new.published_at, new.ingest_seq, label, new.deleted,
        coalesce(was.deleted, 1), {same}
      FROM touched JOIN revision first ON first.article_id = touched.article_id AND first.revision = 1
      JOIN revision new ON new.article_id = first.article_id AND new.revision = (SELECT max(revision) FROM revision m
        WHERE m.article_id = first.article_id AND m.ingest_seq <= :now)
      JOIN batch ON batch.batch_id = new.batch_id
      LEFT JOIN revision was ON was.article_id = first.article_id AND (was.live = 0 OR first.known_at < :then)
        AND was.revision = (SELECT max(revision) FROM revision m
          WHERE m.article_id = first.article_id AND m.ingest_seq <= :before)
      WHERE min(new.published_at, coalesce(was.published_at, new.published_at)) < :day
        AND (new.live = 0 OR first.known_at < :arrived) AND new.article_id NOT IN (SELECT article_id FROM forgotten)
      ORDER BY new.ingest_seq"""
    days = {"day": instant(published_before), "arrived": instant(arrived_before), "then": instant(arrived_then)}
    given = {"before": before.seq, "now": now.seq, **days}
    for name, outlet, published, seq, label, gone, away, same_words in db.execute(query, given):
        kind = "late" if away and not gone else "deleted" if gone and not away else "changed"
        if not (away and gone) and not (kind == "changed" and same_words):
            yield Moved(name, outlet, published, kind, seq, label)
