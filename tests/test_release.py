"""The release checklist of method A.16: every item is a named check, and each one fails when what it asks is not so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from briefing_builders import rich_case
from riskbrief.briefing.compose import compose, compose_editions
from riskbrief.briefing.inputs import BriefingInputs, Scorecard, WordMoves
from riskbrief.briefing.release import BY_PERSON, ITEMS, REMEDIES, Checked, checked, failures, shortcomings
from riskbrief.briefing.release_tables import events_qualified, ledger_reconciled, person_items, scores_qualified
from riskbrief.briefing.release_text import text_items
from riskbrief.document import Briefing, Section, sentences_in
from riskbrief.pipeline.releasing import checklist_problems

METHOD = (
    "BLUF present and within limit · every score has interval, n, class · every event has code, toll claimant, origin"
    " count · no forbidden words · no confidence and likelihood in one sentence · one probability scale · ledger"
    " reconciled · language rules A.11 · all seed sections rendered or carrying their no-data text · citations resolve"
    " to stored articles · totals in text equal tables · EN and FR carry identical numbers · PDF has tags, alt text,"
    " language set · file reproducible byte-for-byte from hashes (dates fixed) · H: options signed · H: top three"
    " events read by a person · H: community-naming rule checked"
)


@cache
def given(language: str) -> BriefingInputs:
    return rich_case().inputs(language)


@cache
def edition(language: str) -> Briefing:
    return compose(given(language))


def found(change: Callable[[Briefing], Briefing] = lambda b: b) -> dict[str, Checked]:
    """The items on text, with the French edition changed."""
    editions = {"en": edition("en"), "fr": change(edition("fr"))}
    return {c.id: c for c in text_items(editions, {language: given(language) for language in editions})}


def section(change: Callable[[Section], Section | None], template: str) -> Callable[[Briefing], Briefing]:
    """A change of one section of a briefing; None takes it out."""

    def changed(briefing: Briefing) -> Briefing:
        kept = [change(s) if s.template == template else s for s in briefing.sections]
        return replace(briefing, sections=tuple(s for s in kept if s is not None))

    return changed


def reworded(s: Section, text: str) -> Section:
    """The section with one sentence of its own words in front."""
    first = next(x for part in s.parts.values() for x in sentences_in(part))
    return replace(s, parts={**s.parts, "added": (replace(first, text=text, kind="assessed", facts=(), id="x"),)})


def other_number(s: Section) -> Section:
    lead: Any = s.parts["lead"]
    facts = tuple(replace(f, value=f.value + 1) if isinstance(f.value, float) else f for f in lead[0].facts)
    return replace(s, parts={**s.parts, "lead": (replace(lead[0], facts=facts), *lead[1:])})


def short_board(s: Section) -> Section:
    board: Any = s.parts["board"]
    return replace(s, parts={**s.parts, "board": replace(board, rows=board.rows[1:])})


BROKEN: dict[str, Callable[[Briefing], Briefing]] = {
    "bottom_line": section(lambda s: reworded(s, "word " * 91), "bottom_line"),
    "one_scale": section(lambda s: reworded(s, "Un accord est hautement probable."), "conclusion"),
    "seed_sections": section(lambda _s: None, "context"),
    "citations_resolve": lambda b: replace(b, citations=tuple(replace(c, sha256="1" * 64) for c in b.citations)),
    "totals_agree": section(short_board, "board"),
    "languages_agree": section(other_number, "bottom_line"),
}


def test_every_item_of_the_method_is_a_check_under_its_own_words() -> None:
    assert list(ITEMS.values()) == METHOD.split(" · ")
    by_person = [c.id for c in person_items(given("en"), edition("en"))]
    assert by_person == [name for name, words in ITEMS.items() if words.startswith("H: ")]
    assert {c.outcome for c in person_items(given("en"), edition("en"))} == {"by_person"}


def test_a_sound_briefing_fails_no_item_and_says_what_was_counted() -> None:
    sound = found()
    assert [c for c in sound.values() if c.outcome != "pass"] == []
    assert sound["languages_agree"].value["compared"] > 50 and sound["forbidden_words"].value["sentences"] > 100  # type: ignore[operator]
    assert sound["bottom_line"].value.keys() == {"words_en", "words_fr"}


@pytest.mark.parametrize("name", BROKEN)
def test_an_item_fails_when_what_it_asks_is_not_so(name: str) -> None:
    broken = found(BROKEN[name])
    assert broken[name].outcome == "fail" and all(fault.startswith(("fr", "W")) for fault in broken[name].faults)


def test_a_section_without_a_word_and_a_note_without_a_source_are_faults() -> None:
    silent = section(lambda s: replace(s, parts={}, no_data=""), "context")
    assert found(silent)["seed_sections"].faults == ("fr: context says nothing",)
    nowhere = found(lambda b: replace(b, citations=b.citations[1:]))["citations_resolve"]
    assert nowhere.faults[0] == "fr: note 1 leads to no source"


def test_every_score_needs_its_bounds_count_and_class() -> None:
    whole = given("en")
    assert scores_qualified(whole).outcome == "pass"
    for column, fault in (("low", "no interval"), ("high", "no interval"), ("coverage", "no coverage class")):
        scores = whole.scores.copy()
        scores.loc[scores["score"].notna() & (scores["week"] == str(whole.week)), column] = None
        failed = scores_qualified(replace(whole, scores=scores))
        assert failed.outcome == "fail" and failed.faults[0].endswith(fault)


def test_every_event_needs_a_code_an_origin_and_a_claim_behind_its_toll() -> None:
    whole = given("en")
    events = whole.events.copy()
    events["toll_best"] = None
    plain = replace(whole, events=events)
    sound = events_qualified(plain)
    assert sound.outcome == "pass" and sound.value["events"] != 0
    wrong = [("reliability", "", "no Admiralty code"), ("credibility", 7, "no Admiralty code"),
             ("n_origins", 0, "no origin"), ("toll_best", 4.0, "a toll that nobody claims")]  # fmt: skip
    for column, value, fault in wrong:
        failed = events_qualified(replace(whole, events=events.assign(**{column: value}), claims=whole.claims.iloc[:0]))
        assert failed.outcome == "fail" and failed.faults[0].endswith(fault)


def test_the_ledger_accounts_for_every_probability() -> None:
    card = Scorecard(due=5, moved=WordMoves(kept=3, raised=1, lowered=1, closed=2, new=4))
    assert ledger_reconciled(card, before=7, now=9, told=5).outcome == "pass"
    for before, now, told in ((8, 9, 5), (7, 10, 5), (7, 9, 4)):
        assert len(ledger_reconciled(card, before=before, now=now, told=told).faults) == 1
    assert ledger_reconciled(Scorecard(), before=0, now=9, told=0).outcome == "not_applicable"


def test_a_long_bottom_line_degrades_and_any_other_failed_item_forbids() -> None:
    every = [checked(name, ["en: wrong"], {}) for name in ITEMS]
    assert [c.id for c in failures(every)] == [name for name in ITEMS if name != "bottom_line"]
    (told,) = shortcomings(every)
    assert told.startswith("release checklist: BLUF present and within limit: en: wrong. Shorten the phrases")


def test_every_item_that_can_forbid_has_a_remedy_of_its_own_kind() -> None:
    """Templates are to blame for the form of a page only; words come from YAML, tables from what was kept."""
    assert list(REMEDIES) == [name for name in ITEMS if name not in BY_PERSON]
    blamed = {name for name, remedy in REMEDIES.items() if "templates/" in remedy}
    assert blamed == {"pdf_accessible", "reproducible"}
    (problem,) = checklist_problems([checked("languages_agree", ["fr: 3, en: 4"], {})])
    assert "judgements.yaml" in problem.remedy and "fr: 3, en: 4" in problem.text and "templates" not in problem.remedy


def test_a_bottom_line_that_cannot_be_cut_is_named_on_page_one_in_every_language() -> None:
    """A long name is the cause in one language; both editions are degraded by it and give the same figures."""
    long, whole = {**given("fr").phrases, "bottom_why": f"{'mot ' * 100}{{driver}}."}, given("en")
    long["bottom_level"] = f"{'mot ' * 100}{{level}} {{score}} {{direction}}."
    editions = dict(zip(("en", "fr"), compose_editions([whole, replace(given("fr"), phrases=long)]), strict=True))
    item = next(c for c in text_items(editions, {"en": whole, "fr": given("fr")}) if c.id == "bottom_line")
    (fault,) = item.faults
    assert fault.startswith("fr: W1 (section bottom_line of reports/weekly.yaml) has ") and fault.endswith("at most 90")
    for language, opens in (("en", "This issue is degraded."), ("fr", "Ce numéro est dégradé.")):
        told = " ".join(s.text for s in editions[language].sections[0].parts["degraded"])  # type: ignore[union-attr, misc]
        assert told.startswith(opens) and str(item.value["words_fr"]) in told and "90" in told
