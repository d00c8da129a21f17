"""The trials of a backtest do what their names say, and its scores are those of `riskbrief score`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from backtest_corpus import article, date, history, write_articles
from conftest import ROOT
from riskbrief.coding.code import Coded
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.alert_history import alerts_then
from riskbrief.index.engine import Scored
from riskbrief.periods import Week
from riskbrief.pipeline import backtest_trials as trials
from riskbrief.pipeline import stages
from riskbrief.pipeline.backtest_bars import bars
from riskbrief.pipeline.backtest_history import Past, coverage_off, keyword_counts, monthly, past_scores, weeks_of
from riskbrief.pipeline.backtest_outcomes import country_of, months_between
from riskbrief.pipeline.backtest_validity import COUNT, LEAD, LEAD_SMOOTHED, OURS
from riskbrief.pipeline.opening import open_workspace
from riskbrief.pipeline.stages import Material

WEEK = Week.parse("2023-W20")
DAY = date(2023, 5, 16)
TOLD = [
    article(
        "denied", "paper_1", DAY, "Army in Mali", "The army denied that gunmen attacked a village near Mopti, Mali."
    ),
    article(
        "two", "paper_2", DAY, "Raid", "Gunmen attacked a village in Niger, killing 4 civilians. Mali condemned it."
    ),
]


@cache
def opened() -> Workspace:
    return coverage_off(open_workspace(ROOT))


def prepared(path: Path, rows: list[dict[str, str]], *, last: Week = WEEK) -> Material:
    taken = stages.intake(opened(), write_articles(path / "articles.jsonl", rows))
    return stages.prepare(opened(), taken, cutoff=last.cutoff)


def counted(coded: Coded) -> set[tuple[str, str]]:
    mentions = coded.mentions[coded.mentions["counts"] & (coded.mentions["indicator_id"] == "sec_attack_civilians")]
    return set(zip(mentions["article_id"], mentions["region_id"], strict=True))


def test_scores_of_a_backtest_are_those_that_were_told_in_each_week(tmp_path: Path) -> None:
    material, panel = prepared(tmp_path, history()), opened().config.assessed
    calendar = stages.calendar_of(opened(), material, last=WEEK, weeks=6)
    past = past_scores(opened(), material, calendar, panel, lambda: None)
    scored, _ = stages.score(opened(), material, last=WEEK, weeks=6, panel=panel, intervals=0)
    table = scored.scores[scored.scores["week"].isin([str(week) for week in calendar[-6:]])]
    told = table.pivot(index="week", columns=["region_id", "node"], values="score")
    for node in ("index", "security", "sec_attack_civilians"):
        for region in ("MLI", "BFA", "GHA"):
            ours = past.of(node, [region])[0, -6:]
            assert ours == pytest.approx(told[region, node].to_numpy(dtype=float), nan_ok=True), (node, region)
    assert np.nanmax(past.of("security", ["BFA"])) > 20


def test_later_articles_change_no_earlier_score(tmp_path: Path) -> None:
    rows, week = history(), Week.parse("2023-W12")
    known = [row for row in rows if row["published_at"] < week.cutoff.isoformat()]
    (tmp_path / "some").mkdir()
    calendar = [week.shift(-n) for n in reversed(range(10))]
    whole, some = (
        past_scores(opened(), material, calendar, ["MLI", "BFA"], lambda: None).score
        for material in (prepared(tmp_path, rows), prepared(tmp_path / "some", known))
    )
    assert np.array_equal(whole, some, equal_nan=True)


def test_without_assertion_a_denied_attack_counts(tmp_path: Path) -> None:
    coded = prepared(tmp_path, TOLD).coded
    assert ("denied", "MLI") not in counted(coded)
    told = replace(coded, mentions=trials.all_affirmed(coded, []))
    assert ("denied", "MLI") in counted(told)
    assert (told.mentions.loc[told.mentions["counts"], "alpha"] == 1).all()


def test_without_geography_every_country_named_is_hit(tmp_path: Path) -> None:
    coded = prepared(tmp_path, TOLD).coded
    assert counted(coded) == {("two", "NER")}
    spread = trials.everywhere(coded, ["MLI", "NER"])
    assert counted(replace(coded, mentions=spread)) == {("two", "NER"), ("two", "MLI")}
    assert spread["place_id"].isna().all() and not spread.duplicated().any()


def test_each_ablation_changes_what_it_names(tmp_path: Path) -> None:
    material = prepared(tmp_path, [*TOLD, article("copy", "paper_3", DAY, "Raid", TOLD[1]["text"][:-12])])
    copies = material.articles.set_index("article_id")["origin_id"]
    assert copies["copy"] == copies["two"]
    varied = dict(trials.ablations(opened(), material, WEEK.cutoff))
    apart = varied["without telling copies"][1]
    assert (apart.articles["origin_id"] == apart.articles["article_id"]).all()
    assert (apart.coded.mentions["origin_id"] == apart.coded.mentions["article_id"]).all()
    assert varied["without outlet cap"][0].config.index.pressure.outlet_cap == 1
    reports = [row for row in history() if row["published_at"][:10] <= "2023-01-02"]
    joined = prepared(tmp_path, reports)
    split = dict(trials.ablations(opened(), joined, WEEK.cutoff))["without joining reports of one event"][1]
    assert len(split.resolver.at(WEEK.cutoff).events) > len(joined.resolver.at(WEEK.cutoff).events)


def test_copies_are_six_times_the_articles_and_no_more_origins(tmp_path: Path) -> None:
    material = prepared(tmp_path, history())
    copied = trials.with_copies(opened(), material, WEEK, WEEK.cutoff)
    there = material.articles["published_at"] >= WEEK.start
    assert len(copied.articles) == len(material.articles) + 5 * there.sum() and there.sum() > 2
    assert copied.articles["article_id"].is_unique
    assert set(copied.articles["origin_id"]) == set(material.articles["origin_id"])
    own = material.coded.mentions["article_id"].isin(material.articles.loc[there, "article_id"]).sum()
    assert len(copied.coded.mentions) == len(material.coded.mentions) + 5 * own


def test_a_score_that_moves_too_far_or_appears_fails_the_placebo() -> None:
    weeks = (WEEK, WEEK.shift(1))
    before = Past(weeks, ("MLI",), ("index", "security"), np.array([[[10.0, 20.0]], [[np.nan, 20.0]]]))

    def after(*score: float) -> dict[str, object]:
        return trials.moved(before, replace(before, score=np.reshape(score, (2, 1, 2))), WEEK, 1.0)

    nan = float("nan")
    assert after(10, 20.9, nan, 20)["passed"] and after(10, 20, nan, 20)["largest"] == 0
    far = after(10, 20, nan, 21.5)
    assert not far["passed"] and (far["largest"], far["where"]) == (1.5, "MLI security 2023-W21")
    assert not after(10, 20, 5, 20)["passed"]


@pytest.mark.parametrize(
    ("low", "high", "reached"), [(0.1, 0.3, True), (-0.1, 0.3, False), (-0.3, -0.1, False), (float("nan"), 0.3, None)]
)
def test_only_an_interval_above_zero_is_more_than_a_keyword_count(
    low: float, high: float, reached: bool | None
) -> None:
    gap = {"value": (low + high) / 2 if low == low else 0.2, "low": low, "high": high}
    measures = ("same month, pooled", "same month, within countries", LEAD, LEAD_SMOOTHED)
    rows = [{"measure": name, "estimates": {OURS: gap, COUNT: gap}, "more_than_keywords": gap} for name in measures]
    copies = {"copies": 5, "allowed": 1.0, "largest": 0.0, "passed": True}
    found = {"validity": [{"regions": ["MLI"], "rows": rows}], "ablations": [], "skill": []}
    told = {bar["aim"]: bar["reached"] for bar in bars({**found, "placebos": {"copies": copies}})}
    assert [told[aim] for aim in told if "surely above" in aim] == [reached] * 3


def test_a_month_is_the_mean_of_the_weeks_that_end_in_it() -> None:
    months = months_between("2023-01", "2023-02")
    weeks = weeks_of(months)
    assert (str(weeks[0]), str(weeks[-1])) == ("2022-W52", "2023-W08")
    values = np.array([[1.0, 2, np.nan, 3, 6, 8, 8, 8, 8], [np.nan] * 9])
    assert monthly(values, weeks, months)[0].tolist() == [3.0, 8.0]
    assert np.isnan(monthly(values, weeks, months)[1]).all()


def test_the_bare_count_takes_every_article_with_a_word_and_the_country(tmp_path: Path) -> None:
    material = prepared(tmp_path, TOLD)
    words = {"en": ["attacked"], "fr": ["attaque"]}
    assert keyword_counts(material, words, ["MLI", "NER", "SEN"], ["2023-04", "2023-05"]).tolist() == [
        [0, 2],
        [0, 1],
        [0, 0],
    ]
    for several, counts in ((["Army denied"], [[1], [0]]), (["gunmen attack*", "no such words"], [[2], [1]])):
        assert keyword_counts(material, {"en": several}, ["MLI", "NER"], ["2023-05"]).tolist() == counts
    apart = {"en": ["mali the army", "civilians Mali", "unmen attacked"]}  # over a break, and no whole words
    assert keyword_counts(material, apart, ["MLI", "NER"], ["2023-05"]).tolist() == [[0], [0]]
    assert keyword_counts(material, {"fr": ["attacked"]}, ["MLI"], ["2023-05"]).tolist() == [[0]]


def test_countries_are_known_by_code_and_by_name() -> None:
    assert [country_of(name) for name in ("MLI", "Ivory Coast", "Gambia", "Guinea-Bissau", "Chad", "", "Total")] == [
        "MLI", "CIV", "GMB", "GNB", "TCD", "", "",
    ]  # fmt: skip


def test_alerts_of_past_weeks_are_those_that_a_run_of_each_week_opens(tmp_path: Path) -> None:
    """A raid on the capital in its week, and still open in the next: no later week changes what was open."""
    raid = "Gunmen attacked a gendarmerie school in Bamako on Tuesday, killing 60 soldiers, the Malian army said."
    rows = [
        article(f"{n}-{outlet}", outlet, DAY, f"Bamako school raided ({n})", raid + note)
        for n, (outlet, note) in enumerate((("reuters", ""), ("bbc_news", " Smoke rose over the capital until noon.")))
    ]
    days = [DAY - timedelta(days=7 - 14 * (n % 2)) for n in range(8)]
    quiet = [article(f"q{n}", f"paper_{n}", day, "", f"Rice in Bamako, Mali, cost {n}.") for n, day in enumerate(days)]
    material = prepared(tmp_path, rows + quiet, last=WEEK.shift(1))

    def scored(last: Week, weeks: int) -> Scored:
        made, _ = stages.score(opened(), material, last=last, weeks=weeks, panel=["MLI"], keep=True)
        return made

    last = WEEK.shift(1)
    run = scored(last, 3)
    found = alerts_then(run.weeks, run.framework, last=3)
    assert found == [list(scored(last.shift(n - 2), 3).assessment.alerts) for n in range(3)]
    assert not found[0] and any(a.cause == "tripwire:capital" for a in found[1]) and found[2]
