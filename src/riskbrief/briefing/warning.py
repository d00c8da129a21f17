"""W4 alerts and warning board: why countries carry a mark, and which warning problems stir."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from riskbrief.assessment import Alert, ProblemState
from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.judged_words import rest_in_annex
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.volume import gap_limit, has_own_outlets, silent_countries
from riskbrief.document import Cell, DataTable, Evidence, Item, Section, Sentence
from riskbrief.registry import Params

RANK = {"critical": 0, "warning": 1, "watch": 2, "normal": 3}
STATUS_LEVEL = {"critical": 5, "warning": 4, "watch": 3, "normal": 1}
COLUMNS = 6


class WarningOptions(Params):
    """`blackout`: the warning problem in whose row the silence of a country's own outlets is printed."""

    blackout: str = ""


@SECTIONS.register("warning", WarningOptions)
def warning(desk: Desk) -> Section:
    """Alerts with their causes, then problems by country; what cannot be seen stands first."""
    parts = {
        "lead": said(_counts(desk), _where(desk), _blind(desk), _no_own_outlets(desk)),
        "alerts": (*_alerts(desk), *_blackouts(desk)),
        "matrix": _matrix(desk),
    }
    return desk.section("W4", "warning", parts)


def _where(desk: Desk) -> Sentence | None:
    """Where the reasons stand that this page has no room for."""
    told = first_causes(desk, desk.given.assessment.alerts)
    return desk.fixed("warning_where") if told and rest_in_annex(desk) else None


def _alerts(desk: Desk) -> Iterator[Item]:
    """The reason of every alert and opportunity; the annex has those that the page has no room for."""
    for alert in first_causes(desk, desk.given.assessment.alerts):
        if (item := alert_item(desk, alert, mark=alert.kind)) is not None:
            yield item


def first_causes(desk: Desk, alerts: Sequence[Alert]) -> list[Alert]:
    """The gravest cause of every country and kind, in the order of the board; other countries are left out."""
    order = {s.region_id: n for n, s in enumerate(desk.standings)}
    known = [a for a in alerts if a.region_id in order]
    first: dict[tuple[str, str], Alert] = {}
    for alert in sorted(known, key=lambda a: (a.kind, order[a.region_id], _cause_rank(a), a.cause)):
        first.setdefault((alert.kind, alert.region_id), alert)
    return list(first.values())


def _cause_rank(alert: Alert) -> int:
    kinds = ("tripwire", "warning", "pillars", "cusum", "shift", "protective")
    kind = alert.cause.split(":", 1)[0]
    return kinds.index(kind) if kind in kinds else len(kinds)


def alert_item(desk: Desk, alert: Alert, *, mark: str) -> Item | None:
    """The cause of an alert behind its mark (`alert`, `opportunity`, `closed` or `lapsed`) and its country."""
    kind, _, detail = alert.cause.partition(":")
    names = {t.id: desk.words(t.name) for t in desk.given.config.index.tripwires}
    names |= {p.id: desk.words(p.name) for p in desk.given.config.index.warning_problems}
    facts = [
        desk.fact.noun("cause", names.get(detail) or desk.node_name(detail) if detail else "", detail),
        desk.fact.name("since", alert.since or str(desk.given.week)),
    ]
    proof = [*of_run("assessment"), *([Evidence("event", alert.event_id)] if alert.event_id else [])]
    sentence = desk.say(f"alert.{kind}", "measured", facts, evidence=proof, cite=_cited(desk, alert))
    key = {alert.kind: "alert_silent", "lapsed": "alert_lapsed"}.get(mark) if alert.silent_weeks else None
    mute = [desk.fact.number("n", alert.silent_weeks)]
    kept = desk.say(key, "measured", mute, evidence=of_run("assessment")) if key else None
    lead = f"{desk.book.text(f'mark.{mark}')} · {desk.fact.regions.get(alert.region_id, alert.region_id)}"
    return None if sentence is None else Item(said(sentence, kept), lead=lead)


def _blackouts(desk: Desk) -> Iterator[Item]:
    """The signpost `blackout`: countries whose own outlets fell silent (method B.11)."""
    for region, volume in silent_countries(desk):
        facts = [desk.fact.percent("share", volume), desk.fact.percent("limit", gap_limit(desk))]
        sentence = desk.say("warning_blackout", "measured", facts, evidence=of_run("articles"))
        lead = f"{desk.book.text('mark.blackout')} · {desk.fact.regions.get(region, region)}"
        if sentence is not None:
            yield Item((sentence,), lead=lead)


def _no_own_outlets(desk: Desk) -> Sentence | None:
    return None if has_own_outlets(desk) else desk.fixed("warning_no_own_outlets")


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
    key = "warning_counts" if facts[1].value else "warning_counts_no_opportunity"
    return desk.say(key, "measured", facts, evidence=of_run("assessment"))


def _blind(desk: Desk) -> Sentence | None:
    blind = sorted({p.region_id for p in desk.given.assessment.problems if p.status == "blind"})
    if not blind:
        return None
    facts = [desk.fact.number("n", len(blind))]
    return desk.say("warning_blind", "measured", facts, evidence=of_run("assessment"))


def _matrix(desk: Desk) -> DataTable | None:
    states = {(p.problem_id, p.region_id): p for p in desk.given.assessment.problems}
    silent = dict(silent_countries(desk))
    regions = _stirring(desk, silent)[:COLUMNS]
    problems = [p for p in desk.given.config.index.warning_problems if any(p.id == known for known, _ in states)]
    if not regions or not problems:
        return None
    problems.sort(key=lambda p: _blindness([states[p.id, r] for r in regions if (p.id, r) in states]))
    blackout = desk.options("warning", WarningOptions).blackout
    return DataTable(
        id="matrix",
        title=desk.book.text("matrix_title"),
        subtitle=desk.book.text("matrix_subtitle"),
        header=(desk.book.text("column.problem"), *(desk.fact.regions.get(r, r) for r in regions)),
        align="l" + "c" * len(regions),
        rows=tuple(
            (
                Cell(desk.words(p.name), p.id),
                *(_state(desk, states.get((p.id, r)), silent.get(r) if p.id == blackout else None) for r in regions),
            )
            for p in problems
        ),
        note=desk.book.text("matrix_note"),
    )


def _stirring(desk: Desk, silent: Mapping[str, float]) -> list[str]:
    """Countries with a problem above normal, the gravest first, then those whose own outlets fell silent."""
    worst: dict[str, int] = dict.fromkeys(silent, RANK["normal"])
    for p in desk.given.assessment.problems:
        rank = RANK["watch"] if _half_seen(desk, p) else RANK.get(p.status, RANK["normal"])
        if rank < RANK["normal"]:
            worst[p.region_id] = min(rank, worst.get(p.region_id, RANK["normal"]))
    return sorted((s.region_id for s in desk.standings if s.region_id in worst), key=lambda r: worst[r])


def _half_seen(desk: Desk, p: ProblemState) -> bool:
    """Whether a problem is blind with enough signposts present for a watch: silence takes none off the board."""
    return p.status == "blind" and p.share >= desk.given.config.index.warning.watch


def _blindness(states: list[ProblemState]) -> tuple[int, int]:
    """Problems that cannot be read stand first, then those with the gravest status."""
    blind = sum(s.status == "blind" for s in states)
    return -blind, min((RANK[s.status] for s in states if s.status != "blind"), default=len(RANK))


def _state(desk: Desk, state: ProblemState | None, silent: float | None) -> Cell:
    """Status with the day first seen; for the problem of a blackout, V of the country's own outlets where it is low."""
    if state is None:
        return Cell("–", None, muted=True)
    level = STATUS_LEVEL.get(state.status)
    text = desk.book.text(f"status.{state.status}")
    small = _first_seen(desk, state) if (level and level > 1) or _half_seen(desk, state) else ""
    if silent is not None:
        small = "; ".join(filter(None, [small, desk.book.write("blackout_cell", [desk.fact.percent("share", silent)])]))
    return Cell(
        text,
        state.share,
        level=level if level and level > 1 else None,
        muted=state.status in {"normal", "blind"},
        small=small,
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
