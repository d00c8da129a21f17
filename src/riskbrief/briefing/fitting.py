"""Fitting sections and the whole issue into word budgets; numbering sources in the order they are met on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from riskbrief.briefing.words import prose_words, section_words
from riskbrief.document import Block, Box, Card, Cell, Citation, DataTable, Item, Section, Sentence

JUDGED = ("judged", "comments")  # parts that analysts sign
LEAST = {"precautions": 3}  # elements that lists of a section keep, where more than one: the fixed lines
SHORT = 90  # words of a section that only its own budget cuts


def fitted(section: Section, words: int | None) -> Section:
    """The section with the last elements of its lists left out, later parts first, until its prose fits.

    Every list keeps its first element, precautions their three fixed lines; tables, figures, single sentences, options
    for decision (chosen as a set by rules of their own) and what analysts judged (which counts itself) stay.
    """
    while words is not None and prose_words(section) > words:
        shorter = _shorter(section, _cuttable)
        if shorter is None:
            break
        section = shorter
    return section


def _shorter(section: Section, spare: Callable[[Block], bool]) -> Section | None:
    """The section without the last element of its last list, None where no list has one to `spare`."""
    parts = [(name, part) for name, part in section.parts.items() if name not in JUDGED]
    least = LEAST.get(section.template, 1)
    lists = [(name, part) for name, part in parts if _cuttable(part) and len(part) > least and spare(part)]
    if not lists:
        return None
    name, part = lists[-1]
    return replace(section, parts={**section.parts, name: part[:-1]})


def _cuttable(part: Block) -> TypeGuard[tuple[Any, ...]]:
    options = isinstance(part, tuple) and any(isinstance(e, Card) and _is_option(e) for e in part)
    return isinstance(part, tuple) and len(part) > 1 and not options


def _is_option(card: Card) -> bool:
    return any(s.kind == "option" for s in card.sentences)


def fitted_issue(
    sections: Sequence[Section], budgets: Sequence[int | None], *, most: int | None
) -> tuple[Section, ...]:
    """Sections within their budgets. While they have more than `most` words together, those of judgements counted
    twice, the one that goes furthest over half its budget loses an item or a card; short sections, such as the bottom
    line, keep theirs, and all keep their sentences."""
    written = [fitted(s, words) for s, words in zip(sections, budgets, strict=True)]
    if most is not None:
        most -= sum(map(_judged_words, written))  # short lines of lists take twice the room of running text
    while most is not None and section_words(written) > most:
        long = [(n, s) for n, s in enumerate(written) if (budgets[n] or 0) > SHORT]
        shorter = {n: cut for n, section in long if (cut := _shorter(section, _listed)) is not None}
        if not shorter:
            break
        longest = max(shorter, key=lambda n: (prose_words(written[n]) - (budgets[n] or 0) / 2, -n))
        written[longest] = shorter[longest]
    return tuple(written)


def _judged_words(section: Section) -> int:
    judged = {name: part for name, part in section.parts.items() if name in (*JUDGED, "judgements")}
    return section_words([replace(section, title="", parts=judged, no_data="")])


def _listed(part: Block) -> bool:
    return _cuttable(part) and not isinstance(part[0], Sentence)


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
    if isinstance(part, Sentence | Cell):
        yield from part.notes
    elif isinstance(part, DataTable):
        yield from (n for row in part.rows for cell in row for n in cell.notes)
    elif isinstance(part, Box):
        yield from (n for s in part.sentences for n in s.notes)
    elif isinstance(part, tuple):
        for element in part:
            sentences = (element,) if isinstance(element, Sentence) else element.sentences
            yield from (n for s in sentences for n in s.notes)


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
