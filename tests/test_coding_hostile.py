"""Hostile text: disguised letters, HTML, other scripts, endless runs. What is found stays where it stands in the text
as read, the work and the memory stay in proportion, and nothing breaks."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_builders import code, row, shipped, shipped_book
from riskbrief.coding.code import Coded, code_articles
from riskbrief.coding.sentences import split_sentences
from riskbrief.ingest.collect import collect_file
from riskbrief.ingest.rows import MAX_CHARACTERS
from riskbrief.pipeline.coded import second_reader
from riskbrief.tables import ARTICLES
from test_coding_work import _work as work

SENTENCES = {
    "en": (
        "Gunmen attacked an army post near Gao on Friday, killing 6 soldiers.",
        "Militants could attack a barracks in Bamako.",
        "ECOWAS lifted sanctions on Mali.",
        "Protesters marched in Niamey, and police fired tear gas at the crowd.",
    ),
    "fr": (
        "Des hommes armés ont attaqué un village près de Djibo jeudi, selon un élu.",
        "Une trentaine de civils ont été tués à Djenné.",
        "La CEDEAO a levé les sanctions contre le Mali.",
        "Un couvre-feu est en vigueur à Niamey.",
    ),
}
ARTICLE = {language: " ".join(sentences) for language, sentences in SENTENCES.items()}
UNSEEN = ["\u200b", "\u200c", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u034f", "\ufe0f", "\u180e", "\u3164", "\u0336"]
BIDI = ["\u200e", "\u200f", "\u202a", "\u202b", "\u202e", "\u202c", "\u2066", "\u2067", "\u2069", "\u061c"]
LOOKALIKES = str.maketrans("aceopxyijsABCEHKMOPTXo", "асеорхуіјѕАВСЕНКМОРТХο")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("0"), ord("z") + 1) if chr(code).isalnum()}
BOLD = {ord("A") + k: 0x1D400 + k for k in range(26)} | {ord("a") + k: 0x1D41A + k for k in range(26)}
ELSEWHERE = {
    "Arabic": "أعلنت السلطات يوم الثلاثاء أن الأسعار ارتفعت في السوق.",
    "Hebrew": "המחירים בשוק עלו השבוע.",
    "Chinese": "周二市场价格上涨。",
    "Russian": "Во вторник цены на рынке выросли.",
    "pictures": "\U0001f525\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1f2\U0001f1f1!!",
    "broken": "\ufffd\ufffd\u0300\u0300 \ue000 \U0010ffff.",
}
Fact = tuple[str, str, str | None, str]


def assert_slices(coded: Coded, article: dict[str, object]) -> None:
    """Every quote is what stands at its offsets in the text as read."""
    for found in coded.mentions.to_dict("records") + coded.claims.to_dict("records"):
        assert found["quote"] == str(article[str(found["field"])])[found["start"] : found["end"]] != ""


def facts(coded: Coded) -> list[Fact]:
    """Indicator, status, country and toll of each mention, in reading order."""
    columns = ["indicator_id", "status", "region_id", "toll_best"]
    return [tuple(None if pd.isna(v) else str(v) for v in r) for r in coded.mentions[columns].itertuples(index=False)]  # type: ignore[misc]


def spans(coded: Coded) -> list[tuple[int, int]]:
    rows = coded.mentions[["start", "end"]].itertuples(index=False)
    return [(int(start), int(end)) for start, end in rows]


def both(language: str, text: str) -> tuple[Coded, Coded]:
    """The language's article read as it is and as `text` writes it, which must say the same."""
    plain, written = code(row(ARTICLE[language], language=language)), code(row(text, language=language))
    assert_slices(written, row(text))
    assert facts(written) == facts(plain) != []
    return plain, written


def disguised(text: str, hidden: list[str]) -> tuple[str, list[int]]:
    """The text with hidden characters after some of its own, and for each character its offset in the text itself."""
    pieces = [char + extra for char, extra in zip(text, hidden, strict=True)]
    return "".join(pieces), [n for n, piece in enumerate(pieces) for _ in piece]


@st.composite
def evasions(draw: st.DrawFn) -> tuple[str, str, list[int]]:
    """A language, its article with hidden characters in its words, and the offsets of that in the article."""
    text = ARTICLE[language := draw(st.sampled_from(["en", "fr"]))]
    letters = [n for n, char in enumerate(text) if char.isalnum()]
    some = st.lists(st.sampled_from(UNSEEN + BIDI), min_size=1, max_size=4).map("".join)
    hidden = draw(st.dictionaries(st.sampled_from(letters), some, min_size=10, max_size=50))
    return language, *disguised(text, [hidden.get(n, "") for n in range(len(text))])


@given(evasions())
@settings(max_examples=12, deadline=None)
def test_characters_nobody_sees_hide_nothing_and_offsets_lead_to_the_same_words(
    drawn: tuple[str, str, list[int]],
) -> None:
    language, text, own = drawn
    plain, evasive = both(language, text)
    assert [(own[start], own[end - 1] + 1) for start, end in spans(evasive)] == spans(plain)


@pytest.mark.parametrize("table", [LOOKALIKES, FULL_WIDTH, BOLD], ids=["look-alike", "full-width", "bold"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_letters_that_only_look_or_are_drawn_differently_are_read(language: str, table: dict[int, int]) -> None:
    text = ARTICLE[language].translate(table)
    assert text != ARTICLE[language] and len(text) == len(ARTICLE[language])
    plain, evasive = both(language, text)
    assert spans(evasive) == spans(plain)


PARAGRAPHS = [
    "<p>@</p>", "<P CLASS='lead'>@</P>\n", "<div><h2 id=x>@</h2></div>", "@<br/>", "<p><b>@</b></p>",
    '<p><a href="https://news.example/2024/protest-in-niamey-gunmen-killed-soldiers-in-gao?a=1&b=2">@</a></p>',
    "&nbsp;@&#160;", "&laquo;&nbsp;@&nbsp;&raquo; ", "<!doctype html><p>@</p>",
]  # fmt: skip


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_html_parts_sentences_and_says_nothing_itself(language: str, paragraph: str) -> None:
    text = "".join(paragraph.replace("@", sentence) for sentence in SENTENCES[language])
    plain, marked = both(language, text)
    assert list(marked.mentions["sentence"]) == list(plain.mentions["sentence"])
    assert list(marked.mentions["quote"]) == list(plain.mentions["quote"])


def test_a_tag_between_paragraphs_parts_sentences_that_have_no_full_stop() -> None:
    headlines = [sentence.rstrip(".") for sentence in SENTENCES["en"]]
    parted, marked = code(row("\n\n".join(headlines))), code(row("".join(f"<li>{line}</li>" for line in headlines)))
    assert list(parted.mentions["sentence"].unique()) == [1, 2, 3, 4]
    assert facts(marked) == facts(parted) and list(marked.mentions["quote"]) == list(parted.mentions["quote"])


def test_letters_written_as_entities_are_read_and_quoted_as_they_stand() -> None:
    text = ARTICLE["fr"].replace("é", "&eacute;").replace("à", "&#224;").replace("è", "&#xE8;")
    _, written = both("fr", text)
    assert any("&eacute;" in quote for quote in written.mentions["quote"])


@pytest.mark.parametrize("name", ELSEWHERE)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_paragraph_in_another_script_moves_offsets_and_nothing_else(language: str, name: str) -> None:
    foreign = ELSEWHERE[name] + "\n\n"
    for text, shift in ((foreign + ARTICLE[language], len(foreign)), (ARTICLE[language] + "\n\n" + foreign, 0)):
        plain, mixed = both(language, text)
        assert spans(mixed) == [(start + shift, end + shift) for start, end in spans(plain)]


def test_each_language_of_a_mixed_article_is_read_by_its_own_rules_alone() -> None:
    text = f"{ARTICLE['en']}\n\n{ARTICLE['fr']}"
    english = code(row(text, language="en"))
    assert_slices(english, row(text))
    first = [f for f, (start, _) in zip(facts(english), spans(english), strict=True) if start < len(ARTICLE["en"])]
    assert first == facts(code(row(ARTICLE["en"], language="en")))


NOISE = st.sampled_from(
    [*UNSEEN, *BIDI, *ELSEWHERE.values(), *SENTENCES["en"], *SENTENCES["fr"], "attack ", "tués ", "Mali ", "<", ">",
     "</p>", "<a href='", "&amp;", "&#0;", "&#x110000;", "&;", "\x00", "\x1b[31m", "\x85", "\u2028", "\r", "\t", "\n\n",
     "’", "'", "“", "«", "İ", "ß", "ﷺ", "ﬃ", "²", "½", "Ⅻ", "٣", "-", "—", "...", "?!", "1,000", "9" * 40]
)  # fmt: skip


@given(st.lists(NOISE | st.text(max_size=8), max_size=40).map("".join), st.sampled_from(["en", "fr", "ar", "pt"]))
@settings(max_examples=20, deadline=None)
def test_whatever_the_text_is_made_of_quotes_are_slices_and_nothing_breaks(text: str, language: str) -> None:
    text = text.encode("utf-8", "replace").decode()  # lone surrogates never get past ingest
    article = row(text, title=text[:90], language=language)
    table = ARTICLES.build([article])
    reading = shipped().config.index.reading
    assert_slices(code_articles(table, shipped_book(), reading=reading, second=second_reader(shipped())), article)


def ingested(tmp_path: Path, text: str) -> dict[str, object]:
    """The article as it comes out of a file."""
    article = {
        "article_id": "a1",
        "source_id": "s",
        "language": "en",
        "published_at": "2024-03-08",
        "title": "",
        "url": "",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(article | {"text": text}), encoding="utf-8")
    return dict(collect_file(tmp_path / "a.jsonl", languages=("en", "fr")).articles.iloc[0])


def test_control_characters_and_lone_surrogates_are_replaced_in_place(tmp_path: Path) -> None:
    broken = "\x00\x1b[0m\ud800\x07" + ARTICLE["en"].replace(" ", "\x0b\x1f").replace(".", ".\x00 \x7f")
    article = ingested(tmp_path, broken)
    assert len(str(article["text"])) == len(broken)
    coded, plain = code(article), code(row(ARTICLE["en"]))
    assert_slices(coded, article)
    assert facts(coded) == facts(plain)
    assert [broken[s:e].replace("\x0b\x1f", " ") for s, e in spans(coded)] == list(plain.mentions["quote"])


RUNS = (
    "<a href='x'>Mali</a> ", "Mali, ", "Gao (", "of the ", "selon ",
    "<a ", "&amp;", "&#1", "</p><p>", "'a ", "‘", "“", ".", ".”", ".\u200b", "?!", "\u200b", "a\u200b", "e\u0301",
    "\u0336", "\u202e", "قتل ", "1,000,", "9", "12 ", "\n", "\r\n", "  ", "((", "U.N. ", "ﷺ", "\U0001f525",
)  # fmt: skip


def long(unit: str, size: int) -> str:
    """A run of a unit that ends in a letter, between two sentences with news."""
    return f"{SENTENCES['en'][0]} {unit * (size // len(unit))}z {SENTENCES['fr'][1]}"


@pytest.mark.parametrize("unit", RUNS)
def test_work_on_a_run_of_anything_grows_no_faster_than_the_run(unit: str) -> None:
    work(long(unit, 300), "")  # what is read once and kept is read now
    once, twice = (work(long(unit, size), "") for size in (2100, 4200))  # more than a sentence may hold
    assert twice < 2.3 * once


@pytest.mark.parametrize("unit", [unit for unit in RUNS if not unit.strip().isalpha() and "Mali" not in unit])
def test_a_run_of_a_hundred_thousand_characters_is_split_and_read(unit: str) -> None:
    """No timing: a step that looks at the rest of the run from each of its characters would not come back at all."""
    text = long(unit, MAX_CHARACTERS // 2)
    assert_slices(code(row(text)), row(text))
    assert sum(end - start for start, end in split_sentences(text)) <= len(text)


def peak(act: Callable[[], object]) -> int:
    """Bytes that were held at most while something was done."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_megabytes_are_cut_to_an_article_and_cost_no_more_than_one(tmp_path: Path) -> None:
    sentence = "The market of Ségou opened at dawn. " * 40 + SENTENCES["en"][0] + " "
    huge, whole = (
        ingested(tmp_path, sentence * (size // len(sentence))) for size in (10_000_000, MAX_CHARACTERS + 9000)
    )
    assert huge["text"] == whole["text"] and len(str(huge["text"])) == MAX_CHARACTERS
    assert "cut_text" in str(huge["flags"])
    assert_slices(code(huge), huge)
    some, more = (huge | {"text": str(huge["text"])[:size]} for size in (MAX_CHARACTERS // 8, MAX_CHARACTERS // 4))
    smaller, larger = peak(lambda: code(some)), peak(lambda: code(more))
    assert larger < 2.3 * smaller and larger < 100 * len(str(more["text"]))
