"""The output folder: whether a run may write there, one run at a time, and what the disk refused."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from riskbrief.errors import LockedError, Problem, StorageError, UsageError
from riskbrief.listing import entries

_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "Free space there"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "Give this user write permission there"),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR, errno.EISDIR), "Move away what stands in the way"),
}


def storage_error(error: OSError, place: Path) -> StorageError:
    """Exit 8 with the remedy that fits what the system said."""
    advice = _REMEDIES.get(error.errno or 0, "Mend the disk")
    remedy = f"{advice} or choose another place with --output; what was published before is untouched."
    return StorageError(Problem(str(place), 0, 0, f"cannot write: {error.strerror or error}", remedy))


def unreadable(error: OSError, place: Path) -> StorageError:
    """Exit 8 for something of an earlier run that is there and cannot be read."""
    advice = "Give this user permission to read" if error.errno in {errno.EACCES, errno.EPERM} else "Mend the disk"
    return StorageError(Problem(str(place), 0, 0, f"cannot be read: {error.strerror or error}", f"{advice}."))


def check_output(output: Path, report: str) -> None:
    """Whether a set can be published below `output`, before any work is done; writes nothing.

    Errors: UsageError (2) when `output` names a file or lies below one; StorageError (8) when it is not writable.
    """
    folder = output / report
    try:
        root, nearest = _standing(output), _standing(folder)
    except OSError as error:
        raise storage_error(error, output) from error
    if not root.is_dir():
        raise UsageError(Problem(str(root), 0, 0, "is a file, not a folder", "Name a folder with --output."))
    if not nearest.is_dir():
        raise storage_error(NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)), nearest)
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise storage_error(PermissionError(errno.EACCES, os.strerror(errno.EACCES)), nearest)


def _standing(path: Path) -> Path:
    """The path itself, or the nearest folder above it that exists."""
    return next(p for p in (path, *path.parents, Path()) if p.exists())


@contextlib.contextmanager
def locked(output: Path, report: str) -> Iterator[None]:
    """Hold the report's lock; LockedError (exit 7) at once if another run holds it.

    Whoever holds the lock clears away what a killed run left unfinished.
    """
    folder = output / report
    try:
        descriptor = lock_file(folder)
    except OSError as error:
        raise storage_error(error, folder) from error
    try:
        _take(descriptor, folder)
        _sweep(folder)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, folder: Path) -> None:
    if not held(descriptor):
        raise LockedError(Problem(str(folder), 0, 0, "another run of this report is under way", "Wait for it to end."))


def lock_file(folder: Path) -> int:
    """A descriptor of the lock of a folder, which is made if need be. Errors: OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


def held(descriptor: int) -> bool:
    """Whether the lock is ours now, until the descriptor is closed; False when another run holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sweep(folder: Path) -> None:
    """Remove sets that were never finished and links that were never swung."""
    try:
        for unfinished in (p for issue in entries(folder / ".runs") for p in entries(issue)):
            if unfinished.name.startswith(".tmp-"):
                shutil.rmtree(unfinished)
        for unswung in (p for p in entries(folder) if p.name.startswith(".") and p.suffix == ".link"):
            unswung.unlink()
    except OSError as error:
        raise storage_error(error, folder) from error
