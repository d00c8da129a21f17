"""What makes a pillar, the index or a spillover: parts, weights, floors and discounts; and what each of them did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from riskbrief.definitions.config import Aggregator
from riskbrief.index.framework import Flags, Floats, Framework
from riskbrief.index.splitting import BINDS, Split, split_aggregate, split_highest, whole


class Worth(NamedTuple):
    """A whole taken apart: `blend` without its floor, `lift` that the floor adds, `setter` whose floor it is (part, -1
    if none), `discounts` [protective part] in points, and the score: blend + lift - sum of discounts."""

    blend: float
    lift: float
    setter: int
    discounts: Floats
    score: float

    @property
    def gross(self) -> float:
        """The whole before discounts."""
        return self.blend + self.lift


@dataclass(frozen=True)
class Recipe:
    """How scores of parts become a whole: P = max(aggregate, floor x part) x (1 - sum of `takes` x protective / 100).

    `floor` [part]: share of a part's score that alone can set the whole, 0 where it cannot; a missing part (NaN) has no
    weight and no floor, a missing protective one takes nothing (B.15-B.17).
    """

    parts: tuple[str, ...]
    weight: Floats
    aggregate: Aggregator
    floor: Floats
    protective: tuple[str, ...] = ()
    takes: Floats = field(default_factory=lambda: np.zeros(0))

    def weights(self, known: Flags) -> Floats:
        """Weights that sum to 1 over the parts that are known."""
        own = np.where(known, self.weight, 0.0)
        return np.asarray(own / max(own.sum(), 1e-12))

    def worth(self, scores: Floats, protective: Floats | None = None) -> Worth:
        """The whole from one set of scores; nothing known is worth 0."""
        known = ~np.isnan(scores)
        filled = np.nan_to_num(scores)
        blend = float(whole(self.aggregate, filled[None], self.weights(known))[0]) if known.any() else 0.0
        floors = self.floor * filled
        top = int(floors.argmax()) if len(floors) else -1
        binds = top >= 0 and floors[top] > blend + BINDS
        lift = float(floors[top]) - blend if binds else 0.0
        guarding = np.zeros(len(self.takes)) if protective is None else np.nan_to_num(protective)
        discounts = (blend + lift) * self.takes * guarding / 100
        return Worth(blend, lift, top if binds else -1, discounts, blend + lift - float(discounts.sum()))

    def only(self, chosen: Flags) -> Recipe:
        """The recipe of some of its parts, without discounts."""
        names = tuple(n for n, c in zip(self.parts, chosen, strict=True) if c)
        return Recipe(names, self.weight[chosen], self.aggregate, self.floor[chosen])

    def split(self, before: Floats, after: Floats) -> tuple[Split, Split]:
        """The change before discounts, of parts known in both: through the aggregate, and through the floor.

        On the straight way from one set of scores to the other whoever sets the whole moves it: the parts by their
        aggregate, or the part whose floor is highest. A floor that binds at both ends is taken to bind all the way.
        """
        start, end = (self.worth(scores).setter >= 0 for scores in (before, after))
        if start == end:
            return self._stretch(before, after, floored=start)
        share = self._crossing(before, after, start)
        middle = before + share * (after - before)
        first, second = self._stretch(before, middle, floored=start), self._stretch(middle, after, floored=end)
        blend, floor = (
            Split(a.points + b.points, share * a.slope + (1 - share) * b.slope)
            for a, b in zip(first, second, strict=True)
        )
        left = self.worth(after).gross - self.worth(before).gross - float((blend.points + floor.points).sum())
        return Split(blend.points + self._leftover(left, before, after), blend.slope), floor

    def _stretch(self, before: Floats, after: Floats, *, floored: bool) -> tuple[Split, Split]:
        nothing = Split(np.zeros(len(before)), np.zeros(len(before)))
        if not len(before):
            return nothing, nothing
        if not floored:
            weights = self.weights(np.ones(len(before), dtype=bool))
            return split_aggregate(self.aggregate, before, after, weights), nothing
        led = split_highest(self.floor * before, self.floor * after)
        return nothing, Split(led.points, led.slope * self.floor)

    def _leftover(self, points: float, before: Floats, after: Floats) -> Floats:
        """What halving leaves over goes to what moves the aggregate: some 1e-15, more only where an aggregate jumps (an
        inverted geometric mean at 100, a geometric one at 0)."""
        sizes = np.abs(self._stretch(before, after, floored=False)[0].points)
        return np.asarray(points * sizes / max(sizes.sum(), BINDS))

    def _crossing(self, before: Floats, after: Floats, start: bool) -> float:
        """Where between the two the floor begins or ceases to bind, by halving."""
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            bound = self.worth(before + middle * (after - before)).setter >= 0
            low, high = (middle, high) if bound == start else (low, middle)
        return low


def pillar_recipe(framework: Framework, pillar: int) -> Recipe:
    """A pillar of its indicators (B.15, B.16)."""
    rules = framework.definition.pillars[framework.pillars[pillar]]  # type: ignore[index]
    members, protective = framework.of(pillar, "aggravating"), framework.of(pillar, "protective")
    weight = framework.weight[protective]
    return Recipe(
        parts=tuple(framework.indicator_ids[m] for m in members),
        weight=framework.weight[members],
        aggregate=rules.aggregate,
        floor=np.where(framework.is_critical[members], rules.floor, 0.0),
        protective=tuple(framework.indicator_ids[m] for m in protective),
        takes=rules.rho * weight / max(weight.sum(), 1e-12),
    )


def index_recipe(framework: Framework) -> Recipe:
    """The index of its pillars (B.16)."""
    rules = framework.definition.composite
    return Recipe(
        parts=framework.pillars,
        weight=np.array([p.weight for p in framework.definition.pillars.values()]),
        aggregate=rules.aggregate,
        floor=np.array([rules.floor if p in rules.floor_pillars else 0.0 for p in framework.pillars]),
    )


def neighbour_recipe(framework: Framework, region: int) -> Recipe:
    """Spillover: the mean of what neighbours score (B.13)."""
    border = framework.neighbours[region]
    return Recipe(framework.regions, border, Aggregator(name="power_mean", p=1), np.zeros(len(border)))
