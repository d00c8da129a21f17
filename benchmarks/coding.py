"""Speed of matching and of the whole coding stage, each against the plain ways in the same run.

.venv/bin/python benchmarks/coding.py [--articles FILE.jsonl] [--count 1000] [--terms 500]

A file is repeated to the count, each copy with a word of its own, so that nothing is kept from the one before. Prints
articles a second and ratios: fold and match against `Series.str.count` per term (at least 50) and against a blank spaCy
PhraseMatcher (at least 20); the whole coding stage against that PhraseMatcher (at least 3), as the shipped workspace
runs it (long articles that only name other countries are not read) and with every article read; fold and match and the
stage against scikit-learn's CountVectorizer over the same terms (no bar is set). spaCy and scikit-learn are no
dependencies: without them those lines say so. Ratios compare within one run on one machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pandas as pd

from riskbrief.coding.code import code_articles
from riskbrief.coding.codebook import Codebook
from riskbrief.coding.scan import Anchor, compile_scanner
from riskbrief.coding.terms import parse_term
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.folding import canonical, fold
from riskbrief.pipeline.books import codebook
from riskbrief.tables import ARTICLES

ROOT = Path(__file__).parents[1]
LENGTH = 3000


def _words(text: str) -> list[str]:
    return text.split()


SYLLABLES = _words("ba co da fen gri ho il ka lo mur na or pel qui ro sta te ul ven za chi dre mon ple tion ment er")
SMALL = {
    "en": _words("the of to and a in that is was for on with as by at from it he are which this be had were not"),
    "fr": _words("le la les de des du et à en un une que qui dans pour sur par au il est sont ce cette avec plus"),
}
PLACES = _words("Mopti Ségou Dakar Abidjan Kayes Tahoua Dosso Accra Kumasi Lomé Mali Niger Ghana")
NEWS = {
    "en": (
        "Gunmen attacked an army post near Gao on Monday, killing six soldiers, the governor said. ",
        "The mission could leave its base before the end of the year, diplomats said. ",
        "There was no attack on the market, the prefect said, after a fake video spread panic. ",
        "Protesters took to the streets of Niamey on Friday to call for new elections. ",
    ),
    "fr": (
        "Des hommes armés ont attaqué un village près de Djibo jeudi, selon un élu local. ",
        "Les sanctions ont été levées et la reprise de l’aide a été confirmée par deux bailleurs. ",
    ),
}


def main() -> None:
    """Measure and print."""
    options = _options()
    workspace = load_workspace(ROOT)
    articles = read_articles(options.articles, options.count) if options.articles else generate(options.count)
    terms = terms_of(workspace, options.terms)
    texts = articles["text"].tolist()
    size = statistics.mean(map(len, texts))
    print(f"{len(texts)} articles of {size:.0f} characters, {len(terms)} terms, Python {sys.version.split()[0]}")
    sample = texts[: max(20, len(texts) // 10)]
    ours = _rate(matcher(terms), texts)
    pandas_rate = _rate(lambda batch: _pandas(batch, terms), sample)
    book = codebook(workspace)
    concern = book.concern
    read = sum(concern is None or concern.may(t, x) for t, x in zip(articles["title"], texts, strict=True))
    stage = _rate(lambda _: _stage(articles, workspace, book), texts)
    every = _rate(lambda _: _stage(articles, workspace, replace(book, concern=None)), texts)
    print(f"fold + match                    {ours:>9,.0f} articles/s")
    print(
        f"pandas str.count per term       {pandas_rate:>9,.0f} articles/s"
        f"   ratio {ours / pandas_rate:6.1f} (at least 50)"
    )
    print(f"whole coding stage              {stage:>9,.0f} articles/s   ({read} may concern the workspace's countries)")
    print(f"  every article read              {every:>9,.0f} articles/s")
    _against_spacy(terms, texts, ours=ours, stage=stage, every=every)
    _against_sklearn(terms, texts, ours=ours, stage=stage)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="JSON Lines with `text`, `title`, `language`")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--terms", type=int, default=500)
    return parser.parse_args()


def _rate(work: Callable[[list[str]], object], texts: list[str]) -> float:
    """Articles per second of processor time, the best of three passes."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work(texts)
        best = min(best, time.process_time() - start)
    return len(texts) / best


def terms_of(workspace: Workspace, count: int) -> list[str]:
    """Distinct plain phrases of the shipped indicators, padded with made-up ones to the number asked for."""
    phrases = {
        " ".join(term.elements)
        for indicator in workspace.indicators
        for terms in indicator.terms.values()
        for text in [*terms.any, *(t for near in terms.near for t in (*near.a, *near.b))]
        for term in parse_term(text)
        if not any(e == "#" or e.endswith("*") for e in term.elements)
    }
    chosen = sorted(phrases)[:count]
    draw = Random(7)
    words = sorted({w for p in phrases for w in p.split() if len(w) > 3})
    while len(chosen) < count:
        chosen.append(" ".join(draw.sample(words, 2)))
    return chosen


def matcher(terms: list[str]) -> Callable[[list[str]], int]:
    scanner = compile_scanner(
        [(t, Anchor(direct=True, label=n)) for n, text in enumerate(terms) for t in parse_term(text)]
    )

    def match(texts: list[str]) -> int:
        canonical.cache_clear()
        return sum(1 for text in texts for _ in scanner.scan(canonical(text)))

    return match


def _pandas(texts: list[str], terms: list[str]) -> int:
    """The plain way: fold once, then one pass over all texts per term."""
    folded = pd.Series([fold(text) for text in texts])
    return int(sum(folded.str.count(rf"\b{re.escape(term)}\b").sum() for term in terms))


def _stage(articles: pd.DataFrame, workspace: Workspace, book: Codebook) -> int:
    return len(code_articles(articles, book, reading=workspace.config.index.reading).mentions)


def _against_spacy(terms: list[str], texts: list[str], *, ours: float, stage: float, every: float) -> None:
    if importlib.util.find_spec("spacy") is None:
        print("blank spaCy PhraseMatcher       not measured: spaCy is not installed (it is no dependency of riskbrief)")
        return
    import spacy
    from spacy.matcher import PhraseMatcher

    blank = spacy.blank("xx")
    matcher = PhraseMatcher(blank.vocab, attr="LOWER")
    matcher.add("terms", [blank.make_doc(term) for term in terms])
    rate = _rate(lambda batch: [matcher(blank.make_doc(text)) for text in batch], texts)
    print(f"blank spaCy PhraseMatcher       {rate:>9,.0f} articles/s")
    print(f"  fold + match against it           ratio {ours / rate:6.1f} (at least 20)")
    print(f"  whole coding stage against it     ratio {stage / rate:6.1f} (at least 3)")
    print(f"  the same, every article read      ratio {every / rate:6.1f} (no bar)")


def _against_sklearn(terms: list[str], texts: list[str], *, ours: float, stage: float) -> None:
    """Counts of the same terms, folded alike, up to the longest of them."""
    if importlib.util.find_spec("sklearn") is None:
        print("CountVectorizer                 not measured: scikit-learn is not installed (it is no dependency)")
        return
    from sklearn.feature_extraction.text import CountVectorizer

    longest = max(len(term.split()) for term in terms)
    counter = CountVectorizer(
        vocabulary=sorted(set(terms)), ngram_range=(1, longest), strip_accents="unicode", token_pattern="[a-z0-9]+"
    )
    rate = _rate(counter.transform, texts)
    print(f"scikit-learn CountVectorizer    {rate:>9,.0f} articles/s   (terms of up to {longest} words)")
    print(f"  fold + match against it           ratio {ours / rate:6.1f}")
    print(f"  whole coding stage against it     ratio {stage / rate:6.1f}")


def generate(count: int) -> pd.DataFrame:
    """Articles of about 3,000 characters of made-up words with the spread of real text; one in three holds news."""
    draw = Random(11)
    words = sorted({"".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(40_000)})
    odds = [1 / (rank + 60) for rank in range(len(words))]
    rows = []
    for number in range(count):
        language = "fr" if number % 4 == 0 else "en"
        text = ""
        while len(text) < LENGTH:
            text += _sentence(draw, words, odds, language)
            if number % 3 == 0 and draw.random() < 0.1:
                text += draw.choice(NEWS[language])
        rows.append(_row(number, text[:LENGTH], _sentence(draw, words, odds, language)[:60], language))
    return ARTICLES.build(rows)


def _sentence(draw: Random, words: list[str], odds: list[float], language: str) -> str:
    chosen = draw.choices(words, odds, k=draw.randint(6, 14))
    mixed = [w for word in chosen for w in ([draw.choice(SMALL[language])] if draw.random() < 0.7 else []) + [word]]
    if draw.random() < 0.2:
        mixed += [draw.choice(SMALL[language]), draw.choice(PLACES)]
    if draw.random() < 0.2:
        mixed[len(mixed) // 2] = f"“{mixed[len(mixed) // 2]}”,"
    return mixed[0].capitalize() + " " + " ".join(mixed[1:]) + ". "


def read_articles(path: Path, count: int) -> pd.DataFrame:
    """The file's articles, repeated to the number asked for; each with a word of its own."""
    lines = islice(cycle(path.read_text(encoding="utf-8").splitlines()), count)
    rows = [
        _row(n, f"{a['text'][:LENGTH]} w{n}", a.get("title", ""), a["language"])
        for n, a in enumerate(map(json.loads, lines))
    ]
    return ARTICLES.build(rows)


def _row(number: int, text: str, title: str, language: str) -> dict[str, object]:
    moment = pd.Timestamp("2024-03-08", tz="UTC")
    name = f"a{number:06d}"
    return {
        "article_id": name, "source_id": "s", "published_at": moment, "known_at": moment, "ingest_seq": number + 1,
        "language": language, "title": title, "text": text, "url": "", "retracts": "", "flags": "",
        "content_sha256": "", "origin_id": name,
    }  # fmt: skip


if __name__ == "__main__":
    main()
