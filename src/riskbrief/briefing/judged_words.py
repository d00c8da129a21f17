"""Judgements of analysts in words: probabilities beside the base rates, comments beside scores, the table of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from riskbrief.briefing.desk import Desk, of_run, of_score, said
from riskbrief.briefing.facts import kept
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

BESIDE, ROWS, FEWER = 1, 4, 2  # judgements beside what they judge; rows of their list, and of a list of more than four
STATES = ("in_force", "due", "expired")
LISTED = ("lower_confidence", "sign_options", "assign_probability", "comment")  # the last two print elsewhere too
OWN = "judgement"  # unit of a fact an analyst wrote: the word rules read it


def lowered_text(desk: Desk, cap: str) -> str:
    """Who lowered a confidence, empty for a cap of another kind; the list of judgements says why."""
    one = desk.judged.lowering(cap)
    return "" if one is None else desk.book.write("lowered", [desk.fact.name("author", one.author)])


def probability_items(desk: Desk) -> tuple[Item, ...]:
    """Each assigned probability as word and number, then its reason in a sentence of its own."""
    lead = desk.book.text("judged_lead")
    ranked = sorted(desk.judged.probabilities(), key=lambda one: _rank(desk, one.region))
    written = [said(_probability(desk, one), _reason(desk, one)) for one in ranked]
    return _counted(desk, [Item(sentences, lead=lead) for sentences in written if sentences])


def _rank(desk: Desk, region: str) -> int:
    """Where a country stands on the board; after all where it does not."""
    return next((n for n, s in enumerate(desk.standings) if s.region_id == region), len(desk.standings))


def _counted(desk: Desk, items: Sequence[Item]) -> tuple[Item, ...]:
    """The first; where there are more it says how many, and where they stand."""
    shown, rest = tuple(items[:BESIDE]), len(items) - BESIDE
    if rest <= 0:
        return shown
    more = desk.say("judged_more", "measured", [desk.fact.number("n", rest)], evidence=of_run("judgements"))
    return (*shown[:-1], replace(shown[-1], sentences=(*shown[-1].sentences, *said(more))))


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
    shown = shown_decimals(p)
    return Fact("percent", kept(p), desk.book.printer.number(100 * p, shown), "share", f"percent {shown}")


def comment_items(desk: Desk, nodes: Sequence[str]) -> tuple[Item, ...]:
    """What analysts remark on any of the nodes, to stand beside the score."""
    ranked = sorted(desk.judged.comments(nodes), key=lambda one: _rank(desk, one.region))
    written = said(*(_comment(desk, one) for one in ranked))
    return _counted(desk, [Item((sentence,), lead=desk.book.text("comment_lead")) for sentence in written])


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
    return Fact(key, None, desk.words(words), OWN, "name")


def _entry(one: Judgement) -> Evidence:
    return Evidence("library", f"judgement/{one.id}")


def ledger_table(desk: Desk) -> DataTable | None:
    """Judgements with author, days, reason and state, all of up to four, else two: those in force first, and of these
    the ones whose reason stands nowhere else in the issue. The note counts the others, which config.json holds."""
    known = sorted(desk.judged.every(), key=lambda row: (STATES.index(row[2]), LISTED.index(row[0])))
    most = ROWS if len(known) <= ROWS else FEWER  # six pages hold no more beside what prints in other sections
    shown, rest = known[:most], known[most:]
    if not shown:
        return None
    return DataTable(
        id="judgements",
        title=desk.book.text("judgements_title"),
        subtitle=desk.book.text("judgements_subtitle"),
        header=desk.book.columns(("judgement", "author", "holds", "state")),
        align="llll",
        rows=tuple(_row(desk, one, state) for _, one, state in shown),
        note=_more(desk, [state for _, _, state in rest]),
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
