"""Similarity of reports (method B.8), one cell against many at a time, so that a flood of reports costs little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.coding.clusters import OTHER_LANGUAGE, RISE, TITLE, TOLL, UNKNOWN, WINDOW_DAYS, Atlas, Cell, similarity

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

DOUBTED_PLACE = 0.4  # a doubt and a report of one indicator are of one event unless their places exclude each other
FEW = 48  # others whose words are compared one by one


@dataclass(frozen=True)
class Tolls:
    """The dead each cell tells of; NaN where it tells of none. `bound`: infinite where `high` is open or 0."""

    low: Floats
    best: Floats
    bound: Floats
    most: Floats
    zero: Flags

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Tolls:
        """Those of the cells, in their order."""
        nan, inf = float("nan"), float("inf")
        told = [(t.low, t.best, t.high or inf, t.most, t.high == 0) if (t := c.toll) else None for c in cells]
        low, best, bound, most, zero = zip(*(t or (nan, nan, nan, nan, False) for t in told), strict=True)
        return cls(np.array(low), np.array(best), np.array(bound), np.array(most), np.array(zero, dtype=bool))

    def overlap(self, at: int, others: Ints) -> Flags:
        """Whether the tolls of one cell and of others can both be true, as `Range.overlaps` has it."""
        zero = self.zero[others] | self.zero[at]
        mine = np.where(zero, self.most[at], self.bound[at])
        theirs = np.where(zero, self.most[others], self.bound[others])
        return np.asarray((self.low[at] <= theirs) & (self.low[others] <= mine))


class Least(NamedTuple):
    """What a pair of cells is alike without the words of titles in one language: S, the likeness of places, and whether
    S could be higher had the other been published first."""

    s: Floats
    place: Floats
    swayed: Flags


class Likeness:
    """Cells of one family and country whose days lie close together, by position: sorted by day, then number.

    Cells of one `kind` differ in nothing but their order and the words of their titles.
    """

    def __init__(self, cells: Sequence[Cell], atlas: Atlas, threshold: float) -> None:
        self.cells = sorted(cells, key=lambda c: (c.first.day, c.number))
        self.atlas, self.threshold = atlas, threshold
        self.number = np.array([c.number for c in self.cells], dtype=np.int64)
        self.day = np.array([c.first.day for c in self.cells], dtype=np.int64)
        self.doubts = np.array([c.first.doubts for c in self.cells], dtype=bool)
        self.towns, self.town = _coded([atlas.located(c.first) for c in self.cells])
        self._language = _coded([c.first.article.language for c in self.cells])[1]
        self._article = _coded([c.first.article.article_id for c in self.cells])[1]
        self._scene = np.array([c.first.scene for c in self.cells], dtype=np.int64)
        self._revises = np.array([bool(c.toll and c.toll.revises) for c in self.cells], dtype=bool)
        self._tolls = Tolls.of(self.cells)
        self._n_words = np.array([len(c.first.words) for c in self.cells], dtype=np.int64)
        self._place: dict[int, Floats] = {}
        self._spoken = {int(code): cell for code, cell in zip(self.town[::-1], self.cells[::-1], strict=True)}
        self._with_word = _positions([c.first.words for c in self.cells])
        self._indicators = [frozenset(f.indicator_id for f in c.first.facets) for c in self.cells]
        told = (self.town, self.day, self._language, self.doubts, [c.toll for c in self.cells], self._indicators)
        kinds: dict[object, int] = {}
        self.kind = [kinds.setdefault(one, len(kinds)) for one in zip(*told, strict=True)]

    def window(self, at: int) -> tuple[int, int]:
        """First and last (excluded) position of the cells within two days."""
        first, last = np.searchsorted(self.day, [self.day[at] - WINDOW_DAYS, self.day[at] + WINDOW_DAYS + 1])
        return int(first), int(last)

    def row(self, at: int, others: Ints) -> tuple[Floats, Flags]:
        """S of a cell with others of its window, and which of them it is linked to."""
        least = self._least(at, others)
        s = least.s + np.where(self._same_language(at, others), TITLE * self._titles(at, others), 0.0)
        linked = (s >= self.threshold) | self._disputed(at, others, least.place)
        return s, linked & ~self._other_scenes(at, others)

    def linked(self, at: int, others: Ints, level: float) -> tuple[Flags, Flags]:
        """Which others of its window have an S of `level` or more, or are linked anyhow at the threshold; and to which
        no cell of its kind ever is. Titles are compared only where they decide."""
        least = self._least(at, others)
        most = least.s + np.where(self._same_language(at, others), TITLE, 0.0)
        found, never = least.s >= level, most + np.where(least.swayed, TOLL * UNKNOWN, 0.0) < level
        open_ = np.flatnonzero(~found & (most >= level))
        if len(open_):
            found[open_] = least.s[open_] + TITLE * self._titles(at, others[open_]) >= level
        if level <= self.threshold:
            found |= self._disputed(at, others, least.place)
        found &= ~self._other_scenes(at, others)
        return found, never & ~found

    def nearest(self, at: int) -> list[int]:
        """Numbers of the cells linked to a cell, most similar first."""
        first, last = self.window(at)
        others = np.array([n for n in range(first, last) if n != at], dtype=np.int64)
        s, linked = self.row(at, others)
        numbers, s = self.number[others[linked]], s[linked]
        return [int(n) for n in numbers[np.lexsort((numbers, -s))]]

    def _least(self, at: int, others: Ints) -> Least:
        place = self._places(at, others)
        apart = np.abs(self.day[others] - self.day[at])
        title: Any = np.where(self._same_language(at, others), 0.0, OTHER_LANGUAGE)
        toll: Any = self._toll(at, others, apart)
        s = similarity(place, apart, UNKNOWN, toll, title)  # type: ignore[arg-type]
        return Least(np.asarray(s), place, np.asarray((apart == 0) & (toll == 0)))

    def _same_language(self, at: int, others: Ints) -> Flags:
        return np.asarray(self._language[others] == self._language[at])

    def _places(self, at: int, others: Ints) -> Floats:
        code = int(self.town[at])
        row = self._place.setdefault(code, np.full(len(self.towns), np.nan))
        codes = self.town[others]
        for other in np.unique(codes[np.isnan(row[codes])]):
            row[other] = self.atlas.similarity(self._spoken[code].first, self._spoken[int(other)].first)
        return np.asarray(row[codes])

    def _toll(self, at: int, others: Ints, apart: Ints) -> Floats:
        """1 overlapping, .5 missing or risen since the earlier report of the same day, 0 disjoint."""
        best, theirs = self._tolls.best[at], self._tolls.best[others]
        earlier = self.number[at] < self.number[others]
        early, late = np.where(earlier, best, theirs), np.where(earlier, theirs, best)
        risen = (apart == 0) & (early < late) & (late <= RISE * early)
        unknown = np.isnan(best) | np.isnan(theirs)
        told = np.where(self._tolls.overlap(at, others), 1.0, np.where(risen, UNKNOWN, 0.0))
        return np.where(unknown, UNKNOWN, told)

    def _titles(self, at: int, others: Ints) -> Floats:
        """Jaccard index of the words of headlines."""
        words = self.cells[at].first.words
        if len(others) <= FEW:
            shared = np.array([len(words & self.cells[n].first.words) for n in others], dtype=np.int64)
        else:
            first, last = self.window(at)
            count = np.zeros(last - first, dtype=np.int64)
            for word in words:
                where = self._with_word[word]
                count[where[slice(*np.searchsorted(where, [first, last]))] - first] += 1
            shared = count[others - first]
        union = len(words) + self._n_words[others] - shared
        alike = np.where(union > 0, shared / np.maximum(union, 1), 0.0)
        return np.where(self._told_apart(at, others), OTHER_LANGUAGE, alike)

    def _other_scenes(self, at: int, others: Ints) -> Flags:
        """Whether one text says that another scene begins between them, or tells of others hit on another day it names,
        with another number of dead: nine villagers on Sunday, four soldiers the day after."""
        one = self._article[others] == self._article[at]
        found = np.asarray(one & (self._scene[others] != self._scene[at]))
        for n in np.flatnonzero(self._other_dead(at, others)) if self.cells[at].first.dated else ():
            dated = self.cells[others[n]].first.dated
            found[n] |= dated and self._indicators[at].isdisjoint(self._indicators[others[n]])
        return found

    def _told_apart(self, at: int, others: Ints) -> Flags:
        """Whether one text gives another number of dead for another day, or another thing that an act is done to: that
        its title is one says nothing."""
        return self._other_dead(at, others) | self._other_acts(at, others)

    def _other_dead(self, at: int, others: Ints) -> Flags:
        """Whether one text gives another number of dead for another day, none of them said to have moved."""
        known = ~np.isnan(self._tolls.best[others]) & ~np.isnan(self._tolls.best[at])
        moved = self._revises[others] | self._revises[at]
        return np.asarray(self._other_days(at, others) & known & ~moved & ~self._tolls.overlap(at, others))

    def _other_days(self, at: int, others: Ints) -> Flags:
        """Which others are of the same text and another day."""
        return np.asarray((self._article[others] == self._article[at]) & (self.day[others] != self.day[at]))

    def _other_acts(self, at: int, others: Ints) -> Flags:
        """Of the cells of one text on other days: whether its act is done to something else."""
        found, mine = np.zeros(len(others), dtype=bool), self.cells[at].first
        for n in np.flatnonzero(self._other_days(at, others)) if mine.done_to and mine.dated else ():
            theirs = self.cells[others[n]].first
            found[n] = bool(theirs.done_to) and theirs.dated and mine.done_to.isdisjoint(theirs.done_to)
        return found

    def _disputed(self, at: int, others: Ints, place: Floats) -> Flags:
        """Doubts of a report: the same indicator, at places that do not exclude each other."""
        found = (self.doubts[others] != self.doubts[at]) & (place >= DOUBTED_PLACE)
        mine = self._indicators[at]
        for n in np.flatnonzero(found):
            found[n] = not mine.isdisjoint(self._indicators[others[n]])
        return np.asarray(found)


def _coded(names: Sequence[str]) -> tuple[list[str], Ints]:
    """The different names in order, and which of them each is."""
    different = sorted(set(names))
    place = {name: n for n, name in enumerate(different)}
    return different, np.array([place[name] for name in names], dtype=np.int64)


def _positions(words: Sequence[frozenset[str]]) -> dict[str, Ints]:
    found: dict[str, list[int]] = defaultdict(list)
    for position, some in enumerate(words):
        for word in some:
            found[word].append(position)
    return {word: np.array(where, dtype=np.int64) for word, where in found.items()}
