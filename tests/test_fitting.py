"""What has no room on the pages goes from every language alike, is counted where it stood, and stands in the annex."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing_builders import dense_case
from printing import TEMPLATES
from riskbrief.briefing.compose import compose, compose_editions
from riskbrief.briefing.fitting import fitted_issue
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.words import in_annex, prose_words, sentences_of
from riskbrief.document import Briefing, Item, Section, Sentence
from riskbrief.render.html import render_html


@pytest.fixture(scope="module")
def given() -> dict[str, BriefingInputs]:
    """A week with more to say than its pages hold."""
    case = dense_case()
    return {language: case.inputs(language) for language in ("en", "fr")}


@pytest.fixture(scope="module")
def editions(given: dict[str, BriefingInputs]) -> list[Briefing]:
    return list(compose_editions([given["en"], given["fr"]]))


def body(briefing: Briefing) -> list[tuple[str, ...]]:
    """Of each section before the annex the phrases of its sentences, which are the same in every language."""
    spoken = [s for s in briefing.sections if not in_annex(s)]
    return [(s.id, *(sentence.phrase for sentence in sentences_of(s))) for s in spoken]


def section(*texts: str) -> Section:
    return Section("W16", "Gaps", "confidence", {"gaps": tuple(Item((Sentence(text, "assessed"),)) for text in texts)})


@pytest.mark.parametrize("most", [None, (1000, 1000), (1000, 7)])
def test_a_sentence_with_no_room_in_one_language_goes_from_all(most: tuple[int, int] | None) -> None:
    """The longer language decides, by its section's budget or by the issue's."""
    english, french = section("One two", "three four"), section("Un deux trois", "quatre cinq six sept")
    alone = fitted_issue([[english]], [200 if most and most[1] < 99 else 6], most=most and most[:1])
    both = fitted_issue([[english], [french]], [200 if most and most[1] < 99 else 6], most=most)
    assert [len(s.parts["gaps"]) for (s,) in alone] == [2]  # type: ignore[arg-type]
    assert [len(s.parts["gaps"]) for (s,) in both] == [1, 1]  # type: ignore[arg-type]


def test_an_issue_that_lists_cannot_shorten_enough_loses_the_last_sentences_but_the_fixed_ones() -> None:
    """The limit of an issue holds also where what analysts wrote, or single sentences, fill it."""
    told = tuple(Sentence(text, "measured") for text in ("One two three", "four five six", "seven eight nine"))
    fixed = (Sentence("ten eleven", "measured"), Sentence("twelve thirteen", "fixed"))
    judged = (Item((Sentence("by hand and long", "assessed"),)),)
    whole = Section("W5", "", "situation", {"lead": told, "limits": fixed, "comments": judged})
    ((cut,),) = fitted_issue([[whole]], [320], most=[14])
    assert [len(part) for part in cut.parts.values()] == [2, 2, 1]  # type: ignore[arg-type]
    ((shortest,),) = fitted_issue([[whole]], [320], most=[1])
    assert [len(part) for part in shortest.parts.values()] == [1, 2, 1]  # type: ignore[arg-type]


def test_the_editions_of_an_issue_hold_the_same_sentences(editions: list[Briefing]) -> None:
    english, french = map(body, editions)
    assert english == french


def test_every_edition_keeps_the_word_budgets(given: dict[str, BriefingInputs], editions: list[Briefing]) -> None:
    budgets = {choice.section: choice.words for choice in given["en"].report.sections if choice.words}
    for briefing in editions:
        sections = [s for s in briefing.sections if s.template in budgets]
        assert {s.template for s in sections} == set(budgets)
        over = {s.id for s in sections if prose_words(s) > (budgets[s.template] or 0)}
        assert over <= {"W14"}  # options are chosen as a set


def texts(briefing: Briefing, *, annex: bool) -> list[str]:
    return [x.text for s in briefing.sections if in_annex(s) == annex for x in sentences_of(s)]


def test_what_was_cut_stands_in_the_annex_and_is_counted_beside_each_heading(
    given: dict[str, BriefingInputs], editions: list[Briefing]
) -> None:
    report = given["en"].report
    free = [choice.model_copy(update={"words": None}) for choice in report.sections]
    loose = compose(replace(given["en"], report=report.model_copy(update={"words": None, "sections": free})))
    kept = texts(editions[0], annex=False)
    missing = [text for text in texts(loose, annex=False) if text not in kept]
    assert missing and set(missing) <= set(texts(editions[0], annex=True))
    counts = [int(s.more.removeprefix("+").removesuffix(" in the annex")) for s in editions[0].sections if s.more]
    told = f"{sum(counts)} entries of {len(counts)} sections had no room on the pages and stand here."
    assert told in texts(editions[0], annex=True)


def test_a_report_without_that_part_of_the_annex_says_how_many_entries_are_not_printed(
    given: dict[str, BriefingInputs],
) -> None:
    report = given["en"].report
    chosen = [choice for choice in report.sections if choice.section != "annex_left_out"]
    short = compose(replace(given["en"], report=report.model_copy(update={"sections": chosen})))
    noted = [s.more for s in short.sections if s.more]
    assert noted and all(note.endswith(" not printed for want of room") for note in noted)
    cut = {s.title: s.more.split()[0].removeprefix("+") for s in short.sections if s.more}
    *names, last = [f"{title} ({n})" for title, n in cut.items()]
    (line,) = next(s for s in short.sections if s.template == "left_out").parts["lead"]  # type: ignore[misc]
    told = f"Left off for want of room, {sum(map(int, cut.values()))} entries: {', '.join(names)} and {last}."
    assert line.text == told  # type: ignore[union-attr]
    page = replace(short, sections=tuple(s for s in short.sections if s.template in {"masthead", "left_out"}))
    for template in ("briefing", "flash", "profile"):
        assert told in render_html(page, {}, template_dirs=[TEMPLATES], template=f"{template}.html.j2")
