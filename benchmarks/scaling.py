"""How the cost of coding grows with the number of articles and with the number of terms.

.venv/bin/python benchmarks/scaling.py [--articles FILE.jsonl] [--counts 1000 4000 16000] [--terms 500 2000 8000 20000]

Bars: processor time of the whole coding stage for each article at 16,000 articles at most 1.25 times that at 1,000
(linear); with the number of terms, fold and match and the whole coding stage grow with an exponent of at most .5 (the
square root) from 500 to 20,000. The further terms are made up: two ordinary words of the articles side by side, as
frequent in the text as real phrases are rare. Without --articles the text is generated; a file is repeated as often
as need be. Everything is compared within one run.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import log
from pathlib import Path
from random import Random

import pandas as pd
from coding import ROOT, generate, read_articles

from riskbrief.coding.code import code_articles
from riskbrief.coding.codebook import Codebook
from riskbrief.coding.scan import Anchor, compile_scanner
from riskbrief.coding.terms import parse_term
from riskbrief.definitions.indicators import Indicator, Terms
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.folding import canonical, tokens
from riskbrief.pipeline.books import codebook

LINEAR, ROOT_OF_TERMS = 1.25, 0.5
SOURCE = 1000  # articles that are read or made; more are repetitions of these
FOR_TERMS = 400  # articles that the terms are tried on


def main() -> None:
    """Measure and print."""
    options = _options()
    workspace = load_workspace(ROOT)
    source = read_articles(options.articles, SOURCE) if options.articles else generate(min(SOURCE, max(options.counts)))
    print(f"{len(source)} articles of {source['text'].str.len().mean():.0f} characters, repeated where more are coded")
    _articles(source, workspace, options.counts)
    _terms(source.iloc[:FOR_TERMS].reset_index(drop=True), workspace, options.terms)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="JSON Lines with `text`, `title`, `language`")
    parser.add_argument("--counts", type=int, nargs="+", default=[1000, 4000, 16000])
    parser.add_argument("--terms", type=int, nargs="+", default=[500, 2000, 8000, 20000])
    return parser.parse_args()


def _articles(source: pd.DataFrame, workspace: Workspace, counts: Sequence[int]) -> None:
    book = codebook(workspace)
    reading = workspace.config.index.reading
    code_articles(source, book, reading=reading)  # what is built at first use is built
    each = []
    for count in counts:
        many = _repeated(source, count)
        work = partial(code_articles, many, book, reading=reading)
        seconds = _seconds(work, passes=2 if count < 5000 else 1)
        each.append(seconds / count)
        print(f"whole coding stage, {count:>7,} articles {seconds:8.2f} s   {1000 * each[-1]:6.3f} ms an article")
    print(f"  an article among the most against one among the fewest  {each[-1] / each[0]:5.2f} (at most {LINEAR})")


def _repeated(articles: pd.DataFrame, count: int) -> pd.DataFrame:
    """`count` articles; the repetitions have ids of their own."""
    many = pd.concat([articles] * -(-count // len(articles)), ignore_index=True).iloc[:count]
    names = pd.array([f"r{number:07d}" for number in range(count)], dtype="string")
    return many.assign(article_id=names, origin_id=names)


def _terms(articles: pd.DataFrame, workspace: Workspace, counts: Sequence[int]) -> None:
    texts, reading = articles["text"].tolist(), workspace.config.index.reading
    phrases = _phrases(texts, max(counts))
    matching, coding = [], []
    for count in counts:
        book = _book(workspace, phrases[:count])
        matching.append(_seconds(_matcher(phrases[:count], texts), passes=3))
        coding.append(_seconds(partial(code_articles, articles, book, reading=reading), passes=2))
        print(
            f"{count:>7,} further terms   fold + match {1000 * matching[-1] / len(texts):7.4f} ms an article"
            f"   whole coding stage {1000 * coding[-1] / len(texts):7.3f} ms"
        )
    for name, seconds in (("fold + match", matching), ("whole coding stage", coding)):
        exponent = log(seconds[-1] / seconds[0]) / log(counts[-1] / counts[0])
        print(f"  {name:18} grows with terms to the power {exponent:5.2f} (at most {ROOT_OF_TERMS})")


def _seconds(work: Callable[[], object], *, passes: int) -> float:
    """Processor time, the best of some passes."""
    best = float("inf")
    for _ in range(passes):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _phrases(texts: Sequence[str], count: int) -> list[str]:
    """Made-up terms: two words of the articles side by side, words drawn as often as they are written."""
    often = Counter(token.text for text in texts for token in tokens(text) if len(token.text) > 3)
    words, draw = sorted(often), Random(7)
    weights = [often[word] for word in words]
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join(draw.choices(words, weights, k=2))] = None
    return list(found)


def _matcher(phrases: Sequence[str], texts: Sequence[str]) -> Callable[[], int]:
    scanner = compile_scanner([(term, Anchor(direct=True)) for text in phrases for term in parse_term(text)])

    def match() -> int:
        canonical.cache_clear()
        return sum(1 for text in texts for _ in scanner.scan(canonical(text)))

    return match


def _book(workspace: Workspace, phrases: Sequence[str]) -> Codebook:
    """The shipped indicators, and one more that looks for the phrases in every language."""
    languages = sorted(workspace.cues)
    terms = Terms(any=list(phrases))
    more = Indicator(
        id="more", name={"en": "More"}, question={"en": "More?"}, type="attention", weight=0.1,
        terms=dict.fromkeys(languages, terms),
    )  # fmt: skip
    return codebook(replace(workspace, stated=(*workspace.stated, more)))


if __name__ == "__main__":
    main()
