"""Splitting a text into sentences that survive "Col.", "U.N.", "M." and decimals, and into folded words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from riskbrief.definitions.languages import TextWords
from riskbrief.folding import Canonical, fold, plain

MAX_SENTENCE = 2000  # characters; a text without punctuation is cut so that work stays linear
_SHORT_LINE = 55


_UNSEEN = r"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_CLOSING = rf"[\"'»”’“‘›)\]{_UNSEEN}]"
_STOP = re.compile(  # it begins with a set of characters: the search runs from one of them to the next; a run once
    rf"[.!?؟…\n](?:(?<=\n)\s*|(?<!\n)(?<![.!?؟…]{{2}})[.!?؟…]*+{_CLOSING}*+(?:\s[\s{_UNSEEN}]*|(?=[A-ZÀ-Ý][a-zà-ÿ’'])))"
)
_LAST_WORD = re.compile(r"[\s(\"'«“’\-]")
_FIRST_WORD = re.compile(r"[^\W\d_]+|\d+")


class Stops(NamedTuple):
    """Abbreviations after which a full stop ends no sentence, folded. `also_words` only with a capital or before a
    number, `before_number` only before a number; after an initialism an `opener` begins a sentence."""

    abbreviations: frozenset[str] = frozenset()
    also_words: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    longest: int = 3


NO_STOPS = Stops()


def compile_stops(texts: Sequence[TextWords]) -> Stops:
    """The abbreviations of some languages as one set."""
    also = frozenset(fold(w) for t in texts for w in t.abbreviations_too)
    number = frozenset(fold(w) for t in texts for w in t.before_number)
    every = frozenset(fold(w) for t in texts for w in t.abbreviations) | number
    openers = frozenset(fold(w) for t in texts for w in t.openers)
    return Stops(every, also, number, openers, max(3, 1 + max(map(len, every), default=0)))


class Span(NamedTuple):
    """A sentence at `text[start:end]`."""

    start: int
    end: int


class Sentence:
    """A sentence with its folded words.

    `number` 0 is the title, then 1.. in the text; word `i` stands at `field[starts[i]:ends[i]]`; `breaks` holds the
    indices of words that follow punctuation; `field` is the text as read that `span` and `folded` belong to.
    """

    def __init__(self, number: int, span: Span, folded: Canonical, field: str) -> None:
        self.number, self.start, self.end = number, span.start, span.end
        self._folded, self._first, self._field = folded, folded.position(span.start), field
        self._chunk = folded.data[self._first : folded.position(span.end)].decode("ascii")
        self.words, self.breaks = _words_and_breaks(self._chunk)

    @property
    def starts(self) -> tuple[int, ...]:
        return self._offsets[0]

    @property
    def ends(self) -> tuple[int, ...]:
        return self._offsets[1]

    def as_read(self, word: int) -> str:
        """One word as it stands in the text."""
        return self._field[self.starts[word] : self.ends[word]]

    @cached_property
    def _offsets(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Where the words stand; most sentences are never asked."""
        chunk, first, here = self._chunk, self._first, 0
        ends = [first + (here := chunk.find(word, here) + len(word)) for word in self.words]
        starts = [end - len(word) for end, word in zip(ends, self.words, strict=True)]
        return self._folded.raws(starts), self._folded.raws(ends)


def split_sentences(text: str, stops: Stops = NO_STOPS) -> list[Span]:
    """Spans of the sentences of a text, in order, without surrounding white space.

    >>> text = "Col. Diarra of the U.N. spoke. He cited 3.5 million people."
    >>> [text[s.start:s.end] for s in split_sentences(text, Stops(frozenset({"col"}), longest=4))]
    ['Col. Diarra of the U.N. spoke.', 'He cited 3.5 million people.']
    """
    return list(iter_sentences(text, stops))


def iter_sentences(text: str, stops: Stops = NO_STOPS) -> Iterator[Span]:
    """The same, one by one."""
    text = plain(text)
    start = len(text) - len(text.lstrip())
    for match in _STOP.finditer(text, start):
        if _ends(text, start, match, stops):
            end = match.end()
            if end - start <= MAX_SENTENCE and text[end - 2 : end] == ". " and not text[start].isspace():
                yield Span(start, end - 1)  # nearly every sentence: there is nothing to strip but one space
            else:
                yield from _pieces(text, start, end)
            start = end
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Sequence[Span]:
    """The sentence `text[start:end]` without surrounding white space: one span, none, or several when it is long."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if end - start <= MAX_SENTENCE:
        return (Span(start, end),) if end > start else ()
    return _cut(text, start, end)


def _ends(text: str, start: int, match: re.Match[str], stops: Stops) -> bool:
    """Whether a sentence ends at this stop."""
    stop, end = match.span()
    mark, following = text[stop:end], text[end : end + 1]
    if mark == ". ":
        if not following or following.islower():
            return False
        long = stop - start >= stops.longest and text[stop - stops.longest : stop].isalpha()
        return long or not _abbreviated(text, start, match, stops)
    if mark[0] == "\n":
        return mark.count("\n") > 1 or _line_ends(text, start, match.start(), following)
    if mark.count("\n") > 1:
        return True
    if following.islower() or not following:
        return False
    if not mark[-1].isspace():
        return text[match.start() - 3 : match.start()].islower()
    return mark[0] != "." or mark[:2] == ".." or not _abbreviated(text, start, match, stops)


def _line_ends(text: str, start: int, end: int, following: str) -> bool:
    """A single line break ends a sentence after a heading or before a list item, not inside wrapped text."""
    if following in {"#", "*", "-", "•", "–", ">"}:
        return True
    line = text[max(start, text.rfind("\n", start, end) + 1) : end].rstrip()
    if line.startswith("#"):
        return True
    last = line.rpartition(" ")[2]
    goes_on = line.endswith(",") or (last.islower() and len(last) < 4)
    return bool(line) and len(line) < _SHORT_LINE and not following.islower() and not goes_on


def _abbreviated(text: str, start: int, match: re.Match[str], stops: Stops) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or a list number."""
    stop = match.start()
    if text[stop - stops.longest : stop].isalpha() and stop - start >= stops.longest:
        return False
    tail = text[max(start, stop - 12) : stop]
    word = tail.rpartition(" ")[2]
    if not word.isalpha():
        word = _LAST_WORD.split(tail)[-1]
    if "." in word or (len(word) == 1 and word.isupper()):
        return "." not in word or _first_word(text, match.end()).lower() not in stops.openers
    if word.isdigit():
        return text[start:stop].strip() == word
    short = word.lower() if word.isascii() else fold(word)
    if short not in stops.abbreviations:
        return False
    if short in stops.before_number:
        return _first_word(text, match.end()).isdigit()
    return short not in stops.also_words or word[:1].isupper() or text[match.end() : match.end() + 1].isdigit()


def _first_word(text: str, start: int) -> str:
    found = _FIRST_WORD.match(text, start, start + 20)
    return found.group() if found else ""


def _cut(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + 1, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        found += _pieces(text, start, cut)
        start = cut
    return [*found, *_pieces(text, start, end)]


def read_sentence(number: int, span: Span, folded: Canonical, field: str) -> Sentence:
    """The folded words of one sentence with their offsets and the places where punctuation breaks a phrase."""
    return Sentence(number, span, folded, field)


def _words_and_breaks(chunk: str) -> tuple[tuple[str, ...], frozenset[int]]:
    """Words of folded text, and the indices of those that follow punctuation."""
    before, *others = chunk.split(".")
    words, breaks = before.split(), []
    for piece in others:
        found = piece.split()
        if not found:
            before += "." + piece
            continue
        if words and not _initialism(words, found[0], before, piece):
            breaks.append(len(words))
        words += found
        before = piece
    return tuple(words), frozenset(breaks)


def _initialism(words: list[str], following: str, before: str, piece: str) -> bool:
    """Inside "U.N." or a figure such as "1,200" a full stop breaks nothing; it stands between `before` and `piece`."""
    last = words[-1]
    if not before.endswith(last):
        return False
    if piece.startswith(following):
        return len(last) == 1 or (last.isdigit() and following.isdigit())
    return piece.startswith(" " + following) and len(last) == 1 and len(words) > 1 and len(words[-2]) == 1
