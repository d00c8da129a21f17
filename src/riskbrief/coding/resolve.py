"""From mentions to events as they were known at any instant: compared once, rebuilt for each cut-off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from riskbrief.coding.assemble import STANDING, UNSEEN, WITHDRAWN, Component, assemble, connected
from riskbrief.coding.clusters import Atlas, Cell, cells
from riskbrief.coding.credibility import Ratings
from riskbrief.coding.events import Found, Judge
from riskbrief.coding.followups import follow_ups
from riskbrief.coding.gazetteer import Entry, load_gazetteer
from riskbrief.coding.retractions import RETRACTABLE, withdrawals
from riskbrief.coding.said import by_article
from riskbrief.coding.sightings import Sighting, read_articles, sightings
from riskbrief.coding.tolls_fusion import attach_claims
from riskbrief.coding.tongue import Tongue
from riskbrief.collecting import uncollected
from riskbrief.columns import Growing
from riskbrief.definitions.config import Belief
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.reading import Reading
from riskbrief.tables import CLAIMS, EVENTS, EVIDENCE, FOCUS, MENTIONS

if TYPE_CHECKING:
    from riskbrief.coding.code import Coded


@dataclass(frozen=True)
class Resolved:
    """Tables as known before a cut-off. An event whose `status` is retracted or denied has no evidence."""

    mentions: pd.DataFrame
    focus: pd.DataFrame
    claims: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame


@dataclass(frozen=True)
class Judged:
    """An event as it was judged once: the numbers of its row and of its evidence."""

    event_id: str
    number: int
    evidence: range


@dataclass(frozen=True)
class Outcome:
    """A component at one state of knowledge: its events and their evidence by number."""

    events: list[int]
    evidence: list[int]
    rows: np.ndarray  # rows of the mentions table
    ids: list[str]  # their events
    sightings: list[tuple[int, str]]


class Resolver:
    """Events, evidence and retractions of coded articles at any cut-off (method B.6-B.8, A.4)."""

    @uncollected()
    def __init__(
        self,
        coded: Coded,
        articles: pd.DataFrame,
        outlets: pd.DataFrame,
        *,
        indicators: Sequence[Indicator],
        reading: Reading,
        belief: Belief,
        tongues: Mapping[str, Tongue],
    ) -> None:
        """Compares everything once; `at` then only chooses what was known."""
        known = {i.id: i for i in indicators}
        deadly = frozenset(i.event_family for i in indicators if i.type == "event" and i.severity.fatalities)
        families = frozenset(i.event_family for i in indicators if i.type == "event")
        by_id = read_articles(articles, tongues, by_article(coded.sentences))
        self._mentions = MENTIONS.shape(coded.mentions)
        self._claims = CLAIMS.shape(coded.claims)
        self._focus = FOCUS.shape(coded.focus)
        self._seen = {a: _stamp(x.seen) for a, x in by_id.items()}
        self._withdrawals = withdrawals(articles, by_id)
        self._atlas = Atlas(_place, reading.named_place_km, families - deadly)
        found = sightings(self._mentions, self._claims, by_id, known)
        self._sightings = follow_ups(found, self._atlas, days=reading.follow_up_days)
        claims = attach_claims(self._claims, self._mentions, self._sightings, known)
        self._claimed = np.array(claims.sighting_of_row, dtype=int)
        self._judge = Judge(Ratings.of(outlets, belief), claims, deadly)
        self._span_days = reading.event_span_days
        every = cells(self._sightings, claims.tolls, self._atlas)
        self._components = connected(every, self._atlas, reading.event_similarity)
        self._index(every)
        self._outcomes: dict[tuple[int, int, int], Outcome] = {}
        self._judged: dict[tuple[tuple[int, ...], ...], Judged] = {}
        self._events, self._evidence = Growing(EVENTS), Growing(EVIDENCE)

    def at(self, cutoff: datetime) -> Resolved:
        """Everything published and known before the cut-off, and what it added up to then."""
        instant = _stamp(cutoff)
        outcomes = self._outcomes_at(instant)
        mentions = self._mentions_at(instant, outcomes)
        return Resolved(
            mentions=mentions,
            focus=_visible(self._focus, self._focus_seen, instant),
            claims=self._claims_at(instant, outcomes),
            events=self._events.of(number for o in outcomes for number in o.events),
            evidence=self._evidence.of(number for o in outcomes for number in o.evidence),
        )

    def _index(self, every: Sequence[Cell]) -> None:
        """When each row and each sighting was first known and when it was taken back."""
        of_mentions, of_claims = (table["article_id"].tolist() for table in (self._mentions, self._claims))
        self._mention_seen = self._instants(of_mentions, self._seen)
        self._mention_back = self._instants(of_mentions, self._withdrawals.instants)
        self._focus_seen = self._instants(self._focus["article_id"].tolist(), self._seen)
        self._claim_seen = self._instants(of_claims, self._seen)
        self._claim_back = self._instants(of_claims, self._withdrawals.instants)
        ids = [s.article.article_id for s in self._sightings]
        self._sighting_seen = self._instants(ids, self._seen)
        self._sighting_back = np.maximum(self._instants(ids, self._withdrawals.instants), self._sighting_seen)
        home = {s.number: n for n, c in enumerate(self._components) for cell in c.cells for s in cell.members}
        self._home = np.array([home[s.number] for s in self._sightings], dtype=int)

    @staticmethod
    def _instants(article_ids: Iterable[str], instants: dict[str, int]) -> np.ndarray:
        return np.array([instants.get(a, NEVER) for a in article_ids], dtype=np.int64)

    def _outcomes_at(self, instant: int) -> list[Outcome]:
        seen = np.bincount(self._home[self._sighting_seen < instant], minlength=len(self._components))
        back = np.bincount(self._home[self._sighting_back < instant], minlength=len(self._components))
        out = []
        for number in np.flatnonzero(seen):
            key = (int(number), int(seen[number]), int(back[number]))
            if key not in self._outcomes:
                self._outcomes[key] = self._outcome(self._components[number], instant)
            out.append(self._outcomes[key])
        return out

    def _outcome(self, component: Component, instant: int) -> Outcome:
        events: list[int] = []
        evidence: list[int] = []
        rows, ids, spoken = [], [], []
        for found in assemble(component, self._state(instant), span_days=self._span_days):
            if found.key not in self._judged:
                self._judged[found.key] = self._judgement(found)
            judged = self._judged[found.key]
            events.append(judged.number)
            evidence += judged.evidence
            for sighting in (*found.reports, *found.withdrawn, *found.doubts):
                spoken.append((sighting.number, judged.event_id))
                rows += [f.row for f in sighting.facets]
                ids += [judged.event_id] * len(sighting.facets)
        return Outcome(events, evidence, np.array(rows, dtype=int), ids, spoken)

    def _judgement(self, found: Found) -> Judged:
        event, evidence = self._judge.event(found)
        (number,) = self._events.add([event])
        return Judged(str(event["event_id"]), number, self._evidence.add(evidence))

    def _state(self, instant: int) -> Callable[[Sighting], str]:
        def state(sighting: Sighting) -> str:
            if self._sighting_seen[sighting.number] >= instant:
                return UNSEEN
            return WITHDRAWN if self._sighting_back[sighting.number] < instant else STANDING

        return state

    def _mentions_at(self, instant: int, outcomes: Sequence[Outcome]) -> pd.DataFrame:
        events = np.full(len(self._mentions), None, dtype=object)
        for outcome in outcomes:
            events[outcome.rows] = outcome.ids
        keep = self._mention_seen < instant
        table = self._mentions[keep].reset_index(drop=True)
        table["event_id"] = pd.array(events[keep], dtype="string")
        back = (self._mention_back[keep] < instant) & table["status"].isin(RETRACTABLE).to_numpy()
        if back.any():
            by = [self._withdrawals.by[a] for a in table.loc[back, "article_id"]]
            table.loc[back, ["status", "counts", "alpha"]] = ["retracted", False, 0.0]
            table.loc[back, "reason"] = [f"withdrawn by {article}" for article in by]
        return table

    def _claims_at(self, instant: int, outcomes: Sequence[Outcome]) -> pd.DataFrame:
        event_of = dict(pair for outcome in outcomes for pair in outcome.sightings)
        keep = self._claim_seen < instant
        table = self._claims[keep].reset_index(drop=True)
        table["event_id"] = pd.array([event_of.get(n) for n in self._claimed[keep]], dtype="string")
        table["retracted"] = table["retracted"].to_numpy() | (self._claim_back[keep] < instant)
        return table


NEVER = np.iinfo(np.int64).max


def _stamp(moment: datetime) -> int:
    return int(pd.Timestamp(moment).value)


def _place(place_id: str) -> Entry | None:
    try:
        return load_gazetteer().entry(place_id)
    except KeyError:
        return None


def _visible(table: pd.DataFrame, seen: np.ndarray, instant: int) -> pd.DataFrame:
    return table[seen < instant].reset_index(drop=True)
