"""Which of the tolls that origins give still stand: the latest of each, and whether a later report revises it (B.6)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

from riskbrief.coding.sightings import Sighting
from riskbrief.coding.tolls_fusion import Range


def current_tolls(
    found: Sequence[Sighting], tolls: Mapping[tuple[int, str], Range], kind: str, outlet_of: Mapping[str, str]
) -> dict[str, tuple[Range, bool]]:
    """The latest toll of a kind that each origin gives, of one text the largest, and whether a later report revises it.
    `outlet_of`: the outlet an origin is heard from; its later figure, in another text, replaces its earlier one."""
    latest: dict[str, tuple[tuple[datetime, str, int], str, Range]] = {}
    for sighting in sorted(found, key=lambda s: s.order):
        toll = tolls.get((sighting.number, kind))
        if toll is not None:
            origin, order = sighting.article.origin_id, sighting.order
            before = latest.get(origin)
            if before and before[0][:2] == order[:2] and before[2].best > toll.best and not toll.revises:
                continue  # one text: fewer dead of another day take the place of none
            latest[origin] = (order, origin, toll)
    ordered = sorted(latest.values(), key=lambda x: x[0])
    old = replaced([toll for _, _, toll in ordered])
    by_outlet = {outlet_of[o]: (o, (toll, gone)) for (_, o, toll), gone in zip(ordered, old, strict=True)}
    return dict(by_outlet.values())


def replaced(tolls: Sequence[Range]) -> list[bool]:
    """Whether a later figure takes the place of each: one that says so, or an office that counts more dead than were
    known before (bodies are found later; a lower official figure is only another claim).

    >>> first, office = Range(6, 6, 6, "exact"), Range(9, 9, 9, "exact", official=True)
    >>> replaced([first, office]), replaced([office, first])
    ([True, False], [False, False])
    """
    out: list[bool] = []
    revised, most = False, -math.inf
    for toll in reversed(tolls):
        out.append(revised or most > toll.best)
        revised |= toll.revises
        most = max(most, toll.best) if toll.official else most
    return out[::-1]
