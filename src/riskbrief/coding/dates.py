"""Which day a sentence speaks of (method B.1) and which years it names (method B.4, rule 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from riskbrief.coding.number_words import read_number
from riskbrief.folding import fold

_DAYS = {
    "en": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
}
_MONTHS = {
    "en": [
        "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december",
    ],
    "fr": [
        "janvier", "fevrier", "mars", "avril", "mai", "juin",
        "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
    ],
}  # fmt: skip
_RELATIVE = {
    "en": {
        "day before yesterday": 2, "yesterday": 1, "last night": 1, "today": 0, "this morning": 0, "this afternoon": 0,
        "this evening": 0, "tonight": 0, "last week": 7, "last month": 30,
    },
    "fr": {
        "avant hier": 2, "hier": 1, "aujourd hui": 0, "ce matin": 0, "cet apres midi": 0, "ce soir": 0,
        "la semaine derniere": 7, "la semaine passee": 7, "le mois dernier": 30, "le mois passe": 30,
    },
}  # fmt: skip
_UNITS = {
    "day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365,
    "jour": 1, "jours": 1, "semaine": 7, "semaines": 7, "mois": 30, "an": 365, "ans": 365,
}  # fmt: skip
_AGO = {
    "en": re.compile(r"\b(?P<count>[a-z0-9 ]{1,40}?) (?P<unit>days?|weeks?|months?|years?) (?:ago|earlier|before)\b"),
    "fr": re.compile(r"\bil y a (?P<count>[a-z0-9 ]{1,30}?) (?P<unit>jours?|semaines?|mois|ans?)\b"),
}
_REPORTING = {
    "en": [
        "said", "says", "told", "announced", "denied", "reported", "confirmed",
        "declared", "stated", "added", "claimed", "acknowledged", "wrote", "tweeted",
    ],
    "fr": [
        "indique", "declare", "annonce", "dit", "affirme", "confirme", "rapporte",
        "precise", "ajoute", "dementi", "nie", "revendique", "ecrit", "souligne",
    ],
}  # fmt: skip
_FUTURE = re.compile(
    r"\b(?:will|shall|to be held|scheduled|due|planned|expected|until|slated|next|sera|seront|aura|auront|prevue?s?|"
    r"attendue?s?|fixee?s?|jusqu au|prochaine?s?|doit|doivent)\b"
)
_DAY, _YEAR_AFTER = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er)?", r"(?:,? (?P<year>(?:19|20)\d\d))?\b"
_EN_MONTH, _FR_MONTH = (rf"(?P<month>{'|'.join(_MONTHS[language])})" for language in ("en", "fr"))
_DATES = {
    "en": (
        re.compile(rf"\b{_DAY} (?:of )?{_EN_MONTH}\b{_YEAR_AFTER}"),
        re.compile(rf"\b{_EN_MONTH} {_DAY}\b(?! (?:people|soldiers|civilians)){_YEAR_AFTER}"),
    ),
    "fr": (re.compile(rf"\b{_DAY} {_FR_MONTH}\b{_YEAR_AFTER}"),),
}
_WEEKDAY = {
    language: re.compile(rf"\b(?:(?:{'|'.join(names)}) (?:a|au|to|and|et|into) )?(?P<name>{'|'.join(names)})s?\b")
    for language, names in _DAYS.items()
}
_PHRASE = {language: re.compile(rf"\b(?:{'|'.join(phrases)})\b") for language, phrases in _RELATIVE.items()}
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_YEAR = re.compile(r"(?<![\w$€£.,-])(?:19|20)\d\d(?![\w%])(?![.,]\d)")
_YEAR_PAIR = re.compile(r"\b((?:19|20)\d\d)\s?[-/–]\s?((?:19|20)\d\d)\b")
_COUNTED = re.compile(
    r"\s+(?:people|persons|soldiers|civilians|troops|men|women|children|refugees|displaced|homes|houses|km|kilomet\w+|miles|"
    r"metres|tons|tonnes|dollars|euros|francs|naira|personnes|soldats|civils|hommes|femmes|enfants|refugies|deplaces|"
    r"maisons|menages|households|families|familles|others|autres|hectares|fighters|combattants)\b"
)
_NAMES_WITH_YEARS = re.compile(r"\b(?:ouaga|aci|vision|agenda|horizon|unscr|resolution)\s+$")


_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")
_PHRASE_CLUES = {
    "en": ("yesterday", "today", "this ", "last ", "tonight"),
    "fr": ("hier", "aujourd hui", "ce matin", "ce soir", "cet apres", "dernier", "passe"),
}
_AGO_CLUE = {
    "en": re.compile(r"(?:day|week|month|year)s? (?:ago|earlier|before)"),
    "fr": re.compile("il y a "),
}
_folded = lru_cache(maxsize=8)(fold)  # day and years of a sentence are read one after the other


class _Found(NamedTuple):
    """A day at a place in the sentence; lower `rank` is trusted first."""

    rank: int
    at: int
    day: date


def event_day(sentence: str, language: str, published: date) -> date | None:
    """The day the sentence speaks of, never after publication; None when it names none.

    A full date beats a weekday, a weekday beats "last week"; a day beside a word of saying ("the army said on Friday")
    comes last. A weekday or a date without year is the latest such day; of "the night of Monday to Tuesday" the second.

    >>> event_day("Gunmen attacked a base on Tuesday.", "en", date(2024, 3, 7))
    datetime.date(2024, 3, 5)
    """
    language = language if language in _DAYS else "en"
    text = _flat(sentence)
    found: list[_Found] = []
    if "-" in sentence:
        found += _iso_days(sentence, published)
    if _any_in(text, _MONTHS[language]):
        found += _dates(text, language, published)
    if _any_in(text, _DAYS[language]):
        found += _weekdays(text, language, published)
    if _any_in(text, _PHRASE_CLUES[language]):
        found += _relative_days(text, language, published)
    if _AGO_CLUE[language].search(text):
        found += _counted_days(text, language, published)
    return min(found, default=_Found(9, 0, date.max)).day if found else None


def explicit_years(sentence: str) -> set[int]:
    """The calendar years the sentence names (1900-2099); a number of people, money or distance is none.

    >>> sorted(explicit_years("Since the 2012 coup, 2000 people have fled; Ouaga 2000 was quiet in 2021."))
    [2012, 2021]
    """
    folded = _folded(sentence)
    if not _FOUR_DIGITS.search(folded):
        return set()
    years = {int(year) for pair in _YEAR_PAIR.findall(folded) for year in pair}
    for match in _YEAR.finditer(folded):
        if not _COUNTED.match(folded, match.end()) and not _NAMES_WITH_YEARS.search(folded[: match.start()]):
            years.add(int(match.group()))
    return years


def _flat(sentence: str) -> str:
    """Folded words with one space between; a full stop, comma and bracket stay."""
    text = _folded(sentence)
    for mark in "'\"’-":
        text = text.replace(mark, " ")
    return " ".join(text.split())


def _any_in(text: str, clues: Iterable[str]) -> bool:
    """Whether a text holds any of some words: spares most sentences the slow search for a pattern."""
    for clue in clues:  # noqa: SIM110 (a generator takes twice as long)
        if clue in text:
            return True
    return False


def _iso_days(sentence: str, published: date) -> Iterator[_Found]:
    for match in _ISO.finditer(sentence):
        day = _date(int(match["year"]), int(match["month"]), int(match["day"]))
        if day and day <= published:
            yield _Found(0, match.start(), day)


def _dates(text: str, language: str, published: date) -> Iterator[_Found]:
    """'17 September (2024)', 'September 17(, 2024)', 'le 1er mars', 'mardi 5 mars'."""
    for pattern in _DATES[language]:
        for match in pattern.finditer(text):
            month = _MONTHS[language].index(match["month"]) + 1
            resolved = _resolved(match, month, published)
            if resolved and (match["year"] or not _FUTURE.search(text)):
                yield _Found(_rank(text, match, language), match.start(), resolved)


def _resolved(match: re.Match[str], month: int, published: date) -> date | None:
    """The date of a match: in its year, or in the latest year that is not after publication."""
    if match["year"]:
        day = _date(int(match["year"]), month, int(match["day"]))
        return day if day and day <= published else None
    candidates = (_date(year, month, int(match["day"])) for year in range(published.year, published.year - 9, -1))
    return next((day for day in candidates if day and day <= published), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekdays(text: str, language: str, published: date) -> Iterator[_Found]:
    names = _DAYS[language]
    for match in _WEEKDAY[language].finditer(text):
        back = (published.weekday() - names.index(match["name"])) % 7
        if back == 0 and _said_last(text, match):
            back = 7
        yield _Found(_rank(text, match, language) + 2, match.start(), published - timedelta(days=back))


def _said_last(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].endswith("last ") or text[match.end() :].startswith((" dernier", " passe"))


def _rank(text: str, match: re.Match[str], language: str) -> int:
    """1, or 5 for a day that dates the saying, not the event ('said on Friday', 'a indiqué jeudi')."""
    before = re.findall(r"[a-z0-9]+|[.,;:()]", text[: match.start()])[-4:]
    near = [word for word in before if word not in ("on", "late", "early", "le", "last", "this", *_DAYS[language])][-1:]
    return 5 if near and near[0] in _REPORTING[language] else 1


def _relative_days(text: str, language: str, published: date) -> Iterator[_Found]:
    for match in _PHRASE[language].finditer(text):
        days = _RELATIVE[language][match.group()]
        yield _Found(_rank(text, match, language) + 2 + (days > 2), match.start(), published - timedelta(days=days))


def _counted_days(text: str, language: str, published: date) -> Iterator[_Found]:
    """'Three days ago', 'il y a deux semaines'."""
    for match in _AGO[language].finditer(text):
        words = match["count"].split()
        counts = [_count(words[i:], language) for i in range(len(words))]
        count = next((c for c in counts if c), 0)
        if 0 < count * _UNITS[match["unit"]] < 200 * 365:
            yield _Found(4, match.start(), published - timedelta(days=count * _UNITS[match["unit"]]))


def _count(words: list[str], language: str) -> int:
    """The number a list of words is, wholly; 0 when it is none."""
    if len(words) == 1 and (words[0].isdigit() or words[0] in ("a", "an", "un", "une")):
        return int(words[0]) if words[0].isdigit() and len(words[0]) < 5 else 1
    number = read_number(words, 0, language)
    return number[0] if number and number[1] == len(words) else 0
