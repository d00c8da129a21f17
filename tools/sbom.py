"""The list of what riskbrief is made of, docs/sbom.cdx.json (CycloneDX 1.6), from requirements/core.lock.

Run: python tools/sbom.py, after a change of the lock, in the environment made from it: licences are what the installed
packages say of themselves. The same lock gives the same bytes. `--check` only says whether the file is up to date.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK, TARGET = ROOT / "requirements" / "core.lock", ROOT / "docs" / "sbom.cdx.json"
ELSEWHERE = {"brotlicffi": "MIT"}  # locked for other Pythons than ours, so that nothing installed tells their licence
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.*))?")
LONGEST_NAME = 60  # a licence field longer than that holds the licence itself


@dataclass(frozen=True)
class Pin:
    """One locked version: for which machines (empty: all) and the SHA-256 of each of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def pins(lock: str) -> Iterator[Pin]:
    """The pins of a lock file in its order. Errors: ValueError for a line that is none."""
    for entry in lock.replace("\\\n", " ").splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        head, *hashes = re.split(r"\s+--hash=sha256:", entry.strip())
        found = PIN.fullmatch(head.strip())
        if found is None or not hashes:
            raise ValueError(f"no pin with hashes: {head!r}")
        yield Pin(canonical(found["name"]), found["version"], (found["marker"] or "").strip(), tuple(sorted(hashes)))


def canonical(name: str) -> str:
    """
    >>> canonical("lxml_html.Clean")
    'lxml-html-clean'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def licences(name: str) -> list[dict[str, Any]]:
    """What the installed package says of its licence: an SPDX expression or names. Errors: LookupError if nothing."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return [{"expression": ELSEWHERE[name]}]
    if expression := told.get("License-Expression"):
        return [{"expression": expression}]
    classified = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    field = (told.get("License") or "").strip()
    names = [field] if field and len(field) <= LONGEST_NAME and "\n" not in field else classified
    if not names:
        raise LookupError(f"{name} names no licence")
    return [{"license": {"name": one}} for one in names]


def component(pin: Pin) -> dict[str, Any]:
    """A pin as CycloneDX has it; the hashes are those of the files that may be installed, each for its machine."""
    hashes = [{"alg": "SHA-256", "content": digest} for digest in pin.hashes]
    address = f"https://pypi.org/project/{pin.name}/{pin.version}/#files"
    made: dict[str, Any] = {
        "type": "library", "bom-ref": pin.purl, "name": pin.name, "version": pin.version, "purl": pin.purl,
        "licenses": licences(pin.name),
        "externalReferences": [{"type": "distribution", "url": address, "hashes": hashes}],
    }  # fmt: skip
    return made | ({"properties": [{"name": "riskbrief:marker", "value": pin.marker}]} if pin.marker else {})


def sbom() -> str:
    """The file, a component a line."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = list(pins(LOCK.read_text(encoding="utf-8")))
    direct = {canonical(re.split(r"[^A-Za-z0-9._-]", asked)[0]) for asked in project["dependencies"]}
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    about = {"type": "application", "bom-ref": own, "name": project["name"], "version": project["version"],
             "purl": own, "licenses": [{"expression": project["license"]}]}  # fmt: skip
    components = [json.dumps(component(pin), sort_keys=True) for pin in locked]
    needs = [{"ref": own, "dependsOn": [pin.purl for pin in locked if pin.name in direct]}]
    number = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join([own, *components]))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "serialNumber": f"urn:uuid:{number}",
            "metadata": {"component": about}, "dependencies": needs}  # fmt: skip
    listed = ",\n".join(components)
    return f'{json.dumps(head)[:-1]}, "components": [\n{listed}\n]}}\n'


def main() -> int:
    made = sbom()
    if sys.argv[1:] == ["--check"]:
        return 0 if TARGET.read_text(encoding="utf-8") == made else 1
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
