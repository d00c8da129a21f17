"""Which cells are one event: merged in descending similarity, and merges that chain are refused (method B.8).

A merge that would span too many days or join towns too far apart is refused, now and whatever joins later. So cells
that similarity connects, none of which excludes another, are one event in whatever order they merge: pairs are compared
only where that is not so.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence

import numpy as np

from riskbrief.coding.likeness import Flags, Ints, Likeness

STEP = 0.05  # by which the similarity asked for rises until what it connects excludes nothing
SMALL = 200  # cells whose pairs are quicker compared than avoided
COMMON = 8  # cells of a kind from which what it is never linked to is remembered
BATCH = 1 << 14  # pairs looked at before those inside one event are taken out


def connected_cells(likeness: Likeness, members: Ints, level: float) -> list[Ints]:
    """Positions that links of a similarity of `level` or more connect, each group sorted."""
    search = _Search(likeness, members, level)
    return [np.sort(search.reached(start)) for start in members.tolist() if search.waiting[start]]


class _Search:
    """A search over links. `waiting`: positions not reached yet; `never`: by kind, those no cell of it is linked to."""

    def __init__(self, likeness: Likeness, members: Ints, level: float) -> None:
        self.likeness, self.level = likeness, level
        self.waiting = np.zeros(len(likeness.cells), dtype=bool)
        self.waiting[members] = True
        common = [kind for kind, n in Counter(likeness.kind).items() if n >= COMMON]
        self.never = {kind: np.zeros(len(likeness.cells), dtype=bool) for kind in common}

    def reached(self, start: int) -> Ints:
        """The waiting positions that one leads to, itself among them; they wait no longer.

        Kinds take turns: what one cell is not linked to, most of its kind are not.
        """
        self.waiting[start] = False
        found, ahead = [start], OrderedDict({self.likeness.kind[start]: [start]})
        while ahead:
            kind, own = next(iter(ahead.items()))
            ahead.move_to_end(kind)
            for new in self._linked(own.pop(), kind):
                found.append(new)
                ahead.setdefault(self.likeness.kind[new], []).append(new)
            if not own:
                del ahead[kind]
        return np.array(found, dtype=np.int64)

    def _linked(self, at: int, kind: int) -> list[int]:
        first, last = self.likeness.window(at)
        waiting = self.waiting[first:last]
        others = first + np.flatnonzero(waiting & ~self.never[kind][first:last] if kind in self.never else waiting)
        if not len(others):
            return []
        linked, hopeless = self.likeness.linked(at, others, self.level)
        if kind in self.never:
            self.never[kind][others[hopeless]] = True
        self.waiting[others[linked]] = False
        return list(others[linked].tolist())


def merged(likeness: Likeness, members: Ints, *, span_days: int) -> list[Ints]:
    """The events of cells, by position: what merging pair by pair gives, the most similar first."""
    rules = _Rules(likeness, span_days)
    found: list[Ints] = []
    for part in connected_cells(likeness, np.sort(members), likeness.threshold):
        if rules.fit(part):
            found.append(part)
        else:
            groups = _Groups(list(_pieces(part, rules)), rules)
            found += groups.joined(*_links(groups))
    return found


def _pieces(part: Ints, rules: _Rules) -> Iterator[Ints]:
    """Groups that are whole before any of their cells meets a cell outside: connected at a similarity that no link to
    the outside has, with none that excludes another. Single cells where few are left."""
    waiting = [(part, rules.likeness.threshold + STEP)]
    while waiting:
        cells, level = waiting.pop()
        if len(cells) <= SMALL or level > 1:
            yield from np.split(cells, len(cells))
            continue
        for group in connected_cells(rules.likeness, cells, level):
            if rules.fit(group):
                yield group
            else:
                waiting.append((group, level + STEP))


def _links(groups: _Groups) -> tuple[Ints, Ints]:
    """Pairs of groups, the most similar first: by S, then by the numbers of the two cells.

    Of the links of a cell with a group only the first is there, and none with a group that excludes its own.
    """
    found = [pairs for at in groups.cells.tolist() if len(pairs := _links_of(groups, at))]
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    every = np.concatenate(found)
    every = every[np.lexsort((every["late"], every["early"], -every["s"]))]
    return every["one"], every["two"]


PAIR = np.dtype([("s", float), ("early", np.int64), ("late", np.int64), ("one", np.int64), ("two", np.int64)])


def _links_of(groups: _Groups, at: int) -> np.ndarray:
    """The links of a cell with later cells of other groups."""
    likeness, mine = groups.rules.likeness, int(groups.of[at])
    others = np.arange(at + 1, likeness.window(at)[1])
    others = others[groups.of[others] >= 0]
    others = others[~groups.apart(mine)[groups.of[others]]]
    s, linked = likeness.row(at, others)
    s, number, theirs = s[linked], likeness.number[others[linked]], groups.of[others[linked]]
    order = np.lexsort((number, -s, theirs))
    order = order[np.diff(theirs[order], prepend=-1) > 0]
    out = np.zeros(len(order), dtype=PAIR)
    out["s"], out["one"], out["two"] = s[order], mine, theirs[order]
    out["early"] = np.minimum(number[order], likeness.number[at])
    out["late"] = np.maximum(number[order], likeness.number[at])
    return out


class _Rules:
    """What may be one event: days within a span, no towns farther apart than near."""

    def __init__(self, likeness: Likeness, span_days: int) -> None:
        self.likeness, self.span_days = likeness, span_days
        self._far: dict[int, Flags] = {}

    def fit(self, cells: Ints) -> bool:
        """Whether no cell excludes another."""
        days = self.likeness.day[cells]
        return bool(days.max() - days.min() <= self.span_days) and not self.far(towns := self.towns(cells))[towns].any()

    def towns(self, cells: Ints) -> Flags:
        """Which towns the cells name."""
        named = np.zeros(len(self.likeness.towns), dtype=bool)
        named[self.likeness.town[cells]] = True
        return named

    def far(self, towns: Flags) -> Flags:
        """The towns that are too far from one of these."""
        out = np.zeros(len(towns), dtype=bool)
        for town in np.flatnonzero(towns).tolist():
            out |= self._far_from(town)
        return out

    def _far_from(self, town: int) -> Flags:
        if town not in self._far:
            names, atlas = self.likeness.towns, self.likeness.atlas
            far = [bool(names[town] and name) and atlas.far(names[town], name) for name in names]
            self._far[town] = np.array(far, dtype=bool)
        return self._far[town]


class _Groups:
    """Groups of cells with the days and towns they hold; `of`: the group of each position, -1 of none."""

    def __init__(self, members: Sequence[Ints], rules: _Rules) -> None:
        self.members, self.rules = list(members), rules
        self.cells = np.sort(np.concatenate(self.members))
        self.of = np.full(len(rules.likeness.cells), -1, dtype=np.int64)
        for group, cells in enumerate(self.members):
            self.of[cells] = group
        days = [rules.likeness.day[cells] for cells in self.members]
        self._first, self._last = np.array([d.min() for d in days]), np.array([d.max() for d in days])
        self._towns = np.array([rules.towns(cells) for cells in self.members])
        self._apart: dict[int, Flags] = {}

    def apart(self, group: int) -> Flags:
        """The groups that a group as it began cannot be one event with, or is already: itself."""
        if group not in self._apart:
            first, last = self._first[group], self._last[group]
            span = np.maximum(self._last, last) - np.minimum(self._first, first)
            far = self._towns[:, self.rules.far(self._towns[group])].any(axis=1)
            self._apart[group] = (span > self.rules.span_days) | far
            self._apart[group][group] = True
        return self._apart[group]

    def joined(self, ones: Ints, twos: Ints) -> list[Ints]:
        """The events after merging pairs of groups in order, with the positions of each sorted."""
        label = np.arange(len(self.members))
        for start in range(0, len(ones), BATCH):
            a, b = ones[start : start + BATCH], twos[start : start + BATCH]
            open_ = label[a] != label[b]
            for one, two in zip(a[open_].tolist(), b[open_].tolist(), strict=True):
                self._merge(label, int(label[one]), int(label[two]))
        of = label[self.of[self.cells]]
        return [self.cells[of == event] for event in np.unique(of)]

    def _merge(self, label: Ints, one: int, two: int) -> None:
        """Make two groups one unless their days or towns exclude it."""
        first = min(self._first[one], self._first[two])
        last = max(self._last[one], self._last[two])
        if one == two or last - first > self.rules.span_days:
            return
        if (self.rules.far(self._towns[one]) & self._towns[two]).any():
            return
        self._first[one], self._last[one] = first, last
        self._towns[one] |= self._towns[two]
        label[label == two] = one
