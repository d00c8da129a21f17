"""A composite indicator of any table of observations, by a framework table: indicators to parts to one whole.

Steps 5, 6 and 8 of the OECD/JRC Handbook on Constructing Composite Indicators (2008): normalise, weigh and aggregate,
back to the data. Choices by name are those of this index (normalisers, aggregators, missing-data policies).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from riskbrief.errors import UsageError
from riskbrief.index.aggregate import aggregate
from riskbrief.index.composite_observations import read_values
from riskbrief.index.composite_table import Node
from riskbrief.index.composite_tree import read_tree
from riskbrief.index.framework import Floats
from riskbrief.index.missing import ShareParams, enough, known_share, needs, renormalised
from riskbrief.index.normalise import NORMALISERS, Scale

LEAST = ShareParams().min_weight
LEAST_FENCED = 4  # values that quartiles can be taken of
NO_SPREAD = 1e-12  # where all units are alike each of them is usual


def build_composite(observations: pd.DataFrame, framework: pd.DataFrame) -> pd.DataFrame:
    """Scores 0-100 of every unit at every node of a framework, and what each node adds to the whole.

    `observations`: unit, indicator, value, one row an observation; other columns are not read. A row that is not there
    and a value that is NaN are missing.
    `framework`: one row a node, parents and indicators alike. Columns node, parent (blank for the composite alone);
    if wanted weight (sums to 1 under a parent; none written = equal) and digits (the score is rounded half up to so
    many decimals before it goes on). Of indicators: direction (-1 = more is less), normaliser (goalposts by default),
    lo, hi, fences (1.5 = values are held within Tukey's fences first, see `fenced`), log_offset, reach, min_weeks
    (least units to compare with; percentile, logistic and robust_z compare a unit with all units). Of wholes:
    aggregator (default arithmetic), p, missing (default renormalise), min_weight (.6).

    Returns one row a unit and node, units sorted, nodes in the order of the tree: unit, node, parent, level (0 is the
    composite), value (as observed), score, contribution (points of the parent's score), points (of the composite's
    score), known (share of weight), reason (why a score is missing; None where it is not). Contributions of the parts
    of a whole sum to its score, points of the indicators to the composite's. Raises UsageError with every problem of
    both tables.

    >>> frame = pd.DataFrame({"node": ["risk", "a", "b"], "parent": ["", "risk", "risk"], "lo": [None, 0, 0],
    ...     "hi": [None, 10, 10], "aggregator": ["scaled_geometric", None, None]})
    >>> seen = pd.DataFrame({"unit": ["X", "X"], "indicator": ["a", "b"], "value": [8.0, 2.0]})
    >>> build_composite(seen, frame)[["node", "score", "contribution"]].round(2).to_numpy().tolist()
    [['risk', 57.87, nan], ['a', 80.0, 50.07], ['b', 20.0, 7.81]]
    """
    nodes, root, problems = read_tree(framework)
    units, values, more = read_values(observations, nodes)
    if problems or more or root is None:
        raise UsageError.of([*problems, *more])
    told: dict[str, _Told] = {}
    _tell(root, values, told)
    order = [node.name for node, _ in root.down()]
    found = pd.concat([_rows(place, units, values, told) for place in _places(root, told)], ignore_index=True)
    found["reason"] = found["reason"].astype(object).where(found["reason"].notna(), None)
    found["node"] = pd.Categorical(found["node"], categories=order, ordered=True)
    return found.sort_values(["unit", "node"], ignore_index=True).astype({"node": str})


def half_up(values: Floats, digits: int) -> Floats:
    """Rounded to decimals, a half always up, as spreadsheets do; missing stays missing.

    A value is first taken to nine further decimals, so that 52.5 stored as 52.49999999999999 is a half.

    >>> half_up(np.array([5.25, 5.349, np.nan]), 1).tolist()
    [5.3, 5.3, nan]
    """
    scale = 10.0**digits
    return np.asarray(np.floor(np.round(values * scale, 9) + 0.5) / scale)


def fenced(values: Floats, reach: float) -> Floats:
    """Values held between Q1 - reach x IQR and Q3 + reach x IQR of all units (Tukey 1977); missing stays missing.

    Quartiles are inclusive and interpolated, as QUARTILE of spreadsheets. With fewer than four values, or where so
    many are alike that the IQR is 0, there are no fences. Source: INFORM (JRC, 2017), treatment of outliers.

    >>> fenced(np.array([1, 2, 3, 4, 5, 6, 7, 100.0]), 1.5).tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 11.5]
    """
    known = values[~np.isnan(values)]
    if len(known) < LEAST_FENCED:
        return values
    low, high = np.quantile(known, [0.25, 0.75])
    spread = reach * (high - low)
    return np.asarray(np.clip(values, low - spread, high + spread)) if spread > 0 else values


class _Told(NamedTuple):
    """A node of all units: `score`, `share` [unit, child] of it that each child makes, `known` share of weight."""

    score: Floats
    share: Floats
    known: Floats
    reason: list[str | None]


class _Place(NamedTuple):
    """A node in its tree, with its points [unit] of its parent's score and of the composite's."""

    node: Node
    level: int
    contribution: Floats
    points: Floats


def _tell(node: Node, values: Mapping[str, Floats], told: dict[str, _Told]) -> Floats:
    """The scores [unit] of a node; everything below it is told first."""
    if node.children:
        parts = np.column_stack([_tell(child, values, told) for child in node.children])
        told[node.name] = _whole(node, parts)
    else:
        told[node.name] = _indicator(node, values[node.name])
    return told[node.name].score


def _indicator(node: Node, values: Floats) -> _Told:
    member = NORMALISERS[node.normaliser.name]
    lo, hi = (0.0 if node.lo is None else node.lo), (100.0 if node.hi is None else node.hi)
    values = values if node.fences is None else fenced(values, node.fences)
    scale = Scale(logarithmic=False, lo=lo, hi=hi, past=values[:, None], min_scale=NO_SPREAD)
    with np.errstate(over="ignore"):
        score = member.function(values[None], scale, member.params.model_validate(node.normaliser.options))[0]
    score = _rounded(100 - score if node.reversed else score, node.digits)
    seen = ~np.isnan(values)
    few = f"too few units to compare with ({node.normaliser.name})"
    reason = [None if s == s else few if v else "not observed" for s, v in zip(score, seen, strict=True)]
    return _Told(score, np.zeros((len(values), 0)), seen.astype(float), reason)


def _whole(node: Node, parts: Floats) -> _Told:
    known, weight = ~np.isnan(parts), np.array(node.weights)
    weights = renormalised(weight, known, np.ones((len(weight), 1)))
    value, importance = aggregate(node.aggregate, parts[:, :, None], weights)
    suffices = enough(node.missing, known, weight, min_weight=LEAST)
    score = _rounded(np.where(suffices, value[:, 0], np.nan), node.digits)
    total = importance[:, :, 0].sum(axis=1, keepdims=True)
    share = np.where(known, importance[:, :, 0] / np.where(total > 0, total, 1.0), np.nan)
    part = known_share(known, weight)
    wanted = f"of its weight is known (needs {needs(node.missing, LEAST)})"
    reason = [None if fine else f"{p:.0%} {wanted}" for p, fine in zip(part, suffices, strict=True)]
    return _Told(score, share, part, reason)


def _rounded(score: Floats, digits: int | None) -> Floats:
    return score if digits is None else half_up(score, digits)


def _places(root: Node, told: Mapping[str, _Told]) -> Iterator[_Place]:
    """Every node, parents first."""
    score = told[root.name].score
    waiting = [_Place(root, 0, np.full(len(score), np.nan), score)]
    while waiting:
        place = waiting.pop()
        yield place
        own = told[place.node.name]
        for n, child in reversed(list(enumerate(place.node.children))):
            waiting.append(_Place(child, place.level + 1, own.score * own.share[:, n], place.points * own.share[:, n]))


def _rows(place: _Place, units: list[str], values: Mapping[str, Floats], told: Mapping[str, _Told]) -> pd.DataFrame:
    """One node of all units."""
    node, own, nothing = place.node, told[place.node.name], np.full(len(units), np.nan)
    columns = {
        "unit": units,
        "node": node.name,
        "parent": node.parent or None,
        "level": place.level,
        "value": values.get(node.name, nothing),
        "score": own.score,
        "contribution": place.contribution,
        "points": place.points,
        "known": own.known,
        "reason": own.reason,
    }
    return pd.DataFrame(columns, index=range(len(units)))
