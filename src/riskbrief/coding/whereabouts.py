"""The places of a mention: its own, or each country it concerns, by what its indicator asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from riskbrief.coding.article import ArticleReader
from riskbrief.coding.locate import (
    Located,
    locate,
    locate_concerned,
    locate_every,
    locate_focus,
    locate_parties,
    scene_abroad,
)
from riskbrief.coding.place_roles import SentencePlaces
from riskbrief.definitions.indicators import Indicator

SCENE_REACH = 4  # sentences back in which a scene abroad still holds


def wheres(
    reader: ArticleReader,
    number: int,
    span: tuple[int, int],
    indicator: Indicator,
    *,
    focus: Mapping[str, float],
    panel: frozenset[str],
) -> list[Located]:
    """The places of a mention at `span` of sentence `number`: one, or each country it concerns, as the indicator's
    `locate` says."""
    here = reader.places(number)
    if indicator.locate == "every" and (every := locate_every(here, panel)):
        return every
    if indicator.locate == "parties" and (parties := locate_parties(here, panel)):
        return parties
    if indicator.locate in ("focus", "parties"):
        return locate_focus(span, here, reader.places(0), focus=focus, panel=panel)
    if region := scene_abroad(here, _before(reader, number), reader.places(0), focus, panel):
        return [Located(region)]
    previous = reader.places(number - 1) if number > 1 else reader.places(-1)
    find = locate_concerned if indicator.locate == "concerned" else locate
    return [find(span, here, previous, focus=focus, panel=panel)]


def _before(reader: ArticleReader, number: int) -> Iterator[SentencePlaces]:
    """The places of the sentences before one, the nearest first."""
    return (reader.places(n) for n in range(number - 1, max(number - 1 - SCENE_REACH, 0), -1))
