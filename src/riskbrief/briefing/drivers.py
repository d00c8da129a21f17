"""What a country's score is made of: contributions carried down from the index to indicators."""

from __future__ import annotations

import pandas as pd

from riskbrief.periods import Week

Part = tuple[str, float]


class Drivers:
    """The contribution table of one week by country and node; points sum to the node's score."""

    def __init__(self, contributions: pd.DataFrame, week: Week) -> None:
        now = contributions[contributions["week"] == str(week)]
        self._parts: dict[tuple[str, str], list[Part]] = {}
        for row in now.itertuples(index=False):
            self._parts.setdefault((row.region_id, row.node), []).append((row.part, float(row.points)))

    def of(self, region: str, node: str) -> tuple[Part, ...]:
        """Parts of a node, largest first."""
        return tuple(sorted(self._parts.get((region, node), []), key=lambda p: (-p[1], p[0])))

    def leaves(self, region: str) -> tuple[Part, ...]:
        """The index in indicators: each pillar's share is split as the pillar's own score is."""
        found: dict[str, float] = {}
        for part, points in self.of(region, "index"):
            inside = self.of(region, part)
            total = sum(p for _, p in inside)
            for leaf, share in inside if total > 0 else ((part, points),):
                carried = points * share / total if total > 0 else points
                found[leaf] = found.get(leaf, 0.0) + carried
        return tuple(sorted(((k, v) for k, v in found.items() if v), key=lambda p: (-p[1], p[0])))
