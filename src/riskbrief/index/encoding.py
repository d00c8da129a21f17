"""Ids as whole numbers: what joins, groups and sorts tables without touching text row by row."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]


def numbered(values: pd.Series) -> Ints:
    """A number for each distinct value in order of appearance, -1 for missing.

    >>> numbered(pd.Series(["b", "a", None, "b"])).tolist()
    [0, 1, -1, 0]
    """
    return np.asarray(pd.factorize(values)[0], dtype=np.int64)


def positions(values: pd.Series, among: pd.Series) -> Ints:
    """Where each value stands in `among`, whose values are unique; -1 when it does not or is missing.

    >>> positions(pd.Series(["b", "x", None]), pd.Series(["a", "b"])).tolist()
    [1, -1, -1]
    """
    codes = numbered(pd.concat([among, values], ignore_index=True))
    place = np.full(codes.max(initial=-1) + 2, -1, dtype=np.int64)  # the last is for missing ones, whose number is -1
    place[codes[: len(among)]] = np.arange(len(among))
    place[-1] = -1
    return place[codes[len(among) :]]


def positions_near(values: pd.Series, among: pd.Series, likely: Ints) -> Ints:
    """The same; the rows `likely` of `among` are looked through first, the others only for what they lack."""
    place = np.append(likely, -1)[positions(values, among.take(likely))]
    lost = np.flatnonzero(place < 0)
    if len(lost):
        place[lost] = positions(values.take(lost), among)
    return place


def ranks(values: pd.Series) -> Ints:
    """The rank of each value among the distinct ones in order; -1 for missing.

    >>> ranks(pd.Series(["b", "a", "b"])).tolist()
    [1, 0, 1]
    """
    return np.asarray(pd.factorize(values, sort=True)[0], dtype=np.int64)


def runs(*keys: Ints) -> Ints:
    """Where each run of equal keys starts, in rows that are sorted by them."""
    if not len(keys[0]):
        return np.zeros(0, dtype=np.int64)
    begins = np.ones(len(keys[0]), dtype=bool)
    begins[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    return np.flatnonzero(begins)
