"""The level of the region: no single doubtful owner moves it and silence never lowers it (method B.16, B.17, B.21)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_tables import INDICATORS, PILLAR_OF, REGIONS, WEEK, World, definition, node, raid, score
from riskbrief.index.framework import FULL, NONE, Framework, build_framework
from riskbrief.index.regional import RegionLevels, region_levels

PANEL = ("MLI", "BFA", "NER")  # 22, 22 and 26 million people
PEOPLE = np.array([22.0, 22.0, 26.0])
FRAME = build_framework(
    definition(), INDICATORS, pillar_of=PILLAR_OF, regions=REGIONS, panel=PANEL, outlets=World().outlets(),
    seen_outlets=[],
)  # fmt: skip
NAN = float("nan")


def region(
    weeks: list[list[float]], dark: set[tuple[int, int]] = frozenset(), coverage: Any = None, frame: Framework = FRAME
) -> RegionLevels:
    """Levels from firm scores [week][country]; `dark`: weeks and countries, full unless told or NaN."""
    firm = np.array([[*row, 99.0] for row in weeks])  # a neighbour outside the panel comes last
    silent = np.zeros(firm.shape, dtype=bool)
    for week, country in dark:
        silent[week, country] = True
    full = np.where(np.isnan(firm), NONE, FULL)
    return region_levels(firm, full if coverage is None else np.array(coverage), silent, frame)


def test_the_mean_is_weighted_by_the_people_of_the_assessed_countries_of_the_panel() -> None:
    found = region([[60, 10, 20], [60, NAN, 20], [NAN, NAN, NAN]])
    both = (22 * 60 + 26 * 20) / 48
    assert found.firm == pytest.approx([(22 * 70 + 26 * 20) / 70, both, NAN], nan_ok=True)
    shares = replace(FRAME, population=FRAME.population / 1e8)  # any unit: millions, shares of the whole
    alone = region([[60, 10, 20], [60, NAN, 20]], frame=shares)
    assert alone.firm == pytest.approx(found.firm[:2])


def test_the_region_has_the_dead_band_of_a_country() -> None:
    """57, 61, 63, 59, 57, 55, 54 as in the method, whatever the countries share."""
    found = region([[x, x, x] for x in (57.0, 61, 63, 59, 57, 55, 54)])
    assert found.level.tolist() == [3, 3, 4, 4, 4, 4, 3]
    assert found.held == pytest.approx(found.firm)


def test_a_silent_country_takes_nothing_from_the_level_for_as_long_as_it_is_silent() -> None:
    """The country with the raid falls from 90 to 20: told of as ever, the region falls in the second week."""
    weeks = [[90.0, 40, 40], *[[20.0, 40, 40]] * 6]
    dark = {(week, 0) for week in range(1, 7)}
    assert region(weeks).level.tolist() == [3, 3, 2, 2, 2, 2, 2]
    assert region(weeks, dark).level.tolist() == [3] * 7
    assert region(weeks, {(1, 0), (2, 0)}).level.tolist() == [3, 3, 3, 3, 2, 2, 2]


@pytest.mark.parametrize("dark_before", [0, 6])
@pytest.mark.parametrize("dark_after", [0, 7])
def test_a_country_that_is_not_assessed_any_more_counts_for_four_weeks_as_last_heard(
    dark_before: int, dark_after: int
) -> None:
    """As long as a score may be carried (B.17), dark or not: a country of which nothing is read any more, which has no
    new usual week either and stays dark for ever, holds no level for ever. Then two low weeks bring the level down."""
    weeks = [[90.0, 30, 30], *[[20.0, 30, 30]] * dark_before, *[[NAN, 30.0, 30]] * 7]
    dark = {(week, 0) for week in range(1, 1 + dark_before + dark_after)}
    found = region(weeks, dark)
    assert found.level.tolist() == [3] * dark_before + [3, 3, 3, 3, 3, 3, 2, 2]
    held = (22 * 90 + 48 * 30) / 70
    assert found.held == pytest.approx([held] * (dark_before + 5) + [30.0] * 3)


def test_the_region_falls_where_those_told_of_calm_down_whoever_is_silent() -> None:
    weeks = [[90.0, 20, 40], *[[20.0, 10, 40]] * 3]
    assert region(weeks, {(week, 1) for week in (1, 2, 3)}).level.tolist() == [3, 3, 2, 2]


def test_silence_raises_no_level() -> None:
    """Held at its last score the silent country would lift the region over the bound; told of, the rest does not."""
    found = region([[90.0, 10, 10], [10.0, 30, 38]], {(1, 0)})
    assert found.held[1] > 42 > found.firm[1]
    assert found.level.tolist() == [2, 2]


def test_too_few_people_under_full_coverage_give_no_level_and_leave_the_next_alone() -> None:
    """One country of three at 90 for a week; NaN and FULL do not hang together here."""
    weeks = [[10.0, 10, 10], [90.0, NAN, NAN], [10.0, 10, 10]]
    assert region(weeks).level.tolist() == pytest.approx([1, NAN, 1], nan_ok=True)


SCORE = st.integers(0, 100).map(float) | st.just(NAN)
FALL = st.sampled_from([0.0, 1.0, 5.0, NAN])  # points lost, or no longer assessed


@settings(max_examples=60, deadline=None)
@given(st.lists(SCORE, min_size=3, max_size=3), st.lists(FALL, min_size=3, max_size=3), st.integers(1, 4))
def test_no_level_falls_while_all_who_fall_are_silent(before: list[float], fall: list[float], weeks: int) -> None:
    """After steady weeks countries lose some or all of their score, and do not speak; the others stay as they are."""
    steady, after = [before] * 6, [[x * (1 - lost / 5) for x, lost in zip(before, fall, strict=True)]] * weeks
    silent = {(6 + week, n) for week in range(weeks) for n in range(3) if fall[n] != 0}
    found = region([*steady, *after], silent, np.full((6 + weeks, 4), FULL))
    known = found.level[~np.isnan(found.level)]
    assert (np.diff(known) >= 0).all()


def test_one_doubtful_owner_moves_no_region_from_articles_to_the_assessment() -> None:
    """An outlet rated C tells alone of coups and massacres in two countries: the mean moves, what the level is read
    from does not; the firm mean is that of the table."""
    told = []
    for lies in (0, 4):
        world = raid().filler("BFA", WEEK)
        for k in range(lies):
            where = PANEL[k % 2]
            name = world.article(f"h{k}", "hostile", WEEK.sunday, where, rating="C")
            facets = {i: [(name, "hostile")] for i in ("sec_attack_capital", "gov_coup_instability")}
            world.event(name, where, WEEK.sunday, facets, toll=(500, 500, 500))
        scored = score(world, panel=PANEL, change={"hysteresis": {"sole_reliability": 0.85}})
        told.append(scored.assessment.regional[-1])
        firm = [node(scored, "index", region=r)["firm_score"] for r in PANEL[:2]]
        assert told[-1].firm == pytest.approx(float(np.mean(firm)))
    true, false = told
    assert true.score is not None and false.score is not None and false.score > true.score + 20
    assert (false.firm, false.risk_level) == (pytest.approx(true.firm), true.risk_level)
    assert true.risk_level == 2 and not false.hushed
