"""Where there is nothing to find an issue says so and why; every alert has its reason somewhere in the issue."""

from __future__ import annotations

import pytest

from briefing_builders import Case, dense_case, rich_case
from riskbrief.assessment import Alert
from riskbrief.briefing.compose import compose
from riskbrief.briefing.words import sentences_of
from riskbrief.document import Item, Section


def section(case: Case, section_id: str, language: str = "en") -> Section:
    return next(s for s in compose(case.inputs(language)).sections if s.id == section_id)


def prose(found: Section) -> str:
    return " ".join(s.text for s in sentences_of(found))


def all_at(case: Case, nodes: set[str], score: float) -> Case:
    for row in case.scores:
        if row["node"] in nodes and row["score"] is not None:
            row["score"] = score
    return case


@pytest.mark.parametrize(
    ("section_id", "pillar", "finding"),
    [
        ("W7", "security", "No security strain was measured in the 3 assessed countries (0)"),
        ("W8", "governance", "No strain on governance was measured in the 3 assessed countries (0)"),
        ("W9", "international", "No outside pressure was measured on the 3 assessed countries (0)"),
        ("W10", "information", "No strain on the information environment was measured in the 3 assessed countries (0)"),
    ],
)
def test_a_pillar_that_prints_as_zero_has_no_country_where_it_is_greatest(
    section_id: str, pillar: str, finding: str
) -> None:
    told = prose(section(all_at(rich_case(), {pillar}, 0.4), section_id))
    assert finding in told and "greatest in" not in told and "most strained" not in told
    told = prose(section(all_at(rich_case(), {pillar}, 0.6), section_id))
    assert finding not in told and ("greatest in" in told or "most strained" in told)


def test_no_indicator_is_highest_at_zero() -> None:
    case = rich_case()
    everything = {row["node"] for row in case.scores} - {"index"}
    made = compose(all_at(case, everything, 0.2).inputs())
    for found in made.sections:
        if found.id in {"W7", "W8", "W9", "W10"}:
            assert "highest in" not in prose(found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_an_assessed_country_the_outlook_says_why_it_has_no_scenarios(language: str) -> None:
    case = rich_case()
    for row in case.scores:
        row["score"] = None
        row["risk_level"] = None
    told = prose(section(case, "W12", language))
    assert {"en": "No scenario is given", "fr": "Aucun scénario n'est donné"}[language] in told
    assert "scenarios" in section(rich_case(), "W12").parts


def test_a_single_outlet_is_not_the_top_of_anything() -> None:
    case = Case()
    for n in range(6):
        case.article(f"a{n}", f"2024-09-{16 + n}", source="wire_one")
    told = prose(section(case, "W17"))
    assert "wire_one" in told and "100 %" in told and "the top" not in told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_reason_of_every_alert_stands_on_the_page_or_in_the_annex_and_the_page_says_where(language: str) -> None:
    case = dense_case()
    regions = sorted({row["region_id"] for row in case.scores})
    case.alerts = [Alert(region, "alert", "pillars", "", "2024-W37") for region in regions]
    case.alerts += [Alert(region, "opportunity", "protective:gov_peacebuilding", "", "2024-W36") for region in regions]
    made = compose(case.inputs(language)).sections
    page, annex = (next(s for s in made if s.id == name) for name in ("W4", "MO"))
    items = [i for s in (page, annex) for part in s.parts.values() if isinstance(part, tuple) for i in part]
    leads = [i.lead for i in items if isinstance(i, Item)]
    names = {case.inputs(language).config.regions[region].name[language] for region in regions}
    for mark in {"en": ("Alert", "Opportunity"), "fr": ("Alerte", "Opportunité")}[language]:
        assert {lead.rsplit(" · ", 1)[1] for lead in leads if f"{mark} · " in lead} == names
    assert {"en": "Other reasons: see the annex.", "fr": "Autres motifs : voir l'annexe."}[language] in prose(page)
