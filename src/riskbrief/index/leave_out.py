"""What the weeks would hold without one event: its facets gone, the rest capped and summed again (method B.23).

Volume, coverage and shares of articles stay: the articles were written, whatever is made of one event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from riskbrief.index.again import observations, volumes
from riskbrief.index.events import point
from riskbrief.index.facets import Facets, read_facets
from riskbrief.index.firm import firm_pressure
from riskbrief.index.framework import NONE, Floats, Framework
from riskbrief.index.measure import Measured
from riskbrief.index.rescore import Observed
from riskbrief.index.sieve import by_voice, kept
from riskbrief.index.views import WeekView, active_events, in_week

Cell = tuple[int, int]  # week, region


@dataclass(frozen=True)
class Active:
    """The events of a week that count for the contested share. `fixed`: by their date or first report; `speaking`: by
    event the (indicator, term) of every mention published in the week."""

    event_id: list[str]
    region: list[int]
    contested: list[bool]
    fixed: frozenset[str]
    speaking: dict[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class Base:
    """A weighed history and the views it was read from; `name` gives terms that are one choice one name."""

    views: Sequence[WeekView]
    weeks: Sequence[Measured]
    framework: Framework
    name: Callable[[str], str] = str

    @cached_property
    def observed(self) -> Observed:
        return observations(self.weeks, self.framework)

    @cached_property
    def volumes(self) -> Floats:
        """What pressures are divided by: volume to its exponent [week, region]."""
        return np.asarray(volumes(self.weeks, self.framework) ** self.framework.definition.pressure.volume_exponent)

    @cached_property
    def facets(self) -> dict[Cell, Facets]:
        """Facets of every assessed week and region that has any, with every origin that tells of them."""
        every = _every_origin(self)
        cells = ((t, r, told.of_region(r)) for t, told in enumerate(every) for r in np.unique(told.region))
        return {(t, int(r)): own for t, r, own in cells if self.weeks[t].coverage[r] > NONE}

    @cached_property
    def active(self) -> list[Active]:
        """By week."""
        return [_active(view, self.framework, self.name) for view in self.views]

    def pressure(self, cell: Cell, facets: Facets) -> Floats:
        """Value and firm value [2, indicator] of events after volume, from these facets of a week and region."""
        heard = by_voice(facets, self.framework)
        full = np.bincount(heard.indicator, point(heard, self.framework).weight, len(self.framework.indicators))
        return np.asarray(np.stack([full, firm_pressure(heard, self.framework)[cell[1]]]) / self.volumes[cell])

    def disputed(self, cell: Cell, gone: Collection[str] = (), unsaid: tuple[str, str] | None = None) -> float:
        """Contested share in % without the events `gone` or the mentions of one (indicator, term) (B.7)."""
        active, region = self.active[cell[0]], cell[1]
        n = contested = 0
        for event, where, doubted in zip(active.event_id, active.region, active.contested, strict=True):
            if where == region and event not in gone and (event in active.fixed or active.speaking[event] - {unsaid}):
                n, contested = n + 1, contested + doubted
        return 100 * contested / (n + self.framework.definition.pressure.contest_shrinkage)


def _every_origin(base: Base) -> list[Facets]:
    """The facets of each week; an origin that another one of its owner outweighs speaks when that one is left out."""
    belief = base.framework.definition.belief
    if belief.independent == "origin":
        return [week.facets for week in base.weeks]
    each = belief.model_copy(update={"independent": "origin"})
    definition = base.framework.definition.model_copy(update={"belief": each})
    return [read_facets(view, replace(base.framework, definition=definition)) for view in base.views]


def _active(view: WeekView, framework: Framework, name: Callable[[str], str]) -> Active:
    events = active_events(view)
    silent = replace(view, mentions=view.mentions.iloc[:0])
    week = view.mentions[in_week(view.mentions["published_at"], view.week) & view.mentions["event_id"].notna()]
    speaking: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for event, indicator, term in zip(week["event_id"], week["indicator_id"], week["term"], strict=True):
        speaking[event].add((indicator, name(term)))
    return Active(
        list(events["event_id"]),
        framework.codes(events["region_id"], "regions").tolist(),
        events["contested"].tolist(),
        frozenset(active_events(silent)["event_id"]),
        {event: frozenset(said) for event, said in speaking.items()},
    )


def without_events(base: Base) -> Iterator[tuple[str, Observed]]:
    """For each event of the history, sorted: what the weeks would hold without it."""
    weighing: dict[str, list[Cell]] = defaultdict(list)
    for cell, facets in base.facets.items():
        for event in sorted(set(map(str, facets.event_id))):
            weighing[event].append(cell)
    counted = _cells_of_active(base)
    for event in sorted({*weighing, *counted}):
        values = both(base.observed)
        for cell in weighing[event]:
            facets = base.facets[cell]
            rest = kept(facets, (facets.event_id != event)[facets.of_row], base.framework)
            of_events = base.framework.is_event
            values[:, *cell, of_events] = base.pressure(cell, rest)[:, of_events]
        dispute(base, values, counted[event], {event})
        yield event, replace(base.observed, values=values[0], firm=values[1])


def both(given: Observed) -> Floats:
    """A copy of values and firm values [2, week, region, indicator]."""
    return np.stack([given.values, given.firm])


def dispute(
    base: Base, values: Floats, cells: Collection[Cell], gone: Collection[str], unsaid: tuple[str, str] | None = None
) -> None:
    """Put the contested share without events or mentions into cells of values [2, ...]."""
    for position in base.framework.computed("contested_share"):
        for cell in cells:
            values[:, *cell, position] = base.disputed(cell, gone, unsaid)


def _cells_of_active(base: Base) -> dict[str, list[Cell]]:
    """In which assessed weeks and regions an event counts for the contested share."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    for t, active in enumerate(base.active):
        for event, region in zip(active.event_id, active.region, strict=True):
            if region >= 0 and base.weeks[t].coverage[region] > NONE:
                cells[event].append((t, region))
    return cells
