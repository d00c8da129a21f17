"""Builders for coded articles: mentions, claims, outlets, and a resolver over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pandas as pd

from coding_builders import shipped_book
from riskbrief.coding.code import Coded
from riskbrief.coding.resolve import Resolved, Resolver
from riskbrief.definitions.config import Belief
from riskbrief.definitions.indicators import Indicator, Severity
from riskbrief.definitions.reading import Reading
from riskbrief.tables import ARTICLES, CLAIMS, FOCUS, MENTIONS, OUTLETS

R = {"A": 0.95, "B": 0.85, "C": 0.70, "D": 0.45, "E": 0.20, "F": 0.50}
PRECISION = {"exact": 1.0, "lower": 0.75, "range": 0.5, "approximate": 0.5, "upper": 0.5}
BELIEF = Belief.model_validate({"reliability": R, "toll_precision": PRECISION})
ALPHA = {"affirmed": 1.0, "hedged": 0.5, "foiled": 0.5}
READING = Reading.model_validate({"zones": {}, "event_weights": {}, "attention_weights": {}})
START = datetime(2024, 3, 5, tzinfo=UTC)
BAMAKO, MENAKA, DJENNE, DJENNE_AREA = "gn:2460596", "gn:2453514", "gn:2458589", "gn:8299590"
GAO, ANSONGO, GAO_REGION = "gn:2457163", "gn:2461003", "gn:2457161"


def indicator(name: str, family: str = "violence", *, deadly: bool = True) -> Indicator:
    words = {"en": name, "fr": name}
    severity = Severity(fatalities=deadly)
    return Indicator(id=name, name=words, question=words, type="event", weight=0.1, family=family, severity=severity)


INDICATORS = [
    indicator("forces"),
    indicator("civilians"),
    indicator("capital"),
    indicator("suspension", "restriction", deadly=False),
]
OUTLETS_USED = {
    "wire": ("B", "wire", ""),
    "wire2": ("B", "wire", ""),
    "daily": ("A", "international", ""),
    "paper": ("C", "national_private", ""),
    "radio": ("C", "national_private", ""),
    "state": ("D", "state", "MLI"),
    "state_a": ("A", "state", "MLI"),
    "buzz": ("E", "aggregator", ""),
    "buzz2": ("E", "national_private", ""),
    "buzz3": ("E", "national_private", ""),
    "blog": ("F", "unrated", ""),
    "blog2": ("F", "unrated", ""),
}


@dataclass
class Desk:
    """Collects articles with their mentions and claims, then resolves them."""

    articles: list[dict[str, object]] = field(default_factory=list)
    mentions: list[dict[str, object]] = field(default_factory=list)
    claims: list[dict[str, object]] = field(default_factory=list)

    def article(
        self,
        name: str,
        outlet: str,
        day: float = 0,
        *,
        origin: str = "",
        title: str = "Attack near town",
        text: str = "An attack. It was reported.",
        retracts: str = "",
    ) -> Desk:
        """Append an article published `day` days after the start."""
        moment = START + timedelta(days=day)
        self.articles.append({
            "article_id": name, "source_id": outlet, "published_at": moment, "known_at": moment, "ingest_seq": 1,
            "language": "en", "title": title, "text": text, "url": "", "retracts": retracts,
            "flags": "", "content_sha256": name, "origin_id": origin or name,
        })  # fmt: skip
        return self

    def says(
        self, what: str = "forces", status: str = "affirmed", *, place: str | None = BAMAKO, day: float | None = None,
        at: int = 0, toll: tuple[float, float, float | None, str] | None = None, victims: str = "unspecified",
    ) -> Desk:  # fmt: skip
        """The last article mentions an event, perhaps with a toll (low, best, high, precision)."""
        article = self.articles[-1]
        when = article["published_at"] if day is None else START + timedelta(days=day)
        shared = {k: article[k] for k in ("article_id", "origin_id", "source_id", "published_at")}
        span = {"field": "text", "start": at, "end": at + 5, "quote": "quote"}
        counts = status in ALPHA
        self.mentions.append(shared | span | {
            "indicator_id": what, "region_id": "MLI", "place_id": place, "status": status, "reason": "",
            "counts": counts, "sentence": 1, "zone_weight": 1.0, "alpha": ALPHA.get(status, 0.0),
            "capital": place == BAMAKO,
            "event_date": pd.Timestamp(when).tz_localize(None).normalize(), "severity_base": 1.0, "term": "attack",
        })  # fmt: skip
        if toll is not None:
            low, best, high, precision = toll
            self.claims.append(shared | span | {
                "kind": "killed", "victims": victims, "low": low, "best": best, "high": high, "precision": precision,
                "claimant": "", "retracted": False,
            })  # fmt: skip
        return self

    def resolver(self, ratings: Mapping[str, tuple[str, str, str]] = OUTLETS_USED) -> Resolver:
        """The resolver over everything said so far."""
        coded = Coded(MENTIONS.build(self.mentions), FOCUS.empty(), CLAIMS.build(self.claims))
        outlets = [
            {
                "source_id": s,
                "reliability": letter,
                "r": R[letter],
                "source_class": kind,
                "owner": "",
                "country": country,
            }
            for s, (letter, kind, country) in ratings.items()
        ]
        return Resolver(
            coded, ARTICLES.build(self.articles), OUTLETS.build(outlets),
            indicators=INDICATORS, reading=READING, belief=BELIEF, tongues=shipped_book().tongues,
        )  # fmt: skip

    def at(self, day: float = 30) -> Resolved:
        """What was known `day` days after the start."""
        return self.resolver().at(START + timedelta(days=day))


def only_event(resolved: Resolved) -> dict[str, object]:
    """The one event there is."""
    assert len(resolved.events) == 1, resolved.events["event_id"].tolist()
    return dict(resolved.events.iloc[0])


def toll(event: Mapping[str, object]) -> list[object]:
    """low, best, high as numbers or None."""
    return [None if pd.isna(event[f"toll_{k}"]) else event[f"toll_{k}"] for k in ("low", "best", "high")]


def kappa(resolved: Resolved, indicator_id: str) -> float:
    """Belief in a facet from its evidence (method B.7), as the index computes it."""
    rows = resolved.evidence[resolved.evidence["indicator_id"] == indicator_id]
    missing, refuted = 1.0, 1.0
    for row in rows.itertuples():
        if row.stance == "affirms":
            missing *= 1 - row.r * row.alpha
        else:
            refuted *= 1 - BELIEF.refutation * row.r
    return min(BELIEF.cap, 1 - missing) * refuted
