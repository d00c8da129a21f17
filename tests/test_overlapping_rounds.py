"""Rounds that overlap: a slow one records nothing of what another wrote since it began, neither gone nor changed."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fault_server import Exchange, FaultServer
from riskbrief.definitions.outlets import Source
from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline.gathering import gather, store_path
from riskbrief.pipeline.harvesting import Harvest, Round, asked, harvest, recorded
from riskbrief.store.appending import Batch, append
from riskbrief.store.care import faults
from riskbrief.store.holding import Holding, reached
from riskbrief.store.opening import opened
from test_live_sources import item, rss
from test_store import START, add, articles, path, row, texts
from test_vanishing import HOUR, MONDAY, lines, reading, server

__all__ = ["path", "server"]


class Desk:
    """A workspace of one file, and what its store holds by article."""

    def __init__(self, root: Path) -> None:
        self.file = root / "a.jsonl"
        self.workspace: Workspace = reading(root, Source(id="files", reader="jsonl", path="a.jsonl"))
        self.hours = 0

    def write(self, written: list[str]) -> None:
        self.file.write_text("".join(written))

    def begin(self) -> Round:
        self.hours += 1
        return asked(self.workspace, now=self.clock())

    def end(self, begun: Round) -> dict[str, object]:
        return recorded(self.workspace, begun, clock=self.clock).rows()[0]

    def whole(self) -> Harvest:
        self.hours += 1
        return harvest(self.workspace, clock=self.clock)

    def clock(self) -> datetime:
        return MONDAY + self.hours * HOUR

    def held(self) -> dict[str, str]:
        """The articles on record by id, whatever lies in the file."""
        return texts(articles(store_path(self.workspace)))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_another_round_added_meanwhile_is_not_deleted(desk: Desk) -> None:
    """The slow round read the file before an article between its oldest and newest was added to it."""
    written = lines(10)
    desk.write(written[:4] + written[5:])
    desk.whole()
    slow = desk.begin()
    desk.write(written)
    assert desk.end(desk.begin())["new"] == 1
    row = desk.end(slow)
    assert (row["gone"], row["state"]) == (0, "ok") and len(desk.held()) == 10


def test_a_first_round_deletes_nothing_of_another_that_made_the_store_meanwhile(desk: Desk) -> None:
    written = lines(10)
    desk.write(written[:4] + written[5:])
    slow = desk.begin()
    desk.write(written)
    desk.end(desk.begin())
    assert desk.end(slow)["gone"] == 0 and len(desk.held()) == 10


def test_what_another_round_added_makes_a_slow_one_neither_shrunk_nor_blind_to_what_is_gone(desk: Desk) -> None:
    """The other added eight to the thirteen that were held; the slow one misses one of the thirteen."""
    written = lines(21)
    desk.write(written[:6] + written[14:])
    desk.whole()
    desk.write(written[:3] + written[4:6] + written[14:])
    slow = desk.begin()
    desk.write(written)
    assert desk.end(desk.begin())["new"] == 8
    row = desk.end(slow)
    assert (row["state"], row["message"], row["gone"]) == ("ok", "", 1)
    assert desk.whole().rows()[0]["changed"] == 1 and len(desk.held()) == 21


def test_what_was_written_between_the_comparison_and_the_record_is_not_deleted(desk: Desk) -> None:
    desk.write(lines(3))
    desk.whole()
    for began, gone in ((2, 0), (3, 1)):
        with opened(store_path(desk.workspace)) as db:
            append(db, Batch([], gone=("n02",), began=began), now=MONDAY + 9 * HOUR)
            assert db.execute("SELECT count(*) FROM revision WHERE deleted = 1").fetchone() == (gone,)


def test_a_correction_of_another_round_is_not_undone_by_the_words_a_slow_one_read(desk: Desk) -> None:
    written = lines(10)
    desk.write(written)
    desk.whole()
    slow = desk.begin()
    desk.write([*written[:3], written[3].replace("cloth", "silk"), *written[4:]])
    assert desk.end(desk.begin())["changed"] == 1
    row = desk.end(slow)
    assert (row["changed"], row["overtaken"], row["duplicate"]) == (0, 1, 9)
    assert "silk" in desk.held()["n03"]


def test_an_article_deleted_meanwhile_is_not_brought_back_by_a_slow_round(desk: Desk) -> None:
    written = lines(10)
    desk.write(written)
    desk.whole()
    slow = desk.begin()
    desk.write(written[:3] + written[4:])
    assert desk.end(desk.begin())["gone"] == 1
    assert desk.end(slow)["overtaken"] == 1 and "n03" not in desk.held()


def test_what_was_overtaken_and_stands_so_is_recorded_by_the_next_round(desk: Desk) -> None:
    written = lines(10)
    desk.write(written)
    desk.whole()
    early = desk.begin()
    desk.write([*written[:3], written[3].replace("cloth", "silk"), *written[4:]])
    late = desk.begin()
    desk.end(early)
    desk.write([*written[:3], written[3].replace("cloth", "wool"), *written[4:]])
    desk.end(desk.begin())
    assert desk.end(late)["overtaken"] == 1 and not desk.whole().overtaken and "wool" in desk.held()["n03"]


def test_words_of_a_feed_that_were_overtaken_are_asked_for_again_though_it_has_not_moved_on(
    server: FaultServer, tmp_path: Path
) -> None:
    """The slow round looked last, and knows the feed's newest mark: sent back, it would keep the words away."""
    words = ["early"]

    def feed(asked_for: Exchange) -> None:
        mark = f'"{words[0]}"'
        same = asked_for.headers.get("if-none-match") == mark
        body, status = (b"", "304 Not Modified") if same else (rss(item("a", title=words[0])).encode(), "200 OK")
        asked_for.answer(body, status, ETag=mark)

    workspace = reading(tmp_path, Source(id="feed", reader="rss", url=server.route("/feed", feed)))
    harvest(workspace, clock=lambda: MONDAY)
    words[0] = "later"
    other = asked(workspace, now=MONDAY + HOUR)
    words[0] = "latest"
    slow = asked(workspace, now=MONDAY + HOUR)
    recorded(workspace, other, clock=lambda: MONDAY + HOUR)
    assert recorded(workspace, slow, clock=lambda: MONDAY + HOUR).rows()[0]["overtaken"] == 1
    assert harvest(workspace, clock=lambda: MONDAY + 2 * HOUR).rows()[0]["changed"] == 1
    assert gather(workspace).articles["title"].tolist() == ["latest"]
    assert harvest(workspace, clock=lambda: MONDAY + 3 * HOUR).rows()[0]["state"] == "not_modified"


def test_a_round_that_misses_what_another_recorded_meanwhile_is_not_taken_for_all_there_is(desk: Desk) -> None:
    """Else the next run would not read the file, and what it no longer holds would stand for good."""
    written = lines(10)
    desk.write(written)
    other = desk.begin()
    desk.write(written[:4] + written[5:])
    ours = desk.begin()
    desk.end(other)
    assert recorded(desk.workspace, ours, clock=desk.clock).overtaken
    assert desk.whole().rows()[0]["gone"] == 1 and not desk.whole().overtaken


def test_what_a_source_held_lately_is_looked_up_by_day_however_long_the_record(path: Path) -> None:
    add(path, *(row(f"n{n}", at=START - n * HOUR) for n in range(1500)))
    with opened(path) as db:
        held, steps = Holding(db, reached(db)), []
        db.set_progress_handler(lambda: steps.append(1), 100)
        assert len(held.since("feed", START - 5 * HOUR)) == 6
    assert len(steps) < 10


class Overlapping(RuleBasedStateMachine):
    """A file whose middle articles come, go and are corrected, and up to three rounds that begin and end in any order.
    The others stay all the time."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self.folder.name))
        self.lines = lines(24)
        self.words = dict.fromkeys(range(24), 0)
        self.rounds: list[Round] = []
        self._write()
        self.desk.whole()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def _write(self) -> None:
        self.desk.write([self.lines[n].replace("cloth", f"cloth {word}") for n, word in sorted(self.words.items())])

    @rule(number=st.integers(11, 13), word=st.sampled_from([None, 0, 1]))
    def the_file_moves_on(self, number: int, word: int | None) -> None:
        self.words.pop(number, None)
        self.words |= {} if word is None else {number: word}
        self._write()

    @precondition(lambda self: len(self.rounds) < 3)
    @rule()
    def a_round_begins(self) -> None:
        self.rounds.append(self.desk.begin())

    @precondition(lambda self: self.rounds)
    @rule(which=st.integers(0, 2))
    def a_round_ends(self, which: int) -> None:
        self.desk.end(self.rounds.pop(which % len(self.rounds)))

    @rule()
    def a_round_alone_tells_what_the_file_holds(self) -> None:
        self.desk.whole()
        told = {f"n{n:02}": word for n, word in self.words.items()}
        held = self.desk.held()
        assert held.keys() == told.keys()
        assert all(f"cloth {word}" in held[name] for name, word in told.items())

    @invariant()
    def what_stayed_all_the_time_was_never_deleted(self) -> None:
        with opened(store_path(self.desk.workspace)) as db:
            gone = {name for (name,) in db.execute("SELECT article_id FROM revision WHERE deleted = 1")}
            assert not gone - {"n11", "n12", "n13"} and faults(db) == []


Overlapping.TestCase.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
TestOverlapping = pytest.mark.slow(Overlapping.TestCase)
