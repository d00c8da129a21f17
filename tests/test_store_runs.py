"""Runs that read the store: late, corrected and deleted articles, and an issue rebuilt from what was known then."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Called
from riskbrief.definitions.load import load_workspace
from riskbrief.periods import end_of_day
from riskbrief.pipeline import harvesting
from riskbrief.pipeline.gathering import Gathered, gather, store_path
from riskbrief.store.appending import Batch, append
from riskbrief.store.opening import opened
from test_store import row

Riskbrief = Callable[..., Called]
MONDAY = datetime(2024, 9, 23, 5, 15, tzinfo=UTC)  # the morning after week 38
WEEK_38 = datetime(2024, 9, 18, 9, 0, tzinfo=UTC)


def article(name: str, text: str, at: datetime = WEEK_38) -> dict[str, object]:
    """A synthetic article as a line of a file."""
    return {"article_id": name, "source_id": "lagoon_post", "language": "en", "published_at": at.isoformat(),
            "title": "", "text": text, "url": ""}  # fmt: skip


@pytest.fixture
def files(workspace: Path) -> Callable[..., None]:
    """The workspace reads a folder of JSON Lines only; write its one file."""
    config = (workspace / "config.yaml").read_text()
    config = config.replace("  - id: demo\n    reader: demo\n", "")
    config = config.replace("    path: articles\n    enabled: false", "    path: articles")
    (workspace / "config.yaml").write_text(config)
    (workspace / "articles").mkdir(exist_ok=True)

    def write(*articles: dict[str, object]) -> None:
        (workspace / "articles" / "a.jsonl").write_text("".join(json.dumps(a) + "\n" for a in articles))

    return write


def harvest(workspace: Path, now: datetime) -> list[dict[str, object]]:
    return harvesting.harvest(load_workspace(workspace), clock=lambda: now).rows()


def known(workspace: Path, day: date | None = None) -> Gathered:
    return gather(load_workspace(workspace), moment=end_of_day(day) if day else None)


def words(found: Gathered) -> dict[str, str]:
    return dict(zip(found.articles["article_id"], found.articles["text"], strict=True))


def test_ingest_says_for_each_source_what_was_new_changed_and_known(
    riskbrief: Riskbrief, workspace: Path, files: Callable[..., None]
) -> None:
    files(article("a", "One."), article("b", "Two."))
    first = riskbrief("-C", workspace, "ingest")
    assert first.code == 0
    told = first.rows[0]
    assert (told["source"], told["state"], told["fetched"], told["new"]) == ("folder", "ok", 2, 2)
    assert told["newest"] == "2024-09-18"
    files(article("a", "One, corrected."), article("b", "Two."), article("c", "Three."))
    again = riskbrief("-C", workspace, "ingest", "--source", "folder").rows[0]
    assert (again["new"], again["changed"], again["duplicate"]) == (1, 1, 1)
    unknown = riskbrief("-C", workspace, "ingest", "--source", "foldr")
    assert unknown.code == 2 and "folder" in unknown.err


def test_the_packaged_corpus_makes_no_store(riskbrief: Riskbrief, workspace: Path) -> None:
    assert riskbrief("-C", workspace, "ingest").rows[0]["source"] == "demo"
    assert not store_path(load_workspace(workspace)).exists()


def test_what_was_known_on_a_day_is_asked_of_the_record(workspace: Path, files: Callable[..., None]) -> None:
    files(article("a", "One."), article("b", "Two."))
    harvest(workspace, MONDAY)
    files(article("a", "One, corrected."), article("late", "Late."))
    harvest(workspace, MONDAY + timedelta(days=2))
    then, now = known(workspace, date(2024, 9, 23)), known(workspace)
    assert words(then) == {"a": "One.", "b": "Two."} and then.mode == "replay"
    assert words(now) == {"a": "One, corrected.", "b": "Two.", "late": "Late."} and now.mode == "live"
    assert now.seq > then.seq > 0


def test_before_the_record_begins_articles_are_known_from_their_publication(
    workspace: Path, files: Callable[..., None]
) -> None:
    files(article("a", "One."))
    harvest(workspace, MONDAY + timedelta(days=400))
    found = known(workspace, date(2024, 9, 22))
    assert words(found) == {"a": "One."} and found.mode == "reconstructed" and found.reconstructed == 1


def test_a_file_that_was_not_ingested_yet_counts_as_it_lies_there(workspace: Path, files: Callable[..., None]) -> None:
    files(article("a", "One."))
    harvest(workspace, MONDAY)
    files(article("a", "One, corrected."), article("b", "Two."))
    assert words(known(workspace)) == {"a": "One, corrected.", "b": "Two."}


def test_an_article_of_a_file_that_is_gone_stays_known(workspace: Path, files: Callable[..., None]) -> None:
    files(article("a", "One."), article("b", "Two."))
    harvest(workspace, MONDAY)
    files(article("b", "Two."))
    assert set(words(known(workspace))) == {"a", "b"}


def test_an_article_taken_down_stays_away_though_its_file_still_holds_it(
    riskbrief: Riskbrief, workspace: Path, files: Callable[..., None]
) -> None:
    files(article("a", "One."), article("b", "Two."))
    harvest(workspace, MONDAY)
    assert riskbrief("-C", workspace, "store", "forget", "a", "--reason", "court order").code == 0
    found = known(workspace)
    assert set(words(found)) == {"b"} and found.dropped["forgotten"] == 1
    assert harvest(workspace, MONDAY + timedelta(days=1))[0]["forgotten"] == 1


def test_a_live_article_that_came_days_after_its_week_does_not_change_what_that_week_knew(
    workspace: Path, files: Callable[..., None]
) -> None:
    """On Monday morning Sunday's articles belong to the week; what comes on Wednesday is late."""
    files()
    path = store_path(load_workspace(workspace))
    sunday = datetime(2024, 9, 22, 20, 0, tzinfo=UTC)
    with opened(path, create=True) as db:
        append(db, Batch([row("monday", at=sunday)]), now=MONDAY)
    with opened(path) as db:
        append(db, Batch([row("wednesday", at=sunday)]), now=MONDAY + timedelta(days=2))
    articles = known(workspace).articles
    seen = articles[articles["known_at"] < datetime(2024, 9, 23, tzinfo=UTC)]
    assert list(seen["article_id"]) == ["monday"]


def texts_of_a_week() -> list[dict[str, object]]:
    outlets = ("lagoon_post", "relief_bulletin", "le_quotidien_du_sahel", "savanna_times", "wire_one", "wire_two")
    return [
        article(f"n{k}", f"Weavers in Mali showed cloth number {k} at a fair in Bamako.", WEEK_38 + timedelta(hours=k))
        | {"source_id": outlets[k % 6]}
        for k in range(30)
    ]


def test_a_past_issue_is_rebuilt_byte_for_byte_after_more_has_come(
    riskbrief: Riskbrief, workspace: Path, short_report: Path, files: Callable[..., None]
) -> None:
    files(*texts_of_a_week())
    harvest(workspace, MONDAY)
    asked = ("-C", workspace, "run", "weekly", "--as-of", "2024-09-23")
    first = riskbrief(*asked, "--output", workspace / "first")
    files(*texts_of_a_week(), article("late", "Gunmen attacked a market in Gao and killed 9 civilians."))
    harvest(workspace, MONDAY + timedelta(days=3))
    again = riskbrief(*asked, "--output", workspace / "again")
    assert first.code == again.code == 0, first.err + again.err
    old, new = (Path(c.out.split("\n")[-2]) for c in (first, again))
    names = sorted(p.name for p in old.iterdir() if p.name not in {"manifest.json", "SHA256SUMS"})
    assert {n: (old / n).read_bytes() for n in names} == {n: (new / n).read_bytes() for n in names}
    told = json.loads((new / "manifest.json").read_text())["knowledge"]
    assert told["mode"] == "replay" and told["label"].startswith("2024-09-23T05:15")
