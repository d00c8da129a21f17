"""What single sections promise: change, warning, outlook, options, confidence, sources."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from briefing_builders import WEEK, Case, dense_case, rich_case, workspace
from riskbrief.assessment import Alert, ProblemState
from riskbrief.briefing.compose import compose
from riskbrief.briefing.drivers import Drivers
from riskbrief.briefing.happenings import happenings
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.likelihood import base_rates
from riskbrief.briefing.scorebook import ScoreBook
from riskbrief.briefing.words import in_annex, sentences_of, total_words
from riskbrief.document import Card, DataTable, FigureSpec, Section
from riskbrief.figures import BarsFigure, MapFigure, TrendFigure


def section(case: Case, section_id: str, language: str = "en") -> Section:
    return next(s for s in compose(case.inputs(language)).sections if s.id == section_id)


def prose(found: Section) -> str:
    return " ".join(s.text for s in sentences_of(found))


def rows(found: Section, part: str) -> list[list[str]]:
    table = found.parts[part]
    assert isinstance(table, DataTable)
    return [[cell.text for cell in row] for row in table.rows]


def test_change_prints_was_now_and_their_difference() -> None:
    case = rich_case()
    case.scores = [r for r in case.scores if not (r["region_id"] == "NER" and r["node"] == "index")]
    case.score("NER", "index", [40.0, 52.4])
    assert ["Niger", "Index", "40.0", "52.4", "+12.4"] in rows(section(case, "W3"), "changes")


def test_a_significant_move_comes_before_a_larger_one_that_is_not() -> None:
    case = rich_case()
    node = "gov_local_grievance"
    case.scores = [r for r in case.scores if r["node"] != node]
    case.score("MLI", node, [20.0, 40.0], change_label="Unclear")
    case.score("NER", node, [20.0, 29.0], change_label="Deteriorated")
    assert "The largest significant move is" in prose(section(case, "W3"))
    assert "in Niger, +9.0 points" in prose(section(case, "W3"))


def test_without_a_previous_week_there_is_no_comparison_and_it_says_so() -> None:
    case = rich_case()
    for row in case.scores:
        if row["week"] != str(WEEK):
            row["score"] = None
            row["risk_level"] = None
    found = section(case, "W3")
    assert "No comparison is available: no country was assessed in 2024-W37." in prose(found)
    assert "changes" not in found.parts


def test_a_warning_matrix_names_only_countries_where_something_stirs() -> None:
    table = section(rich_case(), "W4").parts["matrix"]
    assert isinstance(table, DataTable)
    assert table.header[1:] == ("Mali", "Burkina Faso")
    assert table.rows[0][1].small == "17 Sept"


def test_an_alert_is_named_with_its_cause_its_week_and_its_source() -> None:
    found = section(rich_case(), "W4")
    name = workspace().config.index.tripwires[0].name["en"]
    alert = next(s for s in sentences_of(found) if s.text.startswith("Tripwire"))
    assert name[1:] in alert.text and "2024-W38" in alert.text and alert.notes


def test_an_alert_of_last_week_that_is_over_is_listed_as_closed() -> None:
    case = rich_case()
    assert "None of last week's was closed." in prose(section(case, "W3"))
    case.closed = [Alert("NER", "alert", "pillars", "", "2024-W35")]
    found = section(case, "W3")
    assert "None of last week's was closed." not in prose(found)
    item = found.parts["closed"][0]  # type: ignore[index]
    assert item.lead == "Closed · Niger" and "since 2024-W35" in item.sentences[0].text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_place_of_judgements_says_that_no_ledger_is_kept(language: str) -> None:
    last = section(rich_case(), "W3", language).parts["closed"][-1]  # type: ignore[index]
    assert last.sentences[0].text.startswith({"en": "Judgements", "fr": "Jugements"}[language])


def weekly(counts: list[int], *, source: str = "radio_two", newcomer: int = 0) -> Case:
    """So many articles of an outlet a week, the issue's week last; `newcomer` articles of one never read before."""
    case = Case()
    for back, n in enumerate(reversed(counts)):
        for k in range(n):
            case.article(f"w{back}-{k}", (WEEK.monday - timedelta(weeks=back)).isoformat(), source=source)
    for k in range(newcomer):
        case.article(f"n{k}", WEEK.monday.isoformat(), source="blog")
    return case


def test_volume_is_the_week_against_the_median_baseline_week_of_the_same_outlets() -> None:
    # The four weeks before the issue are no baseline; the outlet never read before counts as read, not as volume.
    found = prose(section(weekly([*[4] * 12, 9, 9, 9, 6], newcomer=5), "W5"))
    assert "11 independent articles were read; volume V is 150 % of the same outlets' median week." in found


def test_an_article_dated_to_the_monday_alone_belongs_to_the_week_it_opens() -> None:
    """Material with days and no hours stands at midnight; section W17 counts the same articles as W5."""
    case = weekly([4] * 16)
    for row in case.articles[:4]:
        row["published_at"] = WEEK.start
    assert "4 independent articles were read; volume V is 100 %" in prose(section(case, "W5"))
    assert "Read: 4 articles of the week" in prose(section(case, "W17"))


def test_a_week_under_half_its_usual_volume_is_a_coverage_gap() -> None:
    found = prose(section(weekly([*[5] * 15, 2]), "W5"))
    assert "Coverage gap: 2 independent articles were read; volume V is 40 %" in found


def test_volume_waits_for_eight_baseline_weeks() -> None:
    assert "no usual week to compare with yet" in prose(section(weekly([4] * 11), "W5"))
    assert "volume V is 100 %" in prose(section(weekly([4] * 12), "W5"))


def test_countries_written_about_far_less_than_usual_are_named() -> None:
    case = rich_case()
    case.volume = {"MLI": 1.2, "TGO": 0.49, "BEN": 0.1, "NER": 0.5}
    assert "Coverage gap, V under 50 %, in 2 countries: Benin and Togo." in prose(section(case, "W5"))


def test_silence_of_a_countrys_own_outlets_is_a_blackout_signpost_on_the_board() -> None:
    case = weekly([*[10] * 15, 3])
    case.countries = {"radio_two": "NER"}
    case.problems = [ProblemState(p.id, "NER", "normal", 0.0) for p in workspace().config.index.warning_problems]
    found = section(case, "W4")
    assert "Its own outlets published 30 % of their usual volume, under 50 %." in prose(found)
    table = found.parts["matrix"]
    assert isinstance(table, DataTable) and table.header[1:] == ("Niger",)
    assert {row[0].text: row[1].small for row in table.rows}["Information blackout"] == "own outlets 30 %"
    case.countries = {"radio_two": "FRA"}
    assert "Blackout signpost: not readable" in prose(section(case, "W4"))


def test_lags_count_events_by_hours_to_a_second_origin_and_keep_those_without_one() -> None:
    case = rich_case()
    figure = section(case, "W10").parts["lags"]
    assert isinstance(figure, FigureSpec) and isinstance(figure.figure, BarsFigure)
    # e1 was taken up after six hours; e2 and e3 rest on one origin.
    assert [bar.value for bar in figure.figure.bars] == ["1", "0", "0", "0", "2"]
    assert figure.title == "1 of 3 events had a well-rated second origin within a day"
    case.events = []
    found = section(case, "W10")
    assert "lags" not in found.parts and "No event this week" in prose(found)


def test_a_card_has_no_row_for_what_the_data_do_not_hold() -> None:
    """Nobody's responsibility is coded, so a card does not speak of it; the claimants of its toll stand in its text."""
    cards = section(rich_case(), "W5").parts["cards"]
    labels = [label for card in cards for label, _ in card.meta]  # type: ignore[union-attr]
    assert labels and not [label for label in labels if "esponsib" in label]
    assert all(text for card in cards for _, text in card.meta)  # type: ignore[union-attr]


def test_a_figure_beyond_the_range_is_told_once() -> None:
    case = rich_case()
    case.claim("a1", "e1", (150, 150, 150), "a fighter")
    card = section(case, "W5").parts["cards"][0]  # type: ignore[index]
    assert sum("150" in s.text for s in card.sentences) == 1  # type: ignore[union-attr]


def test_a_chart_of_a_pillar_starts_with_the_country_where_it_is_highest() -> None:
    case = rich_case()
    case.scores = [r for r in case.scores if not (r["region_id"] == "NER" and r["node"] == "international")]
    case.score("NER", "international", [90.0, 91.0])
    figure = section(case, "W9").parts["bars"]
    assert isinstance(figure, FigureSpec) and figure.title.startswith("Outside pressure in Niger")


def test_an_event_weighs_by_severity_credibility_and_recency() -> None:
    case = rich_case()
    weights = {e.event_id: e.weight for e in happenings(case.inputs())}
    # kappa(.85, .70) = .955; severity 1 + log2(1 + 24); five days at a half-life of 14.
    assert weights["e1"] == pytest.approx(0.955 * (1 + 4.643856) * 2 ** (-5 / 14), rel=1e-6)
    assert weights["e4"] < weights["e1"]


def test_this_week_stands_before_weightier_earlier_events() -> None:
    case = rich_case()
    case.article("w1", "2024-09-14", source="wire_one")
    case.article("w2", "2024-09-14", source="radio_two")
    case.event("big", "MLI", "2024-09-14", ["sec_attack_civilians"], ["w1", "w2"], toll=(400, 400, 400))
    shown = [e for e in happenings(case.inputs()) if not e.unconfirmed]
    assert [e.event_id for e in shown] == ["e1", "big", "e4"]
    assert shown[1].weight > shown[0].weight


def test_events_older_than_four_weeks_are_left_out() -> None:
    case = rich_case()
    case.article("w1", "2024-08-20", source="wire_one")
    case.event("old", "MLI", "2024-08-20", ["sec_attack_civilians"], ["w1"])
    assert "old" not in {e.event_id for e in happenings(case.inputs())}


def test_a_reliable_outlet_alone_is_not_unconfirmed() -> None:
    case = Case()
    case.article("w1", "2024-09-18", source="wire_one")
    case.event("one", "MLI", "2024-09-18", ["sec_attack_civilians"], ["w1"], credibility=2)
    assert [e.unconfirmed for e in happenings(case.inputs())] == [False]


def test_map_markers_carry_the_numbers_of_the_event_table() -> None:
    case = rich_case()
    figure = section(case, "W2").parts["map"]
    assert isinstance(figure, FigureSpec) and isinstance(figure.figure, MapFigure)
    table = rows(section(case, "W5"), "events")
    assert [m.number for m in figure.figure.markers] == [int(r[0]) for r in table]
    assert {r.region_id for r in figure.figure.regions} == set(workspace().config.panels["west_africa"].regions)


def test_the_trend_chart_waits_for_twelve_weeks() -> None:
    case = rich_case()
    figure = section(case, "W6").parts["trend"]
    assert isinstance(figure, FigureSpec) and isinstance(figure.figure, TrendFigure)
    recent = {str(WEEK.shift(-n)) for n in range(11)}
    case.scores = [r for r in case.scores if r["week"] in recent]
    case.regional = case.regional[-11:]
    found = section(case, "W6")
    assert "trend" not in found.parts and "trend chart starts in week twelve" in prose(found)


def test_drivers_of_a_country_add_up_to_its_index() -> None:
    inputs = rich_case().inputs()
    drivers = Drivers(inputs.contributions, inputs.week)
    assert sum(points for _, points in drivers.leaves("MLI")) == pytest.approx(71.4)
    assert min(points for _, points in drivers.leaves("MLI")) < 0  # a protective indicator lowers it


def test_a_chart_of_contributions_names_at_most_five_parts_and_keeps_their_sum() -> None:
    figure = section(dense_case(), "W17").parts["drivers"]
    assert isinstance(figure, FigureSpec) and isinstance(figure.figure, BarsFigure)
    assert len({s.name for bar in figure.figure.bars for s in bar.segments}) <= 6
    mali = next(bar for bar in figure.figure.bars if bar.label == "Mali")
    assert sum(s.points for s in mali.segments) == pytest.approx(71.4, abs=0.01)


@pytest.mark.parametrize(
    ("section_id", "part", "english", "french"),
    [
        ("W7", "multiples", r"Security in Mali: highest for .+, \d+", r"Sécurité, Mali : .+ au plus haut, \d+"),
        ("W8", "bars", "Governance in Mali: led by public discontent and unrest", "Gouvernance, Mali : .+ en tête"),
        ("W17", "drivers", "Mali: led by attacks on security forces.*", "Mali : .+ en tête"),
        (
            "W12",
            "probabilities",
            r".+ worsened most often of these: \d+ % of cases",
            r"Aggravation .+ : .+, \d+ .+",
        ),
        ("W10", "dual", r"Of these, harm is highest in Mali \(\d+\)", r"Nuisance la plus haute ici : Mali \(\d+\)"),
    ],
)
def test_the_title_of_a_chart_states_what_it_finds(section_id: str, part: str, english: str, french: str) -> None:
    for language, wanted in (("en", english), ("fr", french)):
        figure = section(dense_case() if part == "probabilities" else rich_case(), section_id, language).parts[part]
        assert isinstance(figure, FigureSpec) and re.fullmatch(wanted, figure.title), figure.title


def test_charts_without_harm_or_security_scores_say_so() -> None:
    case = rich_case()
    own = {i.id for i in workspace().indicators if i.direction == "aggravating"}
    case.scores = [row | {"score": 0.0} if row["node"] in own else row for row in case.scores]
    dual, multiples = section(case, "W10").parts["dual"], section(case, "W7").parts["multiples"]
    assert isinstance(dual, FigureSpec) and dual.title.startswith("None of these shows harm; verification is highest")
    assert isinstance(multiples, FigureSpec) and multiples.title == "Security in Mali: nothing measured this week"


def test_a_floor_that_sets_the_level_is_named_with_its_score() -> None:
    case = rich_case()
    for row in case.scores:
        if row["region_id"] == "MLI" and row["node"] == "index":
            row["reason"] = "set by sec_attack_capital"
    score = ScoreBook(case.inputs().scores, WEEK).score("MLI", "sec_attack_capital")
    assert score is not None
    said = prose(section(case, "W1"))
    assert f"The level of Mali is set by violence in or near a capital ({score:.0f})." in said


def test_base_rates_are_the_shares_of_past_outcomes_and_add_to_one() -> None:
    case = Case()
    case.score("MLI", "index", [50.0] * 20 + [60.0] * 20)
    book = ScoreBook(case.inputs().scores, WEEK)
    rates = base_rates(book.series("MLI", "index", weeks=104), weeks_ahead=4, delta=5.0)
    assert rates is not None and rates.n == 36
    assert rates.shares == {"continues": 32 / 36, "worsens": 4 / 36, "improves": 0.0}


def test_a_short_history_leaves_probabilities_not_assigned() -> None:
    case = rich_case()
    recent = {str(WEEK.shift(-n)) for n in range(10)}
    case.scores = [r for r in case.scores if r["week"] in recent]
    found = section(case, "W12")
    assert [row[1] for row in rows(found, "scenarios")] == ["not assigned"] * 3
    assert "probabilities" not in found.parts


def test_scenarios_carry_a_percentage_with_the_word_of_its_band() -> None:
    table = section(rich_case(), "W12").parts["scenarios"]
    assert isinstance(table, DataTable)
    assert sum(int(row[1].text.removesuffix(" %")) for row in table.rows) == 100
    assert table.rows[0][1].small == "almost certain (95–99 %)"


def test_dates_ahead_lie_within_twelve_weeks() -> None:
    case = Case()
    case.week = WEEK.shift(-2)
    found = section(case, "W12").parts["calendar"]
    assert isinstance(found, DataTable)
    last = case.week.sunday + timedelta(weeks=12)
    inside = [e.date for e in workspace().library.calendar if case.week.sunday.isoformat() < e.date <= last.isoformat()]
    assert [row[0].value for row in found.rows] == sorted(inside)
    assert inside and len(inside) < 4  # the limit of rows does not hide what lies beyond


@pytest.mark.parametrize("make", [rich_case, dense_case])
def test_options_hold_one_not_military_one_regional_one_on_information_and_await_review(make) -> None:
    found = section(make(), "W14")
    cards = found.parts["options"]
    assert isinstance(cards, tuple) and len(cards) <= 5
    by_action = {o.action["en"]: o for o in workspace().library.options}
    kinds = [by_action[c.title].kind for c in cards if isinstance(c, Card)]
    assert {"non_military", "regional", "information"} <= set(kinds)
    assert kinds[0] == "review"  # security did not fall in 26 weeks
    assert "awaiting review" in prose(found)


def test_signed_options_name_who_signed() -> None:
    inputs = rich_case().inputs()
    signed = [o.model_copy(update={"signed_by": "A. Reviewer"}) for o in inputs.library.options]
    library = inputs.library.model_copy(update={"options": signed})
    found = next(s for s in compose(replace(inputs, library=library)).sections if s.id == "W14")
    assert "Signed by A. Reviewer." in prose(found)


def test_options_that_only_thin_coverage_calls_for_are_precautionary() -> None:
    case = rich_case()
    for row in case.scores:
        row["coverage"] = "thin" if row["score"] is not None else "none"
    cards = section(case, "W14").parts["options"]
    assert isinstance(cards, tuple)
    assert all("precautionary" in dict(c.meta)["Audience"] for c in cards if isinstance(c, Card))


def test_no_country_assessed_leaves_only_the_fixed_precautions() -> None:
    fixed = [p.text["en"] + "." for p in workspace().library.precautions if p.fixed]
    found = section(Case(), "W13")
    assert [s.text for s in sentences_of(found)] == [*fixed, "These lines expire with the next issue."]
    assert len(fixed) == 3


def test_thin_coverage_is_marked_on_the_board() -> None:
    case = rich_case()
    for row in case.scores:
        if row["region_id"] == "NER":
            row["coverage"] = "thin"
    table = section(case, "W2").parts["board"]
    assert isinstance(table, DataTable)
    niger = next(row for row in table.rows if row[0].text == "Niger")
    assert niger[1].hollow and niger[2].text.startswith("≈") and niger[-1].small == "thin"


def test_a_level_held_by_hysteresis_prints_the_level_of_the_week_alone() -> None:
    case = rich_case()
    for row in case.scores:
        if row["region_id"] == "NER" and row["week"] == str(WEEK) and row["node"] == "index":
            row["risk_level"] = 4
    table = section(case, "W2").parts["board"]
    assert isinstance(table, DataTable)
    niger = next(row for row in table.rows if row[0].text == "Niger")
    assert niger[1].text == "4 High" and niger[1].small == "score alone: Elevated"


def test_a_score_that_rests_on_one_weak_owner_is_told_beside_the_board() -> None:
    """Niger's score is in another band than what is left without that owner, from which its level is read."""
    case = rich_case()
    for row in case.scores:
        if row["region_id"] == "NER" and row["week"] == str(WEEK) and row["node"] == "index":
            row["risk_level"], row["firm_score"] = 2, 31.0
    texts = [s.text for s in sentences_of(section(case, "W2"))]
    told = "In Niger the score rests in part on one outlet owner rated below B; the level is read without it."
    assert told in texts
    assert told not in [s.text for s in sentences_of(section(rich_case(), "W2"))]


def test_a_country_not_assessed_says_what_its_last_score_was_worth_beside_a_level_still_held() -> None:
    """`Elevated 4` contradicts the bands; the score's own level comes first, then the one that was held."""
    case = rich_case()
    for row in case.scores:
        if row["region_id"] == "SEN" and row["node"] == "index" and row["score"] is not None:
            row["risk_level"] = 3
    table = section(case, "W2").parts["board"]
    assert isinstance(table, DataTable)
    found = {row[0].text: row[1].small for row in table.rows}
    assert found["Senegal"] == "(last: 32, score alone Guarded, kept at Elevated, on 11 Aug 2024)"
    assert found["Togo"] == "(nor in earlier weeks)"


def test_a_narrowed_set_says_on_its_first_page_that_it_is_partial_and_a_whole_one_does_not() -> None:
    case, whole = rich_case(), rich_case()
    case.panel = ["MLI", "BFA"]
    assert "Partial set: only Burkina Faso and Mali, 2 of 16 countries." in notices(case.inputs())
    assert "The level of the countries shown together is" in prose(section(case, "W1"))
    assert "One language edition only." in notices(replace(whole.inputs(), languages=("en",)))
    assert notices(replace(whole.inputs(), languages=("en", "fr"))) == notices(whole.inputs())
    assert "artial" not in notices(whole.inputs()) and "edition" not in notices(whole.inputs())


def notices(given: BriefingInputs) -> str:
    """The lines of the masthead without a label, which page 1 prints as a band."""
    lines = compose(given).sections[0].parts["lines"]
    return " ".join(s.text for item in lines if not item.lead for s in item.sentences)  # type: ignore[union-attr]


def test_sources_of_the_library_print_by_their_name_in_the_language() -> None:
    """Every source has a French name; none of the context lines or dates ahead prints the English one."""
    names, library = workspace().phrases["fr"], workspace().library
    sources = {line.source for line in library.context} | {entry.source for entry in library.calendar}
    assert all(f"source_name.{source}" in names for source in sources if source)
    dates = section(rich_case(), "W12", "fr").parts["calendar"]
    assert isinstance(dates, DataTable)
    assert "Nations unies" in [row[2].small for row in dates.rows]
    assert "Conseil de sécurité" in prose(section(rich_case(), "W6", "fr"))


def test_an_issue_that_is_too_long_loses_items_of_its_long_sections_and_nothing_of_the_bottom_line() -> None:
    loose = dense_case().inputs()
    tight = replace(loose, report=loose.report.model_copy(update={"words": (1, 2450)}))
    short, long = compose(tight), compose(loose)
    assert total_words(short) < total_words(long)
    for before, after in zip(long.sections, short.sections, strict=True):
        if in_annex(after):
            continue
        assert len(list(sentences_of(after))) <= len(list(sentences_of(before)))
        if after.id in {"W1", "W15", "W17"}:
            assert [s.text for s in sentences_of(after)] == [s.text for s in sentences_of(before)]
        leads = [[s.text for s in x.parts.get("lead", ())] for x in (before, after)]  # type: ignore[union-attr]
        assert leads[0] == leads[1]


def test_a_score_that_would_round_into_another_level_keeps_its_decimal() -> None:
    case = rich_case()
    case.scores = [r for r in case.scores if not (r["region_id"] == "NER" and r["node"] == "index")]
    case.score("NER", "index", [59.6, 59.6])
    table = section(case, "W2").parts["board"]
    assert isinstance(table, DataTable)
    assert next(row for row in table.rows if row[0].text == "Niger")[2].text == "59.6"


def test_the_largest_outlet_over_the_cap_is_said_to_be_over_it() -> None:
    assert "Over the cap: the largest outlet, wire_one" in prose(section(dense_case(), "W17"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_dense_week_keeps_every_section_and_its_limits(language: str) -> None:
    case = dense_case()
    briefing = compose(case.inputs(language))
    events = next(s for s in briefing.sections if s.id == "W5").parts["events"]
    assert isinstance(events, DataTable) and len(events.rows) == 6
    assert [s.id for s in briefing.sections if not s.parts] == []
    assert total_words(briefing) < 3200


def test_an_event_of_two_origins_leads_before_a_weightier_one_of_a_single_outlet() -> None:
    case = rich_case()
    case.article("w1", "2024-09-21", source="wire_one")
    case.event("big", "BFA", "2024-09-21", ["sec_attack_civilians"], ["w1"], toll=(400, 400, 400), credibility=2)
    assert happenings(case.inputs())[0].event_id == "big"
    headline = compose(case.inputs()).headline
    assert headline.startswith("Attack on security forces") and "Bamako" in headline
