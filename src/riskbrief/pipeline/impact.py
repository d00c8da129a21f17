"""`riskbrief impact`: what an edit of the configuration moves against a baseline, over the last weeks (method B.26)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

import riskbrief
from riskbrief.definitions.check_scenarios import scenario_problems
from riskbrief.definitions.documents import SCENARIOS, Document, scenario_document
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import ConfigurationError
from riskbrief.ingest.collect import Intake
from riskbrief.periods import Week
from riskbrief.pipeline import impact_moves as moves
from riskbrief.pipeline import stages
from riskbrief.pipeline.commands import Step
from riskbrief.pipeline.opening import chosen_week, moment_of, open_workspace
from riskbrief.pipeline.scenario_checks import broken

FORMAT = 1


@dataclass(frozen=True)
class Side:
    """One of the two configurations, its scores of the asked weeks and every mention it reads."""

    workspace: Workspace
    scores: pd.DataFrame
    mentions: pd.DataFrame
    since: Week  # the first of the weeks that the scores draw on

    def head(self) -> dict[str, Any]:
        """Which configuration it is."""
        return {
            "path": str(self.workspace.root),
            "index_version": self.workspace.config.index.version,
            "config_digest": self.workspace.digest[:12],
        }


def impact(
    root: Path, baseline: Path, *, weeks: int, articles: Path | None, as_of: date | None, step: Step,
    warn: Callable[[str], None], hear: stages.Hear = stages.unheard,
) -> dict[str, Any]:  # fmt: skip
    """Scores, levels and ranks of the last `weeks` weeks that differ from those of the workspace at `baseline`, and the
    mentions gained and lost.

    Both sides read the same articles, from `articles` or the sources of the edited workspace.
    Errors: ConfigurationError (3) when either does not load or a gold scenario breaks; UnavailableError (6).
    """
    workspace, before = open_workspace(root), _opened(baseline)
    progress, last = stages.Progress(step), chosen_week("", as_of)
    held = _scenarios(workspace, baseline, progress, warn)
    taken = stages.intake(workspace, articles, moment=moment_of(as_of))
    hear(taken, last.cutoff)
    if not len(taken.articles):
        raise stages.no_article(taken, articles)
    old = _side(before, _as_before(workspace, before, taken, articles, as_of), last, weeks, progress)
    new = _side(workspace, taken, last, weeks, progress)
    found = _head(old, new, last, weeks) | {"articles": len(taken.articles), "scenarios": held}
    found |= _found(old, new, last, taken.articles)
    found["warnings"] += list(_unread(new, taken.articles, last, weeks))
    for warning in found["warnings"]:
        warn(f"warning: {warning}")
    return found


def _opened(baseline: Path) -> Workspace:
    """The baseline; its problems name its folder."""
    try:
        return open_workspace(baseline)
    except ConfigurationError as error:
        raise ConfigurationError.of(replace(p, path=str(baseline / p.path)) for p in error.problems) from error


def _scenarios(
    workspace: Workspace, baseline: Path, progress: stages.Progress, warn: Callable[[str], None]
) -> int | None:
    """How many gold scenarios hold, None without any. Errors: ConfigurationError when one does not."""
    document, former = scenario_document(workspace.root), scenario_document(baseline)
    if document is None:
        warn(f"note: the workspace has no {SCENARIOS}, so no gold scenario was tried; `riskbrief init` writes some")
        return None
    if problems := list(scenario_problems(document, workspace)) or broken(workspace, document, progress):
        raise ConfigurationError.of(problems)
    if former is not None and former.sha256 != document.sha256:
        warn(f"note: {SCENARIOS} is not the baseline's; the scenarios of the edited workspace were tried")
    return _number(document)


def _number(document: Document) -> int:
    return len(document.made.scenarios)


def _as_before(
    workspace: Workspace, before: Workspace, taken: Intake, articles: Path | None, as_of: date | None
) -> Intake:
    """The same articles as the baseline reads them: a language that is not stated is told among its own languages."""
    old, new = before.config, workspace.config
    if old.coded == new.coded:
        return taken
    spoken = {"languages": old.languages, "coding_languages": old.coding_languages}
    spoken_as_before = replace(workspace, config=new.model_copy(update=spoken))
    return stages.intake(spoken_as_before, articles, moment=moment_of(as_of))


def _side(workspace: Workspace, taken: Intake, last: Week, weeks: int, progress: stages.Progress) -> Side:
    """The articles coded and scored by one of the two."""
    material = stages.prepare(workspace, taken, cutoff=last.cutoff, cached=True, progress=progress)
    scored, resolved = stages.score(
        workspace, material, last=last, weeks=weeks, panel=workspace.config.assessed, progress=progress, intervals=0
    )
    since = stages.calendar_of(workspace, material, last=last, weeks=weeks)[0]
    scores, mentions = scored.scores, resolved.mentions
    return Side(workspace, scores[scores["week"] > str(last.shift(-weeks))], mentions, since)


def _head(old: Side, new: Side, last: Week, weeks: int) -> dict[str, Any]:
    files = [dict(side.workspace.files) for side in (old, new)]
    return {
        "format": FORMAT,
        "riskbrief": riskbrief.__version__,
        "first_week": str(last.shift(1 - weeks)),
        "week": str(last),
        "weeks": weeks,
        "as_of": last.sunday.isoformat(),
        "before": old.head(),
        "after": new.head(),
        "files": sorted(p for p in files[0].keys() | files[1].keys() if files[0].get(p) != files[1].get(p)),
    }


def _found(old: Side, new: Side, last: Week, articles: pd.DataFrame) -> dict[str, Any]:
    both = moves.paired(old.scores, new.scores)
    counts = moves.counts(both)
    since = min(old.since, new.since)
    before, after = (side.mentions[side.mentions["published_at"] >= since.start] for side in (old, new))
    names = {region: dict(r.name) for region, r in new.workspace.config.regions.items()}
    return {
        "moves": counts,
        "countries": [{**row, "name": names[row["region_id"]]} for row in moves.countries(both, str(last))],
        "nodes": moves.nodes(both),
        "only": {"before": _only(old, new), "after": _only(new, old)},
        "mentions": {"since": since.monday.isoformat(), **moves.mentions(before, after, articles)},
        "levels": [dict(band.name) for band in new.workspace.config.index.levels],
        "warnings": list(_warnings(old, new, counts)),
    }


def _only(one: Side, other: Side) -> dict[str, list[str]]:
    """Countries and nodes that one side scores and the other does not."""
    return {
        what: sorted(set(one.scores[column]) - set(other.scores[column]))
        for what, column in (("regions", "region_id"), ("nodes", "node"))
    }


def _unread(side: Side, articles: pd.DataFrame, last: Week, weeks: int) -> Iterator[str]:
    """That nothing was assessed in the weeks compared, so that an edit could move nothing there."""
    if side.scores["score"].notna().any():
        return
    newest = articles["published_at"].max()
    remedy = f"; --as-of chooses other weeks, the newest article is of {newest.date()}" if pd.notna(newest) else ""
    yield f"no country is assessed in {last.shift(1 - weeks)} to {last}, so nothing there could move{remedy}"


def _warnings(old: Side, new: Side, counts: dict[str, Any]) -> Iterator[str]:
    version = new.workspace.config.index.version
    moved = any(counts[what]["moved"] for what in ("scores", "levels"))
    if moved and old.workspace.config.index.version == version:
        yield (
            f"scores or levels move, yet both configurations are index version {version}; raise index.version in "
            "config.yaml, so that scores of two versions never share a line"
        )
