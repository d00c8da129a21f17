"""Coding remembered from run to run: the same to the letter, and read again only where something changed."""

from __future__ import annotations

import logging
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import riskbrief
from coding_builders import shipped
from coding_changes import ALL, GRIEVANCE, NOTHING, PROTEST, SOME, USED, Change, indicator, minus, plus
from gold_cases import _rows, load_cases
from riskbrief.cli.main import cli
from riskbrief.coding.code import Coded, code_articles
from riskbrief.coding.resolve import Resolved
from riskbrief.coding.said import by_article
from riskbrief.coding.sightings import read_articles
from riskbrief.coding.tongue import compile_tongues
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.workspace import Workspace
from riskbrief.ingest.collect import collect_file
from riskbrief.pipeline.books import codebook
from riskbrief.pipeline.coded import second_reader
from riskbrief.pipeline.coded_cache import FOLDER, remembered
from riskbrief.pipeline.coded_files import HEAD, Files
from riskbrief.pipeline.coded_rows import SCHEMA
from riskbrief.pipeline.coded_state import APART, UNREAD
from riskbrief.pipeline.resolving import rated
from riskbrief.tables import ARTICLES

DEMO = Path(riskbrief.__file__).parent / "demo" / "corpus.jsonl.gz"
CASES = ("hard_en", "hard_fr", "blind1", "blind2", "blind3")
NOWHERE = "Gunmen attacked the village at dawn and killed six farmers."
TABLES = ("mentions", "focus", "claims")


@lru_cache(maxsize=1)
def gold() -> pd.DataFrame:
    """The gold texts, each its own origin."""
    table = ARTICLES.build([row for case in load_cases(*CASES) for row in _rows(case)])
    return table.assign(origin_id=table["article_id"])


@lru_cache(maxsize=1)
def demo() -> pd.DataFrame:
    """Every fortieth article of the demonstration corpus."""
    table = collect_file(DEMO, languages=("en", "fr")).articles.iloc[::40].reset_index(drop=True)
    return table.assign(origin_id=table["article_id"])


@lru_cache(maxsize=1)
def few() -> pd.DataFrame:
    """Some of both, and a text that names no country."""
    nowhere = gold().head(1).assign(article_id="nowhere", language="en", title="", text=NOWHERE)
    return ARTICLES.shape(pd.concat([gold().iloc[::5], demo().iloc[::4], nowhere]))


@lru_cache(maxsize=1)
def small() -> Workspace:
    """The shipped workspace with a few indicators."""
    return replace(shipped(), stated=tuple(i for i in shipped().indicators if i.id in USED))


QUICK = {"new term", "near in the article", "frame removed", "severity", "other yielding", "reversal farther", "cue"}


def each(changes: dict[str, Change], quick: set[str] = QUICK) -> list[object]:
    """The changes as parameters; those that are not `quick` only in the longer suite."""
    slow = pytest.mark.slow
    return [pytest.param(change, id=name, marks=() if name in quick else slow) for name, change in changes.items()]


def plain(workspace: Workspace, articles: pd.DataFrame) -> Coded:
    """Coded without any cache."""
    index = workspace.config.index
    return code_articles(
        articles,
        codebook(workspace),
        reading=index.reading,
        about_share=index.coverage.about_share,
        second=second_reader(workspace),
    )


def cached(root: Path, workspace: Workspace, articles: pd.DataFrame) -> tuple[Coded, list[str]]:
    """Coded with the cache of the workspace at `root`, and the articles that were read for it."""
    read: list[str] = []

    def code(unread: pd.DataFrame) -> Coded:
        read.extend(unread["article_id"])
        return plain(workspace, unread)

    there = replace(workspace, root=root)
    return remembered(there, second_reader(there), articles, code)[0], read


def assert_same(found: Coded, expected: Coded) -> None:
    for name in TABLES:
        one, other = getattr(found, name), getattr(expected, name)
        pd.testing.assert_frame_equal(one, other, check_exact=True)
        assert one.to_csv() == other.to_csv()
    order = ["article_id", "title", "start"]
    said = [coded.sentences.sort_values(order, ignore_index=True) for coded in (found, expected)]
    pd.testing.assert_frame_equal(*said)


@pytest.fixture(scope="module")
def primed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Coded]:
    """A workspace in which `few()` has been coded once with the small codebook, and what was found."""
    root = tmp_path_factory.mktemp("primed")
    coded, read = cached(root, small(), few())
    assert len(read) == len(few())
    return root, coded


@pytest.fixture
def known(primed: tuple[Path, Coded], tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(primed[0], tmp_path / "workspace"))


def test_gold_texts_and_demonstration_are_coded_alike_with_and_without_the_cache_in_any_order(tmp_path: Path) -> None:
    """First half, then all, then all in another order: each as if coded at once, and nothing is read twice."""
    articles = ARTICLES.shape(pd.concat([gold().iloc[::2], demo()]))
    expected = plain(shipped(), articles)
    half = articles.sample(frac=0.5, random_state=1)
    _, first = cached(tmp_path, shipped(), half)
    found, second = cached(tmp_path, shipped(), articles)
    assert_same(found, Coded.concatenate([expected]))
    assert sorted([*first, *second]) == sorted(articles["article_id"])
    again, read = cached(tmp_path, shipped(), articles.sample(frac=1, random_state=2))
    assert_same(again, found)
    assert read == []


@pytest.mark.parametrize("change", each(NOTHING, {"weight", "zones", "status that no longer weighs", "outlets"}))
def test_a_change_that_reading_never_asks_for_reads_no_text(change: Change, known: Path) -> None:
    changed = change(small())
    found, read = cached(known, changed, few())
    assert read == []
    assert_same(found, Coded.concatenate([plain(changed, few())]))


@pytest.mark.parametrize("change", each(SOME))
def test_a_changed_rule_reads_only_what_it_may_reach(change: Change, known: Path, primed: tuple[Path, Coded]) -> None:
    """There and back: both times the result is that of coding everything."""
    changed = change(small())
    found, read = cached(known, changed, few())
    assert_same(found, Coded.concatenate([plain(changed, few())]))
    assert 0 < len(read) < len(few()) * 0.75
    back, _ = cached(known, small(), few())
    assert_same(back, primed[1])


@pytest.mark.parametrize("change", each(ALL, {"order", "surer second reader"}))
def test_a_change_that_may_matter_anywhere_reads_everything(change: Change, known: Path) -> None:
    changed = change(small())
    found, read = cached(known, changed, few())
    assert_same(found, Coded.concatenate([plain(changed, few())]))
    assert len(read) == len(few())


@pytest.mark.slow
def test_many_changes_one_after_the_other_leave_what_coding_everything_finds(known: Path) -> None:
    """Changes pile up, the cache meets each state once, and half of the articles only every second time."""
    workspace, half = small(), few().iloc[::2].reset_index(drop=True)
    for number, name in enumerate(("new term", "severity", "frame removed", "indicator removed", "word of a family")):
        workspace = SOME[name](workspace)
        articles = few() if number % 2 else half
        found, _ = cached(known, workspace, articles)
        assert_same(found, Coded.concatenate([plain(workspace, articles)]))


def test_moving_a_term_to_another_indicator_reads_only_articles_that_hold_it(known: Path) -> None:
    """The phrase stands in one article that is added; nothing else is read again."""
    term = next(t for t in indicator(small(), PROTEST).terms["en"].any if t.isascii() and t.replace(" ", "").isalpha())
    text = f"In Gao on Monday residents spoke of {term} in the streets."
    articles = ARTICLES.shape(pd.concat([few(), few().head(1).assign(article_id="extra", language="en", text=text)]))
    cached(known, small(), articles)
    moved = plus(GRIEVANCE, "en", term)(minus(PROTEST, "en", term)(small()))
    found, read = cached(known, moved, articles)
    assert_same(found, Coded.concatenate([plain(moved, articles)]))
    assert "extra" in read
    by_id = articles.set_index("article_id")
    assert all(term in f"{by_id.title[i]} {by_id.text[i]}".lower() for i in read)


def test_a_term_that_stands_nowhere_reads_nothing(known: Path) -> None:
    _, read = cached(known, plus(PROTEST, "en", "zyzzyva xylophones")(small()), few())
    assert read == []


def test_what_an_indicator_says_is_either_compared_or_known_to_be_nothing_to_reading() -> None:
    """A field that does not exist protects nothing: the lists of exceptions name fields only."""
    assert set(Indicator.model_fields) >= UNREAD | APART


@pytest.mark.parametrize(
    ("column", "value"),
    [("text", "Gunmen attacked a village near Gao, killing six."), ("title", "Correction"), ("language", "xx"),
     ("retracts", "other"), ("published_at", pd.Timestamp("2024-02-02 10:00", tz="UTC"))],
)  # fmt: skip
def test_a_changed_article_is_read_again_and_only_it(column: str, value: object, known: Path) -> None:
    articles = few().copy()
    articles.loc[5, column] = value
    if column == "text":  # which is told by its digest
        articles.loc[5, "content_sha256"] = "another"
    articles = ARTICLES.shape(articles)
    found, read = cached(known, small(), articles)
    assert read == [few().loc[5, "article_id"]]
    assert_same(found, Coded.concatenate([plain(small(), articles)]))


def test_another_outlet_origin_or_name_of_an_article_reads_nothing(known: Path) -> None:
    articles = few().assign(source_id="elsewhere", origin_id="one", article_id=[f"a{n}" for n in range(len(few()))])
    found, read = cached(known, small(), ARTICLES.shape(articles))
    assert read == []
    assert_same(found, Coded.concatenate([plain(small(), articles)]))


def test_another_line_of_code_or_another_second_reader_is_another_state(known: Path, tmp_path: Path) -> None:
    """The digest that every article hangs on covers the files of the coding room."""
    package = Path(riskbrief.__file__).parent
    copy = Path(shutil.copytree(package, tmp_path / "copy" / "riskbrief"))
    ask = "from riskbrief.pipeline.coded_state import code_digest; print(code_digest())"

    def digest(root: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-c", ask], env={"PYTHONPATH": str(root)}, capture_output=True, text=True
        )
        return done.stdout.strip()

    before = digest(copy.parent)
    (copy / "coding" / "negation.py").write_text((copy / "coding" / "negation.py").read_text() + "\n# else\n")
    assert len(before) == 64 and digest(copy.parent) not in ("", before)
    own = known / "models" / "second_reader.npz"
    own.parent.mkdir()
    own.write_bytes((package / "assets" / "second_reader.npz").read_bytes() + b"\0")
    assert len(cached(known, small(), few())[1]) == len(few())


def _weeks(root: Path) -> list[Path]:
    return sorted((root / FOLDER).glob("*.arrow"))


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _swap(path: Path) -> None:
    path.write_bytes(next(p for p in _weeks(path.parents[2]) if p != path).read_bytes())


DAMAGE = {
    "cut": lambda p: p.write_bytes(p.read_bytes()[:-9]),
    "a flipped bit": _flip,
    "empty": lambda p: p.write_bytes(b""),
    "foreign": lambda p: p.write_bytes(b"PAR1 not ours"),
    "another week": _swap,
    "unreadable": lambda p: (p.unlink(), p.symlink_to("nowhere")),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_never_believed_but_told_once_and_made_anew(
    damage, known: Path, primed: tuple[Path, Coded], caplog: pytest.LogCaptureFixture
) -> None:
    for path in _weeks(known)[:2]:
        damage(path)
    with caplog.at_level(logging.WARNING):
        found, read = cached(known, small(), few())
    assert_same(found, primed[1])
    assert 0 < len(read) < len(few())
    assert [r for r in caplog.messages if "damaged" in r] == caplog.messages and len(caplog.messages) == 1
    assert cached(known, small(), few())[1] == []


def test_a_file_of_an_earlier_version_is_read_anew_without_a_word(
    known: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for path in _weeks(known):
        path.write_bytes(b"riskbrief coding 1\n" + path.read_bytes()[len(HEAD) :])
    with caplog.at_level(logging.WARNING):
        assert len(cached(known, small(), few())[1]) == len(few())
    assert caplog.messages == []
    assert cached(known, small(), few())[1] == []


def test_resolving_what_the_cache_knows_opens_no_text_and_finds_what_reading_finds(known: Path) -> None:
    """Once coded, sentences, days and quotations are remembered; a text is asked for where there is no title."""
    articles, (coded, read) = few(), cached(known, small(), few())
    assert read == []
    cutoff = articles["published_at"].max().to_pydatetime() + timedelta(days=1)
    titled = articles["title"].str.strip() != ""
    closed = articles.assign(text=articles["text"].mask(titled))
    anew, tongues = replace(coded, sentences=None), compile_tongues(small().words)

    def events(given: pd.DataFrame, what: Coded) -> Resolved:
        return rated(small(), given, what, cutoff=cutoff, outlets={}, tongues=tongues)[2].at(cutoff)

    found, expected = events(closed, coded), events(articles, anew)
    assert len(found.evidence) > 50 and closed["text"].isna().sum() > 50
    said = by_article(coded.sentences)
    assert {one.dated for some in said.values() for one in some} == {True, False}
    for name, article in read_articles(articles, tongues).items():
        for one in said.get(name, ()):
            assert article.sentence("title" if one.title else "text", one.start) == one
    for name in ("mentions", "claims", "events", "evidence"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))


def test_without_the_state_that_a_week_was_coded_in_a_change_reads_it_anew(known: Path) -> None:
    """The state is what a change is measured against; damaged, it says nothing."""
    for path in (known / FOLDER).glob("state.*"):
        path.write_bytes(b"{}")
    changed = plus(PROTEST, "en", "market")(small())
    found, read = cached(known, changed, few())
    assert len(read) == len(few())
    assert_same(found, Coded.concatenate([plain(changed, few())]))
    assert cached(known, changed, few())[1] == []


@contextmanager
def small_disk() -> Iterator[None]:
    """No file may grow beyond 100 bytes; the system refuses as a full disk does."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_on_a_full_disk_a_run_goes_on_without_the_cache_and_says_so_once(
    tmp_path: Path, primed: tuple[Path, Coded], caplog: pytest.LogCaptureFixture
) -> None:
    with small_disk(), caplog.at_level(logging.WARNING):
        found, _ = cached(tmp_path, small(), few())
    assert_same(found, primed[1])
    assert len([m for m in caplog.messages if "cannot write" in m]) == 1
    assert not list((tmp_path / FOLDER).glob("*part*"))


def test_where_no_folder_can_be_made_a_run_goes_on_without_the_cache(
    tmp_path: Path, primed: tuple[Path, Coded], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FOLDER.parts[0]).write_text("a file stands in the way")
    with caplog.at_level(logging.WARNING):
        found, _ = cached(tmp_path, small(), few())
    assert_same(found, primed[1])
    assert len(caplog.messages) == 1


def test_runs_at_once_find_the_same_and_leave_whole_files(tmp_path: Path) -> None:
    """Six runs with three codebooks over overlapping articles, three at a time."""
    books = [small(), plus(PROTEST, "en", "market")(small()), SOME["severity"](small())]
    parts = [few().iloc[n::2].reset_index(drop=True) for n in (0, 1)]
    jobs = [(book, part) for book in books for part in parts]
    expected = [Coded.concatenate([plain(*job)]) for job in jobs]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda job: cached(tmp_path, *job)[0], jobs))
    for one, other in zip(found, expected, strict=True):
        assert_same(one, other)
    files = Files(tmp_path / FOLDER)
    assert _weeks(tmp_path)
    assert all(files.read(p.name.split(".")[0], SCHEMA) is not None for p in _weeks(tmp_path))


def test_the_cache_is_bounded_and_forgets_what_was_used_longest_ago(known: Path) -> None:
    """Weeks over the limit go, the oldest used first, and with the last week of a state the state."""
    weeks = _weeks(known)
    sizes = {path: path.stat().st_size for path in weeks}
    files = Files(known / FOLDER, limit=sum(sizes.values()) - 1)
    used = weeks[0].name.split(".")[0]
    assert files.read(used, SCHEMA) is not None
    files.bound()
    left = _weeks(known)
    assert weeks[0] in left and len(left) < len(weeks)
    Files(known / FOLDER, limit=0).bound()
    assert {p.name for p in (known / FOLDER).iterdir()} <= {".lock"}


def test_one_new_article_rewrites_only_its_week(known: Path) -> None:
    before = {path: path.stat().st_ino for path in _weeks(known)}
    new = few().head(1).assign(article_id="new", text="Something else.", published_at=few()["published_at"].max())
    cached(known, small(), ARTICLES.shape(pd.concat([few(), new])))
    after = {path: path.stat().st_ino for path in _weeks(known)}
    assert len(set(after.items()) - set(before.items())) == 1


def test_commands_print_the_same_with_and_without_the_cache(tmp_path: Path) -> None:
    """`code` twice, then with --no-cache; a workspace that never remembers has no folder for it."""
    articles = tmp_path / "articles.jsonl"
    gold().head(30).assign(id=gold()["article_id"]).to_json(articles, orient="records", lines=True, date_format="iso")
    runner, said = CliRunner(), []
    assert runner.invoke(cli, ["init", str(tmp_path / "w")]).exit_code == 0
    for flags in (["--no-cache"], [], []):
        done = runner.invoke(cli, ["-C", str(tmp_path / "w"), "code", "--articles", str(articles), *flags])
        assert done.exit_code == 0, done.output
        said.append((done.stdout, (tmp_path / "w" / FOLDER).exists()))
    assert [folder for _, folder in said] == [False, True, True]
    assert said[0][0] and len({text for text, _ in said}) == 1


def test_no_articles_at_all_leave_three_empty_tables_and_no_file(tmp_path: Path) -> None:
    found, read = cached(tmp_path, small(), ARTICLES.empty())
    assert_same(found, Coded.concatenate([]))
    assert read == [] and not _weeks(tmp_path)
