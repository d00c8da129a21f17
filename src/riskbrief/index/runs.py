"""The runs of the global sensitivity (method B.23): points of a sample as settings, and what each setting scores.

Settings that move observations (copies, reliability, half-lives, cap, volume exponent) are few, so the history is
weighed once for each combination; aggregation, floors and weights are put to it run by run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from riskbrief.definitions.config import Aggregator
from riskbrief.definitions.rules import Sensitivity
from riskbrief.index.again import observations, weighed
from riskbrief.index.draws import generator
from riskbrief.index.framework import Floats, Framework
from riskbrief.index.measure import Read
from riskbrief.index.outcomes import Outcome, outcome
from riskbrief.index.rescore import combine, normalised
from riskbrief.index.variants import aggregated, capped, disturbed, equally_weighted, floored, normalised_by, paced

FACTORS = (
    "copy_containment", "reliability", "half_life", "outlet_cap", "volume_exponent", "normaliser", "aggregation",
    "floor", "weights",
)  # fmt: skip


class World(NamedTuple):
    """What settles which articles are copies and how far outlets are believed."""

    copy_containment: float
    reliability_shift: float


@dataclass(frozen=True)
class Setting:
    """One choice of every factor, in the order of FACTORS; `weights` 0-1 names a draw of weights."""

    world: World
    half_life: float
    outlet_cap: float
    volume_exponent: float
    normaliser: str
    aggregation: Aggregator
    floor: float
    weights: float

    @property
    def order(self) -> tuple[World, float, float, float, str]:
        """Runs of the same order share a table of scores."""
        return self.world, self.half_life, self.outlet_cap, self.volume_exponent, self.normaliser


def aggregators(rules: Sensitivity) -> list[Aggregator]:
    """The aggregators that are compared."""
    powers = [Aggregator(name="power_mean", p=p) for p in rules.powers]
    return [*powers, *(Aggregator(name=name) for name in rules.aggregators)]


def setting(point: Floats, rules: Sensitivity) -> Setting:
    """The setting that a point [factor] 0-1 stands for: each choice of a factor has an equal part of its range."""
    ways: tuple[Sequence[Any], ...] = (
        rules.copy_containments, rules.reliability_shifts, rules.half_life_factors, rules.outlet_caps,
        rules.volume_exponents, rules.normalisers, aggregators(rules), rules.floors,
    )  # fmt: skip
    chosen = [way[int(x * len(way))] for way, x in zip(ways, point[:-1].tolist(), strict=True)]
    copies, shift, half_life, cap, exponent, normaliser, aggregation, floor = chosen
    world = World(copies, shift)
    return Setting(world, half_life, cap, exponent, normaliser, aggregation, floor, weights=float(point[-1]))


def widest(framework: Framework, rules: Sensitivity) -> Framework:
    """The framework to read views under, so that no half-life asked for lacks a facet."""
    return paced(framework, max(1.0, *rules.half_life_factors))


def run_all(
    settings: Mapping[int, Setting], told: Sequence[Read], framework: Framework, judged: Framework,
    tick: Callable[[], None],
) -> Iterator[tuple[int, Outcome]]:  # fmt: skip
    """Outcomes of settings of one world, by number; `judged`: the framework with the reliabilities of that world.

    `told`: the weeks, read under `widest`.
    """
    rules = framework.definition.sensitivity
    ordered = sorted(settings, key=lambda n: (settings[n].order, n))
    for (half_life, cap), some in groupby(ordered, key=lambda n: (settings[n].half_life, settings[n].outlet_cap)):
        weighing = capped(paced(judged, half_life), cap)
        weeks = weighed(told, weighing)
        for (exponent, name), runs in groupby(some, key=lambda n: settings[n].order[3:]):
            given = observations(weeks, weighing, exponent)
            scores = normalised(given, normalised_by(framework, name))
            for number in runs:
                varied = _varied(framework, settings[number], rules)
                yield number, outcome(combine(scores, given, varied), varied)
                tick()


def _varied(framework: Framework, chosen: Setting, rules: Sensitivity) -> Framework:
    """The framework with a setting's aggregation, floor and weights."""
    changed = floored(aggregated(framework, chosen.aggregation), chosen.floor)
    share = rules.equal_weights_share
    if chosen.weights < share:
        return equally_weighted(changed)
    return disturbed(changed, rules.weight_spread, generator("weights", repr(chosen.weights)))
