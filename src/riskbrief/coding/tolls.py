"""How many were killed, wounded or kidnapped, as a text says it (method B.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from riskbrief.coding.quantities import Quantity, clauses, pieces_of, quantities
from riskbrief.coding.toll_english import ENGLISH
from riskbrief.coding.toll_french import FRENCH
from riskbrief.coding.toll_nouns import Clause, Noun, noun_after
from riskbrief.coding.toll_words import KILLED, UNSPECIFIED, words
from riskbrief.folding import canonical

PASSIVE_REACH = 24


@dataclass(frozen=True)
class Toll:
    """One number of victims at `text[start:end]`.

    `kind` is killed, wounded or kidnapped; `victims` civilians, security_forces, armed_group or unspecified;
    `precision` exact, lower, range, approximate or upper; `high` None is open; `part` marks a share of the toll before
    it ("12 people, including five attackers"): never add it to that total. Two whole tolls of one kind and different
    victims ("three soldiers and two civilians") do add up.
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


class _Finding(NamedTuple):
    """What a number counts: kind, pieces `[first, last)` of the evidence."""

    kind: str
    first: int
    last: int


def find_tolls(text: str, language: str) -> list[Toll]:
    """Every toll the text states, in reading order, with offsets into it; any language but French reads as English."""
    words = FRENCH if language == "fr" else ENGLISH
    if words.cues.isdisjoint(canonical(text).data.decode("ascii").replace(".", " ").split()):
        return []
    pieces = pieces_of(text)
    tolls: list[Toll] = []
    for first, last in clauses(pieces):
        own = pieces[first:last]
        if words.cues.isdisjoint(piece.text for piece in own):
            continue
        found = quantities(own, words, language=language)
        if found:
            tolls += _clause_tolls(Clause(own, [piece.text for piece in own], found, words))
    return sorted(tolls, key=lambda toll: (toll.start, toll.end))


def _clause_tolls(clause: Clause) -> Iterator[Toll]:
    nouns = [noun_after(q.last, clause) for q in clause.found]
    shares = _shares(nouns, clause)
    findings: list[_Finding | None] = [_finding(i, nouns, shares, clause) for i in range(len(nouns))]
    _share_verbs(findings, nouns, shares, clause)
    whole: _Finding | None = None
    for quantity, noun, finding, share in zip(clause.found, nouns, findings, shares, strict=True):
        if share and whole is not None:
            shared = finding or _Finding(whole.kind, quantity.first, max(noun.end, quantity.last))
            yield replace(_toll(quantity, noun, shared, clause), part=True)
        elif finding is not None:
            whole = finding
            yield _toll(quantity, noun, finding, clause)


def _shares(nouns: list[Noun], clause: Clause) -> list[bool]:
    """Which numbers are a share of the one before: after 'including', before 'of them', or joined to such a share.

    Sets the noun of 'ten of them soldiers' to what follows 'of them'.
    """
    shares: list[bool] = []
    for index, quantity in enumerate(clause.found):
        phrase = clause.words.of_them.at(clause.texts, quantity.last)
        if phrase:
            after = noun_after(quantity.last + len(phrase), clause)
            nouns[index] = after if after.found else Noun(quantity.last + len(phrase), UNSPECIFIED, False)
        joined = bool(shares) and shares[-1] and _only_joined(nouns[index - 1].end, quantity.first, clause)
        alone = _state_after(quantity, nouns[index], clause) or _passive_after(
            quantity, nouns[index], len(clause.texts), clause
        )
        shares.append(bool(phrase) or _after_including(quantity, clause) or (joined and alone is None))
    return shares


def _after_including(quantity: Quantity, clause: Clause) -> bool:
    """Whether 'including', 'dont' or the like, and perhaps an article, stand right before a number."""
    at = quantity.first - (quantity.first > 0 and clause.texts[quantity.first - 1] in clause.words.determiners)
    return any(tuple(clause.texts[max(0, at - n) : at]) in clause.words.including for n in (1, 2, 3))


def _toll(quantity: Quantity, noun: Noun, finding: _Finding, clause: Clause) -> Toll:
    first, last = min(finding.first, quantity.first), max(finding.last, quantity.last)
    return Toll(
        finding.kind,
        noun.victims,
        quantity.low,
        quantity.best,
        quantity.high,
        quantity.precision,
        clause.pieces[first].start,
        clause.pieces[last - 1].end,
    )


def _finding(index: int, nouns: Sequence[Noun], shares: Sequence[bool], clause: Clause) -> _Finding | None:
    """What makes a quantity a toll: a verb or phrase before it, a word right after it, or a passive further on."""
    quantity, noun = clause.found[index], nouns[index]
    unnamed = quantity.article and (not noun.found or _counts_many(quantity, noun, clause))
    if noun.thing or (unnamed and clause.texts[quantity.first] in clause.words.determiners):
        return None
    if unnamed and not clause.words.state.at(clause.texts, quantity.last):
        return None
    later = zip(clause.found[index + 1 :], nouns[index + 1 :], shares[index + 1 :], strict=True)
    following = next((q.first for q, n, s in later if not s and (n.found or not q.article)), len(clause.texts))
    state = _state_after(quantity, noun, clause)
    if state is not None or shares[index]:
        return state
    return (
        _verb_before(quantity, noun, clause)
        or _passive_after(quantity, noun, following, clause)
        or _announced(quantity, noun, clause)
    )


def _counts_many(quantity: Quantity, noun: Noun, clause: Clause) -> bool:
    """Whether an article opens a phrase of many ('a number of attackers')."""
    return any(text in ("of", "de", "d") for text in clause.texts[quantity.last : noun.end])


def _verb_before(quantity: Quantity, noun: Noun, clause: Clause) -> _Finding | None:
    """'killing 12', 'a tué 15', 'the death of 7', 'mort de 7 soldats'."""
    if not noun.found and not _ends_or_capital(quantity.last, clause):
        return None
    end = max(noun.end, quantity.last)
    for length in range(4, 0, -1):
        phrase = tuple(clause.texts[max(0, quantity.first - length) : quantity.first])
        if len(phrase) == length and phrase in clause.words.active_objects:
            return _Finding(clause.words.active_objects[phrase], quantity.first - length, end)
    for back in (1, 2):
        at = quantity.first - back
        verb = clause.texts[at] if at >= 0 else ""
        filler = back == 2 and clause.texts[at + 1] not in clause.words.joins | {"also", "another", "encore", "aussi"}
        if verb in clause.words.active and not filler and not _passive_verb(at, clause):
            return _Finding(clause.words.active[verb], at, end)
    return None


def _passive_verb(at: int, clause: Clause) -> bool:
    """Whether a participle is passive: 'were killed three days later', 'ont été tués'."""
    return at > 0 and clause.texts[at - 1] in clause.words.auxiliaries


def _ends_or_capital(at: int, clause: Clause) -> bool:
    """Whether a number without a victim noun stands alone or before a name ('killed 12 in Mali', '12 Malians')."""
    if at >= len(clause.texts):
        return True
    piece = clause.pieces[at]
    return piece.kind != "word" or piece.capital or len(piece.text) < 4 or piece.text in _FUNCTION


_JOINING = words("and et , as well plus ainsi que also")
_FUNCTION = words(
    "near during when while with after before since inside outside across late early dans pres lors selon apres avant"
)


def _state_after(quantity: Quantity, noun: Noun, clause: Clause) -> _Finding | None:
    """'12 dead', '24 killed', '15 civilian deaths', '12 soldats tués'; not '12 gunmen killed five'."""
    texts, words = clause.texts, clause.words
    for at in range(quantity.last, min(max(noun.end, quantity.last) + 2, len(texts))):
        phrase = words.state.at(texts, at)
        if not phrase or (at > quantity.last and texts[at - 1] in words.active_auxiliaries):
            continue
        if texts[at] in words.active and _has_object(at + len(phrase), clause):
            return None
        if at > max(noun.end, quantity.last) and texts[at - 1] not in words.joins | {"others", "more", "people"}:
            return None
        return _Finding(words.state[phrase], quantity.first, at + len(phrase))
    return None


def _has_object(at: int, clause: Clause) -> bool:
    """Whether something follows that a verb may govern: a quantity, an article, a victim."""
    if any(quantity.first == at for quantity in clause.found):
        return True
    text = clause.texts[at] if at < len(clause.texts) else ""
    return text in clause.words.victims or text in clause.words.determiners


def _passive_after(quantity: Quantity, noun: Noun, limit: int, clause: Clause) -> _Finding | None:
    """'12 people were killed', '24 trainees died', 'trente civils ont été tués', before the next quantity."""
    texts, words = clause.texts, clause.words
    auxiliary = False
    for at in range(max(noun.end, quantity.last), min(limit, quantity.last + PASSIVE_REACH, len(texts))):
        if texts[at] in words.stops and not auxiliary:
            return None
        if phrase := words.deaths.at(texts, at):
            return _Finding(words.deaths[phrase], quantity.first, at + len(phrase))
        phrase = words.passive.at(texts, at)
        beside = texts[at - 1] in words.auxiliaries
        if phrase and auxiliary and (beside or not _has_object(at + len(phrase), clause)):
            return _Finding(words.passive[phrase], quantity.first, at + len(phrase))
        auxiliary = auxiliary or texts[at] in words.auxiliaries
    return None


def _announced(quantity: Quantity, noun: Noun, clause: Clause) -> _Finding | None:
    """'The death toll rose on Friday to 40', 'le bilan passe à 40': a toll word before a number of nothing else."""
    if not noun.found and not _ends_or_capital(quantity.last, clause):
        return None
    at = next((i for i in range(quantity.first) if clause.texts[i] in clause.words.tolls), None)
    if at is None or (quantity.first - at > 1 and clause.texts[quantity.first - 1] not in clause.words.rises):
        return None
    return _Finding(KILLED, at, max(noun.end, quantity.last))


def _share_verbs(
    findings: list[_Finding | None], nouns: Sequence[Noun], shares: Sequence[bool], clause: Clause
) -> None:
    """Let victims joined by 'and' or a comma share the verb of their neighbour, before or after."""
    order = range(len(nouns))
    for here, there in [*((i, i - 1) for i in order if i), *((i, i + 1) for i in reversed(order[:-1]))]:
        neighbour, (left, right) = findings[there], sorted((here, there))
        if findings[here] is not None or neighbour is None or shares[here] or shares[there]:
            continue
        both = nouns[left].found and nouns[right].found
        if both and _only_joined(nouns[left].end, clause.found[right].first, clause):
            last = max(nouns[here].end, clause.found[here].last)
            findings[here] = _Finding(neighbour.kind, clause.found[here].first, last)


def _only_joined(first: int, last: int, clause: Clause) -> bool:
    between = clause.texts[first:last]
    return 0 < len(between) <= 4 and _JOINING.issuperset(between)
