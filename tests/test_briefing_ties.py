"""What leads is named with all that tie with it; a thin week tells of no change; a score of zero is told as such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from briefing_builders import PILLARS, Case, rich_case, workspace
from riskbrief.assessment import RegionalScore
from riskbrief.briefing.compose import compose
from riskbrief.briefing.leading import leaders
from riskbrief.briefing.words import sentences_of
from riskbrief.document import Briefing, DataTable, FigureSpec

LAG = "sec_neighbour_pressure"


def profile(case: Case, region: str = "MLI", language: str = "en") -> Briefing:
    """A country profile composed of the tables of a case."""
    return compose(replace(case.inputs(language), report=workspace().reports["country"], subject=region))


def text(briefing: Briefing, *sections: str) -> str:
    return " ".join(s.text for section in briefing.sections if section.id in sections for s in sentences_of(section))


def part(briefing: Briefing, section: str, name: str) -> Any:
    return next(s for s in briefing.sections if s.id == section).parts[name]


def alike(case: Case) -> Case:
    """The three assessed countries with the very same scores and contributions."""
    for region in ("BFA", "NER"):
        for rows in (case.scores, case.contributions):
            rows[:] = [r for r in rows if r["region_id"] != region]
            rows += [{**r, "region_id": region} for r in rows if r["region_id"] == "MLI"]
    return case


def pressed(case: Case, region: str, parts: dict[str, float]) -> None:
    """Pressure on a country in the issue's week, with what each neighbour gives of it."""
    case.scores = [r for r in case.scores if (r["region_id"], r["node"]) != (region, LAG)]
    case.score(region, LAG, [sum(parts.values())])
    for neighbour, points in parts.items():
        case.contribution(region, LAG, f"neighbour:{neighbour}", points)


def test_those_that_print_as_the_highest_lead_together() -> None:
    found = [("a", 44.6), ("b", 45.4), ("c", 44.4)]
    assert leaders(found, lambda p: p[1], lambda v: f"{v:.0f}") == [("a", 44.6), ("b", 45.4)]
    assert leaders([], lambda p: p, str) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_countries_that_tie_are_named_together_wherever_one_would_be_the_highest(language: str) -> None:
    briefing = compose(alike(rich_case()).inputs(language))
    names = {"en": "Burkina Faso, Mali and Niger", "fr": "Burkina Faso, Mali et Niger"}[language]
    for section in ("W2", "W7", "W8", "W9", "W10"):
        assert names in text(briefing, section), section
    one = {"en": "which stands highest", "fr": "En tête, "}[language]
    assert one not in text(briefing, "W1")


def test_events_of_equal_weight_are_among_the_weightiest() -> None:
    case = rich_case()
    case.article("b1", "2024-09-17", source="wire_one")
    case.article("b2", "2024-09-18", source="radio_two")
    case.event("twin", "MLI", "2024-09-17", ["sec_attack_security_forces", "sec_attack_capital"], ["b1", "b2"],
               toll=(20, 24, 77), claimed_max=150)  # fmt: skip
    assert compose(case.inputs()).standfirst[0].text.startswith("Among the week's weightiest reports:")
    assert compose(rich_case().inputs()).standfirst[0].text.startswith("The week's weightiest report:")


def test_points_from_neighbours_are_those_the_index_added_up() -> None:
    case = rich_case()
    pressed(case, "MLI", {"BFA": 8.0, "NER": 3.14})
    pressed(case, "NER", {"MLI": 6.0, "BFA": 5.0})
    pressed(case, "BFA", {"MLI": 6.0, "NER": 2.0})
    made = profile(case)
    assert "Mali takes neighbour pressure of 11.1, the largest part from Burkina Faso." in text(made, "C8")
    assert "Mali weighs most on Burkina Faso and Niger: 6.0 points of each one's neighbour pressure." in text(
        made, "C8"
    )
    rows = {row[0].value: [cell.value for cell in row[2:]] for row in part(made, "C8", "neighbours").rows}
    assert rows["BFA"] == [8.0, 6.0] and rows["NER"] == [3.14, 6.0] and rows["SEN"] == [None, None]
    assert part(made, "C8", "flows").title == "Strongest flow: Burkina Faso to Mali"
    weekly = compose(case.inputs())
    flows: FigureSpec = part(weekly, "W11", "flows")
    told = {(f.source, f.target): f.value for f in flows.figure.flows}  # type: ignore[union-attr]
    assert told["BFA", "MLI"] == 8.0 and told["NER", "BFA"] == 2.0 and told["SEN", "MLI"] is None


def test_a_country_without_neighbours_and_one_whose_neighbours_are_silent_are_told_apart() -> None:
    case = rich_case()
    case.panel = ["MLI", "GHA"]
    assert "no land neighbour in the panel" in next(s for s in profile(case).sections if s.id == "C8").no_data
    case.panel = ["MLI", "SEN"]
    case.scores = [r for r in case.scores if r["node"] != LAG]
    assert "was assessed this week" in next(s for s in profile(case).sections if s.id == "C8").no_data


def thinned(case: Case, weeks: set[str]) -> Case:
    case.scores = [r | ({"coverage": "thin"} if r["week"] in weeks else {}) for r in case.scores]
    return case


def rising(coverage_weeks: set[str]) -> Case:
    """Mali up by far more than five points in four, twelve and twenty-six weeks."""
    case = rich_case()
    case.scores = [r for r in case.scores if r["region_id"] != "MLI"]
    for node in ("index", *PILLARS):
        case.score("MLI", node, [20.0] * 59 + [71.4])
    return thinned(case, coverage_weeks)


CALLED = ("rise", "rose", "fell", "points higher", "lower than", "went from", "hausse", "de plus qu", "Tendance, Mali")
THEN = {"2024-W34", "2024-W26", "2024-W12"}  # four, twelve and twenty-six weeks before


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_sentence_calls_a_rise_that_starts_from_a_thin_week(language: str) -> None:
    def told(weeks: set[str]) -> Iterator[str]:
        case = rising(weeks)
        weekly = compose(case.inputs(language))
        trends = [s.text for s in part(weekly, "W5", "trends")] + [s.text for s in part(weekly, "W12", "trends")]
        yield from (t for t in (*trends, text(weekly, "W15"), text(profile(case, language=language), "C2", "C5")))

    full = " ".join(told(set()))
    thin = " ".join(t for t in told(THEN) if "Burkina" not in t)
    assert any(word in full for word in CALLED)
    assert not [word for word in CALLED if word in thin]
    assert {"en": "unclear", "fr": "incertain"}[language] in thin


def test_a_regional_week_without_a_level_is_compared_with_nothing() -> None:
    case = rich_case()
    before = case.regional[-2]
    case.regional[-2] = RegionalScore(before.week, 20.0, 15.0, 25.0, 30.0, "MLI", 0.4, 2, 2)
    assert "with no comparison to last week" in text(compose(case.inputs()), "W1")
    case.regional[-2] = replace(case.regional[-2], full_share=0.8)
    assert "higher than last week" in text(compose(case.inputs()), "W1")


def test_a_score_of_zero_has_no_contribution_and_no_gap() -> None:
    case = rich_case()
    case.scores = [r for r in case.scores if r["region_id"] != "MLI"]
    case.contributions = [r for r in case.contributions if r["region_id"] != "MLI"]
    for node in ("index", *PILLARS, *(i.id for i in workspace().indicators)):
        case.score("MLI", node, [0.0] * 60)
    made = profile(case)
    assert (
        next(s for s in made.sections if s.id == "C4").no_data == "The score is zero: no indicator contributes to it."
    )
    assert "with a score of zero: no indicator contributes" in text(made, "C2")
    assert "nan" not in " ".join(s.text.lower() for section in made.sections for s in sentences_of(section)).split()


def test_the_change_of_parts_is_known_where_the_score_was_zero_four_weeks_ago() -> None:
    case = rich_case()
    case.scores = [r for r in case.scores if (r["region_id"], r["node"]) != ("MLI", "index")]
    case.score("MLI", "index", [0.0] * 59 + [71.4])
    table: DataTable = part(profile(case), "C4", "drivers")
    assert table.rows[-1][-1].value == pytest.approx(71.4)


def test_a_report_that_lowers_the_score_is_not_passed_off_as_the_weightiest_harmful_one() -> None:
    case = rich_case()
    assert "Weightiest harmful report of the month: " in text(profile(case), "C2")
    case.events, case.evidence = [], []
    for name, source in (("p1", "wire_one"), ("p2", "radio_two")):
        case.article(name, "2024-09-18", source=source)
    case.event("talks", "MLI", "2024-09-18", ["int_regional_cooperation"], ["p1", "p2"])
    assert "No harmful report is confirmed this month; the weightiest other one: " in text(profile(case), "C2")


def test_the_bold_reason_keeps_to_35_words() -> None:
    for language in ("en", "fr"):
        lead = part(profile(rising(THEN), language=language), "C2", "lead")
        assert len(lead) == 2 and lead[0].strong and len(lead[0].text.split()) <= 35
