"""Odd and impossible input to the index: a clear error or a result that says what it is, never a silent hole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import Called
from index_parts import normalised
from index_tables import INDICATORS, PILLARS, WEEK, World, node, raid, score
from riskbrief.definitions.indicators import NormaliserChoice
from riskbrief.errors import UsageError
from riskbrief.index.aggregate import AGGREGATORS
from riskbrief.index.engine import Scored
from riskbrief.index.normalise import NORMALISERS
from riskbrief.periods import Week

CIVILIANS = "sec_attack_civilians"
TWO = {CIVILIANS: [("o", "v"), ("p", "w")]}


def told(scored: Scored) -> Scored:
    """The scores, after a look that every missing number has its reason beside it and all others are finite."""
    scores = scored.scores
    assert scores["reason"][scores["score"].isna()].notna().all()
    assert np.isfinite(scores[["score", "low", "high"]].to_numpy(float)[scores["low"].notna()]).all()
    assert np.isfinite(scores["score"].dropna()).all()
    regional = scored.assessment.regional[-1]
    assert regional.score is None or np.isfinite(regional.score)
    return scored


def killed(**event: Any) -> World:
    """A covered week with five dead on its last day, reported twice."""
    world = World().filler("MLI", WEEK)
    world.event("e", "MLI", WEEK.sunday, TWO, **({"toll": (5, 5, 5)} | event))
    return world


@pytest.mark.parametrize("factor", [0.5, 0.01])
def test_weights_that_do_not_sum_to_one_are_relative(factor: float) -> None:
    less = tuple(i.model_copy(update={"weight": i.weight * factor}) for i in INDICATORS)
    pillars = {name: p | {"weight": p["weight"] * factor} for name, p in PILLARS.items()}
    scaled, plain = told(score(raid(), indicators=less, change={"pillars": pillars})), score(raid())
    np.testing.assert_allclose(scaled.scores["score"], plain.scores["score"], atol=1e-7)


def test_without_any_weight_nothing_is_assessed() -> None:
    none = tuple(i.model_copy(update={"weight": 0.0}) for i in INDICATORS)
    scored = told(score(raid(), indicators=none))
    assert np.isnan(node(scored, "security")["score"])
    assert node(scored, "security")["reason"] == "not assessed: 0% of its weight is known (needs 60%)"


@pytest.mark.parametrize("name", list(AGGREGATORS))
def test_one_indicator_is_its_pillar_and_too_little_for_an_index(name: str) -> None:
    rules = {"aggregate": {"name": name}}
    change = {"pillars": {n: p | rules for n, p in PILLARS.items()}, "composite": rules}
    only = tuple(i for i in INDICATORS if i.id == CIVILIANS)
    scored = told(score(killed(), indicators=only, change=change, intervals=1))
    expected = 100 * np.log1p(0.9775 * (1 + np.log2(6))) / np.log(64)
    assert [node(scored, n)["score"] for n in ("security", CIVILIANS)] == pytest.approx([expected] * 2)
    assert node(scored, "governance")["reason"] == "not assessed: 0% of its weight is known (needs 60%)"
    assert node(scored, "index")["reason"] == "not assessed: governance, international, information missing"


def test_no_indicator_at_all_is_no_index() -> None:
    missing = "not assessed: security, governance, international, information missing"
    assert node(told(score(killed(), indicators=())), "index")["reason"] == missing


def test_one_country_is_its_region_and_has_no_spillover() -> None:
    scored = told(score(killed(), panel=("MLI",), intervals=1))
    regional, alone = scored.assessment.regional[-1], node(scored, "index")
    assert (regional.score, regional.maximum, regional.assessed) == (alone["score"], alone["score"], 1)
    assert str(node(scored, "sec_neighbour_pressure")["reason"]).startswith("missing: fewer than 50%")


def test_weeks_without_any_article_are_missing_everywhere() -> None:
    scored = told(score(World(), weeks=3, panel=("MLI", "BFA"), intervals=3))
    assert scored.scores[["score", "low", "high", "risk_level", "change", "anomaly"]].isna().all(axis=None)
    assert set(scored.scores["reason"]) == {"not assessed: no articles (needs 5 from 3)"}
    assert scored.contributions.empty and not scored.assessment.alerts
    assert (scored.assessment.regional[-1].score, scored.assessment.confidence["MLI"].label) == (None, "low")


@pytest.mark.parametrize("name", list(NORMALISERS))
@pytest.mark.parametrize("value", [0.0, 3.0, 4.0])
def test_a_past_that_never_moved_still_gives_a_score(name: str, value: float) -> None:
    found = normalised(value, past=[3.0] * 60, normaliser=NormaliserChoice(name=name))
    assert 0 <= found <= 100
    if name in ("logistic", "percentile", "robust_z"):
        assert (found > 50, found == 50) == (value > 3, value == 3)


def test_weeks_that_are_all_alike_are_usual_and_unchanged() -> None:
    world = World()
    for back in range(34):
        world.filler("MLI", WEEK.shift(-back), n=20, outlets=5)
    row = node(told(score(world, weeks=34, intervals=2)), "index")
    assert (row["score"], row["anomaly"], row["change"], row["change_label"]) == (0, 50, 0, "Unchanged")


def test_a_single_outlet_is_too_few_and_even_where_allowed_has_no_interval() -> None:
    world = World().filler("MLI", WEEK, n=20, outlets=1)
    said = node(told(score(world, intervals=1)), "index")["reason"]
    assert said == "not assessed: 20 articles from 1 outlet (needs 5 from 3)"
    allowed = {"coverage": {"thin": {"articles": 5, "sources": 1}}}
    row = node(told(score(world, intervals=1, change=allowed)), "index")
    assert (row["score"], row["reason"]) == (0, "no interval: too few outlets") and np.isnan(row["low"])


@pytest.mark.parametrize("toll", [(-5, -5, -5), (0, -1, 7), (3, 3, float("inf")), (-float("inf"), 2, 3)])
def test_a_number_of_dead_that_cannot_be_is_refused(toll: tuple[float, float, float]) -> None:
    with pytest.raises(UsageError, match=r"events: toll_(low|best|high) of 'e' is -?(5|1|inf)\. It must be a number"):
        score(killed(toll=toll))


@pytest.mark.parametrize("column", ["r", "alpha", "severity_base"])
@pytest.mark.parametrize("value", [-0.1, 1.1, float("inf"), -float("inf")])
def test_evidence_that_cannot_be_is_refused(column: str, value: float) -> None:
    world = killed()
    world.evidence[1][column] = value
    if (column, value) == ("severity_base", 1.1):
        told(score(world))
        return
    with pytest.raises(UsageError, match=f"evidence: {column} of 'e' is {value:g}"):
        score(world)


@pytest.mark.parametrize("column", ["zone_weight", "alpha"])
@pytest.mark.parametrize("value", [-0.1, 1.1, float("inf")])
def test_a_mention_that_cannot_be_is_refused(column: str, value: float) -> None:
    world = World().filler("MLI", WEEK)
    world.mention(f"filler-MLI-{WEEK}-003", "sec_armed_group_activity", "MLI", **{column: value})
    with pytest.raises(UsageError, match=f"mentions: {column} of 'filler-MLI-{WEEK}-003' is {value:g}"):
        score(world)


def test_week_53_is_a_week_like_any_other() -> None:
    last, world = Week.parse("2027-W01"), World()
    assert Week.of(date(2027, 1, 3)) == Week.parse("2026-W53") == last.shift(-1)
    for back in range(3):
        world.filler("MLI", last.shift(-back))
    world.event("e", "MLI", last.shift(-1).sunday, TWO)
    seen = told(score(world, last=last, weeks=3)).observations.query("indicator_id == @CIVILIANS")
    assert seen["week"].tolist() == ["2026-W52", "2026-W53", "2027-W01"]
    assert seen["value"].tolist() == pytest.approx([0, 0.9775, 0.9775 * 2**-0.5])


def test_weeks_of_silence_are_gaps_not_zeros_and_hold_the_level() -> None:
    world = World()
    for back in (5, 4, 0):
        world.filler("MLI", WEEK.shift(-back), n=20, outlets=5)
    coup = {"gov_coup_instability": [("o", "v"), ("p", "w")]}
    world.event("coup", "MLI", WEEK.shift(-5).sunday, coup, base=3.0)
    rows = told(score(world, weeks=6, intervals=6)).scores.query("node == 'index'")
    assert rows["score"].isna().tolist() == [False, False, True, True, True, False]
    assert rows["risk_level"].dropna().tolist() == [3, 3, 3]  # one low week after the gap is not two
    assert rows["change"].isna().tolist() == [True, False, True, True, True, True]
    assert rows["change_label"].isna().iloc[-1]


def test_weeks_out_of_order_and_no_weeks_are_refused() -> None:
    world = World().filler("MLI", WEEK)
    with pytest.raises(AssertionError, match="weeks must be consecutive"):
        score(world, views=[world.view(WEEK.shift(-2)), world.view(WEEK)])
    with pytest.raises(AssertionError, match="at least one week is needed"):
        score(world, weeks=0)


def test_what_is_missing_is_printed_as_null_with_its_reason(
    riskbrief: Callable[..., Called], workspace: Path, article_file: Callable[..., Path]
) -> None:
    days = [WEEK.sunday - timedelta(days=k) for k in (0, 1, 15)]
    path = article_file([{"published_at": str(day), "text": "Weavers in Mali showed their cloth."} for day in days])
    how = ("--articles", path, "--as-of", WEEK.sunday, "--weeks", 3, "--format", "json")
    called = riskbrief("-C", workspace, "score", *how)
    assert called.code == 0 and called.rows and "NaN" not in called.out and "Infinity" not in called.out
    assert all(row["reason"] for row in called.rows if row["score"] is None)
