"""Published tables read back as the index and the briefing read them, and what was known at each cut-off."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import pandas as pd

from riskbrief.coding.resolve import Resolved
from riskbrief.columns import FLAG, NUMBER, Table
from riskbrief.errors import EvidenceError, Problem
from riskbrief.periods import Week
from riskbrief.pipeline.vintages import EVENT_HISTORY, EVIDENCE_HISTORY
from riskbrief.render.tables import FORMULA_STARTS
from riskbrief.tables import ARTICLES, CLAIMS, EVENTS, EVIDENCE, FOCUS, MENTIONS

KEY = list(MENTIONS.key)


def read_rows(name: str, content: bytes) -> list[dict[str, str]]:
    """Rows of one of our CSV files, without the apostrophe that keeps spreadsheets from running a text.

    Errors: EvidenceError naming the file when it is no such table.
    """
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        rows = [{k: _text(v) for k, v in row.items()} for row in reader]
    except (UnicodeDecodeError, csv.Error, TypeError) as error:
        raise unreadable(name, str(error)) from error
    return rows


def unreadable(name: str, why: str) -> EvidenceError:
    """The error for a file that is not what its name says."""
    return EvidenceError(Problem(name, 0, 0, f"cannot be read: {why}"))


def _text(value: str) -> str:
    return value[1:] if value[:1] == "'" and value[1:].startswith(FORMULA_STARTS) else value


def read_table(name: str, content: bytes, table: Table) -> pd.DataFrame:
    """A file as its declared table; an empty field of a column that may be missing is missing."""
    rows = read_rows(name, content)
    try:
        columns = {c: [_value(row[c], c, table) for row in rows] for c in table.columns}
        return table.shape(pd.DataFrame(columns, columns=list(table.columns)))
    except (KeyError, ValueError, AssertionError) as error:
        raise unreadable(name, f"{type(error).__name__} {error}") from error


def _value(text: str, name: str, table: Table) -> object:
    column = table.columns[name]
    if text == "" and column.missing:
        return None
    if column.kind == FLAG:
        return {"true": True, "false": False}[text]
    return float(text) if column.kind == NUMBER else text


def read_articles(content: bytes) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]] | None]:
    """ARTICLES from the ledger, in its order and without texts; and the actors each names, where it says so."""
    rows = read_rows("articles.csv", content)
    actors = None
    if any("actors" in row for row in rows):
        actors = {row["article_id"]: tuple(filter(None, row["actors"].split(";"))) for row in rows}
    try:
        frame = pd.DataFrame(rows).reindex(columns=list(ARTICLES.columns), fill_value="") if rows else ARTICLES.empty()
        return ARTICLES.shape(frame.assign(ingest_seq=range(1, len(frame) + 1))), actors
    except (KeyError, ValueError, AssertionError) as error:
        raise unreadable("articles.csv", f"{type(error).__name__} {error}") from error


@dataclass(frozen=True)
class Known:
    """What was known at the end of any week of the run; stands in for `coding.resolve.Resolver`."""

    last: Week
    seen: Mapping[str, pd.Timestamp]  # first instant an article could be used
    now: Resolved
    mentions_then: pd.DataFrame
    event_history: pd.DataFrame
    evidence_history: pd.DataFrame

    def at(self, cutoff: datetime) -> Resolved:
        """The tables as known before a cut-off, as far as the index reads them."""
        if cutoff == self.last.cutoff:
            return self.now
        week = str(Week.of((cutoff - timedelta(days=1)).date(), early_days=self.last.early_days))
        visible = pd.Timestamp(cutoff)
        return Resolved(
            mentions=self._seen(self._mentions, visible),
            focus=self._seen(self.now.focus, visible),
            claims=CLAIMS.empty(),
            events=_standing(self.event_history, week),
            evidence=_standing(self.evidence_history, week),
        )

    @cached_property
    def _mentions(self) -> pd.DataFrame:
        """Mentions as they stood at the end of their own week, the only one whose score reads them."""
        if self.mentions_then.empty:
            return self.now.mentions
        then = pd.MultiIndex.from_frame(self.mentions_then[KEY])
        kept = ~pd.MultiIndex.from_frame(self.now.mentions[KEY]).isin(then)
        return MENTIONS.shape(pd.concat([self.now.mentions[kept], self.mentions_then], ignore_index=True))

    def _seen(self, table: pd.DataFrame, cutoff: pd.Timestamp) -> pd.DataFrame:
        instants = pd.to_datetime(table["article_id"].map(self.seen), utc=True)
        return table[(instants < cutoff).to_numpy(bool)].reset_index(drop=True)


def _standing(history: pd.DataFrame, week: str) -> pd.DataFrame:
    stands = (history["since"] <= week) & ((history["until"] == "") | (history["until"] >= week))
    return history[stands.to_numpy(bool)].reset_index(drop=True)


def read_known(files: Mapping[str, bytes], articles: pd.DataFrame, last: Week) -> Known:
    """What was known, from the files of a set. Errors: EvidenceError naming the file."""
    evidence = read_table("evidence.csv", files["evidence.csv"], EVIDENCE_HISTORY)
    now = Resolved(
        mentions=read_table("mentions.csv", files["mentions.csv"], MENTIONS),
        focus=read_table("focus.csv", files["focus.csv"], FOCUS),
        claims=read_table("claims.csv", files["claims.csv"], CLAIMS),
        events=read_table("events.csv", files["events.csv"], EVENTS),
        evidence=EVIDENCE.shape(evidence[evidence["until"] == ""]),
    )
    seen = articles[["published_at", "known_at"]].max(axis=1)
    return Known(
        last,
        dict(zip(articles["article_id"], seen, strict=True)),
        now,
        read_table("mentions_then.csv", files["mentions_then.csv"], MENTIONS),
        read_table("event_history.csv", files["event_history.csv"], EVENT_HISTORY),
        evidence,
    )
