"""What the program is made of: locked with hashes, no version below the least safe one, and listed for whoever asks."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import sbom

from conftest import ROOT
from riskbrief.pipeline.doctor import examine, least_safe, numbers, too_old

LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TABLE: dict[str, dict[str, Any]] = least_safe()["packages"]


def locked(path: Path) -> list[sbom.Pin]:
    return list(sbom.pins(path.read_text(encoding="utf-8")))


def asked() -> dict[str, str]:
    """Every requirement of pyproject.toml, its extras included, with the least version it takes."""
    extras = PROJECT["optional-dependencies"].values()
    found = {}
    for line in [*PROJECT["dependencies"], *(one for extra in extras for one in extra)]:
        name, least = re.fullmatch(r"([A-Za-z0-9._-]+)(?:>=([\w.]+))?.*", line).groups()  # type: ignore[union-attr]
        found[sbom.canonical(name)] = least or "0"
    return found


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_no_lock_holds_a_version_below_the_least_safe_one_or_a_library_to_keep_out(path: Path) -> None:
    pins = locked(path)
    assert pins and all(re.fullmatch("[0-9a-f]{64}", digest) for pin in pins for digest in pin.hashes)
    named = [(pin, TABLE[pin.name]) for pin in pins if pin.name in TABLE]
    assert [pin.name for pin, row in named if row.get("absent")] == []
    assert [(p.name, p.version) for p, row in named if numbers(p.version) < numbers(row["least"])] == []


def test_the_table_covers_what_reads_the_work_of_strangers_and_gives_a_reason_for_each_line() -> None:
    strangers = {"feedparser", "jinja2", "lxml", "pillow", "pyarrow", "pyyaml", "urllib3", "weasyprint"}
    assert strangers <= set(TABLE) & {pin.name for pin in locked(ROOT / "requirements" / "core.lock")}
    for name, row in TABLE.items():
        assert set(row) <= {"least", "absent", "advisories", "reason"} and ("least" in row) != ("absent" in row), name
        assert row["reason"] and all(re.fullmatch(r"CVE-\d{4}-\d{4,}", code) for code in row["advisories"]), name
        assert row["advisories"] or row.get("absent"), name


def test_pyproject_takes_nothing_older_than_the_table_and_every_lock_something_as_new() -> None:
    floors = asked()
    assert [name for name in floors.keys() & TABLE if numbers(floors[name]) < numbers(TABLE[name]["least"])] == []
    for path in LOCKS:
        assert [p.name for p in locked(path) if numbers(p.version) < numbers(floors.get(p.name, "0"))] == []


def test_doctor_names_a_library_that_is_older_and_what_to_do(tmp_path: Path) -> None:
    assert any(f.name == "libraries" and f.fine for f in examine(tmp_path))
    [told] = too_old({"urllib3": "2.6.2", "lxml": "6.1.0", "pyyaml": "6.0.3", "httpx": "0.28.1"})
    assert (told.name, told.fine) == ("urllib3", False) and "upgrade to 2.6.3 or newer" in told.detail


def test_the_list_of_parts_agrees_with_the_lock_and_with_pyproject() -> None:
    told = json.loads(sbom.TARGET.read_text(encoding="utf-8"))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    about = told["metadata"]["component"]
    assert (about["name"], about["version"]) == (PROJECT["name"], PROJECT["version"])
    pins = locked(sbom.LOCK)
    listed = [(c["name"], c["version"], c["purl"], _hashes(c), _marker(c)) for c in told["components"]]
    assert listed == [(p.name, p.version, p.purl, p.hashes, p.marker) for p in pins]
    assert all(c["licenses"] for c in told["components"])
    direct = {sbom.canonical(re.split("[^A-Za-z0-9._-]", line)[0]) for line in PROJECT["dependencies"]}
    [needs] = told["dependencies"]
    assert needs["ref"] == about["bom-ref"] and set(needs["dependsOn"]) == {p.purl for p in pins if p.name in direct}
    assert len({c["bom-ref"] for c in told["components"]}) == len(pins)


def _hashes(component: dict[str, Any]) -> tuple[str, ...]:
    [files] = component["externalReferences"]
    assert {h["alg"] for h in files["hashes"]} == {"SHA-256"}
    return tuple(h["content"] for h in files["hashes"])


def _marker(component: dict[str, Any]) -> str:
    return next((p["value"] for p in component.get("properties", ()) if p["name"] == "riskbrief:marker"), "")


def test_the_list_is_made_anew_to_the_same_bytes() -> None:
    """In the environment of the lock; it holds no day, no machine and no order of chance."""
    assert sbom.sbom() == sbom.TARGET.read_text(encoding="utf-8")


def test_a_line_that_is_no_pin_with_hashes_is_an_error() -> None:
    for text in ("urllib3>=2\n", "urllib3==2.8.0\n", "-r other.lock\n"):
        with pytest.raises(ValueError, match="no pin"):
            list(sbom.pins(text))


def test_nothing_is_kept_as_a_pickle() -> None:
    """Reading one runs what is in it; arrays are read with `allow_pickle=False`."""
    word = re.compile(r"\b(?:import|from) (?:cP|p)ickle\b|\ballow_pickle=True|\bread_pickle\(|\.to_pickle\(")
    found = [p for top in ("src", "tests", "tools", "benchmarks") for p in (ROOT / top).rglob("*.py")]
    assert [str(p) for p in found if p != Path(__file__) and word.search(p.read_text(encoding="utf-8"))] == []
