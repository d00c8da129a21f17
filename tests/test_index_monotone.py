"""What may never make a country look safer, and what may not matter at all: laws for any input."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from index_tables import INDICATORS, PILLARS, WEEK, World, node, score
from riskbrief.index.normalise import Scale, anchored
from riskbrief.registry import Params
from test_index_laws import PANEL, both, worlds

QUICK = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PLACE = ["region_id", "week", "node"]


@QUICK
@given(worlds(), st.integers(0, 5), st.integers(1, 200), st.floats(0, 3))
def test_a_graver_event_lowers_no_score_and_no_firm_score(world: World, which: int, more: int, base: float) -> None:
    assume(world.events)
    before = both(world).scores.set_index(PLACE)
    event = world.events[which % len(world.events)]
    for column in ("toll_low", "toll_best", "toll_high"):
        event[column] += more
    for row in world.evidence:
        if row["event_id"] == event["event_id"] and row["indicator_id"] != "int_support":
            row["severity_base"] += base
    after = both(world).scores.set_index(PLACE)
    for column in ("score", "firm_score"):
        assert ((after[column] - before[column]).dropna().astype(float) >= -1e-9).all()


@QUICK
@given(worlds(), st.floats(0.01, 1), st.floats(0.01, 1))
def test_only_the_ratios_of_weights_matter(world: World, of_indicators: float, of_pillars: float) -> None:
    scaled = tuple(i.model_copy(update={"weight": i.weight * of_indicators}) for i in INDICATORS)
    pillars = {name: given | {"weight": given["weight"] * of_pillars} for name, given in PILLARS.items()}
    one = both(world, intervals=1).scores
    other = both(world, intervals=1, indicators=scaled, change={"pillars": pillars}).scores
    for column in ("score", "low", "high"):
        assert ((one[column] - other[column]).abs().fillna(0) < 1e-6).all()
        assert one[column].isna().equals(other[column].isna())
    assert one["change_label"].fillna("").tolist() == other["change_label"].fillna("").tolist()


@given(st.floats(0, 1e6), st.floats(1e-3, 1e6), st.booleans())
def test_the_anchors_score_0_and_100_exactly(lo: float, width: float, logarithmic: bool) -> None:
    scale = Scale(logarithmic=logarithmic, lo=lo, hi=lo + width, past=np.zeros((0, 2)), min_scale=1)
    assume(np.log1p(lo + width) > np.log1p(lo))
    assert anchored(np.array([lo, lo + width]), scale, Params()).tolist() == [0.0, 100.0]


@QUICK
@given(st.integers(6, 10), st.sampled_from([1.0, 1.75, 3.0]))
def test_an_indicator_that_goes_missing_is_never_called_an_improvement(weeks: int, base: float) -> None:
    """Mali's neighbours fall silent: after four carried weeks what spills over is missing, and the rest weighs more."""
    world = World()
    for back in range(weeks + 1):
        week = WEEK.shift(-back)
        world.filler("MLI", week, n=20, outlets=5)
        world.event(
            f"h{back}",
            "MLI",
            week.sunday,
            {"sec_civilian_harm_ops": [(f"x{back}", "wire"), (f"y{back}", "radio")]},
            base=base,
        )
    first = WEEK.shift(-weeks)
    for region in ("BFA", "NER"):
        world.filler(region, first, n=20, outlets=5)
        told = [(f"{region}1", "wire"), (f"{region}2", "radio")]
        world.event(f"e-{region}", region, first.sunday, {"sec_attack_capital": told}, toll=(100, 100, 100))
    scored = score(world, weeks=weeks + 1, panel=PANEL, intervals=weeks + 1)
    lost = first.shift(5)
    assert pd.isna(node(scored, "sec_neighbour_pressure", week=lost)["score"])
    for name in ("security", "index"):
        found = node(scored, name, week=lost)
        assert found["change_label"] != "Improved"
        if found["change_label"] == "Unclear":
            assert "an indicator is missing" in found["reason"]
