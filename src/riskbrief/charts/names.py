"""Names and scores of countries on a map: inside where they fit, else outside with a leader line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from riskbrief.charts.fitting import fitted
from riskbrief.charts.ground import Ground, extent
from riskbrief.charts.labels import Box, widest_place
from riskbrief.charts.leaders import Line, Places, Sea
from riskbrief.charts.style import INK, LEVEL_INK, MUTED, plain
from riskbrief.figures import MapRegion

NAME_PT, SMALL_PT, SCORE_PT = 7.0, 6.3, 8.0
ROUNDS = 4  # of looking for a better order
NAME_MM = 34.0  # a longer name is cut
TIGHT = 0.8  # letters don't fill the line height
Lines = list[tuple[str, float]]  # text and size in points, from the top
Setting = tuple[Lines, Places]


@dataclass(frozen=True)
class Label:
    """A name that stands outside its country, and the line from the country to it."""

    region: MapRegion
    box: Box
    lines: Lines
    line: Line

    @property
    def length(self) -> float:
        (x, y), (end_x, end_y) = self.line
        return float(np.hypot(end_x - x, end_y - y))


def write_names(ground: Ground, regions: Sequence[MapRegion]) -> None:
    """Every region once: the largest countries first inside, the rest outside.

    Where one label stands decides what room the next one has, so orders are tried: from the rim inwards, then those one
    step away from the best so far, for as long as that names more countries or shortens the lines.
    """
    regions = [replace(r, name=fitted(r.name, NAME_MM, NAME_PT, bold=True)) for r in regions]
    largest = sorted(regions, key=lambda r: (-extent(ground.mainland(r.region_id)), r.region_id))
    outside = [r for r in largest if not _inside(ground, r, _settings(plain(r.name), plain(r.score)))]
    order = sorted(outside, key=lambda r: (-_off_centre(ground, r.region_id), r.region_id))
    sea = Sea.around(ground.land, ground.frame)
    settings = {r.region_id: list(_outside_places(ground, r, sea)) for r in outside}
    placed = _best(order, lambda regions: _placed(regions, settings))
    for label in placed:
        _draw(ground, label)
    named = {label.region.region_id for label in placed}
    for region in (r for r in outside if r.region_id not in named):
        _inside(ground, region, _last_settings(plain(region.name), plain(region.score)))


def _best(order: list[MapRegion], plan: Callable[[Sequence[MapRegion]], list[Label]]) -> list[Label]:
    """The labels of the best order found in a few rounds."""
    best = plan(order)
    for _ in range(ROUNDS):
        moved = list(_neighbouring(order, swaps=len(best) < len(order)))
        plans = [plan(regions) for regions in moved]
        number = min(range(len(plans)), key=lambda n: (_cost(plans[n]), n), default=-1)
        if number < 0 or _cost(plans[number]) >= _cost(best):
            break
        order, best = moved[number], plans[number]
    return best


def _neighbouring(order: Sequence[MapRegion], *, swaps: bool) -> Iterator[list[MapRegion]]:
    """The orders one step away: one region moved to the front, and with `swaps` two of them changing places."""
    for n in range(1, len(order)):
        yield [order[n], *order[:n], *order[n + 1 :]]
    for first, second in combinations(range(1, len(order)), 2) if swaps else ():
        changed = list(order)
        changed[first], changed[second] = changed[second], changed[first]
        yield changed


def _placed(order: Sequence[MapRegion], settings: Mapping[str, Sequence[Setting]]) -> list[Label]:
    """Labels of the regions in this order; one for which nothing is free any more goes without."""
    labels: list[Label] = []
    for region in order:
        boxes, lines = [label.box for label in labels], [label.line for label in labels]
        free = [(text, places.first_free(boxes, lines)) for text, places in settings[region.region_id]]
        found = [Label(region, place[0], text, place[1]) for text, place in free if place is not None]
        labels += sorted(found, key=lambda label: label.length)[:1]
    return labels


def _cost(labels: Sequence[Label]) -> tuple[int, float]:
    """Fewest labels missing, then shortest lines, a long one weighing more."""
    return -len(labels), round(sum(label.length**2 for label in labels), 6)


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


def _last_settings(name: str, score: str) -> Iterator[Lines]:
    """What is left for a country with no room for both: its name, else its score."""
    yield [(name, SMALL_PT)]
    yield [(word, SMALL_PT) for word in name.split(" ")]
    yield [(score, SCORE_PT)]


def _outside_settings(name: str, score: str) -> Iterator[Lines]:
    yield [(f"{name} {score}", NAME_PT)]
    yield [(name, NAME_PT), (score, NAME_PT)]
    first, _, rest = name.partition(" ")
    if rest:
        yield [(first, NAME_PT), (f"{rest} {score}", NAME_PT)]
    head, hyphen, tail = name.partition("-")
    if hyphen:
        yield [(head + hyphen, NAME_PT), (f"{tail} {score}", NAME_PT)]


def _size(ground: Ground, lines: Lines) -> tuple[float, float]:
    shown = [(text.strip(), size) for text, size in lines if text.strip()]
    width = max((ground.width(text, size) for text, size in shown), default=0.0)
    return width, sum(ground.height(size) for _, size in shown)


def _outside_places(ground: Ground, region: MapRegion, sea: Sea) -> Iterator[Setting]:
    """Each way to set a label with the places it may take."""
    x, y, _ = widest_place(ground.mainland(region.region_id), height=ground.height(1), taken=[])
    for lines in _outside_settings(plain(region.name), plain(region.score)):
        width, height = _size(ground, lines)
        yield lines, Places.around((x, y), (width * 1.08, height), sea).clear_of(ground.taken)


def _draw(ground: Ground, label: Label) -> None:
    (x, y), end = label.line
    ground.axes.plot([x, end[0]], [y, end[1]], color=INK, linewidth=0.5, zorder=5)
    ground.axes.plot([x], [y], "o", markersize=1.8, color=INK, zorder=5)
    _write(ground, label.box, label.lines, None)


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
