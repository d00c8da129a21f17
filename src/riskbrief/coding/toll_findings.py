"""What makes a number a toll: the verb before it, the word right after it, a passive further on, a toll word."""

from __future__ import annotations

from typing import NamedTuple

from riskbrief.coding.quantities import Quantity
from riskbrief.coding.toll_nouns import Clause, Noun
from riskbrief.coding.toll_words import ARMED_GROUP, KIDNAPPED, KILLED, UNSPECIFIED, VOID, WOUNDED, Phrase, words

PASSIVE_REACH = 24
SPLIT_REACH = 4
_FUNCTION = words(
    "near during when while with after before since inside outside across late early dans pres lors selon apres avant"
)
_BESIDE_STATE = frozenset({"others", "more", "people", "many"})
_FILLERS = frozenset({"also", "another", "encore", "aussi", "egalement"})


class Finding(NamedTuple):
    """What a number counts: kind, pieces `[first, last)` of the evidence."""

    kind: str
    first: int
    last: int


def verb_before(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'killing 12', 'a tué 15', 'the death of 7', 'mort de 7 soldats', 'took 11 traders hostage'."""
    if not noun.found and not ends_or_capital(quantity.last, clause):
        return None
    end = max(noun.end, quantity.last)
    for length in range(4, 0, -1):
        phrase = tuple(clause.texts[max(0, quantity.first - length) : quantity.first])
        if len(phrase) == length and phrase in clause.words.active_objects:
            return Finding(clause.words.active_objects[phrase], quantity.first - length, end)
    return _single_verb(quantity, noun, clause)


def _single_verb(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    end = max(noun.end, quantity.last)
    for back in (1, 2):
        at = quantity.first - back
        verb = clause.texts[at] if at >= 0 else ""
        if back == 2 and clause.texts[at + 1] not in clause.words.joins | _FILLERS | clause.words.whose:
            continue
        if rest := _rest_of_split(verb, end, clause):
            return Finding(rest[1], at, rest[0])
        if verb in clause.words.active and not _passive_verb(at, clause) and _may_govern(verb, noun, clause):
            return Finding(clause.words.active[verb], at, end)
    return None


def _rest_of_split(verb: str, end: int, clause: Clause) -> tuple[int, str] | None:
    """Where the rest of a verb in two parts ends ('took ... hostage'), and its kind."""
    for rest, kind in clause.words.splits.get(verb, ()):
        for at in range(end, min(end + SPLIT_REACH, len(clause.texts))):
            if tuple(clause.texts[at : at + len(rest)]) == rest:
                return at + len(rest), kind
    return None


def _may_govern(verb: str, noun: Noun, clause: Clause) -> bool:
    """Whether a verb that also takes things ('seized', 'lost') has persons for its object here."""
    if verb not in clause.words.weak:
        return True
    if clause.words.active[verb] == KIDNAPPED:
        return noun.found and noun.victims not in (ARMED_GROUP, UNSPECIFIED)
    return noun.found


def _passive_verb(at: int, clause: Clause) -> bool:
    """Whether a participle is passive: 'were killed three days later', 'ont été tués'."""
    return at > 0 and clause.texts[at - 1] in clause.words.auxiliaries


def ends_or_capital(at: int, clause: Clause) -> bool:
    """Whether a number without a victim noun stands alone or before a name ('killed 12 in Mali', '12 Malians')."""
    if at >= len(clause.texts):
        return True
    piece = clause.pieces[at]
    return piece.kind != "word" or piece.capital or len(piece.text) < 4 or piece.text in _FUNCTION


def state_after(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'12 dead', '24 killed', '15 civilian deaths', '12 soldats tués'; not '12 gunmen killed five'."""
    texts, words = clause.texts, clause.words
    for at in range(quantity.last, min(max(noun.end, quantity.last) + 2, len(texts))):
        phrase = words.state.at(texts, at)
        if not phrase or (at > quantity.last and texts[at - 1] in words.active_auxiliaries):
            continue
        if words.state[phrase] == VOID or (phrase in words.weak_states and not noun.found):
            return None
        if texts[at] in words.active and _has_object(at + len(phrase), clause):
            return None
        if at > max(noun.end, quantity.last) and texts[at - 1] not in words.joins | _BESIDE_STATE:
            break
        finding = Finding(words.state[phrase], quantity.first, at + len(phrase))
        return _unless_released(_died_of_wounds(finding, clause), clause)
    return _set_apart(quantity, noun, clause)


def _set_apart(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'Two others, seriously wounded, were flown out': a state between commas."""
    texts, at = clause.texts, max(noun.end, quantity.last) + 1
    phrase = clause.words.state.at(texts, at) if noun.found and at < len(texts) and texts[at - 1] == "," else ()
    if not phrase or texts[at + len(phrase) : at + len(phrase) + 1] not in ([], [","]):
        return None
    return Finding(clause.words.state[phrase], quantity.first, at + len(phrase))


def _died_of_wounds(finding: Finding, clause: Clause) -> Finding:
    """'Four wounded succumbed' died."""
    if finding.kind != WOUNDED:
        return finding
    for at in range(finding.last, min(finding.last + 3, len(clause.texts))):
        phrase = clause.words.deaths.at(clause.texts, at)
        if phrase and clause.words.deaths[phrase] == KILLED:
            return Finding(KILLED, finding.first, at + len(phrase))
    return finding


def _unless_released(finding: Finding, clause: Clause) -> Finding | None:
    free = finding.kind == KIDNAPPED and not clause.words.release.isdisjoint(clause.texts)
    return None if free else finding


def _has_object(at: int, clause: Clause) -> bool:
    """Whether something follows that a verb may govern: a quantity, an article, a victim."""
    if any(quantity.first == at for quantity in clause.found):
        return True
    text = clause.texts[at] if at < len(clause.texts) else ""
    return text in clause.words.victims or text in clause.words.determiners


def passive_after(quantity: Quantity, noun: Noun, limit: int, clause: Clause) -> Finding | None:
    """'12 people were killed', '24 trainees died', 'trente civils ont été tués', before the next quantity.

    Who was hit and died later is dead; what stands between commas after a noun ("who ...,") is passed over.
    """
    texts, words = clause.texts, clause.words
    auxiliary, found = False, None
    at, last = max(noun.end, quantity.last), min(limit, quantity.last + PASSIVE_REACH, len(texts))
    while at < last:
        if texts[at] in words.stops and not auxiliary:
            at = _after_aside(at, clause)
            continue
        kind, phrase = _suffered(at, noun, auxiliary, clause)
        if phrase and (found is None or kind == KILLED):
            found = Finding(kind, quantity.first, at + len(phrase))
        if found is not None and found.kind != WOUNDED:
            break
        auxiliary = auxiliary or texts[at] in words.auxiliaries
        at += 1
    return found


def _after_aside(at: int, clause: Clause) -> int:
    """The piece after the comma that closes an aside opened right before `at`; the end when there is none."""
    texts = clause.texts
    if at and texts[at - 1] == "," and "," in texts[at:]:
        return texts.index(",", at) + 1
    return len(texts)


def _suffered(at: int, noun: Noun, auxiliary: bool, clause: Clause) -> tuple[str, Phrase]:
    """Kind and phrase of what befell somebody, at a piece; an empty phrase when nothing did."""
    texts, words = clause.texts, clause.words
    death, passive = words.deaths.at(texts, at), words.passive.at(texts, at)
    if passive and (words.passive[passive] == VOID or (passive in words.weak_passives and not noun.found)):
        return VOID, ()
    if death and len(death) >= len(passive):
        return words.deaths[death], death
    beside = texts[at - 1] in words.auxiliaries
    if passive and auxiliary and (beside or not _has_object(at + len(passive), clause)):
        return words.passive[passive], passive
    return VOID, ()


def announced(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'The death toll rose on Friday to 40', 'le bilan passe à 40': a toll word before a number of nothing else."""
    if not noun.found and not ends_or_capital(quantity.last, clause):
        return None
    for at in range(quantity.first):
        if phrase := clause.words.tolls.at(clause.texts, at):
            beside = quantity.first <= at + len(phrase)
            if not beside and clause.texts[quantity.first - 1] not in clause.words.rises:
                return None
            return Finding(clause.words.tolls[phrase], at, max(noun.end, quantity.last))
    return None
