"""Every attempt at a run written down, whatever came of it: what `status` tells and a failed night leaves behind."""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from riskbrief.deliver.ledger import append_line, stamp
from riskbrief.errors import DISK, RefusedError, RiskbriefError, StorageError
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.files import json_bytes

NAME = "attempts.jsonl"
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
    manifest: str = ""  # of an issue that was refused: where below `.riskbrief/` it lies

    @property
    def good(self) -> bool:
        """Whether something stands published by it."""
        return self.status in {"published", "degraded", "undelivered"}


@dataclass
class Noting:
    """What a run says of itself while it is under way."""

    week: str = ""
    exit_code: int = 0
    reasons: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    manifest: Mapping[str, object] = field(default_factory=dict)

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
        yield noting
    except BaseException as error:
        noting.exit_code, noting.reasons = ended(error)
        noting.manifest = error.manifest if isinstance(error, RefusedError) else {}
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
    """Write one attempt down, if that can be done."""
    status, name = STATUS.get(noting.exit_code, "failed"), uuid.uuid4().hex
    kept = _keep_manifest(root, name, noting.manifest) if noting.manifest else ""
    made = Attempt(
        name, report, noting.week, stamp(started), stamp(utc_now()), noting.exit_code, status, noting.reasons,
        noting.sets, kept,
    )  # fmt: skip
    with contextlib.suppress(OSError):
        append_line(root / ".riskbrief" / NAME, json.dumps(asdict(made), ensure_ascii=False, sort_keys=True))


def _keep_manifest(root: Path, name: str, manifest: Mapping[str, object]) -> str:
    """Where below `.riskbrief/` the manifest of a refused issue is kept; empty when it cannot be."""
    path = root / ".riskbrief" / "attempts" / f"{name}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(json_bytes(manifest))
    except OSError:
        return ""
    return f"attempts/{path.name}"


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
            one = Attempt(**json.loads(line))
            found.append(replace(one, reasons=tuple(one.reasons), sets=tuple(one.sets)))
    return found
