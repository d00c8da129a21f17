"""The framework with one choice changed (OECD/JRC handbook, step 7): the alternatives that sensitivity runs compare.

Each takes a framework and gives another; nothing else differs. Weights are renormalised where they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from riskbrief.definitions.config import Aggregator, IndexDefinition, Pillar
from riskbrief.definitions.indicators import Indicator, NormaliserChoice
from riskbrief.index.framework import Floats, Framework

Variant = Callable[[Framework], Framework]


def aggregated(framework: Framework, choice: Aggregator) -> Framework:
    """Pillars and index by another aggregator."""
    changed = _pillars(framework, lambda _, p: p.model_copy(update={"aggregate": choice}))
    composite = framework.definition.composite.model_copy(update={"aggregate": choice})
    return _defined(changed, composite=composite)


def floored(framework: Framework, share: float) -> Framework:
    """Another floor f of the pillars that have a critical indicator; no other can be lifted by one."""
    lifted = {framework.pillars[p] for p in set(framework.pillar_index[framework.is_critical].tolist())}
    return _pillars(framework, lambda name, p: p.model_copy(update={"floor": share}) if name in lifted else p)


def index_floored(framework: Framework, share: float) -> Framework:
    """Another floor F of the index."""
    return _defined(framework, composite=framework.definition.composite.model_copy(update={"floor": share}))


def normalised_by(framework: Framework, name: str) -> Framework:
    """Every indicator by another normaliser with its default options; spillover is a score already and stays."""

    def choose(indicator: Indicator) -> Indicator:
        if indicator.compute == "spatial_lag" or indicator.normaliser.name == name:
            return indicator
        return indicator.model_copy(update={"normaliser": NormaliserChoice(name=name)})

    return _indicators(framework, choose)


def weighted(framework: Framework, indicators: Floats, pillars: Floats) -> Framework:
    """The weights [indicator] and [pillar] given."""
    of = dict(zip(framework.indicator_ids, map(float, indicators), strict=True))
    share = dict(zip(framework.pillars, map(float, pillars), strict=True))
    changed = _pillars(framework, lambda name, p: p.model_copy(update={"weight": share[name]}))
    return _indicators(changed, lambda i: i.model_copy(update={"weight": of[i.id]}))


def equally_weighted(framework: Framework) -> Framework:
    """One weight for all indicators that have any, one for all pillars that have any."""
    pillar_weights = np.array([p.weight for p in framework.definition.pillars.values()])
    return weighted(framework, (framework.weight > 0).astype(float), (pillar_weights > 0).astype(float))


def disturbed(framework: Framework, spread: float, rng: np.random.Generator) -> Framework:
    """Every weight x U(1 - spread, 1 + spread), the indicators' drawn first."""
    pillar_weights = np.array([p.weight for p in framework.definition.pillars.values()])
    n = len(framework.weight)
    factors = rng.uniform(1 - spread, 1 + spread, n + len(pillar_weights))
    return weighted(framework, framework.weight * factors[:n], pillar_weights * factors[n:])


def reweighted(framework: Framework, name: str, factor: float) -> Framework:
    """One weight, of an indicator or a pillar, x factor."""
    changed = _pillars(
        framework, lambda p, it: it.model_copy(update={"weight": it.weight * (factor if p == name else 1)})
    )
    return _indicators(changed, lambda i: i if i.id != name else i.model_copy(update={"weight": i.weight * factor}))


def anchored_at(framework: Framework, name: str, factor: float) -> Framework:
    """The anchors of one indicator x factor: what scores 0 and what scores 100."""

    def move(i: Indicator) -> Indicator:
        return i if i.id != name else i.model_copy(update={"lo": i.lo * factor, "hi": i.hi * factor})

    return _indicators(framework, move)


def level_moved(framework: Framework, level: int, points: float) -> Framework:
    """The lower bound of one level (2-5), in points up or down."""
    bands = list(framework.definition.levels)
    bands[level - 1] = bands[level - 1].model_copy(update={"from_score": bands[level - 1].from_score + points})
    return _defined(framework, levels=bands)


def paced(framework: Framework, factor: float) -> Framework:
    """Every half-life x factor: moves observations."""
    return _indicators(framework, lambda i: i.model_copy(update={"half_life_days": i.half_life_days * factor}))


def capped(framework: Framework, cap: float) -> Framework:
    """Another cap on one outlet's share: moves observations."""
    return _defined(framework, pressure=framework.definition.pressure.model_copy(update={"outlet_cap": cap}))


def _defined(framework: Framework, **fields: object) -> Framework:
    definition: IndexDefinition = framework.definition.model_copy(update=fields)
    return replace(framework, definition=definition)


def _pillars(framework: Framework, change: Callable[[str, Pillar], Pillar]) -> Framework:
    return _defined(framework, pillars={k: change(k, p) for k, p in framework.definition.pillars.items()})


def _indicators(framework: Framework, change: Callable[[Indicator], Indicator]) -> Framework:
    return replace(framework, indicators=tuple(change(i) for i in framework.indicators))


def weight_names(framework: Framework) -> Sequence[str]:
    """Pillars and indicators whose weight counts."""
    scored = [i.id for i in framework.indicators if i.direction != "context" and i.weight > 0]
    return [*(str(p) for p, it in framework.definition.pillars.items() if it.weight > 0), *scored]
