"""Countries, outlets, dates and numbers as words: what every article of the demonstration needs to be filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from demo.draw import Draw

HERE = Path(__file__).parent
FIRST_DAY, LAST_DAY = date(2023, 7, 24), date(2024, 9, 22)
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS_FR = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SMALL_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SMALL_FR = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
SYNTHETIC = {
    "en": "[Synthetic article for demonstration; facts from public reports]",
    "fr": "[Article synthétique de démonstration ; faits tirés de rapports publics]",
}
OLD_COUPS = {
    "MLI": (1968, 1991), "BFA": (1966, 1983, 1987), "NER": (1974, 1996, 1999), "NGA": (1966, 1983, 1985),
    "GHA": (1966, 1979, 1981), "CIV": (1999,), "GIN": (1984, 2008), "TCD": (1975, 1990), "BEN": (1963, 1972),
    "TGO": (1963, 1967), "MRT": (1978, 2005), "SLE": (1992, 1997), "LBR": (1980,), "GMB": (1994,), "GNB": (1980, 2003),
}  # fmt: skip
NEIGHBOURS = {
    "MLI": "BFA NER SEN GIN CIV MRT", "BFA": "MLI NER GHA CIV TGO BEN", "NER": "MLI BFA NGA BEN TCD",
    "NGA": "NER BEN TCD GHA",
    "SEN": "MLI GMB GIN MRT GNB", "GHA": "TGO CIV BFA NGA", "CIV": "GHA GIN LBR MLI BFA", "GIN": "SEN SLE CIV LBR MLI",
    "TCD": "NER NGA BEN", "BEN": "TGO NGA NER BFA", "TGO": "BEN GHA BFA", "MRT": "SEN MLI", "SLE": "GIN LBR",
    "LBR": "SLE GIN CIV",    "GMB": "SEN", "GNB": "SEN GIN",
}  # fmt: skip


@dataclass(frozen=True)
class Outlet:
    """An invented outlet; `credit` is the agency name it prints in its dateline, empty if none."""

    id: str
    language: str
    kind: str
    weight: float
    name: str
    credit: str = ""
    home: tuple[str, ...] = ()


@dataclass(frozen=True)
class Article:
    """One row of the corpus; `countries` are those it is about, `copy_of` the id it copies."""

    article_id: str
    source_id: str
    language: str
    published_at: datetime
    title: str
    text: str
    countries: tuple[str, ...] = ()
    copy_of: str = ""
    retracts: str = ""


def load(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


@cache
def countries() -> dict[str, dict[str, Any]]:
    return load("geography.yaml")


@cache
def outlets() -> dict[str, Outlet]:
    rows = load("outlets.yaml").items()
    return {k: Outlet(id=k, **{**v, "home": tuple(v.get("home", ()))}) for k, v in rows}


def choose_outlet(draw: Draw, language: str, *, home: str, without: frozenset[str] = frozenset()) -> Outlet:
    """An outlet of the language, three times as likely if it covers the country; `without` names kinds to leave out."""
    able = [o for o in outlets().values() if o.language == language and o.kind not in without]
    return outlets()[draw.weighted({o.id: o.weight * share_of_home(o, home) for o in able})]


def share_of_home(outlet: Outlet, country: str) -> float:
    return 1.0 if not outlet.home else (1.6 if country in outlet.home else 0.25)


def choose_language(draw: Draw, country: str) -> str:
    return "en" if draw.share() < countries()[country]["english"] else "fr"


def day_name(day: date, language: str) -> str:
    return (DAYS_EN if language == "en" else DAYS_FR)[day.weekday()]


def month_name(month: int, language: str) -> str:
    return (MONTHS_EN if language == "en" else MONTHS_FR)[(month - 1) % 12]


def long_date(day: date, language: str) -> str:
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{number} {month_name(day.month, language)}"


def publication(draw: Draw, day: date) -> datetime:
    """An instant of that day between 05:00 and 21:59 UTC."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=300 + draw.below(1020))


def small_number(n: int, language: str) -> str:
    return (SMALL_EN if language == "en" else SMALL_FR)[n]


def thousands(n: int, language: str) -> str:
    return f"{n:,}" if language == "en" else f"{n:,}".replace(",", " ")


def country_slots(code: str, language: str, *, suffix: str = "") -> dict[str, str]:
    c = countries()[code]
    if language == "en":
        forms = {"country": c["en"], "adj": c["adj_en"], "capital": c["cap_en"]}
    else:
        to = "au " + c["fr"] if c["le"].startswith("le ") else "à " + c["le"]
        forms = {k: c[k] for k in ("le", "du", "au", "m", "f", "mp", "fp")}
        forms |= {"pays": c["fr"], "cap": c["cap_fr"], "le_c": c["le"], "a_le": to}
    return {k + suffix: v for k, v in forms.items()}


def number_slots(draw: Draw, language: str, *, day: date) -> dict[str, str]:
    return {
        "n3": str(draw.between(1, 3)),
        "n5": small_number(draw.between(2, 7), language),
        "n8": small_number(draw.between(2, 9), language),
        "n10": str(draw.between(8, 48)),
        "n80": str(draw.between(55, 98)),
        "n100": str(draw.between(11, 96) * 10),
        "n1000": thousands(draw.between(12, 88) * 500, language),
        "pct": str(draw.between(3, 39)),
        "month": month_name(day.month + draw.between(1, 3), language),
    }
