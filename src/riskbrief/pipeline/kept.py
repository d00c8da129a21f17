"""Measures an analyst keeps in the workspace, `measured/<name>.json`, so that every later annex can print them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from riskbrief.pipeline import files as written
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.publish import replace_file
from riskbrief.pipeline.storage import storage_error

FOLDER = "measured"
MEASURES = ("sensitivity", "backtest", "audit")
NOT_KEPT, UNREADABLE, LATER = "not_kept", "unreadable", "later"  # why a measure is missing


def keep(root: Path, name: str, found: Mapping[str, Any]) -> Path:
    """Write a finding, JSON values alone, with the day (UTC); the one kept before is replaced.

    Errors: StorageError (8).
    """
    path = root / FOLDER / f"{name}.json"
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise storage_error(error, path) from error
    replace_file(path, written.json_bytes({**found, "kept_on": f"{utc_now():%Y-%m-%d}"}))
    return path


def kept(root: Path) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """What stands there by name, and of every other measure why it is missing."""
    found: dict[str, dict[str, Any]] = {}
    why: dict[str, str] = {}
    for name in MEASURES:
        path = root / FOLDER / f"{name}.json"
        try:
            told = json.loads(path.read_bytes())
        except FileNotFoundError:
            why[name] = NOT_KEPT
        except (OSError, ValueError, RecursionError):
            why[name] = UNREADABLE
        else:
            found |= {name: told} if isinstance(told, dict) else {}
            why |= {} if isinstance(told, dict) else {name: UNREADABLE}
    return found, why
