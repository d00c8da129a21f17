"""What several sections ask of the tables of an issue, looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from riskbrief.briefing.inputs import BriefingInputs


@dataclass(frozen=True)
class Tables:
    """The inputs of a briefing and what is looked up in them."""

    given: BriefingInputs

    @cached_property
    def week_articles(self) -> pd.DataFrame:
        """Articles of the issue's week."""
        articles, week = self.given.articles, self.given.week
        return articles[(articles["published_at"] >= week.start) & (articles["published_at"] < week.cutoff)]

    @cached_property
    def counted(self) -> Mapping[str, list[tuple[str, str]]]:
        """Mentions that count, by event: article and origin of each."""
        mentions, found = self.given.mentions, dict[str, list[tuple[str, str]]]()
        counts = mentions["counts"].to_numpy(bool)
        columns = (mentions[name][counts].tolist() for name in ("event_id", "article_id", "origin_id"))
        for event, article, origin in zip(*columns, strict=True):
            found.setdefault(event, []).append((article, origin))
        return found

    @cached_property
    def killed(self) -> Mapping[str, list[Any]]:
        """Claims of deaths by event, as the table has them."""
        found: dict[str, list[Any]] = {}
        for row in self.given.claims[self.given.claims["kind"] == "killed"].itertuples(index=False):
            found.setdefault(row.event_id, []).append(row)
        return found

    @cached_property
    def laid(self) -> Mapping[str, list[Any]]:
        """Claims of responsibility and attributions by event, as the table has them."""
        found: dict[str, list[Any]] = {}
        claims = self.given.claims
        for row in claims[claims["group"].notna() & claims["event_id"].notna()].itertuples(index=False):
            found.setdefault(row.event_id, []).append(row)
        return found
