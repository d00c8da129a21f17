"""Every attempt at a run written down, whatever came of it: what `status` tells and a failed night leaves behind."""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from riskbrief.deliver.ledger import append_line, stamp
from riskbrief.errors import DISK, RefusedError, RiskbriefError, StorageError, UnavailableError
from riskbrief.ingest.collect import Intake
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.events import under_way
from riskbrief.pipeline.files import json_bytes
from riskbrief.pipeline.publish import replace_file

NAME = "attempts.jsonl"
SCHEMA = "riskbrief/attempt/1"
KEPT = 1000  # records of attempts
EVERY = "*"  # the report of an attempt that ended before any was begun: it counts for each
STATUS = {0: "published", 4: "degraded", 5: "refused", 10: "undelivered", 130: "interrupted", 143: "interrupted"}


@dataclass(frozen=True)
class Attempt:
    """One attempt at a report. `status`: published, degraded, undelivered, refused, interrupted or failed."""

    attempt: str
    report: str
    week: str
    started: str
    finished: str
    exit_code: int
    status: str
    reasons: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    manifest: str = ""  # where below `.riskbrief/` its record lies
    scheduled: bool = True  # whether it was what a schedule makes: no trial, no past week, no issue made again

    @property
    def good(self) -> bool:
        """Whether something stands published by it."""
        return self.status in {"published", "degraded", "undelivered"}

    @property
    def success(self) -> bool:
        """Whether what a schedule makes stands published by it."""
        return self.good and self.scheduled


KNOWN = frozenset(one.name for one in fields(Attempt))  # a line of a later version may say more


@dataclass
class Noting:
    """What a run says of itself while it is under way."""

    week: str = ""
    exit_code: int = 0
    reasons: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    manifest: Mapping[str, object] = field(default_factory=dict)
    scheduled: bool = True
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    seconds: dict[str, float] = field(default_factory=dict)  # by stage
    facts: dict[str, object] = field(default_factory=dict)  # whatever else is known by then, for its record

    def read(self, taken: Intake) -> None:
        """What was read, from which sources in which state."""
        self.facts["sources"] = [dict(row) for row in taken.sources]
        self.facts["read"] = {"in": taken.read, "out": taken.kept, "dropped": dict(taken.dropped)}

    def done(self, week: str, exit_code: int, reasons: Sequence[str], sets: Sequence[Path]) -> None:
        """What came of it."""
        self.week, self.exit_code, self.reasons = week, exit_code, tuple(reasons)
        self.sets = tuple(f"{p.parent.name}/{p.name}" for p in sets)


@contextlib.contextmanager
def noted(root: Path, report: str) -> Iterator[Noting]:
    """Write the attempt down when the block ends, with its error if it ends in one, which then goes on.

    An attempt that cannot be written down hides no error: the run's own outcome stands.
    """
    started, noting = utc_now(), Noting()
    try:
        with under_way(attempt=noting.name):
            yield noting
    except BaseException as error:
        noting.exit_code, noting.reasons = ended(error)
        noting.manifest = error.manifest if isinstance(error, RefusedError) else {}
        if isinstance(error, UnavailableError) and error.accounts:
            noting.facts["sources"] = [dict(row) for row in error.accounts]
        raise
    finally:
        write_attempt(root, report, started, noting)


def ended(error: BaseException) -> tuple[int, tuple[str, ...]]:
    """The exit code of a run that ended in this, and why.

    >>> ended(KeyboardInterrupt())
    (130, ('interrupted',))
    """
    if isinstance(error, RiskbriefError):
        return error.exit_code, tuple(str(p) for p in error.problems)
    if isinstance(error, KeyboardInterrupt):
        return 130, ("interrupted",)
    if isinstance(error, OSError) and error.errno in DISK:
        return StorageError.exit_code, (str(error),)
    if isinstance(error, Exception):
        return 1, (f"{type(error).__name__}: {error}",)
    return 143, ("terminated",)


def write_attempt(root: Path, report: str, started: datetime, noting: Noting) -> None:
    """Write one attempt down, if that can be done: its record, then the line that names it."""
    made = Attempt(
        noting.name, report, noting.week, stamp(started), stamp(utc_now()), noting.exit_code,
        STATUS.get(noting.exit_code, "failed"), noting.reasons, noting.sets, scheduled=noting.scheduled,
    )  # fmt: skip
    made = replace(made, manifest=_keep_record(root, made, noting))
    with contextlib.suppress(OSError):
        append_line(root / ".riskbrief" / NAME, json.dumps(asdict(made), ensure_ascii=False, sort_keys=True))


def _keep_record(root: Path, made: Attempt, noting: Noting) -> str:
    """Where below `.riskbrief/` the record of an attempt is kept; empty when it cannot be. That of an issue that was
    refused is its manifest, with the attempt."""
    told = {key: value for key, value in asdict(made).items() if key != "manifest"}
    record = {"schema": SCHEMA, **told, "seconds": noting.seconds, "sources": [], **noting.facts}
    path = root / ".riskbrief" / "attempts" / f"{made.attempt}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, json_bytes({**record, **noting.manifest}))
        _trim(path.parent)
    except (OSError, StorageError):
        return ""
    return f"attempts/{path.name}"


def _trim(folder: Path) -> None:
    """Remove the oldest records beyond the most that are kept."""
    found = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(folder)]
    for _, path in sorted(found)[:-KEPT]:
        os.unlink(path)  # noqa: PTH108


def record_of(root: Path, attempt: Attempt) -> dict[str, Any]:
    """What the record of an attempt says; empty when there is none to be read."""
    with contextlib.suppress(OSError, ValueError):
        told = json.loads((root / ".riskbrief" / attempt.manifest).read_bytes()) if attempt.manifest else {}
        return told if isinstance(told, dict) else {}
    return {}


def attempts_at(root: Path, report: str) -> list[Attempt]:
    """Those at one report, with those that ended before any report was begun. Errors: OSError."""
    return [a for a in attempts(root) if a.report in {report, EVERY}]


def attempts(root: Path) -> list[Attempt]:
    """Every attempt that can be read, oldest first. Errors: OSError."""
    path = root / ".riskbrief" / NAME
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        with contextlib.suppress(ValueError, TypeError):
            told = json.loads(line)
            one = Attempt(**{key: told[key] for key in told if key in KNOWN})
            found.append(replace(one, reasons=tuple(one.reasons), sets=tuple(one.sets)))
    return found
