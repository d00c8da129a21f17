"""The doors between rooms, read from the imports of every module."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "riskbrief"
FOUNDATION = {"errors", "registry", "periods", "folding", "letters", "tables", "columns", "document", "figures",
              "assessment", "probability", "listing", "collecting", "typography", "press", "copies",
              "addresses"}  # fmt: skip
STAGES = {"ingest", "coding", "index", "briefing", "charts", "render"}
TYPES = ("base", "fetching", "gate", "indicators", "inflect", "languages", "lexicons", "config", "outlets", "reading",
         "rules", "reports", "judgements", "watched", "workspace")  # fmt: skip
BESIDE = {"secondreader", "audit", "skill", "proof", "store", "deliver", "signing"}
DEFINITION_TYPES = {f"definitions.{m}" for m in TYPES}
ALLOWED = {
    "definitions": FOUNDATION | {"definitions"},
    **{stage: FOUNDATION | DEFINITION_TYPES | {stage} for stage in STAGES},
    "secondreader": {"errors", "folding", "definitions", "secondreader"},
    "audit": {"errors", "secondreader.labels", "audit"},
    "coding": FOUNDATION | DEFINITION_TYPES | {"coding", "secondreader"},
    "skill": FOUNDATION | DEFINITION_TYPES | {"skill"},
    "proof": FOUNDATION | {"proof"},
    "store": FOUNDATION | {"store"},
    "deliver": FOUNDATION | {"deliver"},
    "signing": {"errors", "signing"},
    "pipeline": FOUNDATION | STAGES | BESIDE | {"definitions", "pipeline", ""},
    "cli": FOUNDATION | {"pipeline", "cli", "definitions", "secondreader", "audit", "riskbrief", ""},
}
OUTSIDE = {
    "yaml": {"definitions"},
    "jinja2": {"render"},
    "weasyprint": {"render"},
    "pydyf": {"render"},
    "matplotlib": {"charts"},
    "click": {"cli"},
    "rich": {"cli"},
    "socket": {"ingest"},
    "urllib3": {"ingest"},
    "feedparser": {"ingest"},
    "trafilatura": {"ingest"},
    "ahocorasick_rs": {"coding"},
    "pypdfium2": {"proof"},
    "sqlite3": {"store"},
    "smtplib": {"deliver"},
    "pyhanko": {"signing", "proof"},
    "pyhanko_certvalidator": {"proof"},
    "cryptography": {"signing"},
}
FORBIDDEN_CALLS = {"eval", "exec", "print"}
_POSSESSIVE = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")
FORBIDDEN_ATTRIBUTES = {("yaml", "load"), ("yaml", "safe_load"), ("df", "eval"), ("df", "query"), ("datetime", "now"),
                        ("date", "today"), ("time", "time")}  # fmt: skip


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0] if len(parts) > 1 else ("" if parts[0] in {"__init__", "__main__"} else parts[0])


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | (
                {f"{node.module}.{a.name}" for a in node.names} if node.module == "riskbrief" else set()
            )
    return found


def allowed(name: str, home: str) -> bool:
    inside = name.removeprefix("riskbrief").lstrip(".").removesuffix("__version__")
    permitted = FOUNDATION if home in FOUNDATION else ALLOWED.get(home, set())
    return inside in permitted or inside.split(".")[0] in permitted


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_through_its_doors(path: Path) -> None:
    home = room(path)
    if home in {"", "demo"}:
        return
    inside = {n for n in imports(path) if n.startswith("riskbrief.")}
    assert sorted(n for n in inside if not allowed(n, home)) == []


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_outside_libraries_are_used_only_in_their_room(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports(path)}
    assert sorted(t for t in tops if t in OUTSIDE and room(path) not in OUTSIDE[t]) == []
    if room(path) in {"index", "skill"}:
        assert tops <= set(sys.stdlib_module_names) | {"numpy", "pandas", "riskbrief", "pydantic"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_eval_no_print_and_no_clock_outside_the_rooms_that_may(path: Path) -> None:
    offences = []
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            offences.append(f"{node.func.id}:{node.lineno}")
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            call = (node.func.value.id, node.func.attr)
            if call in FORBIDDEN_ATTRIBUTES and room(path) != "pipeline":
                offences.append(f"{'.'.join(call)}:{node.lineno}")
        if any(k.arg == "shell" for k in node.keywords):
            offences.append(f"shell=:{node.lineno}")
    assert offences == []


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_functions_and_modules_stay_small(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 260
    long = [
        f"{n.name}: {n.end_lineno - n.lineno + 1}"
        for n in ast.walk(ast.parse(text))
        if isinstance(n, ast.FunctionDef) and n.end_lineno and n.end_lineno - n.lineno >= 50
    ]
    assert long == []


def test_help_is_light() -> None:
    """`riskbrief --help` imports neither pandas nor matplotlib nor weasyprint."""
    code = (
        "import sys; sys.argv = ['riskbrief', '--help']\n"
        "from riskbrief.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'pandas', 'numpy', 'matplotlib', 'weasyprint', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5 loses matches of such patterns, and of atomic groups that backtrack inside."""
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compile":
                texts = [n.value for a in node.args for n in ast.walk(a) if isinstance(n, ast.Constant)]
                found += [f"{path.name}:{node.lineno}" for t in texts if _POSSESSIVE.search(str(t))]
    assert found == []
