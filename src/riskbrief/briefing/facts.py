"""Facts with the text they are printed as in the briefing's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riskbrief.briefing.phrasebook import Phrasebook
from riskbrief.document import Fact

OUTSIDE = (
    "outside"  # unit of a fact whose text was written by others (outlets, places, quotations): word rules pass it over
)
NOUN = "noun"  # unit of a fact whose text is a definition's name
DECIMALS = 9  # of a fact's value: what lies beyond is a machine's rounding
FORMATS = {
    "decimals": "rounded half up to so many decimals",
    "signed": "the same with its sign",
    "percent": "100 times the value, rounded half up to a whole number",
    "score": "a whole number; one decimal, cut off, where rounding would cross into another level",
    "word": "the word of a level or phrase",
    "day": "a day in the language",
    "name": "a name or quotation as it stands",
    "range": "low/best/high in words",
}  # what Fact.format may begin with


@dataclass(frozen=True)
class FactMaker:
    """Makes facts; `bands` are the five lower bounds of the levels, `levels` their words, `regions` country names."""

    book: Phrasebook
    bands: tuple[float, ...]
    levels: tuple[str, ...]
    regions: Mapping[str, str]

    def number(self, key: str, value: float, decimals: int = 0, *, unit: str = "") -> Fact:
        """A plain number."""
        return Fact(key, kept(value), self.book.printer.number(value, decimals), unit, f"decimals {decimals}")

    def points(self, key: str, value: float) -> Fact:
        """A difference in points with its sign, one decimal."""
        return Fact(key, kept(value), self.book.printer.signed(value), "points", "signed 1")

    def percent(self, key: str, share: float) -> Fact:
        """A share 0-1 as a whole percentage, without the sign (patterns carry it)."""
        return Fact(key, kept(share), self.book.printer.number(100 * share), "share", "percent")

    def score(self, key: str, value: float) -> Fact:
        """A score as a whole number, or with one decimal where rounding would cross into another level."""
        return Fact(key, kept(value), self.score_text(value), "score", "score")

    def score_text(self, value: float) -> str:
        whole = self.book.printer.number(value)
        crosses = self.band(value) != self.band(float(int(value + 0.5)))
        return self.book.printer.number(int(value * 10) / 10, 1) if crosses else whole

    def band(self, score: float) -> int:
        """The level 1-5 of a score without hysteresis."""
        return max(1, sum(score >= bound for bound in self.bands))

    def level(self, key: str, level: int) -> Fact:
        """A level as its word."""
        return Fact(key, level, self.levels[level - 1], "level", "word")

    def level_number(self, key: str, level: int) -> Fact:
        """A level as its number."""
        return Fact(key, level, str(level), "level", "decimals 0")

    def day(self, key: str, value: date) -> Fact:
        """A day without its year."""
        return Fact(key, value.isoformat(), self.book.printer.day(value), "day", "day")

    def short_date(self, key: str, value: date) -> Fact:
        """A day with its year in few characters."""
        return Fact(key, value.isoformat(), self.book.printer.short_date(value), "day", "day")

    def long_day(self, key: str, value: date) -> Fact:
        """A day with its year."""
        return Fact(key, value.isoformat(), self.book.printer.long_day(value), "day", "day")

    def name(self, key: str, text: str, value: str = "") -> Fact:
        """A name or quotation from outside, taken over as it stands."""
        return Fact(key, value or text, text, OUTSIDE, "name")

    def phrase(self, key: str, phrase: str) -> Fact:
        """A word from the phrases."""
        return Fact(key, phrase, self.book.text(phrase), format="word")

    def region(self, key: str, region_id: str) -> Fact:
        """A country's name."""
        return Fact(key, region_id, self.regions.get(region_id, region_id), OUTSIDE, "name")

    def noun(self, key: str, text: str, value: str = "") -> Fact:
        """A definition's name as it stands inside a sentence: small first letter, unless it is an abbreviation."""
        inner = text if text[1:2].isupper() else text[:1].lower() + text[1:]
        return Fact(key, value or text, inner, NOUN, "name")

    def listed(self, key: str, items: Sequence[str]) -> Fact:
        """Names joined as the language joins them."""
        return Fact(key, ", ".join(items), self.book.printer.listed(items), OUTSIDE, "name")

    def countries(self, key: str, region_ids: Sequence[str]) -> Fact:
        """Countries joined as the language joins them."""
        text = self.book.printer.listed([self.regions.get(r, r) for r in region_ids])
        return Fact(key, ", ".join(region_ids), text, OUTSIDE, "name")


def kept(value: float) -> float:
    """A fact's value as the briefing keeps it: whole numbers as they are, others with at most nine decimals."""
    return value if isinstance(value, int) else round(float(value), DECIMALS)


def opened(text: str, facts: Sequence[Fact]) -> str:
    """A sentence with a capital first letter, unless it opens with a name from outside."""
    foreign = any(fact.unit == OUTSIDE and fact.text and text.startswith(fact.text) for fact in facts)
    return text if foreign else capital(text)


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
