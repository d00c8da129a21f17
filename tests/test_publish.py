"""Publication is atomic: readers see the old set or the new one, whatever fails in between."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from riskbrief.errors import LockedError, StorageError, UsageError
from riskbrief.pipeline.publish import lead, publish, sha256, sums
from riskbrief.pipeline.standing import Slot, complete_issue, damage, stands
from riskbrief.pipeline.storage import check_output, locked

OLD = {"briefing.pdf": b"old pdf", "manifest.json": b"{}"}
NEW = {"briefing.pdf": b"new pdf", "manifest.json": b'{"partial": false}'}
PART = {"briefing.pdf": b"part pdf", "manifest.json": b'{"partial": true}'}
A, B, C = "a" * 12, "b" * 12, "c" * 12


def slot(output: Path, run: str, issue: str = "2024-W38") -> Slot:
    return Slot(output, "weekly", issue, run)


def put(output: Path, files: dict[str, bytes], run: str, *, issue: str = "2024-W38", partial: bool = False) -> Path:
    return publish(files | {"SHA256SUMS": sums(files)}, slot(output, run, issue), partial=partial)


def seen(output: Path) -> dict[str, bytes]:
    folder = output / "weekly" / "latest"
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != "SHA256SUMS"}


def test_a_set_is_reached_through_its_issue_and_latest_and_its_sums_hold(tmp_path: Path) -> None:
    link = put(tmp_path, OLD, A)
    assert link == tmp_path / "weekly" / "2024-W38"
    assert seen(tmp_path) == OLD
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=link, check=True)


def test_a_run_that_stands_published_is_recognised_and_another_is_not(tmp_path: Path) -> None:
    put(tmp_path, OLD, A)
    assert stands(slot(tmp_path, A))
    assert not stands(slot(tmp_path, B))


@pytest.mark.parametrize("call", ["fsync", "rename", "replace"])
def test_a_failure_at_any_step_leaves_the_old_set_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Fails the first, second, third ... system call until one run completes untouched."""
    put(tmp_path, OLD, A)
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
                put(tmp_path, NEW, B)
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
        "import sys, time; from pathlib import Path; from riskbrief.pipeline.storage import locked\n"
        "with locked(Path(sys.argv[1]), 'weekly'):\n    print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "held\n"
    child.kill()
    child.wait()
    with locked(tmp_path, "weekly"):
        pass


def test_a_reader_never_sees_a_mixed_set(tmp_path: Path) -> None:
    put(tmp_path, OLD, A)
    writer = (
        "import sys; from pathlib import Path; from riskbrief.pipeline.publish import publish, sums\n"
        "from riskbrief.pipeline.standing import Slot\n"
        "for i in range(60):\n"
        "    files = {n: (n + str(i)).encode() for n in ('briefing.pdf', 'manifest.json')}\n"
        "    files['SHA256SUMS'] = sums(files)\n"
        "    publish(files, Slot(Path(sys.argv[1]), 'weekly', '2024-W38', f'{i:012d}'))\n"
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


DAMAGES = {
    "a file cut short": (lambda s: (s / "briefing.pdf").write_bytes(b"old"), "briefing.pdf has changed"),
    "a file gone": (lambda s: (s / "briefing.pdf").unlink(), "briefing.pdf is missing"),
    "another file": (lambda s: (s / "notes.txt").write_text("x"), "notes.txt is not listed"),
    "sums cut short": (lambda s: os.truncate(s / "SHA256SUMS", 90), "not listed|cannot be read"),
    "sums empty": (lambda s: os.truncate(s / "SHA256SUMS", 0), "SHA256SUMS cannot be read"),
    "sums gone": (lambda s: (s / "SHA256SUMS").unlink(), "SHA256SUMS cannot be read"),
    "a folder for a file": (lambda s: ((s / "briefing.pdf").unlink(), (s / "briefing.pdf").mkdir()), "has changed"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_set_does_not_count_as_published_and_is_kept_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    spoil, told = DAMAGES[name]
    link = put(tmp_path, OLD, A)
    assert damage(link) == []
    spoil(slot(tmp_path, A).target)
    spoilt = {p.name for p in link.iterdir()}
    assert not stands(slot(tmp_path, A))
    assert re.search(told, caplog.text) and f".damaged-{A}-1" in caplog.text
    put(tmp_path, OLD, A)
    assert stands(slot(tmp_path, A)) and seen(tmp_path) == OLD
    assert {p.name for p in (link.resolve().parent / f".damaged-{A}-1").iterdir()} == spoilt


def test_a_set_damaged_twice_is_kept_twice(tmp_path: Path) -> None:
    for _ in range(3):
        link = put(tmp_path, OLD, A)
        (link / "briefing.pdf").write_bytes(b"")
    assert len(list((tmp_path / "weekly" / ".runs" / "2024-W38").glob(".damaged-*"))) == 2


def test_a_partial_set_leaves_a_complete_issue_and_latest_where_they_lead(tmp_path: Path) -> None:
    put(tmp_path, OLD, A)
    path = put(tmp_path, PART, B, partial=True)
    assert path == slot(tmp_path, B).target and damage(path) == []
    assert seen(tmp_path) == OLD and (tmp_path / "weekly" / "2024-W38").resolve().name == A


def test_a_partial_set_is_linked_only_until_a_complete_one_comes(tmp_path: Path) -> None:
    link = put(tmp_path, PART, B, partial=True)
    assert link.resolve().name == B and not complete_issue(link)
    assert not (tmp_path / "weekly" / "latest").is_symlink()
    assert put(tmp_path, PART, C, partial=True) == link and link.resolve().name == C
    put(tmp_path, NEW, A)
    assert seen(tmp_path) == NEW and link.resolve().name == A


@pytest.mark.parametrize("manifest", [b"{", b"[]", b"{}", None])
def test_in_doubt_an_issue_counts_as_complete(tmp_path: Path, manifest: bytes | None) -> None:
    link = put(tmp_path, OLD, A)
    (link / "manifest.json").unlink() if manifest is None else (link / "manifest.json").write_bytes(manifest)
    put(tmp_path, PART, B, partial=True)
    assert link.resolve().name == A


def test_an_earlier_week_does_not_move_latest_unless_it_leads_nowhere(tmp_path: Path) -> None:
    put(tmp_path, NEW, B, issue="2024-W39")
    put(tmp_path, OLD, A)
    assert seen(tmp_path) == NEW
    (tmp_path / "weekly" / "2024-W39").unlink()
    lead(slot(tmp_path, A))
    assert seen(tmp_path) == OLD


def test_an_output_that_is_a_file_is_a_usage_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_text("mine")
    for output in (tmp_path / "report.pdf", tmp_path / "report.pdf" / "below"):
        with pytest.raises(UsageError, match=r"report\.pdf: is a file, not a folder\. Name a folder"):
            check_output(output, "weekly")
    (tmp_path / "weekly").write_text("mine")
    with pytest.raises(StorageError, match="Move away what stands in the way"):
        check_output(tmp_path, "weekly")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.pdf", "weekly"]


def test_a_place_to_be_made_is_fine_and_not_made_by_looking(tmp_path: Path) -> None:
    check_output(tmp_path / "a" / "b", "weekly")
    assert not list(tmp_path.iterdir())
