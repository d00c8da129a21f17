"""A real run on two countries, killed after every event of its log, and many at once: never half a publication."""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest

from fault_server import Exchange, FaultServer
from forking import Run, start
from live_desk import FETCH
from riskbrief.periods import last_complete_week
from riskbrief.pipeline.opening import yesterday
from soak_sources import feed, rows
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


def with_feed(workspace: Path, url: str) -> None:
    """Add a feed on loopback to the sources, and patience for it."""
    path = workspace / "config.yaml"
    feed_line = f"sources:\n  - {{id: paper, reader: rss, url: '{url}', language: en, options: {{outlet: reuters}}}}\n"
    text = path.read_text().replace("sources:\n", feed_line, 1)
    patient = FETCH.replace("request_seconds: 2, source_seconds: 4, read_seconds: 1", "read_seconds: 50")
    path.write_text(re.sub(r"(?m)^fetch:\n(  .*\n)+", patient, text))


def ended(runs: list[Run], number: int) -> list[int]:
    """How those left that have, once so many have."""
    until = time.monotonic() + 40
    while time.monotonic() < until and sum(one.process.exitcode is not None for one in runs) < number:
        time.sleep(0.05)
    return [one.process.exitcode for one in runs if one.process.exitcode is not None]


def test_of_six_runs_started_together_one_works_and_five_leave_with_7_before_they_ask_or_write(two: Path) -> None:
    """The feed answers when the five have left: a run that asked before it took the lock would be seen."""
    server, five_left = FaultServer(), threading.Event()
    body = feed(rows("feed_0", last_complete_week(yesterday()), random.Random(1)))

    def answer(exchange: Exchange) -> None:
        five_left.wait(45)
        exchange.answer(body)

    with_feed(two, server.route("/feed", answer))
    try:
        runs = [start(two, *RUN) for _ in range(6)]
        first, asked = ended(runs, 5), len(server.asked("/feed"))
        five_left.set()
        codes = sorted(one.code() for one in runs)
    finally:
        five_left.set()
        server.close()
    assert first == [7] * 5 and asked == 1, [[*one.lines()] for one in runs]
    assert codes[0] in {0, 4} and codes[1:] == [7] * 5
    check(two)
