"""The events of connected sightings at one state of knowledge: what stands, what was withdrawn, what is doubted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from riskbrief.coding.clusters import WINDOW_DAYS, Atlas, Cell
from riskbrief.coding.events import Found
from riskbrief.coding.likeness import Likeness
from riskbrief.coding.merging import connected_cells, merged
from riskbrief.coding.sightings import Sighting

STANDING, WITHDRAWN, UNSEEN = "standing", "withdrawn", "unseen"
Told = dict[int, list[Sighting]]  # sightings by cell


@dataclass(frozen=True)
class Component:
    """Cells that similarity connects: what happens in one never changes another. `places`: the position of each cell,
    by number, in `likeness`."""

    cells: tuple[Cell, ...]
    likeness: Likeness
    places: Mapping[int, int]

    def near(self, number: int) -> list[int]:
        """The cells linked to a cell, most similar first."""
        return self.likeness.nearest(self.places[number])

    def merged(self, numbers: Iterable[int], *, span_days: int) -> list[list[int]]:
        """The events of some of its cells by number, in order of first publication."""
        positions = np.array(sorted(self.places[n] for n in numbers), dtype=np.int64)
        events = merged(self.likeness, positions, span_days=span_days) if len(positions) else []
        return sorted(sorted(self.likeness.number[event].tolist()) for event in events)


@dataclass
class _Draft:
    reports: list[Sighting] = field(default_factory=list)
    withdrawn: list[Sighting] = field(default_factory=list)
    doubts: list[Sighting] = field(default_factory=list)


def connected(every: Sequence[Cell], atlas: Atlas, threshold: float) -> list[Component]:
    """The components, in order of their first cell: linked are similar reports, similar doubts, and doubts of a report,
    of one family and country and within two days."""
    found = [c for stretch in _stretches(every) for c in _components(Likeness(stretch, atlas, threshold))]
    return sorted(found, key=lambda c: c.cells[0].number)


def _stretches(every: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Cells of one family and country in a row of days without a gap that no link crosses."""
    blocks: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in every:
        blocks[cell.first.family, cell.first.region_id].append(cell)
    for block in blocks.values():
        block.sort(key=lambda c: c.first.day)
        gaps = [n for n, (a, b) in enumerate(pairwise(block), 1) if b.first.day - a.first.day > WINDOW_DAYS]
        for first, last in pairwise([0, *gaps, len(block)]):
            yield block[first:last]


def _components(likeness: Likeness) -> Iterator[Component]:
    for part in connected_cells(likeness, np.arange(len(likeness.cells)), likeness.threshold):
        cells = sorted((likeness.cells[n] for n in part), key=lambda c: c.number)
        yield Component(tuple(cells), likeness, {int(likeness.number[n]): int(n) for n in part})


def assemble(component: Component, state: Callable[[Sighting], str], *, span_days: int) -> list[Found]:
    """Standing reports merge first, as if nothing else had been published; what was withdrawn or doubted then joins
    the event most similar to it. Withdrawn reports and denials that find none are events without evidence."""
    standing, withdrawn, doubts = _parted(component, state)
    drafts: list[_Draft] = []
    home: dict[int, _Draft] = {}

    def settle(told: Mapping[int, list[Sighting]], part: str) -> None:
        for numbers in component.merged(told, span_days=span_days):
            drafts.append(_Draft())
            getattr(drafts[-1], part).extend(s for n in numbers for s in told[n])
            home.update(dict.fromkeys(numbers, drafts[-1]))

    settle(standing, "reports")
    settle(_unplaced(withdrawn, component, home, "withdrawn"), "withdrawn")
    alone = _unplaced(doubts, component, dict(home), "doubts")
    settle({n: told for n, told in alone.items() if _denied(told)}, "doubts")
    return [Found(tuple(d.reports), tuple(d.withdrawn), tuple(d.doubts)) for d in drafts]


def _parted(component: Component, state: Callable[[Sighting], str]) -> tuple[Told, Told, Told]:
    standing: Told = defaultdict(list)
    withdrawn: Told = defaultdict(list)
    doubts: Told = defaultdict(list)
    for cell in component.cells:
        for sighting in cell.members:
            now = state(sighting)
            if now == STANDING:
                (doubts if sighting.doubts else standing)[cell.number].append(sighting)
            elif now == WITHDRAWN and not sighting.doubts:
                withdrawn[cell.number].append(sighting)
    return standing, withdrawn, doubts


def _unplaced(told: Told, component: Component, home: Mapping[int, _Draft], part: str) -> Told:
    """Adds each cell to the event of its most similar cell; returns those that have none."""
    alone: Told = {}
    for number, found in told.items():
        draft = next((home[n] for n in (number, *component.near(number)) if n in home), None)
        if draft is None:
            alone[number] = found
        else:
            getattr(draft, part).extend(found)
    return alone


def _denied(found: Sequence[Sighting]) -> bool:
    return any(f.status == "denied" for s in found for f in s.facets)
