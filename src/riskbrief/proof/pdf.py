"""A PDF read in a process of its own: the text of its pages and the files it carries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riskbrief.errors import EvidenceError, Problem

CHILD = "riskbrief.proof.child"
WALL_SECONDS = 300
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")


@dataclass(frozen=True)
class Pdf:
    """What a PDF says and carries, and whether it has a field for a signature."""

    pages: Sequence[str]
    files: Mapping[str, bytes]
    signed: bool = False


def read_pdf(name: str, content: bytes) -> Pdf:
    """The pages' text and the attached files. Errors: EvidenceError when it cannot be read."""
    head, _, rest = ask_child(CHILD, name, content).partition(b"\n")
    told = json.loads(head)
    files, at = {}, 0
    for title, size in told["files"]:
        if title in files:
            raise _unreadable(name, f"it carries two files named {title!r}")
        files[title] = rest[at : at + size]
        at += size
    return Pdf(told["pages"], files, told["signed"])


def ask_child(module: str, name: str, content: bytes) -> bytes:
    """What a child process says of a PDF. Errors: EvidenceError when it fails or takes too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", module],
            input=content, capture_output=True, timeout=WALL_SECONDS,
            env={k: os.environ[k] for k in KEPT_VARIABLES if k in os.environ},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _unreadable(name, f"reading took longer than {WALL_SECONDS} s") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _unreadable(name, said[-1] if said and done.returncode > 0 else "the reader was stopped")
    return done.stdout


def _unreadable(name: str, why: str) -> EvidenceError:
    return EvidenceError(Problem(name, 0, 0, f"cannot be read as a PDF: {why}"))
