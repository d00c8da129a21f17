"""People taken away of whom some came free later, and shares that another sentence gives as if they were all (B.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from riskbrief.coding.quantities import quantities
from riskbrief.coding.scene_book import flat_text
from riskbrief.coding.toll_pieces import EXACT, RANGE, pieces_of
from riskbrief.coding.toll_telling import Stated, Telling
from riskbrief.coding.toll_words import ARMED_GROUP, KIDNAPPED, UNSPECIFIED
from riskbrief.coding.tolls import Toll
from riskbrief.folding import fold, fold_with_offsets

REACH = 3
"Sentences between a number of captives and what became of some of them."


class _Free(NamedTuple):
    """So many of the captives came free, told of from `start` to `end` of a sentence."""

    best: int
    start: int
    end: int


def with_freed(stated: Mapping[int, Sequence[Toll]], telling: Telling, last: int) -> Stated:
    """The tolls of an article by sentence, those of people taken away with a lower bound without those who came free:
    14 taken of whom two were released are 12 to 14. `last`: the number of its last sentence."""
    out = {n: list(tolls) for n, tolls in stated.items()}
    for number in sorted(n for n in out if n > 0):
        for toll in [t for t in out[number] if _captives(t)]:
            taken = frozenset(fold(telling.sentence(number)[toll.start : toll.end]).split())
            ahead = range(number + 1, min(number + REACH, last) + 1)
            free = _all_freed(toll, (number, *ahead), taken, telling)
            came = sum(f.best for found in free.values() for f in found)
            if 0 < came < toll.best:
                for n in ahead:
                    out[n] = [t for t in out.get(n, ()) if not _is_free(t, free[n])]
                less = replace(toll, low=toll.best - came, precision=RANGE)
                out[number] = [less if t is toll else t for t in out[number]]
    return {n: tolls for n, tolls in out.items() if tolls or n in stated}


def _all_freed(toll: Toll, numbers: Sequence[int], taken: frozenset[str], telling: Telling) -> dict[int, list[_Free]]:
    """Those of a toll of captives who came free, by sentence; "others" only after some."""
    free: dict[int, list[_Free]] = {}
    for n in numbers:
        found = _freed(telling.sentence(n), taken, telling, told=any(free.values()))
        free[n] = [f for f in found if n != numbers[0] or f.start >= toll.end]
    return free


def _captives(toll: Toll) -> bool:
    return toll.kind == KIDNAPPED and not toll.part and toll.precision == EXACT and toll.best > 1


def _is_free(toll: Toll, free: Sequence[_Free]) -> bool:
    """Whether a toll of captives is of those who came free: 'three of the hostages escaped'."""
    return toll.kind == KIDNAPPED and any(f.start <= toll.start < f.end for f in free)


def _freed(text: str, taken: frozenset[str], telling: Telling, *, told: bool) -> Iterator[_Free]:
    """Those of the captives who came free, as a text says; `told`: whether the text before told of some."""
    folded, offsets = fold_with_offsets(text)
    flat = flat_text(folded)
    for match in telling.scenes.some_free.finditer(flat):
        gap = match["gap"] or match["then"] or ""
        if telling.scenes.not_free.search(gap) or (match["other"] and not told):
            continue
        if match["who"] and not _taken(f"{match['who']} {gap}", taken, telling):
            continue
        pieces = pieces_of(flat[: match.start()])
        found = quantities(pieces, telling.words, language=telling.language)
        if found and found[-1].last == len(pieces):
            told = True
            yield _Free(found[-1].best, offsets[pieces[found[-1].first].start], offsets[match.end()])


def _taken(who: str, taken: frozenset[str], telling: Telling) -> bool:
    """Whether words behind 'three of the' may be of captives: not of the wounded or of those who took them."""
    victims = telling.words.victims
    if telling.scenes.of_wounds.search(who):
        return False
    named = [w for w in re.findall(r"\w+", who) if w in victims]
    return all(w in taken or victims[w] != ARMED_GROUP for w in named[:1])


def without_shares(stated: Mapping[int, Sequence[Toll]], telling: Telling) -> Stated:
    """The tolls without those that another sentence of their scene gives as a share of a larger one: a headline with
    the "eight children killed" of "19 dead, among them eight children"."""
    shares = [(n, t) for n, tolls in stated.items() for t in tolls if _is_share(t, n, stated, telling)]
    return {
        n: [t for t in tolls if t.part or not any(_same(t, n, share, at, telling) for at, share in shares)]
        for n, tolls in stated.items()
    }


def _is_share(toll: Toll, number: int, stated: Mapping[int, Sequence[Toll]], telling: Telling) -> bool:
    scene = (n for n in stated if telling.of_one_scene(n, number, late=True))
    wholes = (w for n in scene for w in stated[n] if w.kind == toll.kind and not w.part)
    return toll.part and toll.best > 1 and any(w.best > toll.best for w in wholes)


def _same(toll: Toll, number: int, share: Toll, at: int, telling: Telling) -> bool:
    """Whether a toll is the share that another sentence gives: in a headline, or of the same victims of the scene."""
    if (toll.kind, toll.best) != (share.kind, share.best) or not telling.of_one_scene(number, at):
        return False
    if number == 0:
        return toll.victims == share.victims or UNSPECIFIED in (toll.victims, share.victims)
    own, theirs = (fold(telling.sentence(n)[t.start : t.end]).split() for n, t in ((number, toll), (at, share)))
    nouns = (frozenset(w for w in told if w in telling.words.victims) for told in (own, theirs))
    return toll.victims == share.victims and not next(nouns).isdisjoint(next(nouns))
