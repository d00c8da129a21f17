"""Outlet ratings as a table: expired or absent ratings count as F and are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from riskbrief.definitions.config import Belief
from riskbrief.definitions.outlets import Outlet
from riskbrief.tables import OUTLETS


def outlet_table(
    source_ids: Sequence[str], outlets: Mapping[str, Outlet], *, belief: Belief, as_of: date
) -> tuple[pd.DataFrame, list[str]]:
    """Ratings of all outlets seen, and a note for each unrated or expired one."""
    notes: list[str] = []
    rows = [_row(source, rating(source, outlets), belief, as_of, notes) for source in sorted(set(source_ids))]
    return OUTLETS.build(rows), notes


def rating(source_id: str, outlets: Mapping[str, Outlet]) -> Outlet | None:
    """The prior on an outlet: by its id, else by an alias, else by the longest alias that ends in `*`.

    >>> wire = Outlet(**{"reliability": "A", "class": "wire", "aliases": ["afp_via_*"]})
    >>> rating("afp_via_an_evening_paper", {"afp": wire}).reliability
    'A'
    """
    if source_id in outlets:
        return outlets[source_id]
    matches = [
        (not alias.endswith("*"), len(alias), name)
        for name, outlet in outlets.items()
        for alias in outlet.aliases
        if alias == source_id or (alias.endswith("*") and source_id.startswith(alias[:-1]))
    ]
    return outlets[max(matches)[2]] if matches else None


def _row(source: str, outlet: Outlet | None, belief: Belief, as_of: date, notes: list[str]) -> dict[str, object]:
    letter = outlet.reliability if outlet else "F"
    if outlet is None:
        notes.append(f"outlet {source} has no rating and counts as F")
    elif outlet.review_by and date.fromisoformat(outlet.review_by) < as_of:
        notes.append(f"the rating of outlet {source} expired on {outlet.review_by} and counts as F")
        letter = "F"
    return {
        "source_id": source,
        "reliability": letter,
        "r": belief.reliability[letter],
        "source_class": outlet.class_ if outlet else "unrated",
        "owner": outlet.owner if outlet else "",
        "country": outlet.country if outlet else "",
    }
