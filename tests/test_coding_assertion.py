"""What a sentence asserts: every rule decides a case that goes wrong without it."""

from __future__ import annotations

import pytest

from coding_builders import code, judged, mentions, row, statuses
from riskbrief.coding import assertion
from riskbrief.coding.assertion import RULES, Rule

FORCES, CIVILIANS, CAPITAL = "sec_attack_security_forces", "sec_attack_civilians", "sec_attack_capital"
COUP, ARMED, HARM, SANCTIONS = (
    "gov_coup_instability",
    "sec_armed_group_activity",
    "sec_civilian_harm_ops",
    "int_sanctions_aid_cut",
)
PEACE, DAILY = "gov_peacebuilding", "sec_daily_life_disruption"

KILLERS: list[tuple[Rule, str, str, str, str]] = [
    (assertion.excluded, "en", COUP, "The leaders met since the coup in silence.", "excluded"),
    (assertion.domain, "en", FORCES, "In the film the raid on an army camp takes an hour.", "domain"),
    (assertion.domain, "fr", CIVILIANS, "Le jeu vidéo montre une attaque contre un village.", "domain"),
    (assertion.flipped, "en", PEACE, "The ceasefire collapsed after a week.", "reversed"),
    (assertion.flipped, "fr", SANCTIONS, "Le bloc a levé les sanctions.", "reversed"),
    (assertion.historic, "en", FORCES, "Rebels attacked an army camp in 2013.", "historic"),
    (assertion.historic, "fr", FORCES, "Il y a dix ans, une attaque contre une caserne.", "historic"),
    (assertion.denied, "en", FORCES, "The prefect denied that there had been an attack on a barracks.", "denied"),
    (assertion.denied, "fr", FORCES, "Le gouverneur dément toute attaque contre la caserne.", "denied"),
    (assertion.negated, "en", FORCES, "There was no attack on the barracks.", "negated"),
    (assertion.negated, "en", FORCES, "The attack on the barracks did not take place.", "negated"),
    (assertion.negated, "fr", FORCES, "Aucune attaque contre la caserne ne nous est connue.", "negated"),
    (assertion.foiled, "en", FORCES, "Guards foiled an attack on a barracks.", "foiled"),
    (assertion.foiled, "fr", FORCES, "L'attaque contre la caserne a été déjouée.", "foiled"),
    (assertion.hypothetical, "en", FORCES, "Fighters could attack a barracks soon.", "hypothetical"),
    (assertion.hypothetical, "fr", FORCES, "Des hommes pourraient attaquer une caserne.", "hypothetical"),
    (assertion.hypothetical, "en", COUP, "A coup was possible, the report said.", "hypothetical"),
    (assertion.hedged, "en", FORCES, "An unconfirmed report said a patrol was ambushed.", "hedged"),
    (assertion.hedged, "fr", FORCES, "Des hommes auraient attaqué une caserne.", "hedged"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "language", "indicator", "text", "status"), KILLERS, ids=lambda v: getattr(v, "__name__", None)
)
def test_each_rule_decides_a_case_and_without_it_the_case_is_wrong(
    rule: Rule, language: str, indicator: str, text: str, status: str
) -> None:
    assert judged(text, indicator, language=language) == [status]
    assert judged(text, indicator, language=language, without=rule) not in ([status], [])


def test_a_retraction_notice_withdraws_all_it_repeats() -> None:
    text = "An earlier article said a patrol was ambushed near Gao."
    assert statuses(text, FORCES, retracts="a0") == ["retracted"]
    assert statuses(text, FORCES, title="Correction: Gao ambush") == ["retracted"]
    assert judged(text, FORCES, retracts="a0", without=assertion.retracted) == ["affirmed"]


def test_every_rule_has_a_killing_case() -> None:
    assert {r for r, *_ in KILLERS} | {assertion.retracted} == set(RULES)


@pytest.mark.parametrize(
    ("language", "indicator", "text", "status"),
    [
        ("en", CIVILIANS, "No fewer than 15 villagers were killed near Koro.", "affirmed"),
        ("en", FORCES, "There was no damage in town, but gunmen attacked an army post.", "affirmed"),
        ("en", FORCES, "Lieutenant May Danjuma said gunmen attacked an army post.", "affirmed"),
        ("en", FORCES, "Gunmen may attack an army post.", "hypothetical"),
        ("en", FORCES, "Suspected militants attacked an army post.", "affirmed"),
        ("en", FORCES, "If aid stops, gunmen will attack an army post.", "hypothetical"),
        ("en", "gov_security_failure", "The army failed to prevent the raid.", "affirmed"),
        ("en", HARM, "The army denied on Friday that its soldiers killed civilians.", "denied"),
        ("en", CIVILIANS, "The army said gunmen attacked a village.", "affirmed"),
        ("en", FORCES, "The reports of an attack on a barracks were denied by the mayor.", "denied"),
        ("en", SANCTIONS, "The bloc did not lift the sanctions.", "affirmed"),
        ("fr", FORCES, "Le camp militaire attaqué a subi un assaut sans précédent.", "affirmed"),
        ("fr", "gov_local_grievance", "L'absence de l'État nourrit la colère.", "affirmed"),
        ("fr", FORCES, "Une attaque contre la caserne, selon un élu.", "affirmed"),
        (
            "en",
            FORCES,
            "Gunmen attacked an army post, a week after the bloc withdrew its envoy over alleged slights.",
            "affirmed",
        ),
        ("fr", FORCES, "Des hommes auraient pu attaquer une caserne.", "hypothetical"),
        ("fr", FORCES, "L'attaque contre la caserne n'a pas eu lieu.", "negated"),
        ("fr", FORCES, "Pas moins de dix hommes ont mené une attaque contre une caserne.", "affirmed"),
    ],
)
def test_scopes_pseudo_triggers_and_terminators(language: str, indicator: str, text: str, status: str) -> None:
    assert set(statuses(text, indicator, language=language)) == {status}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("On Thursday gunmen attacked an army post, the deadliest raid since 2019.", "affirmed"),
        ("Gunmen attacked an army post near Gao and broke the truce that followed the 2015 peace treaty.", "affirmed"),
        ("Rebels recalled the 2015 attack on an army post near Gao.", "historic"),
        ("On Friday the court heard how rebels attacked an army post in 2019.", "historic"),
        ("A court on Thursday sentenced two men who attacked an army camp.", "historic"),
        ("Gunmen attacked an army post on Friday, weeks after last month's flood.", "affirmed"),
        ("Fighters attacked an army post last month.", "historic"),
        ("Gunmen attacked an army post on 10 January.", "historic"),
        ("Gunmen attacked an army post on 4 March.", "affirmed"),
    ],
)
def test_the_nearest_mark_of_time_decides(text: str, status: str) -> None:
    assert set(statuses(text, FORCES)) == {status}


def test_in_early_january_last_years_date_is_still_news() -> None:
    assert statuses("Gunmen attacked an army post on 30 December 2023.", FORCES, day="2024-01-03") == ["affirmed"]


def test_since_an_earlier_year_is_chronic_half_for_attention_nothing_for_events() -> None:
    found = mentions("Since 2012 militants have held the north of Mali, where gunmen attack army posts and villages.")
    found = found.set_index("indicator_id")
    assert found.loc[ARMED, ["status", "alpha", "counts"]].tolist() == ["historic", 0.5, True]
    assert found.loc[ARMED, "reason"].startswith("chronic")
    event = mentions("Attacks on a market in Mali have gone on since 2012.")
    assert event["status"].tolist() == ["historic"] and not event["counts"].any()


def test_what_stands_between_since_and_the_year_is_past_not_chronic() -> None:
    found = mentions("Mali has been in turmoil since a coup in 2012 that ended civilian rule.")
    coup = found[found["indicator_id"] == COUP]
    assert coup["status"].tolist() == ["historic"]
    assert not coup["reason"].iloc[0].startswith("chronic")


def test_an_article_about_the_past_covers_sentences_without_a_recent_day() -> None:
    text = "Families gathered at the square. Rebels had stormed a barracks. On Friday gunmen attacked an army post."
    assert statuses(text, FORCES, title="Gao marks anniversary of the siege") == ["historic", "affirmed"]
    assert statuses(text, FORCES, title="Gao gathers") == ["affirmed", "affirmed"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("The governor denied that there had been an attack on an army base.", "denied"),
        ("Gunmen could attack an army base, he said.", "hypothetical"),
        ("Gunmen attacked an army base. There was no attack on an army camp.", "affirmed"),
        ("Traffic was normal.", "affirmed"),
    ],
)
def test_a_title_takes_the_status_its_whole_text_gives(body: str, status: str) -> None:
    found = mentions(body, title="Attack on army base near Kayes")
    title = found[(found["field"] == "title") & (found["indicator_id"] == FORCES)]
    assert title["status"].tolist() == [status]


def test_two_cues_of_a_domain_void_the_article_and_violence_overrides_sport_only() -> None:
    game = "Players defend Timbuktu. The gameplay is loose. Militants attack a military base."
    assert set(statuses(game, FORCES)) == {"domain"}
    assert statuses("Players came home. Militants attack a military base.", FORCES) == ["affirmed"]
    match = "Gunmen opened fire on spectators at a football match, killing 12 people."
    assert set(statuses(match, CIVILIANS, title="Twelve killed at football match")) == {"affirmed"}
    film = "In the film gunmen opened fire on spectators at a market."
    assert set(statuses(film, CIVILIANS)) == {"domain"}


def test_the_domain_filter_leaves_the_information_pillar_alone() -> None:
    assert statuses("The film about fake news opened on Friday.", "inf_misinformation") == ["affirmed"]


def test_negation_does_not_void_talk_about_information() -> None:
    assert set(statuses("There was no truth in the fake video, he said.", "inf_misinformation")) == {"affirmed"}


def test_lifted_sanctions_are_credited_to_support_with_their_own_status() -> None:
    found = mentions("ECOWAS lifted sanctions on Mali on Friday.")
    assert found.set_index("indicator_id")["status"].to_dict() == {
        SANCTIONS: "reversed",
        "int_support": "affirmed",
    }
    credit = found[found["indicator_id"] == "int_support"].iloc[0]
    assert credit["quote"].startswith("lifted sanctions") and credit["counts"]
    feared = mentions("ECOWAS could lift sanctions on Mali.")
    assert set(feared[feared["indicator_id"] == "int_support"]["status"]) == {"hypothetical"}


def test_incitement_counts_half_though_only_called_for() -> None:
    found = mentions("Voices in Bamako made calls for revenge attacks.")
    backlash = found[found["indicator_id"] == "gov_communal_backlash"].iloc[0]
    assert (backlash["status"], backlash["alpha"], backlash["counts"]) == ("hypothetical", 0.5, True)
    plain = mentions("Militants could attack an army post near Gao.")
    assert not plain[plain["status"] == "hypothetical"]["counts"].any()


@pytest.mark.parametrize(
    ("language", "indicator", "text", "status"),
    [
        ("en", FORCES, "Nobody attacked the army post.", "negated"),
        ("en", FORCES, "No truck has come since gunmen attacked an army post.", "affirmed"),
        ("en", FORCES, "No bread, no petrol: gunmen attacked an army post.", "affirmed"),
        ("fr", FORCES, "Les rebelles n'ont toujours pas attaqué la caserne.", "negated"),
        ("fr", FORCES, "La garnison n'a pas réagi quand des rebelles ont attaqué la caserne.", "affirmed"),
        ("en", FORCES, "Talk of a raid on the barracks is pure invention, the colonel said.", "denied"),
        ("fr", FORCES, "Le gouverneur récuse toute attaque contre la caserne.", "denied"),
        ("en", FORCES, "Villagers would not pay, so on Friday, rebels attacked an army post.", "affirmed"),
        ("en", FORCES, "A larger assault on the barracks cannot be ruled out, he said.", "hypothetical"),
        ("en", SANCTIONS, "Brussels is considering sanctions against the generals.", "hypothetical"),
        ("fr", FORCES, "Un assaut contre la caserne n'est pas à exclure.", "hypothetical"),
        ("en", FORCES, "Seven gendarmes may have been killed in an ambush.", "hedged"),
        ("en", FORCES, "The assault on the barracks was beaten off.", "foiled"),
        ("en", COUP, "Eleven officers tried to overthrow the government.", "foiled"),
        ("en", FORCES, "Judges examined on Friday the attack on a barracks in the war crimes trial.", "historic"),
        ("en", FORCES, "The raid on the barracks, the theatre commander said, left three dead.", "affirmed"),
        ("en", DAILY, "The curfew in the town was lifted on Monday.", "reversed"),
        ("fr", DAILY, "Le couvre-feu n'a pas été levé.", "affirmed"),
        ("en", "gov_public_discontent", "Doctors began an open-ended strike.", "affirmed"),
        ("fr", PEACE, "La trêve a volé en éclats.", "reversed"),
    ],
)  # fmt: skip
def test_statuses_of_either_language_over_whole_concepts(language: str, indicator: str, text: str, status: str) -> None:
    assert set(statuses(text, indicator, language=language)) == {status}


@pytest.mark.parametrize(
    ("language", "indicator", "text", "status"),
    [
        ("en", "inf_panic_viral", "The alarm caused no panic at the market.", "negated"),
        ("fr", "inf_panic_viral", "Aucune panique au marché vendredi.", "negated"),
        ("fr", "inf_narrative_propaganda", "Pékin rejette les accusations de propagande.", "denied"),
        ("en", "inf_narrative_propaganda", "A spokesman called the allegation propaganda.", "affirmed"),
        ("en", "inf_verification", "Images of the fire were taken in 2013, the fact-checking team found.", "affirmed"),
        ("en", "inf_verification", "Correction: an earlier version of this story gave 34 dead.", "affirmed"),
    ],
)  # fmt: skip
def test_talk_about_information_is_voided_only_where_the_cue_touches_it(
    language: str, indicator: str, text: str, status: str
) -> None:
    assert set(statuses(text, indicator, language=language)) == {status}


def test_who_could_act_is_there_already() -> None:
    found = mentions("Militants could attack an army post near Gao.").set_index("indicator_id")["status"]
    assert found.to_dict() == {ARMED: "affirmed", FORCES: "hypothetical"}


def test_every_status_but_affirmed_says_why() -> None:
    texts = [text for _, language, _, text, _ in KILLERS if language == "en"]
    found = code(*(row(t, name=f"a{n}") for n, t in enumerate(texts))).mentions
    assert (found[found["status"] != "affirmed"]["reason"].str.len() > 8).all()
    assert "cue 'denied' 5 words before" in " ".join(found["reason"])


def test_a_stronger_phrase_raises_the_severity_of_a_coup() -> None:
    plain = mentions("A mutiny began in Niamey on Friday.")
    grave = mentions("A mutiny began in Niamey and officers seized power on Friday.")
    assert plain["severity_base"].max() == 3.0
    assert grave["severity_base"].max() == 7.0
