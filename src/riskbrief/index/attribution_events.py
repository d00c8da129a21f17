"""What each event adds to a pressure and to its change: severity, support, refutation, cap, recency, volume."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riskbrief.definitions.config import Belief
from riskbrief.index.facets import Facets
from riskbrief.index.framework import Flags, Floats
from riskbrief.index.history import History
from riskbrief.index.moves import Moved
from riskbrief.index.splitting import split_product

FACTORS = ("severity", "support", "refutation", "cap", "recency", "volume")
VOLUME = FACTORS.index("volume")


@dataclass(frozen=True)
class Weighed:
    """The events of one region and indicator in a week. `factors` [event, factor] as in FACTORS: their product is what
    an event adds to the value. `outright`: its support if every origin affirmed it without a hedge."""

    event_id: tuple[str, ...]
    factors: Floats
    outright: Floats
    age_days: Floats
    n_origins: tuple[int, ...]
    contested: Flags

    @property
    def pressure(self) -> Floats:
        """What each event adds before volume."""
        return np.asarray(self.factors[:, :VOLUME].prod(axis=1))

    def without(self) -> dict[str, Floats]:
        """Pressure that each event lost to hedged wording, to refutation and to the outlet cap, one after the other.

        They are taken in the order of the formula: outright - hedging - refutation - cap = pressure.
        """
        severity, support, refuted, cap, recency, _ = self.factors.T
        full = severity * recency
        return {
            "hedging": full * (self.outright - support),
            "refutation": full * support * (1 - refuted),
            "cap": full * support * refuted * (1 - cap),
        }


def beliefs(facets: Facets, belief: Belief) -> tuple[Floats, Floats, Floats]:
    """Support, support without hedges, and what refutation leaves: credibility = support x what is left (B.7)."""
    if not len(facets):
        return np.zeros(0), np.zeros(0), np.zeros(0)

    def doubt(factor: Floats | float, chosen: Flags) -> Floats:
        logs = np.log1p(-np.minimum(factor * facets.r, 1 - 1e-12))
        return np.asarray(np.add.reduceat(np.where(chosen, logs, 0.0), facets.starts))

    support, outright = (
        np.minimum(belief.cap, -np.expm1(doubt(factor, facets.affirms))) for factor in (facets.alpha, 1.0)
    )
    return support, outright, np.exp(doubt(belief.refutation, ~facets.affirms))


def weighed(history: History, region: int, indicator: int, t: int) -> Weighed:
    """The events that weigh on an indicator in a week."""
    measured = history.weeks[t].measured
    facets, felt = measured.facets.of_region(region), measured.felt[region]
    support, outright, refuted = beliefs(facets, history.framework.definition.belief)
    volume = np.full(len(facets), history.volume_factor(region, t))
    factors = np.column_stack([felt.severity, support, refuted, felt.cap, felt.recency, volume])
    own = np.flatnonzero(facets.indicator == indicator)
    return Weighed(
        tuple(map(str, facets.event_id[own])),
        factors[own],
        outright[own],
        facets.age_days[own],
        tuple(map(int, facets.n_origins[own])),
        facets.contested[own].astype(bool),
    )


def event_moves(history: History, region: int, indicator: int, since: int, until: int) -> list[Moved]:
    """The change of a value by event, then by what changed about it; and what the week's article volume did."""
    before, after = (weighed(history, region, indicator, t) for t in (since, until))
    names = sorted({*before.event_id, *after.event_id})
    rows = np.array([[_factors(w, name) for name in names] for w in (before, after)]).reshape(2, -1, len(FACTORS))
    points = split_product(*rows)
    steady = points.copy()
    both = [n in before.event_id and n in after.event_id for n in names]
    volume = float(steady[both, VOLUME].sum())
    steady[both, VOLUME] = 0.0
    out = []
    for n, name in enumerate(names):
        facts = {"how": _how(history, name, indicator, since, until, before, after)}
        inside = _by_factor(steady[n], *rows[:, n]) if both[n] else ()
        out.append(Moved(name, "event", float(steady[n].sum()), facts, inside))
    factors = {"before": history.volume_factor(region, since), "after": history.volume_factor(region, until)}
    return [*out, Moved("volume", "volume", volume, factors)]


def _factors(found: Weighed, name: str) -> Floats:
    """An event's factors; all 0 where it does not weigh."""
    return found.factors[found.event_id.index(name)] if name in found.event_id else np.zeros(len(FACTORS))


def _by_factor(points: Floats, before: Floats, after: Floats) -> tuple[Moved, ...]:
    return tuple(
        Moved(factor, "factor", float(points[k]), {"before": float(before[k]), "after": float(after[k])})
        for k, factor in enumerate(FACTORS)
        if points[k]
    )


def _how(history: History, name: str, indicator: int, since: int, until: int, before: Weighed, after: Weighed) -> str:
    """new, revised (anything but age), aged, past (the horizon), gone (no longer seen as such an event)."""
    if name not in before.event_id:
        return "new"
    n = before.event_id.index(name)
    if name in after.event_id:
        changed = before.factors[n] != after.factors[after.event_id.index(name)]
        return "revised" if changed[:VOLUME][[k != "recency" for k in FACTORS[:VOLUME]]].any() else "aged"
    age = before.age_days[n] + 7 * (until - since)
    return "past" if age > history.framework.horizon_days[indicator] else "gone"
