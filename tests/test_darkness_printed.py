"""What the briefing, its annex and `explain` say of a press that fell silent, in English and in French."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing_builders import rich_case
from riskbrief.assessment import Alert, PressState, ProblemState, SignpostState
from riskbrief.briefing.compose import compose
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.words import sentences_of
from riskbrief.document import DataTable, FigureSpec, Section
from riskbrief.periods import Week

WORDS = {"en": ("press silent", "improv"), "fr": ("presse muette", "amélior")}
Writer = Callable[[Sequence[Any]], Path]


def silent(language: str, *, failed: Sequence[str] = ()) -> BriefingInputs:
    """A rich case whose highest country is dark, and its score lower than ever before."""
    case = rich_case()
    case.scores = [r for r in case.scores if r["region_id"] != "MLI" or r["node"] != "security"]
    case.score("MLI", "security", [*[95.0] * 29, 60.0])
    given = case.inputs(language)
    told = {"wire_one": PressState("dark", 0, 12.0), "radio_two": PressState("dark", 1, 9.0)}
    assessment = replace(given.assessment, press={"MLI": PressState("dark", 9, 20.0)}, outlets=told)
    account = {"source": "feed", "state": "unreachable", "message": "", "outlets": list(failed)}
    return replace(given, assessment=assessment, log=replace(given.log, sources=[account]))


def sections(given: BriefingInputs) -> dict[str, Section]:
    return {section.id: section for section in compose(given).sections}


def text(found: Section) -> str:
    return " ".join(s.text for s in sentences_of(found))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_briefing_says_that_the_press_is_silent_and_never_that_things_got_better(language: str) -> None:
    """Board and trend speak of the silence; of two outlets, only the one whose source failed carries that mark."""
    said, better = WORDS[language]
    found = sections(silent(language, failed=["wire_one"]))
    assert said in text(found["W2"]).lower() and better in text(found["W2"])
    trend = next(s for s in sentences_of(found["W5"]) if s.phrase.startswith("situation_security"))
    assert trend.phrase == "situation_security_dark" and "60" in trend.text and "95" in trend.text
    assert not [s for section in found.values() for s in sentences_of(section) if s.phrase == "conclusion_down"]
    mark = {"en": "our source for it failed", "fr": "notre source pour ce média a échoué"}[language]
    assert text(found["M4"]).count(mark) == 1


def corpus(last: Week, silent_weeks: int) -> list[dict[str, Any]]:
    """Synthetic: two countries, 18 articles a week from six outlets each; then Mali's outlets fall silent."""
    out: list[dict[str, Any]] = []
    for back in range(13, -1, -1):
        week = last.shift(-back)
        for country in ("Mali", "Niger"):
            n = 5 if country == "Mali" and back < silent_weeks else 18
            out += [_row(country, week.monday + timedelta(days=k % 6), k) for k in range(n)]
    return out


def _row(country: str, day: date, k: int) -> dict[str, Any]:
    capital = {"Mali": "Bamako", "Niger": "Niamey"}[country]
    text = f"Paper {k} of {day}: in {capital}, {country}, item {k * 7919 + day.toordinal()} of the council was read."
    return {
        "article_id": f"{country}-{day}-{k}", "source_id": f"{country.lower()}_{k % 6}",
        "title": f"{country}: item {k}",
        "published_at": day.isoformat(), "text": text, "url": f"https://example.org/{country}/{day}/{k}",
    }  # fmt: skip


@pytest.mark.slow
def test_a_country_whose_press_falls_silent_is_dark_from_articles_to_the_page(
    riskbrief: Callable[..., Any], workspace: Path, short_report: Path, article_file: Writer
) -> None:
    """`explain` tells expected and seen; the published issue names Mali, not Niger, in both languages."""
    path = article_file(corpus(Week.parse("2024-W20"), 1))
    asked = ["--week", "2024-W20", "--articles", path]
    mali, niger = (riskbrief("-C", workspace, "explain", region, "index", *asked) for region in ("MLI", "NER"))
    assert "press dark: 5 articles seen, 18 expected" in mali.out
    assert "press calm: 18 articles seen, 18 expected" in niger.out
    report = short_report / "reports" / "weekly.yaml"
    report.write_text(report.read_text(encoding="utf-8").replace("[en]", "[en, fr]"), encoding="utf-8")
    made = riskbrief("-C", workspace, "run", "weekly", "--as-of", "2024-05-19", "--articles", path)
    assert made.code in {0, 4}, made.err
    pages = " ".join(p.read_text(encoding="utf-8") for p in sorted((workspace / "output").rglob("briefing*.json")))
    assert "Press silent, so that a fall is no improvement: Mali." in pages
    assert "Presse muette, une baisse n'y est pas une amélioration : Mali." in pages
    manifest = json.loads(next((workspace / "output").rglob("manifest.json")).read_text(encoding="utf-8"))
    assert manifest["press"]["countries"]["MLI"] == {"state": "dark", "seen": 5, "expected": 18}


SILENT_SINCE = {"en": "too little was read of the country in 3 weeks since; that closes no alert",
                "fr": "trop peu lu pendant 3 semaines depuis lors ; cela ne clôt aucune alerte"}  # fmt: skip
LAPSED = {
    "en": ("Lapsed · Mali", "too little was read of the country in 3 weeks since: it lapses, which is no improvement"),
    "fr": ("Expirée · Mali", "trop peu lu pendant 3 semaines depuis lors : l'alerte expire, sans amélioration établie"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_alert_that_only_silence_keeps_open_says_so_and_for_how_long(language: str) -> None:
    """One that has a newer cause, or is closed, does not; one that lapsed for it says that it is no improvement."""
    given = rich_case().inputs(language)
    for weeks, closed, lapsed in ((3, False, False), (0, False, False), (3, True, False), (3, True, True)):
        alert = Alert("MLI", "alert", "cusum:security", since="2024-W10", silent_weeks=weeks, lapsed=lapsed)
        told = {"closed": (alert,), "alerts": ()} if closed else {"closed": (), "alerts": (alert,)}
        found = sections(replace(given, assessment=replace(given.assessment, **told)))
        said = (text(found["W4"]) + text(found["W3"])).replace("\xa0", " ").replace("\u202f", " ")
        assert said.count(SILENT_SINCE[language]) == (weeks > 0 and not closed)
        lead, words = LAPSED[language]
        assert (repr(found["W3"]).count(lead), said.count(words)) == (int(lapsed), int(lapsed))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_week_in_which_nothing_was_collected_calls_no_press_silent(language: str) -> None:
    """Headline, board, gaps and M4 say that nothing was read; of no outlet and no country that it fell silent."""
    given = silent(language)
    empty = replace(given, articles=given.articles[given.articles["published_at"] < given.week.start])
    assessed = {**sections(given)}, sections(empty)
    silence = [{s.phrase for section in found.values() for s in sentences_of(section)} for found in assessed]
    assert {"board_dark", "gap_dark", "annex_outlets_dark"} <= silence[0]
    assert not {"board_dark", "gap_dark", "annex_outlets_dark", "situation_security_dark"} & silence[1]
    assert {"board_uncollected", "gap_uncollected", "annex_outlets_uncollected"} <= silence[1]
    table = assessed[1]["M4"].parts["coverage"]
    assert isinstance(table, DataTable) and {row[-1].value for row in table.rows} == {"unknown"}
    nobody = replace(empty, **{name: getattr(empty, name)[:0] for name in ("scores", "contributions", "events")})
    said = {"en": "No article was collected", "fr": "Aucun article collecté"}[language]
    assert compose(nobody).headline.startswith(said)


@pytest.mark.parametrize(
    ("held", "words"), [(46.0, "with no comparison to last week"), (None, "lower than last week")]
)  # fmt: skip
def test_a_region_that_is_lower_only_for_silence_is_called_neither_lower_nor_calmer(
    held: float | None, words: str
) -> None:
    """The level is held and says so; without silence the fall is told. No country of the week is dark."""
    case = rich_case()
    case.regional[-1] = replace(case.regional[-1], score=38.0, risk_level=3, firm=38.0, held=held)
    found = sections(case.inputs("en"))
    assert f"Elevated at 38 (the score alone: Guarded), {words}" in text(found["W1"])
    assert "level Elevated (the score alone: Guarded)" in text(found["W2"])
    gauge = found["W1"].parts["gauge"]
    assert isinstance(gauge, FigureSpec)
    assert all("Elevated (the score alone: Guarded)" in told for told in (gauge.title, gauge.alt))


def test_a_problem_that_only_silence_makes_unreadable_stays_on_the_board() -> None:
    """Blind, not watched, for signposts that a silent press does not tell of (A.7): its country keeps its column."""
    given = rich_case().inputs("en")
    problem = given.config.index.warning_problems[0]
    sign = SignpostState(problem.id, "SEN", problem.signposts[0].indicator, "act", "present", "2024-09-17")
    told = [ProblemState(problem.id, "SEN", "blind", 0.25), ProblemState(problem.id, "TGO", "blind", 0.2)]
    old = given.assessment
    blind = replace(old, problems=(*old.problems, *told), signposts=(*old.signposts, sign))
    matrix = sections(replace(given, assessment=blind))["W4"].parts["matrix"]
    assert isinstance(matrix, DataTable)
    assert "Senegal" in matrix.header and "Togo" not in matrix.header
    (cell,) = (cell for row in matrix.rows for cell in row if cell.text == "blind")
    assert (cell.value, "17" in cell.small) == (0.25, True)
