"""Names found in one field of an article, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from riskbrief.coding.gazetteer import (
    ANY,
    NEEDS_COUNTRY,
    PLAIN,
    SURE,
    TYPED,
    UPPER,
    WEAK,
    Candidate,
    Gazetteer,
)
from riskbrief.coding.place_words import (
    GIVEN_NAMES,
    HONORIFICS,
    LINKS,
    LOCATIVES,
    NEIGHBOURS,
    PERSON_WORDS,
    TYPE_WORDS,
)
from riskbrief.folding import Canonical, canonical, fold_with_offsets

HEADLINE_SHARE = 0.6
ACRONYM_LENGTH = 5
_ARABIC = re.compile("[\u0600-\u06ff]")
_BREAKS = bytes.maketrans(b".", b" ")


class Word(NamedTuple):
    """A word beside a name; `capital` 'none', 'first' or 'all'; `start` its position in the folded text."""

    text: str
    start: int
    capital: str


NO_WORD = Word("", -1, "none")


class Span(NamedTuple):
    """A name at `raw[start:end]`, the words beside it, the character after it, and what it may mean."""

    start: int
    end: int
    name: str
    before: tuple[Word, Word]
    after: Word
    mark: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Field:
    """A title or a text prepared for reading names.

    `data` is the folded text between two spaces, breaks as spaces; `starts` and `ends` bound the hits in it that
    need no country named beside them.
    """

    raw: str
    folded: Canonical
    data: bytes
    headline: bool
    starts: frozenset[int]
    ends: frozenset[int]


def read_names(raw: str, gazetteer: Gazetteer) -> list[Span]:
    """Names of one field in reading order, longest first, tokens consumed."""
    folded = canonical(raw)
    data = b" " + folded.data.translate(_BREAKS) + b" "
    hits = gazetteer.automaton.find_matches_as_indexes(data, overlapping=True)
    found = [hit for hit in hits if raw[folded.raw(hit[1])].isupper() or gazetteer.any_case(hit[0])]
    spans: list[Span] = []
    if found:
        firm = [
            hit
            for hit in found
            if any(c.rule not in NEEDS_COUNTRY for c in gazetteer.candidates(gazetteer.meanings[hit[0]]))
        ]
        starts, ends = frozenset(hit[1] for hit in firm), frozenset(hit[2] for hit in firm)
        part = Field(raw, folded, data, is_headline(raw), starts, ends)
        spans = list(_longest(found, part, gazetteer))
    if not raw.isascii():
        spans += _native_names(raw, gazetteer)
        spans.sort(key=lambda span: span.start)
    return spans


def is_headline(raw: str) -> bool:
    """Whether most words carry a capital, as in a headline: there a capital says nothing."""
    words = [word for word in raw.split(None, 40)[:40] if word[0].isalpha() and len(word) > 3]
    return len(words) > 1 and sum(word[0].isupper() for word in words) > HEADLINE_SHARE * len(words)


def _longest(found: list[tuple[int, int, int]], part: Field, gazetteer: Gazetteer) -> Iterator[Span]:
    done = 0
    for pattern, start, end in sorted(found, key=lambda hit: (hit[1], -hit[2])):
        if start < done:
            continue
        span = _span(start, end, part)
        fitting = tuple(c for c in gazetteer.candidates(gazetteer.meanings[pattern]) if _fits(c.rule, span, part))
        if fitting:
            done = end - 1
            yield span._replace(candidates=fitting)


def _span(start: int, end: int, part: Field) -> Span:
    """The bare span of a hit ` name ` in the padded text."""
    first, last = part.folded.raw(start), part.folded.raw(end - 3) + 1
    before = word_before(start, part)
    earlier = word_before(before.start - 1, part) if before.start > 0 else NO_WORD
    name = part.data[start + 1 : end - 1].decode("ascii")
    return Span(first, last, name, (before, earlier), word_after(end - 1, part), part.raw[last : last + 1], ())


def word_before(gap: int, part: Field) -> Word:
    """The word that ends at the space `gap`; none across a break."""
    data = part.data
    if gap <= 0 or data[gap - 1] == 0x20:
        return NO_WORD
    start = data.rfind(b" ", 0, gap) + 1
    return _word(start, gap, part)


def word_after(gap: int, part: Field) -> Word:
    """The word that begins after the space `gap`; none across a break."""
    data = part.data
    if gap + 1 >= len(data) or data[gap + 1] == 0x20:
        return NO_WORD
    return _word(gap + 1, data.find(b" ", gap + 1), part)


def _word(start: int, end: int, part: Field) -> Word:
    raw = part.raw[part.folded.raw(start - 1) : part.folded.raw(end - 2) + 1]
    capital = "none" if not raw[:1].isupper() else "all" if len(raw) > 1 and raw.isupper() else "first"
    return Word(part.data[start:end].decode("ascii"), start, capital)


def _fits(rule: str, span: Span, part: Field) -> bool:
    """Whether the text right at a name lets it be a place under a rule."""
    if rule == ANY:
        return True
    name = part.raw[span.start : span.end]
    if not name[:1].isupper():
        return False
    if rule == UPPER or (name.isupper() and len(name) <= ACRONYM_LENGTH):
        return name.isupper() and (rule == UPPER or _may_be_capitals(span, part))
    if rule == SURE:
        return not (span.before[0].capital == "first" and span.before[0].text in GIVEN_NAMES)
    if rule in (PLAIN, WEAK, TYPED) and stranger_beside(span, part):
        return False
    if rule == WEAK:
        return _place_word_beside(span, part)
    return rule != TYPED or _type_word_beside(span)


def _may_be_capitals(span: Span, part: Field) -> bool:
    """Whether a short name all in capitals is a place's (in a headline, in "GAO, Mali") and no acronym."""
    return part.headline or span.start == 0 or part.raw[span.end : span.end + 1] == ","


def stranger_beside(span: Span, part: Field) -> bool:
    """Whether a capitalised word beside the name makes it a person's or a firm's."""
    before, after = span.before[0], span.after
    if before.capital != "none" and before.text in PERSON_WORDS | HONORIFICS:
        return True
    if after.capital != "none" and after.text in PERSON_WORDS:
        return True
    if part.headline:
        return False
    return _is_stranger(before, part) or (_is_stranger(after, part) and after.start - 1 not in part.starts)


def _is_stranger(word: Word, part: Field) -> bool:
    if word.capital != "first" or word.text in NEIGHBOURS or len(word.text) < 2:
        return False
    return not _opens_sentence(word, part) and word.start + len(word.text) + 1 not in part.ends


def _opens_sentence(word: Word, part: Field) -> bool:
    """Whether a word stands first in a sentence, where a capital says nothing."""
    before = part.raw[: part.folded.raw(word.start - 1)].rstrip(" \n\r\t\"'“”«»‘’([")
    return not before or before[-1] in ".!?:;"


def _place_word_beside(span: Span, part: Field) -> bool:
    if span.before[0].text in LOCATIVES or _type_word_beside(span):
        return True
    return _listed_with_a_place(span, part) or part.raw[span.end : span.end + 2].lstrip().startswith(":")


def _type_word_beside(span: Span) -> bool:
    before, earlier = span.before
    linked = before.text in LINKS and (earlier.text in TYPE_WORDS or earlier.text in LINKS)
    return before.text in TYPE_WORDS or linked or span.after.text in TYPE_WORDS


def _listed_with_a_place(span: Span, part: Field) -> bool:
    """Whether a comma or bracket joins the name to another ("Sorgha, Gnagna", "Sorgha (Gnagna)")."""
    first = part.folded.position(span.start)
    last = part.folded.position(span.end - 1) + 2
    return bool(part.starts & {last + 1, last + 2} or part.ends & {first - 1, first})


def _native_names(raw: str, gazetteer: Gazetteer) -> list[Span]:
    """Names in their own script, where no letter is capital."""
    if not _ARABIC.search(raw):
        return []
    folded, offsets = fold_with_offsets(raw)
    padded = " " + "".join(char if char.isalnum() else " " for char in folded) + " "
    spans, done = [], 0
    found = gazetteer.native_automaton.find_matches_as_indexes(padded, overlapping=True)
    for pattern, start, end in sorted(found, key=lambda hit: (hit[1], -hit[2])):
        if start >= done:
            done = end - 1
            candidates = gazetteer.candidates(gazetteer.native_meanings[pattern])
            name = padded[start + 1 : end - 1]
            spans.append(Span(offsets[start], offsets[end - 2], name, (NO_WORD, NO_WORD), NO_WORD, "", candidates))
    return spans
