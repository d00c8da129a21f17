"""Annex M2: every indicator with its definition, weight, anchors, half-life, and what the week made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.definitions.indicators import Indicator
from riskbrief.document import Cell, DataTable, Section

DASH = "–"
HEADER = ("indicator", "definition", "weight_share", "anchors", "half_life", "articles_term", "events", "highest_in",
          "value", "indicator_score", "anomaly")  # fmt: skip
ALIGN = "llrrrrrlrrr"
DEFINED = 7  # columns that need no score


@SECTIONS.register("annex_indicators")
def annex_indicators(desk: Desk) -> Section:
    """One row an indicator, by pillar; without the columns of scores where no country has any."""
    columns = len(HEADER) if desk.assessed else DEFINED
    table = DataTable(
        id="annex_indicators",
        title=desk.book.text("annex_indicators_title"),
        subtitle="",
        header=tuple(desk.book.text(f"annex_column.{name}") for name in HEADER[:columns]),
        align=ALIGN[:columns],
        rows=tuple(row[:columns] for row in _Rows(desk)),
        note=desk.book.text("annex_indicators_note" if desk.assessed else "annex_indicators_unassessed"),
    )
    return desk.section("M2", "annex_indicators", {"indicators": table if table.rows else None})


@dataclass(frozen=True)
class _Rows:
    """Rows of the table over the week's mentions, observations and scores."""

    desk: Desk

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        given = self.desk.given
        for pillar in given.config.index.pillars:
            yield from (self._row(i) for i in given.indicators if given.pillar_of.get(i.id) == pillar)

    def _row(self, i: Indicator) -> tuple[Cell, ...]:
        number = self.desk.book.printer.number
        articles, events = self._mentions.get(i.id, (0, 0))
        event = i.type == "event"
        return (
            Cell(i.id, i.id),
            Cell(self.desk.words(i.question), small=self._direction(i)),
            Cell(number(i.weight, 2), i.weight),
            Cell(f"{_plain(self.desk, i.lo)}–{_plain(self.desk, i.hi)}", i.hi),
            Cell(number(i.half_life_days), i.half_life_days),
            Cell(number(articles), articles),
            Cell(number(events) if event else DASH, events if event else None),
            *self._highest(i),
        )

    def _direction(self, i: Indicator) -> str:
        return "" if i.direction == "aggravating" else self.desk.book.text(f"annex_direction.{i.direction}")

    def _highest(self, i: Indicator) -> tuple[Cell, ...]:
        """Country, value, score and anomaly where the indicator stands highest; a dash where it is nowhere above 0, a
        question mark where no country has a score."""
        rows = [(s, row) for s in self.desk.assessed if (row := self.desk.scores.at(s.region_id, i.id)) is not None]
        found = [(s, row) for s, row in rows if row.score is not None]
        if not found:
            return (Cell(self.desk.book.text("press.unknown"), None, muted=True), *(Cell(DASH, None) for _ in range(3)))
        top, row = max(found, key=lambda pair: pair[1].score or 0.0)
        where = DASH if self.desk.book.printer.number(row.score or 0.0) == "0" else top.region_id
        return (Cell(where, where), *self._numbers(top.region_id, row))

    def _numbers(self, region: str, row: ScoreRow) -> tuple[Cell, ...]:
        printer, score = self.desk.book.printer, row.score or 0.0
        value, anomaly = (table.get((region, row.node)) for table in (self._values, self._anomalies))
        return (
            Cell(DASH, None) if value is None else Cell(printer.number(value, 1), value),
            Cell(printer.number(score), score),
            Cell(DASH, None) if anomaly is None else Cell(printer.number(anomaly), anomaly),
        )

    @cached_property
    def _mentions(self) -> dict[str, tuple[int, int]]:
        """By indicator how many articles of the week mention it in the panel, and how many events."""
        given = self.desk.given
        mentions = given.mentions
        own = mentions["counts"] & (mentions["published_at"] >= given.week.start)
        rows = mentions[own & mentions["region_id"].isin(given.panel.regions)]
        counted = rows.groupby("indicator_id")[["article_id", "event_id"]].nunique()
        return {str(i): (int(a), int(e)) for i, a, e in counted.itertuples()}

    @cached_property
    def _values(self) -> dict[tuple[str, str], float]:
        table = self.desk.given.observations
        return _cells(table[table["week"] == str(self.desk.given.week)], "indicator_id", "value")

    @cached_property
    def _anomalies(self) -> dict[tuple[str, str], float]:
        table = self.desk.given.scores
        return _cells(table[table["week"] == str(self.desk.given.week)], "node", "anomaly")


def _cells(table: pd.DataFrame, name: str, column: str) -> dict[tuple[str, str], float]:
    rows = table[["region_id", name, column]].dropna()
    return {(str(r), str(n)): float(v) for r, n, v in rows.itertuples(index=False)}


def _plain(desk: Desk, value: float) -> str:
    return desk.book.printer.number(value, 0 if float(value).is_integer() else 1)
