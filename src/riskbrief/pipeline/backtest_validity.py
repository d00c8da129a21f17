"""Tables of validity: how far the index moves with what happened, and whether more than a bare keyword count does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from riskbrief.definitions.rules import Backtest
from riskbrief.index.draws import generator
from riskbrief.skill import validity
from riskbrief.skill.baselines import ses
from riskbrief.skill.blocks import Statistic, difference, estimate, resamples
from riskbrief.skill.scores import Floats, Ints

OURS, COUNT, NOW = "security", "keywords", "outcome now"
SAME, NEXT, AUC = "same month", "next month", "escalation, AUC"
LEAD, LEAD_SMOOTHED = "lead value over persistence", "lead value over the smoothed past"


@dataclass(frozen=True)
class Panels:
    """Months of the same regions: `predictors` by name [region, month] and `outcome` ln(1 + best) [region, month]."""

    regions: tuple[str, ...]
    months: tuple[str, ...]
    predictors: Mapping[str, Floats]
    outcome: Floats

    def only(self, rows: Sequence[int]) -> Panels:
        """Some of the regions."""
        chosen = list(rows)
        predictors = {name: values[chosen] for name, values in self.predictors.items()}
        return Panels(tuple(self.regions[r] for r in chosen), self.months, predictors, self.outcome[chosen])

    @property
    def events(self) -> Ints:
        """Months with an outcome above 0, by region."""
        return np.asarray((self.outcome > 0).sum(axis=1), dtype=np.int64)


def draw(rules: Backtest, block: int) -> Callable[[int], Ints]:
    """Resamples of a length, always the same ones."""

    def rows(length: int) -> Ints:
        seed = generator("backtest", str(length), str(block))
        return resamples(length, block=block, draws=rules.draws, generator=seed)

    return rows


def validity_tables(panels: Panels, rules: Backtest) -> list[dict[str, Any]]:
    """One table for the countries whose own months can be ranked and one for all with an outcome (method B.24)."""
    every = [r for r in range(len(panels.regions)) if not np.isnan(panels.outcome[r]).all()]
    ranked = [r for r in every if panels.events[r] >= rules.ranked_months]
    said = f"countries with an outcome above 0 in {rules.ranked_months} months or more"
    tables = {said: ranked, "all countries of the outcomes": every}
    return [
        {"countries": name, "regions": [panels.regions[r] for r in rows], "rows": list(_rows(panels.only(rows), rules))}
        for name, rows in tables.items()
    ]


def country_rows(panels: Panels, rules: Backtest) -> list[dict[str, Any]]:
    """The same month, the next one and escalation, country by country.

    `months` with a score and an outcome, `blank` ones without an outcome, `events` with one above 0; `total`: the sum
    of the outcomes that are known, NaN without any.
    """
    rows = []
    for r, region in enumerate(panels.regions):
        own = panels.only([r])
        known = ~np.isnan(own.outcome) & ~np.isnan(own.predictors[OURS])
        head = {"region_id": region, "months": int(known.sum()), "events": int(panels.events[r])}
        blank = np.isnan(own.outcome)
        head["blank"] = int(blank.sum())
        head["total"] = float("nan") if blank.all() else float(np.nansum(np.expm1(own.outcome)))
        rows.append(head | {str(row["measure"]): row for row in _rows(own, rules) if "pooled" not in row["measure"]})
    return rows


def _rows(panels: Panels, rules: Backtest) -> Iterator[dict[str, Any]]:
    """Every measure of every predictor with its interval, and of our score less the keyword count."""
    if not len(panels.regions):
        return
    outcome, now, then = panels.outcome, panels.outcome[:, :-1], panels.outcome[:, 1:]
    event = validity.escalations(outcome, rules.escalation)
    before = {name: values[:, :-1] for name, values in panels.predictors.items()}
    told = before | {NOW: np.where(np.isnan(before[OURS]), np.nan, now)}  # the cases that have a score
    yield _row(f"{SAME}, pooled", validity.pooled, panels.predictors, rules, outcome)
    yield _row(f"{SAME}, within countries", validity.within, panels.predictors, rules, outcome)
    yield _row(f"{SAME}, by country", validity.by_country, panels.predictors, rules, outcome)
    yield _row(f"{NEXT}, pooled", validity.pooled, told, rules, then)
    yield _row(f"{NEXT}, within countries", validity.within, told, rules, then)
    yield _row(f"{NEXT}, by country", validity.by_country, told, rules, then)
    smoothed = np.array([ses(row, alpha=rules.smoothing) for row in outcome])[:, :-1]
    yield _row(LEAD, validity.partial, before, rules, then, now)
    yield _row(LEAD_SMOOTHED, validity.partial, before, rules, then, smoothed)
    yield _row(AUC, validity.auc, told, rules, event)


def _row(
    name: str, statistic: Statistic, predictors: Mapping[str, Floats], rules: Backtest, *outcome: Floats
) -> dict[str, Any]:
    rows = draw(rules, rules.block_months)(outcome[0].shape[1])
    found = {
        label: asdict(estimate(statistic, rows, values, *outcome, share=rules.interval))
        for label, values in predictors.items()
    }
    out: dict[str, Any] = {"measure": name, "estimates": found}
    out["cases"] = int((~np.isnan(predictors[OURS]) & ~np.isnan(outcome[0])).sum())
    if COUNT in predictors:
        gap = difference(statistic, rows, predictors[OURS], predictors[COUNT], *outcome, share=rules.interval)
        out["more_than_keywords"] = asdict(gap)
    return out
