"""Names and scores of countries on a map: inside where they fit, else outside with a leader line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from riskbrief.charts.ground import Ground, extent
from riskbrief.charts.labels import Box, leader_end, outside_place, widest_place
from riskbrief.charts.style import INK, LEVEL_INK, MUTED, plain
from riskbrief.figures import MapRegion

NAME_PT, SMALL_PT, SCORE_PT = 7.0, 6.3, 8.0
TIGHT = 0.8  # letters don't fill the line height
Lines = list[tuple[str, float]]  # text and size in points, from the top


def write_names(ground: Ground, regions: Sequence[MapRegion]) -> None:
    """Every region once: the largest countries first inside, then from the rim inwards outside."""
    largest = sorted(regions, key=lambda r: (-extent(ground.mainland(r.region_id)), r.region_id))
    outside = [r for r in largest if not _inside(ground, r, _settings(plain(r.name), plain(r.score)))]
    for region in sorted(outside, key=lambda r: (-_off_centre(ground, r.region_id), r.region_id)):
        if not _outside(ground, region):
            _inside(ground, region, [[(plain(region.score), SCORE_PT)]])


def _off_centre(ground: Ground, region_id: str) -> float:
    middle = ground.mainland(region_id).mean(axis=0)
    return float(np.hypot(middle[0] - ground.frame.x, middle[1] - ground.frame.y))


def _inside(ground: Ground, region: MapRegion, settings: Iterable[Lines]) -> bool:
    ring = ground.mainland(region.region_id)
    for lines in settings:
        width, height = _size(ground, lines)
        x, y, free = widest_place(ring, height=height * TIGHT, taken=ground.taken)
        if free >= width:
            _write(ground, Box(x, y, width, height), lines, region)
            return True
    return False


def _settings(name: str, score: str) -> Iterator[Lines]:
    """Ways to set a label, best first: name over score, the name's words apart, all in one line; then smaller."""
    first, _, rest = name.partition(" ")
    for size in (NAME_PT, SMALL_PT):
        yield [(name, size), (score, SCORE_PT)]
        if rest:
            yield [(first, size), (rest, size), (score, SCORE_PT)]
            yield [(first, size), (f"{rest} {score}", size)]
        yield [(f"{name} {score}", size)]


def _outside_settings(name: str, score: str) -> Iterator[Lines]:
    yield [(f"{name} {score}", NAME_PT)]
    yield [(name, NAME_PT), (score, NAME_PT)]
    head, hyphen, tail = name.partition("-")
    if hyphen:
        yield [(head + hyphen, NAME_PT), (f"{tail} {score}", NAME_PT)]


def _size(ground: Ground, lines: Lines) -> tuple[float, float]:
    shown = [(text.strip(), size) for text, size in lines if text.strip()]
    width = max((ground.width(text, size) for text, size in shown), default=0.0)
    return width, sum(ground.height(size) for _, size in shown)


def _outside(ground: Ground, region: MapRegion) -> bool:
    """Write in the setting with the shortest leader line, if any place is free."""
    x, y, _ = widest_place(ground.mainland(region.region_id), height=ground.height(1), taken=[])
    found: list[tuple[float, int, Box, Lines, tuple[float, float]]] = []
    for lines in _outside_settings(plain(region.name), plain(region.score)):
        width, height = _size(ground, lines)
        size = (width * 1.08, height)
        box = outside_place((x, y), size, land=ground.land, taken=ground.taken, frame=ground.frame)
        if box is not None:
            end = leader_end(box, (x, y))
            found.append((float(np.hypot(end[0] - x, end[1] - y)), len(found), box, lines, end))
    if found:
        _, _, box, lines, end = min(found, key=lambda f: f[:2])
        ground.axes.plot([x, end[0]], [y, end[1]], color=INK, linewidth=0.5, zorder=5)
        ground.axes.plot([x], [y], "o", markersize=1.8, color=INK, zorder=5)
        _write(ground, box, lines, None)
    return bool(found)


def _write(ground: Ground, box: Box, lines: Lines, region: MapRegion | None) -> None:
    """`region` colours the text to stand on its fill; None writes on the sea."""
    ground.taken.append(box)
    y = box.y + box.height / 2
    for text, size in lines:
        if text.strip():
            y -= ground.height(size) / 2
            ground.axes.text(
                box.x, y, text.strip(), fontsize=size, weight="semibold" if size != SMALL_PT else "normal",
                ha="center", va="center_baseline", zorder=6, **_ink(region),
            )  # fmt: skip
            y -= ground.height(size) / 2


def _ink(region: MapRegion | None) -> dict[str, Any]:
    if region is None:
        return {"color": INK}
    if region.level is not None and not region.thin:
        return {"color": LEVEL_INK[region.level - 1]}
    paper = {"facecolor": "#FFFFFFD9", "edgecolor": "none", "pad": 0.6}
    return {"color": MUTED if region.level is None else INK, "bbox": paper}
