"""Terms and patterns that nearly matched: one word off, a partner absent or too far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from riskbrief.coding.nearness import BESIDE, Miss, another_form, forms_in, instead, some
from riskbrief.coding.terms import NUMBER, Term, parse_term

WIDER = 3  # how many times the allowed gap still counts as near


class Spot(NamedTuple):
    """A term of a list at words `start` to `end`."""

    start: int
    end: int
    text: str


class Pattern(NamedTuple):
    """A near pattern (`within` set, two lists) or an `all`: its terms as written, list by list, and where they stand;
    `where` is the stretch that must hold them."""

    owner: int
    lists: tuple[Sequence[str], ...]
    spots: tuple[Sequence[Spot], ...]
    within: int | None
    ordered: bool
    where: str


def term_miss(owner: int, term: Term, words: Sequence[str], free: Sequence[str]) -> Miss | None:
    """What keeps a term out of a sentence, where that is one word; `free`: the words that may be a form of another."""
    if NUMBER in term.elements or term.capitals:
        return None
    if len(term.elements) == 1:
        found = next(forms_in(free, term.elements), None)
        return found and Miss(owner, "form", term.text, instead(free[found[0]], term.elements[0]))
    return _one_off(owner, term, words)


def pattern_miss(pattern: Pattern, words: Sequence[str]) -> Miss | None:
    """What keeps a pattern out of a stretch of text, where that is one thing."""
    absent = [n for n, spots in enumerate(pattern.spots) if not spots]
    if not absent:
        return None if pattern.within is None else _apart(pattern, pattern.within)
    if len(absent) > 1:
        return None
    return _without(pattern, absent[0], words)


def met(pattern: Pattern) -> bool:
    """Whether all of it stands near enough."""
    if pattern.within is None or not all(pattern.spots):
        return all(pattern.spots)
    return any(0 <= gap <= pattern.within for gap, _, _ in _gaps(pattern))


def _gaps(pattern: Pattern) -> list[tuple[int, Spot, Spot]]:
    """Words between each `a` and each `b`, nearest first; those the wrong way round are negative, less one."""
    found = []
    for a in pattern.spots[0]:
        for b in pattern.spots[1]:
            gap = max(b.start - a.end, a.start - b.end)
            wrong = pattern.ordered and b.start < a.start
            if gap >= 0:
                found.append((-gap - 1 if wrong else gap, a, b))
    return sorted(found, key=lambda g: (abs(g[0]), g))


def _apart(pattern: Pattern, within: int) -> Miss | None:
    """Both sides stand, but too far apart or the other way round."""
    gaps = _gaps(pattern)
    if not gaps or met(pattern):
        return None
    gap, a, b = gaps[0]
    between = gap if gap >= 0 else -gap - 1
    if between > WIDER * within:
        return None
    why = f"{between} words lie between; the pattern allows {within}"
    if gap < 0:
        why = f"'{b.text}' stands before '{a.text}'; the pattern wants it after"
    return Miss(pattern.owner, "gap", f"{a.text} ... {b.text}", why, between / (WIDER * within + 1))


def _without(pattern: Pattern, absent: int, words: Sequence[str]) -> Miss:
    """One list has no term in the text, or one only in a form with another ending."""
    standing = " ... ".join(spots[0].text for spots in pattern.spots if spots)
    texts = pattern.lists[absent]
    single = {t.elements[0]: text for text in texts for t in parse_term(text) if len(t.elements) == 1}
    for position, known in forms_in(words, list(single)):
        return Miss(pattern.owner, "form", f"{standing} ... {single[known]}", instead(words[position], single[known]))
    size = len(pattern.lists)
    side = "" if pattern.within is None else f" within {pattern.within} words" + _side(pattern, absent)
    why = f"none of {some(texts)} stands{side or ' in the ' + pattern.where}"
    return Miss(pattern.owner, "part" if size > 2 else "half", standing, why, 1 / size)


def _side(pattern: Pattern, absent: int) -> str:
    if not pattern.ordered:
        return " of it"
    return " after it" if absent else " before it"


def _one_off(owner: int, term: Term, words: Sequence[str]) -> Miss | None:
    """Why a term of two words or more fails by one word: another form of it, another word, a word more or less."""
    elements = term.elements
    found: list[Miss] = []
    for start in range(len(words)):
        window = words[start : start + len(elements)]
        wrong = [i for i, (e, w) in enumerate(zip(elements, window, strict=False)) if not _fits(e, w)]
        if len(window) == len(elements) and len(wrong) == 1:
            element, word = elements[wrong[0]], window[wrong[0]]
            if another_form(element, word, BESIDE):
                return Miss(owner, "form", term.text, instead(word, element))
            if _telling(elements, wrong[0]):
                found.append(Miss(owner, "word", term.text, instead(word, element)))
        if len(elements) > 2 and (missing := _missing(elements, window)):
            found.append(Miss(owner, "word", term.text, f"the text lacks '{missing}'"))
        if extra := _extra(elements, words[start : start + len(elements) + 1]):
            found.append(Miss(owner, "word", term.text, f"the text has '{extra}' in between"))
    return next(iter(found), None)


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
