"""W4 alerts and warning board: why countries carry a mark, and which warning problems stir."""

from __future__ import annotations

from datetime import date

from riskbrief.assessment import Alert, ProblemState
from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Cell, DataTable, Evidence, Item, Section, Sentence

ALERTS_SHOWN = 5
RANK = {"critical": 0, "warning": 1, "watch": 2, "normal": 3}
STATUS_LEVEL = {"critical": 5, "warning": 4, "watch": 3, "normal": 1}
COLUMNS = 6


@SECTIONS.register("warning")
def warning(desk: Desk) -> Section:
    """Alerts with their causes, then problems by country; what cannot be seen stands first."""
    parts = {
        "lead": said(_counts(desk), _blind(desk)),
        "alerts": tuple(i for a in _shown_alerts(desk) if (i := _alert(desk, a)) is not None),
        "matrix": _matrix(desk),
    }
    return desk.section("W4", "warning", parts)


def _shown_alerts(desk: Desk) -> list[Alert]:
    order = {s.region_id: n for n, s in enumerate(desk.standings)}
    alerts = [a for a in desk.given.assessment.alerts if a.region_id in order]
    first: dict[tuple[str, str], Alert] = {}
    for alert in sorted(alerts, key=lambda a: (a.kind, order[a.region_id], _cause_rank(a), a.cause)):
        first.setdefault((alert.kind, alert.region_id), alert)
    return list(first.values())[:ALERTS_SHOWN]


def _cause_rank(alert: Alert) -> int:
    kinds = ("tripwire", "warning", "pillars", "cusum", "protective")
    kind = alert.cause.split(":", 1)[0]
    return kinds.index(kind) if kind in kinds else len(kinds)


def _alert(desk: Desk, alert: Alert) -> Item | None:
    kind, _, detail = alert.cause.partition(":")
    names = {t.id: desk.words(t.name) for t in desk.given.config.index.tripwires}
    names |= {p.id: desk.words(p.name) for p in desk.given.config.index.warning_problems}
    facts = [
        desk.fact.noun("cause", names.get(detail) or desk.node_name(detail) if detail else "", detail),
        desk.fact.name("since", alert.since or str(desk.given.week)),
    ]
    proof = [*of_run("assessment"), *([Evidence("event", alert.event_id)] if alert.event_id else [])]
    sentence = desk.say(f"alert.{kind}", "measured", facts, evidence=proof, cite=_cited(desk, alert))
    lead = f"{desk.book.text(f'mark.{alert.kind}')} · {desk.fact.regions.get(alert.region_id, alert.region_id)}"
    return None if sentence is None else Item((sentence,), lead=lead)


def _cited(desk: Desk, alert: Alert) -> list[str]:
    events = desk.given.events
    return [str(a) for a in events.loc[events["event_id"] == alert.event_id, "article_id"]]


def _counts(desk: Desk) -> Sentence | None:
    alerts = desk.given.assessment.alerts
    facts = [
        desk.fact.number("alerts", len({a.region_id for a in alerts if a.kind == "alert"})),
        desk.fact.number("opportunities", len({a.region_id for a in alerts if a.kind == "opportunity"})),
    ]
    if not alerts:
        return desk.say("warning_none", "measured", facts, evidence=of_run("assessment"))
    return desk.say("warning_counts", "measured", facts, evidence=of_run("assessment"))


def _blind(desk: Desk) -> Sentence | None:
    blind = sorted({p.region_id for p in desk.given.assessment.problems if p.status == "blind"})
    if not blind:
        return None
    facts = [desk.fact.number("n", len(blind))]
    return desk.say("warning_blind", "measured", facts, evidence=of_run("assessment"))


def _matrix(desk: Desk) -> DataTable | None:
    states = {(p.problem_id, p.region_id): p for p in desk.given.assessment.problems}
    order = [s.region_id for s in desk.standings]
    worst = {
        r: min((RANK[p.status] for p in states.values() if p.region_id == r and p.status in RANK), default=3)
        for r in order
    }
    stirring = sorted((r for r in order if worst[r] < RANK["normal"]), key=lambda r: worst[r])
    regions = stirring[:COLUMNS]
    problems = [p for p in desk.given.config.index.warning_problems if any((p.id, r) in states for r in order)]
    if not regions or not problems:
        return None
    problems.sort(key=lambda p: _blindness([states[p.id, r] for r in regions if (p.id, r) in states]))
    return DataTable(
        id="matrix",
        title=desk.book.text("matrix_title"),
        subtitle=desk.book.text("matrix_subtitle"),
        header=(desk.book.text("column.problem"), *(desk.fact.regions.get(r, r) for r in regions)),
        align="l" + "c" * len(regions),
        rows=tuple(
            (Cell(desk.words(p.name), p.id), *(_state(desk, states.get((p.id, r))) for r in regions)) for p in problems
        ),
        note=desk.book.text("matrix_note"),
    )


def _blindness(states: list[ProblemState]) -> tuple[int, int]:
    """Problems that cannot be read stand first, then those with the gravest status."""
    blind = sum(s.status == "blind" for s in states)
    return -blind, min((RANK[s.status] for s in states if s.status != "blind"), default=len(RANK))


def _state(desk: Desk, state: ProblemState | None) -> Cell:
    if state is None:
        return Cell("–", None, muted=True)
    level = STATUS_LEVEL.get(state.status)
    text = desk.book.text(f"status.{state.status}")
    return Cell(
        text,
        state.share,
        level=level if level and level > 1 else None,
        muted=state.status in {"normal", "blind"},
        small=_first_seen(desk, state) if level and level > 1 else "",
    )


def _first_seen(desk: Desk, state: ProblemState) -> str:
    seen = [
        s.first_seen
        for s in desk.given.assessment.signposts
        if (s.problem_id, s.region_id) == (state.problem_id, state.region_id)
        and s.state in {"present", "strong"}
        and s.first_seen
    ]
    if not seen:
        return ""

    return desk.book.write("first_seen", [desk.fact.day("day", date.fromisoformat(min(seen)))])
