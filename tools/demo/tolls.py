"""Reported tolls as phrases: who, how many, how sure, in both languages."""

from __future__ import annotations

from typing import Any

from demo.draw import Draw
from demo.world import SMALL_EN, SMALL_FR

CLAIMANTS = {
    "army": ("the army", "l'armée"),
    "defence_ministry": ("the defence ministry", "le ministère de la Défense"),
    "interior_ministry": ("the interior ministry", "le ministère de l'Intérieur"),
    "justice_ministry": ("the public prosecutor", "le parquet"),
    "government": ("the government", "le gouvernement"),
    "presidency": ("the presidency", "la présidence"),
    "police": ("the police", "la police"),
    "prosecutor": ("the prosecutor", "le procureur"),
    "emergency_agency": ("the emergency management agency", "l'agence des secours"),
    "parks": ("the organisation that runs the park", "l'organisation gestionnaire du parc"),
    "diocese": ("the local diocese", "le diocèse"),
    "school": ("the school", "la direction de l'école"),
    "hospital": ("hospital sources", "des sources hospitalières"),
    "un": ("the United Nations human rights office", "le bureau des droits de l'homme de l'ONU"),
    "eu": ("the European Union", "l'Union européenne"),
    "amnesty": ("Amnesty International", "Amnesty International"),
    "opposition": ("opposition and rights groups", "l'opposition et des organisations de défense des droits"),
    "local_official": ("a local official", "un élu local"),
    "mayor": ("a second local official", "un autre responsable local"),
    "local_groups": ("local associations", "des associations locales"),
    "residents": ("residents", "des habitants"),
    "families": ("a collective of relatives", "un collectif de proches des victimes"),
    "security_source": ("a security source", "une source sécuritaire"),
    "security_source_2": ("another security source", "une autre source sécuritaire"),
    "diplomats": ("diplomats", "des diplomates"),
    "reports": ("early press reports", "les premières informations de presse"),
    "jnim": ("the armed group JNIM", "le groupe armé JNIM"),
    "csp": ("the rebel coalition CSP-PSD", "la coalition rebelle CSP-PSD"),
}
OFFICIAL = {
    "army", "defence_ministry", "interior_ministry", "justice_ministry", "government", "presidency", "police",
    "prosecutor", "emergency_agency", "parks", "school",
}  # fmt: skip
VICTIMS = {
    "people": ("people", "personnes", "f"),
    "soldiers": ("soldiers", "militaires", "m"),
    "civilians": ("civilians", "civils", "m"),
    "police": ("police officers", "policiers", "m"),
    "gendarmes": ("gendarmes", "gendarmes", "m"),
    "women": ("women", "femmes", "f"),
    "children": ("schoolchildren", "écoliers", "m"),
    "students": ("students", "étudiants", "m"),
    "farmers": ("farmers", "agriculteurs", "m"),
    "fighters": ("soldiers and militia members", "militaires et miliciens", "m"),
    "soldiers_volunteers": ("soldiers and volunteers", "militaires et volontaires", "m"),
    "soldiers_rangers": ("soldiers and rangers", "militaires et gardes", "m"),
    "soldiers_russians": ("Malian soldiers and Russian fighters", "soldats maliens et combattants russes", "m"),
}
ROUND_FR = {20: "vingtaine", 30: "trentaine", 40: "quarantaine", 100: "centaine"}
OPEN = {
    "dozens": ("dozens of", "des dizaines de"),
    "hundreds": ("hundreds of", "des centaines de"),
    "several": ("several", "plusieurs"),
    "some": ("some", "des"),
}
QUALIFIERS = {
    "exact": ("", ""),
    "at_least": ("at least ", "au moins "),
    "more_than": ("more than ", "plus de "),
    "up_to": ("up to ", "jusqu'à "),
    "nearly": ("nearly ", "près de "),
}
ABOUT_EN = ("about ", "around ", "some ")


def claimant(name: str, language: str) -> str:
    return CLAIMANTS[name][language == "fr"]


def number(n: int, language: str) -> str:
    words = SMALL_EN if language == "en" else SMALL_FR
    return words[n] if n < len(words) else str(n)


def phrase(n: int, q: str, who: str, *, language: str, draw: Draw) -> str:
    """`at least 17 soldiers`, `une quarantaine de civils`, `des dizaines de personnes`."""
    french = language == "fr"
    noun = VICTIMS[who][french]
    if q in OPEN:
        return f"{OPEN[q][french]} {noun}"
    if q == "about" and not french:
        return f"{draw.pick(ABOUT_EN)}{n} {noun}"
    if q == "about":
        return f"une {ROUND_FR[n]} de {noun}" if n in ROUND_FR and draw.share() < 0.6 else f"environ {n} {noun}"
    return f"{QUALIFIERS[q][french]}{number(n, language)} {noun}"


def title_phrase(n: int, q: str, who: str, *, language: str, draw: Draw) -> str:
    text = phrase(n, q, who, language=language, draw=draw)
    digits = {"en": SMALL_EN, "fr": SMALL_FR}[language]
    return " ".join(str(digits.index(w)) if w in digits[2:] else w for w in text.split())


def toll_slots(claim: dict[str, Any] | None, language: str, *, draw: Draw) -> dict[str, str]:
    """Slots of one claim; those of an absent figure are left out, so that templates that need them are not used."""
    if claim is None:
        return {}
    by = claimant(claim["by"], language)
    slots = {"by": by, "by_t": by.removeprefix("the ").removeprefix("a ")}
    if "killed" in claim:
        slots |= _killed(claim, language, draw)
    if "kidnapped" in claim:
        slots |= _kidnapped(claim, language, draw)
    if "wounded" in claim:
        slots["wounded"] = number(claim["wounded"], language)
    return slots


def _killed(claim: dict[str, Any], language: str, draw: Draw) -> dict[str, str]:
    n, q, who = claim["killed"], claim["q"], claim["who"]
    text = phrase(n, q, who, language=language, draw=draw)
    title = title_phrase(n, q, who, language=language, draw=draw)
    counted = q not in OPEN
    if language == "en":
        return {"toll": text, "toll_t": title} | ({"toll_n": text} if counted and q != "up_to" else {})
    e = "es" if VICTIMS[who][2] == "f" else "s"
    count = text.removesuffix(VICTIMS[who][1]).strip()
    deaths = f"{count.removesuffix(' de')} de morts" if count.endswith(" de") else f"{count} morts"
    slots = {"bilan": text, "bilan_t": title, "tues": f"tué{e}", "morts": deaths}
    of = f"d'{text}" if text[0] in "aeu" else f"de {text}"
    return slots | ({"du_bilan": of} if counted and q != "up_to" else {})


def _kidnapped(claim: dict[str, Any], language: str, draw: Draw) -> dict[str, str]:
    n, q, who = claim["kidnapped"], claim["q"], claim["who"]
    text = phrase(n, q, who, language=language, draw=draw)
    title = title_phrase(n, q, who, language=language, draw=draw)
    if language == "en":
        return {"ktoll": text, "ktoll_t": title}
    e = "es" if VICTIMS[who][2] == "f" else "s"
    return {"kbilan": text, "kbilan_t": title, "kenleves": f"enlevé{e}", "kemmenes": f"emmené{e}"}
