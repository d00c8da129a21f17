"""Claims of deaths by figure and claimant: who told each first. The claims ledger, the pages and the flash ask here, so
that all of them name one claimant for one figure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from riskbrief.folding import fold

TELLING = re.compile(r"\w{4,}")  # the words of a claimant that tell who it is


def by_claimant(claims: Iterable[Any]) -> list[list[Any]]:
    """Claims in groups of one figure and one claimant, each group in the order of report; named claimants first."""
    groups: list[list[Any]] = []
    for claim in sorted(claims, key=lambda c: (not c.claimant, c.published_at, c.article_id)):
        own = next((g for g in groups if _same(g[0], claim)), None)
        if own is None:
            groups.append([claim])
        else:
            own.append(claim)
    return groups


def first_told(claim: Any, claims: Iterable[Any]) -> Any:
    """The claim that gave this figure of this claimant first."""
    own = (claim.article_id, claim.field, claim.start)
    groups = by_claimant(claims)
    return next((g[0] for g in groups if any((c.article_id, c.field, c.start) == own for c in g)), claim)


def figure(claim: Any) -> tuple[float, float]:
    """Lowest and best figure of a claim."""
    return float(claim.low), float(claim.best)


def _same(one: Any, other: Any) -> bool:
    """The same figure of one claimant, named in other words or another language, or repeated without naming anybody."""
    if figure(one) != figure(other):
        return False
    if one.claimant and not other.claimant:
        return True
    names = [set(TELLING.findall(fold(c.claimant))) for c in (one, other)]
    return bool(names[0] & names[1]) or names[0] == names[1]
