"""Texts fetched when they are asked for: a run holds those of a few hundred articles at a time, not those of a year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskbrief.store.knowing import texts_of
from riskbrief.store.opening import opened

Flags = npt.NDArray[np.bool_]


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
