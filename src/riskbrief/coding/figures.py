"""Numbers of victims whose noun was said before: another claimant's figure, a toll that moved, a corrected one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from riskbrief.coding.claims import CLAIMANT_LENGTH, claimant, source_next
from riskbrief.coding.quantities import quantities
from riskbrief.coding.text_words import TextBook
from riskbrief.coding.toll_findings import ends_or_capital
from riskbrief.coding.toll_nouns import Clause, Noun, clauses, noun_after
from riskbrief.coding.toll_pieces import Quantity, pieces_of
from riskbrief.coding.toll_words import ARMED_GROUP, UNSPECIFIED, TollWords
from riskbrief.coding.tolls import Toll, find_tolls
from riskbrief.folding import fold

REACH = 160
"Characters before a number that are read for who gives it."
_JOINED = re.compile(r"(?:[,;]|\b(?:and|et|while|but|mais))\s*\Z", re.IGNORECASE)
'What joins another source\'s number to the one before: "31 died according to the army, 45 according to ...".'
_CLAUSE = re.compile(r"[,;:.!?()«»\"“”]")


class _Number(NamedTuple):
    """A number of a sentence: the offsets of its digits or words, the noun after it, the text before it."""

    quantity: Quantity
    noun: Noun
    clause: Clause
    start: int
    end: int
    before: str


def figures(
    sentence: str, language: str, said: TollWords, text: TextBook, *, of: Toll, known: Sequence[Toll] = ()
) -> list[Toll]:
    """Numbers of a sentence that somebody gives for the victims of the toll `of`, told before: "the rebels put the
    figure at 47". Not those that are tolls by themselves (`known`), that count something else, or the number 0."""
    found = []
    numbers = list(_numbers(sentence, language, said))
    right = set(_right(numbers, sentence, text))
    for number in numbers:
        inside = any(t.start < number.end and number.start < t.end for t in known)
        if inside or number.quantity.best == 0 or number.noun.victims == ARMED_GROUP != of.victims:
            continue
        is_right = number.start in right and _alone(number, named=True)
        if is_right or _given_by(number, sentence, said, text) is not None:
            q, noun = number.quantity, number.noun
            named = noun.found and noun.victims != UNSPECIFIED and not source_next(sentence[number.end :], text)
            victims = noun.victims if named else of.victims
            found.append(Toll(of.kind, victims, q.low, q.best, q.high, q.precision, number.start, number.end))
    return found


def givers(sentence: str, language: str, said: TollWords, text: TextBook) -> dict[int, str]:
    """Who gives each number of a sentence as a figure ("residents put the number of dead at 11"), by its offset."""
    numbers = _numbers(sentence, language, said)
    given = ((n.start, _giver(n, said, text) or _given_by(n, sentence, said, text)) for n in numbers)
    return {start: who for start, who in given if who}


def right_figures(sentences: Sequence[str], language: str, said: TollWords, text: TextBook) -> list[list[int]]:
    """Where the sentences of a correction give the right number: "the correct figure is four", "four, not 14", or
    another number of victims after the one that the outlet says it gave."""
    found: list[list[int]] = []
    former: set[int] = set()
    for sentence in sentences:
        numbers = list(_numbers(sentence, language, said))
        right = sorted(_right(numbers, sentence, text))
        if text.former_report.search(sentence):
            former |= {n.quantity.best for n in numbers if n.start not in right}
        elif former and not right:
            tolls = [t for t in find_tolls(sentence, language, said) if t.best and t.best not in former]
            right = [n.start for n in numbers if any(t.start <= n.start < t.end for t in tolls)]
        found.append(right)
    return found


def _numbers(sentence: str, language: str, said: TollWords) -> Iterator[_Number]:
    pieces = pieces_of(sentence)
    for first, last in clauses(pieces):
        own = pieces[first:last]
        found = quantities(own, said, language=language)
        clause = Clause(own, [piece.text for piece in own], found, said)
        for q in found:
            if q.implied or (q.article and q.best == 1):
                continue
            noun = noun_after(q.last, clause)
            if not noun.thing:
                start, end = own[q.first].start, own[q.last - 1].end
                yield _Number(q, noun, clause, start, end, sentence[max(0, start - REACH) : start])


def _right(numbers: Sequence[_Number], sentence: str, text: TextBook) -> Iterator[int]:
    for number in numbers:
        if text.right_figure.search(number.before) or text.in_fact.search(number.before):
            yield number.start
    for one, two in pairwise(numbers):
        gap = sentence[one.end : two.start]
        if text.figure_not.search(one.before) and text.figure_but.search(gap):
            yield two.start
        elif text.figure_instead.search(gap):
            yield one.start


def _given_by(number: _Number, sentence: str, said: TollWords, text: TextBook) -> str | None:
    """Who gives a number that stands for victims told of before; None when nobody does."""
    if _JOINED.search(number.before) and (source := source_next(sentence[number.end :], text)):
        return source
    if (who := _giver(number, said, text)) is not None:
        bare = not text.figure_said.search(number.before)
        return who if _alone(number, named=bare) else None
    if match := text.figure_is.search(number.before):
        return claimant(sentence, text) if _only_links(match["of"], said, text) and _alone(number, named=True) else None
    if (match := text.figure_they.search(number.before)) and _alone(number):
        party = text.figure_by.search(number.before[: match.start() + 1])
        return claimant(sentence, text) or (party["who"] if party else None)
    return None


def _giver(number: _Number, said: TollWords, text: TextBook) -> str | None:
    """Whom a verb of giving figures right before a number has for its subject; None without such a verb."""
    if match := text.figure_given.search(number.before):
        told = _only_links(match["gap"] + " " + match["of"], said, text)
        return _subject(number.before[: match.start()], text) if told else None
    for pattern in (text.figure_spoken, text.figure_said):
        if match := pattern.search(number.before):
            return _subject(number.before[: match.start()], text) or None
    return None


def _alone(number: _Number, *, named: bool = False) -> bool:
    """Whether nothing goes on with a number (`named`: or with its victims) that could make it another's."""
    texts, q, noun, said = number.clause.texts, number.quantity, number.noun, number.clause.words
    if noun.found:
        after = texts[noun.end] if noun.end < len(texts) else ","
        return named and (not after.isalpha() or after in said.breaks)
    if q.last >= len(texts) or not texts[q.last].isalpha():
        return True
    return named and ends_or_capital(q.last, number.clause) and texts[q.last] not in said.joins - said.breaks


def _only_links(words: str, said: TollWords, text: TextBook) -> bool:
    """Whether words between verb, figure and number are of the number of victims ("the number of soldiers killed")."""
    return all(w in text.figure_links or w in said.victims for w in re.findall(r"[^\W_]+", fold(words)))


def _subject(before: str, text: TextBook) -> str:
    """The words before a verb in its clause, without the 'while' that joins it and the 'has' of the verb; whom a
    relative clause before the verb speaks of ("the rebels, which claimed it, put it at 40")."""
    parts = [text.joined.sub("", p.strip()) for p in _CLAUSE.split(before) if p.strip()]
    while len(parts) > 1 and fold(parts[-1].split(" ", 1)[0]) in text.hanging:
        parts.pop()
    words = parts[-1].split() if parts else []
    while len(words) > 1 and fold(words[-1]) in text.figure_links:
        words.pop()
    return " ".join(words)[-CLAIMANT_LENGTH:]
