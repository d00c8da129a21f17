"""A language is YAML: Portuguese and one indicator in Arabic, from packs that a workspace copies in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from coding_builders import shipped_book
from riskbrief.coding.code import code_articles
from riskbrief.coding.codebook import Codebook
from riskbrief.coding.number_words import read_number
from riskbrief.coding.numerals import value
from riskbrief.definitions.load import load_workspace
from riskbrief.folding import canonical, fold
from riskbrief.pipeline.books import codebook
from riskbrief.pipeline.checking import check_everything, language_notes
from riskbrief.pipeline.examples import article_row
from riskbrief.tables import ARTICLES

ROOT = Path(__file__).parents[1]
DAY = pd.Timestamp("2025-03-07", tz="UTC")
COUNTING = {"affirmed", "hedged", "foiled"}


def gold(language: str) -> list[Any]:
    cases = yaml.safe_load((ROOT / "tests" / "gold" / f"{language}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=str(n)) for n, case in enumerate(cases)]


def taken_in(target: Path, *languages: str) -> Path:
    """The shipped workspace with packs copied in and their languages named: what an analyst does, and no more."""
    for name in ("indicators", "reports", "templates"):
        shutil.copytree(ROOT / name, target / name)
    for language in languages:
        for file in (ROOT / "indicators" / "packs" / language).glob("*.yaml"):
            shutil.copy(file, target / "indicators" / "lexicons")
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    named = f"coding_languages: [{', '.join(('en', 'fr', *languages))}]"
    (target / "config.yaml").write_text(f"{text}\n{named}\n", encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("foreign") / "workspace", "pt", "ar")


@lru_cache(maxsize=2)
def book(root: Path) -> Codebook:
    return codebook(load_workspace(root))


def mentions(root: Path, text: str, language: str) -> pd.DataFrame:
    articles = ARTICLES.build([article_row("a1", text, title="", language=language, day=DAY)])
    reading = load_workspace(ROOT).config.index.reading
    return code_articles(articles, book(root), reading=reading).mentions


def assert_reads(root: Path, case: dict[str, Any], language: str) -> None:
    """The mentions wanted are there, nothing else counts, and they stand in the country and on the day."""
    found = mentions(root, case["text"], language)
    got = set(zip(found["indicator_id"], found["status"], strict=True))
    wanted = set(case["fires"].items())
    assert wanted <= got
    assert {pair for pair in got - wanted if pair[1] in COUNTING} == set()
    if "region" in case:
        assert set(found["region_id"]) == {case["region"]}
    if "day" in case:
        assert case["day"] in {str(day)[:10] for day in found["event_date"]}


@pytest.mark.parametrize("case", gold("portuguese"))
def test_portuguese_is_read_from_yaml_alone(foreign: Path, case: dict[str, Any]) -> None:
    assert_reads(foreign, case, "pt")


@pytest.mark.parametrize("case", gold("arabic"))
def test_one_arabic_indicator_is_read_from_yaml_alone(foreign: Path, case: dict[str, Any]) -> None:
    assert_reads(foreign, case, "ar")


def test_packs_add_no_problem_and_reports_stay_in_their_languages(foreign: Path) -> None:
    assert [p for p in check_everything(foreign) if p.path.startswith("indicators/lexicons")] == []
    config = load_workspace(foreign).config
    assert (config.languages, config.coded) == (["en", "fr"], ("en", "fr", "pt", "ar"))


def test_check_notes_what_a_language_lacks_and_goes_on(foreign: Path, riskbrief: Callable[..., Any]) -> None:
    called = riskbrief("-C", foreign, "check")
    assert called.code == 0, called.out
    arabic = next(line for line in called.err.splitlines() if "language ar" in line)
    assert "gov_coup_instability" in arabic
    assert "sec_attack_security_forces" not in arabic
    assert any("language pt: 29 of 29" in line for line in language_notes(foreign))


def test_a_language_without_its_files_is_told(tmp_path: Path) -> None:
    root = taken_in(tmp_path / "workspace", "pt")
    (root / "indicators" / "lexicons" / "calendar.pt.yaml").unlink()
    assert any("no file calendar.pt.yaml" in note for note in language_notes(root))
    (root / "indicators" / "lexicons" / "assertion.pt.yaml").unlink()
    assert [p.path for p in check_everything(root)] == ["indicators/lexicons/assertion.pt.yaml"]


def test_packs_change_nothing_for_other_languages(foreign: Path) -> None:
    text = "Gunmen attacked an army base near Ansongo in Mali on Friday, and seven soldiers were killed."
    ours = code_articles(
        ARTICLES.build([article_row("a1", text, title="", language="en", day=DAY)]),
        shipped_book(),
        reading=load_workspace(ROOT).config.index.reading,
    )
    pd.testing.assert_frame_equal(mentions(foreign, text, "en"), ours.mentions)


def test_terms_of_a_language_file_are_checked_like_others(tmp_path: Path) -> None:
    root = taken_in(tmp_path / "workspace", "pt")
    file = root / "indicators" / "lexicons" / "terms.pt.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  sec_attack_capital:", "  sec_attack_capitol:"))
    problem = check_everything(root)[0]
    assert "unknown indicator 'sec_attack_capitol'" in problem.text
    assert "sec_attack_capital" in problem.remedy


@pytest.mark.parametrize(
    ("written", "plain"),
    [("الهُجُومُ", "الهجوم"), ("جنـــود", "جنود"), ("أحد", "احد"), ("قاعدة", "قاعده"), ("على", "علي"), ("ﻻ", "لا")],
)
def test_arabic_spellings_of_one_word_fold_alike(written: str, plain: str) -> None:
    assert fold(written) == fold(plain) != ""


def test_folded_arabic_never_reads_as_latin_and_keeps_its_place() -> None:
    text = "Mali: مَقتل ٣ جنود"
    folded = canonical(text)
    data = folded.data.decode()
    assert data.split(" ")[0] == "mali."
    assert data.rpartition(" ")[2].isupper()
    at = data.index("3")
    assert text[folded.raw(at)] == "٣"


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [
        ("vinte e três", "pt", 23),
        ("cento e vinte", "pt", 120),
        ("dois mil", "pt", 2000),
        ("quatre vingt dix sept", "fr", 97),
        ("two hundred and five", "en", 205),
        ("two three", "en", 0),
        ("deux soldats", "fr", 0),
    ],
)
def test_numbers_in_words_come_from_yaml(foreign: Path, words: str, language: str, number: int) -> None:
    folded = fold(words).split()
    assert value(folded, book(foreign).tongue(language).numbers) == number
    if language != "pt" and number:
        assert read_number(folded, 0, language) == (number, len(folded))
