"""Where a mention happened: nearest place of its sentence, else of the one before, else the article's country (B.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from riskbrief.coding.places import PlaceHit

FOCUS_MAJORITY = 0.5  # share of place weight from which an article has a country (method B.5)
_SOURCE_BEFORE = re.compile(r"(?i)\b(according to|selon|d['’]apr[eè]s)\b[^,;:.]*$")
_SOURCE_AFTER = re.compile(
    r"(?i)\A['’\w]*(?:\s+(?:who|have|has|had|also|on|\w+day))*\s+"
    r"(?:said|says|say|told|announced|reported|(?:a|ont) (?:dit|d[eé]clar[eé]|indiqu[eé]|annonc[eé]|affirm[eé]))\b"
)
DATELINE_WORDS = 6  # "OUAGADOUGOU (Agency) - " opens the text and says where it was written, not what happened where
_DATELINE_AFTER = re.compile(
    r"\A(?:,[^.()\n]{1,40})?\s*\([^()\n]{2,40}\)\s*[-–—:]\s|\A(?:,[^.()\n]{1,40})?\s+[-–—]{1,2}\s"
)


class Located(NamedTuple):
    """Country (None: unknown), place (None: only the country is known), whether the place lies in a capital zone."""

    region_id: str | None = None
    place_id: str | None = None
    capital: bool = False


class SentencePlaces(NamedTuple):
    """Places of one sentence, and those that only say where a source spoke ("officials in Dakar said")."""

    places: tuple[PlaceHit, ...]
    of_sources: tuple[PlaceHit, ...]


def sentence_places(places: Sequence[PlaceHit], raw: str, start: int, end: int) -> SentencePlaces:
    """The resolved places of `raw[start:end]`; names that are no country of the world are left out."""
    inside = [p for p in places if start <= p.start < end and p.entry.region_id is not None]
    sources = [p for p in inside if is_town(p) and _of_source(raw[start : p.start], raw[p.end : end])]
    return SentencePlaces(tuple(p for p in inside if p not in sources), tuple(sources))


def locate(
    span: tuple[int, int], here: SentencePlaces, previous: SentencePlaces, *, focus: Mapping[str, float]
) -> Located:
    """Place of a mention at `span` of its field. A country name is made precise by a town of it nearby."""
    if here.places:
        nearest = min(here.places, key=lambda p: (_gap(span, p), p.start))
        return _precise(nearest, span, here.places, previous.places)
    if previous.places:
        return _precise(previous.places[-1], (previous.places[-1].end, previous.places[-1].end), previous.places, ())
    if region := majority(focus):
        return Located(region)
    if here.of_sources:
        return Located(here.of_sources[0].entry.region_id)
    return Located()


def locate_focus(span: tuple[int, int], here: SentencePlaces, *, focus: Mapping[str, float]) -> Located:
    """Country the article is about (`locate: focus`): a summit's venue is not the country concerned.

    Without a majority, the nearest country (not town) that the sentence names.
    """
    if region := majority(focus):
        return Located(region)
    countries = [p for p in here.places if not is_town(p)]
    nearest = min(countries, key=lambda p: (_gap(span, p), p.start), default=None)
    return Located(nearest.entry.region_id) if nearest else Located()


def majority(focus: Mapping[str, float]) -> str | None:
    """The country with at least half of the article's place weight; of two equal ones the first by id."""
    best = max(sorted(focus), key=lambda r: focus[r], default=None)
    return best if best is not None and focus[best] >= FOCUS_MAJORITY else None


def is_town(place: PlaceHit) -> bool:
    """Whether the place is more precise than a country."""
    return place.entry.kind != "country"


def _precise(
    nearest: PlaceHit, span: tuple[int, int], places: Sequence[PlaceHit], previous: Sequence[PlaceHit]
) -> Located:
    if is_town(nearest):
        return _at(nearest)
    region = nearest.entry.region_id
    for candidates in (places, previous):
        towns = [p for p in candidates if is_town(p) and p.entry.region_id == region]
        if towns:
            return _at(min(towns, key=lambda p: (_gap(span, p), p.start)))
    return Located(region, None, nearest.entry.capital)


def _at(place: PlaceHit) -> Located:
    return Located(place.entry.region_id, place.entry.place_id, place.entry.capital)


def _gap(span: tuple[int, int], place: PlaceHit) -> int:
    return max(place.start - span[1], span[0] - place.end, 0)


def _of_source(before: str, after: str) -> bool:
    dateline = len(before.split()) <= DATELINE_WORDS and _DATELINE_AFTER.match(after[:90])
    return bool(dateline or _SOURCE_BEFORE.search(before[-120:]) or _SOURCE_AFTER.match(after[:60]))
