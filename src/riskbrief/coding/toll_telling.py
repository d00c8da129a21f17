"""An article as what is told of the dead of its scenes asks for it: its tolls, sentences, scenes and sources (B.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from riskbrief.coding.claims import one_claimant
from riskbrief.coding.scene_book import SceneBook, flat_text
from riskbrief.coding.toll_words import ARMED_GROUP, KILLED, UNSPECIFIED, TollWords
from riskbrief.coding.tolls import Toll
from riskbrief.coding.tongue import Tongue

Stated = dict[int, list[Toll]]


@dataclass(frozen=True)
class Telling:
    """The sentences of an article by number. `apart`: whether two of them cannot be of one scene; true: the other tells
    of dying later, on any day, in any hospital. `source`: who says what a sentence says, '' the article itself."""

    sentence: Callable[[int], str]
    apart: Callable[[int, int, bool], bool]
    source: Callable[[int], str]
    words: TollWords
    tongue: Tongue
    language: str

    @property
    def scenes(self) -> SceneBook:
        """The language's words for several scenes in one text."""
        return self.tongue.scenes

    def of_one_scene(self, one: int, other: int, *, late: bool = False) -> bool:
        """Whether two sentences, in whatever order, may be of one scene."""
        return one == other or not self.apart(min(one, other), max(one, other), late)

    def has_whole(self, toll: Toll, number: int, stated: Mapping[int, Sequence[Toll]]) -> bool:
        """Whether a sentence that may be of its scene gives as many victims as a share of them, or more."""
        late = self.dies_late(number)
        scene = (n for n in stated if self.of_one_scene(n, number, late=late))
        return any(t.kind == toll.kind and not t.part and t.best >= toll.best for n in scene for t in stated[n])

    def rival(self, one: tuple[int, Toll], other: tuple[int, Toll]) -> bool:
        """Whether a toll is another source's than one of a sentence before it, and may count the same dead once more:
        of a class of victims of its own it does not."""
        (first, told), (then, toll) = one, other
        mine, theirs = self.source(first), self.source(then)
        if self.scenes.other_source.search(flat_text(theirs)):
            return True
        if first == then or self.scenes.of_wounds.search(flat_text(self.sentence(then))):
            return False
        others = toll.victims != UNSPECIFIED and toll.victims != told.victims
        return bool(mine and theirs and not others and not one_claimant(mine, theirs))

    def dies_late(self, number: int) -> bool:
        """Whether a sentence tells of deaths that may come later than the scene, elsewhere: of wounds, bodies found."""
        return bool(self.scenes.dies_late.search(flat_text(self.sentence(number))))

    def elsewhere(self, number: int) -> bool:
        """Whether a sentence tells of another scene, or counts over a period: 'the second soldier killed this year'."""
        return bool(self.scenes.elsewhere.search(flat_text(self.sentence(number)))) or self.over_a_period(number)

    def over_a_period(self, number: int, *, row: bool = False) -> bool:
        """Whether a sentence counts over a period, `row`: with what numbers one of a row ("the second this month");
        who dies of wounds dies of the scene, however long that lasts."""
        text, scenes = flat_text(self.sentence(number)), self.scenes
        plain = scenes.worst.sub(" ", text)
        over = scenes.period.search(plain) or (row and scenes.day_or_period.search(plain))
        return bool(over) and not scenes.of_wounds.search(text)

    def totals(self, number: int) -> bool:
        """Whether a sentence says what a toll includes."""
        return bool(self.scenes.whole.search(flat_text(self.sentence(number))))

    def own(self, toll: Toll, number: int) -> str:
        """The words of a toll of a sentence."""
        return flat_text(self.sentence(number)[toll.start : toll.end])

    def opening(self, toll: Toll, number: int) -> str:
        """The words of a toll with the determiner before it."""
        text = self.sentence(number)
        before = re.search(r"[^\W\d_]+['’ ]$", text[: toll.start])
        found = before and self.scenes.opens_kin.search(flat_text(before[0]).strip())
        return flat_text(text[toll.start - len(before[0]) if before and found else toll.start : toll.end])


def counts(toll: Toll) -> bool:
    """Whether a toll is of dead that add up: no share, and not of attackers."""
    return toll.kind == KILLED and not toll.part and toll.best > 0 and toll.victims != ARMED_GROUP


def with_whole(tolls: Sequence[Toll], old: Toll, whole: int) -> list[Toll]:
    """The tolls of a sentence, one of them made the whole of its scene."""
    new = replace(old, victims=UNSPECIFIED, low=whole, best=whole, high=whole)
    return [new if t is old else t for t in tolls]
