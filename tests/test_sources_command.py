"""Promises of `riskbrief sources`: what is listed, what a test shows and leaves untouched, outcomes of event files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Called
from fault_server import FaultServer
from riskbrief.errors import UsageError
from riskbrief.ingest.ucdp import read_ged
from riskbrief.pipeline.backtest_outcomes import read_outcomes

Call = Callable[..., Called]
FEED = """<rss version="2.0"><channel><title>P</title><item>
<title>Calm &#8238;]0;owned&#27; day</title><guid>tag:1</guid>
<link>https://paper.example/1</link><pubDate>Fri, 20 Sep 2024 08:00:00 GMT</pubDate><description>Quiet.</description>
</item></channel></rss>"""
FETCH = """fetch:
  tries: 1
  delay_seconds: 0
  allow_private: ["127.0.0.1"] #"""
GED = """id,year,country,country_id,date_start,date_end,best,high,low
1,2021,Mali,432,2021-01-30,2021-02-02,5,7,4
2,2021,Mali,432,2021-02-10,2021-02-10,3,3,3
2,2021,Mali,432,2021-02-10,2021-02-10,3,3,3
3,2021,DR Congo (Zaire),490,2021-04-01,2021-04-01,10,12,9
4,2021,Atlantis,1,2021-04-01,2021-04-01,1,1,1
"""


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    yield made
    made.close()


def with_source(workspace: Path, row: str) -> Path:
    """The workspace with another source, and loopback allowed."""
    config = workspace / "config.yaml"
    text = config.read_text(encoding="utf-8")
    before, after = text.split("\nfetch:\n")
    after = FETCH + after.split("allow_private:")[1]
    config.write_text(f"{before}\n{after}".replace("\nsources:\n", f"\nsources:\n{row}", 1), encoding="utf-8")
    return workspace


def files(workspace: Path) -> dict[str, bytes]:
    return {str(p.relative_to(workspace)): p.read_bytes() for p in sorted(workspace.rglob("*")) if p.is_file()}


def test_a_source_is_tried_once_and_nothing_is_written(workspace: Path, server: FaultServer, riskbrief: Call) -> None:
    url = server.page("/feed", FEED)
    with_source(workspace, f"  - {{id: paper, reader: rss, url: '{url}', enabled: false, options: {{outlet: rfi}}}}\n")
    before = files(workspace)
    done = riskbrief("-C", workspace, "sources", "test", "paper")
    assert done.code == 0 and len(server.asked("/feed")) == 1 and files(workspace) == before
    assert "2024-09-20" in done.out and "Calm ]0;owned day" in done.out and f"{len(FEED) // 1000}" in done.out
    assert all(line.isprintable() for line in done.out.splitlines())
    listed = riskbrief("-C", workspace, "sources", "list", "--format", "json").rows
    row = next(r for r in listed if r["id"] == "paper")
    assert (row["reader"], row["address"], row["enabled"], row["outlet"]) == ("rss", url, False, "rfi")
    assert row["reliability"], "the rating of the outlet stands beside it"


def test_a_source_that_gives_nothing_exits_6_and_says_why(
    workspace: Path, server: FaultServer, riskbrief: Call
) -> None:
    url = server.page("/feed", "<html>an error page</html>")
    with_source(workspace, f"  - {{id: paper, reader: rss, url: '{url}'}}\n")
    done = riskbrief("-C", workspace, "sources", "test", "paper")
    assert done.code == 6 and "rejected" in done.out and "no feed" in done.out
    wrong = riskbrief("-C", workspace, "sources", "test", "papers")
    assert wrong.code == 2 and "Did you mean paper?" in wrong.err


def test_check_says_where_a_live_source_is_wrong(workspace: Path, riskbrief: Call) -> None:
    rows = "  - {id: a, reader: rss}\n  - {id: b, reader: jsonl, url: 'https://x.example/'}\n"
    done = riskbrief("-C", with_source(workspace, rows), "check")
    assert done.code == 3
    assert "needs an http or https address" in done.out + done.err and "reads files" in done.out + done.err


def test_outcomes_are_deaths_by_month_of_the_end_of_an_event(tmp_path: Path, workspace: Path, riskbrief: Call) -> None:
    file = tmp_path / "ged.csv"
    file.write_text(GED)
    done = riskbrief("-C", workspace, "sources", "outcomes", file)
    assert done.code == 0 and "Atlantis" in done.err
    assert done.out.splitlines() == [
        "region_id,month,best,low,high", "COD,2021-02,0,0,0", "COD,2021-03,0,0,0", "COD,2021-04,10,9,12",
        "MLI,2021-02,8,7,10", "MLI,2021-03,0,0,0", "MLI,2021-04,0,0,0",
    ]  # fmt: skip
    made = tmp_path / "outcomes.csv"
    made.write_text(done.out)
    assert read_outcomes(made, {}).months == ("2021-02", "2021-03", "2021-04"), "`backtest --outcomes` reads them"


def test_outcomes_are_fetched_from_an_address(workspace: Path, server: FaultServer, riskbrief: Call) -> None:
    with_source(workspace, "")
    done = riskbrief("-C", workspace, "sources", "outcomes", server.page("/ged.csv", GED))
    assert done.code == 0 and "MLI,2021-02,8,7,10" in done.out
    assert riskbrief("-C", workspace, "sources", "outcomes", server.url("/none")).code == 6


@pytest.mark.parametrize(
    "text",
    ["", "id,country\n1,Mali\n", GED[:-3], GED.replace("2021-02-02", "soon"), GED.replace("5,7,4", "5,7,-4"),
     GED.replace("5,7,4", "5,7"), GED.split("\n")[0] + "\n"],
)  # fmt: skip
def test_an_event_file_that_is_cut_or_wrong_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_ged(text, "ged.csv")


def test_no_address_of_the_starter_is_asked_before_somebody_switches_it_on(workspace: Path, riskbrief: Call) -> None:
    rows = riskbrief("-C", workspace, "sources", "list", "--format", "json").rows
    live = [row for row in rows if str(row["address"]).startswith("http")]
    assert len(live) >= 10 and not any(row["enabled"] for row in live)
    assert all(row["reliability"] for row in live), json.dumps([r["id"] for r in live if not r["reliability"]])
