"""Numbers in a sentence as low, best, high: digits and words, qualifiers, ranges, dozens, nobody (method B.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from riskbrief.coding.number_words import read_number
from riskbrief.coding.toll_listed import listed
from riskbrief.coding.toll_measures import counts_persons, names_kind
from riskbrief.coding.toll_pieces import EXACT, RANGE, Piece, Quantity
from riskbrief.coding.toll_words import APPROXIMATE, KILLED, LESS, LOWER, MORE, UNSPECIFIED, UPPER, TollWords

MAIN_VERB_REACH = 16
_AND = frozenset({"and", "et"})
_OF = frozenset({"of", "de", "d", "des", "du"})
SPREAD = 0.2
"What 'about' leaves open on either side (method B.6)."


def quantities(pieces: Sequence[Piece], words: TollWords, *, language: str) -> list[Quantity]:
    """Every quantity in reading order, none overlapping; ages, years, dates, measures and money left out."""
    texts = [piece.text if piece.kind != "stop" else "." for piece in pieces]
    found: list[Quantity] = []
    at = 0
    while at < len(pieces):
        quantity = None
        if texts[at] in words.openers or pieces[at].kind == "number":
            quantity = _quantity(pieces, texts, at, words=words, language=language)
        if quantity is None and texts[at] in words.whose:
            quantity = _implied(texts, at, words)
        if quantity is None:
            at += 1
            continue
        found.append(quantity)
        at = quantity.last
    return [q for q in found if counts_persons(q, pieces, texts, said=words)]


def _quantity(
    pieces: Sequence[Piece], texts: Sequence[str], at: int, *, words: TollWords, language: str
) -> Quantity | None:
    qualifier = words.qualifiers.at(texts, at)
    start = at + len(qualifier)
    bare = _bare(pieces, texts, start, words=words, language=language)
    if bare is None and qualifier:
        return _bare(pieces, texts, at, words=words, language=language)
    if bare is None:
        return None
    more = words.or_more.at(texts, bare.last)
    if more and not qualifier and bare.precision == EXACT:
        return replace(bare, last=bare.last + len(more), high=None, precision=LOWER)
    return _qualified(replace(bare, first=at), words.qualifiers[qualifier]) if qualifier else bare


def _implied(texts: Sequence[str], at: int, words: TollWords) -> Quantity | None:
    """One more victim: 'and the driver', 'et son chauffeur', 'the other', or the first of such a list."""
    if texts[at + 1 : at + 2] in (["other"], ["autre"]):
        beside = texts[at + 2] if at + 2 < len(texts) else ","
        return Quantity(at, at + 1, 1, 1, 1, EXACT, True, True) if _goes_on(beside, words) else None
    noun = 0
    for index in range(at + 1, min(at + (5 if words.plurals else 3), len(texts))):
        if not texts[index].isalpha() or texts[index] in _OF | _AND:
            break
        if texts[index] in words.no_nouns and not names_kind(texts, index, words):
            break
        if words.victims.get(texts[index], UNSPECIFIED) != UNSPECIFIED:
            noun = index
        elif noun:
            break
    if not noun:
        return listed(texts, at, words)
    if texts[noun].endswith(words.plurals or "0") or texts[noun] in words.masses:
        return None
    return Quantity(at, at + 1, 1, 1, 1, EXACT, True, True)


def _goes_on(text: str, words: TollWords) -> bool:
    return text == "," or text in words.auxiliaries or text in words.singular_verbs


def _qualified(quantity: Quantity, qualifier: str) -> Quantity:
    """What a word before a number makes of it; an 'about' in front of a range or of dozens changes nothing."""
    best = quantity.best
    plain = replace(quantity, article=False)
    if qualifier == LOWER:
        return replace(plain, low=best, high=None, precision=LOWER)
    if qualifier == MORE:
        return replace(plain, low=best + 1, best=best + 1, high=None, precision=LOWER)
    if qualifier in (UPPER, LESS):
        high = max(1, best - (qualifier == LESS))
        return replace(plain, low=min(1, high), best=(high + 1) // 2 if high > 1 else high, high=high, precision=UPPER)
    if quantity.precision == EXACT:
        low, best, high = _about(best)
        return replace(plain, low=low, high=high, precision=APPROXIMATE)
    return plain


def _about(value: int) -> tuple[int, int, int]:
    """Plus or minus a fifth, rounded: 40 -> 32, 40, 48."""
    margin = round(value * SPREAD)
    return value - margin, value, value + margin


def _bare(
    pieces: Sequence[Piece], texts: Sequence[str], at: int, *, words: TollWords, language: str
) -> Quantity | None:
    """A quantity without its qualifier."""
    for opening, joining in words.ranges:
        skip = 1 if opening else 0
        if opening and (at >= len(texts) or texts[at] != opening):
            continue
        if span := _range(pieces, texts, at + skip, joining=joining, language=language):
            return replace(span, first=at)
    if at < len(texts) and (dozens := _rounded(texts, at, words=words, language=language)):
        return dozens
    if (vague := words.vague_phrases.at(texts, at)) and not _both_the(texts, at):
        low, best, high = words.vague[vague]
        return Quantity(at, at + len(vague), low, best, high, EXACT if low == high else APPROXIMATE)
    if texts[at : at + 1] and texts[at] in words.articles and (family := _family(pieces, texts, at, words, language)):
        return family
    if nobody := words.nobody.at(texts, at):
        whole = _of_how_many(pieces, texts, at + len(nobody), words=words, language=language)
        return Quantity(at, whole[1] if whole else at + len(nobody), 0, 0, 0, EXACT)
    return _single(pieces, texts, at, words=words, language=language)


def _both_the(texts: Sequence[str], at: int) -> bool:
    """'Both the post and the market' counts nobody."""
    return list(texts[at : at + 2]) == ["both", "the"]


def _family(pieces: Sequence[Piece], texts: Sequence[str], at: int, words: TollWords, language: str) -> Quantity | None:
    """'A family of seven', 'un groupe de douze femmes'."""
    if at + 3 >= len(texts) or texts[at + 1] not in words.collectives or texts[at + 2] not in ("of", "de", "d"):
        return None
    number = _number(pieces, texts, at + 3, language=language)
    return Quantity(at, number[1], number[0], number[0], number[0], EXACT) if number else None


def _single(
    pieces: Sequence[Piece], texts: Sequence[str], at: int, *, words: TollWords, language: str
) -> Quantity | None:
    """One number; the twelve of 'one of the 12 killed'; an article as one."""
    number = _number(pieces, texts, at, language=language)
    if number is None:
        return Quantity(at, at + 1, 1, 1, 1, EXACT, True) if at < len(texts) and texts[at] in words.articles else None
    value, after = number
    if whole := _of_how_many(pieces, texts, after, words=words, language=language):
        after = whole[1]
        value = whole[0] if _all_meant(texts, after, words=words) else value
    return Quantity(at, after, value, value, value, EXACT, value == 1 and pieces[at].kind == "word")


def _of_how_many(
    pieces: Sequence[Piece], texts: Sequence[str], at: int, *, words: TollWords, language: str
) -> tuple[int, int] | None:
    """The number after 'of the'."""
    link = words.of_the.at(texts, at)
    return _number(pieces, texts, at + len(link), language=language) if link else None


def _all_meant(texts: Sequence[str], at: int, *, words: TollWords) -> bool:
    """Whether the victims are all of them ('one of the 12 people killed'), not the share ('two of the five died')."""
    for index in range(at, min(at + 4, len(texts))):
        if state := words.state.at(texts, index):
            return not _suffer_later(texts, index + len(state), words=words)
        if texts[index] in words.auxiliaries or texts[index] in words.active_auxiliaries:
            return False
    return False


def _suffer_later(texts: Sequence[str], at: int, *, words: TollWords) -> bool:
    """Whether a main verb tells of the share: 'twelve of the thirty hostages taken there have been killed'."""
    last = min(at + MAIN_VERB_REACH, len(texts))
    others = (i for i in range(at, last) if texts[i] in words.numerals | words.stops or texts[i].isdigit())
    own = range(at, next(others, last))
    if any(words.deaths.labels.get(words.deaths.at(texts, i)) == KILLED for i in own):
        return True
    helps = [i for i in range(at, last) if texts[i] in words.auxiliaries or texts[i] in words.plural_verbs]
    return any(words.passive.at(texts, i) or words.deaths.at(texts, i) for h in helps for i in range(h + 1, h + 4))


def _range(pieces: Sequence[Piece], texts: Sequence[str], at: int, *, joining: str, language: str) -> Quantity | None:
    lower = _number(pieces, texts, at, language=language)
    if lower is None or lower[1] >= len(texts) or texts[lower[1]] not in (joining, "-"):
        return None
    upper = _number(pieces, texts, lower[1] + 1, language=language)
    if upper is None or not 0 < lower[0] < upper[0] or upper[0] > 20 * lower[0]:
        return None
    return Quantity(at, upper[1], lower[0], (lower[0] + upper[0]) // 2, upper[0], RANGE)


def _rounded(texts: Sequence[str], at: int, *, words: TollWords, language: str) -> Quantity | None:
    """'A dozen', 'half a dozen', 'two dozen', 'une trentaine', 'une demi-douzaine'."""
    if tuple(texts[at : at + 3]) in (("half", "a", "dozen"), ("une", "demi", "douzaine")):
        return Quantity(at, at + 3, *_about(6), APPROXIMATE)
    times = read_number(texts, at, language) if texts[at] not in words.articles else (1, at + 1)
    if times is None or times[1] >= len(texts):
        return None
    singular = texts[times[1]] if texts[times[1]] in words.rounded else texts[times[1]].removesuffix("s")
    if singular not in words.rounded or times[0] > 20:
        return None
    return Quantity(at, times[1] + 1, *_about(times[0] * words.rounded[singular]), APPROXIMATE)


def _number(pieces: Sequence[Piece], texts: Sequence[str], at: int, *, language: str) -> tuple[int, int] | None:
    """A number in digits ("1 200", "1.200", "1,200") or words, and the piece after it."""
    if at >= len(pieces):
        return None
    if pieces[at].kind != "number":
        return read_number(texts, at, language) if pieces[at].kind == "word" else None
    value, after = int(re.sub(r"\D", "", texts[at])), at + 1
    following = texts[after] if after < len(texts) else ""
    if following in ("thousand", "mille"):
        return value * 1000, after + 1
    return value, after
