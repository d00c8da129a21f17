"""Gold scenarios end to end: their articles and neutral filler through intake, copies, coding, events and scores."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from riskbrief.coding.resolve import Resolved
from riskbrief.definitions.outlets import Outlet
from riskbrief.definitions.scenarios import Scenario, ScenarioArticle, Scenarios
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.engine import Scored
from riskbrief.ingest.collect import collect_file
from riskbrief.periods import Week, end_of_day
from riskbrief.pipeline import stages

Article = dict[str, object]
NUMBERS_OF_A_COUNTRY = 10_000  # more than its filler needs, so that no number comes twice
LAST_HOUR = 156  # Sunday noon


@dataclass(frozen=True)
class Run:
    """What a workspace makes of the articles of a scenario."""

    workspace: Workspace
    week: Week
    material: stages.Material
    resolved: Resolved
    scored: Scored

    def at(self, day: date) -> Resolved:
        """What was known by the end of a day."""
        return self.material.resolver.at(end_of_day(day))

    def score(self, region: str, node: str) -> float:
        """Score of a node in the scenario's week; NaN when it is not assessed."""
        return float(self._rows(region, node)["score"].iloc[0])

    def level(self, region: str) -> float:
        """Risk level of a country, 1-5; NaN when it is not assessed."""
        return float(self._rows(region, "index")["risk_level"].iloc[0])

    def _rows(self, region: str, node: str) -> pd.DataFrame:
        scores = self.scored.scores
        return scores[(scores["region_id"] == region) & (scores["node"] == node) & (scores["week"] == str(self.week))]

    def beliefs(self, indicator: str, region: str = "") -> dict[tuple[str, str], float]:
        """(event, country) to the belief in it, 0-1, as the index weighed it for the indicator (method B.7).

        Events of one country if it is named, else of all that are scored; none for indicators that count no events.
        """
        framework, measured = self.scored.framework, self.scored.weeks[-1].measured
        facets, kappa = measured.facets, np.concatenate([felt.kappa for felt in measured.felt])
        return {
            (str(facets.event_id[row]), country): float(kappa[row])
            for row in np.flatnonzero(facets.indicator == framework.indicator_ids.index(indicator))
            if (country := framework.regions[facets.region[row]]) == region or not region
        }

    @cached_property
    def fired(self) -> dict[tuple[str, str], int]:
        """(indicator, country of the workspace) to the events (or, for attention, articles) that count for it."""
        types = {i.id: i.type for i in self.workspace.indicators}
        mentions = self.resolved.mentions
        known = mentions["region_id"].isin(set(self.workspace.config.regions))
        held: dict[tuple[str, str], set[str]] = {}
        for row in mentions[mentions["counts"] & (mentions["alpha"] > 0) & known].itertuples():
            unit = row.event_id if types[row.indicator_id] == "event" else row.article_id
            held.setdefault((row.indicator_id, row.region_id), set()).add(str(unit))
        return {key: len(units) for key, units in held.items()}


def run(workspace: Workspace, gold: Scenarios, articles: Iterable[Article], folder: Path) -> Run:
    """The articles as a file in `folder`, read, coded, resolved and scored for the scenarios' week."""
    path, week = folder / "articles.jsonl", gold.week
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
    taken = collect_file(path, languages=workspace.config.coded)
    workspace = stages.with_outlets(workspace, outlets(gold))
    material = stages.prepare(workspace, taken, cutoff=week.cutoff)
    panel = workspace.config.assessed
    scored, resolved = stages.score(workspace, material, last=week, weeks=1, panel=panel, keep=True)
    return Run(workspace, week, material, resolved, scored)


def outlets(gold: Scenarios) -> dict[str, Outlet]:
    """The invented outlets of the scenarios and those of the filler."""
    rated = {name: (o.rel, o.cls, o.owner) for name, o in gold.sources.items()}
    rated |= {_filler_outlet(n): (gold.filler.rel, "national_private", "") for n in range(gold.filler.outlets)}
    keys = ("reliability", "class", "owner")
    return {name: Outlet.model_validate(dict(zip(keys, told, strict=True))) for name, told in rated.items()}


def own_articles(scenario: Scenario) -> list[Article]:
    """The articles of a scenario, repeated where it says so."""
    again = scenario.repeat
    rows = []
    for article in scenario.articles:
        times = again.n if again and again.id == article.id else 1
        rows += [_row(article, f"{article.id}{f'-{i}' if i else ''}") for i in range(times)]
    return rows


def filler(gold: Scenarios, regions: Sequence[str], workspace: Workspace) -> list[Article]:
    """The neutral articles of each of the countries, spread from Monday to Sunday noon."""
    rows = []
    for place, region in enumerate(regions):
        name = workspace.config.regions[region].name
        numbers = count(100_000 + NUMBERS_OF_A_COUNTRY * place)
        for number in range(gold.filler.articles):
            text = gold.filler.text.replace("{country}", name.get("en", next(iter(name.values()))))
            rows.append(_filler_row(gold, region, number, _numbered(text, numbers)))
    return rows


def _numbered(text: str, numbers: Iterator[int]) -> str:
    return re.sub(re.escape("{number}"), lambda _: str(next(numbers)), text)


def _filler_row(gold: Scenarios, region: str, number: int, text: str) -> Article:
    hours = LAST_HOUR * number / max(gold.filler.articles - 1, 1)
    return {
        "article_id": f"filler-{region}-{number:03d}",
        "source_id": _filler_outlet(number % gold.filler.outlets),
        "language": "en",
        "published_at": (gold.week.start + timedelta(hours=hours)).isoformat(),
        "title": "",
        "text": text,
        "url": "",
        "retracts": "",
    }


def _filler_outlet(number: int) -> str:
    return f"filler_{number}"


def _row(article: ScenarioArticle, name: str) -> Article:
    return {
        "article_id": name,
        "source_id": article.src,
        "language": article.lang,
        "published_at": article.date,
        "title": article.title,
        "text": article.body,
        "url": "",
        "retracts": article.retracts,
    }
