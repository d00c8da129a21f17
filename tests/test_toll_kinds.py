"""Kinds of toll that newspapers write often: victims told one by one, wounded who die, former figures, people led away;
beside each the near misses that are none (method B.6)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import pytest

from riskbrief.coding.toll_later import settled
from riskbrief.coding.tolls import Toll, find_tolls
from test_tolls_sentences import WORDS, totals

KILLED = {"en": ("were shot dead", "were killed", "died on the spot"), "fr": ("ont été tués", "ont péri", "sont morts")}
LISTS = {
    "en": [
        ("A teacher, her two sons and the driver", 4), ("The bus driver, his mate and six passengers", 8),
        ("A village head, his deputy and two vigilantes", 4), ("Two shepherds and a lodger", 3),
        ("The pastor, his wife and their three children", 5), ("Three clerks, a nurse and the watchman", 5),
    ],
    "fr": [
        ("Une institutrice, ses deux fils et le chauffeur", 4), ("Le gérant, son pompiste et deux clients", 4),
        ("Trois femmes et le griot", 4), ("Le catéchiste, son épouse et leurs trois enfants", 5),
        ("Un chef de village, son adjoint et deux supplétifs", 4),
    ],
}  # fmt: skip
MORE = {
    "en": [
        ("A commander was killed along with three of his men.", {"killed": 4}),
        ("The mayor was abducted with nine pilgrims on Sunday.", {"kidnapped": 10}),
        ("Gunmen took the driver and a midwife, both still in captivity.", {"kidnapped": 2}),
        ("Three stallholders were fatally wounded by a shell.", {"killed": 3}),
        ("Four residents, among them a blind woman of eighty, perished.", {"killed": 4}),
        ("A boy of six and a girl of nine were killed.", {"killed": 2}),
        ("A mother of four was killed on her way to the well.", {"killed": 1}),
    ],
    "fr": [
        ("Le maire a été enlevé ainsi que trois conseillers.", {"kidnapped": 4}),
        ("Onze gendarmes sont morts, ainsi qu'un civil.", {"killed": 12}),
        ("Deux tailleurs ont été mortellement blessés au marché.", {"killed": 2}),
        ("Un vigile de 22 ans a été atteint mortellement à la poitrine.", {"killed": 1}),
        ("Le ministre fait état de deux gardes blessés et de quatorze interpellations.", {"wounded": 2}),
        ("Son frère, un boulanger, a été tué.", {"killed": 1}),
    ],
}
LED = {
    "en": ["Eleven passengers were walked into the forest.", "Eleven pupils were taken from their dormitory.",
           "The raiders took eleven women.", "Eleven traders had been marched into the hills."],
    "fr": ["Onze voyageurs ont été conduits dans la brousse.", "Onze femmes ont été emmenées vers la forêt."],
}  # fmt: skip
NEITHER = {
    "en": ["Twelve pupils were taken to the museum.", "Thirty residents were taken in by a neighbouring village.",
           "Hundreds of villagers were driven into the bush by the shelling.", "The gunmen took two towns.",
           "Twelve guards were taken by surprise.", "The raiders took three constables to hospital."],
    "fr": ["Douze élèves ont été conduits au musée.", "Trente habitants ont fui dans la brousse."],
}  # fmt: skip


def best(text: str, language: str) -> dict[str, int]:
    """The victims of a sentence by kind, the armed group's dead apart."""
    kinds = {"k": "killed", "w": "wounded", "h": "kidnapped"}
    return {kinds.get(key, key): int(value[1]) for key, value in totals(text, language).items()}


def told(language: str, cases: dict[str, Sequence[object]]) -> Iterable[tuple[str, object]]:
    """Language and case, for each."""
    return ((language, case) for case in cases[language])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_victims_told_one_by_one_are_added_up_whatever_befell_them(language: str) -> None:
    for (victims, number), verb in itertools.product(LISTS[language], KILLED[language]):
        assert best(f"{victims} {verb}.", language) == {"killed": number}, (victims, verb)


@pytest.mark.parametrize(("text", "language"), [
    ("Two soldiers and a lorry were seized at the ford.", "en"),
    ("Deux soldats et une ambulance ont été touchés.", "fr"),
])  # fmt: skip
def test_a_word_nobody_listed_is_no_victim_of_what_befalls_things_too(text: str, language: str) -> None:
    assert max(best(text, language).values(), default=2) == 2


@pytest.mark.parametrize(("language", "case"), [*told("en", MORE), *told("fr", MORE)])
def test_who_is_told_beside_others_counts_and_no_age_or_arrest_does(
    language: str, case: tuple[str, dict[str, int]]
) -> None:
    assert best(case[0], language) == case[1]


@pytest.mark.parametrize(("language", "text"), [*told("en", LED), *told("fr", LED)])
def test_who_is_led_away_into_the_wild_or_from_home_is_abducted(language: str, text: str) -> None:
    assert best(text, language) == {"kidnapped": 11}


@pytest.mark.parametrize(("language", "text"), [*told("en", NEITHER), *told("fr", NEITHER)])
def test_who_only_goes_somewhere_is_not(language: str, text: str) -> None:
    assert "kidnapped" not in best(text, language)


def article(*sentences: str, language: str = "en") -> dict[str, list[int]]:
    """The whole figures of an article by kind, as they stand in the end."""
    stated = {n: find_tolls(text, language, WORDS[language]) for n, text in enumerate(sentences, 1)}
    out: dict[str, list[int]] = {}
    found = settled(stated, lambda n: sentences[n - 1] if 0 < n <= len(sentences) else "", WORDS[language], language)
    whole: list[Toll] = [t for tolls in found.values() for t in tolls if not t.part]
    for toll in whole:
        out.setdefault(toll.kind, []).append(toll.best)
    return {kind: sorted(set(values)) for kind, values in out.items()}


@pytest.mark.parametrize(("first", "second", "language"), [
    ("The army had initially reported 9 dead.", "It now says 14 soldiers were killed.", "en"),
    ("At least 14 people were killed, a union said.", "The union had earlier reported 9 dead.", "en"),
    ("An earlier toll of 9 dead had come from the mayor.", "The clinic says 14 people were killed.", "en"),
    ("L'armée avait d'abord fait état de 9 morts.", "Une source porte à 14 le nombre de soldats tués.", "fr"),
    ("Un premier bilan faisait état de 9 morts.", "Quatorze personnes ont été tuées, selon le maire.", "fr"),
])  # fmt: skip
def test_a_former_figure_gives_way_to_the_one_that_stands(first: str, second: str, language: str) -> None:
    assert article(first, second, language=language)["killed"] == [14]


@pytest.mark.parametrize(("text", "language"), [
    ("The army had initially reported 9 dead.", "en"), ("Un premier bilan fait état de 9 morts.", "fr"),
    ("The first toll from the clinic was 9 dead.", "en"),
])  # fmt: skip
def test_a_first_figure_stands_while_there_is_no_other(text: str, language: str) -> None:
    assert article(text, "The road is closed." if language == "en" else "La route est fermée.", language=language) == {
        "killed": [9]
    }


@pytest.mark.parametrize(("dead", "late", "language"), [
    ("Nine traders were killed and 20 wounded.", "Three of the 20 wounded died on Friday.", "en"),
    ("Nine traders were killed and 20 wounded.", "Three of the wounded have since died in hospital.", "en"),
    ("Nine traders were killed.", "Three of the 20 people injured succumbed overnight.", "en"),
    ("Neuf commerçants ont été tués et 20 blessés.", "Trois des vingt blessés ont succombé vendredi.", "fr"),
    ("Neuf commerçants ont été tués et 20 blessés.", "Trois des blessés sont morts à l'hôpital.", "fr"),
])  # fmt: skip
def test_the_wounded_who_die_are_dead_and_no_longer_wounded(dead: str, late: str, language: str) -> None:
    found = article(dead, late, language=language)
    assert (max(found["killed"]), found["wounded"]) == (12, [17])


@pytest.mark.parametrize(("dead", "late", "most", "language"), [
    ("Twelve traders were killed and 20 wounded.", "Three of the 20 wounded died, which brings the toll to twelve.", 12,
     "en"),
    ("Twelve traders were killed.", "Three of the 20 wounded died and are included in that figure.", 12, "en"),
    ("Nine traders were killed and 20 wounded.", "Three of the 20 wounded were flown out.", 9, "en"),
    ("Le bilan est passé à vingt morts.", "Trois des vingt-trois blessés ont succombé depuis.", 20, "fr"),
    ("The death toll has risen to twenty.", "Three of the 23 injured have died since.", 20, "en"),
    ("Nine traders were killed.", "One of the 20 wounded was a cook, and five soldiers died.", 9, "en"),
    ("Douze soldats ont été tués.", "Trois des vingt blessés ont succombé et sont compris dans ce chiffre.", 12, "fr"),
])  # fmt: skip
def test_a_toll_that_includes_the_late_dead_is_not_raised(dead: str, late: str, most: int, language: str) -> None:
    assert max(article(dead, late, language=language)["killed"]) == most
