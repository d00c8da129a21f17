"""Tolls in all grammatical shapes: sentences of toll_sentences.py read as a careful reader reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import toll_sentences
from riskbrief.coding.claims import total
from riskbrief.coding.toll_families import toll_words
from riskbrief.coding.tolls import find_tolls
from riskbrief.definitions.load import load_workspace

KINDS = {"k": "killed", "w": "wounded", "h": "kidnapped"}
VOCABULARY = load_workspace(Path(__file__).parents[1]).vocabulary
WORDS = {language: toll_words(language, VOCABULARY[language]) for language in ("en", "fr")}
Bounds = tuple[float, float, float | None]


def cases() -> Iterator[tuple[str, str, dict[str, Bounds]]]:
    """Sentence, language and the tolls wanted."""
    for language, lines in (("en", toll_sentences.ENGLISH), ("fr", toll_sentences.FRENCH)):
        for line in lines.strip().splitlines():
            text, wanted = line.rsplit("|", 1)
            yield text.strip(), language, {k: _bounds(v) for k, v in (pair.split("=") for pair in wanted.split())}


def _bounds(text: str) -> Bounds:
    if text.endswith("+"):
        return int(text[:-1]), int(text[:-1]), None
    numbers = [int(n) for n in text.split("-")]
    return numbers[0], numbers[len(numbers) // 2], numbers[-1]


def totals(text: str, language: str) -> dict[str, Bounds]:
    """Kind to the number of victims; the armed group's dead apart."""
    tolls = find_tolls(text, language, WORDS[language])
    victims = [t for t in tolls if t.victims != "armed_group"]
    enemies = [t for t in tolls if t.victims == "armed_group" and not t.part]
    found = {key: total([t for t in victims if t.kind == kind]) for key, kind in KINDS.items()}
    found["e"] = total(enemies)
    return {key: (t.low, t.best, t.high) for key, t in found.items() if t is not None}


@pytest.mark.parametrize(("text", "language", "wanted"), list(cases()))
def test_a_sentence_gives_the_tolls_a_reader_finds(text: str, language: str, wanted: dict[str, Bounds]) -> None:
    assert totals(text, language) == wanted
