"""`output/<report>/<week>.manifest.json` of a report on single countries: which sets stand, which failed and why."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from riskbrief.periods import Week
from riskbrief.pipeline import files
from riskbrief.pipeline.publish import replace_file
from riskbrief.pipeline.sets import Sets
from riskbrief.pipeline.storage import unreadable

SCHEMA = "riskbrief/sets/1"


def keep_sets_manifest(folder: Path, week: Week, sets: Sets, *, exit_code: int, reasons: Sequence[str]) -> Path:
    """Write what became of each country of the week; countries of an earlier run that this one left out stay as told.

    `exit_code` and `reasons` are those of this run, `regions` the countries it was asked for. A country that failed
    keeps the set it had before. Errors: StorageError (exit 8).
    """
    path = folder / f"{week}.manifest.json"
    told = _earlier(path) | {subject: _of(sets, subject) for subject in sets.slots}
    failed = any(entry["status"] == "failed" for entry in told.values())
    content = {
        "schema": SCHEMA,
        "report": folder.name,
        "week": str(week),
        "status": "degraded" if failed or exit_code else "published",
        "exit_code": exit_code,
        "reasons": list(reasons),
        "regions": list(sets.slots),
        "sets": dict(sorted(told.items())),
    }
    replace_file(path, files.json_bytes(content))
    return path


def _of(sets: Sets, subject: str) -> dict[str, Any]:
    slot = sets.slots[subject]
    names = {"issue": slot.issue, "run": slot.run_id}
    if subject not in sets.errors:
        return {"status": "published", **names}
    error = sets.errors[subject]
    problems = [dataclasses.asdict(problem) for problem in error.problems]
    return {"status": "failed", **names, "exit_code": error.exit_code, "problems": problems}


def _earlier(path: Path) -> dict[str, Any]:
    """The entries that stand there; none when the file is absent or not ours. Errors: StorageError (exit 8)."""
    try:
        told = json.loads(path.read_bytes())
        return {str(k): dict(v) for k, v in told["sets"].items() if v["status"] in ("published", "failed")}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    except OSError as error:
        raise unreadable(error, path) from error
