"""Issues made from live sources: since when their articles are known, and that `verify` works it out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import live_desk
import published_sets as sets
from fault_server import FaultServer
from riskbrief.pipeline.files import json_bytes
from riskbrief.pipeline.verifying import verify
from test_verify import NOWHERE, lines

FILES = "  - {id: files, reader: jsonl, path: articles.jsonl}\n"


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, server: FaultServer) -> Path:
    """An issue made from a feed alone, which was asked on Monday morning."""
    root = live_desk.workspace(tmp_path_factory.mktemp("live") / "workspace", server)
    live_desk.ask(root, live_desk.MONDAY)
    return live_desk.publish(root).paths[-1].resolve()


def told(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return found


def test_an_issue_of_live_sources_alone_follows_and_is_not_reconstructed(live: Path) -> None:
    assert verify(live, NOWHERE, None).findings == []
    since, articles = told(live, "run.json")["read"]["known_since"], (live / "articles.csv").read_bytes().count(b"\n")
    assert since == {"arrival": articles - 1, "publication": 0, "before_record": False}
    assert told(live, "briefing.json")["meta"]["reconstructed"] is False


@pytest.mark.slow
def test_an_issue_with_articles_of_a_file_among_those_of_a_feed_is_reconstructed_and_follows(
    tmp_path: Path, server: FaultServer
) -> None:
    root = live_desk.workspace(tmp_path / "workspace", server, more=FILES)
    rows = [json.loads(line) for line in (root / "articles.jsonl").read_text().splitlines()[:3]]
    (root / "articles.jsonl").write_text(
        "".join(json.dumps(r | {"article_id": f"x{r['article_id']}"}) + "\n" for r in rows)
    )
    live_desk.ask(root, live_desk.MONDAY)
    issue = live_desk.publish(root).paths[-1]
    assert verify(issue, NOWHERE, None).findings == []
    assert told(issue, "run.json")["read"]["known_since"]["publication"] == 3
    assert told(issue, "briefing.json")["meta"]["reconstructed"] is True


def test_a_run_that_comes_too_late_for_its_week_says_so_on_the_page_in_the_manifest_and_how_to_mend_it(
    tmp_path: Path, server: FaultServer
) -> None:
    root = live_desk.workspace(tmp_path / "workspace", server)
    live_desk.ask(root, live_desk.MONDAY + timedelta(days=3))
    outcome = live_desk.publish(root)
    issue, manifest = outcome.paths[-1], told(outcome.paths[-1], "manifest.json")
    late = next(c for c in manifest["quality"]["checks"] if c["id"] == "late")
    assert (outcome.exit_code, manifest["status"], late["value"]) == (4, "degraded", 1) and late["n"] == late["of"] > 9
    (reason,) = outcome.reasons
    assert f"{late['n']} of the {late['of']} articles of the week on record (100%) arrived later" in reason
    assert "set `store.lag_hours: 78` in config.yaml and run the report again" in reason and manifest["reasons"] == [
        reason
    ]
    page = " ".join((issue / "briefing.html").read_text(encoding="utf-8").split())
    assert f"{late['n']} of the {late['of']} articles of the week on record, 100" in page and "store.lag_hours" in page
    assert verify(issue, NOWHERE, None).findings == []
    again = live_desk.publish(root)
    assert (again.exit_code, again.paths[-1].resolve()) == (4, issue.resolve()), "the same is not made twice"
    config = root / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "\nstore: {lag_hours: 78}\n", encoding="utf-8")
    mended = live_desk.publish(root)
    assert mended.exit_code == 0 and told(mended.paths[-1], "manifest.json")["quality"]["verdict"] == "pass"
    assert told(mended.paths[-1], "run.json")["read"]["known_since"]["arrival"] >= late["n"]


def meta_flag(live: Path) -> dict[str, bytes]:
    briefing = told(live, "briefing.json")
    briefing["meta"]["reconstructed"] = True
    return {"briefing.json": json_bytes(briefing)}


def since(**changes: object) -> Callable[[Path], dict[str, bytes]]:
    def changed(live: Path) -> dict[str, bytes]:
        run = told(live, "run.json")
        run["read"]["known_since"] |= changes
        return {"run.json": json_bytes(run, ordered=True)}

    return changed


def swapped(live: Path) -> dict[str, bytes]:
    arrival = told(live, "run.json")["read"]["known_since"]["arrival"]
    return since(arrival=0, publication=arrival)(live)


FALSE: dict[str, tuple[Callable[[Path], dict[str, bytes]], str]] = {
    "the page": (meta_flag, "briefing.json meta reconstructed: printed: True; what follows: False"),
    "more articles": (since(publication=1), "known_since: articles.csv has as many articles"),
    "before the record": (since(before_record=True), "meta reconstructed: printed: False; what follows: True"),
    "since publication": (swapped, "as many articles of articles.csv are known later than since their publication"),
    "no number": (since(arrival="many"), "known_since"),
}


@pytest.mark.parametrize("what", FALSE)
def test_a_false_word_on_what_is_reconstructed_is_found(live: Path, tmp_path: Path, what: str) -> None:
    change, finding = FALSE[what]
    assert any(finding in line for line in lines(sets.tampered(live, tmp_path / "set", change(live))))
