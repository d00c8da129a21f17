"""A change taken apart: parts with points, each with parts of its own, and the bars of a waterfall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum
from typing import NamedTuple


@dataclass(frozen=True)
class Moved:
    """One part of a change, in points of what is explained; `parts`, if any, sum to the points.

    `kind`: node (through the aggregate), floor (through a floor), discount, coverage (a part became known or missing),
    event, factor (of an event), volume, article, earlier (weeks), usual (share), region, dispute, baseline.
    """

    name: str
    kind: str
    points: float
    facts: Mapping[str, object] = field(default_factory=dict)
    parts: tuple[Moved, ...] = ()

    def scaled(self, slope: float) -> Moved:
        """The same in points of a whole that moves by `slope` for each point of this."""
        return replace(self, points=self.points * slope, parts=scaled(self.parts, slope))

    @property
    def stirs(self) -> bool:
        """Whether anything moved, even if it cancelled out."""
        return self.points != 0 or any(p.stirs for p in self.parts)


@dataclass(frozen=True)
class Change:
    """How a score moved from one week to another: `before` + sum of `parts` = `after`, to 1e-9."""

    since: str
    week: str
    before: float
    after: float
    parts: tuple[Moved, ...]

    @property
    def points(self) -> float:
        return self.after - self.before


class Bar(NamedTuple):
    """One bar of a waterfall; the first starts at the score before, the last ends at the score after."""

    name: str
    kind: str
    start: float
    end: float


def scaled(parts: Sequence[Moved], slope: float) -> tuple[Moved, ...]:
    """Every part scaled."""
    return tuple(p.scaled(slope) for p in parts)


def ranked(parts: Sequence[Moved]) -> tuple[Moved, ...]:
    """The parts that stir, the largest first."""
    return tuple(sorted((p for p in parts if p.stirs), key=lambda p: (-abs(p.points), p.kind, p.name)))


def leaves(parts: Sequence[Moved], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Moved]]:
    """The parts without parts of their own, with the names above them; their points sum to those of `parts`."""
    for part in parts:
        here = (*path, part.name)
        if part.parts:
            yield from leaves(part.parts, here)
        else:
            yield here, part


def waterfall(change: Change, most: int = 8) -> list[Bar]:
    """Bars from the score before to the score after: the largest parts, then what is left as one bar named "".

    >>> parts = (Moved("b", "node", 3.0), Moved("a", "discount", -1.0), Moved("c", "node", 0.5))
    >>> for bar in waterfall(Change("2024-W01", "2024-W02", 10.0, 12.5, parts), most=1): print(*bar)
    b node 10.0 13.0
     rest 13.0 12.5
    """
    shown, rest = ranked(change.parts)[:most], ranked(change.parts)[most:]
    if rest:
        shown = (*shown, Moved("", "rest", fsum(p.points for p in rest)))
    bars, at = [], change.before
    for part in shown:
        bars.append(Bar(part.name, part.kind, at, at + part.points))
        at += part.points
    return bars
