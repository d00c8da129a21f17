"""Promises of ingest: every format gives the same articles, and nothing is dropped or changed without being told."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskbrief.definitions.outlets import Source
from riskbrief.errors import ConfigurationError, UnavailableError, UsageError
from riskbrief.ingest.collect import Intake, collect, collect_file
from riskbrief.ingest.instants import read_instant
from riskbrief.ingest.readers import READERS
from riskbrief.ingest.records import REQUIRED
from riskbrief.tables import ARTICLES

LANGUAGES = ("en", "fr")
Row = Mapping[str, object]


def article(**changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "article_id": "a1",
        "source_id": "radio_x",
        "language": "en",
        "published_at": "2024-03-05T06:00:00Z",
        "title": "Market day",
        "text": "The market of Ségou opened, “as usual”, at dawn.",
        "url": "",
    }
    return plain | changes


def jsonl(path: Path, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode(encoding))
    return path


def as_csv(rows: Sequence[Row], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def take(path: Path) -> Intake:
    return collect_file(path, languages=LANGUAGES)


def only(intake: Intake) -> dict[str, object]:
    assert len(intake.articles) == 1
    return dict(intake.articles.iloc[0])


def with_front_matter(row: Row) -> str:
    head = "".join(f"{k}: {v}\n" for k, v in row.items() if k != "text")
    return f"---\n{head}---\n{row['text']}"


def test_every_format_gives_the_same_article(tmp_path: Path) -> None:
    row = article()
    frame = pd.DataFrame([row])
    frame.to_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.csv").write_text(as_csv([row]))
    (tmp_path / "b.csv").write_text(as_csv([row], ";"))
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(as_csv([row]).encode()))
    (tmp_path / "a.txt").write_text(with_front_matter(row))
    jsonl(tmp_path / "a.jsonl", [row])
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    read = [take(p) for p in sorted(tmp_path.iterdir())]
    assert len(read) == 7
    for intake in read:
        pd.testing.assert_frame_equal(intake.articles, read[0].articles)
        assert (intake.read, intake.dropped) == (1, {})
    assert only(read[0])["text"] == row["text"]


def test_a_folder_is_read_whatever_its_mix_and_in_a_fixed_order(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    jsonl(tmp_path / "deep" / "z.jsonl", [article(article_id="j")])
    (tmp_path / "a.csv").write_text(as_csv([article(article_id="c")]))
    (tmp_path / "m.md").write_text(with_front_matter(article(article_id="t")))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.jsonl").write_text("{not json")
    intake = take(tmp_path)
    assert dict(zip(intake.articles["article_id"], intake.articles["ingest_seq"], strict=True)) == {
        "c": 1, "j": 2, "t": 3,
    }  # fmt: skip
    assert "not read: 1 file of other kinds" in intake.notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    row = only(take(jsonl(tmp_path / "a.jsonl", [article()], encoding)))
    assert row["text"] == article()["text"] and row["flags"] == ""


def test_a_windows_file_is_read_flagged_and_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv([article(text="L’armée à Ségou")]).encode("cp1252"))
    intake = take(tmp_path / "a.csv")
    assert only(intake)["text"] == "L’armée à Ségou"
    assert only(intake)["flags"] == "decoded_cp1252"
    assert any("not valid UTF-8" in note for note in intake.notes)


@pytest.mark.parametrize("column", REQUIRED)
def test_a_missing_column_is_named_with_file_line_and_column(tmp_path: Path, column: str) -> None:
    row = {k: v for k, v in article().items() if k != column}
    (tmp_path / "a.csv").write_text(as_csv([row]))
    jsonl(tmp_path / "a.jsonl", [article(), row])
    for name, line in (("a.csv", 1), ("a.jsonl", 2)):
        with pytest.raises(UnavailableError, match=rf"{name}:{line}:1: column '{column}' is missing"):
            take(tmp_path / name)


def test_a_missing_column_comes_with_the_name_that_was_probably_meant(tmp_path: Path) -> None:
    row = {k: v for k, v in article(body="x", pubdate="2024-03-01").items() if k not in {"text", "published_at"}}
    (tmp_path / "a.csv").write_text(as_csv([row]))
    with pytest.raises(UnavailableError) as error:
        take(tmp_path / "a.csv")
    said = str(error.value)
    assert "columns: {text: body}" in said and "columns: {published_at: pubdate}" in said


def test_a_broken_line_is_dropped_counted_and_named_and_a_broken_file_is_an_error(tmp_path: Path) -> None:
    good = json.dumps(article())
    (tmp_path / "a.jsonl").write_text(good + '\n\n{"article_id": \n[1]\n')
    intake = take(tmp_path / "a.jsonl")
    assert (intake.read, intake.dropped) == (3, {"broken_line": 2})
    assert any(note.startswith("a.jsonl:3:16: not JSON") for note in intake.notes)
    (tmp_path / "b.jsonl").write_text("<html>\n")
    with pytest.raises(UnavailableError, match=r"b.jsonl:1:1: not JSON"):
        take(tmp_path / "b.jsonl")


def test_a_line_separator_inside_a_text_does_not_end_the_line(tmp_path: Path) -> None:
    text = "one\u2028two\u0085three"
    assert only(take(jsonl(tmp_path / "a.jsonl", [article(text=text)])))["text"] == text


def test_csv_rows_with_other_numbers_of_fields_are_dropped_with_their_line(tmp_path: Path) -> None:
    whole = as_csv([article(text="first\nsecond line")])
    (tmp_path / "a.csv").write_text(whole + "a2,too,few\n" + ",".join("abcdefgh") + "\n")
    intake = take(tmp_path / "a.csv")
    assert only(intake)["text"] == "first\nsecond line"
    assert intake.dropped == {"broken_row": 2}
    assert any(note.startswith("a.csv:4: 3 fields") for note in intake.notes)


@pytest.mark.parametrize(
    ("value", "moment", "naive"),
    [
        ("2024-03-05", datetime(2024, 3, 5, tzinfo=UTC), True),
        ("2024-03-05 07:30", datetime(2024, 3, 5, 7, 30, tzinfo=UTC), True),
        ("2024-03-05T07:30:00+01:00", datetime(2024, 3, 5, 6, 30, tzinfo=UTC), False),
        ("2024-03-05T07:30Z", datetime(2024, 3, 5, 7, 30, tzinfo=UTC), False),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), False),
        ("2017-01-01T08:59:60+09:00", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), False),
        (date(2024, 3, 5), datetime(2024, 3, 5, tzinfo=UTC), True),
        (None, None, False),
        ("", None, False),
    ],
)
def test_dates_without_a_zone_are_utc_and_say_so(value: object, moment: datetime | None, naive: bool) -> None:
    assert read_instant(value) == (moment, naive)


@pytest.mark.parametrize(
    "value", ["yesterday", "05/03/2024", "2024-02-30", "0001-01-01", "9999-12-31", 1709600000, "2016-12-31T23:60:60Z"]
)
def test_dates_nobody_can_read_are_refused(value: object) -> None:
    with pytest.raises(ValueError):
        read_instant(value)


def test_what_is_dropped_is_counted_by_reason_and_named_with_its_place(tmp_path: Path) -> None:
    rows = [
        article(),
        article(article_id="b", published_at="soon"),
        article(article_id="c", published_at=None),
        article(article_id="d", title="", text="  "),
        article(article_id=" "),
        article(article_id="e", text={"html": "x"}),
    ]
    intake = take(jsonl(tmp_path / "a.jsonl", rows))
    assert intake.dropped == {"bad_date": 1, "bad_value": 1, "no_date": 1, "no_id": 1, "no_text": 1}
    assert intake.read == len(rows) == len(intake.articles) + sum(intake.dropped.values())
    assert "a.jsonl:2: published_at 'soon' is not an ISO 8601 date; dropped" in intake.notes


def test_a_repeated_article_counts_once_and_other_content_under_its_id_is_told(tmp_path: Path) -> None:
    later = article(text="Another text.", published_at="2024-03-09T00:00:00Z")
    rows = [later, article(), article(), article(article_id="b")]
    for order in (rows, rows[::-1]):
        intake = take(jsonl(tmp_path / "a.jsonl", order))
        assert intake.dropped == {"duplicate": 1, "duplicate_id": 1}
        assert set(intake.articles["text"]) == {article()["text"]}
        told = "article_id a1 stands for another article"
        assert any(told in note and "which was published first" in note for note in intake.notes)


@pytest.mark.parametrize(("stated", "read"), [("EN", "en"), ("fr_FR", "fr"), ("en-US", "en"), ("ar", "ar")])
def test_language_tags_are_normalised(tmp_path: Path, stated: str, read: str) -> None:
    row = only(take(jsonl(tmp_path / "a.jsonl", [article(language=stated)])))
    assert (row["language"], row["flags"]) == (read, "")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Des hommes armés ont attaqué un village près de la frontière.", "fr"),
        ("Gunmen attacked a village near the border on Tuesday.", "en"),
    ],
)
def test_an_unstated_language_is_detected_and_flagged(tmp_path: Path, text: str, language: str) -> None:
    row = only(take(jsonl(tmp_path / "a.jsonl", [article(language="", title="", text=text)])))
    assert (row["language"], row["flags"]) == (language, "detected_language")


def test_articles_in_other_languages_are_kept_and_told(tmp_path: Path) -> None:
    intake = take(jsonl(tmp_path / "a.jsonl", [article(language="ar"), article(article_id="b")]))
    assert len(intake.articles) == 2
    assert "1 article in languages without indicators, kept but not coded: ar 1" in intake.notes


def test_extra_columns_are_ignored_and_counted(tmp_path: Path) -> None:
    intake = take(jsonl(tmp_path / "a.jsonl", [article(tags=["x"]), article(article_id="b", tags=[], views=3)]))
    assert "ignored columns: tags (2), views (1)" in intake.notes


def test_a_text_without_front_matter_takes_its_date_from_its_name_or_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "2024-09-18 bamako.txt").write_text("An attack was reported.")
    (tmp_path / "000_8d783d5d968b050a.txt").write_text("An attack was reported.")
    intake = take(tmp_path)
    assert only(intake)["article_id"] == "2024-09-18 bamako"
    assert only(intake)["published_at"] == pd.Timestamp("2024-09-18", tz="UTC")
    assert intake.dropped == {"no_date": 1}
    source = Source(id="s", reader="text", path=".", options={"published_at": "2024-09-20", "source_id": "desk"})
    assert set(collect([source], tmp_path, languages=LANGUAGES).articles["source_id"]) == {"desk"}


def test_characters_no_document_can_carry_are_replaced_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(article(text="a\u0000b\ud800c\u001bd\n\te")))
    row = only(take(path))
    assert row["text"] == "a b\ufffdc d\n\te" and row["flags"] == "mended_text"


def test_an_endless_text_is_cut_flagged_and_told(tmp_path: Path) -> None:
    intake = take(jsonl(tmp_path / "a.jsonl", [article(text="word " * 300_000)]))
    assert len(str(only(intake)["text"])) == 200_000 and only(intake)["flags"] == "cut_text"
    assert "1 article longer than 200,000 characters; the rest was cut (a.jsonl:1)" in intake.notes


def test_an_empty_file_and_an_empty_folder_are_sources_that_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("")
    (tmp_path / "a.jsonl").write_text("\n")
    (tmp_path / "folder").mkdir()
    for name in ("a.csv", "a.jsonl", "folder"):
        intake = take(tmp_path / name)
        ARTICLES.check(intake.articles)
        assert (len(intake.articles), intake.read) == (0, 0)
        assert [(s["state"], bool(s["message"])) for s in intake.sources] == [("empty", True)]


def test_files_that_are_not_what_they_say_are_errors(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not really")
    (tmp_path / "a.jsonl.gz").write_bytes(b"not gzip")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b"{}" * 999)[:-20])
    for name in ("a.parquet", "a.jsonl.gz", "b.jsonl.gz"):
        with pytest.raises(UnavailableError, match=name):
            take(tmp_path / name)
    (tmp_path / "a.docx").write_bytes(b"PK")
    with pytest.raises(UsageError, match=r"\.jsonl"):
        take(tmp_path / "a.docx")


def test_columns_are_renamed_as_the_source_says(tmp_path: Path) -> None:
    row = {{"text": "body", "source_id": "outlet"}.get(k, k): v for k, v in article().items() if k != "language"}
    jsonl(tmp_path / "a.jsonl", [row])
    source = Source(
        id="s", reader="jsonl", path="a.jsonl", columns={"text": "body", "source_id": "outlet"}, language="fr"
    )
    taken = only(collect([source], tmp_path, languages=LANGUAGES))
    assert (taken["text"], taken["source_id"], taken["language"]) == (article()["text"], "radio_x", "fr")


def test_a_failing_source_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    jsonl(tmp_path / "a.jsonl", [article()])
    sources = [
        Source(id="gone", reader="csv", path="gone.csv"),
        Source(id="good", reader="jsonl", path="a.jsonl"),
        Source(id="off", reader="jsonl", path="nowhere", enabled=False),
    ]
    intake = collect(sources, tmp_path, languages=LANGUAGES)
    assert {s["source"]: (s["state"], s["articles"], s["newest"]) for s in intake.sources} == {
        "gone": ("failed", 0, ""),
        "good": ("ok", 1, "2024-03-05"),
    }
    assert "gone.csv: there is no such file" in str(intake.sources[0]["message"])


def test_everything_config_says_wrongly_about_sources_comes_at_once(tmp_path: Path) -> None:
    sources = [
        Source(id="a", reader="jsonl", path="x", encoding="utf-ate"),
        Source(id="b", reader="jsnol", path="x"),
        Source(id="c", reader="csv", path="x", columns={"txet": "body"}, options={"separator": ";"}),
    ]
    with pytest.raises(ConfigurationError) as error:
        collect(sources, tmp_path, languages=LANGUAGES)
    said = str(error.value)
    for wrong in ("unknown encoding 'utf-ate'", "did you mean 'jsonl'?", "Did you mean 'text'?", "option 'separator'"):
        assert wrong in said


def test_every_reader_explains_itself_and_owns_its_options() -> None:
    assert {"jsonl", "csv", "parquet", "text", "folder", "demo"} <= set(READERS)
    assert all(READERS[name].summary.endswith(".") for name in READERS)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_a_text_survives_json_lines_and_csv_alike(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("texts")
    rows = [article(article_id=f"a{i}", text=f"x{text}") for i, text in enumerate(texts)]
    (folder / "a.csv").write_bytes(as_csv(rows).encode("utf-8"))
    (folder / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    one, two = take(folder / "a.csv"), take(folder / "a.jsonl")
    assert list(one.articles["content_sha256"]) == list(two.articles["content_sha256"])
