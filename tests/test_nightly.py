"""tools/nightly.sh runs every suite, also after one has failed, and says of which day, commit and index version."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository with the script, whose python fails one suite and passes the others."""
    top = tmp_path / "with a space"
    (top / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "nightly.sh", top / "tools")
    shutil.copy(ROOT / "config.yaml", top)
    python = top / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "ran $*"\ncase "$*" in *system_calls*) exit 1;; esac\n')
    python.chmod(0o755)
    return top


def nightly(top: Path) -> tuple[int, str, list[list[str]]]:
    folder = top / "kept"
    done = subprocess.run(["bash", top / "tools" / "nightly.sh", folder], capture_output=True, text=True, check=False)
    rows = [line.split("\t") for line in (folder / "results.tsv").read_text().splitlines()]
    (log,) = folder.glob("*.log")
    assert log.read_text() == done.stdout
    return done.returncode, done.stdout, rows


def test_every_suite_is_run_and_put_on_record_with_day_commit_and_version(copy: Path) -> None:
    git = ["git", "-C", str(copy), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    (copy / ".gitignore").write_text("kept\n.venv\n")
    for order in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *order], check=True, capture_output=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout
    told = re.search(r"^index:\n(?:[ #].*\n)*?  version: (\S+)", (ROOT / "config.yaml").read_text(), re.MULTILINE)
    assert told
    code, said, rows = nightly(copy)
    assert code == 1, "one suite failed"
    assert said.startswith("nightly 2") and f", commit {head[:12]}, index version {told[1]}, " in said.splitlines()[0]
    assert [(r[3], r[5]) for r in rows] == [
        ("hostile_articles", "passed"), ("system_calls", "FAILED"), ("soak", "passed"),
    ]  # fmt: skip
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", r[0]) and r[1:3] == [head[:12], told[1]] for r in rows)
    assert "-m" not in re.findall(r"ran -m (.*)", said)[0].split(), "no suite leaves its slow tests out"
    (copy / "config.yaml").write_text((copy / "config.yaml").read_text() + "# changed\n")
    assert nightly(copy)[2][-1][1] == f"{head[:12]}+changes"


def test_without_a_repository_the_commit_is_unknown_and_every_suite_named_exists(copy: Path) -> None:
    code, said, rows = nightly(copy)
    assert code == 1 and {r[1] for r in rows} <= {"unknown"} and "commit unknown" in said
    assert all((ROOT / "tests" / f"test_{r[3]}.py").is_file() for r in rows)
