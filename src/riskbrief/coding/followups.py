"""Reports that name no day speak of the latest dated report of the same place, not of a new event (method B.8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from riskbrief.coding.clusters import Atlas
from riskbrief.coding.sightings import Sighting

SAME_PLACE = 0.7  # similarity of near places (B.8)
Reports = dict[int, dict[str, Sighting]]  # the first of each place, by day


def follow_ups(found: Sequence[Sighting], atlas: Atlas, *, days: int) -> list[Sighting]:
    """The sightings, an undated one with the day of the latest dated report published before it that names the same
    or a near place, if that day lies within `days` before it; without such a report it keeps its publication day.

    "What the attack in Bamako reveals", four days later, is no second attack. Only earlier publications matter, so a
    later article never changes what an earlier cut-off knew.
    """
    dated: dict[tuple[str, str], Reports] = defaultdict(lambda: defaultdict(dict))
    moved: dict[int, Sighting] = {}
    for sighting in sorted(found, key=lambda s: s.order):
        reports = dated[sighting.family, sighting.region_id]
        if sighting.dated:
            if not sighting.doubts:
                reports[sighting.day].setdefault(atlas.located(sighting), sighting)
        elif day := _day_of(sighting, reports, atlas, days):
            moved[sighting.number] = replace(sighting, day=day)
    return [moved.get(s.number, s) for s in found]


def _day_of(sighting: Sighting, reports: Reports, atlas: Atlas, days: int) -> int:
    if not atlas.located(sighting):
        return 0
    for day in range(sighting.day, sighting.day - days - 1, -1):
        if any(atlas.similarity(sighting, r) >= SAME_PLACE for r in reports.get(day, {}).values()):
            return day
    return 0
