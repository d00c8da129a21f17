"""Scheduled runs: what is due is made, past weeks are filled in, every attempt is written down, logs are JSON."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Called
from riskbrief.definitions.load import load_workspace
from riskbrief.periods import Week, last_complete_week
from riskbrief.pipeline.attempts import attempts
from riskbrief.pipeline.opening import yesterday
from riskbrief.pipeline.rounds import gravest, is_due
from riskbrief.pipeline.status import status

Riskbrief = Callable[..., Called]
TEXT = "Weavers in Mali showed cloth number {} at a fair in Bamako."


@pytest.fixture
def small(workspace: Path, short_report: Path) -> Path:
    """A workspace with one short report over a small folder of articles of last week and the week before."""
    for other in (workspace / "reports").glob("*.yaml"):
        if other.name in {"flash.yaml", "country.yaml"}:
            other.unlink()
    config = (workspace / "config.yaml").read_text()
    config = config.replace("  - id: demo\n    reader: demo\n", "")
    (workspace / "config.yaml").write_text(
        config.replace("    path: articles\n    enabled: false", "    path: articles")
    )
    (workspace / "articles").mkdir()
    last = last_complete_week(yesterday())
    lines = [
        {"article_id": f"{w}-{k}", "source_id": f"outlet_{k % 6}", "language": "en", "title": "", "url": "",
         "published_at": str(w.monday + timedelta(days=k % 5)), "text": TEXT.format(k)}
        for w in (last.shift(-1), last) for k in range(12)
    ]  # fmt: skip
    (workspace / "articles" / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return workspace


def test_everything_due_is_made_once_and_told_by_status(riskbrief: Riskbrief, small: Path) -> None:
    before = status(small)["reports"][0]
    assert (before["issue"], before["last_attempt"]) == (None, None)
    first = riskbrief("-C", small, "run", "--all")
    assert first.code == 0, first.err
    last = last_complete_week(yesterday())
    assert first.out.strip().endswith(str(last))
    again = riskbrief("-C", small, "run", "--all")
    assert again.code == 0 and again.out == "" and "nothing is due" in again.err
    assert f"weekly {last}: stands already (" in riskbrief("-C", small, "run", "weekly", "--dry-run").out
    found = status(small)
    row = found["reports"][0]
    assert (row["issue"], row["status"], row["last_attempt"]["exit_code"]) == (str(last), "published", 0)
    assert row["next_due"] == str(last.sunday + timedelta(days=8)) and found["overdue"] is False
    assert status(small, now=datetime.now(UTC) + timedelta(days=30))["overdue"] is True
    assert found["sources"] == [
        {"id": "folder", "enabled": True, "state": "ok", "newest": str(last.monday + timedelta(days=4))}
    ]
    text = riskbrief("-C", small, "status")
    assert text.code == 0 and f"weekly: issue {last} (published)" in text.out
    (small / "output" / "weekly" / "latest" / "SHA256SUMS").unlink()
    assert "would be made anew: it is damaged" in riskbrief("-C", small, "run", "weekly", "--dry-run").out


def test_past_weeks_are_filled_in_oldest_first_and_a_standing_one_is_left_alone(
    riskbrief: Riskbrief, small: Path
) -> None:
    last = last_complete_week(yesterday())
    asked = ("-C", small, "backfill", "weekly", "--from", str(last.shift(-1)), "--to", str(last))
    made = riskbrief(*asked)
    assert made.code == 0, made.err
    assert [Path(p).name for p in made.out.split()] == [str(last.shift(-1)), str(last)]
    sets = sorted(p for p in (small / "output" / "weekly" / ".runs").glob("*/*"))
    assert riskbrief(*asked).code == 0
    assert sorted(p for p in (small / "output" / "weekly" / ".runs").glob("*/*")) == sets


def test_a_withdrawn_issue_is_settled_for_rounds_and_a_standing_one_keeps_its_set_in_a_backfill(
    riskbrief: Riskbrief, small: Path
) -> None:
    last = last_complete_week(yesterday())
    weekly, before = small / "output" / "weekly", str(last.shift(-1))
    asked = ("-C", small, "backfill", "weekly", "--from", before, "--to", str(last))
    assert riskbrief(*asked).code == 0
    stood = (weekly / before).readlink()
    assert riskbrief("-C", small, "withdraw", str(last), "--reason", "wrong file").code == 0
    settled = riskbrief("-C", small, "run", "--all")
    assert settled.code == 0 and settled.out == ""
    assert f"{last} of weekly was withdrawn on" in settled.err and "it is settled" in settled.err
    row = status(small)["reports"][0]
    assert (row["issue"], row["overdue"]) == (before, False)
    assert row["next_due"] == str(last.sunday + timedelta(days=8))
    notice = (weekly / str(last)).readlink()
    (small / "config.yaml").write_text((small / "config.yaml").read_text() + "# another set follows from this\n")
    kept = riskbrief(*asked)
    assert kept.code == 0 and f"{before} of weekly stands and is left as it is" in kept.err
    assert ((weekly / before).readlink(), (weekly / str(last)).readlink()) == (stood, notice)
    assert riskbrief("-C", small, "run", "weekly", "--week", before).code == 0
    assert (weekly / before).readlink() != stood, "asked for by name it is made anew"
    assert riskbrief("-C", small, "run", "weekly").code == 5, "a withdrawn issue asked for by name is refused"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2024-W10", "2024-W09", "earlier one first"),
        ("2024-W60", "2024-W61", "ISO weeks"),
        ("2024-W10", "2999-W01", "last complete one"),
    ],
)
def test_weeks_that_are_none_are_usage_errors(
    riskbrief: Riskbrief, small: Path, first: str, last: str, told: str
) -> None:
    called = riskbrief("-C", small, "backfill", "weekly", "--from", first, "--to", last)
    assert called.code == 2 and told in called.err


def test_a_failed_attempt_is_written_down_with_its_reason(riskbrief: Riskbrief, small: Path) -> None:
    shutil.rmtree(small / "articles")
    called = riskbrief("-C", small, "run", "--all")
    assert called.code == 6
    (made,) = attempts(small)
    assert (made.report, made.status, made.exit_code) == ("weekly", "failed", 6) and made.reasons
    assert status(small)["reports"][0]["last_success"] is None


def test_the_gravest_code_of_a_round_wins() -> None:
    assert [gravest(c) for c in ([0, 0], [0, 4], [4, 10], [10, 5], [6, 5], [3, 8], [8, 9], [9, 1])] == [
        0, 4, 10, 5, 6, 8, 9, 1,
    ]  # fmt: skip


def test_a_monthly_report_is_due_after_its_weeks(small: Path) -> None:
    report = load_workspace(small).reports["weekly"].model_copy(update={"every_weeks": 4})
    folder = small / "output" / "weekly"
    (folder / "latest").mkdir(parents=True)
    (folder / "latest" / "manifest.json").write_text(json.dumps({"week": "2026-W53"}))
    due = [is_due(folder, report, Week.parse(w)) for w in ("2027-W03", "2027-W04", "2027-W05")]
    assert due == [False, True, True]


def test_the_log_is_one_json_object_a_line_and_names_every_step(small: Path) -> None:
    command = [sys.executable, "-m", "riskbrief", "-C", str(small), "run", "--all", "--log-format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stderr.splitlines()]
    events = [row["event"] for row in rows]
    wanted = ["ingest.fetched", "ingest.recorded", "stage.coding", "stage.index", "publish.begin", "publish.written",
              "publish.done"]  # fmt: skip
    assert [e for e in events if e in wanted] == wanted
    assert all({"at", "level", "message"} <= set(row) for row in rows)


def test_a_terminated_run_leaves_with_143_and_says_so_in_the_record(small: Path) -> None:
    command = [sys.executable, "-m", "riskbrief", "-C", str(small), "run", "--all", "--log-format", "json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if '"ingest.recorded"' in line:
                running.send_signal(signal.SIGTERM)
                break
        running.stderr.read()
    assert running.returncode == 143
    (made,) = attempts(small)
    assert made.status == "interrupted" and not list((small / "output" / "weekly").glob("2*"))
    record = json.loads((small / ".riskbrief" / made.manifest).read_text())
    assert (record["exit_code"], record["report"], record["week"]) == (143, "weekly", made.week)
