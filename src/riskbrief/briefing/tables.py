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

    def counted(self, event_id: str) -> pd.DataFrame:
        """Mentions of an event that count."""
        mentions, places = self._counted
        return mentions.iloc[places.get(event_id, [])]

    @cached_property
    def _counted(self) -> tuple[pd.DataFrame, Mapping[Any, Any]]:
        mentions = self.given.mentions[self.given.mentions["counts"]]
        return mentions, mentions.groupby("event_id", sort=False).indices

    @cached_property
    def killed(self) -> Mapping[str, list[Any]]:
        """Claims of deaths by event, as the table has them."""
        found: dict[str, list[Any]] = {}
        for row in self.given.claims[self.given.claims["kind"] == "killed"].itertuples(index=False):
            found.setdefault(row.event_id, []).append(row)
        return found
