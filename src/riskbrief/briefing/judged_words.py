"""Judgements of analysts in words: probabilities beside the base rates, comments beside scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from riskbrief.briefing.desk import Desk, of_run, of_score, said
from riskbrief.briefing.facts import kept
from riskbrief.briefing.likelihood import EDGES, shown_decimals
from riskbrief.definitions.base import Words
from riskbrief.definitions.judgements import (
    AssignProbability,
    Comment,
    Judgement,
)
from riskbrief.document import Evidence, Fact, Item, Sentence
from riskbrief.probability import band

BESIDE = 1  # judgements beside what they judge
REST = "annex_left_out"  # the section of the annex that prints what lists have no room for
LONGEST = 25  # words of an analyst's text beside a score, where the annex prints the whole
OWN = "judgement"  # unit of a fact an analyst wrote: the word rules read it


def lowered_text(desk: Desk, cap: str) -> str:
    """Who lowered a confidence, empty for a cap of another kind; the list of judgements says why."""
    one = desk.judged.lowering(cap)
    return "" if one is None else desk.book.write("lowered", [desk.fact.name("author", one.author)])


def probability_items(desk: Desk) -> tuple[Item, ...]:
    """Each assigned probability as word and number, then its reason in a sentence of its own."""
    return _counted(desk, _probabilities(desk, _room(desk)))


def _probabilities(desk: Desk, most: int | None) -> list[Item]:
    lead = desk.book.text("judged_lead")
    ranked = sorted(desk.judged.probabilities(), key=lambda one: _rank(desk, one.region))
    written = [said(_probability(desk, one), _reason(desk, one, most)) for one in ranked]
    return [Item(sentences, lead=lead) for sentences in written if sentences]


def _room(desk: Desk) -> int | None:
    """Words that a text may have beside a score; None where nothing else would print the whole."""
    return LONGEST if rest_in_annex(desk) else None


def rest_in_annex(desk: Desk) -> bool:
    """Whether the report has the section that prints what lists have no room for."""
    return has(desk, REST)


def has(desk: Desk, section: str) -> bool:
    """Whether the report has a section."""
    return any(choice.section == section for choice in desk.given.report.sections)


def rest_items(desk: Desk) -> tuple[Item, ...]:
    """The probabilities and comments that stand beside no score for want of room, or only with their first words."""
    short, whole = (_beside_scores(desk, most) for most in (LONGEST, None))
    pairs = zip(short, whole, strict=True)
    return tuple(item for (_, cut), (place, item) in pairs if place >= BESIDE or cut != item)


def _beside_scores(desk: Desk, most: int | None) -> list[tuple[int, Item]]:
    """Each probability and comment with its place in the list it belongs to."""
    groups = [["index"], *(pillar_nodes(desk, pillar) for pillar in desk.given.config.index.pillars)]
    lists = [_probabilities(desk, most), *(_comments(desk, nodes, most) for nodes in groups)]
    return [placed for items in lists for placed in enumerate(items)]


def _rank(desk: Desk, region: str) -> int:
    """Where a country stands on the board; after all where it does not."""
    return next((n for n, s in enumerate(desk.standings) if s.region_id == region), len(desk.standings))


def _counted(desk: Desk, items: Sequence[Item]) -> tuple[Item, ...]:
    """The first; where there are more it says how many, and where they stand."""
    shown, rest = tuple(items[:BESIDE]), len(items) - BESIDE
    if rest <= 0:
        return shown
    key = "judged_more" if rest_in_annex(desk) else "judged_more_file"
    more = desk.say(key, "measured", [desk.fact.number("n", rest)], evidence=of_run("judgements"))
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
        percent(desk, one.p),
        desk.fact.name("author", one.author),
    ]
    weeks_back = desk.given.week - one.issued_week
    proof = [
        _entry(one),
        *(of_score(desk.scores.at(one.region, "index", weeks_back=weeks_back)) or of_run("forecasts")),
    ]
    return desk.say("judged_probability", "assessed", facts, evidence=proof)


def _reason(desk: Desk, one: Judgement, most: int | None) -> Sentence | None:
    proof = [_entry(one), *of_run("judgements")]
    return desk.say("judged_reason", "assessed", [own_words(desk, "reason", one.reason, most)], evidence=proof)


def percent(desk: Desk, p: float) -> Fact:
    """An estimate with as many decimals as keep it inside its own word."""
    shown = shown_decimals(p)
    return Fact("percent", kept(p), desk.book.printer.number(100 * p, shown), "share", f"percent {shown}")


def comment_items(desk: Desk, nodes: Sequence[str]) -> tuple[Item, ...]:
    """What analysts remark on any of the nodes, to stand beside the score."""
    return _counted(desk, _comments(desk, nodes, _room(desk)))


def _comments(desk: Desk, nodes: Sequence[str], most: int | None) -> list[Item]:
    ranked = sorted(desk.judged.comments(nodes), key=lambda one: _rank(desk, one.region))
    written = said(*(_comment(desk, one, most) for one in ranked))
    return [Item((sentence,), lead=desk.book.text("comment_lead")) for sentence in written]


def pillar_nodes(desk: Desk, pillar: str) -> list[str]:
    """A pillar and its indicators."""
    return [pillar, *(i.id for i in desk.given.indicators if desk.given.pillar_of.get(i.id) == pillar)]


def _comment(desk: Desk, one: Comment, most: int | None) -> Sentence | None:
    facts = [
        desk.fact.region("country", one.region),
        desk.fact.noun("node", desk.node_name(one.node), one.node),
        own_words(desk, "text", one.text, most),
        desk.fact.name("author", one.author),
        desk.fact.day("day", date.fromisoformat(one.date)),
    ]
    proof = [_entry(one), *(of_score(desk.scores.at(one.region, one.node)) or of_run("judgements"))]
    return desk.say("judged_comment", "assessed", facts, evidence=proof)


def own_words(desk: Desk, key: str, words: Words, most: int | None) -> Fact:
    """What an analyst wrote, as a fact; cut behind `most` words."""
    every = desk.words(words).split()
    text = " ".join(every) if most is None or len(every) <= most else f"{' '.join(every[:most])} […]"
    return Fact(key, None, text, OWN, "name")


def _entry(one: Judgement) -> Evidence:
    return Evidence("library", f"judgement/{one.id}")
