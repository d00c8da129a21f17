"""What a composed briefing promises: every section speaks, both languages say the same numbers, nothing is invented."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from briefing_builders import Case, dense_case, rich_case, workspace
from riskbrief.briefing.compose import SECTIONS, compose
from riskbrief.briefing.lint import NUMBER, unsupported_numbers
from riskbrief.briefing.words import count_words, printed_words, prose_words, sentences_of, total_words
from riskbrief.document import Briefing, DataTable, FigureSpec, Sentence
from riskbrief.errors import ConfigurationError
from riskbrief.figures import MapFigure

LANGUAGES = ("en", "fr")


@cache
def rich(language: str) -> Briefing:
    return compose(rich_case().inputs(language))


@cache
def empty(language: str) -> Briefing:
    return compose(Case().inputs(language))


def every_sentence(briefing: Briefing) -> list[Sentence]:
    return [*briefing.standfirst, *(s for section in briefing.sections for s in sentences_of(section))]


def texts(briefing: Briefing) -> str:
    printed = [t for section in briefing.sections for t in printed_words(section)]
    return "\n".join([briefing.headline, *(s.text for s in every_sentence(briefing)), *printed])


def table(briefing: Briefing, section_id: str, part: str) -> DataTable:
    section = next(s for s in briefing.sections if s.id == section_id)
    found = section.parts[part]
    assert isinstance(found, DataTable)
    return found


def prose(briefing: Briefing, section_id: str) -> str:
    section = next(s for s in briefing.sections if s.id == section_id)
    return " ".join(s.text for s in sentences_of(section))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [rich, empty])
def test_every_section_has_parts_or_says_why_not(make, language: str) -> None:
    briefing = make(language)
    asked = [c.section for c in workspace().reports["weekly"].sections]
    silent = {"annex_left_out"} if make is empty else set()  # nothing was left off
    assert [s.template for s in briefing.sections] == [name for name in asked if name not in silent]
    assert [s.id for s in briefing.sections if not s.parts and not s.no_data] == []
    assert [s.id for s in briefing.sections if s.parts and s.no_data] == []


def test_every_registered_section_has_a_place_in_a_shipped_report() -> None:
    assert set(SECTIONS) == {c.section for report in workspace().reports.values() for c in report.sections}


def test_the_same_input_gives_the_same_document() -> None:
    assert compose(rich_case().inputs("en")) == rich("en")


@pytest.mark.parametrize("make", [rich, empty])
def test_french_and_english_print_the_same_numbers_sentence_by_sentence(make) -> None:
    english, french = (
        [(s.kind, [f.value for f in s.facts if not isinstance(f.value, str)], s.notes) for s in every_sentence(make(x))]
        for x in LANGUAGES
    )
    assert english == french


def test_french_and_english_tables_rest_on_the_same_values() -> None:
    pairs = zip(rich("en").sections, rich("fr").sections, strict=True)
    for one, two in pairs:
        for name, part in one.parts.items():
            if isinstance(part, DataTable):
                other = two.parts[name]
                assert isinstance(other, DataTable)
                own = sorted([repr(c.value) for c in row] for row in part.rows)
                assert own == sorted([repr(c.value) for c in row] for row in other.rows), part.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_a_counted_sentence_is_one_of_its_facts(language: str) -> None:
    counted = [s for s in every_sentence(rich(language)) if s.kind in {"reported", "measured", "assessed"}]
    assert len(counted) > 30
    assert [s.text for s in counted if list(unsupported_numbers(s))] == []
    assert sum(bool(NUMBER.search(s.text)) for s in counted) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_reported_sentences_rest_on_events_or_articles_and_measured_ones_on_scores_or_counts(language: str) -> None:
    allowed = {"reported": {"event", "article"}, "measured": {"score", "observation", "run", "event"}}
    for sentence in every_sentence(rich(language)):
        if sentence.kind in allowed:
            assert sentence.facts, sentence.text
            assert {e.kind for e in sentence.evidence} & allowed[sentence.kind], sentence.text


def test_the_headline_names_the_leading_event_and_the_level_in_at_most_twelve_words() -> None:
    headline = rich("en").headline
    assert "Bamako" in headline and "Mali" in headline and headline.endswith("High")
    assert all(count_words(rich(x).headline) <= 12 for x in LANGUAGES)


def test_no_pattern_is_left_unfilled_and_no_article_title_can_fill_one() -> None:
    printed = texts(rich("en"))
    assert "“Gunfire heard near a {school} <b>in the capital</b>” (wire_one)" in printed
    assert re.findall(r"\{(?!school\})", printed) == []


def test_a_title_stands_only_in_quotation_marks_beside_its_outlet() -> None:
    printed = texts(rich("en"))
    for at in re.finditer("Market raided", printed):
        assert printed[at.start() - 1] == "“" and printed[at.end() : at.end() + 12] == "” (wire_one)"


def test_tolls_are_a_range_with_who_says_so_and_the_largest_claim_beside_it() -> None:
    said = prose(rich("en"), "W5")
    assert "Between 20 and 77 people were reported killed, according to" in said
    assert "; our best estimate is 24." in said
    assert "wire_one (citing “a medical source”), 17 Sept: between 20 and 30 people reported killed." in said
    assert "radio_two, 18 Sept: 77 people reported killed." in said
    assert "up to 150 was claimed" in said


def test_one_weak_source_alone_is_listed_apart_as_unconfirmed() -> None:
    main, apart = table(rich("en"), "W5", "events"), table(rich("en"), "W5", "unconfirmed")
    assert [row[3].text for row in apart.rows] == ["Djibo (Burkina Faso)", "Niger"]
    assert [row[1].small for row in main.rows] == ["", "earlier"]


def test_the_board_sorts_by_score_and_puts_countries_not_assessed_last_with_their_last_value() -> None:
    rows = table(rich("en"), "W2", "board").rows
    assert [row[0].text for row in rows[:3]] == ["Mali", "Burkina Faso", "Niger"]
    assert len(rows) == 16 and {row[1].text for row in rows[3:]} == {"Not assessed"}
    senegal = next(row for row in rows if row[0].text == "Senegal")
    assert senegal[1].small == "(last: 32, Guarded, on 11 Aug 2024)" and senegal[2].value is None


def test_a_missing_score_is_never_printed_as_zero() -> None:
    for row in table(empty("en"), "W2", "board").rows:
        assert [cell.text for cell in row[1:9]] == ["Not assessed", *["–"] * 7]


def test_zero_articles_give_no_level_and_say_that_silence_is_no_calm() -> None:
    briefing = empty("en")
    assert briefing.headline == "No article was collected: no country could be assessed"
    assert prose(briefing, "W1").startswith("Coverage was too thin for a regional level")
    assert "not evidence of calm" in prose(briefing, "W5")
    assert briefing.citations == ()


def test_little_full_coverage_gives_country_lines_but_no_regional_level() -> None:
    case = rich_case()
    case.regional = [replace(r, full_share=0.59) for r in case.regional]
    briefing = compose(case.inputs())
    bottom = next(s for s in briefing.sections if s.id == "W1")
    assert "gauge" not in bottom.parts
    assert prose(briefing, "W1").startswith("Coverage was too thin for a regional level: 3 of 16")
    assert "Mali: High, 71." in prose(briefing, "W1")


def test_an_event_in_a_country_nobody_could_assess_still_leads() -> None:
    case = Case()
    case.article("b1", "2024-09-18", source="wire_one")
    case.article("b2", "2024-09-18", source="radio_two")
    case.event("e9", "BFA", "2024-09-18", ["gov_coup_instability"], ["b1", "b2"])
    for row in case.evidence:
        row["severity_base"] = 7.0
    briefing = compose(case.inputs())
    assert briefing.headline == "Seizure of power, Burkina Faso: coverage too thin to assess"
    row = table(briefing, "W5", "events").rows[0]
    assert row[2].text == "Seizure of power" and row[3].small == "not assessed"


def test_events_outside_the_panel_are_not_printed() -> None:
    case = rich_case()
    case.panel = ["MLI", "NER"]
    case.alerts = [a for a in case.alerts if a.region_id == "MLI"]
    assert "Djibo" not in texts(compose(case.inputs()))


def test_sources_are_numbered_from_one_in_the_order_of_first_use() -> None:
    briefing = rich("en")
    assert [c.number for c in briefing.citations] == list(range(1, len(briefing.citations) + 1))
    met = [n for s in every_sentence(briefing) for n in s.notes]
    assert met[:2] == [1, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_keep_their_word_budgets(language: str) -> None:
    budgets = {c.section: c.words for c in workspace().reports["weekly"].sections if c.words}
    over = {s.id: prose_words(s) for s in rich(language).sections if prose_words(s) > budgets.get(s.template, 9999)}
    assert over == {}


def test_a_full_week_fits_the_words_of_six_pages() -> None:
    least, most = workspace().reports["weekly"].words or (0, 0)
    assert least <= total_words(rich("en")) <= most


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_issue_over_its_words_is_cut_but_keeps_its_options_and_every_section(language: str) -> None:
    inputs = dense_case().inputs(language)
    free = compose(replace(inputs, report=inputs.report.model_copy(update={"words": None})))
    most = total_words(free) - 60
    cut = compose(replace(inputs, report=inputs.report.model_copy(update={"words": (100, most)})))
    assert total_words(cut) <= most
    assert [s.id for s in cut.sections] == [s.id for s in free.sections]
    options = [next(s for s in b.sections if s.id == "W14").parts["options"] for b in (cut, free)]
    assert len(options[0]) == len(options[1])  # type: ignore[arg-type]


def test_a_tight_budget_drops_the_last_sentences_and_keeps_the_first() -> None:
    inputs = rich_case().inputs()
    choices = [c.model_copy(update={"words": 20} if c.section == "bottom_line" else {}) for c in inputs.report.sections]
    report = inputs.report.model_copy(update={"sections": choices})
    bottom = next(s for s in compose(replace(inputs, report=report)).sections if s.id == "W1")
    assert len(bottom.parts["bullets"]) == 1 and len(bottom.parts["lead"]) == 1  # type: ignore[arg-type]


def test_library_lines_print_only_after_their_date() -> None:
    case = Case()
    case.week = type(case.week).parse("2021-W01")
    dates = {item.lead for s in compose(case.inputs()).sections if s.id == "W6" for item in s.parts["context"]}
    assert dates == {"22 March 2012", "18 August 2020"}


def test_an_unknown_section_option_names_the_report() -> None:
    inputs = rich_case().inputs()
    choices = [
        c.model_copy(update={"options": {"crosings": "x"}} if c.section == "spillover" else {})
        for c in inputs.report.sections
    ]
    with pytest.raises(ConfigurationError, match=r"reports/weekly\.yaml.*spillover: crosings"):
        compose(replace(inputs, report=inputs.report.model_copy(update={"sections": choices})))


def test_a_country_measured_at_zero_stands_before_one_not_assessed() -> None:
    case = rich_case()
    case.score("TGO", "index", [0.0, 0.0])
    order = [row[0].text for row in table(compose(case.inputs()), "W2", "board").rows]
    assert order[3] == "Togo" and order[4] == "Benin"


def test_a_largest_claim_inside_the_range_is_not_repeated() -> None:
    case = rich_case()
    next(e for e in case.events if e["event_id"] == "e1")["claimed_max"] = 77
    assert "was claimed" not in prose(compose(case.inputs()), "W5")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_of_the_panel_is_coloured_by_its_level_on_the_map(language: str) -> None:
    section = next(s for s in rich(language).sections if s.id == "W2")
    figure = section.parts["map"]
    assert isinstance(figure, FigureSpec) and isinstance(figure.figure, MapFigure)
    levels = {r.region_id: (r.level, r.score) for r in figure.figure.regions}
    assert levels["MLI"] == (4, "71") and levels["SEN"] == (None, "")
