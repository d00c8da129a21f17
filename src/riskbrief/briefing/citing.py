"""The words of each cited article that the briefing rests on, as a short quotation beside its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.ledger import excerpt
from riskbrief.document import Citation, Evidence, Sentence


@dataclass(frozen=True)
class _Ground:
    """What cites an article: its evidence, and the ends of the toll it tells, empty when it tells none."""

    evidence: tuple[Evidence, ...]
    toll: frozenset[str] = frozenset()


def with_quotations(desk: Desk, citations: Sequence[Citation], sentences: Iterable[Sentence]) -> tuple[Citation, ...]:
    """Citations with a quotation each, cut to `quote_words` of the report: the words they were cited for, else of the
    span that the first of the printed `sentences` with their number rests on, else that the first table row does.

    An article of which no mention counts, and that no cited event or span is of, has none.
    """
    words = desk.given.report.quote_words
    if not words:
        return tuple(citations)
    grounds, spans = _grounds(sentences), _Spans(desk, {c.article_id for c in citations})
    rows = {c.number: grounds.get(c.number) or _Ground(desk.ledger.grounds(c.article_id)) for c in citations}
    found = ((c, c.span or spans.best(c.article_id, rows[c.number])) for c in citations)
    return tuple(c if span is None else _quoted(desk, c, span, words) for c, span in found)


def _grounds(sentences: Iterable[Sentence]) -> dict[int, _Ground]:
    """By number of a citation what the first sentence with it rests on."""
    found: dict[int, _Ground] = {}
    for sentence in sentences:
        for number in sentence.notes:
            found.setdefault(number, _Ground(sentence.evidence, _toll(sentence)))
    return found


def _toll(sentence: Sentence) -> frozenset[str]:
    told = (str(fact.value) for fact in sentence.facts if fact.key == "toll" and fact.unit == "persons")
    return frozenset(end for value in told for end in value.split("/") if end)


def _quoted(desk: Desk, citation: Citation, span: Evidence, words: int) -> Citation:
    told = desk.fact.name("claimant", excerpt(span.quote, words))
    return replace(citation, quote=desk.book.write("flash_claimant", [told]), span=span)


class _Spans:
    """Mentions and claims of the cited articles."""

    def __init__(self, desk: Desk, articles: set[str]) -> None:
        self._desk = desk
        self._mentions = _by_article(desk.given.mentions, articles)
        claims = desk.given.claims
        self._claims = _by_article(claims[(claims["kind"] == "killed") & ~claims["retracted"].astype(bool)], articles)
        self._facets = {event.event_id: event.facets for event in desk.events}

    def best(self, article: str, ground: _Ground) -> Evidence | None:
        """The span of the article that the ground rests on: one it quotes itself, the toll it tells, the event's
        weightiest indicator; else the first mention that counts."""
        own = next((e for e in ground.evidence if e.kind == "article" and e.ref == article and e.quote), None)
        if own is not None:
            return own
        events = [e.ref for e in ground.evidence if e.kind == "event"]
        row = next(self._of_events(article, events, ground.toll), None)
        return None if row is None else self._desk.span(row)

    def _of_events(self, article: str, events: Sequence[str], toll: frozenset[str]) -> Iterator[Any]:
        mentions, claims = self._mentions.get(article, []), self._claims.get(article, [])
        for event in events:
            if toll:
                own = [c for c in claims if str(c.event_id) == event]
                yield from sorted(own, key=lambda c: not toll & {f"{c.low:g}", f"{c.best:g}", f"{c.high:g}"})
            yield from sorted((m for m in mentions if str(m.event_id) == event), key=self._weight)
        yield from sorted((m for m in mentions if m.counts), key=_place)

    def _weight(self, mention: Any) -> tuple[bool, int, tuple[bool, int, int]]:
        facets = self._facets.get(str(mention.event_id), ())
        place = facets.index(mention.indicator_id) if mention.indicator_id in facets else len(facets)
        return not mention.counts, place, _place(mention)


def _place(mention: Any) -> tuple[bool, int, int]:
    """In the text rather than the title, which is printed anyway; then where it stands."""
    return mention.field == "title", int(mention.start), int(mention.end)


def _by_article(table: pd.DataFrame, articles: set[str]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in table[table["article_id"].isin(articles)].itertuples(index=False):
        found.setdefault(row.article_id, []).append(row)
    return found
