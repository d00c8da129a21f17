"""A whole invented briefing with every section and figure, for tests of charts and pages."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from riskbrief.document import (
    Box,
    Briefing,
    Card,
    Cell,
    Citation,
    DataTable,
    Evidence,
    Fact,
    FigureSpec,
    Item,
    Meta,
    Section,
    Sentence,
)
from riskbrief.figures import (
    Bar,
    BarsFigure,
    Flow,
    FlowsFigure,
    GaugeFigure,
    HeatCell,
    HeatFigure,
    HoursFigure,
    Line,
    MapFigure,
    MapRegion,
    Marker,
    Moment,
    MultiplesFigure,
    Occurrence,
    Point,
    Segment,
    ShareFigure,
    TimelineFigure,
    TrendFigure,
    WaterfallFigure,
)

SUNDAY = date(2024, 9, 22)
LEVELS = ("Low", "Guarded", "Elevated", "High", "Critical")
PANEL = (
    ("MLI", "Mali", 82, 3),
    ("BFA", "Burkina Faso", 80, 0),
    ("NER", "Niger", 68, 2),
    ("NGA", "Nigeria", 63, -1),
    ("TCD", "Chad", 52, 1),
    ("CIV", "Côte d’Ivoire", 31, 0),
    ("BEN", "Benin", 46, 4),
    ("TGO", "Togo", 44, 1),
    ("GIN", "Guinea", 47, -6),
    ("MRT", "Mauritania", 22, 0),
    ("SEN", "Senegal", 18, -3),
    ("GHA", "Ghana", 24, -2),
    ("SLE", "Sierra Leone", 27, 0),
    ("LBR", "Liberia", 19, 1),
    ("GNB", "Guinea-Bissau", 38, 2),
    ("GMB", "Gambia", None, None),
)
WORDS = [
    "The reports describe pressure on the main supply road and a slower pace of convoys",
    "Markets stayed open in three of the four towns named this week",
    "Two outlets of different ownership describe the same sequence; a third gives a later hour",
    "The measured trend is unchanged and its interval still spans two levels",
]
LABELS = {
    "issue": "Issue",
    "period": "Period",
    "cutoff": "Data cut-off",
    "generated": "Generated",
    "index_version": "Index",
    "config": "Configuration",
    "synthetic": "Synthetic demonstration – not an assessment",
    "reconstructed": "Reconstructed",
    "footer": "Not for operational use; news-based; limits in the annex",
    "page": "Page",
    "skip": "Skip to the briefing",
    "contents": "Contents",
    "mail_board": "Highest risk",
    "mail_alerts": "Alerts",
    "mail_no_alerts": "No alert this week.",
    "mail_not_known": "What is not known",
    "mail_nothing_unknown": "No gap was measured.",
    "mail_files": "Attached",
    "mail_link": "Read it on the web",
    "of": "of",
    "sources": "Sources",
    "source": "Source",
    "not_assessed": "Not assessed",
    "thin": "Thin coverage",
    "level": "Level",
    "trend_up": "rising",
    "trend_down": "falling",
    "trend_flat": "unchanged",
    "trend_unclear": "unclear",
    "hatched": "hatched: lowers the score",
    "previous": "last week",
    "contact": "Contact",
}


def heat_figure() -> HeatFigure:
    """Seven countries over thirteen weeks: one thin throughout, one never assessed, one week of another missing."""
    days = [SUNDAY - timedelta(weeks=n) for n in range(12, -1, -1)]
    rows = []
    for name, first in (("Mali", 4), ("Niger", 3), ("Chad", 3), ("Benin", 2), ("Ghana", 2), ("Senegal", 1)):
        cells = [
            HeatCell(day, min(first + n // 7, 5), "thin" if name == "Ghana" else "full") for n, day in enumerate(days)
        ]
        rows.append((name, tuple(cells)))
    rows[1] = ("Niger", (*rows[1][1][:5], HeatCell(days[5], None, "none"), *rows[1][1][6:]))
    rows.append(("Gambia", tuple(HeatCell(day, None, "none") for day in days)))
    return HeatFigure(tuple(rows), LEVELS)


def waterfall_figure() -> WaterfallFigure:
    steps = (
        Segment("Violence in or near a capital", 22.4),
        Segment("Public discontent", 3.1),
        Segment("Mediation", -4.5),
    )
    return WaterfallFigure(Segment("week to 15 Sept", 61.0), steps, Segment("week to 22 Sept", 82.0))


def level(score: float | None) -> int | None:
    return None if score is None else min(int(score // 20), 4) + 1


def say(text: str, *notes: int, kind: str = "measured", strong: bool = False) -> Sentence:
    evidence = (Evidence("score", "MLI/index"),)
    return Sentence(text, kind, (Fact("score", 82.0, "82"),), evidence, notes, strong)


def some(count: int, *notes: int) -> tuple[Sentence, ...]:
    return tuple(say(f"{WORDS[i % len(WORDS)].rstrip('.')}.", *(notes if i == 0 else ())) for i in range(count))


def weeks(count: int, base: float, *, gap: int = -1) -> tuple[Point, ...]:
    points = []
    for i in range(count):
        score = min(96.0, max(3.0, base + 7 * math.sin(i / 4 + base) + i / 12))
        thin, none = i % 11 == 5, i in (gap, gap + 1) and gap >= 0
        coverage = "none" if none else "thin" if thin else "full"
        day = SUNDAY - timedelta(weeks=count - 1 - i)
        points.append(Point(day, None if none else score, score - 5, min(score + 6, 100), coverage))
    return tuple(points)


def spec(
    key: str, figure: object, *, width: float = 174, height: float = 60, source: str = "n = 412 articles"
) -> FigureSpec:
    return FigureSpec(
        f"{key}",
        f"{key.capitalize()}: pressure rose in the north",
        "Score 0–100, week to 22 September 2024",
        f"Chart of {key}: Mali stands highest at 82.",
        source,
        figure,
        width,
        height,
    )


def map_regions() -> tuple[MapRegion, ...]:
    thin = {"GNB", "TGO"}
    return tuple(
        MapRegion(k, n, level(s), "" if s is None else f"{'≈' if k in thin else ''}{s}", k in thin)
        for k, n, s, _ in PANEL
    )


def map_figure() -> MapFigure:
    places = ((14.45, -11.4), (14.1, -1.6), (12.5, 6.6), (14.2, 1.4), (11.8, 3.2), (12.6, -8.0))
    markers = tuple(Marker(i + 1, lat, lon, 0.9 - i * 0.14) for i, (lat, lon) in enumerate(places))
    return MapFigure(map_regions(), markers, LEVELS)


def board() -> DataTable:
    header = (
        "Country",
        "Level",
        "Score",
        "Interval",
        "Week",
        "Security",
        "Governance",
        "Internat.",
        "Information",
        "Conf.",
        "Articles",
    )
    rows = []
    for key, name, score, change in PANEL:
        if score is None or change is None:
            small = "last assessed 31, 8 Sep"
            rows.append(
                (
                    Cell(name, key),
                    Cell("Not assessed", muted=True, small=small),
                    *[Cell("–", muted=True)] * 8,
                    Cell("3 / 2", 3),
                )
            )
            continue
        trend = "up" if change > 1 else "down" if change < -1 else "flat"
        hollow = key in {"GNB", "TGO"}
        chip = Cell(f"{level(score)} {LEVELS[(level(score) or 1) - 1]}", level(score), level(score), hollow=hollow)
        bars = [
            Cell(f"{max(4, min(98, score + d))}", score + d, bar=max(4, min(98, score + d))) for d in (7, -6, -14, -3)
        ]
        rows.append(
            (
                Cell(name, key),
                chip,
                Cell(f"{'≈' if hollow else ''}{score}", score),
                Cell(f"{score - 5}–{score + 6}"),
                Cell(f"{change:+d}".replace("-", "−") if change else "0", change, trend=trend),
                *bars,
                Cell("moderate"),
                Cell("31 / 9", 31),
            )
        )
    note = "Thin coverage: outlined level and ≈. Mean of assessed countries 58 (52–63); highest Mali 82."
    return DataTable(
        "board",
        "Sixteen countries at a glance",
        "Composite 0–100 with 90% interval; four pillars",
        header,
        "llrcrrrrrlr",
        tuple(rows),
        note,
    )


def table(key: str, header: tuple[str, ...], rows: int, align: str = "", *, wide: int = 1) -> DataTable:
    """Rows by country: a sentence in the column `wide`, short words elsewhere, a number with a note at the end."""
    body = []
    for i in range(rows):
        cells = [Cell(WORDS[i % 3] if c == wide else "17 Sept") for c in range(1, len(header) - 1)]
        body.append((Cell(PANEL[i][1], i), *cells, Cell(f"{i + 2}", i + 2, notes=(i + 1,))))
    title, subtitle = f"{key.capitalize()} in the week", "As reported by the cut-off"
    return DataTable(key, title, subtitle, header, align or "l" * len(header), tuple(body))


def occurrences() -> tuple[Occurrence, ...]:
    kinds = ("violence", "violence", "governance", "international", "information")
    return tuple(
        Occurrence(SUNDAY - timedelta(days=6 - i % 7), PANEL[i % 6][1], (i + 1) * (i < 8), 0.9 - i * 0.07, kinds[i % 5])
        for i in range(11)
    )


def bars(count: int, *, below: bool) -> BarsFigure:
    entries = []
    for i in range(count):
        parts = [Segment("Public discontent", 9 - i), Segment("Rights and media", 5), Segment("Transition delay", 3)]
        if below:
            parts = [Segment("Withdrawals and sanctions", 8 - i), Segment("Mediation and support", -4 - i)]
        entries.append(Bar(PANEL[i][1], tuple(parts), f"{sum(p.points for p in parts):+.0f}".replace("-", "−")))
    return BarsFigure(tuple(entries), "points of the pillar score")


def cards(count: int, title: str) -> tuple[Card, ...]:
    meta = (
        ("Where", "Kayes, Mali"),
        ("When", "17 September, morning"),
        ("Dead", "12 (7–15)"),
        ("Claimed by", "no one"),
        ("Outlets / origins", "9 / 3"),
        ("Verified after", "11 h"),
    )
    return tuple(
        Card(f"{title} {i + 1}: convoy halted on the northern road", meta, some(2, i + 1), "B2", 4)
        for i in range(count)
    )


def options(count: int) -> tuple[Card, ...]:
    meta = (
        ("Who", "regional bloc"),
        ("Horizon", "30 days"),
        ("Effect", "fewer closures of the road"),
        ("Trade-off", "draws on observers"),
        ("Rights check", "no detention role"),
        ("Measure", "road closures below 2 a week"),
    )
    return tuple(Card(f"Option {i + 1}: observe the road jointly", meta, some(1)) for i in range(count))


def items(count: int, lead: str = "") -> tuple[Item, ...]:
    return tuple(Item(some(1, i + 1) if i % 2 else some(1), f"{lead} {i + 1}." if lead else "") for i in range(count))


def meta(language: str = "en", *, synthetic: bool = True) -> Meta:
    return Meta(
        report="weekly",
        issue="2024-W38",
        title="Sahel and West Africa Weekly Risk Briefing",
        region_name="Sahel and West Africa",
        language=language,
        week="2024-W38",
        period_from=date(2024, 9, 16),
        period_to=SUNDAY,
        cutoff=datetime(2024, 9, 23, tzinfo=UTC),
        issued_at=datetime(2024, 9, 23, tzinfo=UTC),
        index_version="1.0.0",
        config_hash="0a1b2c3d4e5f",
        handling="Public",
        contact="desk@example.org",
        synthetic=synthetic,
        reconstructed=True,
        issue_number=38,
    )


def hours() -> FigureSpec:
    """The first hours of an event, as a flash brief has them; the weekly has no such figure."""
    start = datetime(2024, 9, 17, 5, 50, tzinfo=UTC)
    told = {
        0.0: "first report, first figure: Agency",
        1.5: "second origin: A daily with a rather long name",
        20.0: "highest figure: Radio",
    }
    moments = tuple(Moment(start + timedelta(hours=h), h != 4, told.get(h, "")) for h in (0.0, 1.5, 4.0, 9.25, 20.0))
    return spec("hours", HoursFigure(start, 24, moments), width=116, height=28)


def sections() -> tuple[Section, ...]:
    trend = TrendFigure(
        (
            Line("Composite", weeks(52, 74, gap=20), True),
            Line("Security", weeks(52, 84)),
            Line("Governance", weeks(52, 55)),
        ),
        ((date(2023, 11, 14), "Northern town retaken"), (date(2024, 7, 28), "Ambush in the north")),
        (date(2024, 1, 7),),
        LEVELS,
    )
    panels = tuple(
        (t, (Line("Mali", weeks(26, b), True), Line("Niger", weeks(26, b - 20))))
        for t, b in (("Military operations", 70), ("Civilian harm in operations", 55), ("Displacement", 64))
    )
    flows = FlowsFigure(
        map_regions(),
        (
            Flow("MLI", "BFA", 60),
            Flow("MLI", "NER", 45),
            Flow("BFA", "BEN", 52),
            Flow("BFA", "TGO", 38),
            Flow("NGA", "NER", 40),
            Flow("GMB", "SEN", None),
        ),
    )
    strip = TimelineFigure(date(2024, 9, 16), SUNDAY, tuple(n for _, n, _, _ in PANEL[:6]), occurrences())
    dual = BarsFigure(
        (
            Bar("Informs", (Segment("Verified within a day", 62), Segment("Verified later", 21))),
            Bar("Harms", (Segment("Contested", 17), Segment("False claims", 9))),
        ),
        "% of events",
        True,
    )
    odds = BarsFigure(
        tuple(Bar(n, (Segment("", p),), f"{p}%") for n, p in (("Continues", 62), ("Worsens", 27), ("Improves", 11))),
        "per cent",
    )
    gauge = GaugeFigure(58, 52, 63, 56, 82, "Mali", LEVELS)
    lines = tuple(
        Item((say(t),), w)
        for w, t in (
            ("Generated", "23 Sep 2024, 00:00 UTC"),
            ("Index", "1.0.0"),
            ("Configuration", "0a1b2c3d4e5f"),
            ("Sources", "34 outlets, 412 articles"),
            ("Knowledge", "reconstructed"),
        )
    )
    return (
        Section("w0", "Masthead", "masthead", {"lines": lines}),
        Section(
            "w1",
            "Bottom line",
            "bottom_line",
            {
                "lead": some(2, 1),
                "gauge": spec("gauge", gauge, width=72, height=16, source=""),
                "bullets": items(3, "Watch"),
                "confidence": say("Confidence: moderate, because two pillars rest on thin coverage."),
            },
        ),
        Section(
            "w2",
            "Regional board",
            "board",
            {"board": board(), "map": spec("map", map_figure(), width=86, height=54), "regional": some(1)},
        ),
        Section(
            "w3",
            "What changed since last week",
            "changes",
            {
                "lead": some(2),
                "changes": table("changes", ("Country", "What moved", "Points"), 6, "llr"),
                "data": items(2, "Data"),
            },
        ),
        Section(
            "w4",
            "Alerts and warning board",
            "warning",
            {
                "lead": some(2),
                "alerts": items(3, "Alert"),
                "matrix": table("matrix", ("Country", "Problem", "First seen"), 5),
            },
        ),
        Section(
            "w5",
            "Current situation",
            "situation",
            {
                "lead": some(2, 2),
                "timeline": spec("timeline", strip, width=84, height=40),
                "cards": cards(3, "Event"),
                "events": table("events", ("No.", "Date", "What", "Where", "Killed", "Code", "Origins"), 6, wide=2),
                "trends": some(3, 3),
                "claims": Box("Claim and data", some(2, 4)),
                "unconfirmed": table("unconfirmed", ("Country", "Report", "Origins"), 2),
            },
        ),
        Section(
            "w6",
            "Understanding the broader context",
            "context",
            {"context": items(4, "2012–20"), "trend": spec("trend", trend, width=86, height=54), "adds": some(2)},
        ),
        Section(
            "w11",
            "Spillover and neighbours",
            "spillover",
            {
                "lead": some(2),
                "flows": spec("flows", flows, width=84, height=46),
                "neighbours": table("neighbours", ("Country", "Neighbours", "Pressure"), 4, "llr"),
            },
        ),
        Section(
            "w7",
            "Impact 1: military presence and response",
            "impact_security",
            {
                "so_what": say("More operations did not lower the pressure on roads."),
                "lead": some(4, 5),
                "multiples": spec("multiples", MultiplesFigure(panels), height=34),
            },
        ),
        Section(
            "w8",
            "Impact 2: public sentiment and governance",
            "impact_governance",
            {
                "so_what": say("News is not a survey; silence is not consent."),
                "lead": some(4),
                "bars": spec("governance", bars(4, below=False), width=84, height=10),
            },
        ),
        Section(
            "w9",
            "Impact 3: international response and cooperation",
            "impact_international",
            {
                "so_what": say("Support and withdrawal balance each other."),
                "lead": some(4),
                "bars": spec("international", bars(3, below=True), width=84, height=10),
            },
        ),
        Section(
            "w10",
            "The role of social media",
            "information",
            {
                "lead": some(1),
                "informs": items(2),
                "harms": items(2),
                "dual": spec("dual", dual, width=84, height=10),
                "claims": table("claims", ("Country", "Claim", "Status"), 2),
                "caveat": say("We read news about social media, not platforms."),
            },
        ),
        Section(
            "w12",
            "Outlook and scenarios",
            "outlook",
            {
                "assumptions": items(2),
                "scenarios": table("scenarios", ("Scenario", "Rate", "What it looks like", "%"), 3, wide=2),
                "probabilities": spec("odds", odds, width=84, height=10),
                "risks": items(2, "Risk"),
                "trends": some(2),
                "calendar": table("calendar", ("Country", "Date and event", "Source"), 4),
                "note": say("No model; base rates shown."),
            },
        ),
        Section(
            "w13",
            "Precautions for citizens",
            "precautions",
            {"items": items(4), "note": say("Valid until the next issue.")},
        ),
        Section(
            "w14",
            "Options for policymakers",
            "options",
            {"status": say("Options awaiting review."), "options": options(4)},
        ),
        Section("w15", "Conclusion", "conclusion", {"lead": some(3)}),
        Section(
            "w16",
            "Confidence, assumptions and gaps",
            "confidence",
            {
                "confidence": table("confidence", ("Country", "Why", "Points"), 6, "llr"),
                "assumptions": items(2, "Assumption"),
                "gaps": items(2, "Gap"),
                "heat": spec("heat", heat_figure(), width=84, height=10),
                "waterfall": spec("waterfall", waterfall_figure(), width=84, height=10),
            },
        ),
        Section(
            "w17",
            "Sources and method",
            "sources",
            {
                "lead": some(2),
                "share": spec(
                    "share",
                    ShareFigure((("Outlet one", 0.31), ("Outlet two", 0.22), ("Outlet three", 0.14), ("Others", 0.33))),
                    width=84,
                    height=10,
                ),
                "drivers": spec("drivers", bars(5, below=False), width=84, height=10),
            },
        ),
    )


def citations(count: int = 14) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            i + 1,
            f"a{i}",
            f"Outlet {i % 5 + 1}",
            SUNDAY - timedelta(days=i % 7),
            f"Invented report number {i + 1} on the northern road",
            f"https://example.org/{i}",
            "B",
            "fr" if i % 2 else "en",
            f"{i:02x}" * 32,
        )
        for i in range(count)
    )


def briefing(language: str = "en", *, synthetic: bool = True) -> Briefing:
    headline = "Road pressure keeps Mali at Critical; Benin rises towards High"
    return Briefing(meta(language, synthetic=synthetic), sections(), citations(), LABELS, headline, some(2, 1))


def with_text(hostile: str) -> Briefing:
    """The briefing with `hostile` in every place where text from outside may stand."""
    base = briefing()
    situation = next(s for s in base.sections if s.id == "w5")
    parts = dict(situation.parts) | {
        "lead": (say(hostile, 1),),
        "events": DataTable(
            "events",
            hostile,
            hostile,
            (hostile, hostile),
            "ll",
            ((Cell(hostile), Cell(hostile, small=hostile)),),
            hostile,
        ),
        "cards": (Card(hostile, ((hostile, hostile),), (say(hostile),), hostile[:4]),),
        "claims": Box(hostile, (say(hostile),)),
    }
    strip = replace(
        spec(
            "timeline", TimelineFigure(SUNDAY, SUNDAY, (hostile,), (Occurrence(SUNDAY, hostile, 0, 1, text=hostile),))
        ),
        title=hostile,
        alt=hostile,
    )
    changed = replace(situation, title=hostile, parts=parts | {"timeline": strip})
    cited = replace(base.citations[0], title=hostile, outlet=hostile, url=f"javascript:{hostile}")
    others = tuple(changed if s.id == "w5" else s for s in base.sections)
    return replace(base, sections=others, citations=(cited, *base.citations[1:]), headline=hostile)
