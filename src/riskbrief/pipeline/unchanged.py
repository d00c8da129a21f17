"""What a run knew, kept by what it was known from: a later run for which nothing is new reads no article.

`.riskbrief/known.json` is safe to delete. Of files the bytes count, of the store its record up to the point, what was
taken down or emptied since, and how each source answered last; besides them the program and the configuration.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import RiskbriefError
from riskbrief.ingest.collect import FAILED, Intake
from riskbrief.ingest.readers import READERS, of_files
from riskbrief.listing import files_below
from riskbrief.pipeline import identity
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.events import told
from riskbrief.pipeline.gathering import AS_GOOD, PACKAGED, Gathered, Late, store_path
from riskbrief.pipeline.lateness import NONE_LATE, late_record
from riskbrief.pipeline.sparing import spare, spared
from riskbrief.store.appending import last_answer
from riskbrief.store.closing import cut_closed
from riskbrief.store.knowing import fingerprint
from riskbrief.store.opening import opened
from riskbrief.tables import ARTICLES

log = logging.getLogger(__name__)
FILE = Path(".riskbrief") / "known.json"
KEPT = 40  # points that are remembered
Digests = dict[str, list[list[str]]]
PLAIN = ("read", "dropped", "sources", "seq", "label", "mode", "reconstructed")


@dataclass(frozen=True)
class Recalled(Gathered):
    """What was known at a point, without the articles: how many there were, how many after the cut-off, and the digest
    of those known by it (`identity.input_digest`)."""

    count: int = 0
    later: int = 0
    inputs: str = ""
    stored: bool = False  # whether its files were on record

    @property
    def kept(self) -> int:
        return self.count

    def after(self, cutoff: datetime) -> int:
        return self.later


def point(workspace: Workspace, cutoff: datetime, moment: datetime | None, files: Digests | None) -> str | None:
    """A digest of all that decides what a run knows; None when the files are not known (`file_digests`)."""
    if files is None:
        return None
    program = [workspace.digest, identity.code_digest(), identity.versions_digest(), cutoff.isoformat()]
    return identity.json_digest([*program, files, _store_point(workspace, moment)])


def _store_point(workspace: Workspace, moment: datetime | None) -> list[object]:
    path = store_path(workspace)
    if not path.exists():
        return []
    with opened(path) as db:
        cut = cut_closed(db, moment, now=utc_now())
        answers = [(s.id, last_answer(db, s.id, batch=cut.batch)) for s in workspace.config.sources if s.enabled]
        told = [[name, AS_GOOD.get(a.state, a.state), a.message, a.dropped] if a else [name] for name, a in answers]
        return [cut.mode, fingerprint(db, cut), told]


def file_digests(workspace: Workspace) -> Digests | None:
    """Of each enabled source of files, every file with the SHA-256 of its bytes; None when one cannot be read, or when
    a reader that is not ours may read something else. What is packaged is part of the program."""
    sources = [s for s in of_files(workspace.config.sources) if s.reader != PACKAGED]
    if not all(_ours(s.reader) for s in sources):
        return None
    try:
        return {s.id: [*_files(workspace.root / s.path)] for s in sources}
    except OSError:
        return None


def _ours(reader: str) -> bool:
    return reader in READERS and READERS[reader].function.__module__.startswith("riskbrief.")


def _files(path: Path) -> Iterator[list[str]]:
    if not (path.is_dir() or path.is_file()):
        raise FileNotFoundError(path)  # or a pipe, whose end may never come
    for one in files_below(path) if path.is_dir() else [path]:
        with one.open("rb") as file:
            yield [one.relative_to(path).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()]


def recall(workspace: Workspace, at: str | None) -> Recalled | None:
    """What was known at a point; None when no run has kept it."""
    row = next((r for r in _kept(workspace.root) if r.get("point") == at), None) if at else None
    if row is None:
        return None
    try:
        plain = {name: row[name] for name in PLAIN}
        own = {name: row[name] for name in ("count", "later", "inputs", "stored")}
        late = Late(**row["late"])
        found = Recalled(articles=ARTICLES.empty(), notes=tuple(row["notes"]), late=late, **plain, **own)
    except (KeyError, TypeError):
        return None
    told(log, "ingest.unchanged", "nothing is new since an earlier run", articles=found.count)
    return found


def remember(
    workspace: Workspace, at: str | None, taken: Intake, cutoff: datetime, moment: datetime | None, *, inputs: str,
    stored: bool, late: Late = NONE_LATE,
) -> None:  # fmt: skip
    """Keep what was known at a point, unless it has moved on since or a source of files failed, which may have been for
    a moment. What the disk or the store refuses is left out: the run is done."""
    if not at or not isinstance(taken, Gathered) or not read_whole(workspace, taken):
        return
    try:
        if point(workspace, cutoff, moment, file_digests(workspace)) != at:
            return
        rows = _kept(workspace.root)
        stored = stored or any(r.get("stored") for r in rows if r.get("point") == at)
        row = {name: getattr(taken, name) for name in PLAIN} | {"notes": list(taken.notes), "point": at}
        row |= {"count": taken.kept, "later": taken.after(cutoff), "inputs": inputs, "stored": stored}
        row["late"] = late_record(late)
        rows = [*[r for r in rows if r.get("point") != at][1 - KEPT :], row]
        spare(workspace.root / FILE, "rows", rows)
    except (OSError, RiskbriefError) as error:
        log.warning("cannot keep what was known (%s); the next run reads it again", error)


def read_whole(workspace: Workspace, taken: Intake) -> bool:
    """Whether no source of files failed."""
    files = {s.id for s in of_files(workspace.config.sources)}
    return not any(row["source"] in files and row["state"] in FAILED for row in taken.sources)


def _kept(root: Path) -> list[dict[str, Any]]:
    """The rows of the file, if any."""
    return spared(root / FILE, "rows") or []
