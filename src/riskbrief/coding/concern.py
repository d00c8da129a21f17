"""Which articles can concern the countries of a workspace: the others are not read sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ahocorasick_rs import BytesAhoCorasick, Implementation

from riskbrief.coding.gazetteer import Gazetteer, padded
from riskbrief.folding import Canonical, canonical

HEAD = 300
"Bytes of an article in which a place of some country is looked for first."


@dataclass(frozen=True)
class Concern:
    """Names (by number) that can mean a place, those that can mean one of the countries or a place of one, and the
    length in characters below which all is read."""

    gazetteer: Gazetteer
    places: frozenset[int]
    wanted: tuple[int, ...]
    short: int

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        """Over the names of the countries alone: a small part of all names, quick to look for."""
        names = self.gazetteer.names
        return BytesAhoCorasick([names[n] for n in self.wanted], implementation=Implementation.DFA)

    def may(self, title: str, text: str) -> bool:
        """Whether an article may concern one of the countries: it names one, or no place of any other.

        A short text is always read (a place that no gazetteer knows may be all it names), and so is another script.
        """
        if len(title) + len(text) < self.short:
            return True
        folded = canonical(text)
        if not folded.western:
            return True
        both = _Fields(title, canonical(title), text, folded)
        return self._wanted(both) or not self._names_place(both)

    def _wanted(self, both: _Fields) -> bool:
        """Whether the name of one of the countries, or of a place of one, stands there."""
        hits = self._automaton.find_matches_as_indexes(both.data, overlapping=True)
        return any(self._stands(both, self.wanted[n], start) for n, start, _ in hits)

    def _names_place(self, both: _Fields) -> bool:
        """Whether the name of any place stands there; most texts name one at once."""
        for data in (both.data[:HEAD], both.data):
            hits = self.gazetteer.hits(data)
            if any(n in self.places and self._stands(both, n, start) for n, start, _ in hits):
                return True
        return False

    def _stands(self, both: _Fields, name: int, start: int) -> bool:
        """Whether a name stands there with the capital that it needs."""
        return name in self.gazetteer.any_case or both.capital(start)


class _Fields:
    """Title and text of an article, folded, as the automata read them: one behind the other."""

    def __init__(self, title: str, folded_title: Canonical, text: str, folded_text: Canonical) -> None:
        before = padded(folded_title)
        self.data = before + padded(folded_text)
        self._fields = ((title, folded_title), (text, folded_text))
        self._border = len(before)

    def capital(self, start: int) -> bool:
        """Whether the name whose space stands at `start` begins with a capital as read."""
        in_text = start >= self._border
        raw, folded = self._fields[in_text]
        return raw[folded.raw(start - self._border * in_text)].isupper()


def concern(gazetteer: Gazetteer, countries: Iterable[str], short: int) -> Concern:
    """What the articles of these countries name: a firm meaning in one of them. Traps (the Sahel) tell no country."""
    regions = [{c.region for c in gazetteer.name(m).candidates if c.firm and c.region} for m in gazetteer.meanings]
    places = frozenset(n for n, meant in enumerate(regions) if meant)
    wanted = tuple(n for n in sorted(places) if not regions[n].isdisjoint(countries))
    return Concern(gazetteer, places, wanted, short)
