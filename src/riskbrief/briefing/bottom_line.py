"""W1 bottom line: level, direction, why, so what; then at most three bullets; ninety words in all."""

from __future__ import annotations

from riskbrief.briefing.desk import Desk, of_events, of_region, of_run, of_score, said
from riskbrief.briefing.event_words import cited_articles, what, where
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.headline import leading_event
from riskbrief.briefing.judged_words import lowered_text
from riskbrief.briefing.leading import countries, highest, highest_rows, leaders, nouns, tenths
from riskbrief.briefing.masthead import whole_panel
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.standings import Standing
from riskbrief.briefing.volume import dark_countries
from riskbrief.document import Evidence, Fact, FigureSpec, Item, Section, Sentence
from riskbrief.figures import GaugeFigure


@SECTIONS.register("bottom_line")
def bottom_line(desk: Desk) -> Section:
    """The regional level and its direction, why, and what it means; bullets for country, indicator and watch item."""
    bullets = [_top_country(desk), _top_indicator(desk), _watch(desk)] if desk.assessed else _unassessed(desk)
    parts = {
        "lead": said(_level(desk), _why(desk), _so_what(desk)),
        "bullets": tuple(Item((s,)) for s in bullets if s is not None),
        "confidence": _confidence(desk),
        "gauge": _gauge(desk),
    }
    return desk.section("W1", "bottom_line", parts)


def _level(desk: Desk) -> Sentence | None:
    now, level = desk.regional, desk.regional_level
    if now is None or now.score is None or level is None:
        full = sum(s.coverage == "full" for s in desk.standings)
        facts = [desk.fact.number("full", full), desk.fact.number("countries", len(desk.standings))]
        return desk.say("bottom_thin", "measured", facts, evidence=of_run("scores"))
    facts, held = regional_level_facts(desk, level, now.score)
    key = "bottom_level" if whole_panel(desk) else "bottom_level_partial"
    return desk.say(key + held, "measured", [*facts, direction(desk)], evidence=of_region(now.week))


def regional_level_facts(desk: Desk, level: int, score: float) -> tuple[list[Fact], str]:
    """The regional level and score, and what ends the phrase's key; where the score alone has another level, that too:
    hysteresis, one doubtful owner or silence hold it (B.21)."""
    facts, band = [desk.fact.level("level", level), desk.fact.score("score", score)], desk.fact.band(score)
    return (facts, "") if band == level else ([*facts, desk.fact.level("held", band)], "_held")


def direction(desk: Desk, key: str = "direction") -> Fact:
    """Against the week before: higher, lower or about the same (within the points that count as a change)."""
    history = desk.given.assessment.regional
    now = desk.regional
    before = history[-2] if len(history) > 1 else None
    if now is None or now.score is None or before is None or before.score is None:
        return desk.fact.phrase(key, "direction_unknown")
    if desk.thin_region(now) or desk.thin_region(before):  # a change would be unclear (B.19)
        return desk.fact.phrase(key, "direction_unknown")
    change = now.score - before.score
    if abs(change) < desk.given.config.index.change.delta:
        return desk.fact.phrase(key, "direction_flat")
    if change < 0 and (dark_countries(desk) or now.hushed or before.hushed):  # silence is no relief (B.17)
        return desk.fact.phrase(key, "direction_unknown")
    return desk.fact.phrase(key, "direction_up" if change > 0 else "direction_down")


def _why(desk: Desk) -> Sentence | None:
    if not desk.assessed:
        return None
    top = desk.assessed[0]
    setter = top.row.setter if top.row else ""
    if setter and (score := desk.scores.score(top.region_id, setter)) is not None:
        set_by = [
            desk.fact.region("country", top.region_id),
            desk.fact.noun("driver", desk.node_name(setter), setter),
            desk.fact.number("points", score),
        ]
        return desk.say(
            "bottom_set_by", "measured", set_by, evidence=of_score(top.row, desk.scores.at(top.region_id, setter))
        )
    leaves = desk.drivers.leaves(top.region_id)
    if not leaves:
        return None
    parts = leaders(leaves, lambda part: part[1], tenths(desk))
    facts = [
        desk.fact.region("country", top.region_id),
        nouns(desk, "driver", [node for node, _ in parts]),
        desk.fact.number("n", len(parts)),
    ]
    key = "bottom_why" if len(highest(desk)) == 1 else "bottom_why_tied"
    return desk.say(key, "measured", facts, evidence=of_score(top.row))


def _so_what(desk: Desk) -> Sentence | None:
    if not desk.assessed:
        return None
    worse = [s for s in desk.assessed if s.label == "Deteriorated"]
    named = (
        worse
        or [s for s in desk.assessed if s.alerts and any(a.kind == "alert" for a in s.alerts)]
        or desk.assessed[:1]
    )
    facts = [desk.fact.countries("countries", [s.region_id for s in named[:3]])]
    key = "bottom_so_what_change" if worse else "bottom_so_what"
    return desk.say(key, "assessed", facts, evidence=of_score(*(s.row for s in named[:3])))


def _top_country(desk: Desk) -> Sentence | None:
    if not desk.assessed:
        return None
    top = desk.assessed[0]
    assert top.level is not None and top.score is not None
    facts = [
        desk.fact.region("country", top.region_id),
        desk.fact.level("level", top.level),
        desk.fact.score("score", top.score),
    ]
    key = "bottom_country"
    if desk.fact.band(top.score) != top.level:
        facts.append(desk.fact.level("held", desk.fact.band(top.score)))
        key = "bottom_country_held"
    return desk.say(key, "measured", facts, evidence=of_score(top.row))


def _top_indicator(desk: Desk) -> Sentence | None:
    rows = [
        row
        for s in desk.assessed
        for i in desk.given.indicators
        if i.direction == "aggravating" and (row := desk.scores.at(s.region_id, i.id)) and row.score is not None
    ]
    if not rows:
        return None
    tied = highest_rows(desk, rows)
    same = [r for r in tied if r.node == tied[0].node]
    facts = [
        desk.fact.noun("indicator", desk.node_name(same[0].node), same[0].node),
        countries(desk, "country", [r.region_id for r in same]),
        desk.fact.number("score", same[0].score or 0.0, unit="score"),
    ]
    key = "bottom_indicator" if same == tied else "bottom_indicator_tied"
    return desk.say(key, "measured", facts, evidence=of_score(*same))


def _watch(desk: Desk) -> Sentence | None:
    hot = [p for p in desk.given.assessment.problems if p.status in {"warning", "critical"}]
    names = {p.id: desk.words(p.name) for p in desk.given.config.index.warning_problems}
    if hot:
        worst = max(hot, key=lambda p: (p.share, p.region_id, p.problem_id))
        facts = [
            desk.fact.noun("problem", names.get(worst.problem_id, worst.problem_id), worst.problem_id),
            desk.fact.region("country", worst.region_id),
            desk.fact.percent("share", worst.share),
        ]
        proof = [Evidence("observation", f"{worst.region_id}/{desk.given.week}/{worst.problem_id}")]
        return desk.say("bottom_watch", "measured", facts, evidence=proof)
    event = leading_event(desk)
    return None if event is None else _event(desk, event, "bottom_event")


def _event(desk: Desk, event: Happening, key: str) -> Sentence | None:
    facts = [what(desk, event), where(desk, event), desk.fact.day("day", event.day)]
    return desk.say(key, "reported", facts, evidence=of_events([event]), cite=cited_articles(desk, event))


def _unassessed(desk: Desk) -> list[Sentence | None]:
    """Where no country was assessed: the two weightiest reports, alerts that stand, and what an assessment needs."""
    alerts = sorted({a.region_id for a in desk.given.assessment.alerts if a.kind == "alert"})
    facts = [desk.fact.number("n", len(alerts)), desk.fact.countries("countries", alerts[:4])]
    standing = desk.say("bottom_alerts", "measured", facts, evidence=of_run("assessment")) if alerts else None
    events = [_event(desk, e, "bottom_event" if e.this_week else "bottom_earlier") for e in desk.confirmed[:2]]
    return [*events, standing, _needed(desk)]


def _needed(desk: Desk) -> Sentence | None:
    """From how many articles and outlets on a country is assessed, and how near the best covered one came."""
    rows = [(s.row.n_articles, s.row.n_sources, s.region_id) for s in desk.standings if s.row is not None]
    articles, outlets, _ = max(rows, default=(0, 0, ""))
    if not articles:
        return None
    nearest = [region for *counts, region in rows if counts == [articles, outlets]]
    thin = desk.given.config.index.coverage.thin
    facts = [
        desk.fact.number("needed", thin.articles),
        desk.fact.number("needed_outlets", thin.sources),
        countries(desk, "country", nearest),
        desk.fact.number("articles", articles),
        desk.fact.number("outlets", outlets),
    ]
    return desk.say("bottom_needed", "measured", facts, evidence=of_run("scores"))


def _confidence(desk: Desk) -> Sentence | None:
    rated = [(s, s.confidence) for s in desk.assessed[:1] if s.confidence is not None]
    if not rated:
        return None
    standing, confidence = rated[0]
    facts = [
        desk.fact.region("country", standing.region_id),
        desk.fact.phrase("confidence", f"confidence.{confidence.label}"),
        desk.fact.number("points", confidence.points),
        desk.fact.number("maximum", sum(m for _, _, m in confidence.items)),
    ]
    if confidence.caps:
        caps = [cap_text(desk, cap) for cap in confidence.caps]
        facts.append(desk.fact.name("caps", ", ".join(caps), ", ".join(confidence.caps)))
        return desk.say("bottom_confidence_capped", "measured", facts, evidence=of_score(standing.row))
    return desk.say("bottom_confidence", "measured", facts, evidence=of_score(standing.row))


def cap_text(desk: Desk, cap: str) -> str:
    """Why a confidence is capped, in the language where it has words for it; by whom if an analyst lowered it."""
    if lowered := lowered_text(desk, cap):
        return lowered
    key = f"cap.{cap.replace(' ', '_')}"
    return desk.book.text(key) if key in desk.book else cap


def _gauge(desk: Desk) -> FigureSpec | None:
    now, level = desk.regional, desk.regional_level
    if now is None or now.score is None or level is None:
        return None
    history = desk.given.assessment.regional
    figure = GaugeFigure(
        score=now.score,
        low=now.low,
        high=now.high,
        previous=history[-2].score if len(history) > 1 else None,
        maximum=now.maximum,
        maximum_name=desk.fact.regions.get(now.maximum_region, now.maximum_region),
        level_names=desk.fact.levels,
    )
    facts, held = regional_level_facts(desk, level, now.score)
    return FigureSpec(
        id="gauge",
        title=desk.book.write(f"gauge_title{held}", facts),
        subtitle=desk.book.text("gauge_subtitle"),
        alt=desk.book.write(f"gauge_alt{held}", facts),
        source="",
        figure=figure,
        width_mm=84,
        height_mm=17,
    )


def standing_level(desk: Desk, standing: Standing) -> str:
    """`4 High`, or the not-assessed word."""
    if standing.level is None:
        return desk.book.text("label.not_assessed")
    return f"{standing.level} {desk.fact.levels[standing.level - 1]}"
