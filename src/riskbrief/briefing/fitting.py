"""Fitting sections and the whole issue into word budgets; numbering sources in the order they are met on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from riskbrief.briefing.words import prose_words, section_words
from riskbrief.document import Block, Box, Card, Cell, Citation, DataTable, Item, Section, Sentence, sentences_in

JUDGED = ("judged", "comments")  # parts that analysts sign
LEAST = {"precautions": 3}  # elements that lists of a section keep, where more than one: the fixed lines
SHORT = 90  # words of a section that only its own budget cuts


Versions = tuple[Section, ...]  # one section in each language of the set; its lists hold the same elements in all


def fitted(versions: Versions, words: int | None) -> Versions:
    """The section with the last elements of its lists left out, later parts first, until its prose fits in every
    language: an element goes from all of them or stays in all.

    Every list keeps its first element, precautions their three fixed lines; tables, figures, single sentences, options
    for decision (chosen as a set by rules of their own) and what analysts judged (which counts itself) stay.
    """
    while words is not None and any(prose_words(section) > words for section in versions):
        shorter = _shorter(versions, _cuttable)
        if shorter is None:
            break
        versions = shorter
    return versions


def _shorter(versions: Versions, spare: Callable[[Block], bool]) -> Versions | None:
    """The section without the last element of its last list, None where no list has one to `spare`."""
    least = LEAST.get(versions[0].template, 1)
    for name in reversed([name for name in versions[0].parts if name not in JUDGED]):
        parts = [section.parts.get(name, ()) for section in versions]
        if all(_cuttable(part) and spare(part) for part in parts):
            lengths = {len(part) for part in parts if isinstance(part, tuple)}
            if len(lengths) == 1 and lengths.pop() > least:
                return tuple(_without_last(section, name) for section in versions)
    return None


def _without_last(section: Section, name: str) -> Section:
    part = section.parts[name]
    return replace(section, parts={**section.parts, name: part[:-1]}) if isinstance(part, tuple) else section


def _cuttable(part: Block) -> TypeGuard[tuple[Any, ...]]:
    options = isinstance(part, tuple) and any(isinstance(e, Card) and _is_option(e) for e in part)
    return isinstance(part, tuple) and len(part) > 1 and not options


def _is_option(card: Card) -> bool:
    return any(s.kind == "option" for s in card.sentences)


def fitted_issue(
    editions: Sequence[Sequence[Section]], budgets: Sequence[int | None], *, most: Sequence[int] | None
) -> tuple[Versions, ...]:
    """The sections of each edition within their budgets, cut alike in all.

    While an edition has more words than its `most`, those of judgements counted twice, the section that goes furthest
    over half its budget loses an item or a card; while it has more than its `most` with each word counted once, the
    last sentence of a run too, but for the fixed ones. Short sections, such as the bottom line, keep all.
    """
    written = [fitted(versions, words) for versions, words in zip(zip(*editions, strict=True), budgets, strict=True)]
    if most is not None:
        paged = [room - sum(_judged_words(v[n]) for v in written) for n, room in enumerate(most)]
        _cut_to(written, budgets, paged, _listed)  # short lines of lists take twice the room of running text
        _cut_to(written, budgets, most, _told)
    return tuple(zip(*written, strict=True))


def _cut_to(
    written: list[Versions], budgets: Sequence[int | None], most: Sequence[int], spare: Callable[[Block], bool]
) -> None:
    """Shorten the long sections in place, by elements of parts that `spare` allows, as far as they allow it."""
    while _too_long(written, most):
        long = [(n, v) for n, v in enumerate(written) if (budgets[n] or 0) > SHORT]
        shorter = {n: cut for n, versions in long if (cut := _shorter(versions, spare)) is not None}
        if not shorter:
            break
        over = {n: max(map(prose_words, written[n])) - (budgets[n] or 0) / 2 for n in shorter}
        longest = max(shorter, key=lambda n: (over[n], -n))
        written[longest] = shorter[longest]


def _too_long(written: Sequence[Versions], most: Sequence[int]) -> bool:
    return any(section_words(v[n] for v in written) > room for n, room in enumerate(most))


def _judged_words(section: Section) -> int:
    judged = {name: part for name, part in section.parts.items() if name in (*JUDGED, "judgements")}
    return section_words([replace(section, title="", parts=judged, no_data="")])


def _listed(part: Block) -> bool:
    return _cuttable(part) and not isinstance(part[0], Sentence)


def _told(part: Block) -> bool:
    """Whether the last element is no sentence that has to stand in every issue."""
    return _cuttable(part) and not (isinstance(part[-1], Sentence) and part[-1].kind == "fixed")


def renumbered(
    standfirst: tuple[Sentence, ...], sections: tuple[Section, ...], citations: tuple[Citation, ...]
) -> tuple[tuple[Sentence, ...], tuple[Section, ...], tuple[Citation, ...]]:
    """The same document with sources numbered from 1 in order of first use; sources nobody refers to are left out."""
    order: dict[int, int] = {}
    met = [n for s in standfirst for n in s.notes]
    met += [n for section in sections for part in section.parts.values() for n in _notes(part)]
    for number in met:
        order.setdefault(number, len(order) + 1)
    kept = sorted((replace(c, number=order[c.number]) for c in citations if c.number in order), key=lambda c: c.number)
    return (
        tuple(_sentence(s, order) for s in standfirst),
        tuple(replace(s, parts={k: _block(p, order) for k, p in s.parts.items()}) for s in sections),
        tuple(kept),
    )


def _notes(part: Block) -> Iterator[int]:
    if isinstance(part, DataTable):
        yield from (n for row in part.rows for cell in row for n in cell.notes)
    yield from (n for s in sentences_in(part) for n in s.notes)


def _block(part: Block, order: Mapping[int, int]) -> Block:
    if isinstance(part, Sentence):
        return _sentence(part, order)
    if isinstance(part, DataTable):
        return replace(part, rows=tuple(tuple(_cell(cell, order) for cell in row) for row in part.rows))
    if isinstance(part, Box):
        return replace(part, sentences=tuple(_sentence(s, order) for s in part.sentences))
    if isinstance(part, tuple):
        return tuple(_element(element, order) for element in part)  # type: ignore[return-value]
    return part


def _element(element: Sentence | Item | Card, order: Mapping[int, int]) -> Sentence | Item | Card:
    if isinstance(element, Sentence):
        return _sentence(element, order)
    return replace(element, sentences=tuple(_sentence(s, order) for s in element.sentences))


def _sentence(sentence: Sentence, order: Mapping[int, int]) -> Sentence:
    return replace(sentence, notes=_ordered(sentence.notes, order)) if sentence.notes else sentence


def _cell(cell: Cell, order: Mapping[int, int]) -> Cell:
    return replace(cell, notes=_ordered(cell.notes, order)) if cell.notes else cell


def _ordered(notes: tuple[int, ...], order: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted(order[n] for n in notes))
