"""What a run can know: the articles of files as they lie there now, and of the store as it was at a point."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from riskbrief.definitions.outlets import Source
from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.collect import FAILED, SHRUNK, Intake, collect
from riskbrief.ingest.readers import is_live, of_files
from riskbrief.pipeline.clock import utc_now
from riskbrief.store.appending import Answer, last_answer
from riskbrief.store.closing import cut_closed
from riskbrief.store.knowing import RECONSTRUCTED, REPLAY, Cut, Known, known
from riskbrief.store.opening import opened
from riskbrief.tables import ARTICLES

PACKAGED = "demo"  # the reader whose corpus is part of the program: it is never stored
FILES = ""  # the name under which the record keeps what was told of all files together
AS_GOOD = {"not_modified": "ok"}
Account = dict[str, Any]


@dataclass(frozen=True)
class Late:
    """Of the `of` articles of a week on record, `n` that live sources brought too late for it, the last of them `hours`
    after its end."""

    n: int = 0
    of: int = 0
    hours: int = 0

    @property
    def share(self) -> float:
        return self.n / self.of if self.of else 0.0


@dataclass(frozen=True)
class Gathered(Intake):
    """Articles with the point of the record they were known at; `reconstructed`: how many are known since their
    publication, not since they arrived; `arrived`: which are known since they arrived; `store`: where the texts lie
    that are missing (`texts.with_texts`)."""

    seq: int = 0
    label: str = ""
    mode: str = RECONSTRUCTED
    reconstructed: int = 0
    store: Path | None = None
    pruned: str = ""  # publication of the newest article whose text `store prune` emptied
    arrived: frozenset[str] = frozenset()
    late: Late | None = None  # told where the articles themselves are not at hand


def store_path(workspace: Workspace) -> Path:
    """Where the store of a workspace lies, or will."""
    return workspace.root / workspace.config.store.path


def gather(
    workspace: Workspace, *, moment: datetime | None = None, since: datetime | None = None, read: Intake | None = None,
    texts: bool = True, closes: bool = True,
) -> Gathered:  # fmt: skip
    """Articles of files and of the store; asks no server, and writes nothing but the end of a day that is over, so that
    what was known at it stays as it is told here (`store.closing`); nor that unless it `closes`.

    `read`: all enabled sources, read a moment ago, when none of them is live; `texts`: whether those of the store are
    read, which else are missing.

    `moment`: what was known then, if the store's record goes back that far; `since`: articles published from then on.
    Without a store, and before its record begins, articles of files are known from their publication.
    Errors: ConfigurationError (3) for a wrong source; StoreError (9) for a store that is not as it was written.
    """
    config, path = workspace.config, store_path(workspace)
    if not path.exists():
        fresh = read or collect(config.sources, workspace.root, languages=config.coded)
        asked = [_account(s, None, Counter(), {}, {}) for s in config.sources if s.enabled and is_live(s.reader)]
        sources = _in_order(config.sources, [*fresh.sources, *asked])
        return _gathered(fresh, sources=sources, reconstructed=len(fresh.articles))
    with opened(path) as db:
        cut = cut_closed(db, moment, now=utc_now(), closes=closes)
        told = known(db, cut, since=since, lag_hours=config.store.lag_hours, texts=texts)
        answers = {s.id: last_answer(db, s.id, batch=cut.batch) for s in config.sources if s.enabled}
        held = cut.mode == REPLAY and bool(of_files(config.sources))
        whole = last_answer(db, FILES, batch=cut.batch) if held else None
    files = [s for s in config.sources if cut.mode != REPLAY or s.reader == PACKAGED]
    again = read if cut.mode != REPLAY else None
    fresh = again or collect(files, workspace.root, languages=config.coded)
    if whole:  # as they were told then
        fresh = replace(fresh, dropped=json.loads(whole.dropped), notes=tuple(json.loads(whole.message)))
    merged = _merged(workspace, fresh, told, cut, answers, whole=whole is not None)
    return merged if texts else replace(merged, store=path)


def left_in(taken: Intake) -> Path | None:
    """The store in which texts were left, if any were."""
    return taken.store if isinstance(taken, Gathered) else None


def knowledge(taken: Intake) -> dict[str, object]:
    """What a manifest says of the point of the record; articles of a file on the command line have none."""
    if not isinstance(taken, Gathered):
        return {"mode": RECONSTRUCTED, "sequence": 0, "label": None}
    return {"mode": taken.mode, "sequence": taken.seq, "label": taken.label or None}


def _merged(
    workspace: Workspace, fresh: Intake, told: Known, cut: Cut, answers: dict[str, Answer | None], *, whole: bool
) -> Gathered:
    """`whole`: `fresh` tells what was dropped of files on record too."""
    articles = _joined(fresh, told)
    source_of = {**told.source_of, **fresh.source_of}
    counts = Counter(source_of[name] for name in articles["article_id"].tolist())
    by_source = articles.groupby(articles["article_id"].map(source_of))
    newest = by_source["published_at"].max().to_dict()
    outlets = by_source["source_id"].unique().to_dict()
    now = {str(row["source"]): row for row in fresh.sources}
    accounts = [
        _account(source, _told(now.get(source.id), _row(answers[source.id])), counts, newest, outlets)
        for source in workspace.config.sources
        if source.id in answers
    ]
    dropped = Counter(fresh.dropped) + told.left_out
    for row in accounts:
        if row["source"] not in now and not whole:
            dropped.update(row["dropped"])
    return _gathered(
        fresh, articles=articles, dropped=dict(sorted(dropped.items())), read=len(articles) + sum(dropped.values()),
        sources=accounts, seq=cut.seq, label=cut.label, mode=cut.mode, source_of=source_of, pruned=told.pruned,
        arrived=told.live, reconstructed=int((~articles["article_id"].isin(list(told.live))).sum()),
    )  # fmt: skip


def _told(fresh: Account | None, recorded: Account | None) -> Account | None:
    """How a source stands: its files as they were read now, with what the record says is missing; else as recorded."""
    if fresh and recorded and fresh["state"] == "ok" and recorded["state"] in {"ok", SHRUNK}:
        return fresh | {key: recorded[key] for key in ("state", "message")}
    return fresh or recorded


def _row(answer: Answer | None) -> Account | None:
    """A recorded answer as an account; what a live source dropped was its own round's affair."""
    if answer is None:
        return None
    return {"state": answer.state, "message": answer.message, "dropped": json.loads(answer.dropped)}


def _joined(fresh: Intake, told: Known) -> pd.DataFrame:
    """Articles of the store and of files; of one that both have, the file's where its words are others."""
    stored = told.articles.set_index("article_id", drop=False)
    mine = fresh.articles[~fresh.articles["article_id"].isin(list(told.forgotten))]
    before = stored["content_sha256"].reindex(mine["article_id"]).fillna("").to_numpy()
    other = mine[before != mine["content_sha256"].to_numpy()]
    if other.empty:
        return told.articles
    if stored.empty:
        return ARTICLES.shape(other)
    rest = stored[~stored.index.isin(other["article_id"])]
    return ARTICLES.shape(pd.concat([rest, other], ignore_index=True))


def _account(source: Source, told: Account | None, counts: Counter[str], newest: Account, outlets: Account) -> Account:
    """How a source stands: how it answered, and what is known of it; of one that failed, the outlets it brought."""
    state = str(told["state"]) if told else "empty"
    return {
        "source": source.id,
        "state": AS_GOOD.get(state, state),
        "articles": counts[source.id],
        "newest": str(newest.get(source.id, ""))[:10],
        "message": told["message"] if told else "it was never asked: run `riskbrief ingest`",
        "dropped": told["dropped"] if told and not is_live(source.reader) else {},
        **({"outlets": sorted(map(str, outlets.get(source.id, ())))} if state in FAILED else {}),
    }


def _in_order(sources: list[Source], accounts: list[Account]) -> list[Account]:
    order = {s.id: n for n, s in enumerate(sources)}
    return sorted(accounts, key=lambda row: order[str(row["source"])])


def _gathered(fresh: Intake, **changes: object) -> Gathered:
    plain = {field.name: getattr(fresh, field.name) for field in fields(fresh)}
    return Gathered(**{**plain, **changes})
