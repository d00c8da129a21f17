"""`riskbrief try`: what the indicators make of one text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from riskbrief.coding.code import code_articles
from riskbrief.coding.nearness import Nearly
from riskbrief.coding.trace import nearly
from riskbrief.ingest.language import detect_language
from riskbrief.pipeline.books import codebook
from riskbrief.pipeline.commands import mention_line, own_toll
from riskbrief.pipeline.examples import article_row
from riskbrief.pipeline.opening import known, open_workspace, yesterday
from riskbrief.tables import ARTICLES


@dataclass(frozen=True)
class Trial:
    """Every match with its status and why, and what nearly matched."""

    language: str
    mentions: tuple[dict[str, Any], ...]
    nearly: tuple[Nearly, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "mentions": [mention_line(m, toll=own_toll(m)) | {"term": m["term"]} for m in self.mentions],
            "nearly": [asdict(n) for n in self.nearly],
        }

    def lines(self) -> Iterator[str]:
        yield f"language: {self.language}"
        if not self.mentions:
            yield "no indicator matched"
        for m in self.mentions:
            where = "" if pd.isna(m["region_id"]) else f" in {m['region_id']}"
            counts = "counts" if m["counts"] else "does not count"
            yield f'{m["indicator_id"]}{where}: {m["status"]} ({counts}) - "{m["quote"]}" [{m["term"]}]'
            if m["reason"]:
                yield f"    why: {m['reason']}"
        for near in self.nearly:
            yield f"nearly: {near}"


def try_text(root: Path, text: str, *, title: str, language: str, day: date | None, place: str) -> Trial:
    """Code one text as an article of its own. `place` is prefixed as the country the article is about."""
    workspace = open_workspace(root)
    language = language or detect_language(f"{title} {text}", workspace.config.coded)
    known(language, sorted(workspace.cues), "language")
    body = text
    prefix = ""
    if place:
        known(place, sorted(workspace.config.regions), "region")
        names = workspace.config.regions[place].name
        prefix = f"{names.get(language, next(iter(names.values())))}. "
        body = prefix + text
    moment = pd.Timestamp(day or yesterday(), tz="UTC")
    article = article_row("try", body, title=title, language=language, day=moment)
    book = codebook(workspace)
    coded = code_articles(ARTICLES.build([article]), book, reading=workspace.config.index.reading)
    mentions = tuple(_shift(m, len(prefix)) for m in coded.mentions.to_dict("records"))
    return Trial(language, mentions, tuple(nearly(text, book, language, title)))


def _shift(mention: dict[str, Any], by: int) -> dict[str, Any]:
    if mention["field"] != "text":
        return mention
    return mention | {"start": mention["start"] - by, "end": mention["end"] - by}
