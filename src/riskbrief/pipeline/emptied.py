"""Texts that `store prune` emptied: how far back a run reads, and an old issue that can no longer be rebuilt."""

from __future__ import annotations

from datetime import datetime, timedelta

from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import Problem, UsageError
from riskbrief.ingest.collect import Intake
from riskbrief.pipeline.gathering import Gathered
from riskbrief.pipeline.stages import BASELINE_WARM_UP
from riskbrief.store.appending import instant


def needed_days(workspace: Workspace) -> int:
    """How far back from today a run reads: what an issue reads, and a week that has ended up to seven days before."""
    return 7 * (1 + _weeks(workspace, max((r.history_weeks for r in workspace.reports.values()), default=52)))


def _weeks(workspace: Workspace, history: int) -> int:
    """Weeks of an issue: those it shows, their baseline, and what lets smoothing settle."""
    index = workspace.config.index
    return history + index.baseline_weeks + index.baseline_gap_weeks + BASELINE_WARM_UP


def check_texts(workspace: Workspace, taken: Intake, cutoff: datetime, *, history: int) -> None:
    """Refuse an old cut-off whose weeks, `history` of them with their baseline, hold texts that were emptied.

    Errors: UsageError (2): scores of what is left would be wrong, and say so nowhere.
    """
    start = cutoff - timedelta(weeks=_weeks(workspace, history))
    if not isinstance(taken, Gathered) or taken.pruned < instant(start):
        return
    text = f"texts up to {taken.pruned[:10]} were emptied by `store prune`; this week reads from {start:%Y-%m-%d} on"
    remedy = "Ask for a later week, or put a backup from before that in the place of the store."
    raise UsageError(Problem("store", 0, 0, text, remedy))
