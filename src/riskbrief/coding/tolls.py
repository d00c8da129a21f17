"""How many were killed, wounded or kidnapped, as a text says it (method B.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from riskbrief.coding.quantities import EXACT, RANGE, Quantity, pieces_of, quantities
from riskbrief.coding.toll_families import toll_words
from riskbrief.coding.toll_findings import Finding, announced, passive_after, state_after, verb_before
from riskbrief.coding.toll_lists import Counted, groups, only_joined, share_verbs
from riskbrief.coding.toll_nouns import Clause, Noun, clauses, noun_after
from riskbrief.coding.toll_words import ARMED_GROUP, UNSPECIFIED, TollWords
from riskbrief.folding import canonical


@dataclass(frozen=True)
class Toll:
    """One number of victims at `text[start:end]`.

    `kind` is killed, wounded or kidnapped; `victims` civilians, security_forces, armed_group or unspecified;
    `precision` exact, lower, range, approximate or upper; `high` None is open; `part` marks a share of the toll before
    it ("12 people, including five attackers"): never add it to that total. Two whole tolls of one kind and different
    victims ("three soldiers and two civilians") do add up; of one class they are one toll ("two teachers and the
    driver").
    """

    kind: str
    victims: str
    low: int
    best: int
    high: int | None
    precision: str
    start: int
    end: int
    part: bool = False


def find_tolls(text: str, language: str, known: TollWords | None = None) -> list[Toll]:
    """Every toll the text states, in reading order, with offsets into it; any language but French reads as English.

    `known`: the language's words with its word families.
    """
    said = known or toll_words(language)
    if said.cues.isdisjoint(canonical(text).data.decode("ascii").replace(".", " ").split()):
        return []
    pieces = pieces_of(text)
    tolls: list[Toll] = []
    for first, last in clauses(pieces):
        own = pieces[first:last]
        if said.cues.isdisjoint(piece.text for piece in own):
            continue
        found = quantities(own, said, language=language)
        if found:
            tolls += _clause_tolls(Clause(own, [piece.text for piece in own], found, said))
    return sorted(tolls, key=lambda toll: (toll.start, toll.end))


def _clause_tolls(clause: Clause) -> Iterator[Toll]:
    counted = _counted(clause)
    for index, one in enumerate(counted):
        one.finding = _finding(index, counted, clause)
    share_verbs(counted, clause)
    whole: Finding | None = None
    for group in groups(counted, clause):
        first = group[0]
        if first.share and whole is not None:
            end = max(first.noun.end, first.quantity.last)
            yield replace(
                _toll(first, first.finding or Finding(whole.kind, first.quantity.first, end), clause), part=True
            )
        elif first.finding is not None:
            whole = first.finding
            yield from _added([_toll(one, one.finding, clause) for one in group if one.finding])


def _counted(clause: Clause) -> list[Counted]:
    """The quantities that still hold, with their nouns, and which are a share of the one before: after 'including',
    before 'of them', or joined to such a share. The noun of 'ten of them soldiers' is what follows 'of them'."""
    out: list[Counted] = []
    for index, quantity in enumerate(clause.found):
        following = clause.found[index + 1].first if index + 1 < len(clause.found) else len(clause.texts)
        one = Counted(quantity, noun_after(quantity.last, clause, following))
        phrase = clause.words.of_them.at(clause.texts, quantity.last)
        if phrase:
            after = noun_after(quantity.last + len(phrase), clause, following)
            one.noun = after if after.found else Noun(quantity.last + len(phrase), UNSPECIFIED, False)
        joined = bool(out) and out[-1].share and only_joined(out[-1].noun.end, quantity.first, clause)
        alone = joined and (
            state_after(quantity, one.noun, clause) or passive_after(quantity, one.noun, len(clause.texts), clause)
        )
        one.share = bool(phrase) or _after_including(quantity, clause) or (joined and not alone)
        if not _replaced(quantity, clause):
            out.append(one)
    return out


def _replaced(quantity: Quantity, clause: Clause) -> bool:
    """Whether a number is one that no longer holds: 'not two', 'contre 24 la veille'."""
    at = quantity.first
    return any(tuple(clause.texts[max(0, at - n) : at]) in clause.words.instead for n in (3, 2, 1))


def _after_including(quantity: Quantity, clause: Clause) -> bool:
    """Whether 'including', 'dont' or the like, and perhaps an article, stand right before a number."""
    at = quantity.first - (quantity.first > 0 and clause.texts[quantity.first - 1] in clause.words.determiners)
    return any(tuple(clause.texts[max(0, at - n) : at]) in clause.words.including for n in (1, 2, 3))


def _toll(one: Counted, finding: Finding, clause: Clause) -> Toll:
    quantity = one.quantity
    first, last = min(finding.first, quantity.first), max(finding.last, quantity.last)
    low, best, high, precision = quantity.low, quantity.best, quantity.high, quantity.precision
    if precision == RANGE and high is not None and _rise(quantity, clause):
        low, best, precision = high, high, EXACT
    start, end = clause.pieces[first].start, clause.pieces[last - 1].end
    return Toll(finding.kind, one.noun.victims, low, best, high, precision, start, end)


def _rise(quantity: Quantity, clause: Clause) -> bool:
    """Whether 'from 12 to 19' tells how a toll rose."""
    said = clause.words
    if clause.texts[quantity.first] not in ("from", "de"):
        return False
    return any(said.tolls.at(clause.texts, at) for at in range(quantity.first))


def _finding(index: int, counted: Sequence[Counted], clause: Clause) -> Finding | None:
    """What makes a quantity a toll: a verb or phrase before it, a word right after it, or a passive further on."""
    quantity, noun, share = counted[index].quantity, counted[index].noun, counted[index].share
    unnamed = quantity.article and (not noun.found or _counts_many(quantity, noun, clause))
    if noun.thing or (unnamed and clause.texts[quantity.first] in clause.words.determiners):
        return None
    if unnamed and not clause.words.state.at(clause.texts, quantity.last) and not _pronoun(quantity, clause):
        return None
    later = counted[index + 1 :]
    following = next(
        (
            c.quantity.first
            for c in later
            if not c.share and not c.quantity.implied and (c.noun.found or not c.quantity.article)
        ),
        len(clause.texts),
    )
    state = state_after(quantity, noun, clause)
    if state is not None or share:
        return state
    return (
        verb_before(quantity, noun, clause)
        or passive_after(quantity, noun, following, clause)
        or announced(quantity, noun, clause)
    )


def _counts_many(quantity: Quantity, noun: Noun, clause: Clause) -> bool:
    """Whether an article opens a phrase of many ('a number of attackers')."""
    return not noun.single and any(
        text in ("of", "de", "d", "des", "du") for text in clause.texts[quantity.last : noun.end]
    )


def _pronoun(quantity: Quantity, clause: Clause) -> bool:
    """Whether 'another', 'one' or 'un autre' stands for a person: its verb follows at once."""
    at = quantity.last + (clause.texts[quantity.last : quantity.last + 1] == ["autre"])
    return (
        clause.texts[quantity.first] != "a" and at < len(clause.texts) and clause.texts[at] in clause.words.auxiliaries
    )


def _added(tolls: list[Toll]) -> list[Toll]:
    """Tolls of a list, those of one class of victims added up: "two teachers and the driver" are three."""
    if _names_total(tolls):
        return [tolls[0], *(replace(t, part=True) for t in tolls[1:])]
    out: list[Toll] = []
    for toll in tolls:
        same = next((n for n, t in enumerate(out) if _one_class(t, toll)), None)
        if same is None:
            out.append(toll)
        else:
            out[same] = _sum(out[same], toll)
    return out


def _names_total(tolls: Sequence[Toll]) -> bool:
    """Whether the first number is what the others add up to ("three people, a mother and two children")."""
    first, others = tolls[0], tolls[1:]
    if first.best < 2 or first.best != sum(t.best for t in others):
        return False
    return first.victims == UNSPECIFIED or (len(others) > 1 and all(t.victims == first.victims for t in others))


def _one_class(a: Toll, b: Toll) -> bool:
    return a.victims == b.victims or (
        UNSPECIFIED in (a.victims, b.victims) and ARMED_GROUP not in (a.victims, b.victims)
    )


def _sum(a: Toll, b: Toll) -> Toll:
    return replace(
        a,
        victims=a.victims if a.victims == b.victims else UNSPECIFIED,
        low=a.low + b.low,
        best=a.best + b.best,
        high=None if a.high is None or b.high is None else a.high + b.high,
        precision=a.precision if a.precision != EXACT else b.precision,
        end=max(a.end, b.end),
    )
