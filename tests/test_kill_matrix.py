"""A real run on two countries, killed after every event of its log, and many at once: never half a publication."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import pytest

from forking import start
from riskbrief.periods import last_complete_week
from riskbrief.pipeline.opening import yesterday
from two_regions import FILES, articles, check, published, two_regions

RUN = ("run", "country", "--log-format", "json")


@pytest.fixture
def two(workspace: Path, short_report: Path) -> Path:
    """A workspace whose country report covers Mali and Burkina Faso, over articles of the last complete week."""
    articles(two_regions(workspace), last_complete_week(yesterday()))
    return workspace


def killed_after(workspace: Path, event: str, which: int) -> int:
    """Kill a run right after its log tells an event for the `which`-th time; how the run left."""
    running = start(workspace, *RUN)
    for line in running.lines():
        if which and json.loads(line)["event"] == event:
            which -= 1
            if which == 0:
                running.process.kill()
    return running.code()


def finished(workspace: Path) -> list[str]:
    """The events of a run that is left alone; notes for readers are none."""
    running = start(workspace, *RUN)
    events = [str(json.loads(line)["event"]) for line in running.lines()]
    assert running.code() == 0
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
    holder = start(two, *RUN)
    working = holder.lines()
    next(line for line in working if '"stage.' in line)
    others = [start(two, *RUN) for _ in range(5)]
    said = [[*lines] for lines in (*(other.lines() for other in others), working)]
    assert sorted(one.code() for one in (holder, *others)) == [0, 7, 7, 7, 7, 7], said
    check(two)
