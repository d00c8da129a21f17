"""Where each sentence stands and each of its facts comes from: the last touch to a composed briefing.

A fact is said to come from a cell when the sentence names that row as evidence and the cell holds the very value;
every other one is a formula of the composer, named by phrase and slot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from riskbrief.briefing.facts import DECIMALS
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.document import Block, Box, Briefing, Card, DataTable, Evidence, Fact, FigureSpec, Item, Sentence

# Unit of a fact, or its key -> columns it may come from; the first that holds the value is named.
BY_UNIT = {"score": ("score",), "points": ("change",), "level": ("risk_level", "raw_level")}
BY_KEY = {
    "score": ("score",), "now": ("score",), "was": ("score",), "low": ("low",), "high": ("high",),
    "articles": ("n_articles",), "outlets": ("n_sources", "n_outlets"), "origins": ("n_origins",),
    "n": ("n_articles",), "change": ("change",), "best": ("toll_best",), "toll": ("toll_best", "claimed_max"),
    "wounded": ("wounded_best",), "kidnapped": ("kidnapped_best",), "day": ("event_date", "published_at"),
    "date": ("event_date",), "attribution": ("n_outlets",),
}  # fmt: skip
Rows = Mapping[str, Mapping[str, Any]]
Change = Callable[[Sentence, str], Sentence]


def with_provenance(briefing: Briefing, given: BriefingInputs) -> Briefing:
    """The briefing with a name for every sentence and a source for every fact; the words stay as they are."""
    cells = _Cells(given)

    def change(sentence: Sentence, name: str) -> Sentence:
        facts = tuple(replace(fact, source=cells.source(fact, sentence)) for fact in sentence.facts)
        return replace(sentence, id=name, facts=facts)

    return replace(
        briefing,
        top=None if briefing.top is None else change(briefing.top, "headline"),
        standfirst=tuple(change(s, f"standfirst.{n}") for n, s in enumerate(briefing.standfirst, 1)),
        sections=tuple(
            replace(s, parts={k: _block(p, f"{s.id}.{k}", change) for k, p in s.parts.items()})
            for s in briefing.sections
        ),
    )


def _block(part: Block, name: str, change: Change) -> Block:
    if isinstance(part, Sentence):
        return change(part, name)
    if isinstance(part, Box):
        return replace(part, sentences=_run(part.sentences, name, change))
    if isinstance(part, DataTable | FigureSpec):
        return part
    return tuple(_element(one, f"{name}.{n}", change) for n, one in enumerate(part, 1))  # type: ignore[return-value,arg-type]


def _element(one: Sentence | Item | Card, name: str, change: Change) -> Sentence | Item | Card:
    if isinstance(one, Sentence):
        return change(one, name)
    return replace(one, sentences=_run(one.sentences, name, change))


def _run(sentences: tuple[Sentence, ...], name: str, change: Change) -> tuple[Sentence, ...]:
    return tuple(change(s, f"{name}.{n}") for n, s in enumerate(sentences, 1))


class _Cells:
    """Cells of the published tables by the evidence that names their row."""

    def __init__(self, given: BriefingInputs) -> None:
        first = str(given.week.shift(1 - given.report.history_weeks))
        scores = given.scores[given.scores["week"] >= first]  # as published
        keys = scores["region_id"] + "/" + scores["week"] + "/" + scores["node"]
        self._scores = scores.set_index(pd.Index(keys.to_numpy(object)))
        self._events = given.events.set_index(pd.Index(given.events["event_id"].to_numpy(object)))
        self._articles = given.articles.set_index(pd.Index(given.articles["article_id"].to_numpy(object)))

    def source(self, fact: Fact, sentence: Sentence) -> str:
        """`scores.csv MLI/2024-W38/index score`, or `formula situation_count.n`."""
        columns = (*BY_UNIT.get(fact.unit, ()), *BY_KEY.get(fact.key, ()))
        cells = ((c, e) for e in sentence.evidence for c in columns)
        found = next((told for c, e in cells if (told := self._cell(fact, e, c))), "")
        return found or f"formula {sentence.phrase or sentence.kind}.{fact.key}"

    def _cell(self, fact: Fact, evidence: Evidence, column: str) -> str:
        """The name of the cell if it holds the fact's value."""
        for file, row in self._rows(evidence):
            if column in row and same(row[column], fact.value):
                return f"{file} {evidence.ref} {column}"
        return ""

    def _rows(self, evidence: Evidence) -> Iterator[tuple[str, Any]]:
        tables = {"score": ("scores.csv", self._scores), "event": ("events.csv", self._events),
                  "article": ("articles.csv", self._articles)}  # fmt: skip
        if evidence.kind in tables:
            file, table = tables[evidence.kind]
            if evidence.ref in table.index:
                yield file, table.loc[evidence.ref]


def same(cell: Any, value: object) -> bool:
    """Whether a cell holds a fact's value; days as ISO dates, numbers to the decimals that facts keep.

    >>> same(55.3182916331, 55.318291633), same(float("nan"), None), same(date(2024, 9, 17), "2024-09-17")
    (True, False, True)
    """
    if pd.isna(cell):
        return False
    if isinstance(cell, date | datetime):
        return f"{cell:%Y-%m-%d}" == value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return isinstance(value, str) and str(cell) == value
    return round(float(cell), DECIMALS) == round(float(value), DECIMALS)
