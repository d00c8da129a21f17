"""What a change of definitions can reach.

All couplings between indicators (scenes, yields, tolls, the sentences that the second reader is asked about) lie inside
one article. An article that no changed part can reach is therefore coded as before, to the letter, whatever changed
elsewhere; one that it may reach is read again, for every indicator.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from riskbrief.coding.match import promising, scan_hits
from riskbrief.coding.scan import Anchor, Scanner, compile_scanner
from riskbrief.coding.terms import NUMBER, Term, parse_terms
from riskbrief.folding import canonical
from riskbrief.pipeline.coded_state import SEPARATOR, Groups, State


class Mark(NamedTuple):
    """What must stand in a title or text for a change to matter there: one of `words`, and one of `beside` if any."""

    words: frozenset[str]
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Change:
    """Which articles two states may code differently: all, those of some languages, those with a mention of some
    indicators, those that bear a mark (by language)."""

    everything: bool = False
    languages: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    marks: Mapping[str, frozenset[Mark]] = field(default_factory=dict)


class Search:
    """Looks for marks, with one scanner a language."""

    def __init__(self, marks: Mapping[str, frozenset[Mark]]) -> None:
        self._scanners = {language: _scanner(some) for language, some in marks.items() if some}

    def __bool__(self) -> bool:
        return bool(self._scanners)

    def finds(self, language: str, *fields: str) -> bool:
        """Whether a field bears a mark."""
        scanner = self._scanners.get(language)
        return scanner is not None and any(promising(scan_hits(canonical(text), scanner)) for text in fields)


def difference(old: State, new: State) -> Change:
    """What the step from one state to the other reaches."""
    both = [name for name in new.firm if name in old.firm]
    moved = both != [name for name in old.firm if name in new.firm]
    proposed = not (new.firm.keys() - old.firm.keys()).isdisjoint(new.seen)
    if old.shared != new.shared or moved or proposed or any(old.firm[name] != new.firm[name] for name in both):
        return Change(everything=True)
    return Change(
        languages=frozenset(_differing(old.languages, new.languages)),
        indicators=frozenset(_differing(old.rules, new.rules)),
        marks={
            name: frozenset(_marks(old.words[name], new.words[name]))
            for name in new.words.keys() & old.words.keys()
            if old.words[name] != new.words[name]
        },
    )


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    return (name for name in {*old, *new} if old.get(name) != new.get(name))


def _marks(old: Groups, new: Groups) -> Iterator[Mark]:
    """What the groups differ in."""
    for name in {*old, *new}:
        for entry in _changed(old.get(name, []), new.get(name, [])):
            yield _mark(name, entry, old, new)


def _changed(old: list[str], new: list[str]) -> Iterable[str]:
    """Entries in only one of two lists; of lists that put common entries in another order, all."""
    if old == new:
        return ()
    first, second = dict.fromkeys(old), dict.fromkeys(new)
    if [e for e in first if e in second] != [e for e in second if e in first]:
        return {*old, *new}
    return first.keys() ^ second.keys()


def _mark(name: str, entry: str, old: Groups, new: Groups) -> Mark:
    if name.startswith("frame "):
        acts, others, _ = json.loads(entry)
        return Mark(_family_words(acts, old, new), _family_words(others, old, new))
    first = entry.split(SEPARATOR)[0]
    if name == "roles":
        return Mark(_family_words([first], old, new))
    return Mark(frozenset({_word(entry) if name.startswith("family ") else first}))


def _family_words(families: Iterable[str], old: Groups, new: Groups) -> frozenset[str]:
    every = (groups.get(f"family {family}", []) for family in families for groups in (old, new))
    return frozenset(_word(entry) for words in every for entry in words)


def _word(entry: str) -> str:
    return entry.split(SEPARATOR, 2)[2]


def _scanner(marks: Iterable[Mark]) -> Scanner:
    """Looks for the words of marks: whole where they suffice, else as the two sides of a pair."""
    anchors = []
    for bit, mark in enumerate(sorted(marks, key=lambda m: (sorted(m.words), sorted(m.beside)))):
        whole, side = not mark.beside, 1 << bit
        anchors += [(term, Anchor(direct=True) if whole else Anchor(left=side)) for term in _terms(mark.words)]
        anchors += [(term, Anchor(right=side)) for term in _terms(mark.beside)]
    return compile_scanner(anchors)


def _terms(words: frozenset[str]) -> Iterator[Term]:
    """A number may be written in more ways than one, so it is left out where words remain."""
    for term in parse_terms(sorted(words)):
        worded = tuple(NUMBER if element.isdigit() else element for element in term.elements)
        yield term._replace(elements=worded) if any(e != NUMBER for e in worded) else term
