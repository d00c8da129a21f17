"""What stands published: where a run's set lies, whether it is whole, whether it is the complete report."""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Slot:
    """Where the set of one run stands and by which links readers reach it."""

    output: Path
    report: str
    issue: str
    run_id: str
    subject: str = ""  # the country of a set of its own

    @property
    def folder(self) -> Path:
        return self.output / self.report

    @property
    def target(self) -> Path:
        """The files: `output/<report>/.runs/<issue>/<hash12>`."""
        return self.folder / ".runs" / self.issue / self.run_id

    @property
    def link(self) -> Path:
        """What readers open: `output/<report>/<issue>`."""
        return self.folder / self.issue

    @property
    def latest(self) -> Path:
        """What leads to the newest complete issue: `latest`, of a country `latest-MLI`."""
        return self.folder / ("latest" + (f"-{self.subject}" if self.subject else ""))

    @property
    def set_aside(self) -> Path:
        """A free name beside the set for its damaged files."""
        names = (self.target.with_name(f".damaged-{self.run_id}-{n}") for n in itertools.count(1))
        return next(path for path in names if not path.exists())


def issue_order(name: str) -> tuple[tuple[int, str], ...]:
    """Sorts issues of a report: the tenth flash of a week stands after the ninth.

    >>> sorted(["2024-W38-f10", "2024-W38-f9", "2024-W37"], key=issue_order)
    ['2024-W37', '2024-W38-f9', '2024-W38-f10']
    """
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name))


def stands(slot: Slot) -> bool:
    """Whether the set of this very run lies there whole; a damaged one is told and does not count."""
    if not os.path.isdir(slot.target):  # noqa: PTH112 - False, too, where one may not look
        return False
    found = damage(slot.target)
    if found:
        log.warning(
            "%s is damaged: %s. It is made anew; the damaged files are kept as %s.",
            slot.target, "; ".join(found), slot.set_aside.name,
        )  # fmt: skip
    return not found


def damage(folder: Path) -> list[str]:
    """What differs between a set and its SHA256SUMS, by file; empty when the set is whole."""
    try:
        told = _told(folder)
        present = {p.name for p in folder.iterdir() if not p.name.startswith(".")} - {SUMS}
    except (OSError, ValueError):
        return [f"{SUMS} cannot be read"]
    return [
        *(f"{name} is missing" for name in sorted(told.keys() - present)),
        *(f"{name} is not listed in {SUMS}" for name in sorted(present - told.keys())),
        *(f"{name} has changed" for name in sorted(told.keys() & present) if _digest(folder / name) != told[name]),
    ]


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a set as its SHA256SUMS has them; empty when that cannot be read."""
    try:
        return _told(folder)
    except (OSError, ValueError):
        return {}


def _told(folder: Path) -> dict[str, str]:
    """File names and their digests as SHA256SUMS has them. Errors: ValueError when it is not such a file."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    if not lines:
        raise ValueError("empty")
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def complete_issue(link: Path) -> bool:
    """Whether an issue link leads to a set that is not told to be partial; in doubt it counts as complete."""
    if not link.exists():
        return False
    try:
        return not json.loads((link / "manifest.json").read_bytes()).get("partial", False)
    except (OSError, ValueError, AttributeError):
        return True
