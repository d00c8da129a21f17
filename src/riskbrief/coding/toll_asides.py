"""What may stand between victims and what befell them: days, relative clauses, appositions between commas."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riskbrief.coding.toll_nouns import Clause
from riskbrief.coding.toll_pieces import Piece, Quantity
from riskbrief.coding.toll_words import UNSPECIFIED, words

ASIDE_REACH = 24
PARTICIPLE_REACH = 4
COMPLEMENT_REACH = 6
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|janvier|fevrier|mars|avril|"
    "mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
)
_EN_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|overnight"
_FR_DAY = r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|avant hier|aujourd hui"
_ENGLISH = (
    rf"(?:(?:on|early|late|earlier|last|since|by|before|until|this|the same) )*(?:{_EN_DAY})(?! s\b)"
    rf"(?: (?:morning|afternoon|evening|night|last))*(?: (?:\d\d? )?(?:{_MONTHS})(?: \d\d?)?)?"
    rf"|(?:this|that|the same|last) (?:morning|week|evening|month|night|year)"
    r"|(?:(?:just|shortly) )?(?:at|before|after) (?:dawn|dusk|sunrise|sunset|nightfall|midnight|dark)"
    rf"|on (?:\d\d? (?:{_MONTHS})|(?:{_MONTHS}) \d\d?)(?: (?:19|20)\d\d)?"
)
_FRENCH = (
    r"(?:(?:dans|au cours de|pendant|durant) la (?:nuit|journee|soiree|matinee) (?:de |du )|"
    rf"(?:depuis|des|avant|ce|le|du|au|de|a partir de) )*(?:{_FR_DAY})(?: (?:a|au|et) (?:{_FR_DAY}))?"
    r"(?: (?:matin|soir|midi|apres midi|dernier|dans la (?:nuit|soiree|matinee|journee)|a l aube|en debut de soiree|"
    r"en fin de journee|avant l aube))*"
    rf"(?: \d\d? (?:{_MONTHS})(?: (?:19|20)\d\d)?)?"
    r"|(?:a|avant|des) l aube|au petit matin|dans la (?:nuit|soiree|matinee)|la (?:veille|semaine derniere)|cette "
    r"semaine"
    rf"|ce (?:matin|soir)|le \d\d? (?:{_MONTHS})(?: (?:19|20)\d\d| dernier)?"
)
PLACE_REACH = 7
LIST = "list"
"The kind of a comma that was a colon."
_IN_PLACES = words(
    "the s of le la l du de des d north south east west northern southern eastern western central state region "
    "province "
    "nord sud est ouest centre far extreme"
)
_HEADED = words("village district town ward community clan hamlet traditional ruga emirate")
_HEADMAN = "headman"
_DAYS = {"fr": re.compile(rf"(?<!\S)(?:(, )(?:{_FRENCH})(?: ,)?|(?:{_FRENCH}))(?!\S)")}
_DAYS["en"] = re.compile(rf"(?<!\S)(?:(, )(?:{_ENGLISH})(?: ,)?|(?:{_ENGLISH}))(?!\S)")
_LINKS = words("and then later et puis ensuite all tous toutes both apparently")
_PARTICIPLES = {
    True: ("ed", "nd", "id", "en", "nt", "wn", "ot", "ut"),
    False: ("e", "es", "ee", "ees", "is", "us", "it", "its", "ues"),
}


_DAY_WORDS = words(
    "monday tuesday wednesday thursday friday saturday sunday yesterday overnight morning week evening month night "
    "year dawn dusk sunrise sunset nightfall midnight dark lundi mardi mercredi jeudi vendredi samedi dimanche hier "
    "aujourd aube matin nuit soir soiree matinee veille semaine"
) | words(_MONTHS.replace("|", " "))
"One of these is in all that only says when."


def without_days(pieces: Sequence[Piece], language: str) -> list[Piece]:
    """The pieces of a clause but for those that only say when: 'ont enlevé [dimanche] quinze élèves'.

    A day between commas goes with both; a genitive ("Monday's raid") stays.
    """
    if _DAY_WORDS.isdisjoint(piece.text for piece in pieces):
        return list(pieces)
    line = " ".join(piece.text for piece in pieces)
    spans = [match.span() for match in _DAYS.get(language, _DAYS["en"]).finditer(line)]
    if not spans:
        return list(pieces)
    kept, at, spans = [], 0, [*spans, (len(line) + 1, 0)]
    for piece in pieces:
        while spans[0][1] and spans[0][1] <= at:
            spans.pop(0)
        if at < spans[0][0]:
            kept.append(piece)
        at += len(piece.text) + 1
    return kept


def without_places(pieces: Sequence[Piece], breaks: frozenset[str]) -> list[Piece]:
    """The pieces of a clause but for places between commas, one comma left: 'the mayor of Say[, in Niger]'."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        kept.append(pieces[at])
        end = _place_aside(pieces, at, breaks) if pieces[at].text == "," else at
        at = max(end, at) + 1
    return kept


def _place_aside(pieces: Sequence[Piece], at: int, breaks: frozenset[str]) -> int:
    """The comma that closes a place opened by the comma at `at`, or `at`."""
    if at + 2 >= len(pieces) or pieces[at + 1].text not in breaks | {"au", "en", "aux"}:
        return at
    for index in range(at + 2, min(at + 2 + PLACE_REACH, len(pieces))):
        if pieces[index].text == "," and pieces[index].kind != LIST:
            return index if any(p.capital for p in pieces[at + 2 : index]) else at
        if not pieces[index].capital and pieces[index].text not in _IN_PLACES:
            return at
    return at


def comma_lists(pieces: Sequence[Piece], numerals: frozenset[str]) -> list[Piece]:
    """The pieces of a text with a comma for each colon before a number: 'it left 31 dead: nine soldiers and ...'."""
    out = list(pieces)
    for at in range(1, len(out) - 1):
        following = out[at + 1]
        if out[at].text == ":" and (following.kind == "number" or following.text in numerals):
            out[at] = out[at]._replace(text=",", kind=LIST)
    return out


def with_heads(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a text with the 'head' of a village or district as a person: no other head is one."""
    return [
        piece._replace(text=_HEADMAN) if piece.text == "head" and at and pieces[at - 1].text in _HEADED else piece
        for at, piece in enumerate(pieces)
    ]


def agrees(quantity: Quantity, auxiliary: str, clause: Clause) -> bool:
    """Whether a verb can have these victims for its subject: 'one man ... were' and 'six men ... was' cannot."""
    if quantity.best == 1:
        if quantity.first and clause.texts[quantity.first - 1] in ("and", "et"):
            return True  # "a guard and a herder who tried to run were shot"
        return auxiliary not in clause.words.plural_verbs
    opens_one = clause.texts[quantity.first] in clause.words.articles
    return opens_one or auxiliary not in clause.words.singular_verbs


def verb_after_aside(end: int, quantity: Quantity, clause: Clause) -> int:
    """Where the verb stands that follows an apposition between commas right after victims; their end when none does:
    'two herders, most trusted of all, [were] shot'."""
    texts = clause.texts
    if end >= len(texts) or texts[end] != "," or any(q.first == end + 1 and not q.article for q in clause.found):
        return end
    for at in range(end + 1, min(end + ASIDE_REACH, len(texts))):
        if texts[at - 1] == "," and _verb_at(at, clause) and agrees(quantity, texts[at], clause):
            return at
    return end


def _verb_at(at: int, clause: Clause) -> bool:
    texts, said = clause.texts, clause.words
    helps = texts[at] in said.auxiliaries or texts[at] in said.singular_verbs | said.plural_verbs
    return helps or bool(said.deaths.at(texts, at))


def joined_participle(end: int, clause: Clause) -> int:
    """Where a participle that says what befell victims stands, after a comma and perhaps other participles: 'four
    traders, waylaid and [shot]'; -1 when there is none."""
    texts, said = clause.texts, clause.words
    end = past_complement(end, clause, len(texts))
    if texts[end : end + 1] != [","]:
        return -1
    endings = _PARTICIPLES[bool(said.plurals)]
    for at in range(end + 1, min(end + 1 + PARTICIPLE_REACH, len(texts))):
        if said.passive.at(texts, at):
            return at
        plain = len(texts[at]) > 4 and texts[at].endswith(endings) and said.victims.get(texts[at], "") == ""
        if not plain and texts[at] not in _LINKS:
            return -1
    return -1


def past_complement(end: int, clause: Clause, limit: int) -> int:
    """The comma or 'and', before `limit`, that follows what victims are of: 'four children of the same compound[,]',
    'le gérant d'une station[,] son pompiste'; their end when there is none."""
    texts, said = clause.texts, clause.words
    if texts[end : end + 1] not in (["of"], ["de"], ["du"], ["d"], ["from"]):
        return end
    for at in range(end + 1, min(end + 1 + COMPLEMENT_REACH, limit)):
        if texts[at] in (",", "and", "et"):
            return at
        if not texts[at].isalpha() or texts[at] in said.auxiliaries | said.stops or said.passive.at(texts, at):
            return end
    return end


def names_role(noun_word: str, clause: Clause) -> bool:
    """Whether a noun names somebody in particular ('the mayor'), no body of people ('the army')."""
    return clause.words.victims.get(noun_word, UNSPECIFIED) != UNSPECIFIED and noun_word not in clause.words.masses
