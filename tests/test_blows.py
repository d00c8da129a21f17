"""Whom a blow hit: people without a name of their own are those at whom it was aimed, an ambushed force kills nobody,
an army's militiamen are its own dead, a ship is not in the country whose flag it flies (method B.2, B.5, B.6)."""

from __future__ import annotations

import pytest

from coding_builders import code, row, shipped, shipped_book
from gold_cases import Case, run_cases

CIVILIANS, FORCES, HARM = "sec_attack_civilians", "sec_attack_security_forces", "sec_civilian_harm_ops"
BLOWS: list[tuple[str, str, set[str]]] = [
    ("en", "Attacks against a military camp in Gao, Mali, killed 77 people.", {FORCES}),
    ("en", "Ten people were killed in an ambush of an army convoy near Tera, Niger.", {FORCES}),
    ("en", "An attack on a police station in Kano, Nigeria, killed two officers and five other people.", {FORCES}),
    ("fr", "L'attaque d'un camp militaire à Gao, au Mali, a tué 77 personnes.", {FORCES}),
    ("en", "An attack on a village near Gao, Mali, killed 77 people.", {CIVILIANS}),
    ("en", "Gunmen killed twelve people in Djibo, Burkina Faso, and attacked an army post.", {CIVILIANS, FORCES}),
    ("en", "A bomb hit a church in a military base in Jaji, Nigeria, killing 11 people.", {CIVILIANS, FORCES}),
    ("en", "Six people were killed when gunmen attacked a bus near Tera, Niger.", {CIVILIANS}),
    ("en", "An ambush on soldiers near Tera, Niger, killed a civilian.", {CIVILIANS, FORCES}),
    ("en", "After an ambush on soldiers, troops killed 31 people in Solhan, Burkina Faso.", {HARM, FORCES}),
    ("fr", "Des soldats ont exécuté 40 personnes à Djibo, au Burkina Faso, après l'attaque de leur convoi militaire.",
     {HARM, FORCES}),
    ("en", "Gunmen kidnapped nine people in Zamfara, Nigeria, hours after an attack on a police station.",
     {CIVILIANS, FORCES}),
    ("en", "A drone strike of the army accidentally killed 85 villagers in Tudun Biri, Nigeria.", {HARM}),
    ("en", "The army's raid on a village in Mali killed twelve people.", {HARM}),
    ("en", "The accidental detonation of a grenade killed 13 vigilantes near Monguno, Nigeria.", set()),
]  # fmt: skip
DEAD = [
    ("en", "Seventeen soldiers, thirty-six VDP militiamen and two civilians were killed in Yatenga, Burkina Faso.", 55),
    ("fr", "L'armée a tué une vingtaine d'éléments terroristes près de Gao, au Mali.", None),
    ("fr", "Dix-sept soldats et 36 combattants VDP ont été tués dans des combats à Djibo, au Burkina Faso.", 53),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "told"), BLOWS)
def test_people_of_no_kind_are_those_at_whom_the_blow_was_aimed(language: str, text: str, told: set[str]) -> None:
    found = code(row(text, language=language)).mentions
    current = set(found.loc[found["status"] == "affirmed", "indicator_id"])
    assert current & {CIVILIANS, FORCES, HARM} == told


@pytest.mark.parametrize(("language", "text", "dead"), DEAD)
def test_militiamen_of_an_army_are_its_own_dead(language: str, text: str, dead: int | None) -> None:
    case: Case = {"id": "s", "lang": language, "date": "2025-03-12", "text": text, "fires": {}}
    assert run_cases([case], shipped())[0].tolls.get("killed", ()) == (((dead, dead, dead),) if dead else ())


def test_a_flag_is_no_place() -> None:
    strike = "A missile hit a Liberian-flagged tanker off Odesa in Ukraine and killed three sailors of its crew."
    waved = "Des manifestants ont brandi des drapeaux maliens dans les rues de Paris contre la guerre."
    assert "LBR" not in set(code(row(strike)).mentions["region_id"].dropna())
    assert "MLI" not in set(code(row(waved, language="fr")).mentions["region_id"].dropna())
    assert "NER" in set(code(row("Niger flags an ambush by jihadists that killed soldiers.")).mentions["region_id"])
    assert "LBR" in set(code(row("Gunmen kidnapped three Liberian sailors.")).mentions["region_id"].dropna())


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Unions and the government of Nigeria agreed on a minimum wage after long negotiations.", "gov_peacebuilding"),
        ("The UN High Commissioner for Refugees flew aid to Benin.", "sec_displacement_humanitarian"),
        ("Burkina Faso's military junta suspended the BBC.", "gov_transition_legitimacy"),
    ],
)
def test_words_that_tell_of_something_else_do_not_count(text: str, indicator: str) -> None:
    found = code(row(text), book=shipped_book()).mentions
    assert not ((found["indicator_id"] == indicator) & (found["status"] == "affirmed")).any()
