"""A batch of articles added: new ones, changed ones as a further revision, gone ones as a tombstone."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from riskbrief.collecting import uncollected
from riskbrief.store.bodies import packed
from riskbrief.store.digests import COLUMNS, NOTHING, chain_digest, checked, insert, with_digest
from riskbrief.tables import FIRST_SEEN, UNREAD

Row = Mapping[str, object]
COMPARED = ("content_sha256", "published_at", "source_id", "url", "retracts")


@dataclass(frozen=True)
class Answer:
    """How a source answered: its state, articles read, newest day (ISO or empty), what went wrong, what was dropped by
    reason (as JSON), and the validators that the next request sends back."""

    source: str
    state: str
    articles: int = 0
    newest: str = ""
    message: str = ""
    dropped: str = "{}"
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Batch:
    """What one ingest brings. `rows`: of the articles table, each id once, with `source` (its id in config.yaml) and
    `live` (known since its ingest, not since its publication); `gone`: ids that their source withdrew; `began`: the
    last sequence number when the round began. What another round wrote since is left as it is: nobody can say which of
    the two looked last, and the next round tells, to which every source is asked to send all it has. Without it nobody
    else can have written."""

    rows: Sequence[Row]
    answers: Sequence[Answer] = ()
    gone: Sequence[str] = ()
    began: int | None = None


@dataclass(frozen=True)
class Added:
    """What became of a batch, by source: new, changed, duplicate, gone, forgotten (taken down, not taken up again),
    redated (a feed's new date for old words), overtaken (another round wrote it meanwhile). `overtaken`: another round
    wrote meanwhile, so that what the sources hold may not all be on record."""

    last_seq: int
    counts: Mapping[str, Counter[str]] = field(default_factory=dict)
    overtaken: bool = False

    def of(self, source: str) -> Counter[str]:
        return self.counts.get(source, Counter())


@uncollected()
def append(db: sqlite3.Connection, batch: Batch, *, now: datetime) -> Added:
    """Add a batch; nothing is ever overwritten. A batch that brings nothing new adds no row but its answers.

    `now`: since when it is known, read by whoever may write already (`begin`), so that no other batch comes between.
    Labels never run backwards: when the clock did, the batch takes the label of the one before and says so.
    """
    begin(db)
    last_batch, label_before, previous, last_seq = _last(db)
    label = max(instant(now), label_before)
    overtaken = batch.began is not None and last_seq > batch.began
    answers = [replace(a, etag="", modified="") if overtaken else a for a in batch.answers]
    counts: dict[str, Counter[str]] = {}
    known = _latest(db, [*(str(row["article_id"]) for row in batch.rows), *batch.gone])
    taken_down = {name for (name,) in db.execute("SELECT article_id FROM forgotten")}
    chosen: list[Row] = []
    for sent in sorted(batch.rows, key=lambda r: (str(r["published_at"]), str(r["article_id"]))):
        row = _dated(sent, known)
        source, kind = str(row["source"]), _kind(sent, row, known, taken_down, batch.began)
        counts.setdefault(source, Counter())[kind] += 1
        if kind in {"new", "changed"}:
            chosen.append(row)
    first = (last_batch + 1, instant(now), label)
    with_bodies = zip(chosen, packed([str(row["text"]) for row in chosen]), strict=True)
    rows = [with_digest(_row(row, body, known, last_seq + n, *first)) for n, (row, body) in enumerate(with_bodies, 1)]
    for name in sorted(set(batch.gone)):
        if name in known and not known[name].deleted and not known[name].since(batch.began):
            rows.append(with_digest(_tombstone(db, known[name], last_seq + 1 + len(rows), last_batch + 1, label)))
            counts.setdefault(known[name].source, Counter())["gone"] += 1
    if not rows and _same_answers(db, answers):
        return Added(last_seq, counts, overtaken)
    facts = [(int(str(r[0])), str(r[2]), int(str(r[3])), str(r[14])) for r in rows]
    head = (last_batch + 1, label, int(label == instant(now)), last_seq + 1, len(rows), chain_digest(facts), previous)
    db.executemany(insert("revision"), rows)
    db.execute(insert("batch"), with_digest(head))
    db.executemany(insert("answer"), [with_digest(_answer(a, last_batch + 1)) for a in answers])
    set_head(db, last_batch + 1)
    return Added(last_seq + len(rows), counts, overtaken)


def begin(db: sqlite3.Connection) -> None:
    """Take the right to write before anything is read, so that two writers never work from the same numbers."""
    if not db.in_transaction:
        db.execute("BEGIN IMMEDIATE")


def instant(moment: datetime) -> str:
    """A moment as text that sorts: UTC, to the microsecond."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def set_head(db: sqlite3.Connection, batch_id: int) -> None:
    """Say where the record ends, so that a missing end is noticed."""
    (forgotten,) = db.execute("SELECT count(*) FROM forgotten").fetchone()
    db.execute("DELETE FROM head")
    db.execute(insert("head"), with_digest((1, batch_id, forgotten)))


@dataclass(frozen=True)
class Latest:
    """The newest revision of an article; `first_seen`: when its first one came."""

    article_id: str
    revision: int
    source: str
    deleted: bool
    seq: int
    first_seen: str
    flags: str
    compared: tuple[str, ...]

    def since(self, began: int | None) -> bool:
        """Whether it was written after a round began."""
        return began is not None and self.seq > began


def _last(db: sqlite3.Connection) -> tuple[int, str, bytes, int]:
    """Number, label and digest of the last batch, and the last sequence number."""
    row = db.execute("SELECT batch_id, label, row_sha256 FROM batch ORDER BY batch_id DESC LIMIT 1").fetchone()
    (last_seq,) = db.execute("SELECT coalesce(max(ingest_seq), 0) FROM revision").fetchone()
    return (*(row or (0, "", NOTHING)), last_seq)


def _latest(db: sqlite3.Connection, names: Iterable[str]) -> dict[str, Latest]:
    """The newest revision of each of these articles that the store knows."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS asked (article_id TEXT PRIMARY KEY)")
    db.execute("DELETE FROM asked")
    db.executemany("INSERT OR IGNORE INTO asked VALUES (?)", [(name,) for name in names])
    found = db.execute(
        f"""SELECT r.article_id, r.revision, r.source, r.deleted, r.ingest_seq,
        CASE f.live WHEN 1 THEN f.known_at ELSE b.label END, r.flags,
        {", ".join(f"r.{c}" for c in COMPARED)}
        FROM asked JOIN revision r USING (article_id) JOIN revision f ON f.article_id = r.article_id AND f.revision = 1
        JOIN batch b ON b.batch_id = f.batch_id
        WHERE r.revision = (SELECT max(revision) FROM revision m WHERE m.article_id = r.article_id)"""
    )
    return {r[0]: Latest(r[0], r[1], r[2], bool(r[3]), r[4], r[5], r[6], tuple(r[7:])) for r in found}


def _dated(row: Row, known: Mapping[str, Latest]) -> Row:
    """An article without a date is dated by its first sight, and seeing it again makes it no younger; nor does a new
    date for old words."""
    before = known.get(str(row["article_id"]))
    stands = before and (_undated(row) or _redated(row, before))
    return {**row, "published_at": before.compared[COMPARED.index("published_at")]} if before and stands else row


def _undated(row: Row) -> bool:
    return FIRST_SEEN in str(row["flags"]).split(";")


def _kind(sent: Row, row: Row, known: Mapping[str, Latest], taken_down: set[str], began: int | None) -> str:
    """What becomes of an article: as it was `sent`, and with the date it keeps."""
    name = str(row["article_id"])
    if name in taken_down:
        return "forgotten"
    if name not in known:
        return "new"
    before = known[name]
    if UNREAD in str(row["flags"]).split(";") and UNREAD not in before.flags.split(";") and not before.deleted:
        return "duplicate"  # the whole text that is stored says more
    differs = [c for c, was in zip(COMPARED, before.compared, strict=True) if was != _plain(row[c])]
    if not differs and not before.deleted:
        return "redated" if _redated(sent, before) else "duplicate"
    return "overtaken" if before.since(began) else "changed"


def _redated(row: Row, before: Latest) -> bool:
    """Whether a live source dates old words anew: later than they were first seen, which no publication can be."""
    content, was = (before.compared[COMPARED.index(column)] for column in ("content_sha256", "published_at"))
    again = bool(row["live"]) and not before.deleted and not _undated(row) and row["content_sha256"] == content
    return again and _plain(row["published_at"]) > max(before.first_seen, was)


def _plain(value: object) -> str:
    return instant(value) if isinstance(value, datetime) else str(value)


def _row(
    row: Row, body: bytes, known: Mapping[str, Latest], seq: int, batch_id: int, now: str, label: str
) -> tuple[object, ...]:
    """A revision in the order of the table; a further one is known since its batch, wherever it comes from."""
    name, live, published = str(row["article_id"]), bool(row["live"]), _plain(row["published_at"])
    before = known.get(name)
    known_at = label if before else (now if live else published)
    plain = [_plain(row[c]) for c in ("language", "title", "url", "retracts", "flags", "content_sha256")]
    return (
        seq, batch_id, name, before.revision + 1 if before else 1, str(row["source"]), str(row["source_id"]),
        published, known_at, int(live), *plain, 0, body,
    )  # fmt: skip


def _tombstone(db: sqlite3.Connection, gone: Latest, seq: int, batch_id: int, label: str) -> tuple[object, ...]:
    """A revision without a text: the article is no longer there, which is known since its batch."""
    columns = "source, source_id, published_at, live, language, content_sha256"
    where = "WHERE article_id = ? AND revision = ?"
    found = db.execute(f"SELECT {columns} FROM revision {where}", (gone.article_id, gone.revision)).fetchone()
    source, source_id, published, live, language, content = found
    return (
        seq, batch_id, gone.article_id, gone.revision + 1, source, source_id, published, label, live, language,
        "", "", "", "", content, 1, b"",
    )  # fmt: skip


def _answer(answer: Answer, batch_id: int) -> tuple[object, ...]:
    return (
        batch_id, answer.source, answer.state, answer.articles, answer.newest, answer.message, answer.dropped,
        answer.etag, answer.modified,
    )  # fmt: skip


def _same_answers(db: sqlite3.Connection, answers: Sequence[Answer]) -> bool:
    """Whether every source answers as it did last time."""
    return all(last_answer(db, a.source) == a for a in answers)


def last_answer(db: sqlite3.Connection, source: str, *, batch: int | None = None) -> Answer | None:
    """How a source answered last, up to a batch if one is named; None if it never did.

    Errors: StoreError (9) for a row that is not what was written.
    """
    where = "WHERE source = ? AND (? IS NULL OR batch_id <= ?) ORDER BY batch_id DESC LIMIT 1"
    columns = ", ".join((*COLUMNS["answer"], "row_sha256"))
    row = db.execute(f"SELECT {columns} FROM answer {where}", (source, batch, batch)).fetchone()
    return Answer(*cast("Any", checked("answer", row))[1:]) if row else None
