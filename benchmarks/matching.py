"""Fold and match against a blank spaCy PhraseMatcher on many articles, block by block in turns.

.venv/bin/python benchmarks/matching.py ARTICLES.jsonl [--articles 20000] [--blocks 5] [--terms 500]

Repeats the file's articles (first 3,000 characters, each copy with a word of its own, so that nothing is kept from the
one before) to the number asked for, cuts them into blocks and reads each block with both in turn on one core. Prints
every block's ratio and their median (at least 25). Needs spaCy, which is no dependency.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from coding import LENGTH, ROOT, matcher, terms_of

from riskbrief.definitions.load import load_workspace


def main() -> None:
    """Measure and print."""
    options = _options()
    if importlib.util.find_spec("spacy") is None:
        print("not measured: spaCy is not installed (it is no dependency of riskbrief)")
        return
    terms = terms_of(load_workspace(ROOT), options.terms)
    texts = _texts(options.path, options.articles)
    ours, theirs = matcher(terms), _phrase_matcher(terms)
    size = -(-len(texts) // options.blocks)
    ratios = []
    for start in range(0, len(texts), size):
        block = texts[start : start + size]
        mine, other = _seconds(ours, block), _seconds(theirs, block)
        ratios.append(other / mine)
        print(
            f"block of {len(block)}: fold + match {mine / len(block) * 1e6:6.1f} us an article, "
            f"PhraseMatcher {other / len(block) * 1e6:7.1f}, ratio {ratios[-1]:.1f}"
        )
    print(f"{len(texts)} articles, {len(terms)} terms: median ratio {statistics.median(ratios):.1f} (at least 25)")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, help="JSON Lines with `text`")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--blocks", type=int, default=5)
    parser.add_argument("--terms", type=int, default=500)
    return parser.parse_args()


def _texts(path: Path, count: int) -> list[str]:
    found = [json.loads(line)["text"][:LENGTH] for line in path.read_text(encoding="utf-8").splitlines()]
    return [f"{text} w{number}" for number, text in enumerate(islice(cycle(found), count))]


def _phrase_matcher(terms: list[str]) -> Callable[[list[str]], object]:
    import spacy
    from spacy.matcher import PhraseMatcher

    blank = spacy.blank("xx")
    phrases = PhraseMatcher(blank.vocab, attr="LOWER")
    phrases.add("terms", [blank.make_doc(term) for term in terms])
    return lambda texts: [phrases(blank.make_doc(text)) for text in texts]


def _seconds(work: Callable[[list[str]], object], texts: list[str]) -> float:
    start = time.process_time()
    work(texts)
    return time.process_time() - start


if __name__ == "__main__":
    main()
