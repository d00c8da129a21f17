"""Which places an article names, and which countries it is about (method B.5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from riskbrief.coding.flags import without_flags
from riskbrief.coding.gazetteer import NAMESAKE, Candidate, Entry, Gazetteer
from riskbrief.coding.place_scan import Span, is_headline, read_names
from riskbrief.coding.place_words import (
    ADMIN_WORDS,
    HONORIFICS,
    INSIDE,
    INSIDE_WORDS,
    LINKS,
    NEIGHBOURS,
    OFFICES,
    PERSON_WORDS,
    STRONG_LOCATIVES,
)
from riskbrief.folding import fold

TITLE_WEIGHT, LEAD_WEIGHT, OTHER_WEIGHT = 3.0, 2.0, 1.0
FAR = 1_000_000
FAR_LARGER, SMALL_VILLAGE = 4, 1000
"A place this many times more populous is meant even where only the lesser one's country is named."
GREAT_CITY = 20
"The same where no country is named itself, but only places of it."
KNOWN_TOWN = 10_000  # inhabitants: where no country is named at all, such a town tells it


WITHIN = 40  # characters between a place and the country in which it is said to lie
_FARTHEST = (True, 10 * FAR)
_PERSON_OR_TITLE = PERSON_WORDS | (HONORIFICS - NEIGHBOURS)
Rank = tuple[bool, int]


class PlaceHit(NamedTuple):
    """A place named at `raw[start:end]`; a demonym ("Malian") is a hit of its country."""

    start: int
    end: int
    entry: Entry


class _Evidence:
    """Names that mean one country only, in title and text: evidence for what other names mean; gathered when asked."""

    def __init__(self, title: list[Span], text: list[Span]) -> None:
        self._fields = ((title, 0), (text, FAR))

    def nearest(self, region: str, at: int) -> Rank | None:
        """How near a country is named: whether only by a place of it, and how far; None when it is not."""
        if region not in self._named:
            return None
        country, places = self._named[region]
        named = country or places
        here = bisect_left(named, at)
        before = at - named[here - 1] if here else 10 * FAR
        after = named[here] - at if here < len(named) else 10 * FAR
        return min(_FARTHEST, (not country, min(before, after)))

    @cached_property
    def _named(self) -> dict[str, tuple[list[int], list[int]]]:
        """Where each country is named itself, and where only a place of it is; in order."""
        found: dict[str, tuple[list[int], list[int]]] = {}
        for spans, shift in self._fields:
            for span in spans:
                region, country = _sole_region(span.candidates)
                if region:
                    found.setdefault(region, ([], []))[not country].append(span.start + shift)
        named = found or self._guessed()
        for whole, places in named.values():
            whole.sort()
            places.sort()
        return named

    def _guessed(self) -> dict[str, tuple[list[int], list[int]]]:
        """Where nothing names a country: the only one with a known town or an area of a name met."""
        known: dict[str, tuple[list[int], list[int]]] = {}
        for spans, shift in self._fields:
            for span in spans:
                for region in {c.region for c in span.candidates if _known(c.entry)}:
                    known.setdefault(region, ([], []))[1].append(span.start + shift)
        return known if len(known) == 1 else {}


def _sole_region(candidates: Sequence[Candidate]) -> tuple[str, bool]:
    """The one region that all meanings lie in that need no country named, and whether one is the country itself."""
    if len(candidates) == 1:
        return (candidates[0].region, candidates[0].country) if candidates[0].firm else ("", False)
    firm = [c for c in candidates if c.firm]
    regions = {c.region for c in firm}
    return (regions.pop(), any(c.country for c in firm)) if len(regions) == 1 else ("", False)


def _known(entry: Entry) -> bool:
    return entry.kind in ("admin1", "admin2") or entry.population >= KNOWN_TOWN


def article_places(title: str, text: str, gazetteer: Gazetteer) -> tuple[list[PlaceHit], list[PlaceHit]]:
    """Places named in the title and in the text, in reading order; traps consume their words and give no hit."""
    fields = (without_flags(read_names(title, gazetteer)), without_flags(read_names(text, gazetteer)))
    if any(candidate.rule == NAMESAKE for spans in fields for span in spans for candidate in span.candidates):
        fields = _without_persons(fields, title)
    evidence = _Evidence(*fields)
    return list(_hits(fields[0], evidence, 0)), list(_hits(fields[1], evidence, FAR))


def article_focus(title_hits: Sequence[PlaceHit], text_hits: Sequence[PlaceHit], lead_end: int) -> dict[str, float]:
    """Share of place weight per region (title 3, lead 2, other 1), sorted by region; empty when none is named.

    `lead_end` is the offset in the text where its first two sentences end.
    """
    weights: dict[str, float] = {}
    for hit in title_hits:
        region = hit.entry.region_id
        if region:
            weights[region] = weights.get(region, 0.0) + TITLE_WEIGHT
    for hit in text_hits:
        region = hit.entry.region_id
        if region:
            weights[region] = weights.get(region, 0.0) + (LEAD_WEIGHT if hit.start < lead_end else OTHER_WEIGHT)
    total = sum(weights.values())
    return {region: weight / total for region, weight in sorted(weights.items())}


def _without_persons(fields: tuple[list[Span], list[Span]], raw_title: str) -> tuple[list[Span], list[Span]]:
    """Person guard: a country's name that a person bears in this article is the country only after a place word."""
    title, body = fields
    headline = is_headline(raw_title)
    backed = {span.candidates[0].region for spans in fields for span in spans if not _namesake(span)}
    backed -= {""}
    bearers = {span.name for span in body if _namesake(span) and _is_person(span, backed)}
    surnames = {span.after.text for span in body if span.name in bearers} if bearers else set()
    for span in title:
        if _namesake(span) and (_person_beside(span) if headline else _is_person(span, backed)):
            bearers.add(span.name)
        if _namesake(span) and span.after.text in surnames - {""}:
            bearers.add(span.name)
    if not bearers:
        return fields
    return _kept(title, bearers), _kept(body, bearers)


def _kept(spans: Iterable[Span], bearers: set[str]) -> list[Span]:
    return [span for span in spans if not _namesake(span) or span.name not in bearers or _country_before(span)]


def _country_before(span: Span) -> bool:
    """Whether the words before a name make it a country's ('in Mali', 'President of Mali')."""
    before = span.before.text
    return before in STRONG_LOCATIVES or (before == "of" and span.earlier.text in OFFICES)


def _namesake(span: Span) -> bool:
    return span.candidates[0].rule == NAMESAKE


def _is_person(span: Span, backed: set[str]) -> bool:
    """Whether the words beside a country's name make it a person's: a known surname, or an unknown capitalised word."""
    if _country_before(span):
        return False
    if _person_beside(span):
        return True
    if span.candidates[0].region in backed:
        return False
    after = span.after
    return len(after.text) > 1 and after.text not in NEIGHBOURS and span.part.capital(after) == "first"


def _person_beside(span: Span) -> bool:
    before, after = span.before, span.after
    if before.text in _PERSON_OR_TITLE and span.part.capital(before) == "first":
        return True
    return after.text in PERSON_WORDS and span.part.capital(after) != "none"


def _hits(spans: list[Span], evidence: _Evidence, shift: int) -> Iterator[PlaceHit]:
    for span, following in zip_longest(spans, spans[1:]):
        candidates: Sequence[Candidate] = span.candidates
        if following is not None and following.start - span.end <= WITHIN:
            candidates = _left(span, following)
        meant = candidates[0] if len(candidates) == 1 else None
        if meant is None or not meant.firm:
            meant = _meaning(span, candidates, evidence, shift)
        if meant is not None and meant.region:
            yield PlaceHit(span.start, span.end, meant.entry)


def _left(span: Span, following: Span) -> Sequence[Candidate]:
    """The meanings that "Koro, Burkina Faso" leaves to a name: those of that country, or a capital; "Tripoli, in the
    north of Lebanon" leaves only the former."""
    between = span.part.raw[span.end : following.start]
    beside = len(between) == 2 and between[0] in ", "
    if not following.candidates[0].country or not (beside or _lies_in(between)):
        return span.candidates
    region = following.candidates[0].region
    return [c for c in span.candidates if c.region in (region, "") or c.country or (beside and c.entry.capital)]


def _lies_in(between: str) -> bool:
    """Whether what stands between a name and a country says that the one lies in the other."""
    words = fold(between).replace("'", " ").replace("’", " ").strip(", ").split()
    return bool(words) and words[0] in INSIDE and all(word in INSIDE_WORDS for word in words[1:])


def _meaning(span: Span, candidates: Sequence[Candidate], evidence: _Evidence, shift: int) -> Candidate | None:
    """The candidate whose country is named (nearest first), else the most populous that needs none."""
    at = span.start + shift
    ranks = {region: evidence.nearest(region, at) for region in {c.region for c in candidates}}
    usable = [(c, ranks[c.region] or _FARTHEST) for c in candidates if c.firm or ranks[c.region]]
    known = max((c.entry.population for c, _ in usable if c.firm), default=0)
    usable = [(c, rank) for c, rank in usable if c.firm or _rivals(c.entry.population, known)]
    if all(only_places for _, (only_places, _) in usable):
        great = {c.region for c, _ in usable if c.entry.population == known}
        usable = [u for u in usable if u[0].region in great or _rivals(u[0].entry.population, known, GREAT_CITY)]
    if len(usable) < 2:
        return usable[0][0] if usable else None
    wants_area = _wants_area(span)
    return min(usable, key=lambda u: _preference(u[0].entry, u[1], wants_area))[0]


def _rivals(population: int, known: int, far_larger: int = FAR_LARGER) -> bool:
    """Whether a lesser place may be meant beside a known one's population (unknown counts as a small village)."""
    return known < far_larger * max(population, SMALL_VILLAGE)


def _wants_area(span: Span) -> bool:
    """Whether a word beside the name says that it is an area, not a town."""
    before = span.before.text
    if before in ADMIN_WORDS or span.after.text in ADMIN_WORDS:
        return True
    return before in LINKS and span.earlier.text in ADMIN_WORDS


def _preference(entry: Entry, named: Rank, wants_area: bool) -> tuple[Rank, bool, int, str]:
    """Order among meanings: country named, area or town as the word beside it says, population, id."""
    is_area = entry.kind in ("admin1", "admin2", "area")
    return named, wants_area != is_area, -entry.population, entry.place_id
