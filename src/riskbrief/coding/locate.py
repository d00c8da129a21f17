"""Where a mention happened: nearest place of its sentence, else of the one before, else the article's country (B.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from riskbrief.coding.place_roles import NOWHERE, SentencePlaces, is_town, letters_between
from riskbrief.coding.places import PlaceHit

FOCUS_MAJORITY = 0.5  # share of place weight from which an article has a country (method B.5)


class Located(NamedTuple):
    """Country (None: unknown), place (None: only the country is known), whether the place lies in a capital zone."""

    region_id: str | None = None
    place_id: str | None = None
    capital: bool = False


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


def scene_abroad(
    here: SentencePlaces,
    earlier: Iterable[SentencePlaces],
    title: SentencePlaces,
    focus: Mapping[str, float],
    panel: frozenset[str],
) -> str | None:
    """The country outside the panel where a sentence without a place of the panel plays: that of the last scene told
    of, else of the title. None where the article names a country of the panel more. `earlier`: the sentences before,
    the nearest first."""
    if not panel or any(p.entry.region_id in panel for p in (*here.places, *here.of_sources)) or here.scenes:
        return None
    last = next((s.scenes[-1] for s in earlier if s.scenes), None) or next(iter(title.scenes), title.label)
    region = last.entry.region_id if last else None
    most = max((focus.get(r, 0.0) for r in panel), default=0.0)
    return region if region and region not in panel and focus.get(region, 0.0) >= most else None


def locate_every(here: SentencePlaces, panel: frozenset[str]) -> list[Located]:
    """Each country of the panel that the sentence names (`locate: every`: a border has two sides), in reading order."""
    places = sorted((*here.places, *here.of_sources), key=lambda p: p.start)
    regions = dict.fromkeys(p.entry.region_id for p in places if not panel or p.entry.region_id in panel)
    return [Located(region) for region in regions]


def locate_parties(here: SentencePlaces, panel: frozenset[str]) -> list[Located]:
    """Each country of the panel that the sentence names as such (`locate: parties`: those who act together), when it
    names two; a town may only be where they met, but a capital may stand for its government. Those who came "from
    Ghana, Togo and Benin" act too."""
    named = dict.fromkeys(p.entry.region_id for p in (*here.states(panel), *here.comers))
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
        return _precise(nearest, span, here, previous)
    about = previous.topic or majority(focus)
    if previous.places and about in (None, *(p.entry.region_id for p in previous.places)):
        first = next(p for p in previous.places if about in (None, p.entry.region_id))
        return _precise(first, (first.end, first.end), previous, NOWHERE)
    if about:
        return Located(about)
    if here.of_sources:
        others = focus.keys() - {p.entry.region_id for p in here.of_sources}
        return Located(next(iter(others)) if len(others) == 1 else here.of_sources[0].entry.region_id)
    return Located()


def locate_focus(
    span: tuple[int, int],
    here: SentencePlaces,
    title: SentencePlaces = NOWHERE,
    *,
    focus: Mapping[str, float],
    panel: frozenset[str] = frozenset(),
) -> list[Located]:
    """Country the article is about (`locate: focus`): a summit's venue is not the country concerned.

    A sentence that names the country acted upon ("sanctions against Mali") tells it first. Countries told as a list
    ("Mali, Niger and Benin") are all meant when the article is about none or one of them; where the sentence names
    none, those of the title. Without a majority, the nearest country (not town) that the sentence names. Countries
    outside the `panel` are the ones that act, not those acted upon, unless no other is named.
    """
    if region := here.concerned(panel):
        return [Located(region)]
    about = majority(assessed(focus, panel))
    states = here.states(panel)
    inside = [p for p in states if p.entry.region_id in panel] or states
    nearest = min(inside, key=lambda p: (letters_between(span, p), p.start), default=None)
    first = next(iter(title.states(panel)), None)
    several = _listed(nearest, here, about, panel) if nearest else _listed(first, title, about, panel)
    return several or [Located(about or (nearest.entry.region_id if nearest else None))]


def _listed(state: PlaceHit | None, here: SentencePlaces, about: str | None, panel: frozenset[str]) -> list[Located]:
    """Each country of the panel in a list of states with this one; none unless there are two."""
    states = {p.start for p in here.states(panel)}
    for several in here.lists if state else ():
        inside = [p for p in several if not panel or p.entry.region_id in panel]
        if state in several and states.issuperset(p.start for p in inside):
            regions = dict.fromkeys(p.entry.region_id for p in inside)
            if len(regions) > 1 and about in (None, *regions):
                return [Located(region) for region in regions]
    return []


def majority(focus: Mapping[str, float]) -> str | None:
    """The country with at least half of the article's place weight; of two equal ones the first by id."""
    best = max(sorted(focus), key=lambda r: focus[r], default=None)
    return best if best is not None and focus[best] >= FOCUS_MAJORITY else None


def _precise(nearest: PlaceHit, span: tuple[int, int], here: SentencePlaces, previous: SentencePlaces) -> Located:
    region = nearest.entry.region_id
    if nearest.start in here.governments:
        return Located(region)
    if is_town(nearest):
        return _at(nearest)
    for near in (here, previous):
        towns = [p for p in near.places if is_town(p) and p.entry.region_id == region]
        if towns := [p for p in towns if p.start not in near.governments]:
            return _at(min(towns, key=lambda p: (letters_between(span, p), p.start)))
    return Located(region, None, nearest.entry.capital)


def _at(place: PlaceHit) -> Located:
    return Located(place.entry.region_id, place.entry.place_id, place.entry.capital)
