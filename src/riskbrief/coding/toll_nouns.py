"""Whom a number counts: the noun phrase after it and its class of victims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from riskbrief.coding.toll_measures import names_kind, tells_age
from riskbrief.coding.toll_pieces import Piece, Quantity
from riskbrief.coding.toll_words import SECURITY_FORCES, UNSPECIFIED, TollWords

NOUN_REACH = 5
PARTITIVE_REACH = 8
"Of 'ten of the northern town's traders'."
_AND = frozenset({"and", "et", "or", "ou"})


class Noun(NamedTuple):
    """The noun phrase after a number: its end, its class of victims, whether a victim noun, or a thing, was found, and
    whether its first noun names one person ("a chief of the village")."""

    end: int
    victims: str
    found: bool
    thing: bool = False
    single: bool = False


@dataclass(frozen=True)
class Clause:
    """A stretch without a full stop: its pieces, their words, its quantities and the language's words."""

    pieces: Sequence[Piece]
    texts: Sequence[str]
    found: Sequence[Quantity]
    words: TollWords


def noun_after(at: int, clause: Clause, limit: int | None = None) -> Noun:
    """The noun phrase that begins at a piece, before `limit`; its class is that of its last victim noun before a
    break. The age of "a 12-year-old girl", "une fille de 12 ans" is passed over."""
    words, begin = clause.words, _after_age(at, clause)
    end, victims, found, thing = begin, UNSPECIFIED, begin > at, False
    last = len(clause.texts) if limit is None or limit < begin else limit
    reach = PARTITIVE_REACH if clause.texts[begin : begin + 1] in (["of"], ["des"]) else NOUN_REACH
    for index in range(begin, min(begin + reach, last)):
        text = clause.texts[index]
        named = text in words.victims or text in words.joins or _nation_of(index, clause)
        if _ends_noun(index, clause) or (found and not named):
            break
        if text in words.victims:
            own = index > begin and clause.texts[index - 1] in words.own_names  # "six VDP militiamen"
            here = SECURITY_FORCES if own else words.victims[text]
            victims = _joint_class(victims, here, joined=_AND.intersection(clause.texts[at:index]))
            end, found = index + 1, True
        thing = thing or (text in words.not_persons and not names_kind(clause.texts, index, words))
    first = clause.texts[begin] if begin < len(clause.texts) else ""
    single = first in words.victims and not (words.plurals and first.endswith(words.plurals))
    return Noun(_with_age(end, clause) if found else end, victims, found, thing and not found, single)


def _nation_of(index: int, clause: Clause) -> bool:
    """Whether a capital word stands before a victim ('four more [Malian] soldiers')."""
    following = clause.texts[index + 1] if index + 1 < len(clause.texts) else ""
    return clause.pieces[index].capital and following in clause.words.victims


def _with_age(end: int, clause: Clause) -> int:
    """The end of a noun with its age: 'une enfant de six ans', 'a boy aged 14'."""
    texts, at = clause.texts, end
    if texts[end : end + 1] == ["of"] and tells_age(texts, end + 1) and texts[end + 1] in clause.words.numerals:
        return end + 2
    at += texts[at : at + 1] in (["age"], ["agee"], ["ages"], ["agees"], ["aged"])
    at += texts[at : at + 1] == ["de"]
    counted = (
        at > end and at < len(texts) and (clause.pieces[at].kind == "number" or texts[at] in clause.words.numerals)
    )
    if not counted:
        return end
    at += 1
    return at + 1 if texts[at : at + 1] in (["ans"], ["mois"]) else at if texts[end] == "aged" else end


def _after_age(at: int, clause: Clause) -> int:
    """The piece after an age in front of a noun ('12-year-old')."""
    texts, begin = clause.texts, at
    if at >= len(texts) or not (clause.pieces[at].kind == "number" or texts[at] in clause.words.numerals):
        return at
    at += 1
    at += texts[at : at + 1] == ["-"]
    if texts[at : at + 1] != ["year"]:
        return begin
    at += 1
    while at < len(texts) and texts[at] in ("-", "old"):
        at += 1
    return at


def _joint_class(before: str, here: str, *, joined: frozenset[str]) -> str:
    """The class of victims of a phrase so far: the last one named, but none when 'and' joins two."""
    if here == UNSPECIFIED or before == here:
        return before
    return UNSPECIFIED if joined and before != UNSPECIFIED else here


def _ends_noun(index: int, clause: Clause) -> bool:
    """Whether a piece ends a noun phrase: a mark, a verb, a preposition, a word of dying."""
    text, words = clause.texts[index], clause.words
    if clause.pieces[index].kind not in ("word", "odd") or text in words.breaks:
        return True
    if text in words.active and text not in words.victims:
        return True
    if text in words.stops or text in words.auxiliaries or text in words.active_auxiliaries:
        return True
    return text not in words.victims and bool(words.state.at(clause.texts, index))


def clauses(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """First and last (excluded) piece of each stretch without a full stop, semicolon or colon."""
    first = 0
    for index, piece in enumerate(pieces):
        if piece.kind == "stop":
            yield first, index
            first = index + 1
    yield first, len(pieces)
