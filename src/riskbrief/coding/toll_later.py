"""What an article tells after a toll: an earlier figure it takes the place of, wounded who died (method B.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from riskbrief.coding.claims import revises, sentence_toll
from riskbrief.coding.quantities import quantities
from riskbrief.coding.toll_pieces import EXACT, pieces_of
from riskbrief.coding.toll_words import KILLED, UNSPECIFIED, WOUNDED, TollWords
from riskbrief.coding.tolls import Toll

REACH = 3
"Sentences between a toll and what is told of it."
_FIRST = r"(?:earlier|initially|first|previously|originally|at first)"
_SAID = r"(?:reported|said|put|given|announced|spoken|counted|estimated|listed|told|confirmed|claimed|acknowledged)"
_D_ABORD = r"(?:d['’]abord|initialement|auparavant|pr[ée]c[ée]demment|dans un premier temps)"
_DIT = (
    r"(?:parl[ée]|fait [ée]tat|annonc[ée]|[ée]voqu[ée]|compt[ée]|donn[ée]|recens[ée]|d[ée]nombr[ée]|chiffr[ée]"
    r"|avanc[ée]"
    r"|signal[ée]|reconnu|indiqu[ée])"
)
_FORMER = re.compile(
    rf"(?i)(?:\bhad (?:been )?{_FIRST} (?:been )?{_SAID}\b|\b(?:was|were) {_FIRST} {_SAID}\b|\bhad {_SAID} {_FIRST}\b"
    r"|\b(?:earlier|initial|first|previous|preliminary) (?:death )?(?:toll|count|figure|reports?|tally|estimate)\b"
    rf"|\bavai(?:t|ent) {_D_ABORD} {_DIT}|\b(?:ont|a) {_D_ABORD} {_DIT}"
    r"|\b(?:un|le) (?:premier|pr[ée]c[ée]dent) (?:bilan|d[ée]compte|chiffre)\b|\bbilan (?:initial|pr[ée]c[ée]dent)\b)"
    r"[^.;:!?]{0,60}$"
)
_OF_WOUNDED = re.compile(
    r"(?i)^(?:[^\W_]+[ -]){0,5}?[^\W_]+ (?:of (?:the|its|those|their|these)|des|de ces|parmi les|sur les)\b"
    r"(?P<many>[^.;:!?]{0,30}?)\b(?:wounded|injured|bless[ée]e?s)\b"
)
_INCLUDED = re.compile(
    r"(?i)\b(?:compris|inclus\w*|includ(?:es?|ed)|bring(?:s|ing)|raising|lifting"
    r"|port(?:e|ent|ant|ait) (?:à|le|ainsi)|total)(?!\w)"
)


class _Late(NamedTuple):
    """Wounded who died: the sentence, the toll of them, and out of how many wounded; 0 when that is not said."""

    number: int
    toll: Toll
    of: int


Stated = dict[int, list[Toll]]
Sentences = Callable[[int], str]


def settled(stated: Mapping[int, Sequence[Toll]], sentence: Sentences, said: TollWords, language: str) -> Stated:
    """The tolls of an article by sentence (offsets into it) without figures that a newer one takes the place of, those
    of the wounded who died added to the dead and taken from the wounded."""
    out = {n: list(tolls) for n, tolls in stated.items()}
    for number, tolls in out.items():
        old = [t for t in tolls if _FORMER.search(sentence(number)[: t.start])]
        out[number] = [t for t in tolls if t not in old or not _newer(t, number, out, old)]
    every = [late for n in sorted(out) for late in _late(n, out[n], sentence(n), said, language)]
    for late in every:
        _heal_fewer(late, out)
        _bury_more(late, out, sentence)
    return out


def _newer(toll: Toll, number: int, stated: Mapping[int, Sequence[Toll]], old: Sequence[Toll]) -> bool:
    """Whether another figure of the same kind stands near."""
    near = (t for n in stated if abs(n - number) <= REACH for t in stated[n] if n != number or t not in old)
    return any(t.kind == toll.kind and not t.part and t.best and t.best != toll.best for t in near)


def _late(number: int, tolls: Sequence[Toll], sentence: str, said: TollWords, language: str) -> Iterator[_Late]:
    """The dead of a sentence who are some of the wounded ('three of the 23 injured have died')."""
    for toll in tolls:
        match = _OF_WOUNDED.search(sentence[toll.start : toll.end])
        if match and toll.kind == KILLED and toll.precision == EXACT:
            found = quantities(pieces_of(match["many"]), said, language=language)
            yield _Late(number, toll, found[0].best if found else 0)


def _heal_fewer(late: _Late, out: Stated) -> None:
    """Take the dead from the wounded told of so far, or from those they are said to be some of."""
    less, number = late.toll.best, late.number
    told = False
    for n in (n for n in out if number - REACH <= n <= number):
        for at, t in enumerate(out[n]):
            if t.kind == WOUNDED and t.best > less and late.of in (0, t.best):
                high = None if t.high is None else t.high - less
                out[n][at] = replace(t, low=max(t.low - less, 0), best=t.best - less, high=high)
                told = True
    if not told and late.of > less:
        left = late.of - less
        out[number].append(Toll(WOUNDED, UNSPECIFIED, left, left, left, EXACT, late.toll.start, late.toll.end))


def _bury_more(late: _Late, out: Stated, sentence: Sentences) -> None:
    """Add the dead to those told before; where a toll is said to include them, or moved, they are no toll of their
    own."""
    number, toll = late.number, late.toll
    near = [n for n in sorted(out, reverse=True) if abs(n - number) <= REACH]
    others = [t for n in near for t in out[n] if t.kind == KILLED and t is not toll]
    if _counted_in(number, near, sentence):
        if any(t.best > toll.best for t in others):
            out[number].remove(toll)
        return
    dead = next((t for n in near if 0 < n < number and (t := sentence_toll(out[n]))), None)
    if dead is None or dead.precision != EXACT:
        return
    whole = dead.best + toll.best
    if not any(t.best >= whole for t in others):
        out[number][out[number].index(toll)] = replace(toll, victims=UNSPECIFIED, low=whole, best=whole, high=whole)


def _counted_in(number: int, near: Sequence[int], sentence: Sentences) -> bool:
    """Whether a sentence or its neighbour says that a toll includes its dead, or one near that a toll moved."""
    included = any(_INCLUDED.search(sentence(n)) for n in near if abs(n - number) <= 1)
    return included or any(revises(sentence(n)) for n in near)
