"""A real run on two countries, killed after every event of its log, and many at once: never half a publication."""

from __future__ import annotations

import email
import json
import random
import re
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fault_server import Exchange, FaultServer
from forking import Run, start
from health_check import health_check
from live_desk import FETCH
from mail_servers import Kept, mail_server
from riskbrief.periods import last_complete_week
from riskbrief.pipeline.opening import yesterday
from soak_sources import feed, rows
from two_regions import FILES, articles, check, published, two_regions

RUN = ("run", "country", "--log-format", "json")


KEPT = (".riskbrief", "output", "share", "run.prom")  # what a run leaves in a workspace
LAST = ("deliver.", "monitoring.")  # begin the names of events so near the end that a kill may come too late


@pytest.fixture
def two(workspace: Path, short_report: Path) -> Path:
    """A workspace whose country report covers Mali and Burkina Faso, over articles of the last complete week."""
    articles(two_regions(workspace), last_complete_week(yesterday()))
    return workspace


@pytest.fixture
def told(two: Path) -> Iterator[Kept]:
    """The mail server of the same workspace, which mails and copies both issues and tells a health check."""
    kept = Kept()
    with mail_server(kept) as port, health_check() as checked:
        smtp = {"host": "127.0.0.1", "port": port, "tls": "loopback_plain", "sender": "briefs@example.org"}
        people = [{"address": "desk@example.org", "reports": ["country"]}]
        wanted = {"smtp": smtp, "recipients": people, "folders": [{"path": "share", "reports": ["country"]}]}
        delivery = "".join(f"  {key}: {json.dumps(value)}\n" for key, value in wanted.items())
        monitoring = f"monitoring: {{textfile: run.prom, ping_url: '{checked.address}/check'}}\n"
        config = two / "config.yaml"
        text = re.sub(r"^monitoring:.*\n(?:[ #].*\n)*", "", config.read_text(), flags=re.MULTILINE)
        config.write_text(text.replace("\ndelivery:\n", f"\n{monitoring}\ndelivery:\n{delivery}"))
        yield kept


def keep(workspace: Path, folder: Path) -> Path:
    """A copy of what runs have left in a workspace."""
    for name in KEPT:
        if (workspace / name).is_dir():
            shutil.copytree(workspace / name, folder / name, symlinks=True)
        elif (workspace / name).exists():
            folder.mkdir(exist_ok=True)
            shutil.copy2(workspace / name, folder / name)
    return folder


def put_back(workspace: Path, folder: Path | None) -> None:
    """The workspace as it was when `folder` was kept; without one, as before its first run."""
    for name in KEPT:
        if (workspace / name).is_dir():
            shutil.rmtree(workspace / name)
        (workspace / name).unlink(missing_ok=True)
    if folder:
        shutil.copytree(folder, workspace, symlinks=True, dirs_exist_ok=True)


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


def message_ids(kept: Kept) -> Counter[str]:
    return Counter(str(email.message_from_bytes(m)["Message-ID"]) for m in kept.messages)


class Matrix:
    """A run left alone, and what it published and mailed: every run that ends a killed one must come to the same."""

    def __init__(self, workspace: Path, told: Kept) -> None:
        self.workspace, self.told = workspace, told
        self.events = finished(workspace)
        self.made, self.mailed = published(workspace), message_ids(told)
        assert len(self.made) == 2 * len(FILES) and sorted(self.mailed.values()) == [1, 1]

    def kill(self, event: str, which: int, before: Path | None) -> None:
        """Kill a run of the workspace as it was `before`, and let the next one end it."""
        put_back(self.workspace, before)
        self.told.messages.clear()
        code = killed_after(self.workspace, event, which)
        assert code == -signal.SIGKILL or (code == 0 and event.startswith(LAST)), (event, which)
        check(self.workspace)
        finished(self.workspace)
        assert published(self.workspace) == self.made, (event, which)
        assert not list((self.workspace / "output").rglob(".tmp-*")), (event, which)
        ids = message_ids(self.told)
        most = 2 if event.startswith("deliver.") else 1  # whom the killed run was telling is told again
        assert set(ids) == set(self.mailed) and max(ids.values()) <= most, (event, which)


def points(events: list[str]) -> list[tuple[str, int]]:
    """Each event, and for the how-maniest time it comes."""
    return [(event, events[: n + 1].count(event)) for n, event in enumerate(events)]


def test_a_run_killed_after_any_event_before_it_scores_is_ended_by_the_next_one(two: Path, told: Kept) -> None:
    matrix = Matrix(two, told)
    begin = matrix.events[: matrix.events.index("stage.coding") + 1]
    assert {"monitoring.pinged", "ingest.fetched", "ingest.recorded", "stage.ingest"} <= set(begin)
    for event, which in points(begin):
        matrix.kill(event, which, None)


@pytest.mark.parametrize("half", [0, 1])
def test_a_run_killed_after_any_later_event_of_either_country_is_ended_by_the_next_one(
    two: Path, told: Kept, tmp_path: Path, half: int
) -> None:
    """Each run starts from what one leaves that was killed once it had coded: nothing is published yet."""
    matrix = Matrix(two, told)
    put_back(two, None)
    killed_after(two, "stage.coding", 1)
    before = keep(two, tmp_path / "before")
    events = finished(two)
    wanted = points(events)[events.index("stage.coding") + 1 :]
    counted = Counter(event for event, _ in wanted)
    stages = ("stage.briefing", "stage.render.en", "stage.checklist", "publish.begin", "publish.written")
    mailed = ("publish.done", "deliver.sending", "deliver.answered")
    assert {counted[event] for event in (*stages, *mailed)} == {2} and counted["monitoring.textfile"] == 1
    assert [event for event, _ in wanted] == matrix.events[-len(wanted) :], "no event of the first run is left out"
    for event, which in wanted[half::2]:
        matrix.kill(event, which, before)


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
