"""Probabilities given out by one issue are resolved and scored by a later one, and by none before it."""

from __future__ import annotations

import csv
import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Called
from foretelling import corpus
from riskbrief.briefing.inputs import Scorecard, WordMoves
from riskbrief.definitions.judgements import AssignProbability
from riskbrief.periods import Week, weeks_ending
from riskbrief.pipeline.forecasts import FORECASTS, happened, issued, target
from riskbrief.pipeline.forecasts_past import Earlier, earlier_forecasts, no_earlier
from riskbrief.pipeline.forecasts_resolved import resolved, scorecard, word_moves
from riskbrief.tables import SCORES

W38 = Week.parse("2024-W38")


def scores(values: dict[str, list[float | None]], *, last: Week = W38) -> pd.DataFrame:
    """SCORES of the index of countries, the last value in week `last`."""
    rows = [
        {"region_id": region, "week": str(week), "node": "index", "level": "index", "score": value, "coverage": "full",
         "n_articles": 9, "n_origins": 9, "n_sources": 5}
        for region, column in values.items()
        for week, value in zip(weeks_ending(last, len(column)), column, strict=True)
    ]  # fmt: skip
    return SCORES.build(rows)


def assigned(p: float = 0.62, *, date: str = "2024-09-20", weeks: int = 4, name: str = "mine") -> AssignProbability:
    return AssignProbability(
        id=name, author="A. Diallo", reason={"en": "So"}, date=date, expires="2025-01-01", region="MLI",
        outcome="worsens", weeks=weeks, p=p,
    )  # fmt: skip


def row(**more: object) -> dict[str, object]:
    return {
        "issue": "2024-W34", "region_id": "MLI", "target": "index_up_5", "horizon_weeks": 4, "due_week": "2024-W38",
        "probability": 0.3, "basis": "base_rate", "issued_week": "2024-W34", "baseline_score": 40.0, "reference": 0.3,
        "cases": 40.0,
    } | more  # fmt: skip


def earlier(*rows: dict[str, object]) -> Earlier:
    return Earlier(FORECASTS.build(list(rows)), (("2024-W34", "0" * 64),))


def outcomes(*rows: dict[str, object], index: dict[str, list[float | None]]) -> pd.DataFrame:
    return resolved(earlier(*rows), scores(index), week=W38, regions=["MLI"])


def by_basis(table: pd.DataFrame, basis: str = "judgement:mine") -> pd.Series:
    return table[table["basis"] == basis].iloc[0]


@given(change=st.floats(-100, 100), delta=st.sampled_from([1.0, 5.0, 7.5]))
def test_exactly_one_of_the_three_outcomes_happens_whatever_the_change(change: float, delta: float) -> None:
    names = [target(outcome, delta) for outcome in ("worsens", "improves", "continues")]
    assert sum(happened(name, change) for name in names) == 1


def test_base_rates_are_given_out_for_countries_with_a_score_and_twelve_cases_and_add_to_one() -> None:
    index = {"MLI": [40.0, 46.0] * 10, "NER": [30.0] * 19 + [None], "TGO": [20.0] * 10}
    table = issued(scores(index), [], week=W38, regions=["MLI", "NER", "TGO", "GHA"], delta=5.0)
    assert set(table["region_id"]) == {"MLI"} and set(table["issue"]) == {"2024-W38"}
    assert dict(zip(table["target"], table["probability"], strict=True)) == {
        "index_up_5": 0.0, "index_down_5": 0.0, "index_within_5": 1.0,
    }  # fmt: skip
    assert set(table["due_week"]) == {"2024-W42"} and set(table["baseline_score"]) == {46.0}
    assert set(table["cases"]) == {16.0}


def test_a_judgement_counts_from_the_week_of_its_date_with_the_base_rate_beside_it() -> None:
    index = {"MLI": [*[40.0] * 16, 52.0]}
    ours = by_basis(issued(scores(index), [assigned()], week=W38, regions=["MLI"], delta=5.0))
    assert (ours["basis"], ours["probability"], ours["due_week"]) == ("judgement:mine", 0.62, "2024-W42")
    assert ours["baseline_score"] == 52.0 and ours["reference"] == pytest.approx(1 / 13)
    later = issued(scores(index, last=W38.shift(1)), [assigned()], week=W38.shift(1), regions=["MLI"], delta=5.0)
    assert by_basis(later)["issued_week"] == "2024-W38"  # the same weeks, whichever issue gives it out


def test_what_is_due_is_resolved_on_recomputed_scores_and_what_is_not_waits() -> None:
    index: dict[str, list[float | None]] = {"MLI": [40.0, 41.0, 42.0, 43.0, 45.0]}
    table = outcomes(row(), row(target="index_down_5"), row(due_week="2024-W39", horizon_weeks=5), index=index)
    assert list(table["target"]) == ["index_down_5", "index_up_5"]
    assert list(table["outcome"]) == [0.0, 1.0] and list(table["brier"]) == pytest.approx([0.09, 0.49])
    assert list(table["score_due"]) == [45.0, 45.0] and list(table["baseline_now"]) == [40.0, 40.0]
    revised: dict[str, list[float | None]] = {"MLI": [44.0, 41.0, 42.0, 43.0, 45.0]}
    assert list(outcomes(row(), index=revised)["outcome"]) == [0.0]  # +1 on the scores as they now stand


@pytest.mark.parametrize(
    ("index", "region", "reason"),
    [
        ([None, 41.0, 42.0, 43.0, 45.0], "MLI", "no score in the week it was issued for"),
        ([40.0, 41.0, 42.0, 43.0, None], "MLI", "no score in the week it was due"),
        ([42.0, 43.0, 45.0], "MLI", "before 2024-W36, where the scores of this run begin"),
        ([40.0, 41.0, 42.0, 43.0, 45.0], "NER", "country not in this set"),
    ],
)
def test_a_missing_score_is_counted_with_its_reason_and_never_guessed(
    index: list[float | None], region: str, reason: str
) -> None:
    table = outcomes(row(region_id=region), index={"MLI": index})
    assert list(table["reason"]) == [reason] and table["outcome"].isna().all() and table["brier"].isna().all()
    card = scorecard(table, earlier(row()), 3)
    assert (card.due, card.resolved, card.skill, card.words) == (1, 0, (), ())


def test_a_probability_that_several_issues_gave_out_counts_once_as_first_given() -> None:
    ours = {"basis": "judgement:mine", "reference": 0.3}
    table = outcomes(
        row(issue="2024-W35", probability=0.9, **ours), row(issue="2024-W34", probability=0.6, **ours),
        index={"MLI": [40.0, 41.0, 42.0, 43.0, 45.0]},
    )  # fmt: skip
    assert list(table["issue"]) == ["2024-W34"] and list(table["probability"]) == [0.6]


def test_the_scorecard_sets_judgements_against_base_rates_and_base_rates_against_an_even_split() -> None:
    rows = [row(), row(target="index_down_5", probability=0.1, reference=0.1)]
    rows += [
        row(basis="judgement:mine", probability=0.8),
        row(basis="judgement:alone", probability=0.6, reference=None),
    ]
    card = scorecard(outcomes(*rows, index={"MLI": [40.0, 0.0, 0.0, 0.0, 45.0]}), earlier(*rows), 3)
    base, ours = card.skill
    assert base.basis == "base_rate" and base.brier == pytest.approx((0.49 + 0.01) / 2)
    assert base.reference == "even" and base.against == pytest.approx((4 / 9 + 1 / 9) / 2)
    assert ours.basis == "judgement" and (ours.n, ours.paired) == (2, 1)
    assert ours.own == pytest.approx(0.04) and ours.against == pytest.approx(0.49)
    assert {w.word: (w.n, w.happened) for w in card.words} == {1: (1, 0.0), 2: (1, 1.0), 4: (1, 1.0), 5: (1, 1.0)}


def test_a_first_issue_has_nothing_due() -> None:
    table = resolved(no_earlier(), scores({"MLI": [40.0]}), week=W38, regions=["MLI"])
    assert table.empty and scorecard(table, no_earlier(), 3) == Scorecard(issued=3)


# A whole run: issues of 2024-W19, W20 and W24 on half a year of news about one country.


@pytest.fixture
def publish(
    riskbrief: Callable[..., Called], short_report: Path, article_file: Callable[..., Path], tmp_path: Path
) -> Callable[..., Path]:
    """Publish a week of the short report, with the section that keeps the record, and give the finished set."""
    report = short_report / "reports" / "weekly.yaml"
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("{section: board}", "{section: board}\n  - {section: confidence}"), encoding="utf-8")
    articles = article_file(corpus("2024-W24", 24, frozenset({3, 7, 12, 13, 20})))

    def call(week: str, *arguments: object, output: Path = tmp_path / "out") -> Path:
        order = ["run", "weekly", "--week", week, "--articles", articles, "--regions", "MLI", "--output", output]
        called = riskbrief("-C", short_report, *order, *arguments)
        assert called.code == 0, called.err
        return Path(called.out.splitlines()[-1]).resolve()

    return call


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(folder: Path) -> dict[str, object]:
    manifest: dict[str, object] = json.loads((folder / "manifest.json").read_bytes())
    return manifest


def test_an_issue_resolves_what_earlier_ones_gave_out_and_says_so(
    publish: Callable[..., Path], riskbrief: Callable[..., Called], tmp_path: Path
) -> None:
    first, second = publish("2024-W19"), publish("2024-W20")
    assert "No probability of an earlier issue is due yet." in (first / "briefing.html").read_text()
    assert read(second, "resolved.csv") == [] and told(second)["earlier_issues"] == ["2024-W19"]
    given = {r["target"]: r for r in read(second, "forecasts.csv")}
    assert given.keys() == {"index_up_5", "index_down_5", "index_within_5"}
    assert sum(float(r["probability"]) for r in given.values()) == pytest.approx(1, abs=1e-5)
    last = publish("2024-W24")
    done = {(r["issued_week"], r["target"]): r for r in read(last, "resolved.csv")}
    assert len(done) == 6 and {k[1] for k, r in done.items() if r["outcome"] == "1"} == {"index_up_5"}
    up = done["2024-W20", "index_up_5"]
    assert up["probability"] == given["index_up_5"]["probability"] and up["baseline_now"] == up["baseline_score"]
    assert float(up["score_due"]) - float(up["baseline_now"]) > 5
    assert float(up["brier"]) == pytest.approx((1 - float(up["probability"])) ** 2, abs=1e-5)
    called = riskbrief(
        "-C", tmp_path / "workspace", "forecasts", "weekly", "--output", tmp_path / "out", "--format", "json"
    )
    assert called.code == 0 and len(called.rows) == 9
    assert [r["state"] for r in called.rows if r["target"] == "index_up_5"] == ["happened", "happened", "open"]
    page = (last / "briefing.html").read_text()
    assert (
        "Of 6 earlier probabilities due, all have an outcome." in page
        and "Brier score of base rates, 6 outcomes:" in page
    )
    assert {"forecasts.csv", "resolved.csv"} <= told(last)["artifacts"].keys()  # type: ignore[union-attr]


def test_the_same_runs_give_the_same_bytes_and_an_old_issue_never_reads_a_later_one(
    publish: Callable[..., Path], tmp_path: Path
) -> None:
    old, new = publish("2024-W20"), publish("2024-W24")
    written = (old / "manifest.json").stat().st_mtime_ns
    assert publish("2024-W20") == old and publish("2024-W24") == new  # both stand already
    assert (old / "manifest.json").stat().st_mtime_ns == written
    again = tmp_path / "again"
    alone = publish("2024-W24", output=again)
    assert read(alone, "resolved.csv") == [] and told(alone)["earlier_issues"] == []
    publish("2024-W20", output=again)
    twin = publish("2024-W24", output=again)
    assert twin.name == new.name != alone.name  # what earlier issues said is part of what a run is made from
    names = {p.name for p in new.iterdir()} - {"manifest.json", "SHA256SUMS"}  # seconds per stage
    assert {n: (twin / n).read_bytes() for n in names} == {n: (new / n).read_bytes() for n in names}


def test_a_damaged_earlier_set_is_left_out_told_and_counted(
    publish: Callable[..., Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = publish("2024-W19"), publish("2024-W20")
    file = first / "forecasts.csv"
    file.write_bytes(file.read_bytes().replace(b"0.", b"0.9", 1))
    shutil.rmtree(second)
    last = publish("2024-W24")
    assert read(last, "resolved.csv") == [] and told(last)["earlier_issues"] == []
    assert told(last)["left_out"] == [
        "2024-W19: forecasts.csv has changed", "2024-W20: SHA256SUMS cannot be read",
    ]  # fmt: skip
    assert "the probabilities of 2024-W19 are left out: forecasts.csv has changed" in caplog.text
    assert "Left out as damaged or withdrawn: 2024-W19 and 2024-W20." in (last / "briefing.html").read_text()


def put(folder: Path, issue: str, files: dict[str, bytes]) -> None:
    """A set as it stands published, without any run."""
    from riskbrief.pipeline.publish import publish as stand
    from riskbrief.pipeline.publish import sums
    from riskbrief.pipeline.standing import Slot

    stand(files | {"SHA256SUMS": sums(files)}, Slot(folder, "weekly", issue, issue.lower().ljust(12, "0")))


def test_only_earlier_weeks_count_and_withdrawn_or_foreign_sets_do_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from riskbrief.render.tables import csv_bytes

    content = csv_bytes(FORECASTS.build([row()]))
    fine = {"manifest.json": b"{}", "forecasts.csv": content}
    for issue in ("2024-W34", "2024-W38", "2024-W39", "2024-W35-MLI"):
        put(tmp_path, issue, fine)
    put(tmp_path, "2024-W33", {"manifest.json": b'{"status": "withdrawn"}', "forecasts.csv": content})
    put(tmp_path, "2024-W32", {"manifest.json": b"{}", "forecasts.csv": content.replace(b"index_up_5", b"index_flies")})
    put(tmp_path, "2024-W31", {"manifest.json": b"{}"})  # made before there were forecasts
    with caplog.at_level(logging.WARNING):
        found = earlier_forecasts(tmp_path / "weekly", W38)
    assert [issue for issue, _ in found.sets] == ["2024-W34"] and len(found.rows) == 1
    assert found.left_out == (
        ("2024-W32", "manifest.json or forecasts.csv cannot be read"), ("2024-W33", "withdrawn"),
    )  # fmt: skip
    before = found.digest
    put(tmp_path, "2024-W40", fine)
    assert earlier_forecasts(tmp_path / "weekly", W38).digest == before
    put(tmp_path, "2024-W35", fine)
    assert earlier_forecasts(tmp_path / "weekly", W38).digest != before
    (tmp_path / "weekly" / "2024-W35").unlink()
    assert earlier_forecasts(tmp_path / "weekly", W38).digest == before
    assert earlier_forecasts(tmp_path / "nowhere", W38).rows.empty


def test_words_of_the_issue_before_are_kept_raised_lowered_or_closed_and_analysts_have_a_ledger_of_their_own() -> None:
    kinds = {"up": "index_up_5", "down": "index_down_5", "within": "index_within_5"}
    before = [
        row(issue="2024-W37", target=kinds["up"], probability=0.3),
        row(issue="2024-W37", target=kinds["down"], probability=0.3),
        row(issue="2024-W37", target=kinds["within"], probability=0.3),
        row(issue="2024-W37", region_id="BFA", probability=0.3),
        row(issue="2024-W37", basis="judgement:mine", probability=0.3),
        row(issue="2024-W36", region_id="NER", probability=0.9),
    ]
    now = [
        row(issue="2024-W38", target=kinds["up"], probability=0.44),  # the same word
        row(issue="2024-W38", target=kinds["down"], probability=0.5),
        row(issue="2024-W38", target=kinds["within"], probability=0.1),
        row(issue="2024-W38", region_id="NER", probability=0.9),
    ]
    found = word_moves(earlier(*before), FORECASTS.build(now), before="2024-W37")
    assert found == WordMoves(kept=1, raised=1, lowered=1, closed=1, new=1)
    assert word_moves(earlier(*before), FORECASTS.build(now), before="2024-W35") is None
