"""What was known when: an article that comes, is corrected, goes and comes back, asked for at every instant between."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from conftest import Called
from fault_server import FaultServer
from riskbrief.definitions.outlets import Source
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import StoreError, UsageError
from riskbrief.periods import end_of_day
from riskbrief.pipeline.emptied import check_texts, needed_days
from riskbrief.pipeline.explaining import explain_number
from riskbrief.pipeline.gathering import Gathered, gather, store_path
from riskbrief.pipeline.harvesting import harvest
from riskbrief.store import opening
from riskbrief.store.appending import Batch, append
from riskbrief.store.care import forget, prune
from riskbrief.store.knowing import Cut, Moved, cut_at, moved
from riskbrief.store.opening import opened
from test_live_sources import item, rss
from test_store import HOUR, START, add, articles, moves, path, row, texts
from test_vanishing import MONDAY, lines, reading, round_of, server

__all__ = ["path", "server"]
DAY = timedelta(days=1)
BEFORE, T1, T2, T3, T4 = START - DAY, START, START + 30 * HOUR, START + 200 * HOUR, START + 400 * HOUR
KNOWN = ((T1, "First words."), (T2, "Corrected."), (T3, None), (T4, "Corrected."))


@pytest.fixture
def story(path: Path) -> Path:
    """A store with an article that came at T1, was corrected at T2, went at T3 and came back at T4, beside another."""
    add(path, row("other", at=BEFORE), now=BEFORE)
    add(path, row("a", "First words."), now=T1)
    add(path, row("a", "Corrected."), now=T2)
    add(path, now=T3, gone=("a",))
    add(path, row("a", "Corrected."), now=T4)
    return path


def test_each_instant_knows_exactly_what_was_known_then(story: Path) -> None:
    """At the very instant it arrived it is known, a moment before it is not."""
    moment = timedelta(microseconds=1)
    told = None
    for at, text in KNOWN:
        assert texts(articles(story, at - moment)).get("a") == told
        assert texts(articles(story, at)).get("a") == text
        told = text


def test_every_revision_says_since_when_its_own_words_are_known(story: Path) -> None:
    with opened(story) as db:
        query = "SELECT known_at, deleted FROM revision WHERE article_id = 'a' ORDER BY revision"
        stored = db.execute(query).fetchall()
    assert [(at[:16], bool(deleted)) for at, deleted in stored] == [
        (f"{at:%Y-%m-%dT%H:%M}", text is None) for at, text in KNOWN
    ]


def test_the_ledger_says_of_later_words_since_when_they_are_known_and_nothing_of_the_first(story: Path) -> None:
    """The article keeps the instant it was first known: that decides in which weeks it is seen."""
    for at, flags in ((T1, ""), (T2, f"revised:{T2:%Y-%m-%dT%H:%M:%SZ}"), (T4, f"revised:{T4:%Y-%m-%dT%H:%M:%SZ}")):
        one = articles(story, at).articles.set_index("article_id").loc["a"]
        assert (one["known_at"], one["flags"]) == (T1, flags)


def test_a_correction_that_came_with_the_clock_set_back_is_known_no_earlier_than_the_article(path: Path) -> None:
    add(path, row("a"), now=T2)
    add(path, row("a", "Corrected."), now=T1)
    with opened(path) as db:
        first, second = (at for (at,) in db.execute("SELECT known_at FROM revision ORDER BY revision"))
    assert first == second and texts(articles(path, T2)) == {"a": "Corrected."}


def test_a_misdated_article_of_a_file_is_known_to_be_mended_since_it_was_and_seen_from_its_true_date(
    path: Path,
) -> None:
    """Its first date lies ahead of the mending."""
    add(path, row("a", at=datetime(2099, 1, 1, tzinfo=UTC), live=False), now=T1)
    add(path, row("a"), now=T2)
    one = articles(path).articles.iloc[0]
    assert (one["known_at"], one["flags"]) == (T2, f"revised:{T2:%Y-%m-%dT%H:%M:%SZ}")


@pytest.mark.parametrize(
    "change", ["UPDATE revision SET known_at = '2031' || substr(known_at, 5)", "DELETE FROM revision"]
)
def test_when_an_article_was_first_known_is_not_believed_of_a_row_that_was_altered(story: Path, change: str) -> None:
    with opened(story) as db:
        db.execute(f"{change} WHERE article_id = 'a' AND revision = 1")
    with pytest.raises(StoreError, match="article 'a'"):
        articles(story)


def told(store: Path, *issues: datetime) -> list[list[tuple[str, str]]]:
    """What moved between each issue and the one before, all of one week."""
    with opened(store) as db:
        cuts = [cut_at(db, at) for at in issues]
        return [[(m.article_id, m.kind) for m in _between(db, *pair)] for pair in pairwise(cuts)]


def _between(db: object, before: Cut, now: Cut) -> list[Moved]:
    end = START + 999 * DAY
    return list(moved(db, before, now, published_before=START + DAY, arrived_before=end, arrived_then=end))  # type: ignore[arg-type]


def test_the_next_issue_names_each_change_once_and_the_one_after_it_no_more(story: Path) -> None:
    every = told(story, BEFORE, T1, T2, T3, T4, T4 + DAY)
    assert every == [[("a", "late")], [("a", "changed")], [("a", "deleted")], [("a", "late")], []]
    assert told(story, BEFORE, T2, T3) == [[("a", "late")], [("a", "deleted")]]
    assert told(story, T1, T3) == [[("a", "deleted")]] and told(story, T2, T4) == [[]]


def test_what_lay_on_record_but_came_too_late_for_an_issue_made_late_is_named_by_the_next(path: Path) -> None:
    """An issue made on Thursday does not count what came on Wednesday; the next week's issue says that it came."""
    week, wednesday = START - 10 * HOUR, START + 55 * HOUR
    add(path, row("in time", at=week))
    add(path, row("late", at=week), row("filed", at=week, live=False), now=wednesday)
    add(path, row("next", at=START + 100 * HOUR), now=START + 168 * HOUR)
    with opened(path) as db:
        made_late = cut_at(db, wednesday + 20 * HOUR)
        assert {m.article_id: m.kind for m in moves(db, made_late)} == {"late": "late"}
        assert {m.article_id for m in moves(db, cut_at(db, START))} == {"late", "filed"}


# The account of files


def account(found: Gathered) -> dict[str, object]:
    return {name: getattr(found, name) for name in ("read", "dropped", "sources", "notes", "seq", "label")}


def two_files(root: Path) -> tuple[Workspace, list[dict[str, object]]]:
    """A workspace of two files that share articles, with rows that are dropped, flagged and noted."""
    both = [Source(id=name, reader="jsonl", path=f"{name}.jsonl") for name in ("one", "two")]
    plain = [json.loads(line) for line in lines(10)]
    plain[0]["published_at"] = plain[0]["published_at"][:19]
    plain[1]["extra"] = 1
    rows = [*plain, plain[3], plain[4] | {"article_id": "x", "published_at": "soon"}]
    write(root / "one.jsonl", rows)
    write(root / "two.jsonl", plain[5:7])
    return reading(root, *both), plain


def write(file: Path, rows: list[dict[str, object]]) -> None:
    file.write_text("".join(json.dumps(one) + "\n" for one in rows))


@pytest.mark.parametrize("feeds", [False, True], ids=["files alone", "beside a feed"])
def test_a_past_issue_counts_and_notes_what_was_dropped_of_files_as_it_did_then(
    tmp_path: Path, server: FaultServer, feeds: bool
) -> None:
    workspace, plain = two_files(tmp_path)
    if feeds:
        feed = Source(id="feed", reader="rss", url=server.page("/feed", rss(item("f"), item("f"))))
        workspace = reading(tmp_path, *workspace.config.sources, feed)
    harvest(workspace, clock=lambda: MONDAY)
    then = gather(workspace)
    assert then.dropped == {"bad_date": 1, "duplicate": 3} and len(then.notes) >= 5
    write(tmp_path / "one.jsonl", [*plain, plain[4] | {"article_id": "later"}])
    harvest(workspace, clock=lambda: MONDAY + 3 * DAY)
    again = gather(workspace, moment=end_of_day(MONDAY.date()))
    assert account(again) == account(then) and again.articles.equals(then.articles)


def test_notes_on_files_that_are_no_source_any_more_are_of_no_later_issue(server: FaultServer, tmp_path: Path) -> None:
    workspace, _ = two_files(tmp_path)
    harvest(workspace, clock=lambda: MONDAY)
    feed = Source(id="feed", reader="rss", url=server.page("/feed", rss(item("a"))))
    without = reading(tmp_path, feed)
    harvest(without, clock=lambda: MONDAY + DAY)
    again = gather(without, moment=end_of_day(MONDAY.date() + DAY))
    assert account(again) == account(gather(without)) and again.dropped == {}


def test_a_day_that_is_over_is_asked_of_the_record_though_nothing_was_recorded_since(tmp_path: Path) -> None:
    """A file edited on Wednesday says nothing of Monday, whether it was ingested or not."""
    workspace, plain = two_files(tmp_path)
    harvest(workspace, clock=lambda: MONDAY)
    then = account(gather(workspace))
    write(tmp_path / "one.jsonl", [one | {"text": "Edited since."} for one in plain])
    asked = gather(workspace, moment=end_of_day(MONDAY.date()))
    assert account(asked) == then and not asked.articles["text"].eq("Edited since.").any()
    assert gather(workspace).articles["text"].eq("Edited since.").sum() == 8  # the other file holds two of the ten


# Dates


def test_a_feed_that_dates_old_words_anew_every_day_makes_nothing_new(server: FaultServer, tmp_path: Path) -> None:
    """It could not have been published after it was first seen; a date mended to one before that is taken."""

    def dated(day: str) -> Source:
        return Source(id="feed", reader="rss", url=server.page("/feed", rss(item("a", date=day))))

    workspace = reading(tmp_path, dated("Fri, 20 Sep 2024 08:00:00 GMT"))
    assert round_of(workspace)["new"] == 1
    for n in range(1, 5):
        dated(f"{MONDAY + n * DAY:%a, %d %b %Y} 04:00:00 GMT")
        counts = round_of(workspace, 24 * n)
        assert (counts["redated"], counts["changed"], counts["duplicate"]) == (1, 0, 0)
    one = gather(workspace).articles.iloc[0]
    assert one["published_at"] == datetime(2024, 9, 20, 8, tzinfo=UTC) and "date" not in one["flags"]
    dated("Thu, 19 Sep 2024 08:00:00 GMT")
    assert round_of(workspace, 120)["changed"] == 1
    assert gather(workspace).articles["published_at"].iloc[0] == datetime(2024, 9, 19, 8, tzinfo=UTC)


def test_old_words_under_another_address_keep_their_date_too(path: Path) -> None:
    """An address with a mark of the day is no reason to count an article in every week anew."""
    add(path, row("a"))
    for n in (1, 2):
        add(path, row("a", at=START + n * DAY, url=f"https://example.org/a?{n}"), now=START + n * DAY + HOUR)
    one = articles(path).articles.iloc[0]
    assert (one["published_at"], one["url"]) == (START - HOUR, "https://example.org/a?2")


def test_a_feed_tells_the_hour_of_an_article_that_a_file_held_with_its_day_alone(path: Path) -> None:
    """The file was read two days later: the hour lies before that, though after the day began."""
    day = START - 2 * DAY
    add(path, row("a", at=day, live=False))
    assert add(path, row("a", at=day + 8 * HOUR), now=START + HOUR).of("feed") == {"changed": 1}
    assert add(path, row("a", at=START + HOUR), now=START + 2 * HOUR).of("feed") == {"redated": 1}
    assert articles(path).articles["published_at"].tolist() == [day + 8 * HOUR]


def test_an_article_of_a_file_dated_in_the_future_stretches_no_window_of_deletions(tmp_path: Path) -> None:
    """A copy of a file from before its newest articles were written holds the misdated one too."""
    file = tmp_path / "a.jsonl"
    workspace, written = reading(tmp_path, Source(id="files", reader="jsonl", path="a.jsonl")), lines(20)
    ahead = json.dumps(json.loads(written[0]) | {"article_id": "ahead", "published_at": "2099-01-01"}) + "\n"
    file.write_text(ahead + "".join(written))
    round_of(workspace)
    file.write_text(ahead + "".join(written[:18]))
    assert round_of(workspace, 24)["gone"] == 0
    found = gather(workspace)
    assert len(found.articles) == 21 and found.after(MONDAY) == 1


def test_the_last_week_of_2026_holds_new_year_and_its_articles_are_of_one_issue(tmp_path: Path) -> None:
    """2026-W53 runs to Sunday 3 January 2027; a run on Monday morning knows all of it."""
    monday = datetime(2027, 1, 4, 5, 15, tzinfo=UTC)
    rows = [json.loads(line) | {"published_at": day} for line, day in zip(
        lines(4), ("2026-12-27T23:59:59Z", "2026-12-28T00:00:00Z", "2027-01-03T23:59:60Z", "2027-01-04T00:00:00Z"),
        strict=True)]  # fmt: skip
    write(tmp_path / "a.jsonl", rows)
    workspace = reading(tmp_path, Source(id="files", reader="jsonl", path="a.jsonl"))
    harvest(workspace, clock=lambda: monday)
    found = gather(workspace, moment=end_of_day(date(2027, 1, 4)))
    assert found.label.startswith("2027-01-04T05:15")
    published = found.articles.set_index("article_id")["published_at"]
    assert [(p.isocalendar().year, p.isocalendar().week) for p in published.sort_index()] == [
        (2026, 52), (2026, 53), (2026, 53), (2027, 1),
    ]  # fmt: skip


# Taken down, emptied


def test_no_word_of_an_article_taken_down_stays_in_any_file_of_the_workspace(
    riskbrief: Callable[..., Called], workspace: Path
) -> None:
    secret = "Zanzibar marmalade of the year"
    store = workspace / ".riskbrief" / "store.db"
    add(store, row("a", secret, title=secret, url="https://example.org/zanzibar-marmalade"), row("b"))
    done = riskbrief("-C", workspace, "store", "forget", "a", "--reason", "court order").rows[0]
    assert done["emptied"] is True and done["revisions"] == 1
    left = [p for p in workspace.rglob("*") if p.is_file() and b"arm" in p.read_bytes() and _holds(p)]
    assert left == []


def _holds(file: Path) -> bool:
    return any(word in file.read_bytes() for word in (b"Zanzibar", b"zanzibar-marmalade"))


def test_while_another_reads_the_store_the_words_stay_in_its_log_and_forget_says_so(
    riskbrief: Callable[..., Called], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text is compressed, so the title is looked for."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    store = workspace / ".riskbrief" / "store.db"
    add(store, row("b"))
    with opened(store) as other:
        with opened(store) as db:
            append(db, Batch([row("a", title="Zanzibar marmalade")]), now=START + HOUR)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM revision").fetchone()
        done = riskbrief("-C", workspace, "store", "forget", "a", "--reason", "court order").rows[0]
        assert done["emptied"] is False
        other.execute("COMMIT")
    assert not any(_holds(p) for p in store.parent.iterdir())


def test_an_issue_rebuilt_after_a_takedown_says_that_an_article_is_missing(tmp_path: Path) -> None:
    workspace, _ = two_files(tmp_path)
    harvest(workspace, clock=lambda: MONDAY)
    then = gather(workspace)
    with opened(store_path(workspace)) as db:
        forget(db, "n05", reason="court order", now=MONDAY + DAY)
    again = gather(workspace, moment=end_of_day(MONDAY.date()))
    assert again.dropped == {**then.dropped, "forgotten": 1} and again.read == then.read
    assert set(then.articles["article_id"]) - set(again.articles["article_id"]) == {"n05"}


def test_an_old_week_whose_texts_were_emptied_is_refused_and_a_later_one_is_not(tmp_path: Path) -> None:
    workspace, _ = two_files(tmp_path)
    harvest(workspace, clock=lambda: MONDAY)
    with opened(store_path(workspace)) as db:
        assert prune(db, MONDAY - 3 * HOUR) == 7
    taken = gather(workspace, moment=end_of_day(MONDAY.date()))
    assert taken.dropped["pruned"] == 7
    cutoff = end_of_day(MONDAY.date())
    with pytest.raises(UsageError, match="emptied by `store prune`"):
        check_texts(workspace, taken, cutoff, history=1)
    check_texts(workspace, taken, cutoff + timedelta(days=needed_days(workspace)), history=1)


@pytest.fixture
def recorded(workspace: Path) -> Path:
    """The store of a workspace that reads nothing else."""
    config = workspace / "config.yaml"
    config.write_text(config.read_text().replace("  - id: demo\n    reader: demo\n", ""))
    return workspace / ".riskbrief" / "store.db"


def test_a_command_line_that_asks_for_an_emptied_week_leaves_with_2_and_says_what_to_do(
    riskbrief: Callable[..., Called], workspace: Path, recorded: Path
) -> None:
    store = recorded
    add(store, row("a"), row("b", at=START - 30 * DAY))
    with opened(store) as db:
        prune(db, START - DAY)
    for asked in (("run", "weekly"), ("run", "weekly", "--dry-run"), ("explain", "MLI", "index")):
        done = riskbrief("-C", workspace, *asked, "--as-of", f"{START:%Y-%m-%d}")
        assert done.code == 2 and "emptied by `store prune`" in done.err and "backup" in done.err, done.err
    assert not (workspace / "output" / "weekly" / "latest").exists()


@pytest.mark.slow
def test_explain_as_of_a_day_reads_the_words_that_were_known_then(workspace: Path, recorded: Path) -> None:
    """Corrected from 3 to 9 killed on the next day; both are asked for afterwards."""
    said = "Gunmen attacked a market in Gao in Mali on Tuesday and killed {} civilians."
    at = START - 60 * HOUR
    add(recorded, row("a", said.format(3), at=at), now=START)
    add(recorded, row("a", said.format(9), at=at), now=START + 24 * HOUR)
    tolls = {}
    for day in (START.date(), START.date() + DAY):
        found = explain_number(workspace, "MLI", "security", week="", as_of=day, articles=None, step=_silent)
        mentions = [m for a in found["articles"] for m in a["mentions"] if m["toll"]]
        tolls[day] = {m["toll"]["best"] for m in mentions}
    assert list(tolls.values()) == [{3}, {9}]


def _silent(name: str, count: int):  # type: ignore[no-untyped-def]
    from contextlib import nullcontext

    return nullcontext(lambda: None)
