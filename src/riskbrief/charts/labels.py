"""Where country names stand: inside where they fit, else outside with a leader line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path as Outline

Points = npt.NDArray[np.float64]
ROWS = 28  # heights tried inside a country
DIRECTIONS, RINGS, RING_SHARE = 24, 26, 64  # places tried around a country too small for its name
GLYPH_WIDTH = 0.49  # mean advance of a letter, in font sizes
MM_PER_POINT = 0.3528
WAY = tuple(i / 12 for i in range(2, 13))  # points of a leader line that must be free


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

    def corners(self) -> list[tuple[float, float]]:
        """Corners and edge middles."""
        across, up = self.width / 2, self.height / 2
        return [(self.x + i * across, self.y + j * up) for i in (-1, -0.5, 0, 0.5, 1) for j in (-1, 0, 1)]

    def meets(self, other: Box) -> bool:
        """Whether two boxes overlap."""
        apart_x = abs(self.x - other.x) * 2 >= self.width + other.width
        return not (apart_x or abs(self.y - other.y) * 2 >= self.height + other.height)


def widest_place(ring: Points, *, height: float, taken: Sequence[Box]) -> tuple[float, float, float]:
    """Centre and width of the widest free strip of `height` inside a ring, clear of boxes already taken."""
    low, high = ring[:, 1].min(), ring[:, 1].max()
    best = (float(ring[:, 0].mean()), float(ring[:, 1].mean()), 0.0)
    for y in np.linspace(low + height / 2, high - height / 2, ROWS) if high - low > height else ():
        left, right = _strip(ring, float(y), height)
        for start, end in _free(left, right, float(y), height, taken):
            if end - start > best[2]:
                best = ((start + end) / 2, float(y), end - start)
    return best


def _strip(ring: Points, y: float, height: float) -> tuple[float, float]:
    """The widest run that is inside the ring at the bottom, the middle and the top of a line of text."""
    runs = [_widest_run(_crossings(ring, y + shift * height)) for shift in (-0.5, 0.0, 0.5)]
    return max(run[0] for run in runs), min(run[1] for run in runs)


def _crossings(ring: Points, y: float) -> Points:
    x, heights = ring[:, 0], ring[:, 1]
    after_x, after_y = np.roll(x, -1), np.roll(heights, -1)
    cut = (heights > y) != (after_y > y)
    share = (y - heights[cut]) / (after_y[cut] - heights[cut])
    return np.sort(x[cut] + share * (after_x[cut] - x[cut]))


def _widest_run(crossings: Points) -> tuple[float, float]:
    pairs = list(zip(crossings[::2], crossings[1::2], strict=False))
    left, right = max(pairs, key=lambda p: p[1] - p[0], default=(0.0, 0.0))
    return float(left), float(right)


def _free(left: float, right: float, y: float, height: float, taken: Sequence[Box]) -> list[tuple[float, float]]:
    """What is left of a run once the boxes that reach into the strip are cut out."""
    runs = [(left, right)]
    for box in taken:
        if abs(box.y - y) * 2 < box.height + height:
            start, end = box.x - box.width / 2, box.x + box.width / 2
            runs = [r for a, b in runs for r in ((a, min(b, start)), (max(a, end), b)) if r[1] > r[0]]
    return runs


def outside_place(
    anchor: tuple[float, float], size: tuple[float, float], *, land: Sequence[Outline], taken: Sequence[Box], frame: Box
) -> Box | None:
    """The nearest box of `size` around `anchor` in the frame that touches no land, and no label on the way to it."""
    width, height = size
    step = frame.width / RING_SHARE
    for ring in range(1, RINGS + 1):
        free = []
        for turn in range(DIRECTIONS):
            angle = 2 * np.pi * turn / DIRECTIONS
            reach = ring * step
            x = anchor[0] + float(np.cos(angle)) * (reach + width / 2)
            box = Box(x, anchor[1] + float(np.sin(angle)) * (reach + height / 2), width, height)
            if within(box, frame) and not _blocked(box, anchor, taken) and not _touches(box, land):
                free.append(box)
        if free:
            return min(free, key=lambda b: (round(abs(b.y - anchor[1]), 6), b.x))
    return None


def leader_end(box: Box, anchor: tuple[float, float]) -> tuple[float, float]:
    """Where a line from `anchor` meets the box: its nearer side, or its top or bottom if it lies within its width."""
    if abs(anchor[0] - box.x) <= box.width / 2:
        return anchor[0], box.y + (box.height / 2 if anchor[1] > box.y else -box.height / 2)
    return box.x + (box.width / 2 if anchor[0] > box.x else -box.width / 2), box.y


def within(box: Box, frame: Box) -> bool:
    """Whether a box lies wholly in the frame."""
    across = abs(box.x - frame.x) * 2 + box.width <= frame.width
    return across and abs(box.y - frame.y) * 2 + box.height <= frame.height


def _blocked(box: Box, anchor: tuple[float, float], taken: Sequence[Box]) -> bool:
    """Whether the box or the line to it meets something already written."""
    end = leader_end(box, anchor)
    way = [Box(anchor[0] + (end[0] - anchor[0]) * t, anchor[1] + (end[1] - anchor[1]) * t, 0, 0) for t in WAY]
    return any(box.meets(o) or any(o.meets(point) for point in way) for o in taken)


def _touches(box: Box, land: Sequence[Outline]) -> bool:
    corners = box.corners()
    return any(bool(outline.contains_points(corners).any()) for outline in land)
