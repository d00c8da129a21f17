"""Counting words, for the budgets of sections and of the whole briefing (method A.12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riskbrief.document import (
    Block,
    Box,
    Briefing,
    Card,
    DataTable,
    FigureSpec,
    Item,
    Section,
    Sentence,
    sentences_in,
)


def sentences_of(section: Section) -> Iterator[Sentence]:
    """Every sentence of a section in the order of its parts."""
    for part in section.parts.values():
        yield from sentences_in(part)


def every_sentence(standfirst: Iterable[Sentence], sections: Iterable[Section]) -> Iterator[Sentence]:
    """Those of the standfirst, then of every section, in the order of the page."""
    yield from standfirst
    for section in sections:
        yield from sentences_of(section)


def prose_words(section: Section) -> int:
    """Words of sentences, list leads and cards; tables and figures are not prose."""
    return sum(map(_prose, section.parts.values())) + count_words(section.no_data)


def in_annex(section: Section) -> bool:
    """Whether a section stands in the annex, behind the pages that have a word budget."""
    return section.template.startswith("annex_")


def total_words(briefing: Briefing) -> int:
    """Words of a briefing without its annex and without the line on what was left off: headline, standfirst, titles,
    prose, captions, and words (not numbers) in tables."""
    top = count_words(briefing.headline) + sum(count_words(s.text) for s in briefing.standfirst)
    return top + section_words(s for s in briefing.sections if not in_annex(s) and s.template != "left_out")


def section_words(sections: Iterable[Section]) -> int:
    """The same for sections alone."""
    return sum(count_words(s.title) + prose_words(s) + sum(map(_furniture, s.parts.values())) for s in sections)


def printed_words(section: Section) -> Iterator[str]:
    """Titles, captions, table cells and card details of a section: everything printed that is no sentence."""
    yield section.title
    if section.more:
        yield section.more
    for part in section.parts.values():
        if isinstance(part, FigureSpec):
            yield from (part.title, part.subtitle, part.alt, part.source)
        elif isinstance(part, DataTable):
            yield from (part.title, part.subtitle, part.note, *part.header)
            yield from (text for row in part.rows for cell in row for text in (cell.text, cell.small))
        elif isinstance(part, Box):
            yield part.title
        elif isinstance(part, tuple):
            yield from (text for element in part for text in _own_texts(element))


def _own_texts(element: Sentence | Item | Card) -> tuple[str, ...]:
    if isinstance(element, Item):
        return (element.lead,)
    if isinstance(element, Card):
        return (element.title, *(text for pair in element.meta for text in pair))
    return ()


def _prose(part: Block) -> int:
    words = sum(count_words(s.text) for s in sentences_in(part))
    if isinstance(part, Box):
        words += count_words(part.title)
    if isinstance(part, tuple):
        words += sum(count_words(text) for element in part for text in _own_texts(element))
    return words


def _furniture(part: Block) -> int:
    if isinstance(part, FigureSpec):
        return sum(map(count_words, (part.title, part.subtitle, part.source)))
    if isinstance(part, DataTable):
        cells = sum(_letters(c.text) + _letters(c.small) for row in part.rows for c in row)
        return cells + sum(map(count_words, (part.title, part.subtitle, part.note, *part.header)))
    return 0


def _letters(text: str) -> int:
    """Words of a table cell; its numbers are read as a picture, not as prose."""
    return sum(any(c.isalpha() for c in word) for word in text.split())


def count_words(text: str) -> int:
    """Words with a letter or digit; a lone colon or dash is none."""
    return sum(any(c.isalnum() for c in word) for word in text.split())
