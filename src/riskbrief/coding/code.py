"""Articles to mentions, focus and claims: a pure function of a batch of articles and a codebook (method B.2-B.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

import pandas as pd

from riskbrief.coding.article import Article, ArticleReader
from riskbrief.coding.casualties import Claim, attach_tolls
from riskbrief.coding.codebook import Codebook
from riskbrief.coding.mentions import Mention, alpha, find_mentions
from riskbrief.coding.places import article_focus, article_places
from riskbrief.coding.responsibility import Responsibility, responsibilities
from riskbrief.coding.said import joined, sentence_table, sentences_of
from riskbrief.coding.second import Second
from riskbrief.coding.splitting import LEAD_SENTENCES, Splitting
from riskbrief.collecting import uncollected
from riskbrief.definitions.reading import Reading
from riskbrief.tables import CLAIMS, FOCUS, MENTIONS

ABOUT_SHARE = 0.25
BATCH = 256  # articles
NO_COUNTRY = "no country of the article is known"
_MISSING = float("nan")
Row = dict[str, object]


@dataclass(frozen=True)
class Coded:
    """What articles say, before events are told apart: tables `mentions`, `focus` and `claims`; `sentences` in which
    mentions and claims stand (`said.sentence_table`), which are read from the texts again where they are not given."""

    mentions: pd.DataFrame
    focus: pd.DataFrame
    claims: pd.DataFrame
    sentences: pd.DataFrame | None = None

    @classmethod
    def concatenate(cls, parts: Sequence[Coded]) -> Coded:
        """The parts as one, sorted; an empty list gives empty tables."""
        return cls(
            MENTIONS.shape(pd.concat([MENTIONS.empty(), *(p.mentions for p in parts if len(p.mentions))])),
            FOCUS.shape(pd.concat([FOCUS.empty(), *(p.focus for p in parts if len(p.focus))])),
            CLAIMS.shape(pd.concat([CLAIMS.empty(), *(p.claims for p in parts if len(p.claims))])),
            joined([p.sentences for p in parts if p.sentences is not None]),
        )


@dataclass(frozen=True)
class _Rows:
    mentions: list[Row] = field(default_factory=list)
    focus: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    sentences: list[Row] = field(default_factory=list)


@uncollected()
def code_articles(
    articles: pd.DataFrame,
    book: Codebook,
    *,
    reading: Reading,
    about_share: float = ABOUT_SHARE,
    second: Second | None = None,
) -> Coded:
    """Code a batch of articles (table `articles`); the result does not depend on their order.

    `about_share`: share of place weight from which an article counts as one about a country; `second`: the second
    reader, if it reads too.
    """
    rows = _Rows()
    for batch in _batches(_each(articles)):
        readers = list(_read(batch, book, about_share, rows))
        if second:
            second.read([reader for reader, _ in readers])
        for reader, focus in readers:
            _code(reader, focus, book, reading, rows)
    tables = (MENTIONS.build(rows.mentions), FOCUS.build(rows.focus), CLAIMS.build(rows.claims))
    return Coded(*tables, sentence_table(rows.sentences))


def _each(articles: pd.DataFrame) -> Iterator[Article]:
    columns = [articles[name].tolist() for name in Article._fields]
    for values in zip(*columns, strict=True):
        yield Article(*values)


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    """The second reader is quick with many sentences at a time."""
    while batch := list(islice(articles, BATCH)):
        yield batch


def _read(
    batch: Sequence[Article], book: Codebook, about_share: float, rows: _Rows
) -> Iterator[tuple[ArticleReader, dict[str, float]]]:
    """Readers of the articles in a language that is coded, with the countries they are about; those that concern none
    of the countries are left out, and are about none."""
    for article in batch:
        if book.concern and not book.concern.may(article.title, article.text):
            continue
        places = article_places(article.title, article.text, book.gazetteer)
        splitting = Splitting(article.text, book.tongue(article.language).stops)
        focus = article_focus(*places, splitting.lead_end if places[1] else 0)
        rows.focus.extend(_focus_rows(article, focus, about_share))
        if article.language in book.languages:
            yield ArticleReader(article, book.languages[article.language], places, splitting), focus


def _code(reader: ArticleReader, focus: dict[str, float], book: Codebook, reading: Reading, rows: _Rows) -> None:
    if not (mentions := find_mentions(reader, book, focus=focus)):
        return
    article = reader.article
    mentions, claims = attach_tolls(mentions, reader, book)
    rows.mentions.extend(_mention_row(m, article, reading) for m in mentions)
    laid = list(responsibilities(mentions, reader))
    rows.claims.extend(_claim_row(c, article) for c in claims)
    rows.claims.extend(_responsibility_row(r, article) for r in laid)
    numbers = {m.number for m in mentions} | {c.number for c in claims} | {r.number for r in laid}
    rows.sentences.extend(sentences_of(reader, numbers))


def _focus_rows(article: Article, focus: dict[str, float], about_share: float) -> Iterator[Row]:
    for region, share in sorted(focus.items()):
        yield {"article_id": article.article_id, "region_id": region, "share": share, "about": share >= about_share}


def _source(article: Article) -> Row:
    return {
        "article_id": article.article_id,
        "origin_id": article.origin_id,
        "source_id": article.source_id,
        "published_at": article.published_at,
    }


def zone(number: int) -> Literal["title", "lead", "rest"]:
    """Where sentence `number` of an article stands (B.2): title, the first two sentences, the rest."""
    return "title" if number == 0 else "lead" if number <= LEAD_SENTENCES else "rest"


def _mention_row(mention: Mention, article: Article, reading: Reading) -> Row:
    weight = alpha(mention, reading)
    raw = article.text if mention.number else article.title
    toll = mention.toll
    return _source(article) | {
        "event_id": None,
        "indicator_id": mention.indicator.id,
        "region_id": mention.where.region_id,
        "place_id": mention.where.place_id,
        "status": mention.verdict.status,
        "reason": mention.verdict.reason or (NO_COUNTRY if weight and mention.where.region_id is None else ""),
        "counts": weight > 0 and mention.where.region_id is not None,
        "field": mention.field,
        "start": mention.start,
        "end": mention.end,
        "quote": raw[mention.start : mention.end],
        "sentence": mention.number,
        "zone_weight": reading.zones[zone(mention.number)],
        "alpha": weight,
        "event_date": pd.Timestamp(mention.day),
        "capital": mention.where.capital,
        "severity_base": mention.severity,
        "term": mention.hit.term,
        "toll_low": toll.low if toll else _MISSING,
        "toll_best": toll.best if toll else _MISSING,
        "toll_high": toll.high if toll and toll.high is not None else _MISSING,
    }


def _claim_row(claim: Claim, article: Article) -> Row:
    toll = claim.toll
    figures = {"low": toll.low, "best": toll.best, "high": _MISSING if toll.high is None else toll.high}
    told = {"kind": toll.kind, "victims": toll.victims, "precision": toll.precision, "claimant": claim.claimant}
    return _source(article) | figures | told | _quoted(article, claim.number, toll.start, toll.end)


def _responsibility_row(one: Responsibility, article: Article) -> Row:
    laid = one.laid
    told = {"kind": laid.kind, "group": laid.group, "claimant": laid.claimant, "victims": "", "precision": ""}
    figures = dict.fromkeys(("low", "best", "high"), _MISSING)
    return _source(article) | figures | told | _quoted(article, one.number, laid.start, laid.end)


def _quoted(article: Article, number: int, start: int, end: int) -> Row:
    """Where a claim stands, before anything is known of its event."""
    raw, field_name = (article.text, "text") if number else (article.title, "title")
    known = {"event_id": None, "retracted": False}
    return known | {"field": field_name, "start": start, "end": end, "quote": raw[start:end]}
