"""What it means that an indicator nearly matched: what was missing, and how far the text is from a match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal, NamedTuple

Missing = Literal["form", "forbidden", "gap", "word", "language", "reach", "part", "half"]
RANKS: dict[Missing, int] = {
    "form": 1,  # a word stands in a form with another ending
    "forbidden": 2,  # all of it stands, and a word that forbids it
    "gap": 3,  # too far apart, or the other way round
    "word": 4,  # one word of a term is another, too many or too few
    "language": 5,  # a term of another language
    "reach": 6,  # all parts stand, but do not belong together
    "part": 7,  # one part of three or more is absent
    "half": 8,  # of two parts one is absent
}
"How near each kind is, nearest first; orders what `try` prints and moves no score."
FORM, BESIDE = (5, 2 / 3), (4, 1 / 2)
"""Letters, and share of the longer word, with which two forms of one word begin: a word alone, and one whose neighbours
match."""
ENDING = 4  # letters that a longer form may add
MOST, OF_ONE, HALVES, NAMED = 10, 2, 4, 3


class Miss(NamedTuple):
    """A near miss of indicator `owner`; `more` (0-1) orders those that miss the same kind of thing."""

    owner: int
    missing: Missing
    term: str
    why: str
    more: float = 0.0


@dataclass(frozen=True, order=True)
class Nearly:
    """An indicator that a small change of text or terms would have fired, and which change. `distance`: from 1, a
    form of the word with another ending, to 9; `sentence` counts from 1, 0 is the title."""

    distance: float
    sentence: int
    indicator_id: str
    term: str
    why: str
    missing: Missing

    def __str__(self) -> str:
        return f"{self.indicator_id}: '{self.term}': {self.why}"


def nearly_of(miss: Miss, sentence: int, indicator_id: str) -> Nearly:
    """A near miss with its distance."""
    distance = RANKS[miss.missing] + min(miss.more, 1.0)
    return Nearly(distance, sentence, indicator_id, miss.term, miss.why, miss.missing)


def nearest(found: Iterable[Nearly]) -> list[Nearly]:
    """At most ten, nearest first, then in reading order; two of one indicator, and few that lack half."""
    count: dict[str, int] = {}
    close: list[Nearly] = []
    halves: list[Nearly] = []
    for one in sorted(set(found)):
        count[one.indicator_id] = count.get(one.indicator_id, 0) + 1
        if one.missing == "half" and count[one.indicator_id] == 1:
            halves.append(one)
        elif one.missing != "half" and count[one.indicator_id] <= OF_ONE:
            close.append(one)
    return [*close, *halves[:HALVES]][:MOST]


def another_form(known: str, word: str, like: tuple[int, float] = FORM) -> bool:
    """Whether two words that differ look like forms of one: they begin alike, or one goes on where the other ends.

    >>> [another_form(*pair) for pair in (("fermees", "ferment"), ("caserne", "casernement"), ("attack", "attached"))]
    [True, True, False]
    """
    known, (letters, share) = known.removesuffix("*"), like
    if known == word or known[:letters] != word[:letters] or min(len(known), len(word)) < letters:
        return False
    alike, longer = _alike(known, word), max(len(known), len(word))
    return alike >= share * longer or (alike == len(known) and longer - alike <= ENDING)


def _alike(one: str, other: str) -> int:
    """Letters with which both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def instead(word: str, known: str) -> str:
    """A word of the text that stands in place of a known one."""
    return f"the text has '{word}' where the term has '{known}'"


def some(texts: Sequence[str], mark: str = "'") -> str:
    """A few names of a list, and how many more there are."""
    shown = ", ".join(f"{mark}{t}{mark}" for t in texts[:NAMED])
    return shown + (f" and {len(texts) - NAMED} more" if len(texts) > NAMED else "")


def forms_in(words: Sequence[str], known: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Positions of words that look like another form of one of the known words, each with the nearest of them."""
    for position, word in enumerate(words):
        alike = [k for k in known if another_form(k, word)]
        if alike:
            yield position, max(alike, key=lambda k: (_alike(k, word), -len(k), k))
