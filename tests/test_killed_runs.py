"""A run killed at any moment damages nothing: readers keep a whole issue, the next run finishes and clears up."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Called
from riskbrief.pipeline.publish import publish, sums
from riskbrief.pipeline.standing import Slot, damage
from riskbrief.pipeline.storage import locked

OLD = {"briefing.pdf": b"old pdf", "manifest.json": b"{}"}
NEW = {"briefing.pdf": b"new pdf", "manifest.json": b"{ }"}

# Python announces every system call that touches a file before it happens; the child kills itself at one of them.
KILLER = """
import os, signal, sys
def kill_at(matches):
    def hear(event, arguments):
        if matches(event, [str(a) for a in arguments]):
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hear)
"""
# One process imports what publishing needs and forks a child for each line it reads: the child is killed, not the
# imports repeated.
PUBLISHER = (
    KILLER
    + """
from pathlib import Path
from riskbrief.pipeline.publish import publish, sums
from riskbrief.pipeline.standing import Slot
from riskbrief.pipeline.storage import locked
def child(output, point):
    count = 0
    def nth(event, arguments):
        nonlocal count
        touches = event.startswith(("open", "os.", "shutil.")) and any(a.startswith(str(output)) for a in arguments)
        count += touches
        return touches and count == point
    files = {"briefing.pdf": b"new pdf", "manifest.json": b"{ }"}
    kill_at(nth)
    with locked(output, "weekly"):
        publish(files | {"SHA256SUMS": sums(files)}, Slot(output, "weekly", "2024-W38", "b" * 12))
for line in sys.stdin:
    point, output = line.rstrip("\\n").split(" ", 1)
    if (pid := os.fork()) == 0:
        code = 1
        try:
            child(Path(output), int(point))
            code = 0
        finally:
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""
)
PROGRAM = (
    KILLER
    + """
kind, part = sys.argv[1:3]
sys.argv = ["riskbrief", *sys.argv[3:]]
kill_at(lambda event, arguments: event == kind and any(part in a for a in arguments))
from riskbrief.cli import main
main()
"""
)


def put(output: Path, files: dict[str, bytes], run: str, issue: str = "2024-W38") -> None:
    with locked(output, "weekly"):
        publish(files | {"SHA256SUMS": sums(files)}, Slot(output, "weekly", issue, run))


def leftovers(output: Path) -> list[Path]:
    return [*output.rglob(".tmp-*"), *output.rglob(".*.link")]


def published(output: Path) -> dict[str, bytes]:
    """What readers find under `latest` and the issue, which must be whole and the same."""
    issue, latest = output / "weekly" / "2024-W38", output / "weekly" / "latest"
    assert issue.resolve() == latest.resolve() and damage(issue) == []
    return {p.name: p.read_bytes() for p in issue.iterdir() if p.name != "SHA256SUMS"}


@pytest.fixture
def publisher() -> Iterator[Callable[[Path, int], int]]:
    """Publish in a child that kills itself at the n-th system call that touches `output`; how the child left."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", PUBLISHER], text=True, **pipes) as running:

        def ask(output: Path, point: int) -> int:
            assert running.stdin is not None and running.stdout is not None
            print(point, output, file=running.stdin, flush=True)
            return int(running.stdout.readline())

        yield ask


@pytest.mark.parametrize("spoilt", [False, True], ids=["new set", "damaged set made anew"])
def test_publication_killed_at_every_system_call(
    tmp_path: Path, publisher: Callable[[Path, int], int], spoilt: bool
) -> None:
    """Killed at the first, second, third ... call until one publication ends by itself."""
    for point in range(1, 80):
        output = tmp_path / str(point)
        put(output, OLD, "a" * 12)
        if spoilt:
            put(output, NEW, "b" * 12)
            (output / "weekly" / "2024-W38" / "briefing.pdf").write_bytes(b"")
        left = publisher(output, point)
        assert left in (0, -signal.SIGKILL)
        if not spoilt:
            assert published(output) in (OLD, NEW)
        put(output, NEW, "b" * 12)
        assert published(output) == NEW and leftovers(output) == []
        if left == 0:
            break
    assert left == 0 and point > 12


def test_what_a_killed_run_of_another_week_left_is_cleared_too(tmp_path: Path) -> None:
    unfinished = tmp_path / "weekly" / ".runs" / "2024-W37" / ".tmp-cccccccccccc"
    unfinished.mkdir(parents=True)
    (unfinished / "briefing.pdf").write_bytes(b"half")
    (tmp_path / "weekly" / ".2024-W37.link").symlink_to(".runs/2024-W37/cccccccccccc")
    put(tmp_path, OLD, "a" * 12)
    assert leftovers(tmp_path) == [] and published(tmp_path) == OLD


POINTS = {
    "while the set is written": ("open", "/manifest.json"),
    "before the set is in place": ("os.rename", "/.tmp-"),
    "before latest moves": ("os.symlink", "/.latest.link"),
}


@pytest.mark.slow
@pytest.mark.parametrize("point", [*POINTS, "while the briefing is made"])
def test_a_killed_command_is_finished_by_the_next(
    riskbrief: Callable[..., Called], short_report: Path, article_file: Callable[..., Path], tmp_path: Path, point: str
) -> None:
    output = tmp_path / "out"
    put(output, OLD, "a" * 12, issue="2024-W09")
    rows = [{"text": f"Traders in Mali sold millet, lot {i}{i}{i}.", "source_id": f"paper_{i % 3}"} for i in range(6)]
    order = ["-C", str(short_report), "run", "weekly", "--week", "2024-W10", "--output", str(output)]
    order += ["--articles", str(article_file(rows))]
    assert (killed(order, *POINTS[point]) if point in POINTS else killed_at_work(order, output)) == -signal.SIGKILL
    weekly = output / "weekly"
    assert (weekly / "latest").resolve() == (weekly / "2024-W09").resolve() and damage(weekly / "2024-W09") == []
    again = riskbrief(*order)
    assert again.code == 0, again.err
    assert again.out.splitlines()[-1] == str(weekly / "2024-W10")
    assert (weekly / "latest").resolve() == (weekly / "2024-W10").resolve() and damage(weekly / "2024-W10") == []
    assert damage(weekly / "2024-W09") == [] and leftovers(output) == []


def killed(order: list[str], event: str, part: str) -> int:
    return subprocess.run([sys.executable, "-c", PROGRAM, event, part, *order], capture_output=True).returncode


def killed_at_work(order: list[str], output: Path) -> int:
    """Killed from outside as soon as the run has read its articles and works on the briefing."""
    lock = output / "weekly" / ".lock"
    lock.unlink()
    child = subprocess.Popen([sys.executable, "-m", "riskbrief", *order], stderr=subprocess.DEVNULL)
    while not lock.exists() and child.poll() is None:
        time.sleep(0.005)
    child.kill()
    return child.wait()
