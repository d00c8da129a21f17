"""Gold cases: short articles with everything a careful reader would code from them, and what the coder makes of them.

A case holds `text` (with `title`, `lang`, `date`) or `articles`; `fires` names every indicator that must count and its
countries, `may` what an honest reader could code either way, `status` what is spoken of without plainly counting,
`toll` the dead, wounded and kidnapped as [low, best, high] (high null = open) or a list of such, one for each event,
`events` the number of distinct events, `trap` what makes it hard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from riskbrief.coding.code import Coded, code_articles
from riskbrief.coding.figure_rows import gives_figure
from riskbrief.coding.resolve import Resolved, Resolver
from riskbrief.coding.sightings import Article, read_articles
from riskbrief.coding.tolls_fusion import article_toll
from riskbrief.definitions.reading import Reading
from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.origins import assign_origins
from riskbrief.pipeline.books import codebook
from riskbrief.pipeline.coded import second_reader
from riskbrief.pipeline.outlets import outlet_table
from riskbrief.tables import ARTICLES

GOLD = Path(__file__).parent / "gold"
CUTOFF = datetime(2026, 12, 28, tzinfo=UTC)
KINDS = ("killed", "wounded", "kidnapped")
Case = Mapping[str, Any]
Toll = tuple[float, float, float | None]


def load_cases(*names: str) -> list[dict[str, Any]]:
    """The cases of tests/gold/<name>.yaml, in order."""
    return [case for name in names for case in yaml.safe_load((GOLD / f"{name}.yaml").read_text(encoding="utf-8"))]


@dataclass(frozen=True)
class Outcome:
    """One case and what the coder made of it."""

    case: Case
    fired: frozenset[tuple[str, str]]  # for countries that are assessed or that the case names
    statuses: Mapping[str, frozenset[str]]  # indicator to the statuses of its mentions
    tolls: Mapping[str, tuple[Toll, ...]]  # by kind, one for each event that has one
    events: Mapping[tuple[str, str], int]
    details: tuple[str, ...] = field(default=())

    @property
    def language(self) -> str:
        return str(self.case.get("lang") or self.case["articles"][0]["lang"])

    @property
    def gold(self) -> frozenset[tuple[str, str]]:
        """(indicator, country) pairs that must count."""
        return frozenset((i, c) for i, countries in (self.case.get("fires") or {}).items() for c in countries)

    @property
    def optional(self) -> frozenset[str]:
        return frozenset(self.case.get("may") or ())

    @property
    def missed(self) -> frozenset[tuple[str, str]]:
        return self.gold - self.fired

    @property
    def wrong(self) -> frozenset[tuple[str, str]]:
        """Pairs that count and must not."""
        return frozenset(p for p in self.fired - self.gold if p[0] not in self.optional)


def run_cases(cases: list[dict[str, Any]], workspace: Workspace) -> list[Outcome]:
    """Each case resolved alone. All are coded in one go: a text is read the same in any company, and it is quicker."""
    book, index = codebook(workspace), workspace.config.index
    tables = [_articles(case, index.reading) for case in cases]
    every = pd.concat(tables, ignore_index=True)
    assert (every["published_at"] < CUTOFF).all(), "a case later than the cut-off would not be read"
    second, share = second_reader(workspace), index.coverage.about_share
    coded = code_articles(every, book, reading=index.reading, about_share=share, second=second)
    sources, as_of = sorted(set(every["source_id"])), (CUTOFF - timedelta(days=1)).date()
    outlets, _ = outlet_table(sources, workspace.config.outlets, belief=index.belief, as_of=as_of)
    resolver = partial(
        Resolver,
        outlets=outlets,
        indicators=workspace.indicators,
        reading=index.reading,
        belief=index.belief,
        tongues=book.tongues,
    )
    parts = zip(cases, tables, _parts(coded, tables), strict=True)
    panel = frozenset(workspace.config.assessed)
    return [
        _outcome(case, resolver(part, articles).at(CUTOFF), panel | named(case), read_articles(articles, book.tongues))
        for case, articles, part in parts
    ]


def named(case: Case) -> frozenset[str]:
    """The countries that a case says something must count for."""
    return frozenset(c for countries in (case.get("fires") or {}).values() for c in countries)


def _articles(case: Case, reading: Reading) -> pd.DataFrame:
    """The articles of a case with their origins; one alone is its own."""
    articles = ARTICLES.build(list(_rows(case)))
    if len(articles) == 1:
        return articles
    return assign_origins(
        articles,
        containment=reading.copy_containment,
        short_containment=reading.short_copy_containment,
        short_tokens=reading.short_tokens,
        days=reading.copy_days,
    )


def _parts(coded: Coded, tables: Iterable[pd.DataFrame]) -> Iterator[Coded]:
    """What was coded of each group of articles."""
    every = (coded.mentions, coded.focus, coded.claims)
    rows = [table.groupby("article_id", observed=True).indices for table in every]
    for articles in tables:
        ids = list(articles["article_id"])
        picked = ([n for i in ids for n in at.get(i, ())] for at in rows)
        yield Coded(*(table.take(at).reset_index(drop=True) for table, at in zip(every, picked, strict=True)))


def _outcome(case: Case, resolved: Resolved, panel: frozenset[str], read: Mapping[str, Article]) -> Outcome:
    mentions = resolved.mentions
    counting = mentions[mentions["counts"] & mentions["region_id"].isin(panel)]
    fired = frozenset(zip(counting["indicator_id"], counting["region_id"], strict=True))
    statuses = {str(k): frozenset(g["status"]) for k, g in mentions.groupby("indicator_id")}
    lines = tuple(f"{r.indicator_id}@{r.region_id} {r.status} {r.term!r} {r.reason}" for r in mentions.itertuples())
    return Outcome(case, fired, statuses, _tolls(resolved, panel, read), _events(counting), lines)


def _events(counting: pd.DataFrame) -> dict[tuple[str, str], int]:
    groups = counting.groupby(["indicator_id", "region_id"])["event_id"].nunique()
    return {(str(i), str(c)): int(n) for (i, c), n in groups.items()}


def _tolls(resolved: Resolved, panel: frozenset[str], read: Mapping[str, Article]) -> dict[str, tuple[Toll, ...]]:
    """Tolls as fused, one for each event: of wounded and kidnapped the events keep the best figure, their claims the
    bounds."""
    every = resolved.events[resolved.events["region_id"].isin(panel)]
    deaths = every[every["toll_best"].notna()]
    found = {"killed": tuple(_toll(*t) for t in deaths[["toll_low", "toll_best", "toll_high"]].to_numpy())}
    for kind in KINDS[1:]:
        events = every[every[f"{kind}_best"].notna()]
        found[kind] = tuple(
            _bounds(resolved, e, kind, best, read) for e, best in events[["event_id", f"{kind}_best"]].to_numpy()
        )
    return found


def _bounds(resolved: Resolved, event_id: str, kind: str, best: float, read: Mapping[str, Article]) -> Toll:
    claims = resolved.claims
    own = claims[(claims["event_id"] == event_id) & (claims["kind"] == kind)]
    tolls = []
    for name, rows in own.groupby("article_id"):
        told = list(rows.itertuples())
        tolls.append(article_toll(told, [r for r in told if gives_figure(r, read[str(name)])]))
    return min(t.low for t in tolls if t), best, max(t.most for t in tolls if t)


def _toll(low: float, best: float, high: float) -> Toll:
    return (low, best, None if pd.isna(high) else high)


def _rows(case: Case) -> Iterator[dict[str, object]]:
    for number, article in enumerate(case.get("articles") or [case], 1):
        at = pd.Timestamp(article.get("date") or case["date"], tz="UTC") + pd.Timedelta(hours=12)
        name, title, text = f"{case['id']}-{number}", article.get("title") or "", article["text"]
        yield {
            "article_id": name,
            "source_id": article.get("source", "outlet"),
            "published_at": at,
            "known_at": at,
            "ingest_seq": number,
            "language": article["lang"],
            "title": title,
            "text": text,
            "url": "",
            "retracts": "",
            "flags": "synthetic",
            "content_sha256": sha256(f"{title}\n{text}".encode()).hexdigest(),
            "origin_id": name,
        }
