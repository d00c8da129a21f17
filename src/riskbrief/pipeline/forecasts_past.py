"""What earlier issues of a report foretold, read from the sets that stand published whole."""

from __future__ import annotations

import hashlib
import io
import json
import logging
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from riskbrief.periods import Week
from riskbrief.pipeline.forecasts import FORECASTS, FORECASTS_CSV, happened
from riskbrief.pipeline.standing import damage

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Earlier:
    """FORECASTS of all earlier issues; `sets` are (issue, SHA-256 of its forecasts), `left_out` (issue, why)."""

    rows: pd.DataFrame
    sets: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over which issues were read, with which content, and which were left out."""
        return hashlib.sha256(json.dumps([self.sets, self.left_out]).encode()).hexdigest()


def no_earlier() -> Earlier:
    """Nothing was foretold before."""
    return Earlier(FORECASTS.empty())


def earlier_forecasts(folder: Path, week: Week) -> Earlier:
    """The forecasts under `output/<report>` of issues of weeks before `week`, never of its own or a later one.

    An issue counts by the set its link leads to. A withdrawn or damaged one, or one whose forecasts cannot be read, is
    left out and told; one made before issues had forecasts is passed over.
    """
    tables, sets, left_out = [FORECASTS.empty()], [], []
    for issue, link in ((str(of), path) for of, path in issue_links(folder) if of < week):
        why = _unfit(link)
        if why:
            left_out.append((issue, why))
            log.warning("%s: the probabilities of %s are left out: %s.", folder, issue, why)
        elif (link / FORECASTS_CSV).is_file():
            content = (link / FORECASTS_CSV).read_bytes()
            tables.append(_read(content))
            sets.append((issue, hashlib.sha256(content).hexdigest()))
    rows = pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)
    return Earlier(rows, tuple(sets), tuple(left_out))


def issue_links(folder: Path) -> list[tuple[Week, Path]]:
    """The links of issues named after a week, oldest first."""
    found = [path for path in folder.iterdir() if path.is_symlink()] if folder.is_dir() else []
    return sorted((week, path) for path in found if (week := _week(path.name)) is not None)


def _week(name: str) -> Week | None:
    try:
        return Week.parse(name)
    except ValueError:
        return None


def _unfit(link: Path) -> str:
    """Why a set cannot be read, empty when it can."""
    found = damage(link)
    if found:
        return "; ".join(found)
    try:
        manifest = json.loads((link / "manifest.json").read_bytes())
        if manifest.get("status") == "withdrawn":
            return "withdrawn"
        if (link / FORECASTS_CSV).is_file():
            _read((link / FORECASTS_CSV).read_bytes())
    except (OSError, ValueError, KeyError, AttributeError, TypeError, AssertionError):
        return f"manifest.json or {FORECASTS_CSV} cannot be read"
    return ""


def _read(content: bytes) -> pd.DataFrame:
    """The table of a forecasts.csv. Errors: ValueError, KeyError or AssertionError when it is none."""
    table = pd.read_csv(io.BytesIO(content), keep_default_na=True)
    table = FORECASTS.shape(table[list(FORECASTS.columns)])
    for row in table.itertuples(index=False):
        Week.parse(row.issued_week), Week.parse(row.due_week), happened(row.target, 0.0)
        if not 0 <= row.probability <= 1:
            raise ValueError("a probability lies outside 0-1")
    return table
