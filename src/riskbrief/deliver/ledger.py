"""What became of every message: one line appended for each step, flushed to the disk before the next is taken."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

SENDING = "sending"  # handed to the server; what came of it is not known until the next line


@dataclass(frozen=True)
class Entry:
    """One step of one message. `set`: the published set's folder name; `recipient`: a digest of the address; `state`:
    sending, sent, refused, failed, unknown, held."""

    at: str
    report: str
    issue: str
    set: str
    recipient: str
    message_id: str
    state: str
    tries: int
    code: int | None = None
    said: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.report, self.issue, self.set, self.recipient


@dataclass(frozen=True)
class Ledger:
    """The newest entry of every message, and how many lines could not be read (cut short by a kill)."""

    latest: Mapping[tuple[str, str, str, str], Entry]
    unreadable: int = 0


def recipient_digest(address: str) -> str:
    """How the ledger and the manifest name a recipient.

    >>> recipient_digest("Desk@Example.org") == recipient_digest("desk@example.org")
    True
    """
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()[:16]


def read_ledger(path: Path) -> Ledger:
    """The ledger at a path; an empty one if there is none. Errors: OSError."""
    if not path.exists():
        return Ledger({})
    latest: dict[tuple[str, str, str, str], Entry] = {}
    unreadable = 0
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = Entry(**json.loads(line))
        except (ValueError, TypeError):
            unreadable += bool(line.strip())
            continue
        latest[entry.key] = entry
    return Ledger(latest, unreadable)


def write_entry(path: Path, entry: Entry) -> None:
    """Append an entry; it is on the disk when this returns. Errors: OSError."""
    append_line(path, json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True))


def append_line(path: Path, line: str) -> None:
    """Append a line to a file that is made if need be; it is on the disk when this returns. Errors: OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line += "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if _cut_short(path):
            line = "\n" + line
        _write_all(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _cut_short(path: Path) -> bool:
    """Whether the last line has no end: a killed run was writing it."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if not size:
            return False
        file.seek(size - 1)
        return file.read(1) != b"\n"


def stamp(moment: datetime) -> str:
    """A moment as the ledger writes it.

    >>> from datetime import UTC
    >>> stamp(datetime(2026, 3, 2, 5, 15, tzinfo=UTC))
    '2026-03-02T05:15:00Z'
    """
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
