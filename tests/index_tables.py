"""Builders for index tests: a definition with the shipped weights, and small weekly views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pandas as pd

from riskbrief.definitions.config import Belief, IndexDefinition, Region
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.reading import Reading
from riskbrief.index.engine import Scored, WeekView, score_weeks
from riskbrief.periods import Week
from riskbrief.tables import EVENTS, EVIDENCE, FOCUS, MENTIONS, OUTLETS

R = {"A": 0.95, "B": 0.85, "C": 0.70, "D": 0.45, "E": 0.20, "F": 0.50}
BELIEF = Belief(
    reliability=R,
    toll_precision={"exact": 1.0, "lower": 0.75, "range": 0.5, "approximate": 0.5, "upper": 0.5},
)
READING = Reading(zones={"title": 1.0, "lead": 0.8, "rest": 0.5}, event_weights={}, attention_weights={})
PILLARS = {
    "security": {"name": {"en": "Security"}, "weight": 0.40, "floor": 0.80},
    "governance": {"name": {"en": "Governance"}, "weight": 0.25, "floor": 0.80, "rho": 0.30},
    "international": {"name": {"en": "International"}, "weight": 0.15, "rho": 0.40},
    "information": {"name": {"en": "Information"}, "weight": 0.20, "rho": 0.30},
}
LEVELS = [{"name": {"en": n}, "from_score": s} for n, s in zip("abcde", (0, 20, 40, 60, 80), strict=True)]
# id, type, weight, hi, half-life, further fields
ROWS: list[tuple[str, str, float, float, float, dict[str, Any]]] = [
    ("sec_attack_security_forces", "event", 0.18, 63, 14, {"critical": True, "severity": {"fatalities": True}}),
    ("sec_attack_capital", "event", 0.12, 7, 14, {"critical": True, "severity": {"fatalities": True}}),
    ("sec_attack_civilians", "event", 0.18, 63, 14, {"critical": True, "severity": {"fatalities": True}}),
    ("sec_armed_group_activity", "attention", 0.10, 30, 14, {}),
    ("sec_military_escalation", "attention", 0.07, 20, 14, {}),
    ("sec_civilian_harm_ops", "event", 0.10, 31, 14, {"severity": {"base": 2.0, "fatalities": True}}),
    ("sec_displacement", "attention", 0.08, 20, 28, {}),
    ("sec_daily_life_disruption", "attention", 0.07, 20, 14, {}),
    ("sec_cross_border", "attention", 0.05, 10, 14, {}),
    ("sec_neighbour_pressure", "computed", 0.05, 100, 14, {"compute": "spatial_lag"}),
    ("gov_coup_instability", "event", 0.40, 7, 28, {"critical": True, "severity": {"base": 3.0}}),
    ("gov_public_discontent", "event", 0.30, 31, 14, {}),
    ("gov_local_grievance", "attention", 0.30, 10, 42, {}),
    ("gov_peacebuilding", "attention", 1.0, 20, 28, {"direction": "protective"}),
    ("int_withdrawal", "event", 1.0, 15, 42, {"severity": {"base": 2.0}}),
    ("int_support", "event", 1.0, 15, 28, {"direction": "protective"}),
    ("int_foreign_forces", "attention", 0.0, 20, 14, {"direction": "context"}),
    ("inf_misinformation", "attention", 0.86, 10, 10, {}),
    ("inf_contested", "computed", 0.14, 50, 14, {"compute": "contested_share"}),
    ("inf_verification", "attention", 1.0, 10, 10, {"direction": "protective"}),
]
INDICATORS = tuple(
    Indicator(
        **{"id": i, "name": {"en": i}, "question": {"en": "?"}, "type": t, "weight": w, "hi": hi, "half_life_days": h}
        | more
    )
    for i, t, w, hi, h, more in ROWS
)
PREFIX = {"sec": "security", "gov": "governance", "int": "international", "inf": "information"}
PILLAR_OF = {i.id: PREFIX[i.id[:3]] for i in INDICATORS}
NEIGHBOURS = {"MLI": ["BFA", "NER"], "BFA": ["MLI", "NER"], "NER": ["MLI", "BFA"], "SEN": ["MLI", "DZA"]}
REGIONS = {
    r: Region(name={"en": r}, population=p, neighbours=NEIGHBOURS[r])
    for r, p in (("MLI", 22e6), ("BFA", 22e6), ("NER", 26e6), ("SEN", 17e6))
}
WEEK = Week.parse("2024-W10")  # Monday 4 to Sunday 10 March 2024


def definition(**changes: Any) -> IndexDefinition:
    """The shipped index with fewer draws, changed where asked."""
    plain: dict[str, Any] = {
        "version": "0.1.0",
        "name": {"en": "test"},
        "pillars": PILLARS,
        "levels": LEVELS,
        "reading": READING,
        "belief": BELIEF,
        "uncertainty": {"draws": 60},
    }
    return IndexDefinition(**(plain | changes))


@dataclass
class World:
    """What happened, as rows; `view` cuts it at a week's end."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    focus: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    ratings: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)

    def article(self, name: str, source: str, day: date, *regions: str, origin: str = "", rating: str = "C") -> str:
        self.ratings.setdefault(source, rating)
        row = {"article_id": name, "origin_id": origin or name, "source_id": source, "published_at": _noon(day)}
        self.articles.append(row)
        self.focus += [{"article_id": name, "region_id": r, "share": 1 / len(regions), "about": True} for r in regions]
        return name

    def filler(self, region: str, week: Week, *, n: int = 40, outlets: int = 8) -> World:
        """Neutral articles: n of them by that many C-rated outlets, spread over the week's first days."""
        for k in range(n):
            day = week.monday + timedelta(days=k % 3)
            self.article(f"filler-{region}-{week}-{k:03d}", f"outlet_{k % outlets}", day, region)
        return self

    def mention(self, article: str, indicator: str, region: str, **more: Any) -> None:
        row = next(a for a in self.articles if a["article_id"] == article)
        plain = {
            "article_id": article, "origin_id": row["origin_id"], "source_id": row["source_id"],
            "published_at": row["published_at"], "indicator_id": indicator, "region_id": region, "status": "affirmed",
            "reason": "", "counts": True, "field": "text", "start": len(self.mentions), "end": len(self.mentions) + 1,
            "quote": "x", "sentence": 1, "zone_weight": 1.0, "alpha": 1.0,
            "event_date": row["published_at"].normalize().tz_localize(None),
            "capital": False, "severity_base": 1.0, "term": "x",
        }  # fmt: skip
        self.mentions.append(plain | more)

    def event(
        self,
        name: str,
        region: str,
        day: date,
        facets: dict[str, list[tuple[str, str]]],
        *,
        toll: tuple[float, float, float] | None = None,
        contested: bool = False,
        base: float = 1.0,
        reported: date | None = None,
    ) -> None:
        """An event with, per indicator, the (origin, outlet) pairs that affirm it."""
        low, best, high = toll or (None, None, None)
        self.events.append(
            {
                "event_id": name, "family": next(iter(facets), "none"), "region_id": region,
                "event_date": pd.Timestamp(day),
                "title": name, "article_id": name, "toll_low": low, "toll_best": best, "toll_high": high,
                "n_articles": 1, "n_origins": 1, "n_outlets": 1, "reliability": "B", "credibility": 2,
                "contested": contested, "capital": False, "status": "affirmed",
                "first_reported_at": _noon(reported or day),
            }
        )  # fmt: skip
        for indicator, origins in facets.items():
            for origin, source in origins:
                self.support(name, indicator, region, day, origin=origin, source=source, base=base)

    def support(
        self, event: str, indicator: str, region: str, day: date, *, origin: str, source: str,
        alpha: float = 1.0, stance: str = "affirms", base: float = 1.0,
    ) -> None:  # fmt: skip
        self.ratings.setdefault(source, "B")
        self.evidence.append(
            {
                "event_id": event, "indicator_id": indicator, "region_id": region, "origin_id": origin,
                "source_id": source, "r": R[self.ratings[source]], "alpha": alpha, "stance": stance,
                "severity_base": base, "event_date": pd.Timestamp(day),
            }
        )  # fmt: skip

    def view(self, week: Week) -> WeekView:
        """What was known at the week's end."""
        articles = [a for a in self.articles if a["published_at"] < pd.Timestamp(week.cutoff)]
        known = {a["article_id"] for a in articles}
        events = [e for e in self.events if e["first_reported_at"] < pd.Timestamp(week.cutoff)]
        alive = {e["event_id"] for e in events}
        frame = pd.DataFrame(articles, columns=["article_id", "origin_id", "source_id", "published_at"])
        frame["published_at"] = pd.to_datetime(frame["published_at"], utc=True)
        return WeekView(
            week=week,
            articles=frame,
            focus=FOCUS.build([f for f in self.focus if f["article_id"] in known]),
            mentions=MENTIONS.build([m for m in self.mentions if m["article_id"] in known]),
            events=EVENTS.build(events),
            evidence=EVIDENCE.build([e for e in self.evidence if e["event_id"] in alive]),
        )

    def outlets(self) -> pd.DataFrame:
        plain = {"source_class": "wire", "country": ""}
        return OUTLETS.build(
            [
                {"source_id": s, "owner": self.owners.get(s, ""), "reliability": letter, "r": R[letter]} | plain
                for s, letter in self.ratings.items()
            ]
        )


def score(
    world: World, *, last: Week = WEEK, weeks: int = 1, panel: tuple[str, ...] = ("MLI",), intervals: int = 0,
    change: dict[str, Any] | None = None, views: list[WeekView] | None = None,
    indicators: tuple[Indicator, ...] = INDICATORS, keep: bool = False,
) -> Scored:  # fmt: skip
    """The last `weeks` weeks of a world scored; `intervals` for that many of them; `keep` what they came from."""
    calendar = [last.shift(k - weeks + 1) for k in range(weeks)]
    views = views or [world.view(w) for w in calendar]
    return score_weeks(
        iter(views),
        seen=seen_outlets(views),
        definition=definition(**(change or {})),
        indicators=indicators,
        pillar_of=PILLAR_OF,
        regions=REGIONS,
        panel=panel,
        outlets=world.outlets(),
        intervals_for={str(w) for w in calendar[len(calendar) - intervals :]},
        seed_key="test",
        keep_weeks=keep,
    )


def node(scored: Scored, name: str, *, region: str = "MLI", week: Week = WEEK) -> dict[str, Any]:
    """One row of the scores."""
    rows = scored.scores
    rows = rows[(rows["region_id"] == region) & (rows["week"] == str(week)) & (rows["node"] == name)]
    return dict(rows.iloc[0])


def _noon(day: date) -> pd.Timestamp:
    return pd.Timestamp(day, tz="UTC") + pd.Timedelta(hours=12)


def raid(week: Week = WEEK) -> World:
    """The worked week of B.27: a raid in a capital, two origins, 24 dead (20-30), 40 neutral articles."""
    world, day = World().filler("MLI", week), week.monday + timedelta(days=1)
    world.article("one", "wire_one", day, "MLI", rating="B")
    world.article("copy-1", "outlet_0", day + timedelta(days=1), "MLI", origin="one")
    world.article("copy-2", "outlet_1", day + timedelta(days=1), "MLI", origin="one")
    world.article("two", "wire_two", day, "MLI", rating="B")
    world.event(
        "raid", "MLI", day,
        {
            "sec_attack_security_forces": [("one", "wire_one"), ("two", "wire_two")],
            "sec_attack_capital": [("one", "wire_one")],
        },
        toll=(20, 24, 30),
    )  # fmt: skip
    for article, indicator, zone in (
        ("two", "sec_armed_group_activity", 1.0), ("one", "sec_armed_group_activity", 0.5),
        ("one", "sec_military_escalation", 0.5), ("one", "sec_daily_life_disruption", 0.5),
    ):  # fmt: skip
        world.mention(article, indicator, "MLI", zone_weight=zone)
    return world


def seen_outlets(views: Sequence[WeekView]) -> list[str]:
    """Outlets of the articles and the evidence, sorted."""
    return sorted({s for v in views for table in (v.articles, v.evidence) for s in table["source_id"].unique()})
