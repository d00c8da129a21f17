"""Invented news in which one field of each article holds a hostile text; each article tells of an event of the week."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from conftest import ROOT

Row = dict[str, str]
FIELDS = ("article_id", "source_id", "language", "published_at", "title", "text", "url", "retracts")
MONDAY, WEEK = date(2024, 9, 16), "2024-W38"
OUTLETS = ("reuters", "afp", "ap", "rfi", "bbc", "dw")
PLACES = (
    ("Gao", "Mali"), ("Djibo", "Burkina Faso"), ("Maradi", "Niger"), ("Maiduguri", "Nigeria"), ("Parakou", "Benin"),
    ("Dapaong", "Togo"), ("Tamale", "Ghana"), ("Bouaké", "Ivory Coast"), ("Nzérékoré", "Guinea"),
    ("Ziguinchor", "Senegal"),
)  # fmt: skip
THINGS = ("market", "bridge", "school", "clinic", "depot", "garage", "harbour", "station", "barracks", "orchard",
          "quarry", "mill", "dam", "mine", "camp", "farm")  # fmt: skip


def hostile_rows(texts: Sequence[tuple[str, str]], fields: Sequence[str] = FIELDS) -> list[Row]:
    """An article for each text in each field, spread over the week, countries and outlets."""
    made = ((n, text, field) for n, (text, field) in enumerate((text, field) for _, text in texts for field in fields))
    return [_row(n, text, field) for n, text, field in made]


def _row(n: int, text: str, field: str) -> Row:
    town, country = PLACES[n % len(PLACES)]
    day = MONDAY + timedelta(days=n // 3 % 6)
    first, second, third = (THINGS[(n * k + k) % len(THINGS)] for k in (1, 3, 7))
    attack = f"Gunmen attacked an army post by the {first} of {town}, {country}, on {day:%A}"
    row = {
        "article_id": f"a{n}", "source_id": OUTLETS[n % len(OUTLETS)], "language": "en",
        "published_at": (day + timedelta(days=1)).isoformat(), "title": f"{town}: raid {n} on a {first} and a {second}",
        "text": f"{attack}. {n % 40 + 2} soldiers were killed, a medic said. The {second} and the {third} burned.",
        "url": f"https://news.example/{n}", "retracts": "",
    }  # fmt: skip
    return row | {field: _placed(n, text, field, attack)}


def _placed(n: int, text: str, field: str, attack: str) -> str:
    """The text as the field's whole value, or in front of, within or behind news."""
    if field == "text":
        toll = f"{attack}. According to {text}, {n % 40 + 2} soldiers were killed."
        return f"{text} {toll}" if n % 16 >= 8 else f"{toll} {text}"
    if field == "title":
        return f"{text} raid {n}" if n % 16 >= 8 else f"Raid {n}: {text}"
    if field == "url" and n % 16 >= 8:
        return f"https://news.example/{n}?{text}"
    return text


def shorn(text: str) -> str:
    """The letters and digits of a text that ASCII knows: what is left of it however it is written."""
    return re.sub(r"[^A-Za-z0-9]", "", text)


def workspace(target: Path, sections: Sequence[str] = (), languages: str = "[en, fr]") -> Path:
    """The shipped workspace with fewer draws and four weeks of history; `sections`: the weekly's only ones."""
    for name in ("indicators", "reports", "templates"):
        shutil.copytree(ROOT / name, target / name)
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    (target / "config.yaml").write_text(re.sub(r"(?m)^(\s+draws:) \d+", r"\1 50", config, count=1), encoding="utf-8")
    for path in (target / "reports" / "weekly.yaml", target / "reports" / "country.yaml"):
        report = path.read_text(encoding="utf-8").replace("history_weeks: 52", "history_weeks: 4")
        report = report.replace("languages: [en, fr]", f"languages: {languages}")
        if sections and path.stem == "weekly":
            head, rest = report.split("sections:\n")
            report = f"{head}sections:\n{''.join(_listed(sections))}{rest[rest.index('handling:') :]}"
        path.write_text(report, encoding="utf-8")
    return target


def _listed(sections: Sequence[str]) -> Iterator[str]:
    return (f"  - {{section: {name}}}\n" for name in sections)
