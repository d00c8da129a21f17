"""Promises of event resolution: events are counted once, tolls are fused, and the past is what was known then."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolving import (
    ANSONGO,
    BAMAKO,
    DJENNE,
    DJENNE_AREA,
    GAO,
    GAO_REGION,
    MENAKA,
    START,
    Desk,
    kappa,
    only_event,
    toll,
)
from riskbrief.coding.resolve import Resolved
from riskbrief.tables import CLAIMS, EVENTS, EVIDENCE, MENTIONS

EXACT = "exact"


def raid() -> Desk:
    """S01: three copies of a wire report and a second wire, which sees one facet only."""
    desk = Desk()
    for name, outlet, day in (("a", "wire", 0), ("b", "paper", 0.1), ("c", "radio", 1)):
        desk.article(name, outlet, day, origin="a").says("forces", day=0, toll=(20, 25, 30, "range"))
        desk.says("capital", day=0, at=10)
    return desk.article("d", "wire2", 0.5, title="Academy stormed").says("forces", day=0, toll=(24, 24, None, "lower"))


def menaka() -> Desk:
    """S12: an inflated toll, the wire's report, and the withdrawal of the first."""
    desk = Desk().article("a", "buzz", title="60 soldiers killed").says(place=MENAKA, toll=(60, 60, 60, EXACT))
    desk.article("b", "wire", 1, title="Six soldiers killed").says(place=MENAKA, day=0, toll=(6, 6, 6, EXACT))
    return desk.article("c", "buzz", 2, title="Correction", retracts="a").says(status="retracted", place=MENAKA, day=0)


def test_copies_and_a_second_report_are_one_event_with_two_origins() -> None:
    resolved = raid().at()
    event = only_event(resolved)
    assert (event["n_articles"], event["n_origins"], event["n_outlets"]) == (4, 2, 4)
    assert toll(event) == [20, 24, 30]
    assert (event["reliability"], event["credibility"], event["contested"]) == ("B", 1, False)
    assert kappa(resolved, "forces") == pytest.approx(0.9775)
    assert kappa(resolved, "capital") == pytest.approx(0.85)


def test_an_approximate_and_an_exact_toll_fuse_to_the_exact_one_in_the_wider_range() -> None:
    desk = Desk().article("a", "radio").says("civilians", place=DJENNE, toll=(24, 30, 36, "approximate"))
    desk.article("b", "paper", 1).says("civilians", place=DJENNE, day=0, toll=(32, 32, 32, EXACT))
    assert toll(only_event(desk.at())) == [24, 32, 36]


def test_before_the_withdrawal_the_low_rated_claim_is_printed_but_bounds_nothing() -> None:
    event = only_event(menaka().at(1.5))
    assert toll(event) == [6, 6, 6]
    assert (event["claimed_max"], event["contested"]) == (60, True)
    assert event["verified_at"] == START + timedelta(days=1)


def test_after_the_withdrawal_the_evidence_is_as_if_the_claim_had_never_been_published() -> None:
    with_claim = menaka().at()
    without = (
        Desk().article("b", "wire", 1, title="Six soldiers killed").says(place=MENAKA, day=0, toll=(6, 6, 6, EXACT))
    )
    event = only_event(with_claim)
    assert (toll(event), event["claimed_max"], event["contested"]) == ([6, 6, 6], 6, True)
    same = ["indicator_id", "origin_id", "r", "alpha", "stance", "severity_base", "event_date"]
    pd.testing.assert_frame_equal(with_claim.evidence[same], without.at().evidence[same])
    states = dict(zip(with_claim.mentions["article_id"], with_claim.mentions["status"], strict=True))
    assert states == {"a": "retracted", "b": "affirmed", "c": "retracted"}
    assert with_claim.mentions["counts"].tolist() == [False, True, False]
    assert dict(zip(with_claim.claims["article_id"], with_claim.claims["retracted"], strict=True)) == {
        "a": True,
        "b": False,
    }


def test_an_event_keeps_its_name_when_articles_join_or_its_first_report_is_withdrawn() -> None:
    desk = menaka()
    names = {only_event(desk.at(day))["event_id"] for day in (0.5, 1.5, 2.5, 30)}
    assert len(names) == 1 and str(names.pop()).startswith("MLI-2024-03-05-violence-")


def test_when_everything_is_withdrawn_the_event_stays_without_evidence() -> None:
    desk = (
        Desk().article("a", "buzz").says(place=MENAKA, toll=(60, 60, 60, EXACT)).article("b", "buzz", 1, retracts="a")
    )
    resolved = desk.at()
    event = only_event(resolved)
    assert (event["status"], event["credibility"], event["contested"], event["n_origins"]) == ("retracted", 5, True, 0)
    assert toll(event) == [None, None, None] and resolved.evidence.empty


def test_an_outlet_cannot_withdraw_what_another_outlet_published() -> None:
    desk = Desk().article("a", "wire").says().article("b", "buzz", 1, retracts="a")
    assert desk.at().mentions["status"].tolist() == ["affirmed"]


def test_copies_fall_with_the_original_when_its_producer_withdraws_it() -> None:
    desk = Desk().article("a", "wire").says().article("b", "paper", 0.5, origin="a").says(day=0)
    desk.article("c", "wire", 1, retracts="a").article("d", "radio", 2).says(day=0)
    assert only_event(desk.at())["n_origins"] == 1
    copy_only = Desk().article("a", "wire").says().article("b", "paper", 0.5, origin="a").says(day=0)
    copy_only.article("c", "paper", 1, retracts="b")
    assert copy_only.at().mentions["status"].tolist() == ["affirmed", "retracted"]


def test_a_party_that_denies_contests_and_a_narrator_who_negates_refutes() -> None:
    claim = Desk().article("a", "buzz").says("forces", "hedged")
    denied = claim.article("b", "wire", 0.5).says("forces", "denied").at()
    assert only_event(denied)["contested"] and kappa(denied, "forces") == pytest.approx(0.10)
    refuted = claim.article("c", "wire2", 0.6).says("forces", "negated").at()
    assert kappa(refuted, "forces") == pytest.approx(0.10 * (1 - 0.8 * 0.85))
    assert only_event(refuted)["credibility"] == 4


def test_a_negation_put_in_somebodys_mouth_only_contests() -> None:
    desk = Desk().article("a", "buzz").says()
    desk.article("b", "wire", 0.5, text="There was no attack, the governor said.").says("forces", "negated")
    resolved = desk.at()
    assert only_event(resolved)["contested"] and set(resolved.evidence["stance"]) == {"affirms"}


def test_a_state_outlet_that_negates_at_home_speaks_for_a_party() -> None:
    desk = Desk().article("a", "wire").says().article("b", "state", 0.5).says("forces", "negated")
    resolved = desk.at()
    assert only_event(resolved)["contested"] and set(resolved.evidence["stance"]) == {"affirms"}


def test_no_one_was_hurt_in_a_report_of_an_attack_does_not_dispute_the_attack() -> None:
    resolved = Desk().article("a", "wire").says("forces").says("forces", "negated", at=40).at()
    assert not only_event(resolved)["contested"] and set(resolved.evidence["stance"]) == {"affirms"}


def test_a_denial_quoted_in_the_report_itself_contests_it() -> None:
    resolved = Desk().article("a", "wire").says("forces").says("forces", "denied", at=40).at()
    assert only_event(resolved)["contested"]


def test_a_negation_elsewhere_does_not_touch_the_event() -> None:
    desk = Desk().article("a", "wire").says("forces").article("b", "wire2").says("forces", "negated", place=GAO)
    resolved = desk.at()
    assert not only_event(resolved)["contested"] and len(resolved.evidence) == 1


def test_a_denied_allegation_nobody_affirms_is_contested_and_carries_no_evidence() -> None:
    resolved = Desk().article("a", "state").says("civilians", "denied", place=GAO).at()
    event = only_event(resolved)
    assert (event["status"], event["contested"], event["n_origins"]) == ("denied", True, 0)
    assert resolved.evidence.empty and not resolved.mentions["counts"].any()


def test_two_towns_far_apart_stay_two_events_even_in_one_article() -> None:
    desk = Desk().article("a", "wire").says(place=GAO).says(place=MENAKA, at=60)
    assert set(desk.at().events["place_id"]) == {GAO, MENAKA}


def test_a_report_without_a_town_does_not_bridge_two_towns_far_apart() -> None:
    same = (5, 5, 5, EXACT)
    desk = Desk().article("a", "wire").says(place=GAO, toll=same).article("b", "wire2").says(place=None, toll=same)
    desk.article("c", "paper").says(place=ANSONGO, toll=same)
    events = desk.at().events
    assert set(events["place_id"]) == {GAO, ANSONGO} and sorted(events["n_origins"]) == [1, 2]


def test_an_article_that_names_the_region_and_then_the_town_reports_one_event() -> None:
    desk = Desk().article("a", "wire").says(place=GAO_REGION).says(place=ANSONGO, at=60)
    assert only_event(desk.at())["n_articles"] == 1


def test_a_doubtful_report_joins_the_event_it_resembles_most() -> None:
    same = (5, 5, 5, EXACT)
    desk = Desk().article("a", "wire", title="Five killed in Ansongo market").says(place=ANSONGO, toll=same)
    desk.article("b", "wire2", title="Two killed in market raid").says(place=GAO, toll=same)
    desk.article("c", "paper", title="Five killed in market").says(place=None, toll=same)
    events = desk.at().events.set_index("place_id")
    assert events["n_origins"].to_dict() == {ANSONGO: 2, GAO: 1}


def test_a_town_and_the_district_around_it_are_one_place() -> None:
    desk = Desk().article("a", "wire").says(place=DJENNE).article("b", "wire2").says(place=DJENNE_AREA)
    assert only_event(desk.at())["n_origins"] == 2


def test_a_chain_of_daily_reports_does_not_become_one_event() -> None:
    desk = Desk()
    for day in range(7):
        desk.article(f"a{day}", "wire", day).says(place=GAO, day=day)
    events = desk.at().events
    assert len(events) == 2
    spans = desk.at().mentions.groupby("event_id")["event_date"].agg(lambda d: (d.max() - d.min()).days)
    assert spans.max() <= 3


def test_a_headline_takes_the_day_of_its_text() -> None:
    desk = Desk().article("late", "wire", 6).says(day=0).says(day=6, at=30)
    event = only_event(desk.at())
    assert event["event_date"] == pd.Timestamp(START).tz_localize(None)


def test_reports_of_one_suspension_without_a_town_are_one_event() -> None:
    desk = Desk().article("a", "wire", title="Mali suspends radio").says("suspension", place=None)
    desk.article("b", "paper", 0.3, title="Radio suspended in Mali").says("suspension", place=BAMAKO)
    assert only_event(desk.at())["n_origins"] == 2


@pytest.mark.parametrize(
    ("outlets", "code"),
    [
        (["wire", "paper"], "B1"),
        (["wire"], "B2"),
        (["paper", "radio"], "C2"),
        (["paper"], "C3"),
        (["daily"], "A2"),
        (["buzz"], "E4"),
        (["blog", "blog2"], "F6"),
        (["state"], "E4"),
        (["state_a"], "B2"),
    ],
)
def test_admiralty_codes_follow_the_rules(outlets: list[str], code: str) -> None:
    desk = Desk()
    for number, outlet in enumerate(outlets):
        desk.article(f"a{number}", outlet).says()
    event = only_event(desk.at())
    assert f"{event['reliability']}{event['credibility']}" == code


def test_two_good_denials_of_what_no_good_source_affirms_make_it_improbable() -> None:
    desk = Desk().article("a", "buzz").says()
    for name, outlet in (("b", "wire"), ("c", "paper")):
        desk.article(name, outlet).says("forces", "negated")
    assert only_event(desk.at())["credibility"] == 5


def test_an_aggregator_does_not_lend_its_copies_a_better_name() -> None:
    desk = Desk().article("a", "paper").says().article("b", "digest", 0.1, origin="a").says(day=0)
    ratings = {"paper": ("C", "national_private", ""), "digest": ("A", "aggregator", "")}
    resolved = desk.resolver(ratings).at(START + timedelta(days=1))
    assert resolved.evidence["source_id"].tolist() == ["paper"]


def test_background_tolls_beside_a_historic_mention_are_not_the_events() -> None:
    desk = Desk().article("a", "wire").says(toll=(6, 6, 6, EXACT))
    desk.says(status="historic", at=300, toll=(160, 160, 160, EXACT))
    resolved = desk.at()
    assert toll(only_event(resolved)) == [6, 6, 6]
    assert resolved.claims["event_id"].isna().tolist() == [False, True]


def test_the_latest_toll_of_an_origin_replaces_its_first() -> None:
    desk = Desk().article("a", "wire").says(toll=(3, 3, 3, EXACT))
    desk.article("b", "wire", 1, origin="a").says(day=0, toll=(15, 15, 15, EXACT))
    assert toll(only_event(desk.at(0.5))) == [3, 3, 3]
    assert toll(only_event(desk.at())) == [15, 15, 15]


def test_many_weak_voices_cannot_push_the_best_toll_out_of_the_bounds_of_good_ones() -> None:
    desk = Desk().article("a", "paper").says(toll=(20, 25, 30, "range"))
    for name in ("buzz", "buzz2", "buzz3"):
        desk.article(name, name).says(toll=(90, 90, 90, EXACT))
    event = only_event(desk.at())
    assert toll(event) == [20, 30, 30] and event["claimed_max"] == 90


def test_an_outlets_later_figure_replaces_its_earlier_one_but_not_that_of_others() -> None:
    desk = Desk().article("a", "wire").says(toll=(3, 3, 3, EXACT))
    desk.article("b", "wire", 1).says(day=0, toll=(15, 15, 15, EXACT))
    assert toll(only_event(desk.at())) == [15, 15, 15]
    desk.article("c", "paper", 1).says(day=0, toll=(12, 12, 12, EXACT))
    assert toll(only_event(desk.at())) == [12, 15, 15]


def test_a_report_that_revises_the_toll_speaks_for_the_best_and_the_earlier_one_only_bounds_it() -> None:
    desk = Desk().article("a", "wire").says(place=GAO, toll=(5, 5, 5, EXACT))
    desk.article("b", "paper", 1, title="Toll rises", text="The death toll rose to seven, from five.")
    desk.says(place=GAO, day=0, toll=(7, 7, 7, EXACT))
    event = only_event(desk.at())
    assert (toll(event), event["contested"]) == ([5, 7, 7], False)


def test_a_larger_toll_of_the_same_day_in_another_language_is_the_same_event() -> None:
    desk = Desk().article("a", "wire", title="Gunmen attack post near Gao").says(place=GAO, toll=(1, 1, 1, EXACT))
    desk.article("b", "paper", 1, title="Attaque d'un poste près de Gao").says(place=None, day=0, toll=(2, 2, 2, EXACT))
    desk.articles[-1]["language"] = "fr"
    assert len(desk.at().events) == 2
    desk.mentions[-1]["place_id"] = GAO
    assert toll(only_event(desk.at())) == [1, 1, 2]


def test_unlike_tolls_on_different_days_stay_two_events() -> None:
    desk = Desk().article("a", "wire", title="Raid on market").says(place=GAO, toll=(2, 2, 2, EXACT))
    desk.article("b", "paper", 1, title="Bomb hits convoy").says(place=GAO, day=1, toll=(9, 9, 9, EXACT))
    assert len(desk.at().events) == 2


def test_dead_attackers_are_not_added_to_the_victims() -> None:
    desk = Desk().article("a", "wire").says(toll=(15, 15, 15, EXACT), victims="security_forces")
    desk.says(at=6, toll=(8, 8, 8, EXACT), victims="civilians")
    desk.says(at=12, toll=(30, 30, 30, EXACT), victims="armed_group")
    assert toll(only_event(desk.at())) == [23, 23, 23]


def test_tables_keep_their_declared_shape_at_every_cutoff() -> None:
    for resolved in (menaka().at(-1), menaka().at(0.5), raid().at()):
        for declared, table in (
            (MENTIONS, resolved.mentions),
            (CLAIMS, resolved.claims),
            (EVENTS, resolved.events),
            (EVIDENCE, resolved.evidence),
        ):
            declared.check(table)
    assert menaka().at(-1).events.empty


def test_what_is_published_at_the_cutoff_is_not_yet_visible() -> None:
    assert raid().at(0).mentions.empty
    assert raid().at(0.05).mentions["article_id"].unique().tolist() == ["a"]


statuses = st.sampled_from(["affirmed", "hedged", "foiled", "denied", "negated", "historic"])
said = st.tuples(
    st.sampled_from(["wire", "wire2", "paper", "buzz", "state"]),
    st.integers(0, 8),
    st.integers(0, 3),
    st.sampled_from([BAMAKO, GAO, DJENNE, None]),
    statuses,
    st.sampled_from([None, 3, 24, 60]),
    st.booleans(),
)


def desk_of(things: list[tuple[str, int, int, str | None, str, int | None, bool]]) -> Desk:
    desk = Desk()
    for number, (outlet, day, lag, place, status, dead, retracts) in enumerate(things):
        earlier = [
            a["article_id"]
            for a in desk.articles
            if a["source_id"] == outlet and a["published_at"] <= START + timedelta(days=day)
        ]
        target = str(earlier[0]) if retracts and earlier else ""
        desk.article(f"a{number:02d}", outlet, day, retracts=target)
        given = None if dead is None else (dead, dead, dead, EXACT)
        desk.says(status=status, place=place, day=day - lag, toll=given)
    return desk


def comparable(resolved: Resolved) -> list[list[dict[str, object]]]:
    tables = (resolved.mentions, resolved.claims, resolved.events, resolved.evidence)
    return [t.astype(object).where(t.notna(), None).to_dict("records") for t in tables]


@settings(max_examples=25, deadline=None)
@given(st.lists(said, min_size=1, max_size=10), st.integers(0, 9))
def test_what_was_known_then_does_not_depend_on_what_came_later(things: list, day: int) -> None:  # type: ignore[type-arg]
    desk = desk_of(things)
    cutoff = START + timedelta(days=day)
    then = Desk(
        [a for a in desk.articles if a["published_at"] < cutoff],
        [m for m in desk.mentions if m["published_at"] < cutoff],
        [c for c in desk.claims if c["published_at"] < cutoff],
    )
    assert comparable(desk.at(day)) == comparable(then.at(day))


@settings(max_examples=60, deadline=None)
@given(st.lists(said, min_size=1, max_size=10))
def test_every_counting_mention_has_one_event_whose_bounds_hold(things: list) -> None:  # type: ignore[type-arg]
    resolved = desk_of(things).at()
    counting = resolved.mentions[resolved.mentions["counts"]]
    assert counting["event_id"].notna().all()
    assert set(counting["event_id"]) <= set(resolved.events["event_id"])
    assert set(resolved.evidence["event_id"]) <= set(resolved.events["event_id"])
    with_toll = resolved.events[resolved.events["toll_best"].notna()]
    assert (with_toll["toll_low"] <= with_toll["toll_best"]).all()
    assert (with_toll["toll_best"] <= with_toll["toll_high"]).all()
    affirmed = resolved.events[~resolved.events["status"].isin(["denied", "retracted"])]
    assert set(affirmed["event_id"]) == set(resolved.evidence.loc[resolved.evidence["stance"] == "affirms", "event_id"])
