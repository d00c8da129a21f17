"""What the coding cache saves: coding again after a change of weight, a new term or a moved one, against the first.

.venv/bin/python benchmarks/cache.py [--articles FILE] [--limit N]

Prints for each step the articles that were read and the processor time of coding, and its ratio to that of the first
time. Bars: nothing is read after a change of weight, which takes at most a tenth of the first time; after a new term
only articles that hold it are read. Every result is compared with that of coding everything. By default the
demonstration corpus.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

import riskbrief
from riskbrief.coding.code import Coded, code_articles
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.collect import collect_file
from riskbrief.pipeline.books import codebook
from riskbrief.pipeline.coded import second_reader
from riskbrief.pipeline.coded_cache import remembered

ROOT = Path(__file__).parents[1]
DEMO = Path(riskbrief.__file__).parent / "demo" / "corpus.jsonl.gz"
PROTEST, GRIEVANCE = "gov_public_discontent", "gov_local_grievance"
TERM = "market"


def main() -> None:
    """Measure and print, in one process: the time of a second one is not seen here."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    options = _options()
    found = collect_file(options.articles, languages=("en", "fr")).articles.head(options.limit)
    articles = found.assign(origin_id=found["article_id"]).reset_index(drop=True)
    workspace = load_workspace(ROOT)
    codebook(workspace)
    print(f"{len(articles)} articles of {articles['text'].str.len().mean():.0f} characters")
    with tempfile.TemporaryDirectory() as folder:
        here = replace(workspace, root=Path(folder))
        with_term = _with(here, PROTEST, TERM)
        steps = {
            "first time": here,
            "again": here,
            "another weight": _changed(here, PROTEST, weight=0.01, hi=50.0),
            f"new term '{TERM}'": with_term,
            "the term moved": _with(here, GRIEVANCE, TERM),
        }
        first = 0.0
        for name, one in steps.items():
            seconds = _step(name, one, articles, first)
            first = first or seconds
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    print(f"{'size':<22} {size / len(articles):>8.0f} bytes an article")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=DEMO)
    parser.add_argument("--limit", type=int, default=None, help="only the first articles")
    return parser.parse_args()


def _changed(workspace: Workspace, name: str, **values: Any) -> Workspace:
    made = tuple(i.model_copy(update=values) if i.id == name else i for i in workspace.indicators)
    return replace(workspace, stated=made)


def _with(workspace: Workspace, name: str, term: str) -> Workspace:
    terms = next(i.terms for i in workspace.indicators if i.id == name)
    english = terms["en"].model_copy(update={"any": [*terms["en"].any, term]})
    return _changed(workspace, name, terms={**terms, "en": english})


def _step(name: str, workspace: Workspace, articles: pd.DataFrame, first: float) -> float:
    """Code with the cache; compiling a changed codebook is told apart, since it does not grow with the articles."""
    read: list[int] = []
    book = _timed(lambda: codebook(workspace))[1]

    def code(unread: pd.DataFrame) -> Coded:
        read.append(len(unread))
        return _plain(workspace, unread)

    second = second_reader(workspace)
    (coded, _), seconds = _timed(lambda: remembered(workspace, second, articles, code))
    same = _same(coded, _plain(workspace, articles))
    told = ("same" if same else "OTHER") + (f" ratio {seconds / first:6.3f}" if first else "")
    print(f"{name:<22} {sum(read):>6} read {seconds:>8.2f} s (codebook {book:4.1f} s) {told}")
    return seconds


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    return work(), time.process_time() - start


def _plain(workspace: Workspace, articles: pd.DataFrame) -> Coded:
    index = workspace.config.index
    second, share = second_reader(workspace), index.coverage.about_share
    return code_articles(articles, codebook(workspace), reading=index.reading, about_share=share, second=second)


def _same(found: Coded, expected: Coded) -> bool:
    whole = Coded.concatenate([expected])
    return all(getattr(found, n).equals(getattr(whole, n)) for n in ("mentions", "focus", "claims"))


if __name__ == "__main__":
    main()
