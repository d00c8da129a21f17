"""Years of scores as they would have been told week by week, and what a bare keyword count would have told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from riskbrief.coding.resolve import Resolver
from riskbrief.coding.terms import parse_term
from riskbrief.definitions.config import CoverageClass
from riskbrief.definitions.workspace import Workspace
from riskbrief.folding import canonical
from riskbrief.index.again import observations
from riskbrief.index.draws import Draws
from riskbrief.index.framework import Framework
from riskbrief.index.measure import Measured, read, weigh
from riskbrief.index.rescore import Rescored, rescore
from riskbrief.periods import Week
from riskbrief.pipeline import stages
from riskbrief.pipeline.stages import Material
from riskbrief.pipeline.worlds import framework_of, with_index
from riskbrief.skill.scores import Floats


@dataclass(frozen=True)
class Past:
    """Scores [week, region, node] of consecutive weeks; nodes are index, pillars, indicators."""

    weeks: tuple[Week, ...]
    regions: tuple[str, ...]
    nodes: tuple[str, ...]
    score: Floats

    def of(self, node: str, regions: Sequence[str]) -> Floats:
        """Scores of a node: [region, week]."""
        rows = [self.regions.index(region) for region in regions]
        return np.asarray(self.score[:, rows, self.nodes.index(node)].T)


def coverage_off(workspace: Workspace) -> Workspace:
    """The workspace with a definition under which every country-week counts as thin, whatever was written about it."""
    anything = CoverageClass(articles=0, sources=0)
    coverage = workspace.config.index.coverage.model_copy(update={"thin": anything})
    return with_index(workspace, coverage=coverage)


def past_scores(
    workspace: Workspace, material: Material, calendar: Sequence[Week], panel: Sequence[str], tick: Callable[[], None]
) -> Past:
    """Point scores of every week of the calendar, each from what was known at its end, as `stages.score` gives them.

    Weeks are read one after the other and only what later weeks need of them is kept, so that decades fit in memory.
    """
    framework = framework_of(workspace, material, panel)
    rescored = _rescored(material.articles, material.resolver, calendar, framework, tick)
    nodes = ("index", *framework.pillars, *framework.indicator_ids)
    return Past(tuple(calendar), framework.regions, nodes, rescored.score)


def _rescored(
    articles: pd.DataFrame, resolver: Resolver, calendar: Sequence[Week], framework: Framework, tick: Callable[[], None]
) -> Rescored:
    draws = Draws(framework, "", 0)
    weeks: list[Measured] = []
    for week in calendar:
        view = stages.week_view(week, articles, resolver.at(week.cutoff))
        weeks.append(_light(weigh(read(view, framework), weeks, framework=framework, draws=draws, drawn=False)))
        tick()
    return rescore(observations(weeks, framework), framework)


def _light(week: Measured) -> Measured:
    """The week without its hits by outlet, which nothing later asks for."""
    return replace(week, reporting=replace(week.reporting, hits=np.zeros((0, 0, 0))))


def weeks_of(months: Sequence[str]) -> list[Week]:
    """The weeks that end in one of consecutive months, so that a month knows nothing of the next.

    >>> [str(w) for w in weeks_of(["2021-02"])]
    ['2021-W05', '2021-W06', '2021-W07', '2021-W08']
    """
    first = Week.of(date.fromisoformat(f"{months[0]}-01"))
    year, month = divmod(int(months[-1][:4]) * 12 + int(months[-1][5:]), 12)
    end = date(year, month + 1, 1) - timedelta(days=1)
    last = Week.of(end) if Week.of(end).sunday <= end else Week.of(end).shift(-1)
    return [first.shift(n) for n in range(last - first + 1)]


def monthly(values: Floats, weeks: Sequence[Week], months: Sequence[str]) -> Floats:
    """Mean of the assessed weeks that end in each month: [region, month] from [region, week]; NaN without any."""
    month = np.array([f"{w.sunday:%Y-%m}" for w in weeks])
    out = np.full((len(values), len(months)), np.nan)
    for n, name in enumerate(months):
        own = values[:, month == name]
        known = ~np.isnan(own)
        total = np.nansum(own, axis=1)
        out[:, n] = np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)
    return out


def keyword_pattern(words: Sequence[str]) -> re.Pattern[bytes]:
    """What finds any of the keywords in a canonical text; `word*` may go on with further letters.

    >>> pattern = keyword_pattern(["Car bomb", "tué", "mine*"])
    >>> [bool(pattern.search(canonical(text).data)) for text in ("A car-bomb.", "Miners", "Car. Bomb", "cars bomb")]
    [True, True, False, False]
    """
    terms = [term for word in words for term in parse_term(word)]
    said = {"#": "[0-9]+", "*": "[a-zA-Z0-9]*"}
    rows = [" ".join("".join(said.get(c, c) for c in element) for element in term.elements) for term in terms]
    return re.compile(rf"(?<![a-zA-Z0-9])(?:{'|'.join(rows) or '(?!)'})(?![a-zA-Z0-9])".encode())


def keyword_counts(
    material: Material, keywords: Mapping[str, Sequence[str]], regions: Sequence[str], months: Sequence[str]
) -> Floats:
    """Articles [region, month] that name the country and hold a keyword of their language, copies and all.

    A keyword is one word or several in a row, whole, with no regard to case and accents; punctuation ends a row.
    """
    articles = material.articles
    wanted = {language: keyword_pattern(words) for language, words in keywords.items() if words}
    held = [
        language in wanted and wanted[language].search(canonical(f"{title}\n\n{text}").data) is not None
        for title, text, language in zip(articles["title"], articles["text"], articles["language"], strict=True)
    ]
    chosen = articles.loc[held, ["article_id", "published_at"]]
    named = material.coded.focus[["article_id", "region_id"]].drop_duplicates().merge(chosen, on="article_id")
    month = named["published_at"].dt.strftime("%Y-%m")
    table: Any = pd.crosstab(named["region_id"].astype(object), month.astype(object))
    return np.asarray(table.reindex(index=list(regions), columns=list(months), fill_value=0), dtype=float)
