"""What was known at the end of each week, kept in few rows: events and evidence with the weeks they stood."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass
class Vintages:
    """Collects what the index read of each week, oldest first."""

    weeks: list[str] = field(default_factory=list)
    _events: list[pd.DataFrame] = field(default_factory=list)
    _evidence: list[pd.DataFrame] = field(default_factory=list)
    _mentions: list[pd.DataFrame] = field(default_factory=list)

    def add(self, week: Week, known: Resolved) -> None:
        """One week and what was known at its end."""
        number = len(self.weeks)
        self.weeks.append(str(week))
        self._events.append(known.events[list(READ_OF_EVENTS)].assign(number=number))
        self._evidence.append(known.evidence.assign(number=number))
        self._mentions.append(known.mentions[in_week(known.mentions["published_at"], week).to_numpy(bool)])

    def events(self) -> pd.DataFrame:
        """EVENT_HISTORY: every state of every event that a week's score could read."""
        return _spans(self._events, self.weeks, EVENT_HISTORY)

    def evidence(self) -> pd.DataFrame:
        """EVIDENCE_HISTORY: the same of the evidence."""
        return _spans(self._evidence, self.weeks, EVIDENCE_HISTORY)

    def mentions(self, now: pd.DataFrame) -> pd.DataFrame:
        """MENTIONS as they stood at the end of their own week, where that differs from `now`: withdrawn since, or of an
        event that another has joined since."""
        then = pd.concat(self._mentions, ignore_index=True)
        apart = ["event_id", "status", "reason", "counts", "alpha"]
        both = then.merge(now[[*KEY, *apart]], on=KEY, how="left", suffixes=("", "_now"))
        changed = [both[c].astype("string").fillna("") != both[f"{c}_now"].astype("string").fillna("") for c in apart]
        return MENTIONS.shape(then[pd.concat(changed, axis=1).any(axis=1).to_numpy(bool)])


def _spans(parts: list[pd.DataFrame], weeks: list[str], table: Table) -> pd.DataFrame:
    """Rows that are alike in consecutive weeks as one row with its first and last week."""
    every = pd.concat(parts, ignore_index=True)
    columns = [name for name in table.columns if name not in SPAN]
    every["row"] = every.groupby(columns, dropna=False, sort=False).ngroup()
    every = every.sort_values(["row", "number"], kind="stable")
    fresh = (every["row"].diff() != 0) | (every["number"].diff() != 1)
    first = every[fresh.to_numpy(bool)]
    last = every["number"][fresh.shift(-1, fill_value=True).to_numpy(bool)]
    until = ["" if n == len(weeks) - 1 else weeks[n] for n in last]
    return table.shape(first[columns].assign(since=[weeks[n] for n in first["number"]], until=until))
