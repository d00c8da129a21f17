"""Since when the articles of an issue are known, as run.json tells it: whether it says that it is reconstructed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from riskbrief.ingest.collect import Intake
from riskbrief.pipeline.gathering import Gathered
from riskbrief.proof.findings import Finding
from riskbrief.store.knowing import RECONSTRUCTED


@dataclass(frozen=True)
class Since:
    """Of the articles of an issue, how many are known since they arrived and how many only since their publication;
    `before_record`: of an issue without the latter, that it is as of an instant before the record begins."""

    arrival: int
    publication: int
    before_record: bool = False

    @property
    def reconstructed(self) -> bool:
        """Whether nobody can say of some article when it really was known."""
        return self.publication > 0 or self.before_record


@dataclass(frozen=True)
class Retold(Gathered):
    """What was read as run.json tells it, without texts, with what came late; `since` is None in sets of versions that
    did not tell it."""

    since: Since | None = None


def since_of(taken: Intake, articles: pd.DataFrame) -> Since:
    """Since when the ARTICLES known by the cut-off are known."""
    if isinstance(taken, Retold) and taken.since:
        return taken.since
    arrived = int(articles["article_id"].isin(list(taken.arrived)).sum()) if isinstance(taken, Gathered) else 0
    before = not isinstance(taken, Gathered) or taken.mode == RECONSTRUCTED
    published = len(articles) - arrived
    return Since(arrived, published, before_record=before and not published)


def since_record(since: Since) -> dict[str, Any]:
    """As run.json has it."""
    return {"arrival": since.arrival, "publication": since.publication, "before_record": since.before_record}


def read_since(read: Mapping[str, Any]) -> Since | None:
    """What run.json says of it. Errors: KeyError, TypeError, ValueError where that is none."""
    told = read.get("known_since")
    return Since(int(told["arrival"]), int(told["publication"]), bool(told["before_record"])) if told else None


def unlike_ledger(since: Since | None, articles: pd.DataFrame) -> Iterator[Finding]:
    """Where the ledger contradicts that: other articles in number, or some known later than since their publication
    that are said to be known since then."""
    if since is None:
        return
    told = since.arrival + since.publication
    if told != len(articles) or min(since.arrival, since.publication) < 0:
        yield Finding("run.json known_since", str(told), str(len(articles)), why="articles.csv has as many articles")
    later = int((articles["known_at"] > articles["published_at"]).sum())
    if later > since.arrival:
        why = "as many articles of articles.csv are known later than since their publication"
        yield Finding("run.json known_since.arrival", str(since.arrival), str(later), why=why)
    if since.publication and since.before_record:
        yield Finding("run.json known_since.before_record", "true", "false", why="some articles are known without it")
