"""Which articles were taken back, by which, and from when on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from riskbrief.coding.sightings import Article

RETRACTABLE = frozenset({"affirmed", "hedged", "foiled", "hypothetical", "negated", "denied", "historic"})


@dataclass(frozen=True)
class Withdrawals:
    """By withdrawn article: the instant (ns since 1970, UTC) it was taken back and the article that did it."""

    instants: dict[str, int]
    by: dict[str, str]


def withdrawals(articles: pd.DataFrame, by_id: Mapping[str, Article]) -> Withdrawals:
    """What `retracts` says, heard only from the outlet of the article it names and after its publication.

    When the outlet that produced an origin takes it back, the copies made until then fall with it.
    """
    copies: dict[str, list[Article]] = defaultdict(list)
    for article in by_id.values():
        copies[article.origin_id].append(article)
    found = Withdrawals({}, {})
    named = articles[articles["retracts"] != ""]
    for notice_id, target_id in sorted(zip(named["article_id"], named["retracts"], strict=True)):
        notice, target = by_id[notice_id], by_id.get(target_id)
        if target is None or target.source_id != notice.source_id or target.published > notice.published:
            continue
        producer = by_id.get(target.origin_id, target)
        fallen = copies[target.origin_id] if producer.source_id == notice.source_id else [target]
        for article in fallen:
            if article.article_id != notice_id and article.published <= notice.published:
                _take_back(found, article.article_id, notice)
    return found


def _take_back(found: Withdrawals, article_id: str, notice: Article) -> None:
    instant = pd.Timestamp(notice.seen).value
    if instant < found.instants.get(article_id, instant + 1):
        found.instants[article_id] = instant
        found.by[article_id] = notice.article_id
