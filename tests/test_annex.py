"""The annex: M1 to M10 and the claims ledger say something in every week, in both languages, from the same numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from briefing_builders import Case, rich_case
from riskbrief.briefing.annex_record import (
    BacktestRun,
    Before,
    Edit,
    Estimate,
    Factor,
    Forecast,
    MethodRun,
    Move,
    Moves,
    ReadersRun,
    Record,
    SobolRun,
)
from riskbrief.briefing.compose import compose
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.words import in_annex, printed_words, sentences_of, total_words
from riskbrief.document import Briefing, Card, DataTable, FigureSpec, Section

IDS = [*(f"M{n}" for n in range(1, 11)), "MC", "MO"]
MEASURED = Record(
    command="riskbrief run weekly --week 2024-W38",
    versions={"python": "3.11.7"},
    sobol=SobolRun("2024-W38", "0.5.0", 2816, (Factor("weights", 0.3, 0.4), Factor("floor", 0.1, 0.2)), {"MLI": 0.3}),
    backtest=BacktestRun(
        "2012-01", "2021-12", "0.4.0", "ignored", (Estimate("same month, pooled", 0.589, 0.425, 0.688),),
        (Forecast("index in 4 weeks, CRPS in points", 4.2, "persistence", 4.4, False),),
    ),
    readers=ReadersRun("2024-09-01", 400, Estimate("readers", 0.71), Estimate("precision", 0.83)),
    before=Before(
        "2024-W37", "0.4.0", "abc", (Edit("index.version", "0.4.0", "0.5.0"),), {"config": 1}, {"MLI": (60.0, 4)},
        {"MLI": {"security": 70.0}},
    ),
)  # fmt: skip


def annexed(given: BriefingInputs) -> dict[str, Section]:
    return {s.id: s for s in compose(given).sections if in_annex(s)}


def prose(section: Section) -> str:
    return " ".join([section.no_data, *(s.text for s in sentences_of(section))])


def rows(section: Section, part: str) -> list[list[str]]:
    table = section.parts[part]
    assert isinstance(table, DataTable)
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("case", "ids"), [(rich_case(), IDS), (Case(), IDS[:-1])], ids=["rich", "empty"])
def test_every_section_of_the_annex_stands_in_order_and_says_something(
    case: Case, ids: list[str], language: str
) -> None:
    found = annexed(case.inputs(language))
    assert list(found) == ids  # the last only where something was left off
    assert [s.id for s in found.values() if not (s.no_data or list(printed_words(s))[1:] or prose(s).strip())] == []


@pytest.mark.parametrize(("language", "not_run"), [("en", "not run this week ("), ("fr", "cette semaine (")])
def test_a_measure_that_was_not_run_says_so_and_why(language: str, not_run: str) -> None:
    found = annexed(rich_case().inputs(language))
    counts = {key: prose(found[key]).count(not_run) for key in ("M5", "M6", "M7", "M8")}
    assert counts == {"M5": 1, "M6": 3, "M7": 1, "M8": 1}  # Sobol; words, backtest, kappa; methods; configuration


@pytest.mark.parametrize("why", ["not_kept", "unreadable", "later"])
def test_the_reason_is_the_one_on_record(why: str) -> None:
    given = replace(rich_case().inputs(), record=Record(why={"sensitivity": why}))
    reasons = {"not_kept": "no result is kept", "unreadable": "cannot be read", "later": "of a later week"}
    assert reasons[why] in prose(annexed(given)["M5"])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_kept_measures_are_printed_with_their_week_span_and_warning(language: str) -> None:
    found = annexed(replace(rich_case().inputs(language), record=MEASURED))
    figure = found["M5"].parts["sobol"]
    assert isinstance(figure, FigureSpec) and "40" in figure.title and "2024-W38" in figure.source
    decimal = "." if language == "en" else ","
    assert f"0{decimal}59" in [row[1] for row in rows(found["M6"], "backtest")]
    assert "UCDP" in prose(found["M6"]) and "2012-01" in prose(found["M6"]) and f"0{decimal}71" in prose(found["M6"])
    assert ["index.version", "0.4.0", "0.5.0"] in rows(found["M8"], "edits")
    assert "0.4.0" in prose(found["M8"])


def test_a_score_that_late_articles_changed_is_listed_as_printed_and_now() -> None:
    found = annexed(replace(rich_case().inputs(), record=MEASURED))
    printed = {tuple(row[:2]): row[2:] for row in rows(found["M8"], "revised")}
    assert printed.keys() == {("Mali", "Index"), ("Mali", "Security")}
    assert printed[("Mali", "Index")][0] == "60.0" != printed[("Mali", "Index")][1]


def moved(kind: str, number: int, *regions: str) -> Move:
    return Move(f"https://paper.example/news/{number}", "wire_one", "2024-09-13", kind, "2024-09-18", regions)


@pytest.mark.parametrize(
    ("language", "told", "rest"),
    [("en", "14 articles published before its end came late, changed or disappeared: 12 late and 2 deleted.",
      "4 more are not listed."),
     ("fr", "14 articles publiés avant sa fin sont arrivés en retard, ont été modifiés ou supprimés : 12 tardifs et 2 "
      "supprimés.", "4 autres ne sont pas listés.")],
)  # fmt: skip
def test_moved_articles_on_a_country_of_the_report_come_first_and_the_rest_is_counted(
    language: str, told: str, rest: str
) -> None:
    late = [moved("late", n) for n in range(11)]
    moves = Moves({"late": 12, "deleted": 2}, (moved("deleted", 98), moved("deleted", 99, "MLI", "NER"), *late))
    before = replace(MEASURED.before, moves=moves)  # type: ignore[type-var]
    section = annexed(replace(rich_case().inputs(language), record=replace(MEASURED, before=before)))["M8"]
    table = section.parts["moves"]
    assert isinstance(table, DataTable) and len(table.rows) == 10 and table.note == rest and told in prose(section)
    first = [cell.value for cell in table.rows[0]]
    assert first == ["https://paper.example/news/99", "wire_one", "2024-09-13", "deleted", "2024-09-18", "MLI, NER"]
    assert table.rows[1][5].text == "–"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("why", ["no_record", "other_record", "later", "unreadable"])
def test_revisions_that_cannot_be_known_say_why(language: str, why: str) -> None:
    record = replace(MEASURED, why={"revisions": why})
    text = prose(annexed(replace(rich_case().inputs(language), record=record))["M8"])
    assert ("not run this week (" if language == "en" else "cette semaine (") in text
    nothing = replace(MEASURED, before=replace(MEASURED.before, moves=Moves()))  # type: ignore[type-var]
    section = annexed(replace(rich_case().inputs(language), record=nothing))["M8"]
    assert "moves" not in section.parts
    assert ("no article published before its end" if language == "en" else "aucun article publié") in prose(section)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_where_no_country_was_assessed_the_indicators_stand_without_columns_for_scores(language: str) -> None:
    tables = [annexed(case.inputs(language))["M2"].parts["indicators"] for case in (rich_case(), Case())]
    full, bare = (table for table in tables if isinstance(table, DataTable))
    assert (len(full.header), len(bare.header)) == (11, 7) and bare.header == full.header[:7]
    assert {len(row) for row in bare.rows} == {7} == {len(bare.align)} and len(bare.rows) == len(full.rows)
    assert {"en": "No country was assessed", "fr": "Aucun pays"}[language] in bare.note


def test_the_annex_counts_in_no_word_budget() -> None:
    given = rich_case().inputs()
    body = [s for s in given.report.sections if not s.section.startswith("annex_")]
    without = replace(given, report=given.report.model_copy(update={"sections": body}))
    pointers = "Tolls claimant by claimant in the annex Other reasons: see the annex."
    assert total_words(compose(given)) - total_words(compose(without)) == len(pointers.split())


@pytest.mark.parametrize(("moved", "stars"), [({"MLI": 5}, ["Mali*"]), ({"MLI": 5, "BFA": 1, "NER": 1}, [])])
def test_a_country_whose_level_another_method_changes_is_starred_unless_all_are(
    moved: dict[str, int], stars: list[str]
) -> None:
    case = rich_case()
    now = {
        row["region_id"]: int(row["risk_level"]) for row in case.scores if row["node"] == "index" and row["risk_level"]
    }
    given = replace(case.inputs(), methods=(MethodRun("percentile", {**now, **moved}),))
    board = next(s for s in compose(given).sections if s.id == "W2")
    assert [name for name, *_ in rows(board, "board") if name.endswith("*")] == stars
    assert ("every assessed country another level: Percentile" in prose(board)) == (len(moved) == 3)
    assert next(row for row in rows(annexed(given)["M7"], "levels") if row[0] == "Mali")[2] == "5*"


def test_tolls_that_differ_stand_claimant_by_claimant_and_the_card_points_there() -> None:
    given = rich_case().inputs()
    told = rows(annexed(given)["MC"], "claims")
    assert [row[1:4] for row in told] == [
        ["“a medical source”", "between 20 and 30 people", "17 Sept, 08:00"],
        ["the article itself", "77 people", "18 Sept, 08:00"],
    ]
    assert [row[0] for row in told] == ["1. Bamako", "1. Bamako"]
    cards = next(s for s in compose(given).sections if s.id == "W5").parts["cards"]
    pointed = [
        c.title for c in cards if isinstance(c, Card) and ("Tolls", "claimant by claimant in the annex") in c.meta
    ]  # type: ignore[union-attr]
    assert len(pointed) == 1 and "Bamako" in pointed[0]


@pytest.mark.parametrize(("words", "shown"), [(25, "“a toll of many”"), (2, "“a toll…”"), (0, "")])
def test_quotations_beside_sources_keep_to_the_words_that_rights_allow(words: int, shown: str) -> None:
    case = rich_case()
    for row in case.mentions:
        row["quote"] = "a toll of many"
    given = case.inputs()
    given = replace(given, report=given.report.model_copy(update={"quote_words": words}))
    briefing = compose(given)
    first = briefing.citations[0]
    assert first.quote == shown
    assert first.span is None if not words else first.span is not None and first.span.quote == "a toll of many"
    wordings = {row[-1] for row in rows(annexed(given)["MC"], "claims")}
    assert wordings == ({"–"} if not words else {"“toll”"})


def test_an_outlet_whose_rating_has_expired_is_named() -> None:
    given = rich_case().inputs()
    outlet = next(iter(given.config.outlets.values())).model_copy(
        update={"name": "Wire One", "review_by": "2024-09-01"}
    )
    config: Any = given.config.model_copy(update={"outlets": {"wire_one": outlet}})
    assert "the rating of Wire One" in prose(annexed(replace(given, config=config))["M3"])
    assert "No rating in use has expired." in prose(annexed(given)["M3"])


def test_the_share_that_rests_on_an_outlet_alone_is_shown_before_and_after_the_cap() -> None:
    given = rich_case().inputs()
    given = replace(given, assessment=replace(given.assessment, alone={"blog": (0.5, 0.3)}))
    assert ["blog", "50", "30"] in [[r[0], *r[-2:]] for r in rows(annexed(given)["M3"], "outlets")]


def test_reasons_why_something_was_set_aside_are_counted() -> None:
    case = rich_case()
    for n in range(3):
        case.mention(
            "a1",
            "int_support",
            "MLI",
            source="wire_one",
            day="2024-09-17",
            status="negated",
            counts=False,
            start=900 + n,
        )
    text = prose(annexed(case.inputs())["M4"])
    assert "Mentions of the week set aside, 3: negated 3." in text and "no date 2" in text


@pytest.mark.parametrize("record", [Record(), MEASURED], ids=["bare", "measured"])
def test_both_languages_hold_the_same_numbers(record: Record) -> None:
    values = []
    for language in ("en", "fr"):
        found = annexed(replace(rich_case().inputs(language), record=record))
        values.append([_values(section) for section in found.values()])
    assert values[0] == values[1]


def _values(section: Section) -> list[object]:
    tables = [p for p in section.parts.values() if isinstance(p, DataTable)]
    cells = [c.value for t in tables for row in t.rows for c in row if isinstance(c.value, int | float)]
    facts = [f.value for s in sentences_of(section) for f in s.facts if isinstance(f.value, int | float)]
    return [*cells, *facts]


def test_the_command_and_the_versions_that_made_the_issue_are_printed() -> None:
    told = dict(rows(annexed(replace(rich_case().inputs(), record=MEASURED))["M10"], "run"))
    assert told["Command line"] == MEASURED.command and told["Versions"] == "python 3.11.7"


def test_a_kept_run_of_this_week_stars_the_countries_it_moves_most() -> None:
    for week, stars in (("2024-W38", ["Mali*"]), ("2024-W37", [])):
        sobol = replace(MEASURED.sobol, week=week, starred=("MLI",)) if MEASURED.sobol else None
        briefing = compose(replace(rich_case().inputs(), record=replace(MEASURED, sobol=sobol)))
        assert _starred(briefing) == stars


def _starred(briefing: Briefing) -> list[str]:
    board = next(s for s in briefing.sections if s.id == "W2")
    return [name for name, *_ in rows(board, "board") if name.endswith("*")]
