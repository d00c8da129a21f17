"""Sources asked and what they brought put on record: `riskbrief ingest`, and the beginning of every scheduled run."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from riskbrief.definitions.outlets import Source
from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.answers import FetchState
from riskbrief.ingest.collect import Intake, collect
from riskbrief.ingest.readers import is_live, of_files
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.events import told
from riskbrief.pipeline.gathering import FILES, PACKAGED, store_path
from riskbrief.pipeline.opening import known, open_workspace
from riskbrief.pipeline.rereading import reread
from riskbrief.pipeline.vanishing import vanished, with_told
from riskbrief.store.appending import Added, Answer, Batch, append, begin, last_answer
from riskbrief.store.holding import Holding, Reached, reached
from riskbrief.store.opening import opened

Row = dict[str, Any]
Moments = Callable[[], datetime]  # the clock, UTC
KINDS = ("new", "changed", "duplicate", "gone", "forgotten", "redated", "overtaken")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Harvest:
    """What one round brought: what was taken, and what became of it in the store (None when nothing is stored)."""

    taken: Intake
    added: Added | None

    @property
    def overtaken(self) -> bool:
        """Whether another round wrote meanwhile, so that what the sources hold may not all be on record."""
        return self.added is not None and self.added.overtaken

    def rows(self) -> list[Row]:
        """A row for each source: how it answered, articles fetched, new, changed, duplicate, gone, newest day."""
        return [_row(account, self.added) for account in self.taken.sources]


def ingest(root: Path, *, only: Sequence[str] = ()) -> Harvest:
    """Ask the enabled sources of a workspace, or those named, and record what they bring.

    A share of the record is read again first (`rereading`).
    Errors: UsageError (2) for an unknown or disabled source; StorageError (8); StoreError (9).
    """
    workspace = open_workspace(root)
    names = [s.id for s in workspace.config.sources if s.enabled]
    for name in only:
        known(name, names, "enabled source")
    reread(workspace)
    return harvest(workspace, only=only)


def harvest(workspace: Workspace, *, only: Sequence[str] = (), clock: Moments = utc_now) -> Harvest:
    """The same on an open workspace. A source that fails does not stop the others."""
    return recorded(workspace, asked(workspace, only=only, now=clock()), clock=clock)


@dataclass(frozen=True)
class Round:
    """What the sources of a round answered, and how far the record went when it began: rounds may overlap."""

    taken: Intake
    stored: Sequence[Source]
    began: Reached
    whole: bool  # every source was asked
    now: datetime


def asked(workspace: Workspace, *, only: Sequence[str] = (), now: datetime) -> Round:
    """The enabled sources, or those named, asked; nothing is written."""
    config = workspace.config
    sources = [s for s in config.sources if s.enabled and (not only or s.id in only)]
    stored = [s for s in sources if s.reader != PACKAGED]
    began, states = _before(store_path(workspace), stored)
    taken = collect(sources, workspace.root, languages=config.coded, now=now, states=states, rules=config.fetch)
    return Round(taken, stored, began, not only, now)


def recorded(workspace: Workspace, told_now: Round, *, clock: Moments = utc_now) -> Harvest:
    """A round put on record. What another round wrote since it began is neither deleted nor changed by it.

    What it brings is known from now on, not from when it began: the clock is read once nobody else can write.
    """
    taken, stored, now = told_now.taken, told_now.stored, told_now.now
    if not stored:
        return Harvest(taken, None)
    told(log, "ingest.fetched", "sources answered", articles=len(taken.articles))
    with opened(store_path(workspace), create=True) as db:
        held, share = Holding(db, told_now.began), workspace.config.store.vanished_share
        found = vanished(held, taken, stored, share=share, now=now, whole=told_now.whole)
        taken = with_told(taken, found)
        rows, answers = list(_rows(taken, stored)), [*_answers(taken, stored), *_of_files(workspace, taken)]
        begin(db)
        added = append(db, Batch(rows, answers, found.gone, told_now.began.seq), now=clock())
    told(log, "ingest.recorded", "what they brought is on record", sequence=added.last_seq)
    return Harvest(taken, added)


def _before(path: Path, sources: Iterable[Source]) -> tuple[Reached, dict[str, FetchState]]:
    """How far the record goes, and what each live source sent last time to be asked with again."""
    if not path.exists():
        return Reached(), {}
    with opened(path) as db:
        began = reached(db)
        answers = {s.id: last_answer(db, s.id) for s in sources if is_live(s.reader)}
    return began, {name: FetchState(a.etag, a.modified) for name, a in answers.items() if a and (a.etag or a.modified)}


def _rows(taken: Intake, stored: Sequence[Source]) -> Iterable[Row]:
    kept = {s.id for s in stored}
    names = list(taken.articles)
    columns = [taken.articles[name] for name in names]
    plain = [c.dt.to_pydatetime().tolist() if isinstance(c.dtype, pd.DatetimeTZDtype) else c.tolist() for c in columns]
    for values in zip(*plain, strict=True):
        row = dict(zip(names, values, strict=True))
        source = taken.source_of[row["article_id"]]
        if source in kept:
            yield row | {"source": source, "live": source in taken.live}


def _answers(taken: Intake, stored: Sequence[Source]) -> list[Answer]:
    """How each source answered, with the validators to send next time; an unchanged or broken answer keeps the last."""
    kept = {s.id for s in stored}
    answers = []
    for row in taken.sources:
        name = str(row["source"])
        if name in kept:
            state = taken.states.get(name, FetchState())
            told = (str(row["state"]), int(str(row["articles"])), str(row["newest"]), str(row["message"]))
            dropped = json.dumps(row["dropped"], sort_keys=True)
            answers.append(Answer(name, *told, dropped, state.etag, state.modified))
    return answers


def _of_files(workspace: Workspace, taken: Intake) -> Iterator[Answer]:
    """What was dropped of all files together, and the notes on them, once all were read: an issue prints both, and is
    rebuilt from them."""
    files = {s.id for s in of_files(workspace.config.sources)}
    if taken.of_files and files <= {str(row["source"]) for row in taken.sources}:
        dropped, notes = taken.of_files
        yield Answer(FILES, "files", message=json.dumps(list(notes)), dropped=json.dumps(dropped, sort_keys=True))


def _row(account: Row, added: Added | None) -> Row:
    name = str(account["source"])
    counts = added.of(name) if added else Counter[str]()
    told = {k: counts[k] for k in KINDS}
    row = {"source": name, "state": account["state"], "fetched": account["articles"], **told}
    return row | {"dropped": account["dropped"], "newest": account["newest"] or None, "message": account["message"]}
