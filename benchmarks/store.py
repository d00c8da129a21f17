"""Speed of the store: appending articles, reading what is known, verifying every row.

Run: python benchmarks/store.py [--articles 100000] [--folder DIR]

Bar: 10,000 articles of 3 kB appended in under 2 s, whatever the store holds already. Printed beside it: the same rows
written as one Parquet file, which keeps no record of what was known when.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from riskbrief.store.appending import Batch, append
from riskbrief.store.care import faults
from riskbrief.store.knowing import cut_at, known
from riskbrief.store.opening import opened

START = datetime(2026, 1, 5, tzinfo=UTC)
BATCH = 10_000


def rows(first: int, n: int) -> list[dict[str, object]]:
    """Made-up articles of about 3 kB."""
    rng = random.Random(first)
    words = [f"w{rng.getrandbits(20):x}" for _ in range(5000)]
    out = []
    for k in range(first, first + n):
        text = " ".join(rng.choices(words, k=500))
        out.append({
            "article_id": f"a{k:08}", "source": "feed", "source_id": f"outlet_{k % 40}", "language": "en",
            "published_at": START + timedelta(minutes=k), "title": f"Title {k}", "text": text, "url": "",
            "retracts": "", "flags": "", "live": True, "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
        })  # fmt: skip
    return out


def timed(work: Callable[[], object]) -> tuple[float, object]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def appended(path: Path, n: int) -> Iterator[float]:
    """Seconds for each batch."""
    for first in range(0, n, BATCH):
        fresh = rows(first, BATCH)

        def work(fresh: list[dict[str, object]] = fresh) -> None:
            with opened(path, create=True) as db:
                append(db, Batch(fresh), now=START)

        yield timed(work)[0]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        seconds = list(appended(path, given.articles))
        print(f"append of {BATCH:,} articles: first {seconds[0]:.2f} s, last {seconds[-1]:.2f} s (under 2)")
        parquet, _ = timed(lambda: pd.DataFrame(rows(0, BATCH)).to_parquet(Path(folder) / "rows.parquet"))
        print(f"the same as one Parquet file {parquet:.2f} s: the store takes {seconds[-1] / parquet:.1f} times that")
        print(f"{path.stat().st_size / given.articles / 1000:.2f} kB an article on the disk")
        again = rows(given.articles - BATCH, BATCH)

        def repeat() -> None:
            with opened(path) as db:
                append(db, Batch(again), now=START)

        print(f"{BATCH:,} articles that are known already: {timed(repeat)[0]:.2f} s")
        with opened(path) as db:
            reading, found = timed(lambda: known(db, cut_at(db, None), since=START))
            assert len(getattr(found, "articles", ())) == given.articles
            print(f"reading {given.articles:,} articles, each row checked: {reading:.1f} s")
            print(f"verifying: {timed(lambda: faults(db))[0]:.1f} s")


if __name__ == "__main__":
    main()
