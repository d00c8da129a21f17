"""Invented articles for country profiles: Mali fully covered with raids in named towns, Benin thinly, others hardly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

SUNDAY = date(2024, 9, 22)
OUTLETS = ("reuters", "afp", "ap", "rfi", "bbc", "dw")
TOWNS = ("Mopti", "Ségou", "Gao", "Kayes", "Sikasso")
Row = dict[str, Any]


def profile_rows(weeks: int = 13) -> list[Row]:
    """So many weeks of news that end on 22 September 2024."""
    mondays = [(back, SUNDAY - timedelta(days=6, weeks=back)) for back in range(weeks)]
    return [
        row for back, monday in mondays for row in (*_mali(back, monday), *_raid(back, monday), *_benin(back, monday))
    ]


def _row(name: str, outlet: str, day: date, title: str, text: str) -> Row:
    return {"article_id": name, "source_id": outlet, "published_at": day.isoformat(), "title": title, "text": text}


def _mali(back: int, monday: date) -> Iterator[Row]:
    for n in range(16):
        day, town = monday + timedelta(days=n % 6), TOWNS[n % 5]
        text = f"Farmers near {town} in Mali sold crop {n}. Traders counted {100 * back + n} sacks."
        yield _row(f"m{back}-{n}", OUTLETS[n % 6], day, f"Mali: crop number {n} of week {back} sold in {town}", text)


def _raid(back: int, monday: date) -> Iterator[Row]:
    """One raid a week on a Tuesday, told by two wires."""
    town, tuesday = TOWNS[back % 5], monday + timedelta(days=1)
    for outlet in OUTLETS[:2]:
        attack = f"Gunmen attacked an army post in {town}, Mali, on Tuesday."
        text = f"{attack} {3 + back} soldiers were killed, {outlet} was told. JNIM claimed the attack."
        yield _row(f"r{back}-{outlet}", outlet, tuesday + timedelta(days=1), f"Gunmen attack army post in {town}", text)


def _benin(back: int, monday: date) -> Iterator[Row]:
    for n in range(6):
        title, text = (
            f"Benin: harvest note {n} of week {back}",
            f"Growers in Parakou, Benin, gathered lot {n} of {back}.",
        )
        yield _row(f"b{back}-{n}", OUTLETS[n % 3], monday + timedelta(days=n), title, text)
