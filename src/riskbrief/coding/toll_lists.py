"""Victims listed beside each other: they share a verb, and are one toll ("two teachers and the driver")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riskbrief.coding.toll_asides import LIST, past_complement
from riskbrief.coding.toll_findings import Finding
from riskbrief.coding.toll_listed import counts_only_persons
from riskbrief.coding.toll_nouns import Clause, Noun, noun_after
from riskbrief.coding.toll_pieces import Quantity
from riskbrief.coding.toll_states import set_aside
from riskbrief.coding.toll_words import words

SPEAKER_REACH = 4
_MORE = {
    True: ([",", "a"], [",", "an"], [",", "two"]),
    False: ([",", "un"], [",", "une"], [",", "deux"]),
}
"How a list goes on in English, and in French."
_ADVERBS = words("together along ,")
_OPENING = words(", and et")
_TOO = (("as", "well"), ("too",), ("also",), ("likewise",), ("aussi",), ("egalement",), ("de", "meme"))
_JOINING = words("and et , as well plus ainsi que also along with avec all both tous toutes")


@dataclass
class Counted:
    """A quantity of a clause with its noun, whether it is a share of the one before, and what it counts;
    `own`: by a verb of its own, not its neighbour's; `guessed`: only its place in a list makes it somebody."""

    quantity: Quantity
    noun: Noun
    share: bool = False
    finding: Finding | None = None
    own: bool = False
    guessed: bool = False


def share_verbs(counted: Sequence[Counted], clause: Clause) -> None:
    """Let victims joined by 'and' or a comma share the verb of their neighbour, before or after."""
    order = range(len(counted))
    for here, there in [*((i, i - 1) for i in order if i), *((i, i + 1) for i in reversed(order[:-1]))]:
        one, neighbour = counted[here], counted[there].finding
        if one.finding is not None or neighbour is None or one.share or counted[there].share:
            continue
        if set_aside(one.quantity, one.noun, clause):
            continue
        if neighbour.last <= one.quantity.first and _has_own_verb(one, clause):
            continue
        if one.guessed and not counts_only_persons(neighbour.kind, neighbour.last, clause):
            continue
        if _beside(counted[min(here, there)], counted[max(here, there)], clause) or (
            there < here and (_gapped(counted[here], clause) or _likewise(counted[here], clause))
        ):
            last = max(one.noun.end, one.quantity.last)
            one.finding = Finding(neighbour.kind, one.quantity.first, last)


def _beside(left: Counted, right: Counted, clause: Clause) -> bool:
    """Whether two named victims are joined by 'and' or a comma; who speaks ("..., an official said") joins nobody.

    Beside one named victim a number of somebody unknown counts too ("a constable and five stallholders").
    """
    named = left.noun.found and right.noun.found
    if _apposition(left, right, clause):
        return False
    if left.finding and clause.pieces[right.quantity.first - 1].kind == LIST:
        return right.noun.found and left.finding.last == right.quantity.first - 1  # "31 dead: nine soldiers and ..."
    if named and (right.quantity.implied or _determined(right, clause)) and _accompanies(right, clause):
        return True
    if not named and not _somebody(right if left.noun.found else left, clause):
        return False
    if left.finding and _with_them(left.finding.last, right, clause):
        return True
    ends = max(left.noun.end, left.quantity.last)
    ends += min(_unknown_words(ends, clause), 1 if left.noun.found else 2)
    ends = max(ends, past_complement(ends, clause, right.quantity.first)) if left.noun.found else ends
    return (
        (named or left.noun.found or right.noun.found)
        and not _speaks(right, clause)
        and (only_joined(ends, right.quantity.first, clause))
    )


def _apposition(left: Counted, right: Counted, clause: Clause) -> bool:
    """Whether 'a baker' between commas only says who the one before is ('his brother, a baker, was killed')."""
    texts, at = clause.texts, right.noun.end
    single = left.quantity.best == 1 and right.quantity.article and not right.quantity.implied
    if not single or texts[right.quantity.first - 1] != ",":
        return False
    more = _MORE[bool(clause.words.plurals)]
    return at >= len(texts) or (texts[at] not in ("and", "et", "or", "ou") and texts[at : at + 2] not in more)


def _gapped(one: Counted, clause: Clause) -> bool:
    """Whether named victims stand after 'and' and before a place, without a verb: '... and three soldiers at Anka'."""
    texts, said = clause.texts, clause.words
    end = one.noun.end
    if not one.noun.found or texts[one.quantity.first - 1] not in ("and", "et") or end >= len(texts):
        return False
    rest = texts[end:]
    verbs = said.auxiliaries | said.active_auxiliaries | said.speech | said.stops
    return (
        rest[0] in said.breaks and verbs.isdisjoint(rest) and not any(said.deaths.at(rest, i) for i in range(len(rest)))
    )


def _has_own_verb(one: Counted, clause: Clause) -> bool:
    """Whether a verb follows that tells something else of victims: 'two were killed and four more are held'."""
    at = max(one.noun.end, one.quantity.last)
    helps = clause.words.auxiliaries | clause.words.plural_verbs
    return at < len(clause.texts) and clause.texts[at] in helps - {"left", "reported"}


def _likewise(one: Counted, clause: Clause) -> bool:
    """Whether 'too' or 'aussi' is all that a part of a sentence says of victims: '..., his two sons too'."""
    texts, end = clause.texts, one.noun.end
    at = one.quantity.first - _determined(one, clause)
    opened = one.noun.found and at > 0 and texts[at - 1] in _OPENING
    said = next((p for p in _TOO if tuple(texts[end : end + len(p)]) == p), ()) if opened else ()
    after = texts[end + len(said) : end + len(said) + 1]
    return bool(said) and (not after or not after[0].isalpha())


def _somebody(one: Counted, clause: Clause) -> bool:
    """Whether a number of two or more stands before a plain word that is no thing."""
    if one.quantity.article or one.quantity.best < 2 or one.noun.thing:
        return False
    return _unknown_words(one.quantity.last, clause) > 0


def _unknown_words(at: int, clause: Clause) -> int:
    """How many plain words, two at most, stand at a piece before 'and' or the end of the clause."""
    texts, ends = clause.texts, clause.words.no_nouns
    count = 0
    while at + count < len(texts) and count < 2 and len(texts[at + count]) > 3 and texts[at + count] not in ends:
        if clause.words.state.at(texts, at + count) or clause.words.passive.at(texts, at + count):
            break
        count += 1
    return count


def _determined(one: Counted, clause: Clause) -> bool:
    return clause.texts[one.quantity.first - 1] in clause.words.determiners


def _accompanies(one: Counted, clause: Clause) -> bool:
    """Whether 'with', 'ainsi que' or the like stand before victims and their determiner."""
    at = one.quantity.first - _determined(one, clause)
    return any(tuple(clause.texts[max(0, at - n) : at]) in clause.words.accompany for n in (1, 2, 3))


def _with_them(at: int, one: Counted, clause: Clause) -> bool:
    """Whether 'with', 'ainsi que' or the like are all between what befell somebody and those counted next: 'the mayor
    was seized with nine pilgrims'."""
    between = clause.texts[at : one.quantity.first]
    return tuple(t for t in between if t not in _ADVERBS) in clause.words.accompany


def _speaks(one: Counted, clause: Clause) -> bool:
    """Whether those counted say something, or the comma before them opens a list of those who do."""
    texts, at = clause.texts, one.noun.end
    lists = {clause.pieces[q.first].start: q for q in clause.found}
    while at < len(texts) and texts[at] in ("and", "et"):
        following = lists.get(clause.pieces[at + 1].start) if at + 1 < len(texts) else None
        if following is None or texts[one.quantity.first - 1] != ",":
            return False
        at = noun_after(following.last, clause).end
    for text in texts[at : at + SPEAKER_REACH]:
        if text in clause.words.speech:
            return True
        if not text.isalpha() or text in clause.words.breaks or text in clause.words.auxiliaries:
            return False
    return False


def only_joined(first: int, last: int, clause: Clause) -> bool:
    """Whether 'and', a comma or the like, with articles, is all that stands between two pieces."""
    between = [t for t in clause.texts[first:last] if t not in clause.words.determiners and t not in ("de", "d", "of")]
    if len(between) > 1 and clause.texts[first] in ("d", "de", "of") and between[0] not in _JOINING:
        between = between[1:]  # "huit militaires d'escorte et trois chauffeurs"
    return 0 < len(between) <= 4 and _JOINING.issuperset(between)


def groups(counted: Sequence[Counted], clause: Clause) -> list[list[Counted]]:
    """Victims listed beside each other as one group; shares and anything else alone. A lone 'the driver' counts only
    with a verb of its own."""
    found: list[list[Counted]] = []
    for one in counted:
        last = found[-1][-1] if found else None
        if last and _one_list(last, one, clause):
            found[-1].append(one)
        else:
            found.append([one])
    return [g for g in found if len(g) > 1 or g[0].own or not g[0].quantity.implied]


def _one_list(last: Counted, one: Counted, clause: Clause) -> bool:
    if one.share or last.share or last.finding is None or one.finding is None:
        return False
    return last.finding.kind == one.finding.kind and _beside(last, one, clause)
