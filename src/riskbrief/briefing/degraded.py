"""What an issue lacks, said on its first page when the quality gate or its own length makes it degraded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.gate import Condition, Measure
from riskbrief.briefing.words import prose_words
from riskbrief.document import Block, Fact, Section, Sentence

NAMED = 4  # sources that are named
BOTTOM_LINES = ("bottom_line", "flash_bottom_line", "profile_rationale")


def degraded_sentences(desk: Desk) -> tuple[Sentence, ...]:
    """That it is degraded, then a sentence for each condition that is not met; nothing when all are."""
    found = desk.given.verdict.degraded
    return said(desk.fixed("degraded"), *(_sentence(desk, condition) for condition in found)) if found else ()


def _sentence(desk: Desk, condition: Condition) -> Sentence | None:
    facts = list(FACTS[condition.name](desk, condition.measure))
    more = len(condition.measure.names) > NAMED and condition.name == "sources"
    key = f"degraded_{condition.name}{'_many' if more else ''}"
    return desk.say(key, "measured", facts, evidence=of_run("quality"))


def longest_bottom_line(editions: Iterable[Sequence[Section]], budgets: Sequence[int | None]) -> tuple[int, int] | None:
    """Words of the longest bottom line of all editions and the most it may have; None where it keeps to them."""
    lines = [(s, most) for sections in editions for s, most in zip(sections, budgets, strict=True)]
    over = [(n, most) for s, most in lines if s.template in BOTTOM_LINES and most and (n := prose_words(s)) > most]
    return max(over, default=None)


def with_long_bottom_line(desk: Desk, sections: Iterable[Section], words: int, most: int) -> tuple[Section, ...]:
    """The sections with that reason among those that the masthead gives for a degraded issue."""
    facts = [desk.fact.number("n", words), desk.fact.number("most", most)]
    why = said(desk.say("degraded_bottom_line", "measured", facts, evidence=of_run("checklist")))

    def told(section: Section) -> Section:
        before = section.parts.get("degraded") or said(desk.fixed("degraded"))
        parts: dict[str, Block] = {**section.parts, "degraded": (*before, *why)}  # type: ignore[misc]
        return replace(section, parts=parts) if section.template == "masthead" else section

    return tuple(map(told, sections))


def _sources(desk: Desk, measure: Measure) -> Iterator[Fact]:
    yield from _counts(desk, measure)
    yield desk.fact.listed("names", measure.names[:NAMED])
    yield desk.fact.number("more", len(measure.names) - NAMED)


def _articles(desk: Desk, measure: Measure) -> Iterator[Fact]:
    yield from _counts(desk, measure)
    yield desk.fact.percent("percent", measure.value or 0.0)


def _days(desk: Desk, measure: Measure) -> Iterator[Fact]:
    yield desk.fact.number("days", measure.n, 1)


def _counts(desk: Desk, measure: Measure) -> Iterator[Fact]:
    yield desk.fact.number("n", measure.n)
    yield desk.fact.number("of", measure.of)


def _outlet(desk: Desk, measure: Measure) -> Iterator[Fact]:
    yield desk.fact.name("outlet", desk.ledger.outlet(measure.names[0]).name, measure.names[0])
    yield desk.fact.percent("percent", measure.value or 0.0)


def _late(desk: Desk, measure: Measure) -> Iterator[Fact]:
    yield from _articles(desk, measure)
    yield desk.fact.number("hours", desk.given.config.store.lag_hours)


FACTS: dict[str, Callable[[Desk, Measure], Iterator[Fact]]] = {
    "sources": _sources,
    "articles": _articles,
    "newest_days": _days,
    "assessed": _counts,
    "outlet": _outlet,
    "copies": _articles,
    "late": _late,
}
