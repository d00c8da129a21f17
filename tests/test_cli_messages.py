"""What the commands say on standard error: what was read, what was not, and what to do; standard output stays data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT, Called
from riskbrief.pipeline.storage import locked

Riskbrief = Callable[..., Called]
Write = Callable[..., Path]
RAID = "Gunmen attacked a gendarmerie school in Bamako on Tuesday, killing {} gendarmes, the ministry said."
ZONED = "2024-03-06T09:00:00Z"


def raid(article_id: str = "raid", dead: int = 12, **changes: object) -> dict[str, object]:
    return {"article_id": article_id, "text": RAID.format(dead), "published_at": ZONED} | changes


def messy() -> list[Mapping[str, object]]:
    """Kept: 3. Dropped: an id used twice, a date nobody can read, no date."""
    return [
        raid(), raid(dead=120), raid("later", published_at="2024-03-20"), raid("odd", text="A\u0000 market opened."),
        raid("soon", published_at="soon"), raid("undated", published_at=""),
    ]  # fmt: skip


@pytest.fixture
def call(riskbrief: Riskbrief) -> Callable[..., Called]:
    """A command in the shipped workspace."""
    return lambda *arguments: riskbrief("-C", ROOT, *arguments)


@pytest.mark.parametrize("command", [["code"], ["score"], ["explain", "MLI", "index"]], ids=lambda c: c[0])
def test_every_command_tells_what_it_read_and_dropped(call: Riskbrief, article_file: Write, command: list[str]) -> None:
    called = call(*command, "--articles", article_file(messy()), "--as-of", "2024-03-10")
    assert called.code == 0, called.err
    lines = called.err.splitlines()
    assert lines[0].startswith("read 6 articles, kept 3, dropped 3: 1 bad_date (") and "1 duplicate_id (" in lines[0]
    told = "\n".join(lines)
    assert "articles.jsonl:1: article_id raid stands for another article (articles.jsonl:2)" in told
    assert "articles.jsonl:5: published_at 'soon' is not an ISO 8601 date" in told
    assert "1 article dated without a time zone, taken as UTC (articles.jsonl:3)" in told
    assert "replaced (articles.jsonl:4)" in told
    assert "1 article was published after 2024-03-10 (UTC) and left out" in told


def test_what_is_told_never_mixes_with_the_data(call: Riskbrief, article_file: Write) -> None:
    for command in (["code"], ["score", "--as-of", "2024-03-10"]):
        called = call(*command, "--articles", article_file(messy()))
        assert called.rows and all(isinstance(row, dict) for row in called.rows)


@pytest.mark.parametrize("empty", ["file", "folder"])
def test_an_empty_input_is_told_by_code_and_score_and_mended_by_the_advice_of_run(
    call: Riskbrief, tmp_path: Path, empty: str
) -> None:
    path = tmp_path / "none.jsonl"
    path.mkdir() if empty == "folder" else path.write_text("")
    for command in (["code"], ["score", "--as-of", "2024-03-10"]):
        called = call(*command, "--articles", path)
        assert called.code == 0 and called.err.startswith("read 0 articles, kept 0\nnone.jsonl holds no article\n")
    run = call("run", "weekly", "--articles", path, "--week", "2024-W10", "--output", tmp_path / "out")
    assert run.code == 6 and run.out == "" and "Name a file with at least one dated article" in run.err


def test_without_as_of_no_article_lies_in_the_future_and_the_day_is_told(call: Riskbrief, article_file: Write) -> None:
    called = call("code", "--articles", article_file([raid(), raid("next", 30, published_at="2024-04-01T08:00:00Z")]))
    assert {row["article_id"] for row in called.rows} == {"raid", "next"}
    assert "as of 2024-04-01, the day of the newest article" in called.err
    assert "left out" not in called.err and "yet to come" not in called.err
    dated = call("code", "--articles", article_file([raid(published_at="2190-01-01")]))
    assert "2190-01-01 is yet to come" in dated.err
    asked = call("code", "--as-of", "2024-03-10", "--articles", article_file([raid()]))
    assert "newest article" not in asked.err


def test_explain_sets_the_toll_of_the_event_beside_that_of_the_sentence(call: Riskbrief, article_file: Write) -> None:
    def crop(i: int) -> dict[str, object]:
        text = f"Farmers in Mali sold {i * 37} bags of their harvest at market number {i}, a trader named T{i} said."
        return raid(f"quiet{i}", text=text, source_id=f"paper_{i}")

    other = "Des hommes armés ont attaqué l'école de gendarmerie de Bamako mardi, tuant 20 gendarmes, selon l'armée."
    french = raid("other", text=other, source_id="two", language="fr")
    rows = [raid(source_id="one"), french, *map(crop, range(8))]
    arguments = ("explain", "MLI", "sec_attack_capital", "--articles", article_file(rows), "--as-of", "2024-03-10")
    told = call(*arguments)
    assert told.code == 0 and "fused over 2 origins)" in told.out, told.out
    assert "12 dead in this sentence; event: " in told.out and "20 dead in this sentence; event: " in told.out
    (story,) = call(*arguments, "--format", "json").rows
    articles = {a["article_id"]: a["mentions"][0] for a in story["articles"]}  # type: ignore[attr-defined]
    assert (articles["raid"]["toll"]["best"], articles["other"]["toll"]["best"]) == (12, 20)
    assert articles["raid"]["event_toll"] == articles["other"]["event_toll"]
    assert articles["raid"]["event_toll"]["origins"] == 2


def test_explain_since_tells_the_change_as_lines_and_as_data(call: Riskbrief, article_file: Write) -> None:
    def crop(i: int) -> dict[str, object]:
        day = "2024-03-06" if i % 2 else "2024-02-28"
        text = f"Farmers in Mali sold {i * 37} bags at market {i}."
        return raid(f"quiet{i}", text=text, source_id=f"paper_{i % 8}", published_at=f"{day}T08:00:00Z")

    file = article_file([raid(source_id="one"), *map(crop, range(24))])
    arguments = ("explain", "MLI", "security", "--since", "2024-W09", "--week", "2024-W10", "--articles", file)
    told = call(*arguments)
    assert told.code == 0 and "change 2024-W09 to 2024-W10: 0.0 to " in told.out, told.out + told.err
    (row,) = call(*arguments, "--format", "json").rows
    moved = row["change_since"]
    assert sum(p["points"] for p in moved["parts"]) == pytest.approx(moved["points"], abs=1e-5)  # type: ignore[index]
    wrong = call("explain", "MLI", "security", "--since", "2024-W11", "--week", "2024-W10", "--articles", file)
    assert wrong.code == 2 and "2024-W11 is not before 2024-W10" in wrong.err


def test_init_tells_what_it_wrote_and_what_it_kept(riskbrief: Riskbrief, tmp_path: Path) -> None:
    first = riskbrief("init", tmp_path / "new")
    number = len(first.out.splitlines())
    assert first.err == f"wrote {number} files into {tmp_path / 'new'}\n"
    (tmp_path / "new" / "config.yaml").unlink()
    second = riskbrief("init", tmp_path / "new")
    assert second.out.splitlines() == [str(tmp_path / "new" / "config.yaml")]
    assert second.err == f"wrote 1 file into {tmp_path / 'new'}, kept {number - 1} that stood there\n"
    third = riskbrief("init", tmp_path / "new")
    assert third.out == "" and third.err.startswith("wrote 0 files") and f"kept {number} " in third.err


def test_an_output_that_is_a_file_is_called_one(call: Riskbrief, article_file: Write, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    called = call("run", "weekly", "--articles", article_file([raid()]), "--output", tmp_path / "taken")
    assert called.code == 2 and "is a file" in called.err and "Name a folder" in called.err
    assert "Free space" not in called.err and (tmp_path / "taken").read_text() == "mine"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """An output folder where another run of the weekly report is under way."""
    with locked(tmp_path / "out", "weekly"):
        yield tmp_path / "out"


def test_a_second_run_exits_7_and_publishes_nothing(call: Riskbrief, article_file: Write, held: Path) -> None:
    called = call("run", "weekly", "--articles", article_file([raid()]), "--week", "2024-W10", "--output", held)
    assert called.code == 7 and called.out == ""
    assert "another run of this report is under way" in called.err and "Wait" in called.err
    assert [p.name for p in (held / "weekly").iterdir()] == [".lock"]


def test_parquet_gives_what_json_lines_give(call: Riskbrief, article_file: Write, tmp_path: Path) -> None:
    lines = article_file([raid(), raid("b", 20)])
    frame = pd.DataFrame([json.loads(line) for line in lines.read_text().splitlines()])
    frame.to_parquet(tmp_path / "articles.parquet")
    frame.assign(published_at=pd.to_datetime(frame["published_at"])).to_parquet(tmp_path / "typed.parquet")
    read = [call("code", "--articles", p) for p in (lines, tmp_path / "articles.parquet", tmp_path / "typed.parquet")]
    assert read[0].rows and read[0].out == read[1].out == read[2].out


def test_a_mapped_source_is_read_from_its_workspace_wherever_the_command_runs(
    riskbrief: Riskbrief, workspace: Path, article_file: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = riskbrief("-C", workspace, "code", "--articles", article_file([raid()])).out
    rows = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text().splitlines()]
    (workspace / "desk.jsonl").write_text("".join(json.dumps({"body": r.pop("text"), **r}) + "\n" for r in rows))
    config = workspace / "config.yaml"
    demo = "sources:\n  - id: demo\n    reader: demo\n"
    desk = "sources:\n  - id: desk\n    reader: jsonl\n    path: desk.jsonl\n    columns: {text: body}\n"
    assert demo in config.read_text()
    config.write_text(config.read_text().replace(demo, desk))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    called = riskbrief("-C", Path("..") / "workspace", "code")
    assert called.code == 0 and called.out == expected != "", called.err
    (workspace / "desk.jsonl").unlink()
    gone = riskbrief("-C", Path("..") / "workspace", "code")
    assert gone.code == 6 and gone.out == "" and "source desk failed: " in gone.err and "desk.jsonl" in gone.err


def test_a_folder_that_is_no_workspace_is_told_with_the_remedy(riskbrief: Riskbrief, tmp_path: Path) -> None:
    called = riskbrief("-C", tmp_path, "code")
    assert called.code == 3 and "riskbrief init DIR" in called.err and "-C DIR" in called.err


def test_a_text_of_ten_megabytes_is_cut_and_the_others_are_read(call: Riskbrief, article_file: Write) -> None:
    called = call("code", "--articles", article_file([raid("huge", text="Calm. " * 1_700_000), raid()]))
    assert {row["article_id"] for row in called.rows} == {"raid"}
    assert "1 article longer than 200,000 characters; the rest was cut (articles.jsonl:1)" in called.err


def test_html_in_a_text_keeps_the_offsets_of_the_text_as_read(call: Riskbrief, article_file: Write) -> None:
    html = f"<p>{RAID.format('12')}</p><p>Prices&nbsp;<b>held</b>.</p>"
    called = call("code", "--articles", article_file([raid(text=html)]))
    assert called.rows and "1 article with HTML tags" in called.err
    for row in called.rows:
        assert html[row["start"] : row["end"]] == row["quote"]  # type: ignore[misc]
