"""Copies told, outlets rated, reports resolved: what of articles hangs on other articles and on their outlets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from riskbrief.coding.code import Coded
from riskbrief.coding.resolve import Resolver
from riskbrief.coding.tongue import Tongue
from riskbrief.definitions.outlets import Outlet
from riskbrief.definitions.reading import Reading
from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.origins import assign_origins
from riskbrief.pipeline.outlets import outlet_table


def with_origins(articles: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """The articles with the origin of each."""
    return assign_origins(
        articles,
        containment=reading.copy_containment,
        short_containment=reading.short_copy_containment,
        short_tokens=reading.short_tokens,
        days=reading.copy_days,
    )


def rated(
    workspace: Workspace, articles: pd.DataFrame, coded: Coded, *, cutoff: datetime, outlets: Mapping[str, Outlet],
    tongues: Mapping[str, Tongue],
) -> tuple[pd.DataFrame, list[str], Resolver]:  # fmt: skip
    """The outlets table, a note on each outlet without a rating that holds, and the resolver of the articles."""
    index = workspace.config.index
    as_of = (pd.Timestamp(cutoff) - pd.Timedelta(days=1)).date()
    table, notes = outlet_table(list(articles["source_id"]), outlets, belief=index.belief, as_of=as_of)
    resolver = Resolver(
        coded,
        articles,
        table,
        indicators=workspace.indicators,
        reading=index.reading,
        belief=index.belief,
        tongues=tongues,
    )
    return table, notes, resolver
