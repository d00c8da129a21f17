"""Tables of skill: rolling forecasts of outcomes and of the index against simple ones, and what the gate says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from riskbrief.definitions.rules import Backtest
from riskbrief.pipeline.backtest_validity import draw
from riskbrief.skill import baselines, rolling
from riskbrief.skill.gate import MODEL, Verdict, judge
from riskbrief.skill.models import Correction, trailing_mean
from riskbrief.skill.rolling import Measure, Source, from_past, on_counts
from riskbrief.skill.scores import Floats, crps, skill
from riskbrief.skill.words import called

PERSISTENCE = "persistence"
WEEKS_A_MONTH = 52 / 12
Losses = Mapping[str, Mapping[str, Floats]]


@dataclass(frozen=True)
class Target:
    """What is forecast: `series` [region, time], `ahead` steps on, from origin `first`; losses by name and measure."""

    name: str
    unit: str
    series: Floats
    ahead: int
    first: int
    limits: tuple[float, float]
    block: int


def outcome_skill(outcome: Floats, security: Floats, rules: Backtest) -> list[dict[str, Any]]:
    """Outcomes of the next month from `outcome` ln(1 + best) and the security score [region, month]."""
    target = Target("deaths", "", outcome, 1, rules.training_months, (0.0, np.inf), rules.block_months)
    months = rules.recent_months
    level = np.array([baselines.ses(row, alpha=rules.smoothing) for row in outcome])
    usual = trailing_mean(security, months)
    model = _model(target, level, np.stack([outcome - level, (security - usual) / 10]))
    sources = _simple(target, rules, months) | {
        "TSB": from_past(on_counts(_sparse(rules)), outcome, 1),
        "Poisson": from_past(on_counts(partial(baselines.poisson, alpha=rules.smoothing)), outcome, 1),
        "negative binomial": from_past(
            on_counts(partial(baselines.negative_binomial, alpha=rules.smoothing)), outcome, 1
        ),
        MODEL: model,
    }
    reaches = partial(_constant, float(np.log1p(rules.deaths)))
    names = {
        "log": "deaths next month, CRPS of ln(1 + deaths)",
        "raw": "deaths next month, CRPS of deaths",
        "event": f"{rules.deaths} deaths or more next month, Brier score",
    }
    measures: dict[str, Measure] = {
        "log": _crps, "raw": _raw_crps, "event": partial(rolling.squared, reaches),
    }  # fmt: skip
    losses = _rolled(target, sources, measures)
    return [_table(names[kind], found, target, rules) for kind, found in losses.items()]


def index_skill(index: Floats, pillars: Floats, rules: Backtest, delta: float) -> list[dict[str, Any]]:
    """The index one and four weeks on, and the probability of a rise of `delta` points in four: [region, week].

    `pillars` [pillar, region, week] are what the model knows beside the index.
    """
    return [*_index_ahead(index, pillars, rules, 1, None), *_index_ahead(index, pillars, rules, 4, delta)]


def _index_ahead(
    index: Floats, pillars: Floats, rules: Backtest, ahead: int, delta: float | None
) -> Iterator[dict[str, Any]]:
    block = round(rules.block_months * WEEKS_A_MONTH)
    target = Target("index", "points", index, ahead, rules.training_weeks, (0.0, 100.0), block)
    year = round(rules.recent_months * WEEKS_A_MONTH)
    surprises = np.stack([(row - trailing_mean(row, year)) / 10 for row in (index, *pillars)])
    sources = _simple(target, rules, year) | {MODEL: _model(target, index, surprises)}
    weeks = "week" if ahead == 1 else "weeks"
    measures: dict[str, Measure] = {f"index in {ahead} {weeks}, CRPS in points": _crps}
    rise = None if delta is None else rolling.rise(delta)
    name = f"index up {delta or 0:g} points or more in {ahead} weeks"
    if rise is not None:
        measures |= {f"{name}, Brier score": partial(rolling.squared, rise), name: partial(rolling.chance, rise)}
    losses = dict(_rolled(target, sources, measures))
    chances = losses.pop(name, None)
    for kind, found in losses.items():
        table = _table(kind, found, target, rules)
        if chances is not None and kind.startswith(name):
            assert rise is not None
            table["words"] = _words(chances, rolling.reached(rise, index, ahead))
        yield table


def _simple(target: Target, rules: Backtest, recent: int) -> dict[str, Source]:
    """The baselines that any series has."""
    makers: dict[str, baselines.Forecaster] = {
        PERSISTENCE: baselines.persistence,
        "exponential smoothing": partial(baselines.smoothed, alpha=rules.smoothing),
        "conflictology": partial(baselines.recent, steps=recent),
    }
    return {name: from_past(maker, target.series, target.ahead) for name, maker in makers.items()}


def _sparse(rules: Backtest) -> baselines.Forecaster:
    sizes, occurs = rules.smoothing_of_sizes, rules.smoothing_of_occurrence
    return partial(baselines.sparse, alpha=sizes, beta=occurs, steps=rules.recent_months)


def _model(target: Target, centre: Floats, features: Floats) -> Source:
    return Correction(target.series[:, target.ahead :], centre, features, target.ahead).members


def _rolled(target: Target, sources: Mapping[str, Source], measures: Mapping[str, Measure]) -> Losses:
    return rolling.rolled(
        sources, target.series, ahead=target.ahead, first=target.first, limits=target.limits, measures=measures
    )


def _table(name: str, losses: Mapping[str, Floats], target: Target, rules: Backtest) -> dict[str, Any]:
    """Losses of every forecast over the same cases, their skill against persistence, and the verdict."""
    model, simple = losses[MODEL], {n: loss for n, loss in losses.items() if n != MODEL}
    found = judge(model, simple, _draw(target, rules), least=rules.least_forecasts, share=rules.interval)
    return {"target": name, **told(found)}


def told(found: Verdict) -> dict[str, Any]:
    """A verdict as it is told."""
    reference = found.losses.get(PERSISTENCE, float("nan"))
    rows = [
        {"forecast": n, "loss": loss, "skill_over_persistence": skill(loss, reference)}
        for n, loss in found.losses.items()
    ]
    return {
        "origins": found.origins, "cases": found.cases, "forecasts": rows, "best_baseline": found.best,
        "skill": asdict(found.skill), "passed": found.passed, "verdict": found.said, "untold": found.untold,
    }  # fmt: skip


def _draw(target: Target, rules: Backtest) -> Callable[[int], Any]:
    return draw(rules, target.block)


def _words(chances: Mapping[str, Floats], came: Floats) -> dict[str, list[dict[str, Any]]]:
    """What became of each word of probability: of the model and of persistence, whose probabilities are base rates."""
    out = {}
    for name in (MODEL, PERSISTENCE):
        known = ~np.isnan(chances[name]) & ~np.isnan(came)
        out[name] = [asdict(row) for row in called(chances[name][known], came[known])]
    return out


def _crps(members: Floats, now: float, outcome: float) -> float:
    return crps(members, outcome)


def _raw_crps(members: Floats, now: float, outcome: float) -> float:
    return crps(np.expm1(members), float(np.expm1(outcome)))


def _constant(value: float, now: float) -> float:
    return value
