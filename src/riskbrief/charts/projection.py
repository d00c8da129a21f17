"""Country outlines and the equal-area projection they are drawn in."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

OUTLINES = Path(__file__).parents[1] / "assets" / "outlines.json"
EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Country:
    """A country's rings of (longitude, latitude) in degrees and where its name stands."""

    region_id: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    label: tuple[float, float]


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """All outlines of the package by region id; `label` is (longitude, latitude)."""
    raw = json.loads(OUTLINES.read_text(encoding="utf-8"))["countries"]
    return {key: _country(key, raw[key]) for key in sorted(raw)}


def _country(region_id: str, raw: dict[str, object]) -> Country:
    rings: Sequence[Sequence[Sequence[float]]] = raw["rings"]  # type: ignore[assignment]
    label: Sequence[float] = raw["label"]  # type: ignore[assignment]
    return Country(region_id, tuple(tuple((p[0], p[1]) for p in ring) for ring in rings), (label[0], label[1]))


@dataclass(frozen=True)
class EqualArea:
    """Lambert azimuthal equal-area around a centre, in kilometres."""

    longitude: float
    latitude: float

    def points(self, places: Sequence[tuple[float, float]]) -> npt.NDArray[np.float64]:
        """Kilometres east and north of the centre for (longitude, latitude) pairs in degrees."""
        degrees = np.radians(np.asarray(places, dtype=float))
        east, north = degrees[:, 0] - math.radians(self.longitude), degrees[:, 1]
        sine, cosine = math.sin(math.radians(self.latitude)), math.cos(math.radians(self.latitude))
        scale = np.sqrt(2 / (1 + sine * np.sin(north) + cosine * np.cos(north) * np.cos(east)))
        x = scale * np.cos(north) * np.sin(east)
        y = scale * (cosine * np.sin(north) - sine * np.cos(north) * np.cos(east))
        return np.column_stack([x, y]) * EARTH_RADIUS_KM

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """One place in kilometres."""
        x, y = self.points([(longitude, latitude)])[0]
        return float(x), float(y)


def patch_of(rings: Sequence[npt.NDArray[np.float64]]) -> PathPatch:
    """One patch of all rings."""
    return PathPatch(Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings)))


def thinned(ring: npt.NDArray[np.float64], steps: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The ring with each point at least its own step from the one before; never fewer than four points."""
    kept, last = [0], ring[0]
    for index in range(1, len(ring) - 1):
        if abs(ring[index, 0] - last[0]) + abs(ring[index, 1] - last[1]) >= steps[index]:
            kept.append(index)
            last = ring[index]
    return ring[[*kept, len(ring) - 1]] if len(kept) > 3 else ring


def centred(chosen: Sequence[Country]) -> EqualArea:
    """The projection around the middle of the countries given."""
    places = [p for country in chosen for ring in country.rings for p in ring]
    longitudes, latitudes = [p[0] for p in places], [p[1] for p in places]
    return EqualArea((min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2)
