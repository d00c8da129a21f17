"""A real run on two countries, killed after every event of its log, and many at once: never half a publication."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from riskbrief.periods import last_complete_week
from riskbrief.pipeline.opening import yesterday
from two_regions import FILES, articles, check, published, two_regions

RUN = ("run", "country", "--log-format", "json")


@pytest.fixture
def two(workspace: Path, short_report: Path) -> Path:
    """A workspace whose country report covers Mali and Burkina Faso, over articles of the last complete week."""
    articles(two_regions(workspace), last_complete_week(yesterday()))
    return workspace


def start(workspace: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "riskbrief", "-C", str(workspace), *RUN]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def killed_after(workspace: Path, event: str, which: int) -> int:
    """Kill a run right after its log tells an event for the `which`-th time; how the run left."""
    with start(workspace) as running:
        assert running.stderr is not None
        for line in running.stderr:
            which -= json.loads(line)["event"] == event
            if which == 0:
                os.kill(running.pid, signal.SIGKILL)
                break
        running.stderr.read()
    return running.returncode


def finished(workspace: Path) -> list[str]:
    """The events of a run that is left alone; notes for readers are none."""
    with start(workspace) as running:
        assert running.stderr is not None
        events = [str(json.loads(line)["event"]) for line in running.stderr]
    assert running.returncode == 0
    return [e for e in events if e != "message"]


def test_a_run_killed_after_any_event_leaves_only_whole_sets_and_the_next_one_ends_it(two: Path) -> None:
    events = finished(two)
    assert {"ingest.recorded", "stage.coding", "publish.begin", "publish.written", "publish.done"} <= set(events)
    made = published(two)
    assert len(made) == 2 * len(FILES)
    shutil.rmtree(two / "output")
    shutil.rmtree(two / ".riskbrief")
    for number, event in enumerate(events):
        assert killed_after(two, event, events[: number + 1].count(event)) in {-signal.SIGKILL, 0}
        check(two)
        if event == "publish.done":
            shutil.rmtree(two / "output")  # else the set stands and the next run ends before this event
    assert finished(two) and published(two) == made
    assert not list((two / "output").rglob(".tmp-*"))


def test_of_six_runs_at_once_one_works_and_five_leave_with_7(two: Path) -> None:
    holder = start(two)
    assert holder.stderr is not None
    for line in holder.stderr:
        if '"stage.' in line:
            break
    running = [start(two) for _ in range(5)]
    told = [r.communicate()[1] for r in running]
    holder.communicate()
    assert sorted([holder.returncode, *(r.returncode for r in running)]) == [0, 7, 7, 7, 7, 7], told
    check(two)
