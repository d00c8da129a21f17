"""Small builders of briefing inputs: tables filled by hand, the shipped workspace for words and definitions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from riskbrief.assessment import Alert, Assessment, Confidence, ProblemState, RegionalScore, SignpostState
from riskbrief.briefing.inputs import BriefingInputs, Place, RunLog
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.document import Meta
from riskbrief.periods import Week, weeks_ending
from riskbrief.tables import (
    ARTICLES,
    CLAIMS,
    CONTRIBUTIONS,
    EVENTS,
    EVIDENCE,
    FOCUS,
    MENTIONS,
    OBSERVATIONS,
    OUTLETS,
    SCORES,
)

ROOT = Path(__file__).parents[1]
WEEK = Week.parse("2024-W38")
RATED = {
    "wire_one": ("B", 0.85, "wire"),
    "radio_two": ("C", 0.70, "national_private"),
    "state_tv": ("C", 0.70, "state"),
    "blog": ("E", 0.20, "aggregator"),
    "new_site": ("F", 0.50, "unrated"),
}


@cache
def workspace() -> Workspace:
    return load_workspace(ROOT)


def moment(day: str, hour: int = 8) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


@dataclass
class Case:
    """Rows of each table, added to by the functions below."""

    week: Week = WEEK
    language: str = "en"
    synthetic: bool = False
    articles: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    scores: list[dict[str, Any]] = field(default_factory=list)
    contributions: list[dict[str, Any]] = field(default_factory=list)
    regional: list[RegionalScore] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    problems: list[ProblemState] = field(default_factory=list)
    signposts: list[SignpostState] = field(default_factory=list)
    confidence: dict[str, Confidence] = field(default_factory=dict)
    closed: list[Alert] = field(default_factory=list)
    volume: dict[str, float] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)  # of outlets, by source
    places: dict[str, Place] = field(default_factory=dict)
    panel: list[str] | None = None

    def article(self, article_id: str, day: str, *, source: str = "wire_one", title: str = "", **more: Any) -> str:
        at = moment(day)
        row = {
            "article_id": article_id, "source_id": source, "published_at": at, "known_at": at,
            "ingest_seq": len(self.articles) + 1, "language": "en", "title": title, "text": f"Text of {article_id}.",
            "url": f"https://example.org/{article_id}", "retracts": "", "flags": "synthetic" if self.synthetic else "",
            "content_sha256": "0" * 64, "origin_id": article_id,
        }  # fmt: skip
        self.articles.append(row | more)
        return article_id

    def event(
        self, event_id: str, region: str, day: str, indicators: list[str], articles: list[str], **more: Any
    ) -> str:
        """An event reported by the given articles, each an origin of its own."""
        sources = {a["article_id"]: a["source_id"] for a in self.articles}
        letters = [RATED[sources[a]][0] for a in articles]
        toll = more.pop("toll", (None, None, None))
        row = {
            "event_id": event_id, "family": indicators[0], "region_id": region, "place_id": None,
            "event_date": pd.Timestamp(day), "title": "", "article_id": articles[0],
            "toll_low": toll[0], "toll_best": toll[1], "toll_high": toll[2], "claimed_max": toll[2],
            "n_articles": len(articles), "n_origins": len(articles), "n_outlets": len({sources[a] for a in articles}),
            "reliability": min(letters), "credibility": 1 if len(articles) > 1 else 3, "contested": False,
            "capital": False, "status": "affirmed", "first_reported_at": moment(day, 9),
            "verified_at": moment(day, 15) if len(articles) > 1 else None,
        }  # fmt: skip
        self.events.append(row | more)
        for indicator in indicators:
            for article in articles:
                self._evidence(event_id, indicator, region, article, sources[article], day)
        return event_id

    def _evidence(self, event_id: str, indicator: str, region: str, article: str, source: str, day: str) -> None:
        self.evidence.append({
            "event_id": event_id, "indicator_id": indicator, "region_id": region, "origin_id": article,
            "source_id": source, "r": RATED[source][1], "alpha": 1.0, "stance": "affirms", "severity_base": 1.0,
            "event_date": pd.Timestamp(day),
        })  # fmt: skip
        self.mention(article, indicator, region, event_id=event_id, source=source, day=day)

    def mention(self, article: str, indicator: str, region: str, *, source: str, day: str, **more: Any) -> None:
        row = {
            "article_id": article, "origin_id": article, "source_id": source, "published_at": moment(day),
            "event_id": None, "indicator_id": indicator, "region_id": region, "place_id": None, "status": "affirmed",
            "reason": "", "counts": True, "field": "text", "start": len(self.mentions), "end": len(self.mentions) + 5,
            "quote": "words", "sentence": 1, "zone_weight": 0.8, "alpha": 1.0, "event_date": pd.Timestamp(day),
            "capital": False, "severity_base": 1.0, "term": "words",
        }  # fmt: skip
        self.mentions.append(row | more)

    def claim(self, article: str, event_id: str, figure: tuple[float, float, float | None], claimant: str = "") -> None:
        own = next(a for a in self.articles if a["article_id"] == article)
        self.claims.append({
            "article_id": article, "origin_id": article, "source_id": own["source_id"],
            "published_at": own["published_at"], "event_id": event_id, "kind": "killed", "victims": "unspecified",
            "low": figure[0], "best": figure[1], "high": figure[2], "precision": "exact", "claimant": claimant,
            "retracted": False, "field": "text", "start": len(self.claims), "end": len(self.claims) + 4,
            "quote": "toll",
        })  # fmt: skip

    def score(self, region: str, node: str, values: list[float | None], **more: Any) -> None:
        """Weekly scores of a node, the last one being the issue's week."""
        before: float | None = None
        for week, value in zip(weeks_ending(self.week, len(values)), values, strict=True):
            change = None if value is None or before is None else value - before
            self.scores.append(self._score_row(region, node, str(week), value, change) | more)
            before = value

    def _score_row(
        self, region: str, node: str, week: str, value: float | None, change: float | None
    ) -> dict[str, Any]:
        level = "index" if node == "index" else ("pillar" if node in PILLARS else "indicator")
        band = None if value is None or node != "index" else min(5, int(value // 20) + 1)
        label = None if change is None else _label(change)
        return {
            "region_id": region, "week": week, "node": node, "level": level, "score": value,
            "low": None if value is None else max(0.0, value - 6),
            "high": None if value is None else min(100.0, value + 6),
            "risk_level": band, "raw_level": band, "firm_score": value if band else None,
            "change": change, "change_label": label,
            "coverage": "none" if value is None else "full", "reason": None, "n_articles": 0 if value is None else 24,
            "n_origins": 9, "n_sources": 0 if value is None else 7, "anomaly": None,
        }  # fmt: skip

    def contribution(self, region: str, node: str, part: str, points: float) -> None:
        self.contributions.append(
            {"region_id": region, "week": str(self.week), "node": node, "part": part, "points": points}
        )

    def inputs(self, language: str | None = None) -> BriefingInputs:
        ws, language = workspace(), language or self.language
        report = ws.reports["weekly"]
        panel = ws.config.panels[report.panel]
        return BriefingInputs(
            week=self.week,
            report=report,
            panel=panel.model_copy(update={"regions": self.panel}) if self.panel else panel,
            config=ws.config,
            indicators=ws.indicators,
            pillar_of=ws.pillar_of,
            library=ws.library,
            phrases=ws.phrases[language],
            language=language,
            meta=self._meta(language),
            articles=ARTICLES.build(self.articles),
            outlets=OUTLETS.build(_outlets({a["source_id"] for a in self.articles}, self.countries)),
            mentions=MENTIONS.build(self.mentions),
            focus=FOCUS.empty(),
            claims=CLAIMS.build(self.claims),
            events=EVENTS.build(self.events),
            evidence=EVIDENCE.build(self.evidence),
            observations=OBSERVATIONS.empty(),
            scores=SCORES.build(self.scores),
            contributions=CONTRIBUTIONS.build(self.contributions),
            assessment=Assessment(
                tuple(self.regional),
                tuple(self.alerts),
                tuple(self.signposts),
                tuple(self.problems),
                self.confidence,
                tuple(self.closed),
                self.volume,
            ),
            places=self.places,
            log=RunLog(len(self.articles) + 2, len(self.articles), {"no date": 2}, [{"source": "demo", "state": "ok"}]),
        )

    def _meta(self, language: str) -> Meta:
        ws = workspace()
        return Meta(
            report="weekly", issue=str(self.week), title=ws.reports["weekly"].title[language],
            region_name=ws.config.panels[ws.reports["weekly"].panel].name[language], language=language,
            week=str(self.week), period_from=self.week.monday, period_to=self.week.sunday, cutoff=self.week.cutoff,
            issued_at=self.week.cutoff + timedelta(hours=6), index_version="0.1.0", config_hash="abcdef012345",
            handling="", contact="", synthetic=self.synthetic, reconstructed=True, issue_number=38,
        )  # fmt: skip


PILLARS = ("security", "governance", "international", "information")


def _label(change: float) -> str:
    if abs(change) < 5:
        return "Unchanged"
    return "Deteriorated" if change > 0 else "Improved"


def _outlets(sources: set[str], countries: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "source_id": s,
            "reliability": RATED[s][0],
            "r": RATED[s][1],
            "source_class": RATED[s][2],
            "owner": "",
            "country": countries.get(s, ""),
        }
        for s in sorted(sources)
    ]


def rich_case() -> Case:
    """A full week: three assessed countries with history, events with disputed tolls, alerts, warning states."""
    case = Case()
    case.panel = None
    for n in range(60):
        day = WEEK.monday - timedelta(weeks=n)
        case.article(f"old{n:02d}", day.isoformat(), source=("wire_one", "radio_two", "blog")[n % 3])
    _events(case)
    _scores(case)
    _assessment(case)
    return case


def _events(case: Case) -> None:
    case.places["bamako"] = Place("bamako", "Bamako", "MLI", 12.65, -8.0)
    case.places["djibo"] = Place("djibo", "Djibo", "BFA", 14.1, -1.63)
    case.article("a1", "2024-09-17", source="wire_one", title="Gunfire heard near a {school} <b>in the capital</b>")
    case.article("a2", "2024-09-18", source="radio_two", title="What we know")
    case.article("a3", "2024-09-18", source="state_tv", title="Sweep under way")
    case.article("a4", "2024-09-19", source="blog", title="")
    case.article("a5", "2024-09-19", source="new_site", title="A strike in the port")
    case.article("a6", "2024-09-02", source="wire_one", title="Market raided")
    case.article("a7", "2024-09-03", source="radio_two", title="Market raid, more dead")
    case.event(
        "e1", "MLI", "2024-09-17", ["sec_attack_security_forces", "sec_attack_capital"], ["a1", "a2"],
        place_id="bamako", toll=(20, 24, 77), claimed_max=150, contested=True, capital=True,
    )  # fmt: skip
    case.claim("a1", "e1", (20, 24, 30), "a medical source")
    case.claim("a2", "e1", (77, 77, 77), "")
    case.event("e2", "BFA", "2024-09-19", ["sec_attack_civilians"], ["a4"], place_id="djibo", toll=(12, 12, None))
    case.event("e3", "NER", "2024-09-19", ["gov_public_discontent"], ["a5"])
    case.event("e4", "BFA", "2024-09-02", ["sec_attack_civilians"], ["a6", "a7"], place_id="djibo", toll=(9, 11, 11))
    case.mention("a3", "sec_military_escalation", "MLI", source="state_tv", day="2024-09-18", quote="sweep operation")


def _scores(case: Case) -> None:
    shapes = {"MLI": (58.0, 71.4), "BFA": (66.0, 66.8), "NER": (47.0, 45.1)}
    for region, (start, end) in shapes.items():
        drift = [start + (end - start) * n / 59 + (3 if n % 7 == 0 else 0) for n in range(59)]
        case.score(region, "index", [*drift, end])
        for n, pillar in enumerate(PILLARS):
            case.score(region, pillar, [max(0.0, v - 9 * n) for v in [*drift, end]])
        for n, indicator in enumerate(workspace().indicators):
            case.score(region, indicator.id, [max(0.0, v - 2 * n) for v in [*drift[-30:], end]])
        case.contribution(region, "index", "security", 0.7 * end)
        case.contribution(region, "index", "governance", 0.3 * end)
        case.contribution(region, "security", "sec_attack_security_forces", 0.6 * end)
        case.contribution(region, "security", "sec_attack_civilians", 0.4 * end)
        case.contribution(region, "governance", "gov_public_discontent", 1.2 * (end - 9))
        case.contribution(region, "governance", "discount:gov_peacebuilding", -0.2 * (end - 9))
        case.contribution(region, "international", "int_withdrawal", end - 18)
    case.score("SEN", "index", [31.0, 32.0, 31.5] + [None] * 6)


def _assessment(case: Case) -> None:
    for n, week in enumerate(weeks_ending(WEEK, 60)):
        case.regional.append(RegionalScore(str(week), 50 + n / 10, 45.0, 58.0, 71.4, "MLI", 0.8, 3, 3))
    case.alerts += [
        Alert("MLI", "alert", "tripwire:" + workspace().config.index.tripwires[0].id, "e1", str(WEEK)),
        Alert("BFA", "opportunity", "protective:gov_peacebuilding", "", str(WEEK.shift(-1))),
    ]
    for problem in workspace().config.index.warning_problems:
        case.problems.append(ProblemState(problem.id, "MLI", "warning", 0.625))
        case.problems.append(ProblemState(problem.id, "BFA", "watch", 0.25))
        case.problems.append(ProblemState(problem.id, "GHA", "blind", 0.0))
        case.signposts.append(
            SignpostState(problem.id, "MLI", problem.signposts[0].indicator, "act", "present", "2024-09-17")
        )
    items = (("origins", 2, 2), ("reliability", 1, 2), ("corroborated", 1, 2), ("interval", 1, 2), ("coverage", 1, 1))
    case.confidence |= {r: Confidence(r, "moderate", 6, items, ()) for r in ("MLI", "BFA", "NER")}


def dense_case() -> Case:
    """Every country of the panel assessed, twenty reported events of the week with long titles and disputed tolls."""
    case = rich_case()
    case.scores = [row for row in case.scores if row["region_id"] != "SEN"]
    others = [r for r in workspace().config.panels["west_africa"].regions if r not in {"MLI", "BFA", "NER"}]
    kinds = [i.id for i in workspace().indicators if i.type == "event"]
    for n, region in enumerate(others):
        start = 20.0 + 3 * n
        for node in ("index", *PILLARS, *(i.id for i in workspace().indicators)):
            case.score(region, node, [start + (7 if week % 11 == n % 11 else week / 10) for week in range(60)])
        case.contribution(region, "index", "security", start)
        case.contribution(region, "security", "sec_attack_civilians", start)
        case.confidence[region] = Confidence(region, "low", 3, case.confidence["MLI"].items, ("thin coverage",))
        for problem in workspace().config.index.warning_problems:
            case.problems.append(ProblemState(problem.id, region, "watch", 0.3))
    for n in range(20):
        first, second = f"d{n}", f"x{n}"
        words = "A title that goes on for a good number of words about what was reported there and by whom"
        case.article(first, f"2024-09-{16 + n % 6}", source="wire_one", title=words)
        case.article(second, f"2024-09-{17 + n % 6}", source="radio_two", title="Second account")
        case.event(
            f"f{n}", others[n % len(others)], f"2024-09-{16 + n % 6}", [kinds[n % len(kinds)]], [first, second],
            toll=(2 * n, 3 * n, 4 * n), claimed_max=9 * n, contested=True,
        )  # fmt: skip
        case.claim(first, f"f{n}", (2 * n, 2 * n, 2 * n), "a security source in the area")
        case.claim(second, f"f{n}", (4 * n, 4 * n, 4 * n), "a hospital")
    return case
