"""What a briefing must look like in print: sentences, table rows, sources, captions and charts as pieces of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from xml.etree import ElementTree

from riskbrief.document import (
    Block,
    Box,
    Briefing,
    Card,
    Cell,
    DataTable,
    FigureSpec,
    Item,
    Section,
    Sentence,
    sentences_in,
)
from riskbrief.proof.flow import NUMBER, plain
from riskbrief.proof.printed import Piece, Printed

SVG_TEXT = "{http://www.w3.org/2000/svg}text"
DASH = "–"
MASTHEAD = "masthead"  # the section that stands above the headline
ANNEX = "annex_"  # how the templates of sections begin that stand behind the sources
Letters = Callable[[str], str]  # as the fonts print them
Days = Callable[[date], str]  # as the language prints a day without its year


def pieces(
    briefing: Briefing, *, letters: Letters, day: Days, drawings: Sequence[str], furniture: Sequence[str]
) -> Printed:
    """Every piece of a briefing; `drawings` are its charts as SVG, `furniture` what stands on every page or above the
    headline."""
    top = [[_sentence(briefing.top, letters)]] if briefing.top else []
    front = [*top, [_sentence(s, letters) for s in briefing.standfirst]]
    ordered = sorted(briefing.sections, key=lambda s: (s.template != MASTHEAD, s.template.startswith(ANNEX)))
    sections = [[run for name, part in _parts(s) for run in _runs(name, part, letters)] for s in ordered]
    mast = sum(s.template == MASTHEAD for s in ordered)
    body = len(ordered) - sum(s.template.startswith(ANNEX) for s in ordered)
    untitled = briefing.labels.get("untitled", "")
    sources = [[_source(c, untitled, day, letters) for c in briefing.citations]]
    loose = [letters(text) for text in _loose(briefing) if text]
    known = {plain(text) for text in loose}
    return Printed(
        runs=[*sections[:mast], front, *sections[mast:body], sources, *sections[body:]],
        once=[letters(text) for text in furniture if text],
        loose=loose,
        drawn=Counter(n for text in _drawn(drawings) if plain(text) not in known for n in NUMBER.findall(text)),
    )


def _parts(section: Section) -> Iterator[tuple[str, Block]]:
    yield from ((f"{section.id}.{name}", part) for name, part in section.parts.items())


def _runs(name: str, part: Block, letters: Letters) -> list[list[Piece]]:
    """The runs of a part: one, but for cards, which the page puts into the shorter of two columns as they come."""
    if isinstance(part, tuple) and any(isinstance(one, Card) for one in part):
        return [[_sentence(s, letters) for s in one.sentences] for one in part if isinstance(one, Card)]
    return [_run(name, part, letters)]


def _run(name: str, part: Block, letters: Letters) -> list[Piece]:
    if isinstance(part, DataTable):
        return [_row(f"table {name} row {n}", row, letters) for n, row in enumerate(part.rows, 1)]
    if isinstance(part, FigureSpec):
        return []
    return [_sentence(s, letters) for s in sentences_in(part)]


def _sentence(sentence: Sentence, letters: Letters) -> Piece:
    rests = [f.source for f in sentence.facts if f.source] or [f"{e.kind} {e.ref}" for e in sentence.evidence]
    parts = (letters(sentence.text), _notes(sentence.notes))
    return Piece(sentence.id, parts, ", ".join(dict.fromkeys(rests)) or "briefing.json")


def _row(name: str, row: Sequence[Cell], letters: Letters) -> Piece:
    """A row; dashes behind a muted cell that says why may be left out."""
    parts: list[str] = []
    spare: set[int] = set()
    explained = False
    for cell in row:
        text = " ".join(filter(None, (letters(cell.text), _notes(cell.notes), letters(cell.small))))
        if explained and cell.muted and cell.text == DASH:
            spare.add(len(parts))
        else:
            explained = bool(cell.muted and cell.small)
        parts.append(text)
    return Piece(f"{name} ({row[0].text})", tuple(parts), "briefing.json", frozenset(spare))


def _source(citation: Any, untitled: str, day: Days, letters: Letters) -> Piece:
    number, outlet, when = str(citation.number), f"{letters(citation.outlet)},", day(citation.published)
    title, rating = letters(citation.title or untitled), f"{citation.rating} · {citation.language}"
    short = (number, outlet, f"{when},", rating)  # as a flash has it
    whole = (number, outlet, f"{title},", when, rating, letters(citation.quote)) if title else (number, outlet)
    return Piece(f"source {number}", whole, f"articles.csv {citation.article_id}", short=short)


def _notes(notes: tuple[int, ...]) -> str:
    return ",".join(map(str, notes))


def _loose(briefing: Briefing) -> Iterator[str]:
    """Titles, captions and labels: everything printed that is neither a sentence nor a table row."""
    yield from briefing.labels.values()
    yield from (citation.quote for citation in briefing.citations)
    for section in briefing.sections:
        yield from (section.title, section.no_data, section.more)
        for part in section.parts.values():
            yield from _captions(part)


def _captions(part: Block) -> Iterator[str]:
    if isinstance(part, FigureSpec):
        yield from (part.title, part.subtitle, part.source)
        yield from (f"{n} {name}" for n, name in enumerate(getattr(part.figure, "level_names", ()), 1))
    elif isinstance(part, DataTable):
        yield from (part.title, part.subtitle, part.note, *part.header, "".join(part.header))
    elif isinstance(part, Box):
        yield part.title
    elif isinstance(part, tuple):
        yield from (text for one in part for text in _own(one))


def _own(one: Sentence | Item | Card) -> tuple[str, ...]:
    if isinstance(one, Card):
        return (one.title, one.code, *(f"{label} {text}" for label, text in one.meta))
    return (one.lead,) if isinstance(one, Item) else ()


def _drawn(drawings: Sequence[str]) -> Iterator[str]:
    """Every text of the charts."""
    for svg in drawings:
        yield from ("".join(element.itertext()) for element in ElementTree.fromstring(svg.encode()).iter(SVG_TEXT))
