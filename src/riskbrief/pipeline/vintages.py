"""What was known at the end of each week, kept in few rows: events and evidence with the weeks they stood."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from riskbrief.coding.resolve import Resolved
from riskbrief.columns import TEXT, Column, Table
from riskbrief.index.views import in_week
from riskbrief.periods import Week
from riskbrief.tables import EVENTS, EVIDENCE, MENTIONS

SPAN = {
    "since": Column(TEXT, "first ISO week at whose end it was known so"),
    "until": Column(TEXT, "last such week; empty = it stands at the issue's"),
}
READ_OF_EVENTS = (
    "event_id", "region_id", "event_date", "first_reported_at", "contested", "toll_low", "toll_best", "toll_high",
)  # fmt: skip
EVENT_HISTORY = Table(
    "event_history",
    {name: EVENTS.columns[name] for name in READ_OF_EVENTS} | SPAN,
    key=("event_id", "since"),
)
EVIDENCE_HISTORY = Table("evidence", {**EVIDENCE.columns, **SPAN}, key=(*EVIDENCE.key, "since"))
KEY = list(MENTIONS.key)


class Spans:
    """Rows of a table as they stood week by week, each kept once for as long as it stood alike.

    Rows are told apart by a 64-bit hash of all columns: among a million the odds of a mistake are 1 in 30 million.
    """

    def __init__(self, table: Table) -> None:
        self._table, self._columns = table, [name for name in table.columns if name not in SPAN]
        self._hashes = np.empty(0, np.uint64)  # of the rows that stand
        self._places = np.empty(0, np.int64)  # and where they are kept
        self._parts: list[pd.DataFrame] = []
        self._since, self._until = np.empty(0, np.int64), np.empty(0, np.int64)

    def add(self, frame: pd.DataFrame, number: int) -> None:
        """The rows of week `number`; weeks come in order, each has a row once."""
        rows = frame[self._columns]
        hashes = pd.util.hash_pandas_object(rows, index=False).to_numpy(np.uint64)
        fresh = ~np.isin(hashes, self._hashes)
        stays = np.isin(self._hashes, hashes)
        self._until[self._places[~stays]] = number - 1
        places = len(self._since) + np.arange(int(fresh.sum()))
        self._parts.append(rows[fresh])
        self._since = np.concatenate([self._since, np.full(len(places), number)])
        self._until = np.concatenate([self._until, np.full(len(places), STANDS)])
        self._hashes = np.concatenate([self._hashes[stays], hashes[fresh]])
        self._places = np.concatenate([self._places[stays], places])

    def table(self, weeks: list[str]) -> pd.DataFrame:
        """Every row with the first and last of `weeks` it stood in; the last is empty when it stands at the end."""
        until = ["" if n in (STANDS, len(weeks) - 1) else weeks[n] for n in self._until.tolist()]
        since = [weeks[n] for n in self._since.tolist()]
        return self._table.shape(pd.concat(self._parts, ignore_index=True).assign(since=since, until=until))


STANDS = -1


@dataclass
class Vintages:
    """Collects what the index read of each week, oldest first."""

    weeks: list[str] = field(default_factory=list)
    _events: Spans = field(default_factory=lambda: Spans(EVENT_HISTORY))
    _evidence: Spans = field(default_factory=lambda: Spans(EVIDENCE_HISTORY))
    _mentions: list[pd.DataFrame] = field(default_factory=list)

    def add(self, week: Week, known: Resolved) -> None:
        """One week and what was known at its end."""
        number = len(self.weeks)
        self.weeks.append(str(week))
        self._events.add(known.events, number)
        self._evidence.add(known.evidence, number)
        self._mentions.append(known.mentions[in_week(known.mentions["published_at"], week).to_numpy(bool)])

    def events(self) -> pd.DataFrame:
        """EVENT_HISTORY: every state of every event that a week's score could read."""
        return self._events.table(self.weeks)

    def evidence(self) -> pd.DataFrame:
        """EVIDENCE_HISTORY: the same of the evidence."""
        return self._evidence.table(self.weeks)

    def mentions(self, now: pd.DataFrame) -> pd.DataFrame:
        """MENTIONS as they stood at the end of their own week, where that differs from `now`: withdrawn since, or of an
        event that another has joined since."""
        then = pd.concat(self._mentions, ignore_index=True)
        apart = ["event_id", "status", "reason", "counts", "alpha"]
        both = then.merge(now[[*KEY, *apart]], on=KEY, how="left", suffixes=("", "_now"))
        changed = [both[c].astype("string").fillna("") != both[f"{c}_now"].astype("string").fillna("") for c in apart]
        return MENTIONS.shape(then[pd.concat(changed, axis=1).any(axis=1).to_numpy(bool)])
