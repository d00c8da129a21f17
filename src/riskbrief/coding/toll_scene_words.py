"""Words that tell of more dead of a scene, of other scenes and of totals, in both languages, folded (method B.6)."""

from __future__ import annotations

import re

from riskbrief.coding.toll_words import words

ORDINALS = {
    word: number
    for number, names in enumerate(
        (
            "second deuxieme seconde", "third troisieme", "fourth quatrieme", "fifth cinquieme", "sixth sixieme",
            "seventh septieme", "eighth huitieme", "ninth neuvieme", "tenth dixieme", "eleventh onzieme",
            "twelfth douzieme", "thirteenth treizieme", "fourteenth quatorzieme", "fifteenth quinzieme",
            "sixteenth seizieme", "seventeenth", "eighteenth", "nineteenth", "twentieth vingtieme",
        ),
        start=2,
    )
    for word in names.split()
}  # fmt: skip
ORDINAL = rf"(?P<one>{'|'.join(ORDINALS)}|\d+(?=(?:st|nd|rd|th|e|eme|ieme)\b)(?:[a-z]+))"
ONE_MORE = re.compile(rf"^(?:an?|the|une?|la|le) {ORDINAL}\b(?! (?:of|des?|du)\b)")
ELLIPTIC = re.compile(rf"[,;] (?:and |et |puis |then )?(?:an?|une?) {ORDINAL}(?P<rest>[^,;.:]*)")
GOES_ON = re.compile(
    r"^(?:$| (?:on|at|in|during|while|after|later|shortly|overnight|hours|days|the next|the day|pendant|lors|a|au|dans"
    r"|sur|plus tard|apres|en|le lendemain|died|succumbed|est mort|est decede|a succombe|est morte|est decedee)\b)"
)
OTHER_FATE = re.compile(
    r"\b(?:wounded|injured|hurt|missing|freed|escaped|fled|survived|captured|blesse\w*|disparu\w*|libere\w*|fui|survecu"
    r"|capture\w*|attack|attaque|blast|explosion)\b"
)
MORE = re.compile(
    r"\b(?:(?<!fatally )(?<!mortally )(?<!mortellement )(?:wounded|injured|blesse\w*)|more|others?|another|further"
    r"|additional|also|autres?|supplementaires?|de plus|aussi|egalement)\b"
)
DIED = re.compile(
    r"\b(?:died|succumbed|bod(?:y|ies)|corpses?|corps|mort\w*|decede\w*|succombe\w*|hospital|clinic|wounds|injuries"
    r"|hopital|blessures)\b"
)
"Deaths that may come on another day, in another town, than the scene."
WEEKDAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
)
PLACED = re.compile(r"(?:\bat|\bin|\bnear|à|\bprès d[e'’] ?) ?[A-ZÉÈ]\w+")
TOO = re.compile(r"\b(?:also|too|another|other|likewise|aussi|egalement|autre)\b")
ELSEWHERE = re.compile(
    r"\b(?:separate(?:ly)?|(?:another|second|third|different|similar|previous|earlier) (?:attack|raid|ambush|incident"
    r"|strike|blast|village|town|clash)\w*|elsewhere|meanwhile|ago|(?:last|previous) (?:week|month|year)|in \d{4}"
    r"|earlier (?:this|in)|(?:autre|seconde?|deuxieme|troisieme|precedente?) (?:attaque|embuscade|incident|frappe"
    r"|assaut|raid|explosion|village|localite|drame)|par ailleurs|ailleurs|pendant ce temps|il y a"
    r"|(?:semaine|annee) derniere|(?:mois|an) dernier|en \d{4}|(?:semaine|annee) precedente|mois precedent)\b"
)
WHOLE = re.compile(
    r"\b(?:compris|inclus\w*|includ(?:es?|ed|ing)|(?:bring(?:s|ing)?|brought|raising|lifting) (?:the|it|that|to)"
    r"|port(?:e|ent|ant|ait) (?:a|le|ainsi)|total|among|parmi|in all)\b"
)
OPENS_ONE = re.compile(r"^(?:an?|another|une?)\b")
AGAIN = re.compile(r"\b(?:he|she|il|elle|ce|cet|cette)\b")
"Who is spoken of so was told of before: 'a father of six, he was killed'."
OPENS_KIN = re.compile(r"^(?:his|her|their|its|son|sa|ses|leurs?)\b")
OPENS_THE = re.compile(r"^(?:the|le|la|l) ")
ANYBODY = words(
    "man men person persons people victim victims body bodies individual civilian resident villager homme hommes "
    "personne personnes victime victimes corps individu civil habitant villageois others other autre autres"
)
DESCRIBED = re.compile(r"\b(?:old|young|elderly|pregnant|blind|vieil|vieille|jeune|enceinte|aveugle)\b")
