"""What the store holds of one source, to be compared with what the source holds now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from riskbrief.store.appending import instant

_STANDS = """r.source = :source AND r.deleted = 0
  AND r.revision = (SELECT max(revision) FROM revision m WHERE m.article_id = r.article_id)
  AND NOT EXISTS (SELECT 1 FROM forgotten f WHERE f.article_id = r.article_id)"""


@dataclass(frozen=True)
class Holding:
    """Articles as they stand by their newest revision; deleted and forgotten ones do not."""

    db: sqlite3.Connection

    def since(self, source: str, moment: datetime) -> dict[str, str]:
        """Those of a source published from an instant on: by id their publication (`appending.instant`)."""
        query = f"SELECT r.article_id, r.published_at FROM revision r WHERE r.published_at >= :since AND {_STANDS}"
        return dict(self.db.execute(query, {"source": source, "since": instant(moment)}).fetchall())

    def size(self, source: str) -> int:
        """How many articles the source held when it last answered as it should; 0 when it never did."""
        query = "SELECT articles FROM answer WHERE source = ? AND state = 'ok' ORDER BY batch_id DESC LIMIT 1"
        found = self.db.execute(query, (source,)).fetchone()
        return int(found[0]) if found else 0

    def of(self, source: str, names: Iterable[str]) -> set[str]:
        """Which of the named articles stand as articles of a source."""
        query = f"SELECT 1 FROM revision r WHERE r.article_id = :name AND {_STANDS}"
        return {name for name in names if self.db.execute(query, {"source": source, "name": name}).fetchone()}
