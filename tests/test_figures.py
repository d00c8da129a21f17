"""Figures given for victims told of before: rival counts, tolls that move, corrections. All reports are made up."""

from __future__ import annotations

import pytest

from coding_builders import code, row
from riskbrief.coding.tolls_fusion import article_toll

EN = "Nine soldiers were killed in an ambush near Gao on Friday, the army said. "
FR = "Neuf soldats ont été tués vendredi dans une embuscade près de Gao, selon l'armée. "


def claims(text: str, *, title: str = "", language: str = "en") -> set[tuple[str, int, str]]:
    """Kind, best figure and claimant of every claim."""
    found = code(row(text, title=title, language=language)).claims
    return set(zip(found["kind"], found["best"].astype(int), found["claimant"], strict=True))


@pytest.mark.parametrize(
    ("language", "rival"),
    [
        ("en", "Herders' leaders put the figure at 31."),
        ("en", "A teachers' union, for its part, spoke of 31."),
        ("en", "The attackers claim 31."),
        ("en", "According to the rebels, it was 31."),
        ("fr", "Une association parle, elle, de 31."),
        ("fr", "Les rebelles en revendiquent trente et un."),
        ("fr", "Des ressortissants avancent un bilan de 31."),
        ("fr", "Pour les rebelles, ils sont trente et un."),
    ],
)
def test_another_claimants_figure_is_of_the_victims_told_of_before(language: str, rival: str) -> None:
    found = claims((FR if language == "fr" else EN) + rival, language=language)
    assert {(kind, best) for kind, best, _ in found} == {("killed", 9), ("killed", 31)}
    assert len({who for _, _, who in found}) == 2


@pytest.mark.parametrize(
    ("language", "other"),
    [
        ("en", "The governor spoke of 2012."),
        ("en", "Villagers counted 40 motorcycles."),
        ("en", "The army puts the number of displaced at 4,000."),
        ("en", "The mayor said 300 families would be given food."),
        ("fr", "Les habitants parlent de trois heures de combat."),
        ("fr", "L'armée annonce dix arrestations."),
    ],
)
def test_a_number_of_anything_else_is_no_figure_of_victims(language: str, other: str) -> None:
    found = claims((FR if language == "fr" else EN) + other, language=language)
    assert {best for _, best, _ in found} == {9}


@pytest.mark.parametrize(
    ("language", "text", "kidnapped"),
    [
        ("en", "Police said 17 people were abducted near Gusau, Nigeria. A union put the figure at 30.", {17, 30}),
        ("fr", "Lundi, 17 passagers ont été enlevés près de Gusau, au Nigeria ; un syndicat en dénombre 30.", {17, 30}),
        ("fr", "Deux policiers ont été tués à Gusau, au Nigeria. 17 passagers ont été enlevés mardi près de Jibia ;"
         " un syndicat en dénombre 30.", {17, 30}),
        ("en", "Nine soldiers were killed near Gao in Mali. Three others were abducted. Rebels put it at 31.", {3}),
    ],
)  # fmt: skip
def test_a_figure_is_of_those_its_own_sentence_counts_or_of_the_dead(
    language: str, text: str, kidnapped: set[int]
) -> None:
    found = claims(text, language=language)
    assert {best for kind, best, _ in found if kind == "kidnapped"} == kidnapped


@pytest.mark.parametrize(("language", "late"), [
    ("en", "Two of the wounded died the next day."),
    ("en", "Two of the wounded have since died."),
    ("fr", "Deux des blessés ont succombé le lendemain."),
])  # fmt: skip
def test_wounded_who_died_are_added_to_the_dead_once(language: str, late: str) -> None:
    found = claims((FR if language == "fr" else EN) + late, language=language)
    assert {best for kind, best, _ in found if kind == "killed"} == {9, 11}


@pytest.mark.parametrize(("language", "text", "bounds"), [
    ("en", "At least 15 soldiers were killed near Gao in Mali on Tuesday, two officials said. JNIM said it had killed"
     " 60 soldiers.", (15, 15, 60)),
    ("fr", "Au moins 15 soldats ont été tués mardi près de Gao, au Mali, selon l'armée. Le GSIM affirme avoir tué 60"
     " soldats.", (15, 15, 60)),
    ("en", "Dozens of soldiers were killed near Gao in Mali, officials said. The army said 58 soldiers died.",
     (58, 58, 58)),
    ("en", "Nine soldiers were killed near Gao in Mali, the army said. The army added that 11 soldiers had died.",
     (11, 11, 11)),
])  # fmt: skip
def test_claimants_by_name_who_differ_bound_the_toll(language: str, text: str, bounds: tuple[int, int, int]) -> None:
    rows = list(code(row(text, language=language)).claims.itertuples())
    toll = article_toll([r for r in rows if r.kind == "killed"])
    assert toll and (toll.low, toll.best, toll.most) == bounds


class _Row:
    """A claim as the claims table has it."""

    def __init__(self, best: int, claimant: str) -> None:
        self.victims, self.precision, self.claimant = "unspecified", "exact", claimant
        self.low = self.best = self.high = best
        self.start = self.end = best


def test_rival_figures_of_one_text_bound_its_toll_and_make_it_disputed() -> None:
    army, rebels = _Row(9, "the army"), _Row(31, "the rebels")
    toll = article_toll([army, rebels], [rebels])
    assert toll is not None
    assert (toll.low, toll.best, toll.high, toll.disputed) == (9, 9, 31, True)


def test_who_gives_a_second_figure_of_his_own_is_no_rival_of_himself() -> None:
    toll = article_toll([_Row(9, "the army"), later := _Row(12, "The Malian army")], [later])
    assert toll is not None
    assert (toll.best, toll.disputed) == (12, False)


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "Correction", "On Monday we wrote that 31 soldiers were killed near Gao. The exact figure is 13."),
        ("en", "Correction", "The toll of Friday's attack on a barracks near Gao was 13 dead, not 31 as we wrote."),
        ("en", "Correction", "Our report of an attack near Gao said 31 soldiers were killed. In all, 13 were killed."),
        ("fr", "Rectificatif", "Nous avons écrit que 31 soldats avaient été tués à Gao. Le bilan réel est de 13."),
        ("fr", "Erratum", "L'attaque du poste de Gao n'a pas fait trente et un morts mais treize."),
    ],
)
def test_the_right_figure_of_a_correction_takes_the_place_of_the_former(language: str, title: str, text: str) -> None:
    assert {best for _, best, _ in claims(text, title=title, language=language)} == {13}
    mentions = code(row(text, title=title, language=language)).mentions
    assert "affirmed" in set(mentions[mentions["indicator_id"] == "sec_attack_security_forces"]["status"])


def test_a_report_that_is_only_withdrawn_states_nothing() -> None:
    text = "We withdraw our report of Monday that 31 soldiers were killed near Gao. No such attack took place."
    found = code(row(text, title="Retraction"))
    assert found.claims.empty
    assert "affirmed" not in set(found.mentions["status"])


def test_who_is_taken_anywhere_by_an_armed_actor_is_abducted_and_by_a_doctor_is_not() -> None:
    taken = "Seven travellers were {} near Gao on Monday."
    for how in ("taken by a band of armed herdsmen", "marched into the bush by masked riders", "led off by bandits"):
        assert {(k, n) for k, n, _ in claims(EN + taken.format(how))} >= {("kidnapped", 7)}
    assert not any(k == "kidnapped" for k, _, _ in claims(EN + taken.format("taken by ambulance to a clinic")))
