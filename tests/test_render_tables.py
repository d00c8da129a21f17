"""CSV files: read back what was written, and open in a spreadsheet without running anything."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskbrief.render.tables import FORMULA_STARTS, csv_bytes

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_text_comes_back_as_it_was_but_for_the_apostrophe_before_a_formula(values: list[str]) -> None:
    rows = read(csv_bytes(pd.DataFrame({"a": pd.Series(values, dtype="string")})))[1:]
    for value, (cell,) in zip(values, rows, strict=True):
        assert cell == (f"'{value}" if value.startswith(FORMULA_STARTS) else value)
        assert not cell.startswith(FORMULA_STARTS)


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_cell_starts_like_a_formula(start: str) -> None:
    content = csv_bytes(pd.DataFrame({"a": pd.Series([f'{start}HYPERLINK("x")'], dtype="string")}))
    assert read(content)[1][0] == f'\'{start}HYPERLINK("x")'


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6))
def test_numbers_come_back_within_six_decimals_and_negative_ones_are_untouched(values: list[float]) -> None:
    rows = read(csv_bytes(pd.DataFrame({"a": values})))[1:]
    assert [float(cell) for (cell,) in rows] == pytest.approx(values, abs=5.1e-7)


def test_missing_is_an_empty_field_and_zero_is_zero() -> None:
    frame = pd.DataFrame(
        {
            "number": [0.0, float("nan")],
            "text": pd.Series(["", None], dtype="string"),
            "flag": [True, False],
            "count": [0, 7],
            "instant": pd.to_datetime(["2024-09-22T10:00:00Z", None], utc=True),
            "day": pd.to_datetime(["2024-09-22", None]),
        }
    )
    assert csv_bytes(frame).decode().splitlines()[1:] == [
        '0,"",true,0,2024-09-22T10:00:00Z,2024-09-22',
        ",,false,7,,",
    ]


def test_an_empty_table_keeps_its_header() -> None:
    assert csv_bytes(pd.DataFrame({"a": [], "b": []})) == b'"a","b"\n'


def test_the_same_table_gives_the_same_bytes_whatever_its_index() -> None:
    frame = pd.DataFrame({"a": [1.5, 2.25], "b": ["x", "y"]})
    assert csv_bytes(frame) == csv_bytes(frame.set_index(pd.Index([9, 4])))
