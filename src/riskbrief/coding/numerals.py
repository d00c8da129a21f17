"""Numbers in digits or words by a language's numbers.yaml: where one stands, and what a wholly written one is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from riskbrief.definitions.languages import NumberWords
from riskbrief.folding import tokens

MAX_NUMBER_WORDS = 8
LONGEST_DIGITS = 4
Words = tuple[str, ...]


@dataclass(frozen=True)
class Numbers:
    """Number words of a language, folded. `known` are single words that numbers are made of."""

    values: Mapping[Words, int] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    qualifiers: tuple[Words, ...] = ()
    starts: frozenset[str] = frozenset()


NO_NUMBERS = Numbers()


def compile_numbers(numbers: NumberWords | None) -> Numbers:
    """Number words folded; without a file only digits are numbers."""
    if numbers is None:
        return NO_NUMBERS
    values = {_words(text): worth for text, worth in numbers.values.items()}
    known = frozenset(w for words in values for w in words) | _set(numbers.vague)
    qualifiers = tuple(_words(text) for text in numbers.qualifiers)
    starts = known | {words[0] for words in qualifiers}
    return Numbers(
        values, known, _set(numbers.links), _set(numbers.of), _set(numbers.one), qualifiers, frozenset(starts)
    )


def _words(text: str) -> Words:
    return tuple(token.text for token in tokens(text))


def _set(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _words(text))


def number_end(words: Sequence[str], start: int, numbers: Numbers) -> int:
    """Index after the number (with a qualifier such as "at least") that starts at `start`; `start` if there is none.

    >>> number_end(["1", "200", "civils"], 0, NO_NUMBERS)
    2
    """
    if start >= len(words) or not (words[start][0].isdigit() or words[start] in numbers.starts):
        return start
    if words[start][0].isdigit():
        return _number(words, start, numbers)
    begin = start + next((len(q) for q in numbers.qualifiers if tuple(words[start : start + len(q)]) == q), 0)
    if (end := _number(words, begin, numbers)) > begin:
        return end
    return _number(words, start, numbers)


def number_start(words: Sequence[str], end: int, numbers: Numbers) -> int:
    """Index where the longest number that ends just before `end` begins; -1 if there is none.

    >>> number_start(["killing", "60", "men"], 2, NO_NUMBERS)
    1
    """
    starts = range(max(0, end - MAX_NUMBER_WORDS), end)
    return next((start for start in starts if number_end(words, start, numbers) == end), -1)


def _number(words: Sequence[str], start: int, numbers: Numbers) -> int:
    if start >= len(words):
        return start
    if words[start].isdigit():
        end = start + 1
        while end < len(words) and len(words[end]) == 3 and words[end].isdigit() and len(words[start]) <= 3:
            end += 1
        return _of(words, end, numbers)
    end, known = start, numbers.known
    while end < len(words) and end - start < MAX_NUMBER_WORDS:
        if words[end] in known:
            end += 1
        elif end > start and words[end] in numbers.links and end + 1 < len(words) and words[end + 1] in known:
            end += 2
        else:
            break
    return _of(words, end, numbers) if end > start else start


def _of(words: Sequence[str], end: int, numbers: Numbers) -> int:
    """Past the `de` of "une trentaine de"."""
    return end + 1 if end < len(words) and words[end] in numbers.of else end


def value(words: Sequence[str], numbers: Numbers) -> int:
    """The number that a list of words is, wholly; 0 when it is none.

    >>> twenty = {("twenty",): 20, ("three",): 3, ("hundred",): 100}
    >>> value("three hundred twenty three".split(), Numbers(twenty)), value("three twenty".split(), Numbers(twenty))
    (323, 0)
    """
    if len(words) == 1 and words[0].isdigit():
        return int(words[0]) if len(words[0]) <= LONGEST_DIGITS else 0
    total = here = 0
    least = 0  # the smallest part so far that nothing multiplies
    for worth in _parts(words, numbers):
        if worth in (100, 1000):
            if worth == 1000:
                total, here = total + max(here, 1) * worth, 0
            else:
                here = max(here, 1) * worth
            least = worth
        elif worth <= 0 or (least and worth >= least):
            return 0
        else:
            here, least = here + worth, worth
    return total + here


def _parts(words: Sequence[str], numbers: Numbers) -> list[int]:
    """What each number word or phrase is worth, longest first; [0] when a word is none."""
    found, here = [], 0
    while here < len(words):
        size = next((n for n in (3, 2, 1) if tuple(words[here : here + n]) in numbers.values), 0)
        if size:
            found.append(numbers.values[tuple(words[here : here + size])])
        elif words[here] in numbers.one and not here:
            found.append(1)
        elif not (found and words[here] in numbers.links and here + 1 < len(words)):
            return [0]
        here += size or 1
    return found
