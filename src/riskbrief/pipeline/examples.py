"""The examples that stand in indicator files, run as an analyst's own tests."""

from __future__ import annotations

import hashlib

import pandas as pd

from riskbrief.coding.code import code_articles
from riskbrief.definitions.indicators import Example
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import Problem
from riskbrief.tables import ARTICLES

COUNTING = {"affirmed", "hedged", "foiled"}


def example_problems(workspace: Workspace) -> list[Problem]:
    """One problem for each example whose statuses differ from what it says."""
    from riskbrief.pipeline.books import codebook

    if not workspace.examples:
        return []
    articles = ARTICLES.build([_article(i, e, workspace) for i, (_, _, e) in enumerate(workspace.examples)])
    coded = code_articles(articles, codebook(workspace), reading=workspace.config.index.reading)
    problems = []
    for index, (path, line, example) in enumerate(workspace.examples):
        rows = coded.mentions[coded.mentions["article_id"] == _identity(index)]
        difference = _difference(example, rows)
        if difference:
            remedy = f"The text is: {example.text[:90]!r}. Mend the terms or the example."
            problems.append(Problem(path, line, 1, difference, remedy))
    return problems


def _identity(index: int) -> str:
    return f"example-{index:05d}"


def _article(index: int, example: Example, workspace: Workspace) -> dict[str, object]:
    day = pd.Timestamp(example.date, tz="UTC")
    text = example.text
    if example.place:
        name = workspace.config.regions[example.place].name
        text = f"{name.get(example.language, next(iter(name.values())))}. {text}"
    return article_row(_identity(index), text, title=example.title, language=example.language, day=day)


def article_row(
    article_id: str, text: str, *, title: str, language: str, day: pd.Timestamp, source: str = "example"
) -> dict[str, object]:
    """One article as a row of the articles table."""
    return {
        "article_id": article_id,
        "source_id": source,
        "published_at": day,
        "known_at": day,
        "ingest_seq": 1,
        "language": language,
        "title": title,
        "text": text,
        "url": "",
        "retracts": "",
        "flags": "",
        "content_sha256": hashlib.sha256("\n".join([language, title, text]).encode()).hexdigest(),
        "origin_id": article_id,
    }


def _difference(example: Example, mentions: pd.DataFrame) -> str:
    found: dict[str, set[str]] = {}
    for row in mentions.itertuples():
        found.setdefault(row.indicator_id, set()).add(row.status)
    missing = [
        f"expected {indicator} {status}, found {' '.join(sorted(found.get(indicator, set()))) or 'nothing'}"
        for indicator, status in sorted(example.fires.items())
        if status not in found.get(indicator, set())
    ]
    extra = [
        f"{indicator} fired ({' '.join(sorted(states & COUNTING))}) but the example does not name it"
        for indicator, states in sorted(found.items())
        if states & COUNTING and indicator not in example.fires
    ]
    return "; ".join(missing + extra)
