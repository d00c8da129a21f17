"""What a published set carries so that anybody can work out its numbers again: tables as CSV, the run as JSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pandas as pd
from pandas.api import types

import riskbrief
from riskbrief.coding.resolve import Resolved
from riskbrief.document import Briefing
from riskbrief.periods import Week
from riskbrief.pipeline.forecasts_past import Earlier
from riskbrief.pipeline.identity import code_digest
from riskbrief.pipeline.knowing_since import since_record
from riskbrief.pipeline.lateness import late_record
from riskbrief.pipeline.publish import sha256
from riskbrief.pipeline.vintages import Vintages
from riskbrief.render.tables import DECIMALS, csv_bytes

if TYPE_CHECKING:
    from riskbrief.pipeline.issue import Issue

EARLIER_CSV, STATEMENTS_CSV = "earlier.csv", "statements.csv"
RUN_SCHEMA = "riskbrief/run/1"
LEDGER = ("article_id", "source_id", "published_at", "language", "url", "origin_id", "retracts", "content_sha256",
          "known_at", "flags", "title")  # fmt: skip
Named = Mapping[str, Collection[str]]  # by article the actors of the library that it names


def ledger(articles: pd.DataFrame, cited: Collection[str], named: Named | None) -> bytes:
    """articles.csv: identity of every article that was read, no text; titles only of those that are cited.

    `named`: in a country profile also which actors of the library each article names.
    """
    table = articles[[*LEDGER]].copy()
    table["title"] = table["title"].where(table["article_id"].isin(list(cited)), "")
    if named is not None:
        table["actors"] = pd.array([";".join(sorted(named.get(a, ()))) for a in table["article_id"]], dtype="string")
    return csv_bytes(table)


def evidence_files(resolved: Resolved, vintages: Vintages, observations: pd.DataFrame) -> dict[str, bytes]:
    """Everything else that scores and sentences are worked out from, by file name."""
    tables = {
        "events": resolved.events,
        "event_history": vintages.events(),
        "evidence": vintages.evidence(),
        "mentions": resolved.mentions,
        "mentions_then": vintages.mentions(resolved.mentions),
        "focus": resolved.focus,
        "claims": resolved.claims,
        "observations": observations,
    }
    return {f"{name}.csv": csv_bytes(exact(table)) for name, table in tables.items()}


def exact(table: pd.DataFrame) -> pd.DataFrame:
    """The table with numbers that six decimals would cut as text with all their digits, column by column."""
    wide = [n for n in table if types.is_float_dtype(table[n].dtype) and _cut(table[n])]
    texts = {n: pd.array([repr(v) if v == v else None for v in _floats(table[n])], dtype="string") for n in wide}
    return table.assign(**texts) if wide else table


def _floats(column: pd.Series[Any]) -> list[float]:
    found: list[float] = column.to_numpy(float, na_value=float("nan")).tolist()
    return found


def _cut(column: pd.Series[Any]) -> bool:
    values = column.dropna()
    return bool((values.round(DECIMALS) != values).any())


def named_files(briefing: Briefing, data: Mapping[str, bytes]) -> Briefing:
    """The briefing with the digests of the files it rests on."""
    return replace(briefing, files={name: sha256(content) for name, content in sorted(data.items())})


def earlier_read(earlier: Earlier, week: Week) -> dict[str, bytes]:
    """earlier.csv: the probabilities of earlier issues that an issue of the week reads: due ones, and those of the week
    before."""
    rows = earlier.rows
    read = (rows["due_week"] <= str(week)) | (rows["issue"] == str(week.shift(-1)))
    return {EARLIER_CSV: csv_bytes(exact(rows[read.to_numpy(bool)]))}


def run_record(issue: Issue) -> dict[str, Any]:
    """run.json: as of when, of what, with which code the set was made, and the account of what was read."""
    week, scope, material, taken = issue.week, issue.scope, issue.material, issue.material.intake
    return {
        "schema": RUN_SCHEMA,
        "riskbrief": riskbrief.__version__,
        "code": code_digest(),
        "report": issue.report.id,
        "subject": issue.subject,
        "week": str(week),
        "early_days": week.early_days,
        "as_of": f"{week.cutoff:%Y-%m-%dT%H:%M:%SZ}",
        "regions": list(scope.regions),
        "languages": list(scope.languages),
        "partial": scope.partial,
        "read": {
            "read": taken.read,
            "dropped": dict(taken.dropped),
            "sources": [dict(row) for row in taken.sources],
            "notes": list(taken.notes),
            "known_since": since_record(issue.since),
            **({"late": late_record(issue.late)} if issue.verdict.says("late") else {}),
        },
        "outlet_notes": list(material.outlet_notes),
        "earlier": {key: [list(x) for x in getattr(issue.earlier, key)] for key in ("sets", "left_out")},
        "corrections": [asdict(one) for one in issue.corrections],
        "flash": asdict(issue.flash) if issue.flash else None,
    }
