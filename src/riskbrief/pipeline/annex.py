"""What the annex says of a run beside its tables, gathered once: measures kept, the issue before, versions, command."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from riskbrief.briefing.annex_record import (
    BacktestRun,
    Before,
    Estimate,
    Factor,
    Forecast,
    MethodRun,
    ReadersRun,
    Record,
    SobolRun,
)
from riskbrief.definitions.reports import Report
from riskbrief.index.choices import compared
from riskbrief.index.engine import Scored
from riskbrief.index.outcomes import outcome_of
from riskbrief.periods import Week
from riskbrief.pipeline.annex_changes import edits
from riskbrief.pipeline.forecasts_past import issue_links
from riskbrief.pipeline.kept import LATER, UNREADABLE, kept
from riskbrief.pipeline.standing import damage

ANNEX_JSON = "annex.json"
PREFIX = "annex_"  # how its sections begin
_RECORD = TypeAdapter(Record)


def has_annex(report: Report) -> bool:
    """Whether the report prints any part of the annex."""
    return any(choice.section.startswith(PREFIX) for choice in report.sections)


def methods(scored: Scored, report: Report) -> tuple[MethodRun, ...]:
    """The last week under the methods of A.15 M7; none where the report prints nothing of them."""
    if not has_annex(report):
        return ()
    frame = scored.framework
    names = frame.regions[: frame.panel_size]
    runs = []
    for name, changed in compared(frame):
        found = outcome_of(scored.observed, changed)
        levels = dict(zip(names, map(_level, found.level.tolist()), strict=True))
        runs.append(MethodRun(name, levels, _level(found.mean_level)))
    return tuple(runs)


def _level(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def record_json(record: Record) -> dict[str, Any]:
    """A record as annex.json holds it."""
    return asdict(record)


def record_of(told: Mapping[str, Any]) -> Record:
    """The record that annex.json holds. Errors: ValidationError."""
    return _RECORD.validate_json(json.dumps(told))


def measured(root: Path, week: Week) -> dict[str, Any]:
    """The fields of a record that come from kept measures; `why` says what is missing and why."""
    found, why = kept(root)
    out: dict[str, Any] = {}
    for name, field, read in (("sensitivity", "sobol", _sobol), ("backtest", "backtest", _backtest),
                              ("audit", "readers", _readers)):  # fmt: skip
        if name not in found:
            continue
        try:
            out[field] = read(found[name])
        except (KeyError, TypeError, ValueError, AttributeError, StopIteration, ValidationError):
            why[name] = UNREADABLE
    sobol = out.get("sobol")
    if sobol is not None and sobol.week > str(week):
        del out["sobol"]
        why["sensitivity"] = LATER
    return out | {"why": why}


def _sobol(told: Mapping[str, Any]) -> SobolRun:
    """The design in which values become scores as in the workspace, where there is one."""
    designs = told["runs"]["designs"]
    design = "own_normaliser" if "own_normaliser" in designs else next(iter(designs))
    bars = told["region"]["runs"][design]["indices"]["score"] or []
    runs = {row["region_id"]: row["runs"][design] for row in told["countries"]}
    return SobolRun(
        week=str(Week.parse(told["week"])),
        index_version=str(told["index_version"]),
        runs=int(told["runs"]["samples"]) * (len(told["runs"]["factors"]) + 2),
        factors=tuple(Factor(str(b["factor"]), float(b["first"]), float(b["total"])) for b in bars),
        moved={r: float(row["level_changes"]) for r, row in runs.items() if row["level_changes"] is not None},
        starred=tuple(sorted(r for r, row in runs.items() if row["starred"])),
    )


def _backtest(told: Mapping[str, Any]) -> BacktestRun:
    table: Mapping[str, Any] = next(iter(told["validity"]), {"rows": []})
    rows = [(row["measure"], row["estimates"].get("security") or {}) for row in table["rows"]]
    return BacktestRun(
        first_month=str(told["first_month"]),
        last_month=str(told["last_month"]),
        index_version=str(told["index_version"]),
        coverage=str(told["coverage"]),
        validity=tuple(_estimate(str(name), found) for name, found in rows),
        skill=tuple(_forecast(row) for row in told["skill"]),
    )


def _forecast(row: Mapping[str, Any]) -> Forecast:
    losses = {f["forecast"]: f["loss"] for f in row["forecasts"]}
    best = str(row["best_baseline"] or "")
    return Forecast(str(row["target"]), losses.get("model"), best, losses.get(best), bool(row["passed"]))


def _readers(told: Mapping[str, Any]) -> ReadersRun:
    kappa, precision = told["kappa"]["readers"], told["precision"]["all"]
    return ReadersRun(
        str(told["kept_on"]), int(kappa["n"]), _estimate("readers", kappa), _estimate("precision", precision)
    )


def _estimate(name: str, found: Mapping[str, Any]) -> Estimate:
    return Estimate(name, *(None if found.get(k) is None else float(found[k]) for k in ("value", "low", "high")))


def before(folder: Path, week: Week, now: Mapping[str, Any]) -> Before | None:
    """The newest whole issue of an earlier week, against the configuration `now`; None when there is none."""
    for of, link in reversed(issue_links(folder)):
        if of < week and not damage(link):
            try:
                return _before(str(of), link, now)
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue
    return None


def _before(issue: str, link: Path, now: Mapping[str, Any]) -> Before:
    told = json.loads((link / "config.json").read_bytes())
    listed, counted = edits(told, now)
    version, digest = str(told["config"]["index"]["version"]), str(told["digest"])[:12]
    rows = csv.DictReader(io.StringIO((link / "scores.csv").read_text("utf-8"), newline=""))
    own = [row for row in rows if row["week"] == issue and row["score"]]
    pillars = _pillars(own, list(told["config"]["index"].get("pillars", ())))
    return Before(issue, version, digest, listed, counted, _scores(own), pillars)


def _scores(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[float, int]]:
    """Printed score and level of the index by country."""
    own = (r for r in rows if r["node"] == "index" and r["risk_level"])
    return {r["region_id"]: (float(r["score"]), int(float(r["risk_level"]))) for r in own}


def _pillars(rows: Iterable[Mapping[str, str]], names: Collection[str]) -> dict[str, dict[str, float]]:
    """Printed scores of the pillars by country."""
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        if row["node"] in names:
            found.setdefault(row["region_id"], {})[row["node"]] = float(row["score"])
    return found
