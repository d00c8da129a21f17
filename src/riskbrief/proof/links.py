"""Whether events rest on mentions: every voice for an event is that of a coded mention, and no mention is left out."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from riskbrief.proof.findings import Finding

KEY = ["event_id", "indicator_id", "origin_id"]


def unsupported(evidence: pd.DataFrame, mentions: pd.DataFrame) -> Iterator[Finding]:
    """Rows of EVIDENCE that affirm an event without a mention of that origin, or with another weight than its strongest
    mention has; and mentions of an event (MENTIONS) that no row speaks for."""
    heard = mentions[mentions["counts"] & mentions["event_id"].notna() & (mentions["alpha"] > 0)]
    said = heard.groupby(KEY)["alpha"].max()
    told = evidence[evidence["stance"] == "affirms"].set_index(KEY)["alpha"]
    for key in sorted(told.index.difference(said.index)):
        place = f"evidence.csv {' '.join(map(str, key))}"
        yield Finding(place, "a voice for the event", "none: no mention of it counts", "mentions.csv")
    for key in sorted(said.index.difference(told.index)):
        yield Finding(f"evidence.csv {' '.join(map(str, key))}", "no such row", "a voice for the event", "mentions.csv")
    both = told.index.intersection(said.index)
    for key in sorted(both[(told.loc[both] != said.loc[both]).to_numpy(bool)]):
        place = f"evidence.csv {' '.join(map(str, key))} alpha"
        yield Finding(place, str(told.loc[key]), str(said.loc[key]), "mentions.csv")
