"""Who leads, and who ties with it: what prints alike is named together, so that no sentence picks one of two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.facts import NOUN, OUTSIDE
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.standings import Standing
from riskbrief.document import Fact

T = TypeVar("T")
NAMED = 3  # of those that tie; of more the sentence says how many
Shown = Callable[[float], str]


def leaders(found: Iterable[T], value: Callable[[T], float], shown: Shown) -> list[T]:
    """Those whose value prints as the highest one does, in the order given; empty when nothing was found.

    >>> leaders([("a", 4.04), ("b", 3.96), ("c", 3.9)], lambda p: p[1], lambda v: f"{v:.1f}")
    [('a', 4.04), ('b', 3.96)]
    """
    known = list(found)
    top = shown(max((value(item) for item in known), default=0.0))
    return [item for item in known if shown(value(item)) == top]


def highest(desk: Desk) -> list[Standing]:
    """The assessed countries that share the highest score; empty when none was assessed."""
    return leaders(desk.assessed, lambda s: s.score or 0.0, desk.fact.score_text)


def highest_rows(desk: Desk, rows: Iterable[ScoreRow]) -> list[ScoreRow]:
    """The rows that share the highest score as it prints."""
    return leaders(rows, lambda row: row.score or 0.0, whole(desk))


def tied_weight(events: Sequence[Happening]) -> bool:
    """Whether the first of some events, ordered by weight, weighs no more than the second."""
    return len(events) > 1 and round(events[0].weight - events[1].weight, 6) <= 0


def whole(desk: Desk) -> Shown:
    """How scores print in sentences: as whole numbers."""
    return desk.book.printer.number


def whole_points(desk: Desk, score: float | None) -> bool:
    """Whether a score prints as one point or more: nobody stands highest at 0."""
    return whole(desk)(score or 0.0) != whole(desk)(0.0)


def tenths(desk: Desk) -> Shown:
    """How points print: with one decimal."""
    return lambda value: desk.book.printer.number(value, 1)


def countries(desk: Desk, key: str, regions: Sequence[str]) -> Fact:
    """The countries that tie, at most three by name."""
    return listing(desk, key, [desk.fact.regions.get(r, r) for r in regions], regions)


def nouns(desk: Desk, key: str, nodes: Sequence[str]) -> Fact:
    """Indicators that tie, as they stand inside a sentence."""
    texts = [desk.fact.noun(key, desk.node_name(node)).text for node in nodes]
    return replace(listing(desk, key, texts, nodes), unit=NOUN)


def listing(desk: Desk, key: str, texts: Sequence[str], values: Sequence[str]) -> Fact:
    """Texts joined as the language joins them; of more than three the rest as a number."""
    rest = len(texts) - NAMED
    if rest > 0:
        texts = [*texts[:NAMED], desk.book.write("others", [desk.fact.number("n", rest)])]
    return Fact(key, ", ".join(values), desk.book.printer.listed(texts), OUTSIDE, "name")
