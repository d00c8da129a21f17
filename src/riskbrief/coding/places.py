"""Which places an article names, and which countries it is about (method B.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from riskbrief.coding.gazetteer import NAMESAKE, NEEDS_COUNTRY, Candidate, Entry, Gazetteer
from riskbrief.coding.place_scan import Span, is_headline, read_names
from riskbrief.coding.place_words import (
    ADMIN_WORDS,
    HONORIFICS,
    LINKS,
    NEIGHBOURS,
    OFFICES,
    PERSON_WORDS,
    STRONG_LOCATIVES,
)

TITLE_WEIGHT, LEAD_WEIGHT, OTHER_WEIGHT = 3.0, 2.0, 1.0
FAR = 1_000_000
FAR_LARGER, SMALL_VILLAGE = 4, 1000
"A place this many times more populous is meant even where only the lesser one's country is named."


@dataclass(frozen=True)
class PlaceHit:
    """A place named at `raw[start:end]`; a demonym ("Malian") is a hit of its country."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True)
class _Anchor:
    """A name that means one country only: evidence for what other names mean."""

    region: str
    at: int
    country: bool


def article_places(title: str, text: str, gazetteer: Gazetteer) -> tuple[list[PlaceHit], list[PlaceHit]]:
    """Places named in the title and in the text, in reading order; traps consume their words and give no hit."""
    fields = (read_names(title, gazetteer), read_names(text, gazetteer))
    if any(candidate.rule == NAMESAKE for spans in fields for span in spans for candidate in span.candidates):
        fields = _without_persons(fields, is_headline(title), gazetteer)
    anchors = [*_anchors(fields[0], gazetteer, 0), *_anchors(fields[1], gazetteer, FAR)]
    return _hits(fields[0], anchors, gazetteer, 0), _hits(fields[1], anchors, gazetteer, FAR)


def article_focus(title_hits: Sequence[PlaceHit], text_hits: Sequence[PlaceHit], lead_end: int) -> dict[str, float]:
    """Share of place weight per region (title 3, lead 2, other 1), sorted by region; empty when none is named.

    `lead_end` is the offset in the text where its first two sentences end.
    """
    weights: dict[str, float] = {}
    weighted = [(hit, TITLE_WEIGHT) for hit in title_hits]
    weighted += [(hit, LEAD_WEIGHT if hit.start < lead_end else OTHER_WEIGHT) for hit in text_hits]
    for hit, weight in weighted:
        if hit.entry.region_id:
            weights[hit.entry.region_id] = weights.get(hit.entry.region_id, 0.0) + weight
    total = sum(weights.values())
    return {region: weight / total for region, weight in sorted(weights.items())}


def _without_persons(
    fields: tuple[list[Span], list[Span]], headline: bool, gazetteer: Gazetteer
) -> tuple[list[Span], list[Span]]:
    """Person guard: a country's name that a person bears in this article is the country only after a place word."""
    title, body = fields
    backed = {gazetteer.region(span.candidates[0]) for spans in fields for span in spans if not _namesake(span)}
    backed -= {""}
    bearers = {span.name for span in body if _namesake(span) and _is_person(span, backed, gazetteer)}
    surnames = {span.after.text for span in body if span.name in bearers}
    for span in title:
        if _namesake(span) and (_person_beside(span) if headline else _is_person(span, backed, gazetteer)):
            bearers.add(span.name)
        if _namesake(span) and span.after.text in surnames - {""}:
            bearers.add(span.name)
    if not bearers:
        return fields
    return _kept(title, bearers), _kept(body, bearers)


def _kept(spans: Iterable[Span], bearers: set[str]) -> list[Span]:
    return [span for span in spans if span.name not in bearers or not _namesake(span) or _country_before(span)]


def _country_before(span: Span) -> bool:
    """Whether the words before a name make it a country's ('in Mali', 'President of Mali')."""
    before, earlier = span.before
    return before.text in STRONG_LOCATIVES or (before.text == "of" and earlier.text in OFFICES)


def _namesake(span: Span) -> bool:
    return span.candidates[0].rule == NAMESAKE


def _is_person(span: Span, backed: set[str], gazetteer: Gazetteer) -> bool:
    """Whether the words beside a country's name make it a person's: a known surname, or an unknown capitalised word."""
    if _country_before(span):
        return False
    if _person_beside(span):
        return True
    unknown = span.after.capital == "first" and len(span.after.text) > 1 and span.after.text not in NEIGHBOURS
    if not unknown:
        return False
    return gazetteer.region(span.candidates[0]) not in backed


def _person_beside(span: Span) -> bool:
    before, after = span.before[0], span.after
    titled = before.capital == "first" and before.text in PERSON_WORDS | HONORIFICS - NEIGHBOURS
    return titled or (after.capital != "none" and after.text in PERSON_WORDS)


def _anchors(spans: list[Span], gazetteer: Gazetteer, shift: int) -> Iterable[_Anchor]:
    for span in spans:
        sure = [c for c in span.candidates if c.rule not in NEEDS_COUNTRY]
        regions = {gazetteer.region(c) for c in sure}
        if len(regions) == 1 and (region := regions.pop()):
            yield _Anchor(region, span.start + shift, any(gazetteer.is_country(c) for c in sure))


def _hits(spans: list[Span], anchors: list[_Anchor], gazetteer: Gazetteer, shift: int) -> list[PlaceHit]:
    hits = []
    for span, following in zip_longest(spans, spans[1:]):
        here = _within(span, following, gazetteer)
        meant = _meaning(here, anchors, gazetteer, shift) if here.candidates else None
        if meant is not None and (entry := gazetteer.at(meant.row)).region_id:
            hits.append(PlaceHit(span.start, span.end, entry))
    return hits


def _within(span: Span, following: Span | None, gazetteer: Gazetteer) -> Span:
    """The name with the meanings that "Koro, Burkina Faso" leaves: those of that country, or a capital."""
    joined = following is not None and following.start - span.end == 2 and span.mark in (",", " ")
    if following is None or not joined or not gazetteer.is_country(following.candidates[0]):
        return span
    region = gazetteer.region(following.candidates[0])
    left = [c for c in span.candidates if gazetteer.region(c) in (region, "") or gazetteer.stands_alone(c)]
    return span._replace(candidates=tuple(left))


def _meaning(span: Span, anchors: list[_Anchor], gazetteer: Gazetteer, shift: int) -> Candidate | None:
    """The candidate whose country is named (nearest first), else the most populous that needs none."""
    first = span.candidates[0]
    if len(span.candidates) == 1 and first.rule not in NEEDS_COUNTRY:
        return first
    nearest: dict[str, tuple[bool, int]] = {}
    for anchor in anchors:
        rank = (not anchor.country, abs(anchor.at - span.start - shift))
        nearest[anchor.region] = min(rank, nearest.get(anchor.region, (True, 10 * FAR)))
    usable = [c for c in span.candidates if c.rule not in NEEDS_COUNTRY or gazetteer.region(c) in nearest]
    known = max((gazetteer.at(c.row).population for c in usable if c.rule not in NEEDS_COUNTRY), default=0)
    usable = [c for c in usable if c.rule not in NEEDS_COUNTRY or _rivals(gazetteer.at(c.row).population, known)]
    return min(usable, key=lambda c: _preference(c, span, nearest, gazetteer)) if usable else None


def _rivals(population: int, known: int) -> bool:
    """Whether a lesser place may be meant beside a known one's population (unknown counts as a small village)."""
    return known < FAR_LARGER * max(population, SMALL_VILLAGE)


def _preference(
    candidate: Candidate, span: Span, nearest: dict[str, tuple[bool, int]], gazetteer: Gazetteer
) -> tuple[tuple[bool, int], bool, int, str]:
    """Order among meanings: country named, area or town as the word beside it says, population, id."""
    entry = gazetteer.at(candidate.row)
    before, earlier = span.before
    linked = before.text in ADMIN_WORDS or (before.text in LINKS and earlier.text in ADMIN_WORDS)
    wants_area = linked or span.after.text in ADMIN_WORDS
    is_area = entry.kind in ("admin1", "admin2", "area")
    named = nearest.get(entry.region_id or "", (True, 10 * FAR))
    return named, wants_area != is_area, -entry.population, entry.place_id
