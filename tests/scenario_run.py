"""Runs a gold scenario end to end: its articles and neutral filler, through ingest, origins, coding, events, scores."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from riskbrief.coding.resolve import Resolved
from riskbrief.definitions.outlets import Outlet
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.engine import Scored
from riskbrief.ingest.collect import collect_file
from riskbrief.periods import Week, end_of_day
from riskbrief.pipeline import stages

GOLD = yaml.safe_load((Path(__file__).parent / "gold" / "scenarios.yaml").read_text(encoding="utf-8"))
SCENARIOS: dict[str, dict[str, Any]] = {s["id"]: s for s in GOLD["scenarios"]}
WEEK = Week.of(GOLD["as_of"])
FILLER_OUTLETS, FILLERS = 8, 40
WITHOUT_FILLER = {"X14"}
FILLER = (
    "Weavers from hall {0} in {country} showed cloth {1} beside stall {2} on day {3}, and visitor {4} praised "
    "pattern {5}. A choir, number {6}, sang song {7} near gate {8} while cook {9} served dish {10} to guest {11}."
)


@dataclass(frozen=True)
class Run:
    """What the project makes of a scenario."""

    workspace: Workspace
    material: stages.Material
    resolved: Resolved
    scored: Scored

    def at(self, day: date) -> Resolved:
        """What was known by the end of a day."""
        return self.material.resolver.at(end_of_day(day))

    def score(self, region: str, node: str) -> float:
        """Score of a node in the scenario's week; NaN when it is not assessed."""
        rows = self._rows(region, "index" if node == "composite" else node)
        return float(rows["score"].iloc[0])

    def level(self, region: str) -> float:
        """Risk level of a country, 1-5."""
        return float(self._rows(region, "index")["risk_level"].iloc[0])

    def _rows(self, region: str, node: str) -> pd.DataFrame:
        scores = self.scored.scores
        return scores[(scores["region_id"] == region) & (scores["node"] == node) & (scores["week"] == str(WEEK))]

    @cached_property
    def types(self) -> dict[str, str]:
        """Type of each indicator."""
        return {i.id: i.type for i in self.workspace.indicators}

    @cached_property
    def fired(self) -> dict[tuple[str, str], int]:
        """(indicator, country of the panel) to the events (or, for attention, articles) that count for it."""
        regions = set(self.workspace.config.regions)
        mentions = self.resolved.mentions
        counting = mentions[mentions["counts"] & (mentions["alpha"] > 0) & mentions["region_id"].isin(regions)]
        held: dict[tuple[str, str], set[str]] = {}
        for row in counting.itertuples():
            unit = row.event_id if self.types[row.indicator_id] == "event" else row.article_id
            held.setdefault((row.indicator_id, row.region_id), set()).add(str(unit))
        return {key: len(units) for key, units in held.items()}


def run(workspace: Workspace, articles: list[dict[str, object]], folder: Path) -> Run:
    """The articles as a file, read, coded, resolved and scored as of the scenario's Sunday."""
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
    taken = collect_file(path, languages=tuple(workspace.config.languages))
    workspace = stages.with_outlets(workspace, outlets())
    material = stages.prepare(workspace, taken, cutoff=WEEK.cutoff)
    panel = sorted({r for p in workspace.config.panels.values() for r in p.regions})
    scored, resolved = stages.score(workspace, material, last=WEEK, weeks=1, panel=panel)
    return Run(workspace, material, resolved, scored)


def outlets() -> dict[str, Outlet]:
    """The scenarios' invented outlets and eight C-rated ones for the filler."""
    rated = {name: (o["rel"], o["cls"]) for name, o in GOLD["sources"].items()}
    rated |= {f"filler_{i}": ("C", "national_private") for i in range(FILLER_OUTLETS)}
    shared = {"reason": "invented", "rater": "tests", "review_by": "2030-01-01"}
    return {n: Outlet.model_validate({"reliability": r, "class": c, **shared}) for n, (r, c) in rated.items()}


def scenario_articles(
    scenario: Mapping[str, Any], workspace: Workspace, *, only_filler: bool = False
) -> list[dict[str, object]]:
    """The articles of a scenario (repeated where it says so) and the filler of every country it is about."""
    rows: list[dict[str, object]] = []
    repeat = scenario.get("repeat", {})
    for article in scenario["articles"]:
        count = repeat["n"] if repeat.get("id") == article["id"] else 1
        rows += [_row(article, f"{article['id']}{f'-{i}' if i else ''}") for i in range(count)]
    rows = [] if only_filler else rows
    if scenario["id"] not in WITHOUT_FILLER:
        for index, region in enumerate(regions_of(scenario)):
            rows += _filler(region, workspace.config.regions[region].name["en"], first=100_000 + 10_000 * index)
    return rows


def regions_of(scenario: Mapping[str, Any]) -> list[str]:
    """Countries the expectations name, Mali in any case."""
    expect = scenario["expect"]
    named = {region for countries in expect.get("fires", {}).values() for region in countries}
    texts = [*map(str, expect.get("not", [])), *expect.get("direction", {})]
    named |= {t.split("@")[1] for t in texts if "@" in t}
    return sorted(named | {"MLI"})


def _row(article: Mapping[str, Any], name: str) -> dict[str, object]:
    return {
        "article_id": name,
        "source_id": article["src"],
        "language": article["lang"],
        "published_at": str(article["date"]),
        "title": article["title"],
        "text": article["body"],
        "url": "",
        "retracts": article.get("retracts", ""),
    }


def _filler(region: str, country: str, *, first: int) -> list[dict[str, object]]:
    monday = datetime.combine(WEEK.monday, datetime.min.time(), UTC)
    rows = []
    for number in range(FILLERS):
        words = [str(first + number * 37 + k * 5) for k in range(12)]
        rows.append({
            "article_id": f"filler-{region}-{number:02d}", "source_id": f"filler_{number % FILLER_OUTLETS}",
            "language": "en", "published_at": (monday + timedelta(hours=4 * number)).isoformat(), "title": "",
            "text": FILLER.format(*words, country=country), "url": "", "retracts": "",
        })  # fmt: skip
    return rows
