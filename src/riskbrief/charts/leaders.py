"""Where names stand outside their countries: on the sea, clear of each other, with lines that do not cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path as Outline

from riskbrief.charts.labels import Box

Points = npt.NDArray[np.float64]
Axis = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
Line = tuple[tuple[float, float], tuple[float, float]]
DIRECTIONS, RINGS, RING_SHARE = 24, 26, 64  # places tried around a country, rings by share of the frame's width
WAY = np.arange(2, 13) / 12  # points of a line that must be free
CELLS = 180  # of the grid that tells land from sea, across


@dataclass(frozen=True)
class Sea:
    """A grid over the frame; `land` holds how many cells of land lie below and left of each corner of a cell."""

    frame: Box
    step: float
    land: npt.NDArray[np.int64]

    @classmethod
    def around(cls, land: Sequence[Outline], frame: Box) -> Sea:
        """The grid of a frame with the land in it."""
        step = frame.width / CELLS
        x = frame.x - frame.width / 2 + (np.arange(CELLS) + 0.5) * step
        y = frame.y - frame.height / 2 + (np.arange(int(frame.height / step)) + 0.5) * step
        cells = np.zeros((len(y), len(x)), dtype=bool)
        for outline in land:
            _mark(cells, x, y, outline)
        sums = np.pad(cells.astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        return cls(frame, step, sums)

    def free(self, middles: Points, width: float, height: float) -> Flags:
        """Whether boxes of one size around the middles lie wholly in the frame and on the sea."""
        half = np.array([width, height]) / 2
        corner = np.array([self.frame.x - self.frame.width / 2, self.frame.y - self.frame.height / 2])
        low = np.floor((middles - half - corner) / self.step).astype(int)
        high = np.ceil((middles + half - corner) / self.step).astype(int)
        rows, columns = self.land.shape
        seen = (low >= 0).all(axis=1) & (high[:, 0] < columns) & (high[:, 1] < rows)
        (left, down), (right, up) = (np.where(seen, edge.T, 0) for edge in (low, high))
        land = self.land[up, right] - self.land[down, right] - self.land[up, left] + self.land[down, left]
        return np.asarray(seen & (land == 0))


def _mark(cells: Flags, x: Axis, y: Axis, outline: Outline) -> None:
    """Set the cells whose middle lies in the outline."""
    ring = np.asarray(outline.vertices)
    low, high = ring.min(axis=0), ring.max(axis=0)
    columns, rows = (slice(*np.searchsorted(axis, (low[i], high[i]))) for i, axis in enumerate((x, y)))
    across, upright = np.meshgrid(x[columns], y[rows])
    if across.size:
        inside = outline.contains_points(np.column_stack([across.ravel(), upright.ravel()]))
        cells[rows, columns] |= inside.reshape(across.shape)


@dataclass(frozen=True)
class Places:
    """Places for a box of one size around an anchor, the best first, with the end of the line to each."""

    anchor: tuple[float, float]
    width: float
    height: float
    middles: Points
    ends: Points
    _told: dict[Box | Line, Flags] = field(default_factory=dict)  # orders are tried, and ask the same again

    @classmethod
    def around(cls, anchor: tuple[float, float], size: tuple[float, float], sea: Sea) -> Places:
        """Rings around the anchor: nearer ones first, within a ring those level with it."""
        width, height = size
        ring, turn = (part.ravel() for part in np.meshgrid(np.arange(1, RINGS + 1), np.arange(DIRECTIONS)))
        angle, reach = 2 * np.pi * turn / DIRECTIONS, ring * (sea.frame.width / RING_SHARE)
        x = anchor[0] + np.cos(angle) * (reach + width / 2)
        y = anchor[1] + np.sin(angle) * (reach + height / 2)
        order = np.lexsort((x, np.round(np.abs(y - anchor[1]), 6), ring))
        middles = np.column_stack([x, y])[order]
        middles = middles[sea.free(middles, width, height)]
        return cls(anchor, width, height, middles, _ends(anchor, middles, width, height))

    def clear_of(self, taken: Sequence[Box]) -> Places:
        """Those places that, with their lines, are clear of boxes."""
        free = ~self._meets(taken)
        return replace(self, middles=self.middles[free], ends=self.ends[free], _told={})

    def first_free(self, taken: Sequence[Box], lines: Sequence[Line]) -> tuple[Box, Line] | None:
        """The first place that, with its line, is clear of boxes and lines already there."""
        barred = np.zeros(len(self.middles), dtype=bool)
        for box in taken:
            if box not in self._told:
                self._told[box] = self._meets([box])
            barred |= self._told[box]
        for line in lines:
            if line not in self._told:
                self._told[line] = self._crosses(line)
            barred |= self._told[line]
        free = np.flatnonzero(~barred)
        if not len(free):
            return None
        middle, end = self.middles[free[0]], self.ends[free[0]]
        place = Box(float(middle[0]), float(middle[1]), self.width, self.height)
        return place, (self.anchor, (float(end[0]), float(end[1])))

    def _meets(self, taken: Sequence[Box]) -> Flags:
        """Places where the box or its line meets a box."""
        boxes = np.array([(b.x, b.y, b.width, b.height) for b in taken], dtype=float).reshape(-1, 4)
        at, size = boxes[:, :2], boxes[:, 2:]
        met = np.abs(self.middles[:, None] - at) * 2 < size + np.array([self.width, self.height])
        way = self.anchor + (self.ends - self.anchor)[:, None] * WAY[:, None]
        passed = np.abs(way[:, :, None] - at) * 2 < size
        return np.asarray(met.all(axis=2).any(axis=1) | passed.all(axis=3).any(axis=(1, 2)))

    def _crosses(self, line: Line) -> Flags:
        """Places whose line or box (seen by its diagonals) a line crosses."""
        half = np.array([self.width, self.height]) / 2
        start, end = np.array(line)
        crossed = _crossing(np.array(self.anchor), self.ends, start, end)
        for across in (half, half * (1, -1)):
            crossed |= _crossing(self.middles - across, self.middles + across, start, end)
        return crossed


def _ends(anchor: tuple[float, float], middles: Points, width: float, height: float) -> Points:
    """Where a line meets each box: its nearer side, or its top or bottom if the anchor lies within its width."""
    x, y = middles.T
    over = np.abs(anchor[0] - x) <= width / 2
    side = x + np.where(anchor[0] > x, width / 2, -width / 2)
    edge = y + np.where(anchor[1] > y, height / 2, -height / 2)
    return np.column_stack([np.where(over, anchor[0], side), np.where(over, edge, y)])


def _crossing(start: Points, end: Points, other: Points, other_end: Points) -> Flags:
    """Whether lines cross one other; those that only touch it do not."""
    parted = _side(start, end, other) * _side(start, end, other_end) < 0
    return np.asarray(parted & (_side(other, other_end, start) * _side(other, other_end, end) < 0))


def _side(start: Points, end: Points, point: Points) -> Points:
    """On which side of the line from start to end a point lies, as a sign."""
    along, to = end - start, point - start
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])
