"""What makes a number a toll further on: '12 people were killed', 'one man who would not walk was shot'."""

from __future__ import annotations

from riskbrief.coding.toll_asides import agrees, verb_after_aside
from riskbrief.coding.toll_findings import CARE_REACH, OF, Finding, has_object
from riskbrief.coding.toll_nouns import Clause, Noun
from riskbrief.coding.toll_pieces import Quantity
from riskbrief.coding.toll_words import ARMED_GROUP, KIDNAPPED, KILLED, VOID, WOUNDED, Phrase, words

PASSIVE_REACH = 24
UNKNOWN_REACH = 12
"Words between a number of somebody unknown and what befell them."
RELATIVE_REACH = 3
WHOM_REACH = 8
AGENT_REACH = 6
ACTOR_REACH = 5
BODY_REACH = 4
_REFLEXIVE = frozenset({"se", "s"})
_BY = frozenset({"by", "par"})
_IN_BODY = frozenset({"in", "a", "au", "aux", "dans"})
WILD_REACH = 7
_TOWARDS = frozenset({"into", "to", "towards", "toward", "dans", "vers", "en"})
_FLEEING = frozenset({"forced", "driven", "moved", "removed"})
"Said of those who only fled there."
_SHOT_AT, PLACE_REACH = ("shot", "at"), 3
_FATALLY = frozenset({"fatally", "mortally", "mortellement"})
_WHOM = frozenset({"whom", "que", "qu"})
JOINED_REACH = 5
_JOINING = words("and et puis before avant")
_PASSIVE_LINKS = words("then later being d de etre ensuite both all tous toutes were was ont ete apparently")
_AT_PLACES = words(
    "door doorstep gate gates home house farm well market mosque church checkpoint roadside entrance school shop stall "
    "bedside dawn dusk night noon midnight prayer prayers point close post junction bend river border ford"
)
"What follows 'shot at' where somebody was hit there."


def passive_after(quantity: Quantity, noun: Noun, limit: int, clause: Clause) -> Finding | None:
    """'12 people were killed', '24 trainees died', 'trente civils ont été tués', before the next quantity.

    Who was hit and died later is dead; what stands between commas after a noun ("who ...,") is passed over, and in a
    relative clause ("one man who would not walk was killed") only a verb counts that agrees with the victims.
    """
    texts, words = clause.texts, clause.words
    auxiliary, relative, found = False, False, None
    end = max(noun.end, quantity.last)
    at = verb_after_aside(end, quantity, clause)
    if at > end:
        limit = max(limit, min((q.first for q in clause.found if q.first > at), default=len(texts)))
    reach = PASSIVE_REACH if noun.found or noun.end > quantity.last else UNKNOWN_REACH
    last = min(limit, max(at, quantity.last) + reach, len(texts))
    while at < last:
        if not auxiliary and texts[at] in words.relatives and at <= end + RELATIVE_REACH:
            if held := _whom(at, quantity, clause):
                return held
            relative, at = True, at + 1
            continue
        if found is not None and _others_begin(at, found.kind, clause):
            break
        if found is not None and texts[at] in words.stops and texts[at] not in words.relatives:
            break
        if not auxiliary and (texts[at] in words.speech or (texts[at] in words.stops and not relative)):
            at = _after_aside(at, clause)
            continue
        kind, phrase = _suffered(at, noun, auxiliary, clause)
        if phrase and (found is None or (kind == KILLED and (found.kind == WOUNDED or _joined_on(at, clause)))):
            found = Finding(kind, quantity.first, at + len(phrase))
        if found is not None and (found.kind == KILLED or any(q.first == at + 1 and q.implied for q in clause.found)):
            break
        auxiliary = auxiliary or (
            texts[at] in words.auxiliaries
            and texts[at - 1] not in _REFLEXIVE
            and (not relative or agrees(quantity, texts[at], clause))
        )
        at += 1
    return found


def _others_begin(at: int, kind: str, clause: Clause) -> bool:
    """Whether somebody else is counted from a piece on; the place that victims were taken from ('a dormitory') is
    nobody."""
    return any(q.first == at and not q.implied and not (q.article and kind == KIDNAPPED) for q in clause.found)


def _joined_on(at: int, clause: Clause) -> bool:
    """Whether 'and', 'puis' or 'before being' stand right before what befell victims who were taken away first:
    'pulled from a bus and [shot]', 'enlevés avant d'être [tués]'; not 'abducted and their animals killed'."""
    before = clause.texts[max(0, at - JOINED_REACH) : at]
    while before and before[-1] in _PASSIVE_LINKS:
        before = before[:-1]
    return bool(before) and before[-1] in _JOINING


def _whom(at: int, quantity: Quantity, clause: Clause) -> Finding | None:
    """'Two teachers whom the raiders led away': what others did to victims."""
    texts, words = clause.texts, clause.words
    if texts[at] not in _WHOM:
        return None
    for index in range(at + 1, min(at + WHOM_REACH, len(texts))):
        phrase = words.active_objects.at(texts, index)
        if phrase and phrase[-1] not in OF:
            return Finding(words.active_objects[phrase], quantity.first, index + len(phrase))
        if texts[index] in words.active.keys() - words.weak:
            return Finding(words.active[texts[index]], quantity.first, index + 1)
        if not texts[index].isalpha():
            break
    return None


def _after_aside(at: int, clause: Clause) -> int:
    """The piece after the comma that closes an aside opened right before `at`; the end when there is none. A noun
    that only looks like a verb ('un car', "l'attaque") is passed over."""
    texts, words = clause.texts, clause.words
    if at and texts[at - 1] in words.articles | words.determiners | words.whose | OF:
        return at + 1
    if at and texts[at - 1] == "," and "," in texts[at:]:
        return texts.index(",", at) + 1
    return len(texts)


def _suffered(at: int, noun: Noun, auxiliary: bool, clause: Clause) -> tuple[str, Phrase]:
    """Kind and phrase of what befell somebody, at a piece; an empty phrase when nothing did."""
    texts, words = clause.texts, clause.words
    death, passive = words.deaths.at(texts, at), words.passive.at(texts, at)
    if passive == _SHOT_AT and not _AT_PLACES.isdisjoint(texts[at + 2 : at + 2 + PLACE_REACH]):
        passive = passive[:1]
    if passive and (words.passive[passive] == VOID or (passive in words.weak_passives and not noun.found)):
        return VOID, ()
    if death in words.weak_passives and not noun.found:
        return VOID, ()
    if death and len(death) >= len(passive):
        return words.deaths[death], death
    if auxiliary and noun.found and (end := seized_by(at, noun, clause)):
        return KIDNAPPED, tuple(texts[at:end])
    killed = passive and words.passive[passive] == KILLED and _FATALLY.isdisjoint(passive)
    if killed and _in_body(at + len(passive), clause):
        return WOUNDED, passive
    beside = texts[at - 1] in words.auxiliaries
    if passive and words.passive[passive] == KIDNAPPED and not words.care.isdisjoint(texts[at : at + CARE_REACH]):
        return VOID, ()  # "taken to hospital"
    if passive and auxiliary and (beside or not has_object(at + len(passive), clause)):
        return words.passive[passive], passive
    return VOID, ()


def seized_by(at: int, noun: Noun, clause: Clause) -> int:
    """Where 'taken by gunmen', 'led into the bush by a band of armed men' ends at a piece; 0 when no armed actor takes
    anybody anywhere, or to a doctor."""
    texts, words = clause.texts, clause.words
    if texts[at] not in words.moved or noun.victims == ARMED_GROUP:
        return 0
    if end := _into_the_wild(at, clause) or _from_home(at, clause):
        return end
    by = next((i for i in range(at + 1, min(at + AGENT_REACH, len(texts))) if texts[i] in _BY), len(texts))
    for index in range(by + 1, min(by + 1 + ACTOR_REACH, len(texts))):
        if not texts[index].isalpha() or texts[index] in words.auxiliaries:
            break
        if words.is_armed(texts[index]):
            return 0 if not words.care.isdisjoint(texts[at:by]) else index + 1
    return 0


def _into_the_wild(at: int, clause: Clause) -> int:
    """Where 'marched into the forest', 'conduites dans la brousse' ends at a piece; 0 for any other place."""
    texts, words = clause.texts, clause.words
    if texts[at] in _FLEEING:
        return 0
    for index in range(at + 1, min(at + WILD_REACH, len(texts))):
        if texts[index] in words.wilds:
            return index + 1 if not _TOWARDS.isdisjoint(texts[at:index]) else 0
        if not texts[index].isalpha() or texts[index] in words.auxiliaries:
            break
    return 0


def _from_home(at: int, clause: Clause) -> int:
    """Where 'taken', 'taken from their dormitory' ends at a piece; 0 when the place they came to follows, or people."""
    texts, words = clause.texts, clause.words
    rest = texts[at + 1 : at + 1 + CARE_REACH]
    if texts[at] != "taken" or (rest and rest[0] != "from"):
        return 0
    elsewhere = not _TOWARDS.isdisjoint(rest) or not words.care.isdisjoint(rest)
    return 0 if elsewhere or any(text in words.victims for text in rest) else at + 1


def _in_body(at: int, clause: Clause) -> bool:
    """Whether 'in the leg', 'au bras' follows."""
    texts = clause.texts
    inside = at < len(texts) and texts[at] in _IN_BODY
    return inside and not clause.words.body.isdisjoint(texts[at : at + BODY_REACH])
