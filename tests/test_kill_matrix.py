"""A real run on two countries, killed after every event of its log, and many at once: never half a publication."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from riskbrief.periods import Week, last_complete_week
from riskbrief.pipeline.opening import yesterday
from riskbrief.pipeline.standing import damage

RUN = ("run", "country", "--log-format", "json")
FILES = ("briefing.html", "briefing.json", "briefing.pdf", "config.json", "scores.csv", "events.csv")


@pytest.fixture
def two(workspace: Path, short_report: Path) -> Path:
    """A workspace whose country report covers Mali and Burkina Faso, over articles of the last complete week."""
    config = (workspace / "config.yaml").read_text()
    config = config.replace("  - id: demo\n    reader: demo\n", "")
    config = config.replace("    path: articles\n    enabled: false", "    path: articles")
    config = config.replace("\npanels:\n", "\npanels:\n  two: {name: {en: Two, fr: Deux}, regions: [BFA, MLI]}\n")
    (workspace / "config.yaml").write_text(config)
    path = workspace / "reports" / "country.yaml"
    head, rest = path.read_text().split("sections:\n")
    head = head.replace("panel: west_africa", "panel: two").replace("languages: [en, fr]", "languages: [en]")
    kept = "sections:\n  - {section: masthead}\n  - {section: profile_header, words: 30}\n"
    tail = rest[rest.index("handling:") :] if "handling:" in rest else ""
    path.write_text(head.replace("history_weeks: 52", "history_weeks: 4") + kept + tail)
    (workspace / "articles").mkdir()
    articles(workspace, last_complete_week(yesterday()))
    return workspace


def articles(workspace: Path, week: Week) -> None:
    lines = [
        {"article_id": f"{k}", "source_id": f"outlet_{k % 6}", "language": "en", "title": "", "url": "",
         "published_at": str(week.monday + timedelta(days=k % 5)),
         "text": f"Weavers in {('Mali', 'Burkina Faso')[k % 2]} showed cloth number {k} at a fair."}
        for k in range(30)
    ]  # fmt: skip
    (workspace / "articles" / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


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


def check(workspace: Path) -> None:
    """Whatever a reader can reach is whole."""
    for link in (workspace / "output" / "country").glob("[!.]*"):
        if link.is_symlink():
            assert link.resolve().is_dir() and not damage(link.resolve()), link


def published(workspace: Path) -> dict[str, bytes]:
    links = sorted((workspace / "output" / "country").glob("2*-[A-Z][A-Z][A-Z]"))
    return {f"{link.name}/{name}": (link / name).read_bytes() for link in links for name in FILES}


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
