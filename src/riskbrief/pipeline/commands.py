"""What the verbs code, score and run do, as rows and outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import DeliveryError, RiskbriefError, UsageError
from riskbrief.periods import end_of_day
from riskbrief.pipeline import stages
from riskbrief.pipeline.attempts import Noting, noted
from riskbrief.pipeline.checked import keep_checked
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.delivering import deliver_sets, undelivered
from riskbrief.pipeline.emptied import check_texts
from riskbrief.pipeline.identity import code_digest
from riskbrief.pipeline.issue import issue_name
from riskbrief.pipeline.making import RunRequest
from riskbrief.pipeline.opening import (
    after_newest,
    chosen_days,
    chosen_week,
    known,
    moment_of,
    open_workspace,
    read_outlets,
)
from riskbrief.pipeline.run import Outcome, run_report

Step = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
CODE_FIELDS = (
    "article_id", "origin_id", "event_id", "indicator_id", "region_id", "place_id", "status", "reason", "counts",
)  # fmt: skip
SCORE_FIELDS = (
    "region_id", "week", "node", "level", "score", "low", "high", "risk_level", "change", "change_label",
    "coverage", "reason", "n_articles", "n_origins", "n_sources",
)  # fmt: skip


def code_lines(
    root: Path, articles: Path | None, *, as_of: date | None, outlets: Path | None, cached: bool = True, step: Step,
    hear: stages.Hear = stages.unheard,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Mentions as the contract's `code` prints them, in order of publication.

    Without `as_of` it is the day of the newest article, so that none lies after it.
    """
    workspace = open_workspace(root)
    taken = stages.intake(workspace, articles, moment=moment_of(as_of))
    cutoff = end_of_day(as_of) if as_of else after_newest(taken.articles)
    hear(taken, cutoff)
    material = stages.prepare(
        workspace, taken, cutoff=cutoff, outlets=read_outlets(outlets), cached=cached, progress=stages.Progress(step)
    )
    resolved = material.resolver.at(cutoff)
    fused = {row["event_id"]: own_toll(row) for row in resolved.events.to_dict("records")}
    for row in resolved.mentions.to_dict("records"):
        yield mention_line(row, toll=fused.get(row["event_id"]) or own_toll(row))


def mention_line(row: dict[str, Any], *, toll: dict[str, int | float | None] | None) -> dict[str, Any]:
    """One mention as the contract prints it; `toll` is that of its event, fused over origins, else its own."""
    return {k: row[k] for k in CODE_FIELDS} | {"toll": toll} | {k: row[k] for k in ("field", "start", "end", "quote")}


def own_toll(row: dict[str, Any]) -> dict[str, int | float | None] | None:
    if pd.isna(row["toll_best"]):
        return None
    return {bound: _whole(row[f"toll_{bound}"]) for bound in ("low", "best", "high")}


def _whole(value: float) -> int | float | None:
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def score_lines(
    root: Path, articles: Path | None, *, as_of: date | None, weeks: int, outlets: Path | None, cached: bool = True,
    step: Step, hear: stages.Hear = stages.unheard,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Scores as the contract's `score` prints them: week, region, then index, pillars, indicators."""
    workspace = open_workspace(root)
    ratings = read_outlets(outlets)
    if ratings is not None:
        workspace = stages.with_outlets(workspace, ratings)
    last = chosen_week("", as_of)
    progress = stages.Progress(step)
    taken = stages.intake(workspace, articles, moment=moment_of(as_of))
    hear(taken, last.cutoff)
    if as_of:
        check_texts(workspace, taken, last.cutoff, history=weeks)
    material = stages.prepare(workspace, taken, cutoff=last.cutoff, cached=cached, progress=progress)
    panel = workspace.config.assessed
    scored, _ = stages.score(workspace, material, last=last, weeks=weeks, panel=panel, progress=progress)
    wanted = {str(last.shift(-i)) for i in range(weeks)}
    parts = _contributions(scored.contributions)
    rows = scored.scores[scored.scores["week"].isin(wanted)]
    for row in rows.to_dict("records"):
        line = {k: row[k] for k in SCORE_FIELDS}
        line["risk_level"] = None if pd.isna(row["risk_level"]) else int(row["risk_level"])
        yield line | {"contributions": parts.get((row["region_id"], row["week"], row["node"]), [])}


def _contributions(frame: pd.DataFrame) -> dict[tuple[str, str, str], list[dict[str, Any]]]:
    parts: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in frame.to_dict("records"):
        key = (row["region_id"], row["week"], row["node"])
        parts.setdefault(key, []).append({"node": row["part"], "points": round(float(row["points"]), 6)})
    return parts


def publish_report(root: Path, report: str, *, step: Step, hear: stages.Hear = stages.unheard, **asked: Any) -> Outcome:
    """Publish one issue, or one a country, as `asked_for` reads what was asked; the attempt is written down."""
    workspace, request = asked_for(root, report, **asked)
    with noted(root, report) as noting:
        _begin(noting, workspace, request)
        outcome = run_report(workspace, request, progress=stages.Progress(step), hear=hear, note=noting)
        keep_checked(workspace)
        if request.scheduled:
            outcome = _delivered(workspace, outcome)
        noting.done(str(request.week), outcome.exit_code, outcome.reasons, outcome.paths)
    return outcome


def _begin(noting: Noting, workspace: Workspace, request: RunRequest) -> None:
    """What is known of an attempt before anything is read."""
    noting.week, noting.scheduled = str(request.week), request.success
    kind, subject = workspace.reports[request.report].kind, "".join(request.regions)
    own = subject if kind == "country" else ""
    noting.facts |= {
        "issue": "" if kind == "flash" or (kind == "country" and len(request.regions) != 1)
        else issue_name(request.week, own),
        "as_of": request.week.cutoff.isoformat(),
        "regions": list(request.regions),
        "digests": {"configuration": workspace.digest[:12], "code": code_digest()},
    }  # fmt: skip


def asked_for(
    root: Path, report: str, *, week: str, as_of: date | None, regions: Sequence[str], language: str,
    output: Path | None, articles: Path | None, cached: bool = True, call: str = "", again: bool = False,
    keep: bool = False,
) -> tuple[Workspace, RunRequest]:  # fmt: skip
    """The workspace and what to make in it; unknown names are usage errors with the closest valid one.

    `call`: why an analyst calls for a flash on `regions`; `again`: make a withdrawn issue anew; `keep`: leave one
    that stands as it is.
    """
    workspace = open_workspace(root)
    known(report, sorted(workspace.reports), "report")
    panel = stages.panel_regions(workspace, workspace.reports[report].panel)
    for region in regions:
        known(region, panel, "region")
    if language:
        known(language, sorted(workspace.phrases), "language")
    flash = workspace.reports[report].kind == "flash"
    _check_call(report, flash, call, regions)
    chosen = chosen_days(week, as_of) if flash else chosen_week(week, as_of)
    request = RunRequest(
        report, chosen, tuple(regions), language, output, articles, cached, call, again,
        moment=moment_of(as_of), fetch=not (week or as_of), keep=keep,
    )  # fmt: skip
    return workspace, request


def _delivered(workspace: Workspace, outcome: Outcome) -> Outcome:
    """The outcome of a run on what is known now, once its sets went to those who get them; exit 10 if one did not,
    unless something graver happened."""
    try:
        waiting = undelivered(deliver_sets(workspace, outcome.paths, clock=utc_now))
        told = tuple(f"{d.report} {d.issue} not delivered to {d.to}: {d.state} {d.said}".rstrip() for d in waiting)
    except (RiskbriefError, OSError) as error:  # the sets stand: no password, a disk, or another delivery under way
        told = (f"not delivered: {error}",)
    if not told:
        return outcome
    graver = outcome.exit_code not in {0, 4}
    code = outcome.exit_code if graver else DeliveryError.exit_code
    return replace(outcome, exit_code=code, reasons=(*outcome.reasons, *told))


def _check_call(report: str, flash: bool, call: str, regions: Sequence[str]) -> None:
    if call and not flash:
        raise UsageError(f"--call: {report} is no flash brief. Leave it out, or run a report of kind flash.")
    if call and not regions:
        raise UsageError("--call: say for which countries, with --regions.")
