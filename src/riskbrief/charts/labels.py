"""Where country names stand inside their countries, and how wide a line of text is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
ROWS = 28  # heights tried inside a country
GLYPH_WIDTH = 0.49  # mean advance of a letter, in font sizes
MM_PER_POINT = 0.3528


def text_width(text: str, size_pt: float) -> float:
    """Estimated width of one line in millimetres."""
    return len(text) * GLYPH_WIDTH * size_pt * MM_PER_POINT


@dataclass(frozen=True)
class Box:
    """An axis-parallel rectangle around a centre, in map units."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes overlap."""
        apart_x = abs(self.x - other.x) * 2 >= self.width + other.width
        return not (apart_x or abs(self.y - other.y) * 2 >= self.height + other.height)

    def holds(self, points: Points) -> int:
        """How many of some points lie inside."""
        apart = np.abs(points - (self.x, self.y)) * 2
        return int(((apart[:, 0] < self.width) & (apart[:, 1] < self.height)).sum())


def widest_place(ring: Points, *, height: float, taken: Sequence[Box]) -> tuple[float, float, float]:
    """Centre and width of the widest free strip of `height` inside a ring, clear of boxes already taken."""
    low, high = ring[:, 1].min(), ring[:, 1].max()
    best = (float(ring[:, 0].mean()), float(ring[:, 1].mean()), 0.0)
    rows = np.linspace(low + height / 2, high - height / 2, ROWS) if high - low > height else np.empty(0)
    for y, (left, right) in zip(rows, _strips(ring, rows, height), strict=True):
        for start, end in _free(left, right, float(y), height, taken):
            if end - start > best[2]:
                best = ((start + end) / 2, float(y), end - start)
    return best


def _strips(ring: Points, rows: Points, height: float) -> list[tuple[float, float]]:
    """For each row the widest run that is inside the ring at the bottom, the middle and the top of a line of text."""
    runs = list(_widest_runs(ring, np.concatenate([rows + shift * height for shift in (-0.5, 0.0, 0.5)])))
    lines = (runs[n :: len(rows)] for n in range(len(rows)))
    return [(max(run[0] for run in line), min(run[1] for run in line)) for line in lines]


def _widest_runs(ring: Points, levels: Points) -> Iterator[tuple[float, float]]:
    """The widest run inside the ring at each of some heights."""
    x, heights = ring[:, 0], ring[:, 1]
    after_x, after_y = np.roll(x, -1), np.roll(heights, -1)
    above = heights > levels[:, None]
    cut = above != np.roll(above, -1, axis=1)
    row, at = np.nonzero(cut)
    crossings = x[at] + (levels[row] - heights[at]) / (after_y[at] - heights[at]) * (after_x[at] - x[at])
    ordered = crossings[np.lexsort((crossings, row))].tolist()
    for first, last in pairwise([0, *np.cumsum(cut.sum(axis=1)).tolist()]):
        runs = zip(ordered[first:last:2], ordered[first + 1 : last : 2], strict=False)
        yield max(runs, key=lambda p: p[1] - p[0], default=(0.0, 0.0))


def _free(left: float, right: float, y: float, height: float, taken: Sequence[Box]) -> list[tuple[float, float]]:
    """What is left of a run once the boxes that reach into the strip are cut out."""
    runs = [(left, right)]
    for box in taken:
        if abs(box.y - y) * 2 < box.height + height:
            start, end = box.x - box.width / 2, box.x + box.width / 2
            runs = [r for a, b in runs for r in ((a, min(b, start)), (max(a, end), b)) if r[1] > r[0]]
    return runs


def within(box: Box, frame: Box) -> bool:
    """Whether a box lies wholly in the frame."""
    across = abs(box.x - frame.x) * 2 + box.width <= frame.width
    return across and abs(box.y - frame.y) * 2 + box.height <= frame.height


def inside(box: Box, frame: Box) -> Box:
    """The box moved into the frame as far as it must be."""
    across, upright = (max(a - b, 0) / 2 for a, b in ((frame.width, box.width), (frame.height, box.height)))
    x = min(max(box.x, frame.x - across), frame.x + across)
    return Box(x, min(max(box.y, frame.y - upright), frame.y + upright), box.width, box.height)
