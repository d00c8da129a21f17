"""Where a mention happened: nearest place of its sentence, else of the one before, else the article's country (B.5)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from riskbrief.coding.places import PlaceHit
from riskbrief.coding.text_words import NO_TEXT, TextBook

FOCUS_MAJORITY = 0.5  # share of place weight from which an article has a country (method B.5)
_START = attrgetter("start")
ATTRIBUTE_GAP = 60  # characters: how much nearer a country that only describes somebody ("Malian") must be than a place
OPENING = 25  # characters from the start of a sentence within which a place is what the sentence is about
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
    """Places of one sentence, and those that only say where a source spoke ("officials in Dakar said") or somebody
    came from; by their start, `attributes`: countries among the places that describe somebody ("Malian"), and
    `acted_on`: places that a measure of others reaches ("sanctions against Mali"); `topic`: the country of a place
    that opens the sentence ("In neighbouring Niger, ...")."""

    places: tuple[PlaceHit, ...]
    of_sources: tuple[PlaceHit, ...]
    attributes: frozenset[int] = frozenset()
    acted_on: frozenset[int] = frozenset()
    topic: str | None = None

    def concerned(self, panel: frozenset[str]) -> str | None:
        """The one country of the panel that measures in the sentence reach; None when none or several are."""
        reached = {p.entry.region_id for p in (*self.places, *self.of_sources) if p.start in self.acted_on}
        known = reached & panel
        return next(iter(known)) if len(known) == 1 else None

    def gap(self, span: tuple[int, int], place: PlaceHit) -> int:
        """Characters from a mention to a place."""
        return _gap(span, place) + (ATTRIBUTE_GAP if place.start in self.attributes else 0)

    def within(self, panel: frozenset[str]) -> SentencePlaces:
        """Only the places in countries of the panel; all when it is empty."""
        if not panel:
            return self
        return self._replace(places=tuple(p for p in self.places if p.entry.region_id in panel))

    def assessed(self, panel: frozenset[str]) -> SentencePlaces:
        """Without countries outside the panel that only describe somebody or act ("Brussels paused its aid")."""
        if not panel:
            return self
        kept = tuple(p for p in self.places if p.start not in self.attributes or p.entry.region_id in panel)
        return self._replace(places=kept)


def sentence_places(
    places: Sequence[PlaceHit], raw: str, start: int, end: int, text: TextBook = NO_TEXT
) -> SentencePlaces:
    """Those of `places` (in reading order) in `raw[start:end]`; names that are no country of the world are left out."""
    first, last = (bisect_left(places, at, key=_START) for at in (start, end))
    inside = [p for p in places[first:last] if p.entry.region_id is not None]
    sources = [p for p in inside if _says(raw, p, start, end, text)]
    kept = tuple(p for p in inside if p not in sources) if sources else tuple(inside)
    attributes = frozenset(p.start for p in kept if _describes(raw, p, start, text))
    acted_on = frozenset(p.start for p in inside if _reached(raw, p, start, text))
    opening = kept[0] if kept and kept[0].start - start <= OPENING and kept[0].start not in attributes else None
    return SentencePlaces(kept, tuple(sources), attributes, acted_on, opening.entry.region_id if opening else None)


def _reached(raw: str, place: PlaceHit, start: int, text: TextBook) -> bool:
    """Whether what is done reaches the place; in "against Mali's army" it reaches somebody else."""
    before = raw[max(start, place.start - 40) : place.start]
    return raw[place.end : place.end + 2] not in ("'s", "’s") and bool(text.acted_on.search(before))


def _says(raw: str, place: PlaceHit, start: int, end: int, text: TextBook) -> bool:
    if text.come_from.search(raw[max(start, place.start - 40) : place.start]):
        return True
    return is_town(place) and _of_source(raw[start : place.start], raw[place.end : end], text)


def _describes(raw: str, place: PlaceHit, start: int, text: TextBook) -> bool:
    """A country or a capital that no preposition makes a place."""
    before = raw[max(start, place.start - 40) : place.start]
    return (not is_town(place) or place.entry.capital) and not text.at.search(before)


def locate(
    span: tuple[int, int],
    here: SentencePlaces,
    previous: SentencePlaces,
    *,
    focus: Mapping[str, float],
    panel: frozenset[str] = frozenset(),
) -> Located:
    """Place of a mention at `span` of its field. A country name is made precise by a town of it nearby.

    Countries outside the `panel` that only describe somebody count when nothing else tells the country.
    """
    found = _located(span, here.assessed(panel), previous.assessed(panel), assessed(focus, panel))
    return found if found.region_id else _located(span, here, previous, focus)


def locate_concerned(
    span: tuple[int, int],
    here: SentencePlaces,
    previous: SentencePlaces,
    *,
    focus: Mapping[str, float],
    panel: frozenset[str] = frozenset(),
) -> Located:
    """Place of a mention of what concerns a country (`locate: concerned`) and not of where somebody acts or speaks.

    Countries outside the panel count when none of it is named. Of several countries that the sentence only uses to
    describe somebody ("a Beninese NGO"), the one the article is about is meant.
    """
    inside, known = here.within(panel), assessed(focus, panel)
    about = majority(known)
    if inside.places and all(p.start in inside.attributes for p in inside.places) and about:
        named = [p for p in inside.places if p.entry.region_id == about]
        inside = inside._replace(places=tuple(named or inside.places))
    if panel and not (panel & focus.keys()):
        return locate(span, here, previous, focus=focus, panel=panel)
    found = _located(span, inside, previous.within(panel), known)
    return found if found.region_id else locate(span, here, previous, focus=focus, panel=panel)


def locate_every(here: SentencePlaces, panel: frozenset[str]) -> list[Located]:
    """Each country of the panel that the sentence names (`locate: every`: a border has two sides), in reading order."""
    places = sorted((*here.places, *here.of_sources), key=lambda p: p.start)
    regions = dict.fromkeys(p.entry.region_id for p in places if not panel or p.entry.region_id in panel)
    return [Located(region) for region in regions]


def locate_parties(here: SentencePlaces, panel: frozenset[str]) -> list[Located]:
    """Each country of the panel that the sentence names as such (`locate: parties`: those who act together), when it
    names two; a town may only be where they met."""
    named = dict.fromkeys(p.entry.region_id for p in here.places if not is_town(p))
    regions = [region for region in named if not panel or region in panel]
    return [Located(region) for region in regions] if len(regions) > 1 else []


def assessed(focus: Mapping[str, float], panel: frozenset[str]) -> Mapping[str, float]:
    """The shares of the panel's countries among themselves; all when the panel is empty or none of it is named."""
    kept = {region: share for region, share in focus.items() if region in panel}
    total = sum(kept.values())
    return {region: share / total for region, share in kept.items()} if total else focus


def _located(
    span: tuple[int, int], here: SentencePlaces, previous: SentencePlaces, focus: Mapping[str, float]
) -> Located:
    if here.places:
        nearest = min(here.places, key=lambda p: (here.gap(span, p), p.start))
        return _precise(nearest, span, here.places, previous.places)
    about = previous.topic or majority(focus)
    if previous.places and about in (None, *(p.entry.region_id for p in previous.places)):
        first = next(p for p in previous.places if about in (None, p.entry.region_id))
        return _precise(first, (first.end, first.end), previous.places, ())
    if about:
        return Located(about)
    if here.of_sources:
        return Located(here.of_sources[0].entry.region_id)
    return Located()


def locate_focus(
    span: tuple[int, int], here: SentencePlaces, *, focus: Mapping[str, float], panel: frozenset[str] = frozenset()
) -> Located:
    """Country the article is about (`locate: focus`): a summit's venue is not the country concerned.

    A sentence that names the country acted upon ("sanctions against Mali") tells it first. Without a majority, the
    nearest country (not town) that the sentence names. Countries outside the `panel` are the ones that act, not those
    acted upon, unless no other is named.
    """
    if region := here.concerned(panel) or majority(assessed(focus, panel)):
        return Located(region)
    countries = [p for p in here.assessed(panel).places if not is_town(p)]
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


def _of_source(before: str, after: str, text: TextBook) -> bool:
    dateline = len(before.split()) <= DATELINE_WORDS and _DATELINE_AFTER.match(after[:90])
    return bool(dateline or text.source_before.search(before[-120:]) or text.source_after.match(after[:60]))
