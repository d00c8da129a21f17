"""What YAML means is checked: names, sums, order, words in each language; each problem at the offending place."""

from __future__ import annotations

from pathlib import Path

import pytest

from definition_places import ROOT
from riskbrief.definitions.check import check_workspace
from riskbrief.definitions.check_phrases import phrase_problems
from riskbrief.definitions.load import load_workspace
from riskbrief.errors import Problem
from riskbrief.index.aggregate import AGGREGATORS
from riskbrief.index.missing import POLICIES
from riskbrief.index.normalise import NORMALISERS
from riskbrief.ingest.feeds import RssParams
from riskbrief.registry import Params, Registry

SECTIONS = [choice.section for report in load_workspace(ROOT).reports.values() for choice in report.sections]


def check(root: Path, **other: object) -> list[Problem]:
    names: dict[str, object] = {
        "readers": ["demo", "jsonl", "rss"],
        "sections": SECTIONS,
        "normalisers": ["anchored", "percentile", "logistic"],
        "aggregators": ["power_mean", "geometric", "inverted_geometric"],
        "policies": ["renormalise", "require_all"],
    }
    return check_workspace(root, **(names | other))  # type: ignore[arg-type]


def change(root: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line it stands in."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_workspace_has_no_problem(workspace: Path) -> None:
    assert check(workspace) == []


CONFIG, SECURITY, GOVERNANCE = "config.yaml", "indicators/security.yaml", "indicators/governance.yaml"
INTERNATIONAL, CUES = "indicators/international.yaml", "indicators/lexicons/assertion.en.yaml"
REPORT = "reports/weekly.yaml"
WRONG = {
    "pillar weights": (CONFIG, "weight: 0.40", "weight: 0.45", "the weights of the pillars add up to 1.05, not 1"),
    "aggregator": (
        CONFIG,
        "{name: power_mean, p: 2}",
        "{name: power_men, p: 2}",
        "unknown aggregator 'power_men'. Did you mean 'power_mean'?",
    ),
    "missing-data policy": (
        CONFIG,
        "      rho: 0.00",
        "      rho: 0.00\n      missing: {name: require_al}",
        "unknown missing-data policy 'require_al'. Did you mean 'require_all'?",
    ),
    "levels": (CONFIG, "from_score: 40", "from_score: 15", "level 3 starts at 15, not above 20. Levels go up."),
    "first level": (CONFIG, "from_score: 0}", "from_score: 5}", "the first level starts at 5, not 0"),
    "coverage": (
        CONFIG,
        "full: {articles: 15",
        "full: {articles: 3",
        "`full` asks for fewer articles (3) than `thin` (5)",
    ),
    "clip": (
        CONFIG,
        "volume_clip: [0.5, 2.0]",
        "volume_clip: [2.0, 0.5]",
        "volume_clip must be two numbers above 0 that go up",
    ),
    "status table": (CONFIG, "      foiled: 0.5\n", "", "'event_weights' lacks 'foiled'. Add foiled."),
    "varied": (
        CONFIG,
        "normalisers: [anchored, percentile",
        "normalisers: [anchored, percentiles",
        "unknown normaliser 'percentiles'. Did you mean 'percentile'?",
    ),
    "letters": (CONFIG, ", F: 0.50}", "}", "'reliability' lacks 'F'"),
    "tripwire": (
        CONFIG,
        "indicator: sec_attack_capital",
        "indicator: sec_attack_capitol",
        "unknown indicator 'sec_attack_capitol'. Did you mean 'sec_attack_capital'?",
    ),
    "signpost": (
        CONFIG,
        "- indicator: int_evacuation_advisory",
        "- indicator: int_evacuation",
        "unknown indicator 'int_evacuation'. Did you mean",
    ),
    "neighbour": (
        CONFIG,
        "neighbours: [BFA, NER",
        "neighbours: [BFX, NER",
        "unknown region 'BFX'. Did you mean 'BFA'?",
    ),
    "own neighbour": (CONFIG, "neighbours: [BFA, NER", "neighbours: [BEN, NER", "BEN cannot be its own neighbour"),
    "panel": (CONFIG, "regions: [BEN, BFA", "regions: [BEN, BEN", "region 'BEN' stands twice"),
    "reader": (CONFIG, "reader: demo", "reader: dmo", "unknown reader 'dmo'. Did you mean 'demo'?"),
    "source twice": (CONFIG, "- id: folder", "- id: demo", "source 'demo' stands twice"),
    "alias": (CONFIG, "aliases: [bbc_news", "aliases: [cnn", "'cnn' already names the outlet 'cnn'"),
    "alias star": (CONFIG, "reuters_via_*", '"*_via"', "alias '*_via' may hold one *, at its end"),
    "rating too long": (
        CONFIG,
        "review_by: 2027-10-31",
        "review_by: 2030-10-31",
        "review_by of 'reuters' must be within a year after 2026-11-25, not 2030-10-31",
    ),
    "date": (CONFIG, "review_by: 2027-10-31", "review_by: 2027-13-31", "'2027-13-31' must be a day that exists"),
    "language": (
        CONFIG,
        "name: {en: Security, fr: Sécurité}",
        "name: {en: Security}",
        "'name' has no words in 'fr'. Add `fr: ...`.",
    ),
    "weights": (
        SECURITY,
        "weight: 0.18",
        "weight: 0.28",
        "the weights of the aggravating indicators of security add up to 1.1, not 1",
    ),
    "anchor": (SECURITY, "hi: 63", "hi: 2\n    lo: 3", "hi (2) must be more than lo (3)"),
    "normaliser": (
        SECURITY,
        "    hi: 63",
        "    normaliser: {name: anchord}\n    hi: 63",
        "unknown normaliser 'anchord'. Did you mean 'anchored'?",
    ),
    "logarithm": (
        SECURITY,
        "    hi: 63",
        "    normaliser: {name: percentile, options: {log_offset: 0}}\n    hi: 63",
        "lo (0) + log_offset has no logarithm",
    ),
    "stem": (GOVERNANCE, '"lynch*"', '"lyn*"', "in 'lyn*': 4 letters or more must stand before *, not 3"),
    "star inside": (GOVERNANCE, '"lynch*"', '"lyn*ch"', "in 'lyn*ch': * may stand only at the end of a word"),
    "number sign": (
        SECURITY,
        "abuses by troops",
        '"abuses by #troops"',
        "in 'abuses by #troops': # stands for a whole number",
    ),
    "no word": (SECURITY, "abuses by troops", '"..."', "term '...' holds no word"),
    "no word in a list": (
        "indicators/lexicons/text.en.yaml",
        "scene_joins: [and, but",
        'scene_joins: [and, "*"',
        "entry '*' holds no word",
    ),
    "no word as a key": (
        "indicators/lexicons/calendar.en.yaml",
        "yesterday: 1, last night: 1",
        '"": 1, last night: 1',
        "entry '' holds no word",
    ),
    "term twice": (SECURITY, "gunfire, gunshots", "gunfire, gunfire", "term 'gunfire' stands twice"),
    "family": (
        "indicators/international.yaml",
        '"@foreign_forces"',
        '"@foreign_forcess"',
        "unknown word family 'foreign_forcess'. Did you mean 'foreign_forces'?",
    ),
    "severity term": (
        GOVERNANCE,
        "overthrew: 7",
        "overthrws: 7",
        "unknown term 'overthrws'. Did you mean 'overthrew'?",
    ),
    "reversal": (
        INTERNATIONAL,
        "to: int_support",
        "to: int_suport",
        "unknown indicator 'int_suport'. Did you mean 'int_support'?",
    ),
    "what a frame yields to": (
        SECURITY,
        "by: [armed_group], without: [accident], yields: sec_attack_security_forces",
        "by: [armed_group], without: [accident], yields: sec_attack_security_force",
        "unknown indicator 'sec_attack_security_force'. Did you mean 'sec_attack_security_forces'?",
    ),
    "two directions": (
        GOVERNANCE,
        "peace talks, ",
        "Peace Talks, mutiny, ",
        "term 'mutiny' is protective here and aggravating in gov_coup_instability",
    ),
    "example": (
        SECURITY,
        "fires: {sec_attack_security_forces: affirmed}",
        "fires: {sec_attack_security_force: affirmed}",
        "unknown indicator 'sec_attack_security_force'",
    ),
    "example place": (SECURITY, "place: MLI", "place: MLX", "unknown region 'MLX'"),
    "computed": (
        SECURITY,
        "    compute: spatial_lag\n",
        "",
        "'sec_neighbour_pressure' is computed but does not say how",
    ),
    "indicator twice": (
        SECURITY,
        "id: sec_attack_capital",
        "id: sec_attack_civilians",
        "indicator 'sec_attack_civilians' stands twice: here and in indicators/security.yaml:",
    ),
    "cue stem": (CUES, '"commemorat*"', '"com*"', "4 letters or more must stand before *"),
    "cue": (CUES, "{calls for: 4", "{call fors: 4", "unknown cue 'call fors'"),
    "lexicon language": (CUES, "language: en", "language: fr", "the file's name says 'en', its language is 'fr'"),
    "section": (
        REPORT,
        "section: conclusion",
        "section: conclusions",
        "unknown section 'conclusions'. Did you mean 'conclusion'?",
    ),
    "section twice": (REPORT, "section: conclusion", "section: options", "section 'options' stands twice"),
    "report panel": (
        REPORT,
        "panel: west_africa",
        "panel: west_afrika",
        "unknown panel 'west_afrika'. Did you mean 'west_africa'?",
    ),
    "report words": (
        REPORT,
        "words: [2300, 2600]",
        "words: [2600, 2300]",
        "the fewest words must not be more than the most",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_meaning_is_named_in_its_file(workspace: Path, name: str) -> None:
    file, old, new, said = WRONG[name]
    change(workspace, file, old, new)
    problems = check(workspace)
    assert any(said in f"{p.text}. {p.remedy}" and p.path == file and p.line for p in problems), problems


AT_THE_VALUE = [name for name in WRONG if WRONG[name][3].startswith(("unknown", "in '", "hi (", "level 3"))]


@pytest.mark.parametrize("name", AT_THE_VALUE)
def test_the_place_is_the_line_of_the_wrong_value(workspace: Path, name: str) -> None:
    file, old, new, said = WRONG[name]
    line = change(workspace, file, old, new)
    lines = (workspace / file).read_text().splitlines()
    found = [p for p in check(workspace) if said in f"{p.text}. {p.remedy}"]
    assert any(line <= p.line <= line + new.count("\n") and lines[p.line - 1][p.column - 1 :] for p in found), found


def test_terms_must_stand_in_each_language(workspace: Path) -> None:
    path = workspace / SECURITY
    text = path.read_text()
    frames = text.index("    frames:\n", text.index("id: sec_attack_capital"))
    start = text.index("      fr:\n", frames)
    end = text.index("  - id:", start)
    text = text[:start] + "\n" + text[end:]
    path.write_text(text[:frames] + text[text.index("    terms:\n", frames) :])
    assert any("'sec_attack_capital' has no terms in 'fr'" in p.text for p in check(workspace))


def test_a_pillar_without_indicators_is_told_at_its_name(workspace: Path) -> None:
    (workspace / "indicators" / "information.yaml").unlink()
    found = [p for p in check(workspace) if "pillar 'information' has no indicator" in p.text]
    lines = (workspace / CONFIG).read_text().splitlines()
    assert [lines[p.line - 1].strip() for p in found] == ["information:"]


def test_a_report_needs_phrases_in_its_languages(workspace: Path) -> None:
    (workspace / "reports" / "phrases.fr.yaml").unlink()
    assert any(p.path == REPORT and "no phrases in 'fr'" in p.text for p in check(workspace))


def test_library_entries_name_known_regions_and_indicators(workspace: Path) -> None:
    (workspace / "reports" / "library.yaml").write_text(
        "schema_version: 1\n"
        "context:\n"
        "  - {region: MLX, date: 2020-08, text: {en: a, fr: b}, source: s, review_by: 2027-01-01}\n"
        "precautions:\n"
        "  - {text: {en: a}, indicators: [sec_attack_capitol]}\n"
    )
    said = "\n".join(map(str, check(workspace)))
    assert "reports/library.yaml:3:14: unknown region 'MLX'" in said
    assert "reports/library.yaml:5:34: unknown indicator 'sec_attack_capitol'" in said
    assert "'text' has no words in 'fr'" in said


def test_all_problems_of_meaning_come_at_once_sorted(workspace: Path) -> None:
    for name in ("pillar weights", "stem", "section", "cue stem"):
        change(workspace, *WRONG[name][:3])
    problems = check(workspace)
    assert len({p.path for p in problems}) == 4
    assert problems == sorted(problems)


def test_options_of_a_registered_member_are_checked_by_its_own_model(workspace: Path) -> None:
    class Options(Params):
        pages: int = 1

    registry: Registry[object] = Registry("riskbrief_tests_readers")  # type: ignore[type-var]
    registry.register("demo", Options)(lambda: None)  # type: ignore[type-var,arg-type]
    registry.register("jsonl")(lambda: None)  # type: ignore[type-var,arg-type]
    registry.register("rss", RssParams)(lambda: None)  # type: ignore[type-var,arg-type]
    assert check(workspace, readers=registry) == []
    change(workspace, CONFIG, "reader: demo\n", "reader: demo\n    options: {page: 2, pages: two}\n")
    said = "\n".join(map(str, check(workspace, readers=registry)))
    assert "unknown key 'page'" in said and "Did you mean 'pages'?" in said
    assert "'pages' must be a whole number, not 'two'" in said


def test_an_option_that_a_choice_does_not_take_is_told(workspace: Path) -> None:
    chosen = {"aggregators": AGGREGATORS, "policies": POLICIES, "normalisers": NORMALISERS}
    post = "    normaliser: {name: goalposts, options: {reverse: true, log_offset: 0.001}}\n    hi: 63"
    change(workspace, SECURITY, "    hi: 63", post)
    change(workspace, CONFIG, "{name: power_mean, p: 2}", "{name: scaled_geometric}")
    change(workspace, CONFIG, "      rho: 0.00", "      rho: 0.00\n      missing: {name: renormalise, min_weight: 0.8}")
    assert check(workspace, **chosen) == []
    change(workspace, CONFIG, "{name: scaled_geometric}", "{name: quadratic, p: 2}")
    change(workspace, CONFIG, "{name: renormalise, min_weight: 0.8}", "{name: require_all, min_weight: 0.8}")
    change(workspace, SECURITY, "reverse: true", "reverse: often")
    said = [p.text for p in check(workspace, **chosen)]
    assert said == ["'reverse' must be a number, true or false, not 'often'"]
    change(workspace, SECURITY, "reverse: often", "reverse: 1")
    said = [p.text for p in check(workspace, **chosen)]
    assert said == [
        "quadratic takes no 'p'",
        "require_all takes no 'min_weight'",
        "'reverse' must be true or false, not '1'",
    ]


def test_problems_of_form_come_before_problems_of_meaning(workspace: Path) -> None:
    change(workspace, *WRONG["stem"][:3])
    change(workspace, CONFIG, "weight: 0.40", "weight: heavy")
    assert [p.text for p in check(workspace)] == ["'weight' must be a number, not 'heavy'"]


def test_phrases_that_a_workspace_lacks_are_told_before_a_text_needs_them(workspace: Path) -> None:
    assert list(phrase_problems(workspace)) == []
    file = workspace / "reports" / "phrases.fr.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = ("  degraded_articles:", "  headline_event_level:")
    file.write_text("".join(line for line in lines if not line.startswith(gone)), encoding="utf-8")
    (told,) = phrase_problems(workspace)
    assert told.path == "reports/phrases.fr.yaml" and "degraded_articles, headline_event_level" in told.text
