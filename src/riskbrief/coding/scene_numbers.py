"""Which scene of an article each sentence tells of, where the article says that another one begins (method B.8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from riskbrief.coding.said import Said
from riskbrief.coding.scene_book import SceneBook, flat_text


class Told(NamedTuple):
    """A mention in its sentence: the place it names ('' none) and its day."""

    said: Said
    place: str = ""
    day: int = 0


def begins_another(sentence: str, scenes: SceneBook) -> bool:
    """Whether a sentence opens with the words that another scene begins."""
    return bool(scenes.another.search(flat_text(sentence)) or scenes.apart.search(flat_text(sentence)))


def scene_numbers(told: Iterable[Told], scenes: SceneBook) -> list[int]:
    """The scene of each of some mentions of one article in reading order, from 0. A sentence that begins none goes back
    to the scene in which its place was told of for its day; the title is of the first scene, or of the one that its
    place is told of in alone."""
    rows = list(told)
    listed = _lists(rows)
    found: list[int] = []
    known: dict[tuple[str, int], int] = {}
    held: set[tuple[int, tuple[str, int]]] = set()
    number, most, opened = 0, 0, -1
    for one in rows:
        key = (one.place, one.day)
        if one.said.title:
            number = 0
        elif one.said.start != opened and begins_another(one.said.words, scenes):
            number, most, opened = most + 1, most + 1, one.said.start
            found = _told_ahead(key, rows, found, listed, number) if key in known else found
        elif one.said.start != opened and key in known and (number, key) not in held:
            number = known[key]
        found.append(number)
        if one.place:
            known[key] = number
            held.add((number, key))
    return found


def _lists(rows: Sequence[Told]) -> list[bool]:
    """Whether each mention stands in the title, or in a sentence that names several places."""
    places: dict[tuple[bool, int], set[str]] = defaultdict(set)
    for row in rows:
        places[row.said.title, row.said.start].add(row.place)
    return [row.said.title or len(places[False, row.said.start] - {""}) > 1 for row in rows]


def _told_ahead(
    key: tuple[str, int], rows: Sequence[Told], found: Sequence[int], listed: Sequence[bool], number: int
) -> list[int]:
    """The scenes so far, but where a place and day were only told of in the title, or beside another place ("attacks on
    Ansongo and Mopti"), those of the scene that tells of them now."""
    same = {n for n in range(len(found)) if (rows[n].place, rows[n].day) == key}
    if not all(listed[n] for n in same):
        return list(found)
    return [number if n in same else scene for n, scene in enumerate(found)]
