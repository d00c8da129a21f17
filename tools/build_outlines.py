"""Compile country outlines for the maps from a Natural Earth TopoJSON file (public domain).

    python tools/build_outlines.py --topology ne_countries_50m_topo.json --output src/riskbrief/assets/outlines.json

Rings are [[longitude, latitude], ...] in degrees, closed, cut to the map window plus a margin.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

Point = tuple[float, float]
Ring = list[Point]

WINDOW = (-26.0, -5.0, 30.0, 33.0)
MARGIN_DEGREES = 4.0
DECIMALS = 2
LABEL_STEPS = 40


def main() -> None:
    """Read the topology, write the outlines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topology", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    topology = json.loads(options.topology.read_text(encoding="utf-8"))
    outlines = {"source": "Natural Earth 1:50m, public domain", "countries": dict(sorted(countries(topology)))}
    options.output.write_text(json.dumps(outlines, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{options.output}: {len(outlines['countries'])} countries, {options.output.stat().st_size} bytes")


def countries(topology: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """ISO 3166-1 alpha-3 and outline of each country that reaches into the window."""
    arcs = decoded_arcs(topology)
    names = Locale("en").territories
    for geometry in topology["objects"]["countries"]["geometries"]:
        iso3, iso2 = iso_codes(geometry)
        rings = [clipped(ring, MARGIN_DEGREES) for ring in outer_and_inner_rings(geometry, arcs)]
        kept = [rounded(ring) for ring in rings if area(ring) > 0.002]
        if iso3 and kept and any(inside(point, WINDOW) for ring in kept for point in ring):
            name = names.get(iso2, geometry["properties"]["name"])
            yield iso3, {"name": name, "rings": kept, "label": label_point(kept)}


def iso_codes(geometry: dict[str, Any]) -> tuple[str, str]:
    """Alpha-3 and alpha-2 of a geometry's numeric code; ("", "") where it has none."""
    aliases = get_global("territory_aliases")
    iso2 = (aliases.get(str(geometry.get("id"))) or [""])[0]
    iso3 = sorted(code for code, targets in aliases.items() if targets == [iso2] and len(code) == 3 and code.isalpha())
    return (iso3[0], iso2) if iso3 else ("", "")


def decoded_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Arcs in degrees, from their quantised differences."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        xs = itertools.accumulate(step[0] for step in arc)
        ys = itertools.accumulate(step[1] for step in arc)
        arcs.append([(x * scale_x + shift_x, y * scale_y + shift_y) for x, y in zip(xs, ys, strict=True)])
    return arcs


def outer_and_inner_rings(geometry: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    """Every ring of a polygon or multipolygon."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
    for polygon in polygons:
        for indices in polygon:
            yield joined([arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices])


def joined(pieces: list[Ring]) -> Ring:
    """Arcs end to end; each begins where the one before ends."""
    return pieces[0][:1] + [point for piece in pieces for point in piece[1:]]


def clipped(ring: Ring, margin: float) -> Ring:
    """The ring cut to the window plus a margin in degrees (Sutherland-Hodgman, one side after the other)."""
    west, south, east, north = WINDOW
    sides: list[tuple[int, float, Callable[[float, float], bool]]] = [
        (0, west - margin, float.__ge__),
        (1, south - margin, float.__ge__),
        (0, east + margin, float.__le__),
        (1, north + margin, float.__le__),
    ]
    for axis, limit, keeps in sides:
        ring = cut(ring, axis, limit=limit, keeps=keeps)
    return ring


def cut(ring: Ring, axis: int, *, limit: float, keeps: Callable[[float, float], bool]) -> Ring:
    """The part of a ring on one side of a vertical (axis 0) or horizontal (axis 1) line."""
    kept: Ring = []
    for before, after in zip(ring[-1:] + ring[:-1], ring, strict=True):
        if keeps(before[axis], limit) != keeps(after[axis], limit):
            share = (limit - before[axis]) / (after[axis] - before[axis])
            kept.append((before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1])))
        if keeps(after[axis], limit):
            kept.append(after)
    return kept


def rounded(ring: Ring) -> Ring:
    """Points to two decimals (about 1 km), repeats removed, ring closed."""
    points = [(round(x, DECIMALS) + 0.0, round(y, DECIMALS) + 0.0) for x, y in ring]
    points = [point for point, _ in itertools.groupby(points)]
    return points if points[0] == points[-1] else [*points, points[0]]


def area(ring: Ring) -> float:
    """Unsigned area in square degrees; 0 for fewer than three points."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2 if len(ring) > 2 else 0.0


def inside(point: Point, box: tuple[float, float, float, float]) -> bool:
    """Whether a point lies in a (west, south, east, north) box."""
    west, south, east, north = box
    return west <= point[0] <= east and south <= point[1] <= north


def label_point(rings: list[Ring]) -> Point:
    """The grid point in the window's part of the largest ring that lies farthest from its edge."""
    ring = rounded(max((clipped(ring, 0.0) for ring in rings), key=area))
    xs, ys = zip(*ring, strict=True)
    grid = (
        (min(xs) + (max(xs) - min(xs)) * i / LABEL_STEPS, min(ys) + (max(ys) - min(ys)) * j / LABEL_STEPS)
        for i in range(1, LABEL_STEPS)
        for j in range(1, LABEL_STEPS)
    )
    best = max((point for point in grid if encloses(ring, point)), key=lambda point: room_around(ring, point))
    return round(best[0], DECIMALS), round(best[1], DECIMALS)


def encloses(ring: Ring, point: Point) -> bool:
    """Whether a point lies in a ring (even-odd rule)."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1


def room_around(ring: Ring, point: Point) -> float:
    """Distance to the nearest corner of the ring, width counting half: labels are wider than high."""
    return min(math.hypot((x - point[0]) / 2, y - point[1]) for x, y in ring)


if __name__ == "__main__":
    main()
