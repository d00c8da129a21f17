"""The flip list (method B.23): the single assumption, outlet, term or event whose change moves a country's level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from riskbrief.definitions.config import IndexDefinition
from riskbrief.index.outcomes import Outcome

KINDS = ("assumption", "weight", "anchor", "reliability", "threshold", "outlet", "term", "event")


@dataclass(frozen=True)
class Change:
    """One thing changed and what the last week then says; kind is one of KINDS."""

    kind: str
    name: str
    said: str
    outcome: Outcome


@dataclass(frozen=True)
class Flip:
    """What a change does to one country: score and firm score 0-100, levels 1-5; None = not assessed."""

    kind: str
    name: str
    said: str
    score: float | None
    firm: float | None
    level: int | None
    raw_level: int | None


@dataclass(frozen=True)
class Standing:
    """A country and how firm its level is.

    `rises_at`: the firm score from which the level rises; `falls_below`: below it for some weeks it falls; None at the
    ends. `gap`: points to the nearer of both. `flips`: changes that move the level, by kind, the largest first;
    `nearest`: the one that comes closest when none does. Of `tried` changes `raw` move the raw band.
    """

    region_id: str
    score: float | None
    firm: float | None
    level: int | None
    raw_level: int | None
    rises_at: float | None
    falls_below: float | None
    gap: float | None
    flips: tuple[Flip, ...]
    nearest: Flip | None
    raw: int
    tried: int


def standings(
    regions: Sequence[str], now: Outcome, changes: Sequence[Change], definition: IndexDefinition
) -> list[Standing]:
    """Every country of the panel, in order, under every change."""
    return [_standing(region, r, now, changes, definition) for r, region in enumerate(regions)]


def _standing(region: str, r: int, now: Outcome, changes: Sequence[Change], definition: IndexDefinition) -> Standing:
    score, level, raw = _number(now.score[r]), _whole(now.level[r]), _whole(now.raw_level[r])
    firm = _number(now.firm[r])
    effects = [_flip(change, r) for change in changes]
    moved = [e for e in effects if e.level != level]
    rises_at, falls_below = _bounds(level, definition)
    return Standing(
        region_id=region,
        score=score,
        firm=firm,
        level=level,
        raw_level=raw,
        rises_at=rises_at,
        falls_below=falls_below,
        gap=_distance(firm, rises_at, falls_below),
        flips=tuple(sorted(moved, key=lambda f: (KINDS.index(f.kind), -_size(f, score), f.name))),
        nearest=None if moved else _nearest(effects, firm, rises_at, falls_below),
        raw=sum(e.raw_level != raw for e in effects),
        tried=len(effects),
    )


def _bounds(level: int | None, definition: IndexDefinition) -> tuple[float | None, float | None]:
    """The score from which a level rises, and that below which it falls (B.21).

    >>> from riskbrief.definitions.config import Hysteresis, LevelBand
    >>> bands = [LevelBand(name={}, from_score=s) for s in (0, 20, 40, 60, 80)]
    >>> _bounds(3, IndexDefinition.model_construct(levels=bands, hysteresis=Hysteresis()))
    (62.0, 36.0)
    """
    if level is None:
        return None, None
    starts, rules = [band.from_score for band in definition.levels], definition.hysteresis
    return (
        starts[level] + rules.up if level < len(starts) else None,
        starts[level - 1] - rules.down if level > 1 else None,
    )


def _distance(score: float | None, rises_at: float | None, falls_below: float | None) -> float | None:
    """Points to the nearer bound; negative beyond it, when only the weeks asked for are not yet full."""
    if score is None:
        return None
    gaps = [rises_at - score] if rises_at is not None else []
    gaps += [score - falls_below] if falls_below is not None else []
    return min(gaps)


def _nearest(
    effects: Sequence[Flip], firm: float | None, rises_at: float | None, falls_below: float | None
) -> Flip | None:
    """The change after which least is missing; None when none brings a bound nearer."""
    start = _distance(firm, rises_at, falls_below)
    if start is None:
        return None
    left = [(_distance(e.firm, rises_at, falls_below), n) for n, e in enumerate(effects)]
    closest = min(((gap, n) for gap, n in left if gap is not None), default=(start, -1))
    return effects[closest[1]] if closest[0] < start - 1e-9 else None


def _flip(change: Change, r: int) -> Flip:
    found = change.outcome
    return Flip(
        change.kind, change.name, change.said,
        _number(found.score[r]), _number(found.firm[r]), _whole(found.level[r]), _whole(found.raw_level[r]),
    )  # fmt: skip


def _size(flip: Flip, score: float | None) -> float:
    """How far the score moves; a country that appears or disappears comes first."""
    return 101.0 if flip.score is None or score is None else round(abs(flip.score - score), 9)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 9)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
