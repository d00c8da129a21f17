"""The change of a whole by its parts: through the aggregate, the floor, discounts, and parts that come or go."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from riskbrief.index.framework import Flags, Floats
from riskbrief.index.moves import Moved, scaled
from riskbrief.index.recipes import Recipe
from riskbrief.index.splitting import Split

Inside = Callable[[str], tuple[Moved, ...]]  # what moved inside a part, in its own points


def nothing(_name: str) -> tuple[Moved, ...]:
    """Parts are not looked into."""
    return ()


def whole_moves(recipe: Recipe, before: Floats, after: Floats, *, inside: Inside = nothing) -> list[Moved]:
    """The change of P = G x (1 - D), D = sum of takes x protective / 100; scores of the parts, then protective ones.

    Each factor moves the whole by the mean of the other: gross parts x mean of 1 - D, discounts x mean of G. G 40 to 60
    and D 0 to .2: 40 to 48, of it 20 x .9 = +18 from G and -.2 x 50 = -10 from D.
    """
    n = len(recipe.parts)
    ends = [(recipe.worth(s[:n]), np.nan_to_num(s[n:])) for s in (before, after)]
    kept = float(np.mean([1 - recipe.takes @ m / 100 for _, m in ends]))
    gross = float(np.mean([w.gross for w, _ in ends]))
    moves = [m.scaled(kept) for m in gross_moves(recipe, before[:n], after[:n], inside=inside)]
    for k, name in enumerate(recipe.protective):
        slope = -gross * float(recipe.takes[k]) / 100
        points = slope * float(ends[1][1][k] - ends[0][1][k])
        facts = _ends(before[n + k], after[n + k])
        known = not np.isnan([before[n + k], after[n + k]]).any()
        moves.append(Moved(name, "discount", points, facts, scaled(inside(name), slope) if known else ()))
    return moves


def gross_moves(recipe: Recipe, before: Floats, after: Floats, *, inside: Inside = nothing) -> list[Moved]:
    """The change before discounts: first the parts that go missing, then what moves, then the parts that appear.

    Weights are renormalised over what is known (B.17), so a part that comes or goes moves the whole without a move of
    its own; that is told as `coverage` and nothing else.
    """
    was, now = ~np.isnan(before), ~np.isnan(after)
    common = recipe.only(was & now)
    start, end = before[was & now], after[was & now]
    moves = [
        _coverage(recipe, was & ~now, "left", recipe.worth(before).gross, common, start, -1),
        _coverage(recipe, now & ~was, "appeared", recipe.worth(after).gross, common, end, 1),
    ]
    for kind, split in zip(("node", "floor"), common.split(start, end), strict=True):
        moves += _parts(common, split, kind, start, end, inside)
    return [m for m in moves if m.stirs]


def _coverage(recipe: Recipe, who: Flags, how: str, gross: float, common: Recipe, scores: Floats, sign: int) -> Moved:
    """What it did that some parts left or appeared: the whole with them against the whole of what is common."""
    names = [name for name, chosen in zip(recipe.parts, who, strict=True) if chosen]
    points = sign * (gross - common.worth(scores).gross) if names else 0.0
    return Moved(", ".join(names), "coverage", points, {"how": how, "parts": names})


def _parts(recipe: Recipe, split: Split, kind: str, before: Floats, after: Floats, inside: Inside) -> list[Moved]:
    out = []
    for k, name in enumerate(recipe.parts):
        if not split.points[k] and not split.slope[k]:
            continue
        facts = _ends(before[k], after[k])
        out.append(Moved(name, kind, float(split.points[k]), facts, scaled(inside(name), float(split.slope[k]))))
    return out


def _ends(before: float, after: float) -> dict[str, object]:
    return {"before": float(before), "after": float(after)}
