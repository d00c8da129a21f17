"""Tolls near event mentions, who claimed them, and which mentions they belong to (method B.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from riskbrief.coding.text_words import TextBook
from riskbrief.coding.toll_words import SECURITY_FORCES, UNSPECIFIED
from riskbrief.coding.tolls import Toll
from riskbrief.definitions.outlets import OFFICE
from riskbrief.folding import fold

CLAIMANT_LENGTH = 80
_SMALL = frozenset({"the", "a", "an", "le", "la", "les", "l'", "un", "une", "des"})
BESIDE = 60  # characters


_REVISES = re.compile(
    r"(?i)\b(?:rose|risen|rises|climb(?:s|ed)|revis(?:es|ed|ing)|up from|down from|earlier (?:count|toll|figure)"
    r"|(?:new|latest|updated|final|revised) (?:toll|count|figure)|now stands|correct(?:s|ed|ing)"
    r"|(?:bilan|nombre)\b[^.;!?]{0,120}\b(?:passe|pass[ée]|monte|mont[ée]|grimpe|atteint)|s['’]alourdit"
    r"|s['’]est alourdi|alourdi"
    r"|r[ée]vis\w+|rectifi\w+|(?:nouveau|dernier) bilan|bilan (?:d[ée]finitif|final|actualis[ée])|d[ée]sormais|et non)"
    r"(?!\w)"
)


def revises(sentence: str) -> bool:
    """Whether a sentence says that its toll takes the place of an earlier one.

    >>> revises("The death toll rose to nine, from six."), revises("Nine soldiers were killed.")
    (True, False)
    >>> revises("Le bilan de l'assaut mené contre le camp passe à sept soldats tués."), revises("Sept soldats tués.")
    (True, False)
    """
    return bool(_REVISES.search(sentence))


_OWNS = (
    r"(?:confirm\w*|acknowledg\w+|admit\w*|conced\w+|announc\w+|put|said|mourns?|pa(?:ys|id) tribute|reconna[iî]\w+"
    r"|annonc\w+"
    r"|admet\w*|chiffre\w*|fait état|salue\w*|s['’]incline\w*|indiqu\w+|déplore\w*|déclar\w+|precis\w+|précis\w+)"
)
_OFFICIAL = re.compile(rf"(?i)\b{OFFICE}\b[^.;!?]{{0,60}}\b{_OWNS}\b|\b{_OWNS}\b[^.;!?]{{0,80}}\b{OFFICE}\b")


def official(sentence: str) -> bool:
    """Whether a state's office gives the number: it speaks of its own dead, and never counts too many.

    >>> official("The defence ministry confirmed that two soldiers were killed."), official("Two soldiers were killed.")
    (True, False)
    """
    return bool(_OFFICIAL.search(sentence))


def claimant(sentence: str, text: TextBook) -> str:
    """Who says what the sentence says, as read; empty when the article speaks for itself.

    "Six soldiers died, the army said" is the army's; "a indiqué jeudi le maire", "selon un élu local" name theirs.
    """
    for pattern in (text.according, text.said_first, text.said):
        if (match := pattern.search(sentence)) and not text.not_saying.search(match["who"]):
            return text.joined.sub("", match["who"].strip())[:CLAIMANT_LENGTH]
    return ""


def source_next(after: str, text: TextBook) -> str:
    """Whom the words right after a bare number name for it ("31 died, 45 according to a councillor"); empty when none.

    `after`: the sentence from the end of the number on.
    """
    source = text.according.match(after.lstrip())
    return source["who"].strip()[:CLAIMANT_LENGTH] if source else ""


def sentence_toll(tolls: Sequence[Toll]) -> Toll | None:
    """The number of dead a sentence gives: of the armed group only when nobody else died."""
    killed = [t for t in tolls if t.kind == "killed"]
    return total([t for t in killed if t.victims != "armed_group"]) or total(killed)


def total(tolls: Sequence[Toll]) -> Toll | None:
    """One toll of several of a kind in one sentence: the largest whole with the other classes of victims beside it.

    A share ("including two children") counts only when there is no whole.
    """
    wholes = [t for t in tolls if not t.part] or list(tolls)
    if not wholes:
        return None
    parts = summands(wholes)
    highs = [t.high for t in parts]
    return replace(
        parts[0],
        low=sum(t.low for t in parts),
        best=sum(t.best for t in parts),
        high=None if None in highs else sum(h for h in highs if h is not None),
        precision=next((t.precision for t in parts if t.precision != "exact"), "exact"),
        victims=parts[0].victims if len(parts) == 1 else "unspecified",
    )


class Stated(Protocol):
    """What is needed of a stated number of victims to tell which add up."""

    @property
    def victims(self) -> str: ...
    @property
    def precision(self) -> str: ...
    @property
    def best(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Stated)


def summands(tolls: Sequence[S]) -> list[S]:
    """The largest toll, one that is only an upper limit when there is no other, and one of each further class of
    victims named beside it."""
    main = max(tolls, key=lambda t: (t.precision != "upper", t.best, -t.start))
    parts = {main.victims: main}
    if main.victims != "unspecified":
        for toll in tolls:
            gap = max(toll.start - main.end, main.start - toll.end)
            if toll.victims != "unspecified" and gap <= BESIDE:
                parts.setdefault(toll.victims, toll)
    return list(parts.values())


class Claimed(Stated, Protocol):
    """What is needed of a stated number of victims to tell who gives it."""

    @property
    def claimant(self) -> str: ...


C = TypeVar("C", bound=Claimed)


def by_claimant(rows: Sequence[C]) -> list[list[C]]:
    """Numbers by who gives them; "the army" is "the Malian army"."""
    found: list[tuple[frozenset[str], list[C]]] = []
    for row in rows:
        words = _name(row)
        same = next((held for name, held in found if _one_name(name, words)), None)
        if same is None:
            found.append((words, [row]))
        else:
            same.append(row)
    return [held for _, held in found]


def rivals(rows: Sequence[C], given: Sequence[C]) -> list[list[C]]:
    """The numbers of an article that compete: what it or its first claimant tells (`rows`), and by claimant what others
    tell of victims of the same class and the figures `given` for them; who only corrects himself is no rival."""
    told, others = _first_teller(rows)
    names = {_name(row) for row in told} - {frozenset()}
    groups = by_claimant([*others, *given])
    own = [g for g in groups if any(_one_name(_name(g[0]), name) for name in names)]
    told = [*told, *(row for group in own for row in group)]
    return [*([told] if told else []), *(g for g in groups if g not in own)]


def _first_teller(rows: Sequence[C]) -> tuple[list[C], list[C]]:
    """The numbers that the article or its first claimant gives, and those that others by name give for victims of one
    class with one of these; people of no named class count as of one class with civilians, never with soldiers."""
    first = next((_name(row) for row in rows if row.claimant), frozenset[str]())
    own = [not row.claimant or _one_name(_name(row), first) for row in rows]
    classes = {row.victims for row, is_own in zip(rows, own, strict=True) if is_own}
    told: list[C] = []
    others: list[C] = []
    for row, is_own in zip(rows, own, strict=True):
        alike = row.victims in classes or (row.victims == UNSPECIFIED and SECURITY_FORCES not in classes)
        (told if is_own or not alike else others).append(row)
    return told, others


def one_claimant(one: str, other: str) -> bool:
    """Whether two names are of one who says something.

    >>> one_claimant("the army", "the Malian army"), one_claimant("the army", "a nurse"), one_claimant("", "a nurse")
    (True, False, False)
    """
    return _one_name(_words(one), _words(other))


def _name(row: Claimed) -> frozenset[str]:
    return _words(row.claimant)


def _words(name: str) -> frozenset[str]:
    """The words of who gives a number, without articles."""
    return frozenset(fold(name).split()) - _SMALL


def _one_name(one: frozenset[str], other: frozenset[str]) -> bool:
    return (bool(one and other) and (one <= other or other <= one)) or one == other
