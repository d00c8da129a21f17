"""The ground of a map: sea, land, the frame around the countries of a panel, and countries coloured by level."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.path import Path as Outline

from riskbrief.charts.labels import MM_PER_POINT, Box, text_width
from riskbrief.charts.projection import EqualArea, centred, countries, patch_of, thinned
from riskbrief.charts.style import GREY, LAND, LEVELS, MUTED, NOT_ASSESSED, SEA, Sheet, bare
from riskbrief.figures import MapRegion

LINE = 1.2  # line height in font sizes
SLACK, SEA_SHARE = 0.15, 0.8  # free width beside the panel, and how much of it goes to the side with more sea
SLACK_UPRIGHT = 0.08
PROBES = 24
DETAIL_MM, COARSE = 0.36, 10  # outlines are drawn no finer than this; outside the frame that many times coarser
SCALE_BARS_KM = (1000, 500, 250, 100, 50)
Points = npt.NDArray[np.float64]


@dataclass
class Ground:
    """The map under construction, in kilometres: its axes, projection, land, and boxes already written on it."""

    axes: Axes
    projection: EqualArea
    frame: Box
    km_per_mm: float
    rings: Mapping[str, list[Points]]
    land: list[Outline]
    taken: list[Box] = field(default_factory=list)

    def height(self, size_pt: float) -> float:
        """Height of a line of text in map units."""
        return size_pt * LINE * MM_PER_POINT * self.km_per_mm

    def width(self, text: str, size_pt: float) -> float:
        """Width of a line of text in map units."""
        return text_width(text, size_pt) * self.km_per_mm

    def mainland(self, region_id: str) -> Points:
        """The ring of a country with the widest extent."""
        return max(self.rings[region_id], key=extent)


def extent(ring: Points) -> float:
    """Area of the box around a ring."""
    return float(np.ptp(ring[:, 0]) * np.ptp(ring[:, 1]))


def lay_ground(page: Sheet, chosen: Sequence[str], *, filled: Collection[str] = ()) -> Ground:
    """Sea, and all land in grey but what will be `filled`, framed around the chosen countries (all if none is)."""
    chosen = chosen or list(countries())
    projection = centred([countries()[key] for key in chosen])
    rings = {key: [projection.points(ring) for ring in c.rings] for key, c in countries().items()}
    frame = _frame(np.vstack([ring for key in chosen for ring in rings[key]]), page.width / page.height, rings)
    km_per_mm = frame.width / page.width
    seen = {key: [_simple(r, frame, km_per_mm * DETAIL_MM) for r in rings[key] if _reaches(r, frame)] for key in rings}
    axes = bare(page.axes(0, 0, 0, 0))
    left, bottom = frame.x - frame.width / 2, frame.y - frame.height / 2
    axes.set(xlim=(left, left + frame.width), ylim=(bottom, bottom + frame.height))
    axes.add_artist(Rectangle((left, bottom), frame.width, frame.height, facecolor=SEA, linewidth=0, zorder=0))
    for outlines in (part for key, part in seen.items() if part and key not in filled):
        patch = patch_of(outlines)
        patch.set(facecolor=LAND, edgecolor="white", linewidth=0.5, zorder=1)
        axes.add_artist(patch)
    return Ground(axes, projection, frame, km_per_mm, seen, [Outline(r) for part in seen.values() for r in part])


def _simple(ring: Points, frame: Box, step: float) -> Points:
    """A ring with fewer points: thinned inside the frame, much more so outside it."""
    away = np.abs(ring - (frame.x, frame.y)) * 2 > (frame.width, frame.height)
    return thinned(ring, np.where(away.any(axis=1), step * COARSE, step))


def _reaches(ring: Points, frame: Box) -> bool:
    """Whether any of a ring may be seen in the frame."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    middle, size = (low + high) / 2, high - low
    return Box(float(middle[0]), float(middle[1]), float(size[0]), float(size[1])).meets(frame)


def _frame(edge: Points, aspect: float, rings: Mapping[str, list[Points]]) -> Box:
    low, high = edge.min(axis=0), edge.max(axis=0)
    across, upright = high - low
    width, height = across * (1 + SLACK), upright * (1 + SLACK_UPRIGHT)
    width, height = max(width, height * aspect), max(height, width / aspect)
    land = [Outline(ring) for part in rings.values() for ring in part]
    left = _sea_side(low, high, land, across * SLACK)
    x = float(high[0] + low[0]) / 2 + (0.5 - left) * float(width - across)
    return Box(x, float(high[1] + low[1]) / 2, float(width), float(height))


def _sea_side(low: Points, high: Points, land: Sequence[Outline], reach: float) -> float:
    """Share of the free width that goes to the left: more where there is less land beside the panel."""
    heights = np.linspace(low[1], high[1], PROBES)
    left, right = (
        sum(int(outline.contains_points(np.column_stack([np.full(PROBES, x), heights])).sum()) for outline in land)
        for x in (low[0] - reach / 2, high[0] + reach / 2)
    )
    return 0.5 if left == right else SEA_SHARE if left < right else 1 - SEA_SHARE


def fill(ground: Ground, region: MapRegion, *, strength: float = 1.0) -> None:
    """Colour one country by its level: hatched if coverage is thin, hatched grey if it is not assessed.

    `strength` below 1 mixes the colours with that of land, so that what is drawn on them stands out.
    """
    face, hatch, lines = _look(region)
    patch = patch_of(ground.rings[region.region_id])
    patch.set(facecolor=_mixed(face, strength), edgecolor="white", linewidth=0.9 * strength**0.5, zorder=2)
    if hatch:
        patch.set(hatch=hatch, hatchcolor=_mixed(lines, strength), zorder=3)
    ground.axes.add_artist(patch)


def _look(region: MapRegion) -> tuple[str, str, str]:
    """Colour, hatching and its colour."""
    if region.level is None:
        return NOT_ASSESSED, "////", GREY
    colour = LEVELS[region.level - 1]
    return ("white", "//////", colour) if region.thin else (colour, "", colour)


def _mixed(colour: str, strength: float) -> tuple[float, ...]:
    over, under = to_rgb(colour), to_rgb(LAND)
    return tuple(strength * a + (1 - strength) * b for a, b in zip(over, under, strict=True))


def scale_bar(ground: Ground) -> None:
    """A bar of whole kilometres in the lower left corner."""
    frame = ground.frame
    length = next((km for km in SCALE_BARS_KM if km < frame.width / 6), SCALE_BARS_KM[-1])
    x, y = frame.x - frame.width * 0.48, frame.y - frame.height * 0.46
    ground.axes.plot([x, x + length], [y, y], color=MUTED, linewidth=1.1, solid_capstyle="butt", zorder=6)
    ground.axes.text(
        x + length / 2, y + ground.height(3), f"{length} km", fontsize=6, color=MUTED, ha="center", zorder=6
    )
    ground.taken.append(Box(x + length / 2, y, length, ground.height(14)))
