"""What tells sightings apart or makes them one event: places, days, copies, and the similarity of method B.8."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

from riskbrief.coding.sightings import Sighting
from riskbrief.coding.tolls_fusion import Range

PLACE, DATE, ACTOR, TOLL, TITLE = 0.35, 0.20, 0.15, 0.15, 0.15  # B.8: weights of the similarity
UNKNOWN = 0.5
OTHER_LANGUAGE = 0.3
"Likeness of titles in two languages: that of two reports of one event (the example of B.8); shared words say nothing."
RISE = 3.0
"A later report of the same day may give up to so many times the toll of an earlier one."
WINDOW_DAYS = 2
TELLING_DAYS = 3
AREAS = frozenset({"country", "admin1", "area"})


class Place(Protocol):
    """What is needed of a gazetteer entry."""

    @property
    def name(self) -> str: ...
    @property
    def admin1(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def capital(self) -> bool: ...


@dataclass(frozen=True)
class Atlas:
    """Places by id, how near is near, and the families of national acts, whose capital stands for the country."""

    place: Callable[[str], Place | None]
    near_km: float
    national: frozenset[str] = frozenset()
    _far: dict[tuple[str, str], bool] = field(default_factory=dict, repr=False)

    def located(self, sighting: Sighting) -> str:
        """The place of a sighting as far as it tells events apart; '' when it only names the country."""
        place = self.place(sighting.place_id) if sighting.place_id else None
        if place is None or place.kind == "country" or (sighting.family in self.national and place.capital):
            return ""
        return sighting.place_id

    def similarity(self, a: Sighting, b: Sighting) -> float:
        """1 same place or near within an admin-2, .7 near, .5 same admin-1, .4 a side unlocated, 0 apart.

        Two national acts (a sanction, a suspension) that name no town but the capital are as good as near.
        """
        one, two = self.located(a), self.located(b)
        if not one or not two:
            return 0.7 if one == two and a.family in self.national else 0.4
        if one == two:
            return 1.0
        first, second = self.place(one), self.place(two)
        if first is None or second is None:
            return 0.0
        kinds = {first.kind, second.kind}
        if not kinds & AREAS and distance_km(first, second) <= self.near_km:
            return 1.0 if "admin2" in kinds else 0.7
        return 0.5 if _share_admin1(first, second) else 0.0

    def far(self, one: str, two: str) -> bool:
        """Whether two places are towns farther apart than near; an area is never far from anything."""
        if (one, two) not in self._far:
            a, b = self.place(one), self.place(two)
            apart = one != two and a is not None and b is not None and distance_km(a, b) > self.near_km
            self._far[one, two] = apart and not {a.kind, b.kind} & {*AREAS, "admin2"}  # type: ignore[union-attr]
        return self._far[one, two]


def _share_admin1(a: Place, b: Place) -> bool:
    """Whether both lie in one admin-1 area, whose name some entries give in full ("Gao", "Gao Region")."""
    one, two = (p.name if p.kind == "admin1" else p.admin1 or "" for p in (a, b))
    return bool(one and two) and (one == two or one.startswith(f"{two} ") or two.startswith(f"{one} "))


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance."""
    half = sin(radians(b.lat - a.lat) / 2) ** 2
    half += cos(radians(a.lat)) * cos(radians(b.lat)) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def similarity(place: float, days_apart: int, actor: float, toll: float, title: float) -> float:
    """S of B.8.

    >>> round(similarity(1, 1, 0.5, 1, 0.3), 3), round(similarity(0.5, 2, 0, 0, 0.1), 3)
    (0.753, 0.257)
    """
    return PLACE * place + DATE * (1 - days_apart / 3) + ACTOR * actor + TOLL * toll + TITLE * title


@dataclass(frozen=True)
class Cell:
    """Sightings that are one by construction: copies of one origin, same family, region, place, day and scene."""

    number: int
    members: tuple[Sighting, ...]
    toll: Range | None

    @property
    def first(self) -> Sighting:
        return self.members[0]


def cells(found: Iterable[Sighting], tolls: Mapping[tuple[int, str], Range], atlas: Atlas) -> list[Cell]:
    """Cells in order of their first publication. See `_told_twice`."""
    groups: dict[tuple[object, ...], list[Sighting]] = defaultdict(list)
    for s in sorted(found, key=lambda s: s.order):
        groups[s.article.origin_id, s.family, s.region_id, s.place_id, s.day, s.doubts, s.scene].append(s)
    out: list[Cell] = []
    for members in _told_twice(groups.values(), tolls, atlas):
        given = [tolls[s.number, "killed"] for s in members if (s.number, "killed") in tolls]
        out.append(Cell(len(out), tuple(members), given[0] if given else None))
    return out


def _told_twice(
    groups: Iterable[list[Sighting]], tolls: Mapping[tuple[int, str], Range], atlas: Atlas
) -> Iterator[list[Sighting]]:
    """The groups, those of one origin, day and number of dead (two or more) together, unless both name towns far apart:
    a headline with the region and its text with the village. One text that gives the number again may name another day
    close by, when it is told ("officials said on Monday") and when it happened."""
    kept: dict[tuple[object, ...], list[list[Sighting]]] = defaultdict(list)
    for n, members in enumerate(groups):
        s = members[0]
        dead = next((tolls[m.number, "killed"].best for m in members if (m.number, "killed") in tolls), 0)
        key = (s.article.origin_id, s.family, s.region_id, s.doubts, s.scene, dead) if dead > 1 else (n,)
        near = (g for g in kept[key] if g[0].day == s.day or _one_telling(g[0], s))
        same = next((g for g in near if not atlas.far(g[0].place_id, s.place_id)), None)
        if same is None:
            kept[key].append(members)
        else:
            same += members
    for told in kept.values():
        yield from told


def _one_telling(a: Sighting, b: Sighting) -> bool:
    """Whether one text gives two days that may be those of one event and of its telling."""
    return a.article.article_id == b.article.article_id and abs(a.day - b.day) <= TELLING_DAYS
