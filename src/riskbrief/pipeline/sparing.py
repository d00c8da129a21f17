"""Files below `.riskbrief/` that spare a later run its work: safe to delete, and believed only as they were written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from riskbrief.pipeline import files as written
from riskbrief.pipeline import identity
from riskbrief.pipeline.publish import replace_file


def spared(path: Path, name: str) -> Any:
    """What was kept under a name; None when the file is not there, damaged or not ours."""
    try:
        found = json.loads(path.read_bytes())
        return found[name] if found["proof"] == identity.json_digest(found[name]) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def spare(path: Path, name: str, kept: Any, *, ordered: bool = False) -> None:
    """Keep it for later runs; `ordered` as in `files.json_bytes`. Errors: OSError, StorageError (8)."""
    path.parent.mkdir(exist_ok=True)
    told = {name: kept, "proof": identity.json_digest(kept)}
    replace_file(path, written.json_bytes(told, ordered=ordered))
