"""Articles about the violent events of the facts file: reports, updates, funerals, disputes, analyses, aftermath."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from demo.draw import Draw, fill, lines_for, sentence
from demo.ordinary import SAHEL
from demo.tolls import OFFICIAL, claimant, toll_slots
from demo.world import FIRST_DAY, LAST_DAY, Outlet, country_slots, day_name, load, long_date

ATTACKS = {"attack_forces", "ambush", "attack_civilians", "bombing", "ied", "shooting"}
DETAILS = {
    **dict.fromkeys(ATTACKS, "detail"),
    **dict.fromkeys(("clash", "strike", "seizure", "seizure_army", "raid_army"), "detail_clash"),
    **dict.fromkeys(("coup", "coup_foiled", "coup_attempt", "gunfire", "jailbreak"), "detail_coup"),
    "protest_deaths": "detail_protest",
    "abduction": "detail_abduction",
}
# Days after the event and form of each original article, by size of the event.
PLANS: dict[int, tuple[tuple[int, str], ...]] = {
    1: ((0, "report"), (1, "report"), (1, "report")),
    2: ((0, "report"), (0, "report"), (1, "report"), (1, "report"), (2, "mourning"), (4, "analysis")),
    3: (
        (0, "report"), (0, "report"), (0, "report"), (1, "report"), (1, "report"), (1, "report"), (2, "report"),
        (2, "mourning"), (2, "dispute"), (4, "analysis"), (5, "report"), (8, "retro"),
    ),
    4: (
        *((0, "report"),) * 5, *((1, "report"),) * 5, (2, "report"), (2, "report"), (2, "mourning"), (2, "dispute"),
        (3, "report"), (3, "dispute"), (3, "mourning"), (4, "analysis"), (4, "report"), (5, "analysis"),
        (6, "report"), (8, "retro"), (10, "retro"), (12, "analysis"),
    ),
    5: (
        *((0, "report"),) * 13, *((1, "report"),) * 9, (1, "dispute"), (1, "dispute"), *((2, "report"),) * 6,
        (2, "dispute"), (2, "dispute"), (2, "mourning"), (2, "mourning"), *((3, "report"),) * 5, (3, "dispute"),
        (3, "analysis"), (4, "report"), (4, "report"), (4, "analysis"), (4, "report"), (5, "analysis"), (5, "report"),
        (5, "report"),
    ),
}  # fmt: skip
COPIES = {1: 1, 2: 3, 3: 5, 4: 9, 5: 17}
TOLD_BY_TOLL = {"ambush", "shooting", "ied", "protest_deaths", "abduction"}


@dataclass(frozen=True)
class Job:
    """One original article to write about one event."""

    fact: dict[str, Any]
    form: str
    day: date
    number: int


@cache
def bank(language: str) -> dict[str, Any]:
    return load(f"banks/violence_{language}.yaml")


@cache
def facts() -> list[dict[str, Any]]:
    return load("facts_violence.yaml")


def jobs() -> list[Job]:
    """Every original article the facts call for inside the period, in order of publication."""
    found = [Job(f, form, f["date"] + timedelta(days=d), n) for f in facts() for n, (d, form) in enumerate(plan(f))]
    return sorted((j for j in found if FIRST_DAY <= j.day <= LAST_DAY), key=lambda j: (j.day, j.fact["id"], j.number))


def plan(fact: dict[str, Any]) -> list[tuple[int, str]]:
    """Days and forms of the articles on an event.

    Events that are no attacks have reports only; those told by their toll start with the first claim; late claims get
    reports of their own.
    """
    steps = list(PLANS[fact["size"]])
    if fact["kind"] not in ATTACKS:
        steps = [(d, "report") for d, form in steps if form != "retro"]
    days = [c["day"] for c in fact["claims"]]
    shift = min(days) if days and fact["kind"] in TOLD_BY_TOLL else 0
    steps = [(d + shift, form) for d, form in steps]
    reported = {d for d, form in steps if form in ("report", "dispute")}
    late = sorted({d for d in days if d > 1 and d not in reported})
    return steps + [(d, "report") for d in late for _ in range(3)]


def claims_by(job: Job, *, official_only: bool) -> list[dict[str, Any]]:
    """Claims made by the day of the article, newest first."""
    age = (job.day - job.fact["date"]).days
    known = [c for c in job.fact["claims"] if c["day"] <= age and (not official_only or c["by"] in OFFICIAL)]
    return sorted(known, key=lambda c: -c["day"])


def has_official_claim(fact: dict[str, Any]) -> bool:
    """Whether an official claimant spoke from the start, or no toll is needed: then state media report it too."""
    first = min((c["day"] for c in fact["claims"]), default=0)
    spoke = any(c["by"] in OFFICIAL and c["day"] == first for c in fact["claims"])
    return spoke or fact["kind"] not in TOLD_BY_TOLL


@dataclass(frozen=True)
class Telling:
    """What one article draws on: the claims known by its day, newest first, the one it leads with, and all slots."""

    job: Job
    draw: Draw
    language: str
    slots: dict[str, str]
    known: list[dict[str, Any]]
    main: dict[str, Any] | None

    def some(self, clauses: str, n: int, *, slots: dict[str, str] | None = None) -> list[str]:
        """n different clauses whose slots are known and whose guard has passed, filled."""
        given = self.slots if slots is None else slots
        able = lines_for(clauses.splitlines(), self.job.day, slots=given)
        return [sentence(fill(c, self.draw, slots=given)) for c in self.draw.sample(able, n)]


def compose(job: Job, draw: Draw, *, outlet: Outlet) -> tuple[str, str]:
    """Title and text without the closing mark."""
    fact, language = job.fact, outlet.language
    told = telling(job, draw, outlet=outlet)
    clauses, kind = bank(language), fact["kind"]
    parts = (clauses["title"][kind], clauses["lead"][kind]) if job.form == "report" else clauses[job.form].values()
    heading, opening, *_ = parts
    lead = told.some(opening, 1)
    if not lead:
        raise ValueError(f"{fact['id']}: no {language} {job.form} can be opened on {job.day} with {sorted(told.slots)}")
    lines = lead + middle(told, lead[0])
    return told.some(heading, 1)[0], plain_capital(" ".join(dict.fromkeys(lines)), fact[f"area_{language}"])


def telling(job: Job, draw: Draw, *, outlet: Outlet) -> Telling:
    """The claims and slots of an article; state media tell official claims only."""
    official = outlet.kind == "state"
    known = claims_by(job, official_only=official)
    counted = "kidnapped" if job.fact["kind"] == "abduction" else "killed"
    fitting = [c for c in known if counted in c]
    fitting = ([c for c in fitting if c["by"] != "jnim"] or fitting)[:3]
    main = draw.pick(fitting) if fitting else None
    slots = common_slots(job, outlet.language, draw=draw) | toll_slots(main, outlet.language, draw=draw)
    slots["source"] = attribution(draw, outlet.language, by=main["by"] if main else None, official=official)
    return Telling(job, draw, outlet.language, slots, known, main)


def plain_capital(text: str, area: str) -> str:
    """`in Bamako, Mali's capital` instead of `in Bamako, in Mali's capital`."""
    if "capital" not in area:
        return text
    return text.replace(f", in {area}", f", {area}").replace(f", dans {area}", f", {area}")


def middle(told: Telling, lead: str) -> list[str]:
    """Everything after the lead."""
    clauses, job, draw = bank(told.language), told.job, told.draw
    tolls = toll_lines(told, lead)
    notes = lines_for(notes_of(job, told.language), job.day, slots=told.slots)
    notes = [fill(n, draw, slots=told.slots) for n in draw.sample(notes, 4 if job.fact.get("special") else 2)]
    lines = tolls + notes if job.form in ("report", "dispute") else tolls[: draw.below(2)] + notes[:1]
    lines += report_lines(told) if job.form == "report" else told.some(clauses[job.form]["body"], draw.between(3, 4))
    lines += told.some(clauses["background"].get(job.fact["country"], clauses["background"]["other"]), 1)
    fresh = job.form == "report" and (job.day - job.fact["date"]).days < 3
    return lines + told.some(clauses["closing"], draw.below(2) if fresh else 0)


def report_lines(told: Telling) -> list[str]:
    """Details, responsibility and reactions."""
    clauses, fact, draw = bank(told.language), told.job.fact, told.draw
    details = clauses["detail_city" if fact.get("special") else DETAILS[fact["kind"]]]
    lines = told.some(details, draw.between(2, 3)) + responsibility(told)
    return lines + told.some(clauses["reaction"], draw.below(2) if fact["kind"] in ATTACKS else 0)


def toll_lines(told: Telling, lead: str) -> list[str]:
    """What the claimants say: the main claim unless the lead has told it, its wounded, and up to two that differ."""
    clauses, slots, main = bank(told.language)["toll"], told.slots, told.main
    if main is None:
        return [] if any(ch.isdigit() for ch in lead) else told.some(clauses["unknown"], told.draw.below(2))
    lines = []
    for kind, names in (("killed", ("toll", "bilan")), ("kidnapped", ("ktoll", "kbilan"))):
        if kind in main and not any(slots.get(name, "\0") in lead for name in names):
            lines += told.some(clauses[kind], 1)
    lines += told.some(clauses["wounded"], 1 if told.draw.share() < 0.8 else 0)
    others = {c["by"]: c for c in reversed(told.known) if c["by"] != main["by"] and "killed" in c}
    for other in told.draw.sample(list(others.values()), 2):
        theirs = toll_slots(other, told.language, draw=told.draw) | {"day": slots["day"]}
        lines += told.some(clauses["killed"], 1, slots=theirs)
    return lines + told.some(clauses["differ"], 1 if others else 0)


def responsibility(told: Telling) -> list[str]:
    """Who claimed it or is blamed, from the day after."""
    clauses, fact, draw = bank(told.language), told.job.fact, told.draw
    if fact["kind"] not in ATTACKS | {"abduction"}:
        return []
    age = (told.job.day - fact["date"]).days
    if fact.get("claimed") and age >= 1:
        return told.some(clauses["claim"], 1)
    return told.some(clauses["suspect" if "suspects" in told.slots and age >= 1 else "no_claim"], draw.below(2))


GROUPS = {
    "jnim": ("the al-Qaeda-linked group JNIM", "le JNIM (lié à al-Qaïda)"),
    "csp": ("the rebel coalition CSP-PSD", "la coalition rebelle CSP-PSD"),
    "boko_haram": ("Boko Haram", "Boko Haram"),
    "suspected_jihadists": ("jihadist fighters", "des combattants jihadistes"),
}
ACTORS = {
    "en": ("gunmen", "armed men", "unidentified gunmen", "assailants"),
    "fr": ("des hommes armés", "des assaillants", "des hommes armés non identifiés", "des individus armés"),
}


def common_slots(job: Job, language: str, *, draw: Draw) -> dict[str, str]:
    """Names and dates; optional ones are present only if the fact has them."""
    fact, french = job.fact, language == "fr"
    place = fact[f"place_{language}"]
    country = country_slots(fact["country"], language)
    slots = {
        "place": place,
        "at": fact.get(f"at_{language}", f"à {place}" if french else f"in {place}"),
        "area": fact[f"area_{language}"],
        "area_t": country["pays" if french else "country"],
        "actors": fact.get(f"actors_{language}", draw.pick(ACTORS[language])),
        "day": day_name(job.day, language),
        "date": long_date(fact["date"], language),
        "when": told_when(job, language, draw=draw),
        "the_attack": told_attack(job, "en"),
        "du_jour": told_attack(job, "fr"),
        "loc": draw.pick(("town", "locality")) if "capital" not in fact["area_en"] else "site",
    }
    named = ("target", "target_t", "weapon", "side", "cause")
    slots |= {k: fact[f"{k}_{language}"] for k in named if f"{k}_{language}" in fact}
    if "target" in slots:
        slots.setdefault("target_t", slots["target"])
    if fact["kind"] in ATTACKS:
        slots["obs"] = ""
    if fact["country"] in SAHEL:
        slots["sahel"] = ""
    if "group" in fact:
        slots["group" if fact.get("claimed") or fact["group"] == "csp" else "suspects"] = GROUPS[fact["group"]][french]
    return slots


def told_when(job: Job, language: str, *, draw: Draw) -> str:
    """When it happened as a report says it: the weekday within a week, then the date."""
    day = job.day if job.form in ("mourning", "dispute", "retro") else job.fact["date"]
    if (job.day - day).days > 6:
        return f"on {long_date(day, 'en')}" if language == "en" else f"le {long_date(day, 'fr')}"
    name = day_name(day, language)
    early = job.fact.get("special") and day == job.fact["date"] and draw.share() < 0.5
    if language == "en":
        return f"early on {name}" if early else f"on {name}"
    return f"{name} avant l'aube" if early else name


def told_attack(job: Job, language: str) -> str:
    """`Tuesday's attack`, later `the 17 September attack`; in French the complement `de mardi`, `du 17 septembre`."""
    day = job.fact["date"]
    if (job.day - day).days > 6:
        return f"the {long_date(day, 'en')} attack" if language == "en" else f"du {long_date(day, 'fr')}"
    return f"{day_name(day, 'en')}'s attack" if language == "en" else f"de {day_name(day, 'fr')}"


def attribution(draw: Draw, language: str, *, by: str | None, official: bool) -> str:
    if by is None:
        by = draw.pick(("army", "government") if official else ("security_source", "local_official", "residents"))
    name = claimant(by, language)
    if language == "en":
        spoke = "said in a statement" if by in ("jnim", "csp") else "told reporters"
        return draw.pick((f"{name} said", f"according to {name}", f"{name} {spoke}"))
    return draw.pick((f"selon {name}", f"d'après {name}"))


def notes_of(job: Job, language: str) -> list[str]:
    """Further facts known on the day of the article; `after` holds those dated later than the event."""
    fact, age = job.fact, (job.day - job.fact["date"]).days
    later = [n for step in fact.get("after", ()) if step["from"] <= age for n in step[f"notes_{language}"]]
    return [*(fact.get(f"notes_{language}", ()) if age >= fact.get("notes_from", 0) else ()), *later]
