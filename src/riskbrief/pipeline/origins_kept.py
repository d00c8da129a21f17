"""Origins remembered from run to run: what an article is a copy of hangs on few others, so only new ones are compared.

The earliest article that one is like lies in the same language and at most `copy_days` before it. So the answers for
the articles of a week are kept by a digest of those articles, of the ones that many days before them, and of the rules:
a week that is as it was, and stands behind what was, is not read again. `.riskbrief/origins.json` is safe to delete.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from riskbrief.definitions.reading import Reading
from riskbrief.errors import StorageError
from riskbrief.ingest.origins import Card, Likeness, earliest_alike, sketches, with_origin_ids
from riskbrief.pipeline import identity
from riskbrief.pipeline.beside import shared
from riskbrief.pipeline.sparing import spare, spared
from riskbrief.pipeline.texts import with_texts

log = logging.getLogger(__name__)
FILE = Path(".riskbrief") / "origins.json"  # in a workspace
KEPT = 600  # weeks of a language that are remembered beside those that the last run asked for
COMPARED = ("article_id", "title", "content_sha256")
Earliest = dict[str, str]  # by article the earliest one it is like


@dataclass(frozen=True)
class Block:
    """Articles of one language and week: rows `start` to `end`, to be compared with those from row `reach` on."""

    reach: int
    start: int
    end: int
    digest: str


def remembered_origins(root: Path, articles: pd.DataFrame, reading: Reading, *, store: Path | None) -> pd.DataFrame:
    """The articles with the origin of each, as `resolving.with_origins` gives; `store`: where missing texts lie."""
    ordered = articles.sort_values(["published_at", "article_id"], kind="stable").reset_index(drop=True)
    kept = _kept(root / FILE)
    used: dict[str, Earliest] = {}
    for _, group in ordered.groupby("language", sort=True):
        blocks = list(_blocks(group, reading))
        new = [block for block in blocks if block.digest not in kept]
        used |= {block.digest: kept[block.digest] for block in blocks if block.digest in kept}
        used |= _compared(group, new, reading, store)
    if any(digest not in kept for digest in used):
        others = [(digest, one) for digest, one in kept.items() if digest not in used]
        _keep(root / FILE, dict(others[-KEPT:]) | used)
    return with_origin_ids(ordered, {name: like for one in used.values() for name, like in one.items()})


def _blocks(articles: pd.DataFrame, reading: Reading) -> Iterator[Block]:
    """The weeks of articles of one language, in order of publication."""
    times = pd.DatetimeIndex(articles["published_at"])
    reaches = times.searchsorted(times - timedelta(days=reading.copy_days))
    weeks = ((times.floor("D") - pd.Timestamp(0, tz="UTC")).days.to_numpy() + 3) // 7  # 1970 began on a Thursday
    starts = np.flatnonzero(np.diff(weeks, prepend=weeks[0] - 1))
    columns = [times.asi8.tolist(), *(articles[name].tolist() for name in COMPARED)]
    rules = [identity.code_digest(), identity.versions_digest(), articles["language"].iloc[0], *_rules(reading)]
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(times)], strict=True):
        reach = int(reaches[start])
        told = [rules, start - reach, *(column[reach:end] for column in columns)]
        yield Block(reach, start, end, identity.json_digest(told))


def _rules(reading: Reading) -> tuple[float, ...]:
    return reading.copy_containment, reading.short_copy_containment, reading.short_tokens, reading.copy_days


def _compared(articles: pd.DataFrame, blocks: list[Block], reading: Reading, store: Path | None) -> dict[str, Earliest]:
    """What the articles of blocks are like, by the digest of the block."""
    containment, short_containment, short_tokens, _ = _rules(reading)
    likeness = Likeness(containment, short_containment, reading.copy_days)
    wanted = np.unique(np.concatenate([np.empty(0, int), *(np.arange(b.reach, b.end) for b in blocks)]))
    sketched = _sketched(articles.iloc[wanted], int(short_tokens), store)
    found = {}
    for block in blocks:
        first = int(np.searchsorted(wanted, block.reach))
        some = sketched[first : first + block.end - block.reach]
        rows = articles.iloc[block.reach : block.end]
        found[block.digest] = earliest_alike(rows, some, likeness, first=block.start - block.reach)
    return found


def _sketched(articles: pd.DataFrame, short_tokens: int, store: Path | None) -> list[tuple[Card, np.ndarray]]:
    """The sketch of each article; with a second process when they are many."""

    def work(first: int, last: int) -> pa.Table:
        some = with_texts(articles.iloc[first:last], store)
        made = sketches(some["title"], some["text"], short_tokens=short_tokens)
        lengths = np.cumsum([0, *(card.size for card, _ in made)])
        windows = np.concatenate([np.empty(0, np.uint64), *(windows for _, windows in made)])
        return pa.table({
            "short": [card.short for card, _ in made],
            "credits": pa.array([sorted(card.credits) for card, _ in made], pa.list_(pa.string())),
            "windows": pa.LargeListArray.from_arrays(lengths, windows),
        })  # fmt: skip

    return [sketch for table in shared(len(articles), work) for sketch in _read(table)]


def _read(table: pa.Table) -> Iterator[tuple[Card, np.ndarray]]:
    windows = table["windows"].combine_chunks()
    every, bounds = windows.values.to_numpy(), windows.offsets.to_pylist()
    for n, (short, credits) in enumerate(zip(table["short"].to_pylist(), table["credits"].to_pylist(), strict=True)):
        own = every[bounds[n] : bounds[n + 1]]
        yield Card(len(own), short, frozenset(credits)), own


def _kept(path: Path) -> dict[str, Earliest]:
    """What earlier runs found, if anything."""
    return spared(path, "blocks") or {}


def _keep(path: Path, blocks: dict[str, Earliest]) -> None:
    """Keep what was found; a disk that refuses costs the next run its time."""
    try:
        spare(path, "blocks", blocks, ordered=True)
    except (OSError, StorageError) as error:
        log.warning("cannot keep origins (%s); the next run compares again", error)
