"""A composite of any table: published arithmetic, exact contributions, and every problem of a table at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import ROOT, run_page
from riskbrief.errors import UsageError
from riskbrief.index import build_composite
from riskbrief.index.composite import half_up

INFORM = ROOT / "docs" / "examples" / "inform"


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """A framework; an indicator has the ends 0 and 10 unless it says otherwise."""
    parents = {row.get("parent") for row in rows}
    ends = {"lo": 0, "hi": 10}
    return pd.DataFrame([row if row["node"] in parents else ends | row for row in rows])


def seen(values: dict[str, float | None], unit: str = "X") -> pd.DataFrame:
    return pd.DataFrame([{"unit": unit, "indicator": k, "value": v} for k, v in values.items()])


def under(parts: list[float], **root: Any) -> float:
    """The score of a whole over equal parts on a scale of 0 to 10."""
    names = [f"i{n}" for n in range(len(parts))]
    framework = frame({"node": "top"} | root, *({"node": n, "parent": "top"} for n in names))
    scores = build_composite(seen(dict(zip(names, parts, strict=True))), framework)
    return float(scores["score"][0])


@pytest.mark.parametrize(
    ("parts", "expected"), [((8, 2), 57.870), ((9.5, 3), 74.962), ((0, 10), 75.975), ((6.2, 7.4), 68.420)]
)
def test_a_dimension_of_inform_is_a_scaled_geometric_mean(parts: tuple[float, ...], expected: float) -> None:
    assert under(list(parts), aggregator="scaled_geometric") == pytest.approx(expected, abs=5e-4)


def test_the_risk_of_inform_is_a_cube_root_rounded_half_up() -> None:
    assert under([7.9, 6.8, 7.1], aggregator="geometric") == pytest.approx(72.521, abs=5e-4)
    assert under([7.9, 6.8, 7.1], aggregator="geometric", digits=0) == 73
    assert under([8, 2.5], digits=0) == 53
    assert half_up(np.array([5.25, 5.35, 0.5, 52.49999999999999]), 1).tolist() == [5.3, 5.4, 0.5, 52.5]


def test_the_shipped_example_gives_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = run_page(INFORM / "README.md", monkeypatch)["scores"]
    expected = pd.read_csv(INFORM / "expected.csv")
    assert scores["node"].tolist() == expected["node"].tolist()
    assert (scores["score"] / 10).tolist() == pytest.approx(expected["score"].tolist(), nan_ok=True, abs=1e-9)
    assert set(pd.read_csv(INFORM / "observations.csv")["source"]) == {"synthetic"}


@pytest.mark.parametrize(
    ("values", "fences", "scores"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 100], 1.5, [5, 10, 15, 20, 25, 30, 35, 57.5]),
        ([1, 2, 3, 4, 5, 6, 7, 100], None, [5, 10, 15, 20, 25, 30, 35, 100]),
        ([1, 2, 3, 4, 5, 6, 7, None, 100], 1.5, [5, 10, 15, 20, 25, 30, 35, None, 57.5]),
        ([-100, 14, 15, 16, 17, 18, 19, 20], 1.5, [47.5, 70, 75, 80, 85, 90, 95, 100]),
        ([1, 2, 20], 1.5, [5, 10, 100]),
        ([4, 4, 4, 4, 4, 4, 20], 1.5, [20, 20, 20, 20, 20, 20, 100]),
    ],
)
def test_a_flagged_indicator_of_inform_is_held_within_fences_before_the_scale(
    values: list[float | None], fences: float | None, scores: list[float | None]
) -> None:
    """Quartiles 2.75 and 6.25: 100 is read as 11.5; no fences of three values or where most are alike."""
    framework = frame({"node": "top"}, {"node": "a", "parent": "top", "hi": 20, "fences": fences})
    observed = pd.concat([seen({"a": v}, f"u{n}") for n, v in enumerate(values)])
    found = build_composite(observed, framework).query("node == 'a'")
    expected = [np.nan if s is None else s for s in scores]
    assert found["score"].tolist() == pytest.approx(expected, nan_ok=True)
    assert found["value"].tolist() == pytest.approx([np.nan if v is None else v for v in values], nan_ok=True)


def test_fences_below_nothing_are_told() -> None:
    framework = frame(TWO[0], TWO[1] | {"fences": -1}, TWO[2])
    assert problems(seen({"a": 1, "b": 1}), framework) == [
        "framework:2:6: fences of 'a' must be above 0, such as 1.5, not -1"
    ]


def test_the_page_on_the_library_runs_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    run_page(ROOT / "docs" / "library.md", monkeypatch)


WHOLES = ["arithmetic", "quadratic", "geometric", "inverted_geometric", "scaled_geometric", "worst"]
value = st.one_of(st.floats(0, 10), st.none())


@given(st.lists(value, min_size=4, max_size=4), st.sampled_from(WHOLES), st.sampled_from(WHOLES))
def test_contributions_sum_to_the_score_and_points_to_the_composite(
    values: list[float | None], above: str, below: str
) -> None:
    wholes = [{"node": "t", "aggregator": above}, {"node": "p", "parent": "t", "aggregator": below, "weight": 0.7}]
    parts = [{"node": n, "parent": p, "weight": w} for n, p, w in (("a", "p", 0.2), ("b", "p", 0.8), ("c", "t", 0.3))]
    values = [None if v is None else v if v < 9 else 10.0 for v in values]  # often at the end of the scale
    found = build_composite(seen(dict(zip("abc", values, strict=False))), frame(*wholes, *parts)).set_index("node")
    for whole in ("t", "p"):
        told = found["contribution"][found["parent"] == whole].sum(min_count=1)
        assert np.isnan(found["score"][whole]) or told == pytest.approx(found["score"][whole])
    if None not in values[:3] or not np.isnan(found["score"]["t"]):
        assert found["points"][list("abc")].sum() == pytest.approx(found["score"]["t"])
        assert 0 <= found["score"]["t"] <= 100 + 1e-9


def test_rows_in_another_order_change_nothing() -> None:
    framework = pd.read_csv(INFORM / "framework.csv")
    observations = pd.read_csv(INFORM / "observations.csv")
    mixed = build_composite(observations.sample(frac=1, random_state=1), framework)
    pd.testing.assert_frame_equal(build_composite(observations, framework), mixed)
    turned = build_composite(observations, framework.sample(frac=1, random_state=1)).set_index(["unit", "node"])
    plain = build_composite(observations, framework).set_index(["unit", "node"])
    assert turned["score"].reindex(plain.index).tolist() == pytest.approx(plain["score"].tolist(), nan_ok=True)


TWO = ({"node": "top"}, {"node": "a", "parent": "top", "weight": 0.7}, {"node": "b", "parent": "top", "weight": 0.3})


@pytest.mark.parametrize(
    ("policy", "score", "reason"),
    [
        ({}, 80, None),
        ({"min_weight": 0.71}, None, "70% of its weight is known (needs 71%)"),
        ({"missing": "require_all"}, None, "70% of its weight is known (needs all of it)"),
        ({"missing": "mean_of_assessed"}, 80, None),
    ],
)
def test_a_missing_part_is_never_filled_in(policy: dict[str, Any], score: float | None, reason: str | None) -> None:
    top, b = build_composite(seen({"a": 8, "b": None}), frame(TWO[0] | policy, *TWO[1:])).to_dict("records")[::2]
    assert (top["score"], b["score"]) == pytest.approx((np.nan if score is None else score, np.nan), nan_ok=True)
    assert (top["reason"] if score is None else None, b["reason"]) == (reason, "not observed")
    assert top["known"] == pytest.approx(0.7) and np.isnan(b["contribution"])


def test_units_without_a_value_and_a_table_without_rows_have_no_scores() -> None:
    nothing = build_composite(seen({"a": None, "b": None}), frame(*TWO))
    assert nothing["score"].isna().all() and len(nothing) == 3
    assert len(build_composite(seen({}).reindex(columns=["unit", "indicator", "value"]), frame(*TWO))) == 0


def test_units_may_be_compared_with_each_other() -> None:
    table = pd.concat([seen({"a": v}, unit=str(n)) for n, v in enumerate([0, 0, 1, 1, 2, 2, 3])])
    only = {"node": "a", "parent": ""}
    ranked = build_composite(table, pd.DataFrame([only | {"normaliser": "percentile", "min_weeks": 7}]))
    assert ranked["score"][4] == pytest.approx(100 * (4 + 1) / 7)
    few = build_composite(table, pd.DataFrame([only | {"normaliser": "robust_z"}]))
    assert few["score"].isna().all() and set(few["reason"]) == {"too few units to compare with (robust_z)"}
    alike = pd.concat([seen({"a": 5}, unit=str(n)) for n in range(9)])
    same = build_composite(alike, pd.DataFrame([only | {"normaliser": "robust_z"}]))
    assert set(same["score"]) == {50.0}


def problems(observations: pd.DataFrame, framework: pd.DataFrame) -> list[str]:
    with pytest.raises(UsageError) as caught:
        build_composite(observations, framework)
    return [str(p) for p in caught.value.problems]


def test_every_problem_of_both_tables_is_told_at_once_with_its_place() -> None:
    wrong = [
        {"node": "top", "parent": "", "lo": 3},
        {"node": "a", "parent": "top", "weight": 0.7, "lo": 0, "hi": 0},
        {"node": "b", "parent": "top", "weight": 0.2, "lo": 0, "hi": 1, "normaliser": "goalpost", "direction": 2},
        {"node": "b", "parent": "top", "lo": 0, "hi": 1},
        {"node": "c", "parent": "tip", "weight": -1, "lo": 0, "hi": 1, "log_offset": 0},
        {"node": "d", "parent": "e", "aggregator": "worst", "p": 2},
        {"node": "e", "parent": "d", "digits": 0.5, "missing": "require_all", "min_weight": 0.5},
        {"node": "f", "parent": "", "lo": float("inf"), "hi": 1},
    ]
    values = seen({"a": float("inf"), "b": 1, "c": -1, "x": 1, "top": 1}).astype({"value": object})
    values = pd.concat([values, pd.DataFrame([{"unit": "X", "indicator": "b", "value": "many"}])])
    said = problems(values, pd.DataFrame(wrong))
    expected = [
        "framework:1:3: 'top' is a whole, so its lo would do nothing",
        "framework:2:4: the weights under 'top' add up to 0.9, not 1",
        "framework:2:5: goalposts of 'a' needs two ends, hi above lo",
        "framework:3:6: unknown normalisers 'goalpost': did you mean 'goalposts'?",
        "framework:3:7: direction of 'b' must be 1 or -1 (more is less), not 2",
        "framework:4:1: node 'b' stands twice",
        "framework:5:2: 'c' has the unknown parent 'tip'",
        "framework:5:4: the weight of 'c' is below 0",
        "framework:5:8: lo + log_offset of 'c' is 0 and has no logarithm",
        "framework:6:10: worst takes no 'p'",
        "framework:6:2: a cycle of parents: d > e > d",
        "framework:7:13: require_all takes no 'min_weight'",
        "framework:7:11: digits of 'e' must be a whole number, -2 to 12, not 0.5",
        "framework:8:2: 'f' has no parent, nor has 'top'",
        "framework:8:3: lo of 'f' must be a finite number, not 'inf'",
        "observations:1:3: 'a' of 'X' is infinite",
        "observations:3:3: 'c' of 'X' is below 0, and its scale is logarithmic",
        "observations:4:2: the framework has no indicator 'x' (1 rows)",
        "observations:5:2: 'top' is a whole of the framework, not an indicator (1 rows)",
        "observations:6:2: 'b' of 'X' stands twice",
        "observations:6:3: 'b' of 'X' is not a number",
    ]
    for start in expected:
        assert any(line.startswith(start) for line in said), (start, said)
    assert len(said) == len(expected) + 1  # 'f' has no scale either


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (pd.DataFrame({"node": ["a"]}), "framework: the column 'parent' is missing. It has node."),
        (pd.DataFrame({"node": ["a"], "parent": [""], "wieght": [1]}), "framework: unknown column 'wieght'"),
        (pd.DataFrame({"node": [], "parent": []}), "framework:1:1: the framework has no rows"),
    ],
)
def test_a_table_of_another_form_is_told(table: pd.DataFrame, said: str) -> None:
    assert problems(seen({"a": 1}), table)[0].startswith(said)
    framework = frame(*TWO)
    assert problems(seen({"a": 1}).drop(columns="unit"), framework) == [
        "observations: the column 'unit' is missing. It has indicator, value."
    ]


@pytest.mark.parametrize(
    ("digits", "score"), [(-2, 100), (-1, 50), (0, 53), (12, 52.5), (-3, None), (13, None), (400, None)]
)
def test_a_score_is_rounded_to_decimals_that_it_can_have(digits: int, score: float | None) -> None:
    if score is not None:
        assert under([8, 2.5], digits=digits) == score
    else:
        with pytest.raises(UsageError, match=f"must be a whole number, -2 to 12, not {digits}"):
            under([8, 2.5], digits=digits)


@pytest.mark.parametrize("wrong", [None, "observations.csv", [{"unit": "X"}], {"unit": ["X"]}])
def test_what_is_no_table_is_told_of_either(wrong: Any) -> None:
    text = f"a table is needed, not one of type {type(wrong).__name__}. Give a pandas DataFrame."
    assert problems(wrong, frame(*TWO)) == [f"observations: {text}"]
    assert problems(seen({"a": 1}), wrong) == [f"framework: {text}"]


def test_a_column_that_stands_twice_and_a_table_without_columns_are_told() -> None:
    table, framework = seen({"a": 1, "b": 2}), frame(*TWO)
    double = pd.concat([table, table[["value"]]], axis=1)
    assert problems(double, framework) == ["observations: the column 'value' stands twice. Keep one."]
    double = pd.concat([framework, framework[["lo"]]], axis=1)
    assert problems(table, double) == ["framework: the column 'lo' stands twice. Keep one."]
    assert problems(table, pd.DataFrame())[0] == "framework: the column 'node' is missing. It has no columns."
    assert (
        problems(pd.DataFrame(), framework)[0] == "observations: the column 'indicator' is missing. It has no columns."
    )


@pytest.mark.parametrize("value", [pd.Timestamp("2020-01-01"), pd.Timedelta("2D"), 1 + 2j, "1,5"])
def test_what_is_no_real_number_is_not_read_as_one(value: object) -> None:
    """A date would else be the count of its ticks, which scores 100."""
    table = seen({"a": 1, "b": 2}).astype({"value": object})
    table["value"] = pd.Series([value, value])
    said = [f"observations:{n}:3: {i!r} of 'X' is not a number. Leave it empty when it is missing." for n, i in NAMES]
    assert problems(table, frame(*TWO)) == said


NAMES = ((1, "a"), (2, "b"))


def test_ends_beside_a_scale_that_compares_units_are_told() -> None:
    only = {"node": "a", "parent": "", "lo": 0, "hi": 10}
    for name in ("percentile", "logistic", "robust_z"):
        assert problems(seen({"a": 1}), pd.DataFrame([only | {"normaliser": name}])) == [
            f"framework:1:{place}: {name} of 'a' compares units, so its {end} would do nothing. Clear it."
            for place, end in ((3, "lo"), (4, "hi"))
        ]


def test_where_a_score_is_there_is_no_reason_and_where_it_is_not_there_is_one() -> None:
    found = build_composite(pd.concat([seen({"a": 8, "b": None}), seen({"a": 8}, "Y")]), frame(*TWO))
    assert [r is None for r in found["reason"]] == found["score"].notna().tolist()
    assert {True, False} == set(found["score"].notna())


@pytest.mark.parametrize("wrong", ["parent", "weight", "lo", "node"])
def test_a_mistyped_column_is_told_once_with_the_one_that_is_meant(wrong: str) -> None:
    """Neither is another column missing, nor has the framework lost its indicators."""
    typed = {"parent": "parnet", "weight": "wieght", "lo": "loo", "node": "nodes"}[wrong]
    assert problems(seen({"a": 1, "b": 1}), frame(*TWO).rename(columns={wrong: typed})) == [
        f"framework: unknown column {typed!r}. Did you mean {wrong!r}?"
    ]
    observed = seen({"a": 1, "b": 1}).rename(columns={"value": "valeu"})
    assert problems(observed, frame(*TWO)) == ["observations: the column 'value' is missing. Is 'valeu' meant for it?"]


def test_weights_are_all_written_or_none() -> None:
    rows = [dict(row) for row in TWO]
    del rows[2]["weight"]
    assert problems(seen({"a": 1, "b": 1}), frame(*rows)) == [
        "framework:3:5: 'b' has no weight, others under 'top' have one. Write all of them, or none for equal weights."
    ]


def test_a_remedy_names_the_row_that_stood_first_and_the_sum_that_has_no_logarithm() -> None:
    top, a = {"node": "top", "parent": ""}, {"node": "a", "parent": "top", "lo": -3, "hi": 1, "log_offset": 1}
    assert problems(seen({"a": 1}), pd.DataFrame([top, a, a, {"node": "", "parent": "top"}])) == [
        "framework:2:5: lo + log_offset of 'a' is -2 and has no logarithm. Raise one of them.",
        "framework:3:1: node 'a' stands twice. Keep row 2 or this one.",
        "framework:4:1: a row without a node. Name it.",
    ]


def test_a_country_must_have_a_name(tmp_path: Path) -> None:
    path = tmp_path / "observations.csv"
    path.write_text("indicator,value,unit\na,1,X\nb,1,\n", encoding="utf-8")
    assert problems(pd.read_csv(path), frame(*TWO)) == ["observations:2:3: a row without unit. Name it."]
