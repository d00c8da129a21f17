"""What part each place plays in its sentence: scene, neighbour beyond a border, speaker, government, one of a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from riskbrief.coding.places import PlaceHit
from riskbrief.coding.text_words import NO_TEXT, TextBook
from riskbrief.folding import fold

_START = attrgetter("start")
REACH = 40  # characters before a place in which words give it a part
LISTED_REACH = 24  # characters between two places of a list ("Mali, in Niger and in")
ATTRIBUTE_GAP = 60  # characters: how much nearer a country that only describes somebody ("Malian") must be than a place
OPENING = 25  # characters from the start of a sentence within which a place is what the sentence is about
DATELINE_WORDS = 6  # "OUAGADOUGOU (Agency) - " opens the text and says where it was written, not what happened where
_DATELINE_AFTER = re.compile(
    r"\A(?:,[^.()\n]{1,40})?\s*\([^()\n]{2,40}\)\s*[-–—:]\s|\A(?:,[^.()\n]{1,40})?\s+[-–—]{1,2}\s"
)
PAIRED = ("-", "–", "—", "/")  # "the Mali-Niger border" has two sides
List = tuple[PlaceHit, ...]


class SentencePlaces(NamedTuple):
    """Places of one sentence, and those only named: where a source spoke ("officials in Dakar said"), where somebody
    came from or was taken to, what lies beyond a border or is likened. By their start, `attributes`: countries among
    the places that describe somebody ("Malian"), `named_so`: those of them told by the country's name ("Haiti gangs"),
    `acted_on`: places that a measure of others reaches ("sanctions against Mali"), `governments`: capitals that stand
    for one ("Paris denied"). `topic`: the country of a place that opens the sentence ("In neighbouring Niger, ...");
    `lists`: places named as a list ("Mali, Niger and Benin"); `comers`: countries in lists of where people came from
    ("delegates from Ghana and Togo")."""

    places: tuple[PlaceHit, ...]
    of_sources: tuple[PlaceHit, ...]
    attributes: frozenset[int] = frozenset()
    acted_on: frozenset[int] = frozenset()
    topic: str | None = None
    governments: frozenset[int] = frozenset()
    lists: tuple[List, ...] = ()
    comers: List = ()
    named_so: frozenset[int] = frozenset()

    def concerned(self, panel: frozenset[str]) -> str | None:
        """The one country of the panel that measures in the sentence reach; None when none or several are."""
        reached = {p.entry.region_id for p in (*self.places, *self.of_sources) if p.start in self.acted_on}
        known = reached & panel
        return next(iter(known)) if len(known) == 1 else None

    @property
    def scenes(self) -> tuple[PlaceHit, ...]:
        """Places that are no more than that: they describe nobody and stand for no government."""
        return tuple(p for p in self.places if p.start not in self.attributes | self.governments)

    @property
    def label(self) -> PlaceHit | None:
        """The only place, where it is a country's name before what it describes, as in headlines ("Haiti gangs")."""
        return self.places[0] if len(self.places) == 1 and self.places[0].start in self.named_so else None

    def gap(self, span: tuple[int, int], place: PlaceHit) -> int:
        """Characters from a mention to a place."""
        return letters_between(span, place) + (ATTRIBUTE_GAP if place.start in self.attributes else 0)

    def within(self, panel: frozenset[str]) -> SentencePlaces:
        """Only the places in countries of the panel; all when it is empty."""
        if not panel:
            return self
        return self._replace(places=tuple(p for p in self.places if p.entry.region_id in panel))

    def assessed(self, panel: frozenset[str]) -> SentencePlaces:
        """Without countries outside the panel that only describe somebody or act ("Brussels paused its aid"), or are
        only named."""
        if not panel:
            return self
        kept = tuple(p for p in self.places if p.start not in self.attributes or p.entry.region_id in panel)
        sources = tuple(p for p in self.of_sources if p.entry.region_id in panel)
        return self._replace(places=kept, of_sources=sources, topic=self.topic if self.topic in panel else None)

    def states(self, panel: frozenset[str]) -> list[PlaceHit]:
        """Places that stand for a state: countries, and capitals that stand for a government."""
        return [p for p in self.assessed(panel).places if not is_town(p) or p.start in self.governments]


NOWHERE = SentencePlaces((), ())


def sentence_places(
    places: Sequence[PlaceHit], raw: str, start: int, end: int, text: TextBook = NO_TEXT
) -> SentencePlaces:
    """Those of `places` (in reading order) in `raw[start:end]`; names that are no country of the world are left out."""
    first, last = (bisect_left(places, at, key=_START) for at in (start, end))
    inside = [p for p in places[first:last] if p.entry.region_id is not None]
    if not inside:
        return NOWHERE
    lists = tuple(_lists(inside, raw, text)) if len(inside) > 1 else ()
    governing, alike = _governing(lists, raw, start), bool(text.likewise.search(raw, start, end))
    named = _only_named(inside, () if alike else lists, raw, (start, end), text) - governing
    kept = tuple(p for p in inside if p.start not in named)
    attributes = frozenset(p.start for p in kept if _describes(raw, p, start, text))
    return SentencePlaces(
        kept,
        tuple(p for p in inside if p.start in named),
        attributes,
        _acted_on(inside, lists, raw, start, text),
        _topic(kept, start, attributes),
        _governments(kept, governing, raw, (start, end), text) if attributes else frozenset(),
        (*(s for s in lists if not named.intersection(p.start for p in s)), *(_countries(kept) if alike else ())),
        tuple(p for s in lists if _come_from(raw, s[0], start, text) for p in s if not is_town(p)),
        frozenset(p.start for p in kept if p.start in attributes and fold(raw[p.start : p.end]) == fold(p.entry.name)),
    )


def is_town(place: PlaceHit) -> bool:
    """Whether the place is more precise than a country."""
    return place.entry.kind != "country"


def letters_between(span: tuple[int, int], place: PlaceHit) -> int:
    """Characters between a mention and a place."""
    return max(place.start - span[1], span[0] - place.end, 0)


def _topic(kept: Sequence[PlaceHit], start: int, attributes: frozenset[int]) -> str | None:
    """The country of a place that opens the sentence."""
    if not kept or kept[0].start - start > OPENING or kept[0].start in attributes:
        return None
    return kept[0].entry.region_id


def _lists(inside: Sequence[PlaceHit], raw: str, text: TextBook) -> Iterator[List]:
    """Places one after the other with commas between them and a word like "and" before the last."""
    run: list[PlaceHit] = []
    for place in inside:
        joint = text.listed.fullmatch(raw[run[-1].end : place.start][:LISTED_REACH]) if run else None
        run = [*run, place] if joint else [place]
        if joint and joint["last"]:
            yield tuple(run)
            run = []


def _only_named(
    inside: Sequence[PlaceHit], lists: Sequence[List], raw: str, span: tuple[int, int], text: TextBook
) -> frozenset[int]:
    """By their start, places where nothing happened: sources, origins, destinations, neighbours, likened ones."""
    named = {p.start for p in inside if _says(raw, p, *span, text) or _aside(raw, p, span[0], text)}
    for several in lists:
        first = several[0]
        if first.start in named and (_aside(raw, first, span[0], text) or _come_from(raw, first, span[0], text)):
            named.update(p.start for p in several)
    named.update(a.start for a, b in pairwise(inside) if _quarter(a, b, raw, text))
    return frozenset(named)


def _quarter(place: PlaceHit, capital: PlaceHit, raw: str, text: TextBook) -> bool:
    """Whether a name is one of a quarter of the capital named next ("Faladié, in Bamako")."""
    if not is_town(place) or not capital.entry.capital or place.entry.capital or not is_town(capital):
        return False
    if place.entry.region_id != capital.entry.region_id:
        return False
    return bool(text.quarter_of.fullmatch(raw[place.end : capital.start][:LISTED_REACH]))


def _aside(raw: str, place: PlaceHit, start: int, text: TextBook) -> bool:
    """Whether the words beside a place say that something else lies near it, is like it, or was taken there."""
    at = max(start, place.start - REACH)
    before = raw[at : place.start]
    if text.likened.search(before if at == start else "_" + before):
        return True
    if is_town(place):
        return bool(text.gone_to.search(before) or text.cared_for.search(before))
    if text.including.search(before) and not text.at.search(before):
        return True
    after = raw[place.end : place.end + REACH]
    if text.only_near.search(before) and not text.border_of.match(after):
        return True
    if text.near_to.search(before) and text.name_ends.match(after):
        return True
    beside = bool(text.border_after.match(after)) and not text.border_of.search(after)
    return beside and raw[place.start - 1 : place.start] not in PAIRED and not text.across.search(before)


def _governing(lists: Sequence[List], raw: str, start: int) -> frozenset[int]:
    """By their start, capitals of a list that opens the sentence: they stand for their governments."""
    opens = (several for several in lists if not raw[start : several[0].start].strip(" \n\"'“«("))
    capitals = (several for several in opens if all(p.entry.capital and is_town(p) for p in several))
    return frozenset(p.start for several in capitals for p in several)


def _governments(
    kept: Sequence[PlaceHit], governing: frozenset[int], raw: str, span: tuple[int, int], text: TextBook
) -> frozenset[int]:
    """By their start, capitals that stand for a government: they act or speak, alone or in a list that opens the
    sentence."""
    found = {p.start for p in kept if p.entry.capital and is_town(p) and text.governs.match(raw[p.end : span[1]][:60])}
    acting = found | governing
    return frozenset(p.start for p in kept if p.start in acting and _describes(raw, p, span[0], text))


def _countries(kept: Sequence[PlaceHit]) -> Iterator[List]:
    """The countries of a sentence as one list, where it names several."""
    countries = tuple(p for p in kept if not is_town(p))
    if len(countries) > 1:
        yield countries


def _acted_on(
    inside: Sequence[PlaceHit], lists: Sequence[List], raw: str, start: int, text: TextBook
) -> frozenset[int]:
    """By their start, places that what is done reaches; of a list, with the first the others."""
    found = {p.start for p in inside if _reached(raw, p, start, text)}
    for several in lists:
        if several[0].start in found:
            found.update(p.start for p in several)
    return frozenset(found)


def _reached(raw: str, place: PlaceHit, start: int, text: TextBook) -> bool:
    """Whether what is done reaches the place; in "against Mali's army" it reaches somebody else."""
    before = raw[max(start, place.start - REACH) : place.start]
    return raw[place.end : place.end + 2] not in ("'s", "’s") and bool(text.acted_on.search(before))


def _says(raw: str, place: PlaceHit, start: int, end: int, text: TextBook) -> bool:
    source = is_town(place) and _of_source(raw[start : place.start], raw[place.end : end], text)
    return source or _come_from(raw, place, start, text)


def _come_from(raw: str, place: PlaceHit, start: int, text: TextBook) -> bool:
    """Whether somebody or something came from a place ("venues de Dakar")."""
    return bool(text.come_from.search(raw[max(start, place.start - REACH) : place.start]))


def _describes(raw: str, place: PlaceHit, start: int, text: TextBook) -> bool:
    """A country or a capital that no preposition makes a place."""
    before = raw[max(start, place.start - REACH) : place.start]
    return (not is_town(place) or place.entry.capital) and not text.at.search(before)


def _of_source(before: str, after: str, text: TextBook) -> bool:
    dateline = len(before.split()) <= DATELINE_WORDS and _DATELINE_AFTER.match(after[:90])
    return bool(dateline or text.source_before.search(before[-120:]) or text.source_after.match(after[:60]))
