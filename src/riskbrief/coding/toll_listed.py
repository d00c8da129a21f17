"""One victim more in a list, in a word that no list of victims has: 'his mate', 'a lodger', 'le griot' (method B.6)."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.coding.toll_nouns import Clause, Noun
from riskbrief.coding.toll_pieces import EXACT, Quantity
from riskbrief.coding.toll_words import KILLED, TollWords, words

SHORTEST = 4
"Letters of a word that may name somebody."
_THE = words("the le la l its")
_AND = words("and et")
_BETWEEN = words("also all both y tous toutes")


def listed(texts: Sequence[str], at: int, said: TollWords) -> Quantity | None:
    """'his mate' between others ('the driver, his mate and six passengers died'), 'et le griot' right before a verb."""
    own = texts[at] not in _THE
    joined = at > 0 and (texts[at - 1] in _AND or (own and texts[at - 1] == ","))
    if not (joined and _may_be_somebody(texts, at + 1, said)):
        return None
    if _verb_of_several(texts, at + 2, said) or (own and _goes_on(texts, at + 2, said)):
        return Quantity(at, at + 1, 1, 1, 1, EXACT, True, True)
    return None


def listed_noun(quantity: Quantity, noun: Noun, clause: Clause) -> Noun | None:
    """Of 'a' or 'his' in a list of victims: the unknown word after it as somebody; None when it may name a thing."""
    texts, said, at = clause.texts, clause.words, quantity.last
    if noun.found or not quantity.article or not _may_be_somebody(texts, at, said):
        return None
    opened = texts[quantity.first - 1] in _AND if quantity.first else False
    with_others = any(tuple(texts[max(0, quantity.first - n) : quantity.first]) in said.accompany for n in (1, 2))
    if quantity.implied or (opened and _verb_of_several(texts, at + 1, said)) or (with_others and not said.plurals):
        return Noun(at + 1, noun.victims, True)
    return None


def counts_only_persons(kind: str, last: int, clause: Clause) -> bool:
    """Whether the verb that ends at a piece befalls persons only, so that whoever shares it is one."""
    return kind == KILLED or (clause.texts[last - 1],) not in clause.words.weak_passives


def _may_be_somebody(texts: Sequence[str], at: int, said: TollWords) -> bool:
    text = texts[at] if at < len(texts) else ""
    plain = text.isalpha() and len(text) >= SHORTEST and not text.endswith(("s", "ing"))
    known = text in said.no_nouns or text in said.victims or text in said.active or text in said.collectives
    return plain and not known


def _verb_of_several(texts: Sequence[str], at: int, said: TollWords) -> bool:
    """Whether what befell several follows: a verb in the plural, or a word of dying."""
    at += at < len(texts) and texts[at] in _BETWEEN
    return at < len(texts) and (texts[at] in said.plural_verbs or bool(said.deaths.at(texts, at)))


def _goes_on(texts: Sequence[str], at: int, said: TollWords) -> bool:
    """Whether a list of victims goes on: a comma or 'and', and the next of them."""
    after = texts[at + 1] if at + 1 < len(texts) else ""
    return texts[at : at + 1] in ([","], ["and"], ["et"]) and (after in said.openers | said.whose or after.isdigit())
