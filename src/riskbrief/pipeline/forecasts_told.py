"""The ledger of probabilities of a report as rows: what was given out, what is due, what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from riskbrief.errors import Problem, UsageError
from riskbrief.pipeline.forecasts import FORECASTS
from riskbrief.pipeline.forecasts_past import Earlier, earlier_forecasts, issue_links
from riskbrief.pipeline.forecasts_resolved import RESOLVED, RESOLVED_CSV
from riskbrief.pipeline.opening import known, open_workspace
from riskbrief.pipeline.standing import damage

KEY = list(RESOLVED.key)


def told_forecasts(root: Path, report: str, output: Path | None) -> list[dict[str, Any]]:
    """Each probability of the issues that stand published once, as first given out, in the order it falls due.

    `state` is happened, not_happened, unresolved (due, but without a score; `reason` says why) or open. Outcomes are
    those of the newest issue. Errors: UsageError (2) when no issue of the report stands.
    """
    workspace = open_workspace(root)
    known(report, sorted(workspace.reports), "report")
    folder = (output or workspace.root / "output") / report
    links = issue_links(folder)
    if not links or damage(links[-1][1]):
        remedy = f"Run `riskbrief run {report}` first, or name the folder it published into with --output."
        raise UsageError(Problem(str(folder), 0, 0, "no whole issue stands published there", remedy))
    newest, link = links[-1]
    every = earlier_forecasts(folder, newest.shift(1))
    return [_row(row) for row in _joined(every, link / RESOLVED_CSV).to_dict("records")]


def _joined(every: Earlier, resolved: Path) -> pd.DataFrame:
    """All probabilities with the outcomes of the newest issue, where it has some."""
    rows = every.rows.sort_values("issue", kind="stable").drop_duplicates(KEY, keep="first")
    done = pd.read_csv(resolved) if resolved.is_file() else RESOLVED.empty()
    told = rows.merge(
        done[[*KEY, "outcome", "brier", "reason"]].astype({k: rows[k].dtype for k in KEY}), "left", on=KEY
    )
    told["due"] = told["outcome"].notna() | told["reason"].notna()
    return told.sort_values(["due_week", "region_id", "target", "basis"], kind="stable")


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    happened = row["outcome"]
    state = (
        ("unresolved" if row["due"] else "open") if pd.isna(happened) else ("happened" if happened else "not_happened")
    )
    kept = {name: row[name] for name in FORECASTS.columns}
    return kept | {"state": state, "brier": row["brier"], "reason": "" if pd.isna(row["reason"]) else row["reason"]}


def text_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    """One line a probability, then the Brier score of each basis."""
    for row in rows:
        reason = f" ({row['reason']})" if row["reason"] else ""
        yield (
            f"{row['due_week']} {row['region_id']} {row['target']:<16} {100 * row['probability']:5.1f} %  "
            f"{row['basis']:<12} since {row['issued_week']}: {row['state'].replace('_', ' ')}{reason}"
        )
    scored = [row for row in rows if not pd.isna(row["brier"])]
    for basis in sorted({row["basis"].split(":")[0] for row in scored}):
        values = [row["brier"] for row in scored if row["basis"].split(":")[0] == basis]
        yield f"Brier score of {basis}: {sum(values) / len(values):.3f} over {len(values)}"
