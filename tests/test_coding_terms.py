"""The term grammar: what an analyst writes is what is found, nothing more."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_builders import code, mentions, row, shipped, shipped_book, small_book, statuses
from riskbrief.coding.codebook import Codebook, compile_codebook
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.coding.numerals import number_end
from riskbrief.coding.terms import parse_term
from riskbrief.coding.trace import nearly
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.inflect import Written


def quotes(text: str, terms: dict[str, object], *, language: str = "en", **settings: object) -> list[str]:
    found = mentions(text, book=small_book(terms, language=language, **settings), language=language)
    return found["quote"].tolist()


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("army post", "The army post burned.", ["army post"]),
        ("army post", "The army, post office and all, burned.", []),
        ("army post", "They left the army. Post arrived.", []),
        ("army post", "The army-post burned.", ["army-post"]),
        ("army post", "The army posts burned.", []),
        ("raid", "They were afraid of a braid.", []),
        ("jihadist*", "Jihadists and a jihadist.", ["Jihadists", "jihadist"]),
        ("coup d'état", "A COUP D’ETAT and a coup d'état.", ["COUP D’ETAT", "coup d'état"]),
        ("activist* arrested", "Several activists arrested.", ["activists arrested"]),
        ("# soldiers killed", "Twenty-four soldiers killed.", ["Twenty-four soldiers killed"]),
        ("# soldiers killed", "Some soldiers killed time.", []),
        ("killed # soldiers", "It killed at least 1,200 soldiers.", ["killed at least 1,200 soldiers"]),
        ("killed # soldiers", "It killed many soldiers.", []),
        ("U.N. base", "The U.N. base and the UN base.", ["U.N. base"]),
    ],
)
def test_a_term_is_whole_words_in_a_row(term: str, text: str, found: list[str]) -> None:
    assert quotes(text, {"any": [term]}) == found


@pytest.mark.parametrize(
    ("words", "language", "length"),
    [
        ("twenty four men", "en", 2),
        ("quatre vingt dix sept civils", "fr", 4),
        ("vingt et un civils", "fr", 3),
        ("une trentaine de civils", "fr", 3),
        ("deux cents personnes", "fr", 2),
        ("plus de 70 morts", "fr", 3),
        ("one hundred and five men", "en", 4),
        ("more than 70 dead", "en", 3),
        ("septembre", "fr", 0),
        ("drone", "en", 0),
        ("and five", "en", 0),
    ],
)
def test_a_number_is_digits_or_words_with_its_qualifier(words: str, language: str, length: int) -> None:
    assert number_end(words.split(), 0, shipped_book().languages[language].tongue.numbers) == length


def test_near_reaches_so_many_words_inside_one_sentence_and_in_order() -> None:
    near = {"near": [{"a": ["attack*"], "b": ["barracks"], "within": 3, "ordered": True}]}
    assert quotes("They attacked one two three barracks.", near) == ["attacked one two three barracks"]
    assert quotes("They attacked one two three four barracks.", near) == []
    assert quotes("They attacked. The barracks stood.", near) == []
    assert quotes("The barracks were attacked.", near) == []
    unordered = {"near": [{"a": ["attack*"], "b": ["barracks"], "within": 3, "ordered": False}]}
    assert quotes("The barracks were attacked.", unordered) == ["barracks were attacked"]


def test_a_near_pattern_takes_the_nearest_partner() -> None:
    near = {"near": [{"a": ["attack*"], "b": ["barracks", "camp"], "within": 8}]}
    assert quotes("Attackers attacked the camp and the barracks.", near)[-1] == "attacked the camp"


def test_a_mention_inside_a_longer_one_of_the_same_indicator_is_one_mention() -> None:
    assert quotes("A military coup failed.", {"any": ["coup", "military coup"]}) == ["military coup"]


def test_terms_of_one_language_never_run_on_another() -> None:
    assert statuses("Militants met in Gao on Friday.", "sec_armed_group_activity") == ["affirmed"]
    assert statuses("Des militants se sont réunis vendredi à Gao.", "sec_armed_group_activity", language="fr") == []
    assert statuses("Un coup de feu et un coup d'envoi à Niamey.", "gov_coup_instability", language="fr") == []


def test_an_article_in_a_language_without_terms_has_a_focus_and_no_mentions() -> None:
    coded = code(row("Ein Angriff in Bamako, Mali. Attack on a village.", language="de"))
    assert coded.mentions.empty
    assert coded.focus["region_id"].tolist() == ["MLI"]


def test_a_family_stands_for_each_of_its_members_also_inside_a_phrase() -> None:
    families = {"force": ["army", "the police"]}
    assert {t.elements for t in parse_term("@force attacked", families)} == {
        ("army", "attacked"),
        ("the", "police", "attacked"),
    }
    probe = {"id": "probe", "name": {"en": "P"}, "question": {"en": "P?"}, "type": "event", "weight": 1.0}
    indicator = Indicator.model_validate(probe | {"terms": {"en": {"any": ["@force attacked"]}}})
    vocabulary = {"en": {"force": [Written(w, frozenset({"word"})) for w in families["force"]]}}
    book = compile_codebook([indicator], shipped().cues, load_gazetteer(), vocabulary, words=shipped().words)
    assert mentions("The police attacked at noon.", book=book)["quote"].tolist() == ["The police attacked"]


WORDS = ["army", "post", "raid", "raids", "raided", "on", "the", "camp", "attack", "attacks", "été", "cœur", "five"]
TERMS = ["army post", "raid*", "raid on the camp", "attack", "coeur", "ete", "the camp", "post on"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, ",", "."]), max_size=25))
def test_the_automaton_finds_what_a_plain_search_finds(parts: list[str]) -> None:
    text = " ".join(parts).replace(" ,", ",").replace(" .", ".")
    found = mentions(text, book=_book())
    starts = {(r.start, r.end) for r in found.itertuples()}
    expected = _plain_search(text)
    assert starts == {s for s in expected if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in expected)}


@lru_cache(maxsize=1)
def _book() -> Codebook:
    return small_book({"any": TERMS})


def _plain_search(text: str) -> set[tuple[int, int]]:
    flat = "".join(c for c in unicodedata.normalize("NFD", text.replace("œ", "\0")) if not unicodedata.combining(c))
    found = set()
    for term in TERMS:
        body = re.escape(term).replace(r"\*", r"\w*").replace("coeur", "c\0ur")
        end = "" if term.endswith("*") else r"(?!\w|\0)"
        found |= {m.span() for m in re.finditer(rf"(?<![\w\0])(?={body}{end})({body})", flat) if m.span()}
        found = {s for s in found if s[1] > s[0]}
    return found


def test_try_says_what_nearly_matched_and_why() -> None:
    near = {"near": [{"a": ["attack*"], "b": ["barracks"], "within": 3}], "any": ["took to the streets"]}
    book = small_book(near)
    told = [str(n) for n in nearly("They attacked a b c d e barracks. People took over the streets.", book, "en")]
    assert any("5 words lie between; the pattern allows 3" in t for t in told)
    assert any("'over' where the term has 'to'" in t for t in told)
    assert any("stands before" in str(n) for n in nearly("The barracks were attacked.", book, "en"))
    assert any("language 'en'" in str(n) for n in nearly("He took to the streets.", book, "fr"))
    assert nearly("They attacked the barracks.", book, "en") == []
