"""Deletions: what a source holds no more, told apart from a source that failed, was cut short or halved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fault_server import FaultServer, quick
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.outlets import Source
from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.collect import collect
from riskbrief.pipeline import harvesting
from riskbrief.pipeline.gathering import gather, store_path
from riskbrief.pipeline.vanishing import vanished
from riskbrief.store.holding import Holding, reached
from riskbrief.store.opening import opened
from test_live_sources import STORY, item, page, rss

ROOT = Path(__file__).parents[1]
MONDAY = datetime(2024, 9, 23, 5, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
STARTER = load_workspace(ROOT)
SHARE = STARTER.config.store.vanished_share


def reading(root: Path, *sources: Source) -> Workspace:
    """A workspace at `root` with these sources and limits for tests."""
    changes = {"sources": list(sources), "fetch": quick()}
    return replace(STARTER, root=root, config=STARTER.config.model_copy(update=changes))


def lines(count: int) -> list[str]:
    """Articles an hour apart, as lines of a file."""
    plain = {"source_id": "lagoon_post", "language": "en", "title": "", "text": "Weavers showed cloth.", "url": ""}
    days = ((MONDAY - (count - n) * HOUR).isoformat() for n in range(count))
    return [json.dumps({"article_id": f"n{n:02}", "published_at": day} | plain) + "\n" for n, day in enumerate(days)]


def names(workspace: Workspace) -> set[str]:
    return set(gather(workspace).articles["article_id"])


def round_of(workspace: Workspace, hours: float = 0) -> dict[str, object]:
    """The only source's row of a round."""
    return harvesting.harvest(workspace, clock=lambda: MONDAY + hours * HOUR).rows()[0]


class Folder:
    """A store that holds `count` articles of a file, which then is another one."""

    def __init__(self, root: Path, count: int, **source: object) -> None:
        self.file = root / "a.jsonl"
        self.workspace = reading(
            root, Source.model_validate({"id": "files", "reader": "jsonl", "path": "a.jsonl"} | source)
        )
        self.written = lines(count)
        self.file.write_text("".join(self.written))
        round_of(self.workspace)

    def becomes(self, content: bytes | None) -> tuple[dict[str, object], set[int]]:
        """The row of the next round, and which articles are missing after it."""
        self.file.unlink() if content is None else self.file.write_bytes(content)
        row = round_of(self.workspace, 24)
        self.file.write_text("")  # what is known now is what the store knows
        there = names(self.workspace)
        return row, {n for n in range(len(self.written)) if f"n{n:02}" not in there}

    def without(self, *numbers: int) -> bytes:
        return "".join(line for n, line in enumerate(self.written) if n not in numbers).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Folder]:
    return lambda count=10, **source: Folder(tmp_path, count, **source)


def test_an_article_that_its_file_holds_no_more_is_deleted(folder: Callable[..., Folder]) -> None:
    made = folder()
    row, gone = made.becomes(made.without(3))
    assert gone == {3} and (row["gone"], row["state"], row["duplicate"]) == (1, "ok", 9)


def test_too_many_missing_at_once_are_a_fault_of_the_source_and_nothing_is_deleted(
    folder: Callable[..., Folder],
) -> None:
    made = folder()
    row, gone = made.becomes(made.without(3, 4, 5))
    assert gone == set() and (row["gone"], row["state"]) == (0, "shrunk")
    assert "3 of 10 articles" in str(row["message"]) and "store.vanished_share" in str(row["message"])


def test_a_shrunk_source_makes_the_run_degraded_until_it_is_whole_again(folder: Callable[..., Folder]) -> None:
    made = folder()
    made.file.write_bytes(made.without(3, 4, 5))
    round_of(made.workspace, 24)
    assert [(s["state"], bool(s["message"])) for s in gather(made.workspace).sources] == [("shrunk", True)]
    made.file.write_bytes(made.without())
    assert round_of(made.workspace, 48)["state"] == "ok"
    assert [(s["state"], s["message"]) for s in gather(made.workspace).sources] == [("ok", "")]


@pytest.mark.parametrize("kept", [slice(5, None), slice(9, None), slice(0, 9)], ids=["window", "newest", "old copy"])
def test_a_file_that_moved_on_or_is_an_older_copy_deletes_nothing(folder: Callable[..., Folder], kept: slice) -> None:
    """A file may hold the newest days only: what lies before its oldest article rolled out of it."""
    made = folder()
    row, gone = made.becomes("".join(made.written[kept]).encode())
    assert gone == set() and row["state"] == "ok"


@pytest.mark.parametrize("old", [0, -50], ids=["it stayed", "it came late"])
def test_an_old_article_in_a_file_of_the_newest_days_does_not_make_those_after_it_deleted(
    folder: Callable[..., Folder], old: int
) -> None:
    made = folder(30)
    told = json.loads(made.written[0]) | {"published_at": (MONDAY - (30 - old) * HOUR).isoformat()}
    first = json.dumps(told | ({"article_id": "old"} if old else {})) + "\n"
    _, gone = made.becomes((first + "".join(made.written[4:20] + made.written[21:])).encode())
    assert gone == {20}


def test_a_row_that_cannot_be_read_leaves_deletions_open_and_says_so(folder: Callable[..., Folder]) -> None:
    made = folder()
    broken = [line if n != 3 else line[:40] + "\n" for n, line in enumerate(made.written)]
    row, gone = made.becomes("".join(broken).encode())
    assert gone == set() and row["state"] == "ok" and "none counts as deleted" in str(row["message"])


def test_a_source_may_say_that_its_files_hold_the_newest_only(folder: Callable[..., Folder]) -> None:
    made = folder(deletions=False)
    row, gone = made.becomes(made.without(3, 4, 5))
    assert gone == set() and row["state"] == "ok"


def test_an_article_that_another_file_holds_is_not_deleted(tmp_path: Path) -> None:
    both = [Source(id=name, reader="jsonl", path=f"{name}.jsonl") for name in ("one", "two")]
    workspace, told = reading(tmp_path, *both), lines(10)
    for name in ("one", "two"):
        (tmp_path / f"{name}.jsonl").write_text("".join(told))
    round_of(workspace)
    (tmp_path / "one.jsonl").write_text("".join(told[:3] + told[4:]))
    harvesting.harvest(workspace, only=["one"], clock=lambda: MONDAY + HOUR)  # the other was not asked
    round_of(workspace, 24)
    assert len(names(workspace)) == 10


def test_while_another_file_is_broken_or_has_shrunk_nothing_counts_as_deleted(tmp_path: Path) -> None:
    """It may hold what is missing."""
    both = [Source(id=name, reader="jsonl", path=f"{name}.jsonl") for name in ("one", "two")]
    workspace, told = reading(tmp_path, *both), lines(20)
    (tmp_path / "one.jsonl").write_text("".join(told[:10]))
    (tmp_path / "two.jsonl").write_text("".join(told[10:] + told[3:4]))
    round_of(workspace)
    (tmp_path / "one.jsonl").write_text("".join(told[:3] + told[4:10]))
    for content in ("", "no article", "".join(told[10:12] + told[18:])):
        (tmp_path / "two.jsonl").write_text(content)
        row = round_of(workspace, 24)
        assert row["gone"] == 0 and "while source two cannot be read" in str(row["message"])
    (tmp_path / "two.jsonl").write_text("".join(told[10:]))
    assert round_of(workspace, 48)["gone"] == 1


def test_an_empty_file_of_a_folder_leaves_deletions_open(tmp_path: Path) -> None:
    """A file that is being written anew is empty for a moment."""
    workspace, told = reading(tmp_path, Source(id="files", reader="jsonl", path="days")), lines(40)
    (tmp_path / "days").mkdir()
    for n in range(8):
        (tmp_path / "days" / f"{n}.jsonl").write_text("".join(told[5 * n : 5 * n + 5]))
    round_of(workspace)
    (tmp_path / "days" / "3.jsonl").write_text("")
    row = round_of(workspace, 24)
    assert row["gone"] == 0 and "none counts as deleted while 1 row cannot be read" in str(row["message"])


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("stored"), 12)


@settings(max_examples=25)
@given(cut=st.integers(0, 11), at=st.floats(0, 0.99), lost=st.sets(st.integers(0, 11), min_size=3))
def test_a_source_that_was_cut_short_or_lost_more_than_the_share_deletes_nothing(
    stored: Folder, cut: int, at: float, lost: set[int]
) -> None:
    """Whatever is lost, at the end of a file or anywhere in it."""
    assert len(lost) > SHARE * 12
    last = stored.written[cut]
    for content in ("".join(stored.written[:cut]) + last[: int(at * len(last))], stored.without(*lost).decode()):
        stored.file.write_text(content)
        taken = collect(stored.workspace.config.sources, stored.file.parent, languages=["en"])
        with opened(store_path(stored.workspace)) as db:
            held, sources = Holding(db, reached(db)), stored.workspace.config.sources
            assert vanished(held, taken, sources, share=SHARE, now=MONDAY + 24 * HOUR).gone == ()


@pytest.mark.parametrize(("content", "state"), [(None, "failed"), (b"", "empty"), (b"no article", "failed")])
def test_a_source_that_failed_or_is_empty_deletes_nothing(
    folder: Callable[..., Folder], content: bytes | None, state: str
) -> None:
    row, gone = folder().becomes(content)
    assert gone == set() and (row["gone"], row["state"]) == (0, state)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    yield made
    made.close()


def pages(server: FaultServer, answers: dict[int, str]) -> str:
    """A page that lists six articles, with what some of them answer instead of their text."""
    for n in range(6):
        server.page(f"/news/{n}", page(f"Calm {n}", f"{STORY} Number {n}."), status=answers.get(n, "200 OK"))
    return server.page("/list", "".join(f'<a href="/news/{n}">x</a>' for n in range(6)))


@pytest.mark.parametrize(
    ("answers", "gone", "state"),
    [({2: "404 Not Found"}, 1, "ok"), ({2: "410 Gone"}, 1, "ok"), ({2: "500 Down"}, 0, "ok"), ({2: "403 No"}, 0, "ok"),
     ({1: "404 Not Found", 2: "404 Not Found"}, 0, "shrunk"), (dict.fromkeys(range(6), "404 Not Found"), 0, "empty")],
)  # fmt: skip
def test_a_page_is_deleted_when_its_server_says_it_is_gone(
    server: FaultServer, tmp_path: Path, answers: dict[int, str], gone: int, state: str
) -> None:
    listed = Source(id="site", reader="html", url=pages(server, {}), options={"links": "/news/"})
    workspace = reading(tmp_path, listed)
    assert round_of(workspace)["new"] == 6
    pages(server, answers)
    row = round_of(workspace, 24)
    assert (row["gone"], row["state"]) == (gone, state) and len(names(workspace)) == 6 - gone


def test_a_page_that_is_gone_is_deleted_in_a_round_of_some_sources_too(server: FaultServer, tmp_path: Path) -> None:
    """A run that has its files on record asks the live sources alone."""
    workspace = reading(tmp_path, Source(id="site", reader="html", url=pages(server, {}), options={"links": "/news/"}))
    round_of(workspace)
    pages(server, {2: "404 Not Found"})
    assert harvesting.harvest(workspace, only=["site"], clock=lambda: MONDAY + HOUR).rows()[0]["gone"] == 1


def test_what_a_feed_or_a_list_no_longer_names_is_not_deleted(server: FaultServer, tmp_path: Path) -> None:
    feed = Source(id="feed", reader="rss", url=server.page("/feed", rss(*(item(f"a{n}") for n in range(9)))))
    workspace = reading(tmp_path, feed)
    assert round_of(workspace)["new"] == 9
    server.page("/feed", rss(item("a3"), item("a9")))
    row = round_of(workspace, 24)
    assert (row["gone"], row["state"], row["new"]) == (0, "ok", 1) and len(names(workspace)) == 10
