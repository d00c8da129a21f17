"""W12 outlook: assumptions, three scenarios four weeks ahead with base rates, risks apart from trends, dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from riskbrief.briefing.desk import Desk, of_run, of_score, said
from riskbrief.briefing.judged_words import probability_items
from riskbrief.briefing.leading import countries, leaders, whole
from riskbrief.briefing.likelihood import (
    AHEAD,
    EDGES,
    MIN_OUTCOMES,
    OUTCOMES,
    BaseRates,
    country_rates,
    whole_percentages,
)
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.standings import Standing
from riskbrief.briefing.volume import hushed
from riskbrief.definitions.reports import Assumption, CalendarEntry
from riskbrief.document import Cell, DataTable, Evidence, Fact, FigureSpec, Item, Section, Sentence
from riskbrief.figures import Bar, BarsFigure, Segment
from riskbrief.probability import band

FAR, ASSUMPTIONS, RISKS, SIGNPOSTS, DATES, COUNTRIES = 12, 2, 3, 3, 4, 5


@SECTIONS.register("outlook")
def outlook(desk: Desk) -> Section:
    """Base rates, no model: what followed in this country's own past, beside what would tell a change of course."""
    top = desk.assessed[0] if desk.assessed else None
    rates = rates_of(desk, top) if top else None
    known = touched(desk, [s.region_id for s in desk.assessed])
    bars = _probabilities(desk)
    parts = {
        "assumptions": tuple(i for a in known[:ASSUMPTIONS] if (i := assumption_item(desk, a)) is not None),
        "scenarios": _scenarios(desk, top, rates) if top else None,
        "judged": probability_items(desk),
        "probabilities": bars,
        "no_rates": _no_scenarios(desk) if top is None else no_rates(desk) if bars is None else None,
        "risks": tuple(_risks(desk)),
        "trends": said(*_trends(desk)),
        "calendar": _calendar(desk),
        "note": desk.fixed("outlook_note") if top else None,
    }
    return desk.section("W12", "outlook", parts)


def rates_of(desk: Desk, standing: Standing) -> BaseRates | None:
    """Base rates of a country four weeks ahead over its last 104 weeks."""
    delta = desk.given.config.index.change.delta
    return country_rates(desk.scores, standing.region_id, weeks_ahead=AHEAD, delta=delta)


def touched(desk: Desk, regions: Sequence[str]) -> list[Assumption]:
    """Assumptions on these countries, those first whose watched indicator stands highest there; else as listed."""
    own = [a for a in desk.given.library.assumptions if a.region == "REGION" or a.region in regions]
    return sorted(own, key=lambda a: -_pressure(desk, a, regions))


def _pressure(desk: Desk, assumption: Assumption, regions: Sequence[str]) -> float:
    regions = regions if assumption.region == "REGION" else [assumption.region]
    return round(max((desk.scores.score(r, assumption.indicator) or 0.0 for r in regions), default=0.0), 3)


def assumption_item(desk: Desk, assumption: Assumption) -> Item | None:
    """An assumption with how solid it is and what would break it."""
    facts = [
        desk.fact.name("text", desk.words(assumption.text)),
        desk.fact.name("breaks_if", desk.words(assumption.breaks_if)),
        desk.fact.phrase("rating", f"rating.{assumption.rating}"),
    ]
    proof = [Evidence("library", f"assumption/{assumption.region}/{assumption.indicator}")]
    sentence = desk.say("assumption", "assumed", facts, evidence=proof)
    return None if sentence is None else Item((sentence,))


def _scenarios(desk: Desk, top: Standing, rates: BaseRates | None) -> DataTable:
    facts = [desk.fact.region("country", top.region_id), desk.fact.number("weeks", AHEAD)]
    if rates is not None:
        facts.append(desk.fact.number("n", rates.n))
    header = ("scenario", "base_rate", "looks_like", "signposts")
    return DataTable(
        id="scenarios",
        title=desk.book.write("scenarios_title", facts),
        subtitle=desk.book.write("scenarios_subtitle" if rates else "scenarios_unassigned", facts),
        header=desk.book.columns(header),
        align="llll",
        rows=tuple(_scenario(desk, top, name, rates) for name in OUTCOMES),
    )


def _scenario(desk: Desk, top: Standing, name: str, rates: BaseRates | None) -> tuple[Cell, ...]:
    pillar = max(top.pillars, key=lambda p: (top.pillars[p] or 0.0, p))
    texts = [s for s in desk.given.library.scenarios if s.outcome == name and s.pillar in {pillar, "any"}]
    texts.sort(key=lambda s: s.pillar == "any")
    return (
        Cell(desk.book.text(f"outcome.{name}"), name, small=desk.book.text(f"outcome_rule.{name}")),
        _rate_cell(desk, name, rates),
        Cell(desk.words(texts[0].text) if texts else "–", pillar),
        Cell(_watched(desk, top, name)),
    )


def _watched(desk: Desk, top: Standing, name: str) -> str:
    """What to watch in a scenario; worsening shows in the same signposts as continuing."""
    if name == "worsens":
        return desk.book.text("same_signposts")
    if name == "improves":
        return _protective(desk)
    return "; ".join(desk.node_name(node) for node in _signposts(desk, top))


def _signposts(desk: Desk, top: Standing) -> list[str]:
    """What drives the score, then the highest other aggravating indicators."""
    leaves = desk.drivers.leaves(top.region_id)
    driving = [node for node, points in leaves if points > 0]
    others = [i.id for i in desk.given.indicators if i.direction == "aggravating" and not i.compute]
    others.sort(key=lambda i: (-(desk.scores.score(top.region_id, i) or 0.0), i))
    return list(dict.fromkeys([*driving, *others]))[:SIGNPOSTS]


def _protective(desk: Desk) -> str:
    names = [desk.words(i.name) for i in desk.given.indicators if i.direction == "protective"]
    return "; ".join(names[:SIGNPOSTS])


def _rate_cell(desk: Desk, name: str, rates: BaseRates | None) -> Cell:
    if rates is None:
        return Cell(desk.book.text("not_assigned"), None, muted=True)
    percent = whole_percentages(rates.shares)[name]
    row = band(rates.shares[name])
    facts = [desk.fact.number("low", 100 * EDGES[row]), desk.fact.number("high", 100 * EDGES[row + 1])]
    facts.append(desk.fact.phrase("word", f"likelihood.{row}"))
    text = desk.book.write("rate", [desk.fact.number("percent", percent)])
    return Cell(text, rates.shares[name], bar=float(percent), small=desk.book.write("likelihood_cell", facts))


def _probabilities(desk: Desk) -> FigureSpec | None:
    rated = [(s, r) for s in desk.assessed if (r := rates_of(desk, s)) is not None][:COUNTRIES]
    if not rated:
        return None
    bars = tuple(Bar(s.name, _segments(desk, r), "") for s, r in rated)
    most = leaders(rated, lambda pair: 100 * pair[1].shares["worsens"], whole(desk))
    worsened = most[0][1].shares["worsens"]
    facts = [
        countries(desk, "country", [s.region_id for s, _ in most]),
        desk.fact.percent("percent", worsened),
        desk.fact.number("weeks", AHEAD),
        desk.fact.number("n", min(r.n for _, r in rated)),
    ]
    return FigureSpec(
        id="probabilities",
        title=desk.book.write("probabilities_title" if worsened else "probabilities_title_none", facts),
        subtitle=desk.book.write("probabilities_subtitle", facts),
        alt=desk.book.write("probabilities_alt", facts),
        source=desk.book.write("probabilities_source", facts),
        figure=BarsFigure(bars, "%"),
        width_mm=84,
        height_mm=10,
    )


def _no_scenarios(desk: Desk) -> Sentence | None:
    """Why an issue has no scenarios (method A.1): they start from an assessed country."""
    facts = [desk.fact.number("n", 0), desk.fact.number("countries", len(desk.standings))]
    return desk.say("scenarios_none", "measured", facts, evidence=of_run("scores"))


def no_rates(desk: Desk) -> Sentence | None:
    """That the history is too short for a base rate."""
    facts = [desk.fact.number("least", MIN_OUTCOMES), desk.fact.number("weeks", AHEAD)]
    return desk.say("rates_none", "measured", facts, evidence=of_run("scores"))


def _segments(desk: Desk, rates: BaseRates) -> tuple[Segment, ...]:
    whole = whole_percentages(rates.shares)
    return tuple(Segment(desk.book.text(f"outcome.{name}"), float(whole[name])) for name in OUTCOMES)


def _risks(desk: Desk) -> Iterator[Item]:
    """Changes of course that the warning board hints at: problems in warning, by country."""
    names = {p.id: desk.words(p.name) for p in desk.given.config.index.warning_problems}
    hot = [p for p in desk.given.assessment.problems if p.status in {"warning", "critical", "watch"}]
    for state in sorted(hot, key=lambda p: (-p.share, p.region_id, p.problem_id))[:RISKS]:
        facts = [
            desk.fact.noun("problem", names.get(state.problem_id, state.problem_id), state.problem_id),
            desk.fact.region("country", state.region_id),
            desk.fact.percent("share", state.share),
        ]
        proof = [Evidence("observation", f"{state.region_id}/{desk.given.week}/{state.problem_id}")]
        sentence = desk.say("outlook_risk", "measured", facts, evidence=proof)
        if sentence is not None:
            yield Item((sentence,))


def _trends(desk: Desk) -> Iterator[Sentence | None]:
    for s in desk.assessed[:2]:
        then = desk.scores.at(s.region_id, "index", weeks_back=FAR)
        if s.row is None or s.score is None or then is None or then.score is None:
            continue
        facts = [
            desk.fact.region("country", s.region_id),
            desk.fact.number("was", then.score),
            desk.fact.number("now", s.score),
            desk.fact.number("weeks", FAR),
        ]
        thin = s.row.coverage != "full" or then.coverage != "full"  # a thin week tells of no change (B.19)
        key = "outlook_trend_thin" if thin else "outlook_trend"
        key = "outlook_trend_dark" if hushed(desk, s.region_id, s.score - then.score) else key
        yield desk.say(key, "measured", facts, evidence=of_score(s.row, then))


def scheduled(desk: Desk, regions: Sequence[str], span: timedelta) -> list[CalendarEntry]:
    """Dates of the library for any of these countries, or for all, in the span after the issue's week, in order."""
    first = desk.given.week.sunday
    entries = [
        e
        for e in desk.given.library.calendar
        if first < date.fromisoformat(e.date) <= first + span and (not e.regions or set(regions) & set(e.regions))
    ]
    return sorted(entries, key=lambda e: (e.date, e.regions))


def _calendar(desk: Desk) -> DataTable | None:
    entries = scheduled(desk, desk.given.panel.regions, timedelta(weeks=FAR))
    if not entries:
        return None
    return DataTable(
        id="calendar",
        title=desk.book.text("calendar_title"),
        subtitle=desk.book.text("calendar_subtitle"),
        header=desk.book.columns(("day", "where", "calendar")),
        align="lll",
        rows=tuple(_entry(desk, e) for e in entries[: DATES // 2 if desk.judged.probabilities() else DATES]),
    )


def where_scheduled(desk: Desk, entry: CalendarEntry) -> Fact:
    """The countries a date concerns, the panel's name where it concerns all."""
    if entry.regions:
        return desk.fact.countries("where", entry.regions[:3])
    return desk.fact.name("where", desk.words(desk.given.panel.name))


def _entry(desk: Desk, entry: CalendarEntry) -> tuple[Cell, ...]:
    return (
        Cell(desk.book.printer.day(date.fromisoformat(entry.date)), entry.date),
        Cell(where_scheduled(desk, entry).text),
        Cell(desk.words(entry.text), small=desk.source_name(entry.source)),
    )
