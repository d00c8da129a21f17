"""What coding knows of one language beside its terms: calendar, numbers, words of text, abbreviations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from riskbrief.coding.calendars import NO_CALENDAR, CalendarBook, compile_calendar
from riskbrief.coding.numerals import NO_NUMBERS, Numbers, compile_numbers
from riskbrief.coding.responsibility_book import NO_RESPONSIBILITY, ResponsibilityBook, compile_responsibility
from riskbrief.coding.scene_book import NO_SCENES, SceneBook, compile_scenes
from riskbrief.coding.sentences import NO_STOPS, Stops, compile_stops
from riskbrief.coding.text_words import NO_TEXT, TextBook, compile_text
from riskbrief.definitions.languages import LanguageWords


@dataclass(frozen=True)
class Tongue:
    """One language. `stops` are the abbreviations of every language: names and titles travel between texts."""

    calendar: CalendarBook = NO_CALENDAR
    numbers: Numbers = NO_NUMBERS
    text: TextBook = NO_TEXT
    stops: Stops = NO_STOPS
    scenes: SceneBook = NO_SCENES
    responsibility: ResponsibilityBook = NO_RESPONSIBILITY


NO_TONGUE = Tongue()


def tongue_of(tongues: Mapping[str, Tongue], language: str) -> Tongue:
    """The language's own; without files what holds for a text in any other."""
    return tongues.get(language) or tongues.get("", NO_TONGUE)


def compile_tongues(words: Mapping[str, LanguageWords]) -> dict[str, Tongue]:
    """Each language compiled; under "" what holds for a text in any other."""
    stops = compile_stops([one.text for _, one in sorted(words.items()) if one.text])
    made = {
        language: Tongue(
            compile_calendar(w.calendar),
            compile_numbers(w.numbers),
            compile_text(w.text),
            stops,
            compile_scenes(w),
            compile_responsibility(w.text),
        )
        for language, w in words.items()
    }
    return made | {"": Tongue(stops=stops)}
