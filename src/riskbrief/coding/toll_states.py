"""What makes a number a toll right after it: '12 dead', '24 killed', '21 pupils seized from their school'."""

from __future__ import annotations

from riskbrief.coding.toll_findings import FUNCTION, Finding, has_object
from riskbrief.coding.toll_nouns import Clause, Noun
from riskbrief.coding.toll_passives import seized_by
from riskbrief.coding.toll_pieces import Quantity
from riskbrief.coding.toll_words import ARMED_GROUP, KIDNAPPED, KILLED, VOID, Phrase

LATER_REACH = 24
PARTICIPLE_REACH = 4
SHARE_REACH = 9  # words of "including three children" between victims and what befell them
_BESIDE_STATE = frozenset({"others", "more", "people", "many"})


def state_after(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'12 dead', '24 killed', '15 civilian deaths', '12 soldats tués'; not '12 gunmen killed five'."""
    texts, words = clause.texts, clause.words
    for at in range(quantity.last, min(max(noun.end, quantity.last) + 2, len(texts))):
        phrase = words.state.at(texts, at)
        if not phrase or (at > quantity.last and texts[at - 1] in words.active_auxiliaries):
            continue
        if words.state[phrase] == VOID or (phrase in words.weak_states and not noun.found):
            return None
        if texts[at] in words.active and has_object(at + len(phrase), clause):
            return None
        if at > max(noun.end, quantity.last) and not _belongs(at, noun, quantity, phrase, clause):
            break
        finding = Finding(words.state[phrase], quantity.first, at + len(phrase))
        return _unless_released(_died_later(finding, clause), clause)
    return _set_apart(quantity, noun, clause) or _reduced(quantity, noun, clause)


def set_aside(quantity: Quantity, noun: Noun, clause: Clause) -> bool:
    """Whether victims are told of by a word that makes no toll ('three people missing')."""
    texts, words = clause.texts, clause.words
    said = (words.state.at(texts, at) for at in range(quantity.last, min(max(noun.end, quantity.last) + 1, len(texts))))
    return any(phrase and words.state[phrase] == VOID for phrase in said)


def _reduced(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'21 pupils seized from his school': a participle right after victims and before a preposition or a mark."""
    texts, words = clause.texts, clause.words
    phrase = next((p for p in (tuple(texts[noun.end : noun.end + n]) for n in (2, 1)) if p in words.reduced), ())
    if noun.found and noun.end < len(texts) and (end := seized_by(noun.end, noun, clause)):
        return _unless_released(Finding(KIDNAPPED, quantity.first, end), clause)
    if not (noun.found and phrase and phrase in words.passive) or noun.victims == ARMED_GROUP:
        return None
    end = noun.end + len(phrase)
    following = texts[end] if end < len(texts) else ","
    if following in words.breaks | FUNCTION | {"from"} or not following.isalpha():
        return _unless_released(Finding(words.passive[phrase], quantity.first, end), clause)
    return None


def _belongs(at: int, noun: Noun, quantity: Quantity, phrase: Phrase, clause: Clause) -> bool:
    """Whether the word between victims and what befell them is part of their name: 'nine revellers dead'."""
    between, words = clause.texts[at - 1], clause.words
    if between in words.joins | _BESIDE_STATE:
        return True
    if words.deaths.at(clause.texts, at - 1):
        return False  # "two others died in hospital"
    strong = phrase not in words.weak_states and not noun.thing and not quantity.article
    return strong and len(between) > 3 and between.isalpha() and between not in words.no_nouns | words.active.keys()


def _set_apart(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'Two others, seriously wounded, were flown out': a state between commas."""
    texts, words, at = clause.texts, clause.words, max(noun.end, quantity.last) + 1
    opened = noun.found and at < len(texts) and texts[at - 1] == ","
    aside = words.including.at(texts, at) if opened else ()
    if aside and "," in texts[at : at + SHARE_REACH]:
        at = texts.index(",", at) + 1
    phrase = words.state.at(texts, at) if opened else ()
    if not phrase or words.state[phrase] == VOID:
        return None
    if not aside and texts[at + len(phrase) : at + len(phrase) + 1] not in ([], [","]):
        return None
    return Finding(clause.words.state[phrase], quantity.first, at + len(phrase))


def _died_later(finding: Finding, clause: Clause) -> Finding:
    """'Four wounded succumbed', 'twelve hostages taken there have been killed': the dead are no longer wounded or
    held."""
    texts, words = clause.texts, clause.words
    if finding.kind == KILLED:
        return finding
    helped = -PARTICIPLE_REACH
    for at in range(finding.last, min(finding.last + LATER_REACH, len(texts))):
        if any(q.first == at and not q.article for q in clause.found) or texts[at] in words.speech:
            break
        helped = at if texts[at] in words.auxiliaries or texts[at] in words.plural_verbs else helped
        dead = (
            words.deaths.at(texts, at) if at < finding.last + PARTICIPLE_REACH or at - helped < PARTICIPLE_REACH else ()
        )
        dead = dead or (words.passive.at(texts, at) if at - helped < PARTICIPLE_REACH else ())
        if dead and KILLED in (words.deaths.labels.get(dead), words.passive.labels.get(dead)):
            return Finding(KILLED, finding.first, at + len(dead))
    return finding


def _unless_released(finding: Finding, clause: Clause) -> Finding | None:
    free = finding.kind == KIDNAPPED and not clause.words.release.isdisjoint(clause.texts)
    return None if free else finding
