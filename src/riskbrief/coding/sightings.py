"""What one article says of one event: its mentions of a family of indicators at one place on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import pandas as pd

from riskbrief.coding.act_objects import object_of, objects
from riskbrief.coding.claims import claimant
from riskbrief.coding.dates import DAY_REACH, spoken_day
from riskbrief.coding.said import Said
from riskbrief.coding.sentences import Span, split_sentences
from riskbrief.coding.sighting_rows import Rows, deaths_told, scenes
from riskbrief.coding.tongue import NO_TONGUE, Tongue, tongue_of
from riskbrief.definitions.indicators import Indicator
from riskbrief.folding import tokens

DOUBTS = frozenset({"denied", "negated"})
TITLE_CHARACTERS = 110
ASKED = (
    "article_id", "indicator_id", "region_id", "place_id", "status", "field", "start", "alpha", "severity_base",
    "capital", "event_date", "term",
)  # fmt: skip
NOTHING_SAID: Mapping[str, Sequence[Said]] = {}


@dataclass(frozen=True)
class Article:
    """What resolving an article needs. `seen` is the first instant it can be used: published and known; `said`: its
    sentences that say something. Of an article with a title the text is read only for others."""

    article_id: str
    origin_id: str
    source_id: str
    published: datetime
    seen: datetime
    language: str
    title: str
    text: str
    tongue: Tongue = field(default=NO_TONGUE, repr=False, compare=False)
    said: Sequence[Said] = field(default=(), repr=False, compare=False)

    @cached_property
    def spans(self) -> list[Span]:
        """The sentences of the text."""
        return split_sentences(self.text, self.tongue.stops)

    def sentence(self, field_name: str, start: int) -> Said:
        """The sentence at an offset of the title or text."""
        known = next((one for one in self.said if one.holds(field_name, start)), None)
        return known or self._read(field_name, start)

    def _read(self, field_name: str, start: int) -> Said:
        title = field_name == "title"
        every = [Span(0, len(self.title))] if title else [s for s in self.spans if s.start <= start]
        span = every[-1] if every and start < every[-1].end else Span(0, 0)
        words = self.title if title else self.text[span.start : span.end]
        earlier = (self.text[s.start : s.end] for s in every[-2 : -2 - DAY_REACH : -1])
        dated = spoken_day(words, earlier, self.tongue, self.published.date()) is not None
        return Said(*span, title, dated, bool(claimant(words, self.tongue.text)), words)

    @property
    def headline(self) -> str:
        """The title, or the first sentence cut at a word when there is none."""
        if self.title.strip():
            return self.title.strip()
        spans = split_sentences(self.text[:2000], self.tongue.stops)
        first = " ".join(self.text[spans[0].start : spans[0].end].split()) if spans else ""
        if len(first) <= TITLE_CHARACTERS:
            return first
        return first[:TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:") + "…"


@dataclass(frozen=True)
class Facet:
    """One mention of one indicator, by its row in the mentions table; `narrator`: negated by the article itself,
    not by somebody it quotes."""

    row: int
    indicator_id: str
    status: str
    alpha: float
    severity_base: float
    capital: bool
    narrator: bool = False


@dataclass(frozen=True)
class Sighting:
    """An article's report of an event, or (`doubts`) its denial. `day`: an ordinal, the publication's when not `dated`;
    `place_id` '' = unlocated; `scene` counts those the article tells apart; `done_to`: what national acts befall."""

    number: int
    article: Article
    family: str
    region_id: str
    place_id: str
    day: int
    doubts: bool
    facets: tuple[Facet, ...]
    words: frozenset[str] = field(default=frozenset(), compare=False)
    dated: bool = True
    scene: int = 0
    done_to: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[datetime, str, int]:
        """Order of publication."""
        return (self.article.published, self.article.article_id, self.number)


def read_articles(
    articles: pd.DataFrame, tongues: Mapping[str, Tongue], said: Mapping[str, Sequence[Said]] = NOTHING_SAID
) -> dict[str, Article]:
    """The articles by id, each with its language and the sentences known of it."""
    columns = ["article_id", "origin_id", "source_id", "published_at", "known_at", "language", "title", "text"]
    rows = zip(*(articles[c].tolist() for c in columns), strict=True)
    return {r[0]: _article(r, tongue_of(tongues, r[5]), said.get(r[0], ())) for r in rows}


def _article(row: Sequence[Any], tongue: Tongue, said: Sequence[Said]) -> Article:
    name, origin, source, published, known, language, title, text = row
    return Article(name, origin, source, published, max(published, known), language, title, text, tongue, said)


def sightings(
    mentions: pd.DataFrame, claims: pd.DataFrame, articles: Mapping[str, Article], indicators: Mapping[str, Indicator]
) -> list[Sighting]:
    """All sightings in the order of the mentions table; only event indicators with a known region make one.

    A mention without a place takes the place, one without a day the day, that its article gives for the same family
    and region: a headline speaks of the event of its text.
    """
    found: list[Sighting] = []
    deaths = deaths_told(claims)
    for article_id, rows in _event_rows(mentions, indicators):
        article = articles[article_id]
        words = frozenset(t.text for t in tokens(article.headline))
        groups = _grouped(rows, indicators)
        deadly = {key[:2] for key, group in groups.items() if _deadly(group, indicators)}
        told = {
            k: Rows.of(g, article, deaths.get(article_id, ()) if k[:2] in deadly else None) for k, g in groups.items()
        }
        numbers = {two: scenes((r for k, r in told.items() if k[:2] == two), article) for two in deadly}
        for (family, region, doubts), some in told.items():
            named = {} if (family, region) in deadly else _objects(some, article)
            for (place, day, dated, scene), facets in _facets(some, numbers.get((family, region), {}), article).items():
                done_to = objects(named.get(f.row, frozenset()) for f in facets)
                of = (article, family, region, place, day, doubts, tuple(facets), words, dated, scene, done_to)
                found.append(Sighting(len(found), *of))
    return found


def _deadly(group: Sequence[Any], indicators: Mapping[str, Indicator]) -> bool:
    return any(indicators[row.indicator_id].severity.fatalities for row in group)


def _objects(rows: Rows, article: Article) -> dict[int, frozenset[str] | None]:
    scenes = article.tongue.scenes
    return {r.Index: object_of(r, said, scenes) for (_, r), said in zip(rows.placed, rows.said, strict=True)}


def _facets(rows: Rows, scene: Mapping[int, int], article: Article) -> dict[tuple[str, int, bool, int], list[Facet]]:
    """Facets by place, day, whether the article names it, and scene."""
    out: dict[tuple[str, int, bool, int], list[Facet]] = defaultdict(list)
    for (place, row), (day, named) in zip(rows.placed, rows.days(article), strict=True):
        out[place, day, named, scene.get(row.Index, 0)].append(_facet(row, article))
    return out


def _event_rows(mentions: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, list[Any]]]:
    """Mentions that report or doubt an event, by article, the title first."""
    events = [i for i, d in indicators.items() if d.type == "event"]
    reports = mentions["counts"] & (mentions["alpha"] > 0)
    wanted = mentions["indicator_id"].isin(events) & mentions["region_id"].notna()
    chosen = mentions.loc[wanted & (reports | mentions["status"].isin(DOUBTS)), [*ASKED]]
    chosen = chosen.astype({name: object for name in ASKED if chosen[name].dtype == "string"})  # quicker row by row
    by_article: dict[str, list[Any]] = defaultdict(list)
    for row in chosen.itertuples():
        by_article[row.article_id].append(row)
    for article_id, rows in by_article.items():
        yield article_id, sorted(rows, key=lambda r: (r.field != "title", r.start, r.Index))


def _grouped(rows: Sequence[Any], indicators: Mapping[str, Indicator]) -> dict[tuple[str, str, bool], list[Any]]:
    groups: dict[tuple[str, str, bool], list[Any]] = defaultdict(list)
    for row in rows:
        family = indicators[row.indicator_id].event_family
        groups[family, row.region_id, row.status in DOUBTS].append(row)
    return groups


def _facet(row: Any, article: Article) -> Facet:
    narrator = row.status == "negated" and not article.sentence(row.field, row.start).quoted
    return Facet(row.Index, row.indicator_id, row.status, row.alpha, row.severity_base, bool(row.capital), narrator)


def without_idle(anchors: list[tuple[str, int, int, int]], article: Article) -> list[tuple[str, int, int, int]]:
    """The anchors but for those that do not count in a sentence where another counts ("... before they could burn the
    granaries"): what the next sentence numbers is of the event that happened."""
    if all(a[3] >= 0 for a in anchors):
        return anchors
    sentence = [(a[0], article.sentence(a[0], a[1]).words) for a in anchors]
    told = {s for s, a in zip(sentence, anchors, strict=True) if a[3] >= 0}
    return [a for s, a in zip(sentence, anchors, strict=True) if a[3] >= 0 or s not in told]
