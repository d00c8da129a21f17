"""Promises of the Monday run: a second process changes nothing, origins are compared once, texts stay in the store."""

from __future__ import annotations

import json
import os
import platform
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pandas as pd
import pyarrow as pa
import pytest

from coding_builders import shipped
from coding_changes import CIVILIANS
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import LockedError
from riskbrief.ingest.encodings import read_lines, read_text
from riskbrief.periods import Week
from riskbrief.pipeline import beside, identity, origins_kept, stages
from riskbrief.pipeline.beside import CHUNK, MANY, shared
from riskbrief.pipeline.gathering import gather, left_in, store_path
from riskbrief.pipeline.harvesting import harvest
from riskbrief.pipeline.origins_kept import FILE, remembered_origins
from riskbrief.pipeline.resolving import with_origins
from riskbrief.pipeline.texts import with_texts
from riskbrief.store import care
from riskbrief.store.opening import opened
from riskbrief.tables import ARTICLES
from two_regions import articles as written
from two_regions import two_regions

HERE = os.getpid()
COUNT = MANY + CHUNK // 2
READING = shipped().config.index.reading
START = pd.Timestamp("2024-03-04", tz="UTC")
NOW = datetime(2024, 9, 23, 5, 15, tzinfo=UTC)
WEEK = Week.parse("2024-W38")


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _who: {0, 1})


def numbered(first: int, last: int) -> pa.Table:
    return pa.table({"number": range(first, last), "by": [os.getpid()] * (last - first)})


@pytest.fixture
def halved() -> Callable[[int, int], pa.Table]:
    """Work in which the first process waits, once, until the other has begun."""
    ours, its = os.pipe()
    waited = [False]

    def work(first: int, last: int) -> pa.Table:
        if os.getpid() != HERE:
            os.write(its, b".")
        elif first and not waited[0]:
            waited[0] = bool(os.read(ours, 1))
        return numbered(first, last)

    return work


@pytest.mark.usefixtures("two_processors")
def test_two_processes_make_what_one_makes_in_its_order(halved: Callable[[int, int], pa.Table]) -> None:
    told: list[int] = []
    found = pa.concat_tables(shared(COUNT, halved, tick=lambda: told.append(1)))
    assert found["number"].to_pylist() == list(range(COUNT))
    assert len(set(found["by"].to_pylist())) == 2
    assert len(told) == beside.chunks(COUNT)


@pytest.mark.usefixtures("two_processors")
def test_few_articles_or_one_processor_need_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    few = pa.concat_tables(shared(MANY - 1, numbered))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _who: {0})
    alone = pa.concat_tables(shared(COUNT, numbered))
    assert {*few["by"].to_pylist(), *alone["by"].to_pylist()} == {HERE}


@pytest.mark.usefixtures("two_processors")
@pytest.mark.parametrize("end", [lambda: os._exit(3), lambda: os.kill(os.getpid(), 9), lambda: 1 / 0])
def test_what_the_second_process_does_not_finish_is_done_by_the_first(end: Callable[[], object]) -> None:
    def work(first: int, last: int) -> pa.Table:
        if os.getpid() != HERE:
            end()
        return numbered(first, last)

    found = pa.concat_tables(shared(COUNT, work))
    assert found["number"].to_pylist() == list(range(COUNT))


@pytest.mark.usefixtures("two_processors")
def test_an_article_that_cannot_be_read_raises_the_same_error_in_either_process() -> None:
    def work(first: int, last: int) -> pa.Table:
        if first <= 3 * CHUNK < last:
            raise ValueError(f"article {3 * CHUNK}")
        return numbered(first, last)

    with pytest.raises(ValueError, match=f"article {3 * CHUNK}"):
        shared(COUNT, work)


@pytest.mark.usefixtures("two_processors")
def test_a_signal_that_comes_with_the_fork_never_sends_the_copy_on_the_way_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fork, (ours, its) = os.fork, os.pipe()

    def interrupted() -> int:
        if helper := fork():
            return helper
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fork", interrupted)
    try:
        found = pa.concat_tables(shared(COUNT, numbered))
    finally:
        if os.getpid() != HERE:
            os.write(its, b"here too")
            os._exit(1)
    os.close(its)
    assert (os.read(ours, 9), found["number"].to_pylist()) == (b"", list(range(COUNT)))
    os.close(ours)


@pytest.mark.usefixtures("two_processors")
def test_a_process_that_ignores_the_end_of_its_copies_does_the_same() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        found = pa.concat_tables(shared(COUNT, numbered))
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert found["number"].to_pylist() == list(range(COUNT))


@pytest.mark.usefixtures("two_processors")
def test_the_second_process_ends_at_once_with_the_first() -> None:
    """It holds the locks that the first took: a run that is begun again must not find them held."""
    ours, its = os.pipe()
    first = os.fork()
    if not first:
        try:
            me = os.getpid()

            def work(first: int, last: int) -> pa.Table:
                if first and os.getpid() != me:
                    os.write(its, b"begun")
                    time.sleep(5)
                    os.write(its, b"alone")
                elif first:
                    time.sleep(60)
                return numbered(first, last)

            shared(COUNT, work)
        finally:
            os._exit(1)
    os.close(its)
    assert os.read(ours, 5) == b"begun"
    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)
    assert os.read(ours, 5) == b""
    os.close(ours)


def press(weeks: int, seed: int) -> pd.DataFrame:
    """Made-up articles in two languages, a third of them copies of one of up to ten days before."""
    draw, rows = Random(seed), list[dict[str, object]]()
    for n in range(weeks * 14):
        at = START + timedelta(days=n / 2, seconds=draw.randrange(3600))
        fresh = " ".join(f"w{draw.randrange(10**6)}" for _ in range(40))
        text = str(draw.choice(rows[-20:])["text"]) if rows and draw.random() < 0.35 else fresh
        rows.append({
            "article_id": f"a{n:03}", "source_id": "s", "language": draw.choice(["en", "fr"]), "title": "", "url": "",
            "text": text, "published_at": at, "known_at": at, "ingest_seq": n + 1, "retracts": "", "flags": "",
            "content_sha256": text, "origin_id": "",
        })  # fmt: skip
    return ARTICLES.build(rows)


@pytest.mark.parametrize("seed", range(2))
def test_origins_found_run_by_run_are_those_of_comparing_everything(tmp_path: Path, seed: int) -> None:
    """History, then new weeks, then a late article, one deleted and one with other words; and again without change."""
    whole = press(6, seed)
    other = whole["text"].where(whole["article_id"] != "a030", whole["text"].iloc[20])
    changed = whole.assign(text=other, content_sha256=other)
    late = whole["article_id"] == "a025"
    for known in (whole[:50], whole, whole[~late], whole, changed, whole):
        found = remembered_origins(tmp_path, known, READING, store=None)
        pd.testing.assert_frame_equal(found, with_origins(known, READING))
    assert with_origins(whole, READING)["origin_id"].nunique() < len(whole) - 9


def test_articles_of_the_week_before_1970_are_compared_like_others(tmp_path: Path) -> None:
    """Their week has number -1."""
    early = press(1, 0)
    early["published_at"] += pd.Timestamp("1969-12-22", tz="UTC") - START
    found = remembered_origins(tmp_path, early, READING, store=None)
    assert found["origin_id"].tolist() == with_origins(early, READING)["origin_id"].tolist()
    assert found["origin_id"].nunique() < len(early)


def test_only_new_weeks_and_the_days_before_them_are_compared_again(tmp_path: Path) -> None:
    """The texts of older weeks are not even there."""
    whole = press(8, 1)
    remembered_origins(tmp_path, whole[whole["published_at"] < START + timedelta(weeks=7)], READING, store=None)
    before = whole["published_at"] < START + timedelta(weeks=6)
    lacking = whole.assign(text=whole["text"].mask(before))
    found = remembered_origins(tmp_path, lacking, READING, store=None)
    assert found["origin_id"].tolist() == with_origins(whole, READING)["origin_id"].tolist()
    with pytest.raises(AttributeError, match="strip"):
        (tmp_path / FILE).unlink()
        remembered_origins(tmp_path, lacking, READING, store=None)


def test_origins_found_by_another_python_are_compared_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may know other letters."""
    whole = press(2, 3)
    remembered_origins(tmp_path, whole, READING, store=None)
    before = json.loads((tmp_path / FILE).read_bytes())["blocks"]
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.0")
    identity.versions.cache_clear()
    try:
        remembered_origins(tmp_path, whole, READING, store=None)
    finally:
        identity.versions.cache_clear()
    assert len(json.loads((tmp_path / FILE).read_bytes())["blocks"]) == 2 * len(before)


def test_however_many_weeks_there_are_none_is_compared_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins_kept, "KEPT", 3)
    whole = press(5, 4)
    expected = remembered_origins(tmp_path, whole, READING, store=None)
    lacking = whole.assign(text=whole["text"].mask(whole["text"] != ""))
    found = remembered_origins(tmp_path, lacking, READING, store=None)
    assert found["origin_id"].tolist() == expected["origin_id"].tolist()
    remembered_origins(tmp_path, whole.assign(content_sha256="x"), READING, store=None)
    assert len(json.loads((tmp_path / FILE).read_bytes())["blocks"]) == 2 * 5 + 3


@pytest.mark.parametrize("damage", [b"", b"{", b'{"blocks": {}, "proof": ""}', None])
def test_damaged_origins_are_compared_anew(tmp_path: Path, damage: bytes | None) -> None:
    whole = press(3, 2)
    expected = remembered_origins(tmp_path, whole, READING, store=None)
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes().replace(b'"a0', b'"b0') if damage is None else damage)
    pd.testing.assert_frame_equal(remembered_origins(tmp_path, whole, READING, store=None), expected)


PLAIN = "Ségou\r\n’a\n\nb".encode()


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", PLAIN, PLAIN + b"\n", b"\xef\xbb\xbf" + PLAIN, b"\xff\xfe" + "é\n".encode("utf-16-le"), b"caf\xe9\nx",
     PLAIN * 9 + b"\xff\n", b"a\0b\n", "ab\n".encode("utf-16-le")],
)  # fmt: skip
def test_a_file_read_line_by_line_says_what_the_whole_says(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    text, *told = read_text(path, "")
    lines, *told_of_lines = read_lines(path, "")
    assert (list(lines), told_of_lines) == (text.split("\n"), told)


@pytest.fixture
def stored(workspace: Path) -> Path:
    """A workspace whose articles are on record and nowhere else."""
    file = written(two_regions(workspace), WEEK)
    for text in ("Gunmen attacked a village near Mopti in Mali on Tuesday, killing four civilians.", "Nothing."):
        file.write_text(file.read_text().replace("Weavers in Mali showed cloth number 4 at a fair.", text, 1))
    harvest(load_workspace(workspace), clock=lambda: NOW)
    file.unlink()
    return workspace


def quick(root: Path) -> Workspace:
    """The workspace with one indicator, one language and every country: compiled in a moment."""
    config = root / "config.yaml"
    config.write_text(config.read_text().replace("countries: configured", "countries: all"))
    workspace = load_workspace(root)
    cues, grammar, words = ({"en": part["en"]} for part in (workspace.cues, workspace.grammar, workspace.words))
    one = tuple(i for i in workspace.indicators if i.id == CIVILIANS)
    return replace(workspace, stated=one, cues=cues, grammar=grammar, words=words)


def test_a_run_that_leaves_texts_in_the_store_finds_what_one_that_reads_all_finds(stored: Path) -> None:
    """And once articles are coded, only the texts of those that say something are fetched."""
    loaded = quick(stored)
    whole, lacking = gather(loaded), gather(loaded, texts=False)
    assert lacking.articles["text"].isna().all() and left_in(whole) is None
    pd.testing.assert_frame_equal(with_texts(lacking.articles, left_in(lacking)), whole.articles)
    plain = stages.prepare(loaded, whole, cutoff=WEEK.cutoff)
    for _ in ("first", "remembered"):
        found = stages.prepare(loaded, lacking, cutoff=WEEK.cutoff, cached=True)
        for name in ("mentions", "focus", "claims"):
            pd.testing.assert_frame_equal(getattr(found.coded, name), getattr(plain.coded, name))
        one, other = (m.resolver.at(WEEK.cutoff) for m in (found, plain))
        pd.testing.assert_frame_equal(one.events, other.events)
        assert len(one.events) == 1


def test_a_text_that_was_emptied_while_a_run_read_is_told_with_what_to_do(stored: Path) -> None:
    loaded = load_workspace(stored)
    lacking = gather(loaded, texts=False)
    with opened(store_path(loaded)) as db:
        care.forget(db, str(lacking.articles["article_id"].iloc[3]), reason="asked", now=NOW)
    with pytest.raises(LockedError, match="Run again"):
        with_texts(lacking.articles, left_in(lacking))


def test_a_store_that_was_put_in_the_place_of_another_gives_no_text(stored: Path) -> None:
    """Else what one article says would be kept under the name of another."""
    loaded = load_workspace(stored)
    lacking = gather(loaded, texts=False)
    store_path(loaded).unlink()
    file = written(loaded.root, WEEK)
    file.write_text("".join(reversed(file.read_text().splitlines(keepends=True))))
    harvest(loaded, clock=lambda: NOW)
    with pytest.raises(LockedError, match="replaced"):
        with_texts(lacking.articles, left_in(lacking))
