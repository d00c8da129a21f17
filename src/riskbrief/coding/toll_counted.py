"""The numbers of a clause with whom they count, and which of them are shares of the one before."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.coding.toll_listed import listed_noun
from riskbrief.coding.toll_lists import Counted, only_joined
from riskbrief.coding.toll_nouns import Clause, Noun, noun_after
from riskbrief.coding.toll_ordinals import ORDINALS
from riskbrief.coding.toll_passives import passive_after
from riskbrief.coding.toll_pieces import Quantity
from riskbrief.coding.toll_states import state_after
from riskbrief.coding.toll_words import UNSPECIFIED, Phrase, words

_PARENTS = words("mother father parent grandmother grandfather widow widower mere pere veuve veuf")
_OF = frozenset({"of", "de", "d"})
_ONES = frozenset({"one", "un", "une"})
_MOSTLY = words(
    "mostly mainly most largely chiefly all pour essentiellement principalement majoritairement surtout tous"
)
_AFTER_NOUN = words(
    "while when after before then from inside outside also later since near during until aged whose still and "
    "asleep aboard alone nearby alike alive"
)


def counted_in(clause: Clause) -> list[Counted]:
    """The quantities that still hold, with their nouns, and which are a share of the one before: after 'including',
    before 'of them', or joined to such a share. The noun of 'ten of them soldiers' is what follows 'of them'."""
    out: list[Counted] = []
    for index, quantity in enumerate(clause.found):
        following = clause.found[index + 1].first if index + 1 < len(clause.found) else len(clause.texts)
        noun = noun_after(quantity.last, clause, following)
        if out and quantity.article and _of_noun_before(quantity, noun, out[-1], clause):
            continue
        if not noun.found:
            described = _one_more if quantity.article else _described
            noun = described(quantity, noun, clause)
        guess = listed_noun(quantity, noun, clause)
        noun = guess or noun
        found = (noun.found and not _only_names(quantity, noun, clause)) or _nobody(quantity, clause)
        one = Counted(quantity, noun._replace(found=found), guessed=guess is not None)
        phrase, start = _of_them(quantity, clause)
        if phrase:
            after = noun_after(start + len(phrase), clause, following)
            somebody = clause.texts[quantity.first] in _ONES  # "one of them died"
            one.noun = after if after.found else Noun(start + len(phrase), UNSPECIFIED, somebody)
        joined = bool(out) and out[-1].share and only_joined(out[-1].noun.end, quantity.first, clause)
        alone = joined and (
            state_after(quantity, one.noun, clause) or passive_after(quantity, one.noun, len(clause.texts), clause)
        )
        one.share = bool(phrase) or _after_including(quantity, clause) or (joined and not alone)
        if not _replaced(quantity, clause) and not _sums_up(quantity, out[-2:], clause):
            out.append(one)
    return out


def _of_noun_before(quantity: Quantity, noun: Noun, last: Counted, clause: Clause) -> bool:
    """Whether 'of a' or 'd'une' goes on with the noun of the number before ('five staff of a relief agency', 'the
    driver of a lorry')."""
    of, one = clause.texts[quantity.first - 1] in _OF, last.quantity.article
    beside = last.noun.found and last.noun.end in (quantity.first - 1, quantity.first)
    return of and beside and (not one or not noun.found)


def _described(quantity: Quantity, noun: Noun, clause: Clause) -> Noun:
    """Who a bare number counts, said behind a comma: 'more than forty, mostly women, were seized'."""
    texts, at = clause.texts, quantity.last
    if texts[at : at + 1] != [","] or not _MOSTLY.intersection(texts[at + 1 : at + 2]):
        return noun
    victims = next((clause.words.victims[t] for t in texts[at + 2 : at + 7] if t in clause.words.victims), None)
    return noun if victims is None else Noun(quantity.last, victims, True)


def _one_more(quantity: Quantity, noun: Noun, clause: Clause) -> Noun:
    """Whom 'one of the wounded', or an ordinal right before what befell him, counts: 'a third wounded', 'un quatrième
    grièvement blessé'."""
    texts, said, at = clause.texts, clause.words, quantity.last
    some = at + len(said.of_the.at(texts, at))
    if texts[quantity.first] in _ONES and some > at and (state := said.state.at(texts, some)):
        return Noun(some + len(state), UNSPECIFIED, True)
    if texts[at : at + 1] == [] or texts[at] not in ORDINALS:
        return noun
    ends = (at + 1, at + 2) if texts[at + 1 : at + 2] and texts[at + 1].endswith(("ly", "ment")) else (at + 1,)
    end = next((e for e in ends if said.state.at(texts, e)), 0)
    return Noun(end, UNSPECIFIED, True) if end else noun


def _of_them(quantity: Quantity, clause: Clause) -> tuple[Phrase, int]:
    """The phrase that makes a number, or an article's noun ("a majority of them"), a share; and where it begins."""
    for start in (quantity.last, quantity.last + 1)[: 1 + quantity.article]:
        if phrase := clause.words.of_them.at(clause.texts, start):
            return phrase, start
    return (), quantity.last


def _nobody(quantity: Quantity, clause: Clause) -> bool:
    first, last = clause.texts[quantity.first], clause.texts[quantity.last - 1]
    return quantity.best == 0 and (first in ("nobody", "personne") or last == "one")


def _only_names(quantity: Quantity, noun: Noun, clause: Clause) -> bool:
    """Whether English victims only say what kind of thing an article opens ('an aid organisation', 'a police post')."""
    texts, said, at = clause.texts, clause.words, noun.end
    if not (said.plurals and quantity.article and noun.found) or at >= len(texts) or clause.pieces[at].capital:
        return False
    text = texts[at]
    verb = text in said.active or said.deaths.at(texts, at) or said.state.at(texts, at) or said.passive.at(texts, at)
    plain = text.isalpha() and len(text) > 3 and text not in said.no_nouns | said.singular_verbs | said.relatives
    return plain and not verb and text not in _AFTER_NOUN and not text.endswith(("ed", "ing", "ly"))


def _replaced(quantity: Quantity, clause: Clause) -> bool:
    """Whether a number counts no victims: 'not two', 'contre 24 la veille', 'a mother of four'."""
    at = quantity.first
    if clause.texts[max(0, at - 1) : at] in (["of"], ["de"]) and at > 1 and clause.texts[at - 2] in _PARENTS:
        return True
    return any(tuple(clause.texts[max(0, at - n) : at]) in clause.words.instead for n in (3, 2, 1))


def _sums_up(quantity: Quantity, before: Sequence[Counted], clause: Clause) -> bool:
    """Whether ', both ...' only says something of the two just told of ('a cook and a guard, both women')."""
    texts, at = clause.texts, quantity.first
    two = len(before) == 2 and all(one.quantity.best == 1 for one in before)
    return two and texts[at] == "both" and texts[at - 1] == "," and texts[quantity.last : quantity.last + 1] != ["of"]


def _after_including(quantity: Quantity, clause: Clause) -> bool:
    """Whether 'including', 'dont' or the like, and perhaps an article, stand right before a number."""
    at = quantity.first - (quantity.first > 0 and clause.texts[quantity.first - 1] in clause.words.determiners)
    return any(tuple(clause.texts[max(0, at - n) : at]) in clause.words.including for n in (1, 2, 3))
