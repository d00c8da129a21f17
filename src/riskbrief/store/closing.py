"""A past instant closed: what was known at it never grows, whatever the clock does afterwards."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from riskbrief.store.appending import begin, instant, set_head
from riskbrief.store.digests import NOTHING, chain_digest, insert, with_digest
from riskbrief.store.knowing import Cut, check_rows, cut_at

AFTER = timedelta(microseconds=1)  # the smallest step of a label


def cut_closed(db: sqlite3.Connection, moment: datetime | None, *, now: datetime, closes: bool = True) -> Cut:
    """The point of the record that was known at `moment` (`cut_at`), closed before, so that what is told of it, if only
    that nothing is new, stays so; not unless it `closes`."""
    if moment and closes:
        close(db, moment, now=now)
    return cut_at(db, moment, now=now)


def close(db: sqlite3.Connection, moment: datetime, *, now: datetime) -> bool:
    """Make sure that no batch to come is known by `moment`, which is over; whether anything was written for it.

    Whoever is writing ends first. Then an empty batch takes the first label after the moment, and since labels never
    run backwards, a clock that is set back can bring nothing before it. A record that goes beyond the moment, that has
    not begun, that is asked about an instant to come, or that the reader may not write is left as it is.
    Errors: StoreError (9) for a batch that is not what was written; LockedError (7) when somebody writes too long.
    """
    if moment >= now or not _reaches_only(db, moment):
        return False
    check_rows(db, "batch")
    try:
        return _closed(db, moment)
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise
        db.rollback()
        return False


def _closed(db: sqlite3.Connection, moment: datetime) -> bool:
    begin(db)
    found = _reaches_only(db, moment)  # what was being written may have gone beyond it
    if found:
        number, last_seq, previous = found
        head = (number + 1, instant(moment + AFTER), 1, last_seq + 1, 0, chain_digest([]), previous)
        db.execute(insert("batch"), with_digest(head))
        set_head(db, number + 1)
    db.commit()
    return bool(found)


def _reaches_only(db: sqlite3.Connection, moment: datetime) -> tuple[int, int, bytes] | None:
    """Number, last sequence number and digest of the newest batch, if its label is not after the moment."""
    query = "SELECT batch_id, first_seq + n_rows - 1, row_sha256, label FROM batch ORDER BY batch_id DESC LIMIT 1"
    *found, label = db.execute(query).fetchone() or (0, 0, NOTHING, "")
    return tuple(found) if found[0] and label <= instant(moment) else None
