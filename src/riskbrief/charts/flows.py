"""Spillover: pressure of countries on their neighbours as arrows (method B.13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from matplotlib.patches import FancyArrowPatch

from riskbrief.charts.fitting import fitted
from riskbrief.charts.ground import Ground, fill, lay_ground
from riskbrief.charts.labels import Box, Points, inside, widest_place, within
from riskbrief.charts.projection import countries
from riskbrief.charts.style import INK, MUTED, NAVY, Sheet, plain
from riskbrief.figures import Flow, FlowsFigure, MapRegion

NAME_PT, NAME_MM = 6.6, 32.0  # and the width from which a name is cut
WIDEST_PT = 3.4
PALE = 0.42
BEND, SPOTS = 0.22, 60  # of an arrow, and the parts in which names look for it
PLACES = ((0, -0.8), (0, 0.8), (1, 0), (-1, 0), (0, -1.6), (0, 1.6), (1, -0.8), (-1, -0.8), (1, 0.8), (-1, 0.8))

Spot = tuple[float, float]


def draw_flows(page: Sheet, figure: FlowsFigure, language: str) -> None:
    """Arrow width is weight share times score; dashed where the neighbour is not assessed."""
    regions = {r.region_id: r for r in figure.regions if r.region_id in countries()}
    touched = sorted({k for f in figure.flows for k in (f.source, f.target)} & set(countries()))
    ground = lay_ground(page, touched or list(regions), filled=regions)
    for region in regions.values():
        fill(ground, region, strength=PALE)
    nodes = {key: _node(ground, key) for key in touched}
    drawn = [f for f in figure.flows if f.source in nodes and f.target in nodes]
    for flow in sorted(drawn, key=lambda f: (f.value or 0, f.source, f.target)):
        _arrow(ground, flow, nodes)
    bends = np.array([spot for f in drawn for spot in _bend(nodes[f.source], nodes[f.target])]).reshape(-1, 2)
    for key in sorted(nodes, key=lambda k: (-nodes[k][1], k)):
        if key in regions:
            _name(ground, nodes[key], regions[key], bends)


def _node(ground: Ground, region_id: str) -> tuple[float, float]:
    """The middle of the country, marked by a dot."""
    x, y, _ = widest_place(ground.mainland(region_id), height=ground.height(NAME_PT), taken=[])
    ground.axes.plot([x], [y], "o", markersize=2.6, color=NAVY, zorder=6)
    ground.taken.append(Box(x, y, ground.height(3), ground.height(3)))
    return x, y


def _arrow(ground: Ground, flow: Flow, nodes: Mapping[str, tuple[float, float]]) -> None:
    width = 0.6 if flow.value is None else 0.6 + (WIDEST_PT - 0.6) * min(max(flow.value, 0), 100) / 100
    arrow = FancyArrowPatch(
        nodes[flow.source], nodes[flow.target], connectionstyle=f"arc3,rad={BEND}", arrowstyle="-|>",
        mutation_scale=5 + 1.5 * width, linewidth=width, linestyle="solid" if flow.value is not None else (0, (3, 2)),
        color=NAVY if flow.value is not None else MUTED, shrinkA=2, shrinkB=3, zorder=5,
    )  # fmt: skip
    ground.axes.add_artist(arrow)


def _bend(start: Spot, end: Spot) -> Iterator[Spot]:
    """Spots along an arrow, which bends as matplotlib's `arc3` does."""
    (x, y), (end_x, end_y) = start, end
    middle = ((x + end_x) / 2 + BEND * (end_y - y), (y + end_y) / 2 - BEND * (end_x - x))
    for t in (n / SPOTS for n in range(1, SPOTS)):
        first, second, third = (1 - t) ** 2, 2 * t * (1 - t), t**2
        yield first * x + second * middle[0] + third * end_x, first * y + second * middle[1] + third * end_y


def _name(ground: Ground, node: Spot, region: MapRegion, bends: Points) -> None:
    """The name and score beside the dot, where no other stands and the fewest arrows pass."""
    text = f"{fitted(region.name, NAME_MM, NAME_PT, bold=True)} {plain(region.score)}".strip()
    width, height = ground.width(text, NAME_PT), ground.height(NAME_PT)
    places = [Box(node[0] + i * (width + height) / 2, node[1] + j * height, width, height) for i, j in PLACES]
    free = [p for p in places if within(p, ground.frame) and not any(p.meets(o) for o in ground.taken)]
    box = min(free or [inside(places[0], ground.frame)], key=lambda p: p.holds(bends))
    ground.taken.append(box)
    ground.axes.text(
        box.x,
        box.y,
        text,
        fontsize=NAME_PT,
        color=INK,
        weight="semibold",
        ha="center",
        va="center_baseline",
        zorder=7,
        bbox={"facecolor": "#FFFFFFE0", "edgecolor": "none", "pad": 0.4},
    )
