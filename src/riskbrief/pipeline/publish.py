"""Atomic publication: a set of files appears at once or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from riskbrief.errors import LockedError, Problem, StorageError


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def sums(files: Mapping[str, bytes]) -> bytes:
    """A SHA256SUMS file over the set, in name order, as `sha256sum -c` reads it."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def published(output: Path, report: str, issue: str, run_id: str) -> Path | None:
    """The finished set of this very run if it stands published, else None."""
    link, target = output / report / issue, run_directory(output, report, issue, run_id)
    return link if target.is_dir() and link.is_symlink() and link.resolve() == target.resolve() else None


def run_directory(output: Path, report: str, issue: str, run_id: str) -> Path:
    """Where the files of a run stand: `output/<report>/.runs/<issue>/<hash12>`."""
    return output / report / ".runs" / issue / run_id


def publish(files: Mapping[str, bytes], output: Path, *, report: str, issue: str, run_id: str, newest: bool) -> Path:
    """Write the set aside, flush it, then swing the links; an earlier set stays whole until that instant.

    `newest` moves `latest` too. Returns `output/<report>/<issue>`. Errors: StorageError (exit 8).
    """
    target = run_directory(output, report, issue, run_id)
    try:
        _write_set(files, target)
        link = output / report / issue
        _swing(link, Path(".runs") / issue / run_id)
        if newest:
            _swing(output / report / "latest", Path(issue))
        return link
    except OSError as error:
        raise _storage_error(error, target) from error


def _write_set(files: Mapping[str, bytes], target: Path) -> None:
    if target.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(".tmp-*"):
        shutil.rmtree(leftover)
    aside = target.parent / f".tmp-{target.name}"
    aside.mkdir()
    try:
        for name in sorted(files):
            _write_file(aside / name, files[name])
        _flush_directory(aside)
        aside.rename(target)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    _flush_directory(target.parent)


def _write_file(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swing(link: Path, target: Path) -> None:
    aside = link.with_name(f".{link.name}.link")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target, target_is_directory=True)
    aside.replace(link)
    _flush_directory(link.parent)


def _storage_error(error: OSError, target: Path) -> StorageError:
    remedy = "Free space there or choose another place with --output; what was published before is untouched."
    return StorageError(Problem(str(target), 0, 0, f"cannot write: {error.strerror or error}", remedy))


@contextlib.contextmanager
def locked(output: Path, report: str) -> Iterator[None]:
    """Hold the report's lock; LockedError (exit 7) at once if another run holds it."""
    folder = output / report
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _storage_error(error, folder) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise LockedError(
            Problem(str(folder), 0, 0, "another run of this report is under way", "Wait for it to end.")
        ) from error
    try:
        yield
    finally:
        os.close(descriptor)
