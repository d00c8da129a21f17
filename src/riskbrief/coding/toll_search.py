"""What makes each number of a clause a toll: every way to say it, tried in turn."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.coding.toll_asides import joined_participle, names_role
from riskbrief.coding.toll_findings import Finding, has_object, verb_before
from riskbrief.coding.toll_listed import counts_only_persons
from riskbrief.coding.toll_lists import Counted
from riskbrief.coding.toll_nouns import Clause, Noun
from riskbrief.coding.toll_ordinals import ORDINALS
from riskbrief.coding.toll_passives import passive_after
from riskbrief.coding.toll_pieces import Quantity
from riskbrief.coding.toll_states import state_after
from riskbrief.coding.toll_sums import among, announced, brought_to, summed_up
from riskbrief.coding.toll_words import ARMED_GROUP, KIDNAPPED, VOID

_PARTITIVE = frozenset({"of", "des", "d"})


def finding_of(index: int, counted: Sequence[Counted], clause: Clause) -> Finding | None:
    """What makes a quantity a toll: a verb or phrase before it, a word right after it, or a passive further on; of
    somebody only guessed, one that befalls persons only."""
    found = _finding(index, counted, clause)
    sure = found is None or not counted[index].guessed or counts_only_persons(found.kind, found.last, clause)
    return found if sure else None


def _finding(index: int, counted: Sequence[Counted], clause: Clause) -> Finding | None:
    quantity, noun, share = counted[index].quantity, counted[index].noun, counted[index].share
    unnamed = quantity.article and (not noun.found or _counts_many(quantity, noun, clause))
    if found := brought_to(quantity, clause):
        return found
    if noun.thing or (unnamed and clause.texts[quantity.first] in clause.words.determiners):
        return None
    if unnamed and not (
        clause.words.state.at(clause.texts, quantity.last)
        or _pronoun(quantity, clause)
        or _unknown_one(quantity, clause)
    ):
        return None
    later = counted[index + 1 :]
    following = next(
        (
            c.quantity.first
            for c in later
            if (not c.share or _has_verb(c, clause))
            and not c.quantity.implied
            and (c.noun.found or not c.quantity.article)
        ),
        len(clause.texts),
    )
    if quantity.implied and not _someone(noun, clause):
        return None
    state = _no_captor(state_after(quantity, noun, clause), noun)
    if state is not None or (share and any(c.finding and not c.share for c in counted[:index])):
        return state
    return (
        verb_before(quantity, noun, clause)
        or _no_captor(passive_after(quantity, noun, following, clause), noun)
        or _participle_after(quantity, noun, clause)
        or among(quantity, clause)
        or announced(quantity, noun, clause)
        or summed_up(quantity, noun, clause)
    )


def _no_captor(finding: Finding | None, noun: Noun) -> Finding | None:
    """Members of an armed group who are held were arrested, not abducted."""
    return None if finding and finding.kind == KIDNAPPED and noun.victims == ARMED_GROUP else finding


def _has_verb(one: Counted, clause: Clause) -> bool:
    """Whether a share has a verb of its own ('..., four of whom were injured')."""
    following = clause.texts[one.noun.end : one.noun.end + 1]
    return bool(following) and following[0] in clause.words.auxiliaries | clause.words.plural_verbs


def _unknown_one(quantity: Quantity, clause: Clause) -> bool:
    """Whether 'a' and a word nobody listed stand right before what befalls persons: 'a waiter died', 'a third waiter
    died'."""
    texts, said, at = clause.texts, clause.words, quantity.last
    if at + 1 < len(texts) and texts[at] in ORDINALS and len(texts[at + 1]) > 3 and texts[at + 1] not in said.no_nouns:
        at += not said.deaths.at(texts, at + 1)  # "a third [died]"
    if at + 1 >= len(texts) or not texts[at].isalpha() or len(texts[at]) < 4 or texts[at] in said.no_nouns:
        return False
    one = texts[at + 1] in (said.auxiliaries | said.singular_verbs) - said.plural_verbs
    return one or bool(said.deaths.at(texts, at + 1)) or texts[at + 1 : at + 3] == ["y", "a"]


def _someone(noun: Noun, clause: Clause) -> bool:
    """Whether 'the mayor' or 'the other' is followed by what befell him, not by more of his name ('the general
    hospital', 'the mayor's office')."""
    texts, said = clause.texts, clause.words
    following = texts[noun.end] if noun.end < len(texts) else ","
    helps = said.auxiliaries | said.active_auxiliaries | said.breaks | said.relatives | said.joins - {"s"}
    opens = following in helps or not following.isalpha()
    last = texts[noun.end - 1]
    named = names_role(last, clause) or last in ("other", "autre")
    return named and (opens or bool(said.state.at(texts, noun.end) or said.deaths.at(texts, noun.end)))


def _participle_after(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'Four traders, waylaid and shot outside the town'."""
    at = joined_participle(noun.end, clause) if noun.found else -1
    if at < 0 or has_object(at + len(clause.words.passive.at(clause.texts, at)), clause):
        return None
    phrase = clause.words.passive.at(clause.texts, at)
    kind = clause.words.passive[phrase]
    return None if kind == VOID else Finding(kind, quantity.first, at + len(phrase))


def _counts_many(quantity: Quantity, noun: Noun, clause: Clause) -> bool:
    """Whether an article opens a phrase of many ('a number of attackers')."""
    if clause.texts[quantity.last] in _PARTITIVE:
        return False  # "un des militaires"
    return not noun.single and any(
        text in ("of", "de", "d", "des", "du") for text in clause.texts[quantity.last : noun.end]
    )


def _pronoun(quantity: Quantity, clause: Clause) -> bool:
    """Whether 'another', 'one' or 'un autre' stands for a person: its verb follows at once."""
    at = quantity.last + (clause.texts[quantity.last : quantity.last + 1] == ["autre"])
    helps = clause.words.auxiliaries | clause.words.active_auxiliaries
    return clause.texts[quantity.first] != "a" and at < len(clause.texts) and clause.texts[at] in helps
