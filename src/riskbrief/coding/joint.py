"""`all` in one sentence: a term of each list and none of the forbidden ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from riskbrief.coding.terms import Term, parse_terms
from riskbrief.definitions.indicators import Indicator, Scope, Terms

Families = Mapping[str, Sequence[str]]
NOWHERE = -1


class JointRule(NamedTuple):
    """One pattern that needs a term of each of `lists` (slots) and none of the slot `none` (NOWHERE: any will do).

    `within` is set for a near pattern that may cross the end of a sentence: its two lists so many words apart.
    """

    owner: int
    lists: tuple[int, ...]
    none: int = NOWHERE
    within: int | None = None
    ordered: bool = True


class Listed(NamedTuple):
    """A term of a list, and the slot that names the list."""

    term: Term
    owner: int
    slot: int


def joint_rules(
    indicators: Sequence[Indicator], language: str, families: Families, scope: Scope
) -> tuple[list[JointRule], list[Listed]]:
    """The `all` patterns of one scope in one language, and the terms of their lists."""
    slots, rules, listed = count(), [], []
    for owner, indicator in enumerate(indicators):
        for one in indicator.terms.get(language, Terms()).all:
            if one.scope != scope:
                continue
            numbers = [next(slots) for _ in (*one.of, one.none)]
            for slot, texts in zip(numbers, (*one.of, one.none), strict=True):
                listed += [Listed(term, owner, slot) for term in parse_terms(texts, families)]
            rules.append(JointRule(owner, tuple(numbers[:-1]), numbers[-1]))
    return rules, listed


class Place(NamedTuple):
    """Where a term stands in a sentence, and how the analyst wrote it."""

    start: int
    end: int
    text: str


class Match(NamedTuple):
    """A joint pattern that is met; `void`: why it does not count."""

    owner: int
    places: tuple[Place, ...]
    void: str = ""


def joint_matches(rules: Iterable[JointRule], found: Mapping[int, Sequence[Place]], where: str) -> Iterator[Match]:
    """Each place of a rule's first list with the nearest place of every other list."""
    for rule in rules:
        others = [found.get(slot, ()) for slot in rule.lists[1:]]
        if not all(others):
            continue
        banned = found.get(rule.none, ())
        void = f"'{banned[0].text}' {where}, which the pattern forbids" if banned else ""
        for first in found.get(rule.lists[0], ()):
            yield Match(rule.owner, (first, *(_nearest(first, places) for places in others)), void)


def _nearest(first: Place, places: Sequence[Place]) -> Place:
    return min(places, key=lambda p: (max(p.start - first.end, first.start - p.end, 0), p))
