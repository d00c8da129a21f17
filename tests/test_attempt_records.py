"""Every attempt leaves a record, whatever its exit code, with what was known by then; trials count as no success."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Called
from riskbrief.definitions.load import load_workspace
from riskbrief.pipeline import attempts as kept
from riskbrief.pipeline.attempts import attempts, noted
from riskbrief.pipeline.gathering import store_path
from riskbrief.pipeline.gauges import exposition, gauges
from riskbrief.pipeline.status import status, status_lines
from riskbrief.pipeline.storage import locked
from test_gate_runs import WEEK, everything, news
from test_gate_runs import root as root  # a workspace with one source, a file of news

Riskbrief = Callable[..., Called]
KEYS = {"schema", "attempt", "report", "week", "started", "finished", "exit_code", "status", "reasons", "sets",
        "scheduled", "seconds", "sources"}  # fmt: skip


def record(root: Path) -> dict[str, Any]:
    """That of the attempt made last, which says what its line says."""
    last = attempts(root)[-1]
    told: dict[str, Any] = json.loads((root / ".riskbrief" / last.manifest).read_bytes())
    assert set(told) >= KEYS and told["attempt"] == last.attempt and last.manifest == f"attempts/{last.attempt}.json"
    assert (told["exit_code"], told["status"], tuple(told["reasons"])) == (last.exit_code, last.status, last.reasons)
    return told


def broken(root: Path) -> None:
    (root / "reports" / "weekly.yaml").write_text("id: [")


def gone(root: Path) -> None:
    (root / "press.jsonl").unlink()


def in_the_way(root: Path) -> None:
    (root / "output").mkdir()
    (root / "output" / "weekly").write_text("")


def damaged(root: Path) -> None:
    store_path(load_workspace(root)).parent.mkdir(exist_ok=True)
    store_path(load_workspace(root)).write_bytes(b"no store at all" * 400)


ENDS: dict[int, Callable[[Path], None]] = {3: broken, 6: gone, 8: in_the_way, 9: damaged}


@pytest.mark.parametrize("code", ENDS)
def test_a_run_that_fails_leaves_a_record_of_what_was_known_by_then(
    riskbrief: Riskbrief, root: Path, code: int
) -> None:
    ENDS[code](root)
    called = riskbrief("-C", root, "run", "weekly", "--week", str(WEEK))
    told = record(root)
    assert called.code == told["exit_code"] == code and told["status"] == "failed" and told["reasons"]
    assert (told["schema"], told["report"]) == ("riskbrief/attempt/1", "weekly")
    if code != 3:  # the configuration could be read
        assert told["issue"] == told["week"] == str(WEEK) and told["as_of"].startswith("2024-03-11")
        assert told["digests"]["configuration"] == load_workspace(root).digest[:12]
    states = [(row["source"], row["state"]) for row in told["sources"]]
    assert states == ([("press", "failed")] if code == 6 else []), "only who was asked is told"


def test_a_locked_and_a_withdrawn_issue_leave_records_and_change_nothing_that_is_published(
    riskbrief: Riskbrief, root: Path
) -> None:
    asked = ("-C", root, "run", "weekly", "--week", str(WEEK))
    assert riskbrief(*asked).code == 0
    good = record(root)
    assert good["sets"] == [f"weekly/{WEEK}"] and good["seconds"]["coding"] >= 0 and good["read"]["out"] == 60
    before = everything(root / "output")
    with locked(root / "output", "weekly"):
        assert riskbrief(*asked).code == 7
    assert record(root)["exit_code"] == 7 and everything(root / "output") == before
    assert riskbrief("-C", root, "withdraw", str(WEEK), "--reason", "wrong file").code == 0
    before = everything(root / "output")
    assert riskbrief(*asked).code == 5
    told = record(root)
    assert told["status"] == "refused" and "was withdrawn" in told["reasons"][0] and "quality" not in told
    assert "gate_verdict" not in exposition(gauges(root, load_workspace(root).config)), "the gate refused nothing"
    assert everything(root / "output") == before


@pytest.mark.parametrize(
    ("error", "code", "state"),
    [
        (ValueError("odd"), 1, "failed"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (SystemExit(143), 143, "interrupted"),
    ],
)
def test_an_attempt_that_a_bug_or_a_signal_ends_has_a_record_with_its_stages(
    root: Path, error: BaseException, code: int, state: str
) -> None:
    with pytest.raises(type(error)), noted(root, "weekly") as noting:
        noting.seconds["ingest"] = 0.5
        raise error
    told = record(root)
    assert (told["exit_code"], told["status"], told["seconds"]) == (code, state, {"ingest": 0.5}) and told["reasons"]


def test_the_oldest_records_go_when_there_are_too_many(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", 3)
    for _ in range(5):
        with noted(root, "weekly"):
            pass
    names = {p.stem for p in (root / ".riskbrief" / "attempts").iterdir()}
    assert len(names) == 3 and attempts(root)[-1].attempt in names and len(attempts(root)) == 5


def test_a_line_of_a_later_version_is_read_without_what_it_says_more(root: Path) -> None:
    with noted(root, "weekly"):
        pass
    path = root / ".riskbrief" / "attempts.jsonl"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"weather": "fine"}) + "\n")
    assert len(attempts(root)) == 1


TRIALS = (("--output", "trial"), ("--week", str(WEEK)), ("--articles", "press.jsonl"), ("--again",))


def test_trials_past_weeks_and_issues_made_again_are_no_success_of_the_schedule(
    riskbrief: Riskbrief, root: Path, tmp_path: Path
) -> None:
    with noted(root, "weekly") as noting:
        noting.done("2024-W09", 6, ("source press is gone",), ())
    before = exposition(gauges(root, load_workspace(root).config))
    assert 'riskbrief_last_exit_code{report="weekly"} 6' in before and "last_success" not in before
    for trial in TRIALS:
        words = [str(tmp_path / w) if w == "trial" else str(root / w) if w == "press.jsonl" else w for w in trial]
        assert riskbrief("-C", root, "run", "weekly", *words).code in {0, 4}
        after = exposition(gauges(root, load_workspace(root).config))
        assert 'riskbrief_last_exit_code{report="weekly"} 6' in after and "last_success" not in after, trial
    row = next(r for r in status(root)["reports"] if r["report"] == "weekly")
    assert row["last_success"] is None and row["last_attempt"]["scheduled"] is False
    assert any("(a trial, a past week or an issue made again)" in line for line in status_lines(status(root)))


def test_status_says_how_many_reasons_it_leaves_out(root: Path) -> None:
    with noted(root, "weekly") as noting:
        noting.done("2024-W09", 4, [f"reason {k}" for k in range(12)], ())
    lines = list(status_lines(status(root)))
    assert "    reason 4" in lines and "    reason 5" not in lines
    assert "    and 7 more: riskbrief status --format json" in lines


def test_every_line_of_the_log_says_of_which_command_and_attempt_it_is(riskbrief: Riskbrief, root: Path) -> None:
    (root / "press.jsonl").write_text(news(9))
    called = riskbrief("-C", root, "run", "weekly", "--week", str(WEEK), "--log-format", "json")
    rows = [json.loads(line) for line in called.err.splitlines() if line.startswith("{")]
    assert len({row["rid"] for row in rows}) == 1 and len(rows) > 5
    assert {row["attempt"] for row in rows if row["event"].startswith(("stage.", "publish."))} == {
        attempts(root)[-1].attempt
    }
