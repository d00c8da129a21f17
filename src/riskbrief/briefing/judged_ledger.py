"""The list of all judgements of an issue, and what became of those of the week before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riskbrief.briefing.desk import Desk, of_run
from riskbrief.briefing.judged import CAP
from riskbrief.briefing.judged_words import has, percent, rest_in_annex
from riskbrief.definitions.judgements import (
    AssignProbability,
    CallFlash,
    Comment,
    Judgement,
    LowerConfidence,
    SignOptions,
)
from riskbrief.document import Cell, DataTable, Sentence

ROWS, FEWER = 4, 2  # rows of the list, and of a list of more than four
STATES = ("in_force", "due", "expired")
LISTED = ("lower_confidence", "sign_options", "call_flash", "assign_probability", "comment")  # two print elsewhere too


def ledger_table(desk: Desk) -> DataTable | Sentence | None:
    """Judgements with author, days, reason and state, those in force first, and of these the ones whose reason stands
    nowhere else in the issue; of more than four only their number, where the annex prints the list, else two of them.
    """
    shown, rest = _known(desk)
    if rest and not shown:
        states = [state for _, _, state in rest]
        facts = [desk.fact.number("n", len(rest)), desk.fact.number("expired", states.count("expired"))]
        return desk.say("judgements_in_annex", "measured", facts, evidence=of_run("judgements"))
    return _ledger(desk, shown, note=_more(desk, [state for _, _, state in rest])) if shown else None


def ledger_rest(desk: Desk) -> DataTable | None:
    """The judgements that `ledger_table` has no room for; where M8 lists those in force, only the expired ones."""
    rest = _known(desk)[1]
    if has(desk, "annex_changes"):
        rest = [row for row in rest if row[2] == "expired"]
    return _ledger(desk, rest, note="") if rest else None


_Known = Sequence[tuple[str, Judgement, str]]  # kind, judgement, state


def _known(desk: Desk) -> tuple[_Known, _Known]:
    """Those of the list and the rest."""
    known = sorted(desk.judged.every(), key=lambda row: (STATES.index(row[2]), LISTED.index(row[0])))
    fewer = 0 if rest_in_annex(desk) else FEWER  # six pages hold no more beside what prints in other sections
    most = ROWS if len(known) <= ROWS else fewer
    return known[:most], known[most:]


def _ledger(desk: Desk, rows: _Known, *, note: str) -> DataTable:
    return DataTable(
        id="judgements",
        title=desk.book.text("judgements_title"),
        subtitle=desk.book.text("judgements_subtitle"),
        header=desk.book.columns(("judgement", "author", "holds", "state")),
        align="llll",
        rows=tuple(_row(desk, one, state) for _, one, state in rows),
        note=note,
    )


def _more(desk: Desk, states: Sequence[str]) -> str:
    facts = [desk.fact.number("n", len(states)), desk.fact.number("expired", states.count("expired"))]
    return desk.book.write("judgements_more", facts) if states else ""


def _row(desk: Desk, one: Judgement, state: str) -> tuple[Cell, ...]:
    first, last = date.fromisoformat(one.date), date.fromisoformat(one.expires)
    return (
        Cell(judgement_text(desk, one), one.id, small=desk.words(one.reason)),
        Cell(one.author),
        Cell(f"{desk.book.printer.day(first)} – {desk.book.printer.short_date(last)}", f"{one.date}/{one.expires}"),
        Cell(_state(desk, one, state), state, muted=state != "in_force"),
    )


def judgement_text(desk: Desk, one: Judgement) -> str:
    """What a judgement says, in a few words."""
    facts = [desk.fact.region("country", one.region)] if hasattr(one, "region") else []
    if isinstance(one, LowerConfidence):
        return desk.book.write(
            "judgement.lower_confidence", [*facts, desk.fact.phrase("label", f"confidence.{one.to}")]
        )
    if isinstance(one, SignOptions):
        return desk.book.write("judgement.sign_options", [desk.fact.number("n", len(one.options))])
    if isinstance(one, AssignProbability):
        more = [desk.fact.phrase("outcome", f"outcome.{one.outcome}"), desk.fact.number("weeks", one.weeks)]
        return desk.book.write("judgement.assign_probability", [*facts, *more, percent(desk, one.p)])
    if isinstance(one, CallFlash):
        return desk.book.write("judgement.call_flash", facts)
    assert isinstance(one, Comment)
    return desk.book.write("judgement.comment", [*facts, desk.fact.name("node", desk.node_name(one.node), one.node)])


def _state(desk: Desk, one: Judgement, state: str) -> str:
    """In force, due or expired; a lowering that finds nothing to lower says so."""
    if state == "in_force" and isinstance(one, LowerConfidence):
        rated = next((s.confidence for s in desk.standings if s.region_id == one.region), None)
        if rated is None or CAP + one.id not in rated.caps:
            return desk.book.text("judgement_state.no_effect")
    return desk.book.text(f"judgement_state.{state}")


def ledger_sentence(desk: Desk) -> Sentence | None:
    """How many judgements hold, and what became of last week's."""
    if not any(desk.judged.every()):
        return desk.fixed("changes_no_ledger")
    facts = [desk.fact.number(key, n) for key, n in desk.judged.moves().items()]
    return desk.say("changes_ledger", "measured", facts, evidence=of_run("judgements"))


def words_sentence(desk: Desk) -> Sentence | None:
    """How many probabilities of the issue before have another word now, None where that issue gave out none."""
    moved = desk.given.scorecard.moved
    if moved is None:
        return None
    counts = {"kept": moved.kept, "raised": moved.raised, "lowered": moved.lowered, "closed": moved.closed}
    facts = [desk.fact.number(key, n) for key, n in {**counts, "new": moved.new}.items()]
    return desk.say("changes_words", "measured", facts, evidence=of_run("forecasts"))
