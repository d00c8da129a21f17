"""Sentences end where a reader would end them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_builders import shipped_book
from riskbrief.coding.sentences import MAX_SENTENCE, iter_sentences, split_sentences


def pieces(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, shipped_book().tongue("").stops)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Col. Diarra and Gen. Kone met Mr. Smith in the morning.",
        "The U.N. mission left its camp.",
        "Le col. Maïga a reçu M. Touré et Mme. Ba.",
        "J. K. Mensah spoke of 3.5 million people.",
        "On Jan. 24 and Sept. 17 it rained.",
        "They walked 1.200 metres to No. 5 Camp.",
        "It was late, at 6 a.m. local time.",
    ],
)
def test_abbreviations_initials_and_figures_do_not_end_a_sentence(sentence: str) -> None:
    assert pieces(f"{sentence} Then it was over.") == [sentence, "Then it was over."]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He spoke at the U.N. The road was open.", 2),
        ("“Stop!” he said. “We go.” Then he left.", 3),
        ("Ils étaient sept. Puis il est parti. « Rien », dit-il.", 3),
        ("Opening\nThe base was quiet on Friday.", 2),
        ("The patrol left the base in\nBamako at noon.", 1),
        ("One paragraph without a stop\n\nAnother one", 2),
        ("1. First point\n2. Second point", 2),
        ("He said so.The road is open.", 2),
        ("Really?! Yes… No one knew.", 3),
    ],
)
def test_stops_lines_and_lists_end_sentences(text: str, count: int) -> None:
    assert len(pieces(text)) == count


@given(st.text(alphabet='ab Z.!?\n\r\t"»é’,;', max_size=200))
def test_sentences_are_in_order_disjoint_trimmed_and_lose_no_word(text: str) -> None:
    spans = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in spans)
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())


def test_a_text_without_punctuation_is_cut_so_that_no_sentence_is_endless() -> None:
    text = "soldiers attack " * 20_000
    assert max(s.end - s.start for s in iter_sentences(text)) <= MAX_SENTENCE
    assert max(s.end - s.start for s in iter_sentences("x" * 10_000)) <= MAX_SENTENCE
