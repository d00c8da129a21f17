"""Sources asked and what they brought put on record: `riskbrief ingest`, and the beginning of every scheduled run."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from riskbrief.definitions.outlets import Source
from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.answers import FetchState
from riskbrief.ingest.collect import Intake, collect
from riskbrief.ingest.readers import is_live
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.events import told
from riskbrief.pipeline.gathering import PACKAGED, store_path
from riskbrief.pipeline.opening import known, open_workspace
from riskbrief.pipeline.vanishing import vanished, with_told
from riskbrief.store.appending import Added, Answer, Batch, append, last_answer
from riskbrief.store.holding import Holding
from riskbrief.store.opening import opened

Row = dict[str, Any]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Harvest:
    """What one round brought: what was taken, and what became of it in the store (None when nothing is stored)."""

    taken: Intake
    added: Added | None

    def rows(self) -> list[Row]:
        """A row for each source: how it answered, articles fetched, new, changed, duplicate, gone, newest day."""
        return [_row(account, self.added) for account in self.taken.sources]


def ingest(root: Path, *, only: Sequence[str] = ()) -> Harvest:
    """Ask the enabled sources of a workspace, or those named, and record what they bring.

    Errors: UsageError (2) for an unknown or disabled source; StorageError (8); StoreError (9).
    """
    workspace = open_workspace(root)
    names = [s.id for s in workspace.config.sources if s.enabled]
    for name in only:
        known(name, names, "enabled source")
    return harvest(workspace, only=only, now=utc_now())


def harvest(workspace: Workspace, *, only: Sequence[str] = (), now: datetime) -> Harvest:
    """The same on an open workspace. A source that fails does not stop the others."""
    config, path = workspace.config, store_path(workspace)
    sources = [s for s in config.sources if s.enabled and (not only or s.id in only)]
    stored = [s for s in sources if s.reader != PACKAGED]
    taken = collect(
        sources, workspace.root, languages=config.coded, now=now, states=_states(path, stored), rules=config.fetch
    )
    if not stored:
        return Harvest(taken, None)
    told(log, "ingest.fetched", "sources answered", articles=len(taken.articles))
    with opened(path, create=True) as db:
        found = vanished(Holding(db), taken, stored, share=config.store.vanished_share, whole=not only)
        taken = with_told(taken, found)
        added = append(db, Batch(list(_rows(taken, stored)), _answers(taken, stored), found.gone), now=now)
    told(log, "ingest.recorded", "what they brought is on record", sequence=added.last_seq)
    return Harvest(taken, added)


def _states(path: Path, sources: Iterable[Source]) -> dict[str, FetchState]:
    """What each live source sent last time to be asked with again."""
    if not path.exists():
        return {}
    with opened(path) as db:
        answers = {s.id: last_answer(db, s.id) for s in sources if is_live(s.reader)}
    return {name: FetchState(a.etag, a.modified) for name, a in answers.items() if a and (a.etag or a.modified)}


def _rows(taken: Intake, stored: Sequence[Source]) -> Iterable[Row]:
    kept = {s.id for s in stored}
    for row in taken.articles.to_dict("records"):
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


def _row(account: Row, added: Added | None) -> Row:
    name = str(account["source"])
    counts = added.of(name) if added else Counter[str]()
    told = {k: counts[k] for k in ("new", "changed", "duplicate", "gone", "forgotten")}
    row = {"source": name, "state": account["state"], "fetched": account["articles"], **told}
    return row | {"dropped": account["dropped"], "newest": account["newest"] or None, "message": account["message"]}
