"""`riskbrief init --diff`: what a new starter kit has otherwise, before anything is taken over; nothing is written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Called
from riskbrief.definitions.starter import copy_starter

Riskbrief = Callable[..., Called]


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A workspace as `init` makes it."""
    copy_starter(tmp_path / "desk")
    return tmp_path / "desk"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_fresh_workspace_does_not_differ(riskbrief: Riskbrief, fresh: Path) -> None:
    called = riskbrief("init", "--diff", fresh)
    assert (called.code, called.out) == (0, "")


def test_the_diff_taken_over_by_patch_makes_the_workspace_the_starter_again(riskbrief: Riskbrief, fresh: Path) -> None:
    kit = contents(fresh)
    config = fresh / "config.yaml"
    config.write_text(config.read_text().replace("keep_days", "KEEP").replace("languages: [en, fr]", "languages: [en]"))
    (fresh / "judgements.yaml").write_text((fresh / "judgements.yaml").read_text().rstrip("\n"))
    (fresh / "reports" / "own.yaml").write_text("a file of my own\n")
    (fresh / "reports" / "flash.yaml").unlink()
    before = contents(fresh)
    called = riskbrief("init", "--diff", fresh)
    assert called.code == 0 and contents(fresh) == before
    assert "-languages: [en]\n+languages: [en, fr]\n" in called.out
    assert "Only in the starter kit: reports/flash.yaml" in called.out and "own.yaml" not in called.out
    if shutil.which("patch") is None:
        print("patch is not installed: the diff was not applied")
        return
    subprocess.run(["patch", "-p1", "-s"], cwd=fresh, input=called.out, text=True, check=True)
    assert {k: v for k, v in contents(fresh).items() if k in kit} == {k: kit[k] for k in kit if "flash.yaml" not in k}


def test_a_file_that_is_no_text_is_named_and_a_missing_folder_is_told(riskbrief: Riskbrief, fresh: Path) -> None:
    (fresh / "templates" / "base.html.j2").write_bytes(b"\xff\xfe\x00")
    assert "Files differ and are no text: templates/base.html.j2" in riskbrief("init", "--diff", fresh).out
    called = riskbrief("init", "--diff", fresh / "nowhere")
    assert called.code == 2 and not (fresh / "nowhere").exists()
