"""Persons whom several sentences of one scene tell of, each of another: the dead are as many as they (method B.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riskbrief.coding.toll_pieces import EXACT
from riskbrief.coding.toll_telling import Stated, Telling, counts, with_whole
from riskbrief.coding.toll_words import TollWords
from riskbrief.coding.tolls import Toll

FEW = 3
"Persons told of one by one are so many at a time."


def one_by_one(stated: Stated, telling: Telling) -> Stated:
    """The tolls where several sentences of one scene tell of persons, each of another: the last of them gets the sum.
    Not where an article says how many died."""
    out = {n: list(tolls) for n, tolls in stated.items()}
    run: list[tuple[int, Toll]] = []
    for number, toll in ((n, t) for n in sorted(out) if n > 0 for t in out[n] if counts(t)):
        near = bool(run) and _follows(number, toll, *run[-1]) and not telling.apart(run[0][0], number, False)
        if near and _another(number, toll, run, telling):
            run.append((number, toll))
        elif not run and _is_person(toll, number, telling) and not telling.elsewhere(number):
            run = [(number, toll)]
    whole = sum(t.best for _, t in run)
    others = (t for n in out for t in out[n] if counts(t) and all(t is not mine for _, mine in run))
    if len(run) > 1 and not any(t.best > 1 for t in others):
        number, last = run[-1]
        out[number] = with_whole(out[number], last, whole)
    return out


def _follows(number: int, toll: Toll, last: int, before: Toll) -> bool:
    """Whether a toll stands behind another, in the same sentence or one of the next two."""
    return toll.start >= before.end if number == last else number - last <= 2


def _is_person(toll: Toll, number: int, telling: Telling) -> bool:
    """Whether a toll is somebody in particular: the chief, a teacher, his two sons."""
    own, scenes = telling.opening(toll, number), telling.scenes
    the_one = scenes.opens_the.search(own) and toll.best == 1
    opens = scenes.opens_one.search(own) or scenes.opens_kin.search(own) or the_one
    return bool(opens) and toll.precision == EXACT and toll.best <= FEW


def _another(number: int, toll: Toll, run: Sequence[tuple[int, Toll]], telling: Telling) -> bool:
    """Whether a toll is of somebody else than those told before."""
    own, scenes = telling.opening(toll, number), telling.scenes
    if not _is_person(toll, number, telling) or telling.elsewhere(number) or telling.totals(number):
        return False
    if telling.rival(run[-1], (number, toll)):
        return False
    if scenes.likewise.search(own) or scenes.opens_kin.search(own):
        return True
    if scenes.told_again.search(own):
        return False
    nouns = _nouns(own, telling.words)
    told = {w for n, t in run for w in _nouns(telling.opening(t, n), telling.words)}
    somebody = bool(nouns - scenes.anybody) or bool(scenes.described.search(own))
    return bool(scenes.opens_one.search(own)) and somebody and nouns.isdisjoint(told)


def _nouns(own: str, said: TollWords) -> frozenset[str]:
    """Who is told of: the words that name victims, or the first word after the article."""
    head = re.split(r"(?<=\w) (?:of|de|d|des|du) ", own)[0]  # a father of six children
    named = frozenset(w for w in re.findall(r"[a-z]+", head) if w in said.victims)
    return named or frozenset(own.split()[1:2])
