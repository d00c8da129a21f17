"""Names found in one field of an article, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from riskbrief.coding.gazetteer import ANY, NATIVE_SCRIPT, PLAIN, SURE, TYPED, UPPER, WEAK, Candidate, Gazetteer, padded
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
_GIVEN_NAMES = frozenset(name.encode("ascii") for name in GIVEN_NAMES)
TYPED_LEADS = TYPE_WORDS | LINKS  # before a link before a name: "region of the ..."
LEADS = TYPED_LEADS | LOCATIVES
_NAMES_OR_TITLES = PERSON_WORDS | HONORIFICS
_QUOTES = " \n\r\t\"'“”«»‘’(["
Hit = tuple[int, int, int]  # number of a name, start and end in the padded text


class Word(NamedTuple):
    """A word beside a name and its position in the padded text."""

    text: str
    start: int


NO_WORD = Word("", -1)


class Field:
    """A title or a text prepared for reading names; `data` is the folded text between two spaces, breaks as spaces."""

    def __init__(self, raw: str, folded: Canonical, data: bytes, found: list[Hit], gazetteer: Gazetteer) -> None:
        self.raw, self.folded, self.data = raw, folded, data
        self._found, self._gazetteer = found, gazetteer

    @cached_property
    def headline(self) -> bool:
        return is_headline(self.raw)

    @cached_property
    def firm(self) -> tuple[frozenset[int], frozenset[int]]:
        """Starts and ends of the hits that need no country named beside them."""
        firm = self._gazetteer.firm
        hits = [hit for hit in self._found if hit[0] in firm]
        return frozenset(hit[1] for hit in hits), frozenset(hit[2] for hit in hits)

    def word_before(self, gap: int) -> Word:
        """The word that ends at the space `gap`; none across a break."""
        if gap <= 0 or self.data[gap - 1] == 0x20:
            return NO_WORD
        start = self.data.rfind(b" ", 0, gap) + 1
        return Word(self.data[start:gap].decode("ascii"), start)

    def follows(self, gap: int, words: frozenset[bytes]) -> bool:
        """Whether the word that ends at the space `gap` is one of some."""
        return self.data[self.data.rfind(b" ", 0, gap) + 1 : gap] in words

    def word_after(self, gap: int) -> Word:
        """The word that begins after the space `gap`; none across a break."""
        data, start = self.data, gap + 1
        if start >= len(data) or data[start] == 0x20:
            return NO_WORD
        return Word(data[start : data.find(b" ", start)].decode("ascii"), start)

    def capital(self, word: Word) -> str:
        """Capitals of a word as read: 'none', 'first' or 'all'."""
        if not word.text:
            return "none"
        start = word.start - 1
        raw = self.raw[self.folded.raw(start) : self.folded.raw(start + len(word.text) - 1) + 1]
        return "none" if not raw[:1].isupper() else "all" if len(raw) > 1 and raw.isupper() else "first"


class Span(NamedTuple):
    """A name at `raw[start:end]` and what it may mean; in the padded text it stands between spaces `left`, `right`."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    left: int
    right: int
    part: Field

    @property
    def name(self) -> str:
        return self.part.data[self.left + 1 : self.right].decode("ascii")

    @property
    def before(self) -> Word:
        return self.part.word_before(self.left)

    @property
    def earlier(self) -> Word:
        """The word before the one before."""
        before = self.before
        return self.part.word_before(before.start - 1) if before.start > 0 else NO_WORD

    @property
    def after(self) -> Word:
        return self.part.word_after(self.right)

    @property
    def mark(self) -> str:
        """The character right after the name; of "TOGO :" the colon."""
        after = self.part.raw[self.end : self.end + 2]
        return ":" if after[1:] == ":" and after[0].isspace() else after[:1]


def read_names(raw: str, gazetteer: Gazetteer) -> list[Span]:
    """Names of one field in reading order, longest first, tokens consumed."""
    folded = canonical(raw)
    data = padded(folded)
    hits = gazetteer.hits(data)
    spans = list(_longest(hits, raw, folded, data, gazetteer)) if hits else []
    if not folded.western:
        spans += _native_names(raw, gazetteer)
        spans.sort(key=lambda span: span.start)
    return spans


def is_headline(raw: str) -> bool:
    """Whether most words carry a capital, as in a headline: there a capital says nothing."""
    words = [word for word in raw.split(None, 40)[:40] if word[0].isalpha() and len(word) > 3]
    return len(words) > 1 and sum(word[0].isupper() for word in words) > HEADLINE_SHARE * len(words)


def _longest(hits: Sequence[Hit], raw: str, folded: Canonical, data: bytes, gazetteer: Gazetteer) -> Iterator[Span]:
    hits = sorted(hits, key=_by_start)
    any_case, meanings = gazetteer.any_case, gazetteer.meanings
    starts = folded.raws([hit[1] for hit in hits])
    found = [(hit, at) for hit, at in zip(hits, starts, strict=True) if raw[at].isupper() or hit[0] in any_case]
    part = Field(raw, folded, data, [hit for hit, _ in found], gazetteer)
    done = 0
    for (pattern, left, right), start in found:
        if left < done:
            continue
        candidates, rules = gazetteer.name(meanings[pattern])
        span = Span(start, folded.raw(right - 3) + 1, candidates, left, right - 1, part)
        if len(rules) > 1:
            fitting = [rule for rule in rules if _fits(rule, span, part)]
            if len(fitting) < len(rules):
                span = span._replace(candidates=tuple([c for c in candidates if c.rule in fitting]))
        elif not _fits(rules[0], span, part):
            continue
        if span.candidates:
            done = right - 1
            yield span


def _by_start(hit: Hit) -> tuple[int, int]:
    return hit[1], -hit[2]


def _fits(rule: str, span: Span, part: Field) -> bool:
    """Whether the text right at a name lets it be a place under a rule."""
    if rule == ANY:
        return True
    start, end = span.start, span.end
    if not part.raw[start].isupper():
        return False
    if rule == UPPER:
        return part.raw[start:end].isupper()
    if end - start <= ACRONYM_LENGTH and part.raw[start:end].isupper():
        return _may_be_capitals(rule, span, part)
    if rule == SURE:
        return not part.follows(span.left, _GIVEN_NAMES) or part.capital(span.before) != "first"
    return rule not in (PLAIN, WEAK, TYPED) or _fits_beside(rule, span, part)


def _fits_beside(rule: str, span: Span, part: Field) -> bool:
    """Whether the words beside a name let it be a place: no stranger, and a place word or another place if need be."""
    before, after = span.before, span.after
    if rule != PLAIN and not _place_word_beside(rule, span, before, after):
        return False
    return not stranger_beside(before, after, part)


def _place_word_beside(rule: str, span: Span, before: Word, after: Word) -> bool:
    """Whether a word beside the name asks for a place, as `weak` and `typed` names need."""
    if before.text in TYPE_WORDS or after.text in TYPE_WORDS or (rule == WEAK and before.text in LOCATIVES):
        return True
    if before.text in LINKS and span.earlier.text in (LEADS if rule == WEAK else TYPED_LEADS):
        return True
    return rule == WEAK and (_listed_with_a_place(span, span.part) or _colon_follows(span, span.part))


def _may_be_capitals(rule: str, span: Span, part: Field) -> bool:
    """Whether a short name all in capitals is a place's (in a headline, in "GAO, Mali", in "TOGO: ...") and no
    acronym."""
    label = rule == SURE and span.mark == ":"
    return label or span.start == 0 or span.mark == "," or part.headline


def stranger_beside(before: Word, after: Word, part: Field) -> bool:
    """Whether a capitalised word beside a name makes it a person's or a firm's."""
    if before.text in _NAMES_OR_TITLES and part.capital(before) != "none":
        return True
    if after.text in PERSON_WORDS and part.capital(after) != "none":
        return True
    unknown = _is_stranger(before, part) or (_is_stranger(after, part) and after.start - 1 not in part.firm[0])
    return unknown and not part.headline


def _is_stranger(word: Word, part: Field) -> bool:
    if len(word.text) < 2 or word.text in NEIGHBOURS or part.capital(word) != "first":
        return False
    return not _opens_sentence(word, part) and word.start + len(word.text) + 1 not in part.firm[1]


def _opens_sentence(word: Word, part: Field) -> bool:
    """Whether a word stands first in a sentence, where a capital says nothing."""
    at = part.folded.raw(word.start - 1) - 1
    while at >= 0 and part.raw[at] in _QUOTES:
        at -= 1
    return at < 0 or part.raw[at] in ".!?:;"


def _colon_follows(span: Span, part: Field) -> bool:
    return part.raw[span.end : span.end + 2].lstrip().startswith(":")


def _listed_with_a_place(span: Span, part: Field) -> bool:
    """Whether a comma or bracket joins the name to another ("Sorgha, Gnagna", "Sorgha (Gnagna)")."""
    starts, ends = part.firm
    first = part.folded.position(span.start)
    last = part.folded.position(span.end - 1) + 2
    return bool(starts & {last + 1, last + 2} or ends & {first - 1, first})


def _native_names(raw: str, gazetteer: Gazetteer) -> list[Span]:
    """Names in their own script, where no letter is capital."""
    if not NATIVE_SCRIPT.search(raw):
        return []
    folded, offsets = fold_with_offsets(raw)
    padded = " " + "".join(char if char.isalnum() else " " for char in folded) + " "
    part = Field("", canonical(""), b"", [], gazetteer)
    spans, done = [], 0
    found = gazetteer.native_automaton.find_matches_as_indexes(padded, overlapping=True)
    for pattern, start, end in sorted(found, key=_by_start):
        if start >= done:
            done = end - 1
            candidates = gazetteer.name(gazetteer.native_meanings[pattern]).candidates
            spans.append(Span(offsets[start], offsets[end - 2], candidates, 0, 0, part))
    return spans
