"""The rules of language (method A.2, A.3, A.11): a document that breaks one is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_builders import rich_case, workspace
from riskbrief.briefing.compose import compose
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.event_words import toll_text
from riskbrief.briefing.facts import OUTSIDE
from riskbrief.briefing.inputs import BriefingInputs, Place
from riskbrief.briefing.ledger import clean, quotable
from riskbrief.briefing.likelihood import whole_percentages
from riskbrief.briefing.lint import Rules
from riskbrief.briefing.phrasebook import SLOT, Phrasebook
from riskbrief.briefing.printing import Printer
from riskbrief.briefing.words import sentences_of
from riskbrief.document import Cell, DataTable, Evidence, Fact, Sentence
from riskbrief.errors import ConfigurationError, RefusedError
from riskbrief.probability import ICD_203, band

BOUNDS = (0.0, 20.0, 40.0, 60.0, 80.0)


def rules(language: str = "en") -> Rules:
    return Rules(Phrasebook(language, workspace().phrases[language]), BOUNDS)


def broken(text: str, kind: Any = "assessed", facts: tuple[Fact, ...] = (), language: str = "en") -> list[str]:
    return list(rules(language).broken(Sentence(text, kind, facts)))


def with_phrase(**changed: str) -> BriefingInputs:
    inputs = rich_case().inputs("en")
    return replace(inputs, phrases={**inputs.phrases, **changed})


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "The level might rise"), ("en", "We cannot rule out a rise"), ("fr", "Le niveau pourrait monter")],
)
def test_a_judgement_with_a_vague_word_is_broken(language: str, text: str) -> None:
    assert broken(text, language=language) == ["a judgement uses a vague word; use a likelihood of the scale"]


def test_a_vague_word_in_a_quotation_or_in_a_report_is_allowed() -> None:
    assert broken("The minister said “it might rise”") == []
    assert broken("The level might rise", kind="reported") == []


def test_likelihood_and_confidence_in_one_sentence_are_broken() -> None:
    assert broken("A rise is very likely, with high confidence") == ["likelihood and confidence stand in one sentence"]
    assert broken("A rise is very likely") == []


@pytest.mark.parametrize("kind", ["reported", "measured", "assessed", "option", "assumed", "fixed"])
def test_a_label_outside_quoted_speech_is_broken_whatever_the_kind(kind: Any) -> None:
    assert "a label stands outside quoted speech" in broken("The terrorists left", kind=kind)
    assert broken("State media spoke of “terrorists”", kind=kind) == []


def test_names_written_by_others_are_not_held_against_us() -> None:
    assert broken("Bandit Hill was quiet", facts=(Fact("place", "x", "Bandit Hill", OUTSIDE),)) == []


def test_a_toll_must_be_called_reported_and_attributed() -> None:
    toll = Fact("toll", "24/24/24", "24")
    assert broken("24 people were killed", "reported", (toll,)) == [
        "a toll is not called reported",
        "a toll has no attribution",
    ]
    named = (toll, Fact("attribution", "wire", "wire"))
    assert broken("24 people were reported killed, according to wire", "reported", named) == []


def test_a_number_without_a_fact_is_broken() -> None:
    assert broken("It rose by 7 points", "measured", (Fact("points", 6.0, "6"),)) == ["number 7 is not in its facts"]


def test_a_level_that_contradicts_its_score_is_broken_unless_it_says_it_is_held() -> None:
    facts = (Fact("level", 3, "Elevated", "level"), Fact("score", 63.0, "63", "score"))
    assert broken("Mali: Elevated, 63", "measured", facts) == ["level 'Elevated' contradicts score 63"]
    assert broken("Mali: Elevated, 63", "measured", (*facts, Fact("held", 4, "High", "level"))) == []


@pytest.mark.parametrize(
    ("key", "pattern", "why"),
    [
        ("bottom_so_what", "The regime of {countries} needs attention.", "label"),
        ("bottom_so_what", "Things may worsen in {countries}.", "vague"),
        ("bottom_country", "{country}: {level}, {score}, above 50.", "number 50"),
        ("toll_reported_best", "{toll} people died, says {attribution}.", "not called reported"),
        ("board_title", "Where the terrorists are", "label"),
    ],
)
def test_a_document_that_breaks_a_rule_is_refused_with_the_rule(key: str, pattern: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        compose(with_phrase(**{key: pattern}))
    assert refused.value.exit_code == 5


def test_all_broken_rules_are_told_at_once() -> None:
    with pytest.raises(RefusedError) as refused:
        compose(with_phrase(board_title="Terrorists", changes_title="Bandits"))
    assert len(refused.value.problems) == 2


def test_a_missing_phrase_or_an_unknown_slot_names_the_file_and_the_key() -> None:
    with pytest.raises(ConfigurationError, match=r"reports/phrases\.en\.yaml: .*'board_maximum'"):
        inputs = rich_case().inputs("en")
        compose(replace(inputs, phrases={k: v for k, v in inputs.phrases.items() if k != "board_maximum"}))
    with pytest.raises(ConfigurationError, match=r"'bottom_country' has an unknown slot 'contry'.*known: country"):
        compose(with_phrase(bottom_country="{contry}"))


def test_both_languages_have_the_same_phrases_with_the_same_slots() -> None:
    english, french = workspace().phrases["en"], workspace().phrases["fr"]
    assert set(english) == set(french)
    differing = {k for k in english if slots(english[k]) != slots(french[k])}
    assert differing == set()


def slots(pattern: str) -> set[str]:
    return {match[1] for match in SLOT.finditer(pattern)}


def test_plurals_follow_the_language() -> None:
    for language, one in (("en", {1}), ("fr", {0, 1})):
        book = Phrasebook(language, {"locale": language, "k": "{n, plural, one {ONE} other {#}}"})
        printed = {n: book.write("k", [Fact("n", n, str(n))]) for n in range(4)}
        assert {n for n, text in printed.items() if text == "ONE"} == one


@given(st.text(), st.text())
def test_text_from_outside_never_opens_a_slot(one: str, two: str) -> None:
    book = Phrasebook("en", {"locale": "en_GB", "k": "{a}|{b}"})
    assert book.write("k", [Fact("a", one, one), Fact("b", two, two)]) == f"{one}|{two}"


@given(st.text())
def test_a_quoted_text_never_closes_its_own_quotation(text: str) -> None:
    assert not set(quotable(text)) & set('“”«»"')
    assert "\n" not in clean(text) and len(clean(text)) <= 141


@given(st.floats(-1e6, 1e6))
def test_a_number_reads_the_same_in_both_languages(value: float) -> None:
    english, french = Printer("en_GB").number(value, 1), Printer("fr_FR").number(value, 1)
    assert english.replace(",", "") == re.sub(r"[\u202f\u00a0]", "", french).replace(",", ".")


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3).filter(any))
def test_scenario_percentages_add_to_one_hundred(counts: list[int]) -> None:
    whole = whole_percentages({str(i): n / sum(counts) for i, n in enumerate(counts)})
    assert sum(whole.values()) == 100
    assert all(abs(whole[str(i)] - 100 * n / sum(counts)) < 1 for i, n in enumerate(counts))


@given(st.floats(0, 1))
def test_a_probability_has_the_word_of_the_band_it_falls_into(p: float) -> None:
    row = band(p)
    assert ICD_203.low[row] <= p and (row == 6 or p < ICD_203.low[row + 1])


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [("reported", "event", "score"), ("measured", "score", "library"), ("option", "library", "event")],
)
def test_a_sentence_without_facts_or_without_the_evidence_of_its_kind_is_not_built(
    kind: Any, good: Any, bad: Any
) -> None:
    desk = Desk(rich_case().inputs("en"))
    facts = [desk.fact.name("text", "Words")]
    assert desk.say("library_line", kind, facts, evidence=[Evidence(good, "x")]) is not None
    assert desk.say("library_line", kind, facts, evidence=[Evidence(bad, "x")]) is None
    assert desk.say("library_line", kind, facts) is None
    assert desk.say("options_unsigned", kind, [], evidence=[Evidence(good, "x")]) is None


def test_a_board_whose_level_contradicts_its_score_is_broken() -> None:
    def board(level: int, score: float, small: str = "") -> DataTable:
        row = (Cell("Mali", "MLI"), Cell("a level", level, level=level, small=small), Cell("a score", score))
        return DataTable("board", "", "", ("", "", ""), "lll", (row,))

    assert list(rules().broken_table(board(4, 63.0))) == []
    assert list(rules().broken_table(board(3, 63.0))) == ["Mali: level 'a level' contradicts score 63.0"]
    assert list(rules().broken_table(board(3, 63.0, small="this week alone: High"))) == []


def test_an_attack_in_a_quarter_of_a_capital_is_told_under_the_city() -> None:
    case = rich_case()
    case.places["quarter"] = Place("quarter", "Faladié", "MLI", 12.6, -7.95)
    next(e for e in case.events if e["event_id"] == "e1")["place_id"] = "quarter"
    briefing = compose(case.inputs("en"))
    assert "Bamako" in briefing.headline and "Faladié" not in briefing.headline
    situation = next(s for s in briefing.sections if s.id == "W5")
    table = situation.parts["events"]
    assert isinstance(table, DataTable) and table.rows[0][3].text == "Faladié, Bamako (Mali)"


def test_a_toll_given_in_words_is_printed_in_words() -> None:
    desk = Desk(rich_case().inputs("en"))
    assert toll_text(desk, 100, 100, 999).text == "hundreds of"
    assert toll_text(desk, 100, 120, 999).text == "between 100 and 999"


def test_a_largest_claim_is_printed_as_it_was_made_with_who_made_it() -> None:
    case = rich_case()
    next(e for e in case.events if e["event_id"] == "e1")["claimed_max"] = 999
    case.claim("a4", "e1", (100, 100, 999), "an armed group")
    situation = next(s for s in compose(case.inputs("en")).sections if s.id == "W5")
    said = [s.text for s in sentences_of(situation)]
    assert (
        "Claimed beyond the reported range: hundreds of people killed, according to blog (citing “an armed group”)."
        in said
    )
