"""Where the spread of a score comes from, and the single change that moves a level."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from index_tables import BELIEF, INDICATORS, PILLAR_OF, REGIONS, WEEK, R, World, definition, seen_outlets
from riskbrief.definitions.config import Aggregator
from riskbrief.definitions.rules import Sensitivity
from riskbrief.index.again import observations, weighed
from riskbrief.index.choices import compared, rules_changed
from riskbrief.index.engine import WeekView, score_weeks
from riskbrief.index.flips import Change, Standing, standings
from riskbrief.index.framework import Floats, Framework, build_framework
from riskbrief.index.leave_out import Base, without_events
from riskbrief.index.leave_terms import without_terms
from riskbrief.index.measure import read
from riskbrief.index.normalise import PastParams, Scale, percentile_rank
from riskbrief.index.outcomes import Outcome, outcome_of, spread
from riskbrief.index.rescore import Observed
from riskbrief.index.runs import FACTORS, run_all, setting, widest
from riskbrief.index.sobol import saltelli, sobol
from riskbrief.index.variants import (
    aggregated,
    anchored_at,
    capped,
    disturbed,
    equally_weighted,
    level_moved,
    normalised_by,
    paced,
    reweighted,
)
from riskbrief.periods import Week
from riskbrief.tables import EVENTS, EVIDENCE

PANEL = ("MLI", "BFA", "NER", "SEN")
EVENTS_OF = [i.id for i in INDICATORS if i.type == "event"]
ATTENTION = [i.id for i in INDICATORS if i.type == "attention"]
WEEKS = 14


def ishigami(points: Floats) -> Floats:
    x = (2 * points - 1) * np.pi
    return np.asarray(np.sin(x[..., 0]) + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0]))


# --- Sobol indices


def test_one_part_in_five_of_x_plus_two_x() -> None:
    """B.23: f = x1 + 2 x2 of uniform factors has indices .2 and .8."""
    points = saltelli(8192, 2, "check")
    found = sobol(points[..., :1] + 2 * points[..., 1:], "check", resamples=60, interval=0.9)
    np.testing.assert_allclose(found.first[:, 0], [0.2, 0.8], atol=0.015)
    np.testing.assert_allclose(found.total[:, 0], [0.2, 0.8], atol=0.015)


def test_interactions_are_in_the_total_index_alone() -> None:
    """The Ishigami function: S = .3139, .4424, 0; T = .5576, .4424, .2437 (a = 7, b = .1)."""
    points = saltelli(16384, 3, "ishigami")
    found = sobol(ishigami(points)[..., None], "ishigami", resamples=60, interval=0.9)
    np.testing.assert_allclose(found.first[:, 0], [0.3139, 0.4424, 0.0], atol=0.02)
    np.testing.assert_allclose(found.total[:, 0], [0.5576, 0.4424, 0.2437], atol=0.02)


def test_the_same_runs_give_what_salib_gives() -> None:
    """SALib 1.6.0, `sobol.analyze(calc_second_order=False)`, on these 64 x 5 runs."""
    found = sobol(ishigami(saltelli(64, 3, "i"))[..., None], "i", resamples=50, interval=0.9)
    np.testing.assert_allclose(found.first[:, 0], [0.38747877, 0.20661312, -0.03458996], atol=1e-8)
    np.testing.assert_allclose(found.total[:, 0], [0.63129299, 0.45570403, 0.27488926], atol=1e-8)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """Twenty samples of 256 rows: intervals of 90 % around .2 and .8."""
    hits = 0
    for k in range(20):
        points = saltelli(256, 2, str(k))
        found = sobol(points[..., :1] + 2 * points[..., 1:], str(k), resamples=200, interval=0.9)
        hits += int(((found.first_low[:, 0] <= [0.2, 0.8]) & (found.first_high[:, 0] >= [0.2, 0.8])).sum())
    assert 32 <= hits <= 40


def test_what_does_not_vary_has_no_index_and_a_run_without_a_result_is_left_out() -> None:
    points = saltelli(256, 2, "gaps")
    results = np.stack([points[..., 0] + 2 * points[..., 1], np.full(points.shape[:2], 7.0), points[..., 0]], axis=2)
    results[3, :40, 0] = np.nan
    found = sobol(results, "gaps", resamples=50, interval=0.9)
    assert found.rows.tolist() == [216, 256, 256]
    assert np.isnan(found.first[:, 1]).all() and np.isnan(found.total_high[:, 1]).all()
    np.testing.assert_allclose(found.total[:, 0], [0.2, 0.8], atol=0.12)
    assert found.total[1, 2] == 0.0


def test_a_sample_mixes_one_factor_at_a_time_and_fills_every_stratum() -> None:
    points = saltelli(32, 3, "key")
    a, b, *mixed = points
    for i, block in enumerate(mixed):
        assert (block[:, i] == b[:, i]).all()
        assert (np.delete(block, i, axis=1) == np.delete(a, i, axis=1)).all()
    assert (np.sort(np.floor(32 * a), axis=0) == np.arange(32)[:, None]).all()
    assert (saltelli(32, 3, "key") == points).all() and (saltelli(32, 3, "other") != points).any()


def test_scale_and_shift_of_a_result_do_not_matter() -> None:
    points = saltelli(128, 3, "law")
    plain = ishigami(points)[..., None]
    found = sobol(np.concatenate([plain, 5 * plain - 300], axis=2), "law", resamples=50, interval=0.9)
    np.testing.assert_allclose(found.first[:, 0], found.first[:, 1], atol=1e-9)
    np.testing.assert_allclose(found.total_low[:, 0], found.total_low[:, 1], atol=1e-9)


# --- settings of the runs


def test_every_choice_of_a_factor_has_an_equal_part_of_its_range() -> None:
    rules = Sensitivity()
    first, last = setting(np.zeros(len(FACTORS)), rules), setting(np.full(len(FACTORS), 1 - 1e-12), rules)
    assert (first.world, first.half_life, first.outlet_cap) == ((0.5, -0.1), 0.5, 0.2)
    assert (first.normaliser, first.aggregation, first.floor) == ("anchored", Aggregator(p=1), 0)
    assert (last.world, last.half_life, last.volume_exponent) == ((0.8, 0.1), 2, 1)
    assert (last.normaliser, last.aggregation.name, last.floor) == ("logistic", "inverted_geometric", 0.9)
    middle = setting(np.full(len(FACTORS), 0.5), rules)
    assert (middle.world, middle.normaliser, middle.aggregation.p) == ((0.6, 0.0), "percentile", 3)


# --- a history weighed again


def history(seed: int) -> World:
    """Weeks with silent weeks, raids under several terms, mentions and copies."""
    rng, world = np.random.default_rng(seed), World()
    for back in range(WEEKS):
        week = WEEK.shift(-back)
        for region in PANEL:
            if rng.random() < 0.8:
                world.filler(region, week, n=int(rng.integers(5, 16)), outlets=int(rng.integers(3, 7)))
        if rng.random() < 0.7:
            raid(world, f"e{back}", str(rng.choice(PANEL)), week, rng)
    for k, article in enumerate(
        [str(a["article_id"]) for a in world.articles if "filler" in str(a["article_id"])][::5]
    ):
        for term in rng.choice(["x", "y", "z"], size=2, replace=False):
            where = article.split("-")[1]
            world.mention(article, ATTENTION[k % 4], where, term=str(term), zone_weight=float(rng.choice([0.5, 1.0])))
    return world


def raid(world: World, name: str, region: str, week: Week, rng: np.random.Generator) -> None:
    """An event of two facets, told by two papers in terms of unlike weight and severity; a week later it is denied."""
    day, toll = week.monday + timedelta(days=int(rng.integers(0, 7))), float(rng.integers(0, 40))
    world.event(name, region, day, {}, toll=(toll, toll, toll + 3), contested=bool(rng.random() < 0.6))
    facets = [str(i) for i in rng.choice(EVENTS_OF, size=2, replace=False)]
    told: list[dict[str, Any]] = []
    for origin, outlet in ((f"{name}-o", "wire"), (f"{name}-p", "paper")):
        world.article(origin, outlet, day, region, rating="B")
        for indicator in facets:
            for term in rng.choice(["raid", "attack"], size=int(rng.integers(1, 3)), replace=False):
                weight = {"alpha": float(rng.choice([0.5, 1.0])), "severity_base": float(rng.integers(1, 5))}
                world.mention(origin, indicator, region, term=str(term), event_id=name, **weight)
                told.append({"indicator": indicator, "origin": origin, "source": outlet, **weight})
    world.article(f"{name}-later", "wire", day + timedelta(days=7), region)
    world.mention(
        f"{name}-later", facets[0], region, event_id=name, term="raid", status="denied", counts=False, alpha=0.0
    )
    rows = pd.DataFrame(told)
    base = rows.groupby("indicator")["severity_base"].max()
    for (indicator, origin, source), own in rows.groupby(["indicator", "origin", "source"]):
        world.support(
            name, indicator, region, day, origin=origin, source=source, alpha=own["alpha"].max(), base=base[indicator]
        )


def views_of(world: World) -> list[WeekView]:
    return [world.view(WEEK.shift(k - WEEKS + 1)) for k in range(WEEKS)]


def frame(world: World, **changes: Any) -> Framework:
    return build_framework(
        definition(**changes), INDICATORS, pillar_of=PILLAR_OF, regions=REGIONS, panel=PANEL, outlets=world.outlets(),
        seen_outlets=[],
    )  # fmt: skip


def base_of(world: World, **changes: Any) -> Base:
    framework, views = frame(world, **changes), views_of(world)
    return Base(views, weighed([read(v, framework) for v in views], framework), framework)


def scored(views: Sequence[WeekView], framework: Framework) -> Observed:
    """What the engine observes in views."""
    world_outlets = pd.DataFrame(
        {"source_id": framework.outlets, "r": framework.reliability, "owner": ["" for _ in framework.outlets]}
    )
    return score_weeks(
        views, definition=framework.definition, indicators=framework.indicators, pillar_of=PILLAR_OF, regions=REGIONS,
        panel=PANEL, outlets=world_outlets, seen=seen_outlets(views), intervals_for=set(), seed_key="x",
    ).observed  # fmt: skip


def measured(views: Sequence[WeekView], framework: Framework) -> Observed:
    """The same without scores."""
    return observations(weighed([read(view, framework) for view in views], framework), framework)


def own_values(given: Observed, framework: Framework) -> Floats:
    """Values but those of spillover, which are made of scores."""
    return np.delete(given.values, framework.computed("spatial_lag"), axis=2)


@pytest.mark.parametrize(("seed", "factor", "cap"), [(1, 0.5, 0.2), (2, 2.0, 1.0), (3, 0.5, 1.0)])
def test_weighing_again_what_was_read_equals_reading_again(seed: int, factor: float, cap: float) -> None:
    """Half-lives, cap and volume exponent change what is weighed, so no view need be read a second time."""
    world = history(seed)
    framework, views = frame(world), views_of(world)
    told = [read(view, widest(framework, Sensitivity())) for view in views]
    changed = capped(paced(framework, factor), cap)
    pressure = changed.definition.pressure.model_copy(update={"volume_exponent": 1.0})
    engine = replace(changed, definition=changed.definition.model_copy(update={"pressure": pressure}))
    found = observations(weighed(told, changed), changed, 1.0)
    np.testing.assert_allclose(own_values(found, framework), own_values(scored(views, engine), framework), atol=1e-9)


def without_mentions(view: WeekView, indicator: str, term: str) -> WeekView:
    """The view with one term's mentions gone, the slow way: evidence and events are made of the mentions left."""
    said = view.mentions[~((view.mentions["indicator_id"] == indicator) & (view.mentions["term"] == term))]
    standing = said[said["counts"] & said["event_id"].notna()]
    key = ["event_id", "indicator_id", "origin_id"]
    alpha = standing.groupby(key)["alpha"].max()
    base = standing.groupby(["event_id", "indicator_id"])["severity_base"].max()
    rows = []
    for row in view.evidence.to_dict("records"):
        at = (row["event_id"], row["indicator_id"], row["origin_id"])
        if at in alpha.index:
            rows.append(row | {"alpha": alpha[at], "severity_base": base[at[:2]]})
    alive = {row["event_id"] for row in rows}
    events = view.events[view.events["event_id"].isin(alive)]
    return replace(view, mentions=said, evidence=EVIDENCE.build(rows), events=events.reset_index(drop=True))


VOICES = [(4, "origin"), pytest.param(5, "origin", marks=pytest.mark.slow), (4, "owner")]


@cache
def base_by(seed: int, independent: str) -> Base:
    """A history in which every origin is a voice, or wire and paper are one house whose stronger text speaks."""
    world = history(seed)
    world.ratings["wire"] = "C"
    world.evidence = [row | {"r": R[world.ratings[row["source_id"]]]} for row in world.evidence]
    world.owners = {"wire": "the house", "paper": "the house"}
    return base_of(world, belief=BELIEF.model_copy(update={"independent": independent}))


@pytest.mark.parametrize(("seed", "independent"), VOICES)
def test_leaving_out_a_term_equals_scoring_without_its_mentions(seed: int, independent: str) -> None:
    base = base_by(seed, independent)
    found = dict(without_terms(base))
    assert found
    keys = sorted(found)
    for indicator, term in keys[:: max(len(keys) // 3, 1)]:
        slow = measured([without_mentions(v, indicator, term) for v in base.views], base.framework)
        fast = found[indicator, term]
        np.testing.assert_allclose(
            own_values(fast, base.framework), own_values(slow, base.framework), atol=1e-9, err_msg=f"{indicator} {term}"
        )


@pytest.mark.parametrize(("seed", "independent"), VOICES)
def test_leaving_out_an_event_equals_scoring_without_it(seed: int, independent: str) -> None:
    base = base_by(seed, independent)
    found = dict(without_events(base))
    for event in sorted({str(e) for v in base.views for e in v.events["event_id"]})[::4]:
        views = [
            replace(
                v,
                events=EVENTS.shape(v.events[v.events["event_id"] != event]),
                evidence=EVIDENCE.shape(v.evidence[v.evidence["event_id"] != event]),
            )
            for v in base.views
        ]
        slow = measured(views, base.framework)
        fast = own_values(found.get(event, base.observed), base.framework)
        np.testing.assert_allclose(fast, own_values(slow, base.framework), atol=1e-9)


# --- the flip list


def verdict(base: Base, *more: Change) -> Standing:
    """How firm Mali's level is under every change the index can make itself."""
    framework = base.framework
    now = outcome_of(base.observed, framework)
    changes = [Change(c.kind, c.name, c.said, outcome_of(base.observed, c.framework)) for c in rules_changed(framework)]
    changes += [Change("term", f"{i}: {t}", "", outcome_of(o, framework)) for (i, t), o in without_terms(base)]
    changes += [Change("event", e, "", outcome_of(o, framework)) for e, o in without_events(base)]
    return standings(framework.regions, now, [*changes, *more], framework.definition)[0]


ALONE = Sensitivity(
    powers=[2], aggregators=[], floors=[0.8], normalisers=["anchored"], weight_factors=[], anchor_factors=[],
    threshold_points=[],
)  # fmt: skip
"""Nothing but terms and events is changed (and weights made equal)."""


def planted(deaths: float = 24) -> World:
    """One quiet month, then a raid that two papers tell of; only one word of one of them finds it in the capital."""
    world = World()
    for back in range(5):
        world.filler("MLI", WEEK.shift(-back))
    day = WEEK.monday + timedelta(days=1)
    for origin, outlet in (("one", "wire_one"), ("two", "wire_two")):
        world.article(origin, outlet, day, "MLI", rating="B")
    support = {
        "sec_attack_security_forces": [("one", "wire_one"), ("two", "wire_two")],
        "sec_attack_capital": [("one", "wire_one")],
    }
    world.event("raid", "MLI", day, support, toll=(deaths, deaths, deaths))
    world.mention("one", "sec_attack_security_forces", "MLI", event_id="raid", term="raid")
    world.mention("two", "sec_attack_security_forces", "MLI", event_id="raid", term="attack")
    world.mention("one", "sec_attack_capital", "MLI", event_id="raid", term="gates of the city")
    return world


def test_the_one_term_and_the_one_event_that_hold_up_a_level_are_named() -> None:
    found = verdict(base_of(planted(), sensitivity=ALONE))
    assert (found.level, found.gap) == (3, pytest.approx(62 - found.score if found.score else 0))
    assert [(f.kind, f.name) for f in found.flips if f.kind != "assumption"] == [
        ("term", "sec_attack_capital: gates of the city"),
        ("event", "raid"),
    ]
    term, event = [f for f in found.flips if f.kind in ("term", "event")]
    assert term.level == 2 and event.level == 1 and event.score == pytest.approx(0, abs=1)
    assert found.nearest is None and found.tried == 6


def test_the_one_weight_that_decides_is_found_and_no_other() -> None:
    """Governance alone carries a score of 15.35; level 2 begins at 16.6, which only a heavier governance reaches."""
    world = World()
    for back in range(3):
        world.filler("MLI", WEEK.shift(-back))
    world.article("one", "wire_one", WEEK.monday, "MLI", rating="B")
    day = WEEK.monday + timedelta(days=1)
    world.event("strike", "MLI", day, {"gov_public_discontent": [("one", "wire_one")]}, base=9.0)
    world.mention("one", "gov_public_discontent", "MLI", event_id="strike", term="strike", severity_base=9.0)
    levels = [{"name": {"en": n}, "from_score": s} for n, s in zip("abcde", (0, 14.6, 40, 60, 80), strict=True)]
    rules = ALONE.model_copy(update={"weight_factors": [0.75, 1.25]})
    found = verdict(base_of(world, composite={"floor": 0.0}, levels=levels, sensitivity=rules))
    assert (found.level, found.raw_level, found.rises_at) == (1, 2, 16.6)
    assert found.score == pytest.approx(15.345, abs=0.001)
    assert [(f.name, f.level) for f in found.flips if f.kind == "weight"] == [("governance x 1.25", 2)]


def test_when_nothing_moves_a_level_the_nearest_miss_is_told() -> None:
    rules = ALONE.model_copy(update={"anchor_factors": [0.8, 1.25]})
    world = World()
    for back in range(3):
        world.filler("MLI", WEEK.shift(-back))
    world.mention(str(world.articles[0]["article_id"]), ATTENTION[0], "MLI", term="rebel")
    found = verdict(base_of(world, sensitivity=rules))
    assert (found.level, found.flips, found.rises_at, found.falls_below) == (1, (), 22, None)
    assert found.nearest is not None and found.score is not None and found.nearest.score is not None
    assert found.nearest.score > found.score
    assert found.nearest.name in {f"{ATTENTION[0]} x 0.8", "weights=equal"}


def test_a_country_that_is_not_assessed_flips_when_it_becomes_assessed() -> None:
    base = base_of(planted())
    now = outcome_of(base.observed, base.framework)
    other = replace(now, score=now.score.copy(), level=now.level.copy())
    other.score[3], other.level[3] = 30.0, 2.0
    found = standings(base.framework.regions, now, [Change("outlet", "wire", "", other)], base.framework.definition)[3]
    assert (found.level, found.gap, found.flips[0].level) == (None, None, 2)


def test_flips_stand_by_kind_and_the_largest_first() -> None:
    base = base_of(planted())
    now = outcome_of(base.observed, base.framework)

    def told(kind: str, name: str, score: float) -> Change:
        changed = np.array([score, *now.score[1:]])
        return Change(kind, name, "", replace(now, score=changed, level=np.array([5.0, *now.level[1:]])))

    changes = [told("event", "b", 90), told("event", "d", 95), told("assumption", "z", 81), told("event", "c", 90)]
    changes += [told("event", "e", 2), told("event", "f", float("nan")), told("weight", "a", 52)]
    found = standings(base.framework.regions, now, changes, base.framework.definition)[0]
    assert found.score == pytest.approx(53.9, abs=0.1)
    # down 51.9 is further than up 41.1; a country that is assessed no more has moved furthest of all
    assert [f.name for f in found.flips] == ["z", "a", "f", "e", "d", "b", "c"]


# --- single choices


def test_each_choice_differs_from_the_workspace_and_from_the_others() -> None:
    framework = frame(planted())
    choices = list(rules_changed(framework))
    assert len({(c.kind, c.name) for c in choices}) == len(choices)
    names = {c.name for c in choices}
    assert "aggregation=power_mean:2" not in names and "normaliser=anchored" not in names
    assert {"aggregation=power_mean:1", "floor=0", "index_floor=0.8", "weights=equal", "level_3=38"} <= names
    assert {"security x 0.75", "sec_attack_capital x 1.25"} <= names
    assert not any("int_foreign_forces" in name for name in names), "what is not scored has no weight to change"


def test_variants_change_what_they_say() -> None:
    base = base_of(planted())
    plain, observed = base.framework, base.observed

    def score(framework: Framework) -> float:
        return float(outcome_of(observed, framework).score[0])

    assert score(anchored_at(plain, "sec_attack_capital", 0.8)) > score(plain)
    assert score(reweighted(plain, "sec_attack_capital", 1.0)) == score(plain)
    assert score(reweighted(disturbed(plain, 0.0, np.random.default_rng(1)), "security", 1.0)) == pytest.approx(
        score(plain)
    )
    assert outcome_of(observed, level_moved(plain, 4, -10)).level[0] == 4
    assert score(aggregated(plain, Aggregator(p=3))) >= score(plain) - 1e-9
    assert len(set(equally_weighted(plain).weight.tolist()) - {0.0}) == 1
    percentile = normalised_by(plain, "percentile").indicators
    assert {i.normaliser.name for i in percentile if i.compute != "spatial_lag"} == {"percentile"}
    assert [name for name, _ in compared(plain)] == ["equal weights", "arithmetic mean", "percentile", "logistic"]


def test_disturbed_weights_are_drawn_one_by_one_within_the_spread_the_indicators_first() -> None:
    plain = frame(World())
    changed = disturbed(plain, 0.25, np.random.default_rng(7))
    before, after = (
        np.array([*f.weight, *(p.weight for p in f.definition.pillars.values())]) for f in (plain, changed)
    )
    used = before > 0
    factors = after[used] / before[used]
    assert ((factors >= 0.75) & (factors <= 1.25)).all() and (after[~used] == 0).all()
    assert factors.min() < 0.85 and factors.max() > 1.15 and len(np.unique(factors.round(9))) == len(factors)
    np.testing.assert_allclose(after, before * np.random.default_rng(7).uniform(0.75, 1.25, len(before)))
    assert disturbed(plain, 0.25, np.random.default_rng(8)).weight.tolist() != changed.weight.tolist()
    np.testing.assert_allclose(disturbed(plain, 0.0, np.random.default_rng(7)).weight, plain.weight)


def test_a_missing_value_stays_missing_under_every_normaliser() -> None:
    """A country without coverage must not score 0 because it is compared with its own past."""
    scale = Scale(logarithmic=False, lo=0, hi=1, past=np.arange(20.0).reshape(10, 2), min_scale=0.5)
    found = percentile_rank(np.array([[np.nan], [3.0]]), scale, PastParams(min_weeks=2))
    assert np.isnan(found[0, 0]) and found[1, 0] == 15.0


# --- the runs as a whole


def runs(seed: int, count: int) -> tuple[np.ndarray[Any, Any], Outcome]:
    world = history(seed)
    framework = frame(world)
    told = [read(view, widest(framework, Sensitivity())) for view in views_of(world)]
    points = saltelli(count, len(FACTORS), "runs").reshape(-1, len(FACTORS))
    chosen = {n: setting(p, Sensitivity()) for n, p in enumerate(points)}
    out = np.full((len(points), 3 * len(PANEL) + 2), np.nan)
    for number, found in run_all(chosen, told, framework, framework, lambda: None):
        out[number] = found.flat()
    return out, outcome_of(observations(weighed(told, framework), framework), framework)


def test_runs_are_the_same_every_time_and_each_has_its_result() -> None:
    once, _ = runs(3, 2)
    again, _ = runs(3, 2)
    np.testing.assert_array_equal(once, again)
    assert len(once) == 2 * (len(FACTORS) + 2)
    assert np.isfinite(once[:, :4]).any()


def test_a_run_with_the_choices_of_the_workspace_gives_its_scores() -> None:
    world = history(5)
    framework = frame(world)
    told = [read(view, widest(framework, Sensitivity())) for view in views_of(world)]
    rules = Sensitivity(weight_spread=0.0, equal_weights_share=0.0)
    own = replace(framework, definition=framework.definition.model_copy(update={"sensitivity": rules}))
    middle = [0.5, 0.5, 0.5, 0.5, 0.5, 0.0, 0.3, 0.5, 0.9]
    chosen = {0: setting(np.array(middle), rules)}
    (_, found), *_ = run_all(chosen, told, own, own, lambda: None)
    expected = outcome_of(observations(weighed(told, framework), framework), framework)
    np.testing.assert_allclose(found.score, expected.score, atol=1e-9)


def test_levels_are_counted_over_the_runs_that_give_one() -> None:
    found = spread(np.array([3.0, np.nan, 4.0, 4.0, 3.0]), 3.0)
    assert (found.changed, found.unassessed) == (0.5, 0.2)
    assert np.isnan(spread(np.array([np.nan]), 3.0).changed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        none = spread(np.array([]), 3.0)
    assert np.isnan([none.changed, none.unassessed]).all() and none.shares == {}, "of no runs nothing is known"
