"""What the store holds of one source, to be compared with what the source holds now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from riskbrief.store.appending import instant

_STANDS = """r.source = :source AND r.deleted = 0
  AND r.revision = (SELECT max(revision) FROM revision m WHERE m.article_id = r.article_id)
  AND +r.ingest_seq <= :seq AND NOT EXISTS (SELECT 1 FROM forgotten f WHERE f.article_id = r.article_id)"""


@dataclass(frozen=True)
class Reached:
    """How far the record goes: its last sequence number and batch; 0 and 0 before it begins."""

    seq: int = 0
    batch: int = 0


def reached(db: sqlite3.Connection) -> Reached:
    """How far it goes now."""
    found = db.execute("SELECT first_seq + n_rows - 1, batch_id FROM batch ORDER BY batch_id DESC LIMIT 1").fetchone()
    return Reached(*found) if found else Reached()


@dataclass(frozen=True)
class Holding:
    """Articles as they stand by their newest revision; deleted and forgotten ones do not, nor what was written after
    `began`, the point at which a round began: what another round wrote meanwhile this one could not see."""

    db: sqlite3.Connection
    began: Reached

    def since(self, source: str, moment: datetime) -> dict[str, str]:
        """Those of a source published from an instant on: by id their publication (`appending.instant`)."""
        query = f"SELECT r.article_id, r.published_at FROM revision r WHERE r.published_at >= :since AND {_STANDS}"
        given = {"source": source, "seq": self.began.seq, "since": instant(moment)}
        return dict(self.db.execute(query, given).fetchall())

    def size(self, source: str) -> int:
        """How many articles the source held when it last answered as it should; 0 when it never did."""
        where = "source = ? AND state = 'ok' AND batch_id <= ? ORDER BY batch_id DESC LIMIT 1"
        found = self.db.execute(f"SELECT articles FROM answer WHERE {where}", (source, self.began.batch)).fetchone()
        return int(found[0]) if found else 0

    def of(self, source: str, names: Iterable[str]) -> set[str]:
        """Which of the named articles stand as articles of a source."""
        query = f"SELECT 1 FROM revision r WHERE r.article_id = :name AND {_STANDS}"
        given = {"source": source, "seq": self.began.seq}
        return {name for name in names if self.db.execute(query, given | {"name": name}).fetchone()}
