"""The work of coding an article grows with its length, whatever the article says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from coding_builders import code, row

TraceFunction = Callable[[FrameType, str, Any], Any]
MENTION = "Gunmen killed 12 soldiers in Mopti, Mali. "
AMBIGUOUS = "Koro, Burkina Faso and Kano and the Gao region near Koro. "
PERSONS = "The President Mali Traoré and Chad Smith met Sorgha (Gnagna). "
UNBROKEN = "gunmen killed 12 soldiers in Mopti, Mali "
MARKS = "“Gunmen” … killed  (12) – in “Koro” "


def _work(text: str, title: str) -> int:
    """Lines run, each turn of a loop anew, while one article is coded: a measure of work that no clock disturbs."""
    lines = 0

    def count(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        code(row(text, title=title))
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("sentence", [MENTION, AMBIGUOUS, PERSONS, UNBROKEN, MARKS])
def test_twice_the_text_is_at_most_about_twice_the_work(sentence: str) -> None:
    _work(sentence * 300, "")  # what is read once and kept is read now
    once, twice = (_work(sentence * times, "") for times in (150, 300))
    assert twice < 2.3 * once


def test_a_title_as_long_as_a_book_is_read_like_a_long_sentence() -> None:
    _work("", MENTION * 200)
    once, twice = (_work("", MENTION * times) for times in (100, 200))
    assert twice < 2.3 * once
