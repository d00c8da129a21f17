"""`riskbrief sensitivity`: how far the levels of a week hang on single assumptions, outlets, terms and events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import riskbrief
from riskbrief.definitions.config import LevelBand
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.choices import compared
from riskbrief.index.flips import Change, standings
from riskbrief.index.leave_out import Base
from riskbrief.index.outcomes import Outcome, outcome_of
from riskbrief.index.runs import FACTORS
from riskbrief.pipeline import stages, worlds
from riskbrief.pipeline.commands import Step
from riskbrief.pipeline.opening import chosen_week, known, moment_of, open_workspace
from riskbrief.pipeline.sensitivity_runs import Runs, run_worlds
from riskbrief.pipeline.variations import (
    base_of,
    letter_changes,
    mention_changes,
    outlet_changes,
    rule_changes,
    weighing_changes,
)
from riskbrief.pipeline.worlds import History, Scene

FORMAT = 1
Methods = Mapping[str, Outcome]  # annex M7: the last week by another method


def sensitivity(
    root: Path, report: str, *, week: str, as_of: date | None, articles: Path | None, samples: int | None,
    regions: Sequence[str], step: Step, hear: stages.Hear = stages.unheard,
) -> tuple[dict[str, Any], list[LevelBand]]:  # fmt: skip
    """Sobol indices, shares of runs with another level, levels under other methods, and the flip list of one week; and
    the levels with their words.

    `report`: its countries and history, else every assessed country; `samples`: N in place of that of config.yaml, 0
    for the flip list alone; `regions`: tell of these only. Errors: UsageError (2), UnavailableError (6).
    """
    workspace = open_workspace(root)
    panel, weeks = _asked(workspace, report)
    for region in regions:
        known(region, panel, "region")
    last, progress = chosen_week(week, as_of), stages.Progress(step)
    taken = stages.intake(workspace, articles, moment=moment_of(as_of))
    hear(taken, last.cutoff)
    if not len(taken.articles):
        raise stages.no_article(taken, articles)
    scene = worlds.scene_of(workspace, taken, last=last, weeks=weeks, panel=panel, progress=progress)
    head = {
        "format": FORMAT,
        "riskbrief": riskbrief.__version__,
        "index_version": workspace.config.index.version,
        "config_digest": workspace.digest[:12],
        "report": report,
        "week": str(last),
        "as_of": last.sunday.isoformat(),
        "panel": panel,
    }
    n = workspace.config.index.sensitivity.samples if samples is None else samples
    shown = [r for r in panel if not regions or r in regions]
    return head | _found(scene, n, shown, progress), workspace.config.index.levels


def _asked(workspace: Workspace, report: str) -> tuple[list[str], int]:
    """Countries and weeks of a report; every assessed country and one week without a report."""
    if not report:
        return workspace.config.assessed, 1
    known(report, sorted(workspace.reports), "report")
    asked = workspace.reports[report]
    return stages.panel_regions(workspace, asked.panel), asked.history_weeks


def _found(scene: Scene, samples: int, shown: Sequence[str], progress: stages.Progress) -> dict[str, Any]:
    own = worlds.history(scene, scene.workspace, scene.material)
    base = base_of(own)
    now = outcome_of(base.observed, base.framework)
    runs = run_worlds(scene, own, samples, progress)
    changes = list(_changes(scene, own, base, runs, progress))
    rules = scene.workspace.config.index.sensitivity
    methods = {name: outcome_of(base.observed, framework) for name, framework in compared(base.framework)}
    return {
        "runs": {
            "samples": samples,
            "runs": samples * (len(FACTORS) + 2) * len(runs.designs),
            "designs": list(runs.designs),
            "factors": list(FACTORS),
            "starred_share": rules.starred_share,
        },
        "falls_after_weeks": scene.workspace.config.index.hysteresis.weeks_down,
        "changes": _counts(changes),
        "region": _region(now, methods, runs, base.framework.panel_size),
        "countries": _countries(scene, base, now, methods, runs, changes, shown),
    }


def _changes(scene: Scene, own: History, base: Base, runs: Runs, progress: stages.Progress) -> Iterator[Change]:
    """All that was changed, one at a time."""
    yield from rule_changes(base)
    yield from weighing_changes(base, own)
    yield from runs.changes
    yield from letter_changes(scene, own, progress)
    yield from outlet_changes(scene, progress)
    yield from mention_changes(base, progress)


def _counts(changes: Sequence[Change]) -> dict[str, int]:
    """How many changes of each kind were tried."""
    kinds = [change.kind for change in changes]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def _region(now: Outcome, methods: Methods, runs: Runs, size: int) -> dict[str, Any]:
    return {
        "score": now.mean,
        "level": now.mean_level,
        "methods": {name: {"score": m.mean, "level": m.mean_level} for name, m in methods.items()},
        "runs": runs.mean(size),
    }


def _countries(
    scene: Scene,
    base: Base,
    now: Outcome,
    methods: Methods,
    runs: Runs,
    changes: Sequence[Change],
    shown: Sequence[str],
) -> list[dict[str, Any]]:  # fmt: skip
    size, index = base.framework.panel_size, scene.workspace.config.index
    firm = standings(base.framework.regions[:size], now, changes, index)
    rows = []
    for r, standing in enumerate(firm):
        if standing.region_id not in shown:
            continue
        other = {name: {"score": m.score[r], "level": m.level[r]} for name, m in methods.items()}
        row = asdict(standing)
        flips = {"flips": row.pop("flips"), "nearest": row.pop("nearest")}
        name = dict(scene.workspace.config.regions[standing.region_id].name)
        told = runs.country(r, size, now, index.sensitivity.starred_share)
        rows.append({"name": name, "rank": now.rank[r], **row, "methods": other, "runs": told, **flips})
    return rows
