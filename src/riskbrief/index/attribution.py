"""How a score moved between two weeks, exactly: index to pillars, indicators, events and articles (method B.16).

The parts sum to the change to 1e-9, and what did not move has none. Sources: Ang (2004, 2005) on perfect index
decomposition; OECD/JRC handbook, step 9 (back to the data).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from riskbrief.index.attribution_events import event_moves
from riskbrief.index.attribution_shares import article_moves, dispute_moves, neighbour_moves
from riskbrief.index.attribution_wholes import whole_moves
from riskbrief.index.framework import Floats, Framework
from riskbrief.index.history import History
from riskbrief.index.moves import Change, Moved, ranked, scaled
from riskbrief.index.recipes import Recipe, index_recipe, pillar_recipe
from riskbrief.index.splitting import STILL


def change(history: History, region: str, node: str, *, since: str, week: str) -> Change | None:
    """The change of a node's score in points; None where it is missing in either week.

    KeyError for a week that was not scored; `since` before `week`.
    """
    place, start, end = history.framework.regions.index(region), history.at(since), history.at(week)
    before, after = (history.score(place, node, t) for t in (start, end))
    if np.isnan(before) or np.isnan(after):
        return None
    return Change(since, week, before, after, ranked(_inside(history, place, node, start, end)))


def _inside(history: History, region: int, node: str, since: int, until: int) -> tuple[Moved, ...]:
    """The parts of a node's change in its own points."""
    framework = history.framework
    if node in framework.indicator_ids:
        return ranked(_indicator(history, region, framework.indicator_ids.index(node), since, until))
    recipe = recipe_of(framework, node)

    @cache  # a part may move the whole both through the aggregate and through the floor
    def inside(name: str) -> tuple[Moved, ...]:
        return _inside(history, region, name, since, until)

    before, after = (scores_of(history, recipe, region, t) for t in (since, until))
    return ranked(whole_moves(recipe, before, after, inside=inside))


def recipe_of(framework: Framework, node: str) -> Recipe:
    """What makes the index or a pillar."""
    return index_recipe(framework) if node == "index" else pillar_recipe(framework, framework.pillars.index(node))


def scores_of(history: History, recipe: Recipe, region: int, t: int) -> Floats:
    """Scores of a recipe's parts, then of its protective ones."""
    return history.scores(region, (*recipe.parts, *recipe.protective), t)


def _indicator(history: History, region: int, indicator: int, since: int, until: int) -> list[Moved]:
    """An indicator by what it is made of; a score that was carried forward is that of its own week (B.17)."""
    start, end = history.source(region, indicator, since), history.source(region, indicator, until)
    chosen = history.framework.indicators[indicator]
    if start == end:
        return []
    if chosen.compute == "spatial_lag":
        return neighbour_moves(history, region, indicator, start, end)
    if chosen.type == "event":
        moves = event_moves(history, region, indicator, start, end)
    elif chosen.type == "attention":
        moves = article_moves(history, region, indicator, start, end)
    else:
        moves = dispute_moves(history, region, start, end)
    slope, baseline = _scale(history, region, indicator, start, end)
    return [*scaled(moves, slope), Moved("baseline", "baseline", baseline)]


def _scale(history: History, region: int, indicator: int, since: int, until: int) -> tuple[float, float]:
    """Points per unit of the value, and points because the normaliser's past changed (0 for fixed anchors).

    Slope: the secant, mean of both weeks' curves; 0 where the value stays beyond an anchor.
    """
    values = np.array([history.value(region, indicator, t) for t in (since, until)])
    first, last = (history.curve(region, indicator, t) for t in (since, until))
    curves = np.array([first(values), last(values)])
    by_value = float((curves[:, 1] - curves[:, 0]).mean())
    by_past = float((curves[1] - curves[0]).mean())
    step = float(values[1] - values[0])
    if abs(step) > STILL * max(1.0, abs(values[0])):
        return by_value / step, by_past
    near = values[0] + np.array([0.0, 1e-6 * max(1.0, abs(values[0]))])
    rise = np.array([np.diff(curve(near)) for curve in (first, last)]).mean()
    return float(rise / (near[1] - near[0])), by_past + by_value
