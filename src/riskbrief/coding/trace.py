"""What nearly matched a text, for `riskbrief try`: gaps too wide, one word off, terms of another language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riskbrief.coding.codebook import Codebook, LanguageBook, Use
from riskbrief.coding.match import read
from riskbrief.coding.phrases import Found
from riskbrief.coding.sentences import Sentence, iter_sentences, read_sentence
from riskbrief.coding.terms import NUMBER
from riskbrief.folding import canonical

WIDER = 3  # how many times the allowed gap still counts as near
STEM = 4  # letters two forms of one word share at least


@dataclass(frozen=True, order=True)
class Nearly:
    """An indicator that a small change of text or terms would have fired, and which change."""

    indicator_id: str
    term: str
    why: str

    def __str__(self) -> str:
        return f"{self.indicator_id}: '{self.term}': {self.why}"


def nearly(text: str, book: Codebook, language: str) -> list[Nearly]:
    """What nearly matched, sorted; indicators that did match in a sentence are left out of it."""
    found: set[Nearly] = set()
    folded = canonical(text)
    for number, span in enumerate(iter_sentences(text, book.tongue(language).stops), 1):
        sentence = read_sentence(number, span, folded, text)
        fired: set[int] = set()
        if language in book.languages:
            own = book.languages[language]
            fired = {hit.owner for hit in read(sentence, own).hits}
            found |= {n for owner, n in _in_language(sentence, own, book) if owner not in fired}
        found |= {n for owner, n in _elsewhere(sentence, book, language) if owner not in fired}
    return sorted(found)


def _in_language(sentence: Sentence, own: LanguageBook, book: Codebook) -> Iterator[tuple[int, Nearly]]:
    yield from _wide_gaps(sentence, own, book)
    for term, use in own.terms:
        if use.role == "any" and (why := _one_off(sentence, term.elements)):
            yield int(use.owner), Nearly(book.indicators[int(use.owner)].id, term.text, why)


def _wide_gaps(sentence: Sentence, own: LanguageBook, book: Codebook) -> Iterator[tuple[int, Nearly]]:
    """Both sides of a near pattern stand in the sentence, but too far apart or the other way round."""
    sides: dict[tuple[int | str, int, str], list[Found[Use]]] = {}
    for found in own.phrases.find(sentence):
        sides.setdefault((found.use.owner, found.use.slot, found.use.role), []).append(found)
    for rule in own.nears:
        lefts, rights = (sides.get((rule.owner, rule.slot, role), []) for role in ("a", "b"))
        gaps = [(max(b.start - a.end, a.start - b.end), a, b) for a in lefts for b in rights]
        gap, a, b = min(gaps, key=lambda g: g[0], default=(-1, None, None))
        if a is None or b is None or gap < 0 or gap > WIDER * rule.within:
            continue
        name = f"{a.term.text} ... {b.term.text}"
        yield rule.owner, Nearly(book.indicators[rule.owner].id, name, _gap_text(gap, a, b, rule.within))


def _gap_text(gap: int, a: Found[Use], b: Found[Use], within: int) -> str:
    if b.start < a.start:
        return f"'{b.term.text}' stands before '{a.term.text}'; the pattern wants it after"
    return f"{gap} words lie between; the pattern allows {within}"


def _one_off(sentence: Sentence, elements: Sequence[str]) -> str:
    """Why a term of two words or more fails by one word: another form of it, another word, a word more or less."""
    if len(elements) < 2 or NUMBER in elements:
        return ""
    words = sentence.words
    for start in range(len(words)):
        window = words[start : start + len(elements)]
        wrong = [i for i, (e, w) in enumerate(zip(elements, window, strict=False)) if not _fits(e, w)]
        if len(window) == len(elements) and len(wrong) == 1:
            element, word = elements[wrong[0]], window[wrong[0]]
            if _same_stem(element, word) or _telling(elements, wrong[0]):
                return f"the text has '{word}' where the term has '{element}'"
        if len(elements) > 2 and (missing := _missing(elements, window)):
            return f"the text lacks '{missing}'"
        if extra := _extra(elements, words[start : start + len(elements) + 1]):
            return f"the text has '{extra}' in between"
    return ""


def _telling(elements: Sequence[str], wrong: int) -> bool:
    """Whether the words that do match say enough: two of more than three letters."""
    return sum(len(e) > 3 for i, e in enumerate(elements) if i != wrong) > 1


def _missing(elements: Sequence[str], window: Sequence[str]) -> str:
    """The inner element that the text leaves out."""
    for i in range(1, len(elements) - 1):
        rest = [*elements[:i], *elements[i + 1 :]]
        if len(window) >= len(rest) and all(_fits(e, w) for e, w in zip(rest, window, strict=False)):
            return elements[i]
    return ""


def _extra(elements: Sequence[str], window: Sequence[str]) -> str:
    """The one word that stands between the elements of a term."""
    for i in range(1, len(window) - 1):
        rest = [*window[:i], *window[i + 1 :]]
        if len(rest) == len(elements) and all(_fits(e, w) for e, w in zip(elements, rest, strict=True)):
            return window[i]
    return ""


def _fits(element: str, word: str) -> bool:
    return word.startswith(element[:-1]) if element.endswith("*") else word == element


def _same_stem(element: str, word: str) -> bool:
    stem = element.rstrip("*")[: max(STEM, len(element) - 3)]
    return len(stem) >= STEM and word.startswith(stem)


def _elsewhere(sentence: Sentence, book: Codebook, language: str) -> Iterator[tuple[int, Nearly]]:
    """Terms of other languages that stand in the text."""
    for other, other_book in sorted(book.languages.items()):
        if other == language:
            continue
        for hit in read(sentence, other_book).hits:
            if len(sentence.words[hit.start : hit.end]) > 1 or len(sentence.words[hit.start]) > STEM:
                why = f"is a term of language '{other}'; the text was read as '{language}'"
                yield hit.owner, Nearly(book.indicators[hit.owner].id, hit.term, why)
