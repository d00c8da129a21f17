"""Invented articles for flash briefs: the quiet weeks of the profile, then an attack in Bamako told hour by hour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from profile_articles import profile_rows

Row = dict[str, Any]
SCHOOL = "Gunmen attacked a gendarmerie school in Bamako, Mali, on Tuesday."


def flash_rows() -> list[Row]:
    """Quiet weeks up to 15 September 2024, the attack of the 17th, and other tolls on the 18th."""
    quiet = [row for row in profile_rows(9) if row["published_at"] < "2024-09-16"]
    return [*quiet, *attack(), *later()]


def attack() -> Iterator[Row]:
    """Four outlets in the first hours, with one toll."""
    for hour, outlet in enumerate(("reuters", "afp", "rfi", "bbc"), start=6):
        text = (
            f"{SCHOOL} At least 20 people were killed, a security source told {outlet}. Soldiers closed bridge {hour}."
        )
        yield _row(
            f"k{hour}", outlet, f"2024-09-17T{hour:02}:00:00Z", f"Bamako: gendarmerie school attacked, {outlet}", text
        )


def later() -> Iterator[Row]:
    """The day after two of them give a higher toll."""
    for hour, outlet in enumerate(("reuters", "afp"), start=9):
        text = f"{SCHOOL} At least 70 people were killed, a hospital source told {outlet}. Ward {hour} was full."
        yield _row(f"l{hour}", outlet, f"2024-09-18T{hour:02}:00:00Z", f"Bamako toll rises, {outlet}", text)


def _row(name: str, outlet: str, at: str, title: str, text: str) -> Row:
    return {"article_id": name, "source_id": outlet, "published_at": at, "title": title, "text": text}
