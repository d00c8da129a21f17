"""`riskbrief doctor`: what is missing on this machine."""

from __future__ import annotations

import ctypes.util
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from riskbrief.errors import RiskbriefError

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
ASSETS = ("gazetteer.tsv.gz", "outlines.json", "fonts.conf", "least_safe.toml")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    fine: bool
    detail: str


def examine(root: Path) -> list[Finding]:
    """Python, system libraries, packaged assets and the workspace, each with its remedy."""
    return [_python(), *_libraries(), *_packages(), *_assets(), _workspace(root)]


@cache
def least_safe() -> dict[str, Any]:
    """`packages`: the least safe version of each library (or `absent`), with advisories and reason; `python`: the least
    safe micro release of each minor one."""
    return tomllib.loads((files("riskbrief") / "assets" / "least_safe.toml").read_text(encoding="utf-8"))


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers to compare: what follows the release itself counts for nothing.

    >>> numbers("2.6.3"), numbers("26.10.19.post1") > numbers("26.9"), numbers("70.0") == numbers("70")
    ((2, 6, 3), True, True)
    """
    release = re.match(r"[\d.]*\d", version)
    parts = [int(part) for part in (release[0] if release else "0").split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def _python() -> Finding:
    version, (major, minor, micro) = ".".join(map(str, sys.version_info[:3])), sys.version_info[:3]
    safe = least_safe()["python"].get(f"{major}.{minor}", 0)
    newer = f"; {major}.{minor}.{safe} mends known faults, which riskbrief withstands" if micro < safe else ""
    return Finding("Python", (major, minor) >= (3, 11), f"{version} (3.11 or newer is needed{newer})")


def _packages() -> list[Finding]:
    return too_old({name: version for name in least_safe()["packages"] if (version := _version(name))})


def too_old(installed: Mapping[str, str]) -> list[Finding]:
    """Each library (name to version) that is older than its least safe version, or that none is."""
    rows = least_safe()["packages"]
    found = [
        Finding(name, False, f"{version}; upgrade to {rows[name]['least']} or newer: {rows[name]['reason']}")
        for name, version in installed.items()
        if "least" in rows[name] and numbers(version) < numbers(rows[name]["least"])
    ]
    return found or [Finding("libraries", True, f"none of {len(installed)} is older than its least safe version")]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


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
