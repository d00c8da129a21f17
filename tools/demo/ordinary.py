"""Ordinary coverage: one article on an everyday topic about one country, two neighbours or the three Sahel states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from demo.draw import Draw, fill, sentence
from demo.world import OLD_COUPS, Outlet, countries, country_slots, day_name, load, number_slots

SAHEL = ("MLI", "BFA", "NER")
MINING = {"MLI", "BFA", "NER", "GHA", "GIN", "CIV", "SLE", "LBR", "MRT", "TCD"}
SEASONS = {"cotton": {4, 5, 6, 7, 9, 10, 11, 12}, "schools": {1, 3, 5, 6, 7, 9, 10}}


@cache
def bank(language: str) -> dict[str, Any]:
    return load(f"banks/ordinary_{language}.yaml")


@cache
def contexts() -> dict[str, dict[str, list[str]]]:
    return load("banks/context.yaml")


def topics(country: str, day: date) -> list[str]:
    """Topics that make sense for the country on that day."""
    names = [t for t in bank("en") if t != "closing" and day.month in SEASONS.get(t, {day.month})]
    off = {"history"} if country not in OLD_COUPS else set()
    off |= {"aes"} if country not in SAHEL or day < date(2023, 9, 18) else set()
    off |= (
        {"mining"} if country not in {"MLI", "BFA", "NER", "GHA", "GIN", "CIV", "SLE", "LBR", "MRT", "TCD"} else set()
    )
    off |= {"cotton"} if country in {"NER", "MRT", "GMB", "GNB", "LBR", "SLE"} else set()
    return [t for t in names if t not in off]


def is_pair(topic: str) -> bool:
    return bool(bank("en")[topic].get("pair"))


def about(topic: str, country: str, other: str) -> tuple[str, ...]:
    if topic == "aes":
        return SAHEL
    return (country, other) if is_pair(topic) else (country,)


def compose(topic: str, draw: Draw, *, country: str, other: str, day: date, outlet: Outlet) -> tuple[str, str]:
    """Title and text without the closing mark."""
    language = outlet.language
    clauses = bank(language)[topic]
    slots = slots_for(draw, country=country, other=other, day=day, language=language)

    def one(text: str) -> str:
        return sentence(fill(text, draw, slots=slots))

    leads, titles = clauses["lead"].splitlines(), clauses["title"].splitlines()
    story = draw.below(len(leads))
    lines = [one(leads[story])]
    lines += [one(t) for t in draw.sample(clauses["body"].splitlines(), draw.between(4, 5))]
    lines += [one(t) for t in draw.sample(bank(language)["closing"].splitlines(), draw.between(1, 3))]
    if draw.share() < 0.4:
        lines.append(one(draw.pick(contexts()[country][language])))
    return one(titles[story]), " ".join(lines)


def slots_for(draw: Draw, *, country: str, other: str, day: date, language: str) -> Mapping[str, str]:
    told = day - timedelta(days=draw.pick((0, 0, 1)))
    here = countries()[country]
    town, town2 = draw.sample(here["towns"], 2)
    region = draw.pick(here["regions_en" if language == "en" else "regions_fr"])
    years = OLD_COUPS.get(country, (1960,))
    return {
        **country_slots(country, language),
        **country_slots(other, language, suffix="2"),
        **number_slots(draw, language, day=day),
        "town": town,
        "town2": town2,
        "region": region,
        "day": day_name(told, language),
        "old_year": str(draw.pick(years)),
    }
