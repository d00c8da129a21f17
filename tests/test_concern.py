"""Which articles are read: those that can concern the countries of the workspace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coding_builders import code, row, shipped_book

ATTACK = "Gunmen attacked an army post {where} on Monday, killing six soldiers, the governor said. "
ELSEWHERE = "Officials in Lima, Peru said the vote had been postponed by two weeks after heavy rain. " * 10
NOWHERE = "Officials said the vote had been postponed by two weeks after heavy rain. " * 12


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (ELSEWHERE + ATTACK.format(where="near the border"), False),
        (ELSEWHERE + ATTACK.format(where="near Cusco"), False),
        (ELSEWHERE + ATTACK.format(where="in Mali"), True),
        (ELSEWHERE + ATTACK.format(where="near Gao"), True),
        (ELSEWHERE + ATTACK.format(where="in Algeria"), True),
        (NOWHERE + ATTACK.format(where="near the border"), True),
        (ELSEWHERE[:200] + ATTACK.format(where="near the border"), True),
    ],
)
def test_a_long_article_is_read_unless_it_names_only_places_of_other_countries(text: str, read: bool) -> None:
    found = code(row(text)).mentions
    assert ("sec_attack_security_forces" in set(found["indicator_id"])) is read


def test_a_word_without_its_capital_is_no_place() -> None:
    """Thousands of villages bear names that are plain words; they do not make an article one of the region."""
    assert not shipped_book().concern.may("", ELSEWHERE + "The mali of the garden and a chad of paper. ")  # type: ignore[union-attr]


def test_a_country_in_the_title_alone_is_enough_and_arabic_text_is_always_read() -> None:
    concern = shipped_book().concern
    assert concern is not None
    assert not concern.may("Vote postponed", ELSEWHERE)
    assert concern.may("Mali votes", ELSEWHERE)
    assert concern.may("", ELSEWHERE + "مالي")


def test_without_a_scope_every_article_is_read() -> None:
    text = ELSEWHERE + ATTACK.format(where="near Cusco")
    assert code(row(text)).mentions.empty
    assert not code(row(text), book=replace(shipped_book(), concern=None)).mentions.empty


def test_what_is_left_out_could_not_have_moved_a_score() -> None:
    """An article that is not read has no mention in a country of the workspace."""
    whole = replace(shipped_book(), concern=None)
    text = ELSEWHERE + ATTACK.format(where="near Cusco") + ATTACK.format(where="near the border")
    regions = set(code(row(text), book=whole).mentions["region_id"].dropna())
    assert regions <= {"PER"}


def test_title_and_text_are_looked_at_together_but_no_name_runs_from_one_into_the_other() -> None:
    concern = shipped_book().concern
    assert concern is not None
    nowhere = "The committee talked of rules of procedure for many hours without end. " * 12
    assert concern.may("Vote in Ivory Coast", nowhere)
    assert not concern.may("A box of Ivory", "Coast guards met near Cusco in Peru. " + nowhere)
    assert not concern.may("", nowhere + "It met near Cusco in Peru.")
