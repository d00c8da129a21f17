"""What events.csv says of each event against the mentions, voices and claims that it must have come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from riskbrief.coding.credibility import Ratings
from riskbrief.coding.resolve import Resolved
from riskbrief.proof.findings import Finding, shown

DOUBTS = ("negated", "denied")
TOLLS = {
    "toll_low": "killed", "toll_best": "killed", "toll_high": "killed", "claimed_max": "killed",
    "wounded_best": "wounded", "kidnapped_best": "kidnapped",
}  # fmt: skip


def unlike_sources(known: Resolved, ratings: Ratings) -> Iterator[Finding]:
    """Counts, tolls and `contested` of EVENTS that do not follow from MENTIONS, EVIDENCE and CLAIMS.

    A toll is fused from whole texts, which are not at hand; here it must lie within the claims about it. Persons.
    """
    mentions, voices, claims = (
        dict(iter(t.groupby("event_id")))
        for t in (known.mentions, known.evidence, known.claims[~known.claims["retracted"]])
    )
    for event in known.events.itertuples(index=False):
        place, one = f"events.csv {event.event_id}", str(event.event_id)
        heard = mentions.get(one, known.mentions.head(0))
        said = voices.get(one, known.evidence.head(0))
        claimed = claims.get(one, known.claims.head(0))
        yield from _counts(place, event, heard, said, ratings)
        yield from _tolls(place, event, claimed)
        yield from _contested(place, event, heard, said, claimed)


def _counts(place: str, event: Any, heard: pd.DataFrame, said: pd.DataFrame, ratings: Ratings) -> Iterator[Finding]:
    affirming = said[said["stance"] == "affirms"].drop_duplicates("origin_id")
    voices = [ratings.voice(s, event.region_id, about_force=False) for s in affirming["source_id"]]
    spoken = _spoken(heard, bool(voices))
    follows = {
        "n_origins": (len(ratings.independent(voices)), "evidence.csv and the owners of config.json"),
        "n_outlets": (spoken["source_id"].nunique(), "mentions.csv"),
        "n_articles": (spoken["article_id"].nunique(), "mentions.csv"),
    }
    for column, (number, source) in follows.items():
        if getattr(event, column) != number:
            yield Finding(f"{place} {column}", shown(getattr(event, column)), shown(number), source)


def _spoken(heard: pd.DataFrame, affirmed: bool) -> pd.DataFrame:
    """The mentions an event's card rests on: reports, else what was taken back, else denials."""
    back, doubts = heard["status"] == "retracted", heard["status"].isin(DOUBTS)
    if affirmed:
        return heard[~back & ~doubts]
    return heard[back] if back.any() else heard[doubts]


def _tolls(place: str, event: Any, claims: pd.DataFrame) -> Iterator[Finding]:
    told: Mapping[str, float] = {c: getattr(event, c) for c in TOLLS if pd.notna(getattr(event, c))}
    for column, number in told.items():
        low, high = _bounds(claims, TOLLS[column])
        if not low <= number <= high:
            follows = f"{low:g} to {high:g}" if low <= high else "no toll: nothing is claimed"
            yield Finding(f"{place} {column}", shown(number), follows, "claims.csv")
    ordered = [told[c] for c in ("toll_low", "toll_best", "toll_high") if c in told]
    if ordered != sorted(ordered) or len(ordered) not in (0, 3):
        yield Finding(place, shown(str(ordered)), why="toll_low, toll_best and toll_high are not in order")


def _bounds(claims: pd.DataFrame, kind: str) -> tuple[float, float]:
    """The least anyone claims, and the most one article can mean: one claim for each class of victims."""
    of_kind = claims[(claims["kind"] == kind) & (claims["victims"] != "armed_group")]
    if of_kind.empty:
        return float("inf"), float("-inf")
    most = of_kind["high"].fillna(of_kind["best"]).groupby([of_kind["article_id"], of_kind["victims"]]).max()
    return float(of_kind["low"].min()), float(most.groupby(level=0).sum().max())


def _contested(
    place: str, event: Any, heard: pd.DataFrame, said: pd.DataFrame, claims: pd.DataFrame
) -> Iterator[Finding]:
    """A refutation or a report taken back contests an event; without any doubt and without two tolls nothing does.

    Both tolls may stand in one text: what the army says there, and what a witness does.
    """
    sure = (said["stance"] == "refutes").any() or heard["status"].isin(["retracted", "denied"]).any()
    killed = claims[claims["kind"] == "killed"]
    possible = sure or heard["status"].isin(DOUBTS).any() or len(killed) > 1
    if (sure and not event.contested) or (event.contested and not possible):
        source = "evidence.csv, mentions.csv and claims.csv"
        yield Finding(f"{place} contested", shown(event.contested), shown(not event.contested), source)
