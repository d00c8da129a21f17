"""Numbers of victims that no verb governs: tolls announced, the dead one by one, sums ("19 in all")."""

from __future__ import annotations

from riskbrief.coding.toll_findings import Finding, ends_or_capital
from riskbrief.coding.toll_nouns import Clause, Noun
from riskbrief.coding.toll_pieces import Quantity
from riskbrief.coding.toll_words import VOID, words

LINK_REACH = 4
NUMBER_REACH = 8
_TO = frozenset({"to", "at", "a"})
_LINKS = words(
    "are were is was be also there at least figure figurent figurait figuraient compte comptent on sont est etaient "
    "etait egalement se trouve trouvent trouvait trouvaient , notamment"
)
_NUMBERED = (
    ("au", "nombre", "de"), ("au", "nombre", "d"), ("numbering",), ("total", "to"), ("total", "a"),
)  # fmt: skip


def announced(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'The death toll rose on Friday to 40', 'le bilan passe à 40': a toll word before a number of nothing else."""
    if not noun.found and not ends_or_capital(quantity.last, clause):
        return None
    if quantity.first and clause.texts[quantity.first - 1] in clause.words.rises:
        for at in range(quantity.first - 1):
            if counted := _number_of(at, clause):
                return Finding(counted[0], at, max(noun.end, quantity.last))
    for at in range(quantity.first):
        if phrase := clause.words.tolls.at(clause.texts, at):
            beside = quantity.first <= at + len(phrase)
            if not beside and clause.texts[quantity.first - 1] not in clause.words.rises:
                return None
            return Finding(clause.words.tolls[phrase], at, max(noun.end, quantity.last))
    return None


def brought_to(quantity: Quantity, clause: Clause) -> Finding | None:
    """'Bringing to 23 the number of soldiers killed', 'porte à 28 le bilan': a number before what it is the toll of."""
    texts, said, at = clause.texts, clause.words, quantity.last
    if quantity.first < 1 or texts[quantity.first - 1] not in _TO or texts[at : at + 1] not in (["the"], ["le"]):
        return None
    if phrase := said.tolls.at(texts, at + 1):
        return Finding(said.tolls[phrase], quantity.first - 1, at + 1 + len(phrase))
    counted = _number_of(at + 1, clause)
    return Finding(counted[0], quantity.first - 1, counted[1]) if counted else None


def _number_of(at: int, clause: Clause) -> tuple[str, int] | None:
    """Kind and end of 'number of soldiers killed', 'nombre de personnes enlevées', at a piece."""
    texts, said = clause.texts, clause.words
    if texts[at : at + 1] not in (["number"], ["nombre"]):
        return None
    for index in range(at + 1, min(at + 1 + NUMBER_REACH, len(texts))):
        if phrase := said.state.at(texts, index):
            alone = said.state.labels.get((texts[index],), VOID)  # "nombre de soldats tombés dans l'embuscade" are dead
            kind = alone if said.state[phrase] == VOID else said.state[phrase]
            return (kind, index + len(phrase)) if kind != VOID else None
        if (phrase := said.deaths.at(texts, index)) and said.deaths[phrase] != VOID:
            return said.deaths[phrase], index + len(phrase)
        if not texts[index].isalpha() or texts[index] in said.auxiliaries:
            return None
    return None


def among(quantity: Quantity, clause: Clause) -> Finding | None:
    """'Among the dead are four nurses', 'parmi les blessés figurent deux enfants'."""
    texts, at = clause.texts, quantity.first
    for start in range(max(0, at - LINK_REACH - 4), at):
        phrase = clause.words.among.at(texts, start)
        end = start + len(phrase)
        if phrase and end <= at <= end + LINK_REACH and _LINKS.issuperset(texts[end:at]):
            return Finding(clause.words.among[phrase], start, max(quantity.last, at + 1))
    return None


def summed_up(quantity: Quantity, noun: Noun, clause: Clause) -> Finding | None:
    """'They shot every man they met, 19 in all', 'les soldats tombés, au nombre de douze': a sum of those told of
    before in the clause."""
    texts, said = clause.texts, clause.words
    end = max(noun.end, quantity.last)
    after = said.in_all.at(texts, end)
    before = any(tuple(texts[max(0, quantity.first - len(p)) : quantity.first]) == p for p in _NUMBERED)
    if quantity.article or not (after or before):
        return None
    for at in range(quantity.first - 1, -1, -1):
        phrase = said.state.at(texts, at)
        kind = said.state[phrase] if phrase else said.active.get(texts[at], "")
        if not kind and (death := said.deaths.at(texts, at)):
            phrase, kind = death, said.deaths[death]
        if kind and kind != VOID and (phrase or texts[at] not in said.weak):
            return Finding(kind, at, end + len(after))
    return None
