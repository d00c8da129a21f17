"""Who is rated: by id, by alias, by the longest alias with a star; no end without review_by, F after it."""

from __future__ import annotations

from datetime import date

import pytest

from definition_places import ROOT
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.outlets import Outlet, rating
from riskbrief.pipeline.outlets import outlet_table

CONFIG = load_workspace(ROOT).config
DEMONSTRATION = date(2024, 9, 22)


def outlet(letter: str, *aliases: str, review_by: str | None = None) -> Outlet:
    given = {"reliability": letter, "class": "wire", "aliases": list(aliases), "review_by": review_by}
    return Outlet.model_validate(given)


def test_an_id_goes_before_an_alias_and_a_whole_alias_before_a_star() -> None:
    outlets = {"a": outlet("A", "x_*"), "b": outlet("B", "x_y*"), "c": outlet("C", "x_yz"), "x_1": outlet("D")}
    letters = {name: rating(name, outlets) for name in ("x_1", "x_2", "x_y1", "x_yz", "y")}
    assert {name: found and found.reliability for name, found in letters.items()} == {
        "x_1": "D", "x_2": "A", "x_y1": "B", "x_yz": "C", "y": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("review_by", "letter", "notes"),
    [(None, "B", 0), ("2024-09-22", "B", 0), ("2024-09-21", "F", 1)],
)
def test_a_rating_counts_until_its_last_day(review_by: str | None, letter: str, notes: int) -> None:
    outlets = {"a": outlet("B", review_by=review_by)}
    table, said = outlet_table(["a"], outlets, belief=CONFIG.index.belief, as_of=DEMONSTRATION)
    assert list(table["reliability"]) == [letter] and len(said) == notes


def test_an_unknown_outlet_counts_as_f_and_is_told() -> None:
    table, said = outlet_table(["nobody"], {}, belief=CONFIG.index.belief, as_of=DEMONSTRATION)
    assert list(table["r"]) == [0.5] and "nobody" in said[0]


def test_shipped_ratings_say_who_why_and_until_when_and_cover_every_class() -> None:
    outlets = CONFIG.outlets
    assert all(o.reason and o.rater and o.rated and o.review_by for o in outlets.values())
    assert len({o.class_ for o in outlets.values()}) == 7
    assert all(date.fromisoformat(str(o.review_by)) > DEMONSTRATION for o in outlets.values())
