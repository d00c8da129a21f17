"""Every single choice of the framework that the flip list changes, one at a time (method B.23)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from riskbrief.definitions.config import Aggregator
from riskbrief.index.framework import Framework
from riskbrief.index.runs import aggregators
from riskbrief.index.variants import (
    aggregated,
    anchored_at,
    equally_weighted,
    floored,
    index_floored,
    level_moved,
    normalised_by,
    reweighted,
    weight_names,
)


class Choice(NamedTuple):
    """A changed choice: its kind, a stable name, what it is in words, and the framework with it."""

    kind: str
    name: str
    said: str
    framework: Framework


def rules_changed(framework: Framework) -> Iterator[Choice]:
    """Choices that stand over the observations: nothing need be weighed again. What changes nothing is left out."""
    for choice in _choices(framework):
        changed, given = choice.framework, framework
        if changed.definition != given.definition or changed.indicators != given.indicators:
            yield choice


def _choices(framework: Framework) -> Iterator[Choice]:
    rules = framework.definition.sensitivity
    for way in aggregators(rules):
        yield Choice("assumption", f"aggregation={label(way)}", spoken(way), aggregated(framework, way))
    for share in rules.floors:
        yield Choice("assumption", f"floor={share:g}", f"floor of pillars {share:g}", floored(framework, share))
        changed = index_floored(framework, share)
        yield Choice("assumption", f"index_floor={share:g}", f"floor of the index {share:g}", changed)
    for name in rules.normalisers:
        changed = normalised_by(framework, name)
        yield Choice("assumption", f"normaliser={name}", f"every indicator by {name}", changed)
    yield Choice("assumption", "weights=equal", "equal weights", equally_weighted(framework))
    yield from _weights_and_anchors(framework)
    for level in range(2, len(framework.definition.levels) + 1):
        for points in rules.threshold_points:
            changed = level_moved(framework, level, points)
            bound = changed.definition.levels[level - 1].from_score
            yield Choice("threshold", f"level_{level}={bound:g}", f"level {level} from {bound:g}", changed)


def _weights_and_anchors(framework: Framework) -> Iterator[Choice]:
    rules = framework.definition.sensitivity
    for name in weight_names(framework):
        for factor in rules.weight_factors:
            changed = reweighted(framework, name, factor)
            yield Choice("weight", f"{name} x {factor:g}", f"weight of {name} x {factor:g}", changed)
    for indicator in framework.indicators:
        if indicator.compute == "spatial_lag" or indicator.direction == "context":
            continue
        for factor in rules.anchor_factors:
            said = f"anchors of {indicator.id} x {factor:g} (100 at {indicator.hi * factor:g})"
            yield Choice("anchor", f"{indicator.id} x {factor:g}", said, anchored_at(framework, indicator.id, factor))


def compared(framework: Framework) -> Iterator[tuple[str, Framework]]:
    """The methods of annex M7 beside the shipped one: equal weights, arithmetic mean, other normalisers."""
    yield "equal weights", equally_weighted(framework)
    yield "arithmetic mean", aggregated(framework, Aggregator(name="power_mean", p=1))
    for name in framework.definition.sensitivity.normalisers:
        if any(i.normaliser.name != name for i in framework.indicators if i.compute != "spatial_lag"):
            yield name, normalised_by(framework, name)


def label(way: Aggregator) -> str:
    """An aggregator as a name: `power_mean:2`, `geometric`."""
    return f"{way.name}:{way.p:g}" if way.name == "power_mean" else way.name


def spoken(way: Aggregator) -> str:
    """An aggregator in words."""
    return f"power mean with exponent {way.p:g}" if way.name == "power_mean" else f"{way.name.replace('_', ' ')} mean"
