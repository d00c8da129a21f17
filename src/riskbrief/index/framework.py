"""The framework of the index as arrays: which indicators, in which pillars, for which regions and outlets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskbrief.definitions.config import IndexDefinition, Region
from riskbrief.definitions.indicators import Indicator

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NONE, THIN, FULL = 0, 1, 2
COVERAGE_NAMES = ("none", "thin", "full")


@dataclass(frozen=True)
class Framework:
    """Indicators, pillars, regions and outlets in the order of every array of the index.

    `regions`: the panel first, then neighbours that are scored only for what spills over; `home`: the region of each
    outlet, -1 for none of them.
    `n_neighbours` counts all neighbours, also those without any data.
    """

    definition: IndexDefinition
    indicators: tuple[Indicator, ...]
    pillars: tuple[str, ...]
    pillar_index: Ints
    regions: tuple[str, ...]
    panel_size: int
    population: Floats
    neighbours: Floats
    n_neighbours: Floats
    outlets: tuple[str, ...]
    reliability: Floats
    owner: Ints
    home: Ints

    @cached_property
    def indicator_ids(self) -> tuple[str, ...]:
        return tuple(i.id for i in self.indicators)

    @cached_property
    def weight(self) -> Floats:
        return np.array([i.weight for i in self.indicators], dtype=float)

    @cached_property
    def half_life_days(self) -> Floats:
        return np.array([i.half_life_days for i in self.indicators], dtype=float)

    @cached_property
    def horizon_days(self) -> Floats:
        """Days after which an event of each indicator weighs no more (B.10)."""
        return self.definition.pressure.horizon_half_lives * self.half_life_days

    @cached_property
    def is_event(self) -> Flags:
        return np.array([i.type == "event" for i in self.indicators], dtype=bool)

    @cached_property
    def is_attention(self) -> Flags:
        return np.array([i.type == "attention" for i in self.indicators], dtype=bool)

    def shares_of(self, denominator: str) -> Flags:
        """Which attention indicators are a share of that."""
        return np.array([i.type == "attention" and i.denominator == denominator for i in self.indicators], dtype=bool)

    @cached_property
    def is_critical(self) -> Flags:
        return np.array([i.critical for i in self.indicators], dtype=bool)

    @cached_property
    def is_fatal(self) -> Flags:
        """Whether reported deaths add to an event's severity."""
        return np.array([i.severity.fatalities for i in self.indicators], dtype=bool)

    def computed(self, name: str) -> list[int]:
        """Positions of the indicators computed that way (`spatial_lag`, `contested_share`)."""
        return [n for n, i in enumerate(self.indicators) if i.compute == name]

    def of(self, pillar: int, direction: str) -> Ints:
        """Positions of a pillar's indicators of one direction."""
        found = [
            n for n, i in enumerate(self.indicators) if self.pillar_index[n] == pillar and i.direction == direction
        ]
        return np.array(found, dtype=np.int64)

    def codes(self, values: Sequence[str] | pd.Series, kind: str) -> Ints:
        """Positions of ids (`regions`, `indicators`, `outlets`); -1 when unknown or missing."""
        codes, names = pd.factorize(values if isinstance(values, pd.Series) else pd.Series(values, dtype=object))
        found = self._lookup[kind].get_indexer(pd.Index(names, dtype=object))
        place = np.append(found, -1)  # the last is for missing ones, whose number is -1
        return np.asarray(place[codes], dtype=np.int64)

    @cached_property
    def _lookup(self) -> dict[str, pd.Index]:
        names = {"regions": self.regions, "indicators": self.indicator_ids, "outlets": self.outlets}
        return {kind: pd.Index(list(ids), dtype=object) for kind, ids in names.items()}


def build_framework(
    definition: IndexDefinition,
    indicators: Sequence[Indicator],
    *,
    pillar_of: Mapping[str, str],
    regions: Mapping[str, Region],
    panel: Sequence[str],
    outlets: pd.DataFrame,
    seen_outlets: Sequence[str],
) -> Framework:
    """The framework for a panel; an outlet that was seen but stands in no table counts as F."""
    pillars = tuple(definition.pillars)
    border = {n for r in panel for n in regions[r].neighbours if n in regions}
    scored = (*panel, *sorted(border - set(panel)))
    ids = tuple(sorted(set(outlets["source_id"]) | set(seen_outlets)))
    rated = outlets.set_index("source_id")
    return Framework(
        definition=definition,
        indicators=tuple(indicators),
        pillars=pillars,
        pillar_index=np.array([pillars.index(pillar_of[i.id]) for i in indicators], dtype=np.int64),
        regions=scored,
        panel_size=len(panel),
        population=np.array([regions[r].population for r in scored], dtype=float),
        neighbours=np.array([[float(b in regions[a].neighbours) for b in scored] for a in scored]),
        n_neighbours=np.array([len(set(regions[r].neighbours)) for r in scored], dtype=float),
        outlets=ids,
        reliability=rated["r"].reindex(list(ids)).fillna(definition.belief.reliability["F"]).to_numpy(float),
        owner=_groups(ids, rated["owner"].to_dict()),
        home=_homes(rated, ids, scored),
    )


def _homes(rated: pd.DataFrame, ids: Sequence[str], regions: Sequence[str]) -> Ints:
    """Position of each outlet's region, -1 where the table says none or has no column `country`."""
    if "country" not in rated:
        return np.full(len(ids), -1, dtype=np.int64)
    at = pd.Index(regions).get_indexer(rated["country"].reindex(list(ids)).fillna(""))
    return np.asarray(at, dtype=np.int64)


def _groups(ids: Sequence[str], owner: Mapping[str, object]) -> Ints:
    """Ownership group of each outlet; an outlet without owner is its own group."""
    names = [str(owner.get(i) or "") or f"outlet:{i}" for i in ids]
    order = {name: n for n, name in enumerate(sorted(set(names)))}
    return np.array([order[n] for n in names], dtype=np.int64)
