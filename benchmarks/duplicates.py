"""Copies among 100,000 articles: time, memory, and whether the index finds what comparing every pair finds.

.venv/bin/python benchmarks/duplicates.py [--count 100000] [--days 28] [--sample 3000]

Bars: 100,000 generated articles (one in ten a near copy of an earlier one) under 60 s of processor time and 2 GB at
the peak, this script and its articles included; on a stretch of 3,000 of them the same origins as brute force (recall
100 %). The ratio is time for each pair that had to be decided, brute force against the index, in the same run.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from random import Random

import numpy as np
import pandas as pd

from riskbrief.ingest.origins import Likeness, assign_origins, sketch_of
from riskbrief.tables import ARTICLES

CONTAINMENT, SHORT_CONTAINMENT, SHORT, DAYS = 0.60, 0.90, 30, 7
START = pd.Timestamp("2024-01-01", tz="UTC")
COPIES, LATE_HOURS, OUTLETS = 0.10, 9.0, 60
SYLLABLES = ("ba", "co", "da", "fen", "gri", "ho", "il", "ka", "lo", "mur", "na", "or", "pel", "ro", "sta", "ul")
STOCK = (
    "Nobody has said who was behind it and the ministry had not answered questions by the time of publication. ",
    "The country has been ruled by soldiers since they took power and promised a return to civilian rule. ",
    "It was not possible to check the account on its own because roads and networks in the area are cut. ",
    "Readers can follow all our reports from the region free of charge on the site and on every platform. ",
)
MEGABYTE = 1024


def main() -> None:
    """Measure and print."""
    options = _options()
    articles, planted = generate(options.count, options.days)
    size = articles["text"].str.len().mean()
    print(f"{len(articles):,} articles of {size:.0f} characters in {options.days} days, {len(planted):,} near copies")
    before = _peak()
    begin = time.process_time()
    found = _origins(articles)
    seconds = time.process_time() - begin
    print(f"origins                {seconds:8.1f} s   (at most 60)   {len(articles) / seconds:,.0f} articles/s")
    print(f"peak memory            {_peak():8.0f} MB  (at most 2,048; {before:.0f} MB of it before, the articles)")
    joined = sum(found[copy] == found[original] for copy, original in planted.items())
    print(f"planted copies joined  {joined / len(planted):8.1%}     (the others were changed too much to be copies)")
    _against_brute_force(articles, options.sample, each=seconds / _pairs(articles))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--sample", type=int, default=3_000)
    return parser.parse_args()


def _origins(articles: pd.DataFrame) -> dict[str, str]:
    done = assign_origins(
        articles, containment=CONTAINMENT, short_containment=SHORT_CONTAINMENT, short_tokens=SHORT, days=DAYS
    )
    return dict(zip(done["article_id"], done["origin_id"], strict=True))


def _peak() -> float:
    """Megabytes this process has held at most (Linux counts in kilobytes, macOS in bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MEGABYTE**2 if sys.platform == "darwin" else MEGABYTE)


def _pairs(articles: pd.DataFrame) -> int:
    """Pairs of one language and within the days in which copies count."""
    total = 0
    for _, group in articles.groupby("language"):
        times = pd.DatetimeIndex(group["published_at"].sort_values())
        total += int((np.arange(len(times)) - times.searchsorted(times - pd.Timedelta(days=DAYS))).sum())
    return total


def _against_brute_force(articles: pd.DataFrame, sample: int, *, each: float) -> None:
    """The same origins on a stretch of the articles, and the time of a pair."""
    some = articles.sort_values(["published_at", "article_id"]).iloc[:sample].reset_index(drop=True)
    found = _origins(some)
    begin = time.process_time()
    plain = brute_force(some)
    seconds = time.process_time() - begin
    copies = {name for name, origin in plain.items() if origin != name}
    recalled = sum(found[name] == plain[name] for name in copies)
    wrong = sum(found[name] != plain[name] for name in plain.keys() - copies)
    share = recalled / max(len(copies), 1)
    print(f"recall on {len(some):,}        {share:8.1%}     (all of the {len(copies)} copies that brute force finds)")
    print(f"found by the index only{wrong:8d}     (none)")
    print(f"brute force            {seconds:8.1f} s for {len(some):,} articles")
    print(f"a pair against it      {seconds / _pairs(some) / each:8.0f} times as fast")


def brute_force(articles: pd.DataFrame) -> dict[str, str]:
    """The definition: every article against every earlier one of its language and of the days before it."""
    likeness = Likeness(CONTAINMENT, SHORT_CONTAINMENT, DAYS)
    rows = articles.sort_values(["published_at", "article_id"]).to_dict("records")
    sketches = [sketch_of(a["title"], a["text"], short_tokens=SHORT) for a in rows]
    days = pd.Timedelta(days=DAYS)
    found: dict[str, str] = {}
    for number, article in enumerate(rows):
        mine, name = sketches[number], article["article_id"]
        found[name] = name
        for earlier in range(number):
            other = rows[earlier]
            if other["language"] != article["language"] or article["published_at"] - other["published_at"] > days:
                continue
            if likeness.holds(mine, sketches[earlier], len(mine.shingles & sketches[earlier].shingles)):
                found[name] = found[other["article_id"]]
                break
    return found


def generate(count: int, days: int) -> tuple[pd.DataFrame, dict[str, str]]:
    """Articles of made-up words with the spread of real text and their outlets' stock sentences, and the original of
    each near copy: shortened, with another lead, a credit, or up to two words in ten changed."""
    draw, rng = Random(5), np.random.default_rng(5)
    words = np.array(sorted({"".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(60_000)}), object)
    odds = np.cumsum(1 / (rng.permutation(len(words)) + 30.0))
    span = days * 86_400.0
    rows, planted = list[tuple[float, str, str]](), dict[str, str]()
    while len(rows) < count:
        if rows and draw.random() < COPIES:
            original = draw.randrange(len(rows))
            moment, language, text = rows[original]
            planted[f"a{len(rows):06d}"] = f"a{original:06d}"
            late = moment + draw.expovariate(1 / (LATE_HOURS * 3600)) + 60
            rows.append((late, language, _changed(draw, words, text)))
        else:
            language = "fr" if draw.random() < 0.25 else "en"
            rows.append((draw.random() * span, language, _text(draw, rng, words, odds)))
    return ARTICLES.build(list(_rows(rows))), planted


def _text(draw: Random, rng: np.random.Generator, words: np.ndarray, odds: np.ndarray) -> str:
    length = draw.randint(15, 40) if draw.random() < 0.1 else draw.randint(120, 320)
    chosen = words[np.searchsorted(odds, rng.random(length) * odds[-1])].tolist()
    for at in range(draw.randint(6, 14), length, draw.randint(8, 16)):
        chosen[at] += draw.choice((".", ",", "’s", ".\n\n"))
    outlet = draw.randrange(OUTLETS)
    stock = STOCK[outlet % len(STOCK)] if draw.random() < 0.3 else ""
    return f"{stock}{' '.join(chosen)}. Outlet {outlet} desk"


def _changed(draw: Random, words: np.ndarray, text: str) -> str:
    kind, parts = draw.random(), text.split(" ")
    if kind < 0.3:
        parts = parts[: max(20, int(len(parts) * draw.uniform(0.4, 0.9)))]
    elif kind < 0.5:
        parts = [*words[[draw.randrange(len(words)) for _ in range(draw.randint(5, 40))]].tolist(), *parts]
    elif kind < 0.8:
        for _ in range(int(len(parts) * draw.uniform(0.0, 0.2))):
            parts[draw.randrange(len(parts))] = words[draw.randrange(len(words))]
    return " ".join(parts) + draw.choice(("", " (WIRE ONE)", " — AUNI"))


def _rows(found: list[tuple[float, str, str]]) -> Iterator[dict[str, object]]:
    for number, (seconds, language, text) in enumerate(found):
        moment, name = START + pd.Timedelta(seconds=seconds), f"a{number:06d}"
        yield {
            "article_id": name, "source_id": "s", "published_at": moment, "known_at": moment, "ingest_seq": number + 1,
            "language": language, "title": "", "text": text, "url": "", "retracts": "", "flags": "",
            "content_sha256": "", "origin_id": name,
        }  # fmt: skip


if __name__ == "__main__":
    main()
