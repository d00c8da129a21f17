"""Dead of one scene told in several sentences, captives who come free, shares in a headline; beside each the near
misses that add nothing (method B.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from coding_builders import shipped_book
from riskbrief.coding.claims import claimant
from riskbrief.coding.toll_freed import with_freed, without_shares
from riskbrief.coding.toll_more import with_more
from riskbrief.coding.toll_telling import Telling
from riskbrief.coding.tolls import Toll, find_tolls
from test_tolls_sentences import WORDS

TONGUES = shipped_book().tongues


def scene(text: Sequence[str], language: str, *, apart: bool = False) -> list[Toll]:
    """The whole tolls of an article, its title first, as they stand in the end; `apart`: of different towns."""
    words = WORDS[language]
    telling = Telling(
        text.__getitem__,
        lambda one, other, late: apart and not late,
        partial(source, text, language),
        words,
        TONGUES[language],
        language,
    )
    stated = without_shares({n: find_tolls(part, language, words) for n, part in enumerate(text)}, telling)
    freed = with_freed(with_more(stated, telling, stated), telling, len(text) - 1)
    return [toll for tolls in freed.values() for toll in tolls if not toll.part]


def source(text: Sequence[str], language: str, number: int) -> str:
    return claimant(text[number], TONGUES[language].text)


def dead(*text: str, language: str, apart: bool = False) -> int:
    """The most dead an article without a title tells of."""
    return max(t.best for t in scene(["", *text], language, apart=apart) if t.kind == "killed")


ONE_MORE = [
    (9, "en", "Eight soldiers were killed at the ford.", "A ninth soldier died of his wounds on Tuesday."),
    (9, "en", "Eight soldiers were killed.", "The road was closed.", "The ninth soldier died in hospital."),
    (9, "en", "Seven traders were shot dead.", "Two more bodies were found in the millet."),
    (9, "en", "The raid killed seven traders.", "Two others were shot dead as they fled."),
    (9, "en", "Seven traders were shot dead.", "Two customers were also killed."),
    (3, "en", "They fired on the marchers and killed two of them.", "A third waiter died in hospital."),
    (3, "fr", "Ils ont tué deux d'entre eux.", "Un troisième marcheur est mort à l'hôpital."),
    (9, "fr", "Sept marchands ont été abattus.", "Deux clients ont également été tués."),
    (9, "en", "Eight scouts died on the spot, a ninth on the way to the clinic."),
    (9, "en", "Seven scouts were killed on the spot and two others died in hospital."),
    (6, "en", "Gunmen killed four INGO drivers at Menaka and two others died in hospital."),
    (9, "fr", "Huit soldats ont été tués au gué.", "Un neuvième a succombé mardi."),
    (9, "fr", "Huit soldats ont été tués.", "La piste est fermée.", "Le neuvième soldat est mort à l'hôpital."),
    (9, "fr", "Sept marchands ont été abattus.", "Deux autres corps ont été retrouvés dans le mil."),
    (9, "fr", "L'attaque a tué sept marchands.", "Deux autres ont été abattus dans leur fuite."),
    (9, "fr", "Huit éclaireurs sont morts sur place, un neuvième pendant l'évacuation."),
]


@pytest.mark.parametrize("case", ONE_MORE)
def test_more_dead_of_the_scene_are_added_to_those_told_before(case: tuple[int, str, str]) -> None:
    number, language, *text = case
    assert dead(*text, language=language) == number


NOT_MORE = [
    (8, "en", "Eight soldiers were killed.", "A second attack hit the market."),
    (8, "en", "Eight soldiers were killed.", "Two more bodies were found, bringing the toll to eight."),
    (8, "en", "Eight soldiers were killed.", "In another raid last month two others were killed."),
    (8, "en", "Eight soldiers were killed.", "Among the dead are a captain and two other officers."),
    (8, "en", "Eight soldiers were killed.", "A third of the dead soldiers were recruits."),
    (8, "en", "Eight scouts died on the spot, a ninth was wounded."),
    (8, "en", "Eight soldiers were killed.", "A fourth soldier died of his wounds."),
    (8, "en", "Eight people, including three pupils, were killed.", "A fourth pupil died of his wounds."),
    (8, "en", "Eight soldiers were killed.", "Two attackers were also killed and four more are held."),
    (8, "fr", "Huit soldats ont été tués.", "Deux assaillants ont aussi été tués et quatre autres sont détenus."),
    (8, "en", "The toll of the raid has risen from five to eight.", "Three wounded men died in hospital."),
    (8, "fr", "Le bilan de l'attaque est passé de cinq à huit morts.", "Trois blessés ont succombé à l'hôpital."),
    (8, "fr", "Huit soldats ont été tués.", "Une seconde attaque a visé le marché."),
    (8, "fr", "Huit soldats ont été tués.", "Deux autres corps ont été trouvés, ce qui porte le bilan à huit."),
    (8, "fr", "Huit soldats ont été tués.", "La semaine dernière, deux autres soldats avaient été tués."),
    (8, "fr", "Huit éclaireurs sont morts sur place, un neuvième a été blessé."),
]


@pytest.mark.parametrize("case", NOT_MORE)
def test_totals_shares_and_other_attacks_add_nothing(case: tuple[int, str, str]) -> None:
    number, language, *text = case
    assert dead(*text, language=language) == number


def test_sentences_of_different_towns_tell_of_different_scenes() -> None:
    text = ("Seven traders were shot dead.", "Two others were shot dead at the mill.")
    assert (dead(*text, language="en"), dead(*text, language="en", apart=True)) == (9, 7)


ONE_BY_ONE = [
    (4, "en", "The village head was shot at his gate.", "His wife and a nephew were also killed.",
     "An old man died in a burning hut."),
    (3, "en", "The village head was shot at his door, his two sons too."),
    (2, "en", "A driver was shot dead.", "A nurse who was with him was burned to death."),
    (4, "fr", "Le chef du village a été abattu devant sa porte, ses deux fils aussi.",
     "Une vieille femme est morte dans sa case."),
    (3, "fr", "L'imam a été tué à la mosquée.", "Son frère a été abattu.", "Une fillette est morte brûlée."),
    (2, "fr", "Un chauffeur a été abattu.", "Une infirmière a été brûlée vive dans le véhicule."),
]  # fmt: skip


@pytest.mark.parametrize("case", ONE_BY_ONE)
def test_persons_told_one_by_one_are_added_up(case: tuple[int, str, str]) -> None:
    number, language, *text = case
    assert dead(*text, language=language) == number


ONE_TOLD_AGAIN = [
    (5, "en", "Gunmen killed five people.", "An old woman was burnt alive.", "A boy was shot dead at the well."),
    (1, "en", "The chief was shot dead.", "The chief was killed at his gate.", "The ruler was killed at dawn."),
    (1, "en", "A soldier was killed.", "The gunman who shot him was also killed."),
    (1, "en", "A teacher was killed.", "A man was shot dead, the radio said."),
    (1, "en", "A teacher was killed.", "A nurse was killed there two years ago."),
    (5, "fr", "Cinq personnes ont été tuées.", "Une vieille femme est morte dans sa case.", "L'imam a été abattu."),
    (1, "fr", "Un enseignant a été tué.", "La victime a été abattue devant l'école."),
    (1, "fr", "L'un des soldats atteints par l'explosion d'une mine à Sindian, en Casamance, a succombé."),
    (1, "fr", "Un enseignant a été tué.", "Une infirmière a été tuée au même endroit en 2019."),
]


@pytest.mark.parametrize("case", ONE_TOLD_AGAIN)
def test_who_is_told_of_again_or_is_of_a_total_is_not(case: tuple[int, str, str]) -> None:
    number, language, *text = case
    assert dead(*text, language=language) == number


FREED = [
    ((11, 14), "en", "Gunmen abducted 14 passengers on Monday.", "Three of them escaped the next day."),
    ((11, 14), "en", "Gunmen abducted 14 passengers.", "Three of the captives were rescued by hunters."),
    ((11, 14), "fr", "Quatorze passagers ont été emmenés ; trois d'entre eux, âgés, ont été relâchés jeudi."),
    ((11, 14), "fr", "Quatorze passagers ont été enlevés.", "Trois des otages ont pu s'échapper."),
    ((14, 14), "en", "Gunmen abducted 14 passengers.", "Three of them are children.", "All of them are missing."),
    ((14, 14), "en", "Gunmen abducted 14 passengers.", "Three of the seats were empty and the driver was freed."),
    ((14, 14), "fr", "Quatorze passagers ont été enlevés.", "Trois d'entre eux sont des enfants."),
    ((14, 14), "en", "Gunmen abducted 14 passengers.", "Three others managed to escape."),
    ((14, 14), "en", "Gunmen abducted 14 passengers.", "Three of the kidnappers escaped into the bush."),
    ((14, 14), "en", "Gunmen abducted 14 passengers.", "Three of the wounded were released from hospital."),
    ((14, 14), "en", "Gunmen abducted 14 passengers.", "Three of them have not been released."),
    ((14, 14), "fr", "Quatorze passagers ont été enlevés.", "Trois autres ont réussi à s'échapper."),
    ((14, 14), "fr", "Quatorze passagers ont été enlevés.", "Trois des assaillants se sont enfuis."),
    ((14, 14), "fr", "Quatorze passagers ont été enlevés.", "Trois d'entre eux n'ont pas été relâchés."),
    ((17, 40), "en", "Gunmen abducted 40 passengers.", "Twenty three of them were released."),
    ((17, 40), "fr", "Quarante passagers ont été enlevés.", "Vingt trois des otages ont été libérés."),
    ((9, 14), "en", "Gunmen abducted 14 passengers.", "Two of them escaped, three others were later released."),
    ((9, 14), "en", "Gunmen abducted 14 passengers.", "Two of them escaped.", "Three others were released on Friday."),
    (
        (9, 14),
        "fr",
        "Quatorze passagers ont été enlevés.",
        "Deux d'entre eux ont fui.",
        "Trois autres ont été libérés.",
    ),
    ((11, 14), "en", "Gunmen abducted 14 passengers.", "Three of the 14 were released."),
    ((12, 14), "en", "Gunmen abducted 14 passengers.", "Two of the three elderly women were released."),
    ((14, 14), "en", "Gunmen abducted 14 passengers.", "Two of the three attackers escaped."),
]


@pytest.mark.parametrize("case", FREED)
def test_captives_who_came_free_lower_the_least_there_can_be(case: tuple[tuple[int, int], str, str]) -> None:
    bounds, language, *text = case
    found = [t for t in scene(["", *text], language) if t.kind == "kidnapped"]
    assert [(t.low, t.best) for t in found] == [bounds]


@pytest.mark.parametrize(("title", "text", "language"), [
    ("Two aid workers killed", "They killed seven people, including two aid workers.", "en"),
    ("Deux prêtres tués", "Sept personnes ont été tuées, dont deux prêtres.", "fr"),
])  # fmt: skip
def test_a_share_in_a_headline_is_no_toll_of_its_own(title: str, text: str, language: str) -> None:
    assert [t.best for t in scene([title, text], language)] == [7]


@pytest.mark.parametrize(("text", "language", "apart", "wanted"), [
    (["", "They killed seven people, including two nurses.", "Two nurses were killed at home."], "en", False, [7]),
    (["", "They killed seven people, including two nurses.", "Two nurses were killed at home."], "en", True, [7, 2]),
    (["", "They killed seven people, including two nurses.", "Two soldiers were killed."], "en", False, [7, 2]),
    (["", "Sept personnes, dont deux infirmières, ont été tuées.", "Deux soldats ont été tués."], "fr", False, [7, 2]),
])  # fmt: skip
def test_an_equal_toll_is_a_share_only_of_the_same_victims_of_the_same_scene(
    text: list[str], language: str, apart: bool, wanted: list[int]
) -> None:
    assert [t.best for t in scene(text, language, apart=apart)] == wanted


@pytest.mark.parametrize(("text", "language"), [
    (("Three farmers were killed.", "Seven traders were killed.", "Two others were shot dead."), "en"),
    (("Trois paysans ont été tués.", "Sept marchands ont été tués.", "Deux autres ont été abattus."), "fr"),
])  # fmt: skip
def test_the_dead_of_another_scene_are_no_share_of_a_whole(text: tuple[str, ...], language: str) -> None:
    words = WORDS[language]
    told = ["", *text]
    telling = Telling(
        told.__getitem__, lambda one, other, late: one < 2 <= other, lambda n: "", words, TONGUES[language], language
    )
    stated = {n: find_tolls(part, language, words) for n, part in enumerate(told)}
    found = with_more(stated, telling, stated)
    assert [(t.best, t.part) for n in (1, 2, 3) for t in found[n]] == [(3, False), (7, True), (9, False)]


def test_a_share_has_its_whole_in_its_own_scene_or_none() -> None:
    text = ["", "Seven traders were killed.", "Two traders were killed."]
    for apart, wanted in ((False, True), (True, False)):
        telling = Telling(
            text.__getitem__, lambda *_, apart=apart: apart, lambda _: "", WORDS["en"], TONGUES["en"], "en"
        )
        stated = {n: find_tolls(part, "en", WORDS["en"]) for n, part in enumerate(text)}
        share = replace(stated[2][0], part=True)
        assert telling.has_whole(share, 2, stated | {2: [share]}) == wanted


def test_the_same_number_of_others_stands() -> None:
    assert [t.best for t in scene(["Two soldiers killed", "Seven traders were killed."], "en")] == [2, 7]


PERIODS = [
    (1, "en", "A soldier was killed at the ford.", "He is the second soldier killed this month."),
    (8, "en", "Eight wardens were killed at the ford.", "Since January 40 others have been killed."),
    (8, "en", "Eight wardens were killed.", "Forty others have been killed in the past six weeks."),
    (8, "en", "Eight wardens were killed.", "Two others have been killed so far this year."),
    (1, "en", "A teacher was killed.", "A nurse has been killed there this year."),
    (1, "fr", "Un soldat a été tué au gué.", "C'est le deuxième soldat tué ce mois-ci."),
    (8, "fr", "Huit gardes ont été tués au gué.", "Depuis janvier, 40 autres ont été tués."),
    (8, "fr", "Huit gardes ont été tués.", "Quarante autres ont été tués ces dernières semaines."),
    (8, "fr", "Huit gardes ont été tués.", "Deux autres ont été tués cette année."),
    (8, "en", "Eight people have been killed in nine days.", "Three more died when a hut was set alight."),
    (8, "fr", "Huit personnes ont été tuées en neuf jours.", "Trois autres sont mortes dans l'incendie d'une case."),
    (8, "fr", "Huit gardes ont été tués.", "Des hommes lourdement armés en ont tué 40 autres depuis janvier."),
    (10, "en", "Eight wardens were killed.", "Two others were shot dead within a day."),
    (10, "en", "Eight wardens were killed.", "Two others were shot dead in the worst raid this year."),
    (10, "en", "Eight wardens were killed.", "Two others have died of their wounds this week."),
    (10, "fr", "Huit gardes ont été tués.", "Deux autres ont succombé à leurs blessures cette semaine."),
]


@pytest.mark.parametrize("case", PERIODS)
def test_counts_over_a_period_add_nothing_but_late_dead_and_the_worst_raid_of_a_year_do(
    case: tuple[int, str, str],
) -> None:
    number, language, *text = case
    assert dead(*text, language=language) == number


RIVALS = [
    (8, "en", "Eight traders were killed, the army said.", "Five people also died, according to a second source."),
    (8, "en", "Eight traders were killed.", "Five others were killed, according to another resident."),
    (8, "en", "Eight traders were killed, the army said.", "Five others were killed, a local chief said."),
    (
        8,
        "fr",
        "Huit marchands ont été tués, selon l'armée.",
        "Cinq personnes ont aussi été tuées, selon une autre source.",
    ),
    (8, "fr", "Huit marchands ont été tués, selon l'armée.", "Cinq autres ont été tués, selon un élu local."),
    (13, "en", "Eight traders were killed, the army said.", "Five others were killed, the army said."),
    (13, "en", "Eight traders were killed.", "Five others were killed as they fled, the army said."),
    (13, "en", "Eight traders were killed, the army said.", "Five others died in hospital, a nurse said."),
    (13, "en", "Eight traders were killed, a trader said.", "Five soldiers also died, the army said."),
    (13, "fr", "Huit marchands ont été tués, selon un marchand.", "Cinq soldats ont aussi été tués, selon l'armée."),
    (13, "fr", "Huit marchands ont été tués.", "Cinq autres ont été tués dans leur fuite, selon l'armée."),
    (1, "en", "A teacher was shot dead.", "A father of six was killed at his gate."),
    (1, "en", "A teacher was shot dead.", "A local official was killed at the school."),
    (1, "fr", "Un enseignant a été abattu.", "Un père de six enfants a été tué devant chez lui."),
    (1, "fr", "Un enseignant a été abattu.", "Un ancien officier a été tué devant l'école."),
]


@pytest.mark.parametrize("case", RIVALS)
def test_what_another_source_counts_or_who_may_be_the_same_person_is_not_added(case: tuple[int, str, str]) -> None:
    number, language, *text = case
    assert dead(*text, language=language) == number


TAKEN = [
    ({"killed": 2}, "en", "Two traders were pulled from their shop and shot dead."),
    ({"killed": 2}, "en", "Two pupils were dragged from a dormitory and shot."),
    ({"killed": 2}, "fr", "Deux éleveurs ont été emmenés hors du village puis exécutés."),
    ({"kidnapped": 2}, "en", "Two pupils were abducted and their goats killed."),
    ({"kidnapped": 2}, "fr", "Deux élèves ont été enlevés et leurs chèvres tuées."),
    ({"kidnapped": 9}, "en", "The raiders looted the shop and left with nine women."),
    ({"kidnapped": 9}, "en", "The gunmen loaded nine pupils onto motorcycles."),
    ({"kidnapped": 9}, "fr", "Des hommes armés ont emporté neuf enfants."),
    ({}, "en", "The medics left with nine women."),
    ({}, "en", "The gunmen left with nine bags."),
    ({}, "fr", "La crue a emporté neuf enfants."),
]


@pytest.mark.parametrize(("wanted", "language", "text"), TAKEN)
def test_who_is_taken_and_what_became_of_them(wanted: dict[str, int], language: str, text: str) -> None:
    found = find_tolls(text, language, WORDS[language])
    assert {t.kind: t.best for t in found if not t.part} == wanted


LISTED = [
    (2, "en", "A watchman and a herder who tried to run were shot dead."),
    (4, "en", "The owner of a grain mill, his wife and two customers were killed."),
    (9, "en", "The lorry carried them: three women, two men and four children of one compound, killed in bed."),
    (4, "fr", "Le gérant d'une station-service, son pompiste et deux clients ont péri."),
    (2, "fr", "Le maire de la commune et son chauffeur ont été tués."),
]


@pytest.mark.parametrize(("number", "language", "text"), LISTED)
def test_a_list_goes_on_behind_what_somebody_is_of(number: int, language: str, text: str) -> None:
    found = find_tolls(text, language, WORDS[language])
    assert sum(t.best for t in found if t.kind == "killed" and not t.part) == number


@pytest.mark.parametrize(("text", "language"), [
    ("Eleven were treated for bullet wounds.", "en"), ("Onze ont été soignés pour des blessures par balles.", "fr"),
])  # fmt: skip
def test_who_is_treated_for_wounds_is_wounded(text: str, language: str) -> None:
    assert [(t.kind, t.best) for t in find_tolls(text, language, WORDS[language])] == [("wounded", 11)]
