"""What ingest tells of files that are not clean: which version stays, where it went wrong, what to do about it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

from riskbrief.definitions.outlets import Source
from riskbrief.errors import Problem, UnavailableError
from riskbrief.ingest.collect import Intake, collect, collect_file

LANGUAGES = ("en", "fr")
SHORT, LONG, OTHER = "Gunmen killed 12.", "Gunmen killed 15, the ministry said.", "Gunmen killed 16, the ministry said."


def article(**changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "article_id": "a1", "source_id": "radio_x", "language": "en", "published_at": "2024-03-05T06:00:00Z",
        "title": "", "text": SHORT, "url": "",
    }  # fmt: skip
    return plain | changes


def jsonl(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def take(path: Path) -> Intake:
    return collect_file(path, languages=LANGUAGES)


def refused(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(UnavailableError) as error:
        take(path)
    return error.value.problems


def kept(tmp_path: Path, rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The one article that stays, the same in every order of the rows."""
    found = []
    for order in itertools.permutations(rows):
        intake = take(jsonl(tmp_path / "a.jsonl", order))
        assert intake.read == len(rows) == 1 + sum(intake.dropped.values())
        row = dict(intake.articles.iloc[0])
        found.append((row["text"], row["source_id"], row["retracts"], tuple(intake.dropped.items())))
    assert len(set(found)) == 1
    return row | {"dropped": intake.dropped, "notes": intake.notes}


def test_of_two_articles_with_one_id_and_time_the_longest_stays(tmp_path: Path) -> None:
    for number in range(8):  # whichever digest is smaller
        texts = [f"{number} dead", f"{number} dead, police said"]
        assert kept(tmp_path, [article(text=text) for text in texts])["text"] == texts[1]
    row = kept(tmp_path, [article(), article(text=LONG), article(text=SHORT + " x")])
    assert row["text"] == LONG and row["dropped"] == {"duplicate_id": 2}
    assert any("has the same time and is longer" in note and note.startswith("a.jsonl:") for note in row["notes"])


def test_of_equally_long_ones_the_digest_decides(tmp_path: Path) -> None:
    row = kept(tmp_path, [article(text=LONG), article(text=OTHER)])
    digests = {take(jsonl(tmp_path / "b.jsonl", [article(text=t)])).articles["content_sha256"][0]: t
               for t in (LONG, OTHER)}  # fmt: skip
    assert row["text"] == digests[min(digests)]


def test_an_earlier_time_goes_before_a_longer_text(tmp_path: Path) -> None:
    row = kept(tmp_path, [article(), article(text=LONG, published_at="2024-03-05T07:00:00Z")])
    assert row["text"] == SHORT


def test_the_same_text_under_two_outlets_or_with_a_retraction_does_not_depend_on_order(tmp_path: Path) -> None:
    row = kept(tmp_path, [article(), article(source_id="agency"), article(source_id="b")])
    assert row["dropped"] == {"duplicate": 2} and row["source_id"] == "agency"
    assert kept(tmp_path, [article(retracts="a0"), article()])["retracts"] == ""


def test_each_flagged_article_is_counted_and_the_first_are_named(tmp_path: Path) -> None:
    rows = [article(article_id=f"n{i}", published_at="2024-03-05") for i in range(5)]
    notes = take(jsonl(tmp_path / "a.jsonl", rows)).notes
    told = "5 articles dated without a time zone, taken as UTC (a.jsonl:1, a.jsonl:2, a.jsonl:3 and 2 more)"
    assert told in notes


@pytest.mark.parametrize("text", ["<p>Gunmen <b>fled</b>.</p>", 'At <a href="http://x.y">Bamako</a>', "one<br/>two"])
def test_html_is_kept_as_read_flagged_and_told(tmp_path: Path, text: str) -> None:
    intake = take(jsonl(tmp_path / "a.jsonl", [article(text=text), article(article_id="b", text="1 < 2 and a <b c")]))
    assert list(intake.articles["flags"]) == ["markup", ""]
    assert intake.articles["text"][0] == text
    assert any(note.startswith("1 article with HTML tags") for note in intake.notes)


def test_a_few_wrong_bytes_in_utf8_cost_only_themselves(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", [article(text="à Ségou, côté nord"), article(article_id="b", text="in XX")])
    path.write_bytes(path.read_bytes().replace(b"XX", b"S\xffgou"))
    intake = take(path)
    assert list(intake.articles["text"]) == ["à Ségou, côté nord", "in S\ufffdgou"]
    assert list(intake.articles["flags"]) == ["", "mended_text"]
    assert any(n.startswith("a.jsonl:2:") and "(1 times) was replaced" in n for n in intake.notes)


def test_a_missing_column_points_at_the_name_that_was_meant(tmp_path: Path) -> None:
    row = {"text" if k == "text" else k: v for k, v in article().items() if k != "text"} | {"body": "x"}
    jsonl(tmp_path / "a.jsonl", [article(), row])
    (tmp_path / "a.csv").write_text("article_id,outlet,language,published_at,title,body,url\na,b,en,2024,t,x,\n")
    places = [(p.line, p.column) for p in (*refused(tmp_path / "a.csv"), *refused(tmp_path / "a.jsonl"))]
    line = (tmp_path / "a.jsonl").read_text().splitlines()[1]
    assert places == [(1, 12), (1, 47), (2, line.index('"body"') + 1)]


def test_a_repeated_column_points_at_its_second_place_and_bytes_at_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("article_id,source_id,language,published_at,title,text,text,url\n")
    assert [(p.line, p.column) for p in refused(tmp_path / "a.csv")] == [(1, 55)]
    (tmp_path / "b.jsonl").write_bytes(b"{}\n{\xff")
    source = Source(id="desk", reader="jsonl", path="b.jsonl", encoding="utf-8")
    assert "b.jsonl:2:2: byte 4 is not utf-8" in str(collect([source], tmp_path, languages=LANGUAGES).sources[0])


def test_a_parquet_file_has_rows_not_lines(tmp_path: Path) -> None:
    pd.DataFrame([article(), article(article_id="b", published_at=None)]).to_parquet(tmp_path / "a.parquet")
    intake = take(tmp_path / "a.parquet")
    assert intake.dropped == {"no_date": 1} and "a.parquet row 2: no publication date; dropped" in intake.notes
    pd.DataFrame([article()]).drop(columns="text").to_parquet(tmp_path / "b.parquet")
    assert [(p.line, p.text) for p in refused(tmp_path / "b.parquet")] == [(0, "column 'text' is missing")]


def test_the_advice_on_a_missing_column_works_where_it_is_given(tmp_path: Path) -> None:
    row = {k: v for k, v in article(body="x").items() if k != "text"}
    jsonl(tmp_path / "a.jsonl", [row])
    (advice,) = refused(tmp_path / "a.jsonl")
    assert "Rename that column to text" in advice.remedy and "leave out --articles" in advice.remedy
    source = Source(id="desk", reader="jsonl", path="a.jsonl")
    told = str(collect([source], tmp_path, languages=LANGUAGES).sources[0]["message"])
    assert "config.yaml, source desk: columns: {text: body}" in told and "--articles" not in told
    mapped = source.model_copy(update={"columns": {"text": "body"}})
    assert list(collect([mapped], tmp_path, languages=LANGUAGES).articles["text"]) == ["x"]


def test_a_quotation_mark_that_is_never_closed_tells_what_it_swallowed(tmp_path: Path) -> None:
    head = "article_id,source_id,language,published_at,title,text,url\n"
    rows = "".join(f"r{i},b,en,2024-03-05,t,ok,\n" for i in range(9))
    (tmp_path / "a.csv").write_text(head + 'a,b,en,2024-03-05,t,"open,\n' + rows)
    assert any("never closed, lines 2 to 11" in note for note in take(tmp_path / "a.csv").notes)
