"""Alerts and opportunities (method B.20): their causes week by week, and which are still open. They move no score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riskbrief.assessment import Alert, ProblemState, Tripped
from riskbrief.definitions.config import Tripwire
from riskbrief.index.change import DETERIORATED, IMPROVED
from riskbrief.index.changepoint import rises
from riskbrief.index.events import Felt
from riskbrief.index.facets import Facets
from riskbrief.index.framework import Flags, Floats, Framework
from riskbrief.index.past import cusum
from riskbrief.index.scoring import WeekScores

Causes = dict[tuple[str, str, str], str]  # (region, alert | opportunity, cause) -> event or empty


def open_alerts(
    weeks: Sequence[WeekScores], z: Floats, problems: Sequence[Sequence[ProblemState]], framework: Framework
) -> tuple[list[Alert], list[Alert]]:
    """Alerts and opportunities of the last week, whose cause was there within `close_after_weeks`; and those that were
    open the week before and are over."""
    alarms, shifts = _alarms(z, framework), _shifts(z, framework)
    tripped = _tripped(weeks, framework)
    causes = [
        tripped[t]
        | _alarm_causes("cusum", alarms[t], framework)
        | _alarm_causes("shift", shifts[t], framework)
        | _label_causes(week, framework)
        | _problem_causes(problems[t])
        for t, week in enumerate(weeks)
    ]
    patience = framework.definition.alerts.close_after_weeks
    names = [str(w.measured.week) for w in weeks]
    now = _standing(causes, patience)
    over = [key for key in _standing(causes[:-1], patience) if key not in now]
    return [_alert(key, causes, names, patience) for key in now], [_alert(key, causes, names, patience) for key in over]


def _standing(causes: Sequence[Causes], patience: int) -> list[tuple[str, str, str]]:
    """Causes seen in the last `patience` weeks, in order."""
    return sorted({key for found in causes[-patience:] for key in found})


def _alert(key: tuple[str, str, str], causes: Sequence[Causes], names: Sequence[str], patience: int) -> Alert:
    """An open alert with its latest event and the week since which it never closed."""
    there = [t for t, found in enumerate(causes) if key in found]
    since = there[-1]
    for t in reversed(there):
        if since - t > patience:
            break
        since = t
    kind = "alert" if key[1] == "alert" else "opportunity"
    return Alert(key[0], kind, key[2], event_id=causes[there[-1]][key], since=names[since])  # type: ignore[arg-type]


def _tripped(weeks: Sequence[WeekScores], framework: Framework) -> list[Causes]:
    """Tripwires per week: an event of the week that meets one, or an older one that meets it for the first time."""
    met: set[tuple[str, str]] = set()
    out: list[Causes] = []
    for t, week in enumerate(weeks):
        causes: Causes = {}
        for region in range(framework.panel_size):
            facets, felt = week.measured.facets.of_region(region), week.measured.felt[region]
            for wire in framework.definition.tripwires:
                rows = np.flatnonzero(_meets(wire, facets, felt, framework))
                keys = [(wire.id, str(facets.event_id[r])) for r in rows]
                new = [r for r, key in zip(rows, keys, strict=True) if facets.fresh[r] or (t > 0 and key not in met)]
                met.update(keys)
                if new:
                    gravest = max(new, key=lambda r: (felt.severity[r] * felt.kappa[r], str(facets.event_id[r])))
                    causes[(framework.regions[region], "alert", f"tripwire:{wire.id}")] = str(facets.event_id[gravest])
        out.append(causes)
    return out


def tripped(week: WeekScores, framework: Framework) -> tuple[Tripped, ...]:
    """Every event of the week's view that meets a tripwire, by region, tripwire and event."""
    found = set()
    for region in range(framework.panel_size):
        facets, felt = week.measured.facets.of_region(region), week.measured.felt[region]
        for wire in framework.definition.tripwires:
            rows = np.flatnonzero(_meets(wire, facets, felt, framework))
            found |= {(framework.regions[region], wire.id, str(facets.event_id[r])) for r in rows}
    return tuple(Tripped(*key) for key in sorted(found))


def _meets(wire: Tripwire, facets: Facets, felt: Felt, framework: Framework) -> Flags:
    if not len(facets):
        return np.zeros(0, dtype=bool)
    return np.asarray(
        (facets.indicator == framework.indicator_ids.index(wire.indicator))
        & (felt.kappa >= max(wire.min_kappa, 1e-9) - 1e-9)
        & (felt.severity >= wire.min_severity)
        & (np.nan_to_num(facets.toll[:, 1]) >= wire.min_toll)
        & (facets.n_origins >= wire.min_origins)
    )


def _alarms(z: Floats, framework: Framework) -> Flags:
    """CUSUM alarms [week, region, pillar] on the pillars that are watched."""
    watched = np.array([p in framework.definition.cusum.pillars for p in framework.pillars])
    _, alarms = cusum(z[:, :, 1 : 1 + len(framework.pillars)], framework.definition.cusum)
    return np.asarray(alarms & watched)


def _shifts(z: Floats, framework: Framework) -> Flags:
    """Shifts of what is normal [week, region, pillar] on the pillars that are watched for them."""
    watched = np.array([p in framework.definition.change_point.pillars for p in framework.pillars])
    out = np.zeros((*z.shape[:2], len(watched)), dtype=bool)
    out[..., watched] = rises(z[:, :, 1 : 1 + len(watched)][..., watched], framework.definition.change_point)
    return out


def _alarm_causes(kind: str, alarms: Flags, framework: Framework) -> Causes:
    region, pillar = np.nonzero(alarms[: framework.panel_size])
    return {
        (framework.regions[r], "alert", f"{kind}:{framework.pillars[p]}"): ""
        for r, p in zip(region, pillar, strict=True)
    }


def _label_causes(week: WeekScores, framework: Framework) -> Causes:
    """Several pillars deteriorated, or a protective indicator up while no required pillar deteriorated."""
    first = 1 + len(framework.pillars)
    required = [1 + framework.pillars.index(p) for p in framework.definition.composite.required_pillars]
    out: Causes = {}
    for region in range(framework.panel_size):
        label = week.label[region]
        if (label[1:first] == DETERIORATED).sum() >= framework.definition.alerts.pillars_deteriorated:
            out[(framework.regions[region], "alert", "pillars")] = ""
        for position, indicator in enumerate(framework.indicators):
            better = indicator.direction == "protective" and label[first + position] == IMPROVED
            if better and not (label[required] == DETERIORATED).any():
                out[(framework.regions[region], "opportunity", f"protective:{indicator.id}")] = ""
    return out


def _problem_causes(problems: Sequence[ProblemState]) -> Causes:
    grave = [p for p in problems if p.status in {"warning", "critical"}]
    return {(p.region_id, "alert", f"warning:{p.problem_id}"): "" for p in grave}
