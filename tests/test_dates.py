"""Days a sentence speaks of and years it names (method B.1, B.4 rule 5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_builders import shipped_book
from riskbrief.coding.dates import event_day, explicit_years, past_years, spoken_day

PUBLISHED = date(2024, 9, 19)  # a Thursday
DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
}
MONTHS = {
    "en": [
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
    ],
    "fr": [
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
    ],
}
published_days = st.dates(date(2001, 1, 1), date(2039, 12, 31))


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("Gunmen attacked a base on Tuesday.", "en", date(2024, 9, 17)),
        ("Gunmen attacked a base late on Tuesday night.", "en", date(2024, 9, 17)),
        ("Des hommes armés ont attaqué mardi une base.", "fr", date(2024, 9, 17)),
        ("Dans la nuit de lundi à mardi, des tirs ont été entendus.", "fr", date(2024, 9, 17)),
        ("Shots rang out overnight from Monday to Tuesday.", "en", date(2024, 9, 17)),
        ("A base was attacked on Thursday.", "en", date(2024, 9, 19)),
        ("A base was attacked last Thursday.", "en", date(2024, 9, 12)),
        ("Une base a été attaquée jeudi dernier.", "fr", date(2024, 9, 12)),
        ("A base was attacked yesterday.", "en", date(2024, 9, 18)),
        ("Une base a été attaquée hier.", "fr", date(2024, 9, 18)),
        ("Une base a été attaquée avant-hier.", "fr", date(2024, 9, 17)),
        ("Une base est attaquée aujourd’hui.", "fr", date(2024, 9, 19)),
        ("A base was attacked last week.", "en", date(2024, 9, 12)),
        ("Une base a été attaquée la semaine dernière.", "fr", date(2024, 9, 12)),
        ("A base was attacked three days ago.", "en", date(2024, 9, 16)),
        ("Une base a été attaquée il y a trois jours.", "fr", date(2024, 9, 16)),
        ("A base was attacked on 17 September 2024.", "en", date(2024, 9, 17)),
        ("A base was attacked on 17 September.", "en", date(2024, 9, 17)),
        ("A base was attacked on September 17.", "en", date(2024, 9, 17)),
        ("A base was attacked on September 17th, 2023.", "en", date(2023, 9, 17)),
        ("Une base a été attaquée le 5 mars.", "fr", date(2024, 3, 5)),
        ("Une base a été attaquée le 1er mars 2023.", "fr", date(2023, 3, 1)),
        ("A base was attacked on 2024-03-05.", "en", date(2024, 3, 5)),
        ("A base was attacked on 25 December.", "en", date(2023, 12, 25)),
        ("The army said on Wednesday that a base was attacked on Monday.", "en", date(2024, 9, 16)),
        ("The army said on Wednesday that a base was attacked.", "en", date(2024, 9, 18)),
        ("Trente civils ont été tués lundi, a indiqué mercredi le maire.", "fr", date(2024, 9, 16)),
        ("Tuesday's attack of 17 September 2024 was the worst.", "en", date(2024, 9, 17)),
    ],
)
def test_a_day_in_a_sentence_is_the_latest_such_day(sentence: str, language: str, expected: date) -> None:
    assert event_day(sentence, shipped_book().tongue(language), PUBLISHED) == expected


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Nothing names a day here.", "en"),
        ("Rien ne nomme de jour ici.", "fr"),
        ("On 30 February 2024 nothing happened.", "en"),
        ("A vote will be held on 5 December.", "en"),
        ("Le vote est prévu le 5 décembre.", "fr"),
        ("The summit of 5 December 2024 was planned.", "en"),
        ("He marched on; may he rest.", "en"),
        ("", "en"),
    ],
)
def test_no_day_or_a_day_to_come_gives_none(sentence: str, language: str) -> None:
    assert event_day(sentence, shipped_book().tongue(language), PUBLISHED) is None


@given(published_days, st.integers(0, 6), st.sampled_from(["en", "fr"]))
def test_a_weekday_is_that_weekday_within_the_last_seven_days(published: date, weekday: int, language: str) -> None:
    day = event_day(f"x {DAYS[language][weekday]} x", shipped_book().tongue(language), published)
    assert day is not None
    assert day.weekday() == weekday
    assert timedelta(0) <= published - day < timedelta(7)


@given(published_days, st.integers(0, 2000), st.sampled_from(["en", "fr"]))
def test_a_full_date_that_is_not_to_come_reads_as_itself(published: date, back: int, language: str) -> None:
    day = published - timedelta(back)
    words = f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
    assert event_day(f"x {words} x", shipped_book().tongue(language), published) == day


@given(st.text(max_size=80), st.sampled_from(["en", "fr", "ar"]), published_days)
def test_no_text_gives_a_day_after_publication(text: str, language: str, published: date) -> None:
    day = event_day(text, shipped_book().tongue(language), published)
    assert day is None or day <= published


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("The coups of 2012 and 2021.", {2012, 2021}),
        ("Depuis 2012, la crise dure.", {2012}),
        ("In the 2012-2013 war.", {2012, 2013}),
        ("Some 2000 people fled.", set()),
        ("Ils vivent à Ouaga 2000.", set()),
        ("It cost $2012 or 2,012 francs.", set()),
        ("No year here, just 12 and 20121.", set()),
        ("The 2020s were hard.", set()),
    ],
)
def test_explicit_years_are_calendar_years_and_nothing_else(sentence: str, years: set[int]) -> None:
    language = "fr" if sentence.startswith(("Depuis", "Ils")) else "en"
    assert explicit_years(sentence, shipped_book().tongue(language).calendar) == years


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("The 2023-2024 crisis goes on.", set()),
        ("The 2012-2013 war.", {2012, 2013}),
        ("The 2023–2024 crisis recalls the coup of 2012.", {2012}),
    ],
)
def test_the_first_year_of_a_span_that_lasts_is_not_past(sentence: str, years: set[int]) -> None:
    assert past_years(sentence, shipped_book().tongue("en").calendar, PUBLISHED) == years


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The vote of November 17 was called.", None),
        ("The vote of November 17, 2023 was called.", date(2023, 11, 17)),
        ("The base was attacked on December 17.", date(2023, 12, 17)),
        ("The base was attacked on August 17.", date(2024, 8, 17)),
    ],
)
def test_a_date_without_a_year_that_is_soon_to_come_is_no_day_of_last_year(sentence: str, day: date | None) -> None:
    assert event_day(sentence, shipped_book().tongue("en"), PUBLISHED) == day


@pytest.mark.parametrize(("language", "sentence", "earlier", "expected"), [
    ("en", "The next day three more were shot.", ["They came on Saturday."], date(2024, 9, 15)),
    ("en", "Two days later three more were shot.", ["They came on Saturday."], date(2024, 9, 16)),
    ("en", "A week later three were shot.", ["They came on 1 September."], date(2024, 9, 8)),
    ("en", "The next day two were shot.", ["A day later one was.", "They came on Saturday."], date(2024, 9, 16)),
    ("en", "Ten days later three were shot.", ["They came on Saturday."], None),
    ("en", "9999 years later three were shot.", ["They came on Saturday."], None),
    ("en", "The next day, three were shot, police said.", ["They came on Saturday."], date(2024, 9, 15)),
    ("fr", "Trois ont été abattus le lendemain du scrutin.", ["Ils sont venus samedi."], None),
    ("en", "The next day three were shot on Tuesday.", ["They came on Saturday."], date(2024, 9, 17)),
    ("en", "The next day, the army said three were shot.", ["They came on Saturday."], None),
    ("en", "The next day three more were shot.", ["They came at dawn."], None),
    ("fr", "Le lendemain, trois autres ont été abattus.", ["Ils sont venus samedi."], date(2024, 9, 15)),
    ("fr", "Trois jours plus tard, un convoi a sauté.", ["Ils sont venus samedi."], date(2024, 9, 17)),
    ("fr", "Le lendemain, le ministère a annoncé trois morts.", ["Ils sont venus samedi."], None),
    ("en", "Rebels who claimed responsibility on Monday speak of 40.", ["They came on Saturday."], date(2024, 9, 14)),
    ("fr", "L'attaque, revendiquée lundi, a duré une heure.", ["Ils sont venus samedi."], date(2024, 9, 14)),
    ("en", "The army said on Saturday that three had died.", ["They came on Monday."], date(2024, 9, 14)),
])  # fmt: skip
def test_a_day_counted_from_one_told_before(
    language: str, sentence: str, earlier: list[str], expected: date | None
) -> None:
    """From the nearest dated sentence, later than publication never; not where it dates what was said. Where only the
    saying is dated, the day told before holds, unless it was later."""
    assert spoken_day(sentence, earlier, shipped_book().tongue(language), PUBLISHED) == expected
