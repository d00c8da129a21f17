"""The document as data: what `briefing` writes, `charts` draws and `render` prints. No markup, no drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from riskbrief.figures import Figure

SentenceKind = Literal["reported", "measured", "assessed", "assumed", "option", "fixed"]


@dataclass(frozen=True)
class Fact:
    """A number or word that a sentence rests on. `value` is as computed; `text` as printed in the language.

    `format`: how the value became the text (`FORMATS` in briefing/facts.py); `source`: the cell it was read from, as
    `scores.csv MLI/2024-W38/index score`, or `formula` and the phrase and slot that the composer works it out for.
    """

    key: str
    value: float | int | str | None
    text: str
    unit: str = ""
    format: str = ""
    source: str = ""


@dataclass(frozen=True)
class Evidence:
    """Where a fact comes from: an article span, an event, or a score node.

    With a quotation: characters `start` to `end` of the article's `field` (title or text), the SHA-256 of the quotation
    and of the article (language, title and text, as in articles.csv).
    """

    kind: Literal["article", "event", "score", "observation", "library", "run"]
    ref: str
    quote: str = ""
    field: str = ""
    start: int | None = None
    end: int | None = None
    sha256: str = ""
    article_sha256: str = ""


@dataclass(frozen=True)
class Sentence:
    """One printed sentence. `reported` and `measured` need evidence, or they are not rendered.

    `phrase`: the key of its pattern in reports/phrases.<language>.yaml; `id`: section, part and place in it.
    """

    text: str
    kind: SentenceKind
    facts: tuple[Fact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[int, ...] = ()  # numbers of citations printed behind it
    strong: bool = False
    phrase: str = ""
    id: str = ""


@dataclass(frozen=True)
class Cell:
    """One table cell. `level` 1-5 colours it, `trend` prints an arrow, `bar` 0-100 a mini-bar (None = no bar)."""

    text: str
    value: float | int | str | None = None
    level: int | None = None
    trend: Literal["up", "down", "flat", "unclear", ""] = ""
    bar: float | None = None
    muted: bool = False
    hollow: bool = False  # thin coverage: level drawn as an outline
    small: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class DataTable:
    """A printed table: header texts, alignment per column (`l`, `r`, `c`), rows of cells; row[0] is its header."""

    id: str
    title: str
    subtitle: str
    header: tuple[str, ...]
    align: str
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class FigureSpec:
    """A chart as data; `charts` draws it by the type of `figure`. `title` states the finding, `alt` serves a blind
    reader, `source` stands under it with n."""

    id: str
    title: str
    subtitle: str
    alt: str
    source: str
    figure: Figure
    width_mm: float = 174.0
    height_mm: float = 60.0


@dataclass(frozen=True)
class Card:
    """An event card."""

    title: str
    meta: tuple[tuple[str, str], ...]  # label, text
    sentences: tuple[Sentence, ...]
    code: str = ""  # Admiralty, such as B2
    level: int | None = None


@dataclass(frozen=True)
class Item:
    """One entry of a list with an optional bold lead-in, a level or a trend arrow before it."""

    sentences: tuple[Sentence, ...]
    lead: str = ""
    level: int | None = None
    trend: Literal["up", "down", "flat", "unclear", ""] = ""


@dataclass(frozen=True)
class Box:
    """A framed aside with a title."""

    title: str
    sentences: tuple[Sentence, ...]
    tone: Literal["plain", "warning", "bottom_line"] = "plain"


# What a section part may be; templates/macros.html.j2 prints each type.
Block = Sentence | DataTable | FigureSpec | Box | tuple[Sentence, ...] | tuple[Item, ...] | tuple[Card, ...]


def sentences_in(part: Block) -> Iterator[Sentence]:
    """Every sentence of a part in order; a table or figure has none."""
    if isinstance(part, Sentence):
        yield part
    elif isinstance(part, Box):
        yield from part.sentences
    elif isinstance(part, tuple):
        for element in part:
            yield from [element] if isinstance(element, Sentence) else element.sentences


@dataclass(frozen=True)
class Section:
    """A section W0-W17: `template` picks templates/sections/<template>.html.j2, `parts` are named blocks for it; `more`
    says how many entries did not fit, and where they stand."""

    id: str
    title: str
    template: str
    parts: Mapping[str, Block] = field(default_factory=dict)
    no_data: str = ""
    more: str = ""


@dataclass(frozen=True)
class Citation:
    """A numbered source note. `quote`: a short quotation as printed, with its marks; `span`: where it stands."""

    number: int
    article_id: str
    outlet: str
    published: date
    title: str
    url: str
    rating: str
    language: str
    sha256: str
    quote: str = ""
    span: Evidence | None = None


@dataclass(frozen=True)
class Meta:
    """What stands on the masthead and in the PDF's metadata."""

    report: str
    issue: str
    title: str
    region_name: str
    language: str
    week: str
    period_from: date
    period_to: date
    cutoff: datetime
    issued_at: datetime
    index_version: str
    config_hash: str
    handling: str
    contact: str
    synthetic: bool
    reconstructed: bool
    issue_number: int = 1


@dataclass(frozen=True)
class Briefing:
    """A whole briefing: everything that is printed, with the evidence it rests on.

    `top`: the headline as a sentence with its facts; `files`: SHA-256 of every evidence file it was written from.
    """

    meta: Meta
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    labels: Mapping[str, str]  # fixed words of the page furniture in the language
    headline: str = ""
    standfirst: tuple[Sentence, ...] = ()
    top: Sentence | None = None
    files: Mapping[str, str] = field(default_factory=dict)
