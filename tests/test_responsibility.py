"""Who claims an attack and who is accused of it: named groups, never as a fact (method A.11 item 6, A.12 W5)."""

from __future__ import annotations

import pytest

from tests.coding_builders import code, row

CLAIMED, ATTRIBUTED = "claimed", "attributed"
TOLD = {
    "en": "Gunmen attacked an army base near Gao in Mali on Thursday, killing nine soldiers. ",
    "fr": "Des hommes armés ont attaqué jeudi une base de l'armée près de Gao, au Mali, tuant neuf soldats. ",
}
ENGLISH: list[tuple[str, set[tuple[str, str]]]] = [
    ("JNIM claimed responsibility for the attack.", {(CLAIMED, "JNIM")}),
    ("The raid was claimed by ISWAP.", {(CLAIMED, "ISWAP")}),
    ("JNIM, an al-Qaeda affiliate, said it was behind the assault.", {(CLAIMED, "JNIM")}),
    ("The Islamic State in the Greater Sahara has taken responsibility for the ambush.", {(CLAIMED, "IS Sahel")}),
    ("In a statement on Friday, Boko Haram claimed the attack.", {(CLAIMED, "Boko Haram")}),
    ("Responsibility for the assault was later claimed by Ansaru.", {(CLAIMED, "Ansaru")}),
    ("The attack, which ISWAP claimed on its channels, lasted an hour.", {(CLAIMED, "ISWAP")}),
    ("The al-Qaeda-linked JNIM said its fighters had carried out the attack.", {(CLAIMED, "JNIM")}),
    ("The Group for the Support of Islam and Muslims (JNIM) admitted carrying out the raid.", {(CLAIMED, "JNIM")}),
    ("JNIM claimed it, and so did ISWAP in a rival message.", {(CLAIMED, "JNIM")}),
    ("JNIM claimed the attack; Islamic State Sahel Province also claimed responsibility.",
     {(CLAIMED, "JNIM"), (CLAIMED, "IS Sahel")}),
    ("The army blamed IS Sahel for the attack.", {(ATTRIBUTED, "IS Sahel")}),
    ("The governor blamed the killings on Boko Haram.", {(ATTRIBUTED, "Boko Haram")}),
    ("The assault was blamed on JNIM by two security sources.", {(ATTRIBUTED, "JNIM")}),
    ("Local officials attributed the ambush to ISWAP.", {(ATTRIBUTED, "ISWAP")}),
    ("The junta accused the FLA of carrying out the attack.", {(ATTRIBUTED, "FLA")}),
    ("The defence minister said JNIM was behind the raid.", {(ATTRIBUTED, "JNIM")}),
    ("An attack attributed to Lakurawa struck the same road, and nobody has claimed it.",
     {(ATTRIBUTED, "Lakurawa")}),
    ("No group has claimed responsibility for the attack.", set()),
    ("JNIM has not claimed the attack.", set()),
    ("JNIM denied that it was behind the attack.", set()),
    ("JNIM claims to have killed 70 soldiers in the attack.", set()),
    ("JNIM claims the attack killed 70 soldiers.", set()),
    ("JNIM, which has claimed responsibility for similar attacks in the past, is active there.", set()),
    ("The attack claimed nine lives in an area where JNIM is active.", set()),
    ("The toll claimed by JNIM could not be checked.", set()),
    ("It is not known whether JNIM claimed the attack.", set()),
    ("The minister blamed JNIM for the fuel shortage.", set()),
    ("The army claimed that it had repelled JNIM.", set()),
    ("The authorities blamed terrorists for the attack.", set()),
    ("The army said it had attacked a JNIM base.", set()),
    ("The attack has yet to be claimed by JNIM or any other group.", set()),
]  # fmt: skip
FRENCH: list[tuple[str, set[tuple[str, str]]]] = [
    ("L'attaque a été revendiquée par le GSIM.", {(CLAIMED, "JNIM")}),
    ("Le JNIM a revendiqué l'assaut dans un communiqué.", {(CLAIMED, "JNIM")}),
    ("L'État islamique au Grand Sahara revendique l'embuscade.", {(CLAIMED, "IS Sahel")}),
    ("Le Groupe de soutien à l'islam et aux musulmans (JNIM, lié à Al-Qaïda) affirme être à l'origine du raid.",
     {(CLAIMED, "JNIM")}),
    ("Boko Haram a assumé la responsabilité de l'attaque.", {(CLAIMED, "Boko Haram")}),
    ("Cette opération, revendiquée vendredi par l'Iswap, a duré deux heures.", {(CLAIMED, "ISWAP")}),
    ("Dans une vidéo, le GSIM dit avoir mené cette attaque.", {(CLAIMED, "JNIM")}),
    ("Le raid a été revendiqué par le JNIM, puis par l'EIGS.", {(CLAIMED, "JNIM")}),
    ("L'attaque est attribuée au JNIM par des sources locales.", {(ATTRIBUTED, "JNIM")}),
    ("L'armée attribue cette embuscade à Boko Haram.", {(ATTRIBUTED, "Boko Haram")}),
    ("Le gouverneur a imputé l'assaut à l'État islamique.", {(ATTRIBUTED, "Islamic State")}),
    ("La junte accuse le FLA d'avoir mené l'attaque.", {(ATTRIBUTED, "FLA")}),
    ("Le ministre a mis en cause le GSIM après ce raid.", {(ATTRIBUTED, "JNIM")}),
    ("Aucune revendication n'a été enregistrée.", set()),
    ("L'attaque n'a pas été revendiquée par le JNIM.", set()),
    ("Aucun groupe, ni le JNIM ni l'EIGS, n'a revendiqué l'attaque.", set()),
    ("Le JNIM a démenti avoir mené l'attaque.", set()),
    ("Le JNIM revendique la mort de 70 soldats.", set()),
    ("Le JNIM, qui a revendiqué plusieurs attaques similaires, y est actif.", set()),
    ("Le bilan revendiqué par le GSIM n'a pu être vérifié.", set()),
    ("Le ministre attribue la pénurie de carburant au JNIM.", set()),
    ("L'armée revendique une attaque contre une base du JNIM.", set()),
    ("Les autorités accusent des terroristes d'avoir mené l'attaque.", set()),
]  # fmt: skip
SENTENCES = [("en", *case) for case in ENGLISH] + [("fr", *case) for case in FRENCH]


@pytest.mark.parametrize(("language", "sentence", "expected"), SENTENCES, ids=[s for _, s, _ in SENTENCES])
def test_a_sentence_says_which_group_claims_or_is_accused(
    language: str, sentence: str, expected: set[tuple[str, str]]
) -> None:
    claims = code(row(TOLD[language] + sentence, language=language)).claims
    found = claims[claims["kind"].isin([CLAIMED, ATTRIBUTED])]
    assert set(zip(found["kind"], found["group"], strict=True)) == expected
