"""Finding many phrases at once in the tokens of one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from riskbrief.coding.capitals import unaccented
from riskbrief.coding.numerals import Numbers, number_end, number_start
from riskbrief.coding.sentences import Sentence
from riskbrief.coding.terms import NUMBER, Term

P = TypeVar("P")
_MEMORY = 200_000


class Found(NamedTuple, Generic[P]):
    """A term at tokens `start` to `end` (excluded) of a sentence, and what it is used for."""

    start: int
    end: int
    term: Term
    use: P


Entry = tuple[tuple[str, ...], str, bool, Term, P]
"""A term to try at a word: its elements from that word on; the word that must follow (empty: any may); whether a number
goes before; the term and its use. A bare tuple, because it is unpacked at every word of every sentence."""


class _Met(NamedTuple, Generic[P]):
    """What a word may open: `before` a word that some entry asks for, and `otherwise`; each in the order of the terms.

    "The" opens thousands of terms, and one look-up of the word behind it leaves the few that may stand there.
    """

    before: Mapping[str, tuple[Entry[P], ...]]
    otherwise: tuple[Entry[P], ...]


class PhraseIndex(Generic[P]):
    """Terms by their first word; a match never crosses punctuation inside a sentence."""

    def __init__(self, terms: Sequence[tuple[Term, P]], numbers: Numbers) -> None:
        self.numbers = numbers
        self._exact: dict[str, list[Entry[P]]] = {}
        self._prefix: dict[str, list[Entry[P]]] = {}
        for term, use in terms:
            counted = term.elements[0] == NUMBER
            elements = term.elements[1:] if counted else term.elements
            first, second = elements[0], "".join(elements[1:2])
            table = self._prefix if first.endswith("*") else self._exact
            second = "" if second == NUMBER or second.endswith("*") else second
            table.setdefault(first.rstrip("*"), []).append((elements, second, counted, term, use))
        self._lengths = sorted({len(p) for p in self._prefix})
        self._memory: dict[str, _Met[P] | None] = {}
        self._names = any(term.capitals for term, _ in terms)

    def find(self, sentence: Sentence) -> list[Found[P]]:
        """Every occurrence of every term, by position; overlapping ones too."""
        found: list[Found[P]] = []
        words, memory = sentence.words, self._memory
        following = (*words[1:], "")
        for position, word in enumerate(words):
            met = memory[word] if word in memory else self._remember(word)
            if met is None:
                continue
            for elements, _, counted, term, use in met.before.get(following[position], met.otherwise):
                end = position + 1 if len(elements) == 1 else self._end(sentence, position, elements)
                if end == position:
                    continue
                start = self._counted(sentence, position) if counted else position
                if start >= 0:
                    found.append(Found(start, end, term, use))
        if self._names:
            return [f for f in found if not f.term.capitals or self._in_capitals(sentence, f)]
        return found

    def _in_capitals(self, sentence: Sentence, found: Found[P]) -> bool:
        """Whether the words marked `=` stand in the text with the capitals of the term."""
        here = found.start
        for element, wanted in zip(found.term.elements, found.term.capitals, strict=True):
            if element == NUMBER:
                here = number_end(sentence.words, here, self.numbers)
                continue
            if wanted and not unaccented(sentence.as_read(here)).startswith(wanted):
                return False
            here += 1
        return True

    def _remember(self, word: str) -> _Met[P] | None:
        found = list(self._exact.get(word, ()))
        for size in self._lengths:
            if size > len(word):
                break
            found += self._prefix.get(word[:size], ())
        met = _met(found) if found else None
        if len(self._memory) < _MEMORY:
            self._memory[word] = met
        return met

    def _counted(self, sentence: Sentence, position: int) -> int:
        """Where the number just before a word begins; -1 without one."""
        return -1 if position in sentence.breaks else number_start(sentence.words, position, self.numbers)

    def _end(self, sentence: Sentence, start: int, elements: tuple[str, ...]) -> int:
        """Index after the match of `elements` at `start`; `start` when they do not match."""
        words, breaks = sentence.words, sentence.breaks
        here = start
        for element in elements:
            if here >= len(words) or (here > start and here in breaks):
                return start
            word = words[here]
            if element == word:
                here += 1
            elif element == NUMBER:
                if (after := number_end(words, here, self.numbers)) == here:
                    return start
                here = after
            elif element[-1] == "*" and word.startswith(element[:-1]):
                here += 1
            else:
                return start
        return here


def _met(entries: Sequence[Entry[P]]) -> _Met[P]:
    """Entries of one word by the word behind it."""
    seconds = {second for _, second, _, _, _ in entries if second}
    before = {word: tuple([e for e in entries if e[1] in ("", word)]) for word in sorted(seconds)}
    return _Met(before, tuple([e for e in entries if not e[1]]))
