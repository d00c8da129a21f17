"""The term grammar of method B.2: consecutive words, `word*` prefixes, `#` one number, `@family` word families."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from riskbrief.folding import fold

NUMBER = "#"
MAX_NUMBER_WORDS = 8
_ELEMENT = re.compile(r"@[a-z][a-z0-9_]*|[a-z0-9]+\*?|#")
_NUMBER_WORDS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand hundreds thousands dozen"
    " dozens tens scores several",
    "fr": "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts"
    " trente quarante cinquante soixante septante nonante cent cents mille dizaine dizaines vingtaine trentaine"
    " quarantaine cinquantaine soixantaine centaine centaines millier milliers plusieurs douzaine",
}
_NUMBER_LINKS = {"en": {"and", "a"}, "fr": {"et", "de", "d", "des"}}
_QUALIFIERS = {
    "en": ["at least", "more than", "about", "around", "nearly", "some", "up to", "almost", "over", "a"],
    "fr": ["au moins", "plus de", "environ", "pres de", "quelque", "jusqu a", "plus d", "des"],
}
_WORDS = {language: frozenset(words.split()) for language, words in _NUMBER_WORDS.items()}
_STARTS = {language: _WORDS[language] | {q.split()[0] for q in phrases} for language, phrases in _QUALIFIERS.items()}
_BEFORE = {language: [q.split() for q in phrases] for language, phrases in _QUALIFIERS.items()}


class Term(NamedTuple):
    """A term as an analyst wrote it and its folded elements (`word`, `word*` or `#`)."""

    text: str
    elements: tuple[str, ...]

    @property
    def anchor(self) -> tuple[str, bool]:
        """Folded text that any match contains, and whether it may go on with further letters.

        >>> Term("# soldiers were killed", ("#", "soldiers", "were", "killed")).anchor
        ('soldiers were killed', False)
        >>> Term("civil war*", ("civil", "war*")).anchor
        ('civil war', True)
        """
        run = max(_runs(self.elements), key=lambda r: sum(map(len, r)))
        return " ".join(run).rstrip("*"), run[-1].endswith("*")


def _runs(elements: tuple[str, ...]) -> list[list[str]]:
    """Stretches that stand in the folded text as written: a number, `word*` or the letters of "U.N." end one."""
    runs: list[list[str]] = [[]]
    for index, element in enumerate(elements):
        beside = (*elements[max(index - 1, 0) : index], *elements[index + 1 : index + 2])
        letter = len(element) == 1 and any(len(e) == 1 for e in beside)
        if element == NUMBER or letter:
            runs.append([])
        if element != NUMBER:
            runs[-1].append(element)
        if element.endswith("*") or letter:
            runs.append([])
    return [run for run in runs if run]


def parse_term(text: str, families: Mapping[str, Sequence[str]] | None = None) -> list[Term]:
    """The terms a line of YAML stands for: one, or one for each member of the families it names.

    >>> parse_term("Tombé dans une embuscade*")[0].elements
    ('tombe', 'dans', 'une', 'embuscade*')
    >>> [t.elements for t in parse_term("@force killed", {"force": ["army", "the police"]})]
    [('army', 'killed'), ('the', 'police', 'killed')]
    """
    parts = [_alternatives(e, families or {}, ()) for e in _ELEMENT.findall(fold(text))]
    found = [Term(text, sum(choice, ())) for choice in product(*parts)]
    return [t for t in found if any(e != NUMBER for e in t.elements)]


def _alternatives(element: str, families: Mapping[str, Sequence[str]], seen: tuple[str, ...]) -> list[tuple[str, ...]]:
    if not element.startswith("@"):
        return [(element,)]
    name = element[1:]
    if name in seen:
        return []
    found: list[tuple[str, ...]] = []
    for member in families.get(name, ()):
        parts = [_alternatives(e, families, (*seen, name)) for e in _ELEMENT.findall(fold(member))]
        found += [sum(choice, ()) for choice in product(*parts) if parts]
    return found


def parse_terms(texts: Iterable[str], families: Mapping[str, Sequence[str]] | None = None) -> Iterator[Term]:
    """All terms of a list, in order."""
    for text in texts:
        yield from parse_term(text, families)


def number_end(words: Sequence[str], start: int, language: str) -> int:
    """Index after the number (with a qualifier such as "at least") that starts at `start`; `start` if there is none.

    >>> number_end(["at", "least", "twenty", "four", "men"], 0, "en")
    4
    >>> number_end(["1", "200", "civils"], 0, "fr")
    2
    """
    if start >= len(words) or not (words[start][0].isdigit() or words[start] in _STARTS.get(language, ())):
        return start
    known = _WORDS.get(language, frozenset())
    if words[start][0].isdigit():
        return _number(words, start, known, _NUMBER_LINKS.get(language, set()))
    begin = start + next((len(q) for q in _BEFORE.get(language, []) if list(words[start : start + len(q)]) == q), 0)
    if (end := _number(words, begin, known, _NUMBER_LINKS.get(language, set()))) > begin:
        return end
    return _number(words, start, known, _NUMBER_LINKS.get(language, set()))


def number_start(words: Sequence[str], end: int, language: str) -> int:
    """Index where the longest number that ends just before `end` begins; -1 if there is none.

    >>> number_start(["killing", "at", "least", "six", "men"], 4, "en")
    1
    """
    starts = range(max(0, end - MAX_NUMBER_WORDS), end)
    return next((start for start in starts if number_end(words, start, language) == end), -1)


def _number(words: Sequence[str], start: int, known: frozenset[str], links: set[str]) -> int:
    if start >= len(words):
        return start
    if words[start].isdigit():
        end = start + 1
        while end < len(words) and len(words[end]) == 3 and words[end].isdigit() and len(words[start]) <= 3:
            end += 1
        return _linked(words, end, links)
    end = start
    while end < len(words) and end - start < MAX_NUMBER_WORDS:
        if words[end] in known:
            end += 1
        elif end > start and words[end] in links and end + 1 < len(words) and words[end + 1] in known:
            end += 2
        else:
            break
    return _linked(words, end, links - {"and", "et", "a"}) if end > start else start


def _linked(words: Sequence[str], end: int, links: set[str]) -> int:
    """Past the `de` of "une trentaine de"."""
    return end + 1 if end < len(words) and words[end] in links & {"de", "d"} else end
