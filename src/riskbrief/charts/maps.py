"""Choropleth of levels with numbered events (method A.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from riskbrief.charts.fitting import fitted
from riskbrief.charts.ground import Ground, fill, lay_ground, scale_bar
from riskbrief.charts.labels import MM_PER_POINT, Box
from riskbrief.charts.names import write_names
from riskbrief.charts.projection import countries
from riskbrief.charts.style import INK, NAVY, Sheet
from riskbrief.figures import MapFigure, Marker

MARKER_PT, NAME_PT = 6.0, 7.5
SMALLEST_PT, GROWTH_PT = 6.6, 2.0  # diameter of a marker by its size 0-1
SNUG = 0.85  # a label may touch the rim of a marker
REACH = 3  # how many markers far one may stand from its place, where others stand there


def draw_map(page: Sheet, figure: MapFigure, language: str) -> None:
    """Countries coloured by level, their names and scores, and markers numbered as in the event table."""
    regions = [r for r in figure.regions if r.region_id in countries()]
    chosen = [r.region_id for r in regions]
    ground = lay_ground(page, chosen, filled=chosen)
    for region in regions:
        fill(ground, region)
    _markers(ground, figure.markers)
    scale_bar(ground)
    write_names(ground, regions)


def _markers(ground: Ground, markers: Sequence[Marker]) -> None:
    """Each event where it happened, or beside the one already there, so that every number can be read."""
    stood: list[Box] = []
    for marker in sorted(markers, key=lambda m: (m.number, -m.size)):
        diameter_pt = SMALLEST_PT + GROWTH_PT * marker.size
        across = diameter_pt * MM_PER_POINT * ground.km_per_mm
        box = _beside(Box(*ground.projection.point(marker.lon, marker.lat), across, across), stood)
        stood.append(box)
        ground.taken.append(Box(box.x, box.y, across * SNUG, across * SNUG))
        ground.axes.plot([box.x], [box.y], "o", markersize=diameter_pt, mfc=NAVY, mec="white", mew=0.7, zorder=7)
        if marker.number:
            ground.axes.text(
                box.x, box.y, str(marker.number), fontsize=MARKER_PT, color="white", weight="semibold", ha="center",
                va="center_baseline", zorder=8,
            )  # fmt: skip
        elif marker.text:
            _named(ground, box, marker.text)


def _named(ground: Ground, box: Box, text: str) -> None:
    """The name of a dot beside it, on the side with more of the map."""
    side = 1 if box.x <= ground.frame.x else -1
    x = box.x + side * box.width * 0.9
    free = (ground.frame.width / 2 - side * (x - ground.frame.x)) / ground.km_per_mm
    place = fitted(text, free - 1, NAME_PT, bold=True)
    width = ground.width(place, NAME_PT)
    ground.axes.text(
        x, box.y, place, fontsize=NAME_PT, color=INK, weight="semibold", ha="left" if side > 0 else "right",
        va="center_baseline", zorder=8,
        bbox={"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.08,rounding_size=0.4"},
    )  # fmt: skip
    ground.taken.append(Box(x + side * width / 2, box.y, width, ground.height(NAME_PT)))


def _beside(box: Box, stood: Sequence[Box]) -> Box:
    """The box itself, or the nearest free place in the row, then the rows above and below."""
    reach = max((other.width for other in stood), default=box.width)
    steps = sorted(product(range(-REACH, REACH + 1), repeat=2), key=lambda s: (abs(s[1]), abs(s[0]), -s[0], -s[1]))
    places = (replace(box, x=box.x + across * reach, y=box.y + up * reach) for across, up in steps)
    return next((place for place in places if not any(place.meets(other) for other in stood)), box)
