"""A made-up history, marked synthetic: two countries with months of attacks, a quiet one, and the deaths counted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

PLACES = {"MLI": ("Mopti", "Mali"), "BFA": ("Dori", "Burkina Faso"), "CIV": ("Korhogo", "Ivory Coast")}
VIOLENT: dict[str, tuple[int, ...]] = {"MLI": (6, 7, 8, 9, 10), "BFA": (1, 2, 3, 4, 5), "CIV": ()}
MONTHS = range(1, 11)
FIRST, LAST = date(2023, 1, 2), date(2023, 10, 31)


def article(name: str, outlet: str, day: date, title: str, text: str) -> dict[str, str]:
    return {
        "article_id": name, "source_id": outlet, "language": "en", "published_at": f"{day}T12:00:00Z", "title": title,
        "text": f"{text} (synthetic)", "url": "",
    }  # fmt: skip


def history() -> list[dict[str, str]]:
    """A market report a week and country, and in violent months a raid that two outlets tell in their own words."""
    rows, day, n = [], FIRST, 0
    while day <= LAST:
        for region, (town, country) in PLACES.items():
            n += 1
            quiet = f"Traders of {town} in {country} sold millet and onions; number {n} of the market notes was calm."
            rows.append(article(f"{region}-{n}-q", f"paper_{n % 4}", day, f"Market notes {n} from {town}", quiet))
            if day.month in VIOLENT[region]:
                raid = f"Gunmen attacked a village near {town} in {country} on Monday, killing {10 + n % 7} civilians."
                rows.append(article(f"{region}-{n}-a", "paper_1", day, f"Raid {n} near {town}, {country}", raid))
                other = f"At least {9 + n % 7} villagers died when armed men raided a hamlet outside {town}, {country}."
                rows.append(article(f"{region}-{n}-b", "paper_2", day, f"Hamlet {n} outside {town} raided", other))
        day += timedelta(days=7)
    return rows


def write_articles(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def deaths(region: str, month: int) -> int:
    return 40 + month if month in VIOLENT[region] else 0


def wide(path: Path, mali: str = "MLI", burkina: str = "BFA") -> Path:
    """A column a country, by name and by code; each may be given the deaths of the other."""
    lines = [f"2023-{m:02d},{deaths(mali, m)},{deaths(burkina, m)},0" for m in MONTHS]
    path.write_text("\n".join(["month,Mali,BFA,Ivory Coast", *lines]) + "\n", encoding="utf-8")
    return path


def long(path: Path) -> Path:
    """A row a country and month."""
    lines = [f"{region},2023-{m:02d},{deaths(region, m)},," for region in PLACES for m in MONTHS]
    path.write_text("\n".join(["region_id,month,best,low,high", *lines]) + "\n", encoding="utf-8")
    return path
