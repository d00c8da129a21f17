"""Time and memory of the demonstration briefing and of `--help`, each against the plain interpreter in the same run.

.venv/bin/python benchmarks/brief.py [--no-cache]

With --no-cache every article is coded, as in the first run of a workspace; else those that the last run left are used.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE_MB = 4096 / 1e6


def tree_megabytes(root: int) -> float:
    """Resident memory of a process and all its descendants, now; what two of them share counts twice."""
    return _over_tree(root, lambda process: int((process / "statm").read_text().split()[1]) * PAGE_MB)


def shared_once_megabytes(root: int) -> float:
    """The same with shared memory counted once (PSS, as Linux tells it)."""

    def own(process: Path) -> float:
        told = (process / "smaps_rollup").read_text().split("\nPss:")
        return int(told[1].split()[0]) * 1024 / 1e6 if len(told) > 1 else 0.0

    return _over_tree(root, own)


def _over_tree(root: int, megabytes: Callable[[Path], float]) -> float:
    total, waiting = 0.0, [root]
    while waiting:
        process = Path("/proc") / str(waiting.pop())
        try:
            total += megabytes(process)
            waiting += [int(p) for t in (process / "task").iterdir() for p in (t / "children").read_text().split()]
        except OSError:
            continue
    return total


def measured(*arguments: str) -> tuple[float, float]:
    """Seconds and peak megabytes (the whole process tree, shared memory once, every 20 ms) of one Python call.

    A peak is what two looks in a row have seen: while a process begins, its memory is still its parent's, and one look
    at both counts it twice.
    """
    started, peak, before, ended = time.perf_counter(), 0.0, 0.0, threading.Event()
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)

    def watch() -> None:
        nonlocal peak, before
        while not ended.wait(0.02):
            now = shared_once_megabytes(process.pid)
            peak, before = max(peak, min(now, before)), now

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    if code:
        raise SystemExit(f"{' '.join(arguments)} left with {code}")
    return seconds, peak


def median_seconds(*arguments: str) -> float:
    return statistics.median(measured(*arguments)[0] for _ in range(7))


def main() -> None:
    bare, help_seconds = median_seconds("-c", ""), median_seconds("-m", "riskbrief", "--help")
    print(f"riskbrief --help     {help_seconds:6.2f} s   {help_seconds / bare:.1f} x an empty program; bar 0.3 s")
    libraries = median_seconds("-c", "import pandas, matplotlib, weasyprint")
    with tempfile.TemporaryDirectory() as output:
        command = ["-m", "riskbrief", "run", "weekly", "--as-of", "2024-09-22", "--output", output, *sys.argv[1:]]
        seconds, megabytes = measured(*command)
    print(f"demonstration issue  {seconds:6.2f} s   {seconds / libraries:.1f} x importing its libraries; bar 60 s")
    print(f"peak memory          {megabytes:6.0f} MB  main process and renderers together; bar 900 MB")


if __name__ == "__main__":
    main()
