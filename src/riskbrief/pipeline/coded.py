"""Articles coded with what a workspace says: all of them, or those that its cache does not know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from riskbrief.coding.code import Coded, code_articles
from riskbrief.coding.codebook import Codebook
from riskbrief.coding.second import Second
from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline import learning
from riskbrief.pipeline.books import codebook
from riskbrief.pipeline.coded_cache import Begin, remembered

AT_ONCE = 2000  # articles


def second_reader(workspace: Workspace) -> Second | None:
    """The second reader, when config.yaml lets it read (index.reading.second_reader)."""
    settings = workspace.config.index.reading.second_reader
    if settings is None:
        return None
    return Second(
        learning.second_reader(workspace.root),
        settings,
        texts=learning.text_reader() if settings.whole else None,
        kinds=learning.kind_reader() if settings.kind else None,
    )


def coded_from_cache(
    workspace: Workspace, articles: pd.DataFrame, store: Path | None, begin: Begin
) -> tuple[Coded, pd.DataFrame]:
    """As `coded_cache.remembered`, with the second reader of the workspace."""
    second = second_reader(workspace)
    return remembered(workspace, second, articles, partial(_coded, workspace, second), store=store, begin=begin)


def coded_anew(workspace: Workspace, book: Codebook | None, begin: Begin, articles: pd.DataFrame) -> Coded:
    """Every article read; `book`: the codebook when it is made."""
    second, parts = second_reader(workspace), []
    every = list(_chunks(articles))
    with begin(len(every)) as tick:
        for chunk in every:
            parts.append(_coded(workspace, second, chunk, book=book))
            tick()
    return Coded.concatenate(parts)


def _coded(
    workspace: Workspace, second: Second | None, articles: pd.DataFrame, *, book: Codebook | None = None
) -> Coded:
    index, book = workspace.config.index, book or codebook(workspace)
    return code_articles(articles, book, reading=index.reading, about_share=index.coverage.about_share, second=second)


def _chunks(articles: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for start in range(0, max(len(articles), 1), AT_ONCE):
        yield articles.iloc[start : start + AT_ONCE].reset_index(drop=True)
