"""Who is believed how much: reliability of origins and credibility of events (method A.4, B.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from riskbrief.definitions.config import Belief
from riskbrief.definitions.outlets import Letter

LETTERS = "ABCDE"
OWN_VOICE = frozenset({"state", "official"})
STRONG, GOOD, FAIR = 0.85, 0.70, 0.45  # A.4: thresholds of the credibility rules


@dataclass(frozen=True)
class Voice:
    """An outlet as it speaks of one country: Admiralty letter and its number; `owner`: the outlet itself if none is
    known."""

    source_id: str
    letter: str
    r: float
    aggregator: bool
    own_voice: bool
    owner: str


@dataclass(frozen=True)
class Ratings:
    """The outlet table and how letters become numbers."""

    rows: Mapping[str, tuple[str, float, str, str, str]]
    belief: Belief

    @classmethod
    def of(cls, outlets: pd.DataFrame, belief: Belief) -> Ratings:
        """From the outlets table."""
        columns = ["source_id", "reliability", "r", "source_class", "country", "owner"]
        return cls({r[0]: r[1:] for r in zip(*(outlets[c].tolist() for c in columns), strict=True)}, belief)

    def voice(self, source_id: str, region_id: str, *, about_force: bool) -> Voice:
        """A state or official outlet on force used in its own country is rated one letter lower (self-interest)."""
        letter, r, kind, country, owner = self.rows[source_id]
        own = kind in OWN_VOICE and country == region_id
        if own and about_force and letter in LETTERS[:-1]:
            lower: Letter = LETTERS[LETTERS.index(letter) + 1]  # type: ignore[assignment]
            letter, r = lower, self.belief.reliability[lower]
        return Voice(source_id, letter, r, kind == "aggregator", own, str(owner or f"outlet:{source_id}"))

    def independent(self, voices: Iterable[Voice]) -> list[Voice]:
        """The voices of origins that count as independent of each other: the best of each owner where
        `belief.independent` asks for it (B.7)."""
        if self.belief.independent == "origin":
            return list(voices)
        best: dict[str, Voice] = {}
        for voice in voices:
            if voice.owner not in best or voice.r > best[voice.owner].r:
                best[voice.owner] = voice
        return list(best.values())


def best_voice(voices: Iterable[Voice]) -> Voice:
    """The best outlet that carries an origin, aggregators only when nobody else does."""
    heard = list(voices)
    own = [v for v in heard if not v.aggregator] or heard
    return max(own, key=lambda v: v.r)


def corroboration(reliabilities: Iterable[float], cap: float) -> float:
    """Belief in what independent origins affirm (B.7), before refutations.

    >>> round(corroboration([0.70, 0.85], 0.98), 3), round(corroboration([0.85, 0.85], 0.98), 4)
    (0.955, 0.9775)
    """
    missing = 1.0
    for r in reliabilities:
        missing *= 1 - r
    return min(cap, 1 - missing)


def credibility(affirming: Sequence[Voice], *, refuting: Sequence[Voice], withdrawn: bool, contested: bool) -> int:
    """Admiralty credibility 1-6 of an event, first rule that applies (A.4); voices are independent.

    `withdrawn`: an origin took its report back. Nothing left that affirms it: 5; denied but never affirmed: 4.
    """
    r = [v.r for v in affirming]
    good = sum(x >= GOOD for x in r)
    if (withdrawn and not r) or (sum(v.r >= GOOD for v in refuting) >= 2 and not good):
        return 5
    if contested and len(r) < 2:
        return 4
    if r and all(v.letter == "F" for v in affirming):
        return 6
    if len(r) >= 2 and max(r) >= STRONG and not contested:
        return 1
    if good >= 2 or (max(r, default=0) >= STRONG and not contested):
        return 2
    if any(v.r >= FAIR and v.letter != "F" for v in affirming):
        return 3
    return 4
