"""Which articles can concern the countries of a workspace: the others are not read sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riskbrief.coding.gazetteer import NATIVE_SCRIPT, Gazetteer, padded
from riskbrief.folding import Canonical, canonical


@dataclass(frozen=True)
class Concern:
    """Names (by number) that can mean a place, those that can mean one of the countries or a place of one, and the
    length in characters below which all is read."""

    gazetteer: Gazetteer
    places: frozenset[int]
    wanted: frozenset[int]
    short: int

    def may(self, title: str, text: str) -> bool:
        """Whether an article may concern one of the countries: it names one, or no place of any other.

        A short text is always read (a place that no gazetteer knows may be all it names), and so is another script.
        """
        if len(title) + len(text) < self.short or NATIVE_SCRIPT.search(text):
            return True
        fields = [self._found(title), self._found(text)]
        return any(self._stands(*f, self.wanted) for f in fields) or not any(
            self._stands(*f, self.places) for f in fields
        )

    def _found(self, raw: str) -> tuple[str, Canonical, Sequence[tuple[int, int, int]]]:
        folded = canonical(raw)
        return raw, folded, self.gazetteer.hits(padded(folded))

    def _stands(self, raw: str, folded: Canonical, hits: Sequence[tuple[int, int, int]], names: frozenset[int]) -> bool:
        """Whether one of the names stands there with the capital that it needs."""
        any_case = self.gazetteer.any_case
        return any(n in names and (n in any_case or raw[folded.raw(start)].isupper()) for n, start, _ in hits)


def concern(gazetteer: Gazetteer, countries: Iterable[str], short: int) -> Concern:
    """What the articles of these countries name: a firm meaning in one of them. Traps (the Sahel) tell no country."""
    regions = [{c.region for c in gazetteer.name(m).candidates if c.firm and c.region} for m in gazetteer.meanings]
    places = frozenset(n for n, meant in enumerate(regions) if meant)
    return Concern(gazetteer, places, frozenset(n for n in places if not regions[n].isdisjoint(countries)), short)
