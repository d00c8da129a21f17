"""Coding remembered from run to run: an article is read again only when something that can change its coding changed.

What is kept is what was read: where which indicator stands, its status and why. Weights, zones, sources and origins
are put to it anew in every run, so changing them reads no text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from riskbrief.coding.code import Coded
from riskbrief.coding.second import Second
from riskbrief.definitions.workspace import Workspace
from riskbrief.periods import Week
from riskbrief.pipeline.beside import Tick, chunks, shared
from riskbrief.pipeline.coded_change import Change, Search, difference
from riskbrief.pipeline.coded_files import Files
from riskbrief.pipeline.coded_rows import SCHEMA, holding, nested, saying, unfolded
from riskbrief.pipeline.coded_state import State, state_of
from riskbrief.pipeline.identity import file_digest
from riskbrief.pipeline.learning import reader_files
from riskbrief.pipeline.texts import with_texts

Code = Callable[[pd.DataFrame], Coded]
Begin = Callable[[int], AbstractContextManager[Tick]]  # told of how many chunks, gives what hears of each
FOLDER = Path(".riskbrief") / "coding"  # in a workspace
SPARE = 10_000  # articles of a week that are kept though the last run did not ask for them


def silent(_chunks: int) -> AbstractContextManager[Tick]:
    """Nobody watches."""
    return nullcontext(lambda: None)


@dataclass(frozen=True)
class Kept:
    """What may be used of a week's file: rows of `table` by key; `stale` when the file must be written anew."""

    table: pa.Table
    rows: Mapping[str, int]
    stale: bool


class Step:
    """From one state to another: which articles are untouched."""

    def __init__(self, change: Change) -> None:
        self.change, self._search = change, Search(change.marks)

    def untouched(self, table: pa.Table, part: pd.DataFrame, store: Path | None) -> list[bool]:
        """Which rows it cannot reach; of articles not at hand those that can be told without their text."""
        change, search = self.change, self._search
        clean = dict.fromkeys(table["key"].to_pylist(), not (change.languages or search))
        part = with_texts(part, store, wanted=part["key"].isin(clean).to_numpy(bool)) if search else part
        for key, language, *fields in part[["key", "language", "title", "text"]].itertuples(index=False):
            if key in clean:
                clean[key] = language not in change.languages and not search.finds(language, *fields)
        held = holding(table, change.indicators)
        return [free and not hit for free, hit in zip(clean.values(), held, strict=True)]


def remembered(
    workspace: Workspace, second: Second | None, articles: pd.DataFrame, code: Code, *, store: Path | None = None,
    begin: Begin = silent,
) -> tuple[Coded, pd.DataFrame]:  # fmt: skip
    """Articles coded from the cache of a workspace, and the articles with the texts that resolving asks for: of those
    that say something and have no title; `code` reads those that the cache does not know, some at a time.

    `store`: where the texts lie that are missing (`texts.with_texts`); `begin` is told how many chunks are read.
    """
    weights = "".join(map(file_digest, reader_files(workspace.root))) if second else ""
    state = state_of(workspace, second, weights)
    table, own = recall(Files(workspace.root / FOLDER), state, articles, code, store=store, begin=begin)
    rows = table.take(pa.array(own, pa.int64()))
    coded = unfolded(
        rows,
        articles,
        {indicator.id: indicator for indicator in workspace.indicators},
        reading=workspace.config.index.reading,
        about_share=workspace.config.index.coverage.about_share,
        store=store,
    )
    untitled = (articles["title"].str.strip() == "").to_numpy(bool)
    return coded, with_texts(articles, store, wanted=saying(rows) & untitled)


def recall(
    files: Files, state: State, articles: pd.DataFrame, code: Code, *, store: Path | None, begin: Begin
) -> tuple[pa.Table, list[int]]:
    """Rows of what articles say, and for each article which of them is its own; `code` reads those not remembered."""
    articles = articles.reset_index(drop=True).assign(key=_keys(articles), week=_weeks(articles))
    steps: dict[str, Step] = {}
    kept = {str(week): _kept(files, state, str(week), part, steps, store) for week, part in articles.groupby("week")}
    known = {key for one in kept.values() for key in one.rows}
    unread = articles[~articles["key"].isin(known)].drop_duplicates("key").reset_index(drop=True)
    fresh = _read(unread, code, store, begin)
    _save(files, state, kept, fresh, unread["week"].to_numpy(), set(articles["key"]))
    table = pa.concat_tables([*(one.table for one in kept.values()), fresh])
    place = {key: row for row, key in enumerate(table["key"].to_pylist())}
    return table, [place[key] for key in articles["key"].tolist()]


def _read(unread: pd.DataFrame, code: Code, store: Path | None, begin: Begin) -> pa.Table:
    """Rows of what articles say that no run has read."""

    def read(first: int, last: int) -> pa.Table:
        some = with_texts(unread.iloc[first:last].reset_index(drop=True), store)
        return nested(code(some.drop(columns=["key", "week"])), some)

    with begin(chunks(len(unread))) as tick:
        return pa.concat_tables([SCHEMA.empty_table(), *shared(len(unread), read, tick=tick)])


def _keys(articles: pd.DataFrame) -> list[str]:
    """Of each article, a digest of all that coding asks of it; the text is told by the digest of the content."""
    days = articles["published_at"].dt.strftime("%Y-%m-%d")
    columns = [articles[name].tolist() for name in ("language", "retracts", "title", "content_sha256")]
    every = (repr(values).encode() for values in zip(days.tolist(), *columns, strict=True))
    return [hashlib.blake2b(said, digest_size=16).hexdigest() for said in every]


def _weeks(articles: pd.DataFrame) -> list[str]:
    days = articles["published_at"].dt.date
    names = {day: str(Week.of(day)) for day in set(days)}
    return [names[day] for day in days]


def _kept(
    files: Files, state: State, week: str, part: pd.DataFrame, steps: dict[str, Step], store: Path | None
) -> Kept:
    """What a week's file holds of articles that no change since can reach."""
    if (found := files.read(week, SCHEMA)) is None:
        return Kept(SCHEMA.empty_table(), {}, stale=False)
    digest, table = found
    if digest != state.digest:
        if digest not in steps:
            old = files.state(digest)
            steps[digest] = Step(difference(old, state) if old else Change(everything=True))
        if steps[digest].change.everything:
            return Kept(SCHEMA.empty_table(), {}, stale=True)
        table = table.filter(pa.array(steps[digest].untouched(table, part, store), pa.bool_()))
    return Kept(table, {key: row for row, key in enumerate(table["key"].to_pylist())}, digest != state.digest)


def _save(
    files: Files, state: State, kept: Mapping[str, Kept], fresh: pa.Table, weeks: np.ndarray, asked: set[str]
) -> None:
    """Write the weeks that changed."""
    changed = {week for week, one in kept.items() if one.stale} | set(weeks.tolist())
    if not changed:
        return
    with files.writing() as allowed:
        if allowed:
            for week in sorted(changed):
                new = fresh.filter(pa.array(weeks == week, pa.bool_()))
                files.write(week, state, pa.concat_tables([_worth(kept[week], asked), new]))
            files.bound()


def _worth(kept: Kept, asked: set[str]) -> pa.Table:
    """The rows asked for, and some that were not."""
    spare = [row for key, row in kept.rows.items() if key not in asked]
    rows = {row for key, row in kept.rows.items() if key in asked} | set(spare[-SPARE:])
    return kept.table.take(pa.array(sorted(rows), pa.int64()))
