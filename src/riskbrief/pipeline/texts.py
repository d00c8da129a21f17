"""Texts fetched when they are asked for: a run holds those of a few hundred articles at a time, not those of a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskbrief.store.knowing import texts_of
from riskbrief.store.opening import opened

Flags = npt.NDArray[np.bool_]
AT_ONCE = 1000  # articles whose texts are held together


def with_texts(articles: pd.DataFrame, store: Path | None, *, wanted: Flags | None = None) -> pd.DataFrame:
    """Articles with the texts that were left in the store, of all or of those `wanted`.

    Errors: LockedError (7) when one of them was emptied meanwhile, or another store lies there; StoreError (9).
    """
    away = articles["text"].isna().to_numpy()
    away = away if wanted is None else away & wanted
    if store is None or not away.any():
        return articles
    with opened(store) as db:
        lacking = articles.loc[away, ["ingest_seq", "content_sha256"]]
        found = texts_of(db, dict(lacking.itertuples(index=False, name=None)))
    if away.all():
        return articles.assign(text=pd.array(found, dtype="string"))
    texts = articles["text"].to_numpy(object, copy=True)
    texts[away] = found
    return articles.assign(text=pd.array(texts, dtype="string"))


def cuttings(articles: pd.DataFrame, store: Path | None, tables: Sequence[pd.DataFrame]) -> list[list[str]]:
    """For each row of tables what stands from `start` to `end` in the `field` (title, text) of the article number
    `home`; texts that are missing are fetched some at a time, and let go."""
    title = np.concatenate([(table["field"] == "title").to_numpy(bool) for table in tables])
    home, start, end = (
        np.concatenate([table[n].to_numpy(np.int64) for table in tables]) for n in ("home", "start", "end")
    )
    out = np.empty(len(home), dtype=object)
    for of_title in (True, False):
        rows = np.flatnonzero(title == of_title)
        rows = rows[np.argsort(home[rows], kind="stable")]
        for some, fields in _fields(articles, store, home[rows], title=of_title):
            spans = zip(home[rows[some]].tolist(), start[rows[some]].tolist(), end[rows[some]].tolist(), strict=True)
            out[rows[some]] = [fields[n][first:last] for n, first, last in spans]
    bounds = np.cumsum([len(table) for table in tables])[:-1]
    return [part.tolist() for part in np.split(out, bounds)]


def _fields(
    articles: pd.DataFrame, store: Path | None, home: npt.NDArray[np.int64], *, title: bool
) -> Iterator[tuple[slice, dict[int, str]]]:
    """Rows in order of their articles, and titles or texts by number of the article, some at a time."""
    numbers = np.unique(home)
    for first in range(0, len(numbers), AT_ONCE):
        some = numbers[first : first + AT_ONCE]
        told = articles.iloc[some]
        fields = told["title"] if title else with_texts(told, store)["text"]
        rows = slice(int(home.searchsorted(some[0])), int(home.searchsorted(some[-1], "right")))
        yield rows, dict(zip(some.tolist(), fields.tolist(), strict=True))
