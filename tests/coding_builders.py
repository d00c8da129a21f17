"""Builders for tests of coding: the shipped codebook, small codebooks, articles, and their mentions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from riskbrief.coding.article import Article, ArticleReader
from riskbrief.coding.assertion import RULES, Rule, judge
from riskbrief.coding.code import Coded, code_articles
from riskbrief.coding.codebook import Codebook, compile_codebook
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline.books import codebook
from riskbrief.tables import ARTICLES

FRIDAY = "2024-03-08"


@lru_cache(maxsize=1)
def shipped() -> Workspace:
    """The repository's own workspace."""
    return load_workspace(Path(__file__).parents[1])


@lru_cache(maxsize=1)
def shipped_book() -> Codebook:
    """The shipped indicators, compiled as the pipeline compiles them."""
    return codebook(shipped())


def small_book(terms: dict[str, object], *, language: str = "en", **settings: object) -> Codebook:
    """A codebook of one indicator `probe` with the shipped cues."""
    probe = {"id": "probe", "name": {"en": "Probe"}, "question": {"en": "Probe?"}, "type": "event", "weight": 1.0}
    indicator = Indicator.model_validate(probe | {"terms": {language: terms}} | settings)
    return compile_codebook([indicator], shipped().cues, load_gazetteer(), words=shipped().words)


def row(
    text: str, *, title: str = "", language: str = "en", day: str = FRIDAY, name: str = "a1", retracts: str = ""
) -> dict[str, object]:
    """One row of the articles table."""
    moment = pd.Timestamp(day, tz="UTC")
    return {
        "article_id": name, "source_id": "herald", "published_at": moment, "known_at": moment, "ingest_seq": 1,
        "language": language, "title": title, "text": text, "url": "", "retracts": retracts, "flags": "",
        "content_sha256": "", "origin_id": name,
    }  # fmt: skip


def code(*rows: dict[str, object], book: Codebook | None = None) -> Coded:
    """The rows coded as one batch."""
    return code_articles(ARTICLES.build(list(rows)), book or shipped_book(), reading=shipped().config.index.reading)


def mentions(text: str, *, book: Codebook | None = None, **options: str) -> pd.DataFrame:
    """Mentions of one article."""
    return code(row(text, **options), book=book).mentions  # type: ignore[arg-type]


def statuses(text: str, indicator: str, **options: str) -> list[str]:
    """Statuses of an indicator's mentions in one article, in reading order."""
    found = mentions(text, **options)  # type: ignore[arg-type]
    return found[found["indicator_id"] == indicator]["status"].tolist()


def judged(
    text: str, indicator: str, *, without: Rule | None = None, language: str = "en", title: str = "", retracts: str = ""
) -> list[str]:
    """Statuses of the hits in the text's sentences with one rule of the engine taken out."""
    moment = pd.Timestamp(FRIDAY, tz="UTC")
    article = Article("a1", "a1", "herald", moment, language, title, text, retracts)
    book = shipped_book()
    reader = ArticleReader(article, book.languages[language], ([], []))
    rules = tuple(r for r in RULES if r is not without)
    return [
        judge(hit, reader.frame(number), book, rules=rules).status
        for number in reader.candidates
        for hit in reader.frame(number).reading.hits
        if number and book.indicators[hit.owner].id == indicator
    ]
