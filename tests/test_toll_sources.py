"""Who gives which toll, and to which attack of an article it belongs: the source named behind a bare number, a number
of dead "put at", the day on which somebody claims an attack, several attacks in one article (method B.6)."""

from __future__ import annotations

import pytest

from coding_builders import shipped
from gold_cases import Case, Outcome, run_cases

KILLED = [
    ("en", "Nine villagers were killed in Fana, Mali, according to the mayor, 12 according to aides.", [(9, 9, 12)]),
    ("fr", "Neuf villageois ont été tués à Gorom-Gorom, au Burkina Faso, selon la mairie, douze selon un habitant.",
     [(9, 9, 12)]),
    ("fr", "Des hommes ont pris d'assaut le poste militaire de Diapaga, dans l'Est, au Burkina Faso : 31 soldats ont "
     "été tués selon un élu joint par téléphone.", [(31, 31, 31)]),
    ("en", "Gunmen attacked the market of Kaya in Burkina Faso. The mayor puts the dead at 34, while the police "
     "spokesman acknowledges only 19.", [(19, 19, 34)]),
    ("fr", "L'état-major a porté jeudi à 27 le nombre de soldats tombés dans l'embuscade de Djibo, au Burkina Faso.",
     [(27, 27, 27)]),
    ("en", "An army camp near Gao in Mali was attacked on Monday. The general staff in Bamako speaks of 15 killed. The "
     "rebels, which claimed responsibility on Tuesday, boast of having killed 40 soldiers.", [(15, 15, 40)]),
    ("fr", "Des volontaires ont été attaqués lundi à Djibo, dans le nord du Burkina Faso : sept d'entre eux ont péri. "
     "Le même jour, un convoi militaire a sauté sur une mine à Kaya ; quatre soldats ont été tués.",
     [(4, 4, 4), (7, 7, 7)]),
]  # fmt: skip


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    cases: list[Case] = [
        {"id": f"s{n}", "lang": language, "date": "2025-03-12", "text": text, "fires": {}}
        for n, (language, text, _) in enumerate(KILLED)
    ]
    return run_cases(list(map(dict, cases)), shipped())


@pytest.mark.parametrize("number", range(len(KILLED)))
def test_each_attack_has_the_dead_that_each_source_gives_for_it(number: int, outcomes: list[Outcome]) -> None:
    assert sorted(outcomes[number].tolls["killed"]) == KILLED[number][2]
