"""`riskbrief doctor`: what is missing on this machine."""

from __future__ import annotations

import ctypes.util
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from riskbrief.errors import RiskbriefError

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
ASSETS = ("gazetteer.tsv.gz", "outlines.json", "fonts.conf")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    fine: bool
    detail: str


def examine(root: Path) -> list[Finding]:
    """Python, system libraries, packaged assets and the workspace, each with its remedy."""
    return [_python(), *_libraries(), *_assets(), _workspace(root)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), f"{version} (3.11 or newer is needed)")


def _libraries() -> list[Finding]:
    found = {name: ctypes.util.find_library(name) for name in LIBRARIES}
    return [
        Finding(f"lib{name}", bool(path), path or f"install it: apt-get install {LIBRARIES[name]}")
        for name, path in found.items()
    ]


def _assets() -> list[Finding]:
    root = files("riskbrief") / "assets"
    return [
        Finding(name, (root / name).is_file(), "packaged" if (root / name).is_file() else "reinstall riskbrief")
        for name in ASSETS
    ]


def _workspace(root: Path) -> Finding:
    from riskbrief.definitions.load import load_workspace

    try:
        workspace = load_workspace(root)
    except RiskbriefError as error:
        return Finding("workspace", False, f"{len(error.problems)} problems; run riskbrief check")
    return Finding("workspace", True, f"{len(workspace.indicators)} indicators, {len(workspace.reports)} reports")
