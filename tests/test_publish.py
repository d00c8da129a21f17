"""Publication is atomic: readers see the old set or the new one, whatever fails in between."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from riskbrief.errors import LockedError, StorageError
from riskbrief.pipeline.publish import locked, publish, published, sha256, sums

OLD = {"briefing.pdf": b"old pdf", "manifest.json": b"old manifest"}
NEW = {"briefing.pdf": b"new pdf", "manifest.json": b"new manifest"}


def put(output: Path, files: dict[str, bytes], run: str) -> Path:
    contents = files | {"SHA256SUMS": sums(files)}
    return publish(contents, output, report="weekly", issue="2024-W38", run_id=run, newest=True)


def seen(output: Path) -> dict[str, bytes]:
    folder = output / "weekly" / "latest"
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != "SHA256SUMS"}


def test_a_set_is_reached_through_its_issue_and_latest_and_its_sums_hold(tmp_path: Path) -> None:
    link = put(tmp_path, OLD, "aaaaaaaaaaaa")
    assert link == tmp_path / "weekly" / "2024-W38"
    assert seen(tmp_path) == OLD
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=link, check=True)


def test_a_run_that_stands_published_is_recognised_and_another_is_not(tmp_path: Path) -> None:
    link = put(tmp_path, OLD, "aaaaaaaaaaaa")
    assert published(tmp_path, "weekly", "2024-W38", "aaaaaaaaaaaa") == link
    assert published(tmp_path, "weekly", "2024-W38", "bbbbbbbbbbbb") is None


@pytest.mark.parametrize("call", ["fsync", "rename", "replace"])
def test_a_failure_at_any_step_leaves_the_old_set_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Fails the first, second, third ... system call until one run completes untouched."""
    put(tmp_path, OLD, "aaaaaaaaaaaa")
    completed = False
    for failing in range(1, 30):
        count = 0
        real = getattr(os, call)

        def fail(*arguments: object, real=real, failing=failing, **keywords: object) -> object:  # type: ignore[no-untyped-def]
            nonlocal count
            count += 1
            if count == failing:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **keywords)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, fail)
            try:
                put(tmp_path, NEW, "bbbbbbbbbbbb")
            except StorageError as error:
                assert error.exit_code == 8 and "No space left" in str(error)
                assert seen(tmp_path) in (OLD, NEW)
            else:
                completed = count < failing
        if completed:
            break
    assert completed
    assert seen(tmp_path) == NEW
    assert not list(tmp_path.rglob(".tmp-*"))


def test_a_second_run_of_the_report_is_refused_at_once(tmp_path: Path) -> None:
    with locked(tmp_path, "weekly"), pytest.raises(LockedError) as refused, locked(tmp_path, "weekly"):
        raise AssertionError("two runs held the lock")
    assert refused.value.exit_code == 7
    with locked(tmp_path, "weekly"):
        pass


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from riskbrief.pipeline.publish import locked\n"
        "with locked(Path(sys.argv[1]), 'weekly'):\n    print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "held\n"
    child.kill()
    child.wait()
    with locked(tmp_path, "weekly"):
        pass


def test_a_reader_never_sees_a_mixed_set(tmp_path: Path) -> None:
    put(tmp_path, OLD, "aaaaaaaaaaaa")
    writer = (
        "import sys; from pathlib import Path; from riskbrief.pipeline.publish import publish, sums\n"
        "for i in range(60):\n"
        "    files = {n: (n + str(i)).encode() for n in ('briefing.pdf', 'manifest.json')}\n"
        "    files['SHA256SUMS'] = sums(files)\n"
        "    publish(files, Path(sys.argv[1]), report='weekly', issue='2024-W38', run_id=f'{i:012d}', newest=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", writer, str(tmp_path)])
    looks = 0
    while child.poll() is None:
        folder = (tmp_path / "weekly" / "2024-W38").resolve()
        files = {p.name: p.read_bytes() for p in folder.iterdir()}
        told = files.pop("SHA256SUMS").decode()
        assert all(f"{sha256(content)}  {name}" in told for name, content in files.items())
        looks += 1
        time.sleep(0.001)
    assert child.returncode == 0 and looks > 5
