"""Shingle index by which the generator refuses an article too close to one it has already written (method B.3)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date

SHINGLE, FIRST_TOKENS, WINDOW_DAYS = 5, 200, 7
TOKEN = re.compile(r"[a-z0-9]+")


def tokens(text: str) -> list[str]:
    """Folded words; the typographic signs that the corpus uses stand between spaces and may be dropped."""
    plain = text.replace("œ", "oe").replace("Œ", "oe").replace("’", "'")
    return TOKEN.findall(unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().casefold())


def shingles(text: str) -> frozenset[str]:
    words = tokens(text)[:FIRST_TOKENS]
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


class Nearness:
    """Articles written so far in one language, findable by week and shared shingle."""

    def __init__(self) -> None:
        self._days: list[date] = []
        self._sizes: list[int] = []
        self._credits: list[str] = []
        self._weeks: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))

    def closest(self, text: str, *, day: date, credit: str = "") -> tuple[float, float]:
        """Largest containment within a week among all articles, and among those with the same agency credit."""
        grams = shingles(text)
        week = day.toordinal() // WINDOW_DAYS
        near = [self._weeks[w] for w in (week - 1, week, week + 1)]
        shared = Counter(i for postings in near for g in grams if g in postings for i in postings[g])
        within = {i: n for i, n in shared.items() if abs((self._days[i] - day).days) <= WINDOW_DAYS}
        scores = [(n / min(len(grams), self._sizes[i]), self._credits[i]) for i, n in within.items()]
        same = [s for s, c in scores if credit and c == credit]
        return max((s for s, _ in scores), default=0.0), max(same, default=0.0)

    def add(self, text: str, *, day: date, credit: str = "") -> None:
        grams = shingles(text)
        postings = self._weeks[day.toordinal() // WINDOW_DAYS]
        for g in grams:
            postings[g].append(len(self._days))
        self._days.append(day)
        self._sizes.append(len(grams))
        self._credits.append(credit)
