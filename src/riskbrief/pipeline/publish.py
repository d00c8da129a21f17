"""Atomic publication: a set of files appears at once or not at all."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from riskbrief.pipeline.events import told
from riskbrief.pipeline.standing import Slot, complete_issue, damage, issue_order
from riskbrief.pipeline.storage import storage_error
from riskbrief.pipeline.withdrawals import family, is_withdrawn, newest_standing

log = logging.getLogger(__name__)


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def sums(files: Mapping[str, bytes]) -> bytes:
    """A SHA256SUMS file over the set, in name order, as `sha256sum -c` reads it."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def publish(files: Mapping[str, bytes], slot: Slot, *, partial: bool = False) -> Path:
    """Write the set aside, flush it, then swing the links; an earlier set stays whole until that instant.

    A whole set that already lies there is kept, a damaged one is set aside. Returns the path readers should open (see
    `lead`). Errors: StorageError (exit 8).
    """
    try:
        if not slot.target.is_dir() or damage(slot.target):
            told(log, "publish.begin", "writing the set", **_named(slot))
            _write_set(files, slot)
            told(log, "publish.written", "the set lies there", **_named(slot))
    except OSError as error:
        raise storage_error(error, slot.target) from error
    path = lead(slot, partial=partial)
    told(log, "publish.done", "published", **_named(slot))
    return path


def _named(slot: Slot) -> dict[str, str]:
    return {"report": slot.report, "issue": slot.issue, "run": slot.run_id}


def lead(slot: Slot, *, partial: bool = False) -> Path:
    """Make the links lead to a set that lies there: the issue, and `latest` unless a newer issue stands.

    A partial set never moves `latest` nor takes the place of a complete issue: then its own folder is returned.
    Links that already lead there are left alone, so doing this again changes nothing. Errors: StorageError (exit 8).
    """
    if partial and complete_issue(slot.link):
        return slot.target
    try:
        _swing(slot.link, slot.target.relative_to(slot.folder))
        if not partial and _newest(slot):
            _swing(slot.latest, Path(slot.issue))
    except OSError as error:
        raise storage_error(error, slot.link) from error
    return slot.link


def replace_issue(files: Mapping[str, bytes], slot: Slot) -> None:
    """Put a notice in the place of an issue: the set aside, then its link, then `latest`.

    The files that stood there stay where they lie. Errors: StorageError (exit 8).
    """
    try:
        if not slot.target.is_dir() or damage(slot.target):
            _write_set(files, slot)
        _swing(slot.link, slot.target.relative_to(slot.folder))
    except OSError as error:
        raise storage_error(error, slot.target) from error
    settle_latest(slot)


def settle_latest(slot: Slot) -> None:
    """Make `latest` lead to the newest issue that stands, if it leads to a withdrawn one; to that where none stands."""
    newest = newest_standing(slot.folder, family(slot.issue))
    try:
        if newest and slot.latest.is_symlink() and is_withdrawn(slot.latest):
            _swing(slot.latest, Path(newest))
    except OSError as error:
        raise storage_error(error, slot.latest) from error


def replace_file(path: Path, content: bytes) -> None:
    """Write one file so that a reader sees the old or the new one; left alone when it holds this already.

    Errors: StorageError (exit 8).
    """
    aside = path.with_name(f".{path.name}.link")  # swept like a link that was never swung
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        with _cleared(aside):
            _write_file(aside, content)
            aside.replace(path)
        _flush_directory(path.parent)
    except OSError as error:
        raise storage_error(error, path) from error


def _newest(slot: Slot) -> bool:
    latest = slot.latest
    stands = latest.is_symlink() and latest.exists()
    return not stands or is_withdrawn(latest) or issue_order(latest.readlink().name) <= issue_order(slot.issue)


def _write_set(files: Mapping[str, bytes], slot: Slot) -> None:
    target = slot.target
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.parent / f".tmp-{target.name}"
    try:
        aside.mkdir()
        for name in sorted(files):
            _write_file(aside / name, files[name])
        _flush_directory(aside)
        if target.is_dir():
            target.rename(slot.set_aside)
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
    if link.is_symlink() and link.readlink() == target:
        return
    aside = link.with_name(f".{link.name}.link")
    aside.unlink(missing_ok=True)
    with _cleared(aside):
        aside.symlink_to(target, target_is_directory=True)
        aside.replace(link)
    _flush_directory(link.parent)


@contextmanager
def _cleared(aside: Path) -> Iterator[None]:
    """Nothing is left aside when what the block does with it fails."""
    try:
        yield
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
