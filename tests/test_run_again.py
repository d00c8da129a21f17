"""Running a report again: nothing twice, nothing lost, and the exit codes the contract names."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from conftest import Called
from riskbrief.definitions.load import load_workspace
from riskbrief.ingest.collect import collect_file
from riskbrief.pipeline.identity import input_digest, intake_digest
from riskbrief.pipeline.publish import publish, sums
from riskbrief.pipeline.scope import scope_of
from riskbrief.pipeline.standing import Slot, damage
from riskbrief.pipeline.storage import locked

Riskbrief = Callable[..., Called]
Write = Callable[..., Path]
TEXT = "The harvest market in Mali opened on time and traders sold millet, lot number {0}{0}{0} being the largest."
ROWS = [{"article_id": f"m{i}", "text": TEXT.format(i), "source_id": f"paper_{i % 3}"} for i in range(6)]
LATER = [{"article_id": "later", "text": TEXT.format("x"), "published_at": "2024-05-05"}]


@pytest.fixture
def run(riskbrief: Riskbrief, short_report: Path, article_file: Write, tmp_path: Path) -> Callable[..., Called]:
    """Publish the short report of 2024-W10 below `tmp_path/out`."""
    articles = article_file(ROWS)

    def call(*arguments: object, output: Path = tmp_path / "out", before: str = "") -> Called:
        order = ["-C", short_report, "run", "weekly", "--week", "2024-W10", "--output", output]
        order += ["--articles", articles, *arguments]
        return alone(order, before) if before else riskbrief(*order)

    return call


def alone(order: list[object], before: str) -> Called:
    """The command in a process of its own, after a line of Python."""
    code = f"import sys; {before}; from riskbrief.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *map(str, order)], capture_output=True, text=True)
    return Called(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def two_sources(riskbrief: Riskbrief, short_report: Path, tmp_path: Path) -> Callable[[], Called]:
    """Publish from the sources `first` (a file that is there) and `second` (not there yet)."""
    config = short_report / "config.yaml"
    head, rest = config.read_text(encoding="utf-8").split("\nsources:\n")
    sources = "".join(f"  - {{id: {n}, reader: jsonl, path: {n}.jsonl}}\n" for n in ("first", "second"))
    config.write_text(f"{head}\nsources:\n{sources}\n{rest[rest.index('languages:') :]}", encoding="utf-8")
    order = ["-C", short_report, "run", "weekly", "--week", "2024-W10", "--output", tmp_path / "out"]
    return lambda: riskbrief(*order)


def directory(called: Called) -> Path:
    return Path(called.out.splitlines()[-1])


def manifest(called: Called) -> dict[str, object]:
    told: dict[str, object] = json.loads((directory(called) / "manifest.json").read_text())
    return told


def links(weekly: Path) -> dict[str, str]:
    return {p.name: str(p.readlink()) for p in weekly.iterdir() if p.is_symlink()}


def test_a_narrowed_run_is_published_beside_the_complete_issue(run: Callable[..., Called], tmp_path: Path) -> None:
    weekly = tmp_path / "out" / "weekly"
    whole = run()
    assert whole.code == 0 and manifest(whole)["partial"] is False and links(weekly).keys() == {"2024-W10", "latest"}
    before = links(weekly)
    for narrow, field, value in (("--regions", "regions", "MLI"), ("--language", "languages", "fr")):
        part = run(narrow, value)
        assert part.code == 0 and links(weekly) == before
        assert directory(part).parent == weekly / ".runs" / "2024-W10" and damage(directory(part)) == []
        assert manifest(part)["partial"] is True and manifest(part)[field] == [value]
    made = (directory(part) / "manifest.json").stat().st_mtime_ns
    again = run("--language", "fr", before="pass")
    assert directory(again) == directory(part) and again.code == 0
    assert "in fr; published beside the complete" in again.err and "which stays as it is" in again.err
    assert (directory(part) / "manifest.json").stat().st_mtime_ns == made


def test_a_narrowed_run_of_a_new_week_is_linked_until_the_whole_one_comes(
    run: Callable[..., Called], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    weekly = tmp_path / "out" / "weekly"
    part = run("--regions", "MLI,NER")
    assert directory(part) == weekly / "2024-W10" and links(weekly).keys() == {"2024-W10"}
    assert manifest(part)["partial"] is True and manifest(part)["regions"] == ["MLI", "NER"]
    assert "until the whole report is published" in caplog.text
    whole = run()
    assert manifest(whole)["partial"] is False and links(weekly).keys() == {"2024-W10", "latest"}
    assert caplog.text.count("partial") == 1


def test_naming_all_of_a_report_is_not_partial(short_report: Path) -> None:
    workspace = load_workspace(short_report)
    report = workspace.reports["weekly"]
    panel = workspace.config.panels[report.panel].regions
    assert not scope_of(report, panel, regions=panel[::-1], language="en").partial
    assert scope_of(report, panel, regions=panel[::-1], language="") == scope_of(report, panel, regions=[], language="")
    assert scope_of(report, panel, regions=panel[1:], language="").partial
    both = report.model_copy(update={"languages": ["en", "fr"]})
    assert scope_of(both, panel, regions=[], language="en").partial


def test_a_degraded_set_is_made_anew_when_its_cause_is_gone_and_back(
    two_sources: Callable[[], Called], article_file: Write, short_report: Path
) -> None:
    """The second source holds nothing of the week, so the articles that are read stay the same throughout."""
    shutil.copy(article_file(ROWS), short_report / "first.jsonl")
    degraded = two_sources()
    assert degraded.code == 4 and "degraded: source second is failed" in degraded.err
    first = directory(degraded).resolve()
    assert manifest(degraded)["status"] == "degraded" and manifest(degraded)["exit_code"] == 4
    shutil.copy(article_file(LATER), short_report / "second.jsonl")
    mended = two_sources()
    assert mended.code == 0 and directory(mended).resolve() != first
    assert manifest(mended)["status"] == "published" and manifest(mended)["reasons"] == []
    (short_report / "second.jsonl").write_text("")
    empty = two_sources()
    assert empty.code == 4 and manifest(empty)["reasons"] == ["source second is empty"]
    (short_report / "second.jsonl").unlink()
    again = two_sources()
    assert again.code == 4 and directory(again).resolve() == first
    assert manifest(again)["reasons"] == ["source second is failed"]


def test_everything_of_an_article_that_is_published_makes_another_set(article_file: Write) -> None:
    """articles.csv prints addresses; the flag `synthetic` stands on every page."""

    def read(first: dict[str, object]) -> pd.DataFrame:
        return collect_file(article_file([{**ROWS[0], **first}, *ROWS[1:]]), languages=["en", "fr"]).articles

    plain = read({})
    others = [read({"url": "https://example.org/1"}), read({"source_id": "x"}), read({"retracts": "m5"})]
    others += [read({"title": "Millet"}), read({"language": "fr"}), read({"published_at": "2024-03-06"})]
    others += [plain.assign(flags="synthetic"), plain.assign(known_at=plain["known_at"] + pd.Timedelta(days=1))]
    assert len({input_digest(table) for table in (plain, *others)}) == 1 + len(others)
    assert input_digest(read({})) == input_digest(plain.iloc[::-1])


def test_what_was_dropped_and_how_sources_answered_make_another_set() -> None:
    answers = [({"a": "ok"}, {}), ({"a": "failed"}, {}), ({"a": "ok"}, {"no date": 1}), ({"a": "ok"}, {"no date": 2})]
    assert len({intake_digest(states, dropped) for states, dropped in answers}) == len(answers)


def test_a_damaged_issue_is_told_kept_aside_and_made_anew(run: Callable[..., Called]) -> None:
    issue = directory(run())
    whole = {p.name: p.read_bytes() for p in issue.iterdir()}
    os.truncate(issue / "briefing.pdf", 1000)
    (issue / "scores.csv").unlink()
    again = run(before="pass")
    assert again.code == 0 and directory(again) == issue
    assert "scores.csv is missing; briefing.pdf has changed. It is made anew" in again.err
    made = {p.name: p.read_bytes() for p in issue.iterdir()}
    timed = {"manifest.json", "SHA256SUMS"}  # seconds per stage
    assert damage(issue) == [] and {n: made[n] for n in made.keys() - timed} == {
        n: whole[n] for n in whole if n not in timed
    }
    kept = next(issue.resolve().parent.glob(".damaged-*"))
    assert (kept / "briefing.pdf").stat().st_size == 1000 and kept.name in again.err


def test_every_source_failing_exits_6_and_one_that_answers_nothing_exits_4(
    two_sources: Callable[[], Called], short_report: Path, tmp_path: Path
) -> None:
    called = two_sources()
    assert called.code == 6 and called.out == "" and "first" in called.err and "second" in called.err
    left = [p.name for p in (tmp_path / "out").rglob("*") if not p.is_dir()]
    assert left == [".lock"], "nothing but the lock that was held"
    for name in ("first", "second"):
        (short_report / f"{name}.jsonl").write_text("")
    called = two_sources()
    assert called.code == 4 and "Not assessed" in (directory(called) / "briefing.html").read_text()


def test_a_page_that_cannot_be_printed_publishes_nothing_and_the_next_run_does(
    run: Callable[..., Called], short_report: Path, tmp_path: Path
) -> None:
    board = short_report / "templates" / "sections" / "board.html.j2"
    fine = board.read_text()
    board.write_text(fine + '<img src="https://example.org/map.png" alt="">')
    called = run()
    assert called.code not in (0, 4) and called.out == "" and "briefing.pdf" in called.err
    assert links(tmp_path / "out" / "weekly") == {} and not list((tmp_path / "out").rglob("briefing.*"))
    board.write_text(fine)
    called = run()
    assert called.code == 0 and manifest(called)["status"] == "published" and damage(directory(called)) == []


def test_countries_without_any_coverage_are_no_error(run: Callable[..., Called]) -> None:
    """No country of the panel can be assessed from six articles of three outlets about another one."""
    called = run("--regions", "GMB,LBR")
    assert called.code == 0 and manifest(called)["status"] == "published"
    assert (directory(called) / "briefing.html").read_text().count("Not assessed") >= 2


def test_a_locked_output_exits_7_at_once(run: Callable[..., Called], tmp_path: Path) -> None:
    with locked(tmp_path / "out", "weekly"):
        called = run()
    assert called.code == 7 and called.out == "" and "another run of this report is under way" in called.err


def test_an_output_that_is_a_file_exits_2_and_does_not_speak_of_space(
    run: Callable[..., Called], tmp_path: Path
) -> None:
    (tmp_path / "briefing").write_text("mine")
    called = run(output=tmp_path / "briefing")
    assert called.code == 2 and called.out == "" and "Free space" not in called.err
    assert "briefing: is a file, not a folder. Name a folder with --output." in called.err
    assert (tmp_path / "briefing").read_text() == "mine"


def test_a_place_nobody_may_write_to_exits_8(run: Callable[..., Called]) -> None:
    if not Path("/sys/kernel").is_dir():
        pytest.skip("/sys is not the kernel's here: no place that even an administrator may not write to")
    called = run(output=Path("/sys/riskbrief"))
    assert called.code == 8 and called.out == "" and "/sys" in called.err
    assert "write permission" in called.err and "Free space" not in called.err


def test_a_full_disk_exits_8_and_leaves_the_issue_as_it_was(run: Callable[..., Called], tmp_path: Path) -> None:
    """No file may grow over 1,000 bytes: the system refuses the write as it does on a full disk or quota."""
    files = {"manifest.json": b"{}"}
    files["SHA256SUMS"] = sums(files)
    issue = publish(files, Slot(tmp_path / "out", "weekly", "2024-W10", "a" * 12))
    done = run(before="import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))")
    assert done.code == 8 and done.out == "" and "Free space there" in done.err
    assert issue.resolve().name == "a" * 12 and damage(issue) == [] and not list((tmp_path / "out").rglob(".tmp-*"))


def test_another_version_of_a_library_makes_another_set(run: Callable[..., Called]) -> None:
    other = "from importlib import metadata as m; own = m.version"
    other += "; m.version = lambda name: '0' if name == 'jinja2' else own(name)"
    made = {directory(run("--regions", "MLI")).resolve(), directory(run("--regions", "MLI", before=other)).resolve()}
    assert len(made) == 2
