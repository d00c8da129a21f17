"""The release checklist of method A.16 as named checks: its items, and what a check says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Answer = Literal["pass", "fail", "not_applicable", "by_person"]
ITEMS: Mapping[str, str] = {
    "bottom_line": "BLUF present and within limit",
    "scores_qualified": "every score has interval, n, class",
    "events_qualified": "every event has code, toll claimant, origin count",
    "forbidden_words": "no forbidden words",
    "confidence_apart": "no confidence and likelihood in one sentence",
    "one_scale": "one probability scale",
    "ledger_reconciled": "ledger reconciled",
    "language_rules": "language rules A.11",
    "seed_sections": "all seed sections rendered or carrying their no-data text",
    "citations_resolve": "citations resolve to stored articles",
    "totals_agree": "totals in text equal tables",
    "languages_agree": "EN and FR carry identical numbers",
    "pdf_accessible": "PDF has tags, alt text, language set",
    "reproducible": "file reproducible byte-for-byte from hashes (dates fixed)",
    "options_signed": "H: options signed",
    "events_read": "H: top three events read by a person",
    "community_naming": "H: community-naming rule checked",
}
WORDING = (
    "Reword it where it was written: judgements.yaml, reports/library.yaml (context, scenarios, options),"
    " reports/phrases.*.yaml, or a name in config.yaml or indicators/."
)
AGAIN = "Run again; if it stays, look at what the tables are made of: `riskbrief store verify`, then .riskbrief/."
REMEDIES: Mapping[str, str] = {
    "bottom_line": "Shorten the phrases and names that make it (reports/phrases.*.yaml, config.yaml, indicators/),"
    " or raise `words` of that section.",
    "scores_qualified": AGAIN,
    "events_qualified": f"Rate the outlets of these events under `outlets:` in config.yaml. {AGAIN}",
    "forbidden_words": WORDING,
    "confidence_apart": WORDING,
    "one_scale": WORDING,
    "ledger_reconciled": "The issue before or judgements.yaml changed since: `riskbrief forecasts REPORT` prints the"
    " ledger. Restore it, or make the issue before again.",
    "language_rules": WORDING,
    "seed_sections": "Put the section back under `sections` of the report, or write its `no_data` phrase in"
    " reports/phrases.*.yaml.",
    "citations_resolve": AGAIN,
    "totals_agree": AGAIN,
    "languages_agree": "Say the same numbers in each language: judgements.yaml, reports/library.yaml,"
    " reports/phrases.*.yaml.",
    "pdf_accessible": "Undo the last change to templates/: tags, alternative texts and the language come from there.",
    "reproducible": "Undo the last change to templates/ or to the installed WeasyPrint, and run again.",
}
BY_PERSON = ("options_signed", "events_read", "community_naming")
TOLERATED = ("bottom_line",)  # a long bottom line is true all the same: the issue is degraded and not refused


@dataclass(frozen=True)
class Checked:
    """One item of the checklist. `value`: what was found, counts by name; `faults`: what is wrong, by place; `note`:
    where it was found out, or why it cannot be by a machine."""

    id: str
    item: str
    outcome: Answer
    value: Mapping[str, float | str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    note: str = ""


def checked(
    name: str, faults: Iterable[str], value: Mapping[str, float | str], *, note: str = "", asked: bool = True
) -> Checked:
    """An item that fails with the first ten of its faults; `asked`: False where the issue has nothing of the kind."""
    found = tuple(dict.fromkeys(faults))
    answer: Answer = "fail" if found else "pass" if asked else "not_applicable"
    return Checked(name, ITEMS[name], answer, dict(value), found[:10], note)


def by_person(name: str, value: Mapping[str, float | str], note: str) -> Checked:
    """An item that no program can check."""
    return Checked(name, ITEMS[name], "by_person", dict(value), note=note)


def failures(checklist: Iterable[Checked]) -> Iterator[Checked]:
    """Items that forbid publication."""
    return (one for one in checklist if one.outcome == "fail" and one.id not in TOLERATED)


def shortcomings(checklist: Iterable[Checked]) -> tuple[str, ...]:
    """Why an issue that is published is degraded: failed items that do not forbid it."""
    failed = (one for one in checklist if one.outcome == "fail" and one.id in TOLERATED)
    told = ((f"release checklist: {one.item}: {fault}", REMEDIES[one.id]) for one in failed for fault in one.faults)
    return tuple(f"{what}. {remedy}" for what, remedy in told)
