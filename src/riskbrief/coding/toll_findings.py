"""What makes a number a toll: the verb or the noun before it."""

from __future__ import annotations

from typing import NamedTuple

from riskbrief.coding.toll_nouns import Clause, Noun
from riskbrief.coding.toll_pieces import Quantity
from riskbrief.coding.toll_words import ARMED_GROUP, KIDNAPPED, LEADING, SECURITY_FORCES, UNSPECIFIED, VOID, words

SPLIT_REACH = 4
FUNCTION = words(
    "near during when while with after before since inside outside across late early dans pres lors selon apres avant"
)
_FILLERS = frozenset({"also", "another", "all", "encore", "aussi", "egalement", "tous", "toutes"})


NOUN_GAP = 5
CARE_REACH = 8
LED_REACH = 10
SUBJECT_REACH = 10
"Words of a clause before a verb among which its subject is sought."
_TAKE = words("took taking loaded loading marched marching emporte emportent emportant embarque embarquent embarquant")
"Verbs that tell of an abduction where an armed actor does it to persons."
_WENT_WITH = (("left", "with"), ("leaving", "with"), ("went", "off", "with"), ("rode", "off", "with"),
    ("disappeared", "with"), ("vanished", "with"), ("withdrew", "with"), ("fled", "with"), ("escaped", "with"),
    ("repartis", "avec"), ("reparti", "avec"), ("partis", "avec"), ("parti", "avec"), ("disparu", "avec"),
    ("enfuis", "avec"), ("retires", "avec"), ("replies", "avec"))  # fmt: skip
"What else an armed actor does with those it abducts."
OF = frozenset({"of", "de", "d", "des"})
_AGENTS = frozenset({"by", "par", "with", "avec"})


class Finding(NamedTuple):
    """What a number counts: kind, pieces `[first, last)` of the evidence."""

    kind: str
    first: int
    last: int


def verb_before(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'killing 12', 'a tué 15', 'the death of 7', 'mort de 7 soldats', 'took 11 traders hostage'."""
    known = noun.found or ends_or_capital(quantity.last, clause)
    if not known and not _somebody(quantity, clause):
        return None
    end, texts, words = max(noun.end, quantity.last), clause.texts, clause.words
    for length in range(5, 0, -1):
        phrase = tuple(texts[max(0, quantity.first - length) : quantity.first])
        if len(phrase) == length and phrase in words.active_objects:
            if phrase in words.weak_objects and (not noun.found or noun.victims == ARMED_GROUP):
                return None
            return Finding(words.active_objects[phrase], quantity.first - length, end)
    return _noun_of(quantity, end, clause) or _single_verb(quantity, noun, clause, known)


def _somebody(quantity: Quantity, clause: Clause) -> bool:
    """Whether a number stands before a plain word that is no thing: whom one kills is somebody."""
    if quantity.article or quantity.last >= len(clause.texts):
        return False
    text = clause.texts[quantity.last]
    return len(text) > 3 and text.isalpha() and text not in clause.words.no_nouns


def _noun_of(quantity: Quantity, end: int, clause: Clause) -> Finding | None:
    """'The killing in Gao of 12', 'exécution sommaire de huit jeunes': words between the noun and 'of'."""
    texts, of = clause.texts, clause.texts[quantity.first - 1] if quantity.first else ""
    if of not in OF:
        return None
    for at in range(quantity.first - 3, max(-1, quantity.first - 3 - NOUN_GAP), -1):
        if not OF.isdisjoint(texts[at + 1 : at + 2]) or texts[at] in _AGENTS or not texts[at].isalpha():
            return None
        if (kind := clause.words.active_objects.labels.get((texts[at], of))) is not None:
            return Finding(kind, at, end)
    return None


def _single_verb(quantity: Quantity, noun: Noun, clause: Clause, known: bool) -> Finding | None:
    end = max(noun.end, quantity.last)
    between = clause.words.joins | _FILLERS | clause.words.whose
    for back in (1, 2, 3):
        at = quantity.first - back
        verb = clause.texts[at] if at >= 0 else ""
        if at < -1 or not between.issuperset(clause.texts[at + 1 : quantity.first]):
            break
        if rest := _rest_of_split(verb, end, clause):
            return Finding(rest[1], at, rest[0])
        if (verb in _TAKE and _taken_by_armed(at, noun, clause, SUBJECT_REACH)) or (
            verb in LEADING and _led_into_the_wild(at, noun, clause)
        ):
            return Finding(KIDNAPPED, at, end)
        if back == 1 and (went := _went_with(quantity.first, clause)) and _taken_by_armed(went, noun, clause, went):
            return Finding(KIDNAPPED, went, end)
        if verb in clause.words.active and not _passive_verb(at, clause) and _may_govern(verb, noun, clause):
            return Finding(clause.words.active[verb], at, end) if known or verb not in clause.words.weak else None
    return _verb_before_place(quantity, end, clause) or _inverted(quantity, noun, end, clause)


def _verb_before_place(quantity: Quantity, end: int, clause: Clause) -> Finding | None:
    """'ont tué à Gao douze soldats', 'killed in the north 12': a place between verb and number."""
    texts, words = clause.texts, clause.words
    for at in range(quantity.first - 3, max(-1, quantity.first - 3 - NOUN_GAP), -1):
        if texts[at + 1] in words.breaks - _AGENTS and texts[at] in words.active.keys() - words.weak:
            return None if _passive_verb(at, clause) else Finding(words.active[texts[at]], at, end)
        if texts[at] in words.stops or not (texts[at].isalpha() or texts[at] == ",") or texts[at] in words.auxiliaries:
            return None
    return None


def _inverted(quantity: Quantity, noun: Noun, end: int, clause: Clause) -> Finding | None:
    """'Ont été tués douze soldats', 'sont tombés le commandant et trois de ses hommes': the French subject last."""
    texts, words, at = clause.texts, clause.words, quantity.first - 1
    phrase = (texts[at],) if at > 0 else ()
    if words.plurals or not noun.found or phrase not in words.passive or texts[at - 1] not in words.auxiliaries:
        return None
    return None if words.passive[phrase] == VOID else Finding(words.passive[phrase], at, end)


def _rest_of_split(verb: str, end: int, clause: Clause) -> tuple[int, str] | None:
    """Where the rest of a verb in two parts ends ('took ... hostage'), and its kind."""
    for rest, kind in clause.words.splits.get(verb, ()):
        for at in range(end, min(end + SPLIT_REACH, len(clause.texts))):
            if tuple(clause.texts[at : at + len(rest)]) == rest:
                return at + len(rest), kind
    return None


def _went_with(at: int, clause: Clause) -> int:
    """Where 'left with' that ends at a piece begins; 0 when it does not."""
    told = (p for p in _WENT_WITH if tuple(clause.texts[max(0, at - len(p)) : at]) == p)
    return next((at - len(p) for p in told), 0)


def _taken_by_armed(at: int, noun: Noun, clause: Clause, reach: int) -> bool:
    """Whether 'took' has an armed actor for its subject and persons for its object: 'the raiders took nine women'."""
    texts, words = clause.texts, clause.words
    persons = noun.found and noun.victims not in (ARMED_GROUP, UNSPECIFIED)
    if not persons or not words.care.isdisjoint(texts[noun.end : noun.end + CARE_REACH]):
        return False
    before = texts[max(0, at - reach) : at]
    return any(map(words.is_armed, before))


def _led_into_the_wild(at: int, noun: Noun, clause: Clause) -> bool:
    """Whether an armed actor leads persons where captives are taken: 'raiders ... herding 14 others, mostly girls, into
    the forest'; a captain leads soldiers there."""
    after, before = clause.texts[noun.end : noun.end + LED_REACH], clause.texts[:at]
    persons = noun.found and noun.victims not in (ARMED_GROUP, SECURITY_FORCES)
    return persons and any(map(clause.words.is_armed, before)) and not clause.words.wilds.isdisjoint(after)


def _may_govern(verb: str, noun: Noun, clause: Clause) -> bool:
    """Whether a verb that also takes things ('seized', 'lost') has persons for its object here."""
    if verb not in clause.words.weak:
        return True
    if clause.words.active[verb] == KIDNAPPED:
        return noun.found and noun.victims not in (ARMED_GROUP, UNSPECIFIED)
    return noun.found


def _passive_verb(at: int, clause: Clause) -> bool:
    """Whether a participle is passive: 'were killed three days later', 'ont été tués'."""
    gerund = clause.texts[at].endswith(("ing", "ant"))
    before = clause.texts[at - 2 : at - 1] if at > 1 and clause.texts[at - 1] in _FILLERS else clause.texts[at - 1 : at]
    return at > 0 and not gerund and not clause.words.auxiliaries.isdisjoint(before)


def ends_or_capital(at: int, clause: Clause) -> bool:
    """Whether a number without a victim noun stands alone or before a name ('killed 12 in Mali', '12 Malians')."""
    if at >= len(clause.texts):
        return True
    piece = clause.pieces[at]
    return piece.kind != "word" or piece.capital or len(piece.text) < 4 or piece.text in FUNCTION


def has_object(at: int, clause: Clause) -> bool:
    """Whether something follows that a verb may govern: a quantity, an article, a victim."""
    if any(quantity.first == at for quantity in clause.found):
        return True
    text = clause.texts[at] if at < len(clause.texts) else ""
    return text in clause.words.victims or text in clause.words.determiners
