"""Splitting a text into sentences that survive "Col.", "U.N.", "M." and decimals, and into folded words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from riskbrief.folding import TOKEN, Canonical, fold

MAX_SENTENCE = 2000  # characters; a text without punctuation is cut so that work stays linear
_SHORT_LINE = 55


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP = re.compile(r"[.!?…\n](?:(?<=\n)\s*|[.!?…]*[\"'»”’)\]]*(?:\s+|(?=[A-ZÀ-Ý][a-zà-ÿ’'])))")
_ABBREVIATIONS = _words(
    """
    col gen lt sgt cpl capt maj adm brig cmdr mr mrs ms dr prof st sr jr no nos vs etc inc ltd corp dept gov sen rep
    pres min hon rev approx est fig vol art al cf eg ie jan feb mar apr jun jul aug sept sep oct nov dec
    mon tue tues wed thu thur thurs fri m mm mme mlle mgr me cdt cne adj lcl ct ste janv fev fevr avr juil dep env
    p pp av bd
    """
)
_LONGEST = 1 + max(map(len, _ABBREVIATIONS))
_LAST_WORD = re.compile(r"[\s(\"'«“’\-]")
_FIRST_WORD = re.compile(r"[^\W\d_]+|\d+")
_ALSO_WORDS = _words(
    """
    mon tue tues wed thu thur thurs fri sat sun mar sept nov dec pres min sen rep hon gov maj est art fig no me adj av
    dep env
    """
)
_AFTER_NUMBER = frozenset({"no", "nos", "art", "fig", "vol", "p", "pp"})
_OPENERS = _words("the it in on at he she they we a an but this that il elle ils elles la le les l un une mais")


class Span(NamedTuple):
    """A sentence at `text[start:end]`."""

    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence with its folded words.

    `number` 0 is the title, then 1.. in the text; word `i` stands at `field[starts[i]:ends[i]]`; `breaks` holds the
    indices of words that follow punctuation.
    """

    number: int
    start: int
    end: int
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: frozenset[int]


def split_sentences(text: str) -> list[Span]:
    """Spans of the sentences of a text, in order, without surrounding white space.

    >>> text = "Col. Diarra of the U.N. spoke. He cited 3.5 million people."
    >>> [text[s.start:s.end] for s in split_sentences(text)]
    ['Col. Diarra of the U.N. spoke.', 'He cited 3.5 million people.']
    """
    return list(iter_sentences(text))


def iter_sentences(text: str) -> Iterator[Span]:
    """The same, one by one."""
    for span in _split(text):
        if span.end - span.start <= MAX_SENTENCE:
            yield span
        else:
            yield from _cut(text, span)


def _split(text: str) -> Iterator[Span]:
    start = len(text) - len(text.lstrip())
    for match in _STOP.finditer(text, start):
        if _ends(text, start, match):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end].rstrip()
    left = len(piece) - len(piece.lstrip()) if piece[:1].isspace() else 0
    if piece:
        yield Span(start + left, start + len(piece))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a sentence ends at this stop."""
    mark = match.group()
    following = text[match.end() : match.end() + 1]
    if mark[0] == "\n":
        return mark.count("\n") > 1 or _line_ends(text, start, match.start(), following)
    if mark.count("\n") > 1:
        return True
    if following.islower() or not following:
        return False
    if not mark[-1].isspace():
        return text[match.start() - 3 : match.start()].islower()
    return mark[0] != "." or mark[:2] == ".." or not _abbreviated(text, start, match)


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


def _abbreviated(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or a list number."""
    stop = match.start()
    if text[stop - _LONGEST : stop].isalpha() and stop - start >= _LONGEST:
        return False
    word = _LAST_WORD.split(text[max(start, stop - 12) : stop])[-1]
    if "." in word or (len(word) == 1 and word.isupper()):
        return "." not in word or _first_word(text, match.end()).lower() not in _OPENERS
    if word.isdigit():
        return text[start:stop].strip() == word
    short = fold(word)
    if short not in _ABBREVIATIONS:
        return False
    if short in _AFTER_NUMBER:
        return _first_word(text, match.end()).isdigit()
    return short not in _ALSO_WORDS or word[:1].isupper() or text[match.end() : match.end() + 1].isdigit()


def _first_word(text: str, start: int) -> str:
    found = _FIRST_WORD.match(text, start, start + 20)
    return found.group() if found else ""


def _cut(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + 1, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, span.end)


def read_sentence(number: int, span: Span, folded: Canonical) -> Sentence:
    """The folded words of one sentence with their offsets and the places where punctuation breaks a phrase."""
    first = folded.position(span.start)
    chunk = folded.data[first : folded.position(span.end)].decode("ascii")
    words = TOKEN.findall(chunk)
    starts, ends, breaks = [], [], []
    here = 0
    stops = "." in chunk
    for index, word in enumerate(words):
        begin = chunk.find(word, here)
        if stops and index and "." in chunk[here:begin] and not _initialism(words, index, chunk[here:begin]):
            breaks.append(index)
        here = begin + len(word)
        starts.append(first + begin)
        ends.append(first + here)
    offsets = folded.raws(starts), folded.raws(ends)
    return Sentence(number, span.start, span.end, tuple(words), *offsets, frozenset(breaks))


def _initialism(words: list[str], index: int, between: str) -> bool:
    """Inside "U.N." or a figure such as "1,200" a full stop breaks nothing."""
    if between != ".":
        return between == ". " and len(words[index - 1]) == 1 and index > 1 and len(words[index - 2]) == 1
    return len(words[index - 1]) == 1 or (words[index - 1].isdigit() and words[index].isdigit())
