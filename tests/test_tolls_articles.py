"""Tolls of whole articles: which sentences are read for them, and what is counted once."""

from __future__ import annotations

from coding_builders import code, row
from riskbrief.coding.claims import total
from riskbrief.coding.toll_families import toll_words
from riskbrief.coding.tolls import Toll, find_tolls
from riskbrief.definitions.inflect import Written

QUIET = "The market stayed shut. A governor sent condolences. Women wept. "


def stated(text: str, *, title: str = "", language: str = "en") -> set[tuple[str, int]]:
    """Kind and best figure of every claim."""
    claims = code(row(text, title=title, language=language)).claims
    return set(zip(claims["kind"], claims["best"].astype(int), strict=True))


def test_the_wounded_are_found_far_from_the_attack_and_in_whatever_town_they_are_treated() -> None:
    text = "Gunmen killed 16 villagers near Gao on Monday. " + QUIET + "Six others are being treated in Bamako."
    assert stated(text) == {("killed", 16), ("wounded", 6)}


def test_the_dead_of_a_distant_sentence_count_only_when_nothing_was_said_of_them_and_no_other_town_is_named() -> None:
    attack = "Gunmen attacked the village of Ansongo on Monday. "
    assert stated(attack + QUIET + "Neighbours found 23 bodies.") == {("killed", 23)}
    assert stated(attack + QUIET + "Twelve people died in a flood in Kayes.") == set()
    assert stated(attack + "They killed four farmers. " + QUIET + "Since then 23 bodies were found.") == {("killed", 4)}


def test_an_article_about_two_places_leaves_distant_sentences_alone() -> None:
    text = "Gunmen killed six farmers near Gao. Bandits killed two traders in Mopti. " + QUIET + "Nine were wounded."
    assert ("wounded", 9) not in stated(text)


def test_a_third_language_counts_in_digits_with_the_verbs_and_nouns_of_its_lexicon() -> None:
    families = {
        "kill": [Written("waliwaua", frozenset({"finite"}))],
        "civilian": [Written("wanakijiji", frozenset({"noun"}))],
    }
    tolls = find_tolls("Washambuliaji waliwaua 12 wanakijiji.", "sw", toll_words("sw", families))
    assert [(t.kind, t.victims, t.best) for t in tolls] == [("killed", "civilians", 12)]


def test_a_verb_of_the_lexicons_that_also_takes_things_counts_only_persons() -> None:
    families = {"abduct": [Written("seized", frozenset({"finite", "participle"}))]}
    said = toll_words("en", families)
    assert [t.best for t in find_tolls("Gunmen seized nine pupils.", "en", said)] == [9]
    for text in ("Gunmen seized nine.", "Gunmen seized nine rifles.", "Police seized nine suspects."):
        assert find_tolls(text, "en", said) == []


def test_a_sentence_total_adds_classes_but_never_shares() -> None:
    def toll(victims: str, best: int, start: int, *, part: bool = False) -> Toll:
        return Toll("killed", victims, best, best, best, "exact", start, start + 5, part)

    listed = total([toll("security_forces", 3, 0), toll("civilians", 2, 10)])
    shares = total([toll("security_forces", 12, 0), toll("civilians", 2, 10, part=True)])
    assert listed is not None and (listed.best, listed.victims) == (5, "unspecified")
    assert shares is not None and (shares.best, shares.victims) == (12, "security_forces")


def test_a_share_is_no_claim_of_its_own_beside_its_whole_unless_it_counts_attackers() -> None:
    text = "Gunmen killed 12 villagers near Gao on Monday, including two soldiers."
    assert stated(text) == {("killed", 12)}
    text = "A raid near Gao on Monday killed 15 people, including five attackers."
    assert stated(text) == {("killed", 15), ("killed", 5)}


def test_the_dead_of_one_town_are_no_share_of_the_dead_of_another() -> None:
    text = "Gunmen killed three farmers near Ansongo, in Mali. In Mopti, gunmen killed seven traders. "
    assert stated(text + "Two others were shot dead in Mopti as they fled.") == {("killed", 3), ("killed", 9)}
    text = (
        "Des hommes armés ont tué trois paysans à Ansongo, au Mali. À Mopti, des hommes armés ont tué sept marchands. "
    )
    assert stated(text + "Deux autres ont été abattus à Mopti.", language="fr") == {("killed", 3), ("killed", 9)}


def test_the_abducted_of_a_distant_sentence_count_when_nothing_was_said_of_them() -> None:
    attack = "Gunmen attacked the village of Ansongo on Monday. "
    assert stated(attack + QUIET + "Nine people are still in their hands.") == {("kidnapped", 9)}
    told = attack + "They abducted four farmers. " + QUIET + "Nine people are still in their hands."
    assert stated(told) == {("kidnapped", 4)}


def test_tolls_of_accidents_and_illness_beside_an_attack_are_not_its_victims() -> None:
    attack = "Gunmen killed six farmers near Gao on Monday. "
    for misfortune in ("Nine others died in a bus crash.", "Measles left nine dead.", "A flood killed nine people."):
        assert stated(attack + misfortune) == {("killed", 6)}
    assert stated(attack + "Nine others died of their wounds.") == {("killed", 15)}


def test_words_of_death_that_are_a_denial_themselves_deny_no_death() -> None:
    assert ("killed", 7) in stated("Gunmen attacked a post near Gao on Monday; seven soldiers did not survive.")
    french = "Des hommes armés ont attaqué un poste près de Gao lundi ; six gardes n'ont pas survécu."
    assert ("killed", 6) in stated(french, language="fr")
    assert stated("Gunmen attacked a post near Gao on Monday; seven soldiers were not killed.") == set()


def test_a_long_list_of_incidents_is_no_story_and_each_toll_stands_for_itself() -> None:
    attack = "Gunmen killed eight soldiers near Gao in Mali on Monday. Two more soldiers were killed there too. "
    assert ("killed", 10) in stated(attack)
    log = " ".join(f"Gunmen killed {n} soldiers near Gao in Mali on Monday." for n in range(20, 130))
    assert not stated(log + " " + attack) & {("killed", 10)}
