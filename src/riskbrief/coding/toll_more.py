"""Dead whom an article tells of after others of one scene, who are no part of them: one more, two others, his wife too
(method B.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from riskbrief.coding.claims import revises, sentence_toll
from riskbrief.coding.toll_pieces import EXACT
from riskbrief.coding.toll_scene_words import (
    AGAIN,
    ANYBODY,
    DESCRIBED,
    DIED,
    ELLIPTIC,
    ELSEWHERE,
    GOES_ON,
    MORE,
    ONE_MORE,
    OPENS_KIN,
    OPENS_ONE,
    OPENS_THE,
    ORDINALS,
    OTHER_FATE,
    PLACED,
    TOO,
    WEEKDAY,
    WHOLE,
)
from riskbrief.coding.toll_words import ARMED_GROUP, KILLED, UNSPECIFIED, TollWords
from riskbrief.coding.tolls import Toll
from riskbrief.folding import fold

REACH = 4
"Sentences between the dead and one more of them."
FEW = 3
"Persons told of one by one are so many at a time."
Stated = dict[int, list[Toll]]
Sentences = Callable[[int], str]
Apart = Callable[[int, int, bool], bool]


def with_more(stated: Mapping[int, Sequence[Toll]], sentence: Sentences, said: TollWords, apart: Apart) -> Stated:
    """The tolls of an article by sentence (offsets into it), those that go on with the dead of a scene as its whole:
    "a fifth soldier died", "two more bodies were found", "the chief was shot; ... his wife was killed too". `apart`:
    whether two sentences cannot be of one scene; true: the other tells of dying later, on any day, in any hospital."""
    out = {n: list(tolls) for n, tolls in stated.items()}
    for number in sorted(n for n in out if n > 0):
        if toll := _last_of_one(out[number], sentence(number), said):
            out[number] = _with(out[number], toll, toll.best + 1)
        for toll in [t for t in out[number] if _counts(t) and t.precision == EXACT]:
            if (whole := _whole(toll, number, out, sentence, apart)) and not _told(whole, number, out):
                out[number] = _with(out[number], toll, whole)
                _made_shares(whole, number, out)
    return _one_by_one(out, sentence, said, apart)


def goes_on(toll: Toll, sentence: str) -> bool:
    """Whether a toll of a sentence is of more dead after others: 'a third student died', 'two more bodies'."""
    own = fold(sentence[toll.start : toll.end])
    more = ONE_MORE.search(own) or MORE.search(own) or TOO.search(own)
    return _counts(toll) and bool(more or OPENS_KIN.search(_opening(toll, sentence)))


def _counts(toll: Toll) -> bool:
    return toll.kind == KILLED and not toll.part and toll.best > 0 and toll.victims != ARMED_GROUP


def _with(tolls: Sequence[Toll], old: Toll, whole: int) -> list[Toll]:
    new = replace(old, victims=UNSPECIFIED, low=whole, best=whole, high=whole)
    return [new if t is old else t for t in tolls]


def _made_shares(whole: int, number: int, stated: Stated) -> None:
    """Make the dead told of before shares of the whole they are part of."""
    for n in stated:
        if n < number:
            stated[n] = [replace(t, part=True) if _counts(t) and t.best < whole else t for t in stated[n]]


def _last_of_one(tolls: Sequence[Toll], sentence: str, said: TollWords) -> Toll | None:
    """The toll that the same sentence goes on with: 'seven died on the spot, an eighth on the way to hospital'."""
    dead = [t for t in tolls if _counts(t)]
    toll = sentence_toll(dead)
    if toll is None or toll.precision != EXACT or len(dead) != 1:
        return None
    match = ELLIPTIC.search(fold(sentence[dead[0].end :]))
    if not match or _ordinal(match["one"]) != toll.best + 1 or OTHER_FATE.search(match["rest"]):
        return None
    first = match["rest"].split(maxsplit=1)[:1]
    named = first and first[0] in said.victims
    rest = match["rest"][len(first[0]) + 1 :] if named else match["rest"]
    return dead[0] if GOES_ON.search(rest) else None


def _ordinal(word: str) -> int:
    return ORDINALS.get(word) or int(re.sub(r"\D", "", word))


def _whole(toll: Toll, number: int, stated: Stated, sentence: Sentences, apart: Apart) -> int:
    """How many died with those told before; 0 where a toll does not go on with them."""
    text = sentence(number)
    own = fold(text[toll.start : toll.end])
    if _elsewhere(text) or WHOLE.search(fold(text)) or _moves(number, stated, sentence):
        return 0
    late = dies_late(text)
    if (one := ONE_MORE.search(own)) and toll.best == 1:
        nth = _ordinal(one["one"])
        before = _before(toll, number, stated, lambda n: apart(n, number, late))
        return nth if any(t.best == nth - 1 for t in before) else 0
    if not MORE.search(own):
        return 0
    told = sentence_toll([t for t in stated[number] if _counts(t) and t.end <= toll.start])
    if told and _of_two_scenes(text):
        return 0
    near = (
        n for n in sorted(stated, reverse=True) if 0 < n < number and number - n <= REACH and not apart(n, number, late)
    )
    told = told or next((t for n in near if (t := sentence_toll([x for x in stated[n] if _counts(x)]))), None)
    return told.best + toll.best if told and told.precision == EXACT else 0


def dies_late(sentence: str) -> bool:
    """Whether a sentence tells of deaths that may come later than the scene, elsewhere: of wounds, of bodies found."""
    return bool(DIED.search(fold(sentence)))


def _of_two_scenes(text: str) -> bool:
    """Whether a sentence names two days or two places: 'four were killed on Monday at Ber and two others on Friday'."""
    return len(set(WEEKDAY.findall(fold(text)))) > 1 or len(set(PLACED.findall(text))) > 1


def _before(toll: Toll, number: int, stated: Stated, apart: Callable[[int], bool]) -> Iterator[Toll]:
    """The dead told of before a toll, by sentence and by class of victims; "killed two of them" too."""
    for n in stated:
        if n < number and not apart(n):
            yield from (t for t in stated[n] if _counts(replace(t, part=False)))
            yield from filter(None, [sentence_toll([t for t in stated[n] if _counts(t)])])
    yield from (t for t in stated[number] if _counts(t) and t.end <= toll.start)


def _moves(number: int, stated: Stated, sentence: Sentences) -> bool:
    """Whether a sentence near says that a toll has moved, or the next what it includes: late dead are part of it."""
    near = [n for n in stated if number - REACH <= n <= number + 1]
    return any(revises(sentence(n)) for n in near) or (
        number + 1 in near and bool(WHOLE.search(fold(sentence(number + 1))))
    )


def _told(whole: int, number: int, stated: Stated) -> bool:
    """Whether an article gives so many dead, or more, near."""
    near = (t for n in stated if n == 0 or abs(n - number) <= REACH for t in stated[n])
    return any(_counts(t) and t.best >= whole for t in near)


def _elsewhere(text: str) -> bool:
    return bool(ELSEWHERE.search(fold(text)))


def _one_by_one(stated: Stated, sentence: Sentences, said: TollWords, apart: Apart) -> Stated:
    """The tolls where several sentences of one scene tell of persons, each of another: the last of them gets the sum.
    Not where an article says how many died."""
    out = {n: list(tolls) for n, tolls in stated.items()}
    run: list[tuple[int, Toll]] = []
    for number, toll in ((n, t) for n in sorted(out) if n > 0 for t in out[n] if _counts(t)):
        near = bool(run) and _follows(number, toll, *run[-1]) and not apart(run[0][0], number, False)
        if near and _another(number, toll, run, sentence, said):
            run.append((number, toll))
        elif not run and _is_person(toll, sentence(number)) and not _elsewhere(sentence(number)):
            run = [(number, toll)]
    whole = sum(t.best for _, t in run)
    others = (t for n in out for t in out[n] if _counts(t) and all(t is not mine for _, mine in run))
    if len(run) > 1 and not any(t.best > 1 for t in others):
        number, last = run[-1]
        out[number] = _with(out[number], last, whole)
    return out


def _follows(number: int, toll: Toll, last: int, before: Toll) -> bool:
    """Whether a toll stands behind another, in the same sentence or one of the next two."""
    return toll.start >= before.end if number == last else number - last <= 2


def _opening(toll: Toll, text: str) -> str:
    """The words of a toll with the determiner before it."""
    before = re.search(r"[^\W\d_]+['’ ]$", text[: toll.start])
    start = toll.start - len(before[0]) if before and OPENS_KIN.search(fold(before[0]).strip()) else toll.start
    return fold(text[start : toll.end]).replace("'", " ").replace("’", " ")


def _is_person(toll: Toll, text: str) -> bool:
    """Whether a toll is somebody in particular: the chief, a teacher, his two sons."""
    own = _opening(toll, text)
    opens = OPENS_ONE.search(own) or OPENS_KIN.search(own) or (OPENS_THE.search(own) and toll.best == 1)
    return bool(opens) and toll.precision == EXACT and toll.best <= FEW


def _another(number: int, toll: Toll, run: Sequence[tuple[int, Toll]], sentence: Sentences, said: TollWords) -> bool:
    """Whether a toll is of somebody else than those told before."""
    text = sentence(number)
    own = _opening(toll, text)
    if not _is_person(toll, text) or _elsewhere(text) or WHOLE.search(fold(text)):
        return False
    if TOO.search(own) or OPENS_KIN.search(own):
        return True
    if AGAIN.search(own):
        return False
    nouns, told = _nouns(own, said), {w for n, t in run for w in _nouns(_opening(t, sentence(n)), said)}
    somebody = bool(nouns - ANYBODY) or bool(DESCRIBED.search(own))
    return bool(OPENS_ONE.search(own)) and somebody and nouns.isdisjoint(told)


def _nouns(own: str, said: TollWords) -> frozenset[str]:
    """Who is told of: the words that name victims, or the first word after the article."""
    named = frozenset(w for w in re.findall(r"[a-z]+", own) if w in said.victims)
    return named or frozenset(own.split()[1:2])
