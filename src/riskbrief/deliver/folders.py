"""A published set copied to a folder outside the workspace, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path


def copy_set(contents: Mapping[str, bytes], target: Path) -> bool:
    """Copy the files of a set to the folder `target`; False when it stands there already with the same files.

    It is written aside and renamed, so that a reader sees all of it or nothing. A folder with other files is set aside
    first, as `<name>.before`, and put back if the new one cannot take its place. Errors: OSError.
    """
    if target.is_dir() and _same(contents, target):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    part, before = target.with_name(f".tmp-{target.name}"), target.with_name(f"{target.name}.before")
    if part.exists():
        shutil.rmtree(part)
    try:
        part.mkdir()
        for name, content in sorted(contents.items()):
            _write(part / name, content)
        _flush(part)
        _take_place(part, target, before)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _flush(target.parent)
    if before.exists():
        shutil.rmtree(before)
    return True


def _take_place(part: Path, target: Path, before: Path) -> None:
    if target.exists():
        if before.exists():
            shutil.rmtree(before)
        target.rename(before)
    try:
        part.rename(target)
    except OSError:
        if before.exists():
            before.rename(target)
        raise


def _same(contents: Mapping[str, bytes], folder: Path) -> bool:
    names = {p.name for p in folder.iterdir()}
    return names == set(contents) and all((folder / n).read_bytes() == c for n, c in contents.items())


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
