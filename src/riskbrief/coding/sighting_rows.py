"""Where and when the mentions of one article are that name no place or no day of their own, and of which scene."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from riskbrief.coding.said import Said
from riskbrief.coding.scene_numbers import Told, scene_numbers

if TYPE_CHECKING:
    from riskbrief.coding.sightings import Article


@dataclass(frozen=True)
class Rows:
    """Mentions of one family and country in one article: reports, or doubts. `placed`: each with its place; `said`:
    their sentences."""

    placed: Sequence[tuple[str, Any]]
    said: Sequence[Said]

    @classmethod
    def of(cls, group: Sequence[Any], article: Article, deaths: Sequence[tuple[str, int]] | None) -> Rows:
        """`deaths`: where the article says how many died; None of acts that kill nobody."""
        placed = with_places(group)
        if deaths is not None:
            placed = one_place_a_sentence(placed, article, deaths)
        return cls(placed, [article.sentence(row.field, row.start) for _, row in placed])

    def days(self, article: Article) -> list[tuple[int, bool]]:
        """The day of each and whether the article names it; those that name no day take their place's first."""
        published = article.published.date()
        days = [row.event_date.date() for _, row in self.placed]
        named: dict[str, int] = {}
        for (place, _), day, said in zip(self.placed, days, self.said, strict=True):
            if day != published or said.dated:
                named.setdefault(place, day.toordinal())
        return [
            (
                named[place] if place in named and day == published and not said.dated else day.toordinal(),
                place in named,
            )
            for (place, _), day, said in zip(self.placed, days, self.said, strict=True)
        ]


def scenes(groups: Iterable[Rows], article: Article) -> dict[int, int]:
    """The scene of each mention, by row of the mentions table: reports and the doubts of them are numbered together."""
    every = [(place, row, said) for rows in groups for (place, row), said in zip(rows.placed, rows.said, strict=True)]
    every.sort(key=lambda one: (one[1].field != "title", one[1].start, one[1].Index))
    both = Rows([(place, row) for place, row, _ in every], [said for _, _, said in every])
    told = [
        Told(said, "" if pd.isna(row.place_id) else place, day)
        for (place, row, said), (day, _) in zip(every, both.days(article), strict=True)
    ]
    numbers = scene_numbers(told, article.tongue.scenes)
    return {row.Index: number for (_, row, _), number in zip(every, numbers, strict=True)}


def with_places(rows: Sequence[Any]) -> list[tuple[str, Any]]:
    """Each row with its place: its own, else that of the located row before it, else of the first located one."""
    located = [str(r.place_id) for r in rows if not pd.isna(r.place_id)]
    current = located[0] if located else ""
    placed = []
    for row in rows:
        current = current if pd.isna(row.place_id) else str(row.place_id)
        placed.append((current, row))
    return placed


def deaths_told(claims: pd.DataFrame) -> dict[str, list[tuple[str, int]]]:
    """Where each article says how many died: field and offset."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    killed = claims[claims["kind"] == "killed"]
    for name, field_name, start in zip(killed["article_id"], killed["field"], killed["start"], strict=True):
        found[name].append((field_name, start))
    return found


def one_place_a_sentence(
    placed: list[tuple[str, Any]], article: Article, deaths: Sequence[tuple[str, int]]
) -> list[tuple[str, Any]]:
    """Each row at the first place of its sentence: "between Douentza and Hombori", "at Ber, near Timbuktu" tell of one
    event. A sentence that counts dead twice, or has a semicolon, may tell of two."""
    if len({place for place, _ in placed}) < 2:
        return placed
    sentences = [(row.field, article.sentence(row.field, row.start).words) for _, row in placed]
    counts = Counter((name, article.sentence(name, start).words) for name, start in deaths)
    first: dict[tuple[str, str], str] = {}
    for (place, _), sentence in zip(placed, sentences, strict=True):
        first.setdefault(sentence, place)
    return [
        (place if counts[sentence] > 1 or ";" in sentence[1] else first[sentence], row)
        for (place, row), sentence in zip(placed, sentences, strict=True)
    ]
