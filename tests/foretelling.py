"""A small world for the ledger of probabilities: one country, months of news, an attack in some of the weeks."""

from __future__ import annotations

from datetime import timedelta

from riskbrief.periods import Week, weeks_ending

OUTLETS = ("paper_a", "paper_b", "paper_c", "paper_d")
TOPICS = (
    "Millet growers near {place} in Mali counted {n} sacks after an early harvest this season",
    "A choir from {place} in Mali rehearsed {n} songs for the national festival of music",
    "Engineers repaired {n} pumps that bring drinking water to schools of {place} in Mali",
    "Fishermen of {place} in Mali mended {n} nets while the river stood high under the sun",
    "Teachers in {place}, Mali, opened {n} reading rooms with books given by former pupils",
    "A cycling race of {n} kilometres crossed {place} in Mali past cheering families",
)
PLACES = ("Kayes", "Sikasso", "Ségou", "Koulikoro", "Koutiala")
ATTACK = "Gunmen attacked a military camp in Bamako, the capital of Mali, and killed {n} soldiers, the army said."


def corpus(last: str, weeks: int, attacks: frozenset[int] = frozenset()) -> list[dict[str, object]]:
    """Six articles a week from four outlets; `attacks` counts weeks from the first, 0."""
    rows: list[dict[str, object]] = []
    for number, week in enumerate(weeks_ending(Week.parse(last), weeks)):
        texts = [t.format(place=PLACES[(number + i) % 5], n=11 + 7 * number + i) for i, t in enumerate(TOPICS)]
        told = [ATTACK.format(n=5 + number % 4)] * 2 if number in attacks else []
        for i, text in enumerate([*texts, *told]):
            day = (week.monday + timedelta(days=i % 7)).isoformat()
            row = {"article_id": f"{week}-{i}", "source_id": OUTLETS[i % 4], "published_at": f"{day}T08:00:00Z"}
            rows.append(row | {"text": f"{text}. Edition {number}-{i}."})
    return rows
