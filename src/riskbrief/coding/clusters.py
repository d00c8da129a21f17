"""Which sightings are one event: similarity, and merging that refuses chains (method B.8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    """Sightings that are one by construction: copies of one origin, same family, region, place and day."""

    number: int
    members: tuple[Sighting, ...]
    toll: Range | None

    @property
    def first(self) -> Sighting:
        return self.members[0]


def cells(found: Iterable[Sighting], tolls: Mapping[tuple[int, str], Range]) -> list[Cell]:
    """Cells in order of their first publication."""
    groups: dict[tuple[object, ...], list[Sighting]] = defaultdict(list)
    for s in sorted(found, key=lambda s: s.order):
        groups[s.article.origin_id, s.family, s.region_id, s.place_id, s.day, s.doubts].append(s)
    out: list[Cell] = []
    for members in groups.values():
        given = [tolls[s.number, "killed"] for s in members if (s.number, "killed") in tolls]
        out.append(Cell(len(out), tuple(members), given[0] if given else None))
    return out


@dataclass(frozen=True)
class Links:
    """Pairs of cells that may be one event, best first: (S, cell, cell); S counts reports and doubts alike."""

    pairs: tuple[tuple[float, int, int], ...]


def link(all_cells: Sequence[Cell], atlas: Atlas, threshold: float) -> Links:
    """Pairs within a family and country and two days: similar reports, similar doubts, and doubts of a report (same
    indicator, places that do not exclude each other)."""
    blocks: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in all_cells:
        blocks[cell.first.family, cell.first.region_id].append(cell)
    pairs = [p for block in blocks.values() for p in _pairs(sorted(block, key=_by_day), atlas, threshold)]
    return Links(tuple(sorted(pairs, key=lambda p: (-p[0], p[1], p[2]))))


def _by_day(cell: Cell) -> tuple[int, int]:
    return (cell.first.day, cell.number)


def _pairs(block: Sequence[Cell], atlas: Atlas, threshold: float) -> Iterator[tuple[float, int, int]]:
    for index, a in enumerate(block):
        for b in block[index + 1 :]:
            apart = b.first.day - a.first.day
            if apart > WINDOW_DAYS:
                break
            place = atlas.similarity(a.first, b.first)
            s = _similarity(a, b, place, apart, threshold)
            if s >= threshold or (_doubts_the_same(a, b) and place >= 0.4):
                yield (s, min(a.number, b.number), max(a.number, b.number))


def _doubts_the_same(a: Cell, b: Cell) -> bool:
    if a.first.doubts == b.first.doubts:
        return False
    return bool({f.indicator_id for f in a.first.facets} & {f.indicator_id for f in b.first.facets})


def _similarity(a: Cell, b: Cell, place: float, apart: int, threshold: float) -> float:
    toll = _toll_likeness(a, b, apart)
    if a.first.article.language != b.first.article.language:
        return similarity(place, apart, UNKNOWN, toll, OTHER_LANGUAGE)
    least = similarity(place, apart, UNKNOWN, toll, 0)
    if least + TITLE < threshold and a.first.doubts == b.first.doubts:
        return least
    union = len(a.first.words | b.first.words)
    return least + TITLE * (len(a.first.words & b.first.words) / union if union else 0.0)


def _toll_likeness(a: Cell, b: Cell, apart: int) -> float:
    """1 overlapping, .5 missing or risen since the earlier report of the same day, 0 disjoint."""
    if a.toll is None or b.toll is None:
        return UNKNOWN
    if a.toll.overlaps(b.toll):
        return 1.0
    early, late = (x.toll for x in sorted((a, b), key=lambda c: c.first.order))
    risen = apart == 0 and early is not None and late is not None and early.best < late.best <= RISE * early.best
    return UNKNOWN if risen else 0.0


def components(count: int, links: Links) -> list[int]:
    """The smallest cell number reachable from each cell."""
    parent = list(range(count))
    for _, a, b in links.pairs:
        low, high = sorted((_root(parent, a), _root(parent, b)))
        parent[high] = low
    return [_root(parent, i) for i in range(count)]


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@dataclass
class Cluster:
    """Cells that are one event, with the span of days and the towns it holds."""

    cells: list[int] = field(default_factory=list)
    days: tuple[int, int] = (0, 0)
    towns: frozenset[str] = frozenset()


def merge(
    members: Sequence[Cell], pairs: Iterable[tuple[float, int, int]], atlas: Atlas, *, span_days: int
) -> list[list[int]]:
    """Clusters of cell numbers, merged in descending similarity; a merge that would span more than `span_days` or
    join towns farther apart than near is refused. In order of first publication."""
    cluster = {c.number: _single(c, atlas) for c in members}
    for _, a, b in pairs:
        one, two = cluster.get(a), cluster.get(b)
        if one is None or two is None or one is two:
            continue
        days = (min(one.days[0], two.days[0]), max(one.days[1], two.days[1]))
        if days[1] - days[0] > span_days or _far(one.towns, two.towns, atlas):
            continue
        joined = Cluster(sorted(one.cells + two.cells), days, one.towns | two.towns)
        cluster |= dict.fromkeys(joined.cells, joined)
    return sorted({tuple(c.cells): c.cells for c in cluster.values()}.values())


def _single(cell: Cell, atlas: Atlas) -> Cluster:
    town = atlas.located(cell.first)
    return Cluster([cell.number], (cell.first.day, cell.first.day), frozenset({town} if town else ()))


def _far(one: Iterable[str], two: Iterable[str], atlas: Atlas) -> bool:
    return any(atlas.far(a, b) for a in one for b in two)
