"""People taken away of whom some came free later, and shares that a headline gives as if they were all (method B.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from riskbrief.coding.quantities import quantities
from riskbrief.coding.toll_pieces import EXACT, RANGE, pieces_of
from riskbrief.coding.toll_words import KIDNAPPED, TollWords
from riskbrief.coding.tolls import Toll

REACH = 3
"Sentences between a number of captives and what became of some of them."
_SOME = re.compile(
    r"(?i)(?P<many>[^\W_]+(?:-[^\W_]+)*) (?:of (?:them|those|the|these)|others?|d['’]entre (?:eux|elles)|parmi eux"
    r"|autres|des)\b(?:(?! and | et |[.;:!?]).){0,70}?(?: and| et)?[ ,](?:escaped|managed to escape"
    r"|(?:was|were|been) (?:later )?(?:freed|released|rescued|let go|put down|set free)|slipped away|broke free"
    r"|got away|regained (?:their|his|her) freedom"
    r"|(?:ont|a) (?:réussi à |pu )?(?:s['’]échapper|fuir|s['’]enfuir)|(?:se sont|s['’]est) (?:échappé|enfui|évadé)\w*"
    r"|(?:été|sont|est) (?:libéré|relâché|secouru|délivré)\w*|(?:ont|a) (?:recouvré|retrouvé) la liberté)(?!\w)"
)

Stated = dict[int, list[Toll]]
Sentences = Callable[[int], str]


def with_freed(
    stated: Mapping[int, Sequence[Toll]], sentence: Sentences, last: int, said: TollWords, language: str
) -> Stated:
    """The tolls of an article by sentence, those of people taken away with a lower bound without those who came free:
    14 taken of whom two were released are 12 to 14. `last`: the number of its last sentence."""
    out = {n: list(tolls) for n, tolls in stated.items()}
    for number in sorted(n for n in out if n > 0):
        for toll in [t for t in out[number] if _captives(t)]:
            ahead = range(number + 1, min(number + REACH, last) + 1)
            free = _freed(sentence(number)[toll.end :], said, language)
            free += sum(_freed(sentence(n), said, language) for n in ahead)
            if 0 < free < toll.best:
                for n in ahead:
                    out[n] = [t for t in out.get(n, ()) if not _is_free(t, sentence(n))]
                less = replace(toll, low=toll.best - free, precision=RANGE)
                out[number] = [less if t is toll else t for t in out[number]]
    return {n: tolls for n, tolls in out.items() if tolls or n in stated}


def _captives(toll: Toll) -> bool:
    return toll.kind == KIDNAPPED and not toll.part and toll.precision == EXACT and toll.best > 1


def _is_free(toll: Toll, text: str) -> bool:
    """Whether a toll of captives is of those who came free: 'three of the hostages escaped'."""
    return toll.kind == KIDNAPPED and any(m.start() <= toll.start < m.end() for m in _SOME.finditer(text))


def _freed(text: str, said: TollWords, language: str) -> int:
    """How many of the captives a text says came free."""
    return sum(
        found[0].best
        for match in _SOME.finditer(text)
        if (found := quantities(pieces_of(match["many"]), said, language=language))
    )


def without_shares(stated: Mapping[int, Sequence[Toll]]) -> Stated:
    """The tolls without those that another sentence gives as a share of a larger one: a headline with the "eight
    children killed" of "19 dead, among them eight children"."""
    shares = {
        (t.kind, t.best)
        for tolls in stated.values()
        for t in tolls
        if t.part and t.best > 1 and any(w.kind == t.kind and not w.part and w.best > t.best for w in tolls)
    }
    return {n: [t for t in tolls if t.part or (t.kind, t.best) not in shares] for n, tolls in stated.items()}
