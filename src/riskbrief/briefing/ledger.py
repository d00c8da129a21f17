"""Sources numbered in the order in which the briefing first uses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from riskbrief.document import Citation, Evidence
from riskbrief.errors import one_line

TITLE_CHARACTERS, QUOTE_CHARACTERS = 140, 64
_QUOTES = str.maketrans(dict.fromkeys('“”„«»"', "’"))


@dataclass(frozen=True)
class OutletCard:
    """What is printed of an outlet."""

    source_id: str
    name: str
    letter: str
    r: float
    source_class: str


class _Row(NamedTuple):
    """What is told of an article."""

    source_id: str
    published_at: pd.Timestamp
    language: str
    url: str
    title: str
    content_sha256: str


_Cited = tuple[str, Evidence | None]  # an article, and the words of it that a sentence rests on


class Ledger:
    """Articles, outlets and the growing list of citations of one briefing."""

    def __init__(self, articles: pd.DataFrame, outlets: Mapping[str, OutletCard], *, apart: bool = False) -> None:
        """`apart`: what quotes words of an article has a number of its own, so that each number has one quotation."""
        self._rows = _rows(articles)
        self._outlets = outlets
        self._apart = apart
        self._order: dict[_Cited, int] = {}
        self._grounds: dict[str, tuple[Evidence, ...]] = {}

    def cite(self, article_ids: Iterable[str], on: Sequence[Evidence] = ()) -> tuple[int, ...]:
        """Numbers of these articles in ascending order; unknown ids are passed over. `on`: for which events or spans
        they are cited, where no sentence says so."""
        known = [a for a in article_ids if a in self._rows]
        keys = [key for a in known for key in self._words(a, on)]
        keys = [key if key in self._order else (key[0], None) for key in keys]
        for article in (article for article, words in keys if on and words is None):
            self._grounds.setdefault(article, tuple(on))
        return tuple(sorted({self._number(key) for key in keys}))

    def cite_words(self, article_ids: Iterable[str], proof: Sequence[Evidence]) -> tuple[int, ...]:
        """Numbers of these articles for a sentence that rests on `proof`: one for each quotation in it."""
        known = [a for a in article_ids if a in self._rows]
        keys = [key for article in known for key in self._words(article, proof)]
        return tuple(sorted({self._number(key) for key in keys}))

    def _words(self, article: str, proof: Sequence[Evidence]) -> list[_Cited]:
        spans = [e for e in proof if e.kind == "article" and e.ref == article and e.quote] if self._apart else []
        return [(article, e) for e in spans] or [(article, None)]

    def _number(self, key: _Cited) -> int:
        return self._order.setdefault(key, len(self._order) + 1)

    def grounds(self, article_id: str) -> tuple[Evidence, ...]:
        """What an article was first cited on by a row of a table; nothing when none did."""
        return self._grounds.get(article_id, ())

    def outlet(self, source_id: str) -> OutletCard:
        """An outlet by id; one without a rating counts as F and is called by its id, on one line."""
        return self._outlets.get(source_id) or OutletCard(source_id, clean(source_id), "F", 0.5, "unrated")

    def outlet_of(self, article_id: str) -> OutletCard | None:
        """The outlet of an article, None when the article is unknown."""
        row = self._rows.get(article_id)
        return None if row is None else self.outlet(row.source_id)

    def title_of(self, article_id: str) -> str:
        """Its title on one line, cut to a printable length; empty when it has none."""
        row = self._rows.get(article_id)
        return "" if row is None else clean(row.title)

    def digest_of(self, article_id: str) -> str:
        """SHA-256 of its language, title and text; empty when the article is unknown."""
        row = self._rows.get(article_id)
        return "" if row is None else str(row.content_sha256)

    def day_of(self, article_id: str) -> date | None:
        """Its day of publication."""
        row = self._rows.get(article_id)
        return None if row is None else row.published_at.date()

    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, by number."""
        return tuple(self._citation(*key, number) for key, number in self._order.items())

    def _citation(self, article_id: str, words: Evidence | None, number: int) -> Citation:
        row = self._rows[article_id]
        outlet = self.outlet(row.source_id)
        return Citation(
            number=number,
            article_id=article_id,
            outlet=outlet.name,
            published=row.published_at.date(),
            title=clean(row.title),
            url=row.url if row.url.startswith(("http://", "https://")) else "",
            rating=outlet.letter,
            language=row.language,
            sha256=row.content_sha256,
            span=words,
        )


def _rows(articles: pd.DataFrame) -> dict[str, _Row]:
    columns = [articles[name].to_numpy(object) for name in ("article_id", *_Row._fields)]
    return {article: _Row(*told) for article, *told in zip(*columns, strict=True)}


def quotable(text: str, *, longest: int = QUOTE_CHARACTERS) -> str:
    """Outside text, cut short, that can stand inside quotation marks: its own ones become apostrophes.

    >>> quotable('He said “no” and «non»')
    'He said ’no’ and ’non’'
    """
    return clean(text, longest=longest).translate(_QUOTES)


def excerpt(text: str, words: int) -> str:
    """The first words of outside text, that can stand inside quotation marks; all of it when it is no longer.

    >>> excerpt('at least 77 people, "mostly cadets", died', 4)
    'at least 77 people,…'
    """
    every = text.split()
    return quotable(" ".join(every[:words]), longest=len(text) + 1) + ("…" if len(every) > words else "")


def clean(text: str, *, longest: int = TITLE_CHARACTERS) -> str:
    """Outside text on one line without control characters, cut at a word.

    >>> clean("A  title\\nwith \\x07 noise")
    'A title with noise'
    """
    line = one_line(text)
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0] + "…"
