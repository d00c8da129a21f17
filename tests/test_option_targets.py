"""An option says where its measure of success stands now; one that has succeeded already gives way."""

from __future__ import annotations

import pytest

from briefing_builders import Case, rich_case
from riskbrief.briefing.compose import compose
from riskbrief.definitions.reports import Target
from riskbrief.document import Card


def cards(case: Case, language: str = "en") -> dict[str, dict[str, str]]:
    """Meta lines of each printed option by its title."""
    part = next(s for s in compose(case.inputs(language)).sections if s.id == "W14").parts["options"]
    assert isinstance(part, tuple)
    return {card.title: dict(card.meta) for card in part if isinstance(card, Card)}


def set_scores(case: Case, node: str, score: float) -> None:
    for row in case.scores:
        if row["node"] == node and row["score"] is not None:
            row["score"] = score


def test_a_measure_of_success_says_where_its_indicator_stands_now() -> None:
    case = rich_case()
    set_scores(case, "sec_attack_civilians", 95.0)
    set_scores(case, "sec_civilian_harm_ops", 43.0)
    found = cards(case)["Set up a civilian-harm tracking desk"]["Measure"]
    assert found == "Civilian-harm indicator below 30 (now 43, Mali, Burkina Faso and Niger)"
    found = cards(case, "fr")["Créer un bureau de suivi des dommages civils"]["Mesure"]
    assert found == "Indicateur de dommages civils sous 30 (à présent 43, Mali, Burkina Faso et Niger)"


def test_an_option_that_has_reached_its_target_gives_way_to_one_that_has_not() -> None:
    case = rich_case()
    set_scores(case, "sec_attack_civilians", 95.0)
    set_scores(case, "sec_civilian_harm_ops", 26.0)
    set_scores(case, "sec_displacement_humanitarian", 50.0)
    assert "Set up a civilian-harm tracking desk" not in cards(case)


def test_where_nothing_else_of_a_needed_kind_is_called_for_it_says_that_the_target_is_reached() -> None:
    case = rich_case()
    set_scores(case, "sec_cross_border", 15.0)
    for node in ("int_diplomatic_rupture", "int_sanctions_aid_cut", "gov_coup_instability"):
        set_scores(case, node, 5.0)
    found = cards(case)["Open a border liaison cell with neighbours"]["Measure"]
    assert found == "Cross-border indicator below 20: already so (15, Mali, Burkina Faso and Niger), to be kept"


@pytest.mark.parametrize(
    ("target", "score", "met"),
    [
        (Target(indicator="x", below=30), 29.9, True),
        (Target(indicator="x", below=30), 30.0, False),
        (Target(indicator="x", above=20), 20.1, True),
        (Target(indicator="x", above=20), 20.0, False),
    ],
)
def test_a_target_is_met_strictly_beyond_its_bound(target: Target, score: float, met: bool) -> None:
    assert target.met(score) is met
