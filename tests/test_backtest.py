"""`riskbrief backtest`: a made-up history set against made-up outcomes, and files that cannot be read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from backtest_corpus import history, long, wide, write_articles
from conftest import ROOT, Called

CAVEAT = "UCDP also relies on news; agreement is not independent proof."
SMALLER = {
    "    ranked_months: 12\n": "    ranked_months: 3\n",
    "    block_months: 6\n": "    block_months: 2\n",
    "    draws: 1000\n": "    draws: 100\n",
    "    least_forecasts: 26\n": "    least_forecasts: 2\n",
    "    training_months: 24\n": "    training_months: 6\n",
    "    training_weeks: 104\n": "    training_weeks: 26\n",
    "    tournaments:": "    tournaments:\n      - {name: Cup of Nowhere, first: 2023-05-08, last: 2023-05-21}",
    "    replays:": "    replays:\n      - {name: First raid, region: MLI, day: 2023-06-05, weeks: 2, up: [security], "
    "above_zero: [sec_attack_civilians, inf_contested]}",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped workspace with shorter periods, the made-up history and its outcomes."""
    root = tmp_path_factory.mktemp("backtest")
    for name in ("indicators", "reports", "templates"):
        shutil.copytree(ROOT / name, root / name)
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    for old, new in SMALLER.items():
        assert config.count(old) == 1, old
        config = config.replace(old, new)
    (root / "config.yaml").write_text(config, encoding="utf-8")
    write_articles(root / "articles.jsonl", history())
    wide(root / "wide.csv")
    long(root / "long.csv")
    return root


def ask(riskbrief: Callable[..., Called], place: Path, *more: object) -> Called:
    done = riskbrief("-C", place, "backtest", "--articles", place / "articles.jsonl", *more)
    assert done.code == 0, done.err
    return done


def rows(found: dict[str, Any], table: int) -> dict[str, dict[str, Any]]:
    return {row["measure"]: row for row in found["validity"][table]["rows"]}


def bars(found: dict[str, Any]) -> dict[str, bool | None]:
    return {bar["aim"]: bar["reached"] for bar in found["bars"]}


def test_an_index_that_follows_deaths_is_told_with_all_its_tables(
    riskbrief: Callable[..., Called], place: Path
) -> None:
    told = ask(riskbrief, place, "--outcomes", place / "wide.csv", "--ignore-coverage", "--format", "json")
    found: dict[str, Any] = told.rows[0]
    assert (found["first_month"], found["last_month"], found["caveat"]) == ("2023-01", "2023-10", CAVEAT)
    assert found["regions"] == ["BFA", "CIV", "MLI"] and found["validity"][0]["regions"] == ["BFA", "MLI"]
    assert rows(found, 0)["same month, within countries"]["estimates"]["security"]["value"] > 0.6
    assert bars(found)["same month, pooled, 3 countries: 0.5 or more"] is True
    assert [row["without"] for row in found["ablations"]] == [
        "without telling copies", "without joining reports of one event", "without assertion", "without geography",
        "without outlet cap",
    ]  # fmt: skip
    assert [row["pillar"] for row in found["coherence"]] == ["security", "governance", "international", "information"]
    attacks = found["coherence"][0]
    side = len(attacks["indicators"])
    assert [len(line) for line in attacks["correlations"]] == [side] * side
    copies = found["placebos"]["copies"]
    assert copies["passed"] and copies["largest"] <= 1 and copies["assessed_otherwise"] == 0
    assert [games["name"] for games in found["placebos"]["tournaments"]] == ["Cup of Nowhere"]
    assert [row["rotations"] for row in found["placebos"]["shuffled"]] == [1, 2]
    assert {table["target"].split(",")[0] for table in found["skill"]} >= {"deaths next month", "index in 1 week"}
    assert found["skill"][0]["origins"] == 2
    assert found["assessed"] == {"country_weeks": 132, "with_score": 129, "under_coverage_rule": 0}
    raid, bamako = found["replays"]
    assert [row["week"] for row in raid["weeks"]] == [f"2023-W{n}" for n in range(21, 26)]
    security = [row["scores"]["security"] for row in raid["weeks"]]
    assert security[:2] == [0, 0] and security[2] > 20  # nothing is known of the raid before its week
    assert [(one["what"], one["met"]) for one in raid["expected"]] == [
        ("an Alert", False), ("security up on the week before", True), ("sec_attack_civilians above 0", True),
        ("inf_contested above 0", False),
    ]  # fmt: skip
    assert not bamako["covered"] and bamako["why"] == ("2024-W38 is not among the judged weeks 2022-W52 to 2023-W43")


def test_wide_and_long_outcomes_say_the_same_and_twice_the_same(riskbrief: Callable[..., Called], place: Path) -> None:
    asked = ("--ignore-coverage", "--until", "2023-02", "--format", "json")
    once = ask(riskbrief, place, "--outcomes", place / "wide.csv", *asked)
    again = ask(riskbrief, place, "--outcomes", place / "long.csv", *asked)
    assert once.out == again.out.replace("long.csv", "wide.csv")
    found: dict[str, Any] = once.rows[0]
    assert all(table["origins"] == 0 and not table["passed"] for table in found["skill"])
    assert {bar["reached"] for bar in found["bars"] if "model" in bar["aim"]} == {None}


def test_a_blank_outcome_is_missing_and_told_and_never_a_month_without_deaths(
    riskbrief: Callable[..., Called], place: Path, tmp_path: Path
) -> None:
    """Mali's fatal months, a country of blanks and one whole: sums are of what is known, blanks are counted."""
    blank = tmp_path / "blank.csv"
    lines = [f"2023-{m:02d},{40 if m == 2 else ''},{m}," for m in range(1, 3)]
    blank.write_text("\n".join(["month,MLI,BFA,CIV", *lines]) + "\n", encoding="utf-8")
    asked = ("--outcomes", blank, "--ignore-coverage", "--until", "2023-02")
    found: dict[str, Any] = ask(riskbrief, place, *asked, "--format", "json").rows[0]
    told = {row["region_id"]: (row["blank"], row["total"]) for row in found["countries"]}
    assert told == {"BFA": (0, 3.0), "CIV": (2, None), "MLI": (1, 40.0)}
    assert found["outcomes"]["blank"] == 3
    out = ask(riskbrief, place, *asked).out
    assert "which are missing and not 0: 3\n" in out
    assert re.search(r"\n  CIV +0 +2 +0 +-( |\n)", out)


def test_headings_say_that_coverage_was_ignored(riskbrief: Callable[..., Called], place: Path) -> None:
    asked = ("--outcomes", place / "wide.csv", "--until", "2023-02")
    lines = ask(riskbrief, place, *asked, "--ignore-coverage").out.splitlines()
    heads = [lines[0]] + [line for before, line in pairwise(lines) if not before]
    assert len(heads) == 18 and all(line.endswith(", coverage ignored") for line in heads)
    assert lines.count(CAVEAT) == 1
    assert "  The articles do not cover it: 2024-W38 is not among the judged weeks 2022-W52 to 2023-W08." in lines
    kept = ask(riskbrief, place, *asked).out
    assert "coverage ignored" not in kept and CAVEAT in kept and "Country-weeks with an index: 0 of 27" in kept


def test_an_index_that_goes_against_deaths_loses_in_the_same_words(
    riskbrief: Callable[..., Called], place: Path, tmp_path: Path
) -> None:
    swapped = wide(tmp_path / "swapped.csv", mali="BFA", burkina="MLI")
    out = ask(riskbrief, place, "--outcomes", swapped, "--ignore-coverage", "--until", "2023-08").out
    assert re.search(r"NOT reached  -?[\d.]+ .*same month, pooled, 3 countries: 0.5 or more", out)
    assert re.search(r"same month, within countries +-\.[5-9]", out)
    assert re.search(r"NOT reached  -[\d.]+ .*same month, within countries: own country above every shuffling", out)


def test_without_outcomes_forecasts_and_placebos_remain(riskbrief: Callable[..., Called], place: Path) -> None:
    out = ask(riskbrief, place, "--ignore-coverage", "--until", "2023-03").out
    assert "No outcomes were given (--outcomes)" in out and CAVEAT in out
    assert "Rank correlation" not in out and "without assertion" not in out and "Placebo: every article" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("month,Mali\n2023-01,-4\n", "outcomes.csv:2:2: '-4' is no count"),
        ("month,Mali\n2023-01,many\n", "outcomes.csv:2:2: 'many' is no count"),
        ("month,Mali\n2023-01,inf\n", "outcomes.csv:2:2: 'inf' is no count"),
        ("month,Malli\n2023-01,4\n", "column 'Malli' is no country Did you mean 'Mali'?"),
        ("month,Mali\n2023-13,4\n", "outcomes.csv:2:1: '2023-13' is no month"),
        ("month,Mali\n2023-01,4\n2023-01,5\n", "MLI 2023-01 stands twice"),
        ("month,Mali,MLI\n2023-01,4,5\n", "MLI 2023-01 stands twice"),
        ("month,Mali\n2023-01,4,5\n", "has 3 cells where the head has 2"),
        ("date,Mali\n2023-01,4\n", "has no column `month`"),
        ("", "holds no row"),
        ("month,Mali\n", "holds no row"),
        ("month\n2023-01\n", "names no country"),
        ("region_id,month\nMLI,2023-01\n", "has no column `best`"),
        ("region_id,month,best,deaths\nMLI,2023-01,4,4\n", "unknown column 'deaths'"),
        ("region_id,month,best\nXXX,2023-01,4\n", "'XXX' is no country"),
    ],
)
def test_a_wrong_outcomes_file_is_refused_with_its_place(
    riskbrief: Callable[..., Called], place: Path, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text(text, encoding="utf-8")
    done = riskbrief("-C", place, "backtest", "--articles", place / "articles.jsonl", "--outcomes", path)
    assert done.code == 2 and done.out == ""
    assert said in done.err.replace(". Did", " Did"), done.err


def test_all_mistakes_of_an_outcomes_file_are_told_at_once(
    riskbrief: Callable[..., Called], place: Path, tmp_path: Path
) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("month,Mali,Atlantis\n2023-01,x,1\nJanuary,2,3\n2023-03,4\n", encoding="utf-8")
    done = riskbrief("-C", place, "backtest", "--outcomes", path)
    assert done.code == 2 and done.err.count("error: ") == 4
    path.write_bytes(b"month,Mali\n2023-01,\xff\n")
    done = riskbrief("-C", place, "backtest", "--outcomes", path)
    assert done.code == 2 and "cannot be read as CSV" in done.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--since", "2023"), "--since: '2023' is no month. Write months as 2021-03."),
        (("--since", "2024-01"), "there are no two months to compare (the articles: 2023-01 to 2023-10)"),
        (("--since", "2023-05", "--until", "2023-05"), "there are no two months to compare"),
        (("--outcomes", "nowhere.csv"), "nowhere.csv: there is no such file"),
    ],
)
def test_a_period_or_file_that_is_none_is_refused(
    riskbrief: Callable[..., Called], place: Path, more: tuple[str, ...], said: str
) -> None:
    done = riskbrief("-C", place, "backtest", "--articles", place / "articles.jsonl", *more)
    assert done.code == 2 and said in done.err
