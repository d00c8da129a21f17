"""Numbers that count no people: ages, years, dates, measures, money, parts of names."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.coding.toll_pieces import EXACT, Piece, Quantity
from riskbrief.coding.toll_words import UNSPECIFIED, TollWords, words

_YEARS = frozenset({"ans", "years", "year"})
_KINDS = words("village town city district school church mosque market bus car truck boat camp state community cattle")
_SCENES = words("incident raid ambush attack assault blast explosion strike embuscade attaque frappe assaut occasion")
_ONE = words(
    "man woman boy girl child youth teenager widow widower grandmother grandfather villager farmer homme femme garcon "
    "fille fillette enfant adolescent adolescente vieillard veuve veuf grand-mere"
)


def counts_persons(q: Quantity, pieces: Sequence[Piece], texts: Sequence[str], *, said: TollWords) -> bool:
    """Whether a quantity may count people: no age, date, year, measure, sum of money, score or part of a name."""
    of = q.last < len(texts) and texts[q.last] in ("of", "de", "d")
    following = texts[q.last + of] if q.last + of < len(texts) else ""
    preceding = texts[q.first - 1] if q.first else ""
    digits = pieces[q.last - 1].kind == "number"
    if following in said.not_persons and not names_kind(texts, q.last + of, said):
        return False
    if q.article and _scene_of(q, texts):
        return False
    if following in said.months or preceding in said.months:
        return False
    if _of_age(q, texts, said):
        return False
    if preceding in ("$", "€", "£", "aged", "age", "agee", "ages", "agees", "numero", "article"):
        return False
    if digits and any(p in "-/:" and _touching(pieces, q.first - 1) for p in (preceding,) if p):
        return False
    if digits and following in ("-", "/") and _touching(pieces, q.last):
        return False
    if (following, texts[q.last + 1] if q.last + 1 < len(texts) else "") in (("per", "cent"), ("pour", "cent")):
        return False
    if _age_beside(q, texts) or (digits and preceding == following == "," and q.precision == EXACT):
        return False
    plain = digits and pieces[q.last - 1].text.isdigit() and q.precision == EXACT
    return not (plain and 1900 <= q.best <= 2100)


def _scene_of(q: Quantity, texts: Sequence[str]) -> bool:
    """Whether an article opens a scene: 'in another raid', 'dans un autre incident'."""
    at = q.last + (texts[q.last : q.last + 1] in (["autre"], ["other"]))
    return at < len(texts) and texts[at] in _SCENES


def names_kind(texts: Sequence[str], at: int, said: TollWords) -> bool:
    """Whether an English word of a thing says what kind of person follows: 'a village head', 'the bus driver'."""
    after = texts[at + 1] if at + 1 < len(texts) else ""
    return texts[at] in _KINDS and bool(said.plurals) and said.victims.get(after, UNSPECIFIED) != UNSPECIFIED


def tells_age(texts: Sequence[str], at: int) -> bool:
    """Whether a number at a piece would be the age of one person: 'a woman of [eighty]', 'un vieillard de [80]'."""
    return 1 < at < len(texts) and texts[at - 1] in ("of", "de") and texts[at - 2] in _ONE


def _of_age(q: Quantity, texts: Sequence[str], said: TollWords) -> bool:
    """Whether a quantity is such an age: no noun follows."""
    after = texts[q.last] if q.last < len(texts) else ","
    ends = not after.isalpha() or after in said.singular_verbs | said.plural_verbs | {"and", "et"}
    return ends and not q.article and tells_age(texts, q.first)


def _age_beside(q: Quantity, texts: Sequence[str]) -> bool:
    """Whether a number is one of two ages: 'aged 9 and 11', 'de 9 et 11 ans'."""
    before, after = texts[max(0, q.first - 3) : q.first], texts[q.last : q.last + 3]
    second = len(before) == 3 and before[0] in ("aged", "ages", "agees") and before[2] in ("and", "et")
    return second or (len(after) == 3 and after[0] in ("and", "et") and after[1].isdigit() and after[2] in _YEARS)


def _touching(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a mark touches the pieces on both sides ("AK-47", "24-year-old")."""
    if not 0 < at < len(pieces) - 1:
        return False
    return pieces[at - 1].end == pieces[at].start and pieces[at].end == pieces[at + 1].start
