"""Who watches learns how each run went: health check and Prometheus text file, and neither can break a run."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Called
from health_check import health_check
from riskbrief.definitions.load import load_workspace
from riskbrief.deliver.ledger import Entry, write_entry
from riskbrief.errors import UnavailableError
from riskbrief.ingest.ping import ping
from riskbrief.pipeline.attempts import EVERY, attempts
from riskbrief.pipeline.delivering import ledger_path
from riskbrief.pipeline.files import configuration
from riskbrief.pipeline.gauges import exposition, gauges
from riskbrief.pipeline.status import status
from riskbrief.pipeline.watching import watched

Riskbrief = Callable[..., Called]
SAMPLE = re.compile(r'riskbrief_[a-z_]+(\{[a-z]+="(\\.|[^"\\\n])*"(,[a-z]+="(\\.|[^"\\\n])*")*\})? -?[0-9.e+]+')


@pytest.fixture(autouse=True)
def plain_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's log as a command sets it up, but without its handler, which writes to another test's stream."""
    logger = logging.getLogger("riskbrief")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "propagate", True)
    monkeypatch.setattr(logger, "level", logging.INFO)


def monitor(workspace: Path, **keys: str) -> None:
    """Set `monitoring` in config.yaml."""
    path = workspace / "config.yaml"
    lines = "".join(f"  {key}: {json.dumps(value)}\n" for key, value in keys.items())
    path.write_text(f"{path.read_text()}\nmonitoring:\n{lines}")


def attempted(workspace: Path, report: str, day: int, exit_code: int, status: str) -> None:
    """An attempt of a minute and a half on a day of March 2026, as a run writes it down."""
    path = workspace / ".riskbrief" / "attempts.jsonl"
    path.parent.mkdir(exist_ok=True)
    row = {"attempt": f"a{day}", "report": report, "week": "2026-W09", "exit_code": exit_code, "status": status,
           "started": f"2026-03-{day:02}T05:15:00Z", "finished": f"2026-03-{day:02}T05:16:30Z"}  # fmt: skip
    with path.open("a") as file:
        file.write(json.dumps(row) + "\n")


def told(workspace: Path) -> dict[str, float]:
    """The gauges by name and labels, once every line is a valid one."""
    text = exposition(gauges(workspace, load_workspace(workspace).config))
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in samples) and text.endswith("\n")
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in samples)}


def test_the_success_gauge_moves_only_when_an_issue_stands(workspace: Path) -> None:
    attempted(workspace, "weekly", 2, 4, "degraded")
    attempted(workspace, "weekly", 9, 6, "failed")
    found = told(workspace)
    assert found['riskbrief_last_success_timestamp_seconds{report="weekly"}'] == 1772428590  # 2 March, 05:16:30
    assert found['riskbrief_last_run_timestamp_seconds{report="weekly"}'] == 1772428590 + 7 * 86400
    assert found['riskbrief_last_exit_code{report="weekly"}'] == 6
    assert found['riskbrief_run_duration_seconds{report="weekly"}'] == 90


def test_a_run_that_ended_before_any_report_counts_for_each_until_the_next(workspace: Path) -> None:
    attempted(workspace, "weekly", 2, 0, "published")
    attempted(workspace, EVERY, 9, 3, "failed")
    assert told(workspace)['riskbrief_last_exit_code{report="weekly"}'] == 3
    assert status(workspace)["reports"][-1]["last_attempt"]["exit_code"] == 3
    attempted(workspace, "weekly", 16, 0, "published")
    assert told(workspace)['riskbrief_last_exit_code{report="weekly"}'] == 0


def test_scores_are_those_of_the_newest_issue_and_a_country_not_assessed_has_none(workspace: Path) -> None:
    attempted(workspace, "weekly", 2, 0, "published")
    folder = workspace / "output" / "weekly" / "latest"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"issue": "2026-W09", "week": "2026-W09"}))
    rows = ["MLI,2026-W08,index,40", "MLI,2026-W09,index,61.5", "MLI,2026-W09,security,70", "TGO,2026-W09,index,"]
    (folder / "scores.csv").write_text("region_id,week,node,score\n" + "\n".join(rows) + "\n")
    found = {k: v for k, v in told(workspace).items() if "score" in k}
    assert found == {'riskbrief_score{report="weekly",region="MLI"}': 61.5}


def test_deliveries_are_counted_by_their_last_state(workspace: Path) -> None:
    for recipient, states in (("one", ("sending", "failed", "sent")), ("two", ("sending", "unknown"))):
        for state in states:
            at = "2026-03-02T05:16:00Z"
            write_entry(ledger_path(workspace), Entry(at, "weekly", "2026-W09", "0" * 12, recipient, "<m>", state, 1))
    found = {k: v for k, v in told(workspace).items() if "deliveries" in k}
    assert found == {'riskbrief_deliveries{state="sent"}': 1, 'riskbrief_deliveries{state="unknown"}': 1}


def test_a_run_that_cannot_begin_is_pinged_written_down_and_measured(riskbrief: Riskbrief, workspace: Path) -> None:
    (workspace / "reports" / "weekly.yaml").write_text("id: [")
    with health_check() as kept:
        monitor(workspace, ping_url=f"{kept.address}/secret-uuid", textfile="riskbrief.prom")
        called = riskbrief("-C", workspace, "run", "weekly")
    assert called.code == 3
    assert kept.paths == ["/secret-uuid/start", "/secret-uuid/3"]
    (_, first, _), (_, last, body) = kept.messages
    assert first["rid"] == last["rid"] and "weekly.yaml" in body and "secret-uuid" not in body
    assert [(a.report, a.exit_code) for a in attempts(workspace)] == [("weekly", 3)]
    assert 'riskbrief_last_exit_code{report="weekly"} 3' in (workspace / "riskbrief.prom").read_text()


def test_a_run_of_everything_that_cannot_begin_is_an_attempt_at_every_report(
    riskbrief: Riskbrief, workspace: Path
) -> None:
    (workspace / "reports" / "weekly.yaml").write_text("id: [")
    assert riskbrief("-C", workspace, "run", "--all").code == 3
    assert [(a.report, a.exit_code) for a in attempts(workspace)] == [(EVERY, 3)]


@pytest.mark.parametrize("where", [("run", "wekly"), ("run", "weekly", "--week", "2999-W01")])
def test_a_command_called_wrongly_is_no_attempt(riskbrief: Riskbrief, workspace: Path, where: tuple[str, ...]) -> None:
    assert riskbrief("-C", workspace, *where).code == 2
    assert attempts(workspace) == []


def test_no_workspace_is_begun_where_there_is_none(riskbrief: Riskbrief, tmp_path: Path) -> None:
    assert riskbrief("-C", tmp_path, "run", "--all").code == 3
    assert list(tmp_path.iterdir()) == []


def test_the_message_has_the_last_lines_of_the_log_and_no_secret(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (workspace / "config.yaml").read_text()
    smtp = "  smtp: {host: m, sender: a@example.org, user: desk, password_env: MAIL_PASSWORD}\n"
    (workspace / "config.yaml").write_text(text.replace("\ndelivery:\n", f"\ndelivery:\n{smtp}"))
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2 canary")
    with health_check() as kept:
        monkeypatch.setenv("CHECK", f"{kept.address}/token-canary")
        monitor(workspace, ping_url_env="CHECK")
        with pytest.raises(UnavailableError), watched(workspace, "weekly"):
            logging.getLogger("riskbrief.trial").info("logged in with hunter2 canary")
            raise UnavailableError("https://u:pw@api.example.org/v1?key=abc did not answer")
    path, _, body = kept.messages[-1]
    assert path == "/token-canary/6"
    assert body.splitlines()[-3:] == [
        "info logged in with ***", "https://***@api.example.org/v1?*** did not answer", "exit code 6",
    ]  # fmt: skip


def test_a_run_on_an_article_file_is_nobodys_schedule_and_pings_nobody(workspace: Path) -> None:
    with health_check() as kept:
        monitor(workspace, ping_url=kept.address)
        with watched(workspace, "weekly", pinged=False):
            pass
        assert kept.messages == []
        with watched(workspace, "weekly") as watch:
            watch.exit_code = 4
    assert kept.paths == ["/start", "/4"]


@pytest.mark.parametrize(
    ("statuses", "said", "asked"),
    [((500, 503), "", 3), ((500, 500, 500), "answered 500", 3), ((302, 302, 302), "answered 302", 3), ((), "", 1)],
)
def test_a_health_check_is_tried_three_times_and_never_followed_elsewhere(
    statuses: tuple[int, ...], said: str, asked: int
) -> None:
    with health_check(*statuses) as kept:
        assert ping(f"{kept.address}/c/0", b"x", wait=0) == said
    assert kept.paths == ["/c/0"] * asked


def test_a_health_check_that_is_not_there_or_no_address_changes_no_run(
    workspace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with health_check() as kept:
        gone = kept.address
    monitor(workspace, ping_url=f"{gone}/canary", textfile="nowhere/r.prom")
    with pytest.raises(KeyboardInterrupt), watched(workspace, "weekly"):
        raise KeyboardInterrupt
    said = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert len(said) == 3 and "nowhere/r.prom" in said[1] and not any("canary" in s for s in said)
    assert all(ping(url, tries=1) for url in ("ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "no address"))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"ping_url": "ftp://x"}, "ping_url"),
        ({"textfile": "metrics.txt"}, "textfile"),
        ({"ping_url": "https://x/y", "ping_url_env": "X"}, "name the address once"),
    ],
)
def test_a_mistake_in_the_settings_is_told(
    riskbrief: Riskbrief, workspace: Path, keys: dict[str, str], said: str
) -> None:
    monitor(workspace, **keys)
    called = riskbrief("-C", workspace, "check")
    assert called.code == 3 and said in called.out


def test_ingest_and_deliver_log_in_json_and_print_data_alone(riskbrief: Riskbrief, workspace: Path) -> None:
    (workspace / "a.jsonl").write_text(json.dumps({
        "article_id": "a", "source_id": "one", "language": "en", "published_at": "2026-03-02", "title": "", "url": "",
        "text": "Weavers in Mali showed cloth at a fair.",
    }) + "\n")  # fmt: skip
    config = workspace / "config.yaml"
    source = "  - {id: one, reader: jsonl, path: a.jsonl}\n"
    config.write_text(config.read_text().replace("  - id: demo\n    reader: demo\n", source))
    monitor(workspace, textfile="r.prom")
    for command, events in (("ingest", {"ingest.fetched", "ingest.recorded", "message"}), ("deliver", {"message"})):
        called = riskbrief("-C", workspace, command, "--log-format", "json")
        assert called.code == 0 and {row.get("source") for row in called.rows} <= {"one"}
        said = {json.loads(line)["event"] for line in called.err.splitlines()}
        assert said == events | {"monitoring.textfile"}
    assert 'riskbrief_source_up{source="one"} 1\n' in (workspace / "r.prom").read_text()


def test_neither_addresses_nor_the_health_check_are_published(workspace: Path) -> None:
    text = (workspace / "config.yaml").read_text()
    people = (
        "  smtp: {host: mail-canary, sender: a@example.org}\n"
        "  recipients: [{address: canary@example.org, reports: [weekly]}]\n"
        "  folders: [{path: canary-folder, reports: [weekly]}]\n"
    )
    (workspace / "config.yaml").write_text(text.replace("\ndelivery:\n", f"\ndelivery:\n{people}"))
    monitor(workspace, ping_url="https://example.org/canary")
    loaded = load_workspace(workspace)
    published = json.dumps(configuration(loaded, loaded.judgements))
    assert "canary" not in published and '"handling"' in published
