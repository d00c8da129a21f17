"""What `riskbrief status` tells: of each report the last issue, attempt and success and when the next is due; of each
source how it answered last; of deliveries who still waits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from riskbrief.definitions.reports import Report
from riskbrief.deliver.ledger import read_ledger
from riskbrief.periods import Week
from riskbrief.pipeline.attempts import Attempt, attempts_at
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.delivering import given_up, ledger_path
from riskbrief.pipeline.opening import open_workspace
from riskbrief.pipeline.sources import source_rows
from riskbrief.pipeline.withdrawals import WEEK_LETTERS, newest_withdrawn

Row = dict[str, Any]
SHOWN = 5  # reasons on a terminal


def status(root: Path, *, now: datetime | None = None) -> Row:
    """The state of a workspace: `reports`, `sources`, `deliveries` (by state) and whether anything is `overdue`."""
    workspace, moment = open_workspace(root), now or utc_now()
    reports = [_report(root, report, attempts_at(root, report.id), moment) for report in workspace.reports.values()]
    states: dict[str, int] = {}
    for entry in read_ledger(ledger_path(root)).latest.values():
        states[entry.state] = states.get(entry.state, 0) + 1
    sources = [{k: r[k] for k in ("id", "enabled", "state", "newest")} for r in source_rows(root) if r["enabled"]]
    return {
        "reports": reports,
        "sources": sources,
        "deliveries": states,
        "given_up": given_up(workspace),
        "overdue": any(r["overdue"] for r in reports),
    }


def _report(root: Path, report: Report, made: list[Attempt], now: datetime) -> Row:
    issue = _latest(root / "output" / report.id)
    last = made[-1] if made else None
    good = next((a for a in reversed(made) if a.success), None)
    withdrawn = newest_withdrawn(root / "output" / report.id, "") if report.kind == "regional" else ""
    due = _due(report, issue, now.date(), withdrawn)
    return {
        "report": report.id,
        "issue": issue["issue"] if issue else None,
        "week": issue["week"] if issue else None,
        "status": issue["status"] if issue else None,
        "lacks": issue["reasons"] if issue and issue["status"] == "degraded" else [],
        "last_attempt": _told(last),
        "last_success": good.finished if good else None,
        "next_due": due.isoformat() if due else None,
        "overdue": bool(due and made and due < now.date()),
    }


def _told(last: Attempt | None) -> Row | None:
    if last is None:
        return None
    told = {name: getattr(last, name) for name in ("finished", "status", "exit_code")}
    return told | {"scheduled": last.scheduled, "reasons": list(last.reasons), "record": last.manifest or None}


def _latest(folder: Path) -> Row | None:
    """The newest issue that a link leads to, of a report on countries the newest of all."""
    found = []
    for link in folder.glob("latest*"):
        try:
            told = json.loads((link / "manifest.json").read_text(encoding="utf-8"))
            found.append({k: told[k] for k in ("issue", "week", "status")} | {"reasons": told.get("reasons", [])})
        except (OSError, ValueError, KeyError):
            continue
    return max(found, key=lambda row: (row["week"], row["issue"]), default=None)


def _due(report: Report, issue: Row | None, today: date, withdrawn: str) -> date | None:
    """The Monday on which the next issue is due; None for a flash, which is due when something happens."""
    if report.kind == "flash":
        return None
    if issue is None:
        return today
    week = max(str(issue["week"]), withdrawn[:WEEK_LETTERS])  # a withdrawn issue is settled
    return Week.parse(week).sunday + timedelta(days=1 + 7 * report.every_weeks)


def status_lines(found: Row) -> Iterator[str]:
    """The state for a terminal."""
    for row in found["reports"]:
        issue = f"issue {row['issue']} ({row['status']})" if row["issue"] else "nothing published"
        due = f", next due {row['next_due']}{' (overdue)' if row['overdue'] else ''}" if row["next_due"] else ""
        yield f"{row['report']}: {issue}{due}"
        yield from _first("  lacks: ", row["lacks"])
        last = row["last_attempt"]
        if last:
            aside = "" if last["scheduled"] else " (a trial, a past week or an issue made again)"
            yield f"  last attempt {last['finished']}{aside}: {last['status']}, exit code {last['exit_code']}"
            yield from _first("    ", last["reasons"])
            yield f"  last success {row['last_success'] or 'never'}"
    for row in found["sources"]:
        newest = f", newest {row['newest']}" if row["newest"] else ""
        yield f"source {row['id']}: {row['state'] or 'never asked'}{newest}"
    for state, number in sorted(found["deliveries"].items()):
        yield f"deliveries {state}: {number}"
    for row in found["given_up"]:
        who = f"recipient {row['number']} of config.yaml"
        how = f"mend the address, or riskbrief deliver {row['report']} --issue {row['issue']} --to ADDRESS"
        yield f"refused for good: {row['report']} {row['issue']} to {who} ({row['code']} {row['said']}); {how}"


def _first(before: str, reasons: Sequence[str]) -> Iterator[str]:
    """The first reasons, and how many more there are."""
    yield from (f"{before}{reason}" for reason in reasons[:SHOWN])
    if len(reasons) > SHOWN:
        yield f"{before}and {len(reasons) - SHOWN} more: riskbrief status --format json"
