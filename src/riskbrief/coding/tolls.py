"""How many were killed, wounded or kidnapped, as a text says it (method B.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from riskbrief.coding.quantities import quantities
from riskbrief.coding.toll_asides import comma_lists, with_heads, without_days, without_places
from riskbrief.coding.toll_counted import counted_in
from riskbrief.coding.toll_families import toll_words
from riskbrief.coding.toll_findings import Finding
from riskbrief.coding.toll_lists import Counted, groups, share_verbs
from riskbrief.coding.toll_nouns import Clause, clauses
from riskbrief.coding.toll_pieces import EXACT, RANGE, Quantity, pieces_of
from riskbrief.coding.toll_search import finding_of
from riskbrief.coding.toll_words import ARMED_GROUP, SECURITY_FORCES, UNSPECIFIED, TollWords, words
from riskbrief.folding import canonical

AMONG = words("among amongst parmi")
_ROSE = words("risen rose rises climbed jumped increased passe passent passant monte grimpe")


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
    pieces = with_heads(comma_lists(pieces_of(text), said.numerals))
    tolls: list[Toll] = []
    for first, last in clauses(pieces):
        own = pieces[first:last]
        if said.cues.isdisjoint(piece.text for piece in own):
            continue
        own = without_places(without_days(own, language), said.breaks)
        found = quantities(own, said, language=language)
        if found:
            tolls += _clause_tolls(Clause(own, [piece.text for piece in own], found, said))
    return sorted(tolls, key=lambda toll: (toll.start, toll.end))


def _clause_tolls(clause: Clause) -> Iterator[Toll]:
    counted = counted_in(clause)
    for index, one in enumerate(counted):
        one.finding = finding_of(index, counted, clause)
        one.own = one.finding is not None
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
            told = _added([_toll(one, one.finding, clause) for one in group if one.finding])
            yield from (replace(t, part=True) for t in told) if first.share or _among(first, clause) else told


def _among(one: Counted, clause: Clause) -> bool:
    """Whether a number is of some among the victims: 'three schoolgirls were among those seized'; of forces it may be
    all that is told of them."""
    if one.noun.victims == SECURITY_FORCES or one.finding is None:
        return False
    last = one.finding.last
    between = clause.texts[max(one.noun.end, one.quantity.last) : last]
    return not (AMONG.isdisjoint(between) or "," in between)


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
    after = clause.texts[quantity.last : quantity.last + 3] in (["the", "number", "of"], ["le", "nombre", "de"])
    if quantity.first and clause.texts[quantity.first - 1] in _ROSE:
        return True
    return after or any(said.tolls.at(clause.texts, at) for at in range(quantity.first))


def _added(tolls: list[Toll]) -> list[Toll]:
    """Tolls of a list, those of one class of victims added up: "two teachers and the driver" are three."""
    if _names_total(tolls):
        if any(t.victims == ARMED_GROUP for t in tolls[1:]) and tolls[0].victims == UNSPECIFIED:
            return _added(tolls[1:])  # "31 dead: 22 of the attackers and nine soldiers"
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
