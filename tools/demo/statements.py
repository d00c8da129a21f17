"""Articles about the non-violent events of the facts file: politics, diplomacy, media, aid, floods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from demo.draw import Draw, fill, lines_for, sentence
from demo.ordinary import contexts
from demo.world import FIRST_DAY, LAST_DAY, Outlet, country_slots, day_name, load, long_date, month_name

DAYS = {1: (0, 1), 2: (0, 0, 1, 2), 3: (0, 0, 0, 1, 1, 2, 4), 4: (0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 5, 7)}


@dataclass(frozen=True)
class Job:
    """One article to write about one event."""

    fact: dict[str, Any]
    countries: tuple[str, ...]
    day: date
    number: int


@cache
def bank(language: str) -> dict[str, Any]:
    return load(f"banks/statements_{language}.yaml")


@cache
def facts() -> list[dict[str, Any]]:
    return load("facts_politics.yaml")


def jobs() -> list[Job]:
    found = [
        Job(f, tuple(f["countries"].split()), f["date"] + timedelta(days=d), n)
        for f in facts() for n, d in enumerate(DAYS[f["size"]])
    ]  # fmt: skip
    return sorted((j for j in found if FIRST_DAY <= j.day <= LAST_DAY), key=lambda j: (j.day, j.fact["id"], j.number))


def compose(job: Job, draw: Draw, *, outlet: Outlet) -> tuple[str, str]:
    """Title and text without the closing mark: the points of the fact, then reactions of its kind."""
    language, fact = outlet.language, job.fact
    slots = slots_for(job, language)

    def known(part: str) -> list[str]:
        return lines_for(fact[f"{part}_{language}"].splitlines(), job.day, slots=slots)

    points = draw.sample(known("points"), 2 + draw.below(2))
    lead = draw.pick(known("lead"))
    around = lines_for(bank(language)[fact["kind"]].splitlines(), job.day, slots=slots)
    more = draw.sample(around, draw.between(3, 5)) + draw.sample(bank(language)["closing"].splitlines(), draw.below(2))
    home = job.countries[job.number % len(job.countries)]
    more += [draw.pick(contexts()[home][language])] if draw.share() < 0.4 else []
    lines = [sentence(fill(t, draw, slots=slots)) for t in (lead, *points, *more)]
    return sentence(fill(draw.pick(known("title")), draw, slots=slots)), " ".join(lines)


def slots_for(job: Job, language: str) -> dict[str, str]:
    """`when` is the day of the event as told on the day of the article, `day` the day of the article."""
    told = job.fact["date"]
    name, full = day_name(told, language), long_date(told, language)
    recent = (job.day - told).days < 6
    on = "" if recent else "le "
    when = f"{on}{name if recent else full}" if language == "fr" else f"on {name if recent else full}"
    told_slots = {"when": when, "day": day_name(job.day, language), "month": month_name(job.day.month + 1, language)}
    return country_slots(job.countries[0], language) | told_slots
