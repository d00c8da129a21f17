"""Judgements of analysts in words: probabilities beside the base rates, comments beside scores, the table of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riskbrief.briefing.desk import Desk, of_run, of_score, said
from riskbrief.briefing.judged import CAP
from riskbrief.briefing.likelihood import EDGES, shown_decimals
from riskbrief.definitions.base import Words
from riskbrief.definitions.judgements import (
    AssignProbability,
    Comment,
    Judgement,
    LowerConfidence,
    SignOptions,
)
from riskbrief.document import Cell, DataTable, Evidence, Fact, Item, Sentence
from riskbrief.probability import band

EXPIRED_SHOWN = 6
OWN = "judgement"  # unit of a fact an analyst wrote: the word rules read it


def lowered_text(desk: Desk, cap: str) -> str:
    """Who lowered a confidence, empty for a cap of another kind; the list of judgements says why."""
    one = desk.judged.lowering(cap)
    return "" if one is None else desk.book.write("lowered", [desk.fact.name("author", one.author)])


def probability_items(desk: Desk) -> tuple[Item, ...]:
    """Each assigned probability as word and number, then its reason in a sentence of its own."""
    lead = desk.book.text("judged_lead")
    written = [said(_probability(desk, one), _reason(desk, one)) for one in desk.judged.probabilities()]
    return tuple(Item(sentences, lead=lead) for sentences in written if sentences)


def _probability(desk: Desk, one: AssignProbability) -> Sentence | None:
    row = band(one.p)
    facts = [
        desk.fact.region("country", one.region),
        desk.fact.phrase("rule", f"outcome_rule.{one.outcome}"),
        desk.fact.day("from_day", one.issued_week.sunday),
        desk.fact.short_date("due_day", one.due_week.sunday),
        desk.fact.phrase("word", f"likelihood.{row}"),
        desk.fact.number("low", 100 * EDGES[row]),
        desk.fact.number("high", 100 * EDGES[row + 1]),
        _percent(desk, one.p),
        desk.fact.name("author", one.author),
    ]
    weeks_back = desk.given.week - one.issued_week
    proof = [
        _entry(one),
        *(of_score(desk.scores.at(one.region, "index", weeks_back=weeks_back)) or of_run("forecasts")),
    ]
    return desk.say("judged_probability", "assessed", facts, evidence=proof)


def _reason(desk: Desk, one: Judgement) -> Sentence | None:
    proof = [_entry(one), *of_run("judgements")]
    return desk.say("judged_reason", "assessed", [_own(desk, "reason", one.reason)], evidence=proof)


def _percent(desk: Desk, p: float) -> Fact:
    """An estimate with as many decimals as keep it inside its own word."""
    return Fact("percent", p, desk.book.printer.number(100 * p, shown_decimals(p)), "share")


def comment_items(desk: Desk, nodes: Sequence[str]) -> tuple[Item, ...]:
    """What analysts remark on any of the nodes, to stand beside the score."""
    written = said(*(_comment(desk, one) for one in desk.judged.comments(nodes)))
    return tuple(Item((sentence,), lead=desk.book.text("comment_lead")) for sentence in written)


def pillar_nodes(desk: Desk, pillar: str) -> list[str]:
    """A pillar and its indicators."""
    return [pillar, *(i.id for i in desk.given.indicators if desk.given.pillar_of.get(i.id) == pillar)]


def _comment(desk: Desk, one: Comment) -> Sentence | None:
    facts = [
        desk.fact.region("country", one.region),
        desk.fact.noun("node", desk.node_name(one.node), one.node),
        _own(desk, "text", one.text),
        desk.fact.name("author", one.author),
        desk.fact.day("day", date.fromisoformat(one.date)),
    ]
    proof = [_entry(one), *(of_score(desk.scores.at(one.region, one.node)) or of_run("judgements"))]
    return desk.say("judged_comment", "assessed", facts, evidence=proof)


def _own(desk: Desk, key: str, words: Words) -> Fact:
    return Fact(key, None, desk.words(words), OWN)


def _entry(one: Judgement) -> Evidence:
    return Evidence("library", f"judgement/{one.id}")


def ledger_table(desk: Desk) -> DataTable | None:
    """Every judgement the issue knows with author, days, reason and state; of the expired the newest six."""
    known = list(desk.judged.every())
    over = [row for row in known if row[2] == "expired"]
    shown = [row for row in known if row[2] != "expired"] + over[:EXPIRED_SHOWN]
    if not shown:
        return None
    return DataTable(
        id="judgements",
        title=desk.book.text("judgements_title"),
        subtitle=desk.book.text("judgements_subtitle"),
        header=desk.book.columns(("judgement", "author", "holds", "state")),
        align="llll",
        rows=tuple(_row(desk, one, state) for _, one, state in shown),
        note=_older(desk, len(over) - EXPIRED_SHOWN),
    )


def _older(desk: Desk, n: int) -> str:
    return desk.book.write("judgements_more", [desk.fact.number("n", n)]) if n > 0 else ""


def _row(desk: Desk, one: Judgement, state: str) -> tuple[Cell, ...]:
    first, last = date.fromisoformat(one.date), date.fromisoformat(one.expires)
    return (
        Cell(_what(desk, one), one.id, small=desk.words(one.reason)),
        Cell(one.author),
        Cell(f"{desk.book.printer.day(first)} – {desk.book.printer.short_date(last)}", f"{one.date}/{one.expires}"),
        Cell(_state(desk, one, state), state, muted=state != "in_force"),
    )


def _what(desk: Desk, one: Judgement) -> str:
    facts = [desk.fact.region("country", one.region)] if hasattr(one, "region") else []
    if isinstance(one, LowerConfidence):
        return desk.book.write(
            "judgement.lower_confidence", [*facts, desk.fact.phrase("label", f"confidence.{one.to}")]
        )
    if isinstance(one, SignOptions):
        return desk.book.write("judgement.sign_options", [desk.fact.number("n", len(one.options))])
    if isinstance(one, AssignProbability):
        more = [desk.fact.phrase("outcome", f"outcome.{one.outcome}"), desk.fact.number("weeks", one.weeks)]
        return desk.book.write("judgement.assign_probability", [*facts, *more, _percent(desk, one.p)])
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
    """How many judgements hold, are new and were closed since last week."""
    known = list(desk.judged.every())
    if not known:
        return desk.fixed("changes_no_ledger")
    last = desk.given.week.shift(-1).sunday
    before = {one.id for _, one, _ in known if desk.judged.state(one, last) == "in_force"}
    holding = {one.id for _, one, state in known if state == "in_force"}
    new = [one for _, one, _ in known if not one.known_by(last)]
    counts = {"holding": len(holding), "new": len(new), "closed": len(before - holding)}
    facts = [desk.fact.number(key, n) for key, n in counts.items()]
    return desk.say("changes_ledger", "measured", facts, evidence=of_run("judgements"))
