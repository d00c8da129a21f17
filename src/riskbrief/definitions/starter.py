"""The starter kit: what `riskbrief init` copies, and the templates that stand behind a workspace's own."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterator
from pathlib import Path

from riskbrief.definitions.schema import KINDS, schema_path, schema_text
from riskbrief.errors import Problem, StorageError, UsageError

PARTS = ("config.yaml", "judgements.yaml", "scenarios.yaml", "indicators", "reports", "templates")
_PACKAGE = Path(__file__).parents[1]


def starter_root() -> Path:
    """The packaged starter, or in an editable install the checkout it is made from."""
    packaged = _PACKAGE / "starter"
    checkout = _PACKAGE.parents[1]
    return packaged if (packaged / "config.yaml").is_file() else checkout


def find_template_dirs(root: Path) -> list[Path]:
    """Folders to look templates up in, file by file: the workspace's first, the starter's second."""
    folders = [root / "templates", starter_root() / "templates"]
    existing = [folder for folder in folders if folder.is_dir()]
    unique = {folder.resolve(): folder for folder in reversed(existing)}
    return [folder for folder in existing if unique[folder.resolve()] is folder]


def copy_starter(directory: Path) -> list[Path]:
    """Copy the starter kit into `directory`; returns the paths written, sorted.

    A file that already stands there is kept as it is and not listed. The schemas that editors complete YAML by are
    written from the installed models, so that they fit the program that reads the files.
    Errors: UsageError (2) when `directory` is a file, StorageError (8) when the disk refuses.
    """
    if directory.exists() and not directory.is_dir():
        raise UsageError(Problem(str(directory), 0, 0, "is a file", "Name a folder."))
    files = sorted((directory / name, source) for name, source in _kit().items())
    try:
        return [_copied(source, target) for target, source in files if not _stands(target)]
    except OSError as error:
        raise StorageError(Problem(str(error.filename or directory), 0, 0, str(error.strerror or error))) from error


def starter_diff(directory: Path) -> Iterator[str]:
    """How the files of a workspace differ from the starter kit of this program, as a unified diff.

    Lines of the workspace stand behind `-`, those of the starter behind `+`; a file that the workspace lacks or that is
    no text is only named. Writes nothing. Errors: UsageError (2) when `directory` is no folder.
    """
    if not directory.is_dir():
        raise UsageError(Problem(str(directory), 0, 0, "is no folder", "Name a workspace."))
    for name, source in sorted(_kit().items()):
        target = directory / name
        if not _stands(target):
            yield f"Only in the starter kit: {name}\n"
            continue
        own, new = _content(target), source.encode() if isinstance(source, str) else source.read_bytes()
        if own != new:
            yield from _unified(name, own, new)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageError(Problem(str(path), 0, 0, f"cannot be read: {error.strerror or error}")) from error


def _unified(name: str, own: bytes, new: bytes) -> Iterator[str]:
    try:
        mine, theirs = (content.decode().splitlines(keepends=True) for content in (own, new))
    except UnicodeDecodeError:
        yield f"Files differ and are no text: {name}\n"
        return
    for line in difflib.unified_diff(mine, theirs, fromfile=f"workspace/{name}", tofile=f"starter/{name}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def starter_names() -> list[str]:
    """Relative paths of every file of the starter kit, sorted."""
    return sorted(_kit())


def _stands(target: Path) -> bool:
    return target.exists() or target.is_symlink()


def _kit() -> dict[str, Path | str]:
    """Relative path to the file it is copied from, or to its text."""
    root = starter_root()
    kit: dict[str, Path | str] = {schema_path(kind): schema_text(kind) for kind in KINDS}
    kit["output/.gitignore"] = "*\n!.gitignore\n"
    for part in PARTS:
        source = root / part
        for file in [source] if source.is_file() else sorted(p for p in source.rglob("*") if p.is_file()):
            if not file.name.startswith(".") and "__pycache__" not in file.parts:
                kit[str(file.relative_to(root))] = file
    return kit


def _copied(source: Path | str, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as handle:
        handle.write(source.encode() if isinstance(source, str) else source.read_bytes())
    if isinstance(source, Path):
        shutil.copymode(source, target)
    return target
