"""Every kind of feed gives the same articles; a fault in one spoils nothing; only what ends early is truncated."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import feed_kinds as kinds
from fault_server import FaultServer
from riskbrief.ingest import child
from riskbrief.ingest.answers import Page
from riskbrief.ingest.charsets import web_text
from riskbrief.ingest.feeds import _whole_entries
from riskbrief.ingest.records import Reading
from test_live_sources import source, state, take


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    yield made
    made.close()


@pytest.mark.parametrize("name", [*kinds.WHOLE, *kinds.FAULTY])
def test_a_feed_of_any_kind_gives_the_same_two_articles(server: FaultServer, name: str) -> None:
    intake = take(source(server.page("/feed", (kinds.WHOLE | kinds.FAULTY)[name])))
    assert state(intake) == "ok" and intake.dropped == {}
    assert list(intake.articles["url"]) == [kinds.ONE, kinds.TWO]
    assert list(intake.articles["title"]) == list(kinds.TITLES)
    assert list(intake.articles["text"]) == list(kinds.TEXTS)
    assert set(intake.articles["published_at"].dt.strftime("%Y-%m-%d")) <= set(kinds.DAYS)
    assert any("not well-formed" in note for note in intake.notes) == (name in kinds.FAULTY)


@pytest.mark.parametrize("name", kinds.HALF)
def test_a_feed_that_ends_early_is_truncated_whatever_its_root_is_called(server: FaultServer, name: str) -> None:
    intake = take(source(server.page("/feed", kinds.HALF[name])))
    assert state(intake) == "truncated" and intake.dropped == {"cut_item": 1}
    assert list(intake.articles["title"]) == [kinds.TITLES[0]]


@pytest.mark.parametrize("name", kinds.ENCODED)
def test_a_feed_in_any_encoding_keeps_its_letters(server: FaultServer, name: str) -> None:
    body, title = kinds.encoded(name)
    intake = take(source(server.page("/feed", body, Content_Type="application/rss+xml")))
    assert state(intake) == "ok" and list(intake.articles["title"]) == [title, kinds.TITLES[1]]


def test_no_feed_of_a_collection_trips_the_reader_and_no_whole_one_is_called_truncated() -> None:
    """FEEDS names a folder with feeds below it, such as feedparser's own tests; those under `wellformed` are so."""
    if not os.environ.get("FEEDS"):
        pytest.skip("FEEDS names no folder of feeds")
    files = [p for p in sorted(Path(os.environ["FEEDS"]).rglob("*.xml")) if p.is_file()]
    assert files
    for path in files:
        text, _ = web_text(path.read_bytes())
        found, reading = child.feed(text.encode("utf-8", "replace")), Reading()
        entries = _whole_entries(found, Page(str(path), 200, b""), text, reading)
        assert not (reading.state and re.search(r"/wellformed/", str(path))), path
        assert len(entries) >= len(found["entries"]) - 1, path
