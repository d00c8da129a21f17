"""Promises of reading what strangers send: it costs its own source, never the run, whatever a parser makes of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from fault_server import FaultServer, quick
from riskbrief.ingest import parsing
from riskbrief.ingest.answers import FetchError
from test_live_sources import item, message, rss, source, state, take

OPEN, MANY = "<!--", 120_000


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    yield made
    made.close()


def carrying(text: str) -> str:
    """A feed of one item with a text."""
    head, rest = item().split("<description>")
    return rss(f"{head}<description><![CDATA[{text}]]></description>{rest.split('</description>')[1]}")


HOSTILE = {
    "unclosed": (carrying(OPEN * MANY), "comments that never end"),
    "escaped": (rss(item(title="&lt;!--" * MANY)), "comments that never end"),
    "numbers": (rss(item(title="&#60;!--" * 600_000)), "400,000 tags"),
    "hexadecimal": (rss(item(title="&#x03C;!--" * 450_000)), "400,000 tags"),
    "ends first": (carrying("-->" * MANY + OPEN * MANY), "took longer than"),
}


@pytest.mark.parametrize(("body", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_feed_made_to_be_read_for_ever_costs_its_own_source_only(server: FaultServer, body: str, why: str) -> None:
    bad, good = server.page("/bad", body), server.page("/good", rss(item()))
    intake = take(source(bad), source(good, name="other"), rules=quick(source_seconds=4))
    assert (state(intake), state(intake, "other")) == ("rejected", "ok")
    assert why in message(intake) and list(intake.articles["article_id"]) == ["tag:a1"]


def test_comments_that_end_are_no_fault(server: FaultServer) -> None:
    intake = take(source(server.page("/feed", carrying("<!-- of a word processor -->" * 5_000 + "All calm."))))
    assert state(intake) == "ok" and list(intake.articles["text"]) == ["All calm."]


@pytest.fixture
def reader() -> Iterator[parsing.Press]:
    parsing.READER.close()
    yield parsing.READER
    parsing.READER.close()


def soon() -> float:
    return time.monotonic() + 60


def running(reader: parsing.Press) -> int:
    assert reader._process is not None
    return reader._process.pid


def test_one_process_reads_feed_after_feed_and_is_replaced_when_it_was_killed(reader: parsing.Press) -> None:
    assert parsing.parsed_feed(rss(item()), soon())["version"] == "rss20"
    first = running(reader)
    assert len(parsing.parsed_feed(rss(item(), item("a2")), soon())["entries"]) == 2
    assert parsing.parsed_page("<p>Hello", "https://paper.example/1", "2024-09-24", soon()) is None
    assert running(reader) == first
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert parsing.parsed_feed(rss(item()), soon())["version"] == "rss20"
    assert running(reader) != first


def test_a_feed_that_fills_the_memory_is_stopped_and_the_next_is_read(
    reader: parsing.Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsing.parsed_feed(rss(item()), soon())
    first = running(reader)
    monkeypatch.setattr(parsing, "MEMORY_BYTES", 100_000_000)
    with pytest.raises(FetchError, match="needed more than 100 MB"):
        parsing.parsed_feed(carrying("calm " * 4_000_000), soon())
    monkeypatch.undo()
    assert parsing.parsed_feed(rss(item()), soon())["version"] == "rss20" and running(reader) == first


def test_nothing_of_the_process_is_left_after_the_sources_of_a_run(server: FaultServer) -> None:
    take(source(server.page("/feed", rss(item()))))
    assert parsing.READER._process is None
