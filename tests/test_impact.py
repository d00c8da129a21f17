"""`riskbrief impact`: what an edit of the configuration moves against the workspace as it was."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Called

TOWNS = {"Mali": "Bamako", "Senegal": "Dakar"}
CONVOY = "A fuel convoy reached Bamako in Mali after a long wait, and motorists still queue, drivers said on Tuesday."
RAID = "Gunmen attacked a gendarmerie school in Bamako on Tuesday, killing 24 soldiers, the Malian army said."
CAPITAL_ANCHOR = ("indicators/security.yaml", "    hi: 7\n", "    hi: 33\n")
TERM = ("indicators/security.yaml", ' "fuel convoy*",', "")


def quiet() -> list[dict[str, str]]:
    """Two weeks of quiet news of two countries."""
    rows: list[dict[str, str]] = []
    for day in ("2024-02-28", "2024-03-05"):
        for n in range(24):
            country, town = list(TOWNS.items())[n % 2]
            text = f"The market of {town} in {country} sold {n} sorts of rice on {day}; stall {n * 37} closed late."
            rows.append({"source_id": f"paper_{n % 6}", "published_at": day, "text": text})
    return [{"article_id": f"q{n}"} | row for n, row in enumerate(rows)]


@pytest.fixture
def corpus(article_file: Callable[..., Path]) -> Path:
    """Quiet news; in the second week a raid in one capital, and a fuel convoy."""
    told = {"published_at": "2024-03-05", "source_id": "reuters"}
    return article_file(
        [*quiet(), told | {"article_id": "convoy", "text": CONVOY}, told | {"article_id": "raid", "text": RAID}]
    )


@pytest.fixture
def before(workspace: Path, tmp_path: Path) -> Path:
    """The workspace as it was."""
    return Path(shutil.copytree(workspace, tmp_path / "before"))


@pytest.fixture
def ask(riskbrief: Callable[..., Called], workspace: Path, before: Path, corpus: Path) -> Callable[..., Called]:
    def call(*more: object) -> Called:
        return riskbrief("-C", workspace, "impact", "--baseline", before, "--weeks", 2, "--articles", corpus,
                         "--as-of", "2024-03-10", *more)  # fmt: skip

    return call


@pytest.fixture
def found(ask: Callable[..., Called]) -> Callable[[], dict[str, Any]]:
    def call() -> dict[str, Any]:
        done = ask("--format", "json")
        assert done.code == 0, done.err
        return dict(json.loads(done.out))

    return call


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def test_the_same_configuration_moves_nothing(ask: Callable[..., Called], found: Callable[[], dict[str, Any]]) -> None:
    same = found()
    assert {what: part["moved"] for what, part in same["moves"].items()} == dict.fromkeys(same["moves"], 0)
    assert same["moves"]["levels"]["of"] == 2 * 16
    assert [same[part] for part in ("countries", "nodes", "files", "warnings")] == [[]] * 4
    assert same["mentions"]["before"] == same["mentions"]["after"] > 0
    assert [same["mentions"][kind]["all"] for kind in ("gained", "lost", "changed")] == [0, 0, 0]
    text = ask()
    assert "no score, level or rank moves" in text.out and "gained 0\nlost 0\n" in text.out


def test_weeks_in_which_nothing_is_assessed_clear_no_edit(
    riskbrief: Callable[..., Called], workspace: Path, before: Path, corpus: Path
) -> None:
    edit(workspace, *CAPITAL_ANCHOR)
    done = riskbrief("-C", workspace, "impact", "--baseline", before, "--weeks", 2, "--articles", corpus,
                     "--as-of", "2025-06-01")  # fmt: skip
    assert done.code == 0 and "no score, level or rank moves" in done.out
    assert "no country is assessed in 2025-W21 to 2025-W22, so nothing there could move" in done.err
    assert "--as-of chooses other weeks, the newest article is of 2024-03-05" in done.err


def test_a_workspace_without_scenarios_says_so_and_goes_on(ask: Callable[..., Called]) -> None:
    done = ask()
    assert done.code == 0
    assert "note: the workspace has no scenarios.yaml" in done.err and "no gold scenario tried" in done.out


def test_a_changed_anchor_moves_scores_levels_and_no_mention(
    workspace: Path, ask: Callable[..., Called], found: Callable[[], dict[str, Any]]
) -> None:
    edit(workspace, *CAPITAL_ANCHOR)
    moved = found()
    assert moved["files"] == ["indicators/security.yaml"]
    mali = moved["countries"][0]
    assert mali["region_id"] == "MLI" and mali["level_moves_now"]
    assert mali["now"]["risk_level"]["before"] > mali["now"]["risk_level"]["after"]
    assert [one["week"] for one in mali["levels"]] == ["2024-W10"]
    capital = next(row for row in moved["nodes"] if row["node"] == "sec_attack_capital")
    assert capital["moved"] == 1 and capital["largest"][0]["region_id"] == "MLI"
    assert capital["largest"][0]["change"] < -20
    assert [moved["mentions"][kind]["all"] for kind in ("gained", "lost", "changed")] == [0, 0, 0]
    text = ask().out
    assert re.search(r"Countries with another level: 1\n  MLI Mali: 2024-W10 \d \w+ -> \d \w+ \(score \d", text)


def test_a_changed_weight_moves_scores_and_no_mention(
    workspace: Path, article_file: Callable[..., Path], ask: Callable[..., Called]
) -> None:
    """In a country without a critical event, whose floor no weight moves."""
    text = CONVOY.replace("Bamako in Mali", "Dakar in Senegal")
    told = {"article_id": "convoy", "published_at": "2024-03-05", "source_id": "reuters", "text": text}
    articles = article_file([*quiet(), told], "dakar.jsonl")
    place = "    weight: {}\n    hi: 20\n    frames:\n      - {{act: [disruption]"
    edit(workspace, "indicators/security.yaml", place.format("0.07"), place.format("0.10"))
    edit(workspace, "indicators/security.yaml", "    weight: 0.05\n    hi: 10\n", "    weight: 0.02\n    hi: 10\n")
    moved = json.loads(ask("--articles", articles, "--format", "json").out)
    assert {row["node"] for row in moved["nodes"]} == {"security", "index"}
    assert all(row["mean_change"] > 0 for row in moved["nodes"])
    assert [moved["mentions"][kind]["all"] for kind in ("gained", "lost", "changed")] == [0, 0, 0]


def test_scores_that_move_under_one_version_ask_for_a_higher_one(workspace: Path, ask: Callable[..., Called]) -> None:
    edit(workspace, *CAPITAL_ANCHOR)
    version = re.search(r'version: "?(\d+\.\d+\.\d+)', (workspace / "config.yaml").read_text(encoding="utf-8"))
    assert version
    kept = ask()
    assert f"warning: scores or levels move, yet both configurations are index version {version[1]}; raise" in kept.err
    edit(workspace, "config.yaml", version[0], version[0].replace(version[1], "9.0.0"))
    raised = ask("--format", "json")
    assert "warning" not in raised.err and json.loads(raised.out)["warnings"] == []
    assert json.loads(raised.out)["after"]["index_version"] == "9.0.0"


def test_a_removed_term_loses_its_mentions_and_a_new_one_gains_them(
    workspace: Path, before: Path, found: Callable[[], dict[str, Any]], ask: Callable[..., Called]
) -> None:
    edit(workspace, *TERM)
    without = found()["mentions"]
    assert (without["lost"]["all"], without["lost"]["weighing"], without["gained"]["all"]) == (1, 1, 0)
    line = without["lost"]["shown"][0]
    assert {k: line[k] for k in ("article_id", "indicator_id", "region_id", "status", "quote")} == {
        "article_id": "convoy", "indicator_id": "sec_daily_life_disruption", "region_id": "MLI",
        "status": "affirmed", "quote": "fuel convoy",
    }  # fmt: skip
    said = (
        "lost 1, 1 of which counted in a score:\n"
        '  convoy  2024-03-05  MLI sec_daily_life_disruption  affirmed  "fuel convoy"\n'
        "      A fuel convoy reached Bamako"
    )
    assert said in ask().out
    edit(before, *TERM)
    shutil.copy(ROOT / "indicators" / "security.yaml", workspace / "indicators")
    assert found()["mentions"]["gained"]["shown"] == [line]


def test_mentions_too_old_for_any_of_the_scores_are_not_told(
    workspace: Path, article_file: Callable[..., Path], ask: Callable[..., Called]
) -> None:
    edit(workspace, *TERM)
    days = {"old": "2021-03-05", "new": "2024-03-05"}
    told = article_file([{"article_id": n, "published_at": d, "text": CONVOY} for n, d in days.items()], "two.jsonl")
    found = json.loads(ask("--articles", told, "--format", "json").out)["mentions"]
    assert [line["article_id"] for line in found["lost"]["shown"]] == ["new"]
    assert (found["since"] > "2021", found["lost"]["all"]) == (True, 1)


def test_both_sides_tell_the_mentions_of_the_same_weeks(
    workspace: Path, article_file: Callable[..., Path], ask: Callable[..., Called]
) -> None:
    """A baseline of half a year draws on fewer weeks than one of a year; no text was read otherwise for that."""
    edit(workspace, "config.yaml", "  baseline_weeks: 52", "  baseline_weeks: 26")
    days = {"oldest": "2021-03-05", "between": "2023-02-07", "new": "2024-03-05"}
    told = article_file([{"article_id": n, "published_at": d, "text": CONVOY} for n, d in days.items()], "three.jsonl")
    found = json.loads(ask("--articles", told, "--format", "json").out)["mentions"]
    assert (found["before"], found["after"]) == (2, 2)
    assert [found[kind]["all"] for kind in ("gained", "lost", "changed")] == [0, 0, 0]


def test_each_side_tells_a_language_that_is_not_stated_among_its_own(
    before: Path, article_file: Callable[..., Path], ask: Callable[..., Called]
) -> None:
    for file in (ROOT / "indicators" / "packs" / "pt").glob("*.yaml"):
        shutil.copy(file, before / "indicators" / "lexicons")
    edit(before, "config.yaml", "\nlanguages: [en, fr]", "\nlanguages: [en, fr]\ncoding_languages: [en, fr, pt]")
    text = "As escolas fechadas e o recolher obrigatório paralisaram Bissau na Guiné-Bissau, disseram os moradores."
    told = article_file([{"article_id": "pt", "language": "", "text": text}], "portuguese.jsonl")
    found = json.loads(ask("--articles", told, "--format", "json").out)["mentions"]
    assert (found["before"] > 0, found["after"]) == (True, 0)
    assert "sec_daily_life_disruption" in found["lost"]["by_indicator"]


def test_a_broken_gold_scenario_refuses_with_what_was_expected_and_what_came(
    workspace: Path, before: Path, ask: Callable[..., Called]
) -> None:
    text = (ROOT / "scenarios.yaml").read_text(encoding="utf-8")
    one = text[: text.index("- id: S02\n")]
    (workspace / "scenarios.yaml").write_text(one, encoding="utf-8")
    fine = ask("--format", "json")
    assert fine.code == 0 and json.loads(fine.out)["scenarios"] == 1 and "not the baseline's" not in fine.err
    (before / "scenarios.yaml").write_text(text, encoding="utf-8")
    assert "note: scenarios.yaml is not the baseline's" in ask().err
    edit(workspace, *CAPITAL_ANCHOR)
    edit(workspace, "scenarios.yaml", "level: up}", "level: up}\n    below: {sec_attack_capital: 70}")
    assert ask().code == 0
    edit(workspace, "indicators/security.yaml", "    hi: 33\n", "    hi: 7\n")
    refused = ask()
    assert (refused.code, refused.out) == (3, "")
    line = one[: one.index("- id: S01")].count("\n") + 1
    assert f"scenarios.yaml:{line}:3: scenario S01 (Dawn raid" in refused.err
    assert "sec_attack_capital@MLI: expected below 70, got 74.9" in refused.err


def test_a_scenario_of_an_unknown_indicator_refuses(workspace: Path, ask: Callable[..., Called]) -> None:
    text = (ROOT / "scenarios.yaml").read_text(encoding="utf-8").replace("{security: up, index", "{securty: up, index")
    (workspace / "scenarios.yaml").write_text(text, encoding="utf-8")
    refused = ask()
    assert (refused.code, refused.out) == (3, "") and "unknown node 'securty'" in refused.err


def test_a_baseline_that_does_not_load_is_named(before: Path, ask: Callable[..., Called], corpus: Path) -> None:
    edit(before, *CAPITAL_ANCHOR[:2], "    hy: 7\n")
    refused = ask()
    assert refused.code == 3 and f"{before / 'indicators' / 'security.yaml'}:" in refused.err
    assert ask("--baseline", corpus).code == 2
    assert ask("--baseline", before / "nowhere").code == 2


def test_a_country_of_one_side_alone_is_named_and_not_compared(
    workspace: Path, found: Callable[[], dict[str, Any]]
) -> None:
    edit(workspace, "config.yaml", "TCD, TGO]", "TCD]")
    left = found()
    assert left["only"] == {"before": {"regions": ["TGO"], "nodes": []}, "after": {"regions": [], "nodes": []}}
    assert left["moves"]["levels"]["of"] == 2 * 15
