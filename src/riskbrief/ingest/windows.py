"""Who shares word windows with whom: the windows of many texts as sorted numbers, searched without comparing all pairs.

Exact, by pigeonhole: two texts that share the part `least` of the smaller one share a window of any choice of
n - least + 1 of its n windows. Each text chooses its rarest ("leading") ones, so what everybody prints is never looked
up; whoever is found is then counted in full.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Windows = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
Holds = Callable[[int, int], bool]  # number of an earlier text, windows it shares
AT_ONCE = 256  # texts counted together
_MIX = np.uint64(0x9E3779B97F4A7C15)


def windows_of(words: Sequence[str], width: int) -> Windows:
    """The distinct windows of `width` words as 64-bit numbers, sorted; a shorter text is one window.

    >>> len(windows_of("a b a b a b a".split(), 5)), len(windows_of(["a"], 5)), len(windows_of([], 5))
    (2, 1, 0)
    """
    values = np.frombuffer(b"".join(map(_value, words)), "<u8").astype(np.uint64)
    width = min(width, len(words))
    if not width:
        return values
    size = len(values) - width + 1
    mixed = values[:size]
    for shift in range(1, width):
        mixed = mixed * _MIX + values[shift : shift + size]
    mixed.sort()
    return mixed[np.concatenate(([True], mixed[1:] != mixed[:-1]))]


@lru_cache(maxsize=1 << 17)
def _value(word: str) -> bytes:
    return blake2b(word.encode(), digest_size=8).digest()


class Shelf:
    """Texts in order, by the windows they hold; windows of one text alone are left out, for nobody shares them."""

    def __init__(self, texts: Sequence[Windows], least: Sequence[float]) -> None:
        """`least`: of each text, the smallest part that must be shared by it and any other."""
        self._count = len(texts)
        sizes = np.fromiter(map(len, texts), np.int64, self._count)
        order, window = _common(np.concatenate([np.empty(0, np.uint64), *texts]))
        owner = np.repeat(np.arange(self._count, dtype=np.int32), sizes)[order]
        self._full = window * self._count + owner  # by window, then by text
        back = np.argsort(order, kind="stable")
        self._windows, owner = window[back], owner[back]  # text by text
        self._bounds = np.searchsorted(owner, np.arange(self._count + 1))
        self._leading = self._chosen(sizes, np.asarray(least))
        self._lead = np.sort(self._windows[self._leading] * self._count + owner[self._leading])
        self._mark = np.zeros(int(window.max(initial=-1)) + 1, bool)

    def _chosen(self, sizes: Numbers, least: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Which windows lead: of each text the rarest, as many as must hold a shared one."""
        often = np.bincount(self._windows, minlength=1)
        chosen = np.zeros(len(self._windows), bool)
        needed = sizes - np.ceil(least * sizes - 1e-9).astype(np.int64) + 1
        for number, (start, end) in enumerate(pairwise(self._bounds)):
            count = needed[number] - (sizes[number] - (end - start))  # windows of its own lead already
            if count > 0:
                rarest = np.argsort(often[self._windows[start:end]], kind="stable")[:count]
                chosen[start + rarest] = True
        return chosen

    def earliest(self, number: int, start: int, holds: Holds) -> int | None:
        """The first text from `start` on, before text `number`, that `holds` accepts; None when there is none.

        The first holder of each window is tried before all others: in a flood of copies that settles it.
        """
        begin, end = self._bounds[number : number + 2]
        windows = self._windows[begin:end]
        if not len(windows):
            return None
        self._mark[windows] = True
        best = self._first(self._heads(windows, start, number), holds)
        late = number if best is None else best
        leading = windows[self._leading[begin:end]]
        found = np.concatenate([
            _between(self._lead, windows * self._count, start, late),
            _between(self._full, leading * self._count, start, late),
        ])  # fmt: skip
        earlier = self._first(np.unique(found % self._count), holds)
        self._mark[windows] = False
        return best if earlier is None else earlier

    def _heads(self, windows: Numbers, start: int, number: int) -> Numbers:
        keys = windows * self._count
        heads = self._full[np.searchsorted(self._full, keys + start)] - keys
        return np.unique(heads[heads < number])

    def _first(self, numbers: Numbers, holds: Holds) -> int | None:
        """The first of some texts, in order, that shares enough with the marked one."""
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            begins, ends = self._bounds[some], self._bounds[some + 1]
            shared = self._mark[self._windows[_ranges(begins, ends)]]
            counts = np.add.reduceat(shared, np.cumsum(ends - begins) - (ends - begins), dtype=np.int64)
            for number, count in zip(some.tolist(), counts.tolist(), strict=True):
                if holds(number, count):
                    return int(number)
        return None


def _common(every: Windows) -> tuple[Numbers, Numbers]:
    """Where windows stand that occur more than once, in order of window, and their numbers from 0 on."""
    order = np.argsort(every, kind="stable")
    ordered = every[order]
    again = np.zeros(len(every) + 1, bool)
    again[1:-1] = ordered[1:] == ordered[:-1]  # the same as the one before
    keep = again[:-1] | again[1:]
    return order[keep], np.cumsum(~again[:-1][keep]) - 1


def _between(keys: Numbers, base: Numbers, start: int, end: int) -> Numbers:
    """The sorted keys from base + start up to base + end, of every base."""
    return keys[_ranges(np.searchsorted(keys, base + start), np.searchsorted(keys, base + end))]


def _ranges(begins: Numbers, ends: Numbers) -> Numbers:
    """The numbers begin ... end - 1 of every pair, one after the other."""
    sizes = ends - begins
    return np.repeat(begins - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
