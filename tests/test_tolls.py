"""Tolls: the table of method B.6 in two languages, what is no toll, and laws over generated sentences."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskbrief.coding.number_words import read_number
from riskbrief.coding.tolls import Toll, find_tolls

EN_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
EN_TENS = ["x", "x", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
FR_SMALL = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
FR_TENS = ["x", "x", "vingt", "trente", "quarante", "cinquante", "soixante"]


def english(n: int) -> str:
    """A number below 10,000 in English words."""
    if n < 20:
        return EN_SMALL[n]
    if n < 100:
        return EN_TENS[n // 10] + (f"-{EN_SMALL[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{EN_SMALL[n // 100]} hundred" + (f" and {english(n % 100)}" if n % 100 else "")
    return f"{english(n // 1000)} thousand" + (f" {english(n % 1000)}" if n % 1000 else "")


def french(n: int) -> str:
    """A number below 10,000 in French words."""
    if n < 20:
        return FR_SMALL[n]
    if n < 70:
        return FR_TENS[n // 10] + ("" if n % 10 == 0 else " et un" if n % 10 == 1 else f"-{FR_SMALL[n % 10]}")
    if n < 80:
        return "soixante et onze" if n == 71 else f"soixante-{FR_SMALL[n - 60]}"
    if n < 100:
        return "quatre-vingts" if n == 80 else f"quatre-vingt-{FR_SMALL[n - 80]}"
    if n < 1000:
        head = "cent" if n < 200 else f"{FR_SMALL[n // 100]} cent" + ("s" if n % 100 == 0 else "")
        return head + (f" {french(n % 100)}" if n % 100 else "")
    head = "mille" if n < 2000 else f"{french(n // 1000)} mille"
    return head + (f" {french(n % 1000)}" if n % 1000 else "")


def bounds(toll: Toll) -> tuple[int, int, int | None]:
    """Low, best, high."""
    return toll.low, toll.best, toll.high


def killed(text: str, language: str) -> list[tuple[int, int, int | None]]:
    """Bounds of the whole tolls of dead."""
    return [bounds(toll) for toll in find_tolls(text, language) if toll.kind == "killed" and not toll.part]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("24 killed", "en", (24, 24, 24)),
        ("vingt-quatre morts", "fr", (24, 24, 24)),
        ("Between 20 and 30 people were killed.", "en", (20, 25, 30)),
        ("Entre 20 et 30 personnes ont été tuées.", "fr", (20, 25, 30)),
        ("20-30 people were killed.", "en", (20, 25, 30)),
        ("20 à 30 personnes ont péri.", "fr", (20, 25, 30)),
        ("At least 24 trainees died.", "en", (24, 24, None)),
        ("Au moins 24 élèves sont morts.", "fr", (24, 24, None)),
        ("No fewer than 15 villagers were killed.", "en", (15, 15, None)),
        ("Pas moins de 15 villageois tués.", "fr", (15, 15, None)),
        ("More than 70 people were killed.", "en", (71, 71, None)),
        ("Plus de 70 morts.", "fr", (71, 71, None)),
        ("About 40 soldiers died.", "en", (32, 40, 48)),
        ("Environ 40 soldats ont péri.", "fr", (32, 40, 48)),
        ("Quelque 40 soldats ont été tués.", "fr", (32, 40, 48)),
        ("Nearly 40 people died.", "en", (32, 40, 48)),
        ("Près de 40 personnes sont mortes.", "fr", (32, 40, 48)),
        ("Up to 60 people were killed.", "en", (1, 30, 60)),
        ("Jusqu'à 60 morts.", "fr", (1, 30, 60)),
        ("Une trentaine de civils ont été tués.", "fr", (24, 30, 36)),
        ("Une dizaine de morts.", "fr", (8, 10, 12)),
        ("Une centaine de personnes ont été massacrées.", "fr", (80, 100, 120)),
        ("A dozen people were killed.", "en", (10, 12, 14)),
        ("Several people were killed.", "en", (3, 3, 9)),
        ("Plusieurs morts.", "fr", (3, 3, 9)),
        ("Tens of people were killed.", "en", (10, 10, 99)),
        ("Dozens of people were killed.", "en", (12, 12, 99)),
        ("Des dizaines de morts.", "fr", (10, 10, 99)),
        ("Hundreds were killed.", "en", (100, 100, 999)),
        ("Des centaines de morts.", "fr", (100, 100, 999)),
        ("No one was killed.", "en", (0, 0, 0)),
        ("Nobody died.", "en", (0, 0, 0)),
        ("Aucun mort.", "fr", (0, 0, 0)),
        ("Personne n'a été tué.", "fr", (0, 0, 0)),
        ("1,200 people were killed.", "en", (1200, 1200, 1200)),
        ("1 200 personnes ont été tuées.", "fr", (1200, 1200, 1200)),
        ("1\u202f200 morts", "fr", (1200, 1200, 1200)),
        ("1.200 morts", "fr", (1200, 1200, 1200)),
        ("Quatre-vingt-dix-sept morts.", "fr", (97, 97, 97)),
        ("Soixante-dix soldats tués.", "fr", (70, 70, 70)),
        ("Vingt et un civils tués.", "fr", (21, 21, 21)),
        ("Deux cents personnes sont mortes", "fr", (200, 200, 200)),
        ("A drone strike killed 12 civilians", "en", (12, 12, 12)),
        ("No one was killed in September", "en", (0, 0, 0)),
        ("One of the 12 killed was a child.", "en", (12, 12, 12)),
        ("Two of the five attackers were killed.", "en", (2, 2, 2)),
        ("None of the 12 passengers was killed.", "en", (0, 0, 0)),
        ("L'attaque a coûté la vie à 14 personnes.", "fr", (14, 14, 14)),
        ("La mort de 7 soldats.", "fr", (7, 7, 7)),
        ("Un bilan de 15 morts.", "fr", (15, 15, 15)),
        ("Le bilan passe à 20.", "fr", (20, 20, 20)),
        ("A death toll of 40.", "en", (40, 40, 40)),
        ("The army gives a toll of six.", "en", (6, 6, 6)),
        ("The death toll from the raids in the north rises to at least 137.", "en", (137, 137, None)),
        ("The blast claimed 12 lives.", "en", (12, 12, 12)),
        ("The bodies of 14 people were found.", "en", (14, 14, 14)),
        ("Nine miners lost their lives.", "en", (9, 9, 9)),
        ("12 personnes ont perdu la vie.", "fr", (12, 12, 12)),
        ("A soldier was killed.", "en", (1, 1, 1)),
        ("Un soldat a été tué.", "fr", (1, 1, 1)),
        ("Plus de 110 civils ont été tués le 16 avril.", "fr", (111, 111, None)),
        ("Vingt personnes avaient été tuées à l'époque.", "fr", (20, 20, 20)),
        ("In 2012 soldiers killed 12 people.", "en", (12, 12, 12)),
        ("12 gunmen killed five soldiers.", "en", (5, 5, 5)),
        ("Douze hommes armés ont tué cinq soldats.", "fr", (5, 5, 5)),
        ("More than 130 people, including women and children, have been killed.", "en", (131, 131, None)),
    ],
)
def test_a_number_of_dead_reads_as_the_method_s_table_says(
    text: str, language: str, expected: tuple[int, int, int | None]
) -> None:
    assert killed(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A 24-year-old sprinter was bitten.", "en"),
        ("Un homme de 24 ans a été tué", "fr"),
        ("On 5 March soldiers were killed.", "en"),
        ("Le 5 mars des soldats ont été tués.", "fr"),
        ("In 2012 soldiers were killed.", "en"),
        ("12 percent of the dead were children.", "en"),
        ("Soldiers were killed 40 kilometres from the town.", "en"),
        ("The gang killed $500 of value and 1,450 birds.", "en"),
        ("Some 1,450 birds have died.", "en"),
        ("Some 1,450 wild birds have died.", "en"),
        ("Une épidémie a tué 200 jeunes boeufs.", "fr"),
        ("The drone killed time; the centre died in September.", "en"),
        ("Le septembre noir du centre a tué.", "fr"),
        ("Soldiers with AK-47 rifles were killed.", "en"),
        ("Mali won 3-0 and killed the match.", "en"),
        ("Deux tirs cadrés, deux buts avant la pause.", "fr"),
        ("The plan will cost 1.5 million francs.", "en"),
        ("", "en"),
        ("20 gunmen attacked the village.", "en"),
        ("200 fidèles ont prié pour les blessés.", "fr"),
    ],
)
def test_ages_dates_years_shares_distances_animals_and_scores_are_no_tolls(text: str, language: str) -> None:
    assert [t for t in find_tolls(text, language) if t.best != 1] == []


def test_wounded_and_kidnapped_are_tolls_of_their_own() -> None:
    tolls = find_tolls("Six soldiers were killed and nine wounded; gunmen kidnapped 17 students.", "en")
    assert [(t.kind, t.best) for t in tolls] == [("killed", 6), ("wounded", 9), ("kidnapped", 17)]
    french_tolls = find_tolls("L'attaque a fait 15 morts et 20 blessés, et 12 villageois ont été enlevés.", "fr")
    assert [(t.kind, t.best) for t in french_tolls] == [("killed", 15), ("wounded", 20), ("kidnapped", 12)]


@pytest.mark.parametrize(
    ("text", "language", "victims"),
    [
        ("The army killed 30 militants.", "en", "armed_group"),
        ("L'armée a neutralisé 30 terroristes.", "fr", "armed_group"),
        ("12 police officers were killed.", "en", "security_forces"),
        ("Sept gendarmes ont été tués.", "fr", "security_forces"),
        ("12 villagers were killed.", "en", "civilians"),
        ("Douze orpailleurs tués.", "fr", "civilians"),
        ("12 people were killed.", "en", "unspecified"),
        ("Douze morts.", "fr", "unspecified"),
    ],
)
def test_the_victims_are_classed_by_the_noun_beside_the_number(text: str, language: str, victims: str) -> None:
    assert [toll.victims for toll in find_tolls(text, language)] == [victims]


def test_two_classes_of_victims_in_one_number_leave_the_class_open() -> None:
    for text, language in (("300 soldiers and villagers died.", "en"), ("300 militaires et miliciens tués.", "fr")):
        assert [t.victims for t in find_tolls(text, language)] == ["unspecified"]


def test_a_number_of_attackers_is_not_one_attacker() -> None:
    assert find_tolls("A large number of attackers were killed.", "en") == []


def test_a_share_of_a_toll_is_marked_as_part_and_the_total_stays() -> None:
    tolls = find_tolls("Killing 12 people, including five attackers and two gendarmes.", "en")
    assert [(t.best, t.victims, t.part) for t in tolls] == [
        (12, "unspecified", False),
        (5, "armed_group", True),
        (2, "security_forces", True),
    ]
    tolls = find_tolls("Un bilan de 15 morts dont les cinq assaillants.", "fr")
    assert [(t.best, t.victims, t.part) for t in tolls] == [(15, "unspecified", False), (5, "armed_group", True)]
    tolls = find_tolls("12 people were killed, 10 of them soldiers.", "en")
    assert [(t.best, t.victims, t.part) for t in tolls] == [(12, "unspecified", False), (10, "security_forces", True)]


def test_a_part_between_a_total_and_its_verb_leaves_the_verb_to_the_total() -> None:
    tolls = find_tolls("Eleven troops, including an officer, are killed.", "en")
    assert [(t.best, t.part) for t in tolls if t.best > 1] == [(11, False)]


def test_victims_joined_by_and_share_the_verb_and_are_both_whole() -> None:
    for text in ("Gunmen killed three soldiers and two civilians.", "Three soldiers and two civilians were killed."):
        tolls = find_tolls(text, "en")
        assert [(t.best, t.victims, t.part) for t in tolls] == [
            (3, "security_forces", False),
            (2, "civilians", False),
        ]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("12 killed", "exact"),
        ("at least 12 killed", "lower"),
        ("12 to 20 people were killed", "range"),
        ("some 12 people were killed", "approximate"),
        ("up to 12 people were killed", "upper"),
    ],
)
def test_the_precision_says_how_the_number_was_given(text: str, precision: str) -> None:
    assert [toll.precision for toll in find_tolls(text, "en")] == [precision]


@given(st.integers(0, 9999))
def test_number_words_of_both_languages_read_back_as_the_number(number: int) -> None:
    for language, spell in (("en", english), ("fr", french)):
        words = "".join(
            c for c in unicodedata.normalize("NFD", spell(number).replace("-", " ")) if not unicodedata.combining(c)
        ).split()
        assert read_number([*words, "soldiers"], 0, language) == (number, len(words))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("vingt douze soldats", "fr", (20, 1)),
        ("cent soldats", "fr", (100, 1)),
        ("mille soldats", "fr", (1000, 1)),
        ("trois mille", "fr", (3000, 2)),
        ("a hundred soldiers", "en", (100, 2)),
        ("twelve hundred", "en", (1200, 2)),
        ("twenty twelve", "en", (20, 1)),
        ("one and two", "en", (1, 1)),
    ],
)
def test_a_number_in_words_ends_where_the_language_ends_it(text: str, language: str, expected: tuple[int, int]) -> None:
    assert read_number(text.split(), 0, language) == expected


@given(st.integers(2, 9999).filter(lambda n: not 1900 <= n <= 2100))
def test_digits_and_words_give_the_same_toll(number: int) -> None:
    assert killed(f"{number} soldiers were killed.", "en") == killed(f"{english(number)} soldiers were killed.", "en")
    assert killed(f"{number} soldats tués", "fr") == killed(f"{french(number)} soldats tués", "fr")
    assert killed(f"{number} soldats tués", "fr") == [(number, number, number)]


FRAGMENTS = [
    "at least", "plus de", "24", "1,200", "vingt-quatre", "twenty", "one of the", "dozens of", "une trentaine de",
    "people", "soldats", "gunmen", "were killed", "ont été tués", "killed", "morts", "wounded", "blessés", "including",
    "dont", "and", "et", ",", ".", "toll", "bilan de", "no", "aucun", "between", "entre", "of them", "d'entre eux", "à",
    "5 March", "km", "é", "œ", "kidnapped", "enlevés", "up to", "jusqu'à",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map(" ".join), st.sampled_from(["en", "fr", "ar"]))
def test_any_text_gives_ordered_bounds_and_offsets_that_point_into_it(text: str, language: str) -> None:
    tolls = find_tolls(text, language)
    assert [(t.start, t.end) for t in tolls] == sorted((t.start, t.end) for t in tolls)
    for toll in tolls:
        assert 0 <= toll.low <= toll.best
        assert toll.high is None or toll.best <= toll.high
        assert 0 <= toll.start < toll.end <= len(text)
        assert text[toll.start : toll.end] == text[toll.start : toll.end].strip()
        assert toll.kind in ("killed", "wounded", "kidnapped")


@given(st.text(max_size=120), st.sampled_from(["en", "fr"]))
def test_any_characters_at_all_are_read_without_error(text: str, language: str) -> None:
    assert all(0 <= toll.start < toll.end <= len(text) for toll in find_tolls(text, language))


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map(" ".join))
def test_stripping_accents_changes_no_toll(text: str) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    described = [(t.kind, t.victims, bounds(t), t.precision, t.part) for t in find_tolls(text, "fr")]
    assert [(t.kind, t.victims, bounds(t), t.precision, t.part) for t in find_tolls(bare, "fr")] == described


def test_two_tolls_of_one_kind_never_share_their_span() -> None:
    text = "15 killed, including 3 civilians; three soldiers and two civilians were killed, 20 wounded."
    spans = [(t.kind, t.start, t.end) for t in find_tolls(text, "en")]
    assert len(spans) == len(set(spans))
