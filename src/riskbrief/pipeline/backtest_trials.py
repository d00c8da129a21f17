"""Placebos, which must change nothing, and ablations, which should make it worse (method B.24)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from riskbrief.coding.code import Coded
from riskbrief.definitions.rules import Backtest, Tournament
from riskbrief.definitions.workspace import Workspace
from riskbrief.periods import Week
from riskbrief.pipeline.backtest_history import Past
from riskbrief.pipeline.backtest_validity import OURS, Panels, draw
from riskbrief.pipeline.resolving import with_origins
from riskbrief.pipeline.stages import Material
from riskbrief.pipeline.worlds import rated_again, with_index, with_told
from riskbrief.skill import validity
from riskbrief.skill.blocks import Statistic, difference, estimate
from riskbrief.skill.scores import Floats
from riskbrief.tables import FOCUS, MENTIONS

COPIES = 5
NEVER_ALIKE = 2.0  # no two reports are as similar as this
MEASURES: tuple[tuple[str, Statistic, bool], ...] = (
    ("within countries", validity.within, True),
    ("pooled", validity.pooled, False),
)  # name, statistic, only countries whose own months can be ranked


def ranked(panels: Panels, rules: Backtest) -> Panels:
    """The countries with an outcome above 0 in months enough for their own ranks to mean something."""
    return panels.only(np.flatnonzero(panels.events >= rules.ranked_months).tolist())


def ablations(
    workspace: Workspace, material: Material, cutoff: datetime
) -> Iterator[tuple[str, tuple[Workspace, Material]]]:
    """Each part of the method left out, one at a time: its name, the workspace and the material to score instead."""
    index = workspace.config.index
    alone = material.articles.assign(origin_id=material.articles["article_id"])
    apart = with_index(workspace, reading=index.reading.model_copy(update={"event_similarity": NEVER_ALIKE}))
    uncapped = with_index(workspace, pressure=index.pressure.model_copy(update={"outlet_cap": 1.0}))
    yield "without telling copies", (workspace, rated_again(workspace, with_told(material, alone), cutoff))
    yield "without joining reports of one event", (apart, rated_again(apart, material, cutoff))
    for name, change in (("without assertion", all_affirmed), ("without geography", everywhere)):
        mentions = change(material.coded, workspace.config.assessed)
        changed = replace(material, coded=replace(material.coded, mentions=mentions))
        yield name, (workspace, rated_again(workspace, changed, cutoff))
    yield "without outlet cap", (uncapped, material)


def all_affirmed(coded: Coded, panel: Sequence[str]) -> pd.DataFrame:
    """Mentions as if nothing were ever denied, feared, past, doubted or figurative; what terms exclude stays out."""
    mentions = coded.mentions
    told = mentions["status"] != "excluded"
    return mentions.assign(
        status=mentions["status"].mask(told, "affirmed"),
        alpha=mentions["alpha"].mask(told, 1.0),
        counts=(mentions["counts"] | told) & mentions["region_id"].notna(),
    )


def everywhere(coded: Coded, panel: Sequence[str]) -> pd.DataFrame:
    """Mentions credited to every country of the panel that the article names, wherever in it, and to no place."""
    named = coded.focus.loc[coded.focus["region_id"].isin(panel), ["article_id", "region_id"]]
    once = coded.mentions.drop(columns="region_id").drop_duplicates(["article_id", "indicator_id", "field", "start"])
    spread = once.merge(named, on="article_id")
    return MENTIONS.shape(spread.assign(place_id=pd.NA, counts=spread["alpha"] > 0))


def compared(name: str, panels: Panels, without: Floats, rules: Backtest) -> dict[str, Any]:
    """Same-month correlations of the security pillar without a part, and of the full method less that."""
    out: dict[str, Any] = {"without": name}
    both = replace(panels, predictors={OURS: panels.predictors[OURS], name: without})
    for label, statistic, few in MEASURES:
        chosen = ranked(both, rules) if few else both
        full, less, outcome = chosen.predictors[OURS], chosen.predictors[name], chosen.outcome
        known = ~np.isnan(full) & ~np.isnan(less)
        full, less = np.where(known, full, np.nan), np.where(known, less, np.nan)
        rows = draw(rules, rules.block_months)(outcome.shape[1])
        out[label] = {
            "estimate": asdict(estimate(statistic, rows, less, outcome, share=rules.interval)),
            "full_less_this": asdict(difference(statistic, rows, full, less, outcome, share=rules.interval)),
        }
    return out


def shuffled(panels: Panels, rules: Backtest) -> list[dict[str, Any]]:
    """Same-month correlation of every country's outcomes with another country's scores, all rotations of the list."""
    out = []
    for label, statistic, few in MEASURES:
        chosen = ranked(panels, rules) if few else panels
        ours, outcome = chosen.predictors[OURS], chosen.outcome
        turned = [float(statistic(np.roll(ours, n, axis=0), outcome)) for n in range(1, len(ours))]
        known = [value for value in turned if value == value] or [float("nan")]
        out.append({
            "measure": label, "rotations": len(turned), "own": float(statistic(ours, outcome)),
            "mean": float(np.mean(known)), "highest": float(np.max(known)),
        })  # fmt: skip
    return out


def tournaments(past: Past, panel: Sequence[str], material: Material, rules: Backtest) -> list[dict[str, Any]]:
    """Mean security score of the panel in weeks of a tournament, against as many weeks before and as many after."""
    security, rows = past.of(OURS, panel), []
    for games in rules.tournaments:
        inside = [n for n, week in enumerate(past.weeks) if _played(week, games)]
        first, after, n = (inside[0], inside[-1] + 1, len(inside)) if inside else (0, 0, 0)
        if not inside or first < n or after + n > len(past.weeks):
            continue
        during = security[:, first:after]
        around = np.concatenate([security[:, first - n : first], security[:, after : after + n]], axis=1)
        now, usual = _mean(during), _mean(around)
        rows.append({
            "name": games.name, "weeks": n, "during": now, "around": usual, "more": now - usual,
            "set_aside": _set_aside(material, past.weeks[first].start, past.weeks[after - 1].cutoff),
        })  # fmt: skip
    return rows


def _played(week: Week, games: Tournament) -> bool:
    first, last = (date.fromisoformat(str(day)) for day in (games.first, games.last))
    return week.monday <= last and week.sunday >= first


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _set_aside(material: Material, start: datetime, end: datetime) -> int:
    """Mentions that were read as language of another domain, such as sport."""
    mentions = material.coded.mentions
    then = (mentions["published_at"] >= start) & (mentions["published_at"] < end)
    return int((then & (mentions["status"] == "domain")).sum())


def busiest(material: Material, weeks: Sequence[Week]) -> Week:
    """The week with the most articles, the first of several."""
    published = material.articles["published_at"]
    return max(weeks, key=lambda w: int(((published >= w.start) & (published < w.cutoff)).sum()))


def with_copies(workspace: Workspace, material: Material, week: Week, cutoff: datetime) -> Material:
    """The material with every article of a week five times more, by the same outlet at the same instant."""
    articles, coded = material.articles, material.coded
    chosen = articles[(articles["published_at"] >= week.start) & (articles["published_at"] < week.cutoff)]

    def more(table: pd.DataFrame) -> pd.DataFrame:
        own = table[table["article_id"].isin(chosen["article_id"])]
        again = [own.assign(article_id=own["article_id"] + f"+copy{n}") for n in range(1, COPIES + 1)]
        return pd.concat([table, *again], ignore_index=True)

    larger = replace(material, coded=Coded(more(coded.mentions), FOCUS.shape(more(coded.focus)), more(coded.claims)))
    told = with_origins(more(articles), workspace.config.index.reading)
    return rated_again(workspace, with_told(replace(larger, articles=told), told), cutoff)


def moved(past: Past, copied: Past, week: Week, most: float) -> dict[str, Any]:
    """The largest move of any score from the copied week on, and whether it stays within what is allowed."""
    start = past.weeks.index(week)
    before, after = past.score[start:], copied.score[start:]
    gap = np.abs(after - before)
    changed = int((np.isnan(before) != np.isnan(after)).sum())
    out: dict[str, Any] = {"week": str(week), "copies": COPIES, "allowed": most, "assessed_otherwise": changed}
    if np.isnan(gap).all():
        return out | {"largest": float("nan"), "where": "", "passed": changed == 0}
    at = np.unravel_index(int(np.nanargmax(gap)), gap.shape)
    where = f"{past.regions[at[1]]} {past.nodes[at[2]]} {past.weeks[start + int(at[0])]}"
    largest = float(gap[at])
    return out | {"largest": largest, "where": where if largest else "", "passed": not changed and largest <= most}
