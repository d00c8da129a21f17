"""The release checklist of every run (method A.16): each item once, in its order, on the files as they will stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from riskbrief.briefing.release import ITEMS, REMEDIES, Checked, checked, failures
from riskbrief.briefing.release_tables import events_qualified, ledger_reconciled, person_items, scores_qualified
from riskbrief.briefing.release_text import text_items
from riskbrief.document import Briefing
from riskbrief.errors import EvidenceError, Problem
from riskbrief.pipeline.forecasts_resolved import given_out
from riskbrief.pipeline.issue import Issue
from riskbrief.proof.form import Form, read_form

EVERY = "The attempt's manifest in .riskbrief/ has every item."


def checklist(issue: Issue, contents: Mapping[str, bytes], editions: Mapping[str, Briefing]) -> list[Checked]:
    """Every item of the checklist on one set: `contents` by file name, `editions` by language."""
    given = {language: issue.inputs(language, issue.scored.assessment) for language in editions}
    first = given[issue.language]
    forms = {language: _form(contents, issue.scope.suffix(language)) for language in editions}
    found = [
        scores_qualified(first),
        events_qualified(first),
        *text_items(editions, given),
        _ledger(issue),
        _accessible(forms),
        _reproducible(issue, contents, forms),
        *person_items(first, editions[issue.language]),
    ]
    by_name = {one.id: one for one in found}
    return [by_name[name] for name in ITEMS]


def checklist_problems(found: Iterable[Checked]) -> Iterator[Problem]:
    """A line for each failed item that forbids publication."""
    for one in failures(found):
        text = f"not so: {one.item} ({'; '.join(one.faults)})"
        yield Problem(f"release checklist: {one.id}", 0, 0, text, f"{REMEDIES[one.id]} {EVERY}")


def _ledger(issue: Issue) -> Checked:
    before = issue.earlier.rows[issue.earlier.rows["issue"] == str(issue.week.shift(-1))]
    decided = issue.outcomes["outcome"].notna() | (issue.outcomes["reason"] != "")
    return ledger_reconciled(
        issue.scorecard, before=given_out(before), now=given_out(issue.forecasts), told=int(decided.sum())
    )


def _form(contents: Mapping[str, bytes], suffix: str) -> Form | str:
    """The form of an edition's PDF, or why it cannot be read."""
    name = f"briefing{suffix}.pdf"
    try:
        return read_form(name, contents[name])
    except EvidenceError as error:
        return str(error)


def _accessible(forms: Mapping[str, Form | str]) -> Checked:
    faults = [f"{language}: {why}" for language, form in forms.items() for why in _inaccessible(language, form)]
    figures = sum(form.figures for form in forms.values() if isinstance(form, Form))
    return checked("pdf_accessible", faults, {"pdfs": len(forms), "alternatives": figures})


def _inaccessible(language: str, form: Form | str) -> Iterator[str]:
    if isinstance(form, str):
        yield form
        return
    if not form.tagged:
        yield "no tags"
    if form.without_alternative:
        yield f"{form.without_alternative} of {form.figures} figures without alternative text"
    if form.language.split("-")[0].lower() != language:
        yield f"its language is {form.language!r}"


def _reproducible(issue: Issue, contents: Mapping[str, bytes], forms: Mapping[str, Form | str]) -> Checked:
    """Dates and identifier of each PDF follow from the cut-off and the page; that a second making gives the same bytes
    is seen when the run is made again, not here."""
    moment = f"D:{issue.week.cutoff:%Y%m%d%H%M%S}Z"
    faults = []
    for language, form in forms.items():
        if isinstance(form, str):
            continue  # told by the item before
        page = contents[f"briefing{issue.scope.suffix(language)}.html"]
        if set(form.dates) != {moment}:
            faults.append(f"{language}: dated {', '.join(form.dates)}, not {moment}")
        if form.identifier != hashlib.sha256(page).hexdigest()[:32]:
            faults.append(f"{language}: its identifier is not that of the page")
    note = "dates and identifiers are checked; the bytes are those of a second making, which no single run can see"
    return checked("reproducible", faults, {"dates": moment}, note=note)
