"""What an issue lacks, said on its first page when the quality gate calls it degraded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.gate import Condition, Measure
from riskbrief.document import Fact, Sentence

NAMED = 4  # sources that are named


def degraded_sentences(desk: Desk) -> tuple[Sentence, ...]:
    """That it is degraded, then a sentence for each condition that is not met; nothing when all are."""
    found = desk.given.verdict.degraded
    return said(desk.fixed("degraded"), *(_sentence(desk, condition) for condition in found)) if found else ()


def _sentence(desk: Desk, condition: Condition) -> Sentence | None:
    facts = list(FACTS[condition.name](desk, condition.measure))
    more = len(condition.measure.names) > NAMED and condition.name == "sources"
    key = f"degraded_{condition.name}{'_many' if more else ''}"
    return desk.say(key, "measured", facts, evidence=of_run("quality"))


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


FACTS: dict[str, Callable[[Desk, Measure], Iterator[Fact]]] = {
    "sources": _sources,
    "articles": _articles,
    "newest_days": _days,
    "assessed": _counts,
    "outlet": _outlet,
    "copies": _articles,
}
