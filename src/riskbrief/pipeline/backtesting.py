"""`riskbrief backtest`: whether the index follows what happened, and whether its forecasts beat simple ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import riskbrief
from riskbrief.definitions.rules import Backtest
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import UsageError
from riskbrief.ingest.collect import Intake
from riskbrief.periods import Week
from riskbrief.pipeline import backtest_trials, stages
from riskbrief.pipeline.backtest_bars import bars
from riskbrief.pipeline.backtest_coherence import coherence
from riskbrief.pipeline.backtest_history import Past, coverage_off, keyword_counts, monthly, past_scores, weeks_of
from riskbrief.pipeline.backtest_outcomes import MONTH, Outcomes, months_between, read_outcomes
from riskbrief.pipeline.backtest_replay import replays
from riskbrief.pipeline.backtest_skill import index_skill, outcome_skill
from riskbrief.pipeline.backtest_validity import COUNT, OURS, Panels, country_rows, validity_tables
from riskbrief.pipeline.commands import Step
from riskbrief.pipeline.opening import open_workspace
from riskbrief.pipeline.stages import Material, Progress
from riskbrief.skill.scores import Floats

FORMAT = 1
CAVEAT = "UCDP also relies on news; agreement is not independent proof."


@dataclass(frozen=True)
class Asked:
    """What the command line asks for; `since` and `until` are months, empty for all that the files share."""

    outcomes: Path | None = None
    articles: Path | None = None
    ignore_coverage: bool = False
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Trial:
    """One history under trial: the months and weeks judged, and what was known of them. `panel` are the countries
    that have outcomes (all assessed ones without a file), `outcome` their ln(1 + best) [region, month]."""

    workspace: Workspace
    material: Material
    months: tuple[str, ...]
    weeks: tuple[Week, ...]
    panel: tuple[str, ...]
    outcome: Floats

    @property
    def rules(self) -> Backtest:
        return self.workspace.config.index.backtest

    def scores(self, workspace: Workspace, material: Material, progress: Progress, label: str) -> Past:
        """Scores of the judged weeks, after the weeks before them that baselines and smoothing need."""
        calendar = stages.calendar_of(workspace, material, last=self.weeks[-1], weeks=len(self.weeks))
        with progress.step(label, len(calendar)) as tick:
            past = past_scores(workspace, material, calendar, workspace.config.assessed, tick)
        return replace(past, weeks=self.weeks, score=past.score[len(calendar) - len(self.weeks) :])

    def by_month(self, past: Past, node: str = OURS) -> Floats:
        """Scores of a node of the panel: [region, month]."""
        return monthly(past.of(node, self.panel), self.weeks, self.months)


def backtest(root: Path, asked: Asked, *, step: Step, hear: stages.Hear = stages.unheard) -> dict[str, Any]:
    """Validity, skill, placebos and ablations over the months that articles and outcomes share (method B.22, B.24).

    Every week is scored from what was known at its end. Without outcomes: skill of the index and the placebos that need
    none. Errors: UsageError (2) for a wrong file or period, UnavailableError (6) without articles.
    """
    _months_given(asked)
    workspace, progress = open_workspace(root), Progress(step)
    told = read_outcomes(asked.outcomes, workspace.config.regions) if asked.outcomes else None
    taken = stages.intake(workspace, asked.articles)
    if not len(taken.articles):
        raise stages.no_article(taken, asked.articles)
    months = _period(asked, taken, told)
    trial = _trial(workspace, taken, months, told, progress, hear)
    if asked.ignore_coverage:
        trial = replace(trial, workspace=coverage_off(workspace))
    found = _found(trial, told is not None, progress)
    if asked.ignore_coverage:
        ruled = trial.scores(workspace, trial.material, progress, "counting weeks that the coverage rule assesses")
        found["assessed"]["under_coverage_rule"] = _with_score(ruled, trial.panel)
    return _head(trial, asked, told) | {"bars": bars(found)} | found


def _months_given(asked: Asked) -> None:
    wrong = [
        f"--{name}: {value!r} is no month. Write months as 2021-03."
        for name, value in (("since", asked.since), ("until", asked.until))
        if value and not MONTH.fullmatch(value)
    ]
    if wrong:
        raise UsageError(*wrong)


def _period(asked: Asked, taken: Intake, told: Outcomes | None) -> tuple[str, ...]:
    """The months that articles, outcomes and the command line have in common, two or more."""
    dates = taken.articles["published_at"]
    spans = {"the articles": (f"{dates.min():%Y-%m}", f"{dates.max():%Y-%m}")}
    if told is not None and told.months:
        spans[told.file] = (told.months[0], told.months[-1])
    first = max([asked.since, *(span[0] for span in spans.values())])
    last = min([asked.until or "9999-12", *(span[1] for span in spans.values())])
    months = months_between(first, last)
    if len(months) < 2:
        said = "; ".join(f"{name}: {a} to {b}" for name, (a, b) in spans.items())
        raise UsageError(f"there are no two months to compare ({said}). Check the files, --since and --until.")
    return months


def _trial(
    workspace: Workspace, taken: Intake, months: tuple[str, ...], told: Outcomes | None, progress: Progress,
    hear: stages.Hear,
) -> Trial:  # fmt: skip
    weeks = tuple(weeks_of(months))
    hear(taken, weeks[-1].cutoff)
    material = stages.prepare(workspace, taken, cutoff=weeks[-1].cutoff, cached=True, progress=progress)
    assessed = workspace.config.assessed
    panel = tuple(r for r in assessed if told is None or r in told.regions)
    return Trial(workspace, material, months, weeks, panel, _outcome(told, panel, months))


def _outcome(told: Outcomes | None, panel: Sequence[str], months: Sequence[str]) -> Floats:
    """ln(1 + best) of the panel: [region, month]; NaN without a file."""
    if told is None:
        return np.full((len(panel), len(months)), np.nan)
    rows, start = [told.regions.index(r) for r in panel], told.months.index(months[0])
    return np.asarray(np.log1p(told.best[rows, start : start + len(months)]))


def _head(trial: Trial, asked: Asked, told: Outcomes | None) -> dict[str, Any]:
    """What was judged by what."""
    config, articles = trial.workspace.config, trial.material.articles
    later = articles["published_at"] >= trial.weeks[0].start
    out: dict[str, Any] = {
        "format": FORMAT,
        "riskbrief": riskbrief.__version__,
        "index_version": config.index.version,
        "config_digest": trial.workspace.digest[:12],
        "coverage": "ignored" if asked.ignore_coverage else "kept",
        "first_month": trial.months[0],
        "last_month": trial.months[-1],
        "months": len(trial.months),
        "weeks": len(trial.weeks),
        "articles": int(later.sum()),
        "outlets": int(trial.material.outlets["source_id"].nunique()),
        "outlets_rated": int((trial.material.outlets["source_class"] != "unrated").sum()),
        "interval": trial.rules.interval,
        "caveat": CAVEAT,
        "outcomes": None,
    }
    if told is not None:
        left = [*told.left_out, *(r for r in told.regions if r not in trial.panel)]
        without = [r for r in config.assessed if r not in trial.panel]
        blank = int(np.isnan(trial.outcome).sum())
        out["outcomes"] = {"file": told.file, "left_out": sorted(left), "without_outcomes": without, "blank": blank}
    return out


def _found(trial: Trial, outcomes: bool, progress: Progress) -> dict[str, Any]:
    past = trial.scores(trial.workspace, trial.material, progress, "scoring weeks")
    index = past.of("index", trial.panel)
    pillars = np.stack([past.of(name, trial.panel) for name in trial.workspace.config.index.pillars])
    out: dict[str, Any] = {
        "regions": list(trial.panel),
        "assessed": {"country_weeks": int(index.size), "with_score": _with_score(past, trial.panel)},
        "validity": [], "countries": [], "ablations": [],
        "coherence": coherence(trial.workspace, past, trial.panel),
        "skill": index_skill(index, pillars, trial.rules, trial.workspace.config.index.change.delta),
        "placebos": {
            "tournaments": backtest_trials.tournaments(past, trial.panel, trial.material, trial.rules),
            "copies": _copies(trial, past, progress),
        },
        "replays": replays(trial.workspace, trial.material, trial.weeks, progress),
    }  # fmt: skip
    return out | _against_outcomes(trial, past, out, progress) if outcomes else out


def _with_score(past: Past, panel: Sequence[str]) -> int:
    """Country-weeks with an index."""
    return int((~np.isnan(past.of("index", panel))).sum())


def _against_outcomes(trial: Trial, past: Past, out: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """What needs outcomes: validity, skill of outcome forecasts, shuffled countries, ablations."""
    security, rules = trial.by_month(past), trial.rules
    panels = Panels(trial.panel, trial.months, _predictors(trial, security), trial.outcome)
    return {
        "validity": validity_tables(panels, rules),
        "countries": country_rows(panels, rules),
        "skill": [*outcome_skill(trial.outcome, security, rules), *out["skill"]],
        "placebos": {**out["placebos"], "shuffled": backtest_trials.shuffled(panels, rules)},
        "ablations": [
            backtest_trials.compared(name, panels, trial.by_month(trial.scores(*varied, progress, name)), rules)
            for name, varied in backtest_trials.ablations(trial.workspace, trial.material, trial.weeks[-1].cutoff)
        ],
    }


def _predictors(trial: Trial, security: Floats) -> dict[str, Floats]:
    """The security pillar, and the bare count where the workspace has keywords, over the same months."""
    keywords = trial.rules.keywords
    if not keywords:
        return {OURS: security}
    count = keyword_counts(trial.material, keywords, trial.panel, trial.months)
    return {OURS: security, COUNT: np.where(np.isnan(security), np.nan, count)}


def _copies(trial: Trial, past: Past, progress: Progress) -> dict[str, Any]:
    """The busiest week with every article five times more: how far any score of its countries moves."""
    week = backtest_trials.busiest(trial.material, trial.weeks)
    material = backtest_trials.with_copies(trial.workspace, trial.material, week, trial.weeks[-1].cutoff)
    score = partial(trial.scores, trial.workspace, material, progress)
    return backtest_trials.moved(past, score("every article of a week five times more"), week, trial.rules.most_moved)
