"""The events of connected sightings at one state of knowledge: what stands, what was withdrawn, what is doubted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from riskbrief.coding.clusters import Atlas, Cell, Links, components, merge
from riskbrief.coding.events import Found
from riskbrief.coding.sightings import Sighting

STANDING, WITHDRAWN, UNSEEN = "standing", "withdrawn", "unseen"
Told = dict[int, list[Sighting]]  # sightings by cell


@dataclass(frozen=True)
class Component:
    """Cells that similarity connects: what happens in one never changes another. `pairs` are best first."""

    cells: tuple[Cell, ...]
    pairs: tuple[tuple[float, int, int], ...]

    @cached_property
    def near(self) -> dict[int, list[int]]:
        """The cells linked to each cell, most similar first."""
        found: dict[int, list[int]] = defaultdict(list)
        for _, a, b in self.pairs:
            found[a].append(b)
            found[b].append(a)
        return found


@dataclass
class _Draft:
    reports: list[Sighting] = field(default_factory=list)
    withdrawn: list[Sighting] = field(default_factory=list)
    doubts: list[Sighting] = field(default_factory=list)


def connected(every: Sequence[Cell], links: Links) -> list[Component]:
    """The components, in order of their first cell."""
    roots = components(len(every), links)
    members: dict[int, list[Cell]] = defaultdict(list)
    pairs: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for cell in every:
        members[roots[cell.number]].append(cell)
    for pair in links.pairs:
        pairs[roots[pair[1]]].append(pair)
    return [Component(tuple(members[r]), tuple(pairs[r])) for r in sorted(members)]


def assemble(component: Component, state: Callable[[Sighting], str], atlas: Atlas, *, span_days: int) -> list[Found]:
    """Standing reports merge first, as if nothing else had been published; what was withdrawn or doubted then joins
    the event most similar to it. Withdrawn reports and denials that find none are events without evidence."""
    standing, withdrawn, doubts = _parted(component, state)
    drafts: list[_Draft] = []
    home: dict[int, _Draft] = {}

    def settle(told: Mapping[int, list[Sighting]], part: str) -> None:
        members = [c for c in component.cells if c.number in told]
        for numbers in merge(members, component.pairs, atlas, span_days=span_days):
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
        draft = next((home[n] for n in (number, *component.near.get(number, ())) if n in home), None)
        if draft is None:
            alone[number] = found
        else:
            getattr(draft, part).extend(found)
    return alone


def _denied(found: Sequence[Sighting]) -> bool:
    return any(f.status == "denied" for s in found for f in s.facets)
