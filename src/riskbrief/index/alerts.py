"""Alerts and opportunities (method B.20): their causes week by week, and which are still open. They move no score.

Silence closes no alert: weeks in which the press of a country is dark, or in which nothing at all is read of it, do not
count towards the weeks without a cause. After `lapse_after_weeks` such weeks an alert lapses: nobody can say any more
that its cause stands, nor that it is gone. An opportunity closes all the same, since silence is no good news (B.17).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from riskbrief.assessment import Alert, ProblemState, Tripped
from riskbrief.definitions.watched import Tripwire
from riskbrief.index.change import DETERIORATED, IMPROVED
from riskbrief.index.changepoint import rises
from riskbrief.index.darkness import DARK
from riskbrief.index.events import Felt
from riskbrief.index.facets import Facets
from riskbrief.index.framework import Flags, Floats, Framework
from riskbrief.index.past import cusum
from riskbrief.index.scoring import WeekScores

Causes = dict[tuple[str, str, str], str]  # (region, alert | opportunity, cause) -> event or empty


def open_alerts(
    weeks: Sequence[WeekScores], z: Floats, problems: Sequence[Sequence[ProblemState]], framework: Framework
) -> tuple[list[Alert], list[Alert]]:
    """Alerts and opportunities of the last week, whose cause was there within `close_after_weeks`, silent weeks not
    counted for alerts; and those that were open the week before and are over, closed or lapsed."""
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
    silent = _silent(weeks, framework)
    reach = _reach(silent, len(weeks), framework)
    names = [str(w.measured.week) for w in weeks]
    last = len(weeks) - 1
    now = _standing(causes, reach, last)
    over = [key for key in _standing(causes, reach, last - 1) if key not in now]
    told = partial(_alert, causes=causes, names=names, reach=reach, silent=silent, week=last)
    return [*map(told, now)], [replace(told(key), lapsed=_lapsed(key, causes, reach)) for key in over]


Key = tuple[str, str, str]
HEARD = "heard"  # what would stand if no alert lapsed
Reach = dict[tuple[str, str], Sequence[int]]  # (region, alert | opportunity | HEARD): by week the first that counts


def _silent(weeks: Sequence[WeekScores], framework: Framework) -> dict[str, list[int]]:
    """By region the weeks in which its press is dark or nothing is read of it."""
    measured, panel = [week.measured for week in weeks], framework.regions[: framework.panel_size]
    mute = np.array([(m.press.state == DARK) | (m.reporting.articles.sum(axis=1) == 0) for m in measured])
    return {region: [*map(int, np.flatnonzero(mute[:, r]))] for r, region in enumerate(panel)}


def _reach(mute: Mapping[str, Sequence[int]], weeks: int, framework: Framework) -> Reach:
    """How far back causes stand: `close_after_weeks` weeks, and for alerts as many more as were silent among them, but
    fewer than `lapse_after_weeks` of those."""
    rules, every = framework.definition.alerts, range(weeks)
    calendar = [max(t + 1 - rules.close_after_weeks, 0) for t in every]
    out: Reach = {}
    for region, silent in mute.items():
        heard = _first_of(sorted({*every} - {*silent}), rules.close_after_weeks, weeks)
        lapse = _first_of(silent, rules.lapse_after_weeks, weeks)
        out[region, HEARD] = heard
        out[region, "alert"] = [*map(max, heard, lapse)]
        out[region, "opportunity"] = calendar
    return out


def _first_of(some: Sequence[int], count: int, weeks: int) -> list[int]:
    """For each week the first of the last `count` of some weeks up to it; 0 while there are fewer."""
    found = [some[: bisect_right(some, t)][-count:] for t in range(weeks)]
    return [last[0] if len(last) == count else 0 for last in found]


def _lapsed(key: Key, causes: Sequence[Causes], reach: Reach) -> bool:
    """Whether what is over would stand, had it not gone so long without a word."""
    last = max(t for t, found in enumerate(causes) if key in found)
    return key[1] == "alert" and last >= reach[key[0], HEARD][-1]


def _standing(causes: Sequence[Causes], reach: Reach, week: int) -> list[Key]:
    """Causes that stand at the end of a week, in order."""
    if week < 0:
        return []
    seen = {key: t for t, found in enumerate(causes[: week + 1]) for key in found}
    return sorted(key for key, last in seen.items() if last >= reach[key[:2]][week])


def _alert(
    key: Key, *, causes: Sequence[Causes], names: Sequence[str], reach: Reach, silent: dict[str, list[int]], week: int
) -> Alert:
    """What stood at the end of a week or the one before, with its latest event and the week since which it never
    closed."""
    there = [t for t, found in enumerate(causes) if key in found]
    since = there[-1]
    for t in reversed(there[:-1]):
        if t < reach[key[:2]][since - 1]:
            break
        since = t
    kind = "alert" if key[1] == "alert" else "opportunity"
    old = there[-1] < max(reach[key[0], "opportunity"][week], reach[key[:2]][week])
    mute = sum(there[-1] < t <= week for t in silent[key[0]]) if old else 0
    return Alert(key[0], kind, key[2], causes[there[-1]][key], names[since], mute)  # type: ignore[arg-type]


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
