"""`riskbrief sensitivity`: what moves the levels of a week, from articles to an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Called
from riskbrief.pipeline.sensitivity_text import _methods, _region

DAYS = ("2024-02-20", "2024-02-27", "2024-03-05")
QUIET = (
    "The market of {} sold mangoes and rice on {}, and traders spoke of good rains, number {}.",
    "Pupils in {} received new books on {}, the school said in its letter {} to parents.",
    "A concert in {} drew families on {}; musicians played {} songs until the evening.",
)


def article(name: str, outlet: str, day: str, title: str, text: str) -> dict[str, str]:
    return {
        "article_id": name, "source_id": outlet, "published_at": f"{day}T12:00:00Z", "language": "en", "title": title,
        "text": text, "url": "",
    }  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three quiet weeks in Mali by six outlets; in the last, one outlet alone reports a raid in the capital."""
    rows = []
    for week, day in enumerate(DAYS):
        for k in range(18):
            text = QUIET[k % 3].format("Bamako", day, 100 * week + k) + f" Mali, page {k} of {week}."
            rows.append(article(f"q{week}-{k}", f"paper_{k % 6}", day, f"Daily life in Mali {week} {k}", text))
    raid = "Gunmen attacked a gendarmerie school in Bamako on Tuesday, killing 24 soldiers, the Malian army said."
    title = "Gunmen attack gendarmerie school in Bamako, Mali"
    rows.append(article("raid", "savanna_monitor", "2024-03-06", title, raid))
    path = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def ask(riskbrief: Callable[..., Called], corpus: Path, *more: object) -> Called:
    done = riskbrief("-C", ROOT, "sensitivity", "--week", "2024-W10", "--articles", corpus, *more)
    assert done.code == 0, done.err
    return done


def country(found: dict[str, Any], region: str) -> dict[str, Any]:
    return next(row for row in found["countries"] if row["region_id"] == region)


def test_the_outlet_the_term_and_the_event_that_carry_a_level_are_named(
    riskbrief: Callable[..., Called], corpus: Path
) -> None:
    found: dict[str, Any] = ask(riskbrief, corpus, "--samples", 0, "--format", "json").rows[0]
    mali = country(found, "MLI")
    by_kind = {kind: [f["name"] for f in mali["flips"] if f["kind"] == kind] for kind in ("outlet", "event")}
    assert by_kind["outlet"] == ["savanna_monitor"]
    assert len(by_kind["event"]) == 1
    assert all(f["name"].startswith("sec_attack") for f in mali["flips"] if f["kind"] == "term")
    assert mali["runs"] == {} and found["runs"]["runs"] == 0
    assert found["changes"]["outlet"] == 7
    assert (found["format"], found["week"], found["as_of"]) == (1, "2024-W10", "2024-03-10")
    assert country(found, "SEN")["level"] is None
    scores = riskbrief("-C", ROOT, "score", "--as-of", "2024-03-10", "--articles", corpus).rows
    index = next(row for row in scores if (row["region_id"], row["node"]) == ("MLI", "index"))
    assert (mali["score"], mali["level"]) == (index["score"], index["risk_level"])


def test_the_same_question_has_the_same_answer_to_the_byte(riskbrief: Callable[..., Called], corpus: Path) -> None:
    once = ask(riskbrief, corpus, "--samples", 8, "--format", "json")
    again = ask(riskbrief, corpus, "--samples", 8, "--format", "json")
    assert once.out == again.out
    found: dict[str, Any] = once.rows[0]
    assert found["runs"]["runs"] == 8 * 11 * 2 and found["runs"]["designs"] == ["all", "own_normaliser"]
    runs = country(found, "MLI")["runs"]["own_normaliser"]
    assert sum(runs["levels"].values()) == pytest.approx(1, abs=1e-5)
    bars = {bar["factor"]: bar["total"] for bar in runs["indices"]["score"]}
    assert bars["normaliser"] == 0 and bars["floor"] > 0


def test_the_text_says_it_in_words(riskbrief: Callable[..., Called], corpus: Path) -> None:
    told = ask(riskbrief, corpus, "--samples", 0, "--regions", "MLI,SEN").out
    assert "MLI Mali: " in told and "BFA" not in told
    assert "1 outlet alone moves its level:" in told and "without outlet savanna_monitor" in told
    assert "SEN Senegal: not assessed\n  no single change of" in told


def test_a_region_with_a_mean_and_no_level_is_no_other_level_by_any_method() -> None:
    """Too few people under full coverage: the mean stands, and nothing is starred for a level that nobody has."""
    none = {"score": 38.0, "level": float("nan")}
    methods = {"same": none, "other": {"score": 45.0, "level": 3.0}}
    row = next(r for r in _methods({"region": none | {"methods": methods}, "countries": []}) if r.startswith("region"))
    assert row.split() == ["region", "38.0", "38.0", "45.0", "3*"]
    assert list(_region({"region": none | {"runs": {}}}, [])) == ["Regional mean 38.0, no level"]


def test_wrong_names_are_refused(riskbrief: Callable[..., Called], corpus: Path, tmp_path: Path) -> None:
    done = riskbrief("-C", ROOT, "sensitivity", "weakly", "--articles", corpus)
    assert done.code == 2 and "Did you mean weekly?" in done.err
    done = riskbrief("-C", ROOT, "sensitivity", "--regions", "MLX", "--articles", corpus)
    assert done.code == 2 and "Did you mean MLI?" in done.err
    empty = tmp_path / "none.jsonl"
    empty.write_text("", encoding="utf-8")
    done = riskbrief("-C", ROOT, "sensitivity", "--articles", empty)
    assert done.code == 6 and "no article could be read" in done.err
