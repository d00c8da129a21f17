"""The term grammar of method B.2: consecutive words, `word*` prefixes, `#` one number, `=Name` in these capitals,
`@family` word families."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from riskbrief.coding.capitals import unaccented
from riskbrief.folding import fold

NUMBER = "#"
CAPITALS = "="
_ELEMENT = re.compile(r"@[a-z][a-z0-9_]*|[a-zA-Z0-9]+\*?|#")
_NAME = re.compile(r"[A-Za-z0-9]+\*?")


class Term(NamedTuple):
    """A term as an analyst wrote it and its folded elements (`word`, `word*` or `#`).

    `capitals`: for each element the letters it must have in the text as read, or "" (all: no element asks for any).
    """

    text: str
    elements: tuple[str, ...]
    capitals: tuple[str, ...] = ()

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
    parts = [_alternatives(e, families or {}, ()) for e in _elements(text)]
    found = [_term(text, sum(choice, ())) for choice in product(*parts)]
    return [t for t in found if any(e != NUMBER for e in t.elements)]


def _elements(text: str) -> list[str]:
    """The elements of a line, folded but for those marked `=`.

    >>> _elements("=AES d'Été*"), _elements("=Côte-d'Or")
    (['=AES', 'd', 'ete*'], ['=Cote', '=d', '=Or'])
    """
    if CAPITALS not in text:
        return _ELEMENT.findall(fold(text))
    found: list[str] = []
    for word in text.split():
        marked = word.startswith(CAPITALS)
        found += [CAPITALS + w for w in _NAME.findall(unaccented(word))] if marked else _ELEMENT.findall(fold(word))
    return found


def _term(text: str, elements: tuple[str, ...]) -> Term:
    if not any(e[0] == CAPITALS for e in elements):
        return Term(text, elements)
    capitals = tuple(e[1:].removesuffix("*") if e[0] == CAPITALS else "" for e in elements)
    return Term(text, tuple(e[1:].lower() if e[0] == CAPITALS else e for e in elements), capitals)


def _alternatives(element: str, families: Mapping[str, Sequence[str]], seen: tuple[str, ...]) -> list[tuple[str, ...]]:
    if not element.startswith("@"):
        return [(element,)]
    name = element[1:]
    if name in seen:
        return []
    found: list[tuple[str, ...]] = []
    for member in families.get(name, ()):
        parts = [_alternatives(e, families, (*seen, name)) for e in _elements(member)]
        found += [sum(choice, ()) for choice in product(*parts) if parts]
    return found


def parse_terms(texts: Iterable[str], families: Mapping[str, Sequence[str]] | None = None) -> Iterator[Term]:
    """All terms of a list, in order."""
    for text in texts:
        yield from parse_term(text, families)
