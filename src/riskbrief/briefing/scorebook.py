"""Scores looked up by country and node, for the issue's week and the weeks before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from riskbrief.figures import Coverage
from riskbrief.periods import Week


@dataclass(frozen=True)
class ScoreRow:
    """One score; None where it is missing. Scores 0-100, levels 1-5, change in points."""

    region_id: str
    week: str
    node: str
    score: float | None
    low: float | None
    high: float | None
    level: int | None
    raw_level: int | None
    firm: float | None
    change: float | None
    label: str
    coverage: Coverage
    reason: str
    n_articles: int
    n_origins: int
    n_sources: int

    @property
    def setter(self) -> str:
        """The node whose floor set this score (`reason` says `set by ...`), else empty."""
        first = self.reason.split(";")[0]
        return first.removeprefix("set by ") if first.startswith("set by ") else ""

    @property
    def ref(self) -> str:
        """How evidence names it."""
        return f"{self.region_id}/{self.week}/{self.node}"


class ScoreBook:
    """The score table by country and node; `week` is the issue's."""

    def __init__(self, scores: pd.DataFrame, week: Week) -> None:
        past = scores[scores["week"] <= str(week)].sort_values("week", kind="stable").reset_index(drop=True)
        self._places = past.groupby(["region_id", "node"], sort=False).indices
        self._columns = {name: past[column].tolist() for name, column in _COLUMNS.items()}
        self.week = week
        self._weeks: dict[tuple[str, str], dict[str, int]] = {}
        self._made: dict[int, ScoreRow] = {}

    def at(self, region: str, node: str, *, weeks_back: int = 0) -> ScoreRow | None:
        """The row of the issue's week, or of an earlier one; None if there is none."""
        place = self._line(region, node).get(str(self.week.shift(-weeks_back)))
        return None if place is None else self._row(place)

    def score(self, region: str, node: str, *, weeks_back: int = 0) -> float | None:
        """Its score, None when missing."""
        row = self.at(region, node, weeks_back=weeks_back)
        return row.score if row else None

    def series(self, region: str, node: str, *, weeks: int) -> list[ScoreRow]:
        """The last `weeks` calendar weeks that have a row, oldest first."""
        earliest = str(self.week.shift(1 - weeks))
        return [self._row(place) for week, place in self._line(region, node).items() if week >= earliest]

    def last_assessed(self, region: str) -> ScoreRow | None:
        """The newest earlier week in which the country's index had a score."""
        line = self._line(region, "index")
        rows = (self._row(place) for week, place in reversed(line.items()) if week < str(self.week))
        return next((row for row in rows if row.score is not None), None)

    def _line(self, region: str, node: str) -> dict[str, int]:
        """Where each week of a country and node stands in the table, oldest first."""
        key = (region, node)
        if key not in self._weeks:
            weeks = self._columns["week"]
            self._weeks[key] = {weeks[place]: int(place) for place in self._places.get(key, ())}
        return self._weeks[key]

    def _row(self, place: int) -> ScoreRow:
        if place not in self._made:
            self._made[place] = _row({name: values[place] for name, values in self._columns.items()})
        return self._made[place]


# Field of ScoreRow -> column of the score table.
_COLUMNS = {
    "region_id": "region_id",
    "week": "week",
    "node": "node",
    "score": "score",
    "low": "low",
    "high": "high",
    "level": "risk_level",
    "raw_level": "raw_level",
    "firm": "firm_score",
    "change": "change",
    "label": "change_label",
    "coverage": "coverage",
    "reason": "reason",
    "n_articles": "n_articles",
    "n_origins": "n_origins",
    "n_sources": "n_sources",
}


def _row(row: dict[str, Any]) -> ScoreRow:
    numbers = {name: _number(row[name]) for name in ("score", "low", "high", "firm", "change")}
    levels = {name: _whole(row[name]) for name in ("level", "raw_level")}
    texts = {name: _text(row[name]) for name in ("label", "reason")}
    return ScoreRow(**{**row, **numbers, **levels, **texts})


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _whole(value: float) -> int | None:
    return None if pd.isna(value) else int(value)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
