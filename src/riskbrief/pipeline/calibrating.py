"""`riskbrief calibrate`: where upper anchors would stand by the panel's own values, and where to write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import riskbrief
from riskbrief.definitions.indicators import IndicatorFile
from riskbrief.definitions.load import read_workspace
from riskbrief.definitions.node_places import find, follow
from riskbrief.definitions.nodes import NOWHERE
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.calibrate import covered, proposals
from riskbrief.index.engine import Scored
from riskbrief.pipeline import stages
from riskbrief.pipeline.commands import Step
from riskbrief.pipeline.opening import chosen_week, moment_of, open_workspace, read_outlets

FORMAT = 1
Row = dict[str, Any]


def calibrate(
    root: Path, *, as_of: date | None, weeks: int | None, articles: Path | None, outlets: Path | None, step: Step,
    hear: stages.Hear = stages.unheard,
) -> Row:  # fmt: skip
    """Proposed upper anchors with their places, and how the index now spreads over the levels. Writes no definition.

    `weeks`: how many, ending last; None for index.calibration.least_weeks. Errors: UsageError (2), ConfigurationError
    (3), UnavailableError (6).
    """
    workspace = open_workspace(root)
    ratings = read_outlets(outlets)
    if ratings is not None:
        workspace = stages.with_outlets(workspace, ratings)
    last, progress = chosen_week("", as_of), stages.Progress(step)
    span = weeks or workspace.config.index.calibration.least_weeks
    taken = stages.intake(workspace, articles, moment=moment_of(as_of))
    hear(taken, last.cutoff)
    if not len(taken.articles):
        raise stages.no_article(taken, articles)
    material = stages.prepare(workspace, taken, cutoff=last.cutoff, progress=progress)
    panel = workspace.config.assessed
    scored, _ = stages.score(workspace, material, last=last, weeks=span, panel=panel, progress=progress, intervals=0)
    head = {
        "format": FORMAT,
        "riskbrief": riskbrief.__version__,
        "index_version": workspace.config.index.version,
        "config_digest": workspace.digest[:12],
        "week": str(last),
        "as_of": last.sunday.isoformat(),
        "weeks": span,
        "panel": panel,
    }
    return head | _found(workspace, scored, span)


def _found(workspace: Workspace, scored: Scored, weeks: int) -> Row:
    places = anchor_places(workspace.root)
    given, framework = scored.observed, scored.framework
    rows = [
        asdict(p) | {"type": one.type, "anchor": places[p.indicator_id]}
        for p, one in zip(proposals(given, framework, weeks), framework.indicators, strict=True)
    ]
    return {
        "rules": workspace.config.index.calibration.model_dump(),
        "covered": asdict(covered(given, framework, weeks)),
        "indicators": rows,
        "levels": _levels(workspace, scored, given.weeks[-weeks:]),
    }


def _levels(workspace: Workspace, scored: Scored, weeks: Sequence[str]) -> list[Row]:
    """Country-weeks at each level as published now, from low to high, then those without one (`level` None)."""
    index = scored.scores[(scored.scores["node"] == "index") & scored.scores["week"].isin(weeks)]
    counts = index["risk_level"].value_counts()
    bands = workspace.config.index.levels
    rows: list[Row] = [
        {"level": n, "name": dict(b.name), "from_score": b.from_score, "country_weeks": int(counts.get(n, 0))}
        for n, b in enumerate(bands, 1)
    ]
    missing = int(index["risk_level"].isna().sum())
    return [*rows, {"level": None, "name": {}, "from_score": None, "country_weeks": missing}]


def anchor_places(root: Path) -> dict[str, Row]:
    """For each indicator the file and line of its `hi`. `written`: by the indicator itself, by the `defaults` that the
    indicators of its file share, or nowhere, and then the line is where the indicator begins."""
    places = {}
    for document in read_workspace(root):
        if not isinstance(document.made, IndicatorFile) or document.node is None:
            continue
        shared = ("defaults", "hi")
        common = find(document.node, shared)[0] if follow(document.node, shared) else NOWHERE
        for position, one in enumerate(document.made.indicators):
            steps = ("indicators", position, "hi")
            mark = find(document.node, steps)[0]
            own = "defaults" if mark == common else "indicator"
            written = own if follow(document.node, steps) else "nowhere"
            places[one.id] = {"path": document.path, "line": mark.line, "column": mark.column, "written": written}
    return places
