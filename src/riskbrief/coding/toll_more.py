"""Dead whom an article tells of after others of one scene, who are no part of them: one more, two others, his wife too
(method B.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from riskbrief.coding.claims import revises, sentence_toll
from riskbrief.coding.scene_book import flat_text
from riskbrief.coding.toll_ordinals import ORDINALS
from riskbrief.coding.toll_persons import one_by_one
from riskbrief.coding.toll_pieces import EXACT
from riskbrief.coding.toll_telling import Stated, Telling, counts, with_whole
from riskbrief.coding.tolls import Toll

_CLAUSE = re.compile(r"[^,;]+")
REACH = 4
"Sentences between the dead and one more of them."


def with_more(stated: Mapping[int, Sequence[Toll]], telling: Telling, given: Mapping[int, Sequence[Toll]]) -> Stated:
    """The tolls of an article by sentence (offsets into it), those that go on with the dead of a scene as its whole:
    "a fifth soldier died", "two more bodies were found", "the chief was shot; ... his wife was killed too". Those not
    among the `given` ones are such wholes already."""
    out = {n: list(tolls) for n, tolls in stated.items()}
    for number in sorted(n for n in out if n > 0):
        if toll := _last_of_one(out[number], number, telling):
            out[number] = with_whole(out[number], toll, toll.best + 1)
        for toll in [t for t in out[number] if t in given.get(number, ()) and counts(t) and t.precision == EXACT]:
            if (whole := _whole(toll, number, out, telling)) and not _told(whole, number, out, telling):
                out[number] = with_whole(out[number], toll, whole)
                _made_shares(whole, number, out, telling)
    return one_by_one(_without_periods(out, telling), telling)


def _without_periods(stated: Stated, telling: Telling) -> Stated:
    """The tolls without those of others than the dead told before, of other scenes over a period: '40 others since'."""
    out: Stated = {}
    for number, tolls in stated.items():
        before = any(counts(t) for n in stated if 0 < n < number for t in stated[n])
        out[number] = [t for t in tolls if not (before and _over_a_period(t, number, telling))]
    return out


def _over_a_period(toll: Toll, number: int, telling: Telling) -> bool:
    """Whether a toll of several more dead is a count over a period, told in the same clause or as its opening."""
    if toll.best <= 1 or not telling.over_a_period(number) or not goes_on(toll, number, telling):
        return False
    clauses = list(_CLAUSE.finditer(telling.sentence(number)))
    at = next((n for n, clause in enumerate(clauses) if toll.start < clause.end()), 0)
    near = clauses[: at + 1] if at == 1 else clauses[at : at + 1]
    return any(telling.scenes.period.search(flat_text(clause.group())) for clause in near)


def goes_on(toll: Toll, number: int, telling: Telling) -> bool:
    """Whether a toll of a sentence is of more dead after others: 'a third student died', 'two more bodies'."""
    own, scenes = telling.own(toll, number), telling.scenes
    more = scenes.nth.search(own) or scenes.more.search(own) or scenes.likewise.search(own)
    return counts(toll) and bool(more or scenes.opens_kin.search(telling.opening(toll, number)))


def _made_shares(whole: int, number: int, stated: Stated, telling: Telling) -> None:
    """Make the dead of one scene told of before shares of the whole they are part of."""
    late = telling.dies_late(number)
    for n in stated:
        if n < number and telling.of_one_scene(n, number, late=late):
            stated[n] = [replace(t, part=True) if counts(t) and t.best < whole else t for t in stated[n]]


def _last_of_one(tolls: Sequence[Toll], number: int, telling: Telling) -> Toll | None:
    """The toll that the same sentence goes on with: 'seven died on the spot, an eighth on the way to hospital'."""
    dead, scenes = [t for t in tolls if counts(t)], telling.scenes
    toll = sentence_toll(dead)
    if toll is None or toll.precision != EXACT or len(dead) != 1:
        return None
    match = scenes.elliptic.search(flat_text(telling.sentence(number)[dead[0].end :]))
    if not match or _ordinal(match["one"]) != toll.best + 1 or scenes.other_fate.search(match["rest"]):
        return None
    first = match["rest"].split(maxsplit=1)[:1]
    named = first and first[0] in telling.words.victims
    rest = match["rest"][len(first[0]) + 1 :] if named else match["rest"]
    return dead[0] if scenes.goes_on.search(rest) else None


def _ordinal(word: str) -> int:
    return ORDINALS.get(word) or int(re.sub(r"\D", "", word))


def _whole(toll: Toll, number: int, stated: Stated, telling: Telling) -> int:
    """How many died with those told before; 0 where a toll does not go on with them."""
    own = telling.own(toll, number)
    if telling.elsewhere(number) or telling.totals(number) or _moves(number, stated, telling):
        return 0
    late = telling.dies_late(number)
    if (one := telling.scenes.nth.search(own)) and toll.best == 1:
        if telling.over_a_period(number, row=True):
            return 0
        nth = _ordinal(one["one"])
        before = _before(toll, number, stated, lambda n: telling.apart(n, number, late))
        return nth if any(t.best == nth - 1 for t in before) else 0
    if not telling.scenes.more.search(own):
        return 0
    told = sentence_toll([t for t in stated[number] if counts(t) and t.end <= toll.start])
    if told:
        return 0 if _of_two_scenes(telling.sentence(number), telling) else _together(told, toll)
    near = (n for n in sorted(stated, reverse=True) if 0 < n < number and number - n <= REACH)
    for n in (n for n in near if not telling.apart(n, number, late) and not telling.over_a_period(n)):
        if told := sentence_toll([t for t in stated[n] if counts(t)]):
            return 0 if telling.rival((n, told), (number, toll)) else _together(told, toll)
    return 0


def _together(told: Toll, toll: Toll) -> int:
    return told.best + toll.best if told.precision == EXACT else 0


def _of_two_scenes(text: str, telling: Telling) -> bool:
    """Whether a sentence names two days or two places: 'four were killed on Monday at Ber and two others on Friday'."""
    days = {w for w in re.findall(r"\w+", flat_text(text)) if w in telling.tongue.calendar.days}
    return len(days) > 1 or len(set(telling.scenes.placed.findall(text))) > 1


def _before(toll: Toll, number: int, stated: Stated, apart: Callable[[int], bool]) -> Iterator[Toll]:
    """The dead told of before a toll, by sentence and by class of victims; "killed two of them" too."""
    for n in stated:
        if n < number and not apart(n):
            yield from (t for t in stated[n] if counts(replace(t, part=False)))
            yield from filter(None, [sentence_toll([t for t in stated[n] if counts(t)])])
    yield from (t for t in stated[number] if counts(t) and t.end <= toll.start)


def _moves(number: int, stated: Stated, telling: Telling) -> bool:
    """Whether a sentence near says that a toll has moved, or the next what it includes: late dead are part of it."""
    near = [n for n in stated if number - REACH <= n <= number + 1]
    return any(revises(telling.sentence(n)) for n in near) or (number + 1 in near and telling.totals(number + 1))


def _told(whole: int, number: int, stated: Stated, telling: Telling) -> bool:
    """Whether an article gives so many dead of the scene, or more, near."""
    late = telling.dies_late(number)
    near = (n for n in stated if (n == 0 or abs(n - number) <= REACH) and telling.of_one_scene(n, number, late=late))
    return any(counts(t) and t.best >= whole for n in near for t in stated[n])
