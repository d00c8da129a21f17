"""Outlet ratings as a table: expired or absent ratings count as F and are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from riskbrief.definitions.config import Belief
from riskbrief.definitions.outlets import Outlet, rating
from riskbrief.errors import one_line
from riskbrief.tables import OUTLETS


def outlet_table(
    source_ids: Sequence[str], outlets: Mapping[str, Outlet], *, belief: Belief, as_of: date
) -> tuple[pd.DataFrame, list[str]]:
    """Ratings of all outlets seen, and a note for each unrated or expired one."""
    notes: list[str] = []
    rows = [_row(source, rating(source, outlets), belief, as_of, notes) for source in sorted(set(source_ids))]
    return OUTLETS.build(rows), notes


def _row(source: str, outlet: Outlet | None, belief: Belief, as_of: date, notes: list[str]) -> dict[str, object]:
    letter = outlet.reliability if outlet else "F"
    if outlet is None:
        notes.append(f"outlet {one_line(source)} has no rating and counts as F")
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
