"""Who did it and in which country, by rules alone: doers in their own clause, several countries, scenes abroad."""

from __future__ import annotations

import pytest

from coding_builders import mentions

HARM, CIVILIANS, FORCES = "sec_civilian_harm_ops", "sec_attack_civilians", "sec_attack_security_forces"

BY_FORCES = [
    ("en", "Riot police in Lomé fired on marchers on Friday, killing three.", "TGO"),
    ("en", "Malian soldiers shot nine demonstrators in Kayes.", "MLI"),
    ("en", "Soldiers, when they searched Tin Hama in Mali, killed two herders.", "MLI"),
    ("fr", "Des gendarmes ont abattu quatre manifestants à Conakry.", "GIN"),
    ("fr", "À Bonoua, en Côte d'Ivoire, un lycéen est mort, touché par une grenade lacrymogène.", "CIV"),
    ("en", "In Mali, soldiers entered the village of Moura, and on 5 March killed nine herders.", "MLI"),
    ("en", "Soldiers raided Moura in Mali, where they summarily executed nine herders.", "MLI"),
    ("fr", "Les militaires ont tué trois villageois lorsqu'ils ont fouillé Kobé, au Mali.", "MLI"),
    ("en", "The raid by soldiers on a village near Mopti in Mali left four herders dead.", "MLI"),
    ("fr", "L'attaque menée par l'armée contre un village près de Mopti, au Mali, a fait quatre morts.", "MLI"),
    ("en", "The shooting by police of three protesters in Lomé caused anger.", "TGO"),
    ("fr", "Le bombardement par l'armée d'un village près de Mopti, au Mali, a fait dix morts.", "MLI"),
    ("fr", "L'attaque perpétrée par des soldats contre un village près de Mopti, au Mali, a fait un mort.", "MLI"),
    ("en", "Malian soldiers entered Tiada at dawn. They dragged men out and executed ten villagers.", "MLI"),
    ("en", "The army said soldiers had searched Tiada in Mali. Later they shot nine herders.", "MLI"),
    ("fr", "Des soldats maliens sont entrés à Tiada. Ils ont exécuté une dizaine de villageois.", "MLI"),
    ("fr", "Un avion de l'armée malienne a largué deux bombes sur le marché de Gao, tuant six marchands.", "MLI"),
    ("en", "Ten villagers were shot near Mopti in Mali by members of the army.", "MLI"),
]
NOT_BY_FORCES = [
    ("en", "Soldiers were shot dead near Gao, Mali, by bandits on Monday. They also killed nine herders."),
    ("en", "Villagers near Gao in Mali had waited for soldiers. They were shot dead at dawn by bandits."),
    (
        "fr",
        "L'armée malienne a lancé une opération à Gao après la mort de dix pêcheurs, égorgés par des éléments de la"
        " Katiba Macina.",
    ),
    ("en", "Ten herders were killed near Gao in Mali by gunmen, soldiers of the garrison said."),
    ("en", "Police detained three gunmen near Gao in Mali. They had killed four traders."),
    ("fr", "Des soldats sont arrivés à Gao, au Mali, après le départ des djihadistes. Ils ont tué douze villageois."),
    ("en", "Villagers near Gao in Mali were killed by rebels of the Army of Liberation."),
    ("fr", "L'attaque du village de Kobé, au Mali, condamnée par l'armée, a fait six morts parmi les habitants."),
    ("en", "Six villagers were killed near Mopti, Mali, in an attack condemned by the army."),
    ("en", "An attack on a village near Mopti in Mali, repelled by soldiers, left four villagers dead."),
    ("en", "Two policemen stood by while bandits killed six traders in Gusau, Nigeria."),
    ("en", "When soldiers reached Oregomel in Chad, 29 people lay dead and the huts were smoking."),
    ("en", "The Nigerien army said twelve villagers had died in an assault on a convoy near Ayorou."),
    ("fr", "Dix soldats et miliciens tués ainsi que six habitants : le bilan de Djibo, au Burkina Faso, s'alourdit."),
    ("fr", "Les gendarmes dormaient quand des bandits ont égorgé deux éleveurs à Gueskérou, au Niger."),
]
THEY_WERE_HIT = [
    ("en", "Malian soldiers were deployed near Gao. They were attacked by gunmen who killed nine.", FORCES),
    ("fr", "Des gendarmes nigériens patrouillaient près de Diffa. Ils ont été attaqués par des hommes armés.", FORCES),
    ("en", "Twelve traders were on the road to Gao in Mali. They were abducted by gunmen.", CIVILIANS),
    ("fr", "Douze marchands se rendaient à Gao, au Mali. Ils ont été enlevés par des hommes armés.", CIVILIANS),
]
SEVERAL = [
    ("en", "Togo recalled its envoy from Minsk on Monday; Benin and Ghana followed suit.", {"TGO", "BEN", "GHA"}),
    ("en", "Mali recalled its ambassador from Algiers, and Niger did the same.", {"MLI", "NER"}),
    ("fr", "Le Mali a rappelé son ambassadeur à Alger ; le Niger et le Burkina Faso ont fait de même.",
     {"MLI", "NER", "BFA"}),
    ("fr", "Niamey, Bamako et Ouagadougou ont annoncé leur retrait de la CEDEAO.", {"MLI", "NER", "BFA"}),
    ("fr", "Le Togo, le Bénin et le Ghana ont rappelé leurs ambassadeurs en Biélorussie.", {"TGO", "BEN", "GHA"}),
]  # fmt: skip
TOGETHER = [
    ("en", "Army chiefs from Senegal, Gambia and Guinea-Bissau agreed joint patrols in Dakar.", {"SEN", "GMB", "GNB"}),
    ("fr", "Les chefs d'état-major du Togo, du Bénin et du Ghana ont lancé une patrouille mixte à Kara.",
     {"TGO", "BEN", "GHA"}),
]  # fmt: skip
LABELS = [
    ("en", "NIGER: an army post was raided. TOGO: a curfew was extended by three months."),
    ("fr", "NIGER : un poste de l'armée a été attaqué. TOGO : le couvre-feu est prolongé de trois mois."),
]
ABROAD = [
    ("en", "Gunmen stopped a bus near Bamenda in Cameroon and killed six. One was a Nigerian trader. A curfew holds."),
    ("fr", "Des hommes armés ont tué six passagers près de Bamenda, au Cameroun. L'un d'eux était nigérian. Le"
     " couvre-feu est en vigueur."),
]  # fmt: skip
LABELLED = [
    ("Haiti gangs kill 12 in market raid", "Gunmen shot twelve traders at dawn. Police came late.", {"HTI"}),
    ("Haitian workers seek pay", "Gunmen shot twelve traders near Mopti, in Mali. Police came late.", {"MLI"}),
    ("Haiti envoy killed in Mali", "Gunmen shot the man at dawn. Police came late.", {"MLI"}),
]
ALSO_HELD = [
    ("en", "A convoy near Gao in Mali was attacked and followed by gunmen.", CIVILIANS),
    ("en", "The town of Ansongo in Mali was attacked and controlled by rebels.", CIVILIANS),
    ("fr", "L'assassinat par des hommes armés de six soldats près de Gao, au Mali, a choqué.", FORCES),
]
A_RAID_ON_A_POST = [
    ("en", "Gunmen overran an army post near Gao in Mali and killed six soldiers. The attackers set fire to tents."),
    ("en", "Bandits shot dead three policemen on the road to Kainji in Nigeria."),
    (
        "fr",
        "Des hommes armés ont attaqué un camp militaire près de Gao, au Mali. Les assaillants ont brûlé deux camions.",
    ),
]
SOMEBODY_ELSE_TOO = [
    ("en", "Gunmen overran an army post near Gao in Mali and killed six soldiers. The attackers set fire to homes."),
    ("en", "Gunmen torched twelve lorries and shot at drivers near Gao in Mali on Friday."),
    ("fr", "Des hommes armés ont brûlé deux camions près de Gao, au Mali, et volé le riz."),
]
AT_HOME = [
    ("en", "Gunmen killed ten villagers, officials in Bamako said. A curfew is in force."),
    ("en", "The minister spoke in Paris of Mali, and of Mali alone. Five soldiers were shot dead. Mali mourns."),
]


def counting(language: str, text: str, *ids: str) -> set[tuple[str, str]]:
    found = mentions(text, language=language)
    told = found[found["counts"] & (found["indicator_id"].isin(ids) if ids else True)]
    return set(zip(told["indicator_id"], told["region_id"], strict=True))


@pytest.mark.parametrize(("language", "text", "country"), BY_FORCES)
def test_harm_by_security_forces_is_told_of_protesters_and_of_crowd_control_too(
    language: str, text: str, country: str
) -> None:
    assert counting(language, text, HARM, CIVILIANS) == {(HARM, country)}


@pytest.mark.parametrize(("language", "text"), NOT_BY_FORCES)
def test_who_only_speaks_comes_or_stands_by_in_another_clause_did_no_harm(language: str, text: str) -> None:
    assert HARM not in {indicator for indicator, _ in counting(language, text)}


@pytest.mark.parametrize(("language", "text", "countries"), SEVERAL)
def test_all_governments_that_did_the_same_are_meant(language: str, text: str, countries: set[str]) -> None:
    assert {c for _, c in counting(language, text, "int_diplomatic_rupture")} == countries


@pytest.mark.parametrize(("language", "text", "countries"), TOGETHER)
def test_parties_to_a_pact_are_those_the_delegates_came_from(language: str, text: str, countries: set[str]) -> None:
    assert {c for _, c in counting(language, text, "int_regional_cooperation")} == countries


@pytest.mark.parametrize(("language", "text"), LABELS)
def test_a_country_in_capitals_before_a_colon_labels_its_item(language: str, text: str) -> None:
    assert counting(language, text, "sec_daily_life_disruption", FORCES) == {
        (FORCES, "NER"), ("sec_daily_life_disruption", "TGO")
    }  # fmt: skip


@pytest.mark.parametrize(("language", "text"), ABROAD)
def test_a_scene_abroad_holds_until_another_place_is_named(language: str, text: str) -> None:
    assert {c for _, c in counting(language, text)} == {"CMR"}


@pytest.mark.parametrize(("title", "text", "countries"), LABELLED)
def test_a_headline_that_begins_with_the_name_of_a_country_abroad_tells_the_scene_unless_the_text_does(
    title: str, text: str, countries: set[str]
) -> None:
    found = mentions(text, title=title)
    assert set(found.loc[found["counts"] & (found["indicator_id"] == CIVILIANS), "region_id"]) == countries


@pytest.mark.parametrize(("language", "text", "indicator"), ALSO_HELD)
def test_who_did_the_act_may_have_answered_or_held_as_well(language: str, text: str, indicator: str) -> None:
    assert indicator in {i for i, _ in counting(language, text)}


@pytest.mark.parametrize(("language", "text"), A_RAID_ON_A_POST)
def test_what_may_be_anybody_s_is_no_civilians_where_soldiers_are_attacked(language: str, text: str) -> None:
    assert {i for i, _ in counting(language, text, FORCES, CIVILIANS)} == {FORCES}


@pytest.mark.parametrize(("language", "text"), SOMEBODY_ELSE_TOO)
def test_homes_and_what_burns_where_no_soldier_is_attacked_are_civilians(language: str, text: str) -> None:
    assert CIVILIANS in {i for i, _ in counting(language, text)}


@pytest.mark.parametrize(("language", "text"), AT_HOME)
def test_a_venue_abroad_is_no_scene_of_what_a_text_about_a_country_tells(language: str, text: str) -> None:
    assert "FRA" not in {c for _, c in counting(language, text)}


@pytest.mark.parametrize(("language", "text", "indicator"), [
    ("en", "Widows in Karimama, Benin, asked why the post had no radio and why nobody came.", "gov_security_failure"),
    ("en", "Officers of Togo uncovered a plan to seize the presidency and arrested a colonel.", "gov_coup_instability"),
    ("fr", "Au Togo, un projet visant à s'emparer de la présidence a été déjoué.", "gov_coup_instability"),
])  # fmt: skip
def test_told_without_its_plain_word(language: str, text: str, indicator: str) -> None:
    assert indicator in {i for i, _ in counting(language, text)}


@pytest.mark.parametrize(("language", "text", "indicator"), [
    ("fr", "On a prié pendant la messe dans une église de Gao, au Mali.", CIVILIANS),
    ("fr", "Un arrêté du gouvernement malien déclare l'association des tisserands dissoute.",
     "gov_transition_legitimacy"),
    ("en", "Engineers uncovered a plan of the old market in Lomé.", "gov_coup_instability"),
    ("en", "The president of Togo stopped a housing project on Monday.", "gov_coup_instability"),
    ("fr", "L'armée malienne a attaqué un rassemblement de terroristes près de Gao lundi.", HARM),
    ("fr", "La junte a suspendu les partis du Niger.", "int_withdrawal"),
])  # fmt: skip
def test_words_that_only_look_like_it(language: str, text: str, indicator: str) -> None:
    assert indicator not in {i for i, _ in counting(language, text)}


@pytest.mark.parametrize(("language", "text", "indicator"), THEY_WERE_HIT)
def test_they_are_whom_the_sentence_before_is_about(language: str, text: str, indicator: str) -> None:
    found = mentions(text, language=language)
    told = set(found[found["status"] == "affirmed"]["indicator_id"]) & {HARM, CIVILIANS, FORCES}
    assert told == {indicator}


def test_they_who_were_only_displaced_are_counted_once() -> None:
    found = mentions("Refugees reached Gao in Mali on Monday. They were attacked by malaria.", language="en")
    assert found["term"].tolist() == ["refugees"]
