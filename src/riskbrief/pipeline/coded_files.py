"""The files of the coding cache: one for each ISO week of publication, whole or not at all, and bounded.

Nothing in them is trusted: a file counts only while its bytes equal the digest at its head and its table is the one
that is written here. Whatever the disk refuses, a run goes on without the cache and says so once.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import logging
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from riskbrief.pipeline.coded_state import State
from riskbrief.pipeline.storage import held, lock_file

log = logging.getLogger(__name__)

KIND = b"riskbrief coding "
HEAD = KIND + b"2\n"
LIMIT = 256 * 1024 * 1024
"Bytes that the weeks may take together; beyond it those go first that no run has read for longest."


class Files:
    """The folder of a workspace's coding cache; made when the first file is."""

    def __init__(self, folder: Path, *, limit: int = LIMIT) -> None:
        self.folder, self.limit = folder, limit
        self._told: set[str] = set()
        self._states: dict[str, State | None] = {}

    def read(self, week: str, schema: pa.Schema) -> tuple[str, pa.Table] | None:
        """The digest of the state a week was coded in, and its articles; None when there is none that is whole."""
        for path in self._of_week(week):
            digest = path.name.split(".")[1]
            content = _content(path)
            if not (content or os.path.lexists(path)):
                continue  # another run has just put a newer one in its place
            table = _table(content, schema, f"{week} {digest}")
            if table is not None:
                with contextlib.suppress(OSError):
                    os.utime(path)
                return digest, table
            if content.startswith(KIND) and not content.startswith(HEAD):
                continue  # of another version of the program
            self._tell("damaged", f"coding cache: {path} is damaged or of another version; its week is coded again")
        return None

    def state(self, digest: str) -> State | None:
        """The state of a digest; None when it is not known or damaged."""
        if digest not in self._states:
            self._states[digest] = _state(_content(self._state_path(digest)), digest)
        return self._states[digest]

    @contextlib.contextmanager
    def writing(self) -> Iterator[bool]:
        """Whether this run may write: one at a time. What cannot be written is left out, with one note."""
        with contextlib.ExitStack() as stack:
            try:
                descriptor = lock_file(self.folder)
            except OSError as error:
                self._refused(error)
                yield False
                return
            stack.callback(os.close, descriptor)
            try:
                yield held(descriptor)
            except OSError as error:
                self._refused(error)

    def write(self, week: str, state: State, table: pa.Table) -> None:
        """Put a week in place of what stood there; only inside `writing`. Errors: OSError."""
        if not (path := self._state_path(state.digest)).is_file():
            self._put(path, gzip.compress(state.content, 6, mtime=0))
        target = self.folder / f"{week}.{state.digest}.arrow"
        self._put(target, _bytes(table, f"{week} {state.digest}"))
        for other in self._of_week(week):
            if other != target:
                other.unlink(missing_ok=True)

    def bound(self) -> None:
        """Delete the weeks that were read longest ago while all take too much; then states that no week needs."""
        weeks = sorted(self.folder.glob("*.*.arrow"), key=lambda p: (-p.stat().st_mtime_ns, p.name))
        taken, needed = 0, set()
        for path in weeks:
            taken += path.stat().st_size
            if taken > self.limit:
                path.unlink()
            else:
                needed.add(path.name.split(".")[1])
        for path in self.folder.glob("state.*.json.gz"):
            if path.name.split(".")[1] not in needed:
                path.unlink()

    def _refused(self, error: OSError) -> None:
        self._tell(
            "unwritable", f"coding cache: cannot write {self.folder} ({error.strerror}); the run goes on without"
        )

    def _of_week(self, week: str) -> list[Path]:
        with contextlib.suppress(OSError):
            return sorted(self.folder.glob(f"{week}.*.arrow"))
        return []

    def _state_path(self, digest: str) -> Path:
        return self.folder / f"state.{digest}.json.gz"

    def _put(self, target: Path, content: bytes) -> None:
        aside = self.folder / ".part"
        try:
            aside.write_bytes(content)
            aside.replace(target)
        except OSError:
            aside.unlink(missing_ok=True)
            raise

    def _tell(self, kind: str, note: str) -> None:
        """Each kind of note once."""
        if kind not in self._told:
            self._told.add(kind)
            log.warning("%s", note)


def _content(path: Path) -> bytes:
    """What stands in a file; nothing where it cannot be read."""
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return b""


def _bytes(table: pa.Table, name: str) -> bytes:
    """A table as a file that proves itself whole and of this name."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    payload: bytes = sink.getvalue().to_pybytes()
    return HEAD + _proof(name, payload) + payload


def _proof(name: str, payload: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + payload).digest()


def _table(content: bytes, schema: pa.Schema, name: str) -> pa.Table | None:
    start = len(HEAD) + hashlib.sha256().digest_size
    head, payload = content[:start], content[start:]
    if head != HEAD + _proof(name, payload):
        return None
    try:
        table = pa.ipc.open_file(payload).read_all()
    except (pa.ArrowException, OSError):
        return None
    return table if table.schema.equals(schema) else None


def _state(packed: bytes, digest: str) -> State | None:
    try:
        found = State.read(gzip.decompress(packed))
    except (OSError, EOFError, ValueError, TypeError, zlib.error):
        return None
    return found if found.digest == digest else None
