"""Patterns that look at a whole article: `all` and `near` across sentences, and words that void all of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from riskbrief.coding.joint import Families, JointRule, Listed, joint_rules
from riskbrief.coding.numerals import Numbers
from riskbrief.coding.phrases import Found, PhraseIndex
from riskbrief.coding.scan import Anchor, Scanner, compile_scanner
from riskbrief.coding.sentences import Sentence
from riskbrief.coding.terms import parse_terms
from riskbrief.definitions.indicators import Indicator, Terms
from riskbrief.folding import Canonical

LONGEST_WORD = 64  # bytes; words further apart than so many for each allowed word are not near


@dataclass(frozen=True)
class WideBook:
    """The patterns of one language that need the whole article; `voids`: indicator to the slot of what excludes it."""

    rules: tuple[JointRule, ...]
    voids: Mapping[int, int]
    scanner: Scanner
    phrases: PhraseIndex[int]


def compile_wide(
    indicators: Sequence[Indicator], language: str, families: Families, numbers: Numbers
) -> WideBook | None:
    """None when no indicator needs more than its sentences: then no article is looked at as a whole."""
    rules, listed = joint_rules(indicators, language, families, "article")
    slots = count(1 + max((max(r.lists[-1], r.none) for r in rules), default=-1))
    voids: dict[int, int] = {}
    for owner, indicator in enumerate(indicators):
        terms = indicator.terms.get(language, Terms())
        for near in (n for n in terms.near if n.scope == "article"):
            rule = JointRule(owner, (next(slots), next(slots)), within=near.within, ordered=near.ordered)
            rules.append(rule)
            for slot, texts in zip(rule.lists, (near.a, near.b), strict=True):
                listed += [Listed(term, owner, slot) for term in parse_terms(texts, families)]
        if terms.exclude_article:
            voids[owner] = next(slots)
            listed += [Listed(term, owner, voids[owner]) for term in parse_terms(terms.exclude_article, families)]
    if not listed:
        return None
    scanner = compile_scanner([(one.term, Anchor(label=one.slot)) for one in listed])
    return WideBook(tuple(rules), voids, scanner, PhraseIndex([(o.term, o.slot) for o in listed], numbers))


class WideMatch(NamedTuple):
    """A pattern met in the article: the words it stands at in its sentence; `void`: why it does not count."""

    owner: int
    cores: tuple[tuple[int, int], ...]
    text: str
    void: str = ""


class _Spot(NamedTuple):
    """A term of a list in sentence `number`; `begin` and `finish` are positions in the folded field."""

    field: int
    begin: int
    finish: int
    number: int
    found: Found[int]


class WideMatches(NamedTuple):
    """What a whole article holds: matches by sentence number, and why an indicator's matches do not count."""

    by_sentence: Mapping[int, Sequence[WideMatch]] = {}
    excluded: Mapping[int, str] = {}


def possible(book: WideBook, fields: Sequence[Canonical]) -> list[tuple[int, int, int]]:
    """Field, position and slot of everything that may be a term of a pattern or an exclusion worth verifying."""
    hits = [
        (number, start, anchor.label)
        for number, field in enumerate(fields)
        for start, _, anchors in book.scanner.scan(field)
        for anchor in anchors
    ]
    there = {slot for _, _, slot in hits}
    wanted = set(book.voids.values())
    for rule in book.rules:
        if there.issuperset(rule.lists):
            wanted |= {*rule.lists, rule.none}
    return [hit for hit in hits if hit[2] in wanted]


def wide_matches(book: WideBook, sentences: Iterable[Sentence], fields: Sequence[Canonical]) -> WideMatches:
    """All matches in the sentences that `possible` leads to."""
    spots: dict[int, list[_Spot]] = defaultdict(list)
    for sentence in sentences:
        for found in book.phrases.find(sentence):
            spots[found.use].append(_spot(sentence, found, fields))
    by_sentence: dict[int, list[WideMatch]] = defaultdict(list)
    for rule in book.rules:
        if all(slot in spots for slot in rule.lists):
            for spot, match in _near(rule, spots, fields) if rule.within is not None else _all(rule, spots):
                by_sentence[spot.number].append(match)
    reasons = {owner: _excluding(spots[slot][0]) for owner, slot in book.voids.items() if slot in spots}
    return WideMatches(by_sentence, reasons)


def _spot(sentence: Sentence, found: Found[int], fields: Sequence[Canonical]) -> _Spot:
    field = min(sentence.number, 1)
    begin = fields[field].position(sentence.starts[found.start])
    finish = fields[field].position(sentence.ends[found.end - 1])
    return _Spot(field, begin, finish, sentence.number, found)


def _excluding(spot: _Spot) -> str:
    return f"excluding phrase '{spot.found.term.text}' in the {'text' if spot.number else 'title'}"


def _all(rule: JointRule, spots: Mapping[int, Sequence[_Spot]]) -> Iterator[tuple[_Spot, WideMatch]]:
    """Every place of the first list; the other lists are met somewhere in the article."""
    banned = spots.get(rule.none)
    void = f"'{banned[0].found.term.text}' in the article, which the pattern forbids" if banned else ""
    others = "".join(f" ... {spots[slot][0].found.term.text}" for slot in rule.lists[1:])
    for spot in spots[rule.lists[0]]:
        core = (spot.found.start, spot.found.end)
        yield spot, WideMatch(rule.owner, (core,), spot.found.term.text + others, void)


def _near(
    rule: JointRule, spots: Mapping[int, Sequence[_Spot]], fields: Sequence[Canonical]
) -> Iterator[tuple[_Spot, WideMatch]]:
    """Each `a` with a `b` at most `within` words away in the same field."""
    rights = sorted(spots[rule.lists[1]], key=lambda s: s[:3])
    for a in spots[rule.lists[0]]:
        if (b := _partner(rule, a, rights, fields[a.field])) is None:
            continue
        here = [a.found, b.found] if b.number == a.number else [a.found]
        cores = tuple(sorted((f.start, f.end) for f in here))
        yield a, WideMatch(rule.owner, cores, f"{a.found.term.text} ... {b.found.term.text}")


def _partner(rule: JointRule, a: _Spot, rights: Sequence[_Spot], field: Canonical) -> _Spot | None:
    """The nearest place of the second list after `a`, or on either side when unordered, if it is near enough."""
    after = bisect_left(rights, (a.field, a.finish), key=lambda s: (s.field, s.begin))
    options = [(a.finish, b.begin, b) for b in rights[after : after + 1]]
    if not rule.ordered:
        before = next((n for n in range(after - 1, -1, -1) if rights[n].finish <= a.begin), None)
        options += [(rights[before].finish, a.begin, rights[before])] if before is not None else []
    gaps = [(_words(field, start, end, rule.within or 0), b) for start, end, b in options if b.field == a.field]
    gap, found = min(gaps, key=lambda g: g[0], default=(0, None))
    return found if found is not None and gap <= (rule.within or 0) else None


def _words(field: Canonical, start: int, end: int, within: int) -> int:
    """Words between two positions; more than `within` for what lies far away."""
    if end - start > LONGEST_WORD * (within + 1):
        return within + 1
    return len(field.data[start:end].replace(b".", b" ").split())
